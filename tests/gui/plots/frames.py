"""Frames built by hand, without the engine."""

from dataclasses import replace

import numpy as np

from core.document import Document, Formula, Viewport
from core.errors import InputError
from core.frame import (
    Curve,
    Frame,
    Kind,
    Landmark,
    Overlay,
    Point,
    Reading,
    Row,
    Search,
    Status,
)  # fmt: skip

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


def zeros(of, order, view=VIEW):
    """Where the derivative of this order is 0, by bisection."""
    grid = np.linspace(view.x_min, view.x_max, 1001) + 1e-4
    signs = np.sign(of(grid)[order])
    found = []
    for place in np.flatnonzero(signs[1:] * signs[:-1] < 0):
        low, high = grid[place], grid[place + 1]
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if of(middle)[order] * of(low)[order] > 0 else (low, middle)
        found.append(float(low))
    return found


def search(of=cubic_and_sine, view=VIEW):
    """Roots, extrema and inflections as core finds them."""
    found = [Landmark(Kind.ROOT, 1, x, 0.0) for x in zeros(of, 0, view)]
    for x in zeros(of, 1, view):
        kind = Kind.MAXIMUM if of(x)[2] < 0 else Kind.MINIMUM
        found.append(Landmark(kind, 1, x, float(of(x)[0])))
    found += [Landmark(Kind.INFLECTION, 1, x, float(of(x)[0])) for x in zeros(of, 2, view)]
    return Search(1, view.x_min, view.x_max, 1001, 1e-12, tuple(found))


def marked(x=1.0, view=VIEW, **formula):
    """The frame with its landmarks; `formula` sets what is drawn at the point."""
    before = frame(x, view)
    row = replace(before.document.formulas[0], **formula)
    document = replace(before.document, formulas=(row,))
    return replace(before, document=document, searches=(search(view=view),))


def pinned(before, *places):
    """The frame with points pinned at these places."""
    pins = tuple((number, frame(x).point) for number, x in enumerate(places, 1))
    return replace(before, pins=pins)


def taylor(x=1.0, *, band=True, view=VIEW, of=cubic_and_sine):
    """The polynomial of order 2 with an error band."""
    grid = np.linspace(view.x_min, view.x_max, 400)
    value, slope, bend = (float(each) for each in of(np.float64(x)))
    away = grid - x
    y = value + slope * away + bend / 2 * away**2
    reach = np.abs(away) ** 3 / 4
    low, high = (y - reach, y + reach) if band else (None, None)
    return Overlay("taylor", 1, "Taylor, order 2", grid, y, low, high)


def secant(x=1.0, h=1.0, of=cubic_and_sine):
    places = np.array([x, x + h])
    return Overlay("secant", 1, f"h = {h:g}", places, of(places)[0])


def newton(x=0.7, steps=4, of=cubic_and_sine):
    corners = [(x, 0.0)]
    for _ in range(steps):
        value, slope, _ = of(np.float64(x))
        corners.append((x, float(value)))
        x = float(x - value / slope)
        corners.append((x, 0.0))
    x, y = np.array(corners).T
    return Overlay("newton", 1, "Newton", x, y)
