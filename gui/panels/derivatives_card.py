"""The card of the formulas of f′ and f″, as SymPy writes them; absent where it says nothing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from gui.icons import icon
from gui.maths import MathsLabel
from gui.panels.cards import Card, icon_button
from gui.theme import LIGHT, Theme

_SIZE = 16
LONGEST = 600  # characters of LaTeX; what is longer is no formula to read
_ROWS = 2


class DerivativesCard(Card):
    """Shows the formulas, one below the other; a button copies them as LaTeX, another asks for
    the whole table of the derivation.
    """

    copied = Signal(str)
    table_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        tip = "Copy the formulas\nAs LaTeX, one in each line."
        self.copy_button = icon_button("Copy the formulas", tip)
        tip = "Copy the derivation\nFormulas, values and digits as a table in LaTeX."
        self.table_button = icon_button("Copy the derivation", tip)
        super().__init__("Formulas", parent, [self.table_button, self.copy_button])
        self._latex: tuple[str, ...] = ()
        self._theme, self._outdated = LIGHT, False
        self.labels = tuple(MathsLabel(self, _SIZE) for _ in range(_ROWS))
        self.column.setSpacing(6)
        for label in self.labels:
            self.column.addWidget(label)
        self.copy_button.clicked.connect(self._copy)
        self.table_button.clicked.connect(self.table_wanted)
        self.set_theme(LIGHT)
        self.hide()

    def show_formulas(self, latex: tuple[str, ...]) -> None:
        """Show formulas, or hide for none."""
        self._set_outdated(False)
        self._latex = tuple(each for each in latex if len(each) <= LONGEST)
        for place, label in enumerate(self.labels):
            text = self._latex[place] if place < len(self._latex) else ""
            label.set_latex(text)
            label.setVisible(bool(text))
        self.setVisible(bool(self._latex))

    def fade(self) -> None:
        """The text became another one: these formulas stay, faint, until theirs come."""
        self._set_outdated(True)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.copy_button.setIcon(icon("copy", theme.muted))
        self.table_button.setIcon(icon("grid", theme.muted))
        for label in self.labels:
            label.set_theme(theme)
        self._set_outdated(self._outdated)

    def _set_outdated(self, outdated: bool) -> None:
        self._outdated = outdated
        self.copy_button.setEnabled(not outdated)
        self.table_button.setEnabled(not outdated)
        for label in self.labels:
            label.set_color(self._theme.faint if outdated else None)

    def _copy(self) -> None:
        QApplication.clipboard().setText("\n".join(self._latex))
        self.copied.emit("LaTeX of the formulas")
