"""Where the one action of a line of what is due leads."""

from __future__ import annotations

from navigator_app.domain.records import DueRow
from navigator_app.i18n import _
from ui.context import Context, View
from ui.places import MemberAt


def settle(context: Context, view: View, row: DueRow) -> None:
    """Open the form that settles a line: the attempt log, the status, the request to the plan, the
    eligibility check, the day the plan was told of open slots, the member's search, home or
    deposits, or the short form that takes the day it happened."""
    if row.action == "outreach":
        context.ways.log_attempt.emit([row.member_id])
    elif row.action in ("answer", "status"):
        context.ways.record_status.emit(row)
    elif row.action in ("extension", "chase-decision"):
        context.ways.record_request.emit(row.referral_id)
    elif row.action == "find-enrolment":
        context.ways.check_eligibility.emit(row.member_id)
    elif row.action == "capacity":
        context.ways.ask.emit("capacity_told", row.subject)
    elif row.action == "search":
        context.ways.open_member.emit(MemberAt(row.member_id, "search"))
    elif row.action == "home":
        context.ways.open_member.emit(MemberAt(row.member_id, "home"))
    elif row.action == "consent":
        context.ways.open_member.emit(MemberAt(row.member_id, "consent"))
    elif row.action == "deposit":
        context.ways.open_member.emit(MemberAt(row.member_id, "papers"))
    elif row.action == "chase-service":
        context.ways.open_member.emit(row.member_id)
    else:
        from ui.dialogs.due_line import HappenedDialog, line_of  # asked for rarely

        HappenedDialog(context, line_of(row), view).open()


def open_member(context: Context, view: View, row: DueRow) -> None:
    """Show the member of a line; one without a member leads to what settles it."""
    if row.member_id:
        context.ways.open_member.emit(row.member_id)
    else:
        settle(context, view, row)


def put_off(context: Context, view: View, row: DueRow) -> None:
    """Open the form that puts a line off; one without a case stays until it is settled."""
    if not row.referral_id:
        stays = _("This line stays until the plan has been told.")
        if row.action == "home":
            stays = _("This line stays until it is settled at the member’s home.")
        elif row.action == "consent":
            stays = _("This line stays until the consent is asked for again, or a month is over.")
        elif row.member_id:
            stays = _("This line stays until the search says how it went.")
        context.ways.notice.emit(stays, None)
        return
    from ui.dialogs.due_line import PutOffDialog, line_of  # asked for rarely

    PutOffDialog(context, line_of(row), view).open()
