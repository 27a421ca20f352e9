"""The body of the window: formulas | centre | inspector, and how they give way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gui.fold import Fold
from gui.panels.edge import WIDTH as EDGE_WIDTH
from gui.panels.edge import EdgeTab

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from gui.theme import Theme

LEFT, RIGHT = "formulas", "inspector"
_FOLD_BELOW = {LEFT: 940, RIGHT: 1080}
_TITLES = {LEFT: "Formulas", RIGHT: "Inspector"}
_LEAST = 240
_MOST = {LEFT: 480, RIGHT: 420}
_CENTRE_LEAST = 420
_SLIDER_SHARE = 0.45


class LeftColumn(QWidget):
    """Formulas scroll from the top; sliders stand at the bottom in at most 45 % of the height."""

    def __init__(self, formulas: QWidget, sliders: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sliders = sliders
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        sliders.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(formulas, 1)
        column.addWidget(sliders)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sliders.setMaximumHeight(round(self.height() * _SLIDER_SHARE))


class Body(QWidget):
    """One splitter with a panel on each side; a panel folds to a tab when there is no room.

    A panel that the person folded stays folded; one that had no room comes back by itself. In a
    narrow window a folded panel opens over the plot.
    """

    panels_changed = Signal()

    def __init__(
        self, left: QWidget, centre: QWidget, right: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._panels = {LEFT: left, RIGHT: right}
        self._wanted = {LEFT: True, RIGHT: True}
        self._over: str | None = None
        self._moved = False
        self._motion = False
        self._fold: Fold | None = None
        self._folding = (LEFT, True)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._tabs = {side: EdgeTab(_TITLES[side], side == LEFT, self) for side in self._panels}
        for side, panel in self._panels.items():
            panel.setMinimumWidth(_LEAST)
            panel.setMaximumWidth(_MOST[side])
            self._tabs[side].clicked.connect(self._tab_clicked)
        centre.setMinimumWidth(_CENTRE_LEAST)
        self._centre = centre
        for place, widget in enumerate((left, centre, right)):
            self._splitter.addWidget(widget)
            self._splitter.setStretchFactor(place, 1 if widget is centre else 0)
            self._splitter.setCollapsible(place, False)
        self._splitter.setHandleWidth(1)
        self._splitter.splitterMoved.connect(self._remember_move)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._tabs[LEFT])
        row.addWidget(self._splitter, 1)
        row.addWidget(self._tabs[RIGHT])
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def is_open(self, side: str) -> bool:
        """True while the person sees this panel."""
        return self._over == side or (self._wanted[side] and not self._narrow(side))

    def set_open(self, side: str, shown: bool) -> None:
        """Open or fold a panel, as the person wishes."""
        if self._narrow(side):
            self._over = side if shown else None
        else:
            self._fold_docked(side, shown)
            return
        self._arrange()

    def set_motion(self, on: bool) -> None:
        """Let docked panels slide as they open and fold, or do it at once."""
        self._motion = on

    def wanted(self, side: str) -> bool:
        return self._wanted[side]

    def set_wanted(self, side: str, wanted: bool) -> None:
        """Restore what the person wished in an earlier session."""
        self._wanted[side] = wanted
        self._arrange()

    def set_theme(self, theme: Theme) -> None:
        for tab in self._tabs.values():
            tab.set_theme(theme)

    def state(self) -> QByteArray:
        """The widths, as far as the person chose them."""
        return self._splitter.saveState() if self._moved else QByteArray()

    def restore(self, state: QByteArray) -> None:
        self._moved = not state.isEmpty() and self._splitter.restoreState(state)
        self._splitter.setHandleWidth(1)

    def reset(self) -> None:
        """The layout of the first start."""
        self._moved, self._over = False, None
        self._wanted = {LEFT: True, RIGHT: True}
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _fold_docked(self, side: str, shown: bool) -> None:
        """Open or fold a panel beside the plot; what still slides is finished first."""
        if self._fold is not None:
            self._fold.finish()
        if not self._motion or shown == self._wanted[side] or not self.isVisible():
            self._wanted[side] = shown
            self._arrange()
            return
        if shown:
            self._wanted[side] = True
            self._arrange()
        self._fold = Fold(self._splitter, self._panels[side], _MOST[side], shown, self)
        self._fold.ended.connect(self._folded)
        self._folding = side, shown

    def _folded(self) -> None:
        side, shown = self._folding
        self._fold, self._wanted[side] = None, shown
        self._panels[side].setMinimumWidth(_LEAST)
        self._panels[side].setMaximumWidth(_MOST[side])
        self._arrange()

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        """The panel that lies over the plot closes when the plot is clicked."""
        if self._over is not None and new is not None and self._centre.isAncestorOf(new):
            self._over = None
            self._arrange()

    def _narrow(self, side: str) -> bool:
        return self.width() < _FOLD_BELOW[side]

    def _arrange(self) -> None:
        if self._over is not None and not self._narrow(self._over):
            self._over = None
        if self._fold is not None:
            return
        for side in self._panels:
            self._place(side)
        if not self._moved:
            self._splitter.setSizes(self._widths())
        self.panels_changed.emit()

    def _place(self, side: str) -> None:
        panel, docked = self._panels[side], self._wanted[side] and not self._narrow(side)
        self._tabs[side].setVisible(not docked)
        if self._over == side:
            panel.setParent(self)
            panel.setGeometry(self._over_place(side))
            panel.show()
            panel.raise_()
        elif docked:
            if panel.parent() is not self._splitter:
                self._splitter.insertWidget(0 if side == LEFT else 2, panel)
            panel.show()
        else:
            panel.hide()

    def _over_place(self, side: str) -> QRect:
        width = min(320, self.width() - 2 * EDGE_WIDTH)
        x = EDGE_WIDTH if side == LEFT else self.width() - EDGE_WIDTH - width
        return QRect(x, 0, width, self.height())

    def _widths(self) -> list[int]:
        """Widths of the three columns that suit the window (LOOK section 2)."""
        left, right = side_widths(self.width())
        places = map(self._splitter.widget, range(self._splitter.count()))
        order = [widget for widget in places if widget is not None]
        sizes = {self._panels[LEFT]: left, self._panels[RIGHT]: right}
        rest = self._splitter.width() - sum(
            sizes.get(widget, 0) for widget in order if widget.isVisibleTo(self._splitter)
        )
        return [sizes.get(widget, max(rest, _CENTRE_LEAST)) for widget in order]

    def _tab_clicked(self) -> None:
        tab = self.sender()
        side = next(side for side, each in self._tabs.items() if each is tab)
        self.set_open(side, not self.is_open(side))

    def _remember_move(self) -> None:
        self._moved = True


def side_widths(window: int) -> tuple[int, int]:
    """Widths of the formula panel and of the inspector in a window this wide."""
    if window >= 1900:
        return 344, 344
    if window >= 1560:
        return 320, 320
    return 280, 272
