"""The actions of maps: functions with several components."""

from __future__ import annotations

from core.choices import MAP_VIEWS
from gui.action import Action, Entries, view_action

MAP_ACTIONS: tuple[Action, ...] = (*(view_action(view) for view in MAP_VIEWS),)

MAP_MENU: Entries = (*(f"view_{view}" for view in MAP_VIEWS),)
