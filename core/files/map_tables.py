"""A map as numbers: the lines of its CSV and its words in JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from core.map_frame import MapFrame, Net

    Array = NDArray[np.float64]


def map_rows(shown: MapFrame) -> Iterator[list[str]]:
    """A head, then what the view shows: the matrix, the lines, the samples or the curve.

    Of the matrix a line for each component with its value and its derivatives; of a grid a line
    for each sample of its lines; of a field both variables and what the colours say; of a flow
    both variables and the vector at each arrow; of a curve its variable and its components. An
    empty cell is where there is no number.
    """
    if shown.net is not None:
        yield ["line", *shown.variables, *shown.components]
        yield from _net_rows(shown, shown.net)
    elif shown.field is not None and shown.view == "flow" and shown.field.arrows is not None:
        arrows = shown.field.arrows
        yield [*shown.variables, *shown.components]
        for row, y in enumerate(arrows.y):
            for column, x in enumerate(arrows.x):
                yield _cells((x, y, *arrows.vectors[row, column]))
    elif shown.field is not None and shown.field.shades:
        field, shade = shown.field, shown.field.shades[0]
        yield [*shown.variables, "region" if shade.kinds else shade.what]
        for row, y in enumerate(field.y):
            for column, x in enumerate(field.x):
                value = float(shade.values[row, column])
                said = _cell(value)
                if shade.kinds and math.isfinite(value):
                    said = shade.kinds[int(value)]
                yield [*_cells((x, y)), said]
    elif shown.path is not None:
        yield [*shown.variables, *shown.components]
        for t, point in zip(shown.path.t, shown.path.points, strict=True):
            yield _cells((t, *point))
    else:
        yield from _matrix(shown)


def _matrix(shown: MapFrame) -> Iterator[list[str]]:
    yield ["", "value", *(f"d/d{name}" for name in shown.variables)]
    for k, name in enumerate(shown.components):
        value = [] if shown.value is None else [shown.value[k]]
        row = [] if shown.jacobian is None else shown.jacobian[k].tolist()
        yield [name, *(_cells(value) or [""]), *_cells(row)]


def _net_rows(shown: MapFrame, net: Net) -> Iterator[list[str]]:
    x, y = shown.variables[:2]
    count = net.across.shape[1]
    along_y = np.linspace(net.y[0], net.y[-1], count)
    along_x = np.linspace(net.x[0], net.x[-1], count)
    for place, image in zip(net.x, net.across, strict=True):
        for other, point in zip(along_y, image, strict=True):
            yield [f"{x} = {float(place)!r}", *_cells((place, other, *point))]
    for place, image in zip(net.y, net.up, strict=True):
        for other, point in zip(along_x, image, strict=True):
            yield [f"{y} = {float(place)!r}", *_cells((other, place, *point))]


def map_words(shown: MapFrame) -> dict[str, Any]:
    """The point with all that is known there, and what the view shows; null where no number is."""
    shape = shown.linear
    found: dict[str, Any] = {
        "name": shown.name,
        "variables": list(shown.variables),
        "components": list(shown.components),
        "view": shown.view,
        "point": {
            "at": list(shown.at), "value": _listed(shown.value),
            "jacobian": _listed(shown.jacobian), "status": shown.status.value, "note": shown.note,
        },
    }  # fmt: skip
    if shape is not None:
        found["point"] |= {
            "singular values": shape.singular_values.tolist(),
            "condition": _finite(shape.condition), "rank": shape.rank,
            "determinant": None if shape.determinant is None else _finite(shape.determinant),
            "divergence": shape.divergence,
            "curl": shape.curl.tolist() if isinstance(shape.curl, np.ndarray) else shape.curl,
            "eigenvalues": None if shape.eigenvalues is None else [
                [float(each.real), float(each.imag)] for each in shape.eigenvalues
            ],
            "word": shape.word, "orientation": shape.orientation,
        }  # fmt: skip
    if shown.products is not None:
        found["products"] = {
            "v": _listed(shown.products.direction), "J v": _listed(shown.products.pushed),
            "w": _listed(shown.products.weights), "w'J": _listed(shown.products.pulled),
        }  # fmt: skip
    if shown.field is not None and shown.field.shades:
        shade = shown.field.shades[0]
        found["field"] = {
            "what": shade.what, "x": shown.field.x.tolist(), "y": shown.field.y.tolist(),
            "values": _listed(shade.values), "kinds": list(shade.kinds),
        }  # fmt: skip
    if shown.net is not None:
        found["grid"] = {
            "x": shown.net.x.tolist(), "y": shown.net.y.tolist(),
            "images of lines of x": _listed(shown.net.across),
            "images of lines of y": _listed(shown.net.up),
        }  # fmt: skip
    if shown.path is not None:
        path = shown.path
        found["curve"] = {
            "t": path.t.tolist(), "points": _listed(path.points),
            "velocity": _listed(path.velocity), "acceleration": _listed(path.acceleration),
            "speed": path.speed, "curvature": path.curvature, "radius": path.radius,
        }  # fmt: skip
    return found


def _listed(values: Array | None) -> Any:
    """An array as lists; null for what is not finite."""
    if values is None:
        return None
    if values.ndim == 0:
        return _finite(float(values))
    return [_listed(each) for each in values] if values.ndim > 1 else [
        _finite(each) for each in values.tolist()
    ]  # fmt: skip


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _cells(values: Any) -> list[str]:
    return [_cell(float(each)) for each in values]


def _cell(value: float) -> str:
    return repr(value) if math.isfinite(value) else ""
