"""The options of the export: a form that is always a valid `PictureSettings`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from gui.export.choice import Choice
from gui.export.picture import PictureSettings
from gui.export.texts import TEXTS
from gui.style import SMALL_PX, ui_font
from gui.theme import LIGHT, Theme

CUSTOM = "Own size"
_LEAST_TEXT, _LEAST_LINE = 6.0, 0.25
_PER_INCH = {"mm": 25.4, "in": 1.0}
_SWITCHES = (
    ("title", "Formula as title"), ("legend", "Legend"), ("grid", "Grid"),
    ("values", "Values at the point"), ("transparent", "Transparent background"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Preset:
    """A size that is often wanted, with text and lines to match."""

    name: str
    width: float
    height: float
    unit: str
    text_size: float
    line_width: float
    dpi: float = 300.0


PRESETS = (
    Preset("Journal, one column", 85, 60, "mm", 8, 1.0),
    Preset("Journal, one and a half columns", 160, 100, "mm", 9, 1.2),
    Preset("Journal, full page width", 180, 115, "mm", 9, 1.2),
    Preset("Slide, 16 : 9", 13.33, 7.5, "in", 20, 3.0, 144),
    Preset("Web page", 1600, 1000, "px", 9.75, 2.1, 192),
)


class Options(QWidget):
    """The form at the right of the export window; `changed` after every change by a person."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.format = Choice("Format", (("pdf", "PDF"), ("svg", "SVG"), ("png", "PNG"),
                                        *((key, each.name) for key, each in TEXTS.items())),
                             self)  # fmt: skip
        self.width_field = _Number("Width", 1, 20000, "", 1)
        self.height_field = _Number("Height", 1, 20000, "", 1)
        self.unit = QComboBox(self)
        self.unit.addItems(["mm", "in", "px"])
        self.unit.setAccessibleName("Unit")
        self.preset = QComboBox(self)
        self.preset.addItems([preset.name for preset in PRESETS] + [CUSTOM])
        self.preset.setAccessibleName("Preset")
        self.dpi = _Number("Pixels per inch", 30, 2400, " dpi", 0)
        self.text_size = _Number("Text size", 3, 72, " pt", 1)
        self.line_width = _Number("Width of the line of f", 0.1, 20, " pt", 2)
        self.colors = Choice("Colours", (("paper", "Paper"), ("screen", "As on screen"),
                                         ("greys", "Greys")), self)  # fmt: skip
        self.switches = {name: QCheckBox(says, self) for name, says in _SWITCHES}
        self.pixels = QLabel(self)
        self.text_note = QLabel(self)
        self.line_note = QLabel(self)
        self._theme = LIGHT
        self._unit_was = "mm"
        self.pi_ticks = self.equal = False  # as on the screen
        self._lay_out()
        self._connect()
        self._set(PictureSettings())
        self.preset.setCurrentIndex(1)
        self._tell()

    @property
    def settings(self) -> PictureSettings:
        """The settings as they stand; the format of a table is that of a PDF."""
        picture = "pdf" if self.format.value in TEXTS else self.format.value
        return PictureSettings(
            format=picture,
            width=self.width_field.value(),
            height=self.height_field.value(),
            unit=self.unit.currentText(),
            dpi=self.dpi.value(),
            text_size=self.text_size.value(),
            line_width=self.line_width.value(),
            colors=self.colors.value,
            pi_ticks=self.pi_ticks,
            equal=self.equal,
            **{name: box.isChecked() for name, box in self.switches.items()},
        )

    def set_theme(self, theme: Theme) -> None:
        for choice in (self.format, self.colors):
            choice.set_theme(theme)
        self._theme = theme
        _ink(self.pixels, theme.muted)
        self._tell()

    def _set(self, settings: PictureSettings) -> None:
        """Show settings; nothing is emitted."""
        fields = (self.width_field, self.height_field, self.dpi, self.text_size, self.line_width)
        values = (settings.width, settings.height, settings.dpi, settings.text_size,
                  settings.line_width)  # fmt: skip
        self._take_unit(settings.unit)
        for field, value in zip(fields, values, strict=True):
            with QSignalBlocker(field):
                field.setValue(value)
        self.colors.set_value(settings.colors)
        for name, box in self.switches.items():
            with QSignalBlocker(box):
                box.setChecked(getattr(settings, name))

    def _take_unit(self, unit: str) -> None:
        with QSignalBlocker(self.unit):
            self.unit.setCurrentText(unit)
        self._unit_was = unit
        for field in (self.width_field, self.height_field):
            with QSignalBlocker(field):
                field.setDecimals({"mm": 1, "in": 2, "px": 0}[unit])
                field.setSingleStep({"mm": 1.0, "in": 0.1, "px": 10.0}[unit])
                field.setMinimum({"mm": 10.0, "in": 0.4, "px": 40.0}[unit])

    def _lay_out(self) -> None:
        size = QHBoxLayout()
        size.setSpacing(6)
        for widget in (self.width_field, QLabel("×", self), self.height_field, self.unit):
            size.addWidget(widget)
        size.addStretch(1)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.addRow("Format", self.format)
        form.addRow("Size", size)
        form.addRow("Preset", self.preset)
        form.addRow("Resolution", _row(self.dpi, self.pixels))
        form.addRow("Text size", _row(self.text_size, self.text_note))
        form.addRow("Lines", _row(self.line_width, self.line_note))
        form.addRow("Colours", self.colors)
        for box in self.switches.values():
            form.addRow("", box)
        for label in (self.pixels, self.text_note, self.line_note):
            label.setFont(ui_font(SMALL_PX))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 12)
        column.addLayout(form)
        column.addStretch(1)

    def _connect(self) -> None:
        self.format.chosen.connect(self._changed)
        self.colors.chosen.connect(self._changed)
        self.width_field.valueChanged.connect(self._own)
        self.height_field.valueChanged.connect(self._own)
        for field in (self.dpi, self.text_size, self.line_width):
            field.valueChanged.connect(self._changed)
        for box in self.switches.values():
            box.toggled.connect(self._changed)
        self.unit.currentTextChanged.connect(self._unit_chosen)
        self.preset.activated.connect(self._preset_chosen)

    @Slot()
    def _changed(self) -> None:
        self._tell()
        self.changed.emit()

    @Slot()
    def _own(self) -> None:
        self.preset.setCurrentText(CUSTOM)
        self._changed()

    @Slot(str)
    def _unit_chosen(self, unit: str) -> None:
        """Keep the size on paper and say it in the other unit."""
        dpi, before = self.dpi.value(), self._unit_was
        factor = _PER_INCH.get(unit, dpi) / _PER_INCH.get(before, dpi)
        wide, high = self.width_field.value() * factor, self.height_field.value() * factor
        self._take_unit(unit)
        for field, value in ((self.width_field, wide), (self.height_field, high)):
            with QSignalBlocker(field):
                field.setValue(value)
        self._changed()

    @Slot(int)
    def _preset_chosen(self, place: int) -> None:
        if place < len(PRESETS):
            chosen = PRESETS[place]
            parts = {name: getattr(chosen, name) for name in
                     ("width", "height", "unit", "text_size", "line_width", "dpi")}  # fmt: skip
            self._set(replace(self.settings, **parts))
        self._changed()

    def _tell(self) -> None:
        """Say what goes with the format, and what would be hard to read."""
        kind, settings = self.format.value, self.settings
        picture, pixels = kind not in TEXTS, kind == "png" or settings.unit == "px"
        for widget in (self.width_field, self.height_field, self.unit, self.preset,
                       self.text_size, self.line_width, self.colors,
                       *self.switches.values()):  # fmt: skip
            widget.setEnabled(picture)
        self.dpi.setEnabled(picture and pixels)
        wide, high = settings.pixels
        self.pixels.setText(f"{wide} × {high} pixels" if kind == "png" else "")
        self._note(
            self.text_note,
            settings.text_size < _LEAST_TEXT,
            "Hard to read under 6 pt.",
            f"smallest label {_smallest(settings):.2g} pt",
        )
        self._note(
            self.line_note,
            settings.line_width < _LEAST_LINE,
            "Vanishes in print under 0.25 pt.",
            "",
        )

    def _note(self, label: QLabel, wrong: bool, warning: str, note: str) -> None:
        label.setText(warning if wrong else note)
        _ink(label, self._theme.warning if wrong else self._theme.muted)


def _smallest(settings: PictureSettings) -> float:
    """The size of the tick labels in points: smaller than asked for in a small picture."""
    return settings.scale * ui_font(SMALL_PX).pixelSize() * 0.75


class _Number(QDoubleSpinBox):
    """A number with its unit, without arrows: the wheel and the arrow keys change it."""

    def __init__(self, name: str, low: float, high: float, suffix: str, decimals: int) -> None:
        super().__init__()
        self.setRange(low, high)
        self.setDecimals(decimals)
        self.setSuffix(suffix)
        self.setAccessibleName(name)
        self.setKeyboardTracking(False)
        self.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self.setFrame(False)
        self.setSingleStep(10.0**-decimals if decimals else 10.0)
        self.setFixedSize(84, 26)
        self.lineEdit().setTextMargins(5, 0, 4, 0)

    def textFromValue(self, value: float) -> str:
        return (
            f"{value:.{self.decimals()}f}".rstrip("0").rstrip(".")
            if self.decimals()
            else (f"{value:.0f}")
        )


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def _ink(label: QLabel, color: str) -> None:
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, QColor(color))
    label.setPalette(palette)
