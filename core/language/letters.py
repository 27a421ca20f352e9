"""Characters and their plain meaning: Greek, superscripts, subscripts, signs and spaces."""

from __future__ import annotations

import unicodedata
from types import MappingProxyType

_LOWER = (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi",
    "psi", "omega",
)
_LOWER_LETTERS = "αβγδεζηθικλμνξοπρστυφχψω"
_UPPER_LETTERS = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"

GREEK_LETTERS = MappingProxyType(
    dict(zip(_LOWER_LETTERS, _LOWER, strict=True))
    | {
        letter: name.capitalize()
        for letter, name in zip(_UPPER_LETTERS, _LOWER, strict=True)
    }
    | {"ϑ": "theta", "ϕ": "phi", "ϵ": "epsilon", "ς": "sigma", "ϱ": "rho", "ϰ": "kappa",
       "ϖ": "pi", "µ": "mu"}
)
"""Greek letters to their names: θ is theta, Θ is Theta."""

GREEK_NAMES = frozenset(GREEK_LETTERS.values())

CONSTANTS = MappingProxyType({
    "e": "e", "E": "e", "pi": "pi", "PI": "pi", "Pi": "pi", "tau": "tau", "TAU": "tau",
    "phi": "phi",
})

SUPERSCRIPTS = MappingProxyType(
    dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱˣʸᵏᵐᵗᵃᵇᵀ", "0123456789+-()nixykmtabT", strict=True))
)
SUBSCRIPTS = MappingProxyType(
    dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ", "0123456789aeoxhklmnpstijruv", strict=True))
)
FRACTIONS = MappingProxyType({
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8),
    "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9), "⅒": (1, 10),
})
SIGNS = MappingProxyType({
    "×": "*", "·": "*", "⋅": "*", "∙": "*", "∗": "*", "•": "*", "✕": "*", "⨯": "*", "÷": "/",
    "∕": "/", "⁄": "/", "−": "-", "–": "-", "—": "-", "‒": "-", "‐": "-", "‑": "-", "﹣": "-",
    "≤": "<=", "⩽": "<=", "≥": ">=", "⩾": ">=", "≠": "!=", "∣": "|", "∧": "and", "∨": "or",
    "¬": "not", "∑": "Σ", "∏": "Π", "′": "'", "’": "'", "‘": "'", "″": "''", "‴": "'''", "”": "''",
    "∈": "in", "≔": ":=", "…": "..", "º": "°", "˚": "°", "ˆ": "^",
})  # fmt: skip
_ZERO_WIDTH = frozenset(
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u2061\u2062\u2063\u200e\u200f\ufe0e\ufe0f"
)



def plain(character: str) -> str:
    """The character itself, or its plain form when it is a full-width one."""
    return chr(ord(character) - 0xFEE0) if "！" <= character <= "～" else character


def is_space(character: str) -> bool:
    """Whether it only separates: blanks, tabs, thin, no-break and zero-width spaces."""
    if character in " \t":
        return True
    if character < "\x80" or character in "\u2028\u2029\x85":
        return False
    return character in _ZERO_WIDTH or unicodedata.category(character) == "Zs"


def is_newline(character: str) -> bool:
    return character in "\n\r\x0b\x0c\u2028\u2029\x85"


def is_letter(character: str) -> bool:
    """Whether it can begin a name: a Latin or Greek letter, or one of another script."""
    return character.isalpha() and character not in SUPERSCRIPTS and character not in SUBSCRIPTS


_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def plain_name(name: str) -> str:
    """A canonical name without typesetting: theta is θ, a_1 is a₁."""
    base, _, subscript = name.partition("_")
    letter = next((each for each, word in GREEK_LETTERS.items() if word == base), base)
    if not subscript:
        return letter
    return letter + (subscript.translate(_BELOW) if subscript.isdigit() else f"_{subscript}")
