"""Maps from n to m numbers: the point with its Jacobian, and what the view shows around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core.calculus.numpy_rows import RepeatTooLong
from core.choices import covector_of, direction_of
from core.explore.arrows import arrows
from core.explore.linear_map import linear_map
from core.explore.map_fields import field_of, values_of, vectors_of
from core.explore.map_nets import cell, net
from core.explore.paths import column, motion_at, moving, sampled, trouble
from core.explore.planes import Wanted, grid
from core.explore.shades import contours
from core.frame import PlaneFrame, Spot, Status
from core.map_frame import FIELD_VIEWS, MapFrame, Products, component_names, field_shade, map_view

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.points import PointResult
    from core.calculus.program import Program
    from core.choices import Several
    from core.document import Viewport
    from core.frame import Arrows, Contour, Reading, Row, Shade
    from core.kept import Kept
    from core.map_frame import Cell, Net, Path

    Array = NDArray[np.float64]


MOST_ENTRIES = 250_000  # of a Jacobian: beyond, its eigenvalues alone take seconds
TOO_LARGE = f"the Jacobian is shown up to {MOST_ENTRIES:,} entries".replace(",", " ")


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """For what a map is computed: its row and program, the point, the sliders, and how well."""

    row: Row
    program: Program
    at: tuple[float, ...]
    rest: tuple[float, ...]
    chosen: Several
    viewport: Viewport
    loaded: bool
    draft: bool
    stop: Callable[[], bool]
    kept: Kept

    @property
    def view(self) -> str:
        return map_view(self.chosen.map_view, len(self.at), self.row.components)


def map_of(asking: Asking) -> MapFrame:
    """The map at its point, and what its view shows; what did not change is kept."""
    point = _point(asking)
    parts: dict[str, Any] = {}
    if asking.view == "grid":
        parts = dict(zip(("net", "cell", "field"), _grid(asking, point), strict=True))
    elif asking.view in FIELD_VIEWS and asking.loaded:
        parts = dict(zip(("field", "nullclines"), _field(asking, point), strict=True))
    elif asking.view == "path":
        parts = {"path": _path(asking, point)}
    products = _products(asking, point) if asking.loaded else None
    key = (id(point), asking.view, id(products), *map(id, parts.values()))
    return asking.kept.once(
        ("map", asking.row.key), key,
        lambda: (point, products, parts, replace(point, products=products, **parts)),
    )[3]  # fmt: skip


# --- the point ---


def _point(asking: Asking) -> MapFrame:
    row = asking.row
    key = (
        asking.program, row.name, row.variables, asking.at, asking.rest, asking.view,
        asking.loaded, row.held,
    )  # fmt: skip
    stage = ("map point", row.key)
    draft = asking.draft and not asking.kept.holds(stage, key)
    return asking.kept.once(
        (*stage, "draft") if draft else stage, key, lambda: _computed_point(asking, draft)
    )


def _computed_point(asking: Asking, draft: bool) -> MapFrame:
    row = asking.row
    taken = (*row.variables, *row.parameters)
    names = component_names(row.components, taken, row.name or "F", curve=len(asking.at) == 1)
    frame = MapFrame(
        row.key, row.name, row.variables, names, asking.at, asking.view, held=row.held
    )
    try:
        if not asking.loaded:
            return replace(frame, value=_plain_value(asking))
        found = _result(asking, draft)
    except RepeatTooLong as reason:
        return replace(frame, status=Status.UNDETERMINED, note=str(reason))
    shape, way = None, ""
    if found.value is not None and found.jacobian is not None:
        from core.calculus.maps import way_of

        shape = linear_map(found.value, found.jacobian)
        way = way_of(asking.program, len(asking.at))
    return replace(
        frame, value=found.value, jacobian=None if shape is None else found.jacobian,
        linear=shape, way=way, status=found.status, note=found.note,
    )  # type: ignore[arg-type]  # fmt: skip


def _plain_value(asking: Asking) -> Array | None:
    if asking.program.differentiates:
        return None
    found = values_of(asking.program, np.array([asking.at], float), asking.rest)[0]
    return found if np.isfinite(found).all() else None


def _result(asking: Asking, draft: bool) -> PointResult:
    """Value and Jacobian; a draft takes autograd's numbers where there is no doubt about them."""
    from core.calculus.maps import of_map

    program, points = asking.program, np.array([asking.at], float)
    if program.rows * len(asking.at) > MOST_ENTRIES:
        found = of_map(program, asking.row.variables, points, asking.rest, 0)[0]
        return found if found.note else replace(found, note=TOO_LARGE)
    if len(asking.at) == 1 and program.steps[program.output].op == "stack":
        return _result_on_curve(asking, draft)
    found = _quick(asking, points) if draft else None
    return found or of_map(program, asking.row.variables, points, asking.rest, 1)[0]


def _quick(asking: Asking, points: Array) -> PointResult | None:
    from core.calculus.directional import jacobian
    from core.calculus.numpy_rows import values as run_numpy
    from core.calculus.points import PointResult, inputs_in_numpy
    from core.calculus.switches import suspects

    program = asking.program
    if program.differentiates:
        return None
    inputs = inputs_in_numpy(program, points, asking.rest)
    if suspects(program, run_numpy(program, inputs), 1).any():
        return None
    value, matrix = (each[0] for each in jacobian(program, points, asking.rest))
    if not (np.isfinite(value).all() and np.isfinite(matrix).all()):
        return None
    return PointResult(value, None, None, None, Status.OK, "", matrix)


def _result_on_curve(asking: Asking, draft: bool) -> PointResult:
    from core.calculus.points import PointResult

    readings = _readings(asking, draft)
    value, velocity = column(readings, 0), column(readings, 1)
    status, note = trouble(readings, 1)
    matrix = None if velocity is None or value is None else velocity[:, None]
    return PointResult(value, None, None, None, status, note, matrix)


def _readings(asking: Asking, draft: bool) -> list[tuple[Reading, ...]]:
    key = (asking.program, asking.at[0], asking.rest)
    stage = ("motions", asking.row.key)
    draft = draft and not asking.kept.holds(stage, key)
    return asking.kept.once(
        (*stage, "draft") if draft else stage, key,
        lambda: motion_at(asking.program, asking.at[0], asking.rest, draft),
    )  # fmt: skip


def _products(asking: Asking, point: MapFrame) -> Products | None:
    """J v and w'J, each by autograd alone: the Jacobian is not multiplied."""
    if point.linear is None:
        return None
    v = direction_of(asking.chosen, asking.row.variables)
    w = covector_of(asking.chosen, asking.row.components)

    def compute() -> tuple[MapFrame, Products]:
        from core.calculus.directional import jvp, vjp

        points, given = np.array([asking.at], float), (asking.program, asking.rest)
        pushed = jvp(given[0], points, given[1], np.array(v, float))[0]
        pulled = vjp(given[0], points, given[1], np.array(w, float))[0]
        return point, Products(np.array(v, float), pushed, np.array(w, float), pulled)

    return asking.kept.once(("products", asking.row.key), (id(point), v, w), compute)[1]


# --- what the views show ---


def _wanted(asking: Asking, what: str) -> Wanted:
    view = asking.viewport
    return Wanted(
        view.plane, view.width, view.height, asking.view, what, asking.draft,
        asking.chosen.arrowing,
    )  # fmt: skip


def _drafted(
    asking: Asking, stage: str, key: tuple[Any, ...], compute: Callable[[bool], Any]
) -> Any:
    """A stage of the row that is coarser while something moves, unless it is there already."""
    whole = (stage, asking.row.key)
    draft = asking.draft and not asking.kept.holds(whole, key)
    return asking.kept.once(
        (*whole, "draft") if draft else whole, key, lambda: compute(draft)
    )


def _grid(
    asking: Asking, point: MapFrame
) -> tuple[Net | None, Cell | None, PlaneFrame | None]:
    program, rest = asking.program, asking.rest
    if program.differentiates and not asking.loaded:
        return None, None, None
    x, y = grid(_wanted(asking, ""))
    ends = (float(x[0]), float(x[-1])), (float(y[0]), float(y[-1]))
    found: Net = _drafted(
        asking, "net", (program, rest, ends),
        lambda draft: net(program, rest, *ends, draft, asking.stop),
    )  # fmt: skip
    at = (asking.at[0], asking.at[1])
    wide = ends[0][1] - ends[0][0]
    key = (program, rest, at, found.step, wide)
    square = asking.kept.once(
        ("cell", asking.row.key), key, lambda: cell(program, rest, at, found.step, wide)
    )
    ground = asking.kept.once(
        ("map ground", asking.row.key), (id(point), ends),
        lambda: (point, _plane(asking, point, x, y, ())),
    )[1]  # fmt: skip
    return found, square, ground


def _plane(
    asking: Asking, point: MapFrame, x: Array, y: Array, shades: tuple[Shade, ...],
    over: Arrows | None = None, *, lines: bool = False,
) -> PlaneFrame:  # fmt: skip
    """What lies under a map of the plane, with its point; `lines`: with contours."""
    row, at = asking.row, (asking.at[0], asking.at[1])
    what = shades[0].what if shades else "det"
    spot = Spot(
        row.key, row.name, row.variables, at, _reading(point, what), status=point.status,
        note=point.note, held=row.held,
    )  # fmt: skip
    marks = asking.chosen.marks
    drawn = replace(
        marks, contours=marks.contours and lines, direction=marks.direction and bool(shades)
    )
    variables = (row.variables[0], row.variables[1])
    v = direction_of(asking.chosen, variables)
    return PlaneFrame(
        row.key, row.name, variables, x, y, shades, spot, row.held, over, drawn, (v[0], v[1])
    )


def _field(
    asking: Asking, point: MapFrame
) -> tuple[PlaneFrame, tuple[tuple[Contour, ...], ...]]:
    what = field_shade(asking.view, asking.chosen.map_shade)
    program, rest, view = asking.program, asking.rest, asking.viewport

    def compute(draft: bool) -> Any:
        wanted = replace(_wanted(asking, what), draft=draft)
        x, y = grid(wanted)
        shade, found = field_of(program, x, y, rest, what, asking.stop)
        nulls = tuple(contours(x, y, found.value[..., k], [0.0]) for k in (0, 1))
        return x, y, shade, nulls

    seen = (program, rest, view.plane, view.width, view.height, what)
    x, y, shade, nulls = _drafted(asking, "map field", seen, compute)
    over = None
    if asking.view == "flow":
        unit = (view.plane.x_max - view.plane.x_min) / max(view.width, 1)
        ends = (float(x[0]), float(x[-1])), (float(y[0]), float(y[-1]))
        arrowing, vectors = asking.chosen.arrowing, vectors_of(program, rest, asking.stop)
        over = asking.kept.once(
            ("flow", asking.row.key), (program, rest, ends, unit, arrowing),
            lambda: arrows(vectors, *ends, unit, arrowing, asking.stop),
        )  # fmt: skip
    marks = asking.chosen.marks
    key = (id(point), id(shade), id(over), marks, asking.chosen.direction)

    def framed() -> tuple[Any, ...]:
        plane = _plane(asking, point, x, y, (shade,), over, lines=asking.view == "det")
        return point, shade, over, plane

    plane = asking.kept.once(("map plane", asking.row.key), key, framed)[3]
    return plane, nulls if asking.view == "flow" and marks.contours else ()


def _reading(point: MapFrame, what: str) -> float | None:
    """What the colours say at the point."""
    shape = point.linear
    if shape is None:
        return None
    stretches = shape.singular_values
    said = {
        "largest": float(stretches[0]), "smallest": float(stretches[-1]),
        "condition": shape.condition, "divergence": shape.divergence, "curl": shape.curl,
        "length": float(np.linalg.norm(shape.value)),
    }  # fmt: skip
    found = said.get(what, shape.determinant)
    return found if isinstance(found, float) and np.isfinite(found) else None


def _path(asking: Asking, point: MapFrame) -> Path | None:
    program, rest, view = asking.program, asking.rest, asking.viewport
    if program.differentiates and not asking.loaded:
        return None
    ends = (view.x_min, view.x_max)
    path: Path = _drafted(
        asking, "path", (program, rest, ends),
        lambda draft: sampled(program, rest, *ends, draft, asking.stop),
    )  # fmt: skip
    if not asking.loaded or point.value is None:
        return path

    def compute() -> tuple[Path, Path]:
        readings = _readings(asking, asking.draft)
        assert point.value is not None
        return path, moving(path, point.value, column(readings, 1), column(readings, 2))

    return asking.kept.once(
        ("motion", asking.row.key), (id(path), id(point), asking.draft), compute
    )[1]


__all__: Sequence[str] = ("Asking", "map_of")
