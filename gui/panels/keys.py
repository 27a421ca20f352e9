"""Keys that a text field leaves to the window: undo, and every shortcut that is not editing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent

_EDITING = frozenset({
    Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_A, Qt.Key.Key_Insert,
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Up,
    Qt.Key.Key_Down, Qt.Key.Key_Backspace, Qt.Key.Key_Delete,
})  # fmt: skip


def belongs_to_window(event: QEvent) -> bool:
    """True for a key with Ctrl that is not cut, copy, paste, select all or moving the caret."""
    if not isinstance(event, QKeyEvent):
        return False
    combination: QKeyCombination = event.keyCombination()
    held = combination.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
    alt = combination.keyboardModifiers() & Qt.KeyboardModifier.AltModifier  # AltGr types brackets
    return bool(held) and not alt and combination.key() not in _EDITING
