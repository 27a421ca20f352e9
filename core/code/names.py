"""Names in code: what a typed name is called in a script, clear of Python and its libraries."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata

LIBRARIES = frozenset((
    "math", "functools", "torch", "np", "special", "jax", "jnp", "sp", "mp", "plt",
))  # fmt: skip
SCRIPT = frozenset((
    "UNKNOWN", "SPIKE", "Jet", "jet", "lift", "point", "pairs", "value", "slope", "bend", "slopes",
    "bends", "gradient", "hessian", "jacobian", "derivative", "at", "p", "d", "curve", "curves",
    "xs", "ys", "name", "number", "numbers", "values", "expression", "expressions", "inputs",
    "rest", "each",
))  # fmt: skip
"""Names that the scripts give to things of their own."""


class Names:
    """Gives each typed name an identifier of its own; the same one whenever it is asked."""

    def __init__(self, taken: frozenset[str] = frozenset()) -> None:
        words = (*keyword.kwlist, *keyword.softkwlist, *dir(builtins))
        self._taken = {*words, *LIBRARIES, *SCRIPT, *taken}
        self._given: dict[tuple[str, str], str] = {}

    def of(self, name: str, role: str = "") -> str:
        """The identifier of a canonical name: theta, x_1, lambda_.

        Two names of different roles, such as a function and a variable, have two identifiers.
        """
        key = name, role
        if key not in self._given:
            word = _plain(name)
            while word in self._taken:
                word += "_"
            self._taken.add(word)
            self._given[key] = word
        return self._given[key]


def _plain(name: str) -> str:
    """ASCII letters, digits and underscores, beginning with a letter."""
    simple = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    word = re.sub(r"\W", "_", simple, flags=re.ASCII)
    if not word.strip("_") or not word[0].isalpha():
        word = "name_" + "_".join(f"{ord(each):x}" for each in name)
    return word


def comment(text: str, longest: int = 240) -> str:
    """Typed text as it may stand in a comment or a docstring: one line that ends neither."""
    line = " ".join(text.split())
    line = "".join(each if each.isprintable() else "?" for each in line)
    line = line.encode(errors="replace").decode()
    line = line.replace("\\", "∖").replace('"', "″")
    return line if len(line) <= longest else line[: longest - 1] + "…"
