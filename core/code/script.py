"""Scripts: the functions, the point, its numbers with their asserts, and the curves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.code.assertions import claim, nested
from core.code.facts import CURVE, MAP, RESULTS
from core.code.jax_dialect import JaxDialect
from core.code.layouts import JAX, NUMPY, SYMPY, TORCH, imports_of
from core.code.names import Names, comment
from core.code.numpy_dialect import NumpyDialect
from core.code.rows import Rows
from core.code.sympy_dialect import SympyDialect
from core.code.torch_dialect import TorchDialect
from core.language.functions import functions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.code.assertions import Claim
    from core.code.dialect import Dialect
    from core.code.facts import Facts
    from core.code.layouts import Layout
    from core.code.words import Language

DIALECTS: Mapping[Language, Dialect] = {
    "torch": TorchDialect(), "sympy": SympyDialect(), "numpy": NumpyDialect(),
    "jax": JaxDialect(),
}  # fmt: skip
LAYOUTS: Mapping[Language, Layout] = {"torch": TORCH, "sympy": SYMPY, "numpy": NUMPY, "jax": JAX}
SAMPLES = 401
WIDTH = 96


@dataclass(frozen=True, slots=True)
class Draft:
    """A script in parts: `computing` runs by itself and leaves its results by name."""

    computing: str
    curves: str
    names: Mapping[str, str]
    results: tuple[str, ...]


def draft(facts: Facts, language: Language, window: tuple[float, float]) -> Draft:
    """The parts of a script before anything is asserted.

    NoCounterpart where the language lacks a part of the formula.
    """
    dialect, layout = DIALECTS[language], LAYOUTS[language]
    taken = frozenset(row.name for row in functions()) | _helper_names(dialect)
    names = Names(taken)
    definition = facts.definition
    for name in (*definition.variables, *facts.rest):
        names.of(name)
    free = (each for each in "fghFGHuvw" if each not in facts.scope)
    word = names.of(definition.name or next(free, "function"), "row")
    rows = Rows(dialect, names, facts.scope, facts.rest)
    rows.resolved("".join(f"{{:{each}}}" for each in dialect.always))
    rows.add(definition, word)
    words = _words(facts, names, word)
    parts = [
        layout.setting, layout.before(facts, words), *rows.helpers.values(), *layout.tools(facts),
        *rows.written.values(), layout.point(facts, words),
    ]  # fmt: skip
    curves = layout.curves(words, window, SAMPLES) if facts.kind == CURVE else ""
    used = "\n".join([*parts, curves, layout.check("value", "[]", 1.0, 1.0)])
    top = [_heading(facts, layout.title), imports_of(layout, used), *parts[:2]]
    head = "\n\n".join(part.strip("\n") for part in top if part)
    text = "\n\n\n".join(part.strip("\n") for part in (head, *parts[2:]) if part)
    return Draft(_spaced(text), curves, words, RESULTS[facts.kind])


def finished(facts: Facts, language: Language, made: Draft, found: Sequence[Any] | None) -> str:
    """The whole script, its asserts fitted to what its own lines gave (`found`)."""
    layout = LAYOUTS[language]
    claims = [
        claim(name, shown, None if found is None else found[place], layout.title, facts.note)
        for place, (name, shown) in enumerate(zip(made.results, facts.shown, strict=True))
    ]
    checks = [line for each in claims for line in _checked(each, layout, facts.kind)]
    asserting = "# What the screen shows.\n" + "\n".join(checks)
    printing = "\n".join(f'print("{name} =", {layout.printed(name)})' for name in made.results)
    parts = [made.computing, asserting, printing, made.curves]
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def _checked(each: Claim, layout: Layout, kind: str) -> list[str]:
    lines = [f"# {each.remark}"] if each.remark else []
    nan, inf = layout.nowhere
    if each.numbers is None:
        return lines
    if each.diagonal:
        size = nested(each.size, nan, inf)
        diagonal = nested(each.numbers, nan, inf)
        return [
            *lines,
            layout.check(layout.diagonal(each.name), diagonal, each.relative, each.absolute),
            layout.check(layout.size(each.name), size, each.relative, each.relative * each.size),
        ]
    numbers = nested(each.numbers, nan, inf)
    return [*lines, layout.check(each.name, numbers, each.relative, each.absolute)]


def _heading(facts: Facts, title: str) -> str:
    said = comment(facts.definition.text)
    where = ", ".join(
        f"{name} = {value:g}" for name, value in zip(_components(facts), facts.at, strict=True)
    )
    if len(facts.at) > 6:
        where = f"a point of {len(facts.at)} coordinates"
    what = "its Jacobian" if facts.kind == MAP else "its first and second derivatives"
    return (
        f'"""{said}\n\nThe value and {what} at {where}, in {title}.\n'
        'Written by Nablascope. The asserts hold the numbers that were on its screen.\n"""'
    )


def _components(facts: Facts) -> tuple[str, ...]:
    from core.calculus.compile import components_of

    return components_of(facts.definition)


def _words(facts: Facts, names: Names, word: str) -> dict[str, str]:
    """The words that a layout fills in: the function, its variables, how a point is taken apart."""
    definition = facts.definition
    parts: list[str] = []
    place = 0
    for name in definition.variables:
        length = definition.length(name)
        parts.append(f"p[{place}:{place + length}]" if length else f"p[{place}]")
        place += length or 1
    whole = len(definition.variables) == 1 and any(definition.lengths)
    return {
        "f": word, "x": names.of(definition.variables[0]),
        "at": repr(facts.at[0]) if len(facts.at) == 1 else "",
        "numbers": "[" + ", ".join(map(repr, facts.at)) + "]",
        "apply": word + ("(p)" if whole else f"({', '.join(parts)})"),
        "variables": ", ".join(names.of(name) for name in definition.variables),
        **{f"word {name}": names.of(name) for name in (*definition.variables, *facts.rest)},
    }  # fmt: skip


def _helper_names(dialect: Dialect) -> frozenset[str]:
    """What the helpers of a dialect may be called, which no typed name is."""
    codes = [*dialect.helpers.values()]
    found = set(dialect.helpers)
    for code in codes:
        found.update(re.findall(r"(?:def|class) (\w+)", code))
    return frozenset(found)


def _spaced(text: str) -> str:
    """Lines without blanks at their ends."""
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
