"""The derivation as a table: each derivative with its formula, its value and how far it is sure.

Formulas are SymPy's, as the card of the formulas has them; where it has none the value stands
alone. In LaTeX an array for a displayed formula, in Markdown a table with $...$.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.calculus.check import check_of_map, check_of_one, check_of_several
from core.code.facts import CURVE, MAP, facts_of
from core.code.words import Table
from core.errors import InputError
from core.explore.symbolic_child import lighter, simplest
from core.explore.symbolic_numbers import trees
from core.explore.symbolic_writer import NoFormula
from core.language import latex_of, name_latex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from core.agreement import Agreed
    from core.autograd.words import Subject
    from core.code.facts import Facts
    from core.language.syntax import Definition

LATEX, MARKDOWN = "latex", "markdown"
MOST_VARIABLES = 6  # whose Hessian is written entry by entry
LONGEST = 600  # characters of LaTeX that still help
SIGNIFICANT = 15


@dataclass(frozen=True, slots=True)
class Line:
    """A derivative: its sign and formula in LaTeX, its value and the digits that agree.

    `formula` is empty where SymPy has none, `value` where there is no such number.
    """

    sign: str
    formula: str
    value: str
    digits: str


def table_of(subject: Subject, form: str) -> Table:
    """The table of a formula at its point. InputError where it cannot be read."""
    facts = facts_of(subject)
    if len(facts.at) > MOST_VARIABLES or any(facts.definition.lengths):
        raise InputError(
            f"The derivation is written for up to {MOST_VARIABLES} variables that are numbers."
        )
    lines = list(_lines(facts, subject))
    where = ", ".join(
        f"{name_latex(name)} = {_number(value)}"
        for name, value in (*zip(subject.names, facts.at, strict=True), *facts.rest.items())
    )
    text = _latex(lines, where) if form == LATEX else _markdown(lines, where)
    return Table(form, text)


def _lines(facts: Facts, subject: Subject) -> Iterator[Line]:
    signs = list(_signs(facts, subject))
    formulas = _formulas(facts, subject, signs)
    sure = _digits(facts)
    values = _values(facts)
    for sign, name in signs:
        agreed = sure.get(name)
        value = values.get(name)
        known = "" if value is None else _number(value)
        digits = "" if agreed is None or agreed.digits is None or not known else str(agreed.digits)
        yield Line(sign, formulas.get(name, ""), known, digits)


def _signs(facts: Facts, subject: Subject) -> Iterator[tuple[str, str]]:
    """What each line is in LaTeX, and the name of its number among those that are checked."""
    definition, names = facts.definition, [name_latex(each) for each in subject.names]
    word = name_latex(definition.name or "f")
    called = "" if definition.name == "y" else f"({', '.join(names)})"
    if facts.kind == CURVE:
        for n, marks in enumerate(("", "'", "''")):
            yield f"{word}{marks}{called}", f"derivative {n}"
        return
    if facts.kind == MAP:
        count = facts.program.rows
        for i in range(count):
            yield f"{word}_{{{i + 1}}}{called}", f"component {i}"
        for i in range(count):
            for j, name in enumerate(names):
                partial = rf"\frac{{\partial {word}_{{{i + 1}}}}}{{\partial {name}}}"
                yield partial, f"jacobian {i} {j}"
        return
    yield f"{word}{called}", "value"
    for j, name in enumerate(names):
        yield rf"\frac{{\partial {word}}}{{\partial {name}}}", f"gradient {j}"
    for i, first in enumerate(names):
        for j in range(i, len(names)):
            both = rf"\partial {first} \partial {names[j]}"
            both = rf"\partial {first}^{{2}}" if i == j else both
            yield rf"\frac{{\partial^{{2}} {word}}}{{{both}}}", f"hessian {i} {j}"


def _values(facts: Facts) -> dict[str, float]:
    """The numbers that exist, by the same names."""
    found: dict[str, Any] = {}
    first, *rest = facts.shown
    if facts.kind == CURVE:
        found = {f"derivative {n}": each for n, each in enumerate(facts.shown)}
    elif facts.kind == MAP:
        found |= {f"component {i}": each for i, each in enumerate(() if first is None else first)}
        found |= _entries("jacobian", rest[0])
    else:
        found["value"] = first
        slopes = () if rest[0] is None else rest[0]
        found |= {f"gradient {j}": each for j, each in enumerate(slopes)}
        found |= _entries("hessian", rest[1])
    return {name: float(each) for name, each in found.items() if each is not None}


def _entries(name: str, matrix: Any) -> dict[str, Any]:
    rows = () if matrix is None else matrix
    return {f"{name} {i} {j}": each for i, row in enumerate(rows) for j, each in enumerate(row)}


def _digits(facts: Facts) -> Mapping[str, Agreed]:
    """On how many digits autograd and the series of 60 digits agree."""
    program, at, fixed = facts.program, facts.at, facts.fixed
    if facts.kind == CURVE:
        return check_of_one(program, at[0], fixed, 2)
    if facts.kind == MAP:
        return check_of_map(program, at, fixed)
    return check_of_several(program, at, fixed)


def _formulas(
    facts: Facts, subject: Subject, signs: list[tuple[str, str]]
) -> dict[str, str]:
    """LaTeX by the name of the number; the first is the typed one."""
    sympy = importlib.import_module("sympy")
    try:
        found = trees(subject.text, subject.others, 2, subject.names)
    except (NoFormula, MemoryError, RecursionError, ArithmeticError, TypeError, ValueError):
        return _typed(facts.definition) if facts.kind != MAP else {}
    flat = _flat(facts.kind, found)
    names = {
        sympy.Symbol(name, real=True): name_latex(name)
        for name in (*subject.names, *facts.rest)
    }
    written: dict[str, str] = {}
    for _, name in signs:
        tree = flat.get(name)
        if tree is None or tree.has(sympy.Derivative, sympy.Subs, sympy.DiracDelta, sympy.nan):
            continue
        shortest = simplest(sympy, tree)
        text = lighter(sympy.latex(shortest, ln_notation=True, symbol_names=names))
        if len(text) <= LONGEST:
            written[name] = text
    return written | (_typed(facts.definition) if facts.kind != MAP else {})


def _typed(definition: Definition) -> dict[str, str]:
    """The function as its echo has it."""
    text = latex_of(definition.body)
    return {"derivative 0": text, "value": text} if len(text) <= LONGEST else {}


def _flat(kind: str, found: Any) -> dict[str, Any]:
    if kind == CURVE:
        return {f"derivative {n}": each for n, each in enumerate(found)}
    if kind == MAP:
        parts = {f"component {i}": each for i, each in enumerate(found[0])}
        return parts | _entries("jacobian", found[1])
    slopes = {f"gradient {j}": each for j, each in enumerate(found[1])}
    return {"value": found[0], **slopes, **_entries("hessian", found[2])}


def _number(value: float) -> str:
    """A number in LaTeX, with all digits that double precision holds."""
    text = f"{value:.{SIGNIFICANT}g}"
    if "e" not in text:
        return text
    digits, _, power = text.partition("e")
    return rf"{digits} \cdot 10^{{{int(power)}}}"


def _latex(lines: list[Line], where: str) -> str:
    rows = [
        " & ".join((
            line.sign, line.formula or r"\text{no formula}", line.value or r"\text{does not exist}",
            line.digits or r"\text{–}",
        )) + r" \\"
        for line in lines
    ]  # fmt: skip
    head = rf" & \text{{formula}} & \text{{value at }} {where} & \text{{digits}} \\ \hline"
    body = "\n".join([head, *rows])
    return f"\\begin{{array}}{{llll}}\n{body}\n\\end{{array}}\n"


def _markdown(lines: list[Line], where: str) -> str:
    def cell(text: str) -> str:
        return f"${text}$".replace("|", r"\vert ") if text else ""

    rows = [
        f"| {cell(line.sign)} | {cell(line.formula) or 'no formula'} "
        f"| {cell(line.value) or 'does not exist'} | {line.digits or '–'} |"
        for line in lines
    ]
    head = f"| | formula | value at {cell(where)} | digits that agree |"
    return "\n".join([head, "|---|---|---|---|", *rows]) + "\n"
