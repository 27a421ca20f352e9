"""What a small chart shows: lines, marks and axes by factors of ten, and the words at them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from gui.panels.numbers import number_text
from gui.panels.ways_words import memory_text, time_text

NUMBER, SECONDS, BYTES, COUNT = "number", "seconds", "bytes", "count"
SOLID, DASHED, DOTTED = "solid", "dashed", "dotted"
_PLAIN = 5  # from 10^this on a number is told as a power
_STEPS = (1, 2, 3, 4, 5, 10, 20, 50, 100)
_ROOMY = 3.4  # times what a tick needs: the widest gap, from 2 to 5, is 0.4 of a power
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of points, both positive; None where there is none. `color` is a place of the palette
    of curves, −1 the muted ink. `best` is a point to mark. A `level` has two points, and one value
    at every place.
    """

    name: str
    xs: tuple[float, ...]
    ys: tuple[float | None, ...]
    color: int
    dash: str = SOLID
    width: float = 2.0
    best: tuple[float, float] | None = None
    level: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the x axis with its word above, with `y` a point too; without a word the point
    alone.
    """

    x: float
    word: str
    y: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over one x axis, both axes by factors.

    `floor` is where zeros are drawn, `ceiling` the largest value that is worth its room.
    """

    name: str
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    x_name: str = ""
    y_name: str = ""
    x_unit: str = NUMBER
    y_unit: str = NUMBER
    floor: float | None = None
    ceiling: float = math.inf

    def xs(self) -> tuple[float, ...]:
        """All places that some line has a point at, in order."""
        return tuple(sorted({x for line in self.lines if not line.level for x in line.xs}))

    def drawn(self, y: float | None) -> float | None:
        """Where a value is drawn: at the floor what lies below it."""
        if y is None or (not y > 0 and self.floor is None):
            return None
        return y if self.floor is None else max(y, self.floor)

    def ranges(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The powers of ten between which everything lies, of x and of y, with a margin above."""
        xs = [math.log10(x) for line in self.lines for x in line.xs]
        ys = [
            math.log10(min(drawn, self.ceiling))
            for line in self.lines
            for y in line.ys
            if (drawn := self.drawn(y)) is not None
        ]
        return _span(xs, 0.0), _span(ys, 0.04)

    def value_at(self, line: Line, x: float) -> float | None:
        """The value of a line at one of its places; of a level at any."""
        if line.level:
            return line.ys[0]
        return dict(zip(line.xs, line.ys, strict=True)).get(x)

    def table(self) -> str:
        """All points as lines with tabs between the columns, headings first."""
        heads = [self.x_name, *(line.name for line in self.lines)]
        rows = [
            [repr(x), *(_cell(self.value_at(line, x)) for line in self.lines)] for x in self.xs()
        ]
        return "\n".join("\t".join(row) for row in (heads, *rows))


def _cell(value: float | None) -> str:
    return "" if value is None else repr(value)


def _span(logs: list[float], margin: float) -> tuple[float, float]:
    low, high = (min(logs), max(logs)) if logs else (0.0, 1.0)
    if high - low < 1:
        middle = (low + high) / 2
        low, high = middle - 0.5, middle + 0.5
    room = margin * (high - low)
    return low - room, high + room


def value_text(value: float, unit: str) -> str:
    """A value with its unit, as it is read off."""
    if unit == SECONDS:
        return time_text(value)
    if unit == BYTES:
        return memory_text(round(value))
    return number_text(value, 2 if unit == NUMBER else 6)


def tick_text(count: int, power: int, unit: str) -> str:
    """The word at count * 10^power: 10⁻⁸, 20 µs, 1 kB, 100."""
    if unit == SECONDS:
        return _with_unit(count, power, ((0, "s"), (-3, "ms"), (-6, "µs"), (-9, "ns")))
    if unit == BYTES:
        return _with_unit(count, power, ((9, "GB"), (6, "MB"), (3, "kB"), (0, "B")))
    if 0 <= power < _PLAIN:
        return str(count * 10**power)
    told = "" if count == 1 else f"{count}·"
    return f"{told}10{str(power).translate(_SUPERSCRIPT)}"


def _with_unit(count: int, power: int, units: tuple[tuple[int, str], ...]) -> str:
    for least, unit in units:
        if power >= least:
            return f"{count * 10 ** (power - least)} {unit}"
    return f"{count}·10{str(power).translate(_SUPERSCRIPT)} {units[-1][1]}"


def ticks(low: float, high: float, length: float, least: float) -> tuple[tuple[int, int], ...]:
    """Ticks as (count, power) between two powers of ten, over `length` px, `least` px apart.

    1, 2, 5 where a power has room for them, else whole powers equally far apart.
    """
    first, last = math.floor(low), math.ceil(high)
    room = length / max(high - low, 1e-9)
    if room >= _ROOMY * least:
        every = [(count, power) for power in range(first, last + 1) for count in (1, 2, 5)]
    else:
        step = next(each for each in _STEPS if room * each >= least or each == _STEPS[-1])
        every = [(1, power) for power in range(-(-first // step) * step, last + 1, step)]
    return tuple(
        (count, power)
        for count, power in every
        if low - 1e-9 <= power + math.log10(count) <= high + 1e-9
    )
