"""What a frame holds of functions of several variables: fields, arrows, the point. Frozen words."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.choices import USUAL_MARKS
from core.status import Status

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from core.choices import Marks
    from core.explore.quadratic import Quadratic


@dataclass(frozen=True, slots=True, eq=False)
class Contour:
    """The lines on which a field has the value `level`.

    `points` (n, 2) float64 in axis units, one line after the other; line k has the points from
    `ends[k]` to `ends[k + 1]`.
    """

    level: float
    points: NDArray[np.float64]
    ends: tuple[int, ...]

    @property
    def lines(self) -> tuple[NDArray[np.float64], ...]:
        """Each line (k, 2) by itself."""
        return tuple(self.points[a:b] for a, b in itertools.pairwise(self.ends))


@dataclass(frozen=True, slots=True, eq=False)
class Shade:
    """One field: what its colours say, one of `core.document.SHADES`.

    `values` (ny, nx) float64, nan where there is none. Colours run from `low` to `high`, evenly
    to both sides of 0 when `signed`; `beyond` says that some values lie outside. With `kinds` the
    values are places in it: regions with a name each, on the colours of signed values.
    """

    what: str
    latex: str
    values: NDArray[np.float64]
    low: float
    high: float
    signed: bool
    beyond: bool = False
    contours: tuple[Contour, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a Hessian is filled: `nonzero` entries, and the `order` of its rows when it is shown."""

    nonzero: int
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Along:
    """f along a direction v (n,), as it is typed: `slope` is v·∇f, `bend` is v'Hv, `size` |Hv|."""

    direction: tuple[float, ...]
    slope: float
    bend: float
    size: float


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """The point of a function of n variables: value, gradient (n,), Hessian (n, n) there.

    `quadratic` says what they come to; it is None, and they are, where they do not exist, with
    the reason in `note`. `pattern` and `along` are there while the Hessian of many variables is
    shown.
    """

    key: int
    name: str
    variables: tuple[str, ...]
    at: tuple[float, ...]
    value: float | None
    gradient: NDArray[np.float64] | None = None
    hessian: NDArray[np.float64] | None = None
    quadratic: Quadratic | None = None
    status: Status = Status.OK
    note: str = ""
    held: bool = False
    pattern: Pattern | None = None
    along: Along | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Arrows:
    """Vectors on a coarse grid of `x` (nx,) and `y` (ny,), `step` apart in axis units.

    `vectors` (ny, nx, 2) float64, nan where there are none; `lengths` (ny, nx) says how long each
    arrow is, as part of the step. In the `style` "streamlines" the `lines` (k, 2) run along them.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    step: float
    vectors: NDArray[np.float64]
    lengths: NDArray[np.float64]
    lines: tuple[NDArray[np.float64], ...] = ()
    style: str = "arrows"


@dataclass(frozen=True, slots=True)
class Critical:
    """A place where the gradient vanishes, or does not exist.

    `kind` is "minimum", "maximum", "saddle" or "degenerate"; `smooth` is False where f is not
    differentiable there. `eigenvalues` are those of the Hessian, largest first; () without one.
    `note` says on what the kind rests.
    """

    kind: str
    x: float
    y: float
    value: float
    eigenvalues: tuple[float, ...]
    note: str
    smooth: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Criticals:
    """The critical points of a function of two variables in a box, never "none" beyond it.

    `low`, `high` are corners of the box; the gradient was looked through at `places` samples, each
    point refined to `tolerance`, in units of the axes. `lines` holds points (k, 2) of each set of
    critical points that are not isolated. `crowded` says that there are more than are listed,
    `level` that f is constant in a part of the box.
    """

    low: tuple[float, float]
    high: tuple[float, float]
    places: int
    tolerance: float
    points: tuple[Critical, ...] = ()
    lines: tuple[NDArray[np.float64], ...] = ()
    crowded: bool = False
    level: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PlaneFrame:
    """A function of two variables on the grid of `x` (nx,) and `y` (ny,), and at its point.

    `shades`: the field; in the view "hessian" the fields of f_xx, f_xy, f_yx, f_yy after it;
    in the view "arrows" the gradient over it. `marks` says what is drawn at the point, `direction`
    is the chosen one (of any length but 0), `model` are contours of the quadratic model there,
    `descent` (k, 2) is the way of steepest descent from the point. `critical` are the critical
    points in sight, of no draft unless they stay.
    """

    key: int
    name: str
    variables: tuple[str, str]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    shades: tuple[Shade, ...]
    spot: Spot
    held: bool = False
    arrows: Arrows | None = None
    marks: Marks = USUAL_MARKS
    direction: tuple[float, float] = (1.0, 0.0)
    model: tuple[Contour, ...] = ()
    descent: NDArray[np.float64] | None = None
    critical: Criticals | None = None
