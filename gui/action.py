"""One action: something that menus, tool bar and shortcuts can do, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from gui.panels.view_switch import VIEW_KEYS, VIEW_NAMES, VIEW_TIPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from gui.main_window import MainWindow

SEPARATOR = "-"
Entries: TypeAlias = "tuple[str | tuple[str, tuple[str, ...]], ...]"
"""Of a menu: ids of actions, separators, and inner menus with their title."""


def always(window: MainWindow) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the program can do. `checked_when` makes it a switch."""

    id: str
    text: str
    shortcut: str
    icon: str
    tip: str
    run: Callable[[MainWindow], object]
    enabled_when: Callable[[MainWindow], bool] = always
    checked_when: Callable[[MainWindow], bool] | None = None


def seen(window: MainWindow) -> str:
    """The view that is on."""
    return window.view


def view_action(view: str) -> Action:
    """The action that chooses a view."""
    return Action(
        f"view_{view}", VIEW_NAMES[view], VIEW_KEYS[view], "", VIEW_TIPS[view],
        lambda w: w.fields.choose_view(view), lambda w: view in w.tool_bar.switch.offered,
        lambda w: view == seen(w),
    )  # fmt: skip
