"""Vectors in NumPy: components on a first axis, before those of sums around and of the points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray


def stack(*parts: Any) -> Any:
    """A vector of these components."""
    return np.stack(np.broadcast_arrays(*[np.asarray(each, float) for each in parts]))


def places_of(index: Any, depth: int) -> NDArray[np.intp] | None:
    """Subscripts counted from 0, without the axes of the points; None where they differ there.

    `depth` is the number of axes that a component has.
    """
    counted = np.asarray(index, float) - 1
    own = counted.shape[counted.ndim - depth :] if depth <= counted.ndim else counted.shape
    if any(each != 1 for each in own):
        return None
    kept = counted.shape[: max(counted.ndim - depth, 0)]
    return np.rint(counted).astype(np.intp).reshape(kept)


def component(vector: Any, index: Any) -> Any:
    """The components of the subscripts `index`, counted from 1, on the axes of the subscripts."""
    vector = np.asarray(vector, float)
    places = places_of(index, vector.ndim - 1)
    if places is not None:
        return vector[places]
    chosen = np.rint(np.asarray(index, float)).astype(np.intp) - 1
    shape = np.broadcast_shapes(chosen.shape, vector.shape[1:])
    extra = (1,) * (len(shape) - vector.ndim + 1)
    wide = np.broadcast_to(
        vector.reshape(len(vector), *extra, *vector.shape[1:]), (len(vector), *shape)
    )
    return np.take_along_axis(wide, np.broadcast_to(chosen, shape)[None], axis=0)[0]


def replaced(vector: Any, value: Any, place: int) -> Any:
    """The vector with another component at `place`, counted from 0."""
    vector, value = np.asarray(vector, float), np.asarray(value, float)
    shape = np.broadcast_shapes(vector.shape[1:], value.shape)
    extra = (1,) * (len(shape) - vector.ndim + 1)
    whole = np.array(np.broadcast_to(
        vector.reshape(len(vector), *extra, *vector.shape[1:]), (len(vector), *shape)
    ))  # fmt: skip
    whole[place] = value
    return whole


def depth_of(captured: Sequence[Any], lengths: Sequence[int], shape: Callable[[Any], Any]) -> int:
    """How many axes the terms of a sum have besides that of the counter.

    `lengths` goes with `captured`: a vector has an axis of its own, which is no axis of a term.
    """
    return max((len(each) for each in own_shapes(captured, lengths, shape)), default=0)


def own_shapes(
    captured: Sequence[Any], lengths: Sequence[int], shape: Callable[[Any], Any]
) -> list[tuple[int, ...]]:
    """The shapes of what a sum reads, without the axes of components."""
    known = (*lengths, *(0,) * len(captured))
    return [
        tuple(shape(each))[1 if length else 0 :]
        for each, length in zip(captured, known, strict=False)
    ]


NUMPY_VECTORS: Mapping[str, Callable[..., Any]] = {
    "stack": stack, "component": component, "replaced": replaced,
}  # fmt: skip
