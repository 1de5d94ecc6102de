"""The words of the command `report`."""

from __future__ import annotations

from typing import Any

from navigator_app.commands import values
from navigator_app.i18n import _


def add(commands: Any) -> None:
    """Add report with its kinds."""
    report = commands.add(
        "report",
        _("figures of the team: capacity, exceptions, pending, closures, outcomes, forecast"),
        _(
            "closures and outcomes are of the twelve months that end with --month (this one); the\n"
            "others stand as of today. With --csv a table without members' names, for a\n"
            "spreadsheet."
        ),
    )
    inner = commands.under(report)
    for name, text in (
        ("capacity", _("who carries how much, against which limit")),
        ("exceptions", _("what should not be, with how it is counted")),
        ("pending", _("referrals without an answer for 30, 60 and 90 days")),
        ("closures", _("why referrals were closed or declined, month by month")),
        ("outcomes", _("times until served and housed, homes kept, effort; also by group")),
        ("forecast", _("authorizations that end, against the hours of the staff")),
    ):
        kind = inner.add(name, text, run=f"report-{name}")
        kind.add_argument(
            "--month", metavar="YYYY-MM", type=values.period, help=_("the last month told of")
        )
        kind.add_argument("--csv", action="store_true", help=_("print a table for a spreadsheet"))
