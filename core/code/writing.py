"""The writing of a script: its asserts are fitted to what its own lines give here."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import re
from functools import cache
from typing import TYPE_CHECKING

from core.code.facts import facts_of
from core.code.pieces import NoCounterpart
from core.code.reading_back import Refused, read_back
from core.code.script import DIALECTS, LAYOUTS, draft, finished
from core.code.words import TITLES, Script

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.autograd.words import Subject
    from core.code.words import Language

# The modules that scripts of a language use, by the words that they call them with.
MODULES: dict[Language, dict[str, str]] = {
    "torch": {"torch": "torch"},
    "numpy": {"np": "numpy", "special": "scipy.special"},
    "jax": {"jax": "jax", "jnp": "jax.numpy"},
    "sympy": {"sp": "sympy", "mp": "mpmath", "np": "numpy"},
}
_STANDARD = {"math": "math", "functools": "functools"}
_DOTTED = re.compile(r"\b(?:torch|np|special|jax|jnp|math|functools)(?:\.\w+)+")


def script_of(subject: Subject, language: Language, window: tuple[float, float]) -> Script:
    """The script of a formula at its point. InputError where it cannot be read."""
    facts = facts_of(subject)
    try:
        made = draft(facts, language, window)
    except NoCounterpart as reason:
        return Script(language, "", str(reason))
    if language == "sympy":  # exact: it has every number that is shown
        return Script(language, finished(facts, language, made, None))
    try:
        libraries = {word: importlib.import_module(name)
                     for word, name in {**_STANDARD, **MODULES[language]}.items()}  # fmt: skip
    except ImportError:
        note = f"{TITLES[language]} is not installed here: the asserts are not fitted to it."
        return Script(language, finished(facts, language, made, None), note)
    try:
        with _as_before():
            found = read_back(made.computing, made.results, libraries, _reached())
    except Refused as reason:
        return Script(language, "", f"{TITLES[language]} cannot compute this formula: {reason}")
    return Script(language, finished(facts, language, made, found), ran=True)


@cache
def _reached() -> frozenset[str]:
    """The dotted names that the dialects and layouts write."""
    texts: list[str] = []
    for language, dialect in DIALECTS.items():
        texts += [*dialect.native.values(), *dialect.helpers.values(), *dialect.reductions.values()]
        texts += LAYOUTS[language].templates
    texts.append("math.sqrt math.pi math.e math.tau math.nan math.prod math.log math.log2 math.sin "
                 "math.cos math.tan math.atan math.exp math.sinh math.cosh math.tanh math.log10 "
                 "torch.tensor torch.as_tensor torch.float64 jnp.float64 jnp.array np.array "
                 "np.float64 jax.vmap jnp.arange")  # fmt: skip
    return frozenset(found for text in texts for found in _DOTTED.findall(text))


@contextlib.contextmanager
def _as_before() -> Iterator[None]:
    """The kind of numbers that torch makes is as it was, afterwards."""
    import torch

    kind = torch.get_default_dtype()
    try:
        yield
    finally:
        torch.set_default_dtype(kind)
