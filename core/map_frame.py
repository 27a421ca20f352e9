"""Map frame: what a frame holds of a map from n to m numbers. Frozen words, no calculus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.status import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from core.explore.linear_map import LinearMap
    from core.plane_frame import Contour, PlaneFrame

    Array = NDArray[np.float64]

FIELD_VIEWS = ("det", "flow")
FLOW_SHADES = ("length", "divergence", "curl")
FOLDS = ("turns over", "keeps orientation", "cannot be inverted")
SHADE_WORDS = {
    "det": "Determinant of the Jacobian", "folds": "Where the map folds",
    "largest": "Largest singular value", "smallest": "Smallest singular value",
    "condition": "Condition, as a power of ten", "divergence": "Divergence", "curl": "Curl",
    "length": "Length of {name}",
}  # fmt: skip
"""What each of `core.choices.MAP_SHADES` is called; {name} is that of the map."""


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """A grid over the plane of the variables and its image.

    The lines of constant x stand at `x` (a,), those of constant y at `y` (b,), `step` apart in the
    units of the plane. `across` (a, s, 2) and `up` (b, s, 2) are their images, nan where there is
    no value and where the image jumps. `span` is where the image is to be seen: ranges of u and v.
    """

    x: Array
    y: Array
    step: float
    across: Array
    up: Array
    span: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A square of `side` that begins at the point, and its image `outline` (k, 2), closed.

    `arm` is the length of the arrows that stand for (1, 0) and (0, 1): 1 where that can be read.
    """

    side: float
    arm: float
    outline: Array


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """The curve t -> F(t) of two or three components, and its motion at the point.

    `t` (k,) and `points` (k, m), nan where there is no value. `velocity` and `acceleration` (m,)
    are None where they do not exist; then so is what follows from them. `curvature` has a sign in
    the plane: above 0 it turns left. `center` (m,) is that of the osculating circle, `radius` its
    size; None where the curve is straight. `span` has the ranges of the components, one after the
    other: (low, high) each.
    """

    t: Array
    points: Array
    span: tuple[tuple[float, float], ...]
    velocity: Array | None = None
    acceleration: Array | None = None
    speed: float | None = None
    curvature: float | None = None
    radius: float | None = None
    center: Array | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Products:
    """The Jacobian times a direction v (n,), J v (m,), and weights w (m,) times it, w'J (n,)."""

    direction: Array
    pushed: Array
    weights: Array
    pulled: Array


@dataclass(frozen=True, slots=True, eq=False)
class MapFrame:
    """A map at its point `at` (n,), and what its `view` shows.

    `value` (m,) and `jacobian` (m, n) are None where they do not exist, with the reason in `note`;
    `linear` says what they come to, `way` whether "reverse" or "forward" passes gave the Jacobian.
    `components` names the m numbers (u, v, ...). In the view "grid" there are `net` and `cell`, in
    "det" and "flow" the colours of a `field`, in "flow" the `nullclines` of each component, in
    "path" the `path`. In all but the last, `field` has the ranges of the plane and the point.
    """

    key: int
    name: str
    variables: tuple[str, ...]
    components: tuple[str, ...]
    at: tuple[float, ...]
    view: str
    value: Array | None = None
    jacobian: Array | None = None
    linear: LinearMap | None = None
    way: str = ""
    status: Status = Status.OK
    note: str = ""
    held: bool = False
    products: Products | None = None
    net: Net | None = None
    cell: Cell | None = None
    field: PlaneFrame | None = None
    nullclines: tuple[tuple[Contour, ...], ...] = ()
    path: Path | None = None


def map_views(variables: int, components: int) -> tuple[str, ...]:
    """The views that show a map of so many variables and components, the first of them at first."""
    if variables == 1:
        return ("path", "jacobian") if components in (2, 3) else ("jacobian",)
    if variables == components == 2:
        return ("grid", "jacobian", "det", "flow")
    return ("jacobian",)


def map_view(chosen: str, variables: int, components: int) -> str:
    """The view that is on when this one is chosen."""
    views = map_views(variables, components)
    return chosen if chosen in views else views[0]


def field_shade(view: str, chosen: str) -> str:
    """What the colours say in a view of fields: under a flow only what belongs to a flow."""
    return FLOW_SHADES[0] if view == "flow" and chosen not in FLOW_SHADES else chosen


def component_names(
    count: int, taken: Sequence[str], name: str = "F", curve: bool = False
) -> tuple[str, ...]:
    """The names of the components: u, v, w, of a curve x, y, z, else F_1, F_2 ...

    None of them is one that the formula has `taken`.
    """
    letters = ("x", "y", "z") if curve else ("u", "v", "w")
    for each in (letters, ("u", "v", "w")):
        if count <= len(each) and not set(each[:count]) & set(taken):
            return tuple(each[:count])
    return tuple(f"{name}_{k}" for k in range(1, count + 1))
