"""Critical points on a surface: their marks where the surface has them, faint behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gui.plots.critical_layer import CriticalLayer

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtCore import QRectF

    from core.frame import PlaneFrame, Shade
    from gui.plots.stage import Stage
    from gui.plots.terrain import Terrain

    Array = NDArray[np.float64]

_RIM = 1e-9


class SurfaceCriticals(CriticalLayer):
    """The marks on a surface; those beyond its ceiling or floor are left out."""

    def __init__(self, stage: Stage, terrain: Terrain) -> None:
        super().__init__(stage)
        self._terrain = terrain

    @property
    def plane(self) -> PlaneFrame | None:
        return self._terrain.plane

    @property
    def shade(self) -> Shade | None:
        plane = self._terrain.plane
        return plane.shades[-1] if plane is not None and plane.shades else None

    def spots(self, points: Array, values: Array) -> tuple[Array, NDArray[np.bool_]]:
        view = self._terrain.view()
        if view is None:
            return np.full((len(points), 2), np.nan), np.zeros(len(points), bool)
        boxed = view.boxed(np.column_stack((points, values)))
        inside = np.all(np.abs(boxed) <= np.array(view.sides) / 2 * (1 + _RIM), axis=1)
        pixels = np.full((len(points), 2), np.nan)
        free = np.zeros(len(points), bool)
        if inside.any():
            pixels[inside] = view.seen(boxed[inside])[0]
            free[inside] = self._terrain.shows(boxed[inside])
        return pixels, free

    def ground(self) -> QRectF:
        return self._terrain.area
