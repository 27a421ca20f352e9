"""The window for moving pictures: what it writes, and that it can be stopped."""

from __future__ import annotations

import pytest
from PIL import Image
from PySide6.QtCore import QProcess, Qt

from core.document import Document, Viewport, with_new_formula
from core.evaluate import Evaluator
from gui.export.sweep_dialog import SweepDialog


@pytest.fixture
def dialog(qtbot):
    frame = Evaluator().frame(
        with_new_formula(Document(), "a x^2"), Viewport(-2.0, 2.0, -4.0, 4.0, 300, 200)
    )
    made = SweepDialog()
    qtbot.addWidget(made)
    made.show_frame(frame, "light")
    yield made
    made.cancel()


def test_the_sliders_and_their_ranges_are_offered(dialog):
    assert [dialog.slider.itemText(k) for k in range(dialog.slider.count())] == ["a"]
    assert (dialog.low.text(), dialog.high.text()) == ("−5", "5")


def test_a_sweep_is_written_by_another_process(dialog, qtbot, tmp_path):
    path = tmp_path / "sweep.gif"
    dialog.count.setValue(3)
    dialog.width_field.setValue(200)
    dialog.height_field.setValue(150)
    with qtbot.waitSignal(dialog.exported, timeout=60_000):
        dialog.write(str(path))
    with Image.open(path) as film:
        assert film.n_frames == 3
        assert film.size == (200, 150)
    assert "Written to" in dialog.says.text()


def test_a_sweep_can_be_cancelled_and_leaves_nothing(dialog, qtbot, tmp_path):
    path = tmp_path / "sweep.gif"
    dialog.count.setValue(500)
    with qtbot.waitSignal(dialog.process.started):
        dialog.write(str(path))
    qtbot.mouseClick(dialog.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.process.state() == QProcess.ProcessState.NotRunning)
    assert not path.exists()
    assert dialog.says.text() == "Stopped. Nothing was written."
    assert dialog.start.isEnabled()


def test_a_range_that_cannot_be_read_is_said(dialog, tmp_path):
    dialog.low.setText("pi/")
    dialog.write(str(tmp_path / "sweep.gif"))
    assert dialog.process.state() == QProcess.ProcessState.NotRunning
    assert dialog.says.text()


def test_a_formula_without_a_slider_says_what_to_type(qtbot):
    made = SweepDialog()
    qtbot.addWidget(made)
    made.show_frame(Evaluator().frame(with_new_formula(Document(), "x^2"), Viewport()), "light")
    assert not made.start.isEnabled()
    assert "a x^2" in made.says.text()
