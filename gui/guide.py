"""The guide of the language: short sections with examples that a click puts into a new row."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gui.panels.headings import heading, small
from gui.scroll import filled
from gui.style import mono_font

WIDTH, HEIGHT = 560, 620
LEAD = "Click an example to put it into a new row. What you type is shown back as it was read."


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a sentence, and examples with what they mean."""

    title: str
    sentence: str
    examples: tuple[tuple[str, str], ...]


SECTIONS = (
    Section("Products and powers", "The sign of a product may be left out.", (
        ("2x sin 3x", "2·x·sin(3x)"),
        ("(x+1)(x-1)", "a product of brackets"),
        ("x² - x⁻¹", "powers as letters, or x^2 and x^(-1)"),
        ("x^(1/3)", "odd roots of negative numbers are real"),
        ("1/2x", "left to right, as in code: half of x"),
    )),
    Section("Functions", "Brackets may be left out; the list under the word names them all.", (
        ("sin x/2 + sin^2 x", "sin(x/2) + (sin x)²"),
        ("sin⁻¹(x/5)", "the inverse function, arcsin"),
        ("ln(1 + x²)", "log is natural; log2, log10, log(x, 3)"),
        ("√(x+5) + |x - 1|", "roots and absolute values"),
        ("max(x, 1 - x) + mod(x, 2)", "several arguments"),
    )),
    Section("Sliders", "A name that stands for nothing else becomes a slider.", (
        ("a x³ + sin(b x)", "two sliders, a and b"),
        ("A e^(-λ x) cos(ω x)", "Greek by letter or by name"),
        ("x² + c_1 x + c_2", "names with an index"),
        ("P = (a, b)", "a point: drag it, and both sliders move"),
    )),
    Section("Names of your own", "Rows can use one another.", (
        ("f(x) = x³ - 2x", "a function with a name"),
        ("g(t) = t² e^(-t)", "a function of t"),
        ("k = 2", "a constant"),
    )),
    Section("Derivatives in formulas", "They are computed exactly, like all others.", (
        ("d/dx (x² sin x)", "the derivative of a term"),
        ("d^2/dx^2 (x⁴)", "the second one"),
        ("diff(x^3, x)", "the same as a function"),
    )),
    Section("Maps and curves", "Several components stand in brackets.", (
        ("F(x, y) = [x cos y, x sin y]", "a map of the plane: its grid, Jacobian and flow"),
        ("c(t) = [cos t, sin 2t]", "a curve with its velocity and curvature"),
        ("[x y, y z, z x]", "a map of space with its Jacobian"),
        ("grad (x² y)", "a gradient is a map too"),
    )),
    Section("Cases and restrictions", "Conditions may be chained.", (
        ("{x < 0: -x, x²}", "−x for negative x, else x²"),
        ("if(x < 1, x, 2 - x)", "the same as a function"),
        ("x² {0 < x ≤ 2}", "only where the condition holds"),
    )),
    Section("Sums and products", "Over whole numbers, with fixed ends.", (
        ("sum(x^k/k!, k, 0, 8)", "the start of the series of eˣ"),
        ("prod(x - k, k, 1, 3)", "(x − 1)(x − 2)(x − 3)"),
    )),
    Section("LaTeX", "Paste it as it is.", (
        (r"\frac{\sin x}{x}", "a fraction"),
        (r"\sqrt[3]{x} \cdot \cos^2 x", "roots and powers"),
    )),
    Section("Numbers", "Every field takes expressions such as pi/2 or √2.", (
        ("30° x + 50% x²", "degrees and per cent"),
        ("1.5e-3 x⁴", "powers of ten"),
    )),
)  # fmt: skip


class Guide(QDialog):
    """A modeless window; `chosen` carries the example that was clicked."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Guide")
        self.setModal(False)
        self.resize(WIDTH, HEIGHT)
        page = QWidget()
        page.setObjectName("panel")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(4)
        lead = QLabel(LEAD, page)
        lead.setWordWrap(True)
        column.addWidget(lead)
        self.examples: list[QToolButton] = []
        for section in SECTIONS:
            self._add(section, column, page)
        column.addStretch(1)
        self._scroll = filled(self, page)

    def _add(self, section: Section, column: QVBoxLayout, page: QWidget) -> None:
        title = heading(QLabel(section.title, page))
        title.setContentsMargins(0, 12, 0, 0)
        column.addWidget(title)
        column.addWidget(small(QLabel(section.sentence, page)))
        grid = QGridLayout()
        grid.setContentsMargins(0, 2, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(1)
        grid.setColumnMinimumWidth(0, 240)
        grid.setColumnStretch(1, 1)
        for row, (text, meaning) in enumerate(section.examples):
            button = QToolButton(page)
            button.setObjectName("example")
            button.setText(text)
            button.setFont(mono_font())
            button.setFixedHeight(26)
            button.setToolTip("Put this into a new row.")
            button.setAccessibleName(f"Example: {text}, {meaning}")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(self._choose)
            self.examples.append(button)
            grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(small(QLabel(meaning, page)), row, 1)
        column.addLayout(grid)

    def _choose(self) -> None:
        button = self.sender()
        if isinstance(button, QToolButton):
            self.chosen.emit(button.text())
