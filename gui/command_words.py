"""The words of the command line: name=value pairs, ranges, sizes, curves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

from core.choices import MARK_NAMES, Marks
from core.document import FEWEST_MEMBERS, MOST_MEMBERS, Family
from core.errors import InputError
from core.viewport import Camera

if TYPE_CHECKING:
    from collections.abc import Sequence


def assignments(words: Sequence[str]) -> dict[str, float]:
    """name=value pairs; the value is a number as it is typed in the window (pi/2)."""
    from core.language import canonical_name, number

    pairs: dict[str, float] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            raise InputError(f"{word} is not of the form name=value.", 0, len(word))
        pairs[canonical_name(name.strip())] = number(value)
    return pairs


Coordinates: TypeAlias = "dict[str, float | list[float]]"


def coordinates(text: str) -> Coordinates:
    """x=1,y=2 as a point; x=[1,2,3] is a vector."""
    from core.language import canonical_name, number

    found: Coordinates = {}
    for word in _split(text):
        name, equals, value = word.partition("=")
        value = value.strip()
        if equals and name.strip() and value[:1] + value[-1:] in ("[]", "()"):
            listed = [number(each) for each in value[1:-1].split(",")]
            found[canonical_name(name.strip())] = listed
        else:
            found |= assignments([word])
    return found


def _split(text: str) -> list[str]:
    """The parts between commas that stand in no brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "[(") - (letter in "])")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def spread(point: Coordinates) -> dict[str, float]:
    """A point by numbers alone: x_1, x_2 for the components of x."""
    found: dict[str, float] = {}
    for name, value in point.items():
        if isinstance(value, list):
            found |= {f"{name}_{k}": each for k, each in enumerate(value, 1)}
        else:
            found[name] = value
    return found


def size(text: str) -> tuple[int, int] | None:
    """1200x800 as pixels; None when it is none."""
    parts = text.lower().replace("×", "x").split("x")
    if len(parts) != 2 or not all(part.isdigit() and 16 <= int(part) <= 20_000 for part in parts):
        return None
    return int(parts[0]), int(parts[1])


def orders(text: str) -> tuple[int, ...]:
    """f,f',f'' as orders; the letter is free, the primes count."""
    orders: set[int] = set()
    for word in text.replace("′", "'").replace("″", "''").replace('"', "''").split(","):
        name = word.strip().rstrip("'")
        order = len(word.strip()) - len(name)
        if not name.isalpha() or order > 6:
            raise InputError(f"{word.strip()} names no curve: f, f' and f'' do.", 0, len(text))
        orders.add(order)
    return tuple(sorted(orders))


def marks(text: str) -> Marks:
    """gradient,model: what is drawn in a field, and nothing else."""
    names = [word.strip() for word in text.split(",") if word.strip()]
    for name in names:
        if name not in MARK_NAMES:
            said = f"{name} is no mark of a field: {', '.join(MARK_NAMES)} are."
            raise InputError(said, 0, len(text))
    return Marks(**{name: name in names for name in MARK_NAMES})


def camera(text: str) -> Camera:
    """turn,tilt: from where a surface is seen, in degrees."""
    from core.language import number

    words = text.split(",")
    if len(words) != 2:
        raise InputError("The camera is given as turn,tilt in degrees: -60,30.", 0, len(text))
    turn, tilt = (number(word) for word in words)
    if not -90 <= tilt <= 90:
        raise InputError("The tilt is between -90 (from below) and 90 (from above).", 0, len(text))
    return Camera((turn + 180) % 360 - 180, tilt)


def family(text: str) -> Family:
    """a=-2:2:5 (five even values) or a=1,2,3: the slider and its values."""
    from core.language import canonical_name, number

    name, equals, words = text.partition("=")
    if not equals or not name.strip():
        raise InputError(f"{text} is not of the form a=-2:2:5 or a=1,2,3.", 0, len(text))
    if ":" in words:
        ends, _, count = words.rpartition(":")
        ends, count = (ends, count) if ":" in ends else (words, "5")
        low, high = span(ends)
        wanted = int(count) if count.strip().isdigit() else 0
        last = max(wanted - 1, 1)
        values = [low + (high - low) * place / last for place in range(min(wanted, 100))]
        values = [float(f"{value:.12g}") for value in values]
    else:
        values = [number(word) for word in words.split(",")]
    if not FEWEST_MEMBERS <= len(dict.fromkeys(values)) <= MOST_MEMBERS:
        said = f"A family has {FEWEST_MEMBERS} to {MOST_MEMBERS} curves."
        raise InputError(said, 0, len(text))
    return Family(canonical_name(name.strip()), listed=tuple(values))


def span(text: str) -> tuple[float, float]:
    """low:high, each a number as it is typed in the window."""
    from core.language import number

    low, colon, high = text.partition(":")
    if not colon:
        raise InputError("A range is given as low:high, for example -20:20.", 0, len(text))
    ends = number(low), number(high)
    if not ends[0] < ends[1]:
        raise InputError("A range runs from a smaller to a larger number.", 0, len(text))
    if not math.isfinite(ends[1] - ends[0]):
        raise InputError("This range is wider than numbers reach.", 0, len(text))
    return ends
