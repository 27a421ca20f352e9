"""The actions that leave as code: scripts in four languages, and the table of the derivation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.code.words import FORMS, LANGUAGES, TITLES
from gui.action import Action, Entries, always

if TYPE_CHECKING:
    from core.code.words import Language
    from gui.main_window import MainWindow

_KEYS = {"torch": "Ctrl+Alt+P"}


def _has_formula(window: MainWindow) -> bool:
    return window.frame is not None and window.intents.active is not None


def _copy_as(language: Language) -> Action:
    title = TITLES[language]
    return Action(
        f"copy_{language}", title, _KEYS.get(language, ""), "",
        f"Copy a {title} script that computes what is on the screen.",
        lambda w: w.bench.code.follower.copy(language), _has_formula,
    )  # fmt: skip


def _derivation_as(form: str) -> Action:
    return Action(
        f"derivation_{form}", FORMS[form], "", "",
        f"Copy the derivatives with formulas, values and digits as a table in {FORMS[form]}.",
        lambda w: w.bench.code.follower.copy_derivation(form), _has_formula,
    )  # fmt: skip


CODE_ACTIONS: tuple[Action, ...] = (
    *(_copy_as(language) for language in LANGUAGES),
    *(_derivation_as(form) for form in FORMS),
    Action("code", "Code of this", "Ctrl+4", "",
           "Show the script that computes what is on the screen, or fold the drawer.",
           lambda w: w.bench.toggle("code"), always,
           lambda w: w.bench.drawer.open_tab == "code"),
)  # fmt: skip
COPY_MENU: Entries = (
    ("Copy as", tuple(f"copy_{language}" for language in LANGUAGES)),
    ("Copy derivation", tuple(f"derivation_{form}" for form in FORMS)),
)
