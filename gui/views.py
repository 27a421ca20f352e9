"""Views: which of them suit what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.document import PLANE_VIEWS, VIEWS

if TYPE_CHECKING:
    from core.document import Document
    from core.frame import Frame


def is_planar(document: Document, frame: Frame | None) -> bool:
    """Whether the active formula is a function of two variables."""
    row = frame.row(document.active) if frame is not None else None
    return row is not None and len(row.variables) == 2


def fitting_views(document: Document, frame: Frame | None) -> tuple[str, ...]:
    """The views that show what is typed."""
    return PLANE_VIEWS if is_planar(document, frame) else VIEWS


def view_of(document: Document, frame: Frame | None) -> str:
    """The view that is on."""
    return document.plane_view if is_planar(document, frame) else document.view
