"""What becomes higher when it becomes narrower still fills its area, and scrolls."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from gui.scroll import ScrollArea

EDGE, LOW, HIGH = 300, 160, 200  # from this width on it is low


class Late(QWidget):
    """Says what it needed at its last width, as nested layouts do until they are activated."""

    def __init__(self):
        super().__init__()
        self.last = 0

    def minimumSizeHint(self):
        needed = HIGH if self.last < EDGE else LOW
        self.last = self.width()
        return QSize(40, needed)


@pytest.fixture
def area(qtbot):
    area = ScrollArea()
    area.setFrameShape(ScrollArea.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(Late())
    qtbot.addWidget(area)
    return area


def test_the_widget_still_fills_the_area_and_scrolls(area, qtbot):
    area.resize(EDGE + 60, HIGH + 100)
    area.show()
    qtbot.waitUntil(lambda: area.widget().size() == area.viewport().size())
    area.resize(EDGE + 60, LOW - 60)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
