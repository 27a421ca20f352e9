"""Make the pictures of the README: drive the real window as a person would, and grab it.

Run from the project's folder: .venv/bin/python tests/pictures.py
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from gui.app import Launch, make_evaluator  # noqa: E402
from gui.engine import Engine  # noqa: E402
from gui.main_window import MainWindow  # noqa: E402
from gui.settings import Settings  # noqa: E402

FOLDER = ROOT / "resources" / "pictures"
SIZE = (1366, 768)
TEXT = "f(x) = a x^3 + sin(b x)"
OF_TWO = "f(x, y) = exp(-(x^2 + y^2)/a) sin(b x) cos y"


def main() -> None:
    """One picture for each theme, and one for each of two views of two variables."""
    application = QApplication(["nablascope"])
    FOLDER.mkdir(exist_ok=True)
    for theme in ("light", "dark"):
        window = opened(theme)
        type_formula(window, TEXT)
        set_sliders(window, "0.1", "1.5")
        window.stage.plot.fit_requested.emit()
        window.formulas.rows[0].editor.setFocus()
        rest(900)
        window.grab().save(str(FOLDER / f"window-{theme}.png"))
        window.close()
    for theme, view in (("light", "hessian"), ("dark", "surface")):
        window = opened(theme)
        type_formula(window, OF_TWO)
        set_sliders(window, "4", "1.4")
        window.actions_[f"view_{view}"].trigger()
        cards = window.inspector.plane_cards
        for coordinate, value in zip(cards.coordinates, ("0.2", "-0.6"), strict=True):
            type_number(coordinate.field, value)
        window.formulas.rows[0].editor.setFocus()
        rest(1500)
        window.grab().save(str(FOLDER / f"{view}-{theme}.png"))
        window.close()
    application.quit()


def opened(theme: str) -> MainWindow:
    """The window with the true engine, derivatives there."""
    settings = Settings(Path(tempfile.mkdtemp()) / "settings.ini")
    settings.asks_before_closing = False
    settings.theme = theme
    engine = Engine(make_evaluator)
    window = MainWindow(settings, engine)
    window.launch = Launch(window, engine)
    window.resize(*SIZE)
    window.start()
    wait(lambda: window.frame is not None and window.frame.differentiated)
    return window


def type_formula(window: MainWindow, text: str) -> None:
    """Replace the first formula, key by key."""
    editor = window.formulas.rows[0].editor
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, text, Qt.KeyboardModifier.NoModifier, 5)
    wait(lambda: len(window.frame.parameters) == len(window.sliders.rows) == 2)


def set_sliders(window: MainWindow, *values: str) -> None:
    """Set a and b as a person types them into their fields."""
    for name, value in zip("ab", values, strict=True):
        type_number(window.sliders.row(name).field, value)
    wait(lambda: [each.value for each in window.frame.parameters] == list(map(float, values)))


def type_number(field: QWidget, value: str) -> None:
    """Type into a field for a number."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, value)
    QTest.keyClick(field, Qt.Key.Key_Return)


def wait(condition, limit: int = 20_000) -> None:
    """Run the event loop until the condition holds."""
    clock = QElapsedTimer()
    clock.start()
    while not condition():
        if clock.elapsed() > limit:
            raise TimeoutError("the window did not come so far")
        rest(20)


def rest(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
