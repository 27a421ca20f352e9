"""Keyboard and screen reader: every control has a name, and Tab visits all in reading order."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)

from core.document import with_formula
from gui.tab_order import after, stops

CONTROLS = (
    QAbstractButton, QLineEdit, QPlainTextEdit, QAbstractSlider, QAbstractSpinBox, QComboBox,
)  # fmt: skip


def said(widget):
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


def nameless(root):
    """Visible controls, and what else takes the focus, that a screen reader cannot name."""
    found = []
    for widget in root.findChildren(QWidget):
        inner = widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar)
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if inner or not widget.isVisibleTo(root) or not (takes or isinstance(widget, CONTROLS)):
            continue
        if not said(widget):
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


@pytest.fixture
def full(window):
    """A window with a slider, everything drawn at the point, and a second formula."""
    document = with_formula(
        window.store.document, 1, text="a x^2", tangent=True, taylor=5, secant=0.5, newton=True
    )
    window.store.change(document, "Edit")
    window.stage.load()
    window.pace.ask()
    return window


def test_every_control_of_the_window_has_a_name(full):
    assert nameless(full) == []


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("action", ["export", "sweep", "keyboard", "guide", "about", "symbols"])
def test_every_control_of_the_dialogs_has_a_name(full, qtbot, action):
    before = set(QApplication.topLevelWidgets())
    full.actions_[action].trigger()
    qtbot.wait(20)
    opened = [w for w in QApplication.topLevelWidgets() if w not in before and w.isVisible()]
    inside = [w for w in full.findChildren(QWidget) if w.isWindow() and w.isVisible()]
    dialogs = [*opened, *inside]
    assert dialogs, action
    for dialog in dialogs:
        assert nameless(dialog) == []
        dialog.close()


def region(window, widget):
    parts = {
        "formulas": window.formulas, "sliders": window.sliders, "view": window.tool_bar.switch,
        "plot": window.stage, "drawer": window.bench.drawer, "inspector": window.inspector,
    }  # fmt: skip
    return next((name for name, part in parts.items() if part.isAncestorOf(widget)), "tools")


def walked(qtbot, window, key):
    """The parts of the window that Tab goes through from the first editor, in order."""
    first = window.formulas.rows[0].editor
    first.setFocus()
    seen, parts = [], []
    for _ in range(200):
        focus = window.focusWidget()
        if focus is first and seen:
            return seen, parts
        seen.append(focus)
        if not parts or parts[-1] != region(window, focus):
            parts.append(region(window, focus))
        qtbot.keyClick(focus, key)
    raise AssertionError([type(each).__name__ for each in seen[-5:]])


def test_tab_goes_through_the_parts_as_they_are_read_and_comes_back(qtbot, full):
    seen, parts = walked(qtbot, full, Qt.Key.Key_Tab)
    assert parts[:6] == ["formulas", "sliders", "view", "plot", "drawer", "inspector"]
    assert len(seen) == len(set(seen)) > 30
    everything = stops(full, ())
    assert set(seen) == set(everything)


def test_shift_tab_goes_the_same_way_back(full):
    parts = (full.formulas, full.sliders, full.tool_bar.switch, full.bench, full.inspector)
    order = stops(full, parts)
    for stop in order:
        assert after(after(stop, order, forward=True), order, forward=False) is stop
    assert after(None, order, forward=True) is order[0]


def test_the_plot_is_announced_once_a_second_and_not_while_it_moves(qtbot, full):
    plot = full.stage.plot
    plot._quiet.stop()
    plot.setAccessibleName("before")
    plot._say()
    now = plot.accessibleName()
    assert now != "before"
    plot.setAccessibleName("older")
    plot._say()
    assert plot.accessibleName() == "older"
    plot._quiet.timeout.emit()
    assert plot.accessibleName() == "older"
    plot._quiet.stop()
    plot._quiet.timeout.emit()
    assert plot.accessibleName() == now


def test_walking_the_stops_leaves_every_widget_to_its_own_parent(full):
    """A widget that PySide thinks belongs to its neighbour is gone when that one is deleted."""
    from shiboken6 import Shiboken

    parts = (full.formulas, full.sliders, full.tool_bar.switch, full.bench, full.inspector)
    for stop in stops(full, parts):
        line = next(row for row in Shiboken.dump(stop).splitlines() if row.startswith("parent"))
        others = [each for each in stops(full, parts) if each is not stop]
        assert not any(hex(id(each)) in line for each in others), line


def test_a_formula_is_reached_before_its_chip_and_its_switches(full):
    row = full.formulas.rows[0]
    order = stops(full, (full.formulas,))
    places = [order.index(each) for each in (row.editor, row.chip, row.eye, row.menu)]
    assert places == sorted(places)
    assert places[0] < order.index(row.tools.pills[0])
