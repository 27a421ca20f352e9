"""Back and forward through views: one entry for each finished gesture, apart from undo."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest

from core.document import Document, Viewport, with_formula, with_log_axis, with_new_formula
from core.viewport import Camera
from gui.store import Store
from gui.view_history import SETTLE, ViewHistory

FIRST = Viewport(-5.0, 5.0, -2.0, 2.0)


@pytest.fixture
def store(qtbot):
    return Store(Document(), FIRST)


@pytest.fixture
def held():
    return []


@pytest.fixture
def history(store, held):
    return ViewHistory(store, lambda: bool(held), store)


def look(store, x_max, settle=None):
    view = store.viewport
    store.look(Viewport(view.x_min, x_max, view.y_min, view.y_max, view.width, view.height))
    if settle is not None:
        settle._settle()


def test_going_back_and_forward_follows_the_gestures(store, history):
    look(store, 6.0, history)
    look(store, 7.0, history)
    history.go(-1)
    assert store.viewport.x_max == 6.0
    history.go(-1)
    assert store.viewport.x_max == 5.0
    assert not history.can_go_back
    history.go(1)
    history.go(1)
    assert store.viewport.x_max == 7.0
    assert not history.can_go_forward


def test_moves_that_follow_one_another_are_one_gesture(qtbot, store, history):
    for x_max in (5.5, 6.0, 6.5):
        look(store, x_max)
    qtbot.wait(SETTLE + 100)
    assert store.viewport.x_max == 6.5
    history.go(-1)
    assert store.viewport.x_max == 5.0


def test_a_held_picture_is_one_gesture_however_slow(store, history, held):
    held.append(True)
    look(store, 6.0, history)
    look(store, 7.0, history)
    held.clear()
    history._settle()
    history.go(-1)
    assert store.viewport.x_max == 5.0


def test_back_right_after_a_move_returns_to_where_it_began(store, history):
    look(store, 6.0)
    assert history.can_go_back
    history.go(-1)
    assert store.viewport.x_max == 5.0
    assert history.can_go_forward


def test_looking_elsewhere_after_going_back_forgets_what_was_ahead(store, history):
    look(store, 6.0, history)
    history.go(-1)
    look(store, 9.0, history)
    assert not history.can_go_forward
    history.go(-1)
    assert store.viewport.x_max == 5.0


def test_a_fitted_height_is_fitted_again(store, history):
    store.look(Viewport(-5.0, 5.0))
    history._settle()
    look(store, 6.0, history)
    store.look(Viewport(-5.0, 6.0, -1.0, 1.0))
    history._settle()
    history.go(-2)
    assert store.viewport.fits_height


def test_another_size_of_the_window_is_no_gesture_and_is_kept(store, history):
    look(store, 6.0, history)
    store.resize(333, 222)
    history._settle()
    history.go(-1)
    assert (store.viewport.x_max, store.viewport.width, store.viewport.height) == (5.0, 333, 222)


def test_logarithmic_axes_are_gone_back_from(store, history):
    store.look(with_log_axis(store.viewport, "x", on=True))
    history._settle()
    history.go(-1)
    assert not store.viewport.x_log
    assert store.viewport.x_min == -5.0


def test_undo_knows_nothing_of_views(store, history):
    look(store, 6.0, history)
    assert not store.undo_stack.canUndo()


def test_another_session_begins_with_its_own_view(store, history):
    look(store, 6.0, history)
    store.replace(with_new_formula(Document(), "x"), Viewport(0.0, 1.0))
    assert not history.can_go_back


def test_the_menu_goes_back_after_a_pan_by_hand(qtbot, window):
    window.stage.load()
    plot, start = window.stage.plot, window.store.viewport.x_min
    window.store.change(with_formula(window.store.document, 1, text="x"), "x")
    assert not window.actions_["back"].isEnabled()
    area = plot.viewport()
    QTest.mousePress(area, Qt.MouseButton.LeftButton, pos=QPoint(200, 100))
    for x in (190, 150, 120):
        QTest.mouseMove(area, QPoint(x, 100))
    QTest.mouseRelease(area, Qt.MouseButton.LeftButton, pos=QPoint(120, 100))
    assert window.store.viewport.x_min > start
    qtbot.waitUntil(lambda: window.actions_["back"].isEnabled(), timeout=3000)
    window.actions_["back"].trigger()
    assert window.store.viewport.x_min == pytest.approx(start)
    window.actions_["forward"].trigger()
    assert window.store.viewport.x_min > start


def test_the_buttons_of_a_mouse_go_back_and_forward(window):
    window.stage.load()
    plot, wanted = window.stage.plot, []
    plot.history_requested.connect(wanted.append)
    for button in (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton):
        spot = QPointF(200, 100)
        event = QMouseEvent(QEvent.Type.MouseButtonPress, spot, spot, button, button,
                            Qt.KeyboardModifier.NoModifier)  # fmt: skip
        plot.mousePressEvent(event)
    assert wanted == [-1, 1]


def test_a_right_click_opens_the_menu_and_a_right_drag_zooms(window, monkeypatch):
    window.stage.load()
    plot, asked = window.stage.plot, []
    window.stage.menu_requested.disconnect()
    window.stage.menu_requested.connect(asked.append)
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.RightButton, pos=QPoint(200, 100))
    assert len(asked) == 1
    before = window.store.viewport
    QTest.mousePress(plot.viewport(), Qt.MouseButton.RightButton, pos=QPoint(200, 100))
    QTest.mouseRelease(plot.viewport(), Qt.MouseButton.RightButton, pos=QPoint(300, 200))
    assert len(asked) == 1
    assert window.store.viewport != before


def test_the_menu_of_the_plot_has_the_actions_of_the_window(window):
    menu = window.actions_.plot_menu(window)
    names = [action.objectName() for action in menu.actions() if not action.isSeparator()]
    assert {"fit", "back", "x_log", "y_log", "equal", "pin", "export"} <= set(names)
    assert all(window.actions_[name] in menu.actions() for name in names)
    menu.deleteLater()


def test_a_turned_surface_is_turned_back(store, history):
    first = store.viewport
    store.look(replace(first, camera=Camera(10.0, 20.0)))
    history._settle()
    assert history.can_go_back
    history.go(-1)
    assert store.viewport.camera == first.camera
