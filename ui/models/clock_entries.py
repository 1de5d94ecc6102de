"""The clocks of a case as entries of a list: what, how it stands, why, by which rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from navigator_app.domain.due import ClockRow
from navigator_app.i18n import _
from ui.models import words
from ui.models.feed import Entry

_TONES = {
    "overdue": "danger",
    "due": "warning",
    "upcoming": "info",
    "met": "good",
    "moot": "neutral",
}


def clock_entries(rows: Sequence[ClockRow], today: date) -> list[Entry]:
    """The rows in their order; what cannot be stands first in a body, and turns the sign."""
    return [_entry(row, today) for row in rows]


def _entry(row: ClockRow, today: date) -> Entry:
    asleep = row.state == "upcoming" and row.due is None
    tone = "neutral" if asleep else _TONES[row.state]
    return Entry(
        id=row.rule,
        title=f"{row.title} · {_stands(row, today)}",
        meta=_rule(row),
        body=f"{' '.join((*row.problems, *row.said))}\n{row.source}",
        tone="warning" if row.problems and row.state != "overdue" else tone,
    )


def _stands(row: ClockRow, today: date) -> str:
    due, met = words.short_day(row.due, today), words.short_day(row.met, today)
    if row.state == "met":
        return (
            _("done late, {day}").format(day=met) if row.late else _("done {day}").format(day=met)
        )
    if row.state == "moot":
        return _("no longer asked")
    if not due:
        return _("not begun")
    if row.state == "overdue":
        return _("overdue since {day}").format(day=due)
    return _("due today") if row.state == "due" else _("due {day}").format(day=due)


def _rule(row: ClockRow) -> str:
    """The pack with the value, whether it is asked or advised, and who owes it."""
    asked = _("required") if row.required else _("recommended")
    parts = [row.basis, asked, _("the plan’s to do") if row.chase else ""]
    return " · ".join(part for part in parts if part)
