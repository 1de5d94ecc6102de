"""Questions to a plan about an authorization, a referral or a missing answer, and their chase.

The plan's rule says by when it answers (DHCS Closed-Loop Referral guidance, II.B.2: one business
day); where its packs have none, only a day that a person sets. A question about a referral runs
that referral's own clock; asking again makes a new question that replaces the first.
"""

from __future__ import annotations

from datetime import date, datetime

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.plan_reports import BUILT, FILE, INQUIRY, LINE, SENT, ReportRow
from navigator_app.domain.records import Changes, PlanRow
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import agency, clocks, hours, read_reasons
from navigator_app.services import plan_questions as questions
from navigator_app.services import plan_reports as reports
from navigator_app.services.workspace import Workspace
from navigator_app.store import intake_writes, reads_member, reads_referrals, reads_reports

RULE = questions.RULE
rule_of = questions.rule_of
chase_day = questions.chase_day


def ask(
    ws: Workspace,
    plan_key: str,
    question: str,
    how: str,
    *,
    referral_id: str = "",
    member_id: str = "",
    at: datetime | None = None,
    chase_on: date | None = None,
    replaces: str = "",
) -> Written:
    """Write down a question that was put to a plan, at a moment (now), and when to ask again; one
    that goes with the next file of questions (`how` FILE) is asked when that file is there.

    `chase_on` is a day of our own where the plan's rule has none, or a nearer one is wanted.
    InputRejected names the field; NotFound for a plan, member or referral that is not there.
    """
    plan = agency.plan(ws, plan_key)
    text = reports.check_text("question", question, _("Write what you asked."))
    later = how == FILE
    if not later:
        reports.check_how(how)
    moment = hours.kept(ws, "at", at or ws.clock.now())
    on = ws.clock.to_local(datetime.fromisoformat(moment)).date()
    member_id = _whose(ws, plan, referral_id, member_id)
    chase = chase_on or (None if later else chase_day(ws, plan, on)[0])
    if chase is not None and chase < on:
        raise InputRejected("chase_on", _("That is before the question."))
    if replaces and open_one(ws, replaces).plan_key != plan_key:
        raise InputRejected("replaces", _("That question went to another plan."))
    key = uuid7()
    with ws.transaction("ask_plan") as tx:
        tx.insert(
            "plan_report",
            {
                "id": key,
                "plan_id": plan.id,
                "kind": INQUIRY,
                "member_id": member_id or None,
                "about": "referral" if referral_id else "",
                "about_id": referral_id,
                "form": "",
                "state": BUILT if later else SENT,
                "sent_at": None if later else moment,
                "sent_how": "" if later else how,
                "chase_on": chase.isoformat() if chase else None,
                "question": text,
                "replaces_id": replaces or None,
                "user_id": ws.user.id,
                "created_at": tx.now,
            },
        )
        if member_id and not later:
            way = questions.way(plan.name)
            reports.account(ws, tx, way, [member_id], _("Question to the plan"))
        if referral_id and not later:
            asked: dict[str, str | None] = {"inquiry_at": moment, "inquiry_answered_at": None}
            intake_writes.write(tx, referral_id, asked)
            clocks.recompute(tx, ws, [referral_id])
        return Written(key, _changes(referral_id, member_id), tx.id)


def ask_again(ws: Workspace, report_id: str, how: str) -> Written:
    """Put an unanswered question once more, now; what went over the line goes with the next file
    again."""
    row = open_one(ws, report_id)
    how = FILE if how == LINE else how
    referral = row.about_id if row.about == "referral" else ""
    return ask(
        ws, row.plan_key, row.question, how, referral_id=referral, member_id=row.member_id,
        replaces=row.id,
    )  # fmt: skip


def open_one(ws: Workspace, report_id: str) -> ReportRow:
    """A question that waits for its answer; InputRejected (`report`) for any other report."""
    row = reports.one(ws, report_id)
    if row.kind != INQUIRY or row.state != SENT or row.replaced_by:
        raise InputRejected("report", _("That is no question that waits for an answer."))
    return row


def open_about(ws: Workspace, referral_id: str) -> ReportRow | None:
    """The question about a referral that waits for its answer, None when there is none."""
    read_reasons.need_record(ws, "referral", referral_id)
    row = reads_reports.about(ws.store, "referral", referral_id)
    return row if row is not None and row.state == SENT else None


def to_print(ws: Workspace, referral_id: str) -> ReportRow | None:
    """The question about a referral that a letter carries: one that waits for its answer, or for
    its way to the plan; None when there is none."""
    row = reads_reports.about(ws.store, "referral", referral_id)
    return row if row is not None and row.state in (BUILT, SENT) else None


def waiting(ws: Workspace, plan_key: str = "") -> list[ReportRow]:
    """Questions that wait for an answer, the earliest to be asked again first."""
    return reads_reports.open_questions(ws.store, reports.plan_id(ws, plan_key))


def _whose(ws: Workspace, plan: PlanRow, referral_id: str, member_id: str) -> str:
    if referral_id:
        rows = reads_referrals.referrals(ws.store, [referral_id])
        if not rows:
            raise NotFound(_("Not found"), _("There is no referral with that id."))
        if member_id and member_id != rows[0].member_id:
            raise InputRejected("referral", _("That is another member’s."))
        member_id = rows[0].member_id
        if rows[0].plan != plan.key:
            raise InputRejected("plan", _("That referral is with another plan."))
    elif member_id:
        member = reads_member.member(ws.store, member_id)
        if member is None:
            raise NotFound(_("No such member"), _("There is no member with that id."))
        if member.plan != plan.key:
            raise InputRejected("plan", _("That member is with another plan."))
    return member_id


def _changes(referral_id: str, member_id: str) -> Changes:
    return Changes(
        members=frozenset([member_id] if member_id else ()),
        referrals=frozenset([referral_id] if referral_id else ()),
        plans=True,
    )
