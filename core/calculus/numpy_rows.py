"""Every operation in NumPy: arrays or floats in, float64 out, nan outside the domain.

SciPy is imported by the first special function, so that a polynomial never waits for it.
"""

from __future__ import annotations

import importlib
import math
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import numpy as np

from core.calculus.numpy_vectors import NUMPY_VECTORS, depth_of, own_shapes
from core.calculus.program import Cancelled, Program, give_up_if_asked, run

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from fractions import Fraction

    from numpy.typing import NDArray

    from core.calculus.program import Step

CONSTANTS = {
    "e": float(np.e), "pi": float(np.pi), "tau": float(2 * np.pi), "phi": (1 + 5**0.5) / 2,
}  # fmt: skip
LONGEST_REPEAT = 100_000
REPEAT_BLOCK = 1 << 18
MOST_REPEATED = 4_000_000  # terms times points of one call, nested sums multiplied
AT_ONCE = 1 << 17  # of them where points are taken part by part: a stop is noticed in between
_ROOM: ContextVar[int] = ContextVar("room", default=MOST_REPEATED)


class RepeatTooLong(ValueError):
    """A sum or product with bounds that are no whole numbers or too far apart."""


class RepeatTooWide(RepeatTooLong):
    """A sum or product with too many terms for so many points at once; fewer points may do."""


def special(name: str) -> Callable[..., Any]:
    """A function of scipy.special, imported on first use."""
    return getattr(importlib.import_module("scipy.special"), name)


def _special(name: str) -> Callable[..., Any]:
    def row(*args: Any) -> Any:
        return special(name)(*args)

    return row


def _float_power(x: Any, exponent: Fraction) -> Any:
    return np.power(np.asarray(x, float), float(exponent))


def rational_power(x: Any, exponent: Fraction) -> Any:
    """x^(p/q) with q odd: real for negative x."""
    if exponent == _third():
        return np.cbrt(x)
    size = np.power(np.abs(np.asarray(x, float)), float(exponent))
    return np.where(np.less(x, 0), -size, size) if exponent.numerator % 2 else size


def _third() -> Fraction:
    from fractions import Fraction

    return Fraction(1, 3)


def _power_int(x: Any, exponent: int) -> Any:
    if exponent in (2, 3):
        square = np.multiply(x, x)
        return square if exponent == 2 else np.multiply(square, x)
    return np.power(np.asarray(x, float), float(exponent))


def sinc(x: Any, order: int = 0) -> Any:
    """The n-th derivative of sin(x)/x, continued at 0: a series inside, a recurrence outside."""
    x = np.asarray(x, float)
    near = np.abs(x) < 1.0 + order / 2
    with np.errstate(all="ignore"):
        return np.where(near, _sinc_series(np.where(near, x, 0.0), order), _sinc_far(x, order))


def _sinc_series(x: Any, order: int) -> Any:
    """sum over k of (-1)^k (2k)!/(2k-n)!/(2k+1)! x^(2k-n)."""
    first = (order + 1) // 2
    coefficient = (-1.0) ** first / (2 * first + 1)
    for each in range(2, 2 * first - order + 1):
        coefficient /= each
    term = coefficient * x ** (2 * first - order)
    total = np.array(term)
    for k in range(first, first + 24):
        grown = (2 * k + 1 - order) * (2 * k + 2 - order)
        term = -term * x * x * (2 * k + 1) / (grown * (2 * k + 3))
        total = total + term
    return total


def _sinc_far(x: Any, order: int) -> Any:
    value = np.sin(x) / x
    turned = (np.sin, np.cos, lambda v: -np.sin(v), lambda v: -np.cos(v))
    for n in range(1, order + 1):
        value = (turned[n % 4](x) - n * value) / x
    return value


def sigmoid(x: Any) -> Any:
    """1 / (1 + exp(-x)) with both tails exact."""
    x = np.asarray(x, float)
    decay = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, decay) / (1.0 + decay)


def gamma(x: Any) -> Any:
    """Gamma; nan at the poles."""
    x = np.asarray(x, float)
    return np.where((x <= 0) & (x == np.floor(x)), np.nan, special("gamma")(x))


def polygamma(x: Any, order: int) -> Any:
    """The n-th derivative of digamma on the whole line, by shifting or reflecting."""
    if order == 0:
        return special("digamma")(x)
    x = np.asarray(x, float)
    x = np.where(x > -200, x, np.nan)  # farther left, SciPy steps to the right by ones
    shift = np.where(x < 0, np.ceil(-x) + 1, 0)
    total = special("polygamma")(order, x + shift)
    sign = (-1.0) ** order * float(special("factorial")(order))
    for k in range(int(np.nanmax(shift, initial=0))):
        total = np.where(k < shift, total - sign / (x + k) ** (order + 1), total)
    return total


def zeta(x: Any) -> Any:
    """Riemann's zeta on the real line."""
    return special("zeta")(np.asarray(x, float))


def lambertw(x: Any) -> Any:
    """The principal branch of W; nan below -1/e."""
    w = special("lambertw")(np.asarray(x, float))
    return np.where(np.asarray(x) < -1 / np.e, np.nan, w.real)


def repeat(combine: Any, empty: float, low: Any, high: Any, *rest: Any) -> Any:
    """A sum or product over whole numbers: the body on a new first axis, block by block."""
    *captured, body = rest
    total: Any = empty
    for inputs in repeat_inputs(low, high, captured, body):
        total = combine(total, combine.reduce(_terms(body, inputs), axis=0))
    return total


def repeat_inputs(
    low: Any, high: Any, captured: Sequence[Any], body: Program
) -> Iterator[list[Any]]:
    """The inputs of the body of a sum: the counter on a first axis, block by block."""
    first, last = bounds(low, high)
    lengths = body.lengths[1:]
    widest = wide(last + 1 - first, own_shapes(captured, lengths, np.shape))
    depth = depth_of(captured, lengths, np.shape)
    block = max(1, REPEAT_BLOCK // max(widest, 1))
    for start in range(first, last + 1, block):
        counter = np.arange(start, min(start + block, last + 1), dtype=float)
        yield [counter.reshape(-1, *(1,) * depth), *captured]


def _terms(body: Program, inputs: list[Any]) -> Any:
    values = run(body, inputs, NUMPY)[body.output]
    return np.broadcast_to(values, np.broadcast_shapes(np.shape(values), np.shape(inputs[0])))


def _repeated(combine: Any, empty: float) -> Callable[..., Any]:
    def row(low: Any, high: Any, *rest: Any) -> Any:
        return repeat(combine, empty, low, high, *rest)

    return row


def _repeat_list(low: Any, high: Any, *rest: Any) -> Any:
    *captured, body = rest
    return np.concatenate(
        [_terms(body, inputs) for inputs in repeat_inputs(low, high, captured, body)]
    )


def bounds(low: Any, high: Any) -> tuple[int, int]:
    """Whole bounds of a sum, the same at all points; RepeatTooLong otherwise."""
    first, last = float(np.ravel(low)[0]), float(np.ravel(high)[0])
    if np.ptp(low) or np.ptp(high) or first != round(first) or last != round(last):
        raise RepeatTooLong("The bounds of a sum are whole numbers.")
    if last - first >= LONGEST_REPEAT:
        raise RepeatTooLong("A sum has at most 100,000 terms.")
    return int(first), int(last)


def wide(terms: int, shapes: Sequence[tuple[int, ...]]) -> int:
    """How many numbers a term has; RepeatTooWide when all terms together have too many.

    The counter of an outer sum has an axis of its own, so nested sums count as their product.
    """
    widest = math.prod(np.broadcast_shapes(*shapes)) if shapes else 1
    if terms * widest > min(_ROOM.get(), MOST_REPEATED):
        raise RepeatTooWide("The sums in one another have too many terms.")
    return widest


@contextmanager
def _room(numbers: int) -> Iterator[None]:
    """Sums inside have room for so many numbers at once."""
    before = _ROOM.set(numbers)
    try:
        yield
    finally:
        _ROOM.reset(before)


def in_parts(
    compute: Callable[[NDArray[np.float64]], NDArray[np.float64]], x: NDArray[np.float64],
    stop: Callable[[], bool] | None = None,
) -> NDArray[np.float64]:  # fmt: skip
    """compute(x) (..., n), part after part where a sum is too wide for all of x at once.

    A single point has all the room that there is. Cancelled when `stop`, or `stopped_by`, asks
    for it between two parts.
    """
    found: list[NDArray[np.float64]] = []
    start, size = 0, len(x)
    while start < len(x) or not found:
        give_up_if_asked()
        if stop is not None and stop():
            raise Cancelled
        part = x[start : start + size]
        try:
            with _room(AT_ONCE if len(part) > 1 else MOST_REPEATED):
                found.append(compute(part))
        except RepeatTooWide:
            if len(part) < 2:
                raise
            size = (len(part) + 1) // 2
        else:
            start += len(part)
    return found[0] if len(found) == 1 else np.concatenate(found, axis=-1)


def outputs(
    program: Program, x: NDArray[np.float64], rest: Sequence[float]
) -> NDArray[np.float64]:
    """f at x (n,), the first input; the others are fixed. nan and infinity in silence."""

    def compute(part: NDArray[np.float64]) -> NDArray[np.float64]:
        value = np.asarray(values(program, [part, *rest])[program.output], float)
        return np.broadcast_to(value, part.shape)

    return in_parts(compute, x).copy()


def _sech(x: Any) -> Any:
    return np.divide(1.0, np.cosh(x))


def _softplus(x: Any) -> Any:
    return np.logaddexp(0.0, x)


def _guard(x: Any, condition: Any) -> Any:
    del condition
    return x


def _derivative(*args: Any) -> Any:
    raise NotImplementedError("derivatives inside a formula need torch")


def _order_first(name: str) -> Callable[[Any, int], Any]:
    def row(x: Any, order: int) -> Any:
        return special(name)(order, x)

    return row


NUMPY: Mapping[str, Callable[..., Any]] = {
    "number": float, "constant": CONSTANTS.__getitem__,
    "nowhere": lambda: float("nan"), "true": lambda: True, "false": lambda: False,
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "neg": np.negative,
    "power_int": _power_int, "power_rational": rational_power, "power_real": _float_power,
    "power": np.float_power,
    "exp": np.exp, "expm1": np.expm1, "ln": np.log, "log1p": np.log1p, "log2": np.log2,
    "log10": np.log10, "sqrt": np.sqrt,
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "asin": np.arcsin, "acos": np.arccos,
    "atan": np.arctan, "atan2": np.arctan2, "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh,
    "asinh": np.arcsinh, "acosh": np.arccosh, "atanh": np.arctanh, "sech": _sech,
    "abs": np.abs, "sign": np.sign, "floor": np.floor, "ceil": np.ceil, "round": np.rint,
    "mod": np.mod, "max": np.maximum, "min": np.minimum, "hypot": np.hypot,
    "sigmoid": sigmoid, "softplus": _softplus, "logaddexp": np.logaddexp,
    "sinc": sinc, "erf": _special("erf"), "erfc": _special("erfc"), "erfinv": _special("erfinv"),
    "gamma": gamma, "lgamma": _special("gammaln"), "digamma": _special("digamma"),
    "polygamma": polygamma, "beta": _special("beta"), "binomial": _special("binom"),
    "bessel_j": _order_first("jv"), "bessel_y": _order_first("yv"), "bessel_i": _order_first("iv"),
    "lambertw": lambertw, "zeta": zeta,
    "less": np.less, "less_equal": np.less_equal, "equal": np.equal, "not_equal": np.not_equal,
    "and": np.logical_and, "or": np.logical_or, "not": np.logical_not,
    "select": np.where, "guard": _guard,
    "repeat_sum": _repeated(np.add, 0.0), "repeat_prod": _repeated(np.multiply, 1.0),
    "repeat_max": _repeated(np.maximum, -np.inf), "repeat_min": _repeated(np.minimum, np.inf),
    "repeat_hypot": _repeated(np.hypot, 0.0), "repeat_list": _repeat_list,
    "repeat_logaddexp": _repeated(np.logaddexp, -np.inf),
    "derivative": _derivative, **NUMPY_VECTORS,
}  # fmt: skip


def fold_step(step: Step, args: list[float]) -> Any:
    """The float64 (or boolean) value of a step that reads only constants."""
    with np.errstate(all="ignore"):
        details = () if step.detail is None else (step.detail,)
        try:
            value = NUMPY[step.op](*args, *details)
        except OverflowError:
            return float("inf")
    return bool(value) if isinstance(value, (bool, np.bool_)) else float(value)


def values(
    program: Program, inputs: list[Any], stop: Callable[[], bool] | None = None,
    only: Collection[int] | None = None,
) -> Any:  # fmt: skip
    """The program on NumPy arrays: every step's value, nan and infinity in silence.

    With `only`, just these steps are computed; the others are None.
    """
    if stop is not None and stop():
        raise Cancelled
    with np.errstate(all="ignore"):
        return run(program, inputs, NUMPY, only=only)
