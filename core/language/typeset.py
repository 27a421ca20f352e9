"""A tree as LaTeX for the echo: the grouping that was read, brackets only where it needs them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.language import syntax as s
from core.language.functions import find
from core.language.letters import GREEK_NAMES
from core.language.spell import (
    AND,
    ATOM,
    COMPARE,
    NOT,
    OR,
    POWER,
    PRODUCT,
    SUM,
    TERM,
    number_text,
)
from core.language.walk import fold, free_names

if TYPE_CHECKING:
    from collections.abc import Collection

MARK = "red"  # what is pointed out is in this colour; it is drawn in one of the theme
# The typesetter colours the last shape before an empty letter too: these are shapes of no size.
_REST = r"\rule{0em}{0em}"
MARK_BEGINS, MARK_ENDS = rf"{{\textcolor{{{MARK}}}{{{_REST}", rf"}}{_REST}}}"

_LATIN_CAPITALS = {
    "Alpha": "A", "Beta": "B", "Epsilon": "E", "Zeta": "Z", "Eta": "H", "Iota": "I",
    "Kappa": "K", "Mu": "M", "Nu": "N", "Omicron": "O", "Rho": "P", "Tau": "T", "Chi": "X",
    "omicron": "o",
}
_SIGNS = {"<=": r"\leq", ">=": r"\geq", "!=": r"\neq"}
_CONSTANTS = {"e": "e", "pi": r"\pi", "tau": r"\tau", "phi": r"\varphi"}
_RAISED_FUNCTIONS = frozenset((
    "sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "sech", "csch", "coth", "ln",
))


@dataclass(frozen=True, slots=True)
class _Piece:
    """LaTeX and how tightly it holds; `closed` is safe before a further factor, `inline` is for
    exponents; `digit` tells whether it begins or ends with a digit.
    """

    text: str
    level: int
    closed: str = ""
    inline: str = ""
    digits: tuple[bool, bool] = (False, False)
    wide: bool = False

    def at(self, level: int) -> str:
        return self.text if self.level >= level else bracketed(self.text)

    @property
    def before_factor(self) -> str:
        return self.closed or self.text

    def in_color(self) -> _Piece:
        texts = (self.text, self.closed, self.inline)
        text, closed, inline = (
            f"{MARK_BEGINS}{each}{MARK_ENDS}" if each else "" for each in texts
        )
        return replace(self, text=text, closed=closed, inline=inline)


_TALL = (r"\frac", r"\sum", r"\prod", r"\begin", r"\binom", r"\sqrt")
_SPACED = (r"\sin", r"\cos", r"\tan", r"\sec", r"\csc", r"\cot", r"\ln", r"\log", r"\exp",
           r"\max", r"\min", r"\arc")


def bracketed(text: str) -> str:
    """The text in brackets that grow with it; a sign in front keeps close to what it changes."""
    inside = f"{{{text}}}" if text.startswith("-") else text
    if any(tall in text for tall in _TALL):
        return rf"\left({inside}\right)"
    return f"({inside})"


def latex(definition: s.Definition, marked: Collection[s.Span] = ()) -> str:
    r"""The echo of a row: f(x) = a\,x^{3} + \sin\left(b\,x\right).

    The parts that stand at the columns `marked` are in the colour `MARK`.
    """
    body = latex_of(definition.body, marked)
    if definition.name is None:
        return body
    head = name_latex(definition.name)
    if definition.declared or (definition.variables and definition.name != "y"):
        names = ", ".join(name_latex(name) for name in definition.variables)
        head += f"({names})"
    return f"{head} = {body}"


def latex_of(node: s.Node, marked: Collection[s.Span] = ()) -> str:
    """An expression."""
    if not marked:
        return fold(node, _piece).text

    def rule(each: s.Node, below: list[_Piece]) -> _Piece:
        piece = _piece(each, below)
        return piece.in_color() if each.span in marked else piece

    return fold(node, rule).text


def name_latex(name: str) -> str:
    r"""A canonical name: theta_2 is \theta_{2}, words are upright."""
    base, _, subscript = name.partition("_")
    letters = _word(base)
    if not subscript:
        return letters
    below = ",".join(_word(part) for part in subscript.split("_"))
    return f"{letters}_{{{below}}}"


def _word(text: str) -> str:
    if text in _LATIN_CAPITALS:
        return rf"\mathrm{{{_LATIN_CAPITALS[text]}}}"
    if text in GREEK_NAMES:
        return rf"\{text}"
    return text if len(text) == 1 or text.isdigit() else rf"\mathrm{{{text}}}"


def _piece(node: s.Node, below: list[_Piece]) -> _Piece:
    match node:
        case s.Number(value=value, text=text):
            return _number(text or number_text(value))
        case s.Name(name=name):
            return _Piece(name_latex(name), ATOM)
        case s.Constant(name=name):
            return _Piece(_CONSTANTS[name], ATOM)
        case s.Negate(operand=inner):
            kept = isinstance(inner, s.Negate) or below[0].level < PRODUCT
            inside = bracketed(below[0].text) if kept else below[0].text
            return _Piece(f"-{inside}", TERM, inline=f"-{below[0].inline or inside}")
        case s.Sum():
            return _sum(node, below)
        case s.Product():
            return _factors(node, below)
        case s.Quotient():
            return _quotient(below)
        case s.Power():
            return _power(node, below)
        case s.Call():
            return _call(node, below)
        case s.Apply(name=name, primes=primes):
            return _apply(name, primes, below)
        case _:
            return _other(node, below)


def _number(text: str) -> _Piece:
    mantissa, _, exponent = text.lower().partition("e")
    shown = f"0{mantissa}" if mantissa.startswith(".") else mantissa.removesuffix(".")
    if not exponent:
        return _Piece(shown, ATOM, digits=(True, True))
    power = exponent.removeprefix("+")
    return _Piece(rf"{shown} \cdot 10^{{{power}}}", PRODUCT, digits=(True, True))


def _sum(node: s.Sum, below: list[_Piece]) -> _Piece:
    small = [_Piece(piece.inline or piece.text, piece.level) for piece in below]
    return _Piece(_terms(node, below), SUM, inline=_terms(node, small))


def _terms(node: s.Sum, below: list[_Piece]) -> str:
    parts: list[str] = []
    for at, (term, piece) in enumerate(zip(node.terms, below, strict=True)):
        if at and isinstance(term, s.Negate):
            parts.append(f" - {piece.text[1:]}")
        elif at:
            parts.append(f" + {piece.at(TERM if not isinstance(term, s.Negate) else ATOM)}")
        else:
            parts.append(piece.at(TERM))
    return "".join(parts)


def _factors(node: s.Product, below: list[_Piece]) -> _Piece:
    texts: list[str] = []
    last = len(below) - 1
    for at, piece in enumerate(below):
        needs = POWER if at or not isinstance(node.factors[0], s.Number) else PRODUCT
        follows_function = at < last and isinstance(node.factors[at + 1], s.Call) and bool(
            below[at + 1].closed)
        if piece.level < needs:
            shown = bracketed(piece.text)
        elif at < last and not follows_function:
            shown = piece.before_factor
        else:
            shown = piece.text
        if at:
            texts.append(_between(node.factors[at - 1], below[at - 1], node.factors[at], piece))
        texts.append(shown)
    inline = "".join(texts) if not any(piece.wide for piece in below) else ""
    closed = "".join([*texts[:-1], below[last].before_factor]) if below[last].closed else ""
    return _Piece("".join(texts), PRODUCT, closed, inline,
                  (below[0].digits[0], below[last].digits[1] and below[last].level >= POWER))


def _between(left: s.Node, before: _Piece, right: s.Node, after: _Piece) -> str:
    """The sign or space between two factors."""
    if after.text.startswith(_SPACED):
        return "" if isinstance(left, s.Number) else r"\,"
    if after.digits[0] and after.level >= POWER:
        return r" \cdot "
    if after.level < POWER:
        return r"\," if before.level >= POWER and not isinstance(left, s.Number) else ""
    if isinstance(left, s.Number) and not after.closed and not after.wide:
        return "" if before.text[-1].isdigit() else r"\,"
    return r"\," if not isinstance(right, s.Vector) else ""


def _quotient(below: list[_Piece]) -> _Piece:
    above, under = below
    inline = ""
    if not (above.wide or under.wide):
        top = above.closed or above.inline or above.at(PRODUCT)
        bottom = under.at(POWER)
        inline = f"{top if above.level >= TERM else bracketed(above.text)}/{bottom}"
    return _Piece(rf"\frac{{{above.text}}}{{{under.text}}}", POWER, inline=inline, wide=True)


def _power(node: s.Power, below: list[_Piece]) -> _Piece:
    base, raised = below
    exponent = raised.inline or raised.text
    if isinstance(node.base, s.Call) and node.base.function in _RAISED_FUNCTIONS and (
        isinstance(node.exponent, s.Number) and node.exponent.value in range(2, 10)
    ):
        row = find(node.base.function)
        assert row is not None
        head = f"{row.latex}^{{{exponent}}}"
        name = row.latex
        return _Piece(head + base.text.removeprefix(name), POWER,
                      head + base.before_factor.removeprefix(name))
    inner = base.before_factor if base.level >= ATOM else bracketed(base.text)
    if isinstance(node.base, s.Call) and base.closed and base.closed != base.text:
        inner = bracketed(base.text)
    return _Piece(f"{inner}^{{{exponent}}}", POWER, digits=(base.digits[0], False))


def _call(node: s.Call, below: list[_Piece]) -> _Piece:
    special = _special(node, below)
    if special is not None:
        return special
    row = find(node.function)
    assert row is not None
    head, given = row.latex, below
    if node.function == "log":
        head, given = rf"\log_{{{below[1].text}}}", below[:1]
    elif node.function in ("besselj", "bessely"):
        head, given = f"{node.function[-1].upper()}_{{{below[0].text}}}", below[1:]
    elif node.function == "polygamma":
        head, given = rf"\psi^{{({below[0].text})}}", below[1:]
    listed = ", ".join(piece.text for piece in given)
    closed = head + bracketed(listed)
    simple = len(given) == 1 and isinstance(node.arguments[0], s.Name | s.Constant | s.Number)
    if simple and row.bare and row.name in (*_RAISED_FUNCTIONS, "log", "log2", "log10"):
        gap = r"\," if head.startswith(r"\mathrm") else " "
        return _Piece(f"{head}{gap}{listed}", ATOM, closed)
    return _Piece(closed, ATOM, closed)


def _special(node: s.Call, below: list[_Piece]) -> _Piece | None:
    """Functions that have a sign of their own instead of a name."""
    text = below[0].text
    match node.function:
        case "sqrt":
            return _Piece(rf"\sqrt{{{text}}}", ATOM)
        case "cbrt":
            return _Piece(rf"\sqrt[3]{{{text}}}", ATOM)
        case "root" if isinstance(node.arguments[0], s.Name | s.Number):
            return _Piece(rf"\sqrt[{text}]{{{below[1].text}}}", ATOM)
        case "abs":
            return _Piece(rf"\left|{text}\right|", ATOM)
        case "floor":
            return _Piece(rf"\left\lfloor {text}\right\rfloor ", ATOM)
        case "ceil":
            return _Piece(rf"\left\lceil {text}\right\rceil ", ATOM)
        case "factorial":
            again = isinstance(node.arguments[0], s.Call)
            return _Piece(f"{bracketed(text) if again else below[0].at(ATOM)}!", POWER,
                          digits=(below[0].digits[0], False))
        case "lgamma":
            return _Piece(rf"\ln(\left|\Gamma{bracketed(text)}\right|)", ATOM)
        case "binomial":
            return _Piece(rf"\binom{{{text}}}{{{below[1].text}}}", POWER, wide=True)
        case "norm":
            inside = ", ".join(piece.text for piece in below)
            return _Piece(rf"\left\|{inside}\right\|", ATOM)
        case _:
            return None


def _apply(name: str, primes: int, below: list[_Piece]) -> _Piece:
    head = name_latex(name) + "'" * primes
    if not below:
        return _Piece(head, ATOM)
    return _Piece(head + bracketed(", ".join(piece.text for piece in below)), ATOM)


def _other(node: s.Node, below: list[_Piece]) -> _Piece:
    match node:
        case s.Derivative():
            return _derivative(node, below[0])
        case s.Component(vector=inner):
            index = below[1].inline or below[1].text
            if isinstance(inner, s.Component):
                return _Piece(f"{below[0].text[:-1]},{index}}}", ATOM)
            plain = isinstance(inner, s.Name | s.Apply) and "_" not in below[0].text
            base = below[0].text if plain else bracketed(below[0].text)
            return _Piece(f"{base}_{{{index}}}", ATOM)
        case s.Transpose():
            return _Piece(rf"{below[0].at(ATOM)}^{{\top}}", POWER)
        case s.Compare(operators=operators):
            text = below[0].at(SUM)
            for sign, piece in zip(operators, below[1:], strict=True):
                text += f" {_SIGNS.get(sign, sign)} {piece.at(SUM)}"
            return _Piece(text, COMPARE)
        case s.Logic():
            return _logic(node, below)
        case s.Cases(branches=branches):
            return _Piece(_cases(len(branches), below), POWER, wide=True)
        case s.Repeat(kind=kind, index=index):
            sign = r"\sum" if kind == "sum" else r"\prod"
            head = f"{sign}_{{{name_latex(index)}={below[1].text}}}^{{{below[2].text}}}"
            return _Piece(f"{head} {below[0].at(PRODUCT)}", TERM, wide=True)
        case _:
            return _Piece(_matrix(node, below), ATOM, wide=True)


def _matrix(node: s.Node, below: list[_Piece]) -> str:
    """A list as a column; a list of lists with its rows side by side."""
    parts = node.components if isinstance(node, s.Vector) else ()
    head, tail = r"\begin{pmatrix} ", r" \end{pmatrix}"
    rows = [piece.text for piece in below]
    if parts and all(isinstance(each, s.Vector) for each in parts):
        rows = [text.removeprefix(head).removesuffix(tail).replace(r" \\ ", " & ") for text in rows]
    return head + r" \\ ".join(rows) + tail


def _derivative(node: s.Derivative, below: _Piece) -> _Piece:
    several = len(free_names(node.operand) & {"x", "y", "z"}) > 1
    sign = r"\partial " if several else "d"
    order = f"^{{{node.order}}}" if node.order > 1 else ""
    head = rf"\frac{{{sign.strip()}{order}}}{{{sign}{name_latex(node.variable)}{order}}}"
    inside = below.text if isinstance(node.operand, s.Apply | s.Name) else bracketed(below.text)
    return _Piece(head + inside, POWER, wide=True)


def _logic(node: s.Logic, below: list[_Piece]) -> _Piece:
    match node.operator:
        case "or":
            return _Piece(r"\;\mathrm{or}\;".join(piece.at(AND) for piece in below), OR)
        case "and":
            return _Piece(r"\;\mathrm{and}\;".join(piece.at(NOT) for piece in below), AND)
        case "not":
            return _Piece(rf"\mathrm{{not}}\;{below[0].at(NOT)}", NOT)
        case truth:
            return _Piece(rf"\mathrm{{{truth}}}", ATOM)


def _cases(count: int, below: list[_Piece]) -> str:
    rows = [
        rf"{below[2 * at + 1].text} & \mathrm{{if}}\;{below[2 * at].text}" for at in range(count)
    ]
    rows += [rf"{piece.text} & \mathrm{{otherwise}}" for piece in below[2 * count :]]
    return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"
