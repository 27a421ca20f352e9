"""The sliders: a row for every free symbol of the formulas."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.document import Document, Parameter
from core.language.typeset import name_latex
from gui.icons import icon
from gui.maths import MathsLabel
from gui.panels.headings import heading
from gui.panels.number_field import NumberField
from gui.panels.track import Track
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.frame import Frame

ROW_HEIGHT = 64
_HEAD = 32
_FIELD = 82
_NAME_PX = 16
_LIMIT = 44


class SliderRow(QWidget):
    """One slider: name, value, menu; below them minimum, track and maximum."""

    value_dragged = Signal(str, float)
    value_typed = Signal(str, float)
    range_changed = Signal(object)
    released = Signal()
    reset_wanted = Signal(str)

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._theme = theme
        self._slider = Parameter(name)
        self._title = MathsLabel(self, _NAME_PX)
        self.field = NumberField(f"Value of {name}", parent=self)
        self.menu = QToolButton(self)
        self.low = NumberField(f"Minimum of {name}", quiet=True, parent=self)
        self.track = Track(f"Slider of {name}", self)
        self.high = NumberField(f"Maximum of {name}", quiet=True, parent=self)
        self._lay_out()
        self._connect()
        self._title.set_latex(name_latex(name))
        self.set_theme(theme)

    def show_slider(self, slider: Parameter) -> None:
        """Show value and range; never fires."""
        self._slider = slider
        self.track.show_slider(slider)
        self.field.set_value(slider.value, self.track.step)
        self.low.set_value(slider.minimum, 1.0)
        self.high.set_value(slider.maximum, 1.0)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._title.set_theme(theme)
        for field in (self.field, self.low, self.high):
            field.set_theme(theme)
        self.menu.setIcon(icon("menu", theme.muted))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = QRectF(0, self.height() - 1, self.width(), 1)
        painter.fillRect(line, QColor(self._theme.border))

    def _lay_out(self) -> None:
        self.setFixedHeight(ROW_HEIGHT)
        self.field.setFixedWidth(_FIELD)
        for limit in (self.low, self.high):
            limit.setFixedWidth(_LIMIT)
            limit.setFixedHeight(22)
        self.high.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._title.setMinimumWidth(22)
        self.menu.setFixedSize(24, 24)
        self.menu.setIconSize(QSize(18, 18))
        self.menu.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu.setToolTip(f"More for {self.name}")
        self.menu.setAccessibleName(f"More for {self.name}")
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.field)
        head.addStretch(1)
        head.addWidget(self.menu)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self.low)
        foot.addWidget(self.track, 1)
        foot.addWidget(self.high)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 6, 8, 6)
        whole.setSpacing(2)
        whole.addLayout(head)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self.track.value_dragged.connect(self._dragged)
        self.track.released.connect(self.released)
        self.field.value_entered.connect(self._typed)
        self.field.entry_finished.connect(self.released)
        self.low.value_entered.connect(self._limit_changed)
        self.high.value_entered.connect(self._limit_changed)
        self.menu.clicked.connect(self._show_menu)

    def _dragged(self, value: float) -> None:
        self.value_dragged.emit(self.name, value)

    def _typed(self, value: float) -> None:
        self.value_typed.emit(self.name, value)

    def _limit_changed(self) -> None:
        """Limits in the wrong order change places; the value stays inside."""
        low, high = sorted((self.low.value, self.high.value))
        if low == high:
            self.low.set_value(self._slider.minimum)
            self.high.set_value(self._slider.maximum)
            return
        self.range_changed.emit(replace(self._slider, minimum=low, maximum=high))

    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("reset", self._theme.text), f"Reset {self.name}", self._want_reset)
        menu.popup(self.menu.mapToGlobal(self.menu.rect().bottomLeft()))

    def _want_reset(self) -> None:
        self.reset_wanted.emit(self.name)


class SliderPanel(QWidget):
    """The sliders of a document, pinned under the formulas; hidden while there are none."""

    value_dragged = Signal(str, float)
    value_typed = Signal(str, float)
    range_changed = Signal(object)
    released = Signal()
    reset_wanted = Signal(str)
    all_reset_wanted = Signal()

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._document = Document()
        self._rows: dict[str, SliderRow] = {}
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.reset_button = QToolButton(self)
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._lay_out()
        self.set_theme(theme)
        self.hide()

    @property
    def rows(self) -> tuple[SliderRow, ...]:
        return tuple(self._rows.values())

    def row(self, name: str) -> SliderRow:
        """The row of a symbol; KeyError when it has none."""
        return self._rows[name]

    def show_document(self, document: Document) -> None:
        """Show the chosen values; never fires an intent."""
        self._document = document
        for name, row in self._rows.items():
            row.show_slider(document.parameter(name))

    def paint_frame(self, frame: Frame) -> None:
        """Have a row for each slider of a frame; rows that stay keep their place and focus."""
        names = [slider.name for slider in frame.parameters]
        if names == list(self._rows):
            return
        for name in [name for name in self._rows if name not in names]:
            row = self._rows.pop(name)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        old = self._rows
        self._rows = {name: old.get(name) or self._new_row(name) for name in names}
        for place, row in enumerate(self._rows.values()):
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
        self._list.setFixedHeight(ROW_HEIGHT * len(names))
        self.setVisible(bool(names))
        self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.reset_button.setIcon(icon("reset", theme.muted))
        for row in self._rows.values():
            row.set_theme(theme)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, _HEAD + ROW_HEIGHT * len(self._rows) + 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, _HEAD + ROW_HEIGHT * min(1, len(self._rows)) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        painter.fillRect(QRectF(0, 0, self.width(), 1), QColor(self._theme.border))

    def _lay_out(self) -> None:
        self.reset_button.setFixedSize(24, 24)
        self.reset_button.setIconSize(QSize(16, 16))
        self.reset_button.setToolTip("Reset all sliders")
        self.reset_button.setAccessibleName("Reset all sliders")
        self.reset_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.reset_button.clicked.connect(self.all_reset_wanted)
        title = heading(QLabel("Sliders", self))
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 8, 0)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.reset_button)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._list.setObjectName("panel")
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 5, 0, 0)
        whole.setSpacing(2)
        whole.addLayout(head)
        whole.addWidget(scroll, 1)

    def _new_row(self, name: str) -> SliderRow:
        row = SliderRow(name, self._theme, self._list)
        row.show_slider(self._document.parameter(name))
        row.value_dragged.connect(self.value_dragged)
        row.value_typed.connect(self.value_typed)
        row.range_changed.connect(self.range_changed)
        row.released.connect(self.released)
        row.reset_wanted.connect(self.reset_wanted)
        row.show()
        return row
