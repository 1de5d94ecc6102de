"""A form whose fields can be kept as text and put back, and read as days, money and numbers.

What cannot be read is refused at its field before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from navigator_app.domain import housing
from navigator_app.domain.housing_rows import Written
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import housing_checks
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.widgets.asking_dialog import AskingDialog, choose
from ui.widgets.check_group import CheckGroup
from ui.widgets.day_field import DayField
from ui.widgets.fields import LabelledField

Work = Callable[[Workspace], Any]

_FIELD = 185  # pixels at 100 % that a field wants beside another


class KeptDialog(AskingDialog):
    """A form about `about`, JSON-ready. Subclasses add fields, and `begin` once all are there, or
    `ask` for what is known and `show_known`; `work` says what is written.

    A draft is kept of what differs from what is known.
    """

    def __init__(
        self,
        context: Context,
        about: object,
        title: str,
        save: str,
        parent: QWidget | None = None,
    ) -> None:
        """`save` is the word on the button."""
        super().__init__(context, title, save, parent)
        self.about = about
        self._as_known: dict[str, str] = {}
        self._typed: dict[str, str] = {}

    def add(self, key: str, label: str, widget: QWidget, hint: str = "") -> None:
        """Add a field below the others."""
        self.fields[key] = LabelledField(label, widget, hint)

    def rows(self, *beside: tuple[str, ...]) -> list[QWidget]:
        """The fields in their order; those named together stand side by side."""
        together = {key: keys for keys in beside for key in keys}
        made: list[QWidget] = []
        for key, field in self.fields.items():
            keys = together.get(key, (key,))
            if len(keys) == 1:
                made.append(field)
            elif key == keys[0]:
                made.append(SideBySide([self.fields[one] for one in keys]))
        return made

    def begin(self) -> None:
        """What stands in the fields now is known: only what differs is a draft."""
        self._as_known = self.kept()
        if self._typed:
            self.put_back(self._typed)

    def kept(self) -> dict[str, str]:
        """Every field as text."""
        return {key: text_in(field.widget) for key, field in self.fields.items()}

    def put_back(self, kept: Mapping[str, str]) -> None:
        """Fill in again."""
        for key, text in kept.items():
            if key in self.fields:
                fill(self.fields[key].widget, text)

    def draft(self) -> dict[str, object]:
        """What was changed, with what the form is about; empty when nothing was."""
        kept = self.kept() if self._as_known else self._typed
        changed = {key: text for key, text in kept.items() if self._as_known.get(key) != text}
        return {"about": self.about, "kept": changed} if changed else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back, over what is known; before it is known it waits."""
        kept = payload.get("kept")
        if isinstance(kept, dict):
            self._typed = {str(key): str(value) for key, value in kept.items()}
            if self._as_known:
                self.put_back(self._typed)

    def words(self, key: str) -> str:
        """The text of a field, the key of a choice."""
        return text_in(self.fields[key].widget)

    def several(self, key: str) -> tuple[str, ...]:
        """What is checked."""
        widget = self.fields[key].widget
        return widget.values() if isinstance(widget, CheckGroup) else ()

    def day(self, key: str) -> date | None:
        """A day, None when it is empty; InputRejected when it is none."""
        text = self.words(key)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            advice = _("Write month/day/year, such as 11/20/2026.")
            raise InputRejected(key, _("This is no day."), advice) from error

    def needed_day(self, key: str) -> date:
        """A day that must be there."""
        day = self.day(key)
        if day is None:
            raise InputRejected(key, _("Give the day."))
        return day

    def money(self, key: str) -> int | None:
        """Cents, None when it is empty; InputRejected when it is no amount."""
        try:
            return housing.read_money(self.words(key))
        except ValueError as error:
            raise InputRejected(
                key, _("This is no amount of money."), _("Write for instance 1,250 or 1250.50.")
            ) from error

    def number(self, key: str) -> int | None:
        """A whole number, None when it is empty; InputRejected when it is none."""
        text = self.words(key).strip()
        if not text:
            return None
        if not text.removeprefix("-").isdecimal() or not text.isascii() or len(text) > 6:
            raise InputRejected(key, _("This is no whole number."))
        return int(text)

    def clock_time(self, key: str) -> time | None:
        """A time of day, None when it is empty; InputRejected when it is none."""
        text = self.words(key).strip()
        if not text:
            return None
        found = read_time(text)
        if found is None:
            raise InputRejected(key, _("This is no time."), _("Write for instance 2:30 PM."))
        return found

    def yes_no(self, key: str) -> bool | None:
        """Yes, no, or not known."""
        return {"yes": True, "no": False}.get(self.words(key))

    def ask(self, work: Work, shown: Callable[[Any], None]) -> None:
        """Read what is known; the form saves once `shown` has had it and called `show_known`."""
        self.save_button.setEnabled(False)
        self.context.tasks.run(work, shown, owner=self, failed=self.unknown)

    def show_known(self, known: Mapping[str, str] | None = None) -> None:
        """Fill in what is known; from here on the form saves."""
        self.put_back(known or {})
        self.begin()
        self.save_button.setEnabled(True)

    def unknown(self, error: BaseException) -> None:
        """What the form is about could not be read."""
        self.refused(error)
        self.save_button.setEnabled(False)

    def save(self) -> None:
        """Write it; what cannot be read is refused at its field."""
        try:
            work = self.work()
        except InputRejected as error:
            self.refused(error)
            return
        self.write(work, self._written)

    def work(self) -> Work:
        """What writes the form on the store's thread; overridden. InputRejected names a field."""
        raise NotImplementedError

    def _written(self, result: Any) -> None:
        """It is written: close and say so; overridden."""
        raise NotImplementedError

    def written(self, written: Written, said: str) -> None:
        """Close, tell the pages, and offer to take it back."""
        back = TakeBack(self.context, partial(undo_housing, written), _("Undone."))
        self.finish(written.changes, said, back)


class SideBySide(QWidget):
    """Fields in one line; one below another where each would be too narrow for its words."""

    def __init__(self, fields: list[LabelledField]) -> None:
        """Lay them out in the order given."""
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.S16)
        for field in fields:
            self._row.addWidget(field, 1)
            self._row.setAlignment(field, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn with the width."""
        super().resizeEvent(event)
        wide = self.width() >= theme.px(_FIELD) * self._row.count()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if wide else down)


def undo_housing(written: Written, ws: Workspace) -> Changes:
    """Take back one write of the housing search, on the store's thread."""
    return housing_checks.undo(ws, written)


def parts_of(about: object, count: int) -> list[str]:
    """What a form is about, as so many words; what is missing is empty."""
    given = list(about) if isinstance(about, list | tuple) else [about]
    return [str(part or "") for part in (*given, *[""] * count)][:count]


def iso(day: date | None) -> str:
    """A day as a field keeps it."""
    return day.isoformat() if day else ""


def read_time(text: str) -> time | None:
    """The time of "2:30 PM", "2pm", "14:30"; None for no time."""
    plain = text.casefold().replace(".", "").replace(" ", "")
    late, early = plain.endswith("pm"), plain.endswith("am")
    digits = plain[:-2] if late or early else plain
    hour, _colon, minute = digits.partition(":")
    if not (hour.isascii() and hour.isdecimal()) or (minute and not minute.isdecimal()):
        return None
    try:
        value = int(hour)
        if late or early:
            if not 1 <= value <= 12:
                return None
            value = value % 12 + (12 if late else 0)
        return time(value, int(minute or 0))
    except ValueError:
        return None


def text_in(widget: QWidget) -> str:
    """What a field holds, as text."""
    if isinstance(widget, QComboBox):
        return str(widget.currentData() or "")
    if isinstance(widget, DayField):
        return widget.iso()
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, CheckGroup):
        return ",".join(widget.values())
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    raise TypeError(type(widget).__name__)


def fill(widget: Any, text: str) -> None:
    """Put a text into a field."""
    if isinstance(widget, QComboBox):
        choose(widget, text)
    elif isinstance(widget, DayField):
        widget.set_iso(text)
    elif isinstance(widget, QLineEdit):
        widget.setText(text)
    elif isinstance(widget, CheckGroup):
        widget.set_values(text.split(",") if text else [])
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText(text)
