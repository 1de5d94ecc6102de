"""Put an eligibility check right, or take it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from navigator_app.domain.corrections import CHECK
from navigator_app.domain.eligibility import Check, How, MediCal
from navigator_app.domain.records import MemberRow
from navigator_app.i18n import _
from navigator_app.services import caseload, corrections, eligibility
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.correcting import CorrectingDialog, Written
from ui.models import words
from ui.widgets.asking_dialog import choice_field, day_field, day_of
from ui.widgets.fields import LabelledField
from ui.widgets.optional_day import OptionalDay

_OUT = (MediCal.LAPSED.slug, MediCal.SUSPENDED.slug)


@dataclass(frozen=True, slots=True)
class _Read:
    check: Check
    member: MemberRow
    plans: list[tuple[str, str]]


def _read(check_id: str, ws: Workspace) -> _Read:
    check = corrections.check(ws, check_id)
    member = caseload.member_page(ws, check.member_id).member
    return _Read(check, member, eligibility.plan_choices(ws))


def _correct(check_id: str, fixed: CheckDraft, why: str, ws: Workspace) -> Written:
    return corrections.correct_check(ws, check_id, fixed, why)


class CorrectCheckDialog(CorrectingDialog):
    """The form of a check, filled with what stands."""

    draft_key = "correct_check"
    table = CHECK

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the id of the check."""
        super().__init__(context, about, _("Put a check right"), parent)
        self._check: Check | None = None
        today = context.clock.today()
        self.finding = choice_field({one.slug: _(one.value) for one in MediCal})
        self.how = choice_field({one.slug: _(one.value) for one in How})
        self.on, self.plan, self.note = day_field(today), QComboBox(), QLineEdit()
        self.plan.setEditable(True)
        self.plan.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.lapsed = OptionalDay(_("The first day without coverage is known"), today)
        self.next = OptionalDay(_("Plan the next check"), today)
        hint = _("Leave it empty if you did not look. A plan that is not in the list can be typed.")
        self.fields = {
            "result": LabelledField(_("What was found"), self.finding),
            "lapsed_on": LabelledField(_("Since when"), self.lapsed),
            "how": LabelledField(_("How"), self.how),
            "on": LabelledField(_("On which day"), self.on),
            "plan_found": LabelledField(_("Plan found"), self.plan, hint),
            "next_on": LabelledField(_("Next check"), self.next),
            "note": LabelledField(_("Note (optional, stays here)"), self.note),
        }
        self.finish_fields(820)
        self.finding.currentIndexChanged.connect(self._follow_result)
        work = partial(_read, self.record_id)
        context.tasks.run(work, self._show_check, owner=self, failed=self.unknown)

    def corrected(self) -> Callable[[Workspace], Written] | None:
        """The check as it should have been."""
        if self._check is None:
            return None
        fixed = CheckDraft(
            member_id=self._check.member_id,
            result=MediCal.from_slug(str(self.finding.currentData())),
            how=How.from_slug(str(self.how.currentData())),
            on=day_of(self.on),
            plan_found=self.plan.currentText(),
            lapsed_on=self.lapsed.day() if self.finding.currentData() in _OUT else None,
            next_on=self.next.day(),
            note=self.note.text(),
        )
        return partial(_correct, self.record_id, fixed, self.why.text())

    def follow(self) -> None:
        """A lapse is asked for where there is one."""
        self.fields["lapsed_on"].setVisible(self.finding.currentData() in _OUT)

    @Slot()
    def _follow_result(self) -> None:
        if not self.gone.isChecked():
            self.follow()

    def _show_check(self, read: _Read) -> None:
        self._check = check = read.check
        self.plan.addItem("")
        for _key, name in read.plans:
            self.plan.addItem(name)
        known = {
            "result": check.result.slug,
            "how": check.how.slug,
            "on": check.on.isoformat(),
            "plan_found": check.plan,
            "lapsed_on": check.lapsed_on.isoformat() if check.lapsed_on else "",
            "next_on": check.next_on.isoformat() if check.next_on else "",
            "note": check.note,
        }
        name = words.member_name(read.member)
        whose = _("{name} · check of {day}").format(name=name, day=words.day(check.on))
        self.show_known(whose, known)
        self._follow_result()
