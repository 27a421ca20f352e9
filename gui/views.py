"""Views: which of them suit what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.document import PLANE_VIEWS, VIEWS

if TYPE_CHECKING:
    from core.document import Document
    from core.frame import Frame, Row

MATRIX_VIEWS = ("hessian", "cut")
VECTOR_VIEWS = ("hessian",)


def is_planar(document: Document, frame: Frame | None) -> bool:
    """Whether the active formula is a function of two variables."""
    row = _row(document, frame)
    return row is not None and len(row.variables) == 2


def is_spatial(document: Document, frame: Frame | None) -> bool:
    """Whether it is a function of three or more variables, or of a vector."""
    row = _row(document, frame)
    return row is not None and row.spatial


def fitting_views(document: Document, frame: Frame | None) -> tuple[str, ...]:
    """The views that show what is typed."""
    row = _row(document, frame)
    if row is not None and row.spatial:
        return VECTOR_VIEWS if row.vector else MATRIX_VIEWS
    return PLANE_VIEWS if is_planar(document, frame) else VIEWS


def view_of(document: Document, frame: Frame | None) -> str:
    """The view that is on."""
    fitting = fitting_views(document, frame)
    chosen = document.view if fitting is VIEWS else document.plane_view
    return chosen if chosen in fitting else fitting[0]


def _row(document: Document, frame: Frame | None) -> Row | None:
    return frame.row(document.active) if frame is not None else None
