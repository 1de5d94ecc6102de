"""Record one check of a member's Medi-Cal and plan."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import cast

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QLineEdit,
    QWidget,
)

from navigator_app.domain.eligibility import Check, How, MediCal
from navigator_app.domain.records import Changes, MemberRow
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import caseload, eligibility
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context, DraftDialog
from ui.models import words
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.choice_row import Choice, ChoiceRow
from ui.widgets.fields import LabelledField
from ui.widgets.form_frame import fit_dialog, form_column, frame_form
from ui.widgets.optional_day import OptionalDay
from ui.widgets.text import FieldError, Heading, Muted

_RESULTS = {
    MediCal.ACTIVE: "good",
    MediCal.LAPSED: "error",
    MediCal.SUSPENDED: "stop",
    MediCal.UNKNOWN: "help",
}
_OUT = (MediCal.LAPSED, MediCal.SUSPENDED)
_Whose = tuple[MemberRow, list[tuple[str, str]]]


def _read(member_id: str, ws: Workspace) -> _Whose:
    return caseload.member_page(ws, member_id).member, eligibility.plan_choices(ws)


def _record(draft: CheckDraft, ws: Workspace) -> tuple[Check, Changes]:
    return eligibility.record(ws, draft)


class EligibilityCheckDialog(DraftDialog):
    """What was found, how, when, which plan; a lapse and the next check where there are."""

    draft_key = "eligibility_check"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id."""
        super().__init__(context, parent)
        self._member_id = str(about)
        self._plan_typed = ""
        self._saving = False
        today = context.clock.today()
        self._whose = Muted("")
        self.found = ChoiceRow(
            _("What was found"), [Choice(one, _(one.value), _RESULTS[one]) for one in MediCal]
        )
        self.how, self.plan, self.note = QComboBox(), QComboBox(), QLineEdit()
        self.on = QDateEdit()
        self.lapsed = OptionalDay(_("The first day without coverage is known"), today)
        self.next = OptionalDay(_("Plan the next check"), _next_month(today))
        self.fields = self._make_fields(today)
        self._problem = FieldError()
        self._save = PrimaryButton(_("Record check"), "check")
        self._cancel = PlainButton(_("Cancel"))
        self.setWindowTitle(_("Record an eligibility check"))
        self._assemble()
        self._connect()
        work = partial(_read, self._member_id)
        context.tasks.run(work, self._show_whose, owner=self, failed=self._refused)

    def open(self) -> None:
        """Show it beside the window, the result in focus."""
        self.setModal(False)
        self.show()
        self.raise_()
        self.activateWindow()
        self.found.take_focus()

    def draft(self) -> dict[str, object]:
        """What was chosen and typed, with the member it is about; empty when nothing."""
        result = self.found.value()
        if result is None and not self.note.text().strip() and not self.plan.currentText():
            return {}
        return {
            "about": self._member_id,
            "result": result.slug if result else "",
            "how": self.how.currentData().slug,
            "on": self._day().isoformat(),
            "plan": self.plan.currentText(),
            "lapsed_on": self.lapsed.text(),
            "next_on": self.next.text(),
            "note": self.note.text(),
        }

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put a draft back."""
        text = {key: str(value) for key, value in payload.items()}
        if text.get("result") in MediCal.slugs():
            self.found.set_value(MediCal.from_slug(text["result"]))
            self._follow_result()
        if text.get("how") in How.slugs():
            self.how.setCurrentIndex(self.how.findData(How.from_slug(text["how"])))
        if text.get("on"):
            self.on.setDate(QDate.fromString(text["on"], Qt.DateFormat.ISODate))
        self._plan_typed = text.get("plan", "")
        self.plan.setCurrentText(self._plan_typed)
        self.note.setText(text.get("note", ""))
        for key, field in (("lapsed_on", self.lapsed), ("next_on", self.next)):
            field.choose(text.get(key, ""))

    def _make_fields(self, today: date) -> dict[str, LabelledField]:
        for how in How:
            self.how.addItem(_(how.value), how)
        self.plan.setEditable(True)
        self.plan.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.on.setCalendarPopup(True)
        self.on.setDisplayFormat(_("ddd, MMM d, yyyy"))
        self.on.setDate(QDate(today.year, today.month, today.day))
        hint = _("Leave it empty if you did not look. A plan that is not in the list can be typed.")
        return {
            "result": LabelledField(_("What was found"), self.found),
            "lapsed_on": LabelledField(_("Since when"), self.lapsed),
            "how": LabelledField(_("How"), self.how),
            "on": LabelledField(_("On which day"), self.on),
            "plan_found": LabelledField(_("Plan found"), self.plan, hint),
            "next_on": LabelledField(_("Next check"), self.next),
            "note": LabelledField(_("Note (optional, stays here)"), self.note),
        }

    def _assemble(self) -> None:
        inside = QWidget()
        column = form_column(inside)
        column.addWidget(Heading(_("Record an eligibility check"), 2))
        column.addWidget(self._whose)
        for field in self.fields.values():
            column.addWidget(field)
        column.addStretch(1)
        frame_form(self, inside, self._problem, (self._cancel, self._save))
        fit_dialog(self, 640, 760)
        self._follow_result()

    def _connect(self) -> None:
        self.found.chosen.connect(self._follow_result)
        self.found.confirmed.connect(self.save)
        self._save.clicked.connect(self.save)
        self._cancel.clicked.connect(self.close)
        for keys in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(Qt.KeyboardModifier.ControlModifier | keys), self)
            shortcut.activated.connect(self.save)

    def _show_whose(self, whose: _Whose) -> None:
        member, plans = whose
        self._whose.setText(
            _("{name} · {plan}").format(name=words.member_name(member), plan=member.plan_name)
        )
        typed = self.plan.currentText() or self._plan_typed
        self.plan.clear()
        self.plan.addItem("", "")
        for key, name in plans:
            self.plan.addItem(name, key)
        self.plan.setCurrentText(typed)

    def _day(self) -> date:
        return cast(date, self.on.date().toPython())

    @Slot()
    def _follow_result(self) -> None:
        self.fields["result"].show_error("")
        self.fields["lapsed_on"].setVisible(self.found.value() in _OUT)

    @Slot()
    def save(self) -> None:
        """Record, or say beside the field what is wrong."""
        result = self.found.value()
        if self._saving:
            return
        for field in self.fields.values():
            field.show_error("")
        self._problem.show_error("")
        if result is None:
            self._show_error("result", _("Choose what was found."))
            return
        draft = CheckDraft(
            member_id=self._member_id,
            result=result,
            how=self.how.currentData(),
            on=self._day(),
            plan_found=self.plan.currentText(),
            lapsed_on=self.lapsed.day() if result in _OUT else None,
            next_on=self.next.day(),
            note=self.note.text(),
        )
        self._saving = True
        self._save.setEnabled(False)
        work = partial(_record, draft)
        self.context.tasks.run(work, self._recorded, owner=self, failed=self._refused)

    def _recorded(self, result: tuple[Check, Changes]) -> None:
        _check, changes = result
        self.accept()
        self.context.tasks.announce(changes)
        self.context.ways.notice.emit(_("Eligibility check recorded"), None)

    def _refused(self, error: BaseException) -> None:
        self._saving = False
        self._save.setEnabled(True)
        if isinstance(error, InputRejected) and error.field in self.fields:
            self._show_error(error.field, str(error))
        else:
            self._problem.show_error(str(error))

    def _show_error(self, key: str, message: str) -> None:
        self.fields[key].show_error(message)
        if key == "result":
            self.found.take_focus()
        else:
            self.fields[key].widget.setFocus()


def _next_month(day: date) -> date:
    """The first of the next month: coverage can change once a month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
