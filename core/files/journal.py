"""The journal of one running program: its document as it is, for the case that it ends badly.

A line of JSON says whose it is, the rest is a session as `core.files.session` writes it. It is
replaced as a whole: a kill at any moment leaves the one before or the one after, never half.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import InputError
from core.files import session

if TYPE_CHECKING:
    from core.document import Document, Viewport

PREFIX = "journal-"
SUFFIX = ".nabla"
KIND = "nablascope journal"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a journal kept: document and viewport, the file they belong to (None for none), and
    when it was written, in seconds since 1970.
    """

    place: Path
    document: Document
    viewport: Viewport
    file: Path | None
    written: float


def write(place: Path, document: Document, viewport: Viewport, file: Path | None) -> None:
    """Put the journal at `place` whole or not at all. OSError when it cannot be written."""
    place.parent.mkdir(parents=True, exist_ok=True)
    head = json.dumps({"kind": KIND, "file": str(file) if file is not None else None})
    text = f"{head}\n{session.dumps(document, viewport)}"
    session.write_whole(place, text.encode("utf-8", "backslashreplace"))


def read(place: Path) -> Entry:
    """The journal at `place`. InputError when it is none, OSError when it cannot be opened."""
    if place.stat().st_size > session.LARGEST_FILE:
        raise InputError("This file is too large for a journal.")
    try:
        head, _, body = place.read_text(encoding="utf-8").partition("\n")
        words = json.loads(head)
    except (ValueError, RecursionError):
        raise InputError("This file is not a journal of Nablascope.") from None
    if not isinstance(words, dict) or words.get("kind") != KIND:
        raise InputError("This file is not a journal of Nablascope.")
    document, viewport = session.loads(body)
    file = words.get("file")
    file = Path(file) if isinstance(file, str) and "\0" not in file else None
    return Entry(place, document, viewport, file, place.stat().st_mtime)


def kept(folder: Path) -> list[Path]:
    """The journals in a folder, the newest first; also those of programs that still run."""
    try:
        found = [(each.stat().st_mtime, each) for each in folder.glob(f"{PREFIX}*{SUFFIX}")]
    except OSError:
        return []
    return [each for _, each in sorted(found, reverse=True)]
