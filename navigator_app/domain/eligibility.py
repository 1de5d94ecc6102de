"""The eligibility diary: what the checks of a member's Medi-Cal and plan say on a day.

Pure. A check says what was so on its day and no more: between a check that found Medi-Cal active
and one that found it lapsed, the days are in doubt unless the day of the lapse is known. Coverage
can change once a month, so what an earlier month's check found is stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from navigator_app.domain.ledger import Entry
from navigator_app.domain.saying import N_, Saying, saying
from navigator_app.domain.vocabulary import Word

# The reasons that the shipped data gives with their sources (`policy.ledger_rules`).
NEEDED, MONTHLY, CHANGED, SUSPENDED = (
    "coverage-needed",
    "coverage-changes-monthly",
    "plan-changed",
    "coverage-suspended",
)


class MediCal(Word):
    """What a check found of a member's Medi-Cal."""

    ACTIVE = "Active", "active"
    LAPSED = "Lapsed", "lapsed"
    SUSPENDED = "Suspended", "suspended"
    UNKNOWN = "Could not be found out", "unknown"


class How(Word):
    """How somebody checked."""

    PORTAL = "Plan or Medi-Cal portal", "portal"
    PHONE = "By phone", "phone"
    CARD = "Swipe card", "card"
    FILE = "A plan’s file", "file"
    MEMBER = "The member said so", "member"
    OTHER = "Another way", "other"


@dataclass(frozen=True, slots=True)
class Check:
    """One look-up. `plan` is the plan found ("" when nobody looked), `other_plan` is True when it
    is not the one this member is kept under."""

    id: str
    member_id: str
    at: datetime
    zone: str
    on: date
    how: How
    result: MediCal
    plan: str = ""
    other_plan: bool = False
    lapsed_on: date | None = None  # the first day without coverage
    next_on: date | None = None
    note: str = ""
    by: str = ""


class State(StrEnum):
    """What may be said today."""

    NEVER = "never"  # nobody has checked
    ACTIVE = "active"
    STALE = "stale"  # was active, in an earlier month
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the diary says on a day.

    `since` is the first day without coverage where it is known, `not_before` the last day that a
    check found it active; the days between are in doubt.
    """

    state: State
    says: Saying
    since: date | None = None
    not_before: date | None = None
    found: date | None = None  # the day of the check that speaks
    other_plan: str = ""  # the plan that the newest check found instead
    other_since: date | None = None  # the day of the first check in a row that found it
    next_on: date | None = None
    overdue: bool = False  # the next check was planned for a day that has passed


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that staff must act on: what, what to do, and which reason speaks."""

    kind: str  # "lapsed", "suspended", "plan-changed", "contradiction", "check"
    says: Saying
    do: Saying
    basis: str
    authorization_id: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """A service's day on which coverage is missing or in doubt."""

    on: date
    kind: str  # "after-lapse", "suspended", "in-doubt", "other-plan"
    says: Saying
    basis: str


def coverage(checks: Iterable[Check], today: date) -> Coverage:
    """What may be said on a day. Checks dated later do not count; of one day, the last recorded.

    A check that found nothing out leaves what the one before it found, as stale.
    """
    seen = _in_order(check for check in checks if check.on <= today)
    if not seen:
        text = N_("Nobody has checked this member’s Medi-Cal yet.")
        return Coverage(State.NEVER, saying(text))
    newest = seen[-1]
    telling = [check for check in seen if check.result is not MediCal.UNKNOWN]
    last = telling[-1] if telling else newest
    plan, since = _other_plan(seen)
    state, says = _state(last, newest, today)
    out = last.result in (MediCal.LAPSED, MediCal.SUSPENDED)
    return Coverage(
        state=state,
        says=says,
        since=_out_since(telling) if out else None,
        not_before=_last_active(telling) if out else None,
        found=newest.on,
        other_plan=plan,
        other_since=since,
        next_on=newest.next_on,
        overdue=newest.next_on is not None and newest.next_on < today,
    )


def alerts(
    checks: Sequence[Check], authorizations: Iterable[Entry], today: date
) -> tuple[Alert, ...]:
    """What staff must act on: lapse, suspension or plan change and what each does to the open
    authorizations, contradictions among the checks, and a check that is due."""
    now = coverage(checks, today)
    open_ = [a for a in authorizations if a.span is not None and a.span[1] >= today]
    found: list[Alert] = []
    if now.state is State.LAPSED:
        found.append(_lapse_alert(now))
        found += [_stopped(a, now) for a in open_]
    elif now.state is State.SUSPENDED:
        do = N_("Keep the referral, plan for the day of release, and check again before it.")
        found.append(Alert("suspended", now.says, saying(do), SUSPENDED))
        found += [_stopped(a, now, SUSPENDED) for a in open_]
    if now.other_plan:
        found += _plan_alerts(now, open_)
    found += _contradictions(checks)
    if now.overdue or now.state in (State.NEVER, State.STALE, State.UNKNOWN):
        do = N_("Check Medi-Cal and plan before the next service.")
        found.append(Alert("check", now.says, saying(do), MONTHLY))
    return tuple(found)


def flagged(service_days: Iterable[date], checks: Sequence[Check]) -> tuple[Flag, ...]:
    """The days among some services' days on which they should not be billed as they stand.

    A day is flagged when Medi-Cal was lapsed or suspended on it, when it lies in the days of doubt
    before a check that found a lapse of unknown day, and when a check on or before it found
    another plan. A day is flagged once, for the gravest reason; a later check that found Medi-Cal
    active ends the lapse from its own day on.
    """
    seen = _in_order(checks)
    return tuple(flag for day in sorted(set(service_days)) if (flag := _flag(day, seen)))


def _flag(day: date, seen: Sequence[Check]) -> Flag | None:
    doubted: Check | None = None
    for number, check in enumerate(seen):
        if check.result not in (MediCal.LAPSED, MediCal.SUSPENDED):
            continue
        ended = _active_after(seen, number)
        if ended is not None and day >= ended:
            continue
        start = check.lapsed_on or check.on
        if day >= start:
            return _uncovered(day, check, start)
        if check.lapsed_on is None and _in_doubt(day, seen[:number]):
            doubted = doubted or check
    if doubted is not None:
        text = N_("Medi-Cal was found lapsed on {found}; since when is not known.")
        return Flag(day, "in-doubt", saying(text, found=doubted.on), NEEDED)
    plan, since = _other_plan([check for check in seen if check.on <= day])
    if plan and since is not None:
        text = N_("The member was found with {plan} on {day}; this plan will not pay.")
        return Flag(day, "other-plan", saying(text, plan=plan, day=since), CHANGED)
    return None


def _uncovered(day: date, check: Check, start: date) -> Flag:
    if check.result is MediCal.SUSPENDED:
        text = N_("Medi-Cal was suspended from {day}; do not bill before it is active again.")
        return Flag(day, "suspended", saying(text, day=start), SUSPENDED)
    text = N_("Medi-Cal lapsed on {day}; do not bill before coverage is restored for this day.")
    return Flag(day, "after-lapse", saying(text, day=start), NEEDED)


def _in_doubt(day: date, before: Sequence[Check]) -> bool:
    """True for days after the last check that found coverage, or all when there was none."""
    active = [check.on for check in before if check.result is MediCal.ACTIVE]
    return not active or day > active[-1]


def _active_after(seen: Sequence[Check], number: int) -> date | None:
    later = (check.on for check in seen[number + 1 :] if check.result is MediCal.ACTIVE)
    return next(later, None)


def _in_order(checks: Iterable[Check]) -> list[Check]:
    return sorted(checks, key=lambda check: (check.on, check.at, check.id))


def _state(last: Check, newest: Check, today: date) -> tuple[State, Saying]:
    if last.result is MediCal.LAPSED:
        if last.lapsed_on is not None:
            text = N_("Medi-Cal lapsed: the first day without coverage is {day}.")
            return State.LAPSED, saying(text, day=last.lapsed_on)
        text = N_("Medi-Cal was found lapsed on {day}; since when is not known.")
        return State.LAPSED, saying(text, day=last.on)
    if last.result is MediCal.SUSPENDED:
        text = N_("Medi-Cal is suspended, found on {day}.")
        return State.SUSPENDED, saying(text, day=last.on)
    if last.result is MediCal.UNKNOWN:
        text = N_("Checked on {day}, but nothing could be found out.")
        return State.UNKNOWN, saying(text, day=last.on)
    if (last.on.year, last.on.month) != (today.year, today.month) or newest is not last:
        text = N_("Medi-Cal was active on {day}; it can change once a month.")
        return State.STALE, saying(text, day=last.on)
    return State.ACTIVE, saying(N_("Medi-Cal was active on {day}."), day=last.on)


def _out_since(telling: Sequence[Check]) -> date | None:
    """The earliest first day without coverage named by the checks since it was last active."""
    named: list[date] = []
    for check in reversed(telling):
        if check.result is MediCal.ACTIVE:
            break
        if check.lapsed_on is not None:
            named.append(check.lapsed_on)
    return min(named, default=None)


def _last_active(telling: Sequence[Check]) -> date | None:
    return next((c.on for c in reversed(telling) if c.result is MediCal.ACTIVE), None)


def _other_plan(seen: Sequence[Check]) -> tuple[str, date | None]:
    """The other plan that the newest check naming one found, and since which check."""
    plan, since = "", None
    for check in seen:
        if not check.plan:
            continue
        if not check.other_plan:
            plan, since = "", None
        elif check.plan != plan:
            plan, since = check.plan, check.on
    return plan, since


def _lapse_alert(now: Coverage) -> Alert:
    if now.since is None and now.not_before is not None:
        do = N_("Ask from which day; {day} was the last day it was found active.")
        return Alert("lapsed", now.says, saying(do, day=now.not_before), NEEDED)
    do = N_("Help the member renew with the county, and bill nothing from that day on.")
    if now.since is None:
        do = N_("Help the member renew, and bill nothing until the county says from which day.")
    return Alert("lapsed", now.says, saying(do), NEEDED)


def _stopped(entry: Entry, now: Coverage, basis: str = NEEDED) -> Alert:
    """What missing coverage does to one authorization that still runs."""
    end = entry.span[1] if entry.span else None
    says = saying(N_("The authorization to {end} stays, but pays nothing meanwhile."), end=end)
    text = N_("Bill nothing under it until coverage is back, and ask for its extension in time.")
    return Alert("stopped", says, saying(text), basis, entry.id)


def _plan_alerts(now: Coverage, open_: Sequence[Entry]) -> list[Alert]:
    text = N_("The member was found with {plan} on {day}.")
    says = saying(text, plan=now.other_plan, day=now.other_since or now.found or "?")
    do = N_("Tell both plans, and ask {plan} to authorize the service anew.")
    found = [Alert("plan-changed", says, saying(do, plan=now.other_plan), CHANGED)]
    for entry in open_:
        end = entry.span[1] if entry.span else None
        left = saying(N_("The authorization to {end} is the former plan’s."), end=end)
        ask = N_("Ask {plan} to continue it: name the former plan, provider and last service.")
        found.append(
            Alert("plan-changed", left, saying(ask, plan=now.other_plan), CHANGED, entry.id)
        )
    return found


def _contradictions(checks: Sequence[Check]) -> list[Alert]:
    """Checks that cannot both be right: active on a day that another calls lapsed."""
    seen = _in_order(checks)
    found = []
    for number, check in enumerate(seen):
        if check.lapsed_on is None:
            continue
        for other in seen[:number]:
            if other.result is MediCal.ACTIVE and other.on >= check.lapsed_on:
                text = N_("Found active on {day}, but said to have lapsed on {lapse}.")
                says = saying(text, day=other.on, lapse=check.lapsed_on)
                do = N_("Ask the county which is right; both entries stay in the diary.")
                found.append(Alert("contradiction", says, saying(do), NEEDED))
    return found
