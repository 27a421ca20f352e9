"""Every way to a derivative beside mpmath with 50 digits, and what is said where they differ."""

import math

import pytest
from mpmath import mp

from core.autograd.compare import WAYS, compare
from core.autograd.truth import entries
from core.autograd.words import Subject, WaysReport, WaysWish

QUICK = 1e-6  # seconds of repeated runs: numbers are looked at here, not times
SOURCES = [
    ("x^3 + sin x", "x**3 + sin(x)", 1.0), ("x^3 + sin x", "x**3 + sin(x)", 5.0),
    ("(x+1)(x+2)", "(x+1)*(x+2)", 2.0), ("sin x", "sin(x)", 0.31), ("cos(x)^2", "cos(x)**2", -0.7),
    ("tan(x/2)", "tan(x/2)", 1.0), ("sec x", "sec(x)", 0.31), ("asin x", "asin(x)", 0.5),
    ("acos x", "acos(x)", -0.4), ("atan 2x", "atan(2*x)", 3.7), ("sinh x", "sinh(x)", -2.3),
    ("cosh x", "cosh(x)", 1.0), ("tanh x", "tanh(x)", 0.31), ("asinh 3x", "asinh(3*x)", 0.31),
    ("acosh x", "acosh(x)", 1.3), ("atanh x", "atanh(x)", 0.5), ("exp x", "exp(x)", 1.0),
    ("e^(-x^2)", "exp(-x**2)", 0.31), ("ln x", "log(x)", 2.5), ("log10 x", "log(x)/log(10)", 17.0),
    ("log1p x", "log1p(x)", 0.02), ("sqrt x", "sqrt(x)", 2.5), ("cbrt x", "odd_root(x, 3)", -0.7),
    ("x^2.5", "x**mpf('2.5')", 0.31), ("x^-3", "x**-3", -2.3), ("x^x", "x**x", 2.5),
    ("1/(1+x^2)", "1/(1+x**2)", 1.0), ("sin(x)/x", "sin(x)/x", 3.7), ("sinc x", "sin(x)/x", 1.0),
    ("|x|^3", "abs(x)**3", -0.7), ("max(x, x^2)", "max(x, x**2)", 1.5),
    ("relu(x)^2", "max(x, 0)**2", 1.0), ("sigmoid x", "1/(1 + exp(-x))", 0.5),
    ("softplus x", "log1p(exp(x))", 0.5), ("erf x", "erf(x)", 0.31), ("erfc x", "erfc(x)", 1.0),
    ("gamma(x)", "gamma(x)", 1.2), ("besselj(3, x)", "besselj(3, x)", 2.3),
    ("lambertw x", "lambertw(x).real", 0.6), ("hypot(x, 2)", "hypot(x, 2)", 1.0),
    ("norm([x, 1, x^2])", "sqrt(x**2 + 1 + x**4)", 0.31), ("if(x < 0, x, x^2)", "x**2", 3.7),
    ("sum(x^k/k, k, 1, 8)", "fsum(x**k/k for k in range(1, 9))", 0.31),
    ("prod(x + k, k, 1, 6)", "fprod(x + k for k in range(1, 7))", 0.31),
]  # fmt: skip
EXACT = 1e-11


def odd_root(x, n):
    return mp.sign(x) * mp.root(abs(x), n)


def truth(source, x, order):
    names = {name: getattr(mp, name) for name in dir(mp) if not name.startswith("_")}
    names |= {"odd_root": odd_root, "abs": abs, "max": max, "range": range}
    with mp.workdps(50):
        return mp.diff(lambda at: eval(source, names | {"x": at}), mp.mpf(x), order)


def wish_of(text, what, names, at, rest=None):
    return WaysWish(Subject(text, (), names, at, rest or {}), what)


def of_one(text, what, x=1.0, **rest):
    return compare(wish_of(text, what, ("x",), (x,), rest), budget=QUICK)


def of_several(text, what, names, at):
    return compare(wish_of(text, what, tuple(names.split()), tuple(at)), budget=QUICK)


def by_id(report):
    return {each.id: each for each in report.results}


@pytest.mark.parametrize(("what", "order"), [("slope", 1), ("bend", 2)])
@pytest.mark.parametrize(("text", "source", "x"), SOURCES, ids=[f"{t} at {x}" for t, _, x in SOURCES])
def test_every_way_of_torch_gives_the_derivative(text, source, x, what, order):
    expected = truth(source, x, order)
    report = of_one(text, what, x)
    own = [each for each in report.results if each.kind == "exact"]
    assert len(own) >= 13
    for way in own:
        assert not way.error, (way.id, way.error)
        assert abs(way.value - expected) <= EXACT * max(1, abs(expected)), way.id
        assert way.digits >= 11, way.id
    with mp.workdps(50):
        reference = mp.mpf(by_id(report)["reference"].text)
        assert abs(reference - expected) <= 1e-17 * max(1, abs(expected))


@pytest.mark.parametrize(
    ("x", "slope", "bend"),
    [(1.0, 3.5403, 5.1585), (math.pi, 28.6088, 18.8496), (5.0, 75.2837, 30.9589)],
)
def test_the_cubic_of_the_tutorials_comes_out_to_all_printed_digits(x, slope, bend):
    for what, printed in (("slope", slope), ("bend", bend)):
        for way in of_one("x^3 + sin x", what, x).results:
            if way.kind == "exact":
                assert round(way.value, 4) == printed


def test_a_gradient_that_is_not_cleared_holds_the_sum_and_says_so():
    report = of_several("x^2 y", "hessian", "x y", (2, 3))
    ways = by_id(report)
    assert ways["rows"].value == [[6, 4], [4, 0]]
    wrong = ways["not_cleared"]
    assert wrong.value[0][0] == 18
    assert wrong.tone == "differs"
    assert "12 + 6 = 18" in wrong.note
    assert report.summary == "13 of 13 ways agree to 15 digits"


def test_in_one_variable_the_sum_is_told_as_slope_and_bend():
    wrong = by_id(of_one("x^3 + sin x", "bend"))["not_cleared"]
    assert wrong.value == pytest.approx(3.5403023 + 5.1585290)
    assert wrong.note == (
        "Not cleared: the second backward() adds to x.grad, so it shows f′ + f″ = "
        "3.5403 + 5.15853 = 8.69883."
    )
    twice = by_id(of_one("x^3 + sin x", "slope"))["kept_twice"]
    assert "2 · 3.5403 = 7.0806" in twice.note


def test_rows_of_a_jacobian_that_are_not_cleared_hold_those_above():
    ways = by_id(of_several("F(x, y) = [x cos y, x sin y]", "jacobian", "x y", (2, 0.5)))
    assert "a row holds those above it" in ways["rows_added"].note
    assert "the sum of a column" in ways["summed"].note
    exact = [[math.cos(0.5), -2 * math.sin(0.5)], [math.sin(0.5), 2 * math.cos(0.5)]]
    for way in ways.values():
        if way.kind == "exact":
            assert way.value == [pytest.approx(row) for row in exact], way.id
            assert way.digits == 15


ERRORS = [
    ("bend", "without_graph", "does not require grad and does not have a grad_fn", "create_graph"),
    ("bend", "freed_graph", "Trying to backward through the graph a second time", "retain_graph"),
    ("slope", "of_a_batch", "grad can be implicitly created only for scalar outputs", "sum()"),
    ("slope", "changed_leaf", "a leaf Variable that requires grad", "no_grad"),
    ("slope", "no_leaf", "does not require grad", "requires_grad=True"),
]


@pytest.mark.parametrize(("what", "way", "words", "advice"), ERRORS)
def test_errors_are_told_in_the_words_of_torch_with_what_to_do(what, way, words, advice):
    found = by_id(of_one("x^3 + sin x", what))[way]
    assert found.tone == "raises"
    assert found.value is None
    assert words in found.error
    assert found.error.startswith("RuntimeError: ")
    assert advice in found.note


def test_a_straight_line_has_no_graph_left_and_that_is_zero():
    ways = by_id(of_one("3x + 2", "bend"))
    assert "does not require grad" in ways["grad_grad"].error
    assert ways["grad_grad"].note.endswith("the second is simply 0.")
    assert ways["hessian"].value == 0
    assert ways["fwd_fwd"].value == 0


def test_the_length_at_its_corner_gives_nan_or_silent_zeros():
    report = of_several("exp(-norm(x)^2), x in R^2", "hessian", "x_1 x_2", (0, 0))
    ways = by_id(report)
    assert ways["reference"].value == [[-2, 0], [0, -2]]
    assert "nan where the derivative is −2" in ways["rows"].note
    assert "Backward0' returned nan values" in ways["rows"].note
    assert ways["hessian"].value == [[0, 0], [0, 0]]
    assert "0 where the derivative is −2" in ways["hessian"].note
    assert report.summary == "No way agrees"


@pytest.mark.parametrize(("text", "number"), [("sqrt(x^2)", "nan"), ("relu x", "0.0"), ("|x|", "0.0")])
def test_at_a_corner_the_number_is_called_a_convention(text, number):
    report = of_one(text, "slope", 0.0)
    way = by_id(report)["grad"]
    assert way.text == number
    assert way.tone == "convention"
    assert way.digits is None
    assert "corner" in way.note
    assert report.summary.startswith("No derivative here")
    assert by_id(report)["reference"].text == "none"


def test_a_masked_power_is_found_by_its_lost_symmetry():
    wrong = by_id(of_several("x^y", "hessian", "x y", (3, 0)))["rows"]
    assert wrong.tone == "differs"
    assert wrong.value[1][0] == pytest.approx(1 / 3) or wrong.value[0][1] == pytest.approx(1 / 3)
    assert "0.333333" in wrong.note


def test_what_is_measured_is_measured():
    ways = by_id(compare(wish_of("x^3 + sin x", "bend", ("x",), (1.0,))))
    assert ways["second_difference"].calls == 3
    assert ways["grad_grad"].calls == 1
    assert ways["grad_grad"].memory == 16
    assert ways["hessian"].memory is None
    assert 0 < ways["grad_grad"].seconds < 1
    assert ways["second_difference"].digits < ways["grad_grad"].digits


def test_a_linear_memory_is_that_of_the_tensors_kept():
    names = " ".join(f"x_{k}" for k in range(1, 31))
    ways = by_id(of_several("sum(x_i^2, i, 1, 30), x in R^30", "gradient", names, range(30)))
    assert ways["grad"].memory >= 30 * 8
    assert "reference" not in ways  # so many series are not asked for
    assert ways["grad"].value == [2 * k for k in range(30)]


def test_every_way_has_a_name_a_line_and_an_id_of_its_own():
    for ways in WAYS.values():
        assert len({way.id for way in ways}) == len(ways) == len({way.name for way in ways})
        assert all(way.code and way.name for way in ways)


def test_a_report_survives_the_way_through_json():
    report = of_several("x^2 y", "hessian", "x y", (2, 3))
    assert WaysReport.from_json(report.to_json()) == report


def test_a_derivative_inside_a_formula_is_held_against_sympy_or_the_other_ways():
    alone = of_one("d/dx (x^4) + x", "bend")
    ways = by_id(alone)
    assert ways["grad_grad"].value == 24
    assert ways["grad_grad"].digits == 15
    assert ways["not_cleared"].tone == "differs"
    assert ways["fwd_fwd"].tone == "raises"
    assert "held against one another" in alone.note
    assert "reference" not in ways
    wish = wish_of("d/dx (x^4) + x", "bend", ("x",), (1.0,))
    told = compare(wish, "24.000000000000000000001", 0.002, QUICK)
    assert by_id(told)["grad_grad"].digits == 15
    assert by_id(told)["sympy"].seconds == 0.002


def test_sliders_stand_where_they_stand():
    assert by_id(of_one("a x^2", "bend", 1.0, a=3.0))["grad_grad"].value == 6


def test_the_entries_of_nested_lists_have_their_places():
    assert dict(entries([[1, 2], [3, 4]]))[(1, 0)] == 3
    assert dict(entries(5.0)) == {(): 5.0}


@pytest.mark.parametrize("text", ["sum(x_i^2 x_{i+1}, i, 1, n-1)", "sum(x_i x_{n+1-i}^2, i, 1, n)"])
def test_the_transforms_of_torch_follow_sums_over_subscripts(text):
    names = tuple(f"x_{k}" for k in range(1, 6))
    subject = Subject(text, ("n = 5",), names, (1.0, 2.0, 3.0, 4.0, 5.0))
    for what in ("gradient", "hessian"):
        report = compare(WaysWish(subject, what), budget=QUICK)
        own = [each for each in report.results if each.kind == "exact"]
        assert [each.id for each in own if each.error] == []
        assert all(each.digits >= 14 for each in own)
