"""What is drawn, as numbers: CSV with a header that says of what and for which sliders."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.files.map_tables import map_rows, map_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from core.frame import Curve, Frame, Kink, PlaneFrame, Spot


def csv_text(frame: Frame) -> str:
    """All curves side by side: x and a column per curve, one block of columns per formula.

    The curves of a family follow in a block for each value, which their titles name.
    Comment lines (#) name the formulas, the sliders and the point. An empty cell is where a curve
    is not defined. Numbers have the digits that give the same float64 back. A field has a line
    for each of its samples: both variables, then a column per field. Of more variables the
    gradient, then the Hessian row by row, in the order in which it is seen. Of a map see
    `map_rows`.
    """
    out = io.StringIO()
    for line in _heading(frame):
        out.write(f"# {line}\n")
    writer = csv.writer(out, lineterminator="\n")
    if frame.plane is not None:
        writer.writerow([*frame.plane.variables, *_shade_names(frame.plane)])
        writer.writerows(_samples(frame.plane))
        return out.getvalue()
    if frame.matrix is not None:
        writer.writerows(_matrix(_as_shown(frame.matrix)))
        return out.getvalue()
    if frame.map is not None:
        writer.writerows(map_rows(frame.map))
        return out.getvalue()
    blocks = _blocks(frame)
    writer.writerow([title for said, block in blocks for title in _titles(frame, block, said)])
    columns = [column for _, block in blocks for column in _columns(block)]
    for place in range(max((len(column) for column in columns), default=0)):
        writer.writerow([column[place] if place < len(column) else "" for column in columns])
    return out.getvalue()


def _as_shown(spot: Spot) -> Spot:
    """The point with its variables in the order of the rows that are seen."""
    pattern = spot.pattern
    if pattern is None or pattern.order == tuple(range(len(spot.variables))):
        return spot
    order = list(pattern.order)
    return replace(
        spot, variables=tuple(spot.variables[k] for k in order),
        at=tuple(spot.at[k] for k in order),
        gradient=None if spot.gradient is None else spot.gradient[order],
        hessian=None if spot.hessian is None else spot.hessian[order][:, order],
    )  # fmt: skip


def _matrix(spot: Spot) -> Iterator[list[str]]:
    """A head with the variables, the gradient, and a line for each row of the Hessian."""
    yield ["", *spot.variables]
    if spot.gradient is not None:
        yield ["gradient", *map(_cell, spot.gradient.tolist())]
    if spot.hessian is not None:
        for name, row in zip(spot.variables, spot.hessian.tolist(), strict=True):
            yield [name, *map(_cell, row)]


def _spot_words(spot: Spot) -> dict[str, Any]:
    return {
        "at": list(spot.at), "value": spot.value, "note": spot.note,
        "status": spot.status.value,
        "gradient": None if spot.gradient is None else spot.gradient.tolist(),
        "hessian": None if spot.hessian is None else spot.hessian.tolist(),
    }  # fmt: skip


def _shade_names(plane: PlaneFrame) -> list[str]:
    """f, or f_x, f_xy ..., det, trace, largest, smallest."""
    name = plane.name or "f"
    words = {"value": name, "slope": f"|grad {name}|"}
    partial = ("x", "y", "xx", "xy", "yx", "yy")
    return [
        f"{name}_{shade.what}" if shade.what in partial else words.get(shade.what, shade.what)
        for shade in plane.shades
    ]


def _samples(plane: PlaneFrame) -> Iterator[list[str]]:
    for row, y in enumerate(plane.y):
        for column, x in enumerate(plane.x):
            values = (shade.values[row, column] for shade in plane.shades)
            yield [_cell(float(each)) for each in (x, y, *values)]


def _plane_words(plane: PlaneFrame) -> dict[str, Any]:
    return {
        "name": plane.name,
        "variables": list(plane.variables),
        "x": plane.x.tolist(),
        "y": plane.y.tolist(),
        "fields": {
            name: _finite(shade.values)
            for name, shade in zip(_shade_names(plane), plane.shades, strict=True)
        },
        "point": _spot_words(plane.spot),
        "critical": _critical_words(plane),
    }


def _critical_words(plane: PlaneFrame) -> dict[str, Any] | None:
    """What was found, in which box and how well."""
    found = plane.critical
    if found is None:
        return None
    points = [
        {"kind": each.kind, "at": [each.x, each.y], "value": each.value,
         "eigenvalues": list(each.eigenvalues), "smooth": each.smooth, "note": each.note}
        for each in found.points
    ]  # fmt: skip
    return {
        "low": list(found.low), "high": list(found.high), "tolerance": found.tolerance,
        "points": points, "curves": [line.tolist() for line in found.lines],
        "more": found.crowded,
    }  # fmt: skip


def _space_words(seen: Spot) -> dict[str, Any]:
    spot = _as_shown(seen)
    shape, pattern, along = spot.quadratic, spot.pattern, spot.along
    return {
        "name": spot.name,
        "variables": list(spot.variables),
        "point": _spot_words(spot),
        "eigenvalues": None if shape is None else shape.eigenvalues.tolist(),
        "nonzero": None if pattern is None else pattern.nonzero,
        "direction": None if along is None else {
            "v": {
                name: each
                for name, each in zip(seen.variables, along.direction, strict=True)
                if each
            },
            "slope": along.slope, "bend": along.bend, "Hv length": along.size,
        },
    }  # fmt: skip


def _finite(values: NDArray[np.float64]) -> list[list[float | None]]:
    return [[each if math.isfinite(each) else None for each in row] for row in values.tolist()]


def _heading(frame: Frame) -> list[str]:
    lines = [f"formula: {_one_line(row.text)}" for row in frame.document.formulas if row.text]
    lines += [f"slider: {each.name} = {each.value!r}" for each in frame.parameters]
    if frame.point is not None and frame.space is None:
        lines.append(f"point: {frame.point.variable} = {frame.point.x!r}")
    spot = frame.space or frame.map
    if spot is None and frame.plane is not None:
        spot = frame.plane.spot
    if spot is not None:
        lines += [f"point: {n} = {x!r}" for n, x in zip(spot.variables, spot.at, strict=True)]
    critical = frame.plane.critical if frame.plane is not None else None
    lines += [
        f"{each.kind}: ({each.x!r}, {each.y!r}), value {each.value!r}"
        for each in (critical.points if critical is not None else ())
    ]
    lines += [f"point: {each.name} = ({each.x!r}, {each.y!r})" for each in frame.free_points]
    return lines


def _one_line(text: str) -> str:
    """The text without line breaks, and without halves of characters, which no file takes."""
    return " ".join(text.split()).encode(errors="replace").decode()


def _blocks(frame: Frame) -> list[tuple[str, list[Curve]]]:
    """Curves that share their samples, in the order of the formulas, then of the family.

    With each block goes what its titles say besides: " (a = 2)", or nothing.
    """
    blocks: dict[tuple[int, str], list[Curve]] = {}
    for curve in frame.curves:
        blocks.setdefault((curve.key, ""), []).append(curve)
    for each in frame.members:
        said = f" ({each.name} = {each.value!r})"
        blocks.setdefault((each.curve.key, said), []).append(each.curve)
    return [(said, block) for (_, said), block in blocks.items()]


def _titles(frame: Frame, block: list[Curve], said: str) -> list[str]:
    row = frame.row(block[0].key)
    variable = row.variables[0] if row is not None and row.variables else "x"
    return [variable, *(_ascii_name(curve) + said for curve in block)]


def _ascii_name(curve: Curve) -> str:
    base = curve.name.split("′")[0].split("″")[0].split("‴")[0].split("⁽")[0]
    return base + "'" * curve.order


def _columns(block: list[Curve]) -> list[list[str]]:
    columns = [block[0].x, *(curve.y for curve in block)]
    return [[_cell(float(each)) for each in column] for column in columns]


def _cell(value: float) -> str:
    return repr(value) if math.isfinite(value) else ""


def json_text(frame: Frame) -> str:
    """The same as JSON: formulas, sliders, the point with its readings, and all curves.

    null stands where a curve is not defined or a number does not exist.
    """
    content = {
        "formulas": [row.text for row in frame.document.formulas if row.text],
        "sliders": {each.name: each.value for each in frame.parameters},
        "point": _point_words(frame),
        "free points": [
            {"name": each.name, "x": each.x, "y": each.y} for each in frame.free_points
        ],
        "curves": [_curve_words(frame, curve) for curve in frame.curves],
        "plane": _plane_words(frame.plane) if frame.plane is not None else None,
        "space": _space_words(frame.space) if frame.space is not None else None,
        "map": map_words(frame.map) if frame.map is not None else None,
        "family": [
            {"slider": each.name, "value": each.value, **_curve_words(frame, each.curve)}
            for each in frame.members
        ],
        "found": [
            {"kind": mark.kind.value, "x": mark.x, "y": mark.y}
            for search in frame.searches
            for mark in search.landmarks
        ],
        "kinks": [_kink_words(kink) for search in frame.searches for kink in search.kinks],
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _kink_words(kink: Kink) -> dict[str, Any]:
    """What a kink is; its sides are f, f', f'' there, an infinity as "inf" or "-inf"."""
    left, right = (
        [str(each) if each is not None and math.isinf(each) else each for each in side]
        for side in (kink.left, kink.right)
    )
    return {
        "kind": kink.kind.value, "x": kink.x, "y": kink.value, "left": left, "right": right,
        "note": kink.note, "autograd": kink.autograd,
    }  # fmt: skip


def _curve_words(frame: Frame, curve: Curve) -> dict[str, Any]:
    return {
        "name": _ascii_name(curve),
        "formula": frame.document.formula(curve.key).text,
        "order": curve.order,
        "x": [float(each) for each in curve.x],
        "y": [float(each) if math.isfinite(each) else None for each in curve.y],
    }


def _point_words(frame: Frame) -> dict[str, Any] | None:
    if frame.point is None:
        return None
    readings = [
        {"value": each.value, "status": each.status.value, "note": each.note}
        for each in frame.point.readings
    ]
    return {frame.point.variable: frame.point.x, "readings": readings}


def latex_text(frame: Frame) -> str:
    """The formulas as they are typeset, and the variation table when it is shown."""
    lines = [rf"\[ {row.latex} \]" for row in frame.rows if row.latex]
    if frame.table is not None:
        lines.append(rf"\[ {frame.table.latex} \]")
    return "\n".join(lines) + "\n"
