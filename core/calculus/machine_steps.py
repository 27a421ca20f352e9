"""What each step of a tape is in machine code; a step that is not here has none.

Values are pairs: whether it is a vector of truth values, and its name. Steps read numbers and
truth values in each other's place, as tapes do: true is 1.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from core.calculus import numpy_rows
from core.calculus.machine_math import Maths, within
from core.calculus.machine_text import NUMBER, TRUTH, number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.calculus.torch_tape import Step

    Value = tuple[bool, str]

MOST_ROOTED = 8.5  # up to this power, halves of whole numbers are products and a root


class NoMachineCode(Exception):
    """The tape holds a step that has no machine code."""


def lowered(maths: Maths, step: Step, args: list[Value]) -> Value:
    """The step written into the text of `maths`. NoMachineCode when there is no way to."""
    if step.source is not None:
        function, details = step.source
        write = _BY_ARRAY.get(function)
        if write is None:
            raise NoMachineCode(step.name)
        return False, write(maths, *[numeric(maths, each) for each in args], *details)
    if step.name in _ON_TRUTHS:
        return True, _ON_TRUTHS[step.name](maths, *[truth(maths, each) for each in args])
    if step.name in _COMPARED:
        a, b = (numeric(maths, each) for each in args)
        return True, maths.text.compared(_COMPARED[step.name], a, b)
    if step.name == "where":
        return _where(maths, *args)
    write = _ON_NUMBERS.get(step.name)
    if write is None:
        return False, _by_c(maths, step.name, *[numeric(maths, each) for each in args])
    return False, write(maths, *[numeric(maths, each) for each in args])


def numeric(maths: Maths, value: Value) -> str:
    """The value as numbers."""
    truths, name = value
    return maths.text.put(f"uitofp {TRUTH} {name} to {NUMBER}") if truths else name


def truth(maths: Maths, value: Value) -> str:
    """The value as truth values."""
    truths, name = value
    return name if truths else maths.text.compared("une", name, number(0.0))


def constant(value: Any) -> Value:
    """A number or a truth value that is known."""
    if isinstance(value, bool):
        return True, f"splat (i1 {'true' if value else 'false'})"
    return False, number(float(value))


def _where(maths: Maths, condition: Value, yes: Value, no: Value) -> Value:
    chosen = truth(maths, condition)
    if yes[0] and no[0]:
        return True, maths.text.select(chosen, yes[1], no[1], TRUTH)
    return False, maths.text.select(chosen, numeric(maths, yes), numeric(maths, no))


def _by_c(maths: Maths, name: str, *args: str) -> str:
    if name not in _IN_C or not within(name):
        raise NoMachineCode(name)
    return maths.by_c(name, *args)


# --- steps that are more than one instruction ---


def _maximum(maths: Maths, a: str, b: str) -> str:
    return _extreme(maths, "ogt", a, b)


def _minimum(maths: Maths, a: str, b: str) -> str:
    return _extreme(maths, "olt", a, b)


def _extreme(maths: Maths, how: str, a: str, b: str) -> str:
    """The larger or smaller; nan when either is."""
    t = maths.text
    chosen = t.select(t.compared(how, a, b), a, b)
    return t.select(t.compared("uno", a, a), a, chosen)


def _sign(maths: Maths, x: str) -> str:
    t = maths.text
    one = t.plain("copysign", number(1.0), x)
    return t.select(t.compared("one", x, number(0.0)), one, x)


def _remainder(maths: Maths, a: str, b: str) -> str:
    """What is left of a divided by b, with the sign of b."""
    t = maths.text
    rest = _by_c(maths, "fmod", a, b)
    below = t.compared("olt", t.mul(t.plain("copysign", number(1.0), rest), b), number(0.0))
    other = t.logical("and", below, t.compared("une", rest, number(0.0)))
    return t.select(other, t.add(rest, b), rest)


def _rsqrt(maths: Maths, x: str) -> str:
    return maths.text.div(number(1.0), maths.text.plain("sqrt", x))


def _log10(maths: Maths, x: str) -> str:
    return _by_c(maths, "log10", x)


def _pow(maths: Maths, base: str, exponent: str) -> str:
    half = _HALVES.get(exponent)
    return _by_c(maths, "pow", base, exponent) if half is None else _rooted(maths, base, half)


def _rooted(maths: Maths, x: str, exponent: float) -> str:
    """x^(k + 1/2): products and a root."""
    t = maths.text
    size = t.plain("fabs", x)
    power = t.plain("sqrt", size)
    square, times = size, int(abs(exponent))
    while times:
        if times % 2:
            power = t.mul(power, square)
        times //= 2
        square = t.mul(square, square) if times else square
    if exponent < 0:
        power = t.div(number(1.0), power)
    endless = number(math.inf if exponent > 0 else 0.0)
    lost = t.select(t.compared("oeq", x, number(-math.inf)), endless, number(math.nan))
    return t.select(t.compared("olt", x, number(0.0)), lost, power)


def _rational_power(maths: Maths, x: str, exponent: Fraction) -> str:
    """x^(p/q) with q odd: real for negative x."""
    t = maths.text
    if exponent == Fraction(1, 3):
        return _cbrt(maths, x)
    size = _by_c(maths, "pow", t.plain("fabs", x), number(float(exponent)))
    if exponent.numerator % 2 == 0:
        return size
    return t.select(t.compared("olt", x, number(0.0)), t.neg(size), size)


def _cbrt(maths: Maths, x: str) -> str:
    """The cube root, after one step of Newton's: that of 27 is 3, which not every library knows."""
    t = maths.text
    root = _by_c(maths, "cbrt", x)
    square = t.mul(root, root)
    miss = t.div(t.fma(square, root, t.neg(x)), t.mul(number(3.0), square))
    return t.select(t.compared("ord", miss, miss), t.sub(root, miss), root)


def _of_c(name: str) -> Callable[..., str]:
    def write(maths: Maths, *args: str) -> str:
        return _by_c(maths, name, *args)

    return write


def _plain(name: str) -> Callable[..., str]:
    def write(maths: Maths, *args: str) -> str:
        return maths.text.plain(name, *args)

    return write


def _text(name: str) -> Callable[..., str]:
    def write(maths: Maths, *args: str) -> str:
        return getattr(maths.text, name)(*args)

    return write


def _logical(operation: str) -> Callable[..., str]:
    def write(maths: Maths, a: str, b: str) -> str:
        return maths.text.logical(operation, a, b)

    return write


def _not(maths: Maths, a: str) -> str:
    return maths.text.logical("xor", a, constant(True)[1])


_HALVES = {number(k + 0.5): k + 0.5 for k in range(-9, 9) if abs(k + 0.5) <= MOST_ROOTED}
_IN_C = {
    "asin", "acos", "atan", "atan2", "asinh", "acosh", "atanh", "pow", "erf", "erfc", "cbrt",
    "fmod", "log10",
}  # fmt: skip
_COMPARED = {"lt": "olt", "le": "ole", "gt": "ogt", "ge": "oge", "eq": "oeq", "ne": "une"}
_ON_TRUTHS: Mapping[str, Callable[..., str]] = {
    "logical_and": _logical("and"), "logical_or": _logical("or"), "logical_not": _not,
    "bitwise_and": _logical("and"), "bitwise_or": _logical("or"), "bitwise_not": _not,
}  # fmt: skip
_ON_NUMBERS: Mapping[str, Callable[..., str]] = {
    "add": _text("add"), "sub": _text("sub"), "mul": _text("mul"), "div": _text("div"),
    "neg": _text("neg"), "abs": _plain("fabs"), "sqrt": _plain("sqrt"), "rsqrt": _rsqrt,
    "floor": _plain("floor"), "ceil": _plain("ceil"), "round": _plain("roundeven"),
    "maximum": _maximum, "minimum": _minimum, "sign": _sign, "remainder": _remainder,
    "pow": _pow, "hypot": Maths.hypot, "logaddexp": Maths.logaddexp, "sigmoid": Maths.sigmoid,
    "exp": Maths.exp, "expm1": Maths.expm1, "log": Maths.log, "log2": Maths.log2,
    "log10": _log10, "log1p": Maths.log1p, "sin": Maths.sin, "cos": Maths.cos, "tan": Maths.tan,
    "sinh": Maths.sinh, "cosh": Maths.cosh, "tanh": Maths.tanh,
}  # fmt: skip
_BY_ARRAY: Mapping[Any, Callable[..., str]] = {
    numpy_rows.rational_power: _rational_power,
    numpy_rows.NUMPY["erf"]: _of_c("erf"), numpy_rows.NUMPY["erfc"]: _of_c("erfc"),
}  # fmt: skip
