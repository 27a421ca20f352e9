"""The store: the document and the viewport of one window, and the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from core.document import with_sound_axes

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.document import Document, Viewport
    from core.frame import Frame

_PLAYED = object()  # the token of a change that belongs to the step before it, whatever it was
MOST_STEPS = 1_000  # back; each holds the documents on both of its sides
_CHANGE = 1  # the id that lets Qt offer one Change to the one before it


class Change(QUndoCommand):
    """One step back: the document before and after. Equal merge tokens become one step."""

    def __init__(
        self,
        put: Callable[[Document], None],
        before: Document,
        after: Document,
        label: str,
        token: object | None,
    ) -> None:
        super().__init__(label)
        self.put = put
        self.before = before
        self.after = after
        self.token = token

    def id(self) -> int:
        return _CHANGE

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, Change):
            return False
        if other.token is not _PLAYED and (self.token is None or self.token != other.token):
            return False
        self.after = other.after
        return True

    def redo(self) -> None:
        self.put(self.after)

    def undo(self) -> None:
        self.put(self.before)


class Store(QObject):
    """Holds the document and the viewport; every change of the document can be undone.

    `document_changed` and `viewport_changed` fire after a change, also after undo and redo.
    `looked` fires when a frame of another viewport is wanted: not for a height that came from one;
    `turned` when only the camera of a surface moved, for which no frame is needed.
    `replaced` fires before them when another document was opened.
    """

    replaced = Signal()
    looked = Signal()
    turned = Signal()
    document_changed = Signal(object)
    viewport_changed = Signal(object)

    def __init__(
        self, document: Document, viewport: Viewport, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(MOST_STEPS)
        self._document = document
        self._viewport = viewport
        self._fitted = viewport.fits_height
        self._generation = 0

    @property
    def document(self) -> Document:
        return self._document

    @property
    def viewport(self) -> Viewport:
        return self._viewport

    @property
    def fitted(self) -> bool:
        """True while the height is chosen from the curves."""
        return self._fitted

    @property
    def modified(self) -> bool:
        """True while the document differs from what was last saved or opened."""
        return not self.undo_stack.isClean()

    def change(self, after: Document, label: str, merge: str | None = None) -> None:
        """Make `after` the document, as one step named `label`.

        Changes in a row with the same `merge` key are one step until `close_merge`.
        """
        if after == self._document:
            return
        token = None if merge is None else (merge, self._generation)
        self.undo_stack.push(Change(self._put, self._document, after, label, token))

    def play(self, after: Document, label: str, begins: bool) -> None:
        """Make `after` the document while something moves by itself.

        Only the beginning is a step; what follows belongs to the last step there is, so that a
        hand that works on during a play gets steps of its own and no flood of them.
        """
        token = None if begins else _PLAYED
        self.undo_stack.push(Change(self._put, self._document, after, label, token))

    def close_merge(self) -> None:
        """The next change begins a step of its own."""
        self._generation += 1

    def replace(self, document: Document, viewport: Viewport) -> None:
        """Put another document in place; there is no way back across it."""
        self.undo_stack.clear()
        self._viewport = viewport
        self._fitted = viewport.fits_height
        self.replaced.emit()
        self.viewport_changed.emit(viewport)
        self._put(document)

    def look(self, viewport: Viewport) -> None:
        """Look elsewhere. This is not a step: what is seen is saved, but not undone."""
        viewport = with_sound_axes(viewport)
        if viewport == self._viewport:
            return
        turned = viewport == replace(self._viewport, camera=viewport.camera)
        self._fitted = viewport.fits_height
        self._viewport = viewport
        self.viewport_changed.emit(viewport)
        (self.turned if turned else self.looked).emit()

    def resize(self, width: int, height: int) -> None:
        """The plot has another size in pixels."""
        if (width, height) == (self._viewport.width, self._viewport.height):
            return
        self._viewport = replace(self._viewport, width=width, height=height)
        self.viewport_changed.emit(self._viewport)
        self.looked.emit()

    def fit_again(self) -> None:
        """Choose the height anew with the next frame, unless the person chose it."""
        if self._fitted:
            self._viewport = replace(self._viewport, y_min=None, y_max=None)
        if self._viewport.image is not None:
            self._viewport = replace(self._viewport, image=None)

    def adopt(self, frame: Frame) -> None:
        """Take over the height that was fitted in a frame, when one was asked for.

        A frame of a text that was typed on since has the height of another curve.
        """
        if [row.text for row in frame.document.formulas] != [
            row.text for row in self._document.formulas
        ]:
            return
        mine, theirs = self._viewport, frame.viewport
        if not mine.fits_height or (mine.x_min, mine.x_max) != (theirs.x_min, theirs.x_max):
            return
        if (mine.x_log, mine.y_log) != (theirs.x_log, theirs.y_log):
            return
        self._viewport = replace(mine, y_min=theirs.y_min, y_max=theirs.y_max)
        self.viewport_changed.emit(self._viewport)

    def close(self) -> None:
        """The window is gone: the steps, which Qt clears in the end, are no news any more."""
        self.undo_stack.blockSignals(True)

    def _put(self, document: Document) -> None:
        self._document = document
        self.document_changed.emit(document)
