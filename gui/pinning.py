"""Pinning: what a person does with pinned points becomes a change of the document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from core.document import Pin, with_active, with_pin, with_pin_changed, with_point, without_pin
from gui.panels.pins import pin_title

if TYPE_CHECKING:
    from core.document import Document
    from core.frame import Frame
    from gui.store import Store


class Pinning(QObject):
    """Pins the point, and shows, moves, names and removes what is pinned."""

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._frame: Frame | None = None

    def see(self, frame: Frame) -> None:
        """Remember what is on the screen: the point is pinned where it stands there."""
        self._frame = frame

    @Slot()
    def pin_point(self) -> None:
        """Let a copy of the point stay where it is."""
        point = self._frame.point if self._frame is not None else None
        if point is not None and point.key == self._document.active:
            x = self._document.coordinate(point.variable)
            self._change(with_pin(self._document, point.key, x), "Pin point")

    @Slot(int)
    def go_to(self, number: int) -> None:
        """Bring the point to a pinned one, and to its curve."""
        pin = self._pin(number)
        row = self._frame.row(pin.key) if self._frame is not None else None
        variable = row.variables[0] if row is not None and row.variables else "x"
        after = with_point(with_active(self._document, pin.key), variable, pin.x)
        self._change(after, f"Go to {pin_title(pin)}")

    @Slot(int, bool)
    def switch(self, number: int, visible: bool) -> None:
        """Show a pinned point, or hide it."""
        after = with_pin_changed(self._document, number, visible=visible)
        verb = "Show" if visible else "Hide"
        self._change(after, f"{verb} {pin_title(self._pin(number))}")

    @Slot(int, float)
    def move(self, number: int, x: float) -> None:
        """Put a pinned point exactly there."""
        after = with_pin_changed(self._document, number, x=x)
        self._change(after, f"Move {pin_title(self._pin(number))}")

    @Slot(int, str)
    def rename(self, number: int, name: str) -> None:
        """Call a pinned point so; without a name it is P with its number."""
        after = with_pin_changed(self._document, number, name=name.strip())
        self._change(after, f"Rename {pin_title(self._pin(number))}")

    @Slot(int)
    def remove(self, number: int) -> None:
        title = pin_title(self._pin(number))
        self._change(without_pin(self._document, number), f"Remove {title}")

    @Slot()
    def remove_all(self) -> None:
        self._change(replace(self._document, pins=()), "Remove all pins")

    def turn_all(self) -> None:
        """Hide every pinned point, or show them when none is seen."""
        shown = not any(pin.visible for pin in self._document.pins)
        pins = tuple(replace(pin, visible=shown) for pin in self._document.pins)
        self._change(replace(self._document, pins=pins), "Show pins" if shown else "Hide pins")

    @property
    def _document(self) -> Document:
        return self._store.document

    def _pin(self, number: int) -> Pin:
        return next(pin for pin in self._document.pins if pin.number == number)

    def _change(self, after: Document, label: str) -> None:
        self._store.close_merge()
        self._store.change(after, label)
