"""The notebook: `import core; f = core.read(...)`, values and derivatives as NumPy arrays."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import core
from core.frame import Status

ROOT = Path(__file__).parents[2]
XS = np.linspace(-1.5, 2.0, 7)
YS = np.linspace(0.5, 3.0, 5)
ZS = np.array([1.0, 2.0, 4.0])


def test_the_example_of_the_package_is_true():
    outcome = doctest.testmod(core)
    assert outcome.attempted >= 3
    assert outcome.failed == 0


def test_importing_core_is_light():
    code = "import core, sys; print({'torch', 'sympy', 'numpy', 'PySide6'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"


def test_core_has_no_other_names():
    assert set(core.__all__) == {"Function", "InputError", "read"}
    with pytest.raises(AttributeError, match="no attribute 'evaluate_all'"):
        _ = core.evaluate_all


def test_variables_and_parameters_are_named():
    f = core.read("a x^3 + sin(b x)")
    assert isinstance(f, core.Function)
    assert (f.variables, f.parameters) == (("x",), ("a", "b"))
    g = core.read("a x^3 + sin(b x)", ["b", "x"])
    assert (g.variables, g.parameters) == (("b", "x"), ("a",))


def test_a_constant_is_a_function_of_x():
    f = core.read("5")
    assert f.variables == ("x",)
    assert f.at({"x": 3}).derivatives == (0.0, 0.0)
    assert f.grid({"x": XS}).value.tolist() == [5.0] * 7


def test_at_gives_value_gradient_hessian_and_derivatives():
    result = core.read("a x^3 + sin(b x)").at({"x": 1}, {"a": 2, "b": 1}, order=3)
    truths = [2 + np.sin(1), 6 + np.cos(1), 12 - np.sin(1), 12 - np.cos(1)]
    assert [result.value, *result.derivatives] == pytest.approx(truths, rel=1e-15)
    assert result.gradient.shape == (1,)
    assert result.hessian.shape == (1, 1)
    assert (result.status, result.note) == (Status.OK, "")


def test_at_takes_names_from_the_point_then_the_parameters_then_one():
    f = core.read("a x + b")
    assert f.at({"x": 3}).value == 4
    assert f.at({"x": 3}, {"a": 2}).value == 7
    assert f.at({"x": 3, "a": 5}, {"a": 2, "b": 0}).value == 15
    assert f.at({}, {"x": 10}).value == 11


def test_points_with_parameters_of_their_own_keep_their_order():
    points = [{"x": k, "a": k % 3} for k in range(10)]
    results = core.read("a x^2").at_points(points, order=1)
    assert [each.value for each in results] == [k % 3 * k * k for k in range(10)]
    assert [each.derivatives for each in results] == [(2 * (k % 3) * k,) for k in range(10)]
    assert core.read("x").at_points([]) == []


def test_many_points_agree_with_one_at_a_time():
    f = core.read("x^2 sin(y) + |x|")
    points = [{"x": x, "y": y} for x in (-1.0, 0.0, 0.5) for y in (0.0, 2.0)] * 5
    for each, place in zip(f.at_points(points), points, strict=True):
        alone = f.at(place)
        assert (each.value, each.status, each.note) == (alone.value, alone.status, alone.note)
        assert np.array_equal(each.gradient, alone.gradient)


@pytest.mark.parametrize("order", [0, 1, 2, 6])
def test_a_grid_of_one_variable(order):
    grid = core.read("sin(2x)").grid({"x": XS}, order=order)
    assert grid.value == pytest.approx(np.sin(2 * XS), rel=1e-14, abs=1e-15)
    assert grid.derivatives.shape == (order, 7)
    turned = [np.cos(2 * XS), -np.sin(2 * XS), -np.cos(2 * XS), np.sin(2 * XS)] * 2
    for n, row in enumerate(grid.derivatives, start=1):
        assert row == pytest.approx(2**n * turned[n - 1], rel=1e-12, abs=1e-12)
    assert (grid.gradient is None) == (order < 1)
    assert (grid.hessian is None) == (order < 2)
    if order >= 2:
        assert grid.gradient.shape == (7, 1)
        assert grid.hessian.shape == (7, 1, 1)
        assert np.array_equal(grid.hessian[:, 0, 0], grid.derivatives[1])
    assert grid.status.tolist() == ["ok"] * 7


def test_a_grid_of_two_variables_has_y_before_x():
    grid = core.read("a x^2 y^3").grid({"x": XS, "y": YS}, {"a": 2.0})
    x, y = np.meshgrid(XS, YS)
    assert grid.value.shape == (5, 7)
    assert grid.gradient.shape == (5, 7, 2)
    assert grid.hessian.shape == (5, 7, 2, 2)
    assert grid.derivatives is None
    assert grid.value == pytest.approx(2 * x**2 * y**3, rel=1e-14)
    assert grid.gradient[..., 0] == pytest.approx(4 * x * y**3, rel=1e-14)
    assert grid.gradient[..., 1] == pytest.approx(6 * x**2 * y**2, rel=1e-14)
    assert grid.hessian[..., 0, 1] == pytest.approx(12 * x * y**2, rel=1e-14)
    assert np.array_equal(grid.hessian, np.swapaxes(grid.hessian, -1, -2))


def test_a_grid_of_three_variables_has_the_first_variable_last():
    grid = core.read("x + 10 y + 100 z").grid({"x": XS, "y": YS, "z": ZS}, order=1)
    assert grid.value.shape == (3, 5, 7)
    assert grid.value == pytest.approx(
        XS + 10 * YS[:, None] + 100 * ZS[:, None, None], rel=1e-15
    )
    assert grid.gradient.shape == (3, 5, 7, 3)
    assert grid.gradient[2, 1, 0].tolist() == [1, 10, 100]
    assert grid.hessian is None


def test_the_orders_of_a_grid_are_none_beyond_what_is_asked():
    grid = core.read("x y").grid({"x": XS, "y": YS}, order=0)
    assert (grid.gradient, grid.hessian) == (None, None)


def test_an_axis_that_is_missing_or_a_number_is_no_dimension():
    f = core.read("x y^2 z")
    assert f.grid({"x": XS, "y": 3.0}).value == pytest.approx(9 * XS, rel=1e-15)
    assert f.grid({"x": XS, "z": ZS}).value.shape == (3, 7)
    assert f.grid({"x": 2.0, "y": 3.0}).value.shape == ()


def test_a_grid_takes_names_as_a_point_does():
    f = core.read("a x y")
    grid = f.grid({"x": XS, "a": 5.0}, {"a": 2.0, "y": 3.0})
    assert grid.value == pytest.approx(15 * XS, rel=1e-15)
    assert grid.gradient.shape == (7, 2)


def test_an_axis_of_one_sample_keeps_its_dimension():
    grid = core.read("x y").grid({"x": XS, "y": [2.0]})
    assert grid.value.shape == (1, 7)
    assert grid.gradient.shape == (1, 7, 2)
    assert core.read("x^2").grid({"x": [3.0]}).value.shape == (1,)


def test_the_status_of_a_grid_says_where_there_is_no_value():
    grid = core.read("ln x").grid({"x": np.array([-1.0, 0.0, 1.0])})
    assert grid.status.tolist() == ["undefined", "infinite", "ok"]
    assert np.isnan(grid.value[0])
    assert np.isnan(grid.derivatives[:, :2]).all()
    both = core.read("ln(x) + ln(y)").grid({"x": np.array([-1.0, 1.0]), "y": np.array([1.0, 2.0])})
    assert both.status.tolist() == [["undefined", "ok"]] * 2
    assert np.isnan(both.gradient[:, 0]).all()
    assert np.isfinite(both.gradient[:, 1]).all()


def test_a_grid_agrees_with_the_points_of_it():
    f = core.read("exp(-x^2) cos(x y)/(1 + y^2)")
    grid = f.grid({"x": XS, "y": YS})
    for i, y in enumerate(YS):
        for j, x in enumerate(XS):
            point = f.at({"x": x, "y": y})
            assert grid.value[i, j] == pytest.approx(point.value, rel=1e-13)
            assert grid.gradient[i, j] == pytest.approx(point.gradient, rel=1e-12, abs=1e-13)
            assert grid.hessian[i, j] == pytest.approx(point.hessian, rel=1e-12, abs=1e-13)


def test_a_large_grid_is_computed_in_parts(monkeypatch):
    axes = {"x": np.linspace(-1, 1, 61), "y": np.linspace(0, 1, 47)}
    f = core.read("x^3 y - y^2")
    whole = f.grid(axes)
    monkeypatch.setattr("core.function.CHUNK", 100)
    parts = f.grid(axes)
    for name in ("value", "gradient", "hessian", "status"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name))


def test_derivatives_inside_a_formula_run_on_a_grid():
    grid = core.read("d/dx (x^3 y)").grid({"x": XS, "y": YS})
    x, y = np.meshgrid(XS, YS)
    assert grid.value == pytest.approx(3 * x**2 * y, rel=1e-14)
    assert grid.gradient[..., 0] == pytest.approx(6 * x * y, rel=1e-14)


def test_what_is_given_is_not_changed():
    axes, parameters = {"x": XS.copy()}, {"a": 2.0}
    core.read("a x").grid(axes, parameters)
    assert np.array_equal(axes["x"], XS)
    assert parameters == {"a": 2.0}


@pytest.mark.parametrize(
    ("text", "variables"),
    [("2x +", None), ("", None), ("x", ["x", "x"]), ("α", ["α", "alpha"]), ("x", ["1"])],
)
def test_what_cannot_be_read_is_an_input_error(text, variables):
    with pytest.raises(core.InputError) as caught:
        core.read(text, variables)
    assert caught.value.message.endswith(".")
    assert isinstance(caught.value, ValueError)


def test_a_sum_that_its_parameters_make_too_long_is_an_input_error():
    f = core.read("sum(x^k, k, 1, n)")
    assert f.at({"x": 1}, {"n": 50}).value == 50
    for ask in (lambda n: f.at({"x": 1}, {"n": n}), lambda n: f.grid({"x": XS}, {"n": n})):
        for n in (1e9, 2.5):
            with pytest.raises(core.InputError):
                ask(n)


@pytest.mark.parametrize("bound", ["2.5", "asech(9)", "1/0", "-1/0", "0/0"])
def test_bounds_of_a_sum_that_are_no_whole_numbers_are_an_input_error(bound):
    for text in (f"sum(k x, k, 1, {bound})", f"sum(k x, k, {bound}, 3)"):
        with pytest.raises(core.InputError, match="The bounds of a sum are whole numbers"):
            core.read(text)


def test_sums_in_one_another_are_refused_and_not_computed():
    f = core.read("sum(sum(sin(j k x), j, 1, n), k, 1, n)")
    assert f.at({"x": 0.1}, {"n": 20}).value is not None
    for order in (0, 2):
        with pytest.raises(core.InputError, match="too many terms"):
            f.at({"x": 0.1}, {"n": 100_000}, order)
