"""A symbol as LaTeX: Greek by name, digits and what follows _ as an index."""

from __future__ import annotations

import re

from core.language.letters import GREEK_NAMES


def symbol_latex(name: str) -> str:
    """`a` as a, `alpha` as its letter, `x_1` and `x1` with an index, words upright."""
    found = re.fullmatch(r"([^\W\d_]+)_?(\w*)", name)
    if found is None:
        return name.replace("_", r"\_")
    letters, index = found.groups()
    if letters in GREEK_NAMES:
        letters = f"\\{letters}"
    elif len(letters) > 1:
        letters = f"\\mathrm{{{letters}}}"
    return f"{letters}_{{{index}}}" if index else letters
