import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from gui.export.dialog import ExportDialog
from gui.theme import DARK
from tests.gui.plots.frames import empty, frame
from tests.machine import slowness

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # offscreen has no window manager


@pytest.fixture
def dialog(qtbot):
    made = ExportDialog()
    qtbot.addWidget(made)
    made.show_frame(frame())
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def choose(dialog, qtbot, kind):
    button = dialog.options.format._buttons[kind]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("kind", "head"), [("pdf", b"%PDF"), ("svg", b"<?xml"), ("png", b"\x89PNG"), ("csv", b"# f")]
)
def test_every_format_is_written(dialog, qtbot, tmp_path, kind, head):
    choose(dialog, qtbot, kind)
    path = tmp_path / dialog.file_name
    with qtbot.waitSignal(dialog.exported) as said:
        assert dialog.write(path)
    assert said.args == [str(path)]
    assert path.name == f"f.{kind}"
    assert path.read_bytes().startswith(head)
    assert dialog.says.text() == f"f.{kind} is written."


def test_what_goes_wrong_is_said_in_the_window(dialog, tmp_path, qtbot):
    with qtbot.assertNotEmitted(dialog.exported):
        assert not dialog.write(tmp_path / "none" / "f.pdf")
    assert dialog.says.text().endswith("does not exist.")


def test_a_setting_redraws_within_a_tenth_of_a_second(dialog):
    began = time.perf_counter()
    dialog.options.text_size.setValue(12)
    dialog.preview.repaint()
    taken = time.perf_counter() - began
    assert taken < 0.1 * slowness()
    assert dialog.options.settings.text_size == 12


def test_the_estimated_size_is_said(dialog, qtbot):
    qtbot.waitUntil(lambda: dialog.says.text().startswith("Writes f.pdf, about "))


def test_another_unit_keeps_the_size_on_paper(dialog):
    options = dialog.options
    before = options.settings.inches
    for unit in ("in", "px", "mm"):
        options.unit.setCurrentText(unit)
        assert options.settings.inches == pytest.approx(before, abs=0.01)


def test_a_preset_sets_size_and_text(dialog):
    options = dialog.options
    options.preset.setCurrentIndex(0)
    options.preset.activated.emit(0)
    assert (options.settings.width, options.settings.height) == (85, 60)
    assert options.settings.text_size == 8
    options.width_field.setValue(90)
    assert options.preset.currentText() == "Own size"


def test_small_text_is_warned_about(dialog):
    dialog.options.text_size.setValue(5)
    assert dialog.options.text_note.text() == "Hard to read under 6 pt."
    dialog.options.text_size.setValue(9)
    assert dialog.options.text_note.text() == "smallest label 8.3 pt"


def test_a_table_shows_its_first_lines(dialog, qtbot):
    choose(dialog, qtbot, "csv")
    assert dialog.preview.caption() == "The first lines of the table."
    assert not dialog.options.colors.isEnabled()
    dialog.preview.repaint()


def test_copying_gives_pixels_and_a_drawing(dialog, qtbot):
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    assert data.data("image/svg+xml").startsWith(b"<?xml")
    choose(dialog, qtbot, "csv")
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith("# formula")


def test_the_preview_keeps_the_proportions(dialog):
    page = dialog.preview.page()
    assert page.width() / page.height() == pytest.approx(1.6)
    assert dialog.preview.caption().startswith("160 × 100 mm at ")


def test_without_curves_there_is_nothing_to_export(dialog):
    dialog.show_frame(empty())
    assert not dialog.export.isEnabled()
    dialog.preview.repaint()


def test_the_theme_of_the_window_is_not_that_of_the_paper(dialog):
    dialog.set_theme(DARK)
    image = dialog.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    corner = dialog.preview.page().topLeft().toPoint()
    assert image.pixelColor(corner.x() + 5, corner.y() + 5).name() == "#ffffff"


def test_the_preview_shows_title_and_legend_as_the_file_will(dialog, qtbot):
    def ink():
        """Dark dots in the upper part of the page."""
        image = dialog.preview.grab().toImage()
        page = dialog.preview.page()
        rows = range(round(page.top()) + 3, round(page.top() + page.height() / 10))
        columns = range(round(page.left()) + 3, round(page.right()) - 3)
        return sum(image.pixelColor(x, y).lightness() < 160 for y in rows for x in columns)

    qtbot.wait(300)
    assert ink() > 20
    for name in ("title", "legend"):
        dialog.options.switches[name].setChecked(False)
    qtbot.wait(300)
    dialog.options.switches["title"].setChecked(True)
    qtbot.wait(300)
    assert ink() > 20
