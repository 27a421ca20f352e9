"""Many: what a person does with a function of many variables becomes a change of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from core.choices import ALONG, cut_of, direction_of, pair_of
from core.document import DEFAULT_COORDINATE, with_coordinates, with_plane_view, with_several
from core.explore.scramble import EVEN, scrambled
from core.words import plain_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.document import Document
    from core.frame import Frame
    from gui.intents import Intents
    from gui.store import Store

_ORDER_STEPS = {"typed": "Order as typed", "coupling": "Order by coupling"}


class Many(QObject):
    """The intents of the views of many variables, each with the name of its step."""

    def __init__(self, store: Store, intents: Intents, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._intents = store, intents
        self._frame: Frame | None = None

    def see(self, frame: Frame) -> None:
        """Remember what is on the screen: its variables are those that are meant."""
        self._frame = frame

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables of what is seen; none unless they are many."""
        space = self._frame.space if self._frame is not None else None
        return space.variables if space is not None else ()

    @Slot(str, str)
    def choose_entry(self, row: str, column: str) -> None:
        """Let an entry of the Hessian be the chosen one, and its two variables the plane."""
        after = with_several(self._document, pair=(row, column))
        self._store.change(after, "Choose entry", "entry")

    @Slot()
    def leave_entry(self) -> None:
        """Choose no entry any more."""
        self._store.change(with_several(self._document, pair=None), "Choose no entry")

    @Slot(str, str)
    def open_entry(self, row: str, column: str) -> None:
        """See the field of one second derivative large, over its two variables."""
        shade = "xx" if row == column else "xy"
        after = with_several(self._document, pair=(row, column), shade=shade)
        self._store.change(with_plane_view(after, "plane"), "Open entry")

    def open_chosen(self) -> None:
        """The same for the entry that is chosen."""
        pair = self._document.several.pair
        if pair is not None:
            self.open_entry(*pair)

    @Slot(str, str)
    def choose_pair(self, across: str, up: str) -> None:
        """Show the plane of other coordinates; of one with itself it would be none."""
        if across != up:
            after = with_several(self._document, pair=(across, up))
            step = f"Plane of {plain_name(across)} and {plain_name(up)}"
            self._store.change(after, step, "pair")

    @Slot(str)
    def choose_across(self, name: str) -> None:
        """Another coordinate across; where it was the one upwards, both change places."""
        across, up = self._pair
        self.choose_pair(name, across if name == up else up)

    @Slot(str)
    def choose_up(self, name: str) -> None:
        """Another coordinate upwards; where it was the one across, both change places."""
        across, up = self._pair
        self.choose_pair(up if name == across else across, name)

    def swap_pair(self) -> None:
        """Let the coordinates of the plane change places."""
        across, up = self._pair
        self.choose_pair(up, across)

    def step_pair(self, steps: int) -> None:
        """The plane of the next two coordinates, or of those before."""
        names = self.variables
        place = [names.index(each) for each in self._pair]
        if min(place) + steps >= 0 and max(place) + steps < len(names):
            self.choose_pair(*(names[each + steps] for each in place))

    @Slot(str)
    def choose_cut(self, name: str) -> None:
        """Cut along another coordinate."""
        self._store.fit_again()
        said = "v" if name == ALONG else plain_name(name)
        self._store.change(with_several(self._document, cut=name), f"Cut along {said}", "cut")

    def step_cut(self, steps: int) -> None:
        """Cut along the next coordinate, or along the one before."""
        names = self.variables
        place = names.index(cut_of(self._document.several, names)) + steps
        if 0 <= place < len(names):
            self.choose_cut(names[place])

    @Slot(str)
    def choose_order(self, order: str) -> None:
        """Show the rows of the Hessian as typed, or coupled ones side by side."""
        self._store.change(with_several(self._document, order=order), _ORDER_STEPS[order])

    @Slot(str)
    def scramble(self, how: str = EVEN) -> None:
        """Put the point somewhere else, in a way that its place decides."""
        names = self.variables
        if names:
            places = scrambled(self._at(names), how)
            self._put(dict(zip(names, places, strict=True)), "Scramble point")

    @Slot(float)
    def fill(self, value: float) -> None:
        """Give all coordinates one value."""
        words = {0.0: "All zero", 1.0: "All one"}
        self._put(dict.fromkeys(self.variables, value), words.get(value, f"All {value:g}"))

    @Slot(object)
    def paste(self, coordinates: Mapping[str, float]) -> None:
        """Take many coordinates at once."""
        self._put(dict(coordinates), "Paste coordinates")

    @Slot(str, float)
    def set_direction(self, name: str, value: float) -> None:
        """Another component of the direction."""
        names = self.variables
        if name not in names:
            return
        chosen = dict(zip(names, direction_of(self._document.several, names), strict=True))
        chosen[name] = value
        found = tuple(sorted((each, x) for each, x in chosen.items() if x))
        after = with_several(self._document, direction=found)
        self._store.change(after, "Turn direction", f"direction:{name}")

    @property
    def _document(self) -> Document:
        return self._store.document

    @property
    def _pair(self) -> tuple[str, str]:
        return pair_of(self._document.several, self.variables)

    def _at(self, names: tuple[str, ...]) -> tuple[float, ...]:
        known = dict(self._document.point)
        return tuple(known.get(name, DEFAULT_COORDINATE) for name in names)

    def _put(self, coordinates: dict[str, float], label: str) -> None:
        """Moving many coordinates is a step of its own, and a curve through them fits anew."""
        self._intents.finish()
        self._store.fit_again()
        self._store.change(with_coordinates(self._document, coordinates), label)
        self._intents.finish()
