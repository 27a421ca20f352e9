"""The actions of functions of two variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.choices import PLANE_VIEWS, SHADES
from gui.action import SEPARATOR, Action, Entries, seen, view_action
from gui.panels.view_switch import SHADE_NAMES

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def _shade_action(shade: str) -> Action:
    name = SHADE_NAMES[shade]
    return Action(
        f"shade_{shade}", name, "", "", f"Let the colours of the field say: {name}.",
        lambda w: w.fields.choose_shade(shade), lambda w: _field_is_seen(w),
        lambda w: _field_is_seen(w) and w.store.document.several.shade == shade,
    )  # fmt: skip


def _field_is_seen(window: MainWindow) -> bool:
    return seen(window) in ("field", "surface", "arrows", "plane", "sheet")


def _arrows_are_seen(window: MainWindow) -> bool:
    return seen(window) == "arrows"


PLANE_ACTIONS: tuple[Action, ...] = (
    *(view_action(view) for view in PLANE_VIEWS),
    *(_shade_action(shade) for shade in SHADES),
    Action("log_arrows", "Arrows on a log scale", "", "",
           "Let small gradients have readable arrows too: lengths follow the logarithm.",
           lambda w: w.fields.turn_log_arrows(), _arrows_are_seen,
           lambda w: w.store.document.several.arrowing.log and _arrows_are_seen(w)),
)  # fmt: skip

PLANE_MENU: Entries = (
    *(f"view_{view}" for view in PLANE_VIEWS), SEPARATOR, "log_arrows", SEPARATOR,
    *(f"shade_{shade}" for shade in SHADES),
)  # fmt: skip
