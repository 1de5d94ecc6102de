"""The fields of a support plan: each keeps itself, and its refusal stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ui.widgets.asking_dialog import choice_field
from ui.widgets.day_field import DayField
from ui.widgets.fields import LabelledField
from ui.widgets.growing_text import GrowingText


class PlanInput(LabelledField):
    """One field. `key` names it: a field's id, "barrier id/column" or "review_on".

    Signals:
        settled(object): the field itself, once something was typed or chosen.
    """

    settled = Signal(object)

    def __init__(self, key: str, label: str, widget: QWidget, hint: str = "") -> None:
        """`hint` stands below."""
        super().__init__(label, widget, hint)
        self.key = key

    def value(self) -> str:
        """What stands in it; a day as ISO text where it can be read."""
        return ""

    def show_value(self, text: str) -> None:
        """Show what is kept; nothing is said."""

    def flush(self) -> None:
        """Say at once what was typed and not yet said."""

    @Slot()
    def _say(self) -> None:
        self.settled.emit(self)


class TextInput(PlanInput):
    """Some lines of text."""

    def __init__(self, key: str, label: str, hint: str = "", lines: int = 1) -> None:
        """As high as its text, at least so many lines."""
        self.box = GrowingText(lines)
        super().__init__(key, label, self.box, hint)
        self.box.settled.connect(self._say)

    def value(self) -> str:
        """The text."""
        return self.box.toPlainText()

    def show_value(self, text: str) -> None:
        """Show it."""
        self.box.show_text(text)

    def flush(self) -> None:
        """Typing is over."""
        self.box.settle()


class LineInput(PlanInput):
    """One line."""

    def __init__(self, key: str, label: str, hint: str = "") -> None:
        """Kept when it is left or Enter is pressed."""
        self.line = QLineEdit()
        self._kept = ""
        super().__init__(key, label, self.line, hint)
        self.line.editingFinished.connect(self.flush)

    def value(self) -> str:
        """The text."""
        return self.line.text()

    def show_value(self, text: str) -> None:
        """Show it."""
        self._kept = text
        if self.line.text() != text:
            self.line.setText(text)

    @Slot()
    def flush(self) -> None:
        """Typing is over."""
        if self.value() != self._kept:
            self._kept = self.value()
            self.settled.emit(self)


class DayInput(PlanInput):
    """A day to come; what is no day stays as typed."""

    def __init__(self, key: str, label: str, today: date, hint: str = "") -> None:
        """`today` gives the year that is left out."""
        self.line = DayField(today, ahead=True)
        self._kept = ""
        super().__init__(key, label, self.line, hint)
        self.line.editingFinished.connect(self.flush)

    def value(self) -> str:
        """ISO text, "" for none, else what was typed."""
        return self.line.iso()

    def show_value(self, text: str) -> None:
        """Show it."""
        self._kept = text
        if self.line.iso() != text:
            self.line.set_iso(text)

    @Slot()
    def flush(self) -> None:
        """Typing is over."""
        if self.value() != self._kept:
            self._kept = self.value()
            self.settled.emit(self)


class ChoiceInput(PlanInput):
    """One of a few words."""

    def __init__(self, key: str, label: str, choices: Mapping[str, str], hint: str = "") -> None:
        """`choices` are words by value."""
        self.choice: QComboBox = choice_field(choices)
        super().__init__(key, label, self.choice, hint)
        self.choice.activated.connect(self._say)

    def value(self) -> str:
        """The value chosen."""
        return str(self.choice.currentData() or "")

    def show_value(self, text: str) -> None:
        """Show it."""
        place = self.choice.findData(text)
        if place >= 0 and place != self.choice.currentIndex():
            self.choice.setCurrentIndex(place)
