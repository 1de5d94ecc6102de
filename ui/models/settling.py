"""Where the one action of a line of what is due leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from navigator_app.domain.records import DueRow
from navigator_app.i18n import N_, _
from ui.context import Context, View, Ways
from ui.places import MemberAt, TeamAt

_SECTIONS = MappingProxyType(
    {
        "search": "search",
        "home": "home",
        "consent": "consent",
        "deposit": "papers",
        "papers": "papers",
        "plan": "plan",
    }
)
"""The part of the member's page that settles a line, by the line's action."""

_STAYS = MappingProxyType(
    {
        "search": N_("This line stays until the search says how it went."),
        "home": N_("This line stays until it is settled at the member’s home."),
        "consent": N_("This line stays until the consent is asked for again, or a month is over."),
        "plan": N_("This line stays until a newer version of the plan is signed."),
        "papers": N_("This line stays until the paper is here and good, or is not needed."),
        "rejected": N_("This line stays until the status goes again, or need not."),
        "review": N_("This line stays until it is mended and asked again, or decided."),
        "escrow": N_("This line stays until you say under People and roles that you read of it."),
        "quarantine": N_("This line stays until each of them was tried again or discarded."),
    }
)
"""Until when a line stays that has no case to put it off in."""


def settle(context: Context, view: View, row: DueRow) -> None:
    """Open what settles a line: its form, its part of the member's page, or the short form that
    takes the day it happened."""
    if row.action in _SECTIONS:
        context.ways.open_member.emit(MemberAt(row.member_id, _SECTIONS[row.action]))
    elif row.action in _FORMS:
        _FORMS[row.action](context.ways, row)
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
        stays = _STAYS.get(row.action, N_("This line stays until the plan has been told."))
        context.ways.notice.emit(_(stays), None)
        return
    from ui.dialogs.due_line import PutOffDialog, line_of  # asked for rarely

    PutOffDialog(context, line_of(row), view).open()


def _log_attempt(ways: Ways, row: DueRow) -> None:
    ways.log_attempt.emit([row.member_id])


def _record_status(ways: Ways, row: DueRow) -> None:
    ways.record_status.emit(row)


def _record_request(ways: Ways, row: DueRow) -> None:
    ways.record_request.emit(row.referral_id)


def _check_eligibility(ways: Ways, row: DueRow) -> None:
    ways.check_eligibility.emit(row.member_id)


def _tell_capacity(ways: Ways, row: DueRow) -> None:
    ways.ask.emit("capacity_told", row.subject)


def _mend_rejected(ways: Ways, row: DueRow) -> None:
    ways.ask.emit("rejected_row", row.subject)


def _make_update(ways: Ways, row: DueRow) -> None:
    ways.ask.emit("plan_report", [row.subject, "not-engaged", "", ""])


def _answer_question(ways: Ways, row: DueRow) -> None:
    ways.ask.emit("plan_report_answer", [row.subject, row.referral_id])


def _open_review(ways: Ways, row: DueRow) -> None:
    ways.open_page.emit("team", TeamAt("review", row.subject))


def _open_quarantine(ways: Ways, row: DueRow) -> None:
    ways.open_page.emit("quarantine", row.subject)


def _open_codes(ways: Ways, _row: DueRow) -> None:
    ways.open_page.emit("staff", None)


def _show_member(ways: Ways, row: DueRow) -> None:
    ways.open_member.emit(row.member_id)


_FORMS: Mapping[str, Callable[[Ways, DueRow], None]] = MappingProxyType(
    {
        "outreach": _log_attempt,
        "answer": _record_status,
        "status": _record_status,
        "extension": _record_request,
        "chase-decision": _record_request,
        "find-enrolment": _check_eligibility,
        "capacity": _tell_capacity,
        "rejected": _mend_rejected,
        "review": _open_review,
        "quarantine": _open_quarantine,
        "escrow": _open_codes,
        "chase-service": _show_member,
        "chase-answer": _answer_question,
        "plan-inquiry": _answer_question,
        "plan-report": _make_update,
    }
)
"""What opens for a line that no part of the member's page settles, by the line's action."""
