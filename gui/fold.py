"""Fold: a side panel slides as it opens or folds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSplitter, QWidget

TIME = 120  # ms


class Fold(QObject):
    """Moves the width of a panel in a splitter between 0 and its own; `ended` at the end."""

    ended = Signal()

    def __init__(
        self, splitter: QSplitter, panel: QWidget, most: int, opening: bool, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._splitter, self._panel = splitter, panel
        width = min(max(panel.width(), panel.minimumWidth()), most)
        panel.setMinimumWidth(0)
        self._run = QVariantAnimation(self)
        self._run.setDuration(TIME)
        self._run.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._run.setStartValue(0 if opening else width)
        self._run.setEndValue(width if opening else 0)
        self._run.valueChanged.connect(self._step)
        self._run.finished.connect(self._end)
        self._run.start()

    def finish(self) -> None:
        """Be there at once."""
        self._run.stop()
        self._end()

    def _step(self, width: int) -> None:
        self._panel.setMaximumWidth(max(width, 1))
        self._panel.setMinimumWidth(max(width, 1))

    def _end(self) -> None:
        self.ended.emit()
        self.deleteLater()
