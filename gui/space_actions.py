"""The actions of functions of three or more variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.choices import MATRIX_ORDERS, SPACE_VIEWS
from core.explore.scramble import AROUND, EVEN
from gui.action import SEPARATOR, Action, Entries, seen, view_action

if TYPE_CHECKING:
    from gui.main_window import MainWindow

_ORDERS = {
    "typed": ("Order as typed", "Show the rows of the Hessian in the order of the variables."),
    "coupling": ("Order by coupling",
                 "Show the rows of variables that bend f together side by side."),
}  # fmt: skip


def _are_many(window: MainWindow) -> bool:
    return seen(window) in SPACE_VIEWS and bool(window.many.variables)


def _matrix_is_seen(window: MainWindow) -> bool:
    return seen(window) == "matrix"


def _has_entry(window: MainWindow) -> bool:
    return _matrix_is_seen(window) and window.store.document.several.pair is not None


def _pair_is_seen(window: MainWindow) -> bool:
    return seen(window) in ("matrix", "plane", "sheet")


def _order_action(order: str) -> Action:
    name, tip = _ORDERS[order]
    return Action(
        f"order_{order}", name, "", "", tip, lambda w: w.many.choose_order(order),
        _matrix_is_seen,
        lambda w: _matrix_is_seen(w) and w.store.document.several.order == order,
    )  # fmt: skip


def _step(window: MainWindow, steps: int) -> None:
    """The coordinates that are seen, one further."""
    if seen(window) == "line":
        window.many.step_cut(steps)
    else:
        window.many.step_pair(steps)


SPACE_ACTIONS: tuple[Action, ...] = (
    *(view_action(view) for view in SPACE_VIEWS),
    *(_order_action(order) for order in MATRIX_ORDERS),
    Action("open_entry", "Open the entry", "", "",
           "Show the field of the chosen second derivative over its two variables.",
           lambda w: w.many.open_chosen(), _has_entry),
    Action("next_coordinates", "Next coordinates", "Ctrl+Alt+Right", "",
           "Show the plane or the cut of the next coordinates.",
           lambda w: _step(w, 1), _are_many),
    Action("last_coordinates", "Coordinates before", "Ctrl+Alt+Left", "",
           "Show the plane or the cut of the coordinates before.",
           lambda w: _step(w, -1), _are_many),
    Action("swap_coordinates", "Swap across and up", "", "",
           "Let the two coordinates of the plane change places.",
           lambda w: w.many.swap_pair(), lambda w: _are_many(w) and _pair_is_seen(w)),
    Action("scramble", "Scramble the point", "Ctrl+Alt+R", "",
           "Put every coordinate somewhere from −2 to 2.",
           lambda w: w.many.scramble(EVEN), _are_many),
    Action("scramble_around", "Scramble around the point", "Ctrl+Alt+Shift+R", "",
           "Move every coordinate a little.", lambda w: w.many.scramble(AROUND), _are_many),
    Action("all_zero", "All coordinates 0", "", "", "Put the point at the origin.",
           lambda w: w.many.fill(0.0), _are_many),
    Action("all_one", "All coordinates 1", "", "", "Put every coordinate at 1.",
           lambda w: w.many.fill(1.0), _are_many),
)  # fmt: skip

SPACE_MENU: Entries = (
    *(f"view_{view}" for view in SPACE_VIEWS), SEPARATOR,
    *(f"order_{order}" for order in MATRIX_ORDERS), "open_entry", SEPARATOR,
    "next_coordinates", "last_coordinates", "swap_coordinates", SEPARATOR,
    "scramble", "scramble_around", "all_zero", "all_one",
)  # fmt: skip
