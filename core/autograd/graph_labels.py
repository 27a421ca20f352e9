"""How a step of a program is called: its operation, and the formula that it stands for."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from core.calculus.torch_plain import plain_arguments
from core.words import plain_name

if TYPE_CHECKING:

    from core.calculus.program import Program

LONGEST = 160  # characters of a formula that is written from its steps
_RAISED = str.maketrans("0123456789-/.", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᐟ·")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SIGNS = {"add": "+", "sub": "−", "mul": "×", "div": "÷"}
_COMPARED = {"less": "<", "less_equal": "≤", "equal": "=", "not_equal": "≠"}
_SUMS, _PRODUCTS, _POWERS, _ATOMS = 1, 2, 3, 4
_WORDS = {
    "sqrt": "√", "neg": "−", "derivative": "d/dx", "select": "choose", "stack": "list",
    "repeat_sum": "Σ", "repeat_prod": "Π", "repeat_hypot": "norm", "repeat_max": "max",
    "repeat_min": "min", "repeat_logaddexp": "logsumexp", "repeat_list": "list",
    "bessel_j": "J", "bessel_y": "Y", "bessel_i": "I", "lgamma": "lnΓ", "gamma": "Γ",
    "digamma": "ψ", "and": "and", "or": "or", "not": "not", "component": "entry",
}  # fmt: skip


def titles(program: Program) -> list[str]:
    """The operation of each step in words a person knows: x³, sin, ×; constants are in them."""
    return [_title(program, place) for place in range(len(program.steps))]


def formulas(program: Program, text: str) -> list[str]:
    """The formula of each step: as it is typed, else written from its steps."""
    written: list[tuple[str, int]] = []
    for place in range(len(program.steps)):
        written.append(_written(program, place, written))
    found: list[str] = []
    for place, (own, _) in enumerate(written):
        spans = program.stands.get(place, ())
        typed = text[spans[0][0] : spans[0][1]].strip() if spans else ""
        named = program.steps[place].op == "input"
        found.append(typed if typed and not named and not _indexed(typed, program, place) else own)
    return found


def _indexed(typed: str, program: Program, place: int) -> bool:
    """Whether one typed term stands for several steps, as x_i^2 does in a sum."""
    own = set(program.stands[place])
    return any(
        own & set(spans) for other, spans in program.stands.items()
        if other != place and program.steps[other].op == program.steps[place].op
    )  # fmt: skip


def _number(value: float) -> str:
    return f"{value:.6g}".replace("-", "−")


def _title(program: Program, place: int) -> str:
    step = program.steps[place]
    if place in program.constants:
        return _number(program.constants[place])
    if step.op == "input":
        return plain_name(program.inputs[step.detail])
    if place in program.calls:
        return program.calls[place][0].replace("_", " ")
    known = [program.constants.get(each) for each in step.args]
    if step.op in _SIGNS or step.op in _COMPARED:
        return _of_two(_SIGNS.get(step.op) or _COMPARED[step.op], known)
    if step.op.startswith("power"):
        return _power_title(program, place, known)
    word = _WORDS.get(step.op, step.op.replace("_", " "))
    if step.op in ("max", "min"):
        return " ".join((word, *(_number(each) for each in known if each is not None)))
    return f"{word}{_index(step.detail)}" if word in ("J", "Y", "I") else word


def _of_two(sign: str, known: list[float | None]) -> str:
    first, last = known
    if first is not None:
        return f"{_number(first)} {sign}"
    return sign if last is None else f"{sign} {_number(last)}"


def _power_title(program: Program, place: int, known: list[float | None]) -> str:
    step = program.steps[place]
    base = program.steps[step.args[0]]
    name = plain_name(program.inputs[base.detail]) if base.op == "input" else "( )"
    if known[0] is not None:
        name = _number(known[0])
    exponent = step.detail if step.detail is not None else known[1] if len(known) > 1 else None
    return f"{name}^( )" if exponent is None else f"{name}{_exponent(exponent)}"


def _exponent(value: Any) -> str:
    """An exponent raised where it is whole."""
    number = Fraction(value) if not isinstance(value, float) else value
    whole = number == int(number)
    return str(int(number)).translate(_RAISED) if whole else f"^{_number(float(number))}"


def _index(order: Any) -> str:
    return "" if order is None else str(order).translate(LOWERED)


def _written(
    program: Program, place: int, before: list[tuple[str, int]]
) -> tuple[str, int]:
    """The step in symbols, and how strongly it binds."""
    step = program.steps[place]
    if place in program.constants or step.op == "input":
        return _title(program, place), _ATOMS
    given = [before[each] for each in plain_arguments(program, place)]
    text, level = _symbols(program, place, given)
    return (text if len(text) <= LONGEST else "…"), (level if len(text) <= LONGEST else _ATOMS)


def _symbols(program: Program, place: int, given: list[tuple[str, int]]) -> tuple[str, int]:
    step = program.steps[place]
    if place in program.calls:
        return _call(_title(program, place), given), _ATOMS
    if step.op in ("add", "sub"):
        last = _bound(given[1], _SUMS if step.op == "add" else _PRODUCTS)
        return f"{_bound(given[0], _SUMS)} {_SIGNS[step.op]} {last}", _SUMS
    if step.op == "mul":
        return f"{_bound(given[0], _PRODUCTS)} {_bound(given[1], _POWERS)}", _PRODUCTS
    if step.op == "div":
        return f"{_bound(given[0], _PRODUCTS)}/{_bound(given[1], _POWERS)}", _PRODUCTS
    if step.op == "neg":
        return f"−{_bound(given[0], _PRODUCTS)}", _SUMS
    if step.op in _COMPARED:
        return f"{given[0][0]} {_COMPARED[step.op]} {given[1][0]}", 0
    if step.op.startswith("power"):
        base = _bound(given[0], _ATOMS)
        if step.detail is not None:
            return f"{base}{_exponent(step.detail)}", _POWERS
        return f"{base}^{_bound(given[1], _ATOMS)}", _POWERS
    if step.op == "guard":
        return given[0]
    return _call(_title(program, place), given), _ATOMS


def _call(name: str, given: list[tuple[str, int]]) -> str:
    return f"{name.split(' ')[0]}({', '.join(each for each, _ in given)})"


def _bound(given: tuple[str, int], least: int) -> str:
    text, level = given
    return text if level >= least else f"({text})"


_OF_TORCH = {
    "Mul": "×", "Add": "+", "Sub": "−", "Div": "÷", "Neg": "−", "Pow": "power", "Sqrt": "√",
    "Rsqrt": "1 ÷ √", "Reciprocal": "1 ÷", "Log": "ln", "Log1P": "ln(1 + )", "Where": "choose",
    "Clone": "copy", "Expand": "spread", "Sum": "Σ", "Sgn": "sign", "MaskedFill": "mask",
}  # fmt: skip


def torch_title(node: Any) -> str:
    """The operation of a node of autograd: × for MulBackward0, with the number that it keeps."""
    name: str = node.name().rpartition("::")[2].partition("Backward")[0]
    title: str = _OF_TORCH.get(name, name[:1].lower() + name[1:])
    reads = [each for each, _ in node.next_functions]
    if name == "Pow" and len(reads) == 1:
        return f"( ){_exponent(float(node._saved_exponent))}"  # noqa: SLF001
    if name == "Mul" and len(reads) == 2 and None in reads:
        first = reads[0] is None
        kept: Any = node._saved_self if first else node._saved_other  # noqa: SLF001
        if kept is not None and kept.ndim == 0:
            return f"{_number(float(kept))} ×" if first else f"× {_number(float(kept))}"
    return title
