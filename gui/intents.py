"""Intents: what a person does in a view becomes a change of the document or of the viewport."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from core.document import (
    Document,
    Family,
    Formula,
    Parameter,
    Viewport,
    with_active,
    with_bookmark,
    with_bookmark_applied,
    with_family,
    with_formula,
    with_formula_at,
    with_log_axis,
    with_new_formula,
    with_order_shown,
    with_parameter,
    with_point,
    with_point_along,
    with_slider,
    with_view,
    without_bookmark,
    without_formula,
)
from gui.panels.marks import order_name
from gui.panels.row_tools import MARKS, is_on
from gui.panels.scale import stepped
from gui.panels.tangent_card import FIRST_SECANT, FIRST_TAYLOR
from gui.panels.view_switch import VIEW_NAMES

if TYPE_CHECKING:
    from core.frame import Frame
    from gui.store import Store

ZOOM = 1.25
_FIRST = {"taylor": FIRST_TAYLOR, "secant": FIRST_SECANT}
_MARK_NAMES = {mark.name: mark.title[:1].lower() + mark.title[1:] for mark in MARKS}


class Intents(QObject):
    """Turns what the views say into verbs of the document, each with the name of its step.

    `dragging` is True while a move goes on; `drag_ended` says when it is over. `circle_shown`:
    a circle was switched on, which is one only on equal axes.
    """

    drag_ended = Signal()
    circle_shown = Signal()

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._frame: Frame | None = None
        self.dragging = False
        self.playing = False

    @property
    def moving(self) -> bool:
        """True while a hand or the player moves something: drafts will do."""
        return self.dragging or self.playing

    @property
    def active(self) -> Formula | None:
        """The formula that carries the point, or None in an empty document."""
        rows = (row for row in self._document.formulas if row.key == self._document.active)
        return next(rows, None)

    def active_shows(self, order: int) -> bool:
        return self.active is not None and order in self.active.shown

    def turn_order(self, order: int) -> None:
        """Show the curve of this order of the active formula, or hide it."""
        if self.active is not None:
            self.switch_order(self.active.key, order, order not in self.active.shown)

    def active_marks(self, mark: str) -> bool:
        return self.active is not None and is_on(self.active, mark)

    def turn_mark(self, mark: str) -> None:
        """Draw a mark (tangent, taylor, ...) at the point of the active formula, or hide it."""
        if self.active is not None:
            self.switch_mark(self.active.key, mark, not is_on(self.active, mark))

    def turn_visibility(self) -> None:
        """Show the active formula, or hide it."""
        if self.active is not None:
            self.switch_visibility(self.active.key, not self.active.visible)

    def see(self, frame: Frame) -> None:
        """Remember what is on the screen: a drag is along the variable that is shown."""
        self._frame = frame

    @Slot(int, str)
    def edit_text(self, key: int, text: str) -> None:
        self._change(with_formula(self._document, key, text=text), "Edit formula", f"text:{key}")

    @Slot(str)
    def add_formula(self, text: str) -> None:
        after = with_new_formula(self._document, text)
        self._change(after, "New formula", f"text:{after.active}")

    @Slot(int)
    def choose_row(self, key: int) -> None:
        self._finish()
        self._change(with_active(self._document, key), "Choose formula")

    @Slot(int, int, bool)
    def switch_order(self, key: int, order: int, shown: bool) -> None:
        name = order_name("f", order)
        after = with_order_shown(self._document, key, order, shown)
        self._change(after, f"Show {name}" if shown else f"Hide {name}")

    @Slot(int, str, bool)
    def switch_mark(self, key: int, mark: str, shown: bool) -> None:
        """Draw a mark at the point of a row, or hide it; Taylor and secant begin anew."""
        begins = _FIRST.get(mark)
        value = shown if begins is None else begins if shown else None
        after = with_formula(self._document, key, **{mark: value})
        self._change(after, f"{'Show' if shown else 'Hide'} {_MARK_NAMES[mark]}")
        if mark == "circle" and shown:
            self.circle_shown.emit()

    @Slot(int)
    def choose_taylor(self, order: int) -> None:
        """Another order for the Taylor polynomial of the active formula."""
        if self.active is not None:
            after = with_formula(self._document, self.active.key, taylor=order)
            self._change(after, f"Taylor order {order}", "taylor")

    @Slot(float)
    def choose_secant(self, run: float) -> None:
        """Another h for the secant of the active formula."""
        if self.active is not None:
            after = with_formula(self._document, self.active.key, secant=run)
            self._change(after, "Move secant", "secant")

    @Slot(int, bool)
    def switch_visibility(self, key: int, visible: bool) -> None:
        after = with_formula(self._document, key, visible=visible)
        self._change(after, "Show formula" if visible else "Hide formula")

    @Slot(int, int)
    def pick_color(self, key: int, place: int) -> None:
        """Give the curve of f this colour; a curve of the row that had it takes f's old one."""
        colors = dict(self._document.formula(key).colors)
        old = colors.get(0, place)
        colors = {order: old if color == place else color for order, color in colors.items()}
        pairs = tuple(sorted({**colors, 0: place}.items()))
        self._change(with_formula(self._document, key, colors=pairs), "Change colour")

    @Slot(int)
    def remove_row(self, key: int) -> None:
        self._change(without_formula(self._document, key), "Remove formula")

    @Slot(int, int)
    def move_row(self, key: int, place: int) -> None:
        """Put a row at another place of the list."""
        self._finish()
        self._change(with_formula_at(self._document, key, place), "Move formula")

    def step_row(self, steps: int) -> None:
        """Move the active row up (negative) or down."""
        keys = [row.key for row in self._document.formulas]
        if self._document.active in keys:
            place = keys.index(self._document.active) + steps
            self.move_row(self._document.active, max(place, 0))

    @Slot(int)
    def copy_row(self, key: int) -> None:
        row = self._document.formula(key)
        after = with_new_formula(self._document, row.text, after=key)
        marks = {mark.name: getattr(row, mark.name) for mark in MARKS}
        after = with_formula(
            after, after.active, shown=row.shown, visible=row.visible, **marks
        )
        self._change(after, "Duplicate formula")

    @Slot(str)
    def choose_view(self, view: str) -> None:
        self._change(with_view(self._document, view), f"View: {VIEW_NAMES[view].lower()}")

    def turn_landmarks(self) -> None:
        """Mark what was found on the curves, or not."""
        shown = not self._document.landmarks
        after = replace(self._document, landmarks=shown)
        self._change(after, "Show landmarks" if shown else "Hide landmarks")

    def turn_samples(self) -> None:
        """Show the samples of the curves, or not."""
        shown = not self._document.samples
        after = replace(self._document, samples=shown)
        self._change(after, "Show samples" if shown else "Hide samples")

    @Slot(str, float)
    def set_parameter(self, name: str, value: float) -> None:
        self._change(with_parameter(self._document, name, value), f"Move {name}", f"move:{name}")

    @Slot(str, float)
    def drag_parameter(self, name: str, value: float) -> None:
        self.begin_drag()
        self.set_parameter(name, value)

    @Slot(object)
    def set_slider(self, slider: Parameter) -> None:
        """Another range, step, scale, speed or way of playing."""
        old = self._document.parameter(slider.name)
        same = (old.minimum, old.maximum) == (slider.minimum, slider.maximum)
        what = f"Set up {slider.name}" if same else f"Range of {slider.name}"
        self._change(with_slider(self._document, slider), what)

    @Slot(object)
    def set_family(self, family: Family | None) -> None:
        """Draw the curves of a slider for many values at once, or for its own alone."""
        self._finish()
        what = f"Family of {family.name}" if family is not None else "No family"
        self._change(with_family(self._document, family), what)

    def turn_family(self) -> None:
        """Draw the family of the first slider, or none."""
        if self._document.family is not None:
            self.set_family(None)
        elif self._frame is not None and self._frame.parameters:
            self.set_family(Family(self._frame.parameters[0].name))

    def begin_play(self) -> None:
        self._finish()
        self.playing = True

    def end_play(self) -> None:
        """The player halted: the last frame is wanted in full."""
        self._finish()
        self.playing = False
        self.drag_ended.emit()

    @Slot(str)
    def save_bookmark(self, name: str) -> None:
        """Keep the values of all sliders under a name."""
        if self._frame is not None and name:
            names = [slider.name for slider in self._frame.parameters]
            values = {each: self._document.parameter(each).value for each in names}
            self._change(with_bookmark(self._document, name, values), f"Save {name}")

    @Slot(str)
    def apply_bookmark(self, name: str) -> None:
        self._finish()
        self._change(with_bookmark_applied(self._document, name), f"Go to {name}")

    @Slot(str)
    def remove_bookmark(self, name: str) -> None:
        self._change(without_bookmark(self._document, name), f"Remove {name}")

    @Slot(str)
    def reset_parameter(self, name: str) -> None:
        self._change(_without_slider(self._document, name), f"Reset {name}")

    @Slot()
    def reset_parameters(self) -> None:
        self._change(replace(self._document, parameters=(), family=None), "Reset sliders")

    @Slot(float)
    def drag_point(self, coordinate: float) -> None:
        if self._frame is not None and self._frame.point is not None:
            self.begin_drag()
            self._move_point(self._frame.point.variable, coordinate)

    @Slot(float)
    def nudge_point(self, coordinate: float) -> None:
        """An arrow key moved the point; keys in a row are one step until the focus leaves."""
        if self._frame is not None and self._frame.point is not None:
            self._move_point(self._frame.point.variable, coordinate)

    @Slot(int, float, float)
    def drag_free_point(self, key: int, x: float, y: float) -> None:
        self.begin_drag()
        self.move_free_point(key, x, y)

    @Slot(int, float, float)
    def move_free_point(self, key: int, x: float, y: float) -> None:
        """Set the sliders that are the coordinates of a typed point; what is no slider stays."""
        points = self._frame.free_points if self._frame is not None else ()
        point = next((each for each in points if each.key == key), None)
        if point is None:
            return
        after = self._document
        for name, value in reversed(list(zip(point.handles, (x, y), strict=True))):
            if name is not None:
                slider = after.parameter(name)
                wide = replace(slider, minimum=min(slider.minimum, value),
                               maximum=max(slider.maximum, value))  # fmt: skip
                after = with_parameter(after, name, stepped(value, wide))
        self._change(after, f"Move {point.name or 'point'}", f"free:{key}")

    @Slot(str, float)
    def type_point(self, variable: str, coordinate: float) -> None:
        self._move_point(variable, coordinate)

    @Slot()
    def finish(self) -> None:
        """A move or a stretch of typing is over: what comes next is a step of its own."""
        self._finish()
        if self.dragging:
            self.dragging = False
            self.drag_ended.emit()

    @Slot(float, float, float, float)
    def look(self, x_min: float, x_max: float, y_min: float, y_max: float) -> None:
        view = self._store.viewport
        self._store.look(replace(view, x_min=x_min, x_max=x_max, y_min=y_min, y_max=y_max))

    @Slot()
    def fit(self) -> None:
        """Choose the height from the curves."""
        self._store.look(replace(self._store.viewport, y_min=None, y_max=None))

    @Slot()
    def go_home(self) -> None:
        """Look where the program looks at first."""
        view, home = self._store.viewport, Viewport()
        self._store.look(
            replace(home, width=view.width, height=view.height)
        )

    def turn_log(self, axis: str) -> None:
        """Make an axis ("x" or "y") logarithmic, or even again."""
        view = self._store.viewport
        on = view.x_log if axis == "x" else view.y_log
        self._store.look(with_log_axis(view, axis, not on))

    def zoom(self, factor: float) -> None:
        """Show more (factor > 1) or less around the middle."""
        view = self._store.viewport
        x_min, x_max = _scaled(view.x_min, view.x_max, factor, view.x_log)
        y_min, y_max = view.y_min, view.y_max
        if y_min is not None and y_max is not None:
            y_min, y_max = _scaled(y_min, y_max, factor, view.y_log)
        self._store.look(replace(view, x_min=x_min, x_max=x_max, y_min=y_min, y_max=y_max))

    @property
    def _document(self) -> Document:
        return self._store.document

    def _move_point(self, variable: str, coordinate: float) -> None:
        row = self._frame.row(self._document.active) if self._frame is not None else None
        if row is not None and len(row.variables) > 1 and variable not in row.variables:
            after = with_point_along(self._document, row.variables, coordinate)
        else:
            after = with_point(self._document, variable, coordinate)
        self._change(after, "Move point", f"point:{variable}")

    def _change(self, after: Document, label: str, merge: str | None = None) -> None:
        self._store.change(after, label, merge)

    def begin_drag(self) -> None:
        """A hand begins to move something, or goes on."""
        if not self.dragging:
            self._finish()
            self.dragging = True

    def _finish(self) -> None:
        self._store.close_merge()


def _scaled(low: float, high: float, factor: float, log: bool) -> tuple[float, float]:
    if log:
        middle, half = (low * high) ** 0.5, (high / low) ** (factor / 2)
        return max(middle / half, 1e-300), min(middle * half, 1e300)
    middle, half = (low + high) / 2, (high - low) / 2 * factor
    return middle - half, middle + half


def _without_slider(document: Document, name: str) -> Document:
    rest = tuple(slider for slider in document.parameters if slider.name != name)
    family = document.family
    kept = None if family is not None and family.name == name else family
    return replace(document, parameters=rest, family=kept)
