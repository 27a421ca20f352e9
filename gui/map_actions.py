"""The actions of maps: functions with several components."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.choices import MAP_SHADES, MAP_VIEWS
from core.map_frame import FIELD_VIEWS, FLOW_SHADES, SHADE_WORDS, field_shade
from gui.action import SEPARATOR, Action, Entries, seen, view_action

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def _shade_action(shade: str) -> Action:
    name = SHADE_WORDS[shade].format(name="F")
    return Action(
        f"map_shade_{shade}", name, "", "", f"Let the colours of the field say: {name}.",
        lambda w: w.fields.maps.choose_shade(shade), lambda w: _is_offered(w, shade),
        lambda w: _is_offered(w, shade) and _chosen(w) == shade,
    )  # fmt: skip


def _is_offered(window: MainWindow, shade: str) -> bool:
    """Whether the field that is seen can say this; a flow lies on what belongs to a flow."""
    view = seen(window)
    return view == "det" or (view == "flow" and shade in FLOW_SHADES)


def _chosen(window: MainWindow) -> str:
    return field_shade(seen(window), window.store.document.several.map_shade)


def _field_is_seen(window: MainWindow) -> bool:
    return seen(window) in FIELD_VIEWS


MAP_ACTIONS: tuple[Action, ...] = (
    *(view_action(view) for view in MAP_VIEWS),
    *(_shade_action(shade) for shade in MAP_SHADES),
    Action("map_lines", "Contours or nullclines", "", "",
           "Draw contours over the field, over a flow the lines where one component is zero.",
           lambda w: w.fields.maps.turn_contours(), _field_is_seen,
           lambda w: _field_is_seen(w) and w.store.document.several.marks.contours),
    Action("fit_image", "Fit the image", "", "",
           "Choose the ranges of the values anew, so that all of them are seen.",
           lambda w: w.fields.maps.fit_image(),
           lambda w: w.store.viewport.image is not None and seen(w) in ("grid", "path")),
)  # fmt: skip

MAP_MENU: Entries = (
    *(f"view_{view}" for view in MAP_VIEWS), SEPARATOR,
    ("Colours", (*(f"map_shade_{shade}" for shade in MAP_SHADES),)), SEPARATOR,
    "map_lines", "fit_image",
)  # fmt: skip
