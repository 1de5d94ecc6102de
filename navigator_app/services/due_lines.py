"""One line of what is due in words: what it asks, by which rule, counted from what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from functools import lru_cache

from navigator_app.domain.bulk import parsed
from navigator_app.domain.clocks import touching
from navigator_app.domain.facts import Fact, Problem, day_of
from navigator_app.domain.records import DueRow
from navigator_app.domain.rules import Rule, Unit
from navigator_app.domain.saying import Saying, saying
from navigator_app.domain.vocabulary import ReferralStatus, Service
from navigator_app.i18n import N_, _, ngettext
from navigator_app.policy import own, packs
from navigator_app.services import clocks
from navigator_app.services.own_calendars import Calendars
from navigator_app.services.phrases import day, month
from navigator_app.store.reads_due import Line

TITLES = (N_("Answer the referral"), N_("Begin outreach"), N_("Status for the month"))
"""The titles of the shipped packs, for the catalogue."""

COUNTED = N_("Counted from {fact}, {day}.")
_ITSELF = N_("The date is {fact} itself.")
_ASSUMED = N_("Assumed: {fact} is not known.")
_ROUTINE = N_("Assumed: routine, since nobody recorded whether it is urgent.")
_NO_HOUR = N_("Assumed: the hour is not known, so the end of that day counts.")


def row(
    line: Line,
    now: datetime,
    on: date,
    zone: tzinfo,
    calendars: Calendars,
    more: int = 0,
    problems: Sequence[Problem] = (),
) -> DueRow | None:
    """The line as a row, as of a day; None when no pack has its rule any more.

    `now` decides about hours on the day itself. `more` counts the other lines of the case.
    `problems` are those of its referral: what touches the line stands first in its explanation.
    """
    due = date.fromisoformat(line.due_on)
    rule = rule_of(line)
    if rule is None:
        return None
    left = (due - on).days
    past = left < 0 or (left == 0 and line.due_at is not None and parsed(line.due_at) < now)
    business = rule.unit is Unit.BUSINESS_DAYS
    return DueRow(
        member_id=line.member_id,
        referral_id=line.referral_id,
        member_name=line.name,
        plan=line.plan,
        service=Service.from_slug(line.service),
        rule=rule.id,
        title=_(rule.title),
        due=due,
        days_left=left,
        state="overdue" if past else "upcoming" if left else "due",
        why=" ".join((*wrong(rule, problems), _why(line, rule, due, zone))),
        source=rule.cited,
        required=rule.required,
        action=rule.action,
        basis=basis(rule),
        business_days_left=calendars.count(line.plan_id, line.policy, on, due)
        if business
        else None,
        chase=rule.chase,
        stake=rule.stake.value,
        more=more,
        value=value(rule),
        section=rule.section,
        spoke_on=spoke_on(line),
    )


def wrong(rule: Rule, problems: Sequence[Problem]) -> list[str]:
    """What cannot be in the dates of a rule, in sentences."""
    return [problem.why.told(_, day) for problem in touching(rule, problems)]


def rule_of(line: Line) -> Rule | None:
    """The rule that speaks for a line: in force on the day its clock started."""
    return _rule(line.policy, line.rule_id, spoke_on(line), line.service)


def spoke_on(line: Line) -> date:
    """The day whose rule speaks for a line: the clock's first; the last of the month that wants a
    status."""
    monthly = line.rule_id == clocks.MONTHLY_STATUS
    return _day((line.due_on if monthly else line.started_on)[:10])


_day = lru_cache(maxsize=4096)(date.fromisoformat)


@own.from_packs
@lru_cache(maxsize=4096)
def _rule(policy: str, rule_id: str, on: date, service: str) -> Rule | None:
    return packs.stack(policy, on).rule(rule_id, Service.from_slug(service))


def _why(line: Line, rule: Rule, due: date, zone: tzinfo) -> str:
    if rule.id == clocks.MONTHLY_STATUS:
        return _of_month(line, due)
    if rule.id in (clocks.REFERRAL_RESPONSE, clocks.OUTREACH_BEGUN) and line.started_on:
        return f"{_where(line)} {_asks(rule)}"
    return " ".join(one.told(_, day) for one in _said(line, rule, zone))


def _said(line: Line, rule: Rule, zone: tzinfo) -> list[Saying]:
    """What the clock was counted from, and what was assumed (as `domain.clocks` says it)."""
    fact = Fact.named(line.counted_from)
    if fact is rule.due_fact:
        return [saying(_ITSELF, fact=fact.term)]
    started = parsed(line.started_on)
    said = [saying(COUNTED, fact=fact.term, day=day_of(started, zone))]
    if fact is not rule.trigger[0]:
        said.append(saying(_ASSUMED, fact=rule.trigger[0].term))
    if line.due_at and not isinstance(started, datetime):
        said.append(saying(_NO_HOUR))
    if rule.urgent is not None and line.urgent is None:
        said.append(saying(_ROUTINE))
    return said


def _where(line: Line) -> str:
    """Since when the referral is here and how far it is."""
    start = _("Sent to you on {day}") if line.sent else _("Came in on {day}")
    if line.status == ReferralStatus.ACCEPTED.slug and line.status_on:
        when = day(date.fromisoformat(line.status_on))
        state = _("accepted on {day}, no outreach yet.").format(day=when)
    elif line.status is None:
        state = _("not answered yet.")
    else:
        state = _("pending, not reviewed yet.")
    return f"{start.format(day=day(date.fromisoformat(line.came_on)))}, {state}"


def _asks(rule: Rule) -> str:
    if rule.id == clocks.REFERRAL_RESPONSE:
        text = ngettext(
            "The plan wants an answer and a first try within {count} business day.",
            "The plan wants an answer and a first try within {count} business days.",
            rule.value,
        )
    else:
        text = ngettext(
            "Outreach should begin within {count} business day of the authorization.",
            "Outreach should begin within {count} business days of the authorization.",
            rule.value,
        )
    return text.format(count=rule.value)


def _of_month(line: Line, last: date) -> str:
    missing = _("No status is dated in {month} yet.").format(month=month(last))
    if line.status and line.status_on:
        word = ReferralStatus.from_slug(line.status).value
        when = day(date.fromisoformat(line.status_on))
        newest = _("The newest is {status} of {day}.").format(status=word, day=when)
    else:
        newest = _("Nothing has been told to the plan about this referral so far.")
    return f"{missing} {newest}"


def basis(rule: Rule) -> str:
    """A rule in short: the pack's title and the value with its unit."""
    title, said = packs.load(rule.pack).title, value(rule)
    return f"{title} · {said}" if said else title


def value(rule: Rule) -> str:
    """A clock's value with its unit; "at once" where the source leaves no time, and nothing to
    count where the date is the plan's own."""
    if rule.due_fact is not None and rule.due_fact in rule.trigger:
        return _("the date given")
    if not rule.value:
        return _("at once")
    if rule.repeats and rule.unit is Unit.MONTHS and rule.value == 1:
        return _("every month")
    if rule.unit is Unit.BUSINESS_DAYS:
        text = ngettext("{n} business day", "{n} business days", rule.value)
    elif rule.unit is Unit.CALENDAR_DAYS:
        text = ngettext("{n} calendar day", "{n} calendar days", rule.value)
    elif rule.unit is Unit.CLOCK_HOURS:
        text = ngettext("{n} hour", "{n} hours", rule.value)
    elif rule.unit is Unit.MONTHS:
        text = ngettext("{n} month", "{n} months", rule.value)
    else:
        return ""
    return text.format(n=rule.value)
