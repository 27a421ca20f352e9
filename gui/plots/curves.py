"""The plot of f and its derivatives over one another: pan, zoom, and a point to drag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.plots.scene import CurveScene
from gui.plots.touch import Touch

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class CurvePlot(Touch):
    """All curves of a frame in one plot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(CurveScene, parent)
