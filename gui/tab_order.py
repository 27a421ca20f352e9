"""Tab order: the parts of the window as they are read, within each its own order or the lines.

Qt's own chain is not walked: PySide takes each widget of `nextInFocusChain` for a child of the
one before it, and lets it go when that one is deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE = 10  # pixels within which the middles of controls stand in one line


def stops(window: QWidget, parts: Sequence[QWidget]) -> list[QWidget]:
    """Every widget of a window that Tab goes to, in order; what is in no part comes last.

    A part that knows better than its lines has a method `tab_stops`.
    """
    found = [each for each in window.findChildren(QWidget) if _takes_tab(each, window)]
    order: list[QWidget] = []
    for part in parts:
        inside = [each for each in found if part.isAncestorOf(each)]
        found = [each for each in found if each not in inside]
        own = getattr(part, "tab_stops", None)
        listed = [each for each in own() if each in inside] if own is not None else []
        rest = [each for each in inside if each not in listed]
        order += [*listed, *_as_read(rest, window)]
    return [*order, *_as_read(found, window)]


def after(stop: QWidget | None, order: Sequence[QWidget], forward: bool) -> QWidget | None:
    """The stop that follows one, or goes before it; the ends meet."""
    if not order:
        return None
    place = next((k for k, each in enumerate(order) if each is stop), None)
    if place is None:
        return order[0 if forward else -1]
    return order[(place + (1 if forward else -1)) % len(order)]


def _as_read(widgets: Sequence[QWidget], window: QWidget) -> list[QWidget]:
    """Line by line from the top, each from the left."""
    middles = [(each.mapTo(window, each.rect().center()), each) for each in widgets]
    lines: list[list[tuple[QPoint, QWidget]]] = []
    for spot, each in sorted(middles, key=lambda pair: (pair[0].y(), pair[0].x())):
        if lines and spot.y() - lines[-1][0][0].y() < _LINE:
            lines[-1].append((spot, each))
        else:
            lines.append([(spot, each)])
    return [each for line in lines for _, each in sorted(line, key=lambda pair: pair[0].x())]


def _takes_tab(widget: QWidget, window: QWidget) -> bool:
    takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    return bool(takes) and (
        widget.window() is window and widget.isEnabled() and widget.isVisibleTo(window)
    )
