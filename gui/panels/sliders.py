"""The sliders: a row for every free symbol of the formulas, and the bookmarks of their states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.document import Document, family_values
from gui.icons import icon
from gui.panels.bookmarks import BookmarkSheet
from gui.panels.cards import icon_button
from gui.panels.headings import heading
from gui.panels.slider_row import ROW_HEIGHT, SliderRow
from gui.scroll import ScrollArea
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.frame import Frame

_HEAD = 32


class SliderPanel(QWidget):
    """The sliders of a document, pinned under the formulas; hidden while there are none."""

    value_dragged = Signal(str, float)
    value_typed = Signal(str, float)
    slider_changed = Signal(object)
    family_changed = Signal(object)
    released = Signal()
    reset_wanted = Signal(str)
    all_reset_wanted = Signal()
    play_toggled = Signal(str)
    bookmark_saved = Signal(str)
    bookmark_applied = Signal(str)
    bookmark_removed = Signal(str)
    tour_wanted = Signal()

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._document = Document()
        self._rows: dict[str, SliderRow] = {}
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sheet: BookmarkSheet | None = None
        self._playing: tuple[str, ...] = ()
        self.bookmarks_button = icon_button(
            "Bookmarks", "Bookmarks\nKeep a state of the sliders under a name.", self
        )
        tip = "Reset all sliders\nSet them back to 1, from −5 to 5."
        self.reset_button = icon_button("Reset all sliders", tip, self)
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._lay_out()
        self.set_theme(theme)
        self.hide()

    @property
    def rows(self) -> tuple[SliderRow, ...]:
        return tuple(self._rows.values())

    def row(self, name: str) -> SliderRow:
        """The row of a symbol; KeyError when it has none."""
        return self._rows[name]

    def show_document(self, document: Document) -> None:
        """Show the chosen values; never fires an intent."""
        self._document = document
        values = family_values(document)
        for name, row in self._rows.items():
            row.show_slider(document.parameter(name))
            row.show_family(document.family, values)
        if self._sheet is not None:
            self._sheet.show_document(document)

    def show_playing(self, names: tuple[str, ...]) -> None:
        """Show which sliders move by themselves."""
        self._playing = names
        for name, row in self._rows.items():
            row.show_playing(name in names)

    def open_bookmarks(self) -> None:
        """Open the sheet of the bookmarks."""
        if self._sheet is not None:
            self._sheet.deleteLater()
        self._sheet = sheet = BookmarkSheet(self._theme, self)
        sheet.saved.connect(self.bookmark_saved)
        sheet.applied.connect(self.bookmark_applied)
        sheet.removed.connect(self.bookmark_removed)
        sheet.tour_wanted.connect(self.tour_wanted)
        sheet.show_document(self._document)
        sheet.open_under(self.bookmarks_button)
        sheet.name.setFocus(Qt.FocusReason.PopupFocusReason)

    def paint_frame(self, frame: Frame) -> None:
        """Have a row for each slider of a frame; rows that stay keep their place and focus.

        A draft changes no rows: half a word that is being typed is a name for a moment.
        """
        self._have_rows(frame)
        of = {each.parameter: each for each in frame.sensitivities}
        for name, row in self._rows.items():
            if frame.draft:
                row.sensitivity.wait()
            else:
                row.sensitivity.show_sensitivity(of.get(name))

    def _have_rows(self, frame: Frame) -> None:
        names = [slider.name for slider in frame.parameters]
        if frame.draft or names == list(self._rows):
            return
        for name in [name for name in self._rows if name not in names]:
            row = self._rows.pop(name)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        old = self._rows
        self._rows = {name: old.get(name) or self._new_row(name) for name in names}
        for place, row in enumerate(self._rows.values()):
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
        self._list.setFixedHeight(ROW_HEIGHT * len(names))
        self.setVisible(bool(names))
        self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.reset_button.setIcon(icon("reset", theme.muted))
        self.bookmarks_button.setIcon(icon("bookmark", theme.muted))
        for row in self._rows.values():
            row.set_theme(theme)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, _HEAD + ROW_HEIGHT * len(self._rows) + 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, _HEAD + ROW_HEIGHT * min(1, len(self._rows)) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        painter.fillRect(QRectF(0, 0, self.width(), 1), QColor(self._theme.border))

    def _lay_out(self) -> None:
        self.bookmarks_button.clicked.connect(self.open_bookmarks)
        self.reset_button.clicked.connect(self.all_reset_wanted)
        title = heading(QLabel("Sliders", self))
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 8, 0)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.bookmarks_button)
        head.addWidget(self.reset_button)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._list.setObjectName("panel")
        scroll = ScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 5, 0, 0)
        whole.setSpacing(2)
        whole.addLayout(head)
        whole.addWidget(scroll, 1)

    def _new_row(self, name: str) -> SliderRow:
        row = SliderRow(name, self._theme, self._list)
        row.show_slider(self._document.parameter(name))
        row.show_family(self._document.family, family_values(self._document))
        row.family_changed.connect(self.family_changed)
        row.value_dragged.connect(self.value_dragged)
        row.value_typed.connect(self.value_typed)
        row.slider_changed.connect(self.slider_changed)
        row.play_toggled.connect(self.play_toggled)
        row.show_playing(name in self._playing)
        row.released.connect(self.released)
        row.reset_wanted.connect(self.reset_wanted)
        row.show()
        return row
