"""The card of a field of arrows: arrows or streamlines, how dense, how long, on which scale."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.choices import (
    ARROW_STYLES,
    LONGEST,
    NARROWEST,
    SHORTEST,
    USUAL_ARROWING,
    WIDEST,
    Arrowing,
)
from gui.panels.cards import Card
from gui.panels.number_field import NumberField
from gui.panels.plane_tools import WordPill
from gui.panels.readout import LABEL_WIDTH

if TYPE_CHECKING:
    from gui.theme import Theme

_FIELD = 82
STYLE_NAMES = {"arrows": "Arrows", "streamlines": "Streamlines"}
_STYLE_TIPS = {
    "arrows": "An arrow in each cell; longer where the field is stronger.",
    "streamlines": "Lines that follow the arrows, evenly spread.",
}
_LOG = "Lengths follow the logarithm: weak places have readable arrows too."


class ArrowCard(QWidget):
    """Shows how the arrows are drawn; `arrowing_chosen` carries another way."""

    arrowing_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrowing = USUAL_ARROWING
        self.styles = {
            style: WordPill(STYLE_NAMES[style], style, _STYLE_TIPS[style], self)
            for style in ARROW_STYLES
        }
        self.log = WordPill("Log scale", "log", _LOG, self)
        self.spacing = NumberField("Pixels between arrows", parent=self)
        self.length = NumberField("Length of arrows", parent=self)
        card = Card("Arrows", self)
        row = QHBoxLayout()
        row.setSpacing(5)
        for pill in (*self.styles.values(), self.log):
            row.addWidget(pill)
        row.addStretch(1)
        grid = QGridLayout()
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setSpacing(2)
        grid.setColumnStretch(2, 1)
        for place, (title, field, unit) in enumerate(
            (("Spacing", self.spacing, "px"), ("Length", self.length, "×"))
        ):
            for column, text in ((0, title), (2, unit)):
                label = QLabel(text, self)
                label.setObjectName("muted")
                grid.addWidget(label, place, column)
            field.setFixedWidth(_FIELD)
            grid.addWidget(field, place, 1, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        card.column.addLayout(row)
        card.column.addLayout(grid)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)
        self._connect()

    def show_arrowing(self, arrowing: Arrowing) -> None:
        """Show what is chosen; never fires."""
        self._arrowing = arrowing
        for style, pill in self.styles.items():
            pill.setChecked(style == arrowing.style)
        self.log.setChecked(arrowing.log)
        self.log.setEnabled(arrowing.style == "arrows")
        self.spacing.set_value(arrowing.spacing, 2.0)
        self.length.set_value(arrowing.length, 0.25)

    def set_theme(self, theme: Theme) -> None:
        for each in (*self.styles.values(), self.log, self.spacing, self.length):
            each.set_theme(theme)

    def _connect(self) -> None:
        for pill in self.styles.values():
            pill.clicked.connect(self._style_clicked)
        self.log.clicked.connect(self._log_clicked)
        self.spacing.value_entered.connect(self._spaced)
        self.length.value_entered.connect(self._lengthened)

    def _style_clicked(self) -> None:
        pill = self.sender()
        if isinstance(pill, WordPill):
            self._offer(replace(self._arrowing, style=pill.objectName()))

    def _log_clicked(self, on: bool) -> None:
        self._offer(replace(self._arrowing, log=on))

    def _spaced(self, pixels: float) -> None:
        self._offer(replace(self._arrowing, spacing=min(max(pixels, NARROWEST), WIDEST)))

    def _lengthened(self, times: float) -> None:
        self._offer(replace(self._arrowing, length=min(max(times, SHORTEST), LONGEST)))

    def _offer(self, arrowing: Arrowing) -> None:
        """Show it at once: a click on the style that is on leaves it on."""
        changed = arrowing != self._arrowing
        self.show_arrowing(arrowing)
        if changed:
            self.arrowing_chosen.emit(arrowing)
