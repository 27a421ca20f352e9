"""A seeded robot on the real window: it types, pastes, drags, opens, saves, exports, undoes.

Everything goes through keys, the mouse, and the actions of the menus, with the true engine
computing beside it. Whatever is raised, warned of, or left running is remembered.
"""

import gc
import random
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QEventLoop,
    QPoint,
    QPointF,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsView
from shiboken6 import isValid

from core.choices import MAP_SHADES, SHADES
from gui.export.picture import PictureSettings, write_picture
from gui.export.texts import TEXTS
from gui.theme import LIGHT
from gui.views import fitting_views

FORMULAS = [
    "f(x) = x^3 - 2x", "a x^3 + sin(b x)", "|x| - 1/2", "1/x", "tan x", "floor(2x)/3", "x^x",
    "sqrt(1 - x^2)", "ln x", "e^(-x^2) cos(5x)", "sin(1/x)", "gamma(x)", "{x<0: -x, x^2}",
    "sum(sin(k x)/k, k, 1, 9)", "d/dx sin(x)^3", "besselj(2, x)", "max(x, x^2)", "erf(x)",
    "x^2 - y^2", "exp(-x^2 - y^2) sin(2x)", "f(x, y) = sin(a x) cos(y)", "x^3 - 3x y^2",
    "norm([x, y])", "norm(x)^2, x in R^5", "sum(x_i^2 x_{i+1}, i, 1, n-1)", "x y z + cos(x z)",
    "F(x, y) = [x cos y, x sin y]", "F(x, y) = [x^2 - y^2, 2 x y]", "[cos t, sin(2t)]", "P = (a, b)",
    "[cos t, sin t, t/5]", "a = 2", "c = 3/2", "x +", "cosek(x)", "(x", "2 3", "", "9^9^9^9",
    r"\frac{1}{\sqrt{2\pi}} e^{-\frac{x^2}{2}}", "1000000 sin(1000 x)", "x" + " + x" * 300,
    "x!!!!", "(x+9)!!!!", "zeta(x)", "sum(x^k, k, 1, n)", "\u0000x", "x in R^(10^9)", "𝑥² + 1",
]  # fmt: skip
LETTERS = [*"xyabt0123456789+-*/^()., =|", "sin ", "x^2", "cos(", "π"]
ACTIONS = [
    "new_formula", "copy_formula", "move_up", "move_down", "next_problem", "reset_sliders", "family",
    "fit", "back", "forward", "home", "zoom_in", "zoom_out", "x_log", "y_log", "landmarks", "samples",
    "other_theme", "formulas_panel", "inspector_panel", "next_panel", "to_editor", "reset_layout",
    "show_f", "show_f1", "show_f2", "pin", "hide_pins", "remove_pins", "visible", "own_scales",
    "log_arrows", "open_entry", "next_coordinates", "last_coordinates", "swap_coordinates", "scramble",
    "all_one", "map_lines", "fit_image", "play", "no_motion", "copy_picture",
]  # fmt: skip
MOST_ROWS = 6
PATIENCE = 15.0  # seconds that an answer may take before it counts as lost
LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
PICTURES = ("png", "svg", "pdf")


class Robot:
    """Does one thing after another; `troubles` holds what it met, each with the action before."""

    def __init__(self, window, folder, seed):
        self.window = window
        self.folder = Path(folder)
        self.dice = random.Random(seed)
        self.frames = 0
        self.done = Counter()
        self.troubles = []
        self.doing = "begin"
        self.longest = 0.0
        window.painted.connect(self._count)
        window.engine.failed.connect(self._failed)
        doings = [
            (18, self.type_letters), (14, self.paste_formula), (10, self.drag_plot), (8, self.wheel),
            (12, self.drag_slider), (8, self.undo), (4, self.redo), (14, self.act), (3, self.save),
            (3, self.open), (3, self.export), (6, self.choose_view), (4, self.choose_shade),
            (5, self.remove_row), (3, self.choose_row), (3, self.press_keys), (1, self.begin_anew),
        ]  # fmt: skip
        self._doings = [each for _, each in doings]
        self._weights = [weight for weight, _ in doings]

    def watch(self):
        """Hear what is raised and warned of from now on; `unwatch` ends it."""
        self._hooks = sys.excepthook, threading.excepthook, qInstallMessageHandler(self._message)
        sys.excepthook = self._raised
        threading.excepthook = self._raised_in_thread

    def unwatch(self):
        sys.excepthook, threading.excepthook, handler = self._hooks
        qInstallMessageHandler(handler)

    def step(self):
        """One thing, and a moment for the window to answer it."""
        doing = self.dice.choices(self._doings, self._weights)[0]
        self.doing = doing.__name__
        self.done[self.doing] += 1
        try:
            doing()
        except Exception as error:  # noqa: BLE001 - the robot goes on; the trouble is told
            self.troubles.append(f"{self.doing}: {type(error).__name__}: {error}")
        self.live(self.dice.choice((0.0, 0.005, 0.02)))
        if sum(self.done.values()) % 25 == 0:
            self.wait_for_answer()
            self.collect()

    def live(self, seconds):
        """Let the window handle its events for a while, and others have the processor."""
        until = time.monotonic() + seconds
        while True:
            began = time.monotonic()
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            self.longest = max(self.longest, time.monotonic() - began)
            if time.monotonic() >= until:
                return
            time.sleep(0.001)

    def wait_for_answer(self):
        """Until the picture is that of what is chosen now, or was stopped with a sentence."""
        until = time.monotonic() + PATIENCE
        window = self.window
        while window.frame is None or window.frame.document is not window.store.document:
            if window.keeping.stopped.isVisible() or window.player.playing:
                return
            if time.monotonic() > until:
                texts = [row.text[:40] for row in window.store.document.formulas]
                self.troubles.append(f"no answer after {self.doing}: {texts}")
                return
            self.live(0.005)

    def collect(self):
        """What a person's pauses do: let go of what was closed."""
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()

    # --- what it does ---

    def type_letters(self):
        rows = (*self.window.formulas.rows, self.window.formulas.empty_row)
        editor = self.dice.choice(rows[:MOST_ROWS]).editor
        editor.setFocus()
        for _ in range(self.dice.randint(1, 5)):
            if self.dice.random() < 0.2:
                QTest.keyClick(editor, KEY.Key_Backspace)
            else:
                type_text(editor, self.dice.choice(LETTERS))
            self.live(0.0)
            if not isValid(editor) or not editor.isVisible():
                return  # Backspace in an empty row removed it

    def paste_formula(self):
        rows = self.window.formulas.rows
        fresh = len(rows) < MOST_ROWS and self.dice.random() < 0.3
        editor = (self.window.formulas.empty_row if fresh or not rows else self.dice.choice(rows)).editor
        editor.setFocus()
        QTest.keyClick(editor, KEY.Key_A, CTRL)
        QGuiApplication.clipboard().setText(self.dice.choice(FORMULAS))
        QTest.keyClick(editor, KEY.Key_V, CTRL)

    def drag_plot(self):
        area = self._plot_area()
        if area is None:
            return
        start = self._spot(area)
        if self.dice.random() < 0.5 and (at := self._point_spot()) is not None:
            start = at
        QTest.mousePress(area, LEFT, Qt.KeyboardModifier.NoModifier, start)
        for k in range(1, self.dice.randint(2, 8)):
            QTest.mouseMove(area, start + QPoint(7 * k, self.dice.randint(-9, 9)))
            self.live(0.002)
        QTest.mouseRelease(area, LEFT, Qt.KeyboardModifier.NoModifier, start + QPoint(60, 0))
        if self.dice.random() < 0.1:
            QTest.mouseDClick(area, LEFT, Qt.KeyboardModifier.NoModifier, self._spot(area))

    def wheel(self):
        area = self._plot_area()
        if area is None:
            return
        spot = QPointF(self._spot(area))
        turn = QPoint(0, self.dice.choice((120, -120, 240, -240)))
        QApplication.sendEvent(area, QWheelEvent(
            spot, area.mapToGlobal(spot), QPoint(), turn, Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        ))  # fmt: skip

    def drag_slider(self):
        rows = self.window.sliders.rows
        if not rows:
            return
        track = self.dice.choice(rows).track
        middle = track.height() // 2
        place = QPoint(self.dice.randint(4, max(5, track.width() - 4)), middle)
        QTest.mousePress(track, LEFT, Qt.KeyboardModifier.NoModifier, place)
        for _ in range(self.dice.randint(1, 6)):
            QTest.mouseMove(track, QPoint(self.dice.randint(0, track.width()), middle))
            self.live(0.002)
            if not isValid(track):
                return  # the frame of another text came, which has no such slider
        QTest.mouseRelease(track, LEFT, Qt.KeyboardModifier.NoModifier, place)

    def undo(self):
        for _ in range(self.dice.randint(1, 4)):
            self.window.undo()

    def redo(self):
        for _ in range(self.dice.randint(1, 3)):
            self.window.redo()

    def act(self):
        action = self.window.actions_[self.dice.choice(ACTIONS)]
        if action.isEnabled():
            action.trigger()

    def save(self):
        name = f"session-{self.dice.randint(0, 4)}.nabla"
        assert self.window.sessions.save_to(self.folder / name)

    def open(self):
        files = sorted(self.folder.glob("*.nabla"))
        if files:
            assert self.window.sessions.open_path(self.dice.choice(files))

    def export(self):
        frame = self.window.frame
        if frame is None:
            return
        kind = self.dice.choice([*PICTURES, *TEXTS])
        if kind in TEXTS:
            (self.folder / f"out.{kind}").write_bytes(TEXTS[kind].bytes(frame, LIGHT))
        else:
            small = PictureSettings(kind, 60, 40, "mm", 96.0)
            write_picture(frame, self.folder / f"out.{kind}", small, self.window.theme)

    def choose_view(self):
        views = fitting_views(self.window.store.document, self.window.frame)
        self.window.fields.choose_view(self.dice.choice(views))

    def choose_shade(self):
        frame = self.window.frame
        if frame is not None and frame.map is not None:
            self.window.fields.maps.choose_shade(self.dice.choice(MAP_SHADES))
        else:
            self.window.fields.choose_shade(self.dice.choice(SHADES))

    def remove_row(self):
        rows = self.window.formulas.rows
        if len(rows) > 1 or self.dice.random() < 0.1:
            for row in rows[: 1 + max(0, len(rows) - MOST_ROWS)]:
                self.window.intents.remove_row(row.key)

    def choose_row(self):
        rows = self.window.formulas.rows
        if rows:
            QTest.mouseClick(self.dice.choice(rows).editor.viewport(), LEFT)

    def press_keys(self):
        plot = self._plot_area()
        widget = self.window.focusWidget() or plot or self.window
        for _ in range(self.dice.randint(1, 6)):
            keys = (KEY.Key_Left, KEY.Key_Right, KEY.Key_Up, KEY.Key_Down, KEY.Key_Tab, KEY.Key_Escape)
            QTest.keyClick(widget, self.dice.choice(keys))
            self.live(0.0)
            widget = self.window.focusWidget() or self.window

    def begin_anew(self):
        self.window.sessions.new()

    # --- where and what ---

    def _plot_area(self):
        plot = self.window.stage.plot
        if plot is None or not plot.isVisible():
            return None
        view = plot if isinstance(plot, QGraphicsView) else plot.findChild(QGraphicsView)
        return plot if view is None else view.viewport()

    def _spot(self, area):
        wide, high = max(40, area.width() - 20), max(40, area.height() - 20)
        return QPoint(self.dice.randint(20, wide), self.dice.randint(20, high))

    def _point_spot(self):
        plot, frame = self.window.stage.plot, self.window.frame
        if frame is None or frame.point is None or not hasattr(plot, "place"):
            return None
        value = frame.point.readings[0].value
        if value is None:
            return None
        place = plot.place
        try:
            spot = QPointF(place.column(frame.point.x), place.row(value)).toPoint()
        except (AttributeError, ValueError, OverflowError):
            return None
        return spot if plot.rect().contains(spot) else None

    def _count(self, frame):
        self.frames += 1

    def _failed(self, report):
        self.troubles.append(f"{self.doing}: {report}")

    def _raised(self, kind, error, trace):
        import traceback

        lines = traceback.format_exception(kind, error, trace)
        self.troubles.append(f"{self.doing}: {''.join(lines)}")

    def _raised_in_thread(self, arguments):
        self._raised(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _message(self, kind, context, message):
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            self.troubles.append(f"{self.doing}: Qt says {message}")


def type_text(widget, text):
    """Key presses with a text, also of letters that QTest knows no key for."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(widget, event)


def resident():
    """The memory of this process in MB; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / 2**20
