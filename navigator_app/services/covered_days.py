"""What was done on days without coverage: named on the member's page, before a loop is closed as
served, and before the month's file goes out. Nothing is taken back: it happened, it is not paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain import eligibility
from navigator_app.domain.eligibility import Check, Flag, MediCal
from navigator_app.errors import InputRejected
from navigator_app.i18n import N_, _
from navigator_app.policy import ledger_rules
from navigator_app.services import read_reasons
from navigator_app.services.phrases import day
from navigator_app.store import reads_covered, reads_ledger

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

_DONE = {
    "attempt": N_("an attempt"),
    "began": N_("the first day of services"),
    "served": N_("services received"),
    "service": N_("a service"),
}
REFUSED = ("after-lapse", "suspended")
"""Flags on whose days no loop is closed as served without a reason."""


@dataclass(frozen=True, slots=True)
class UncoveredDay:
    """Something done on a day that should not be billed as it stands. `referral_id` is empty for
    an attempt that counts for all of the member's referrals."""

    member_id: str
    referral_id: str
    on: date
    done: str  # a key of what can be done: "attempt", "began", "served", "service"
    flag: Flag

    @property
    def says(self) -> str:
        """Day and what was done."""
        return _("{day}: {what}").format(day=day(self.on), what=_(_DONE[self.done]))


def of_member(ws: Workspace, member_id: str) -> tuple[UncoveredDay, ...]:
    """All such days of a member, the earliest first."""
    read_reasons.need(ws, member_id)
    checks = reads_ledger.checks(ws.store, member_id)
    lapses = (MediCal.LAPSED, MediCal.SUSPENDED)
    if not any(check.result in lapses or check.other_plan for check in checks):
        return ()  # nothing to look for in years of notes
    return _flagged(reads_covered.days(ws.store, [member_id]), checks)


def of_plan(
    ws: Workspace, plan_id: str, first: date, last: date
) -> dict[str, tuple[UncoveredDay, ...]]:
    """The days from `first` to `last` of the members of a plan's referrals, by member."""
    members = reads_covered.with_lapses(ws.store, plan_id)
    rows: dict[str, list[reads_covered.Row]] = {}
    for row in reads_covered.days(ws.store, members) if members else ():
        if first <= date.fromisoformat(row[2]) <= last:
            rows.setdefault(row[0], []).append(row)
    found = {
        member: _flagged(some, reads_ledger.checks(ws.store, member))
        for member, some in rows.items()
    }
    return {member: days for member, days in found.items() if days}


def served_on(ws: Workspace, referral_id: str, on: date) -> Flag | None:
    """Why services on a day would not be paid, None where nothing speaks against it."""
    head = reads_covered.head(ws.store, referral_id)
    if head is None:
        return None
    return next(iter(eligibility.flagged([on], reads_ledger.checks(ws.store, head[0]))), None)


def refuse_served(ws: Workspace, referral_id: str, on: date, reason: str) -> str:
    """Refuse (field `override`) to close a loop as served on a day without coverage; with a
    reason, return what it rests on, to be kept with it; empty where nothing refuses."""
    flag = served_on(ws, referral_id, on)
    if flag is None or flag.kind not in REFUSED:
        return ""
    if not reason.strip():
        message = _("{why} ({source})").format(why=why(flag), source=source(flag))
        advice = _("Look at the day, or say why services count as received all the same.")
        raise InputRejected("override", message, advice)
    return flag.basis


def why(flag: Flag) -> str:
    """The reason in a sentence."""
    return flag.says.told(_, day)


def source(flag: Flag) -> str:
    """Where it is written that the day is not paid."""
    return ledger_rules.shipped().bases[flag.basis].cited


def _flagged(
    rows: Sequence[reads_covered.Row], checks: Sequence[Check]
) -> tuple[UncoveredDay, ...]:
    flags = {
        flag.on: flag
        for flag in eligibility.flagged((date.fromisoformat(row[2]) for row in rows), checks)
    }
    return tuple(
        UncoveredDay(member, referral, on, done, flags[on])
        for member, referral, text, done in rows
        if (on := date.fromisoformat(text)) in flags
    )
