"""The table of functions."""

import subprocess
import sys

import pytest

from core.language import closest, find, functions, parse, text_of
from core.language.functions import FORMS


@pytest.mark.parametrize("row", functions(), ids=lambda row: row.name)
def test_every_example_reads_and_uses_its_function(row):
    text = text_of(parse(row.example).body)
    assert f"{row.name}(" in text
    assert row.meaning
    assert not row.meaning.endswith(".")
    assert row.signature.startswith(f"{row.name}(")


def test_names_and_aliases_are_each_given_once():
    words = [word for row in functions() for word in (row.name, *row.aliases)]
    assert len(words) == len(set(words))
    assert not FORMS & set(words)
    assert all(len(word) > 1 for word in words)


def test_names_ignore_case_and_know_their_aliases():
    assert find("ARCSIN") is find("asin")
    assert find("swish") is find("silu")
    assert find("cosec") is None


@pytest.mark.parametrize(("typed", "meant"), [("cosec", "csc"), ("sinn", "sin"), ("sine", "sin"),
                                              ("sqr", "sqrt"), ("qqqqq", None)])
def test_the_closest_name_is_found(typed, meant):
    assert closest(typed) == meant


def test_each_inverse_undoes_its_function():
    for row in functions():
        if row.inverse is not None:
            inverse = find(row.inverse)
            assert inverse is not None
            assert inverse.inverse == row.name


def test_the_language_imports_no_numerical_library():
    code = ("import sys, core.language; "
            "print([m for m in ('torch', 'sympy', 'numpy', 'scipy') if m in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
