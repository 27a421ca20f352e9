"""Tab order: Qt's own within each part of the window, the parts in the order they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


def stops(window: QWidget, parts: Sequence[QWidget]) -> list[QWidget]:
    """Every widget of a window that Tab goes to, in order; what is in no part comes last."""
    chain: list[QWidget] = []
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        if _takes_tab(widget, window):
            chain.append(widget)
        widget = widget.nextInFocusChain()

    def part_of(stop: QWidget) -> int:
        inside = (place for place, part in enumerate(parts) if part.isAncestorOf(stop))
        return next(inside, len(parts))

    return sorted(chain, key=part_of)


def after(stop: QWidget | None, order: Sequence[QWidget], forward: bool) -> QWidget | None:
    """The stop that follows one, or goes before it; the ends meet."""
    if not order:
        return None
    place = next((k for k, each in enumerate(order) if each is stop), None)
    if place is None:
        return order[0 if forward else -1]
    return order[(place + (1 if forward else -1)) % len(order)]


def _takes_tab(widget: QWidget, window: QWidget) -> bool:
    takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    proxied = widget.focusProxy() is not None
    return bool(takes) and not proxied and widget.isEnabled() and widget.isVisibleTo(window)
