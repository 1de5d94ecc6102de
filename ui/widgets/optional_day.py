"""A day that may not be known: a check box that opens a date, and its hour where hours count."""

from __future__ import annotations

from datetime import date
from typing import cast

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.i18n import _
from ui import theme
from ui.widgets.time_field import TimeField, iso_hour


class OptionalDay(QWidget):
    """A check box that opens a date; None while it is not checked."""

    def __init__(
        self, text: str, day: date, parent: QWidget | None = None, *, hours: bool = False
    ) -> None:
        """`text` says what the day is; `day` is where the date starts; `hours` asks for its hour,
        too, which may stay empty."""
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
        self.hour = TimeField() if hours else None
        row = QHBoxLayout()
        row.setSpacing(theme.S8)
        row.addWidget(self.date, 2)
        column.addLayout(row)
        self.date.hide()
        self.setFocusProxy(self.box)
        self.box.toggled.connect(self.date.setVisible)
        if self.hour is not None:
            self.hour.setPlaceholderText(_("Hour, if known"))
            self.hour.setAccessibleName(_("{day}: hour, if known").format(day=text))
            row.addWidget(self.hour, 1)
            self.hour.hide()
            self.box.toggled.connect(self.hour.setVisible)

    def day(self) -> date | None:
        """The day, None while there is none."""
        return cast(date, self.date.date().toPython()) if self.box.isChecked() else None

    def set_day(self, day: date) -> None:
        """Show a day without choosing it."""
        self.date.setDate(QDate(day.year, day.month, day.day))

    def choose(self, text: str) -> None:
        """Choose the day of an ISO text, with its hour where it has one; nothing happens when it
        is none."""
        try:
            self.set_day(date.fromisoformat(text[:10]))
        except ValueError:
            return
        if self.hour is not None:
            self.hour.choose(text[11:])
        self.box.setChecked(True)

    def text(self) -> str:
        """The day as ISO text, with its hour where one is typed (as it is typed while it is no
        time); empty while there is no day."""
        day = self.day()
        if day is None:
            return ""
        hour = iso_hour(self.hour) if self.hour is not None else ""
        return f"{day.isoformat()}T{hour}" if hour else day.isoformat()
