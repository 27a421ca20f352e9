"""Help: the list of keys, made from the actions, and what the program is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from gui.actions import ACTIONS
from gui.panels.headings import heading
from gui.scroll import ScrollArea

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gui.main_window import MainWindow

_POINT_KEYS = (
    ("Left, Right", "Move the point by a pixel, with Shift by ten."),
    ("Wheel", "Zoom at the mouse."),
    ("Drag", "Move the point, or the picture beside it."),
    ("Double click", "Fit the height to the curves."),
)
_SLIDER_KEYS = (
    ("Left, Right", "Move the slider; Shift fine, Ctrl coarse."),
    ("Page up, Page down", "Move it by ten steps."),
)
_EDITOR_KEYS = (
    ("Tab", "Take what the list under the word offers."),
    ("Up, Down", "Choose in the list; without one, go to the next formula."),
)
_HIGHEST = 640  # fits a screen of 768 with its bars
ABOUT = (
    "Nablascope is a scope for derivatives: type a function, and f, f′ and f″ move with its "
    "sliders and its point. PyTorch autograd differentiates it, in double precision."
)


def keyboard_dialog(parent: QWidget) -> QDialog:
    """A window with all keys."""
    dialog = _dialog("Keyboard", parent)
    page = QWidget()
    page.setObjectName("panel")
    grid = QGridLayout(page)
    grid.setContentsMargins(16, 16, 16, 16)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(4)
    actions = [(_keys(each.shortcut), each.tip) for each in ACTIONS if each.shortcut]
    half = (len(actions) + 1) // 2
    _fill(grid, 0, (("Window", actions[:half]),))
    _fill(grid, 2, (("Window, continued", actions[half:]), ("Plot", _POINT_KEYS),
                    ("Slider", _SLIDER_KEYS), ("Formula", _EDITOR_KEYS)))  # fmt: skip
    grid.setRowStretch(grid.rowCount(), 1)
    scroll = ScrollArea(dialog)
    scroll.setAccessibleName("Keys")
    scroll.setWidgetResizable(True)
    scroll.setWidget(page)
    whole = QVBoxLayout(dialog)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(scroll)
    wanted = page.sizeHint()
    dialog.resize(wanted.width() + 14, min(wanted.height() + 4, _HIGHEST))
    return dialog


def about_dialog(parent: QWidget) -> QDialog:
    """A window that says what this is, and with which versions."""
    from PySide6 import __version__ as qt

    dialog = _dialog("About Nablascope", parent)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(16, 16, 16, 16)
    column.setSpacing(12)
    for text in (ABOUT, f"Version 0.1.0 with Qt for Python {qt}. MIT licence."):
        label = QLabel(text, dialog)
        label.setWordWrap(True)
        column.addWidget(label)
    dialog.setFixedWidth(420)
    return dialog


def _fill(
    grid: QGridLayout, column: int, groups: Iterable[tuple[str, Iterable[tuple[str, str]]]]
) -> None:
    row = 0
    for title, lines in groups:
        name = heading(QLabel(title))
        name.setContentsMargins(0, 8 if row else 0, 0, 0)
        grid.addWidget(name, row, column, 1, 2)
        for row, (keys, tip) in enumerate(lines, row + 1):  # noqa: B020 - rows go on counting
            name = QLabel(keys)
            name.setObjectName("muted")
            grid.addWidget(name, row, column, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(QLabel(tip), row, column + 1, Qt.AlignmentFlag.AlignTop)
        row += 1


def _keys(shortcut: str) -> str:
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


def _dialog(title: str, parent: QWidget) -> QDialog:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


class Shelf(QObject):
    """The windows that explain: the guide, which is made once, the keys, and what this is."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.guide: Any = None

    def show_guide(self) -> None:
        """Open the guide of the language, or bring it to the front."""
        if self.guide is None:
            from gui.guide import Guide

            self.guide = Guide(self._window)
            self.guide.chosen.connect(self._try_example)
        self.guide.show()
        self.guide.raise_()

    def show_keyboard(self) -> None:
        keyboard_dialog(self._window).show()

    def show_about(self) -> None:
        about_dialog(self._window).show()

    def _try_example(self, text: str) -> None:
        """An example of the guide becomes a row of its own."""
        self._window.intents.finish()
        self._window.intents.add_formula(text)
        self._window.intents.finish()
