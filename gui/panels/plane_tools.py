"""The switches under a function of two variables: what is drawn in its field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui.panels.flow import Flow
from gui.style import RADIUS, SMALL_PX, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.choices import Marks

_HEIGHT, _PAD = 24, 9


@dataclass(frozen=True, slots=True)
class PlaneMark:
    """Something that is drawn in a field; `name` is its field in `core.choices.Marks`."""

    name: str
    word: str
    title: str
    shortcut: str
    tip: str


PLANE_MARKS = (
    PlaneMark("gradient", "Gradient", "Gradient arrow", "Ctrl+Alt+G",
              "The arrow along which f rises fastest."),
    PlaneMark("contours", "Contours", "Contours", "Ctrl+Alt+C",
              "Lines on which the field has one value."),
    PlaneMark("axes", "Axes", "Axes of the Hessian", "Ctrl+Alt+A",
              "Where f bends most and least: solid up, dashed down."),
    PlaneMark("direction", "Direction", "Direction with its handle", "Ctrl+Alt+V",
              "A direction to turn, with the first and second derivative along it."),
    PlaneMark("model", "Model", "Contours of the quadratic model", "Ctrl+Alt+Q",
              "The Taylor polynomial of order 2 at the point, by its contours."),
    PlaneMark("conic", "Conic", "Ellipse or hyperbola of the Hessian", "Ctrl+Alt+H",
              "The curve on which the second-order part of f is constant."),
    PlaneMark("descent", "Descent", "Way of steepest descent", "Ctrl+Alt+W",
              "Where one comes to from the point by always going straight down."),
)  # fmt: skip
SURFACE_MARK = PlaneMark("tangent", "Tangent", "Tangent plane and quadratic model", "Ctrl+Alt+T",
                         "In the surface: the Taylor polynomials of order 1 and 2 at the point.")
CRITICAL_MARK = PlaneMark("landmarks", "Critical", "Critical points", "Ctrl+L",
                          "Where the gradient vanishes: minima, maxima, saddles.")
MARK_TITLES = {
    mark.name: mark.title[:1].lower() + mark.title[1:] for mark in (*PLANE_MARKS, SURFACE_MARK)
}


class WordPill(QAbstractButton):
    """A switch that is a word; on, it has the ground of what is chosen."""

    def __init__(self, word: str, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.setText(word)
        self.setObjectName(name)
        self.setAccessibleName(word)
        self.setToolTip(tip)
        self.setCheckable(True)
        self.setFont(ui_font(SMALL_PX))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        wide = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        return QSize(round(wide) + 2 * _PAD, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, on = self._theme, self.isChecked()
        width = 2 if self.hasFocus() else 1
        outline = theme.accent if self.hasFocus() else theme.selection if on else theme.border
        ground = theme.selection if on else theme.hover if self.underMouse() else theme.raised
        painter.setPen(QPen(QColor(outline), width))
        painter.setBrush(QColor(ground))
        rect = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
        painter.setFont(self.font())
        ink = theme.accent if on else theme.muted
        painter.setPen(QColor(ink if self.isEnabled() else theme.faint))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class PlaneTools(Flow):
    """One pill for each mark of a field; `mark_switched` carries its name."""

    mark_switched = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap=5, line_gap=5, group_gap=5, parent=parent)
        self.pills = {mark.name: self._make(mark) for mark in PLANE_MARKS}
        self.landmarks = self._make(CRITICAL_MARK)
        self.set_groups([[*self.pills.values(), self.landmarks]])

    def show_landmarks(self, on: bool) -> None:
        """Show whether critical points are marked; never fires."""
        self.landmarks.setChecked(on)

    def show_marks(self, marks: Marks) -> None:
        """Show what is on; never fires."""
        for name, pill in self.pills.items():
            pill.setChecked(getattr(marks, name))

    def set_theme(self, theme: Theme) -> None:
        for pill in (*self.pills.values(), self.landmarks):
            pill.set_theme(theme)

    def _make(self, mark: PlaneMark) -> WordPill:
        pill = WordPill(mark.word, mark.name, f"{mark.title} ({mark.shortcut})\n{mark.tip}", self)
        pill.clicked.connect(self._clicked)
        return pill

    def _clicked(self) -> None:
        pill = self.sender()
        if isinstance(pill, WordPill):
            self.mark_switched.emit(pill.objectName(), pill.isChecked())
