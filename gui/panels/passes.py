"""Two passes of autograd: the switches, and the lines of PyTorch that were run with what came."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from core.autograd.switch_words import (
    AGAIN,
    NOT,
    PLAINLY,
    THROUGH_GRADIENT,
    UNDER_NO_GRAD,
    USUAL,
    Script,
    Switches,
)
from gui.panels.headings import small
from gui.scroll import ScrollArea
from gui.style import SMALL_PX, mono_font, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.autograd.switch_words import Line

WIDTH = 232
_CHECKS = (
    ("create_graph", "create_graph", "The first pass makes a graph of the gradient itself."),
    ("retain_graph", "retain_graph", "The first pass keeps the graph for another one."),
    ("clear", "Clear .grad between passes", "Set .grad to None before the second pass."),
    ("single", "float32", "Compute with 24 bits instead of 53."),
)
_SECOND = (
    (THROUGH_GRADIENT, "Second pass: through x.grad"), (AGAIN, "Second pass: through f again"),
    ("", "No second pass"),
)  # fmt: skip
_IN_PLACE = (
    (NOT, "x stays as it is"), (PLAINLY, "x += 0.1 in place"),
    (UNDER_NO_GRAD, "x += 0.1 under no_grad"),
)  # fmt: skip


class LineRow(QWidget):
    """A line of code, what stood in .grad after it, and what torch raised."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._bad = False
        self.code, self.result, self.error, self.note = (QLabel(self) for _ in range(4))
        self.code.setFont(mono_font())
        self.result.setFont(ui_font(SMALL_PX))
        self.error.setFont(ui_font(SMALL_PX))
        small(self.note)
        for label in (self.code, self.result, self.error):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code.setMinimumWidth(40)
        for label in (self.error, self.note):
            label.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.code, 1)
        head.addWidget(self.result)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 1, 12, 1)
        column.setSpacing(1)
        column.addLayout(head)
        column.addWidget(self.error)
        column.addWidget(self.note)

    def show_line(self, line: Line, theme: Theme, *, faded: bool = False) -> None:
        self._theme, self._bad = theme, bool(line.error)
        texts = (self.code, line.code), (self.result, line.result), (self.error, line.error)
        for label, text in (*texts, (self.note, line.note)):
            label.setText(text)
            label.setVisible(bool(text))
        ink = theme.faint if faded else theme.text
        comment = line.code.startswith("#")
        _ink(self.code, theme.muted if comment and not faded else ink)
        _ink(self.result, ink)
        _ink(self.error, theme.faint if faded else theme.error)
        self.code.setToolTip(line.code)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._bad:
            QPainter(self).fillRect(self.rect(), QColor(self._theme.error_soft))


class PassesPanel(QWidget):
    """The switches at the left, the lines at the right; `switched` carries what is switched."""

    switched = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._switches = USUAL
        self._script = Script(())
        self._faded = False
        self.checks: dict[str, QCheckBox] = {}
        side = QWidget()
        side.setObjectName("panel")
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(4)
        for name, text, tip in _CHECKS:
            box = QCheckBox(text, side)
            box.setObjectName(name)
            box.setToolTip(f"{text}\n{tip}")
            box.clicked.connect(self._checked)
            column.addWidget(box)
            self.checks[name] = box
        self.second = _choices(_SECOND, "Second pass", side)
        self.in_place = _choices(_IN_PLACE, "Update in place", side)
        for box in (self.second, self.in_place):
            box.activated.connect(self._picked)
            column.addWidget(box)
        column.addStretch(1)
        self._lines = QWidget()
        self._lines.setBackgroundRole(QPalette.ColorRole.Base)
        self._lines.setAutoFillBackground(True)
        self._column = QVBoxLayout(self._lines)
        self._column.setContentsMargins(0, 6, 0, 6)
        self._column.setSpacing(1)
        self._column.addStretch(1)
        self.rows: list[LineRow] = []
        left, right = ScrollArea(self), ScrollArea(self)
        for area, widget in ((left, side), (right, self._lines)):
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setFrameShape(ScrollArea.Shape.NoFrame)
            area.setWidget(widget)
        left.setFixedWidth(WIDTH)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(left)
        whole.addWidget(right, 1)
        self.show_switches(USUAL)

    @property
    def script(self) -> Script:
        return self._script

    def show_switches(self, switches: Switches) -> None:
        """Show what is switched; never fires."""
        self._switches = switches
        for name, box in self.checks.items():
            box.setChecked(getattr(switches, name))
        self.second.setCurrentIndex(self.second.findData(switches.second))
        self.in_place.setCurrentIndex(self.in_place.findData(switches.in_place))

    def show_script(self, script: Script) -> None:
        """Show the lines that were run."""
        self._script, self._faded = script, False
        while len(self.rows) < len(script.lines):
            row = LineRow(self._lines)
            self._column.insertWidget(self._column.count() - 1, row)
            self.rows.append(row)
        self._dress()

    def fade(self) -> None:
        self._faded = True
        self._dress()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._dress()

    def _dress(self) -> None:
        lines = self._script.lines
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(lines))
            if place < len(lines):
                row.show_line(lines[place], self._theme, faded=self._faded)

    def _checked(self, on: bool) -> None:
        self._switch(**{self.sender().objectName(): on})

    def _picked(self) -> None:
        self._switch(second=self.second.currentData(), in_place=self.in_place.currentData())

    def _switch(self, **changed: object) -> None:
        self._switches = replace(self._switches, **changed)  # type: ignore[arg-type]
        self.switched.emit(self._switches)


def _choices(entries: tuple[tuple[str, str], ...], name: str, parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    box.setAccessibleName(name)
    for data, text in entries:
        box.addItem(text, data)
    return box


def _ink(label: QLabel, color: str) -> None:
    colors = label.palette()
    colors.setColor(label.foregroundRole(), QColor(color))
    label.setPalette(colors)
