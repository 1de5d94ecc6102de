"""Consents about to run out as lines of what is due, and those that did a short while ago.

The date is the consent's own; how long a kind stands, and where that is written, is its kind's.
"""

from __future__ import annotations

from datetime import date, timedelta

from navigator_app.domain.consent_rows import RunningOut
from navigator_app.domain.consents import EXPIRING_DAYS
from navigator_app.domain.records import DueRow
from navigator_app.domain.rules import Stake
from navigator_app.i18n import _
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_consents

ACTION = "consent"
"""What settles such a line: the card of consents on the member's page."""

RULE = "consent-runs-out"


def lines(
    ws: Workspace, on: date, until: date, *, navigator_id: str = "", member_id: str = ""
) -> list[DueRow]:
    """Consents that end in the next 30 days, as far as by a day, or ended in the last 30 and were
    not renewed; the nearest first."""
    first, last = on - timedelta(EXPIRING_DAYS), min(until, on + timedelta(EXPIRING_DAYS))
    found = reads_consents.running_out(
        ws.store,
        on.isoformat(),
        first.isoformat(),
        last.isoformat(),
        navigator_id=navigator_id,
        member_id=member_id,
    )
    return [_line(one, on) for one in found]


def _line(one: RunningOut, on: date) -> DueRow:
    from navigator_app.services import consents  # reads the list of kinds: seldom needed

    kind = consents.rules().kinds.get(one.kind)
    left = (one.ends - on).days
    value = _("runs out {day} (the consent’s own date)").format(day=day(one.ends))
    past = _("ran out {day} (the consent’s own date)").format(day=day(one.ends))
    why = _("After that day nothing may go to {who} under it. Ask the member again.")
    source = ", ".join(part for part in (kind.source, kind.section) if part) if kind else ""
    return DueRow(
        member_id=one.member_id,
        referral_id="",
        member_name=one.member,
        plan=one.plan,
        service=None,
        rule=RULE,
        title=_("Consent runs out: {who}").format(who=one.recipient)
        if one.recipient
        else _("Consent runs out"),
        due=one.ends,
        days_left=left,
        state="overdue" if left < 0 else "upcoming" if left else "due",
        why=why.format(who=one.recipient or _("anybody")),
        source=source,
        required=True,
        action=ACTION,
        basis=past if left < 0 else value,
        stake=Stake.UPKEEP.value,
        value=past if left < 0 else value,
        section=kind.section if kind else "",
        subject=one.id,
    )
