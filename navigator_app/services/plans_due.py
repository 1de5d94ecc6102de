"""Reviews of housing support plans as lines of what is due.

No rule of a managed care plan speaks here: the day is the one that the signed plan names.
"""

from __future__ import annotations

from datetime import date, timedelta

from navigator_app.domain.own_dates import REVIEW_DAYS, Review
from navigator_app.domain.records import DueRow
from navigator_app.domain.rules import Stake
from navigator_app.i18n import _
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_own_dates

ACTION = "plan"
"""What settles such a line: the plan part of the member's page."""

RULE = "support-plan-review"


def lines(
    ws: Workspace, on: date, until: date, *, navigator_id: str = "", member_id: str = ""
) -> list[DueRow]:
    """Reviews from 30 days before their day on, as far as they fall due by a day. A review stands
    until a newer version is signed."""
    last = min(until, on + timedelta(REVIEW_DAYS))
    mine = {"navigator_id": navigator_id, "member_id": member_id}
    return [_line(one, on) for one in reads_own_dates.reviews(ws.store, on, last, **mine)]


def _line(one: Review, on: date) -> DueRow:
    left = (one.on - on).days
    value = _("review by {day} (the plan’s own review date)").format(day=day(one.on))
    why = _("Version {number} is signed. A newer one that is signed settles this.")
    return DueRow(
        member_id=one.member_id,
        referral_id="",
        member_name=one.member,
        plan=one.plan,
        service=None,
        rule=RULE,
        title=_("Review the housing support plan"),
        due=one.on,
        days_left=left,
        state="overdue" if left < 0 else "upcoming" if left else "due",
        why=why.format(number=one.version),
        source="",
        required=True,
        action=ACTION,
        basis=value,
        stake=Stake.UPKEEP.value,
        value=value,
        subject=one.id,
    )
