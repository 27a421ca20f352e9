"""The tool bar above and the status bar below the body of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QStatusBar, QToolBar, QToolButton, QWidget

from gui.panels.headings import small
from gui.panels.view_switch import ViewSwitch

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from core.frame import Frame
    from gui.actions import ActionSet

HINT = "Drag the point, or type another formula."
PROBLEM_HINT = "Press F8 to go to the next problem."
COMPUTING = "Computing; the last picture stays until it is done."
STOPPED = "Stopped: the last picture stays."
PRECISION = "Double precision"
_LEFT = ("undo", "redo", "examples")
_RIGHT = ("export", "other_theme")
_NAMED = ("examples", "export")  # the buttons that have room for their text
_TEXTS_FROM = 1180


class ToolBar(QToolBar):
    """40 px: undo, redo, examples at the left, the views in the middle, export and theme right."""

    def __init__(self, actions: ActionSet, views: tuple[str, ...], parent: QWidget) -> None:
        super().__init__("Tools", parent)
        self.setObjectName("tools")
        self.setMovable(False)
        self.setFixedHeight(40)
        self.setIconSize(QSize(18, 18))
        self._actions = actions
        self._buttons: dict[str, QToolButton] = {}
        self.addWidget(_gap(6))
        for name in _LEFT:
            self._add(name)
        space = QWidget(self)
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        for name in _RIGHT:
            self._add(name)
        self.addWidget(_gap(6))
        self.switch = ViewSwitch(views, self)

    def show_views(self, views: tuple[str, ...], view: str) -> None:
        """Offer these views, with this one on; never fires."""
        self.switch.show_view(view)
        if self.switch.offer(views):
            self._centre()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._centre()

    def _centre(self) -> None:
        size = self.switch.sizeHint()
        x, y = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        self.switch.setGeometry(x, y, size.width(), size.height())
        self.switch.raise_()

    def fit(self, width: int) -> None:
        """Texts become icons in a window that is not wide enough for them."""
        wide = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        narrow = Qt.ToolButtonStyle.ToolButtonIconOnly
        for name in _NAMED:
            self._buttons[name].setToolButtonStyle(wide if width >= _TEXTS_FROM else narrow)

    def _add(self, name: str) -> None:
        action = self._actions[name]
        self.addAction(action)
        button = self.widgetForAction(action)
        assert isinstance(button, QToolButton)
        button.setFixedHeight(28)
        button.setMinimumWidth(28)
        button.setAccessibleName(action.text())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._buttons[name] = button


class StatusBar(QStatusBar):
    """24 px: a hint at the left; Stop, samples, problems and the precision at the right."""

    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(24)
        self.setSizeGripEnabled(False)
        self._hint, self._problems, precision = small(QLabel(HINT)), small(QLabel()), QLabel()
        self._samples = small(QLabel())
        small(precision).setText(PRECISION)
        self._problems.setObjectName("error")
        self._hint.setContentsMargins(8, 0, 0, 0)
        precision.setContentsMargins(8, 0, 10, 0)
        self.stop_button = QToolButton(self)
        self.stop_button.setText("Stop")
        self.stop_button.setToolTip("Stop the computation; the picture stays")
        self.stop_button.setAccessibleName("Stop the computation")
        self.stop_button.setFixedHeight(20)
        self.stop_button.clicked.connect(self._stop)
        self.stop_button.hide()
        self.addWidget(self._hint, 1)
        self.addPermanentWidget(self.stop_button)
        self.addPermanentWidget(self._samples)
        self.addPermanentWidget(self._problems)
        self.addPermanentWidget(precision)

    @property
    def hint(self) -> str:
        return self._hint.text()

    @property
    def problems(self) -> str:
        return self._problems.text()

    def offer_stop(self, on: bool) -> None:
        """Offer to stop what takes long, or take the offer back."""
        self.stop_button.setVisible(on)
        if on:
            self.say(COMPUTING)
        elif self.hint == COMPUTING:
            self.say(PROBLEM_HINT if self.problems else HINT)

    def _stop(self) -> None:
        self.stop_wanted.emit()
        self.say(STOPPED)

    @property
    def samples(self) -> str:
        return self._samples.text()

    def count_samples(self, frame: Frame) -> None:
        """Say how many samples each curve has, while they are shown."""
        counts = [(curve.name, int((curve.y == curve.y).sum())) for curve in frame.curves]
        listed = ", ".join(f"{name} {count:,}" for name, count in counts)
        text = f"Samples: {listed}" if frame.document.samples and counts else ""
        if text != self._samples.text():
            self._samples.setText(text)

    def say(self, sentence: str) -> None:
        """Show one sentence as the hint."""
        self._hint.setText(sentence)

    def say_copied(self, text: str) -> None:
        """Say what was put on the clipboard."""
        self.say(f"{text} is on the clipboard.")

    def count_problems(self, count: int) -> None:
        """Say how many formulas cannot be read, and how to get to them."""
        words = "1 formula cannot be read" if count == 1 else f"{count} formulas cannot be read"
        self._problems.setText(words if count else "")
        self.say(PROBLEM_HINT if count else HINT)


def _gap(width: int) -> QWidget:
    gap = QWidget()
    gap.setFixedWidth(width)
    return gap
