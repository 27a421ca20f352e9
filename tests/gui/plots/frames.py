"""Frames built by hand, without the engine."""

from dataclasses import replace

import numpy as np

from core.document import Document, Formula, Viewport
from core.errors import InputError
from core.frame import Curve, Frame, Point, Reading, Row, Status

NAMES = ("f", "f′", "f″")
VIEW = Viewport(-3.8, 3.8, -3.25, 3.25, 900, 600)


def cubic_and_sine(x):
    return (
        0.1 * x**3 + np.sin(1.5 * x),
        0.3 * x**2 + 1.5 * np.cos(1.5 * x),
        0.6 * x - 2.25 * np.sin(1.5 * x),
    )


def frame(x=1.0, view=VIEW, *, held=False, tangent=True, of=cubic_and_sine, orders=(0, 1, 2)):
    row = Formula(
        1, "f(x) = a x^3 + sin(b x)", shown=orders, tangent=tangent,
        colors=tuple((order, order) for order in orders),
    )  # fmt: skip
    document = Document((row,), active=1, point=(("x", x),))
    grid = np.linspace(view.x_min, view.x_max, 800)
    with np.errstate(all="ignore"):
        values, here = of(grid), of(np.float64(x))
    curves = tuple(Curve(1, order, NAMES[order], grid, values[order], held) for order in orders)
    error = InputError("The formula stops after the +.", 0, 1) if held else None
    latex = r"f(x) = a\,x^{3} + \sin\left(b\,x\right)"
    rows = (Row(1, "f", latex, "", ("x",), ("a", "b"), error),)
    point = Point(1, "f", "x", x, tuple(map(reading, here)), "Rising", held)
    return Frame(document, view, rows, curves, (), point, True)


def reading(value):
    finite = bool(np.isfinite(value))
    return Reading(float(value)) if finite else Reading(None, Status.UNDEFINED, "not defined here")


def at(before, x):
    """The same frame with the point elsewhere: the curves are the same objects."""
    return replace(before, point=frame(x).point)


def empty():
    return Frame(Document((Formula(1, ""),), active=1), replace(VIEW), (Row(1),))
