"""Code: the script that computes what is on the screen, in one of four languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPen,
    QSyntaxHighlighter,
    QTextCharFormat,
)
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from core.code.words import LANGUAGES, TITLES, Script
from gui.icons import icon
from gui.panels.bands import HEAD, SIDES, band, stack
from gui.panels.headings import small
from gui.style import SMALL_PX, mono_font, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent, QTextDocument

    from core.code.words import Language

LOADING = "Loading PyTorch…"
_FOOT = 30
_KEYWORDS = (
    "and|as|assert|class|def|elif|else|except|for|from|if|import|in|is|lambda|None|not|or|return|"
    "True|False|try|with"
)
_QUOTES = '"""'


class Highlighter(QSyntaxHighlighter):
    """Comments muted, keywords in accent, strings in the colour of what is well."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._words = QRegularExpression(rf"\b(?:{_KEYWORDS})\b")
        self._strings = QRegularExpression(r'"[^"]*"')
        self._comment = QTextCharFormat()
        self._keyword = QTextCharFormat()
        self._string = QTextCharFormat()

    def set_theme(self, theme: Theme) -> None:
        for form, color in (
            (self._comment, theme.muted), (self._keyword, theme.accent), (self._string, theme.ok),
        ):  # fmt: skip
            form.setForeground(QColor(color))
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        inside = self.previousBlockState() == 1
        quotes = text.count(_QUOTES)
        self.setCurrentBlockState(int(inside != bool(quotes % 2)))
        if inside or quotes:
            start = 0 if inside else text.index(_QUOTES)
            self.setFormat(start, len(text) - start, self._string)
            return
        for pattern, form in ((self._words, self._keyword), (self._strings, self._string)):
            found = pattern.globalMatch(text)
            while found.hasNext():
                match = found.next()
                self.setFormat(match.capturedStart(), match.capturedLength(), form)
        place = text.find("# ")
        if place >= 0 and text.count('"', 0, place) % 2 == 0:
            self.setFormat(place, len(text) - place, self._comment)


class CodePanel(QWidget):
    """The four languages at the head, the script, and the asserts of its derivative at the foot."""

    language_chosen = Signal(str)
    told = Signal(str)
    wrote = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._script: Script | None = None
        self._name = "nablascope"
        self.editor = QPlainTextEdit(self)
        self.editor.setReadOnly(True)
        self.editor.setFont(mono_font())
        self.editor.setFrameShape(QFrame.Shape.NoFrame)
        self.editor.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.editor.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.editor.setTabChangesFocus(True)
        self.editor.setAccessibleName("Script")
        self.editor.document().setDocumentMargin(SIDES)
        self._colors = Highlighter(self.editor.document())
        self.says = small(QLabel(self))
        self.claim = QLabel(self)
        self.claim.setFont(mono_font())
        self.claim.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._claimed = ""
        self.copy = self._button("Copy", "Put the script on the clipboard.")
        self.save = self._button("Save as .py…", "Write the script to a file.")
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._ask)
        self._switch = self._make_switch()
        self._lay_out()
        self.show_idle(LOADING)

    def show_script(self, script: Script | str, name: str) -> None:
        """Show a script, or the sentence why there is none; `name` is that of its file."""
        if isinstance(script, str) or not script.text:
            self.show_idle(script if isinstance(script, str) else script.note)
            return
        if self._script is None or self._script.text != script.text:
            bar = self.editor.verticalScrollBar()
            place = bar.value()
            self.editor.setPlainText(script.text)
            bar.setValue(place)
        self._script, self._name = script, name
        self._fade(False)
        self.says.setText(script.note or "The asserts hold what the screen shows.")
        self._claim(script.text)

    def show_idle(self, sentence: str) -> None:
        """There is no script: say why."""
        self._script = None
        self.editor.setPlainText("")
        self.says.setText(sentence)
        self._claim("")
        self._fade(False)

    def fade(self) -> None:
        """This is the script of another point or formula; the new one is being written."""
        self._fade(True)

    def show_language(self, language: Language) -> None:
        """Show which language is chosen; never fires."""
        self.languages[LANGUAGES.index(language)].setChecked(True)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.copy.setIcon(icon("copy", theme.text, 16, theme.faint))
        self.save.setIcon(icon("save", theme.text, 16, theme.faint))
        self._colors.set_theme(theme)

    def focus(self) -> None:
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def write(self, path: str | Path) -> None:
        """Write the script to a file; what went wrong is said."""
        if self._script is None:
            return
        from core.files.session import write_whole

        try:
            write_whole(Path(path), self._script.text.encode(errors="replace"))
        except OSError as error:
            reason = (error.strerror or "the folder does not let us").lower()
            self.says.setText(f"{Path(path).name} cannot be written: {reason}.")
        else:
            self.wrote.emit(f"{Path(path).name} is written.")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(self._theme.border), 1))
        line = self.height() - _FOOT + 0.5
        painter.drawLine(QPointF(0, line), QPointF(self.width(), line))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_claim()

    def _claim(self, text: str) -> None:
        """The last assert, that of the highest derivative, with its comment above it."""
        lines = text.splitlines()
        last = max((k for k, line in enumerate(lines) if line.startswith("assert ")), default=-1)
        self._claimed = ""
        if last >= 0:
            end = next((k for k in range(last, len(lines)) if not lines[k].strip()), len(lines))
            joined = " ".join(line.strip() for line in lines[last:end])
            self._claimed = joined.replace("( ", "(").replace(", )", ")").replace(" )", ")")
        self._show_claim()

    def _show_claim(self) -> None:
        room = max(self.width() - 2 * SIDES, 40)
        metrics = QFontMetrics(self.claim.font())
        self.claim.setText(metrics.elidedText(self._claimed, Qt.TextElideMode.ElideRight, room))
        self.claim.setToolTip(self._claimed if len(self._claimed) < 2000 else "")

    def _fade(self, on: bool) -> None:
        self.editor.setEnabled(not on)
        for button in (self.copy, self.save):
            button.setEnabled(self._script is not None and not on)

    def _button(self, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setProperty("boxed", True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFixedHeight(26)
        button.setIconSize(QSize(16, 16))
        button.setToolTip(f"{text.rstrip('…')}\n{tip}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _make_switch(self) -> QFrame:
        frame = QFrame(self)
        frame.setObjectName("switch")
        frame.setAccessibleName("Language")
        frame.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(frame)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self.languages: list[QToolButton] = []
        bold = QFontMetrics(ui_font(weight=QFont.Weight.DemiBold))
        for place, language in enumerate(LANGUAGES):
            word = TITLES[language]
            button = QToolButton(frame)
            button.setText(word)
            button.setCheckable(True)
            button.setChecked(not place)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(f"Language: {word}")
            button.setToolTip(f"{word}\nWrite the script in {word}.")
            button.setFixedSize(bold.horizontalAdvance(word) + 22, 24)
            self._group.addButton(button, place)
            row.addWidget(button)
            self.languages.append(button)
        self._group.idClicked.connect(self._chosen)
        return frame

    def _lay_out(self) -> None:
        self.says.setMinimumWidth(0)
        self.says.setWordWrap(True)
        self.says.setFont(ui_font(SMALL_PX))
        head = band(self, HEAD, 8, self.says, self._switch, self.says, self.copy, self.save)
        stack(self, head, self.editor, band(self, _FOOT, 0, self.claim, self.claim))

    def _chosen(self, place: int) -> None:
        self.language_chosen.emit(LANGUAGES[place])

    def _copy(self) -> None:
        if self._script is not None:
            QApplication.clipboard().setText(self._script.text)
            self.told.emit(f"The {TITLES[self._script.language]} script")

    def _ask(self) -> None:
        start = f"{self._name}.py"
        path, _ = QFileDialog.getSaveFileName(self, "Save the script", start, "Python (*.py)")
        if path:
            self.write(path if Path(path).suffix else f"{path}.py")
