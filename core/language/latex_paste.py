r"""Pasted LaTeX to our own characters, each with the columns of the text as pasted.

Only the spelling changes here; the grammar reads the result like any typed text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType

from core.errors import Fix, InputError
from core.language.functions import find
from core.language.letters import CONSTANTS, GREEK_NAMES, plain
from core.language.lexer import Source

_SIGNS = MappingProxyType({
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "le": "<=", "leq": "<=", "leqslant": "<=",
    "ge": ">=", "geq": ">=", "geqslant": ">=", "lt": "<", "gt": ">", "ne": "!=", "neq": "!=",
    "land": " and ", "wedge": " and ", "lor": " or ", "vee": " or ", "neg": " not ",
    "lnot": " not ", "lvert": " abs(", "rvert": ")", "lVert": " norm(", "rVert": ")",
    "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈",
    "rceil": "⌉", "sum": "Σ", "prod": "Π", "partial": "∂", "nabla": "∇", "prime": "'",
    "ldots": "..", "dots": "..", "cdots": "..", "degree": "°", "circ": "°", "lbrace": "{",
    "rbrace": "}", "lbrack": "[", "rbrack": "]", "colon": ":", "vert": "|", "mid": "|",
    "{": "{", "}": "}", "%": "%", "infty": "∞",
})
_SPACES = frozenset((
    ",", ";", ":", "!", " ", "quad", "qquad", "thinspace", "medspace", "thickspace", "limits",
    "nolimits", "displaystyle", "textstyle", "scriptstyle", "big", "Big", "bigg", "Bigg", "bigl",
    "bigr", "Bigl", "Bigr",
))
_FONTS = frozenset((
    "mathrm", "text", "operatorname", "mathit", "mathbf", "textrm", "mbox", "mathop", "boldsymbol",
    "mathsf", "vec", "rm", "bm", "operatorname*", "textit", "mathnormal",
))
_FRACTIONS = frozenset(("frac", "dfrac", "tfrac", "cfrac"))
_GREEK_FORMS = frozenset(("varepsilon", "vartheta", "varphi", "varrho", "varsigma", "varkappa"))
_BINOMIALS = frozenset(("binom", "dbinom", "tbinom"))
_ENVIRONMENTS = MappingProxyType({
    "cases": ("piecewise((", "))"), "pmatrix": ("[", "]"), "bmatrix": ("[", "]"),
})
_COMMAND = re.compile(r"\\([A-Za-z]+\*?|[\s\S])")
_DIFFERENTIAL = re.compile(r"\s*(?:d|\\partial|\\mathrm\s*\{\s*d\s*\})(?![a-zA-Z]{3})")


def looks_like_latex(text: str) -> bool:
    """Whether a text is pasted LaTeX: it holds a backslash or stands between $ signs."""
    return "\\" in text or text.strip().startswith("$")


def translate(text: str) -> Source:
    """The pasted text in our own characters."""
    return _Paste(text).run()


@dataclass(frozen=True, slots=True)
class _Range:
    """Columns still to be translated."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Put:
    """Our characters for columns already read."""

    ours: str
    start: int
    end: int


class _Paste:
    """What is still to be done, nearest last: no depth of braces needs a depth of calls."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.matches = _matching_braces(text)
        self.waiting: list[_Range | _Put] = [_Range(0, len(text))]
        self.characters: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.environments: list[str] = []

    def run(self) -> Source:
        while self.waiting:
            item = self.waiting.pop()
            if isinstance(item, _Put):
                self.emit(item.ours, item.start, item.end)
            elif item.start < item.end:
                self.one(item.start, item.end)
        return Source("".join(self.characters), tuple(self.starts), tuple(self.ends))

    def emit(self, ours: str, start: int, end: int) -> None:
        """Add our characters for the columns `start` to `end`."""
        self.characters += ours
        self.starts += [start] * len(ours)
        self.ends += [end] * len(ours)

    def one(self, at: int, end: int) -> None:
        """Translate what stands at `at`; the rest up to `end` waits."""
        character = self.text[at]
        if character == "\\":
            self.command(at, end)
        elif character == "_":
            self.later(self.subscript(at), end)
        elif character == "^" and self.text.startswith("^\\circ", at):
            self.emit("°", at, at + 6)
            self.later(at + 6, end)
        elif character == "&":
            self.ampersand(at)
            self.later(at + 1, end)
        else:
            ours = {"{": "(", "}": ")", "$": " ", "~": " "}.get(character) or plain(character)
            self.emit(ours, at, at + 1)
            self.later(at + 1, end)

    def later(self, at: int, end: int, *first: _Range | _Put) -> None:
        """Leave the range from `at` for later, after `first`."""
        self.waiting.append(_Range(at, end))
        self.waiting += reversed(first)

    def subscript(self, at: int) -> int:
        r"""x_{12}, \log_2 and \sum_{k=1} stay as they are typed; where the subscript ends."""
        while self.characters and self.characters[-1] == " ":
            del self.characters[-1], self.starts[-1], self.ends[-1]
        self.emit("_", at, at + 1)
        if self.text[at + 1 : at + 2] == "\\":
            return at + 2
        if self.text[at + 1 : at + 2] != "{":
            return at + 1
        close = self.matches[at + 1]
        if "=" in self.text[at:close]:
            return at + 1
        column = at + 2
        self.emit("{", at + 1, column)
        while column < close:
            found = _COMMAND.match(self.text, column)
            if found and found.group(1) in _FONTS:
                column = found.end()
                continue
            if self.text[column] not in "\\{}":
                self.emit(self.text[column], column, column + 1)
            column += 1
        self.emit("}", close, close + 1)
        return close + 1

    def ampersand(self, at: int) -> None:
        if not self.environments or self.environments[-1] != "cases":
            raise InputError("Matrices inside a formula are not read yet.", at, at + 1)
        written = "".join(self.characters[-3:]).rstrip()
        self.emit(" " if written.endswith(",") else ",", at, at + 1)

    def command(self, at: int, end: int) -> None:
        """A command: its name of letters, or one other character."""
        found = _COMMAND.match(self.text, at)
        name = found.group(1) if found else ""
        stop = found.end() if found else at + 1
        if name in _FRACTIONS or name in _BINOMIALS:
            self.two_parts(name, at, stop, end)
        elif name == "sqrt":
            self.root(at, stop, end)
        elif name in _FONTS:
            inner, after = self.argument(at, stop, end)
            self.font(inner, at, after)
            self.later(after, end)
        elif name in ("left", "right"):
            self.later(self.fence(name, at, stop), end)
        elif name in ("begin", "end"):
            inner, after = self.argument(at, stop, end)
            self.environment(name, self.text[inner.start : inner.end], at, after)
            self.later(after, end)
        else:
            self.symbol(name, at, stop)
            self.later(stop, end)

    def argument(self, at: int, stop: int, end: int) -> tuple[_Range, int]:
        """The argument that begins at `stop`, and the column after it."""
        while stop < end and self.text[stop].isspace():
            stop += 1
        if stop >= end:
            raise InputError(f"The formula stops after {self.text[at:end].strip()}.", end, end,
                             "Type the missing part in braces.")
        if self.text[stop] == "{":
            close = self.matches[stop]
            return _Range(stop + 1, close), close + 1
        found = _COMMAND.match(self.text, stop)
        after = found.end() if found else stop + 1
        return _Range(stop, after), after

    def two_parts(self, name: str, at: int, stop: int, end: int) -> None:
        above, middle = self.argument(at, stop, end)
        under, after = self.argument(at, middle, end)
        tops, bottoms = self.text[above.start : above.end], self.text[under.start : under.end]
        first, last = (at, at + 1), (after - 1, after)
        if name in _BINOMIALS:
            self.later(after, end, _Put(" binomial(", *first), above, _Put(",", *last), under,
                       _Put(")", *last))
        elif _DIFFERENTIAL.match(tops) and _DIFFERENTIAL.match(bottoms):
            self.later(after, end, above, _Put("/", *first), under, _Put(" ", *last))
        else:
            self.later(after, end, _Put("((", *first), above, _Put(")/(", *last), under,
                       _Put("))", *last))

    def root(self, at: int, stop: int, end: int) -> None:
        first = (at, at + 5)
        if self.text[stop : stop + 1] != "[":
            inner, after = self.argument(at, stop, end)
            self.later(after, end, _Put(" sqrt(", *first), inner, _Put(")", after - 1, after))
            return
        close = self.text.find("]", stop)
        if close < 0:
            raise InputError(f"`]` is missing for the `[` at column {stop + 1}.", end, end)
        inner, after = self.argument(at, close + 1, end)
        self.later(after, end, _Put(" root(", *first), _Range(stop + 1, close),
                   _Put(",", close, close + 1), inner, _Put(")", after - 1, after))

    def font(self, inner: _Range, at: int, after: int) -> None:
        r"""\mathrm{e}, \operatorname{sech}, \text{otherwise}."""
        word = self.text[inner.start : inner.end].strip()
        if word in ("if", "for", "when", "where", ""):
            self.emit(" ", at, after)
        elif word in ("otherwise", "else") and "cases" in self.environments:
            self.emit(" true ", at, after)
        else:
            self.emit(" ", at, at + 1)
            for column in range(inner.start, inner.end):
                if self.text[column] != "\\":
                    self.emit(self.text[column], column, column + 1)
            if self.text[after : after + 1] not in ("(", "_", "^"):
                self.emit(" ", after - 1, after)

    def fence(self, name: str, at: int, stop: int) -> int:
        r"""\left( and \right|; where it ends."""
        after = stop + (2 if self.text[stop : stop + 1] == "\\" else 1)
        sign = self.text[stop:after]
        named = _COMMAND.match(self.text, stop)
        if named and named.group(1) in _SIGNS:
            sign, after = _SIGNS[named.group(1)], named.end()
        if sign in ("|", "\\|"):
            opens = " abs(" if sign == "|" else " norm("
            sign = opens if name == "left" else ")"
        self.emit(" " if sign == "." else sign.removeprefix("\\"), at, min(after, len(self.text)))
        return min(after, len(self.text))

    def environment(self, command: str, name: str, at: int, after: int) -> None:
        if name not in _ENVIRONMENTS:
            raise InputError(f"The environment {name[:24]} is not read.", at, after,
                             "Type the formula without it.")
        before, behind = _ENVIRONMENTS[name]
        if command == "begin":
            self.environments.append(name)
            self.emit(f" {before}", at, after)
        elif self.environments and self.environments.pop() == name:
            self.emit(behind, at, after)
        else:
            raise InputError(f"The \\end{{{name}}} has no \\begin before it.", at, after)

    def symbol(self, name: str, at: int, stop: int) -> None:
        """Signs, spaces, Greek letters and functions."""
        name = name.removeprefix("var") if name in _GREEK_FORMS else name
        if name == "\\":
            ends = self.text[stop:].lstrip().startswith("\\end")
            rows = {"cases": "),("}.get(self.environments[-1], ",") if self.environments else ";"
            self.emit(" " if ends else rows, at, stop)
        elif name in _SPACES or not name.strip():
            self.emit(" ", at, stop)
        elif name in _SIGNS:
            self.emit(_SIGNS[name], at, stop)
        elif name in GREEK_NAMES or name in CONSTANTS or find(name) is not None:
            glued = self.text[stop : stop + 1] in ("_", "^", "'", "(")
            self.emit(f" {name}{'' if glued else ' '}", at, stop)
        else:
            shown = name if len(name) <= 24 else f"{name[:20]}…"
            raise InputError(f"The command \\{shown} is not read.", at, stop,
                             "Type the formula without it.", Fix("Remove it", at, stop, ""))


def _matching_braces(text: str) -> dict[int, int]:
    """The column of the closing brace for each opening one."""
    matches: dict[int, int] = {}
    open_at: list[int] = []
    for at, character in enumerate(text):
        if at and text[at - 1] == "\\" and not text.endswith("\\\\", 0, at):
            continue
        if character == "{":
            open_at.append(at)
        elif character == "}":
            if not open_at:
                raise InputError("The } has no { before it.", at, at + 1,
                                 fix=Fix("Remove }", at, at + 1, ""))
            matches[open_at.pop()] = at
    if open_at:
        first, end = open_at[-1], len(text)
        raise InputError(f"`}}` is missing for the `{{` at column {first + 1}.", end, end,
                         "Type } where the group ends.", Fix("Add }", end, end, "}"))
    return matches
