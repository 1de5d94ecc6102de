"""Words of a button in several lines: a check box or radio button does not break them itself."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton


def broken(button: QAbstractButton, text: str, room: int, indent: str = "") -> str:
    """The text in lines of at most `room` pixels, broken between words; `indent` stands before
    each line below the first. A word longer than that has a line of its own."""
    metrics = button.fontMetrics()
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1].strip() and metrics.horizontalAdvance(longer) > room:
            lines.append(f"{indent}{word}")
        else:
            lines[-1] = longer
    return "\n".join(lines)
