"""Views: which of them suit what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.choices import MAP_VIEWS, PLANE_VIEWS, SPACE_VIEWS
from core.document import VIEWS

if TYPE_CHECKING:
    from core.document import Document
    from core.frame import Frame, Row

VECTOR_VIEWS = ("matrix",)
SURFACE_VIEWS = ("surface", "sheet")
_OFFERED = {"plane", "sheet", *MAP_VIEWS}  # not yet: see gui.stage


def is_planar(document: Document, frame: Frame | None) -> bool:
    """Whether the active formula is a function of two variables."""
    row = _row(document, frame)
    return row is not None and len(row.variables) == 2


def fitting_views(document: Document, frame: Frame | None) -> tuple[str, ...]:
    """The views that show what is typed."""
    row = _row(document, frame)
    if row is not None and row.spatial:
        views = VECTOR_VIEWS if row.vector else SPACE_VIEWS
    else:
        views = PLANE_VIEWS if is_planar(document, frame) else VIEWS
    return tuple(view for view in views if view not in _OFFERED)


def view_of(document: Document, frame: Frame | None) -> str:
    """The view that is on."""
    fitting, several = fitting_views(document, frame), document.several
    for chosen in (document.view, several.view, several.space_view, several.map_view):
        if chosen in fitting:
            return chosen
    return fitting[0]


def _row(document: Document, frame: Frame | None) -> Row | None:
    return frame.row(document.active) if frame is not None else None
