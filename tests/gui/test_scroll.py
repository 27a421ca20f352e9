"""What becomes higher when it becomes narrower is sized once for each new size."""

import pytest
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QWidget

from gui.scroll import ScrollArea

EDGE, LOW, HIGH = 300, 160, 200  # from this width on it is low
MOST = 20  # sizes within one event; Qt's own area goes on until the stack ends


class Late(QWidget):
    """Says what it needed at its last width, as nested layouts do until they are activated."""

    def __init__(self):
        super().__init__()
        self.last = 0

    def minimumSizeHint(self):
        needed = HIGH if self.last < EDGE else LOW
        self.last = self.width()
        return QSize(40, needed)


class Sizes(QObject):
    """Counts the sizes of a widget, and stops a fall."""

    def __init__(self, widget):
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() != QEvent.Type.Resize:
            return False
        self.count += 1
        return self.count > MOST  # what follows does not see it any more


@pytest.fixture
def area(qtbot):
    area = ScrollArea()
    area.setFrameShape(ScrollArea.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(Late())
    qtbot.addWidget(area)
    return area


def test_lines_that_break_beside_the_scroll_bar_alone_are_sized_in_a_few_steps(area, qtbot):
    area.resize(EDGE + 4, LOW + 20)
    area.show()
    sizes = Sizes(area.widget())
    for height in range(LOW - 20, HIGH + 20, 5):
        for width in (EDGE + 4, EDGE - 40, EDGE + 8):
            sizes.count = 0
            area.resize(width, height)
            qtbot.wait(0)
            assert sizes.count <= MOST, (width, height)


def test_the_widget_still_fills_the_area_and_scrolls(area, qtbot):
    area.resize(EDGE + 60, HIGH + 100)
    area.show()
    qtbot.waitUntil(lambda: area.widget().size() == area.viewport().size())
    area.resize(EDGE + 60, LOW - 60)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
