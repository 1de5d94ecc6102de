"""A time of day as people type it: "7p", "19:30", "7:30 pm"."""

from __future__ import annotations

import re
from datetime import time

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.i18n import _
from ui.models import words

_TIME = re.compile(r"(\d{1,2})\s*[:.h]?\s*(\d{2})?\s*(?:([ap])\.?\s*(?:m\.?)?)?", re.IGNORECASE)


def read_time(text: str) -> time | None:
    """Return the time of day that somebody typed, or None when it is none."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    half = (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


class TimeField(QLineEdit):
    """A line that holds a time; leaving it writes the time out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.setPlaceholderText(_("7:30 pm"))
        self.editingFinished.connect(self._write_out)

    def value(self) -> time | None:
        """What it says, or None while that is no time."""
        return read_time(self.text())

    def set_time(self, moment: time) -> None:
        """Show a time."""
        self.setText(words.clock_time(moment))

    def choose(self, text: str) -> None:
        """Show the time of an ISO text (HH:MM); what is none stands as it is."""
        read = read_time(text)
        if read is not None:
            self.set_time(read)
        else:
            self.setText(text)

    def _write_out(self) -> None:
        read = self.value()
        if read is not None:
            self.set_time(read)


def iso_hour(field: TimeField) -> str:
    """The time of a field as HH:MM; what is typed while that is no time, "" for nothing."""
    read = field.value()
    return read.isoformat(timespec="minutes") if read is not None else field.text().strip()
