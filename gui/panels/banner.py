"""The two strips that speak: what is still shown, and that something of ours went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from gui.icons import icon, pixmap
from gui.maths import MathsLabel
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.frame import Frame

_HEIGHT = 36


class Banner(QWidget):
    """36 px above the plot, or as high as its formula, while the active one cannot be read; hidden
    otherwise.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._sign = QLabel(self)
        self._text = QLabel("Still showing the last formula that could be read:", self)
        self._formula = MathsLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 14, 3)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._text)
        row.addWidget(self._formula, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.set_theme(LIGHT)
        self.hide()

    def paint_frame(self, frame: Frame) -> None:
        """Show the formula that is still drawn while the typed one cannot be read."""
        row = frame.row(frame.document.active)
        held = row is not None and row.held and bool(row.latex)
        if row is not None and held:
            self._formula.set_latex(row.latex)
        if held == self.isHidden():
            self.setVisible(held)

    def set_theme(self, theme: Theme) -> None:
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(pixmap("info", theme.warning, 16, ratio))
        self._formula.set_theme(theme)


class BugStrip(QWidget):
    """Says that a bug of ours was met, and gives the report to copy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip_bug")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(_HEIGHT + 4)
        self._report = ""
        self._sentence = QLabel(self)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = QPushButton("Copy report", self)
        self.copy_button.clicked.connect(self._copy)
        self._close = QToolButton(self)
        self._close.setIconSize(QSize(16, 16))
        self._close.setToolTip("Close")
        self._close.setAccessibleName("Close")
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 8, 0)
        row.addWidget(self._sentence)
        row.addStretch(1)
        row.addWidget(self.copy_button)
        row.addWidget(self._close)
        self.set_theme(LIGHT)
        self.hide()

    @property
    def sentence(self) -> str:
        return self._sentence.text()

    def show_report(self, report: str, saved: bool) -> None:
        """Show that something went wrong; say that the work is saved only when it is."""
        self._report = report
        rest = " Your work is saved." if saved else ""
        self._sentence.setText(f"Something went wrong inside Nablascope.{rest}")
        self.show()

    def set_theme(self, theme: Theme) -> None:
        self._close.setIcon(icon("close", theme.muted))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
