"""The actions of functions of three or more variables."""

from __future__ import annotations

from core.choices import SPACE_VIEWS
from gui.action import Action, Entries, view_action

SPACE_ACTIONS: tuple[Action, ...] = (*(view_action(view) for view in SPACE_VIEWS),)

SPACE_MENU: Entries = (*(f"view_{view}" for view in SPACE_VIEWS),)
