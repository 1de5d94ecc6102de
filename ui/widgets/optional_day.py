"""A day that may not be known: a check box that opens a date."""

from __future__ import annotations

from datetime import date
from typing import cast

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QDateEdit, QVBoxLayout, QWidget

from navigator_app.i18n import _


class OptionalDay(QWidget):
    """A check box that opens a date; None while it is not checked."""

    def __init__(self, text: str, day: date, parent: QWidget | None = None) -> None:
        """`text` says what the day is; `day` is where the date starts."""
        super().__init__(parent)
        self.box, self.date = QCheckBox(text), QDateEdit()
        self.date.setCalendarPopup(True)
        self.date.setDisplayFormat(_("ddd, MMM d, yyyy"))
        self.date.setAccessibleName(text)
        self.set_day(day)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.box)
        column.addWidget(self.date)
        self.date.hide()
        self.setFocusProxy(self.box)
        self.box.toggled.connect(self.date.setVisible)

    def day(self) -> date | None:
        """The day, None while there is none."""
        return cast(date, self.date.date().toPython()) if self.box.isChecked() else None

    def set_day(self, day: date) -> None:
        """Show a day without choosing it."""
        self.date.setDate(QDate(day.year, day.month, day.day))

    def choose(self, text: str) -> None:
        """Choose the day of an ISO text; nothing happens when it is none."""
        try:
            self.set_day(date.fromisoformat(text))
        except ValueError:
            return
        self.box.setChecked(True)

    def text(self) -> str:
        """The day as ISO text, empty while there is none."""
        day = self.day()
        return day.isoformat() if day else ""
