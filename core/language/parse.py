"""The door of the language: a typed text to its Definition."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from core.errors import InputError
from core.language import letters
from core.language.bounds import check_tree
from core.language.cursor import Cursor
from core.language.differentials import join_differentials
from core.language.grammar import read_rows
from core.language.kinds import check_kinds
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
from core.language.syntax import Apply, Definition, Node
from core.language.walk import free_names, nodes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NO_SCOPE: Mapping[str, Definition] = MappingProxyType({})


def is_blank(text: str) -> bool:
    """Whether nothing but spaces and comments is typed."""
    lines = (line.split("#", 1)[0] for line in text.splitlines())
    return all(letters.is_space(c) or letters.is_newline(c) for line in lines for c in line)


def parse(
    text: str, *, variables: Sequence[str] | None = None,
    scope: Mapping[str, Definition] | None = None,
) -> Definition:
    """Read a row.

    `variables` declares the variables of a row that does not list its own; `scope` holds the
    definitions of other rows by name. Raises InputError, and nothing else, for any text.
    """
    check_text(text)
    tokens = tokens_of(translate(text) if looks_like_latex(text) else Source.typed(text))
    name, listed, first = _head(tokens)
    others = {key: row for key, row in (scope or _NO_SCOPE).items() if key != name}
    given = tuple(canonical_name(v) for v in variables) if variables is not None else None
    declared = listed if listed is not None else given
    vocabulary = Vocabulary(frozenset(declared or ()), others)
    body_tokens = tokens[first:]
    _check_spaces(body_tokens)
    _check_not_own(body_tokens, name, vocabulary)
    body = read_rows(_cursor(body_tokens, tokens[:first], vocabulary))
    check_tree(body)
    check_kinds(body)
    free = free_names(body)
    names = declared if declared is not None else _variables(free, name)
    wanted = free | _parameters_of_others(body, others)
    return Definition(text, body, names, tuple(sorted(wanted - set(names))), name,
                      listed is not None)


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


def _head(tokens: Sequence[Token]) -> tuple[str | None, tuple[str, ...] | None, int]:
    """The name and arguments before the =, and where the body begins."""
    if tokens[0].kind != "word":
        return None, None, 0
    name = _name(tokens[0])
    if _is_equals(tokens[1]):
        _check_free(tokens[0])
        return name, None, 2
    if tokens[1].text != "(":
        return None, None, 0
    arguments: list[Token] = []
    at = 2
    while tokens[at].kind == "word" and tokens[at + 1].text in (",", ")"):
        arguments.append(tokens[at])
        at += 2
        if tokens[at - 1].text == ")":
            break
    if tokens[at - 1].text != ")" or not arguments or not _is_equals(tokens[at]):
        return None, None, 0
    _check_free(tokens[0])
    return name, _distinct(arguments), at + 1


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


def _check_spaces(tokens: Sequence[Token]) -> None:
    """Refuse `x in R^20`: variables of many components are not read yet."""
    for word, space, sign in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if (word.text, space.text, sign.text[:1]) == ("in", "R", "^"):
            raise InputError("Variables of many components are not read yet.", word.start,
                             space.end, "Name the components: f(x, y, z) = …")


def _check_not_own(tokens: Sequence[Token], name: str | None, vocabulary: Vocabulary) -> None:
    if name is None or vocabulary.knows(name):
        return
    for token in tokens:
        if token.kind == "word" and _name(token) == name:
            raise InputError(f"{name} stands on both sides of the =.", token.start, token.end,
                             "Give the row another name.")


def _number_of(name: str) -> int:
    return int(name.partition("_")[2])


def _variables(free: frozenset[str], name: str | None) -> tuple[str, ...]:
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
    return ("x",) if name is None or name == "y" else ()


