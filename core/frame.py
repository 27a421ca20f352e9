"""The frame: all that was computed for one document and viewport; painted, exported, not edited.

A part that did not change since the frame before is the same object, so views compare with `is`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from core.document import Document, Parameter, Viewport
    from core.errors import InputError


class Status(StrEnum):
    """What a number at a point is worth. The value is the word of the command line."""

    OK = "ok"
    UNDEFINED = "undefined"
    INFINITE = "infinite"
    NOT_DIFFERENTIABLE = "not-differentiable"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Reading:
    """One number at the point: a float where it exists, else None with the reason in `note`."""

    value: float | None
    status: Status = Status.OK
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """How one formula was read.

    With an `error`, everything else describes the last text that could be read (empty when there
    was none), and its curves are held: shown dimmed. `name` is the function's ("f"; "y" where none
    was typed). `latex` is the echo, `body_latex` its right-hand side alone.
    """

    key: int
    name: str = ""
    latex: str = ""
    body_latex: str = ""
    variables: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    error: InputError | None = None
    note: str = ""

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


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Everything computed for `document` and `viewport` (its vertical range filled in).

    `differentiated` is False in the first frames, before PyTorch is loaded: curves of order 0
    only. `parameters` are the sliders to show, one for every free symbol, in order of name.
    """

    document: Document
    viewport: Viewport
    rows: tuple[Row, ...] = ()
    curves: tuple[Curve, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    point: Point | None = None
    differentiated: bool = False

    def row(self, key: int) -> Row | None:
        """How the formula of this key was read, or None when it is not in this frame."""
        return next((row for row in self.rows if row.key == key), None)
