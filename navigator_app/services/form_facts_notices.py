"""What notices are filled in from: a service that ended, a member not reached, a referral's outcome
to whoever referred, a change of capacity.

An attempt is told by its day, its way and what came of it: neither where nor with whom, and never
that it was not safe.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.consents import Way
from navigator_app.domain.ending import EndReason
from navigator_app.domain.guard_rows import CapacityRow, EndingRow
from navigator_app.domain.guards import ATTEMPTS, UNREACHED_TOLD
from navigator_app.domain.records import AttemptRow, CaseloadQuery
from navigator_app.domain.vocabulary import ClosureReason, Outcome, ReferralStatus, Role, Service
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.policy import packs
from navigator_app.services import (
    agency,
    capacity,
    caseload,
    consents,
    discontinue,
    form_facts,
    gate,
    guards,
    part_2,
)
from navigator_app.services import form_facts_case as cases
from navigator_app.services import people as people_service
from navigator_app.services.form_facts import Fact, Gathered, Gatherer, Subject, known
from navigator_app.services.form_facts_case import Case, Row
from navigator_app.store import reads_programs, reads_referrals

if TYPE_CHECKING:
    from navigator_app.domain.rules import Rule
    from navigator_app.services.workspace import Workspace

_REACHED = (Outcome.REACHED, Outcome.REFUSED)
"""Outcomes in which the member answered, yes or no."""

_OUTCOMES = {Outcome.UNSAFE: "Not reached"}
"""How an outcome is told on paper where its own words say more than the reader needs."""

_LOOKED = {"nothing": "Nothing", "no-access": "No access"}

_CLOSED_AS = {
    ClosureReason.SERVICES_RECEIVED: "outcome.served",
    ClosureReason.UNABLE_TO_REACH: "outcome.unreached",
    ClosureReason.PROVIDER_DECLINED: "outcome.full",
}


def discontinuation(ws: Workspace, subject: Subject) -> Gathered:
    """A service that ended: the ending named, else the latest of the referral or the member.

    InputRejected (`ending`) where none is on record.
    """
    if cases.is_blank(subject):
        return cases.blank(ws)
    ending = _ending(ws, subject)
    case = cases.of(ws, subject, ending.referral_id)
    row = case.referral
    slug = ending.reason.slug.replace("-", "_")
    unanswered = ending.reason is EndReason.UNRESPONSIVE
    custody = ending.reason is EndReason.INCARCERATED
    closes = f"{row.status.value}: {row.closure_reason.value}" if row.status and (
        row.closure_reason) else ""  # fmt: skip
    facts: dict[str, Fact | None] = {
        "ending.day": ending.on,
        "ending.closes": closes,
        "ending.is_unresponsive": "1" if unanswered else "",
        "ending.is_other": "1" if ending.reason is EndReason.OTHER else "",
        "ending.plan_told": ending.plan_told,
        "ending.team_told": ending.team_told,
        "ledger.number": cases.number(case),
        "ledger.end": case.ledger.countdown.end,
        "rules.rows": [
            *_listed(case),
            *([row for row in cases.rule_row(_least(case)) if unanswered]),
            *cases.rule_rows(case, *([discontinue.CUSTODY] if custody else [])),
            *cases.rule_rows(case, *([UNREACHED_TOLD] if unanswered else [])),
        ],
    }
    more = ["justice"] if custody else []
    if unanswered:
        tries, left, told = _leaving(ws, case, "discontinuation", _tries(ws, case))
        facts["attempts.rows"] = [*_attempt_rows(ws, tries), *left]
        more += told
    return cases.gathered(ws, case, facts, {f"ending.{slug}"}, categories=tuple(more))


def unable_to_reach(ws: Workspace, subject: Subject) -> Gathered:
    """Every attempt of a referral. InputRejected (`attempts`) where nobody has tried."""
    if cases.is_blank(subject):
        return cases.blank(ws)
    case = cases.of(ws, subject)
    tries, left, told = _leaving(ws, case, "unable-to-reach", _tries(ws, case))
    if not tries:
        raise InputRejected(
            "attempts",
            _("No attempt to reach this member is on record."),
            _("Log the attempts first; the notice lists them."),
        )
    answered = max((one.at for one in tries if one.outcome in _REACHED), default=None)
    failed = [one for one in tries if one.outcome not in _REACHED and (
        answered is None or one.at > answered)]  # fmt: skip
    least = _least(case)
    facts: dict[str, Fact | None] = {
        "attempts.rows": [*_attempt_rows(ws, tries), *left],
        "attempts.count": str(len(failed)),
        "attempts.least": cases.figure(least) if least else "",
        "attempts.last_contact": ws.clock.to_local(answered).date() if answered else
        "Not since the referral",
        "looked.rows": _looked(ws, case.member.id),
        "rules.rows": [*cases.rule_row(least), *cases.rule_rows(case, UNREACHED_TOLD)],
    }  # fmt: skip
    return cases.gathered(ws, case, facts, categories=told)


def referral_outcome(ws: Workspace, subject: Subject) -> Gathered:
    """How a referral stands, for whoever referred. InputRejected (`referrer`) where nobody is on
    record, or it was the member."""
    if cases.is_blank(subject):
        return cases.blank(ws)
    case = cases.of(ws, subject)
    values = case.intake.values
    who, where = values.get("referrer_name", ""), values.get("referrer_organization", "")
    itself = values.get("referrer_relationship") == "self" or where.casefold() == "self"
    if itself or not (who or where):
        raise InputRejected(
            "referrer",
            _("The member referred themselves.") if itself else _("Nobody is named who referred."),
            _("Tell the member in a letter of their own.")
            if itself
            else _("Write down who referred, with how the referral came."),
        )
    row = case.referral
    status = row.status.value if row.status else "Received"
    over = row.status in (ReferralStatus.CLOSED, ReferralStatus.DECLINED)
    flag = _CLOSED_AS.get(row.closure_reason) if over and row.closure_reason else None
    facts: dict[str, Fact | None] = {
        "letter.to": [one for one in (who, where) if one],
        "referrer.name": who or where,
        "referral.received": row.sent_to_provider or row.requested,
        "outcome.status": status,
        "outcome.day": row.status_date,
        "outcome.reason": row.closure_reason.value if over and row.closure_reason else "",
        "outcome.running": "" if over else "1",
    }
    if flag:
        facts[flag] = "1"
    return cases.gathered(ws, case, facts, recipient=who or where)


def capacity_notice(ws: Workspace, subject: Subject) -> Gathered:
    """Open slots as of a day: the report named, else the newest, else a blank. A report for no plan
    leaves the plan to be written. InputRejected (`capacity`) where one is asked for and there is
    none."""
    reports = capacity.reports(ws)
    if subject.about_id:
        chosen = capacity.one(ws, subject.about_id)
    elif reports:
        chosen = reports[0]
    elif subject == Subject():
        return cases.blank(ws)
    else:
        raise InputRejected(
            "capacity",
            _("No open slots are on record."),
            _("Report them first; the notice is filled in from that."),
        )
    earlier = reports[[one.id for one in reports].index(chosen.id) + 1 :]
    before = next((one for one in earlier if one.plan == chosen.plan), None)
    facts: dict[str, Fact | None] = {
        **form_facts.agency_facts(ws),
        "letter.to": [chosen.plan_name] if chosen.plan_name else [],
        "plan.name": chosen.plan_name,
        "capacity.day": chosen.changed,
        "capacity.due": chosen.due,
        "capacity.rows": _slots(chosen, before),
        **_staff(ws, chosen.plan),
        "capacity.full": "" if chosen.any_member or chosen.own_members else "1",
        "rules.rows": _capacity_rule(ws, chosen),
    }
    return Gathered(known(facts), recipient=chosen.plan_name)


def not_engaged_report(ws: Workspace, _subject: Subject) -> Gathered:
    """A paper to write on: one that names members is made by `plan_report_build`, which asks the
    gate for each of them."""
    return cases.blank(ws)


def _ending(ws: Workspace, subject: Subject) -> EndingRow:
    if subject.about_id:
        return discontinue.ending(ws, subject.about_id)
    endings = reads_programs.endings(ws.store, subject.member_id)
    wanted = subject.referral_id
    found = next((one for one in endings if wanted in ("", one.referral_id)), None)
    if found is None:
        raise InputRejected(
            "ending",
            _("No service of this member was ended."),
            _("End the service first; the notice is filled in from that."),
        )
    return found


def _listed(case: Case) -> list[Row]:
    rule = case.rule(discontinue.REASONS)
    return [(rule.title, "The plan’s own list", rule.cited)] if rule is not None else []


def _least(case: Case) -> Rule | None:
    """How many attempts come before "unable to reach"; another plan's number only recommends."""
    return guards.speaks(case.intake.policy, case.stack.on)(ATTEMPTS, case.referral.service)


def _tries(ws: Workspace, case: Case) -> list[AttemptRow]:
    """The attempts for a referral since it came, oldest first."""
    row = case.referral
    since = row.requested or row.sent_to_provider or date.min
    return [
        one
        for one in reversed(reads_referrals.attempts_of(ws.store, case.member.id))
        if one.referral_id in (None, row.id) and ws.clock.to_local(one.at).date() >= since
    ]


def _leaving(
    ws: Workspace, case: Case, what: str, tries: list[AttemptRow]
) -> tuple[list[AttemptRow], list[Row], tuple[str, ...]]:
    """The attempts that may leave, the line that says some are left out, and what else those that
    go along tell of."""
    way = Way(what, case.ledger.plan_name, gate.TPO, ("identity", "housing"))
    records = part_2.among(ws, [("outreach_attempt", one.id) for one in tries])
    held = part_2.held_alone(ws, way, records)
    left: list[Row] = [("", said, "", "", "") for said in part_2.left_out(held.records)]
    more: tuple[str, ...] = (consents.SUBSTANCE,) if records - held.records else ()
    return [one for one in tries if held.lets("outreach_attempt", one.id)], left, more


def _attempt_rows(ws: Workspace, tries: Sequence[AttemptRow]) -> list[Row]:
    return [
        (
            str(place),
            cases.moment(ws, one.at),
            one.mode.value,
            _OUTCOMES.get(one.outcome, one.outcome.value),
            one.by,
        )
        for place, one in enumerate(tries, 1)
    ]


def _looked(ws: Workspace, member_id: str) -> list[Row]:
    """Sources looked through in vain, the latest look into each; where something was found is no
    business of the reader."""
    lists = people_service.lists().places_to_look
    latest = {one.source: one for one in reversed(people_service.page(ws, member_id).looked)}
    titles = {one.id: one.title for one in lists}
    return [
        (titles.get(one.source, one.source), cases.day(one.on), _LOOKED[one.found])
        for one in latest.values()
        if one.found in _LOOKED
    ]


def _slots(now: CapacityRow, before: CapacityRow | None) -> list[Row]:
    return [
        (
            "For any new member",
            f"{now.any_member:,}",
            f"{before.any_member:,}" if before else "",
        ),
        (
            "For members we refer ourselves",
            f"{now.own_members:,}",
            f"{before.own_members:,}" if before else "",
        ),
    ]


def _staff(ws: Workspace, plan: str) -> dict[str, Fact | None]:
    """Staff against members (of the plan, where one is named), as the records stand today."""
    staff = sum(one.role is Role.NAVIGATOR for one in agency.users(ws))
    members = caseload.page(ws, CaseloadQuery(plan=plan, status="running"), limit=1).total
    return {"capacity.staff": f"{staff:,}", "capacity.members": f"{members:,}"}


def _capacity_rule(ws: Workspace, row: CapacityRow) -> list[Row]:
    if not row.plan:
        return []
    policy = agency.plan(ws, row.plan).policy
    rules = [capacity.rule_of(policy, row.changed)]
    if not row.any_member and not row.own_members:
        stack = packs.stack(policy, row.changed)
        rules.append(stack.rule(guards.WAITLIST, Service.HTNS))
    return [line for one in rules for line in cases.rule_row(one)]


def plan_question(ws: Workspace, subject: Subject) -> Gathered:
    """The question about a referral that waits for its answer or for its way to the plan, as a
    letter; how it was asked and when stands with the question itself. InputRejected (`question`)
    where none waits.
    """
    from navigator_app.services import plan_inquiries  # it stands above the forms

    if cases.is_blank(subject):
        return cases.blank(ws)
    case = cases.of(ws, subject)
    asked = plan_inquiries.to_print(ws, case.referral.id)
    if asked is None:
        raise InputRejected(
            "question",
            _("No question to the plan about this referral waits for an answer."),
            _("Ask the plan first; the letter then carries what you asked."),
        )
    on = ws.clock.to_local(asked.sent_at or ws.clock.now()).date()
    facts: dict[str, Fact | None] = {
        "question.text": asked.question,
        "question.day": on,
        "question.answer_by": asked.chase
        or plan_inquiries.chase_day(ws, agency.plan(ws, asked.plan_key), on)[0],
        "rules.rows": list(cases.rule_row(case.rule(plan_inquiries.RULE))),
    }
    return cases.gathered(ws, case, facts, set())


NOTICES: dict[str, Gatherer] = {
    "discontinuation": discontinuation,
    "unable_to_reach": unable_to_reach,
    "referral_outcome": referral_outcome,
    "capacity_notice": capacity_notice,
    "not_engaged_report": not_engaged_report,
    "plan_question": plan_question,
}
"""By kind, among the gatherers of forms to a plan."""
