"""Shades: what the colours of a field of two variables say, where they run, and its contours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core.explore.quadratic import FLAT
from core.frame import Contour, Shade

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.fields import Field, What
    from core.calculus.program import Program

    Array = NDArray[np.float64]
    Stop = Callable[[], bool]

LEVELS = 18
FEWER_LEVELS = 6  # of the small fields
QUANTILE = 0.99
FAR = 1.5  # times the quantile: what lies beyond is cut off
LOPSIDED = 0.05  # a range that hardly reaches across 0 counts as one-sided
ENOUGH = 3_000  # values for a quantile
ENTRIES = ("xx", "xy", "yx", "yy")
DEFINITENESS = ("maximum-like", "saddle-like", "minimum-like", "flat")
OUTLINE = "outline"


def fields(
    program: Program, x: Array, y: Array, rest: Sequence[float], wanted: Sequence[str], stop: Stop,
    draft: bool = False,
) -> list[tuple[str, Array]]:  # fmt: skip
    """What the wanted shades are on the grid of x (nx,) and y (ny,), each (ny, nx) float64.

    The first two inputs of the program are its variables, `rest` are the others. Cancelled when
    `stop` asks for it. With "definiteness" goes one field more, `OUTLINE`: it is 0 between the
    regions. A draft is not mended at its switches. Needs torch.
    """
    from core.calculus.fields import ORDERS, field
    from core.calculus.mended import mended

    orders: list[What] = [_ORDER.get(each, "hessian") for each in wanted]
    order = max(orders, key=lambda each: ORDERS[each])
    result = field(program, x, y, list(rest), order, stop)
    if not draft:
        result = mended(program, x, y, rest, result)
    found = [(each, _READ[each](result)) for each in wanted]
    if "definiteness" in wanted:
        found.append((OUTLINE, _det(result)))
    return found


_ORDER: dict[str, What] = {"value": "value", "slope": "gradient", "x": "gradient", "y": "gradient"}


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


def _definiteness(result: Field) -> Array:
    """The place in `DEFINITENESS` of what the eigenvalues of the Hessian say."""
    upper, lower = _eigenvalue(1.0)(result), _eigenvalue(-1.0)(result)
    edge = FLAT * np.maximum(np.abs(upper), np.abs(lower))
    out = np.full(upper.shape, float(DEFINITENESS.index("flat")))
    out[lower > edge] = DEFINITENESS.index("minimum-like")
    out[upper < -edge] = DEFINITENESS.index("maximum-like")
    out[(upper > edge) & (lower < -edge)] = DEFINITENESS.index("saddle-like")
    out[np.isnan(upper)] = np.nan
    return out


_READ: dict[str, Callable[[Field], Array]] = {
    "value": _value, "slope": _slope, "x": _partial(0), "y": _partial(1),
    "xx": _entry(0, 0), "xy": _entry(0, 1), "yx": _entry(1, 0), "yy": _entry(1, 1),
    "det": _det, "trace": _trace, "largest": _eigenvalue(1.0), "smallest": _eigenvalue(-1.0),
    "definiteness": _definiteness,
}  # fmt: skip


# --- colours and contours ---


def shaded(
    found: list[tuple[str, Array]], name: str, variables: tuple[str, str], x: Array, y: Array,
    draft: bool = False, own_scales: bool = False,
) -> tuple[Shade, ...]:  # fmt: skip
    """The fields with their colours; those after the first share one scale, unless on their own.

    The contours of a draft are found on every fourth sample, those of the small fields on fewer.
    """
    few, fewer = (4, 8) if draft else (1, 2)
    if found[-1][0] == OUTLINE:
        return (_kinds(found[0][1], found[-1][1], x, y, few),)
    first, *entries = found
    spans = {what: _range(values) for what, values in entries if what != "yx"}
    limits = {what: _limit(values, spans[what]) for what, values in entries if what in spans}
    if not own_scales:
        limits = dict.fromkeys(limits, max(limits.values(), default=1.0))
    made = {
        what: _shade(what, values, name, variables, -limits[what], limits[what], spans[what][2],
                     x, y, FEWER_LEVELS, fewer)
        for what, values in entries if what != "yx"
    }  # fmt: skip
    if "xy" in made:  # what autograd differentiates has a symmetric Hessian
        made["yx"] = replace(made["xy"], what="yx", latex=_latex("yx", name, variables))
    largest = _shade(*first, name, variables, *_range(first[1]), x, y, LEVELS, few)
    return (largest, *(made[what] for what, _ in entries))


def _limit(values: Array, span: tuple[float, float, bool]) -> float:
    """The end of a scale around 0; that of a constant is its size."""
    low, high = float(values.min()), float(values.max())
    if low == high and np.isfinite(low):
        return abs(low) or 1.0
    return max(-span[0], span[1]) or 1.0


def _shade(
    what: str, values: Array, name: str, variables: tuple[str, str], low: float, high: float,
    beyond: bool, x: Array, y: Array, most: int, every: int,
) -> Shade:  # fmt: skip
    weaker = min(max(-low, 0.0), max(high, 0.0))
    signed = weaker > LOPSIDED * max(-low, high)
    if signed:
        high = max(-low, high)
        low = -high
    lines = _thinned(x, y, values, round_levels(low, high, most), every)
    return Shade(what, _latex(what, name, variables), values, low, high, signed, beyond, lines)


def _thinned(
    x: Array, y: Array, values: Array, levels: list[float], every: int
) -> tuple[Contour, ...]:
    """The contours by every second, fourth ... sample along each side, the last among them."""
    if (len(x) - 1) % every or (len(y) - 1) % every:
        every = 1
    return contours(x[::every], y[::every], values[::every, ::every], levels)


def toned(what: str, latex: str, values: Array, x: Array, y: Array, most: int) -> Shade:
    """A field (ny, nx) of any kind with colours of its own and at most so many contours."""
    shade = _shade("value", values, "", ("x", "y"), *_range(values), x, y, most, 1)
    return replace(shade, what=what, latex=latex)


def _kinds(values: Array, outline: Array, x: Array, y: Array, every: int) -> Shade:
    """Regions by name; a line where the determinant of the Hessian is zero."""
    return Shade(
        "definiteness", r"\mathrm{definiteness}", values, 0.0, len(DEFINITENESS) - 1.0, True,
        False, _thinned(x, y, outline, [0.0], every), DEFINITENESS,
    )  # fmt: skip


def _range(values: Array) -> tuple[float, float, bool]:
    """From where to where the colours run, and whether values lie outside."""
    low, high = float(values.min()), float(values.max())  # nan where one is
    finite = values.ravel()
    if not (np.isfinite(low) and np.isfinite(high)):
        finite = values[np.isfinite(values)]
        if not len(finite):
            return -1.0, 1.0, False
        low, high = float(finite.min()), float(finite.max())
    bottom, top = _ends(finite, values.shape[-1])
    middle, reach = (bottom + top) / 2, FAR * (top - bottom) / 2
    cut = (low < middle - 2 * reach, high > middle + 2 * reach)
    low, high = (bottom if cut[0] else low), (top if cut[1] else high)
    if high - low <= 1e-12 * max(abs(low), abs(high), 1e-300):
        reach = max(abs(low), 1.0)
        return low - reach, high + reach, False
    return low, high, any(cut)


def _ends(finite: Array, row: int) -> tuple[float, float]:
    """The quantiles at both ends, of enough values; no two of them stand in one column for long."""
    every = max(1, len(finite) // ENOUGH) | 1
    some = finite[:: every + 2 * (every > 1 and row % every == 0)]
    last = len(some) - 1
    places = round((1 - QUANTILE) * last), round(QUANTILE * last)
    ordered = np.partition(some, places)
    return float(ordered[places[0]]), float(ordered[places[1]])


def round_levels(low: float, high: float, most: int) -> list[float]:
    """Round values between low and high, 0 among them where it lies there."""
    rough = (high - low) / most
    power = 10.0 ** np.floor(np.log10(rough))
    step = next((lead * power for lead in (1, 2, 2.5, 5) if lead * power >= rough), 10 * power)
    first, last = int(np.ceil(low / step)), int(np.floor(high / step))
    return [float(k * step) for k in range(first, last + 1) if low < k * step < high]


def contours(x: Array, y: Array, values: Array, levels: list[float]) -> tuple[Contour, ...]:
    """The lines on which a field (ny, nx) has each of the levels, where it has.

    Where it only touches a level, as x^2 does 0, there is none: samples see it by chance.
    """
    if min(values.shape) < 2 or not levels:
        return ()
    unknown = None if np.isfinite(values.sum()) else ~np.isfinite(values)
    if unknown is not None and unknown.all():
        return ()
    made = _generator(x, y, values, unknown)
    found: list[Contour] = []
    for level in levels:
        parted = _parted(values, level)
        here = made if parted is values else _generator(x, y, parted, unknown)
        (points,), (ends,) = here.lines(level)
        if points is not None:
            found.append(Contour(level, points, tuple(ends.tolist())))
    return tuple(found)


def _parted(values: Array, level: float) -> Array:
    """The field with samples that are the level itself above it, where all beside are no lower."""
    equal = values == level
    if not equal.any():
        return values
    below = np.pad(values < level, 1)
    rows = below[:-2] | below[1:-1] | below[2:]
    beside = rows[:, :-2] | rows[:, 1:-1] | rows[:, 2:]
    return np.where(equal & ~beside, np.nextafter(level, np.inf), values)


def _generator(x: Array, y: Array, values: Array, unknown: NDArray[np.bool_] | None) -> Any:
    """Finds contours. Made by its class: what would check its arguments takes longer than it."""
    from contourpy import FillType, LineType, SerialContourGenerator, ZInterp

    across, up = np.meshgrid(x, y)
    given: Any = (across, up, np.ascontiguousarray(values), unknown)
    return SerialContourGenerator(
        *given, corner_mask=unknown is not None, line_type=LineType.ChunkCombinedOffset,
        fill_type=FillType.OuterOffset, quad_as_tri=False, z_interp=ZInterp.Linear,
    )  # fmt: skip


def _latex(what: str, name: str, variables: tuple[str, str]) -> str:
    from core.language.typeset import name_latex

    body, (x, y) = name_latex(name or "f"), map(name_latex, variables)
    if what == "value":
        return body
    if what in ("x", "y", *ENTRIES):
        return f"{body}_{{{what.replace('x', x + ' ').replace('y', y + ' ').strip()}}}"
    return {
        "slope": rf"|\nabla {body}|", "det": r"\det\,H", "trace": r"\mathrm{tr}\,H",
        "largest": r"\lambda_1", "smallest": r"\lambda_2",
    }[what]  # fmt: skip
