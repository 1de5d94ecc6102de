"""Dates of the homes that members live in as lines of what is due: a payment, a visit, a notice.

No plan's rule speaks here: each date is the one of the lease, the notice, the agreement or the
housing authority, or comes of the agency's own figures.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.records import DueRow
from navigator_app.domain.rules import Stake
from navigator_app.i18n import N_, _
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace

if TYPE_CHECKING:
    from navigator_app.domain.tenancy import DueDate
    from navigator_app.services.tenancy import TeamDue

ACTION = "home"
"""What settles such a line: the home part of the member's page."""

_TITLES = {
    "recertification": N_("Recertify the home or subsidy"),
    "lease-end": N_("The lease ends"),
    "visit": N_("Visit the home"),
    "repayment": N_("A part of the repayment is due"),
    "notice": N_("Answer the notice"),
    "sign": N_("Act on an early sign"),
    "dispute": N_("Act on a dispute"),
    "faults": N_("See that faults are mended"),
}
_DATES = {
    "recertification": N_("recertify by {day} (the housing authority’s date)"),
    "lease-end": N_("lease ends {day} (the lease’s own date)"),
    "visit": N_("visit by {day} (the agency’s own figure)"),
    "repayment": N_("part due {day} (the date agreed)"),
    "notice": N_("last day {day} (the date the notice names)"),
}


def lines(
    ws: Workspace, on: date, until: date, *, navigator_id: str = "", member_id: str = ""
) -> list[DueRow]:
    """What is late or falls due soon in homes, as far as it falls due by a day."""
    if not ws.store.one("SELECT 1 FROM tenancy WHERE ended_on IS NULL LIMIT 1"):
        return []
    from navigator_app.services import tenancy  # reads the lists: only where somebody lives

    found = tenancy.due(ws, member_id, navigator_id=navigator_id, on=on)
    plans = tenancy.plan_keys(ws) if found else {}
    return [
        _line(one, plans.get(one.tenancy.member_id, "")) for one in found if one.due.due <= until
    ]


def _line(one: TeamDue, plan: str) -> DueRow:
    date_, left = one.due, one.due.days_left
    value = _(_DATES.get(date_.kind, N_("by {day} (the date somebody set)")))
    return DueRow(
        member_id=one.tenancy.member_id,
        referral_id="",
        member_name=one.tenancy.member,
        plan=plan,
        service=None,
        rule=f"home-{date_.kind}",
        title=_(_TITLES[date_.kind]),
        due=date_.due,
        days_left=left,
        state="overdue" if left < 0 else "upcoming" if left else "due",
        why=_why(date_, one.tenancy.address),
        source="",
        required=True,
        action=ACTION,
        basis=value.format(day=day(date_.due)),
        stake=Stake.MEMBER.value,
        value=value.format(day=day(date_.due)),
        subject=date_.record_id,
    )


def _why(one: DueDate, address: str) -> str:
    from navigator_app.domain import housing
    from navigator_app.domain.tenancy import Kind
    from navigator_app.services import tenancy_choices

    if one.kind == "repayment":
        amount = housing.money(one.cents or 0)
        told = _("{amount} is still to be paid. {home}").format(amount=amount, home=address)
        return told.strip()
    if one.what and one.kind in Kind.slugs():
        lists = tenancy_choices.lists()
        what = _(lists.title(lists.of(Kind.from_slug(one.kind)), one.what))
        return _("{what}. {home}").format(what=what, home=address).strip()
    return address
