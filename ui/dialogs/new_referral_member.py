"""Whose referral is taken in: a member who is here, or one to be entered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from navigator_app.domain.intake_rows import NewMember
from navigator_app.i18n import _
from ui import theme
from ui.tasks import Tasks
from ui.widgets.buttons import QuietButton
from ui.widgets.day_field import DayField
from ui.widgets.fields import LabelledField
from ui.widgets.member_finder import MemberFinder
from ui.widgets.text import Small, Strong

_PERSON = ("first_name", "last_name", "date_of_birth", "cin", "phone")


class MemberPart(QWidget):
    """Somebody here, or somebody new.

    Signals:
        changed(): another member is picked, or what is typed is another.
    """

    changed = Signal()

    def __init__(self, tasks: Tasks, today: date, parent: QWidget | None = None) -> None:
        """Start by looking for somebody here."""
        super().__init__(parent)
        self.finder = MemberFinder(tasks)
        self.turn = QuietButton(_("Not here yet: enter a new member"), "add")
        self.back = QuietButton(_("Look for somebody here instead"), "search")
        self.another = QCheckBox(_("This is another person"))
        self.lines: dict[str, QLineEdit] = {name: QLineEdit() for name in _PERSON}
        self.lines["date_of_birth"] = DayField(today)
        self.lines["date_of_birth"].setPlaceholderText(_("month/day/year"))
        self.fields = {
            "first_name": LabelledField(_("First name"), self.lines["first_name"]),
            "last_name": LabelledField(_("Last name"), self.lines["last_name"]),
            "date_of_birth": LabelledField(_("Date of birth"), self.lines["date_of_birth"]),
            "phone": LabelledField(_("Phone"), self.lines["phone"]),
            "cin": LabelledField(
                _("CIN"),
                self.lines["cin"],
                _("Leave it empty while nobody knows it; no status goes to the plan until then."),
            ),
        }
        self.known, self.new = QWidget(), QWidget()
        self._assemble()
        self.turn.clicked.connect(self._enter_new)
        self.back.clicked.connect(self._look)
        for tip in self.finder.findChildren(Small):
            tip.setText(_("Enter takes the first and goes on"))
        self.finder.changed.connect(self._keep_one)
        for line in self.lines.values():
            line.textChanged.connect(self.changed)

    @property
    def is_new(self) -> bool:
        """True while a new member is typed."""
        return not self.new.isHidden()

    @property
    def chosen_id(self) -> str:
        """The member picked, "" for none."""
        chosen = self.finder.chosen
        return chosen[-1].id if chosen and not self.is_new else ""

    def typed(self) -> NewMember:
        """What is typed of a new member."""
        text = {name: line.text() for name, line in self.lines.items()}
        born = cast(DayField, self.lines["date_of_birth"]).iso()
        return NewMember(text["first_name"], text["last_name"], born, text["cin"], text["phone"])

    def kept(self) -> dict[str, object]:
        """What is typed, for a draft."""
        text = {name: line.text() for name, line in self.lines.items() if line.text()}
        return {"new": self.is_new, **text}

    def put_back(self, kept: Mapping[str, object]) -> None:
        """Put a draft back."""
        if kept.get("new"):
            self._enter_new()
        for name, line in self.lines.items():
            line.setText(str(kept.get(name, "")))

    def _assemble(self) -> None:
        look = QVBoxLayout(self.known)
        look.setContentsMargins(0, 0, 0, 0)
        look.addWidget(Strong(_("Member")))
        look.addWidget(self.finder)
        look.addWidget(self.turn, 0, Qt.AlignmentFlag.AlignLeft)
        grid = QGridLayout(self.new)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.S16)
        grid.setVerticalSpacing(theme.S12)
        for place, field in enumerate(self.fields.values()):
            wide = 2 if place == len(self.fields) - 1 else 1
            grid.addWidget(field, place // 2, place % 2, 1, wide)
        self.another.hide()
        grid.addWidget(self.another, 3, 0, 1, 2)
        grid.addWidget(self.back, 4, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.known)
        column.addWidget(self.new)
        self.new.hide()

    @Slot()
    def _enter_new(self) -> None:
        name = self.finder.field.text().strip()
        self.known.hide()
        self.new.show()
        if name and not any(char.isdigit() for char in name):
            first, _space, last = name.rpartition(" ")
            self.lines["first_name"].setText(first or last)
            self.lines["last_name"].setText(last if first else "")
        self.lines["first_name"].setFocus()
        self.changed.emit()

    @Slot()
    def _keep_one(self) -> None:
        """A referral is one member's: the last one picked."""
        chosen = self.finder.chosen
        if len(chosen) > 1:
            self.finder.set_chosen(chosen[-1:])
        else:
            self.changed.emit()

    @Slot()
    def _look(self) -> None:
        self.new.hide()
        self.known.show()
        self.finder.setFocus()
        self.changed.emit()
