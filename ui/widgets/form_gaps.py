"""Places of a form that the record has nothing for, filled in on the screen before it is read."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from operator import attrgetter

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from navigator_app.domain.signatures import Asked, Shown
from ui import theme
from ui.widgets.check_group import CheckGroup
from ui.widgets.fields import LabelledField

YES = "yes"


class FormGaps(QWidget):
    """One field or box for each place; `show_form` makes them.

    Signals:
        edited(): something was filled in or taken out.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._asked: tuple[Asked, ...] = ()
        self._body: QWidget | None = None
        self.boxes: dict[str, CheckGroup] = {}  # by group
        self.lines: dict[str, LabelledField] = {}  # by key
        self._groups: dict[str, LabelledField] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_form(self, shown: Shown, filled: Mapping[str, str]) -> None:
        """Ask for what is open in a form, what was filled in filled in again."""
        self._asked = shown.asked
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self.boxes, self.lines, self._groups = {}, {}, {}
        self._body = QWidget()
        way = Qt.LayoutDirection.RightToLeft if shown.right_to_left else self.layoutDirection()
        self._body.setLayoutDirection(way)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S16)
        for group, some in groupby(shown.asked, attrgetter("group")):
            for one in self._made(group, list(some), filled):
                column.addWidget(one)
        self._column.addWidget(self._body)
        self._follow()

    def values(self) -> dict[str, str]:
        """What is filled in, by key; a box is "yes" or its words."""
        found: dict[str, str] = {}
        for one in self._asked:
            words = self._words(one.key)
            if one.box:
                ticked = one.key in self.boxes[one.group].values()
                found |= {one.key: words or YES} if ticked else {}
            elif words:
                found[one.key] = words
        return found

    def show_error(self, key: str, message: str) -> bool:
        """Mark a place and say why; False when there is no such place."""
        group = next((one.group for one in self._asked if one.key == key), "")
        field = self._groups.get(group) or self.lines.get(key)
        for one in (*self._groups.values(), *self.lines.values()):
            one.show_error(message if one is field else "")
        if field is None:
            return False
        field.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _made(self, group: str, some: list[Asked], filled: Mapping[str, str]) -> list[QWidget]:
        made: list[QWidget] = []
        ticks = {one.key: one.text for one in some if one.box}
        if ticks:
            box = CheckGroup(ticks)
            box.set_values([key for key in ticks if filled.get(key)])
            for tick in box.boxes.values():
                tick.toggled.connect(self._follow)
            self.boxes[group] = box
            heading = next(one.heading for one in some)
            self._groups[group] = LabelledField(heading, box)
            made.append(self._groups[group])
        for one in some:
            if one.words:
                line = QLineEdit()
                before = filled.get(one.key, "")
                line.setText("" if one.box and before == YES else before)
                line.textEdited.connect(self._tell)
                self.lines[one.key] = LabelledField(one.text, line)
                made.append(self.lines[one.key])
        return made

    def _words(self, key: str) -> str:
        field = self.lines.get(key)
        line = field.widget if field is not None else None
        return line.text().strip() if isinstance(line, QLineEdit) else ""

    @Slot()
    def _follow(self) -> None:
        """Words beside a box are asked for once it is ticked."""
        for one in self._asked:
            if one.box and one.words:
                self.lines[one.key].setVisible(one.key in self.boxes[one.group].values())
        self._tell()

    @Slot()
    def _tell(self) -> None:
        self.edited.emit()
