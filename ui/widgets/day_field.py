"""A day that may be left empty: typed in a few strokes, moved by the arrow keys."""

from __future__ import annotations

import re
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.i18n import _

_SHORT = re.compile(r"(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{4}|\d{2}))?")


def read_day(text: str, today: date, *, ahead: bool = False) -> date | None:
    """Return the day of "11/18/2026", "11/18", "2026-11-18", "today" or "-3"; None for no day.

    Without a year it is the nearest such day that is not ahead, or with `ahead` not past.
    """
    text = text.strip().casefold()
    if text in ("t", "today", _("today").casefold()):
        return today
    if text in ("y", "yesterday", _("yesterday").casefold()):
        return today - timedelta(days=1)
    if re.fullmatch(r"-\d{1,3}", text):
        return today - timedelta(days=int(text[1:]))
    try:
        found = _SHORT.fullmatch(text)
        if found is None:
            return date.fromisoformat(text)
        month, day, year = int(found[1]), int(found[2]), found[3]
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        guess = date(today.year, month, day)
        if guess > today and not ahead:
            return date(today.year - 1, month, day)
        return date(today.year + 1, month, day) if ahead and guess < today else guess
    except ValueError:
        return None


class DayField(QLineEdit):
    """The field. What cannot be read stays as typed, so that it can be named and mended."""

    def __init__(self, today: date, *, ahead: bool = False, parent: QWidget | None = None) -> None:
        """`today` gives the year that is left out; `ahead` is True for days to come."""
        super().__init__(parent)
        self._today, self._ahead = today, ahead
        self.setPlaceholderText(_("month/day, or t for today"))
        self.setMaxLength(40)
        self.editingFinished.connect(self._settle)

    def iso(self) -> str:
        """The day as ISO text, "" when empty, else what was typed."""
        text = self.text().strip()
        day = read_day(text, self._today, ahead=self._ahead) if text else None
        return day.isoformat() if day else text

    def set_iso(self, text: str) -> None:
        """Show a day of ISO text, or any text as it is."""
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.setText(text)
            return
        self.setText(f"{day:%m/%d/%Y}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move by a day, from today when it is empty."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if not step or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        day = read_day(self.text(), self._today, ahead=self._ahead)
        moved = day + timedelta(days=step) if day else self._today
        self.set_iso(moved.isoformat())

    def _settle(self) -> None:
        if self.text().strip():
            self.set_iso(self.iso())
