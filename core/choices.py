"""Choices: what a person chose for the views of functions of several variables, and of maps."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PLANE_VIEWS = ("field", "hessian", "surface", "arrows", "cut")
SPACE_VIEWS = ("matrix", "plane", "sheet", "line")
MAP_VIEWS = ("grid", "jacobian", "det", "flow", "path")
SEVERAL_VIEWS = (*PLANE_VIEWS, *SPACE_VIEWS, *MAP_VIEWS)
SHADES = (
    "value", "slope", "x", "y", "xx", "xy", "yy", "det", "trace", "largest", "smallest",
    "definiteness",
)  # fmt: skip
MAP_SHADES = (
    "det", "folds", "largest", "smallest", "condition", "divergence", "curl", "length",
)  # fmt: skip
ARROW_STYLES = ("arrows", "streamlines")
MATRIX_ORDERS = ("typed", "coupling")
NARROWEST, WIDEST = 14.0, 120.0  # pixels between two arrows
SHORTEST, LONGEST = 0.25, 4.0  # times the usual length of an arrow
ALONG = "direction"  # a cut that follows the direction instead of a variable


@dataclass(frozen=True, slots=True)
class Arrowing:
    """How the arrows of a field are drawn.

    `style` is one of `ARROW_STYLES`; `log`: lengths follow the logarithm; `spacing` is in pixels,
    `length` multiplies the usual one.
    """

    style: str = "arrows"
    log: bool = False
    spacing: float = 32.0
    length: float = 1.0


@dataclass(frozen=True, slots=True)
class Marks:
    """What is drawn of a function of two variables, most of it at the point.

    The `gradient` arrow, the `axes` of the Hessian, the `direction` handle, the contours of the
    quadratic `model`, the `conic` on which its second-order part is constant, the way of steepest
    `descent`; in the surface the `tangent` plane and the sheet of the model; everywhere the
    `contours` of f.
    """

    gradient: bool = True
    axes: bool = True
    direction: bool = False
    model: bool = False
    conic: bool = False
    descent: bool = False
    tangent: bool = True
    contours: bool = True


MARK_NAMES = tuple(each.name for each in fields(Marks))
USUAL_ARROWING, USUAL_MARKS = Arrowing(), Marks()


@dataclass(frozen=True, slots=True)
class Several:
    """What was chosen for functions of several variables and for maps.

    `view` (of two variables), `space_view` (of more) and `map_view` are one of the views above;
    `shade` and `map_shade` say what the colours of a field mean. `direction` pairs a variable with
    its component of the direction v; without any, v points along the first variable. `covector`
    are the weights w of the components of a map, (1, 0, ...) when empty. `cut` names the variable
    that a cut runs along ("": the first), or is `ALONG`. `pair` names the two coordinates whose
    plane is shown of many, `entry` of a Hessian being those, None while none was chosen. `order`
    is that of the rows of a large Hessian, one of `MATRIX_ORDERS`. `own_scales`: the four fields of
    a Hessian have colours on a scale each, instead of one.
    """

    view: str = "field"
    shade: str = "value"
    marks: Marks = USUAL_MARKS
    arrowing: Arrowing = USUAL_ARROWING
    direction: tuple[tuple[str, float], ...] = ()
    covector: tuple[float, ...] = ()
    cut: str = ""
    space_view: str = "matrix"
    pair: tuple[str, str] | None = None
    order: str = "typed"
    own_scales: bool = False
    map_view: str = "grid"
    map_shade: str = "det"


USUAL = Several()
"""What is chosen at first."""


def pair_of(several: Several, variables: Sequence[str]) -> tuple[str, str]:
    """The two coordinates whose plane is shown, the first across; the first two unless chosen.

    An entry of the diagonal has one coordinate: its neighbour joins it.
    """
    first, second = several.pair or ("", "")
    if first not in variables or second not in variables:
        return variables[0], variables[1]
    if first == second:
        place = variables.index(first)
        second = variables[place + 1 if place + 1 < len(variables) else place - 1]
    return first, second


def entry_of(several: Several, variables: Sequence[str]) -> tuple[int, int] | None:
    """The chosen entry of the Hessian of these variables, by row and column from 0."""
    first, second = several.pair or ("", "")
    if first not in variables or second not in variables:
        return None
    return variables.index(first), variables.index(second)


def cut_of(several: Several, variables: Sequence[str]) -> str:
    """The variable that a cut of many variables runs along."""
    return several.cut if several.cut in variables else variables[0]


def direction_of(several: Several, variables: Sequence[str]) -> tuple[float, ...]:
    """The components of the direction v; along the first variable where none is chosen."""
    chosen = dict(several.direction)
    found = tuple(chosen.get(name, 0.0) for name in variables)
    if any(found) or not variables:
        return found
    return (1.0, *(0.0,) * (len(variables) - 1))


def covector_of(chosen: Several, count: int) -> tuple[float, ...]:
    """The chosen weights of so many components of a map; of none of them, the first."""
    found = (*chosen.covector[:count], *(0.0,) * (count - len(chosen.covector)))
    return found if any(found) else (1.0, *(0.0,) * (count - 1))
