"""The formats that are text: what each writes of a frame, under its ending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.files.tables import csv_text, json_text, latex_text
from core.files.tikz import tikz_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.frame import Frame
    from gui.theme import Theme


@dataclass(frozen=True, slots=True)
class TextFormat:
    """A format by its name on the button, the ending of its files, and its text of a frame."""

    name: str
    suffix: str
    text: Callable[[Frame, Theme], str]

    def bytes(self, frame: Frame, theme: Theme) -> bytes:
        """The file; half a character, which no file can hold, becomes a question mark."""
        return self.text(frame, theme).encode(errors="replace")


def _tikz(frame: Frame, theme: Theme) -> str:
    return tikz_text(frame, theme.curves)


def _csv(frame: Frame, theme: Theme) -> str:
    del theme
    return csv_text(frame)


def _json(frame: Frame, theme: Theme) -> str:
    del theme
    return json_text(frame)


def _latex(frame: Frame, theme: Theme) -> str:
    del theme
    return latex_text(frame)


TEXTS: Mapping[str, TextFormat] = {
    "tikz": TextFormat("TikZ", "tex", _tikz),
    "csv": TextFormat("CSV", "csv", _csv),
    "json": TextFormat("JSON", "json", _json),
    "latex": TextFormat("LaTeX", "tex", _latex),
}
