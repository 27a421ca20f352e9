"""The palette of symbols: what a keyboard has no key for, put in at the caret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from gui.panels.headings import heading
from gui.panels.popup import Popup
from gui.style import maths_font

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_COLUMNS = 7
_SIDE = 34


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a button shows and types; the caret stands `back` before the end of it."""

    face: str
    text: str
    name: str
    back: int = 0


SYMBOLS = (
    Symbol("π", "π", "pi"), Symbol("θ", "θ", "theta"), Symbol("α", "α", "alpha"),
    Symbol("β", "β", "beta"), Symbol("λ", "λ", "lambda"), Symbol("μ", "μ", "mu"),
    Symbol("σ", "σ", "sigma"),
    Symbol("√", "√()", "square root", 1), Symbol("x²", "²", "squared"),
    Symbol("x³", "³", "cubed"), Symbol("xⁿ", "^()", "to the power", 1),
    Symbol("x⁻¹", "⁻¹", "to the power −1"), Symbol("xₙ", "_", "subscript"),
    Symbol("|x|", "||", "absolute value", 1),
    Symbol("·", "·", "times"), Symbol("÷", "/", "divided by"), Symbol("°", "°", "degrees"),
    Symbol("!", "!", "factorial"), Symbol("≤", "≤", "at most"), Symbol("≥", "≥", "at least"),
    Symbol("≠", "≠", "not equal to"),
    Symbol("f′", "′", "derivative of a row"), Symbol("d/dx", "d/dx ()", "derivative", 1),
    Symbol("Σ", "sum(, k, 1, 5)", "sum", 10), Symbol("Π", "prod(, k, 1, 5)", "product", 10),
    Symbol("{ :", "{x < 0: , }", "cases", 3), Symbol("sin⁻¹", "asin()", "inverse sine", 1),
    Symbol("eˣ", "exp()", "exponential", 1),
)  # fmt: skip


class SymbolSheet(Popup):
    """A grid of buttons; arrows walk it. `picked` carries text and caret, then it closes."""

    picked = Signal(str, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Symbols", parent)
        self.column.addWidget(heading(QLabel("Symbols", self)))
        grid = QGridLayout()
        grid.setSpacing(2)
        self.buttons = tuple(self._make(symbol) for symbol in SYMBOLS)
        for place, button in enumerate(self.buttons):
            grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)
        self.column.addLayout(grid)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -_COLUMNS,
            Qt.Key.Key_Down: _COLUMNS,
        }  # fmt: skip
        key = Qt.Key(event.key())
        focus = next((n for n, each in enumerate(self.buttons) if each.hasFocus()), 0)
        if key in steps:
            place = (focus + steps[key]) % len(self.buttons)
            self.buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.buttons[focus].click()
        else:
            super().keyPressEvent(event)

    def _make(self, symbol: Symbol) -> QToolButton:
        button = QToolButton(self)
        button.setText(symbol.face)
        button.setFont(maths_font(15))
        button.setFixedSize(_SIDE + 6, _SIDE - 4)
        button.setToolTip(symbol.name)
        button.setAccessibleName(symbol.name)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(self._pick)
        return button

    def _pick(self) -> None:
        button = self.sender()
        symbol = SYMBOLS[self.buttons.index(button)]  # type: ignore[arg-type]
        self.close()
        self.picked.emit(symbol.text, symbol.back)
