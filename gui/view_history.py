"""The views one came from: back and forward through where the person looked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.document import Viewport
    from gui.store import Store

SETTLE = 400  # ms without a move after which a view is one that can be gone back to
MOST = 200


class ViewHistory(QObject):
    """Remembers each view that a gesture ended in; `changed` when back or forward may differ.

    A gesture lasts while `busy` says that a hand holds the picture, and while moves follow one
    another (the wheel). A fitted height is remembered as one to fit.
    """

    changed = Signal()

    def __init__(self, store: Store, busy: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._busy = busy
        self._views = [self._now()]
        self._place = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(SETTLE)
        self._rest.timeout.connect(self._settle)
        store.looked.connect(self._rest.start)
        store.turned.connect(self._rest.start)
        store.replaced.connect(self._forget)

    @property
    def can_go_back(self) -> bool:
        return self._place > 0 or self._moved

    @property
    def can_go_forward(self) -> bool:
        return self._place < len(self._views) - 1 and not self._moved

    def go(self, steps: int) -> None:
        """Look where one looked so many gestures before (negative) or after."""
        self._keep()
        place = min(max(self._place + steps, 0), len(self._views) - 1)
        if place == self._place:
            return
        self._place = place
        size = self._store.viewport
        view = replace(self._views[place], width=size.width, height=size.height)
        self._store.look(view)
        self._rest.stop()
        self.changed.emit()

    @property
    def _moved(self) -> bool:
        """Whether one looks elsewhere than where the last gesture ended."""
        return self._now() != self._views[self._place]

    def _now(self) -> Viewport:
        """Where one looks, whatever the size of the window."""
        view = replace(self._store.viewport, width=1, height=1)
        return replace(view, y_min=None, y_max=None) if self._store.fitted else view

    def _keep(self) -> None:
        self._rest.stop()
        if self._moved:
            self._views = [*self._views[: self._place + 1], self._now()][-MOST:]
            self._place = len(self._views) - 1

    @Slot()
    def _settle(self) -> None:
        if self._busy():
            self._rest.start()
            return
        self._keep()
        self.changed.emit()

    @Slot()
    def _forget(self) -> None:
        self._rest.stop()
        self._views, self._place = [self._now()], 0
        self.changed.emit()
