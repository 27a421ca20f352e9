"""Shown: what a frame holds of the active function when it has several variables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.explore.space import space_of
from core.standing import place_of, point_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.document import Document, Viewport
    from core.frame import PlaneFrame, Spot
    from core.kept import Kept
    from core.map_frame import MapFrame
    from core.readings import Read


@dataclass(frozen=True, slots=True, eq=False)
class Several:
    """The function of several variables that is shown, and as what.

    `part` is the field of the frame that it fills: "plane", "space" or "map".
    """

    read: Read
    part: str


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """For what document and viewport, and how well. `loaded`: PyTorch is there."""

    document: Document
    viewport: Viewport
    loaded: bool
    draft: bool
    stop: Callable[[], bool]
    kept: Kept


def several_of(document: Document, reads: Mapping[int, Read]) -> Several | None:
    """The active function where it is shown by its several variables; None for curves."""
    read = reads.get(document.active)
    if read is None:
        return None
    chosen = document.several
    if read.mapped:
        return Several(read, "map")
    if read.spatial:
        curve = chosen.space_view == "line" and not read.row.vector
        return None if curve else Several(read, "space")
    return Several(read, "plane") if read.planar and chosen.view != "cut" else None


def parts_of(several: Several, asked: Asked) -> dict[str, Any]:
    """The fields of the frame that belong to it."""
    return {several.part: _PARTS[several.part](several.read, asked)}


def _plane(read: Read, asked: Asked) -> PlaneFrame:
    from core.explore.planes import Wanted, marked, plane_frame

    assert read.program is not None
    document, viewport = asked.document, asked.viewport
    at, rest = point_of(document, read)
    chosen = document.several
    wanted = Wanted(
        viewport.plane, viewport.width, viewport.height, chosen.view, chosen.shade, asked.draft,
        chosen.arrowing,
    )  # fmt: skip
    given = (document.active, read.row.name, read.program)
    last = (at, rest, wanted, asked.loaded, read.row.held)

    plane = asked.kept.once(
        ("plane", document.active), (*given, *last),
        lambda: plane_frame(*given, *last, asked.stop, asked.kept),
    )  # fmt: skip
    if not asked.loaded:
        return plane
    drawn = (id(plane), chosen.marks, chosen.direction, asked.draft)
    stance = (read.program, rest, asked.draft, asked.stop, asked.kept)
    return asked.kept.once(
        ("marked", document.active), drawn, lambda: (plane, marked(plane, chosen, *stance))
    )[1]


def _space(read: Read, asked: Asked) -> Spot:
    assert read.program is not None
    stance = place_of(asked.document, read)
    return space_of(read.row, read.program, stance, asked.loaded, asked.draft, asked.kept)


def _map(read: Read, asked: Asked) -> MapFrame:
    from core.explore.mapping import Asking, map_of

    assert read.program is not None
    at, rest = place_of(asked.document, read)
    return map_of(Asking(
        read.row, read.program, at, rest, asked.document.several, asked.viewport, asked.loaded,
        asked.draft, asked.stop, asked.kept,
    ))  # fmt: skip


_PARTS: dict[str, Callable[[Read, Asked], Any]] = {
    "plane": _plane, "space": _space, "map": _map,
}  # fmt: skip
