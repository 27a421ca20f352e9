"""The export window: a preview that is the result, the options, and one filled button."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.export.options import Options
from gui.export.picture import ExportError, picture_bytes, picture_image, write_whole
from gui.export.preview import Preview
from gui.export.texts import TEXTS
from gui.icons import icon
from gui.scroll import ScrollArea
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.frame import Frame

_SIZE = QSize(1124, 566)
_OPTIONS_WIDTH = 468
_SETTLE = 250  # ms after a change until the size of the file is worked out
_FILTERS = {
    "pdf": "PDF (*.pdf)", "svg": "SVG (*.svg)", "png": "PNG (*.png)",
    **{key: f"{each.name} (*.{each.suffix})" for key, each in TEXTS.items()},
}  # fmt: skip


class ExportDialog(QDialog):
    """A window beside the main one. `exported` carries the path that was written."""

    exported = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export the picture")
        self.setModal(False)
        self._theme = LIGHT
        self._frame: Frame | None = None
        self._folder = Path.home()
        self.preview = Preview(self)
        self.options = Options()
        self._scroll = ScrollArea(self)
        self._scroll.setAccessibleName("Settings of the picture")
        self._foot = QWidget(self)
        self.says = QLabel(self._foot)
        self.copy = QPushButton("Copy", self._foot)
        self.close_button = QPushButton("Close", self._foot)
        self.export = QPushButton("Export…", self._foot)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLE)
        self._lay_out()
        self._connect()
        self.set_theme(LIGHT)
        self._update()

    @property
    def format(self) -> str:
        """The chosen format: "pdf", "svg", "png" or one of `TEXTS`."""
        return self.options.format.value

    @property
    def file_name(self) -> str:
        """The name that is offered for the file."""
        return f"{_stem(self._frame)}.{self._suffix}"

    @property
    def _suffix(self) -> str:
        return TEXTS[self.format].suffix if self.format in TEXTS else self.format

    def show_frame(self, frame: Frame, *, pi_ticks: bool = False, equal: bool = False) -> None:
        """Export this frame from now on, with the ticks and the scale it is seen with."""
        self._frame = frame
        self.options.pi_ticks, self.options.equal = pi_ticks, equal
        self._update()

    def set_theme(self, theme: Theme) -> None:
        """Draw the window in the colours of this theme."""
        self._theme = theme
        self.preview.set_theme(theme)
        self.options.set_theme(theme)
        for widget, color in ((self.options, theme.panel), (self._foot, theme.panel)):
            _ground(widget, QPalette.ColorRole.Window, color)
        _ground(self._scroll, QPalette.ColorRole.Window, theme.panel)
        _ground(self._line, QPalette.ColorRole.Window, theme.border)
        _ground(self.export, QPalette.ColorRole.Button, theme.accent)
        _ground(self.export, QPalette.ColorRole.ButtonText, theme.on_accent)
        self.copy.setIcon(icon("copy", theme.text, 16))
        self._update()

    def bytes(self) -> bytes:
        """The file as it would be written now. ExportError when it cannot be made."""
        if self._frame is None:
            raise ExportError("There is no picture yet.")
        if self.format in TEXTS:
            return TEXTS[self.format].bytes(self._frame, LIGHT)
        return picture_bytes(self._frame, self.options.settings, self._theme)

    def write(self, path: str | Path) -> bool:
        """Write the file; what went wrong is said in the window."""
        path = Path(path)
        try:
            write_whole(path, self.bytes())
        except ExportError as error:
            self._say(str(error), wrong=True)
            return False
        self._folder = path.parent
        self._say(f"{path.name} is written.")
        self.exported.emit(str(path))
        return True

    def _lay_out(self) -> None:
        self._line = QFrame(self)
        self._line.setFixedHeight(1)
        self._scroll.setWidget(self.options)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFixedWidth(_OPTIONS_WIDTH)
        self.export.setDefault(True)
        for button in (self.copy, self.close_button):
            button.setAutoDefault(False)
        for button in (self.copy, self.close_button, self.export):
            button.setMinimumHeight(28)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.says, 1)
        for button in (self.copy, self.close_button, self.export):
            foot.addWidget(button)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.preview, 1)
        body.addWidget(self._scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(self._line)
        column.addWidget(self._foot)
        screen = self.screen().availableSize()
        self.resize(_SIZE.boundedTo(screen - QSize(40, 60)))

    def _connect(self) -> None:
        self.options.changed.connect(self._update)
        self._settled.timeout.connect(self._say_size)
        self.copy.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.close)
        self.export.clicked.connect(self._ask)

    @Slot()
    def _update(self) -> None:
        """Show the preview of what stands in the form."""
        if self._frame is not None and self.format in TEXTS:
            self.preview.show_text(TEXTS[self.format].text(self._frame, LIGHT))
        else:
            self.preview.show_picture(self._frame, self.options.settings)
        ready = self._frame is not None and bool(self._frame.curves)
        self.export.setEnabled(ready)
        self.copy.setEnabled(ready)
        self._settled.start()

    @Slot()
    def _say_size(self) -> None:
        if self._frame is None or not self._frame.curves or not self.isVisible():
            self._say("")
            return
        try:
            size = len(self.bytes())
        except ExportError as error:
            self._say(str(error), wrong=True)
        else:
            self._say(f"Writes {self.file_name}, about {max(1, round(size / 1000))} kB")

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        color = self._theme.error if wrong else self._theme.muted
        _ground(self.says, QPalette.ColorRole.WindowText, color)
        self.says.setText(sentence)

    @Slot()
    def _copy(self) -> None:
        """Put the picture on the clipboard, in pixels and as SVG; a table as text."""
        if self._frame is None:
            return
        data = QMimeData()
        try:
            if self.format in TEXTS:
                data.setText(self.bytes().decode())
            else:
                self._add_picture(data, self._frame)
        except ExportError as error:
            self._say(str(error), wrong=True)
            return
        QGuiApplication.clipboard().setMimeData(data)
        self._say("It is on the clipboard.")

    def _add_picture(self, data: QMimeData, frame: Frame) -> None:
        settings = self.options.settings
        data.setImageData(picture_image(frame, settings, self._theme))
        drawing = picture_bytes(frame, replace(settings, format="svg"), self._theme)
        data.setData("image/svg+xml", drawing)

    @Slot()
    def _ask(self) -> None:
        start = str(self._folder / self.file_name)
        path, _ = QFileDialog.getSaveFileName(self, "Export", start, _FILTERS[self.format])
        if path:
            self.write(path if Path(path).suffix else f"{path}.{self._suffix}")


def _stem(frame: Frame | None) -> str:
    """A file name from the formula of the point: its name, in plain letters."""
    row = frame.row(frame.document.active) if frame is not None else None
    name = re.sub(r"[^A-Za-z0-9_-]+", "", row.name) if row is not None else ""
    return name or "nablascope"


def _ground(widget: QWidget, role: QPalette.ColorRole, color: str) -> None:
    palette = widget.palette()
    palette.setColor(role, QColor(color))
    widget.setPalette(palette)
    widget.setAutoFillBackground(role == QPalette.ColorRole.Window or widget.autoFillBackground())
