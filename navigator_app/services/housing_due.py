"""Last days of a member's search as lines of what is due: a voucher's end, an appeal's.

No plan's rule speaks here: the date is the voucher's own, or the one that the denial names.
"""

from __future__ import annotations

from datetime import date

from navigator_app.domain.housing_rows import LastDay
from navigator_app.domain.records import DueRow
from navigator_app.domain.rules import Stake
from navigator_app.i18n import _
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_housing_due

ACTION = "search"
"""What settles such a line: the search part of the member's page."""


def last_days(
    ws: Workspace, on: date, *, navigator_id: str = "", member_id: str = ""
) -> list[LastDay]:
    """Vouchers from their first reminder on and appeals to hand in, the nearest first."""
    mine = {"navigator_id": navigator_id, "member_id": member_id}
    found = reads_housing_due.appeals(ws.store, on, **mine)
    if reads_housing_due.any_voucher(ws.store):
        from navigator_app.services import housing_directory  # reads the lists: seldom needed

        marks = housing_directory.marks(ws)
        found += reads_housing_due.vouchers(ws.store, on, marks, **mine)
    return sorted(found, key=lambda one: (one.runout.last_day, one.member, one.record_id))


def lines(
    ws: Workspace, on: date, until: date, *, navigator_id: str = "", member_id: str = ""
) -> list[DueRow]:
    """The same as lines of what is due, as far as they fall due by a day."""
    found = last_days(ws, on, navigator_id=navigator_id, member_id=member_id)
    return [_line(one) for one in found if one.runout.last_day <= until]


def _line(one: LastDay) -> DueRow:
    last, left = one.runout.last_day, one.runout.days_left
    if one.kind == "voucher":
        title = _("Use the voucher or have it extended")
        value = _("voucher expires {day} (the voucher’s own date)").format(day=day(last))
        why = _("{voucher}: the housing authority decides on an extension.").format(
            voucher=_kind(one.what)
        )
    else:
        title = _("Hand in the appeal")
        value = _("appeal due {day} (the date the denial names)").format(day=day(last))
        why = _("The application for {home} was denied.").format(home=one.what)
    return DueRow(
        member_id=one.member_id,
        referral_id="",
        member_name=one.member,
        plan=one.plan,
        service=None,
        rule=f"{one.kind}-last-day",
        title=title,
        due=last,
        days_left=left,
        state="overdue" if left < 0 else "upcoming" if left else "due",
        why=why,
        source="",
        required=True,
        action=ACTION,
        basis=value,
        stake=Stake.MEMBER.value,
        value=value,
        subject=one.record_id,
    )


def _kind(kind_id: str) -> str:
    from navigator_app.services import housing_choices

    lists = housing_choices.lists()
    return _(lists.title(lists.subsidy_kinds, kind_id))
