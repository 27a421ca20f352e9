"""A typed function for notebooks and the command line: read it once, ask it anywhere.

NumPy in and out. Values and derivatives come from torch autograd in float64; at points they are
checked against one-sided series of 60 digits, which also say where there is no derivative.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.calculus.compile import compile_definition
from core.calculus.numpy_rows import RepeatTooLong
from core.calculus.numpy_rows import values as run_numpy
from core.calculus.points import PointResult, of_one, of_several
from core.errors import InputError
from core.frame import Status
from core.language import parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program
    from core.language.syntax import Definition

    Array = NDArray[np.float64]

CHUNK = 1 << 17


@dataclass(frozen=True, slots=True, eq=False)
class GridResult:
    """Values over a grid: `value` (nx,) or (ny, nx), `gradient` (..., d), `hessian` (..., d, d).

    `derivatives` (order, nx) for one variable; `status` (...,) of words. nan where undefined,
    None for what was not asked for.
    """

    value: Array
    gradient: Array | None
    hessian: Array | None
    derivatives: Array | None
    status: NDArray[np.str_]


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A definition with its program."""

    definition: Definition
    program: Program

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables, in the order of gradient and Hessian."""
        return self.definition.variables

    @property
    def parameters(self) -> tuple[str, ...]:
        """The free names that are no variables."""
        return self.definition.parameters

    def at(
        self, point: Mapping[str, float], parameters: Mapping[str, float] | None = None,
        order: int = 2,
    ) -> PointResult:  # fmt: skip
        """Value and derivatives up to `order` at one point.

        A name may be given in the point or among the parameters; given in both, the point counts,
        given in neither, it stands at 1.
        """
        return self.at_points([point], parameters, order)[0]

    def at_points(
        self, points: Sequence[Mapping[str, float]],
        parameters: Mapping[str, float] | None = None, order: int = 2,
    ) -> list[PointResult]:  # fmt: skip
        """`at` for many points; those with the same parameters are differentiated in one graph."""
        names = (*self.variables, *self.parameters)
        given = {**dict.fromkeys(names, 1.0), **(parameters or {})}
        rows = [tuple(float(each.get(name, given[name])) for name in names) for each in points]
        d = len(self.variables)
        alike: dict[tuple[float, ...], list[int]] = {}
        for place, row in enumerate(rows):
            alike.setdefault(row[d:], []).append(place)
        found: dict[int, PointResult] = {}
        for rest, places in alike.items():
            array = np.array([rows[place][:d] for place in places], float)
            found.update(zip(places, self._at(array, rest, order), strict=True))
        return [found[place] for place in range(len(rows))]

    def _at(self, array: Array, rest: Sequence[float], order: int) -> list[PointResult]:
        try:
            if len(self.variables) == 1:
                return of_one(self.program, array[:, 0], rest, order)
            return of_several(self.program, self.variables, array, rest, min(order, 2))
        except RepeatTooLong as reason:
            raise self._refusal(reason) from None

    def grid(
        self, axes: Mapping[str, Array], parameters: Mapping[str, float] | None = None,
        order: int = 2,
    ) -> GridResult:  # fmt: skip
        """Values and derivatives on the product of the axes; a missing axis stands at 1.

        The first variable runs along the last dimension; an axis that is a number makes none.
        Derivatives beyond f'' need one variable.
        """
        names = (*self.variables, *self.parameters)
        given = {**dict.fromkeys(names, 1.0), **(parameters or {}), **axes}
        rest = [float(given[name]) for name in self.parameters]
        ticks = [np.asarray(given[name], float) for name in self.variables]
        mesh = np.meshgrid(*reversed(ticks), indexing="ij")[::-1]
        points = np.stack([each.ravel() for each in mesh], axis=-1)
        shape = tuple(len(each) for each in reversed(ticks) if each.ndim)
        try:
            return _over_grid(self.program, points, rest, order, shape)
        except RepeatTooLong as reason:
            raise self._refusal(reason) from None

    def _refusal(self, reason: Exception) -> InputError:
        return InputError(str(reason), 0, len(self.definition.text))


def read(
    text: str, variables: Sequence[str] | None = None,
    scope: Mapping[str, Definition] | None = None,
) -> Function:  # fmt: skip
    """Read a typed formula. InputError with the columns where it cannot be read.

    `variables` declares the variables and their order; None follows the reading rules.
    """
    definition = parse(text, variables=variables, scope=scope)
    if not definition.variables:
        definition = replace(definition, variables=("x",))
    if len(set(definition.variables)) < len(definition.variables):
        raise InputError("Each variable is declared once.")
    return Function(definition, compile_definition(definition, scope))


def _over_grid(
    program: Program, points: Array, rest: Sequence[float], order: int, shape: tuple[int, ...]
) -> GridResult:
    from core.calculus.derivatives import derivatives, gradient, hessian

    d = points.shape[1]
    if d == 1:
        rows = derivatives(program, points[:, 0], rest, order)
        slopes = rows[1:].reshape(order, *shape)
        return GridResult(
            rows[0].reshape(shape), slopes[0][..., None] if order else None,
            slopes[1][..., None, None] if order > 1 else None, slopes,
            _words(rows[0]).reshape(shape),
        )  # fmt: skip
    first: list[Array] = []
    second: list[Array] = []
    values: list[Array] = []
    for start in range(0, len(points), CHUNK):
        part = points[start : start + CHUNK]
        if order >= 2 or program.differentiates:
            out, slope, bend = hessian(program, part, rest)
            second.append(bend)
        else:
            out = np.asarray(run_numpy(program, [*part.T, *rest])[program.output], float)
            slope = gradient(program, part, rest) if order else part
        values.append(np.broadcast_to(out, (len(part),)))
        first.append(slope)
    value = np.concatenate(values)
    return GridResult(
        value.reshape(shape),
        np.concatenate(first).reshape(*shape, d) if order >= 1 else None,
        np.concatenate(second).reshape(*shape, d, d) if order >= 2 else None,
        None, _words(value).reshape(shape),
    )  # fmt: skip


def _words(value: Array) -> NDArray[np.str_]:
    finite = np.where(np.isfinite(value), Status.OK.value, Status.UNDEFINED.value)
    return np.where(np.isinf(value), Status.INFINITE.value, finite)
