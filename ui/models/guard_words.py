"""Limits, programs and housing in plain words, with the tone of their pills."""

from __future__ import annotations

from datetime import date

from navigator_app.domain.ending import EndReason
from navigator_app.domain.guard_facts import Verdict
from navigator_app.domain.guard_rows import EndingRow, GuardRow, ProgramRow, UseRow
from navigator_app.domain.homelessness import Finding
from navigator_app.domain.rules import Unit
from navigator_app.domain.saying import Saying
from navigator_app.i18n import N_, _, ngettext
from ui.models import words

_VERDICTS = {
    Verdict.REFUSE: ("danger", N_("Stops"), "forbidden"),
    Verdict.WARN: ("warning", N_("Look first"), ""),
    Verdict.UNKNOWN: ("neutral", N_("Not known"), "help"),
    Verdict.OK: ("good", N_("Fine"), ""),
}
_FINDINGS = {
    Finding.YES: ("accent", N_("Yes"), "check"),
    Finding.UNCONFIRMED: ("warning", N_("Unconfirmed"), ""),
    Finding.UNKNOWN: ("neutral", N_("Not known"), "help"),
    Finding.NO: ("neutral", N_("No"), "minus"),
}
_CATEGORIES = {
    0: N_("At risk of homelessness"),
    1: N_("1 · Literally homeless"),
    2: N_("2 · Losing the home soon"),
    3: N_("3 · Under other federal statutes"),
    4: N_("4 · Fleeing violence"),
}
_REASONS = {
    EndReason.GOALS_MET: N_("Goals met, or the service's limit reached"),
    EndReason.MEMBER_WISH: N_("The member no longer wishes the service"),
    EndReason.UNRESPONSIVE: N_("Does not respond, or does not wish to engage"),
    EndReason.DECEASED: N_("The member died"),
    EndReason.LOST_ELIGIBILITY: N_("Lost the plan's Medi-Cal eligibility"),
    EndReason.MOVED_AWAY: N_("Moved out of the service area"),
    EndReason.INCARCERATED: N_("In custody longer than the plan allows"),
    EndReason.CANNOT_SERVE: N_("We can no longer serve the member"),
    EndReason.OTHER: N_("Another reason, which the plan reviews"),
}
_TITLES = {"incarceration": N_("In custody")}
"""Titles of rules that read on into their number, for a line by themselves."""
SITUATIONS = (
    (116, N_("A place not meant to live in: street, car, encampment")),
    (101, N_("Emergency shelter, or a motel paid by a voucher")),
    (118, N_("Safe Haven")),
    (302, N_("Transitional housing for homeless persons")),
    (314, N_("Hotel or motel at their own cost")),
    (335, N_("In a family member's home")),
    (336, N_("In a friend's home")),
    (206, N_("Hospital or other medical facility")),
    (204, N_("Psychiatric hospital or facility")),
    (205, N_("Substance use treatment or detox")),
    (207, N_("Jail, prison or juvenile detention")),
    (225, N_("Long-term care or nursing home")),
    (215, N_("Foster care")),
    (329, N_("Residential project or halfway house")),
    (332, N_("Host home, not for a crisis")),
    (410, N_("Rents a home, without a subsidy")),
    (435, N_("Rents a home, with a subsidy")),
    (411, N_("Owns a home")),
    (99, N_("Not known")),
)
"""HMIS 4.12 and 3.917: the codes with words short enough for a list, the most frequent first."""

State = tuple[str, str, str]
"""Kind, word and icon of a pill."""


def told(why: Saying) -> str:
    """A sentence of the domain in the interface's language."""
    return why.told(_, words.day)


def title(row: GuardRow) -> str:
    """What the guard is about."""
    return _(_TITLES.get(row.result.rule_id, row.result.title))


def value(row: GuardRow) -> str:
    """The rule's own number with its unit, empty where it has none."""
    least, most, unit = row.result.value, row.result.value_to, row.result.unit
    if unit is None:
        return ""
    number = _("{least} to {most}").format(least=least, most=most) if most else str(least)
    if unit is Unit.CALENDAR_DAYS:
        return ngettext("{n} calendar day", "{n} calendar days", most or least).format(n=number)
    if unit is Unit.BUSINESS_DAYS:
        return ngettext("{n} business day", "{n} business days", most or least).format(n=number)
    if unit is Unit.MONTHS:
        return ngettext("{n} month", "{n} months", most or least).format(n=number)
    if unit in (Unit.HOURS, Unit.CLOCK_HOURS):
        return ngettext("{n} hour", "{n} hours", most or least).format(n=number)
    return number


def verdict(row: GuardRow) -> State:
    """How a guard stands: passed by a person, or what it says."""
    if row.passed is not None and row.result.verdict is not Verdict.OK:
        return "accent", _("Passed"), "key"
    kind, word, icon = _VERDICTS[row.result.verdict]
    return kind, _(word), icon


def finding(found: Finding) -> State:
    """What the facts say of a definition."""
    kind, word, icon = _FINDINGS[found]
    return kind, _(word), icon


def category(number: int) -> str:
    """A category of a definition."""
    return _(_CATEGORIES[number])


def reason(why: EndReason) -> str:
    """A reason to end a service."""
    return _(_REASONS[why])


def source(row: GuardRow) -> str:
    """The rule's number, whether it binds and where it is written."""
    need = _("Required") if row.result.required else _("Recommended")
    parts = (row.service.short, value(row), need, row.result.source)
    return "  ·  ".join(part for part in parts if part)


def passed(row: GuardRow, today: date) -> str:
    """Who passed a guard, when and why; empty when nobody did."""
    if row.passed is None:
        return ""
    return _("Passed by {name}, {day}: {reason}").format(
        name=row.passed.by,
        day=words.short_day(row.passed.at.date(), today),
        reason=words.isolated(row.passed.reason),
    )


def span(starts: date | None, ends: date | None) -> str:
    """From when to when, whatever is known."""
    if starts and ends:
        return _("{start} to {end}").format(start=words.day(starts), end=words.day(ends))
    if starts:
        return _("since {start}").format(start=words.day(starts))
    if ends:
        return _("until {end}").format(end=words.day(ends))
    return _("days not recorded")


def program_line(row: ProgramRow) -> str:
    """One program in a line."""
    hours = _("{hours} hours").format(hours=f"{row.amount:g}") if row.amount is not None else ""
    parts = (_(row.program.value), span(row.starts_on, row.ends_on), hours, row.provider)
    return "  ·  ".join(part for part in parts if part)


def use_line(row: UseRow) -> str:
    """An earlier service in a line."""
    changed = (
        _("what has changed: {text}").format(text=row.what_changed) if row.what_changed else ""
    )
    parts = (
        _("{service} before").format(service=_(row.service.value)),
        span(row.starts_on, row.ends_on),
        row.provider,
        changed,
    )
    return "  ·  ".join(part for part in parts if part)


def ending_line(row: EndingRow) -> str:
    """An ended service in a line: why, when, who was told."""
    plan = _("plan told {day}").format(day=words.day(row.plan_told)) if row.plan_told else ""
    team = _("care team told {day}").format(day=words.day(row.team_told)) if row.team_told else ""
    again = _("found again {day}").format(day=words.day(row.reengaged)) if row.reengaged else ""
    untold = "" if plan else _("plan not told yet")
    parts = (
        _("{service} ended {day}").format(service=row.service.short, day=words.day(row.on)),
        reason(row.reason),
        plan or untold,
        team,
        again,
    )
    return "  ·  ".join(part for part in parts if part)
