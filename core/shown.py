"""Shown: what a frame holds of the active function when it has several variables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.calculus.numpy_rows import RepeatTooLong
from core.choices import pair_of
from core.document import DEFAULT_COORDINATE, with_active
from core.explore.space import looked_at, space_of
from core.frame import PlaneFrame, Shade, Spot, Status
from core.slices import sliced
from core.standing import place_of, point_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.calculus.program import Program
    from core.document import Document, Viewport
    from core.kept import Kept
    from core.map_frame import MapFrame
    from core.readings import Read

ASIDE = 240  # pixels of the plane beside a Hessian, as it is computed
_OF_MANY = {"matrix": "space", "plane": "slice", "sheet": "slice"}


@dataclass(frozen=True, slots=True, eq=False)
class Several:
    """The function of several variables that is shown, and as what.

    `part` is "plane" of two variables; of more "space", all of them at the point, or "slice", the
    plane of two of them; "map" of a map.
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


def led(document: Document, reads: Mapping[int, Read]) -> Document:
    """The document with the row active that is shown: while the active one draws nothing, such as
    n = 50, the function of several variables that is nearest, those before it first.
    """
    own = reads.get(document.active)
    if own is None or own.program is not None or own.point is not None:
        return document
    if own.row.drawn and own.row.error is None:
        return document
    keys = [row.key for row in document.formulas]
    place = keys.index(document.active)
    for key in (*reversed(keys[:place]), *keys[place + 1 :]):
        read = reads[key]
        if read.program is not None:
            shown = (read.planar or read.spatial) and document.formula(key).visible
            return with_active(document, key) if shown else document
    return document


def several_of(document: Document, reads: Mapping[int, Read]) -> Several | None:
    """The active function where it is shown by its several variables; None for curves."""
    read = reads.get(document.active)
    if read is None:
        return None
    chosen = document.several
    if read.mapped:
        return Several(read, "map")
    if read.spatial:
        part = _OF_MANY.get(chosen.space_view)
        return None if part is None else Several(read, part)
    return Several(read, "plane") if read.planar and chosen.view != "cut" else None


def parts_of(several: Several, asked: Asked) -> dict[str, Any]:
    """The fields of the frame that belong to it."""
    made = _PARTS[several.part](several.read, asked)
    return made if isinstance(made, dict) else {several.part: made}


def parts_beside_curves(read: Read | None, asked: Asked) -> dict[str, Any]:
    """What a frame of curves holds besides: of a cut of many variables, where all of them stand."""
    if read is None or not read.spatial:
        return {}
    return {"space": _point_of_many(read, asked)}


def _plane(read: Read, asked: Asked) -> PlaneFrame:
    from core.explore.planes import Wanted, plane_frame

    assert read.program is not None
    document, viewport = asked.document, asked.viewport
    at, rest = point_of(document, read)
    chosen = document.several
    wanted = Wanted(
        viewport.plane, viewport.width, viewport.height, chosen.view, chosen.shade, asked.draft,
        chosen.arrowing, chosen.own_scales and chosen.view == "hessian",
    )  # fmt: skip
    given = (document.active, read.row.name, read.program)
    last = (at, rest, wanted, asked.loaded, read.row.held)

    plane = asked.kept.once(
        ("plane", document.active), (*given, *last),
        lambda: plane_frame(*given, *last, asked.stop, asked.kept),
    )  # fmt: skip
    return _drawn(plane, read.program, rest, asked)


def _drawn(
    plane: PlaneFrame, program: Program, rest: tuple[float, ...], asked: Asked
) -> PlaneFrame:
    """The plane with what is drawn at its point."""
    from core.explore.planes import criticals_of, marked

    if not asked.loaded:
        return plane
    chosen, active = asked.document.several, asked.document.active
    searched = asked.document.landmarks
    drawn = (id(plane), chosen.marks, chosen.direction, asked.draft, searched)
    stance = (program, rest, asked.draft, asked.stop, asked.kept)

    def made() -> PlaneFrame:
        whole = marked(plane, chosen, *stance)
        return criticals_of(whole, program, rest, *stance[2:]) if searched else whole

    return asked.kept.once(("marked", active), drawn, lambda: (plane, made()))[1]


def _space(read: Read, asked: Asked) -> dict[str, Any]:
    """The point with its Hessian, and beside it the plane of two coordinates."""
    assert read.program is not None
    at, rest = place_of(asked.document, read)
    spot = space_of(read.row, read.program, (at, rest), asked.loaded, asked.draft, asked.kept)
    if asked.loaded:
        chosen = asked.document.several
        spot = looked_at(spot, read.program, rest, chosen, asked.draft, asked.kept)
    return {"space": spot, "aside": _plane_of_many(read, asked, aside=True)}


def _slice(read: Read, asked: Asked) -> dict[str, Any]:
    """The plane of two coordinates, and where all of them stand."""
    return {"plane": _plane_of_many(read, asked), "space": _point_of_many(read, asked)}


def _point_of_many(read: Read, asked: Asked) -> Spot:
    assert read.program is not None
    stance = place_of(asked.document, read)
    return space_of(
        read.row, read.program, stance, asked.loaded, asked.draft, asked.kept, bends=False
    )


def _plane_of_many(read: Read, asked: Asked, aside: bool = False) -> PlaneFrame:
    """The plane of the two coordinates chosen; the others stand at the point."""
    from core.explore.planes import Wanted, plane_frame

    document, viewport, chosen = asked.document, asked.viewport, asked.document.several
    pair = pair_of(chosen, read.row.variables)
    known = dict(document.point)
    x, y = (known.get(name, DEFAULT_COORDINATE) for name in pair)
    at = (x, y)
    size = (ASIDE, ASIDE) if aside else (viewport.width, viewport.height)
    view = "surface" if chosen.space_view == "sheet" else "field"
    shade = "value" if aside else chosen.shade
    wanted = Wanted(viewport.plane, *size, view, shade, asked.draft or aside, chosen.arrowing)
    stage, held = ("slice", document.active, aside), read.row.held
    try:
        program, rest = sliced(document, read, pair, asked.kept)
    except RepeatTooLong as reason:
        return _empty_plane(read, pair, at, str(reason))
    given = (document.active, read.row.name, program, at, rest, wanted, asked.loaded, held)
    plane = asked.kept.once(stage, given, lambda: plane_frame(*given, asked.stop, asked.kept))
    return plane if aside else _drawn(plane, program, rest, asked)


def _empty_plane(
    read: Read, pair: tuple[str, str], at: tuple[float, ...], reason: str
) -> PlaneFrame:
    """A plane that cannot be drawn, with the reason."""
    row, none = read.row, np.full((2, 2), np.nan)
    spot = Spot(row.key, row.name, pair, at, None, status=Status.UNDETERMINED, note=reason,
                held=row.held)  # fmt: skip
    shade = Shade("value", row.name or "f", none, -1.0, 1.0, signed=True)
    ends = np.array([-4.0, 4.0])
    return PlaneFrame(row.key, row.name, pair, ends, ends, (shade,), spot, row.held)


def _map(read: Read, asked: Asked) -> MapFrame:
    from core.explore.mapping import Asking, map_of

    assert read.program is not None
    at, rest = place_of(asked.document, read)
    return map_of(Asking(
        read.row, read.program, at, rest, asked.document.several, asked.viewport, asked.loaded,
        asked.draft, asked.stop, asked.kept,
    ))  # fmt: skip


_PARTS: dict[str, Callable[[Read, Asked], Any]] = {
    "plane": _plane, "space": _space, "slice": _slice, "map": _map,
}  # fmt: skip
