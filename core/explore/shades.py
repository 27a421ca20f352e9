"""Shades: what the colours of a field of two variables say, where they run, and its contours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

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
_STRIDE = 20_000  # values that are enough for a quantile
ENTRIES = ("xx", "xy", "yx", "yy")
DEFINITENESS = ("maximum-like", "saddle-like", "minimum-like", "flat")
OUTLINE = "outline"


def fields(
    program: Program, x: Array, y: Array, rest: Sequence[float], wanted: Sequence[str], stop: Stop
) -> list[tuple[str, Array]]:
    """What the wanted shades are on the grid of x (nx,) and y (ny,), each (ny, nx) float64.

    The first two inputs of the program are its variables, `rest` are the others. Cancelled when
    `stop` asks for it. With "definiteness" goes one field more, `OUTLINE`: it is 0 between the
    regions. Needs torch.
    """
    from core.calculus.fields import ORDERS, field

    orders: list[What] = [_ORDER.get(each, "hessian") for each in wanted]
    order = max(orders, key=lambda each: ORDERS[each])
    result = field(program, x, y, list(rest), order, stop)
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
    found: list[tuple[str, Array]], name: str, variables: tuple[str, str], x: Array, y: Array
) -> tuple[Shade, ...]:
    """The fields with their colours; those after the first share one scale."""
    if found[-1][0] == OUTLINE:
        return (_kinds(found[0][1], found[-1][1], x, y),)
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
    levels = round_levels(low, high, most)
    lines = contours(x, y, values, levels)
    return Shade(what, _latex(what, name, variables), values, low, high, signed, beyond, lines)


def toned(what: str, latex: str, values: Array, x: Array, y: Array, most: int) -> Shade:
    """A field (ny, nx) of any kind with colours of its own and at most so many contours."""
    shade = _shade("value", values, "", ("x", "y"), *_range(values), x, y, most)
    return replace(shade, what=what, latex=latex)


def _kinds(values: Array, outline: Array, x: Array, y: Array) -> Shade:
    """Regions by name; a line where the determinant of the Hessian is zero."""
    return Shade(
        "definiteness", r"\mathrm{definiteness}", values, 0.0, len(DEFINITENESS) - 1.0, True,
        False, contours(x, y, outline, [0.0]), DEFINITENESS,
    )  # fmt: skip


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


def round_levels(low: float, high: float, most: int) -> list[float]:
    """Round values between low and high, 0 among them where it lies there."""
    rough = (high - low) / most
    power = 10.0 ** np.floor(np.log10(rough))
    step = next((lead * power for lead in (1, 2, 2.5, 5) if lead * power >= rough), 10 * power)
    first, last = int(np.ceil(low / step)), int(np.floor(high / step))
    return [float(k * step) for k in range(first, last + 1) if low < k * step < high]


def contours(x: Array, y: Array, values: Array, levels: list[float]) -> tuple[Contour, ...]:
    """The lines on which a field (ny, nx) has each of the levels, where it has."""
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
    if what in ("x", "y", *ENTRIES):
        return f"{body}_{{{what.replace('x', x + ' ').replace('y', y + ' ').strip()}}}"
    return {
        "slope": rf"|\nabla {body}|", "det": r"\det\,H", "trace": r"\mathrm{tr}\,H",
        "largest": r"\lambda_1", "smallest": r"\lambda_2",
    }[what]  # fmt: skip
