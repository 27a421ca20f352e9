"""Hypothesis strategies for hostile inputs: grammar, soup, mutations, Unicode, LaTeX, JSON."""

import json

from hypothesis import strategies as st

from core.document import Viewport, first_document, with_formula, with_new_formula
from core.files import session
from core.language.functions import functions

WORDS = [
    "x", "y", "z", "t", "a", "n", "k", "i", "e", "π", "θ", "x_1", "x_i", "x_{i+1}", "f", "c", "R",
    "+", "-", "*", "/", "^", "(", ")", "[", "]", "{", "}", "|", ",", "=", ":=", "<", ">=", "!=",
    "!", "'", "''", "°", "%", "..", ":", ";", "\n", "#", " ", "_", "²", "ⁿ", "₁", "½", "√", "∛",
    "⌊", "⌋", "∂", "∇", "Σ", "Π", "∞", "0", "1", "2", "2.5", ".5", "1e3", "1e-400", "1e308", "10^9",
    "10^300", "999999999999", "-1", "0.1", "d/dx", "d^2/dx^2", "∂/∂x", "Σ(k=1..3)", "sum(", "prod(",
    "sum(x^k, k, 1, 5)", "if(", "{x<0:", "piecewise((", "grad ", "hessian", "div", "curl", "norm(",
    "in R^3", "in R^n", ", x in R^2", "log_2", "and", "or", "not", "int", "lim",
]  # fmt: skip
LATEX = [
    r"\frac", r"\sqrt", r"\sqrt[3]", r"\left(", r"\right)", r"\left|", r"\right|", r"\cdot", r"\sin",
    r"\log_", r"\sum_{k=1}^{5}", r"\prod_", r"\begin{cases}", r"\end{cases}", r"\begin{pmatrix}",
    r"\end{pmatrix}", r"\mathrm", r"\operatorname", r"\partial", r"\nabla", r"\theta", r"\pi", "&",
    r"\\", "{", "}", "^", "_", "x", "2", "$", r"\text", r"\lVert", r"\rVert", r"^\circ", r"\infty",
    r"\ln", r"\le", r"\ne", r"\dfrac", r"\,", r"\quad", r"\tfrac12", r"\prime",
]  # fmt: skip
NAMES = sorted(row.name for row in functions())
LETTERS = st.characters(codec=None, exclude_categories=())


def grown(inner):
    two = st.tuples(inner, inner)
    name = st.sampled_from(NAMES)
    shapes = [
        "{0} + {1}", "{0} - {1}", "({0}) ({1})", "({0})*{1}", "({0})/({1})", "({0})^({1})", "{0} {1}",
        "{{{0} < 0: {1}, x}}", "max({0}, {1})", "if({0} > {1}, {1}, {0})", "[{0}, {1}]",
        "sum({0}, k, 1, {1})", "d/dx ({0}) + {1}", "norm([{0}, {1}])", "|{0}|^{1}", "({0})! - {1}",
        "f({0})^{1}", "grad({0}) . [{1}, 1]", "{0}_{1}",
    ]  # fmt: skip
    return st.one_of(
        st.tuples(st.sampled_from(shapes), two).map(lambda p: p[0].format(*p[1])),
        st.tuples(name, inner).map(lambda p: f"{p[0]}({p[1]})"),
        st.tuples(name, two).map(lambda p: f"{p[0]}({p[1][0]}, {p[1][1]})"),
    )


FORMULAS = st.recursive(st.sampled_from([*WORDS[:16], "2", "0.5", "10^9", "1e-3"]), grown, max_leaves=10)
SOUP = st.lists(st.sampled_from(WORDS + NAMES), max_size=25).map("".join)
FRAGMENTS = st.lists(st.sampled_from(LATEX), max_size=20).map("".join)
HEADS = st.sampled_from(["", "", "f(x) = ", "F(x, y) = ", "f(x in R^3) = ", "y = ", "a = ", "P = "])
UNICODE = st.text(alphabet=LETTERS, max_size=40)


@st.composite
def mutated(draw, texts):
    """A text with a few pieces cut out, doubled, or put in from elsewhere."""
    text = draw(texts)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        to = draw(st.integers(at, min(len(text), at + 12)))
        piece = draw(st.one_of(
            st.just(""), st.just(text[at:to] * 2), st.sampled_from(WORDS + LATEX),
            st.text(alphabet=LETTERS, max_size=3),
        ))  # fmt: skip
        text = text[:at] + piece + text[to:]
    return text


TEXTS = st.one_of(
    st.tuples(HEADS, FORMULAS).map("".join), mutated(FORMULAS), SOUP, FRAGMENTS, UNICODE,
    mutated(st.sampled_from([
        "f(x) = x^3 - 2x", "sum(x_i^2 x_{i+1}, i, 1, n-1)", "norm(x)^2, x in R^5",
        r"\frac{1}{\sqrt{2\pi}} e^{-x^2/2}", "F(x, y) = [x cos y, x sin y]", "P = (a, b)",
    ])),
)  # fmt: skip

NUMBERS = st.one_of(
    st.integers(-(10**30), 10**30), st.floats(), st.sampled_from([0, 1, -1, 1e308, 1e-320, 2**31]),
)  # fmt: skip
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, st.text(alphabet=LETTERS, max_size=6)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
STARTS = [
    json.loads(session.dumps(document, Viewport()))
    for document in (
        first_document(),
        with_new_formula(with_formula(first_document(), 1, text="a x + b"), "F(x, y) = [x, y]"),
    )
]


def places(value, way=()):
    """Every way down a JSON value."""
    yield way
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in steps:
        yield from places(inner, (*way, key))


def replaced(value, way, new):
    """The value with another one at this place."""
    if not way:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[way[0]] = replaced(value[way[0]], way[1:], new)
    return copy


@st.composite
def sessions(draw):
    """A session file with a few of its words replaced, or torn as a text."""
    content = draw(st.sampled_from(STARTS))
    for _ in range(draw(st.integers(0, 3))):
        way = draw(st.sampled_from(list(places(content))))
        content = replaced(content, way, draw(st.one_of(VALUES, TEXTS)))
    text = json.dumps(content)
    if draw(st.integers(0, 4)) == 0:
        cut = draw(st.integers(0, len(text)))
        text = text[:cut] + draw(st.sampled_from(["", "[" * 2_000, "NaN", "1e999", "\x00", "}", ","]))
    return text


@st.composite
def requests(draw):
    """A request of `eval --jsonl`: mostly one that can be answered."""
    names = st.sampled_from(["x", "y", "a", "n", "x_1", "θ", "z"])
    small = st.one_of(st.integers(-9, 9), st.floats(-10, 10), NUMBERS)
    given = st.one_of(small, st.lists(small, max_size=4), VALUES)
    asked = {"text": draw(TEXTS), "points": draw(st.lists(st.dictionaries(names, given, max_size=3), max_size=2))}
    if draw(st.booleans()):
        asked["order"] = draw(st.one_of(st.integers(0, 3), VALUES))
    if draw(st.integers(0, 3)) == 0:
        asked[draw(st.sampled_from(["variables", "parameters", "id", "points", "text"]))] = draw(VALUES)
    if draw(st.integers(0, 5)) == 0:
        asked["variables"] = draw(st.lists(names, max_size=3))
    return json.dumps(asked)


STRATEGIES = {"parser": TEXTS, "session": sessions(), "eval": requests()}
