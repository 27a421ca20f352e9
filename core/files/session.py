"""Session files (.nabla): readable, versioned JSON; formulas as the text that was typed.

Loading reads words and numbers only: nothing in a file is ever run.
"""

from __future__ import annotations

import json
import math
import os
import tempfile
from dataclasses import asdict, astuple, replace
from pathlib import Path
from typing import Any

from core.document import (
    CURVE_COLORS,
    HIGHEST_ORDER,
    HIGHEST_TAYLOR,
    MOST_MEMBERS,
    PLAY_MODES,
    VIEWS,
    Bookmark,
    Camera,
    Document,
    Family,
    Formula,
    Parameter,
    Pin,
    Plane,
    Viewport,
    with_sound_axes,
)  # fmt: skip
from core.document import with_family as with_members
from core.document import with_formula as with_row
from core.errors import InputError
from core.files import several
from core.files.checked import (
    flag,
    listed,
    maybe,
    number,
    one_of,
    positive,
    whole_number,
    word,
)  # fmt: skip

VERSION = 1
KIND = "nablascope session"
DAMAGED = "This session is damaged: a part of it cannot be read."
LARGEST_FILE = 10_000_000
MOST_ROWS = 1_000
LONGEST_TEXT = 25_000  # characters of a formula: more than an editor takes
MIGRATIONS: tuple[Any, ...] = ()


def dumps(document: Document, viewport: Viewport) -> str:
    """The session as JSON text, the same text for the same session."""
    content = {
        "kind": KIND,
        "version": VERSION,
        "formulas": [_formula_words(row) for row in document.formulas],
        "active": document.active,
        "sliders": [asdict(slider) for slider in document.parameters],
        "point": dict(document.point),
        "pins": [asdict(pin) for pin in document.pins],
        "bookmarks": [{"name": each.name, "values": dict(each.values)}
                      for each in document.bookmarks],
        "view mode": document.view,
        "several": several.words(document.several),
        "landmarks": document.landmarks,
        "samples": document.samples,
        "family": asdict(document.family) if document.family is not None else None,
        "view": {
            "x": [viewport.x_min, viewport.x_max],
            "y": None if viewport.fits_height else [viewport.y_min, viewport.y_max],
            "log": [axis for axis in "xy" if getattr(viewport, f"{axis}_log")],
            "plane": list(astuple(viewport.plane)),
            "camera": list(astuple(viewport.camera)),
            "image": list(astuple(viewport.image)) if viewport.image is not None else None,
        },
    }
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    if any("\ud800" <= each <= "\udfff" for each in text):  # half a character, which no file takes
        text = json.dumps(content, indent=2, allow_nan=False)
    return text + "\n"


def loads(text: str) -> tuple[Document, Viewport]:
    """Document and viewport of a session text; InputError with one sentence otherwise."""
    if len(text) > LARGEST_FILE:
        raise InputError("This file is too large for a session.")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError("This file is not a Nablascope session.") from None
    if not isinstance(content, dict) or content.get("kind") != KIND:
        raise InputError("This file is not a Nablascope session.")
    return _read_content(_migrated(content))


def read(path: str | Path) -> tuple[Document, Viewport]:
    """Read a session file. InputError when it is none, OSError when it cannot be opened."""
    if Path(path).stat().st_size > LARGEST_FILE:
        raise InputError("This file is too large for a session.")
    try:
        return loads(Path(path).read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise InputError("This file is not a Nablascope session.") from None


def write(path: str | Path, document: Document, viewport: Viewport) -> None:
    """Write a session file whole or not at all: beside it first, then in its place."""
    write_whole(path, dumps(document, viewport).encode())


def write_whole(path: str | Path, content: bytes) -> None:
    """Replace a file by new content atomically, never leaving a torn one. OSError when refused."""
    target = Path(path).resolve()
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _formula_words(row: Formula) -> dict[str, Any]:
    return {
        "key": row.key,
        "text": row.text,
        "visible": row.visible,
        "shown": list(row.shown),
        "colors": {str(order): place for order, place in row.colors},
        "tangent": row.tangent,
        "normal": row.normal,
        "circle": row.circle,
        "newton": row.newton,
        "taylor": row.taylor,
        "secant": row.secant,
    }


def _migrated(content: dict[str, Any]) -> dict[str, Any]:
    version = content.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise InputError("This session names no version.")
    if version > VERSION:
        raise InputError("This session was written by a newer Nablascope.")
    try:
        for step in MIGRATIONS[version - 1 :]:
            content = step(content)
    except (TypeError, ValueError, LookupError, AttributeError):
        raise InputError(DAMAGED) from None
    return content


def _read_content(content: dict[str, Any]) -> tuple[Document, Viewport]:
    formulas = content.get("formulas")
    if isinstance(formulas, list) and len(formulas) > MOST_ROWS:
        raise InputError(
            f"This session has {len(formulas):,} formulas; up to {MOST_ROWS:,} are read."
        )
    try:
        rows = tuple(_formula(each) for each in listed(content.get("formulas", []), MOST_ROWS))
        sliders = tuple(_slider(each) for each in listed(content.get("sliders", []), MOST_ROWS))
        point = {word(k): number(v) for k, v in dict(content.get("point", {})).items()}
        viewport = _viewport(content.get("view", {}))
        keys = {row.key for row in rows}
        pins = tuple(_pin(each, keys) for each in listed(content.get("pins", []), MOST_ROWS))
        marks = tuple(_bookmark(each) for each in listed(content.get("bookmarks", []), MOST_ROWS))
        view = one_of(content.get("view mode"), VIEWS)
        landmarks = flag(content.get("landmarks", True))
        samples = flag(content.get("samples", False))
        family = maybe(content.get("family"), _family)
        active = whole_number(content.get("active", 0))
        chosen = several.read(content.get("several", content.get("plane", {})))
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError):
        raise InputError(DAMAGED) from None
    if len({row.key for row in rows}) != len(rows):
        raise InputError("This session is damaged: two formulas share one place.")
    places = tuple(sorted(point.items()))
    document = Document(
        rows, active, sliders, places, pins, marks, view, landmarks, family, samples,
        chosen,
    )  # fmt: skip
    return _whole(document), viewport


def _whole(document: Document) -> Document:
    """The document with an active row that exists and a colour for each shown curve."""
    keys = [row.key for row in document.formulas]
    active = document.active if document.active in keys else (keys[0] if keys else 0)
    document = replace(document, active=active)
    for key in keys:
        document = with_row(document, key)
    return document


def _formula(words: Any) -> Formula:
    shown = tuple(sorted({_order(each) for each in listed(words.get("shown", [0]), 50)}))
    colors = {_order(int(order)): _place(place) for order, place in words["colors"].items()}
    return Formula(
        key=whole_number(words["key"]),
        text=_text(words["text"]),
        visible=flag(words.get("visible", True)),
        shown=shown,
        colors=tuple(sorted(colors.items())),
        tangent=flag(words.get("tangent", False)),
        normal=flag(words.get("normal", False)),
        circle=flag(words.get("circle", False)),
        newton=flag(words.get("newton", False)),
        taylor=maybe(words.get("taylor"), _taylor),
        secant=maybe(words.get("secant"), number),
    )


def _text(value: Any) -> str:
    if len(word(value)) > LONGEST_TEXT:
        raise ValueError("text")
    return value


def _slider(words: Any) -> Parameter:
    name, value = word(words["name"]), number(words["value"])
    low, high = number(words["minimum"]), number(words["maximum"])
    if not low < high:
        raise ValueError(name)
    step = maybe(words.get("step"), positive)
    log = flag(words.get("log", False)) and low > 0
    speed, play = positive(words.get("speed", 1.0)), one_of(words.get("play"), PLAY_MODES)
    return Parameter(name, min(max(value, low), high), low, high, step, log, speed, play)


def _pin(words: Any, keys: set[int]) -> Pin:
    pin = Pin(
        whole_number(words["number"]), whole_number(words["key"]), number(words["x"]),
        word(words.get("name", "")), flag(words.get("visible", True)),
    )  # fmt: skip
    if pin.key not in keys:
        raise ValueError(pin.key)
    return pin


def _bookmark(words: Any) -> Bookmark:
    values = {word(name): number(value) for name, value in dict(words["values"]).items()}
    return Bookmark(word(words["name"]), tuple(sorted(values.items())))


def _family(words: Any) -> Family:
    values = tuple(number(each) for each in listed(words.get("listed", []), MOST_MEMBERS))
    family = Family(word(words["name"]), whole_number(words.get("count", 5)), values)
    with_members(Document(), family)
    return family


def _viewport(words: Any) -> Viewport:
    x_min, x_max = (number(each) for each in words.get("x", (-5.0, 5.0)))
    if not x_min < x_max or not math.isfinite(x_max - x_min):
        raise ValueError("x")
    log = [word(each) for each in listed(words.get("log", []), 2)]
    plane = _plane(words.get("plane", astuple(Plane())))
    camera = _camera(words.get("camera", astuple(Camera())))
    image = maybe(words.get("image"), _plane)
    view = Viewport(
        x_min, x_max, x_log="x" in log, y_log="y" in log, plane=plane, camera=camera, image=image
    )
    if words.get("y") is None:
        return with_sound_axes(view)
    y_min, y_max = (number(each) for each in words["y"])
    if not y_min < y_max or not math.isfinite(y_max - y_min):
        raise ValueError("y")
    return with_sound_axes(replace(view, y_min=y_min, y_max=y_max))


def _plane(words: Any) -> Plane:
    plane = Plane(*(number(each) for each in listed(list(words), 4)))
    for low, high in ((plane.x_min, plane.x_max), (plane.y_min, plane.y_max)):
        if not low < high or not math.isfinite(high - low):
            raise ValueError("plane")
    return plane


def _camera(words: Any) -> Camera:
    turn, tilt, zoom = (number(each) for each in listed(list(words), 3))
    turn = (turn + 180.0) % 360.0 - 180.0
    return Camera(turn, min(max(tilt, -90.0), 90.0), min(max(zoom, 0.2), 8.0))


def _order(value: Any) -> int:
    if not 0 <= whole_number(value) <= HIGHEST_ORDER:
        raise ValueError
    return value


def _place(value: Any) -> int:
    if not 0 <= whole_number(value) < CURVE_COLORS:
        raise ValueError
    return value


def _taylor(value: Any) -> int:
    if not 0 <= whole_number(value) <= HIGHEST_TAYLOR:
        raise ValueError
    return value
