"""The card of products with the Jacobian: J v for a direction v, and w'J for weights w."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLabel, QWidget

from core.choices import covector_of, direction_of
from gui.panels.cards import Card
from gui.panels.headings import small
from gui.panels.numbers import number_text
from gui.panels.vector_field import VectorField
from gui.style import ui_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent

    from core.document import Document
    from core.map_frame import MapFrame
    from gui.panels.trust import Teller
    from gui.theme import Theme

DIGITS = 6
_LABEL = 40
_NUMBER_PX = 14
_MOST = 6  # components that are written out
NOTE = "v is a direction, w are weights of the components. Each product is one pass of autograd."


def vector_text(values: Sequence[float], digits: int = DIGITS) -> str:
    """Components between brackets; of many the first and the last."""
    words = [number_text(each, digits) for each in values]
    if len(words) > _MOST:
        words = [*words[: _MOST - 2], "…", words[-1]]
    return f"({', '.join(words)})"


class VectorLabel(QLabel):
    """Components to read; a click copies them in full."""

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("–", parent)
        self._values: tuple[float, ...] = ()
        self.setFont(ui_font(_NUMBER_PX))
        self.setWordWrap(True)

    def show_vector(self, values: Sequence[float], name: str, digits: int = DIGITS) -> None:
        self._values = tuple(values)
        text = vector_text(values, digits) if self._values else "–"
        if text != self.text():
            self.setText(text)
        self.setAccessibleName(f"{name}: {text}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._values:
            QApplication.clipboard().setText(f"[{', '.join(map(repr, self._values))}]")
            self.copied.emit(self.text())


class ProductCard(Card):
    """Shows both products; v and w can be typed."""

    direction_entered = Signal(object)
    weights_entered = Signal(object)
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Products with J", parent)
        self._sizes = (("x",), 1)
        self.direction = VectorField("Direction v", self)
        self.weights = VectorField("Weights w", self)
        self.pushed, self.pulled = VectorLabel(self), VectorLabel(self)
        self._note, self._refusal = small(QLabel(NOTE, self)), QLabel(self)
        self._refusal.setObjectName("error")
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        rows = (("v", self.direction), ("J v", self.pushed), ("w", self.weights),
                ("wᵀJ", self.pulled))  # fmt: skip
        for place, (text, widget) in enumerate(rows):
            label = QLabel(text, self)
            label.setObjectName("muted")
            label.setFixedWidth(_LABEL)
            grid.addWidget(label, place, 0)
            grid.addWidget(widget, place, 1)
            if isinstance(widget, VectorLabel):
                grid.setRowMinimumHeight(place, 26)
        self.column.addLayout(grid)
        below = QHBoxLayout()
        below.setContentsMargins(0, 4, 0, 0)
        below.addWidget(self._note)
        self.column.addLayout(below)
        self.column.addWidget(self._refusal)
        for label in (self._note, self._refusal):
            label.setWordWrap(True)
        self._refusal.hide()
        self._connect()

    def show_document(self, document: Document) -> None:
        """Show the chosen components at once; the products follow with the frame."""
        variables, count = self._sizes
        self.direction.show_vector(direction_of(document.several, variables))
        self.weights.show_vector(covector_of(document.several, count))

    def show_map(self, shown: MapFrame, document: Document) -> None:
        """Show the products at the point of a map."""
        self._sizes = (shown.variables, len(shown.components))
        self.show_document(document)
        products = shown.products
        self.setVisible(products is not None)
        if products is not None:
            self.pushed.show_vector(products.pushed.tolist(), "J v")
            self.pulled.show_vector(products.pulled.tolist(), "w transposed times J")

    def show_trusted(self, of: Teller, theme: Theme) -> None:
        """Say how far both products can be trusted."""
        variables, count = self._sizes
        names = [f"pushed {k}" for k in range(count)]
        names += [f"pulled {k}" for k in range(len(variables))]
        self.show_trust([of(name) for name in names], theme)

    def set_theme(self, theme: Theme) -> None:
        for each in (self.direction, self.weights):
            each.set_theme(theme)
        self._refusal.setStyleSheet(f"color: {theme.error};")

    def _connect(self) -> None:
        self.direction.vector_entered.connect(self.direction_entered)
        self.weights.vector_entered.connect(self.weights_entered)
        for field in (self.direction, self.weights):
            field.refused.connect(self._refuse)
        for label in (self.pushed, self.pulled):
            label.copied.connect(self.copied)

    def _refuse(self, why: str) -> None:
        self._refusal.setText(why)
        self._refusal.setVisible(bool(why))
