"""Functions of two variables: fields with their contours, and the point in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core.calculus.numpy_rows import values as run_numpy
from core.choices import USUAL_ARROWING, Arrowing
from core.explore.arrows import arrows
from core.explore.quadratic import quadratic
from core.frame import Contour, PlaneFrame, Shade, Spot, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.fields import Field
    from core.calculus.points import PointResult
    from core.calculus.program import Program
    from core.document import Plane
    from core.kept import Kept

    Array = NDArray[np.float64]
    Stop = Callable[[], bool]

FULL, DRAFT = 320, 128  # points along the longer side
LEAST = 24
LEVELS = 18
FEWER_LEVELS = 6  # of the small fields
QUANTILE = 0.99
FAR = 1.5  # times the quantile: what lies beyond is cut off
LOPSIDED = 0.05  # a range that hardly reaches across 0 counts as one-sided
_STRIDE = 20_000  # values that are enough for a quantile
_ENTRIES = ("xx", "xy", "yx", "yy")


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
            _fields(program, x, y, rest, wanted, stop)
            if differentiated
            else [("value", _values(program, x, y, rest))]
        )
        return x, y, _shaded(found, name, variables, x, y)

    given = (program, tuple(rest), name, differentiated)
    whole = (*given, replace(wanted, draft=False))
    finished = kept.holds(("fields", key), whole)  # no draft of what is there already
    stage = ("draft fields", key) if wanted.draft and not finished else ("fields", key)
    x, y, found = kept.once(stage, (*given, wanted) if "draft" in stage[0] else whole, shades)
    if differentiated:
        spot = spot_at(key, name, program, at, rest, draft=wanted.draft, held=held)
    else:
        value = float(_values(program, np.array(at[:1]), np.array(at[1:]), rest)[0, 0])
        spot = Spot(key, name, variables, at, value if np.isfinite(value) else None, held=held)
    over = None
    if differentiated and wanted.view == "arrows":
        across = (wanted.plane.x_max - wanted.plane.x_min) / max(wanted.width, 1)
        ends = (float(x[0]), float(x[-1])), (float(y[0]), float(y[-1]))
        sought = (program, tuple(rest), *ends, across, wanted.arrowing.log)
        over = kept.once(("arrows", key), sought, lambda: arrows(*sought, stop))
    return PlaneFrame(key, name, variables, x, y, found, spot, held, over)


def grid(wanted: Wanted) -> tuple[Array, Array]:
    """Places of x (nx,) and y (ny,), both ends of the view among them.

    One unit is as long down as across: y reaches as far from its middle as the height shows.
    """
    plane, most = wanted.plane, DRAFT if wanted.draft else FULL
    longer = max(wanted.width, wanted.height, 1)
    across = max(LEAST, round(most * wanted.width / longer))
    down = max(LEAST, round(most * wanted.height / longer))
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


def _fields(
    program: Program, x: Array, y: Array, rest: Sequence[float], wanted: Wanted, stop: Stop
) -> list[tuple[str, Array]]:
    from core.calculus.fields import field

    every = wanted.view == "hessian"
    first = "value" if every else wanted.shade
    order: Any = "hessian" if every else _ORDER.get(first, "hessian")
    result = field(program, x, y, list(rest), order, stop)
    found = [(first, _READ[first](result))]
    if every:
        found += [(entry, _READ[entry](result)) for entry in _ENTRIES]
    return found


_ORDER = {"value": "value", "slope": "gradient", "x": "gradient", "y": "gradient"}


def _entry(i: int, j: int) -> Callable[[Field], Array]:
    def read(result: Field) -> Array:
        assert result.hessian is not None
        return result.hessian[..., i, j]

    return read


def _partial(i: int) -> Callable[[Field], Array]:
    def read(result: Field) -> Array:
        assert result.gradient is not None
        return result.gradient[..., i]

    return read


def _value(result: Field) -> Array:
    return result.value


def _slope(result: Field) -> Array:
    return np.hypot(_partial(0)(result), _partial(1)(result))


def _trace(result: Field) -> Array:
    return _entry(0, 0)(result) + _entry(1, 1)(result)


def _det(result: Field) -> Array:
    return _entry(0, 0)(result) * _entry(1, 1)(result) - _entry(0, 1)(result) ** 2


def _eigenvalue(sign: float) -> Callable[[Field], Array]:
    def read(result: Field) -> Array:
        middle = _trace(result) / 2
        apart = np.hypot((_entry(0, 0)(result) - _entry(1, 1)(result)) / 2, _entry(0, 1)(result))
        return middle + sign * apart

    return read


_READ: dict[str, Callable[[Field], Array]] = {
    "value": _value, "slope": _slope, "x": _partial(0), "y": _partial(1),
    "xx": _entry(0, 0), "xy": _entry(0, 1), "yx": _entry(1, 0), "yy": _entry(1, 1),
    "det": _det, "trace": _trace, "largest": _eigenvalue(1.0), "smallest": _eigenvalue(-1.0),
}  # fmt: skip


# --- colours and contours ---


def _shaded(
    found: list[tuple[str, Array]], name: str, variables: tuple[str, str], x: Array, y: Array
) -> tuple[Shade, ...]:
    """The fields with their colours; those of the Hessian share one scale."""
    first, *entries = found
    ranges = [_range(values) for _, values in entries]
    limit = max((max(-low, high) for low, high, _ in ranges), default=1.0) or 1.0
    shades = [_shade(*first, name, variables, *_range(first[1]), x, y, LEVELS)]
    for (what, values), (_, _, beyond) in zip(entries, ranges, strict=True):
        cut = beyond or bool(np.nanmax(np.abs(values), initial=0.0) > limit)
        shades.append(
            _shade(what, values, name, variables, -limit, limit, cut, x, y, FEWER_LEVELS)
        )
    return tuple(shades)


def _shade(
    what: str, values: Array, name: str, variables: tuple[str, str], low: float, high: float,
    beyond: bool, x: Array, y: Array, most: int,
) -> Shade:  # fmt: skip
    weaker = min(max(-low, 0.0), max(high, 0.0))
    signed = weaker > LOPSIDED * max(-low, high)
    if signed:
        high = max(-low, high)
        low = -high
    levels = _levels(low, high, most)
    contours = _contours(x, y, values, levels)
    return Shade(what, _latex(what, name, variables), values, low, high, signed, beyond, contours)


def _range(values: Array) -> tuple[float, float, bool]:
    """From where to where the colours run, and whether values lie outside."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return -1.0, 1.0, False
    low, high = float(finite.min()), float(finite.max())
    some = finite[:: max(1, len(finite) // _STRIDE)]
    bottom, top = (float(each) for each in np.quantile(some, (1 - QUANTILE, QUANTILE)))
    middle, reach = (bottom + top) / 2, FAR * (top - bottom) / 2
    cut = (low < middle - 2 * reach, high > middle + 2 * reach)
    low, high = (bottom if cut[0] else low), (top if cut[1] else high)
    if high - low <= 1e-12 * max(abs(low), abs(high), 1e-300):
        reach = max(abs(low), 1.0)
        return low - reach, high + reach, False
    return low, high, any(cut)


def _levels(low: float, high: float, most: int) -> list[float]:
    """Round values between low and high, 0 among them where it lies there."""
    rough = (high - low) / most
    power = 10.0 ** np.floor(np.log10(rough))
    step = next((lead * power for lead in (1, 2, 2.5, 5) if lead * power >= rough), 10 * power)
    first, last = int(np.ceil(low / step)), int(np.floor(high / step))
    return [float(k * step) for k in range(first, last + 1) if low < k * step < high]


def _contours(x: Array, y: Array, values: Array, levels: list[float]) -> tuple[Contour, ...]:
    from contourpy import contour_generator

    if min(values.shape) < 2 or not np.isfinite(values).any():
        return ()
    whole = values if np.isfinite(values).all() else np.ma.masked_invalid(values)
    made = contour_generator(x, y, whole, line_type="Separate")
    found = [Contour(level, tuple(map(np.asarray, made.lines(level)))) for level in levels]
    return tuple(each for each in found if each.lines)


def _latex(what: str, name: str, variables: tuple[str, str]) -> str:
    from core.language.typeset import name_latex

    body, (x, y) = name_latex(name or "f"), map(name_latex, variables)
    if what == "value":
        return body
    if what in ("x", "y", *_ENTRIES):
        return f"{body}_{{{what.replace('x', x + ' ').replace('y', y + ' ').strip()}}}"
    return {
        "slope": rf"|\nabla {body}|", "det": r"\det\,H", "trace": r"\mathrm{tr}\,H",
        "largest": r"\lambda_1", "smallest": r"\lambda_2",
    }[what]  # fmt: skip


