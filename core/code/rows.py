"""Rows of the document as functions of Python: the one that is differentiated, and its helpers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.code.expressions import Writer
from core.code.names import comment
from core.code.pieces import Kind, Piece, Rank
from core.language import syntax as s
from core.language.walk import free_names, nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.code.dialect import Dialect
    from core.code.names import Names
    from core.language.shapes import Shape

_PLACE = re.compile(r"\{:?(\w+)\}")


@dataclass(slots=True)
class Rows:
    """Collects the functions of a script: those of rows, and those that the library has not."""

    dialect: Dialect
    names: Names
    scope: Mapping[str, s.Definition]
    values: Mapping[str, float]
    written: dict[str, str] = field(default_factory=dict)
    helpers: dict[str, str] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def add(self, definition: s.Definition, word: str) -> None:
        """Write a row, after the rows and functions that it uses."""
        if word in self._begun:
            return
        self._begun.add(word)
        body, writer = self._body(definition, word)
        for name in writer.rows:
            self.add(self.scope[name], self.names.of(name, "row"))
        bare = not (definition.variables or definition.parameters)
        self.written[word] = f"{word} = {body}" if bare else body

    def resolved(self, text: str) -> str:
        """Code with its {places} replaced by what calls the functions, which are added."""
        for name in _PLACE.findall(text):
            self._help(name)
        return _PLACE.sub(lambda found: self._called(found.group(0), found.group(1)), text)

    def _called(self, place: str, name: str) -> str:
        if place.startswith("{:"):
            return ""
        if name in self.dialect.native:
            return self.dialect.native[name]
        return _defined(self.dialect.code_of(name) or "", name)

    def _help(self, name: str) -> None:
        if name in self.dialect.native or name in self._begun:
            return
        self._begun.add(name)
        code = self.dialect.code_of(name)
        if code is None:
            raise self.dialect.missing(name)
        self.helpers[name] = self.resolved(code)

    def _body(self, definition: s.Definition, word: str) -> tuple[str, Writer]:
        wholes = frozenset(dict(definition.wholes)) | _counting(definition)
        own, shapes = self._own(definition, wholes)
        lows = {each.name: each.low for each in definition.families}
        writer = Writer(self.dialect, self.names, self.scope, own, shapes, lows, wholes)
        piece = writer.write(definition.body)
        text = piece.text
        if definition.variables and not depends(definition, self.scope):
            text = self._spread(definition, piece)
        text = self.resolved(text)
        if not (definition.variables or definition.parameters):
            return text, writer
        lines = [f"def {word}({self._heads(definition)}):"]
        said = comment(definition.text)
        lines += [f'    """{said}"""'] if said else []
        for each in definition.families:
            members = ", ".join(own[name].text for name in each.members)
            lines.append(f"    {own[each.name].text} = ({members},)")
        return "\n".join([*lines, f"    return {text}"]), writer

    def _spread(self, definition: s.Definition, piece: Piece) -> str:
        """A constant as a function: it has as many values as its variable, and derivatives."""
        name = definition.variables[0]
        word = self.names.of(name)
        zero = f"{word}[0]" if definition.length(name) else word
        return f"{piece.within(Rank.SUM)} + 0 * {zero}"

    def _own(
        self, definition: s.Definition, wholes: frozenset[str]
    ) -> tuple[dict[str, Piece], dict[str, Shape]]:
        shapes: dict[str, Shape] = {}
        own: dict[str, Piece] = {}
        fixed = Kind.TENSOR if self.dialect.counts_exactly else Kind.PYTHON
        for name in definition.parameters:
            kind = Kind.PYTHON if name in wholes else fixed
            own[name] = Piece(self.names.of(name), kind=kind)
        for name, _ in definition.wholes:
            own[name] = Piece(self.names.of(name), kind=Kind.PYTHON)
        for each in definition.families:
            own[each.name] = Piece(self.names.of(each.name), kind=fixed)
            shapes[each.name] = (len(each.members),)
        for name in definition.variables:
            own[name] = Piece(self.names.of(name))
            if definition.length(name):
                shapes[name] = (definition.length(name),)
        return own, shapes

    def _heads(self, definition: s.Definition) -> str:
        """The arguments: the variables, then the sliders with what they stand at."""
        heads = [self.names.of(name) for name in definition.variables]
        known = dict(definition.wholes)
        counting = _counting(definition) | frozenset(known)
        for name in dict.fromkeys((*definition.parameters, *known)):
            word = self.names.of(name)
            value = known.get(name, self.values.get(name, 1.0))
            if name in counting and value == int(value):
                heads.append(f"{word}={int(value)}")
            else:
                heads.append(f"{word}={word if self.dialect.counts_exactly else repr(value)}")
        return ", ".join(heads)


def _defined(code: str, name: str) -> str:
    """What the code of a helper calls it: maximum for max."""
    found = re.search(r"^(?:\{:\w+\})*(?:def|class) (\w+)", code)
    line = re.search(r"^(\w+) = ", re.sub(r"\{:\w+\}", "", code))
    last = re.findall(r"^(\w+) = lift", code, re.MULTILINE)
    if last:
        return last[-1]
    if found is not None:
        return found.group(1)
    return line.group(1) if line is not None else name


def _counting(definition: s.Definition) -> frozenset[str]:
    """The sliders that bound a sum or are an index: whole numbers of Python."""
    found: frozenset[str] = frozenset()
    for node in nodes(definition.body):
        if isinstance(node, s.Repeat):
            found |= free_names(node.low) | free_names(node.high)
        elif isinstance(node, s.Component):
            found |= free_names(node.index)
    return found & frozenset(definition.parameters)


def depends(definition: s.Definition, scope: Mapping[str, s.Definition]) -> bool:
    """Whether the value of a row reads one of its variables."""
    if free_names(definition.body) & set(definition.variables):
        return True
    return any(
        isinstance(each, s.Apply) and not each.arguments and bool(scope[each.name].variables)
        for each in nodes(definition.body)
    )
