"""One row of the formula list: editor, echo, switches, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from core.choices import USUAL
from core.errors import InputError
from gui.icons import icon
from gui.maths import MathsLabel
from gui.panels.cards import icon_button
from gui.panels.colors import color_menu
from gui.panels.editor import MOST, FormulaEditor
from gui.panels.headings import small
from gui.panels.marks import Chip
from gui.panels.mistake import MistakeBlock
from gui.panels.plane_tools import PlaneTools
from gui.panels.row_tools import RowTools
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.choices import Several
    from core.document import Formula
    from core.frame import Row

ERROR_WAIT = 600  # ms after the last key before a mistake at the end of the text is named
_BAR = 3
_INDENT = 34


class FormulaRow(QWidget):
    """Shows a `Formula` and how it was read; all that a person does leaves as an intent."""

    text_edited = Signal(str)
    chosen = Signal()
    left = Signal(int)
    entered = Signal()
    emptied = Signal()
    edit_finished = Signal()
    order_switched = Signal(int, bool)
    mark_switched = Signal(str, bool)
    plane_mark_switched = Signal(str, bool)
    hidden_switched = Signal(bool)
    color_picked = Signal(int)
    removal_wanted = Signal()
    copy_wanted = Signal()
    caret_moved = Signal(int)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._formula: Formula | None = None
        self._read: Row | None = None
        self._several = USUAL
        self._active = False
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(ERROR_WAIT)
        self._wait.timeout.connect(self._show_reading)
        self.chip = Chip(self)
        self.editor = FormulaEditor(self)
        self.eye = icon_button("Hide this formula", parent=self)
        self.menu = icon_button("More for this formula", parent=self)
        self.echo = MathsLabel(self)
        self.note = small(QLabel(self))
        self.note.setWordWrap(True)
        self.tools = RowTools(self)
        self._plane_tools: PlaneTools | None = None
        self._mistake: MistakeBlock | None = None
        self._landmarks = True
        self._lay_out()
        self._connect()
        self.eye.hide()
        self.menu.hide()
        self.set_theme(theme)

    @property
    def key(self) -> int | None:
        """The key of the formula; None in the empty last row."""
        return self._formula.key if self._formula else None

    @property
    def plane_tools(self) -> PlaneTools:
        """The switches of a field; they take long to build and most rows never show them."""
        if self._plane_tools is None:
            made = self._plane_tools = PlaneTools(self)
            made.hide()
            made.show_marks(self._several.marks)
            made.show_landmarks(self._landmarks)
            made.set_theme(self._theme)
            made.mark_switched.connect(self.plane_mark_switched)
            self._below.insertWidget(self._below.indexOf(self.tools) + 1, made)
        return self._plane_tools

    @property
    def mistake(self) -> MistakeBlock:
        """What is wrong; built when something first is."""
        if self._mistake is None:
            made = self._mistake = MistakeBlock(self)
            made.set_theme(self._theme)
            made.fix_wanted.connect(self.editor.apply)
            self._below.addWidget(made)
        return self._mistake

    @property
    def controls(self) -> list[QWidget]:
        """Everything that takes the focus, in order."""
        pills: list[QWidget] = []
        if self._plane_tools is not None:
            pills = [*self._plane_tools.pills.values(), self._plane_tools.landmarks]
        return [self.editor, self.chip, self.eye, self.menu, *self.tools.controls, *pills]

    @property
    def has_mistake(self) -> bool:
        return self._read is not None and self._read.error is not None

    def show_several(self, several: Several, landmarks: bool) -> None:
        """Show what is chosen for functions of several variables, and whether landmarks are."""
        self._landmarks = landmarks
        if self._plane_tools is not None:
            self._plane_tools.show_landmarks(landmarks)
            self._plane_tools.show_marks(several.marks)
        if several is not self._several:
            self._several = several
            self._show_reading()

    def show_formula(self, formula: Formula | None, active: bool) -> None:
        """Show what is chosen for this row; None is the row to come."""
        if formula == self._formula and active == self._active and self.eye.isHidden() == (
            formula is None
        ):
            return
        self._formula, self._active = formula, active
        self.editor.show_text(formula.text if formula else "")
        self.editor.set_outlined(active)
        self.eye.setVisible(formula is not None)
        self.menu.setVisible(formula is not None)
        self._recolor()
        self.update()

    def show_read(self, read: Row | None) -> None:
        """Show how the text was read. A mistake waits while the person still types at the end."""
        if read is self._read:
            return
        self._read = read
        if self._wait.isActive() and self.has_mistake:
            self._show_echo()
            return
        self._show_reading()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.editor.set_theme(theme)
        self.echo.set_theme(theme)
        for part in (self._mistake, self._plane_tools):
            if part is not None:
                part.set_theme(theme)
        self.menu.setIcon(icon("menu", theme.muted))
        self._recolor()
        self.update()

    def take_focus(self) -> None:
        """Put the caret at the end of this row."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.caret_to(len(self.editor.text))

    def show_mistake_place(self) -> None:
        """Put the caret where the mistake is, and name it now."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._wait.stop()
        self._show_reading()
        if self._read is not None and self._read.error is not None:
            self.editor.caret_to(self._read.error.end)

    def sizeHint(self) -> QSize:
        return QSize(280, super().sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.take_focus()
        self.chosen.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._active:
            painter.fillRect(self.rect(), QColor(self._theme.base))
            painter.fillRect(QRectF(0, 0, _BAR, self.height()), QColor(self._theme.accent))
        if self._formula is not None:
            line = QRectF(0, self.height() - 1, self.width(), 1)
            painter.fillRect(line, QColor(self._theme.border))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addSpacing(3)
        head.addWidget(self.editor, 1)
        head.addSpacing(3)
        head.addWidget(self.eye, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.menu, 0, Qt.AlignmentFlag.AlignVCenter)
        below = self._below = QVBoxLayout()
        below.setContentsMargins(_INDENT - 9, 0, 0, 0)
        below.setSpacing(6)
        below.addWidget(self.echo)
        below.addWidget(self.note)
        below.addWidget(self.tools)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(9, 8, 8, 9)
        whole.setSpacing(6)
        whole.addLayout(head)
        whole.addLayout(below)

    def _connect(self) -> None:
        self.editor.text_edited.connect(self._edited)
        self.editor.focus_gained.connect(self.chosen)
        self.editor.focus_lost.connect(self._leave)
        self.editor.left.connect(self.left)
        self.editor.entered.connect(self.entered)
        self.editor.emptied.connect(self.emptied)
        self.editor.refused.connect(self._refuse)
        self.editor.caret_moved.connect(self.caret_moved)
        self.chip.clicked.connect(self._pick_color)
        self.eye.clicked.connect(self._switch_hidden)
        self.menu.clicked.connect(self._show_menu)
        self.tools.order_switched.connect(self.order_switched)
        self.tools.mark_switched.connect(self.mark_switched)

    def _edited(self, text: str) -> None:
        if self.editor.caret_at_end:
            self._wait.start()
        else:
            self._wait.stop()
        self.text_edited.emit(text)

    def _refuse(self, count: int) -> None:
        """Say why a text was not put in; what stands there stays."""
        self.mistake.show_mistake(InputError(
            f"The text has {count:,} characters; up to {MOST:,} are read.",
            hint="It was not put in. Shorten it or split it over several rows.",
        ))  # fmt: skip

    def _leave(self) -> None:
        if self._wait.isActive():
            self._wait.stop()
            self._show_reading()
        self.edit_finished.emit()

    def _switch_hidden(self) -> None:
        if self._formula is not None:
            self.hidden_switched.emit(self._formula.visible)

    def _pick_color(self) -> None:
        if self._formula is None:
            self.take_focus()
            return
        menu = color_menu(self._theme, self._formula.color(0), self)
        menu.triggered.connect(self._color_chosen)
        menu.popup(self.chip.mapToGlobal(self.chip.rect().bottomLeft()))

    def _color_chosen(self, action: QAction) -> None:
        self.color_picked.emit(int(action.data()))

    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Colour…", self._pick_color)
        menu.addAction("Duplicate", self.copy_wanted.emit)
        menu.addSeparator()
        menu.addAction(icon("trash", self._theme.text), "Remove", self.removal_wanted.emit)
        menu.popup(self.menu.mapToGlobal(self.menu.rect().bottomLeft()))

    def _show_reading(self) -> None:
        self._show_echo()
        error = self._shown_error()
        if error is not None or self._mistake is not None:
            self.mistake.show_mistake(error)
        self.editor.mark(None if error is None else (error.start, error.end))
        self._show_switches()

    def _shown_error(self) -> InputError | None:
        blank = self._formula is None or not self._formula.text.strip()
        return None if self._read is None or blank else self._read.error

    def _show_echo(self) -> None:
        latex = self._read.latex if self._read is not None and not self._read.held else ""
        if self._formula is None or not self._formula.text.strip():
            latex = ""
        self.echo.set_latex(latex)
        self.echo.setVisible(bool(latex))
        note = self._read.note if self._read is not None and latex else ""
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def _show_switches(self) -> None:
        """The switches stand under a formula that can be read, and stay while it is mended."""
        formula = self._formula
        readable = formula is not None and formula.visible and bool(formula.text.strip())
        drawn = self._read is None or self._read.drawn
        read = self._read
        several = read is not None and (len(read.variables) > 1 or read.components > 0)
        fine = self._mistake is None or self._mistake.isHidden()
        shown = readable and drawn and fine
        as_curve = not several or (read is not None and self._as_curve(read))
        self.tools.setVisible(shown and as_curve)
        as_field = shown and self._active and read is not None and self._as_field(read)
        if as_field or self._plane_tools is not None:
            self.plane_tools.setVisible(as_field)
        name = (self._read.name if self._read is not None else "") or "f"
        self.tools.show_formula(formula, name, self._theme)

    def _as_curve(self, read: Row) -> bool:
        """Whether a function of several variables is cut; a map never is."""
        if read.components:
            return False
        return (self._several.space_view if read.spatial else self._several.view) in ("line", "cut")

    def _as_field(self, read: Row) -> bool:
        """Whether it is shown as a field."""
        if read.components:
            return False
        if read.spatial:
            return self._several.space_view == "plane"
        return len(read.variables) == 2 and self._several.view in ("field", "hessian", "arrows")

    def _recolor(self) -> None:
        formula, theme = self._formula, self._theme
        place = None if formula is None else formula.color(0) or 0
        self.chip.set_color(None if place is None else theme.curves[place], theme)
        visible = formula is None or formula.visible
        self.eye.setIcon(icon("eye" if visible else "eye-off", theme.muted))
        self.eye.setToolTip("Hide this formula" if visible else "Show this formula")
        self._show_switches()
