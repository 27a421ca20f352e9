"""Lessons: the examples that come with the program, session files with two sentences each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "resources" / "examples"
LIST = "lessons.json"


@dataclass(frozen=True, slots=True)
class Lesson:
    """One example: its session file, the group it stands in, and what is told of it.

    `latex` is the formula as it is typeset, `about` are two sentences.
    """

    path: Path
    group: str
    title: str
    latex: str
    about: str


def lessons(folder: Path = FOLDER) -> tuple[Lesson, ...]:
    """All examples in their order. OSError when the list cannot be read."""
    words = json.loads((folder / LIST).read_text(encoding="utf-8"))
    return tuple(
        Lesson(folder / each["file"], each["group"], each["title"], each["latex"], each["about"])
        for each in words
    )
