"""Numbers checked: on how many digits autograd, SymPy and series of 60 digits agree.

Each route gives f and its derivatives; what follows from them, such as a curvature or an
eigenvalue, is computed for each route with many digits, so that it agrees as far as they do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from core.agreement import AUTOGRAD, MOST, SERIES, SYMBOLIC, Agreed, Route
from core.calculus.exact import exact_along, exact_of_one, exact_of_several
from core.calculus.precise import mp

if TYPE_CHECKING:

    from core.calculus.program import Program

    Numbers = Sequence[float]

Named: TypeAlias = Mapping[str, Any]
Routes: TypeAlias = Mapping[str, Named]

DIGITS = 40  # of what follows from the numbers
SHOWN = 25  # digits of a route, as it is told
MOST_WHOLE = 6  # variables of which every entry is followed


def agreed(routes: Routes) -> dict[str, Agreed]:
    """What the routes agree on, number by number; `routes` hold numbers by name, or None.

    A number that one route lacks is compared among the others.
    """
    names = dict.fromkeys(name for each in routes.values() for name in each)
    with mp.workdps(DIGITS):
        scales = _scales(routes)
        return {
            name: one
            for name in names
            if (one := _agreed(name, routes, scales.get(name.partition(" ")[0], 0))) is not None
        }


def _agreed(name: str, routes: Routes, scale: Any) -> Agreed | None:
    known = {key: found[name] for key, found in routes.items() if _finite(found.get(name))}
    if AUTOGRAD not in known:
        return None
    told = tuple(Route(key, _text(number)) for key, number in known.items())
    if len(known) == 1:
        return Agreed(None, told, "only autograd gives this number")
    return Agreed(common_digits(list(known.values()), scale), told)


def common_digits(numbers: Sequence[Any], scale: Any = 0) -> int:
    """The significant digits on which numbers agree, at most `MOST`.

    Beside a zero, digits are counted from the size of what it stands among (`scale`), or from 1.
    """
    apart = max((abs(a - b) for a, b in combinations(numbers, 2)), default=mp.mpf(0))
    if not apart:
        return MOST
    sizes = [abs(each) for each in numbers]
    size = max(sizes) if min(sizes) else max(scale, 0) or mp.mpf(1)
    return max(0, min(MOST, int(mp.floor(-mp.log10(apart / size)))))


def _scales(routes: Routes) -> dict[str, Any]:
    """The largest entry of each array: gradient, hessian, jacobian ..."""
    largest: dict[str, Any] = {}
    for found in routes.values():
        for name, number in found.items():
            array, _, place = name.partition(" ")
            if place and _finite(number) and array != "derivative":
                largest[array] = max(largest.get(array, 0), abs(number))
    return largest


def _finite(number: Any) -> bool:
    return number is not None and bool(mp.isfinite(number))


def _text(number: Any) -> str:
    return str(mp.nstr(mp.mpmathify(number), SHOWN if not isinstance(number, float) else 17))


# --- one variable ---


def check_of_one(
    program: Program, x: float, rest: Numbers, order: int, symbolic: Sequence[Any] | None = None
) -> dict[str, Agreed]:
    """f, f', ..., f^(order) at x, and what the tangent card says; `symbolic` are SymPy's own."""
    from core.calculus.derivatives import derivatives

    plain: list[Any] = derivatives(program, np.array([x], float), rest, order)[:, 0].tolist()
    series = exact_of_one(program, x, rest, order)
    return agreed({
        key: _curve_words(x, numbers)
        for key, numbers in ((AUTOGRAD, plain), (SYMBOLIC, symbolic), (SERIES, series))
        if numbers is not None
    })  # fmt: skip


def _curve_words(x: float, numbers: Sequence[Any]) -> Named:
    found = {f"derivative {n}": each for n, each in enumerate(numbers)}
    if len(numbers) < 2 or not all(map(_finite, numbers[:2])):
        return found
    with mp.workdps(DIGITS):
        value, slope = map(mp.mpmathify, numbers[:2])
        found |= {"angle": mp.degrees(mp.atan(slope)), "intercept": value - slope * x}
        if len(numbers) > 2 and _finite(numbers[2]):
            bend = numbers[2] / mp.sqrt(1 + slope**2) ** 3
            found |= {"curvature": bend, "radius": abs(1 / bend) if bend else None}
    return found


def check_of_places(
    program: Program, places: Numbers, vanishing: Sequence[int], rest: Numbers
) -> dict[str, Agreed]:
    """f at places, and where a derivative vanishes the place itself, moved by a Newton step.

    `vanishing` has the order of that derivative, 0 where none is known to vanish.
    """
    from core.calculus.derivatives import derivatives

    found: dict[str, Agreed] = {}
    values = derivatives(program, np.array(places, float), rest, 0)[0].tolist()
    for k, (x, value, order) in enumerate(zip(places, values, vanishing, strict=True)):
        series = exact_of_one(program, x, rest, order + 1 if order else 0)
        name, place = f"course {k}", f"place {k}"
        plain = {name: value, place: x if order else None}
        exact = {name: series[0], place: _newton(x, series[-2:]) if order else None}
        found |= agreed({AUTOGRAD: plain, SERIES: exact})
    return found


def _newton(x: float, last: Sequence[Any]) -> Any:
    slope, bend = last
    if not _finite(slope) or not _finite(bend) or not bend:
        return None
    with mp.workdps(DIGITS):
        return x - slope / bend


# --- several variables ---


def check_of_several(
    program: Program, at: Numbers, rest: Numbers, order: int = 2,
    symbolic: Mapping[str, Any] | None = None, direction: Numbers = (),
) -> dict[str, Agreed]:  # fmt: skip
    """Value, gradient, Hessian at a point, and what follows from them.

    `symbolic` has SymPy's "value", "gradient" and "hessian"; `direction` is that of slope, bend
    and H v. Of more than `MOST_WHOLE` variables only value, slope and bend are followed.
    """
    if len(at) > MOST_WHOLE:
        return _of_many(program, at, rest, order, direction)
    value, gradient, matrix = exact_of_several(program, at, rest, order)
    series = {"value": value, "gradient": gradient, "hessian": matrix}
    routes = {AUTOGRAD: _autograd(program, at, rest, order), SYMBOLIC: symbolic, SERIES: series}
    return agreed({
        key: _spot_words(found, direction)
        for key, found in routes.items()
        if found is not None
    })  # fmt: skip


def _autograd(program: Program, at: Numbers, rest: Numbers, order: int) -> dict[str, Any]:
    from core.calculus.derivatives import hessian, value_and_gradient

    points = np.array([at], float)
    if order < 2:
        value, slope = value_and_gradient(program, points, rest)
        return {"value": float(value[0]), "gradient": slope[0].tolist(), "hessian": []}
    value, slope, bend = hessian(program, points, rest)
    return {"value": float(value[0]), "gradient": slope[0].tolist(), "hessian": bend[0].tolist()}


def _of_many(
    program: Program, at: Numbers, rest: Numbers, order: int, direction: Numbers
) -> dict[str, Agreed]:
    from core.calculus.derivatives import value_and_gradient
    from core.calculus.directional import hvp

    way = list(direction) or [1.0, *[0.0] * (len(at) - 1)]
    points, along = np.array([at], float), np.array(way)
    value, slope = value_and_gradient(program, points, rest)
    plain = {"value": float(value[0]), "slope": float(slope[0] @ along)}
    if order > 1:
        plain["bend"] = float(hvp(program, points, rest, along)[0] @ along)
    series = exact_along(program, at, way, rest)
    return agreed({AUTOGRAD: plain, SERIES: dict(zip(plain, series, strict=False))})


def _spot_words(found: Mapping[str, Any], direction: Numbers) -> Named:
    slope, bend = found["gradient"], found["hessian"]
    words: dict[str, Any] = {"value": found["value"]}
    words |= {f"gradient {k}": each for k, each in enumerate(slope)}
    words |= _entries("hessian", bend)
    with mp.workdps(DIGITS):
        if slope and all(map(_finite, slope)):
            words |= _gradient_words([mp.mpmathify(each) for each in slope], direction)
        if bend and all(_finite(each) for row in bend for each in row):
            words |= _hessian_words(mp.matrix(bend), direction)
    return words


def _entries(name: str, matrix: Sequence[Sequence[Any]]) -> dict[str, Any]:
    return {
        f"{name} {i} {j}": each for i, row in enumerate(matrix) for j, each in enumerate(row)
    }


def _gradient_words(slope: Sequence[Any], direction: Numbers) -> dict[str, Any]:
    words: dict[str, Any] = {"length": mp.norm(slope)}
    if len(slope) == 2:
        words["steepest"] = mp.degrees(mp.atan2(slope[1], slope[0]))
    if direction:
        words["slope"] = mp.fdot(slope, direction)
        words["rise"] = words["slope"] / mp.norm(direction)
    return words


def _hessian_words(bend: Any, direction: Numbers) -> dict[str, Any]:
    d = bend.rows
    values = sorted(mp.eigsy(bend, eigvals_only=True), reverse=True)
    words: dict[str, Any] = {f"eigenvalue {k}": each for k, each in enumerate(values)}
    sizes = [abs(each) for each in values]
    words["determinant"] = mp.fprod(values)
    words["trace"] = mp.fsum(bend[k, k] for k in range(d))
    words["condition"] = max(sizes) / min(sizes) if min(sizes) else None
    if direction:
        pushed = [mp.fdot([bend[i, j] for j in range(d)], direction) for i in range(d)]
        size = mp.norm(direction)
        words |= {f"product {k}": each for k, each in enumerate(pushed)}
        words["pushed"] = mp.norm(pushed)
        words["bend"] = mp.fdot(pushed, direction)
        words["bow"] = words["bend"] / size**2
    return words


# --- maps ---


def check_of_map(
    program: Program, at: Numbers, rest: Numbers, symbolic: Mapping[str, Any] | None = None,
    direction: Numbers = (), weights: Numbers = (),
) -> dict[str, Agreed]:  # fmt: skip
    """Components and Jacobian of a map at a point, and what follows from them; of a curve its
    motion too.

    `symbolic` has SymPy's "value" (m,) and "jacobian" (m, d); `direction` (d,) is that of J v,
    `weights` (m,) are those of w'J. Empty for large maps, and for those whose components are not
    listed.
    """
    from core.calculus.directional import jacobian

    if max(len(at), program.rows) > MOST_WHOLE or program.steps[program.output].op != "stack":
        return {}
    values, matrices = jacobian(program, np.array([at], float), rest)
    parts = [
        exact_of_several(program.component(k), at, rest, 1) for k in range(program.rows)
    ]
    series = {"value": [each[0] for each in parts], "jacobian": [each[1] for each in parts]}
    plain = {"value": values[0].tolist(), "jacobian": matrices[0].tolist()}
    routes = {
        key: dict(_map_words(found, direction, weights))
        for key, found in ((AUTOGRAD, plain), (SYMBOLIC, symbolic), (SERIES, series))
        if found is not None
    }  # fmt: skip
    if len(at) == 1 and program.rows in (2, 3):
        for key, motion in _motions(program, at[0], rest):
            routes[key] |= _curve_motion(motion)
    return agreed(routes)


def _motions(program: Program, t: float, rest: Numbers) -> list[tuple[str, list[list[Any]]]]:
    """Value, velocity and acceleration of each component, by autograd and by the series."""
    from core.calculus.derivatives import derivatives

    parts = [program.component(k) for k in range(program.rows)]
    plain = [derivatives(each, np.array([t], float), rest, 2)[:, 0].tolist() for each in parts]
    return [(AUTOGRAD, plain), (SERIES, [exact_of_one(each, t, rest, 2) for each in parts])]


def _curve_motion(motion: Sequence[Sequence[Any]]) -> dict[str, Any]:
    if not all(_finite(each) for row in motion for each in row):
        return {}
    with mp.workdps(DIGITS):
        velocity, acceleration = ([mp.mpf(row[n]) for row in motion] for n in (1, 2))
        words = {f"velocity {k}": each for k, each in enumerate(velocity)}
        words |= {f"acceleration {k}": each for k, each in enumerate(acceleration)}
        words["speed"] = speed = mp.norm(velocity)
        if speed:
            turns = [
                velocity[i] * acceleration[j] - velocity[j] * acceleration[i]
                for i, j in combinations(range(len(motion)), 2)
            ]
            bend = (turns[0] if len(turns) == 1 else mp.norm(turns)) / speed**3
            words |= {"curvature": bend, "radius": abs(1 / bend) if bend else None}
    return words


def _map_words(found: Mapping[str, Any], direction: Numbers, weights: Numbers) -> Named:
    words: dict[str, Any] = {f"component {k}": each for k, each in enumerate(found["value"])}
    matrix = found["jacobian"]
    words |= _entries("jacobian", matrix)
    if not all(_finite(each) for row in matrix for each in row):
        return words
    with mp.workdps(DIGITS):
        words |= _jacobian_words(mp.matrix(matrix))
        if direction:
            words |= {f"pushed {k}": mp.fdot(row, direction) for k, row in enumerate(matrix)}
        if weights:
            columns = zip(*matrix, strict=True)
            words |= {f"pulled {k}": mp.fdot(row, weights) for k, row in enumerate(columns)}
    return words


def _jacobian_words(matrix: Any) -> dict[str, Any]:
    rows, columns = matrix.rows, matrix.cols
    tall = matrix if rows >= columns else matrix.T
    sizes = sorted(mp.svd_r(tall, compute_uv=False), reverse=True)
    words: dict[str, Any] = {f"singular {k}": each for k, each in enumerate(sizes)}
    words["condition"] = sizes[0] / sizes[-1] if sizes[-1] else None
    if rows != columns:
        return words
    words["determinant"] = mp.det(matrix)
    words["divergence"] = mp.fsum(matrix[k, k] for k in range(rows))
    roots = mp.eig(matrix, left=False, right=False)
    roots = sorted(roots, key=lambda each: (mp.nstr(mp.re(each), 8), mp.nstr(mp.im(each), 8)))
    words |= {f"root {k}": each for k, each in enumerate(roots)}
    if rows == 2:
        words["curl"] = matrix[1, 0] - matrix[0, 1]
    return words
