"""How to reach a member safely: phones, where last seen, what must not be done."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QGridLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.records import Changes, MemberRow, UserRow
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import agency, caseload
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, DraftDialog
from ui.models import words
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.fields import LabelledField
from ui.widgets.form_frame import fit_dialog, form_column, frame_form
from ui.widgets.text import FieldError, Heading, Muted, Small

_LINES = ("preferred_name", "phone", "alternate_phone", "email", "last_seen_place", "safety_note")
_PAIRS = (
    "phone",
    "alternate_phone",
    "last_seen_place",
    "last_seen_on",
    "preferred_name",
    "email",
)


def _read_users(ws: Workspace) -> list[UserRow]:
    return agency.users(ws)


def _update(member_id: str, fields: dict[str, str | bool | None], ws: Workspace) -> Changes:
    return caseload.update_contact(ws, member_id, **fields)


class EditContactDialog(DraftDialog):
    """Only what was changed is written."""

    draft_key = "edit_contact"

    def __init__(self, context: Context, member: MemberRow, parent: QWidget | None = None) -> None:
        """Fill in what is known of the member."""
        super().__init__(context, parent)
        self._member = member
        self._saving = False
        self._chosen_navigator: object = member.navigator_id
        self.lines = {key: QLineEdit() for key in _LINES}
        self.seen_on = QDateEdit()
        self.quiet = QCheckBox(_("Do not leave word"))
        self.fleeing = QCheckBox(_("Fleeing violence"))
        self.navigator = QComboBox()
        self.fields = self._make_fields()
        self._problem = FieldError()
        self._save = PrimaryButton(_("Save"), "check")
        self._cancel = PlainButton(_("Cancel"))
        self.setWindowTitle(_("How to reach this member"))
        self._assemble()
        self._connect()
        self._fill(member)
        context.tasks.run(_read_users, self._show_users, owner=self)

    def open(self) -> None:
        """Show it beside the window."""
        self.setModal(False)
        self.show()
        self.raise_()
        self.activateWindow()
        self.lines["phone"].setFocus()

    def draft(self) -> dict[str, object]:
        """What was changed, with the member it is about."""
        changed = self._changed()
        return {"about": self._member.id, **changed} if changed else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put changed words back."""
        for key, line in self.lines.items():
            if isinstance(payload.get(key), str):
                line.setText(str(payload[key]))
        if "do_not_leave_word" in payload:
            self.quiet.setChecked(bool(payload["do_not_leave_word"]))
        if "fleeing_violence" in payload:
            self.fleeing.setChecked(bool(payload["fleeing_violence"]))
        seen = QDate.fromString(str(payload.get("last_seen_on", "")), Qt.DateFormat.ISODate)
        if seen.isValid():
            self.seen_on.setDate(seen)
        if "navigator_id" in payload:
            self._chosen_navigator = payload["navigator_id"]
            self._show_navigator()

    def _make_fields(self) -> dict[str, LabelledField]:
        self.seen_on.setCalendarPopup(True)
        self.seen_on.setDisplayFormat(_("ddd, MMM d, yyyy"))
        self.lines["safety_note"].setPlaceholderText(_("What makes it safe to reach them"))
        return {
            "preferred_name": LabelledField(_("Goes by"), self.lines["preferred_name"]),
            "phone": LabelledField(_("Phone"), self.lines["phone"]),
            "alternate_phone": LabelledField(_("Other phone"), self.lines["alternate_phone"]),
            "email": LabelledField(_("E-mail"), self.lines["email"]),
            "last_seen_place": LabelledField(_("Last seen at"), self.lines["last_seen_place"]),
            "last_seen_on": LabelledField(_("Last seen on"), self.seen_on),
            "navigator_id": LabelledField(_("Navigator"), self.navigator),
            "safety_note": LabelledField(_("Safety note"), self.lines["safety_note"]),
        }

    def _assemble(self) -> None:
        inside = QWidget()
        column = form_column(inside)
        column.addWidget(Heading(_("How to reach this member"), 2))
        column.addWidget(Muted(words.member_name(self._member)))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.S16)
        grid.setVerticalSpacing(theme.S12)
        for place, key in enumerate(_PAIRS):
            grid.addWidget(self.fields[key], place // 2, place % 2)
        for side in (0, 1):
            grid.setColumnStretch(side, 1)
        column.addLayout(grid)
        column.addLayout(
            _explained(self.quiet, _("No voicemail, no note, no message with others."))
        )
        column.addLayout(
            _explained(self.fleeing, _("Never say where this member is or that you serve them."))
        )
        column.addWidget(self.fields["safety_note"])
        column.addWidget(self.fields["navigator_id"])
        column.addStretch(1)
        frame_form(self, inside, self._problem, (self._cancel, self._save))
        fit_dialog(self, 720, 720)

    def _connect(self) -> None:
        self._save.clicked.connect(self.save)
        self._cancel.clicked.connect(self.close)
        for keys in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(Qt.KeyboardModifier.ControlModifier | keys), self)
            shortcut.activated.connect(self.save)

    def _fill(self, member: MemberRow) -> None:
        known = {
            "preferred_name": member.preferred_name,
            "phone": show_phone(member.phone),
            "alternate_phone": show_phone(member.alternate_phone),
            "email": member.email,
            "last_seen_place": member.last_seen_place,
            "safety_note": member.safety_note,
        }
        for key, text in known.items():
            self.lines[key].setText(text)
        self._known = known
        self.quiet.setChecked(member.do_not_leave_word)
        self.fleeing.setChecked(member.fleeing_violence)
        seen = member.last_seen_on or self.context.clock.today()
        self.seen_on.setDate(QDate(seen.year, seen.month, seen.day))
        today = self.context.clock.today()
        self.seen_on.setMaximumDate(QDate(today.year, today.month, today.day))

    def _show_users(self, users: list[UserRow]) -> None:
        self.navigator.addItem(_("Nobody yet"), None)
        for user in users:
            self.navigator.addItem(user.name, user.id)
        self._show_navigator()

    def _show_navigator(self) -> None:
        place = self.navigator.findData(self._chosen_navigator)
        self.navigator.setCurrentIndex(max(0, place))

    def _changed(self) -> dict[str, str | bool | None]:
        """The fields that differ from what is known."""
        found: dict[str, str | bool | None] = {
            key: line.text().strip()
            for key, line in self.lines.items()
            if line.text().strip() != self._known[key]
        }
        member = self._member
        if self.quiet.isChecked() != member.do_not_leave_word:
            found["do_not_leave_word"] = self.quiet.isChecked()
        if self.fleeing.isChecked() != member.fleeing_violence:
            found["fleeing_violence"] = self.fleeing.isChecked()
        seen = self.seen_on.date()
        day = date(seen.year(), seen.month(), seen.day())
        if self.lines["last_seen_place"].text().strip() and (
            "last_seen_place" in found or (member.last_seen_on and day != member.last_seen_on)
        ):
            found["last_seen_on"] = day.isoformat()
        if self.navigator.count() and self.navigator.currentData() != member.navigator_id:
            found["navigator_id"] = self.navigator.currentData()
        return found

    @Slot()
    def save(self) -> None:
        """Write what was changed, or say beside the field what is wrong."""
        changed = self._changed()
        if self._saving:
            return
        if not changed:
            self.accept()
            return
        self._saving = True
        self._save.setEnabled(False)
        work = partial(_update, self._member.id, changed)
        self.context.tasks.run(work, self._saved, owner=self, failed=self._refused)

    def _saved(self, changes: Changes) -> None:
        name = words.member_name(self._member)
        self.accept()
        self.context.tasks.announce(changes)
        self.context.ways.notice.emit(_("Saved how to reach {name}").format(name=name), None)

    def _refused(self, error: BaseException) -> None:
        self._saving = False
        self._save.setEnabled(True)
        for field in self.fields.values():
            field.show_error("")
        if isinstance(error, InputRejected) and error.field in self.fields:
            self.fields[error.field].show_error(str(error))
            self.fields[error.field].widget.setFocus()
        else:
            self._problem.show_error(str(error))


def _explained(box: QCheckBox, what: str) -> QVBoxLayout:
    """A check box with what it means below it, which may wrap."""
    line = Small(what)
    line.setContentsMargins(theme.px(36), 0, 0, 0)
    box.setAccessibleDescription(what)
    pair = QVBoxLayout()
    pair.setSpacing(0)
    pair.addWidget(box)
    pair.addWidget(line)
    return pair
