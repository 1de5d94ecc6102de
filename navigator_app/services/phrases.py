"""Dates in sentences, in the interface's language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from navigator_app.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from navigator_app.domain.referral import StatusRefused

_SHORT = (
    N_("Jan"),
    N_("Feb"),
    N_("Mar"),
    N_("Apr"),
    N_("May"),
    N_("Jun"),
    N_("Jul"),
    N_("Aug"),
    N_("Sep"),
    N_("Oct"),
    N_("Nov"),
    N_("Dec"),
)
_LONG = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


def day(when: date) -> str:
    """Return a date for a sentence: "Nov 13, 2026"."""
    month = _(_SHORT[when.month - 1])
    return _("{month} {day}, {year}").format(month=month, day=when.day, year=when.year)


def span(seconds: float) -> str:
    """Return how long something is, in the unit in which people think of it: minutes up to two
    hours, hours up to two days, then days."""
    minutes = round(abs(seconds) / 60)
    if minutes < 120:
        return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    days = round(minutes / 1440)
    return ngettext("{n} day", "{n} days", days).format(n=f"{days:,}")


def refusal(refused: StatusRefused) -> tuple[str, str]:
    """Return what is wrong and what to do, dates and words in the interface's language too."""
    facts = {name: _shown(value) for name, value in refused.facts.items()}
    message, advice = (_(text).format(**facts) for text in refused.templates)
    return message, advice


def _shown(value: str) -> str:
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return _(value)


def month(when: date) -> str:
    """Return a month for a sentence: "November 2026"."""
    return _("{month} {year}").format(month=_(_LONG[when.month - 1]), year=when.year)
