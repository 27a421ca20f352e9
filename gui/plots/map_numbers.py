"""What is said of a map in the line above its plot: its value, determinant, speed, curvature."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gui.plots.stage import curve_latex
from gui.plots.ticks import readout

if TYPE_CHECKING:
    from core.map_frame import MapFrame

WIDEST = "−888.8888"
FEW = 3  # components that are written out


def map_numbers(shown: MapFrame) -> list[tuple[str, str, str]]:
    """Each number as the LaTeX of its name, its text, and the widest text it keeps room for."""
    name = curve_latex(shown.name or "F")
    found: list[tuple[str, str, str]] = []
    if len(shown.components) <= FEW:
        values = [None] * len(shown.components) if shown.value is None else shown.value.tolist()
        widest = f"({', '.join([WIDEST] * len(values))})"
        found.append((name, f"({', '.join(map(_said, values))})", widest))
    elif shown.value is not None:
        found.append((rf"|{name}|", _said(float(np.linalg.norm(shown.value))), WIDEST))
    shape, path = shown.linear, shown.path
    if shape is not None and shape.determinant is not None and np.isfinite(shape.determinant):
        found.append((r"\det\,J", _said(shape.determinant), WIDEST))
    if shape is not None and len(shown.at) == 1:
        found.append((rf"|{name}'|", _said(float(shape.singular_values[0])), WIDEST))
    if path is not None and path.curvature is not None:
        found.append((r"\kappa", _said(path.curvature), WIDEST))
    return found


def _said(value: float | None) -> str:
    return "–" if value is None else readout(value)
