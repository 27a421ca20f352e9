"""Views: which of them suit what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.choices import PLANE_VIEWS, SPACE_VIEWS
from core.document import VIEWS
from core.map_frame import map_views

if TYPE_CHECKING:
    from core.document import Document
    from core.frame import Frame, Row

SURFACE_VIEWS = ("surface", "sheet")


def is_planar(document: Document, frame: Frame | None) -> bool:
    """Whether the active formula is a function of two variables."""
    row = shown_row(document, frame)
    return row is not None and len(row.variables) == 2 and not row.components


def fitting_views(document: Document, frame: Frame | None) -> tuple[str, ...]:
    """The views that show what is typed."""
    row = shown_row(document, frame)
    if row is not None and row.components:
        return map_views(len(row.variables), row.components)
    if row is not None and row.spatial:
        return SPACE_VIEWS
    return PLANE_VIEWS if is_planar(document, frame) else VIEWS


def view_of(document: Document, frame: Frame | None) -> str:
    """The view that is on."""
    fitting, several = fitting_views(document, frame), document.several
    for chosen in (document.view, several.view, several.space_view, several.map_view):
        if chosen in fitting:
            return chosen
    return fitting[0]


def shown_row(document: Document, frame: Frame | None) -> Row | None:
    """The row whose views are offered: the active one, or the one that a frame shows instead."""
    if frame is None:
        return None
    own = frame.row(document.active)
    if own is not None and own.variables:
        return own
    seen = frame.plane or frame.space
    return frame.row(seen.key) if seen is not None else own
