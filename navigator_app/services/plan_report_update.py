"""The weekly update on members who are not yet engaged: whom it names and what it says of each.

Whom: the referrals on which the plan's own clock for that update runs, so until the member is
engaged, services began, or the loop is over. An attempt is told by its day, its way and what came
of it: neither where nor with whom, never that it was not safe, and nothing that staff wrote freely.
The words are English, as every paper to a plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from navigator_app.domain.consents import Way
from navigator_app.domain.guards import ATTEMPTS
from navigator_app.domain.plan_reports import Tried, Update, UpdateRow
from navigator_app.domain.records import PlanRow
from navigator_app.domain.rules import Rule
from navigator_app.domain.vocabulary import Mode, Outcome, ReferralStatus, Service, any_service
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.policy import own, packs
from navigator_app.services import agency, gate, guards, phrases
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_reports
from navigator_app.store.reads_reports import Unengaged

RULE = "weekly-update"

_ANSWERED = (Outcome.REACHED, Outcome.REFUSED)
_OUTCOMES = {Outcome.UNSAFE: "Not reached"}
"""How an outcome is told where its own words say more than the reader needs."""


def rule_of(policy: str, on: date) -> Rule | None:
    """The plan's rule for such an update, None where its packs ask for none."""
    return packs.stack(policy, on).rule(RULE, Service.HTNS)


def way(plan_name: str) -> Way:
    """The way out that the update is: names, and that there is a referral and what was tried."""
    return Way("weekly-update", plan_name, gate.TPO, ("identity", "housing"))


def monday(on: date) -> date:
    """The first day of a week."""
    return on - timedelta(days=on.weekday())


def update(ws: Workspace, plan_key: str, on: date | None = None) -> Update:
    """The update as it would be built on a day (today); nothing is written.

    InputRejected (`plan`) where the plan's packs ask for none. Four statements, however many.
    """
    on = on or ws.clock.today()
    plan = agency.plan(ws, plan_key)
    rule = rule_of(plan.policy, on)
    if rule is None:
        raise InputRejected(
            "plan",
            _("{plan} asks for no weekly update.").format(plan=plan.name),
            _("Its packs are listed on the page of the rules."),
        )
    found = reads_reports.not_engaged(ws.store, plan.id, RULE)
    verdicts = gate.ask(ws, way(plan.name), [one.member_id for one in found]) if found else []
    held = {one.member_id: one for one in verdicts if not one.whole}
    tries = reads_reports.attempts(ws.store, plan.id, RULE)
    rows = tuple(
        _row(one, tries.get(one.referral_id, ()), plan, on)
        for one in found
        if one.member_id not in held
    )
    why = dict.fromkeys(
        reason.told(_, phrases.day) for one in held.values() for _name, reason in one.withheld
    )
    due = min((date.fromisoformat(one.due) for one in found), default=None)
    week = monday(on).isoformat()
    return Update(plan.key, plan.name, week, due, rule.cited, rule.quote, rows, tuple(why))


def cells(ws: Workspace, found: Update, replaces: str = "") -> list[list[str]]:
    """The rows as the file holds them; `replaces` is the name of a file that this one corrects."""
    ours = agency.agency(ws)
    return [
        [
            found.plan_name, found.period, row.cin, row.plan_member_id, row.last_name,
            row.first_name, row.service, _iso(row.received),
            "" if row.days is None else str(row.days), row.status, str(len(row.tried)),
            "; ".join(f"{one.on.isoformat()} {one.mode}" for one in row.tried),
            _iso(row.tried[-1].on if row.tried else None),
            row.tried[-1].outcome if row.tried else "", row.next_step, ours.npi, ours.name,
            replaces,
        ]
        for row in found.rows
    ]  # fmt: skip


def paper_rows(found: Update) -> list[tuple[str, ...]]:
    """The rows as the letter holds them."""
    return [
        (
            str(number),
            row.member,
            row.plan_member_id or row.cin,
            row.service,
            f"{row.received:%m/%d/%Y} ({row.days})" if row.received else "",
            tries_words(row),
            row.next_step,
        )
        for number, row in enumerate(found.rows, 1)
    ]


def tries_words(row: UpdateRow) -> str:
    """A member's attempts in a line: how many, and the latest."""
    if not row.tried:
        return "None yet"
    last = row.tried[-1]
    return f"{len(row.tried)}; latest {last.on:%m/%d/%Y}, {last.mode}: {last.outcome}"


def _row(
    one: Unengaged, tried: Sequence[tuple[str, str, str]], plan: PlanRow, on: date
) -> UpdateRow:
    received = date.fromisoformat(one.received) if one.received else None
    outcomes = [Outcome.from_slug(outcome) for _on, _mode, outcome in tried]
    return UpdateRow(
        referral_id=one.referral_id,
        member_id=one.member_id,
        member=f"{one.first_name} {one.last_name}".strip(),
        first_name=one.first_name,
        last_name=one.last_name,
        cin=one.cin,
        plan_member_id=one.plan_member_id,
        service=any_service(one.service).value,
        received=received,
        days=(on - received).days if received else None,
        status=ReferralStatus.from_slug(one.status).value if one.status else "Received",
        tried=tuple(
            Tried(date.fromisoformat(day), Mode.from_slug(mode).value, _said(outcome))
            for (day, mode, _slug), outcome in zip(tried, outcomes, strict=True)
        ),
        next_step=_next_step(outcomes, _least(plan.policy, on, one.service)),
    )


def _next_step(outcomes: Sequence[Outcome], least: int) -> str:
    """What comes next, from what was tried: staff's own words may say where a member is."""
    if not outcomes:
        return "First attempt to reach the member"
    failed = 0
    for outcome in reversed(outcomes):
        if outcome in _ANSWERED:
            break
        failed += 1
    if not failed:
        return "The member answered; next, agree on taking part"
    if least and failed >= least:
        return f"{failed} attempts without an answer; asks the plan for direction"
    return f"Attempt {failed + 1} of at least {least}" if least else "Another attempt"


@own.from_packs
@lru_cache(maxsize=256)
def _least(policy: str, on: date, service: str) -> int:
    rule = guards.speaks(policy, on)(ATTEMPTS, any_service(service))
    return rule.value if rule else 0


def _said(outcome: Outcome) -> str:
    return _OUTCOMES.get(outcome, str(outcome.value))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
