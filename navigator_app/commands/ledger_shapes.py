"""Authorizations, eligibility checks and the forecast as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from navigator_app.commands.shapes import Shape, iso, local, words
from navigator_app.domain.eligibility import Check
from navigator_app.services.authorizations import Ledger
from navigator_app.services.eligibility import Diary, InDoubt
from navigator_app.services.forecast import Ending, Forecast


def entries(one: Ledger) -> list[Shape]:
    """Every authorization and request of one referral; days and band are the chain's."""
    return [
        {
            "id": entry.id,
            "referral_id": one.referral_id,
            "member_id": one.member_id,
            "cin": one.cin,
            "plan": one.plan,
            "service": words(one.service),
            "kind": str(entry.kind),
            "extends": entry.extends_id,
            "request_id": entry.request_id,
            "status": words(entry.status),
            "requested": iso(entry.requested),
            "received": iso(entry.received),
            "decided": iso(entry.decided),
            "effective": iso(entry.effective),
            "end": iso(entry.end),
            "units": entry.units,
            "unit": entry.unit or None,
            "number": entry.number or None,
            "note": entry.note or None,
            "from_plan": entry.from_plan,
            "chain_end": iso(one.countdown.end),
            "days_left": one.countdown.days_left,
            "band": str(one.countdown.band),
            "findings": [
                {
                    "flaw": str(finding.flaw),
                    "field": finding.field,
                    "first": iso(finding.first),
                    "last": iso(finding.last),
                }
                for finding in one.findings
                if finding.entry_id == entry.id
            ],
            "warnings": one.warnings(entry.id),
        }
        for entry in one.entries
    ]


def check(row: Check) -> Shape:
    """One eligibility check."""
    return {
        "id": row.id,
        "member_id": row.member_id,
        "at": local(row.at, row.zone),
        "on": iso(row.on),
        "how": row.how.slug,
        "result": row.result.slug,
        "plan_found": row.plan or None,
        "other_plan": row.other_plan,
        "lapsed_on": iso(row.lapsed_on),
        "next": iso(row.next_on),
        "note": row.note,
        "by": row.by,
    }


def diary(found: Diary) -> Shape:
    """A member's diary: what may be said today, the checks newest first, what to act on."""
    now = found.coverage
    return {
        "member_id": found.member_id,
        "plan": found.plan,
        "state": str(now.state),
        "says": found.says,
        "since": iso(now.since),
        "last_active": iso(now.not_before),
        "other_plan": now.other_plan or None,
        "next": iso(now.next_on),
        "checks": [check(one) for one in found.checks],
        "alerts": [
            {
                "kind": one.kind,
                "says": one.says,
                "do": one.do,
                "source": one.source,
                "authorization_id": one.authorization_id or None,
            }
            for one in found.alerts
        ],
    }


def in_doubt(row: InDoubt) -> Shape:
    """A member whose coverage asks for something."""
    return {
        "member_id": row.member_id,
        "cin": row.cin,
        "state": str(row.coverage.state),
        "since": iso(row.coverage.since),
        "other_plan": row.coverage.other_plan or None,
        "next": iso(row.coverage.next_on),
        "says": row.says,
    }


def forecast(found: Forecast, members: Sequence[Ending]) -> Shape:
    """The weeks with the members behind each."""
    behind: dict[int, list[Shape]] = {}
    first = found.weeks[0].first
    for one in members:
        behind.setdefault((one.end - first).days // 7, []).append(
            {
                "member_id": one.member_id,
                "referral_id": one.referral_id,
                "service": words(one.service),
                "end": iso(one.end),
                "asked": one.asked,
            }
        )
    return {
        "on": iso(found.on),
        "hours_per_packet": found.hours.per_packet,
        "hours_per_week": found.hours.per_week,
        "hours_are": "the agency's own estimate" if found.hours.own else "a default, not set yet",
        "short": found.short,
        "weeks": [
            {
                "week": iso(week.first),
                "ending": week.ending,
                "asked": week.asked,
                "hours": week.hours,
                "available": week.available,
                "early": week.early,
                "over": week.over,
                "members": behind.get(number, []),
            }
            for number, week in enumerate(found.weeks)
        ],
    }
