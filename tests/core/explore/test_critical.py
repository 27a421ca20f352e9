"""Critical points in a box: those that Newton's method of mpmath finds from many starts, by kind."""

from __future__ import annotations

import pytest
import sympy
from mpmath import mp

from core.calculus.program import Cancelled
from core.document import Document, Viewport, with_new_formula
from core.evaluate import Evaluator
from core.explore.critical import criticals
from core.function import read

PEAKS = ("3(1-x)^2 e^(-x^2-(y+1)^2) - 10(x/5-x^3-y^5) e^(-x^2-y^2) - e^(-(x+1)^2-y^2)/3",
         "3*(1-x)**2*exp(-x**2-(y+1)**2)-10*(x/5-x**3-y**5)*exp(-x**2-y**2)"
         "-exp(-(x+1)**2-y**2)/3")  # fmt: skip
ISOLATED = [
    ("(x^2+y-11)^2 + (x+y^2-7)^2", "(x**2+y-11)**2+(x+y**2-7)**2", (-5, 5), (-5, 5), 9),
    ("(1-x)^2 + 100(y-x^2)^2", "(1-x)**2+100*(y-x**2)**2", (-2, 2), (-1, 3), 1),
    ("(4-2.1x^2+x^4/3)x^2 + x y + (4y^2-4)y^2",
     "(4-21*x**2/10+x**4/3)*x**2+x*y+(4*y**2-4)*y**2", (-2, 2), (-1.2, 1.2), 15),
    (*PEAKS, (-3, 3), (-3, 3), 9),
    ("sin(x) sin(y)", "sin(x)*sin(y)", (-4, 4), (-4, 4), 13),
    ("x^2 - y^2", "x**2-y**2", (-2, 2), (-2, 2), 1),
    ("x y", "x*y", (-2, 2), (-2, 2), 1),
    ("exp(-x^2 - y^2) sin(2x)", "exp(-x**2-y**2)*sin(2*x)", (-3, 3), (-2, 2), 4),
    ("x^3 - 3x + y^2", "x**3-3*x+y**2", (-3, 3), (-3, 3), 2),
    ("x^2 + 1e-6 y^2", "x**2+y**2/1000000", (-4, 4), (-3, 3), 1),
    ("x^4 + y^4 - 4x y", "x**4+y**4-4*x*y", (-2, 2), (-2, 2), 3),
    ("x + y", "x+y", (-2, 2), (-2, 2), 0),
    ("1/(x^2 + y^2)", "1/(x**2+y**2)", (-2, 2), (-2, 2), 0),
]  # fmt: skip


def found_in(text, x, y):
    program = read(f"f(x, y) = {text}").program
    return criticals(program, (), tuple(map(float, x)), tuple(map(float, y)), lambda: False)


def truths(source, x, y):
    """(x, y, kind) of each root of the gradient that Newton finds from a grid of starts."""
    names = sympy.symbols("x y", real=True)
    f = sympy.sympify(source, locals=dict(zip("xy", names, strict=True)))
    slope = sympy.lambdify(names, [f.diff(each) for each in names], "mpmath")
    bend = sympy.lambdify(names, sympy.hessian(f, names), "mpmath")
    roots: list[tuple[float, float, str]] = []
    with mp.workdps(30):
        for i in range(13):
            for j in range(13):
                start = [x[0] + (x[1] - x[0]) * (i + 0.4142) / 13,
                         y[0] + (y[1] - y[0]) * (j + 0.4142) / 13]  # fmt: skip
                try:
                    root = mp.findroot(lambda a, b: slope(a, b), start, maxsteps=25)
                except (ValueError, ZeroDivisionError):
                    continue
                a, b = float(root[0]), float(root[1])
                inside = x[0] <= a <= x[1] and y[0] <= b <= y[1]
                if not inside or any(abs(a - p) + abs(b - q) < 1e-8 for p, q, _ in roots):
                    continue
                matrix = bend(*root)
                det, top = matrix[0, 0] * matrix[1, 1] - matrix[0, 1] ** 2, matrix[0, 0]
                kind = "saddle" if det < 0 else "minimum" if top > 0 else "maximum"
                roots.append((a, b, kind))
    return roots


@pytest.mark.parametrize(("text", "source", "x", "y", "count"), ISOLATED)
def test_every_isolated_critical_point_is_found_with_its_kind(text, source, x, y, count):
    found = found_in(text, x, y)
    assert len(found.points) == count
    assert not found.crowded
    assert found.lines == ()
    left = truths(source, x, y) if count else []
    assert len(left) == count
    for point in found.points:
        nearest = min(left, key=lambda each: abs(each[0] - point.x) + abs(each[1] - point.y))
        assert (point.x, point.y) == pytest.approx(nearest[:2], abs=found.tolerance)
        assert point.kind == nearest[2]
        left.remove(nearest)


DEGENERATE = [
    ("x^3 - 3x y^2", "in 3 directions around and smaller between: no extremum"),
    ("x^4 + y^4", "larger all around: a minimum"),
    ("-x^4 - y^4", "smaller all around: a maximum"),
    ("x^2 + y^4", "larger all around: a minimum"),
    ("x^3 + y^2", "no extremum"),
    ("x^4 - y^4", "no extremum"),
]


@pytest.mark.parametrize(("text", "reason"), DEGENERATE)
def test_a_degenerate_point_is_told_with_its_reason(text, reason):
    (point,) = found_in(text, (-2, 2), (-2, 2)).points
    assert (point.kind, point.x, point.y) == ("degenerate", 0, 0)
    assert "eigenvalues" in point.note
    assert reason in point.note


@pytest.mark.parametrize(
    ("text", "distance"),
    [
        ("x^2", lambda x, y: abs(x)),
        ("(x^2 + y^2 - 1)^2", lambda x, y: abs((x**2 + y**2) ** 0.5 - 1)),
        ("(x^2 - y)^2", lambda x, y: abs(x**2 - y)),
    ],
)
def test_critical_points_that_are_not_isolated_are_a_curve(text, distance):
    found = found_in(text, (-2, 2), (-2, 2))
    (line,) = found.lines
    assert len(line) > 50
    assert max(distance(x, y) for x, y in line) < 1e-6
    assert [point.kind for point in found.points] == (["maximum"] if "- 1" in text else [])


@pytest.mark.parametrize("y", [(-2.84, 2.84), (-4.615, 4.615), (-4, 4), (-5, 4.2)])
def test_a_curve_between_the_samples_is_no_row_of_points(y):
    """The y axis: f_y = x^2 (...) is above 0 on both sides, at equal distances in some boxes."""
    found = found_in("x^2 y/(x^2 + y^2 + 1)", (-4, 4), y)
    assert found.lines
    places = [place for line in found.lines for _, place in line]
    assert min(places) < y[0] + 0.2
    assert max(places) > y[1] - 0.2
    assert max(abs(x) for line in found.lines for x, _ in line) < 1e-6
    assert all((point.x, point.y) == (0, 0) for point in found.points)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("|x| + |y|", (0, 0)),
        ("norm(x, y)", (0, 0)),
        ("max(|x - 0.3|, |y|)", (0.3, 0)),
        ("-|x - 1| - y^2", (1, 0)),
    ],
)
def test_an_extremum_without_a_gradient_says_so(text, place):
    (point,) = found_in(text, (-2, 2), (-2, 2)).points
    assert point.kind == ("maximum" if text.startswith("-") else "minimum")
    assert (point.x, point.y) == pytest.approx(place, abs=1e-9)
    assert not point.smooth
    assert point.note.startswith("f is not differentiable there")


def test_what_is_constant_or_vanishes_is_no_critical_point():
    assert found_in("5 + 0x y", (-2, 2), (-2, 2)).points == ()
    assert found_in("5 + 0x y", (-2, 2), (-2, 2)).level
    (top,) = found_in("exp(-x^2 - y^2)", (-30, 30), (-30, 30)).points
    assert (top.kind, top.x, top.y) == ("maximum", 0, 0)


def test_more_points_than_can_be_followed_are_not_passed_over_in_silence():
    assert found_in("sin(20x) sin(20y)", (-4, 4), (-3, 3)).crowded


def test_a_search_can_be_stopped():
    program = read("f(x, y) = sin(x) sin(y)").program
    with pytest.raises(Cancelled):
        criticals(program, (), (-4.0, 4.0), (-4.0, 4.0), lambda: True)


def test_only_whole_frames_of_landmarks_look_for_them():
    evaluator = Evaluator()
    evaluator.load_derivatives()
    document = with_new_formula(Document(), "f(x, y) = x^2 + y^2")
    draft = evaluator.frame(document, Viewport(-5.0, 5.0), draft=True)
    assert draft.plane.critical is None
    whole = evaluator.frame(document, Viewport(-5.0, 5.0))
    (point,) = whole.plane.critical.points
    assert (point.kind, point.x, point.y) == ("minimum", 0, 0)
    again = evaluator.frame(document, Viewport(-5.0, 5.0), draft=True)
    assert again.plane.critical is whole.plane.critical
