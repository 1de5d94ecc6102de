"""What reports to plans are called, and how they stand, in the reader's words."""

from __future__ import annotations

from navigator_app.domain.plan_reports import (
    ANSWERED,
    BUILT,
    CAPACITY,
    CSV,
    DISCONTINUATION,
    DRAFT,
    DROPPED,
    INQUIRY,
    LETTER,
    LINE,
    NOT_ENGAGED,
    QUESTIONS,
    SENT,
    XLSX,
    ReportRow,
)
from navigator_app.i18n import N_, _
from navigator_app.services import phrases

KINDS = {
    NOT_ENGAGED: N_("Weekly update"),
    CAPACITY: N_("Change of capacity or staff"),
    DISCONTINUATION: N_("Notice that a service ended"),
    QUESTIONS: N_("File of questions"),
    INQUIRY: N_("Question to the plan"),
}
FORMS = {
    CSV: N_("File for a spreadsheet (CSV)"),
    XLSX: N_("Excel workbook"),
    LETTER: N_("Letter (PDF)"),
}
HOWS = {
    "portal": N_("In the plan’s portal"),
    "email": N_("By secure e-mail"),
    "phone": N_("By phone"),
    "fax": N_("By fax"),
    "mail": N_("By post"),
    "meeting": N_("In a meeting"),
}
STATES = {
    DRAFT: N_("Begun"),
    BUILT: N_("Made, not sent"),
    SENT: N_("Sent"),
    ANSWERED: N_("Answered"),
    DROPPED: N_("Not sent, set aside"),
}


def title(row: ReportRow) -> str:
    """What a report is, in a few words."""
    named = _(KINDS[row.kind])
    if row.kind == NOT_ENGAGED and row.period:
        from datetime import date

        day = phrases.day(date.fromisoformat(row.period))
        return _("{kind}, week of {day}").format(kind=named, day=day)
    return f"{named}: {row.member}" if row.member else named


def state(row: ReportRow) -> str:
    """How it stands, in a few words."""
    if row.replaced_by:
        return _("Replaced by a newer one")
    if row.kind == INQUIRY and row.state == SENT:
        return _("Asked, no answer yet")
    if row.kind == INQUIRY and row.state == BUILT:
        return _("In a file of questions") if row.carried_by else _("To be asked")
    if row.state == BUILT and row.on_its_way:
        return _("Goes with the next exchange")
    return _(STATES[row.state])


def how(row: ReportRow) -> str:
    """How it went, "" while it did not."""
    if not row.gone:
        return ""
    return _("Over the line to the plan") if row.sent_how == LINE else _(HOWS[row.sent_how])
