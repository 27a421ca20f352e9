"""Cost and precision: errors against the step beside time and memory as the formula grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QStackedWidget, QWidget

from core.autograd.cost_words import INPUTS, OWN
from gui.panels.bands import AgainButton
from gui.panels.chart_words import value_text
from gui.panels.cost_bars import CostBars
from gui.panels.cost_words import TOPIC_NAMES, cost_chart, cost_sentences
from gui.panels.half import Half, Switch
from gui.panels.precision import PrecisionHalf
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from core.autograd.cost_words import CostReport, CostWish
    from core.autograd.precision_words import PrecisionReport, PrecisionWish

LOADING = "Loading PyTorch…"
MEASURING = "Running every way at sizes from 2 to 1000…"
_WIDE = 900  # px from which every button has its text
_TOPIC_ROLE = int(Qt.ItemDataRole.UserRole)


class CostHalf(Half):
    """What grows, time or memory, and the curves of the ways; `topic_chosen` carries a topic."""

    topic_chosen = Signal(str)
    run_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Cost as the formula grows", parent)
        self._report: CostReport | None = None
        self._memory = False
        self.topics = QComboBox(self)
        self.topics.setAccessibleName("What grows")
        self.topics.setToolTip("What grows: inputs n, outputs m, the Hessian, chunks, or nothing")
        for topic, name in TOPIC_NAMES.items():
            self.topics.addItem(name, topic)
        self.topics.setFixedHeight(26)
        self.topics.activated.connect(self._topic_chosen)
        self.switch = Switch("Cost", ("Time", "Memory"), self)
        self.switch.show_chosen(0)
        self.switch.chosen.connect(self._kind_chosen)
        self.again = AgainButton("Measure these curves once more.", self)
        self.again.clicked.connect(self.run_wanted)
        self.bars = CostBars(self)
        self.bars.setAccessibleName("Cost of your formula")
        self._pages = QStackedWidget(self)
        self._middle.removeWidget(self.chart)
        self._pages.addWidget(self.chart)
        self._pages.addWidget(self.bars)
        self._middle.addWidget(self._pages, 1)
        self._head.addWidget(self.topics)
        self._head.addWidget(self.switch)
        self._head.addStretch(1)
        self._head.addWidget(self.again)
        self._head.addWidget(self.copy_button)

    @property
    def topic(self) -> str:
        """What is chosen to grow."""
        return str(self.topics.currentData(_TOPIC_ROLE))

    def show_topic(self, topic: str) -> None:
        """Show which topic is chosen; never fires."""
        self.topics.setCurrentIndex(self.topics.findData(topic))

    def show_report(self, wish: CostWish, report: CostReport | str) -> None:
        """Show what came of a wish: a report, or the sentence why there is none."""
        if isinstance(report, str):
            self.show_idle(report)
            return
        self._report = report
        self.again.setEnabled(True)
        self._show()

    def show_idle(self, sentence: str) -> None:
        super().show_idle(sentence)
        self._report = None
        self.again.setEnabled(False)
        self._pages.setCurrentWidget(self.chart)

    def fade(self) -> None:
        super().fade()
        self.bars.fade()
        if self._report is None:
            self.chart.show_sentence(MEASURING)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.bars.set_theme(theme)
        self.again.set_theme(theme)

    def show_narrow(self, narrow: bool) -> None:
        """Give way to the other half: the button shows its icon alone."""
        style = Qt.ToolButtonStyle
        self.again.setToolButtonStyle(
            style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon
        )

    def _topic_chosen(self) -> None:
        self.topic_chosen.emit(self.topic)

    def _kind_chosen(self, place: int) -> None:
        self._memory = bool(place)
        self._show()

    def _show(self) -> None:
        report = self._report
        if report is None:
            return
        chart = cost_chart(report, self._memory)
        self.copy_button.setEnabled(chart is not None)
        if chart is None:
            self.chart.show_sentence("Nothing could be measured here.")
            self.foot.say(())
            return
        self.chart.show_chart(chart)
        if report.topic == OWN:
            values = [(line.name, line.ys[0] or 0.0) for line in chart.lines]
            self.bars.show_rows(
                chart, [(name, each, value_text(each, chart.y_unit)) for name, each in values]
            )
        self._pages.setCurrentWidget(self.bars if report.topic == OWN else self.chart)
        self.foot.say(cost_sentences(report, self._memory))


class CostPanel(QWidget):
    """Both halves side by side."""

    topic_chosen = Signal(str)
    run_wanted = Signal()
    told = Signal(str)
    summarised = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.precision, self.cost = PrecisionHalf(self), CostHalf(self)
        self._line = QFrame(self)
        self._line.setFixedWidth(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.precision, 1)
        row.addWidget(self._line)
        row.addWidget(self.cost, 1)
        self.cost.topic_chosen.connect(self.topic_chosen)
        self.cost.run_wanted.connect(self.run_wanted)
        for half in (self.precision, self.cost):
            half.told.connect(self.told)
        self.cost.show_topic(INPUTS)
        self.show_idle(LOADING)
        self.set_theme(LIGHT)
        self.cost.show_narrow(True)

    def show_precision(self, wish: PrecisionWish, report: PrecisionReport | str) -> None:
        self.precision.show_report(wish, report)
        self.summarised.emit(self.precision.summary)

    def show_cost(self, wish: CostWish, report: CostReport | str) -> None:
        self.cost.show_report(wish, report)

    def show_idle(self, sentence: str) -> None:
        """Nothing is measured: say why."""
        self.precision.show_idle(sentence)
        self.cost.show_idle(sentence)
        self.summarised.emit("")

    def fade_precision(self) -> None:
        """The errors belong to another point."""
        self.precision.fade()
        self.summarised.emit("")

    def fade_cost(self) -> None:
        """The curves belong to another formula, or are being measured anew."""
        self.cost.fade()

    def set_theme(self, theme: Theme) -> None:
        self._line.setStyleSheet(f"background: {theme.border};")
        self.precision.set_theme(theme)
        self.cost.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.cost.show_narrow(self.width() < _WIDE)

    def focus(self) -> None:
        self.precision.chart.setFocus(Qt.FocusReason.ShortcutFocusReason)
