"""The frame: all that was computed for one document and viewport; painted, exported, not edited.

A part that did not change since the frame before is the same object, so views compare with `is`.
What it holds of several variables has its words in `core.plane_frame`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from core.plane_frame import Along as Along
from core.plane_frame import Arrows as Arrows
from core.plane_frame import Contour as Contour
from core.plane_frame import Critical as Critical
from core.plane_frame import Criticals as Criticals
from core.plane_frame import Pattern as Pattern
from core.plane_frame import PlaneFrame as PlaneFrame
from core.plane_frame import Shade as Shade
from core.plane_frame import Spot as Spot
from core.status import Reading as Reading
from core.status import Status as Status

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from core.document import Document, Parameter, Viewport
    from core.errors import InputError
    from core.map_frame import MapFrame


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """How one formula was read.

    With an `error`, everything else describes the last text that could be read (empty when there
    was none), and its curves are held: shown dimmed. `name` is the function's ("f"; "y" where none
    was typed). `latex` is the echo, `body_latex` its right-hand side alone. `drawn` is False for
    what has no curve: a constant, a point. A vector stands in `variables` by its components; then
    `vector` is True, unless it has fewer than three and reads as a function of numbers.
    `components` counts those of a map; it is 0 for a function.
    """

    key: int
    name: str = ""
    latex: str = ""
    body_latex: str = ""
    variables: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    error: InputError | None = None
    note: str = ""
    drawn: bool = True
    vector: bool = False
    components: int = 0

    @property
    def spatial(self) -> bool:
        """True for a function of three or more variables, or of a vector."""
        return not self.components and (self.vector or len(self.variables) > 2)

    @property
    def held(self) -> bool:
        """True while the curves belong to an earlier text than the one typed."""
        return self.error is not None


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One line of the plot.

    `x`, `y`: (n,) float64 in axis units; a NaN in `y` separates the pieces at poles, jumps and
    edges of the domain. `order` is the order of derivative, `held` as in `Row`.
    """

    key: int
    order: int
    name: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    held: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """The probe point on the active formula.

    `readings` are f, f', f'' at `x`; the derivatives are missing (a tuple of length 1) until
    PyTorch is loaded. `word` says the shape in words ("Rising, bending down").
    """

    key: int
    name: str
    variable: str
    x: float
    readings: tuple[Reading, ...]
    word: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The partial derivative of the function `name` in the slider `parameter`, at the point."""

    name: str
    parameter: str
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A curve of a family: what `curve` is when the slider `name` stands at `value`.

    `share` is its place among the values, from 0 (the first) to 1 (the last).
    """

    curve: Curve
    name: str
    value: float
    share: float


@dataclass(frozen=True, slots=True)
class FreePoint:
    """A typed point of the plane, P = (a, b), of row `key`; None where it has no place.

    `handles` names, for each coordinate, the slider that it is; a coordinate without one is held.
    """

    key: int
    name: str
    x: float | None
    y: float | None
    handles: tuple[str | None, str | None]
    held: bool = False


class Kind(StrEnum):
    """What is remarkable at a place of a curve."""

    ROOT = "root"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    INFLECTION = "inflection"
    INTERSECTION = "intersection"
    POLE = "pole"
    JUMP = "jump"
    CORNER = "corner"
    CUSP = "cusp"
    VERTICAL = "vertical tangent"
    HOLE = "hole"
    EDGE = "edge of the domain"
    BEND = "jump of f″"


@dataclass(frozen=True, slots=True)
class Landmark:
    """A remarkable place of the curve of row `key`; `y` is None where f has no value there.

    An intersection names the `other` row (the one of the larger key).
    """

    kind: Kind
    key: int
    x: float
    y: float | None
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Kink:
    """Where f, f' or f'' of row `key` breaks, and what happens on either side.

    `kind` is a pole, a jump, or one of the kinds after them. `left` and `right` are what f, f', f''
    run to: numbers or infinities, None where there is nothing or nothing is known. `value` is f
    there. `signs` are those of f, f', f'' just beside, left and right, () where nothing is known.
    `note` says it in words; `autograd` says what plain PyTorch returns there and why.
    """

    kind: Kind
    key: int
    x: float
    value: float | None
    left: tuple[float | None, ...]
    right: tuple[float | None, ...]
    note: str
    autograd: str = ""
    signs: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())

    @property
    def height(self) -> float | None:
        """Where it is marked on f: its value, else the one it runs to from both sides."""
        if self.value is not None:
            return self.value
        ends = {each for each in (self.left[0], self.right[0]) if each is not None}
        (end,) = ends if len(ends) == 1 else (None,)
        return end if end is not None and abs(end) != float("inf") else None


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """What was found on the curve of row `key` in [low, high], never "none" for all of x.

    The interval was looked through at `places` samples; each landmark is refined until it moves
    by at most `tolerance` (in units of x). `kinks` are where f, f' or f'' breaks, `flats` the
    intervals (low, high, value) on which f is constant. `crowded` says that there was more than
    is listed.
    """

    key: int
    low: float
    high: float
    places: int
    tolerance: float
    landmarks: tuple[Landmark, ...] = ()
    kinks: tuple[Kink, ...] = ()
    flats: tuple[tuple[float, float, float], ...] = ()
    crowded: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """Where a piece of a curve ends at a jump: `closed` when f takes this value there."""

    key: int
    order: int
    x: float
    y: float
    closed: bool


@dataclass(frozen=True, slots=True)
class Asymptote:
    """A vertical line that the curve of row `key` and of this `order` runs along."""

    key: int
    x: float
    order: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Haze:
    """Where double precision loses the curve of row `key` and this `order` among its roundings.

    `x`, `low`, `high`: (n,) float64. Numbers of double precision lie in the band; the curve inside
    is drawn from 60 digits. nan separates its pieces.
    """

    key: int
    order: int
    x: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """A line that belongs to the point: the Taylor polynomial, Newton's iteration, a secant.

    `kind` is "taylor", "newton" or "secant"; `x`, `y`: (n,) float64. `low`, `high` (n,) bound a
    band around it (the error of the Taylor polynomial). For Newton the corners of its path, for
    the secant its two points.
    """

    kind: str
    key: int
    label: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    low: NDArray[np.float64] | None = None
    high: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class VariationRow:
    """A line of the variation table: what stands at each place and between two places.

    For signs "+", "−", "0", "‖" (no value) and "" ; for f its value at the places and "↗", "↘",
    "→" between. `points` has one entry per place, `between` one less.
    """

    name: str
    points: tuple[str, ...]
    between: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VariationTable:
    """Signs of f' and f'' and the course of f in the visible interval, as `Search` found them.

    `at` (n,) are the places as numbers, `vanishing` (n,) the order of the derivative that is zero
    there: 1 at an extremum, 2 at an inflection, else 0.
    """

    key: int
    variable: str
    places: tuple[str, ...]
    rows: tuple[VariationRow, ...]
    latex: str
    at: tuple[float, ...] = ()
    vanishing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Everything computed for `document` and `viewport` (its vertical range filled in).

    `differentiated` is False in the first frames, before PyTorch is loaded: curves of order 0
    only. `parameters` are the sliders to show, one for every free symbol, in order of name. `pins`
    are the pinned points with their numbers, `table` is there in the view "table". A `draft`
    was computed while something moved: fewer samples, nothing searched; the whole frame follows.
    `members` are the curves of the family, apart from `curves`, which stand at the sliders' values.
    `free_points` are the typed points. `plane` is there while fields are shown, `space`, the
    point of more than two variables, while such a function is active. `aside` is the plane of two
    coordinates beside a Hessian, `map` is there while a map is active. `sensitivities` are those
    of the active function, and of no draft.
    """

    document: Document
    viewport: Viewport
    rows: tuple[Row, ...] = ()
    curves: tuple[Curve, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    point: Point | None = None
    differentiated: bool = False
    draft: bool = False
    searches: tuple[Search, ...] = ()
    ends: tuple[End, ...] = ()
    asymptotes: tuple[Asymptote, ...] = ()
    hazes: tuple[Haze, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    pins: tuple[tuple[int, Point], ...] = ()
    table: VariationTable | None = None
    plane: PlaneFrame | None = None
    space: Spot | None = None
    aside: PlaneFrame | None = None
    map: MapFrame | None = None
    members: tuple[Member, ...] = ()
    free_points: tuple[FreePoint, ...] = ()
    sensitivities: tuple[Sensitivity, ...] = ()

    @property
    def matrix(self) -> Spot | None:
        """The point of many variables while its Hessian is what is seen."""
        return self.space if self.document.several.space_view == "matrix" else None

    def row(self, key: int) -> Row | None:
        """How the formula of this key was read, or None when it is not in this frame."""
        return next((row for row in self.rows if row.key == key), None)
