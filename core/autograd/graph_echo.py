"""The row as it is typeset, once for each node of its graph, with the node's own part marked."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from core.language.typeset import MARK_BEGINS, MARK_ENDS, latex

if TYPE_CHECKING:
    from core.autograd.graph_words import Graph, GraphNode
    from core.language.syntax import Definition

SECONDS = 0.15  # for all nodes; those that are left are marked in the text only


def with_echoes(graph: Graph, definition: Definition) -> Graph:
    """The graph whose nodes know how they stand in the echo, as many as a short time allows."""
    end = time.monotonic() + SECONDS
    plain = latex(definition)
    known: dict[tuple[tuple[int, int], ...], str] = {(): ""}

    def echo(node: GraphNode) -> str:
        if node.spans not in known:
            late = time.monotonic() > end
            known[node.spans] = "" if late else _marked(definition, node.spans, plain)
        return known[node.spans]

    return replace(graph, nodes=tuple(replace(node, echo=echo(node)) for node in graph.nodes))


def _marked(definition: Definition, spans: tuple[tuple[int, int], ...], plain: str) -> str:
    """The echo with the parts at these columns in colour; "" where that changes how it is set."""
    found = latex(definition, frozenset(spans))
    return found if MARK_BEGINS in found and unmarked(found) == plain else ""


def unmarked(text: str) -> str:
    """The LaTeX without its marks."""
    while (at := text.find(MARK_BEGINS)) >= 0:
        begin = at + len(MARK_BEGINS)
        end = _closing(text, begin)
        text = text[:at] + text[begin:end] + text[end + len(MARK_ENDS) :]
    return text


def _closing(text: str, begin: int) -> int:
    """Where the brace closes that was opened just before `begin`."""
    depth = 1
    for found in re.finditer(r"\\.|[{}]", text[begin:]):
        if found.group() in "{}":
            depth += 1 if found.group() == "{" else -1
        if not depth:
            return begin + found.start()
    return len(text)
