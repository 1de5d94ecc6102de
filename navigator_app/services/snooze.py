"""Putting a line of Today off until a day, with a reason; kept in the journal.

A grave line (an authorization or payment at stake, a member waiting) comes back on the day it
falls due, whatever was asked, and once it is due it cannot be put off.
"""

from __future__ import annotations

from datetime import date, timedelta

from navigator_app.domain.identifiers import month_bounds, uuid7
from navigator_app.domain.records import Changes
from navigator_app.domain.rules import Stake
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import clocks
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_due, reads_referrals

LONGEST = 90
"""Days a line can be put off at most."""


def put_off(
    ws: Workspace, referral_id: str, rule_id: str, until: date, reason: str
) -> tuple[date, Changes]:
    """Take a line from Today until a day; returns the day it comes back, which is earlier where a
    grave date falls due before.

    InputRejected without a reason, for a day that is not ahead or is too far, and for a grave line
    that is due already; NotFound where no such clock runs.
    """
    rank, due = _line(ws, referral_id, rule_id)
    today = ws.clock.today()
    words = " ".join(reason.split())
    if not words:
        raise InputRejected(
            "reason", _("Say why it can wait."), _("A few words for whoever reads it later.")
        )
    if not today < until <= today + timedelta(days=LONGEST):
        raise InputRejected(
            "until",
            _("A line can be put off until tomorrow at the earliest, and for {n} days at most.")
            .format(n=LONGEST),
            _("Choose a day between."),
        )  # fmt: skip
    grave = rank <= Stake.MEMBER.rank
    if grave and due <= today:
        raise InputRejected(
            "until",
            _("It is due already and too much hangs on it to put it off."),
            _("Do it, or record what happened; then the line goes by itself."),
        )
    with ws.transaction("put_off") as tx:
        tx.execute(
            "DELETE FROM snooze WHERE referral_id = ? AND rule_id = ?", (referral_id, rule_id)
        )
        tx.insert(
            "snooze",
            {
                "id": uuid7(),
                "referral_id": referral_id,
                "rule_id": rule_id,
                "until_on": until.isoformat(),
                "reason": words,
                "user_id": ws.user.id,
                "created_at": tx.now,
            },
        )
    return (min(until, due) if grave else until), _changes(ws, referral_id)


def take_back(ws: Workspace, referral_id: str, rule_id: str) -> Changes:
    """Put a line on Today again at once; nothing happens where it was not put off."""
    with ws.transaction("take_back_put_off") as tx:
        tx.execute(
            "DELETE FROM snooze WHERE referral_id = ? AND rule_id = ?", (referral_id, rule_id)
        )
    return _changes(ws, referral_id)


def offered(today: date, due: date, stake: str) -> date:
    """The day that a form offers first: in a week, or the day a grave date falls due."""
    week = today + timedelta(days=7)
    grave = Stake(stake).rank <= Stake.MEMBER.rank
    return max(min(week, due), today + timedelta(days=1)) if grave else week


def _line(ws: Workspace, referral_id: str, rule_id: str) -> tuple[int, date]:
    """Rank and due day of a line; the month's status has them without a clock of its own."""
    if rule_id == clocks.MONTHLY_STATUS:
        if reads_referrals.referrals(ws.store, [referral_id]):
            return Stake.PLAN.rank, month_bounds(ws.clock.today().isoformat()[:7])[1]
    else:
        found = reads_due.line_of(ws.store, referral_id, rule_id)
        if found is not None:
            return found[0], date.fromisoformat(found[1])
    raise NotFound(
        _("Nothing to put off"),
        _("No such clock runs on this referral."),
        _("It may have been settled meanwhile; look at Today again."),
    )


def _changes(ws: Workspace, referral_id: str) -> Changes:
    rows = reads_referrals.referrals(ws.store, [referral_id])
    return Changes(
        members=frozenset(row.member_id for row in rows), referrals=frozenset({referral_id})
    )
