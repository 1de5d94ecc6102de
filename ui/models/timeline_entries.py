"""A member's line in time as lists, month by month; and finds in notes as one list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from navigator_app.domain.notes import FoundNote
from navigator_app.domain.timeline import TimelineRow
from navigator_app.i18n import _
from navigator_app.runtime.clock import Clock
from navigator_app.services.timeline_words import KIND_WORDS
from ui.models import words
from ui.models.feed import Entry


def when_words(row: TimelineRow, clock: Clock) -> str:
    """The day, and the hour where it is known."""
    shown = words.short_day(row.on, clock.today())
    if row.at is None:
        return shown
    local = Clock(row.zone or clock.zone).to_local(row.at)
    return _("{date} at {time}").format(date=shown, time=words.clock_time(local))


def key_of(row: TimelineRow) -> str:
    """What tells one line from all others."""
    return f"{row.kind}:{row.what}:{row.id}"


def entry(row: TimelineRow, clock: Clock) -> Entry:
    """One line."""
    action = ""
    if row.kind == "attachment":
        action = _("Look")
    elif row.longer:
        action = _("Read all")
    return Entry(
        id=key_of(row),
        title=words.isolated(row.title),
        meta=" · ".join(part for part in (when_words(row, clock), words.isolated(row.by)) if part),
        body=row.body,
        tone=row.tone,
        struck=row.struck,
        action=action,
        marks=row.marks,
    )


def months(rows: Sequence[TimelineRow], clock: Clock) -> list[tuple[str, list[Entry]]]:
    """The lines under the heading of their month, newest first."""
    return [
        (_month(first), [entry(row, clock) for row in some])
        for first, some in groupby(rows, key=_first_of_month)
    ]


def note_entry(row: FoundNote, clock: Clock) -> Entry:
    """One find: whose, what kind, when, and the place where the words stand."""
    when = words.short_day(row.on, clock.today())
    parts = (_(KIND_WORDS[row.kind]), when, words.isolated(row.by))
    return Entry(
        id=f"{row.kind}:{row.id}:{row.member_id}",
        title=words.isolated(f"{row.first_name} {row.last_name}".strip()),
        meta=" · ".join(part for part in parts if part),
        body=row.snippet.text,
        tone="info",
        action=_("Open"),
        marks=row.snippet.marks,
    )


def _first_of_month(row: TimelineRow) -> date:
    return row.on.replace(day=1)


def _month(first: date) -> str:
    return _("{month} {year}").format(month=words.month_name(first), year=first.year)
