"""Standing: what the inputs of a row stand at, in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.document import DEFAULT_COORDINATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.document import Document, Parameter
    from core.frame import Row
    from core.readings import Read


def rest_of(document: Document, read: Read) -> tuple[float, ...]:
    """What the inputs other than the drawn variable stand at: the point or their sliders."""
    given = dict(read.given)
    return tuple(
        given[name]
        if name in given
        else document.coordinate(name)
        if name in read.row.variables
        else document.parameter(name).value
        for name in read.inputs[1:]
    )


def x_of(document: Document, read: Read) -> float:
    """Where the point stands along the drawn variable."""
    name = read.inputs[0]
    return dict(read.given).get(name, document.coordinate(name))


def point_of(
    document: Document, read: Read
) -> tuple[tuple[float, float], tuple[float, ...]]:
    """The point of a function of two variables, and its sliders."""
    x, y = (document.coordinate(name) for name in read.inputs[:2])
    return (x, y), tuple(document.parameter(name).value for name in read.inputs[2:])


def place_of(document: Document, read: Read) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The point of a function of many variables, and its sliders."""
    assert read.program is not None
    known = dict(document.point)
    at = tuple(known.get(name, DEFAULT_COORDINATE) for name in read.row.variables)
    count = len(read.program.lengths) or len(at)
    return at, tuple(document.parameter(name).value for name in read.inputs[count:])


def sliders_of(document: Document, rows: Sequence[Row]) -> tuple[Parameter, ...]:
    """The sliders of all rows, in order of name."""
    names = sorted({name for row in rows for name in row.parameters})
    return tuple(document.parameter(name) for name in names)
