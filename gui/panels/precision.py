"""Error against step: differences beside autograd at the point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QWidget

from gui.panels.cost_words import (
    along_words,
    precision_chart,
    precision_sentences,
    precision_summary,
)
from gui.panels.half import Half, Switch
from gui.panels.headings import small
from gui.panels.numbers import number_text

if TYPE_CHECKING:
    from core.autograd.precision_words import PrecisionReport, PrecisionWish
    from core.autograd.words import Subject


class PrecisionHalf(Half):
    """f′ or f″, the point, and the errors of each way to it at each step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Error against step", parent)
        self._report: PrecisionReport | None = None
        self.switch = Switch("Derivative", ("f′", "f″"), self)
        self.switch.show_chosen(0)
        self.switch.chosen.connect(self._chosen)
        self.place = small(QLabel(self))
        self._second = False
        self._head.addWidget(self.switch)
        self._head.addWidget(self.place, 1)
        self._head.addWidget(self.copy_button)

    def show_report(self, wish: PrecisionWish, report: PrecisionReport | str) -> None:
        """Show what came of a wish: a report, or the sentence why there is none."""
        if isinstance(report, str):
            self.show_idle(report)
            return
        self._report = report
        at, along = place_words(wish.subject), along_words(report)
        self.place.setText(f"at {at}{', ' if along else ''}{along}")
        self.place.setToolTip(self.place.text())
        self._show()

    def show_idle(self, sentence: str) -> None:
        super().show_idle(sentence)
        self._report = None
        self.place.setText("")

    @property
    def summary(self) -> str:
        """One line for a folded drawer."""
        return "" if self._report is None else precision_summary(self._report)

    def _chosen(self, place: int) -> None:
        self._second = bool(place)
        self._show()

    def _show(self) -> None:
        if self._report is None:
            return
        chart = precision_chart(self._report, self._second)
        sentences = precision_sentences(self._report, self._second)
        if chart is None:
            self.chart.show_sentence(sentences[0])
            sentences = []
        else:
            self.chart.show_chart(chart)
        self.copy_button.setEnabled(chart is not None)
        self.foot.say(sentences)


def place_words(subject: Subject) -> str:
    """The point in words: x = 1, or (1, 2)."""
    numbers = [number_text(each, 4) for each in subject.at[:4]]
    if len(subject.at) == 1:
        return f"{subject.names[0]} = {numbers[0]}"
    return f"({', '.join(numbers)}{', …' if len(subject.at) > 4 else ''})"
