"""Agreement: on how many digits of a number independent routes agree. Frozen words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

AUTOGRAD, SYMBOLIC, SERIES = "autograd", "SymPy", "60 digits"
MOST = 15  # significant digits that every number of double precision holds


@dataclass(frozen=True, slots=True)
class Route:
    """A way to a number, and the number as it comes out there, in decimal digits."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """The first `digits` significant digits of a number are the same by all `routes`.

    At most `MOST`; None where there is one route only, with the reason in `note`.
    """

    digits: int | None
    routes: tuple[Route, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """What independent routes say of the numbers at a point.

    `about` is the part of the frame they belong to: its point, spot or map. `numbers` are by name:
    "value", "gradient 0", "hessian 0 1", "derivative 2", "eigenvalue 0", "determinant" ...
    """

    about: object
    numbers: Mapping[str, Agreed]

    def of(self, about: object, name: str) -> Agreed | None:
        """What is known of a number of this part, or None."""
        return self.numbers.get(name) if about is self.about else None
