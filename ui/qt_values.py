"""A few values of the Qt namespace as numbers, for what stands before the unlock page does.

Touching `Qt` from Python makes all of its 123 enumerations at once, 30 ms of a start that takes
200. `setProperty` takes the numbers. A test compares them with the real ones. Modules on that way
write `QtCore.Qt.…` only where code runs later.
"""

from __future__ import annotations

PLAIN_TEXT = 0
"""Qt.TextFormat.PlainText"""
CENTRED = 0x84
"""Qt.AlignmentFlag.AlignCenter"""
NO_FOCUS = 0
"""Qt.FocusPolicy.NoFocus"""
SECRET = 0x2 | 0x4 | 0x40
"""Qt.InputMethodHint: ImhSensitiveData, ImhNoAutoUppercase, ImhNoPredictiveText"""
