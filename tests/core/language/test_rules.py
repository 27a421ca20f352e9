"""The reading rules, one by one: three texts for each spelling, their values and their echoes."""

import pytest
from mpmath import mp

from core.function import read
from core.language import latex, parse

from .rules import RULES

SCOPE = {"rate": parse("rate = 7"), "f": parse("f(x) = x^3")}
PLACES = (
    {"x": 0.7, "y": 1.3, "z": -0.4},
    {"x": 1.5, "y": -0.6, "z": 0.8},
    {"x": 0.2, "y": 2.1, "z": 1.9},
)
SAME_AS_X = ("t", "x_1", "e_", "pi_", "tau_")
SLIDERS = {
    "a": 1.7, "b": 2.3, "n": 3, "alpha": 0.9, "omega": 1.1, "speed": 2.5, "theta_2": 0.6, "E_n": 1.9,
    "mu_drift": 0.8, "lambda_": 1.3, "in_": 2.0, "is_": 3.0, "S": 1.2, "N": 2.2, "O": 0.3, "Q": 0.4,
    "I": 0.5, "torch_": 1.4, "np_": 1.6,
}  # fmt: skip
CASES = [
    (rule, spelling, typed, meaning, echo)
    for rule, spellings in RULES.items()
    for spelling, rows in spellings.items()
    for typed, meaning, echo in rows
]
EVERY_SPELLING = pytest.mark.parametrize(
    ("rule", "spelling", "typed", "meaning", "echo"), CASES,
    ids=[f"{rule.split(':')[0]} | {spelling} | {typed}" for rule, spelling, typed, *_ in CASES],
)  # fmt: skip


def _odd_root(x, n):
    return mp.sign(x) * mp.root(abs(x), n)


def meaning_at(source, place):
    """The source by mpmath, nan where it is not real."""
    words = {name: getattr(mp, name) for name in dir(mp) if not name.startswith("_")}
    names = {**SLIDERS, **place, **dict.fromkeys(SAME_AS_X, place["x"])}
    words |= {name: value if name == "n" else mp.mpf(value) for name, value in names.items()}
    words |= {"tau": 2 * mp.pi, "odd": _odd_root, "abs": abs, "max": max, "range": range}
    value = eval(source, words)
    return mp.nan if isinstance(value, mp.mpc) else mp.mpf(value)


@EVERY_SPELLING
def test_the_value_is_what_the_spelling_means(rule, spelling, typed, meaning, echo):
    function = read(typed, scope=SCOPE)
    for place in PLACES:
        names = {**SLIDERS, **place, **dict.fromkeys(SAME_AS_X, place["x"])}
        names = {name.removesuffix("_"): value for name, value in names.items()}
        assert {*function.variables, *function.parameters} <= set(names)
        point = {name: names[name] for name in function.variables}
        got = function.at(point, names, order=0).value
        with mp.workdps(40):
            truth = meaning_at(meaning, place)
            if mp.isnan(truth):
                assert got is None, (place, got)
            else:
                assert got is not None, place
                assert abs(got - truth) <= 1e-14 * max(abs(truth), mp.mpf("1e-3")), (place, got)


@EVERY_SPELLING
def test_the_echo_shows_the_reading_and_can_be_pasted_back(rule, spelling, typed, meaning, echo):
    row = parse(typed, scope=SCOPE)
    assert latex(row) == echo
    again = parse(echo, scope=SCOPE)
    assert latex(again) == echo


def test_every_spelling_has_three_texts():
    for spellings in RULES.values():
        assert len(spellings) >= 3 or sum(map(len, spellings.values())) >= 3
        assert all(len({typed for typed, *_ in rows}) >= 3 for rows in spellings.values())
