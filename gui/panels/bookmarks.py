"""The sheet of the bookmarks: save the sliders under a name, go back to them, play through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from gui.icons import icon
from gui.panels.cards import icon_button
from gui.panels.headings import heading, small
from gui.panels.numbers import number_text
from gui.panels.popup import Popup

if TYPE_CHECKING:
    from core.document import Bookmark, Document
    from gui.theme import Theme

NOTHING = "Save the sliders as they stand, and come back to them later."
_WIDTH = 250


class BookmarkRow(QWidget):
    """One bookmark: its name goes there, the cross removes it."""

    applied = Signal(str)
    removed = Signal(str)

    def __init__(self, mark: Bookmark, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = mark.name
        self.name = QToolButton(self)
        metrics = self.name.fontMetrics()
        self.name.setText(metrics.elidedText(mark.name, Qt.TextElideMode.ElideRight, _WIDTH - 60))
        values = ", ".join(f"{name} = {number_text(value, 6)}" for name, value in mark.values)
        self.name.setToolTip(f"{mark.name}\n{values}")
        self.name.setAccessibleName(f"Go to {mark.name}")
        self.name.setFixedHeight(26)
        self.remove = icon_button(f"Remove {mark.name}", parent=self)
        self.remove.setIcon(icon("close", theme.muted))
        self.name.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.name, 1, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(self.remove)
        self.name.clicked.connect(self._apply)
        self.remove.clicked.connect(self._remove)

    def _apply(self) -> None:
        self.applied.emit(self._mark)

    def _remove(self) -> None:
        self.removed.emit(self._mark)


class BookmarkSheet(Popup):
    """Shows the bookmarks of a document; stays open while one goes through them."""

    saved = Signal(str)
    applied = Signal(str)
    removed = Signal(str)
    tour_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("Bookmarks of the sliders", parent)
        self._theme = theme
        self._marks: tuple[Bookmark, ...] | None = None
        self.rows: tuple[BookmarkRow, ...] = ()
        self._nothing = small(QLabel(NOTHING, self))
        self._nothing.setWordWrap(True)
        self.name = QLineEdit(self)
        self.name.setFixedHeight(26)
        self.name.setAccessibleName("Name of the bookmark")
        self.name.setToolTip("Name of the bookmark; the same name replaces it.")
        self.save = QPushButton("Save", self)
        self.save.setToolTip("Save the sliders under this name.")
        self.tour = QPushButton("Play through all", self)
        self.tour.setToolTip("Go from bookmark to bookmark.")
        below = QHBoxLayout()
        below.addWidget(self.name, 1)
        below.addWidget(self.save)
        self.column.addWidget(heading(QLabel("Bookmarks", self)))
        self.column.addWidget(self._nothing)
        self.column.addLayout(below)
        self.column.addWidget(self.tour)
        self.setFixedWidth(_WIDTH)
        self.name.returnPressed.connect(self._save)
        self.save.clicked.connect(self._save)
        self.tour.clicked.connect(self._play)

    def show_document(self, document: Document) -> None:
        """List the bookmarks; never fires."""
        if document.bookmarks == self._marks:
            return
        self._marks = document.bookmarks
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = tuple(BookmarkRow(mark, self._theme, self) for mark in document.bookmarks)
        for place, row in enumerate(self.rows):
            row.applied.connect(self.applied)
            row.removed.connect(self.removed)
            self.column.insertWidget(2 + place, row)
            row.show()
        self._nothing.setVisible(not self.rows)
        self.tour.setVisible(len(self.rows) > 1)
        self.name.setPlaceholderText(self._next_name())
        self.adjustSize()

    def _next_name(self) -> str:
        taken = {mark.name for mark in self._marks or ()}
        return next(name for name in map("State {}".format, range(1, 1000)) if name not in taken)

    def _save(self) -> None:
        name = self.name.text().strip() or self._next_name()
        self.name.clear()
        self.saved.emit(name)

    def _play(self) -> None:
        self.close()
        self.tour_wanted.emit()
