"""A typed function for notebooks and the command line: read it once, ask it anywhere.

NumPy in and out. Values and derivatives come from torch autograd in float64; at points they are
checked against one-sided series of 60 digits, which also say where there is no derivative.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from core.calculus.compile import compile_definition, components_of
from core.calculus.maps import of_map
from core.calculus.numpy_rows import RepeatTooLong
from core.calculus.numpy_rows import values as run_numpy
from core.calculus.points import PointResult, inputs_in_numpy, of_one, of_several
from core.errors import InputError
from core.frame import Status
from core.language import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from core.calculus.program import Program
    from core.language.syntax import Definition

    Array = NDArray[np.float64]

Coordinates: TypeAlias = "Mapping[str, float | Sequence[float] | Array]"

CHUNK = 1 << 17


@dataclass(frozen=True, slots=True, eq=False)
class GridResult:
    """Values over a grid: `value` (nx,) or (ny, nx), `gradient` (..., d), `hessian` (..., d, d).

    `derivatives` (order, nx) for one variable; `status` (...,) of words. nan where undefined,
    None for what was not asked for. A map has `value` (..., m) and `jacobian` (..., m, d).
    """

    value: Array
    gradient: Array | None
    hessian: Array | None
    derivatives: Array | None
    status: NDArray[np.str_]
    jacobian: Array | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A definition with its program."""

    definition: Definition
    program: Program
    scope: Mapping[str, Definition] = field(default_factory=dict)

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables, in the order of gradient and Hessian; a vector by its components."""
        return components_of(self.definition)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The free names that are no variables."""
        return self.definition.parameters

    @property
    def is_map(self) -> bool:
        """Whether the value has several components."""
        return bool(self.program.rows)

    def at(
        self, point: Coordinates, parameters: Mapping[str, float] | None = None,
        order: int = 2,
    ) -> PointResult:  # fmt: skip
        """Value and derivatives up to `order` at one point.

        A name may be given in the point or among the parameters; given in both, the point counts,
        given in neither, it stands at 1. A vector is given as {"x": [1, 2, 3]} or by its
        components {"x_1": 1, ...}; as many numbers as it has components, which decides them where
        the text does not.
        """
        return self.at_points([point], parameters, order)[0]

    def at_points(
        self, points: Sequence[Coordinates],
        parameters: Mapping[str, float] | None = None, order: int = 2,
    ) -> list[PointResult]:  # fmt: skip
        """`at` for many points; those with the same parameters are differentiated in one graph."""
        sized = self.sized(points[0] if points else {}, parameters)
        return sized.at_points_as_read(points, parameters, order)

    def at_points_as_read(
        self, points: Sequence[Coordinates], parameters: Mapping[str, float] | None, order: int
    ) -> list[PointResult]:
        """`at_points` with as many components as this was read with."""
        standing = self.places(points, parameters)
        alike: dict[tuple[float, ...], list[int]] = {}
        for place, (_, rest) in enumerate(standing):
            alike.setdefault(rest, []).append(place)
        found: dict[int, PointResult] = {}
        for rest, places in alike.items():
            array = np.array([standing[place][0] for place in places], float)
            found.update(zip(places, self._at(array, rest, order), strict=True))
        return [found[place] for place in range(len(standing))]

    def places(
        self, points: Sequence[Coordinates], parameters: Mapping[str, float] | None = None
    ) -> list[tuple[tuple[float, ...], tuple[float, ...]]]:
        """The coordinates of each point, and what the other inputs stand at there."""
        given, d = dict(parameters or {}), len(self.variables)
        named = [self._given({**given, **each}) for each in points]
        rows = [tuple(each.get(name, 1.0) for name in self._names) for each in named]
        return [(row[:d], row[d:]) for row in rows]

    @property
    def _names(self) -> tuple[str, ...]:
        """The variables one by one, then what else the program reads."""
        return (*self.variables, *self.program.inputs[len(self.definition.variables) :])

    def _given(self, values: Mapping[str, object]) -> dict[str, float]:
        """What was given as numbers by name, the components of vectors one by one."""
        found: dict[str, float] = {}
        for name, value in values.items():
            if not isinstance(value, (Sequence, np.ndarray)):
                found[name] = float(value)  # type: ignore[arg-type]
                continue
            if not self._reads(name):
                continue
            length = self.definition.length(name)
            if len(value) != length:
                wanted = f"{length} numbers" if length else "one number"
                raise InputError(f"{name} takes {wanted}, not {len(value)}.")
            for k, each in enumerate(value, 1):
                found[f"{name}_{k}"] = float(each)
        return found

    def _reads(self, name: str) -> bool:
        """Whether a name means anything in this text; a point may give more."""
        definition = self.definition
        known = (*definition.variables, *definition.parameters, *dict(definition.wholes))
        return name in known or name in {each.partition("_")[0] for each in known}

    def sized(self, point: Coordinates, parameters: Mapping[str, float] | None = None) -> Function:
        """The same text with the numbers of components that these values ask for.

        Itself where they are the ones it was read with, as for every function of numbers.
        """
        definition = self.definition
        sizes: dict[str, int] = {}
        for name, value in {**(parameters or {}), **point}.items():
            if not self._reads(name):
                continue
            if isinstance(value, (Sequence, np.ndarray)):
                if definition.length(name) != len(value):
                    sizes[name] = len(value)
            elif name in dict(definition.wholes) and value != dict(definition.wholes)[name]:
                if value != int(value):
                    raise InputError(f"{name} is a whole number here.")
                sizes[name] = int(value)
        if not sizes:
            return self
        variables = None if definition.declared else definition.variables
        known = {**dict(definition.wholes), **sizes}
        if any(isinstance(each, (Sequence, np.ndarray)) for each in point.values()):
            known = sizes
        found = read(definition.text, variables, self.scope, known)
        if found.is_map and not self.is_map:
            name = next(iter(sizes))
            raise InputError(f"{name} takes one number, not {sizes[name]}.")
        return found

    def _at(self, array: Array, rest: Sequence[float], order: int) -> list[PointResult]:
        try:
            if self.is_map:
                return of_map(self.program, self.variables, array, rest, order)
            if len(self.variables) == 1 and not self.definition.lengths:
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
        Components of a vector are axes by their names ("x_1"); a vector given as a whole stays
        where it is. Derivatives beyond f'' need one variable.
        """
        return self.sized({}, parameters).grid_as_read(axes, parameters, order)

    def grid_as_read(
        self, axes: Mapping[str, Array], parameters: Mapping[str, float] | None, order: int
    ) -> GridResult:
        """`grid` with as many components as this was read with."""
        given = {**dict.fromkeys(self._names, 1.0), **(parameters or {})}
        for name, value in axes.items():
            length = self.definition.length(name)
            given |= {f"{name}_{k}": value[k - 1] for k in range(1, length + 1)}
            given |= {} if length else {name: value}
        rest = [float(given[name]) for name in self._names[len(self.variables) :]]
        ticks = [np.asarray(given[name], float) for name in self.variables]
        mesh = np.meshgrid(*reversed(ticks), indexing="ij")[::-1]
        points = np.stack([each.ravel() for each in mesh], axis=-1)
        shape = tuple(len(each) for each in reversed(ticks) if each.ndim)
        try:
            return _over_grid(self.program, self.variables, points, rest, order, shape)
        except RepeatTooLong as reason:
            raise self._refusal(reason) from None

    def _refusal(self, reason: Exception) -> InputError:
        return InputError(str(reason), 0, len(self.definition.text))


def read(
    text: str, variables: Sequence[str] | None = None,
    scope: Mapping[str, Definition] | None = None, sizes: Mapping[str, int] | None = None,
) -> Function:  # fmt: skip
    """Read a typed formula. InputError with the columns where it cannot be read.

    `variables` declares the variables and their order; None follows the reading rules. `sizes`
    gives the whole numbers of dimensions, as in `parse`.
    """
    definition = parse(text, variables=variables, scope=scope, sizes=sizes)
    if not definition.variables:
        definition = replace(definition, variables=("x",))
    if len(set(definition.variables)) < len(definition.variables):
        raise InputError("Each variable is declared once.")
    return Function(definition, compile_definition(definition, scope), dict(scope or {}))


def _over_grid(
    program: Program, names: Sequence[str], points: Array, rest: Sequence[float], order: int,
    shape: tuple[int, ...],
) -> GridResult:  # fmt: skip
    from core.calculus.derivatives import derivatives
    from core.calculus.mended import settled

    d = points.shape[1]
    if program.rows:
        return _map_over_grid(program, points, rest, order, shape)
    if d > 1 or program.lengths:
        return _several_over_grid(program, names, points, rest, order, shape)
    rows = settled(
        program, names, points, rest, derivatives(program, points[:, 0], rest, order)
    )
    slopes = rows[1:].reshape(order, *shape)
    return GridResult(
        rows[0].reshape(shape), slopes[0][..., None] if order else None,
        slopes[1][..., None, None] if order > 1 else None, slopes,
        _words(rows[0]).reshape(shape),
    )  # fmt: skip


def _parts(points: Array) -> list[Array]:
    """The points in parts that fit the memory of one graph."""
    size = max(1, CHUNK // max(1, points.shape[1] // 8))
    return [points[start : start + size] for start in range(0, len(points), size)]


def _several_over_grid(
    program: Program, names: Sequence[str], points: Array, rest: Sequence[float], order: int,
    shape: tuple[int, ...],
) -> GridResult:  # fmt: skip
    from core.calculus.derivatives import gradient, hessian
    from core.calculus.mended import settled

    d = points.shape[1]
    first: list[Array] = []
    second: list[Array] = []
    values: list[Array] = []
    for part in _parts(points):
        if order >= 2 or program.differentiates:
            out, slope, bend = hessian(program, part, rest)
            second.append(bend)
        else:
            inputs = inputs_in_numpy(program, part, rest)
            out = np.asarray(run_numpy(program, inputs)[program.output], float)
            slope = gradient(program, part, rest) if order else part
        values.append(np.broadcast_to(out, (len(part),)))
        first.append(slope)
    planes = [np.concatenate(values)[None]]
    planes += [np.concatenate(first).T] if order >= 1 else []
    planes += [np.concatenate(second).reshape(-1, d * d).T] if order >= 2 else []
    rows = settled(program, names, points, rest, np.concatenate(planes))
    value = rows[0]
    return GridResult(
        value.reshape(shape),
        rows[1 : d + 1].T.reshape(*shape, d) if order >= 1 else None,
        rows[d + 1 :].T.reshape(*shape, d, d) if order >= 2 else None,
        None, _words(value).reshape(shape),
    )  # fmt: skip


def _map_over_grid(
    program: Program, points: Array, rest: Sequence[float], order: int, shape: tuple[int, ...]
) -> GridResult:
    from core.calculus.directional import jacobian

    parts = [jacobian(program, part, rest) for part in _parts(points)]
    value = np.concatenate([each for each, _ in parts])
    matrix = np.concatenate([each for _, each in parts])
    worst = np.where(np.isfinite(value).all(axis=1), 0.0, value.sum(axis=1))
    return GridResult(
        value.reshape(*shape, program.rows), None, None, None, _words(worst).reshape(shape),
        matrix.reshape(*shape, program.rows, points.shape[1]) if order else None,
    )  # fmt: skip


def _words(value: Array) -> NDArray[np.str_]:
    finite = np.where(np.isfinite(value), Status.OK.value, Status.UNDEFINED.value)
    return np.where(np.isinf(value), Status.INFINITE.value, finite)
