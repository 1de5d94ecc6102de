"""Record one check of a member's Medi-Cal and plan."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from navigator_app.domain.eligibility import Check, How, MediCal
from navigator_app.domain.records import Changes, MemberRow
from navigator_app.i18n import _
from navigator_app.services import caseload, eligibility
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import words
from ui.widgets.asking_dialog import AskingDialog, day_field, day_of, set_day
from ui.widgets.choice_row import Choice, ChoiceRow
from ui.widgets.fields import LabelledField
from ui.widgets.optional_day import OptionalDay

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


class EligibilityCheckDialog(AskingDialog):
    """What was found, how, when, which plan; a lapse and the next check where there are."""

    draft_key = "eligibility_check"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id."""
        super().__init__(context, _("Record an eligibility check"), _("Record check"), parent)
        self._member_id = str(about)
        self._plan_typed = ""
        today = context.clock.today()
        self.found = ChoiceRow(
            _("What was found"), [Choice(one, _(one.value), _RESULTS[one]) for one in MediCal]
        )
        self.how, self.plan, self.note = QComboBox(), QComboBox(), QLineEdit()
        self.on = day_field(today)
        self.lapsed = OptionalDay(_("The first day without coverage is known"), today)
        self.next = OptionalDay(_("Plan the next check"), _next_month(today))
        self.fields = self._make_fields()
        self.assemble(list(self.fields.values()), 640, 760)
        self.found.chosen.connect(self._follow_result)
        self.found.confirmed.connect(self.save)
        self._follow_result()
        work = partial(_read, self._member_id)
        context.tasks.run(work, self._show_whose, owner=self, failed=self.refused)

    def open(self) -> None:
        """Show it beside the window, the result in focus."""
        super().open()
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
            "on": day_of(self.on).isoformat(),
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
        set_day(self.on, text.get("on", ""))
        self._plan_typed = text.get("plan", "")
        self.plan.setCurrentText(self._plan_typed)
        self.note.setText(text.get("note", ""))
        for key, field in (("lapsed_on", self.lapsed), ("next_on", self.next)):
            field.choose(text.get(key, ""))

    def _make_fields(self) -> dict[str, LabelledField]:
        for how in How:
            self.how.addItem(_(how.value), how)
        self.plan.setEditable(True)
        self.plan.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
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

    def _show_whose(self, whose: _Whose) -> None:
        member, plans = whose
        self.whose.setText(
            _("{name} · {plan}").format(name=words.member_name(member), plan=member.plan_name)
        )
        typed = self.plan.currentText() or self._plan_typed
        self.plan.clear()
        self.plan.addItem("", "")
        for key, name in plans:
            self.plan.addItem(name, key)
        self.plan.setCurrentText(typed)

    @Slot()
    def _follow_result(self) -> None:
        self.fields["result"].show_error("")
        self.fields["lapsed_on"].setVisible(self.found.value() in _OUT)

    @Slot()
    def save(self) -> None:
        """Record, or say beside the field what is wrong."""
        result = self.found.value()
        if result is None:
            self.show_error("result", _("Choose what was found."))
            return
        draft = CheckDraft(
            member_id=self._member_id,
            result=result,
            how=self.how.currentData(),
            on=day_of(self.on),
            plan_found=self.plan.currentText(),
            lapsed_on=self.lapsed.day() if result in _OUT else None,
            next_on=self.next.day(),
            note=self.note.text(),
        )
        self.write(partial(_record, draft), self._recorded)

    def _recorded(self, result: tuple[Check, Changes]) -> None:
        self.finish(result[1], _("Eligibility check recorded"))

    def show_error(self, key: str, message: str) -> None:
        """Mark a field and go there; the result is a row of buttons."""
        super().show_error(key, message)
        if key == "result":
            self.found.take_focus()


def _next_month(day: date) -> date:
    """The first of the next month: coverage can change once a month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
