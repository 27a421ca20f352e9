"""The tab of code and the copies of scripts and tables: what is asked for, and what is shown."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.code.derivation import table_of
from core.code.words import CodeWish, DerivationWish, Script, Table
from core.document import with_formula, with_point
from gui import outlines
from gui.panels.code import CodePanel
from gui.subject import UNREADABLE
from gui.theme import DARK, LIGHT
from tests.core.code.test_derivation import SUBJECTS

TEXT = (
    '"""x² at 1"""\nimport torch\n\n\ndef f(x):\n    return x**2  # a square\n\n'
    "assert torch.allclose(\n    bend,\n    torch.tensor(2.0),\n), bend\n"
)


class FakeLab:
    """Answers when it is let."""

    def __init__(self):
        self.asked = []
        self.gate = threading.Event()
        self.gate.set()

    def answer(self, wish, stop=None):
        self.asked.append(wish)
        self.gate.wait(5)
        if isinstance(wish, DerivationWish):
            return Table(wish.form, "| f |")
        return Script(wish.language, f"# {wish.language}\n{TEXT}", ran=True)

    def close(self):
        pass


@pytest.fixture
def lab(window):
    made = FakeLab()
    window.bench.asking.make = lambda: made
    window.bench.code.follower.resting.rest.setInterval(0)
    yield made
    made.gate.set()
    window.bench.end()


@pytest.fixture
def panel(window):
    return window.bench.code.panel


def opened(qtbot, window, panel):
    window.actions_["code"].trigger()
    qtbot.waitUntil(lambda: "import torch" in panel.editor.toPlainText())


def change(window, document):
    window.store.change(document, "Edit")
    window.pace.ask()


def test_nothing_is_asked_while_the_tab_is_folded(window, lab):
    assert lab.asked == []


def test_the_open_tab_shows_the_script_and_its_last_assert(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    (wish,) = lab.asked
    assert isinstance(wish, CodeWish)
    assert wish.language == "torch"
    assert wish.window == (window.frame.viewport.x_min, window.frame.viewport.x_max)
    assert panel.claim.text() == "assert torch.allclose(bend, torch.tensor(2.0)), bend"


def test_it_follows_the_point_and_fades_meanwhile(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    lab.gate.clear()
    change(window, with_point(window.store.document, "x", 2.0))
    qtbot.waitUntil(lambda: len(lab.asked) == 2)
    assert not panel.editor.isEnabled()
    assert not panel.copy.isEnabled()
    lab.gate.set()
    qtbot.waitUntil(panel.copy.isEnabled)
    assert lab.asked[1].subject.at == (2.0,)


def test_another_language_is_another_script(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    qtbot.mouseClick(panel.languages[3], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.editor.toPlainText().startswith("# jax"))
    assert window.bench.code.follower.language == "jax"


def test_the_script_is_copied_and_saved(qtbot, window, lab, panel, tmp_path):
    opened(qtbot, window, panel)
    qtbot.mouseClick(panel.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == panel.editor.toPlainText()
    panel.write(tmp_path / "f.py")
    assert (tmp_path / "f.py").read_text(encoding="utf-8") == panel.editor.toPlainText()
    panel.write(tmp_path / "nowhere" / "f.py")
    assert "f.py cannot be written" in panel.says.text()


def test_copy_as_works_while_the_drawer_is_folded(qtbot, window, lab):
    QApplication.clipboard().clear()
    window.actions_["copy_numpy"].trigger()
    qtbot.waitUntil(lambda: QApplication.clipboard().text().startswith("# numpy"))
    assert "The NumPy script is on the clipboard" in window.status._hint.text()


def test_a_copy_is_asked_for_again_when_something_newer_came_between(qtbot, window, lab):
    QApplication.clipboard().clear()
    lab.gate.clear()
    window.actions_["copy_torch"].trigger()
    qtbot.waitUntil(lambda: len(lab.asked) == 1)
    window.actions_["code"].trigger()
    window.bench.code.follower.set_language("jax")
    lab.gate.set()
    qtbot.waitUntil(lambda: QApplication.clipboard().text().startswith("# torch"))


@pytest.mark.parametrize("form", ["latex", "markdown"])
def test_the_derivation_is_copied(qtbot, window, lab, form):
    QApplication.clipboard().clear()
    window.actions_[f"derivation_{form}"].trigger()
    qtbot.waitUntil(lambda: QApplication.clipboard().text() == "| f |")
    assert lab.asked[0].form == form


def test_the_card_of_formulas_copies_it_too(qtbot, window, lab):
    window.inspector.derivatives_card.table_button.click()
    qtbot.waitUntil(lambda: len(lab.asked) == 1)
    assert lab.asked[0].form == "latex"


def test_what_cannot_be_read_has_no_script(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    change(window, with_formula(window.store.document, 1, text="x +"))
    qtbot.waitUntil(lambda: panel.says.text() == UNREADABLE)
    assert panel.editor.toPlainText() == ""
    assert not panel.save.isEnabled()


def test_the_sentence_stands_where_a_language_has_no_counterpart(qtbot):
    panel = CodePanel()
    qtbot.addWidget(panel)
    panel.show_script(Script("torch", "", "PyTorch has no Bessel function J."), "f")
    assert panel.says.text() == "PyTorch has no Bessel function J."


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_comments_keywords_and_strings_have_the_colours_of_the_theme(qtbot, theme):
    panel = CodePanel()
    qtbot.addWidget(panel)
    panel.set_theme(theme)
    panel.show_script(Script("torch", TEXT), "f")
    found = {}
    block = panel.editor.document().firstBlock()
    while block.isValid():
        for each in block.layout().formats():
            word = block.text()[each.start : each.start + each.length]
            found[word] = each.format.foreground().color().name().upper()
        block = block.next()
    assert found['"""x² at 1"""'] == theme.ok
    assert found["def"] == theme.accent
    assert found["# a square"] == theme.muted


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_renderer_of_the_formulas_sets_the_table_in_latex(qtbot, name):
    made = outlines._typeset(table_of(SUBJECTS[name], "latex").text, 16)
    assert made.width > 100
