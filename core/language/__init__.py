"""The language of formulas: typed text to a syntax tree, and back to text and LaTeX.

>>> parse("f(x) = a x^2 + sin x").parameters
('a',)
"""

from core.errors import Fix, InputError
from core.language.functions import Function, closest, find, functions
from core.language.numbers import number
from core.language.parse import canonical_name, is_blank, parse
from core.language.spell import definition_text, text_of
from core.language.syntax import Definition
from core.language.typeset import latex, latex_of, name_latex

__all__ = [
    "Definition", "Fix", "Function", "InputError", "canonical_name", "closest",
    "definition_text", "find", "functions", "is_blank", "latex", "latex_of", "name_latex",
    "number", "parse", "text_of",
]  # fmt: skip
