"""Questions to a plan that wait to be asked: the file that carries them, and how they go.

A question that goes with a file is asked when the file is seen at the plan, or brought there: from
then its day to ask again counts, and only then it is accounted for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from navigator_app.domain.consents import Way
from navigator_app.domain.engines import due_from
from navigator_app.domain.facts import day_of
from navigator_app.domain.plan_reports import BUILT, QUESTIONS, SENT, ReportRow
from navigator_app.domain.vocabulary import Service, any_service
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.policy import packs
from navigator_app.services import agency, gate, phrases
from navigator_app.services.own_calendars import Calendars
from navigator_app.store import intake_writes, reads_question_told, reads_reports

if TYPE_CHECKING:
    from navigator_app.domain.records import PlanRow
    from navigator_app.domain.rules import Rule
    from navigator_app.services.workspace import Workspace
    from navigator_app.store.tx import Tx

RULE = "inquiry-answered"


def rule_of(policy: str, on: date) -> Rule | None:
    """By when a plan answers a question, None where its packs do not say."""
    return packs.stack(policy, on).rule(RULE, Service.HTNS)


def chase_day(ws: Workspace, plan: PlanRow, on: date) -> tuple[date | None, str]:
    """The day by which a plan is to have answered a question of a day, and where that is written;
    (None, "") where nothing says so."""
    rule = rule_of(plan.policy, on)
    if rule is None:
        return None, ""
    calendar = Calendars(ws.store).of(plan.id, plan.policy)
    return day_of(due_from(rule, on, calendar, UTC), UTC), rule.cited


def way(plan_name: str) -> Way:
    """The way out that a question about a member is."""
    return Way("status-inquiry", plan_name, gate.TPO, ("identity", "housing"))


LETTER = "plan_question"
"""The form that carries a question about a referral."""

_AND = "; "


def letter_of_asked(ws: Workspace, tx: Tx, referral_id: str, detail: str) -> bool:
    """Whether a letter that is printed now carries a question that was put today and accounted
    for; its line then says both, since the two are one leaving."""
    began = ws.clock.to_local(ws.clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    found = reads_question_told.asked(
        ws.store, referral_id, what=way("").what, mark=_AND,
        since=began.astimezone(UTC).isoformat(),
    )  # fmt: skip
    if found is None:
        return False
    tx.update("disclosure", found[0], {"detail": f"{found[1]}{_AND}{detail}"})
    return True


def waiting_to_go(ws: Workspace, plan: PlanRow) -> tuple[list[ReportRow], list[str]]:
    """The questions that the next file to a plan carries, and why others stay back, in sentences.

    Those of a file that was made already are in neither.
    """
    found = [one for one in reads_reports.unasked(ws.store, plan.id) if not one.carried_by]
    members = list(dict.fromkeys(one.member_id for one in found if one.member_id))
    verdicts = gate.ask(ws, way(plan.name), members) if members else []
    held = {one.member_id: one for one in verdicts if not one.whole}
    why = dict.fromkeys(
        reason.told(_, phrases.day) for one in held.values() for _name, reason in one.withheld
    )
    return [one for one in found if one.member_id not in held], list(why)


def cells(ws: Workspace, plan: PlanRow, rows: Sequence[ReportRow]) -> list[list[str]]:
    """The questions as the file holds them, in English as every paper to a plan."""
    ours, today = agency.agency(ws), ws.clock.today()
    rule = rule_of(plan.policy, today)
    about = reads_reports.asked_of(ws.store, [one.id for one in rows])
    found = []
    for one in rows:
        cin, number, last, first, service, sent = about[one.id]
        before = reads_reports.one(ws.store, one.replaces_id) if one.replaces_id else None
        written = ws.clock.to_local(one.created_at).date().isoformat()
        asked = before.sent_at if before else None
        found.append(
            [
                plan.name, one.question, one.id, written, cin, number, last, first,
                any_service(service).value if service else "", sent,
                ws.clock.to_local(asked).date().isoformat() if asked else "",
                rule.cited if rule else "", ours.npi, ours.name, ours.phone,
            ]
        )  # fmt: skip
    return found


def went(
    ws: Workspace, tx: Tx, row: ReportRow, moment: str, how: str
) -> tuple[list[str], list[str]]:
    """Write that what a file carries, or one question, was asked at a moment (UTC, ISO), and how.

    Returns the members and the referrals that it was about; those that were asked before are left.
    """
    if row.kind == QUESTIONS:
        asked = reads_reports.carried(tx, row.id)
    else:  # one question, put by hand
        referral = row.about_id if row.about == "referral" else ""
        own = row.chase.isoformat() if row.chase else ""
        asked = [(row.id, BUILT, referral, row.member_id, own)]
    on = ws.clock.to_local(datetime.fromisoformat(moment)).date()
    by_rule = chase_day(ws, agency.plan(ws, row.plan_key), on)[0]
    members: list[str] = []
    referrals: list[str] = []
    for key, state, referral, member, own in asked:
        if state != BUILT:
            continue
        chase = max(own, on.isoformat()) if own else by_rule.isoformat() if by_rule else None
        values = {"state": SENT, "sent_at": moment, "sent_how": how, "chase_on": chase}
        tx.update("plan_report", key, values)
        if referral:
            intake_writes.write(tx, referral, {"inquiry_at": moment, "inquiry_answered_at": None})
            referrals.append(referral)
        if member:
            members.append(member)
    return members, referrals


def whose(ws: Workspace, row: ReportRow) -> list[str]:
    """The members that a file of questions, or one question, names."""
    if row.kind != QUESTIONS:
        return [row.member_id] if row.member_id else []
    carried = reads_reports.carried(ws.store, row.id)
    return [member for _id, _state, _referral, member, _chase in carried if member]


def free(row: ReportRow) -> None:
    """InputRejected (`report`) for a question that a file which was made holds."""
    if row.carried_by:
        raise InputRejected(
            "report",
            _("This question is in a file that was made."),
            _("Send that file, or set it aside first."),
        )
