"""Functions of two variables: fields with their contours, and the point in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.calculus.numpy_rows import values as run_numpy
from core.choices import USUAL_ARROWING, Arrowing, direction_of
from core.explore.arrows import arrows, gradient_of
from core.explore.quadratic import quadratic
from core.explore.shades import ENTRIES, LEVELS, contours, fields, round_levels, shaded
from core.explore.streamlines import steepest
from core.frame import PlaneFrame, Spot, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.points import PointResult
    from core.calculus.program import Program
    from core.choices import Several
    from core.document import Plane
    from core.explore.quadratic import Quadratic
    from core.frame import Contour, Shade
    from core.kept import Kept

    Array = NDArray[np.float64]
    Stop = Callable[[], bool]

FULL, DRAFT = 321, 257  # points along the longer side
PARTS = 8  # of which each side has a whole number, so that every eighth point has both ends
RELIEF, DRAFT_RELIEF = 97, 49  # of a surface
RELIEFS = ("surface", "sheet")
LEAST = 25
DESCENT, DRAFT_DESCENT = 600, 150  # steps downhill, for one and a half times the longer side
MODEL = 97  # samples of the quadratic model along each side


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be seen of a function of two variables: where, in how many pixels, and what."""

    plane: Plane
    width: int
    height: int
    view: str
    shade: str
    draft: bool
    arrowing: Arrowing = USUAL_ARROWING
    own_scales: bool = False


def plane_frame(
    key: int, name: str, program: Program, at: tuple[float, float], rest: Sequence[float],
    wanted: Wanted, differentiated: bool, held: bool, stop: Stop, kept: Kept,
) -> PlaneFrame:  # fmt: skip
    """The fields and the point. Before PyTorch is there (`differentiated`) only f, by NumPy.

    The first two inputs of the program are its variables, `rest` are the others. Fields that stay
    while the point moves are `kept`. Cancelled when `stop` asks for it.
    """
    variables = (program.inputs[0], program.inputs[1])

    def shades() -> tuple[Array, Array, tuple[Shade, ...]]:
        x, y = grid(wanted)
        found = (
            fields(program, x, y, rest, _shades_of(wanted), stop, wanted.draft)
            if differentiated
            else [("value", _values(program, x, y, rest))]
        )
        if wanted.view not in RELIEFS:
            own = wanted.own_scales
            return x, y, shaded(found, name, variables, x, y, wanted.draft, own)
        parts = [part for part in (found[:1], found[1:]) if part]  # colours have their own scale
        return x, y, tuple(
            shade for part in parts for shade in shaded(part, name, variables, x, y)
        )

    given = (program, tuple(rest), name, differentiated)
    wanted_there = replace(wanted, arrowing=USUAL_ARROWING)  # fields do not depend on arrows
    whole = (*given, replace(wanted_there, draft=False))
    finished = kept.holds(("fields", key), whole)  # no draft of what is there already
    stage = ("draft fields", key) if wanted.draft and not finished else ("fields", key)
    x, y, found = kept.once(stage, (*given, wanted_there) if "draft" in stage[0] else whole, shades)
    if differentiated:
        spot = spot_at(key, name, program, at, rest, draft=wanted.draft, held=held)
    else:
        value = float(_values(program, np.array(at[:1]), np.array(at[1:]), rest)[0, 0])
        spot = Spot(key, name, variables, at, value if np.isfinite(value) else None, held=held)
    over = None
    if differentiated and wanted.view == "arrows":
        across = (wanted.plane.x_max - wanted.plane.x_min) / max(wanted.width, 1)
        ends = (float(x[0]), float(x[-1])), (float(y[0]), float(y[-1]))
        sought = (program, tuple(rest), ends, across, wanted.arrowing)
        vectors = gradient_of(program, rest, stop)
        over = kept.once(
            ("arrows", key), sought, lambda: arrows(vectors, *ends, across, wanted.arrowing, stop)
        )
    return PlaneFrame(key, name, variables, x, y, found, spot, held, over)


def marked(
    plane: PlaneFrame, chosen: Several, program: Program, rest: Sequence[float], draft: bool,
    stop: Stop, kept: Kept,
) -> PlaneFrame:  # fmt: skip
    """The frame with what is to be drawn at its point; what did not change is `kept`.

    `program` and `rest` are those of the function; a draft takes longer steps downhill.
    """
    direction, shape = direction_of(chosen, plane.variables), plane.spot.quadratic
    lines: tuple[Contour, ...] = ()
    if chosen.marks.model and shape is not None:
        seen = (id(shape), id(plane.shades[0]))  # what is kept holds both
        lines = kept.once(
            ("model", plane.key), seen, lambda: (plane, model_contours(plane, shape))
        )[1]
    way: Array | None = None
    if chosen.marks.descent and plane.spot.gradient is not None:
        seen = (program, tuple(rest), plane.spot.at, *plane.x[[0, -1]], *plane.y[[0, -1]], draft)
        way = kept.once(
            ("descent", plane.key), seen, lambda: downhill(plane, program, rest, draft, stop)
        )
    return replace(
        plane, marks=chosen.marks, direction=direction, model=lines, descent=way  # type: ignore[arg-type]
    )  # fmt: skip


def criticals_of(
    plane: PlaneFrame, program: Program, rest: Sequence[float], draft: bool, stop: Stop, kept: Kept
) -> PlaneFrame:
    """The frame with the critical points in sight; a draft keeps those that are known."""
    from core.explore.critical import criticals

    box = (float(plane.x[0]), float(plane.x[-1])), (float(plane.y[0]), float(plane.y[-1]))
    stage, key = ("critical", plane.key), (program, tuple(rest), *box)
    if draft and not kept.holds(stage, key):
        return plane
    found = kept.once(stage, key, lambda: criticals(program, rest, *box, stop))
    return replace(plane, critical=found)


def downhill(
    plane: PlaneFrame, program: Program, rest: Sequence[float], draft: bool, stop: Stop
) -> Array:
    """The way of steepest descent from the point to the edge of the view or to its end."""
    from core.calculus.fields import field

    def slope(x: float, y: float) -> tuple[float, float]:
        found = field(program, np.array([x]), np.array([y]), rest, "gradient").gradient
        assert found is not None
        return float(found[0, 0, 0]), float(found[0, 0, 1])

    def bend(x: float, y: float) -> tuple[Array, Array]:
        found = field(program, np.array([x]), np.array([y]), rest)
        assert found.gradient is not None
        assert found.hessian is not None
        return found.gradient[0, 0], found.hessian[0, 0]

    low, high = (plane.x[0], plane.y[0]), (plane.x[-1], plane.y[-1])
    count = DRAFT_DESCENT if draft else DESCENT
    step = 1.5 * max(float(plane.x[-1] - plane.x[0]), float(plane.y[-1] - plane.y[0])) / count
    return steepest(slope, plane.spot.at, low, high, step, count, stop, bend)  # type: ignore[arg-type]


def model_contours(plane: PlaneFrame, shape: Quadratic) -> tuple[Contour, ...]:
    """The contours of the quadratic model over the whole view, at the levels of those of f."""
    x = np.linspace(plane.x[0], plane.x[-1], MODEL)
    y = np.linspace(plane.y[0], plane.y[-1], MODEL)
    (a, b), first = plane.spot.at, plane.shades[0]
    values = shape.model(np.stack(np.meshgrid(x - a, y - b), -1))
    if first.what == "value":
        levels = [each.level for each in first.contours]
    else:
        levels = round_levels(float(values.min()), float(values.max()), LEVELS)
    return contours(x, y, values, levels)


def _shades_of(wanted: Wanted) -> tuple[str, ...]:
    """What the fields of a view are: f and its second derivatives, or the one that is chosen.

    A surface has its heights first, then what its colours say.
    """
    if wanted.view in RELIEFS:
        return ("value",) if wanted.shade == "value" else ("value", wanted.shade)
    return ("value", *ENTRIES) if wanted.view == "hessian" else (wanted.shade,)


def grid(wanted: Wanted) -> tuple[Array, Array]:
    """Places of x (nx,) and y (ny,), both ends of the view among them.

    One unit is as long down as across: y reaches as far from its middle as the height shows.
    """
    plane, most = wanted.plane, DRAFT if wanted.draft else FULL
    if wanted.view in RELIEFS:
        most = DRAFT_RELIEF if wanted.draft else RELIEF
    longer = max(wanted.width, wanted.height, 1)
    across, down = (
        max(LEAST, PARTS * round((most - 1) * side / longer / PARTS) + 1)
        for side in (wanted.width, wanted.height)
    )
    middle = plane.y_min / 2 + plane.y_max / 2
    reach = (plane.x_max - plane.x_min) / max(wanted.width, 1) * max(wanted.height, 1) / 2
    return np.linspace(plane.x_min, plane.x_max, across), np.linspace(
        middle - reach, middle + reach, down
    )


def spot_at(
    key: int, name: str, program: Program, at: tuple[float, float], rest: Sequence[float], *,
    draft: bool, held: bool = False,
) -> Spot:  # fmt: skip
    """The point; a draft takes autograd's numbers as they are, else series look twice."""
    from core.calculus.points import of_several

    names = program.inputs[: len(at)]
    found = _plain(program, at, rest) if draft else None
    if found is None:
        found = of_several(program, names, np.array([at], float), rest, 2)[0]
    value = None if found.value is None else float(found.value)
    slope, bend = found.gradient, found.hessian
    shape = None
    if value is not None and slope is not None and bend is not None:
        shape = quadratic(value, slope, bend)
    return Spot(
        key, name, tuple(names), at, value, slope, bend, shape, found.status, found.note, held
    )


def _plain(program: Program, at: tuple[float, float], rest: Sequence[float]) -> PointResult | None:
    """Autograd's numbers at the point, replayed; None where there is a doubt."""
    from core.calculus.fields import field
    from core.calculus.points import PointResult
    from core.calculus.switches import suspects

    x, y = (np.array([each]) for each in at)
    if program.differentiates or suspects(program, run_numpy(program, [x, y, *rest]), 1).any():
        return None
    found = field(program, x, y, list(rest))
    assert found.gradient is not None
    assert found.hessian is not None
    value, slope, bend = float(found.value[0, 0]), found.gradient[0, 0], found.hessian[0, 0]
    if not (np.isfinite(value) and np.isfinite(slope).all() and np.isfinite(bend).all()):
        return None
    return PointResult(value, slope.copy(), bend.copy(), None, Status.OK, "")


def _values(program: Program, x: Array, y: Array, rest: Sequence[float]) -> Array:
    if program.differentiates:
        return np.full((len(y), len(x)), np.nan)
    out = run_numpy(program, [x[None, :], y[:, None], *rest])[program.output]
    return np.broadcast_to(np.asarray(out, float), (len(y), len(x)))
