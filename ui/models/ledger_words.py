"""Authorizations, checks and weeks in words, the same on every page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from navigator_app.domain.eligibility import Check, State
from navigator_app.domain.ledger import Band, Countdown, Entry, Kind
from navigator_app.domain.waves import Week
from navigator_app.i18n import _, ngettext
from navigator_app.services.authorizations import Extension
from navigator_app.services.eligibility import AlertRow
from ui.models import words

if TYPE_CHECKING:
    from navigator_app.domain.corrections import CorrectionRow
    from navigator_app.runtime.clock import Clock

_TONES = {
    Band.UNKNOWN: "neutral",
    Band.FAR: "good",
    Band.DAYS_90: "info",
    Band.DAYS_60: "info",
    Band.DAYS_30: "warning",
    Band.DAYS_14: "danger",
    Band.ENDED: "danger",
}
_STATES = {
    State.NEVER: "warning",
    State.ACTIVE: "good",
    State.STALE: "warning",
    State.LAPSED: "danger",
    State.SUSPENDED: "danger",
    State.UNKNOWN: "warning",
}
_OUT = ("lapsed", "suspended", "stopped")


def countdown(count: Countdown) -> tuple[str, str]:
    """Tone and words of how long a chain still runs."""
    left = count.days_left
    if left is None:
        return "neutral", _("No end known")
    if left < 0:
        text = ngettext("ended {n} day ago", "ended {n} days ago", -left).format(n=-left)
    elif left == 0:
        text = _("ends today")
    else:
        text = ngettext("{n} day left", "{n} days left", left).format(n=left)
    return _TONES[count.band], text


def entry_tone(entry: Entry) -> str:
    """How an entry's status is drawn."""
    return words.authorization_tone(entry.status) if entry.status else "pending"


def entry_status(entry: Entry) -> str:
    """The plan's word, or that it was asked."""
    if entry.status is None:
        return _("Asked for")
    if entry.approved and not entry.from_plan:
        return _("Approved, not in a file yet")
    return words.authorization_words(entry.status)


def entry_days(entry: Entry) -> str:
    """Which days it holds, or when it was asked for."""
    if entry.effective or entry.end:
        start = words.day(entry.effective) or _("?")
        return _("{start} to {end}").format(start=start, end=words.day(entry.end) or _("?"))
    if entry.requested:
        return _("asked on {date}").format(date=words.day(entry.requested))
    return _("no dates")


def entry_more(entry: Entry) -> str:
    """Kind, number, units and the days of the request, in a line."""
    parts = [_("Extension") if entry.kind is Kind.EXTENSION else _("First authorization")]
    if entry.number:
        parts.append(_("Number {number}").format(number=entry.number))
    if entry.units:
        parts.append(_("{n} {unit}").format(n=entry.units, unit=entry.unit or _("units")))
    if entry.requested and (entry.effective or entry.end):
        parts.append(_("asked {date}").format(date=words.day(entry.requested)))
    if entry.received:
        parts.append(_("received {date}").format(date=words.day(entry.received)))
    if entry.decided:
        parts.append(_("decided {date}").format(date=words.day(entry.decided)))
    return "  ·  ".join(parts)


def entry_under(entry: Entry) -> list[str]:
    """The lines below an entry's days: what else is known of it, and its note."""
    note = [words.isolated(entry.note)] if entry.note else []
    return [entry_more(entry), *note]


def extension_line(one: Extension) -> str:
    """Which days an extension would have, and by which rule."""
    said = ngettext(
        "An extension of {n} month would run from {first} to {last}",
        "An extension of {n} months would run from {first} to {last}",
        one.months,
    ).format(n=one.months, first=words.day(one.first), last=words.day(one.last))
    return f"{said}  ·  {one.source}"


def coverage_tone(state: State) -> str:
    """How what is known of Medi-Cal is drawn."""
    return _STATES[state]


def coverage_word(state: State) -> str:
    """What is known of Medi-Cal, in two words."""
    return {
        State.NEVER: _("Not checked yet"),
        State.ACTIVE: _("Medi-Cal active"),
        State.STALE: _("Check is old"),
        State.LAPSED: _("Medi-Cal lapsed"),
        State.SUSPENDED: _("Medi-Cal suspended"),
        State.UNKNOWN: _("Not found out"),
    }[state]


def check_line(check: Check, today: date) -> str:
    """One check: when, what, how, which plan, who."""
    parts = [words.short_day(check.on, today), _(check.result.value), _(check.how.value)]
    if check.plan:
        parts.append(words.isolated(check.plan))
    if check.lapsed_on:
        first = words.short_day(check.lapsed_on, today)
        parts.append(_("without coverage from {date}").format(date=first))
    if check.next_on:
        parts.append(_("next {date}").format(date=words.short_day(check.next_on, today)))
    if check.by:
        parts.append(_("by {name}").format(name=words.isolated(check.by)))
    if check.note:
        parts.append(words.isolated(check.note))
    return "  ·  ".join(parts)


def corrected(row: CorrectionRow, clock: Clock) -> str:
    """Who put a record right, when and why."""
    return _("Put right by {name}, {day}: {reason}").format(
        name=row.by,
        day=words.short_day(clock.to_local(row.at).date(), clock.today()),
        reason=words.isolated(row.reason),
    )


def grouped(alerts: Sequence[AlertRow]) -> list[tuple[str, list[str], str]]:
    """The alerts as notes: kind of note, its lines, its source; what belongs together in one."""
    notes: dict[str, tuple[str, list[str], str]] = {}
    for alert in alerts:
        key = "out" if alert.kind in _OUT else alert.kind
        tone = {"out": "danger", "uncovered": "danger", "check": "info"}.get(key, "warning")
        if key not in notes:
            source = "  ·  ".join(part for part in (alert.source, alert.note) if part)
            notes[key] = (tone, [alert.says, alert.do], source)
        else:
            notes[key][1].append(f"{alert.says} {alert.do}")
    return list(notes.values())


def hours(value: float) -> str:
    """Hours without idle noughts: "12", "1.5"."""
    return QLocale().toString(value, "g", 4)


def hours_words(value: float) -> str:
    """Hours with their word: "1 hour", "1.5 hours"."""
    return ngettext("{n} hour", "{n} hours", 1 if value == 1 else 2).format(n=hours(value))


def week_words(week: Week, today: date) -> str:
    """One week in a sentence, for a screen reader and the line below the bars."""
    span = _("{first} to {last}").format(
        first=words.short_day(week.first, today), last=words.short_day(week.last, today)
    )
    if not week.ending:
        said = _("{span}: no authorization ends.").format(span=span)
        return f"{said} {_early(week)}".strip()
    ends = ngettext(
        "{span}: {n} authorization ends", "{span}: {n} authorizations end", week.ending
    ).format(span=span, n=week.ending)
    asked = ""
    if week.asked:
        asked = ", " + ngettext(
            "{n} already asked for", "{n} already asked for", week.asked
        ).format(n=week.asked)
    took = _("{hours} of {there}.").format(
        hours=hours(week.hours), there=hours_words(week.available)
    )
    over = _("Too much for the week.") if week.over else ""
    return " ".join(part for part in (f"{ends}{asked}; {took}", over, _early(week)) if part)


def _early(week: Week) -> str:
    if not week.early:
        return ""
    return _("To be worked before it: {hours}.").format(hours=hours_words(week.early))
