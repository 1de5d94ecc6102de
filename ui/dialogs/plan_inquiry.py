"""A question to a plan: about a member's authorization, or about anything it owes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.plan_reports import FILE
from navigator_app.i18n import _
from navigator_app.services import agency, caseload, plan_contacts, plan_inquiries
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.plan_report_told import hows, undo_report
from ui.dialogs.take_back import TakeBack
from ui.models import words
from ui.places import FormAt
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import KeptDialog, Work, parts_of
from ui.widgets.text import Small

WHOM = 2
"""Lines of the book that the form shows; all are on its page."""


@dataclass(frozen=True, slots=True)
class _Read:
    plans: tuple[tuple[str, str, date | None, str], ...]  # key, name, answered by, source
    member: str
    plan_key: str
    referrals: tuple[tuple[str, str], ...]
    whom: Mapping[tuple[str, str], str]  # by plan and referral


def _read(plan_key: str, member_id: str, ws: Workspace) -> _Read:
    today = ws.clock.today()
    plans = [
        (one.key, one.name, *plan_inquiries.chase_day(ws, one, today)) for one in agency.plans(ws)
    ]
    if not member_id:
        whom = {(one[0], ""): _whom(ws, one[0]) for one in plans}
        return _Read(tuple(plans), "", plan_key, (), whom)
    page = caseload.member_page(ws, member_id)
    member = page.member
    mine = tuple(
        (one.id, f"{_(one.service.value)} · {_(one.status.value) if one.status else _('new')}")
        for one in page.referrals
        if one.plan == member.plan
    )
    plans = [one for one in plans if one[0] == member.plan]
    name = f"{member.first_name} {member.last_name}"
    whom = {(member.plan, ""): _whom(ws, member.plan)}
    for one in page.referrals:
        whom[member.plan, one.id] = _whom(ws, member.plan, one.service.slug)
    return _Read(tuple(plans), name, member.plan, mine, whom)


def _whom(ws: Workspace, plan_key: str, service: str = "") -> str:
    """Whom the book names for questions, in a line or two."""
    found = plan_contacts.to_ask(ws, plan_key, service)
    return "\n".join(
        _("{who}: {how} (as of {day})").format(
            who=words.isolated(one.role),
            how=words.isolated(", ".join(filter(None, (one.phone, one.email)))),
            day=words.day(one.as_of),
        )
        for one in [one for one in found if one.phone or one.email][:WHOM]
    )


def _ask(plan_key: str, question: str, how: str, given: dict[str, Any], ws: Workspace) -> Written:
    return plan_inquiries.ask(ws, plan_key, question, how, **given)


class PlanInquiryDialog(KeptDialog):
    """The form."""

    draft_key = "plan_inquiry"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the plan's key, a referral and its member; each may be empty."""
        self._plan, self._referral, self._member = parts_of(about, 3)
        super().__init__(
            context, parts_of(about, 3), _("Ask the plan"), _("Record the question"), parent
        )
        self._due: dict[str, tuple[date | None, str]] = {}
        self.rule, self.whom = Small(""), Small("")
        self._whom: Mapping[tuple[str, str], str] = {}
        self.plan, self.referral = choice_field({}), choice_field({"": _("The member in general")})
        self.add("plan", _("Which plan"), self.plan)
        self.add("referral", _("About"), self.referral)
        self.add("question", _("What you ask"), note_field())
        ways = {**hows(), FILE: _("With the next file of questions")}
        self.how = choice_field(ways)
        self.add("how", _("How you ask"), self.how)
        self.letter = QCheckBox(_("Print it as a letter"))
        self.add(
            "chase_on", _("Ask again on"), DayField(context.clock.today(), ahead=True),
            _("Empty: by the plan’s own rule"),
        )  # fmt: skip
        rows = self.rows(("how", "chase_on"))
        self.assemble([*rows[:2], self.whom, *rows[2:], self.letter, self.rule], 600, 720)
        self.plan.currentIndexChanged.connect(self._follow)
        self.referral.currentIndexChanged.connect(self._follow)
        self.how.currentIndexChanged.connect(self._follow)
        self.ask(partial(_read, self._plan, self._member), self._show)

    def work(self) -> Work:
        """Write it."""
        given = {
            "referral_id": self.words("referral"),
            "member_id": self._member,
            "chase_on": self.day("chase_on"),
        }
        return partial(_ask, self.words("plan"), self.words("question"), self.words("how"), given)

    @Slot(object)
    def _show(self, read: _Read) -> None:
        self._whom = read.whom
        for key, name, due, source in read.plans:
            self._due[key] = (due, source)
            self.plan.addItem(words.isolated(name), key)
        for key, text in read.referrals:
            self.referral.addItem(text, key)
        self.whose.setText(words.isolated(read.member))
        self.whose.setVisible(bool(read.member))
        self.fields["referral"].setVisible(bool(read.referrals))
        only = read.referrals[0][0] if len(read.referrals) == 1 else ""
        known = {"plan": read.plan_key, "referral": self._referral or only}
        self.show_known({key: text for key, text in known.items() if text})
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """The plan's own time to answer; a letter is about a referral."""
        about = bool(self.words("referral"))
        self.letter.setVisible(about)
        if not about:
            self.letter.setChecked(False)
        told = self._whom.get((self.words("plan"), self.words("referral")), "")
        self.whom.setText(told or _("The book of contacts names nobody for questions yet."))
        due, source = self._due.get(self.words("plan"), (None, ""))
        if self.words("how") == FILE:
            told = _("It is asked, and the plan’s time to answer counts, when the file is there.")
            self.rule.setText(told)
            return
        if due is None:
            self.rule.setText(_("No rule of this plan says by when it answers; set a day."))
            return
        self.rule.setText(
            _("The plan is to answer by {day} ({source}).").format(
                day=words.day(due), source=source
            )
        )

    def _written(self, written: Written) -> None:
        back = TakeBack(self.context, partial(undo_report, written))
        waits = self.words("how") == FILE
        said = _("The question waits for the next file; make it under Reports to plans.")
        at = FormAt("plan_question", self._member, self.words("referral"))
        letter = self.letter.isChecked()
        on_record = _("The question is on record; Today reminds you.")
        self.finish(written.changes, said if waits else on_record, back)
        if letter:
            self.context.ways.open_page.emit("forms", at)
