"""The window that makes a moving picture of a slider; a process of its own does the work."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QProcess, QProcessEnvironment, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.errors import InputError
from core.files import session
from core.language import number
from core.words import number as spelled

if TYPE_CHECKING:
    from core.document import Document, Viewport
    from core.frame import Frame

KINDS = (("GIF", "gif"), ("APNG", "apng"), ("WebP", "webp"))
ROOT = Path(__file__).parents[2]
NO_SLIDER = "There is no slider to move: type a formula with a free letter, for example a x^2."


class SweepDialog(QDialog):
    """A window beside the main one. `exported` carries the path that was written."""

    exported = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export a moving picture")
        self.setModal(False)
        self._document: Document | None = None
        self._viewport: Viewport | None = None
        self._theme = "light"
        self._scale: list[str] = []
        self._path = ""
        self._copy: Path | None = None
        self.process = QProcess(self)
        self._build()
        self._lay_out()
        self._connect()

    def show_frame(
        self, frame: Frame, theme: str, *, pi_ticks: bool = False, equal: bool = False
    ) -> None:
        """Take what is on the screen, and its sliders."""
        self._scale = [*(["--pi-ticks"] if pi_ticks else []), *(["--equal"] if equal else [])]
        self._document, self._viewport, self._theme = frame.document, frame.viewport, theme
        before = self.slider.currentText()
        self.slider.clear()
        self._ranges = {each.name: (each.minimum, each.maximum) for each in frame.parameters}
        self.slider.addItems(list(self._ranges))
        if before in self._ranges:
            self.slider.setCurrentText(before)
        self._take_range()
        self.start.setEnabled(bool(self._ranges))
        self._say("" if self._ranges else NO_SLIDER)

    def write(self, path: str) -> None:
        """Begin to write the moving picture; `exported` follows when it is there."""
        words = self._words(path)
        if words is None or self._document is None or self._viewport is None:
            return
        self._path = path
        handle, name = tempfile.mkstemp(suffix=".nabla")
        os.close(handle)
        self._copy = Path(name)
        session.write(self._copy, self._document, self._viewport)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("QT_QPA_PLATFORM", "offscreen")
        self.process.setProcessEnvironment(environment)
        self.process.setWorkingDirectory(str(ROOT))
        self.process.start(sys.executable, ["-m", "gui", "export", name, *words])
        self._working(True)
        self._say("Drawing …")

    def cancel(self) -> None:
        """Stop the work; nothing is written."""
        if self.process.state() != QProcess.ProcessState.NotRunning:
            self.process.kill()
            self.process.waitForFinished(2000)

    def done(self, result: int) -> None:
        """Close the window and what still runs."""
        self.cancel()
        super().done(result)

    # --- the form ---

    def _build(self) -> None:
        self._ranges: dict[str, tuple[float, float]] = {}
        self.slider = _named(QComboBox(self), "Slider")
        self.low = _named(QLineEdit(self), "From")
        self.high = _named(QLineEdit(self), "To")
        self.count = _spin(self, "Pictures", 2, 2000, 60)
        self.fps = _spin(self, "Pictures a second", 1, 60, 25)
        self.bounce = QCheckBox("There and back", self)
        self.kind = _named(QComboBox(self), "Format")
        for name, suffix in KINDS:
            self.kind.addItem(name, suffix)
        self.width_field = _spin(self, "Width in pixels", 160, 4000, 800)
        self.height_field = _spin(self, "Height in pixels", 120, 4000, 560)
        self.progress = _named(QProgressBar(self), "Progress")
        self.says = QLabel(self)
        self.says.setWordWrap(True)
        self.start = QPushButton("Export…", self)
        self.stop = QPushButton("Cancel", self)
        self.stop.setEnabled(False)
        self.close_button = QPushButton("Close", self)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow("Slider", self.slider)
        form.addRow("From, to", _row(self.low, self.high))
        form.addRow("Pictures", _row(self.count, QLabel("at"), self.fps, QLabel("a second")))
        form.addRow("", self.bounce)
        form.addRow("Format", self.kind)
        form.addRow("Size", _row(self.width_field, QLabel("×"), self.height_field, QLabel("px")))
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.progress)
        column.addWidget(self.says)
        column.addStretch(1)
        column.addLayout(_row(None, self.stop, self.close_button, self.start))
        self.setMinimumWidth(420)

    def _connect(self) -> None:
        self.slider.currentTextChanged.connect(self._take_range)
        self.start.clicked.connect(self._ask)
        self.stop.clicked.connect(self.cancel)
        self.close_button.clicked.connect(self.close)
        self.process.readyReadStandardOutput.connect(self._listen)
        self.process.finished.connect(self._finished)

    @Slot()
    def _take_range(self) -> None:
        low, high = self._ranges.get(self.slider.currentText(), (-5.0, 5.0))
        self.low.setText(spelled(low))
        self.high.setText(spelled(high))

    def _words(self, path: str) -> list[str] | None:
        """The command line of what stands in the form; None when a number cannot be read."""
        try:
            low, high = number(self.low.text()), number(self.high.text())
        except InputError as error:
            self._say(error.message)
            return None
        if not low < high:
            self._say("The slider runs from a smaller to a larger number.")
            return None
        words = ["-o", path, "--sweep", f"{self.slider.currentText()}={low!r}:{high!r}"]
        words += ["--frames", str(self.count.value()), "--fps", str(self.fps.value())]
        words += ["--size", f"{self.width_field.value()}x{self.height_field.value()}"]
        words += ["--theme", self._theme, "--progress", *self._scale]
        return [*words, "--bounce"] if self.bounce.isChecked() else words

    @Slot()
    def _ask(self) -> None:
        name, suffix = self.kind.currentText(), self.kind.currentData()
        path, _ = QFileDialog.getSaveFileName(
            self, "Export a moving picture", str(Path.home() / f"sweep.{suffix}"),
            f"{name} (*.{suffix})",
        )  # fmt: skip
        if path:
            self.write(path if path.lower().endswith(f".{suffix}") else f"{path}.{suffix}")

    # --- the work ---

    @Slot()
    def _listen(self) -> None:
        lines = bytes(self.process.readAllStandardOutput().data()).decode().split()
        if lines and "/" in lines[-1]:
            done, _, count = lines[-1].partition("/")
            self.progress.setMaximum(int(count))
            self.progress.setValue(int(done))

    @Slot(int, QProcess.ExitStatus)
    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._working(False)
        if self._copy is not None:
            self._copy.unlink(missing_ok=True)
        if status is not QProcess.ExitStatus.NormalExit:
            self._say("Stopped. Nothing was written.")
        elif code != 0:
            words = bytes(self.process.readAllStandardError().data()).decode(errors="replace")
            self._say(words.removeprefix("nablascope: ").strip() or "It could not be written.")
        else:
            self._say(f"Written to {self._path}.")
            self.exported.emit(self._path)

    def _working(self, working: bool) -> None:
        self.start.setEnabled(not working)
        self.stop.setEnabled(working)
        self.progress.setValue(0)

    def _say(self, sentence: str) -> None:
        self.says.setText(sentence)


def _named(widget: Any, name: str) -> Any:
    widget.setAccessibleName(name)
    return widget


def _spin(parent: QWidget, name: str, low: int, high: int, value: int) -> QSpinBox:
    field = _named(QSpinBox(parent), name)
    field.setRange(low, high)
    field.setValue(value)
    return field


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
