"""The door of the language: a typed text to its Definition."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from core.errors import InputError
from core.language import letters
from core.language.bounds import check_tree
from core.language.cursor import Cursor
from core.language.differentials import join_differentials
from core.language.dimensions import check_ranges, resolve
from core.language.grammar import read_rows
from core.language.latex_paste import looks_like_latex, translate
from core.language.lexer import Source, Token, check_text, tokens_of
from core.language.names import (
    FIRST_VARIABLES,
    NEXT_VARIABLES,
    RESERVED,
    Vocabulary,
    canonical,
    split_words,
)
from core.language.operators import expanded
from core.language.shapes import check_body
from core.language.spaces import begins_space, read_space, take_spaces
from core.language.syntax import Apply, Definition, Node
from core.language.walk import free_names, nodes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.language.spaces import Space

_NO_SCOPE: Mapping[str, Definition] = MappingProxyType({})


def is_blank(text: str) -> bool:
    """Whether nothing but spaces and comments is typed."""
    lines = (line.split("#", 1)[0] for line in text.splitlines())
    return all(letters.is_space(c) or letters.is_newline(c) for line in lines for c in line)


def parse(
    text: str, *, variables: Sequence[str] | None = None,
    scope: Mapping[str, Definition] | None = None, sizes: Mapping[str, int] | None = None,
) -> Definition:
    """Read a row.

    `variables` declares the variables of a row that does not list its own; `scope` holds the
    definitions of other rows by name; `sizes` the whole numbers that dimensions are made of
    ({"n": 20} for x in R^n), or the number of components of a vector ({"x": 20}). Raises
    InputError, and nothing else, for any text.
    """
    check_text(text)
    tokens = tokens_of(translate(text) if looks_like_latex(text) else Source.typed(text))
    head = _head(tokens)
    name, listed = head.name, head.variables
    others = {key: row for key, row in (scope or _NO_SCOPE).items() if key != name}
    given = tuple(canonical_name(v) for v in variables) if variables is not None else None
    declared = listed if listed is not None else given
    body_tokens, spaces = take_spaces(tokens[head.end :])
    spaces = [*head.spaces, *spaces]
    vectors = frozenset(each.name for each in spaces)
    vocabulary = Vocabulary(frozenset(declared or ()) | vectors, others)
    _check_not_own(body_tokens, name, vocabulary)
    typed = read_rows(_cursor(body_tokens, tokens[: head.end], vocabulary))
    check_tree(typed)
    found = resolve(typed, spaces, others, sizes or {})
    shapes = {each: (length,) for each, length in found.lengths.items()}
    body = expanded(found.body, shapes, others, frozenset(declared or ()) | vectors)
    shape = check_body(body, shapes, others)
    free = _free(body, found.lengths)
    names = declared if declared is not None else _variables(free, name, tuple(found.lengths))
    lengths, families = check_ranges(names, found)
    members = {member for family in families for member in family.members}
    wanted = free - {family.name for family in families} | members
    wanted |= _parameters_of_others(body, others) | {each for each, _ in found.wholes}
    return Definition(text, body, names, tuple(sorted(wanted - set(names))), name,
                      listed is not None, lengths, found.wholes, families, shape)


def _free(body: Node, lengths: Mapping[str, int]) -> frozenset[str]:
    """The free names; x for the x_3 that a derivative is taken by."""
    found: set[str] = set()
    for each in free_names(body):
        base, _, subscript = each.partition("_")
        found.add(base if base in lengths and subscript.isdigit() else each)
    return frozenset(found)


def _parameters_of_others(body: Node, scope: Mapping[str, Definition]) -> frozenset[str]:
    """The parameters of all rows the body applies, and of those they apply in turn."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [body]
    while waiting:
        for node in nodes(waiting.pop()):
            if isinstance(node, Apply) and node.name in scope and node.name not in seen:
                seen.add(node.name)
                found.update(scope[node.name].parameters)
                waiting.append(scope[node.name].body)
    return frozenset(found)


def _cursor(tokens: Sequence[Token], head: Sequence[Token], vocabulary: Vocabulary) -> Cursor:
    """The cursor at the body; the = before it stays in sight for messages."""
    words = split_words(join_differentials(tokens, vocabulary), vocabulary)
    cursor = Cursor([*head[-1:], *words], vocabulary)
    cursor.at = len(head[-1:])
    return cursor


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before the =: name, listed variables and spaces, and where the body begins."""

    name: str | None = None
    variables: tuple[str, ...] | None = None
    end: int = 0
    spaces: tuple[Space, ...] = ()


def _head(tokens: Sequence[Token]) -> _Head:
    if tokens[0].kind != "word":
        return _Head()
    name = _name(tokens[0])
    if _is_equals(tokens[1]):
        _check_free(tokens[0])
        return _Head(name, None, 2)
    if tokens[1].text != "(":
        return _Head()
    arguments: list[Token] = []
    spaces: list[Space] = []
    at = 2
    while tokens[at].kind == "word":
        if begins_space(tokens, at):
            space, end = read_space(tokens, at)
            spaces.append(space)
        else:
            end = at + 1
        if tokens[end].text not in (",", ")"):
            break
        arguments.append(tokens[at])
        at = end + 1
        if tokens[at - 1].text == ")":
            break
    if tokens[at - 1].text != ")" or not arguments or not _is_equals(tokens[at]):
        return _Head()
    _check_free(tokens[0])
    return _Head(name, _distinct(arguments), at + 1, tuple(spaces))


def _is_equals(token: Token) -> bool:
    return token.kind == "sign" and token.text in ("=", ":=")


def _name(token: Token) -> str:
    return canonical(token.text, token.subscript)


def canonical_name(name: str) -> str:
    """A name as a person or the command line spells it, in canonical spelling.

    "θ", "x1" and "x_{1}" are theta, x_1 and x_1; InputError for what is no name.
    """
    tokens = tokens_of(Source.typed(name))
    if len(tokens) != 2 or tokens[0].kind != "word":
        raise InputError(f"{name[:24]} is no name for a variable.", 0, len(name))
    return _name(tokens[0])


def _check_free(token: Token) -> None:
    if token.text.lower() in RESERVED:
        raise InputError(f"The word {token.text} has a meaning of its own.", token.start,
                         token.end, "Give the row another name.")


def _distinct(arguments: Sequence[Token]) -> tuple[str, ...]:
    names: list[str] = []
    for token in arguments:
        name = _name(token)
        if name in names:
            raise InputError(f"The variable {name} stands twice.", token.start, token.end,
                             "Give each variable a name of its own.")
        _check_free(token)
        names.append(name)
    return tuple(names)


def _check_not_own(tokens: Sequence[Token], name: str | None, vocabulary: Vocabulary) -> None:
    if name is None or vocabulary.knows(name):
        return
    for token in tokens:
        if token.kind == "word" and _name(token) == name:
            raise InputError(f"{name} stands on both sides of the =.", token.start, token.end,
                             "Give the row another name.")


def _number_of(name: str) -> tuple[int, str]:
    """The order of numbered names; a number may have more digits than Python turns into one."""
    digits = name.partition("_")[2].lstrip("0")
    return len(digits), digits


def _variables(
    free: frozenset[str], name: str | None, vectors: tuple[str, ...]
) -> tuple[str, ...]:
    """The free names that are variables when nobody declares them."""
    first = tuple(v for v in FIRST_VARIABLES if v in free)
    if first:
        return first
    for variable in NEXT_VARIABLES:
        if variable in free:
            return (variable,)
    numbered = sorted((v for v in free if v[:2] == "x_" and v[2:].isdigit()), key=_number_of)
    if numbered:
        return tuple(numbered)
    if vectors:
        return vectors
    return ("x",) if name is None or name == "y" else ()


