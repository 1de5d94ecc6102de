"""What is due, by which rule, most urgent first; and where the data stands."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from navigator_app.domain.identifiers import month_bounds
from navigator_app.domain.records import DueRow, Standing, Today
from navigator_app.domain.rules import Unit
from navigator_app.domain.vocabulary import ReferralStatus, Service
from navigator_app.i18n import N_, _, ngettext
from navigator_app.policy import packs
from navigator_app.services import clocks
from navigator_app.services.phrases import day, month
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_today
from navigator_app.store.reads_today import DueFacts, Scope

ACTIONS = {
    clocks.REFERRAL_RESPONSE: "answer",
    clocks.OUTREACH_BEGUN: "outreach",
    clocks.MONTHLY_STATUS: "status",
}
"""The one action that settles what a rule asks for."""

_LAST = date.max.toordinal()

TITLES = (N_("Answer the referral"), N_("Begin outreach"), N_("Status for the month"))
"""The titles of the shipped packs, for the catalogue."""


def due(
    ws: Workspace,
    *,
    on: date | None = None,
    within: int | None = None,
    navigator_id: str = "",
    member_id: str = "",
    limit: int | None = None,
) -> list[DueRow]:
    """What is due on a day, overdue first, each with its rule and source.

    `within` keeps what falls due in so many days (overdue always stays). By date, then by name; a
    referral stands once for each rule that asks something of it.
    """
    on = on or ws.clock.today()
    scope = Scope(navigator_id=navigator_id, member_id=member_id)
    until = None if within is None else date.fromordinal(min(on.toordinal() + within, _LAST))
    first, last = month_bounds(on.isoformat()[:7])
    running = reads_today.clocks(ws.store, scope, until, limit)
    found = [(facts.clock_due or last, facts, _of_clock(facts, on)) for facts in running]
    # The month ends after every date before it: with enough of those, nobody sees the others.
    enough = limit is not None and len(running) == limit and found[-1][0] < last
    if not enough and (until is None or last <= until):
        missing = reads_today.without_status(ws.store, scope, first, last, limit)
        found += [(last, facts, _of_month(facts, on, last)) for facts in missing]
    found.sort(key=lambda item: (item[0], item[1].sort_name, item[1].referral_id))
    rows = [row for _when, _facts, row in found if row is not None]
    return rows if limit is None else rows[:limit]


def today(ws: Workspace, limit: int = 200) -> Today:
    """The home screen in one read."""
    on = ws.clock.today()
    first, last = month_bounds(f"{on:%Y-%m}")
    monday = on - timedelta(days=on.weekday())
    counts = reads_today.counts(ws.store, on, first, last, monday)
    return Today(
        on=on,
        due=tuple(due(ws, on=on, limit=limit)),
        total=counts.clocks + counts.without_status,
        overdue=counts.overdue,
        unanswered=counts.unanswered,
        unreached=counts.unreached,
        without_status=counts.without_status,
        members=counts.members,
        attempts_this_week=counts.attempts,
    )


def standing(ws: Workspace) -> Standing:
    """Unsent status events and files that wait for review."""
    unsent, since, plans = reads_today.unsent(ws.store)
    return Standing(
        unsent=unsent,
        unsent_since=since,
        plans=plans,
        staged_files=reads_today.staged_files(ws.store),
    )


def _of_clock(facts: DueFacts, on: date) -> DueRow | None:
    rule = _rule(facts.policy, facts.clock_rule, facts.started, facts.service)
    if rule is None or facts.clock_due is None:
        return None
    start = _("Sent to you on {day}") if facts.sent else _("Came in on {day}")
    if facts.status == ReferralStatus.ACCEPTED.slug and facts.status_on:
        state = _("accepted on {day}, no outreach yet.").format(day=day(facts.status_on))
    elif facts.status is None:
        state = _("not answered yet.")
    else:
        state = _("pending, not reviewed yet.")
    if rule.id == clocks.REFERRAL_RESPONSE:
        asks = ngettext(
            "The plan wants an answer and a first try within {count} business day.",
            "The plan wants an answer and a first try within {count} business days.",
            rule.value,
        )
    else:
        asks = ngettext(
            "Outreach should begin within {count} business day of the authorization.",
            "Outreach should begin within {count} business days of the authorization.",
            rule.value,
        )
    started = start.format(day=day(facts.started))
    why = f"{started}, {state} {asks.format(count=rule.value)}"
    return _row(facts, rule, facts.clock_due, on, why)


def _of_month(facts: DueFacts, on: date, last: date) -> DueRow | None:
    rule = _rule(facts.policy, clocks.MONTHLY_STATUS, on, facts.service)
    if rule is None:
        return None
    missing = _("No status is dated in {month} yet.").format(month=month(last))
    if facts.status and facts.status_on:
        word = ReferralStatus.from_slug(facts.status).value
        newest = _("The newest is {status} of {day}.").format(status=word, day=day(facts.status_on))
    else:
        newest = _("Nothing has been told to the plan about this referral so far.")
    return _row(facts, rule, last, on, f"{missing} {newest}")


def _row(facts: DueFacts, rule: packs.Rule, when: date, on: date, why: str) -> DueRow:
    left = (when - on).days
    in_business_days = rule.unit is Unit.BUSINESS_DAYS
    return DueRow(
        member_id=facts.member_id,
        referral_id=facts.referral_id,
        member_name=facts.name,
        plan=facts.plan,
        service=Service.from_slug(facts.service),
        rule=rule.id,
        title=_(rule.title),
        due=when,
        days_left=left,
        state="overdue" if left < 0 else "upcoming" if left else "due",
        why=why,
        source=rule.cited,
        required=rule.required,
        action=ACTIONS[rule.id],
        basis=_basis(rule),
        business_days_left=_business_days(on, when, facts.policy) if in_business_days else None,
    )


@lru_cache(maxsize=4096)
def _business_days(start: date, end: date, policy: str) -> int:
    return clocks.calendar_of(policy).count(start, end)


def _basis(rule: packs.Rule) -> str:
    """A rule in short: the pack's title and the value with its unit."""
    title = packs.load(rule.pack).title
    if rule.repeats and rule.unit is Unit.MONTHS and rule.value == 1:
        value = _("every month")
    elif rule.unit is Unit.BUSINESS_DAYS:
        value = ngettext("{n} business day", "{n} business days", rule.value)
    elif rule.unit is Unit.CALENDAR_DAYS:
        value = ngettext("{n} day", "{n} days", rule.value)
    else:
        return title
    return f"{title} · {value.format(n=rule.value)}"


@lru_cache(maxsize=4096)
def _rule(policy: str, rule_id: str, on: date, service: str) -> packs.Rule | None:
    return packs.stack(policy, on).rule(rule_id, Service.from_slug(service))
