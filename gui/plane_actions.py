"""The actions of functions of two variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.choices import ARROW_STYLES, PLANE_VIEWS, SHADES
from gui.action import SEPARATOR, Action, Entries, seen, view_action
from gui.panels.arrow_card import STYLE_NAMES
from gui.panels.plane_tools import CRITICAL_MARK, PLANE_MARKS, SURFACE_MARK
from gui.panels.view_switch import SHADE_NAMES
from gui.views import SURFACE_VIEWS

if TYPE_CHECKING:
    from gui.main_window import MainWindow
    from gui.panels.plane_tools import PlaneMark


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
    return seen(window) in ("arrows", "flow")


def _mark_action(mark: PlaneMark) -> Action:
    return Action(
        f"mark_{mark.name}", mark.title, mark.shortcut, "", mark.tip,
        lambda w: w.fields.turn_mark(mark.name), lambda w: _is_drawn(w, mark.name),
        lambda w: _is_drawn(w, mark.name) and getattr(w.store.document.several.marks, mark.name),
    )  # fmt: skip


def _criticals_are_seen(window: MainWindow) -> bool:
    return seen(window) in ("field", "hessian", "arrows", "surface")


def _style_action(style: str) -> Action:
    return Action(
        style, STYLE_NAMES[style], "", "", f"Draw the vectors of a field as {style}.",
        lambda w: w.fields.choose_arrow_style(style), _arrows_are_seen,
        lambda w: _arrows_are_seen(w) and w.store.document.several.arrowing.style == style,
    )  # fmt: skip


def _is_drawn(window: MainWindow, mark: str) -> bool:
    """Whether the view that is on draws a mark."""
    if seen(window) in SURFACE_VIEWS:
        return mark in ("gradient", "contours", SURFACE_MARK.name)
    return seen(window) in ("field", "hessian", "arrows", "plane") and mark != SURFACE_MARK.name


PLANE_ACTIONS: tuple[Action, ...] = (
    *(view_action(view) for view in PLANE_VIEWS),
    *(_mark_action(mark) for mark in PLANE_MARKS),
    *(_shade_action(shade) for shade in SHADES),
    Action("own_scales", "A scale for each second derivative", "", "",
           "Let each field of the Hessian use all colours, instead of one scale for the four.",
           lambda w: w.fields.turn_own_scales(), lambda w: seen(w) == "hessian",
           lambda w: w.store.document.several.own_scales and seen(w) == "hessian"),
    *(_style_action(style) for style in ARROW_STYLES),
    Action("log_arrows", "Arrows on a log scale", "", "",
           "Let small gradients have readable arrows too: lengths follow the logarithm.",
           lambda w: w.fields.turn_log_arrows(), _arrows_are_seen,
           lambda w: w.store.document.several.arrowing.log and _arrows_are_seen(w)),
    _mark_action(SURFACE_MARK),
    Action("critical", CRITICAL_MARK.title, "", "", CRITICAL_MARK.tip,
           lambda w: w.intents.turn_landmarks(), lambda w: _criticals_are_seen(w),
           lambda w: _criticals_are_seen(w) and w.store.document.landmarks),
)  # fmt: skip

PLANE_MENU: Entries = (
    *(f"view_{view}" for view in PLANE_VIEWS), SEPARATOR,
    ("Colours", (*(f"shade_{shade}" for shade in SHADES),)), SEPARATOR,
    *(f"mark_{mark.name}" for mark in PLANE_MARKS), "critical", SEPARATOR,
    "own_scales", SEPARATOR, *ARROW_STYLES, "log_arrows", SEPARATOR, f"mark_{SURFACE_MARK.name}",
)  # fmt: skip
