"""What leaves the window: the export windows and the clipboard."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog

from core.code.words import FORMS, TITLES, Script, Table

if TYPE_CHECKING:
    from core.frame import Frame
    from gui.main_window import MainWindow
    from gui.theme import Theme


class Outlets(QObject):
    """Opens the export windows when they are first wanted, and keeps them up to date."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.export: Any = None
        self.sweep: Any = None

    def open_export(self) -> None:
        """Open the window for pictures and tables, or bring it to the front."""
        if self.export is None:
            from gui.export.dialog import ExportDialog

            self.export = ExportDialog(self._window)
            self.export.set_theme(self._window.theme)
            self._window.store.turned.connect(self._follow_camera)
        if self._window.frame is not None:
            self._show(self._window.frame)
        _to_front(self.export)

    def open_sweep(self) -> None:
        """Open the window for moving pictures, or bring it to the front."""
        if self.sweep is None:
            from gui.export.sweep_dialog import SweepDialog

            self.sweep = SweepDialog(self._window)
        if self._window.frame is not None:
            seen = self._seen(self._window.frame)
            self.sweep.show_frame(seen, self._window.theme.name, **self._scale())
        _to_front(self.sweep)

    def copy_picture(self) -> bool:
        """Put the plot on the clipboard: as large as on the screen, at twice its pixels."""
        frame = self._window.frame
        if frame is None:
            return False
        from gui.export.picture import PictureSettings, picture_image

        wide, high = frame.viewport.width + 64, frame.viewport.height + 76
        plot = self._window.stage.plot
        if frame.map is not None and plot is not None:  # its plane is only a part of the plot
            wide, high = plot.width(), plot.height() + 38
        as_seen = PictureSettings(
            "png", 2 * wide, 2 * high, "px", 192.0,
            line_width=2.1, colors="screen", title=False, **self._scale(),
        )  # fmt: skip
        frame = self._seen(frame)
        QApplication.clipboard().setImage(picture_image(frame, as_seen, self._window.theme))
        return True

    def take_text(self, made: Script | Table | str) -> None:
        """Put a script or a table that was asked for on the clipboard, or say why there is none."""
        if isinstance(made, str):
            self._window.status.say(made)
            return
        if isinstance(made, Script) and not made.text:
            self._window.status.say(made.note)
            return
        QApplication.clipboard().setText(made.text)
        if isinstance(made, Table):
            self._window.status.say_copied(f"The derivation in {FORMS[made.form]}")
        else:
            self._window.status.say_copied(f"The {TITLES[made.language]} script")

    def show_frame(self, frame: Frame) -> None:
        """The picture window follows what is on the screen."""
        if self.export is not None and self.export.isVisible():
            self._show(frame)

    def _follow_camera(self) -> None:
        """A surface that is turned needs no frame, but its picture another look."""
        if self._window.frame is not None:
            self.show_frame(self._window.frame)

    def _show(self, frame: Frame) -> None:
        self.export.show_frame(self._seen(frame), **self._scale())

    def _seen(self, frame: Frame) -> Frame:
        """The frame with the ranges that are on the screen: 1:1 shows others than were fitted."""
        seen = self._window.stage.seen
        return replace(frame, viewport=seen) if seen is not None else frame

    def _scale(self) -> dict[str, bool]:
        """The ticks and the scale that are on the screen."""
        stage = self._window.stage
        return {"pi_ticks": stage.tools["pi_ticks"],
                "equal": stage.tools["equal"] and stage.works("equal")}  # fmt: skip

    def set_theme(self, theme: Theme) -> None:
        """Dress the windows that are there."""
        if self.export is not None:
            self.export.set_theme(theme)

    def close(self) -> None:
        """Close the windows that are there."""
        for dialog in (self.export, self.sweep):
            if dialog is not None:
                dialog.close()


def _to_front(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
