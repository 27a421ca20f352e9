"""An independent search: a dense scan of f, f', f'' and bisection, all with 50 digits of mpmath.

It knows the poles, jumps and corners of its functions; it knows nothing of the program's search.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import sympy
from mpmath import mp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DIGITS = 50
SCAN = 1500
BISECTIONS = 170
ZERO = mp.mpf(10) ** -24


@cache
def orders(source: str) -> list[Callable[[Any], Any]]:
    x = sympy.Symbol("x", real=True)
    f = sympy.sympify(source, locals={"x": x})
    modules = [{"DiracDelta": lambda *_: 0}, "mpmath"]  # nothing off the corner
    made = [sympy.lambdify(x, f.diff(x, n).doit(), modules) for n in range(3)]
    return [_real(each) for each in made]


def _real(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def real(x: Any) -> Any:
        try:
            value = mp.mpmathify(function(x))
        except (ZeroDivisionError, ValueError, TypeError):
            return mp.nan
        return value if isinstance(value, mp.mpf) else mp.nan

    return real


def scan(low: float, high: float, dense: Sequence[tuple[float, float]]) -> list[Any]:
    """Places over the view, none of them round, and many more in each dense part."""
    parts = [(low, high, SCAN), *((a, b, 400) for a, b in dense)]
    shift = mp.sqrt(2) / 3
    return sorted(
        mp.mpf(a) + (k + shift) * (mp.mpf(b) - mp.mpf(a)) / count
        for a, b, count in parts
        for k in range(count)
    )


def changes(
    function: Callable[[Any], Any], places: Sequence[Any], breaks: Sequence[float]
) -> list[tuple[Any, int]]:
    """Where the function changes its sign off the breaks, and to which: (place, sign after)."""
    values = [function(x) for x in places]
    found: list[tuple[Any, int]] = []
    for k in range(len(places) - 1):
        low, high = places[k], places[k + 1]
        if not values[k] * values[k + 1] < 0 or any(low <= each <= high for each in breaks):
            continue
        before = mp.sign(values[k])
        for _ in range(BISECTIONS):
            middle = (low + high) / 2
            value = function(middle)
            if value == 0 or mp.isnan(value):
                low = high = middle
                break
            low, high = (middle, high) if mp.sign(value) == before else (low, middle)
        found.append(((low + high) / 2, int(-before)))
    return found


def landmarks(
    source: str, view: tuple[float, float], breaks: Sequence[float] = (),
    corners: Sequence[float] = (), dense: Sequence[tuple[float, float]] = (),
) -> dict[str, list[float]]:  # fmt: skip
    """Roots, minima, maxima and inflections in the view.

    f has no value, or leaps, at the `breaks`; at the `corners` its slope leaps: no inflections.
    """
    with mp.workdps(DIGITS):
        f, slope, bend = orders(source)
        places = scan(*view, dense)
        roots = [x for x, _ in changes(f, places, breaks)]
        turns = changes(slope, places, breaks)
        roots += [x for x, _ in turns if abs(f(x)) < ZERO]
        bends = changes(bend, places, (*breaks, *corners))
        return {
            "root": sorted(map(float, roots)),
            "minimum": [float(x) for x, sign in turns if sign > 0],
            "maximum": [float(x) for x, sign in turns if sign < 0],
            "inflection": [float(x) for x, _ in bends],
        }
