"""The document: all that a person chose and would want saved and undone. Frozen words, pure verbs.

The viewport (`core.viewport`) says where they look: it is saved with the document, but not undone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.choices import MAP_VIEWS, PLANE_VIEWS, SHADES, SPACE_VIEWS, USUAL, Several, direction_of
from core.viewport import Camera as Camera
from core.viewport import Plane as Plane
from core.viewport import Viewport as Viewport
from core.viewport import with_log_axis as with_log_axis
from core.viewport import with_sound_axes as with_sound_axes

if TYPE_CHECKING:
    from collections.abc import Mapping

if TYPE_CHECKING:
    from collections.abc import Sequence

CURVE_COLORS = 6
HIGHEST_ORDER = 6
HIGHEST_TAYLOR = 12
DEFAULT_COORDINATE = 1.0
FEWEST_MEMBERS, MOST_MEMBERS = 2, 15
PLAY_MODES = ("bounce", "loop", "once")
VIEWS = ("curves", "stacked", "table")
_SEVERAL_VIEWS = {"view": PLANE_VIEWS, "space_view": SPACE_VIEWS, "map_view": MAP_VIEWS}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A slider: a free symbol with its value and range. Finite, minimum < maximum.

    `step` is the grid that dragging and the arrows keep to (None: fine steps of the range); `log`
    spaces a positive range by factors; `speed` counts sweeps of the range in ten seconds.
    """

    name: str
    value: float = 1.0
    minimum: float = -5.0
    maximum: float = 5.0
    step: float | None = None
    log: bool = False
    speed: float = 1.0
    play: str = "bounce"


@dataclass(frozen=True, slots=True)
class Formula:
    """One row of the formula list.

    `key` stays with the row for its life. `shown` holds the orders of derivative that are drawn,
    ascending (0 is f). `colors` pairs an order with its place in the palette (0 to 5), handed out
    when the curve is first shown and kept since. Drawn at the point: `tangent`, `normal`, `circle`
    (of curvature), `newton` (its iteration), the Taylor polynomial of order `taylor` and the
    secant to x + `secant`; None draws none.
    """

    key: int
    text: str = ""
    visible: bool = True
    shown: tuple[int, ...] = (0,)
    colors: tuple[tuple[int, int], ...] = ()
    tangent: bool = False
    normal: bool = False
    circle: bool = False
    newton: bool = False
    taylor: int | None = None
    secant: float | None = None

    def color(self, order: int) -> int | None:
        """Place in the palette of the curve of this order, or None before it was shown."""
        return dict(self.colors).get(order)


@dataclass(frozen=True, slots=True)
class Pin:
    """A point that stays on the curve of one row while the probe moves on; numbered from 1.

    Without a `name` it is called by its number.
    """

    number: int
    key: int
    x: float
    name: str = ""
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A named state of the sliders: (name, value) pairs."""

    name: str
    values: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Many curves of one formula: one for each value that the slider `name` takes.

    The values are `listed` as they were typed, else `count` of them spread over the slider's range.
    """

    name: str
    count: int = 5
    listed: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """Formulas, sliders that were set, the probe point, and what is marked.

    `active` is the key of the formula that carries the point. `parameters` holds only what the
    person has set; every other free symbol has the default slider. `point` pairs a variable with
    its coordinate; a variable that is not in it stands at 1. `view` is one of `VIEWS`. `family`
    names the slider whose curves are drawn for many values at once. `samples`: the samples of the
    curves are shown as dots. `several` counts while the active formula has several variables or is
    a map, its views instead of `view`.
    """

    formulas: tuple[Formula, ...] = ()
    active: int = 0
    parameters: tuple[Parameter, ...] = ()
    point: tuple[tuple[str, float], ...] = ()
    pins: tuple[Pin, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    view: str = "curves"
    landmarks: bool = True
    family: Family | None = None
    samples: bool = False
    several: Several = USUAL

    def formula(self, key: int) -> Formula:
        """The row of this key; KeyError when there is none."""
        for row in self.formulas:
            if row.key == key:
                return row
        raise KeyError(key)

    def parameter(self, name: str) -> Parameter:
        """The slider of a free symbol: as it was set, else the default one."""
        for slider in self.parameters:
            if slider.name == name:
                return slider
        return Parameter(name)

    def coordinate(self, variable: str) -> float:
        """Where the probe point stands along a variable."""
        return dict(self.point).get(variable, DEFAULT_COORDINATE)


def first_document() -> Document:
    """What is on the screen at first launch: a cubic with its derivatives and a tangent to drag."""
    row = Formula(key=1, text="f(x) = x^3 - 2x", shown=(0, 1, 2), tangent=True)
    return Document(formulas=(_colored(row, ()),), active=1)


def with_formula(document: Document, key: int, **changes: object) -> Document:
    """The document with fields of one row changed; colours are handed out to new curves."""
    others = tuple(row for row in document.formulas if row.key != key)
    changed = _colored(replace(document.formula(key), **changes), others)  # type: ignore[arg-type]
    rows = tuple(changed if row.key == key else row for row in document.formulas)
    return replace(document, formulas=rows)


def with_new_formula(document: Document, text: str = "", after: int | None = None) -> Document:
    """The document with one row more, active, at the end or after the row of key `after`."""
    key = 1 + max((row.key for row in document.formulas), default=0)
    row = _colored(Formula(key, text), document.formulas)
    keys = [row.key for row in document.formulas]
    place = keys.index(after) + 1 if after in keys else len(keys)
    rows = (*document.formulas[:place], row, *document.formulas[place:])
    return replace(document, formulas=rows, active=key)


def with_formula_at(document: Document, key: int, place: int) -> Document:
    """The document with one row at another place of the list, counted from 0."""
    row = document.formula(key)
    others = [each for each in document.formulas if each.key != key]
    place = min(max(place, 0), len(others))
    return replace(document, formulas=(*others[:place], row, *others[place:]))


def without_formula(document: Document, key: int) -> Document:
    """The document without one row; its neighbour becomes active when it was."""
    keys = [row.key for row in document.formulas]
    rows = tuple(row for row in document.formulas if row.key != key)
    pins = tuple(pin for pin in document.pins if pin.key != key)
    active = document.active
    if active == key:
        place = min(keys.index(key), len(rows) - 1)
        active = rows[place].key if rows else 0
    return replace(document, formulas=rows, active=active, pins=pins)


def with_order_shown(document: Document, key: int, order: int, shown: bool) -> Document:
    """The document with the curve of one derivative (0 is f) of one row shown or hidden."""
    orders = set(document.formula(key).shown)
    orders = orders | {order} if shown else orders - {order}
    return with_formula(document, key, shown=tuple(sorted(orders)))


def with_parameter(document: Document, name: str, value: float) -> Document:
    """The document with a slider moved; a value beyond its range widens the range."""
    slider = document.parameter(name)
    low, high = min(slider.minimum, value), max(slider.maximum, value)
    return with_slider(document, replace(slider, value=value, minimum=low, maximum=high))


def with_slider(document: Document, slider: Parameter) -> Document:
    """The document with a slider set whole. ValueError unless finite and minimum < maximum."""
    numbers = (slider.value, slider.minimum, slider.maximum)
    if not all(map(math.isfinite, numbers)) or slider.minimum >= slider.maximum:
        raise ValueError(f"the range of {slider.name} must run from a smaller to a larger number")
    value = min(max(slider.value, slider.minimum), slider.maximum)
    others = [each for each in document.parameters if each.name != slider.name]
    ordered = sorted([*others, replace(slider, value=value)], key=lambda each: each.name)
    return replace(document, parameters=tuple(ordered))


def with_family(document: Document, family: Family | None) -> Document:
    """The document with the curves of one slider drawn for many values, or for none.

    ValueError unless 2 to 15 values are wanted, all finite.
    """
    if family is not None:
        listed = tuple(dict.fromkeys(family.listed))
        if not FEWEST_MEMBERS <= (len(listed) or family.count) <= MOST_MEMBERS:
            raise ValueError(f"a family has {FEWEST_MEMBERS} to {MOST_MEMBERS} curves")
        if not all(map(math.isfinite, listed)):
            raise ValueError("the values of a family must be finite")
        family = replace(family, listed=listed)
    return replace(document, family=family)


def family_values(document: Document) -> tuple[float, ...]:
    """The values of the family's slider, in the order of their shades; empty without a family.

    Spread over the range they are even, by factors where the slider runs by factors.
    """
    family = document.family
    if family is None or family.listed:
        return family.listed if family is not None else ()
    slider = document.parameter(family.name)
    low, high, last = slider.minimum, slider.maximum, family.count - 1
    if slider.log and low > 0:
        inner = (low * (high / low) ** (place / last) for place in range(1, last))
    else:
        inner = (low + (high - low) * (place / last) for place in range(1, last))
    return (low, *(float(f"{value:.12g}") for value in inner), high)


def with_point(document: Document, variable: str, coordinate: float) -> Document:
    """The document with the probe point moved along one variable. ValueError unless finite."""
    if not math.isfinite(coordinate):
        raise ValueError("the point must stand at a finite number")
    point = {**dict(document.point), variable: coordinate}
    return replace(document, point=tuple(sorted(point.items())))


def with_coordinates(document: Document, coordinates: Mapping[str, float]) -> Document:
    """The document with the probe point moved along many variables. ValueError unless finite."""
    if not all(map(math.isfinite, coordinates.values())):
        raise ValueError("the point must stand at finite numbers")
    point = {**dict(document.point), **coordinates}
    return replace(document, point=tuple(sorted(point.items())))


def line_of(
    document: Document, variables: Sequence[str]
) -> tuple[tuple[float, ...], tuple[float, ...], float]:
    """The line through the point along the direction: its way of length 1, its foot (the place
    nearest to 0), and how far from there the point stands.
    """
    given = direction_of(document.several, variables)
    size = math.hypot(*given)
    way = tuple(each / size for each in given)
    at = tuple(document.coordinate(name) for name in variables)
    distance = math.fsum(a * b for a, b in zip(at, way, strict=True))
    return way, tuple(a - distance * b for a, b in zip(at, way, strict=True)), distance


def with_point_along(document: Document, variables: Sequence[str], distance: float) -> Document:
    """The document with the point moved on its line; see `line_of`. ValueError unless finite."""
    way, foot, _ = line_of(document, variables)
    for name, start, step in zip(variables, foot, way, strict=True):
        document = with_point(document, name, start + distance * step)
    return document


def with_active(document: Document, key: int) -> Document:
    """The document with another row carrying the point; KeyError when there is none."""
    return replace(document, active=document.formula(key).key)


def with_pin(document: Document, key: int, x: float) -> Document:
    """The document with a point pinned on the curve of one row. ValueError unless finite."""
    if not math.isfinite(x):
        raise ValueError("a pinned point must stand at a finite number")
    number = 1 + max((pin.number for pin in document.pins), default=0)
    return replace(document, pins=(*document.pins, Pin(number, document.formula(key).key, x)))


def with_pin_changed(document: Document, number: int, **changes: object) -> Document:
    """The document with fields of one pinned point changed. ValueError unless x is finite."""
    pins = tuple(
        replace(pin, **changes) if pin.number == number else pin  # type: ignore[arg-type]
        for pin in document.pins
    )
    if not all(math.isfinite(pin.x) for pin in pins):
        raise ValueError("a pinned point must stand at a finite number")
    return replace(document, pins=pins)


def without_pin(document: Document, number: int) -> Document:
    """The document without one pinned point."""
    return replace(document, pins=tuple(pin for pin in document.pins if pin.number != number))


def with_bookmark(document: Document, name: str, values: dict[str, float]) -> Document:
    """The document with a state of the sliders kept under a name, in place of one so named."""
    mark = Bookmark(name, tuple(sorted(values.items())))
    others = tuple(each for each in document.bookmarks if each.name != name)
    return replace(document, bookmarks=(*others, mark))


def without_bookmark(document: Document, name: str) -> Document:
    """The document without one bookmark."""
    rest = tuple(each for each in document.bookmarks if each.name != name)
    return replace(document, bookmarks=rest)


def with_bookmark_applied(document: Document, name: str) -> Document:
    """The document with the sliders as a bookmark keeps them; KeyError when there is none."""
    values = {each.name: each.values for each in document.bookmarks}[name]
    for slider, value in values:
        document = with_parameter(document, slider, value)
    return document


def with_view(document: Document, view: str) -> Document:
    """The document in another view. ValueError for a view that does not exist."""
    if view not in VIEWS:
        raise ValueError(f"there is no view {view}")
    return replace(document, view=view)


def with_several(document: Document, **changes: object) -> Document:
    """The document with other choices for several variables (fields of `Several`)."""
    several = replace(document.several, **changes)  # type: ignore[arg-type]
    return replace(document, several=several)


def with_plane_view(document: Document, view: str) -> Document:
    """The document with another view of several variables or of a map.

    ValueError for one that does not exist.
    """
    for field, views in _SEVERAL_VIEWS.items():
        if view in views:
            return with_several(document, **{field: view})
    raise ValueError(f"there is no view {view}")


def with_shade(document: Document, shade: str) -> Document:
    """The document with other colours of a field. ValueError for what no field can show."""
    if shade not in SHADES:
        raise ValueError(f"there is no shade {shade}")
    return with_several(document, shade=shade)


def _colored(row: Formula, others: tuple[Formula, ...]) -> Formula:
    """The row with a palette place for every shown curve: the least used ones, in order."""
    colors = dict(row.colors)
    used = [place for other in others for _, place in other.colors] + list(colors.values())
    for order in row.shown:
        if order not in colors:
            colors[order] = min(range(CURVE_COLORS), key=lambda place: (used.count(place), place))
            used.append(colors[order])
    return replace(row, colors=tuple(sorted(colors.items())))
