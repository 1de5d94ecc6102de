"""Reads a calendar of closures (`resources/calendars/*.toml`): data, dated and cited."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from navigator_app.domain.business_days import Calendar, HolidayRule
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy.toml import Table, read_toml

_HOLIDAY_FIELDS = frozenset(
    ("name", "month", "day", "weekday", "nth", "plus", "on_sunday", "on_saturday")
    + ("from", "to", "confirmed", "note", "source")
)


STATE = "california"
"""The calendar that holds where no plan is meant."""


class CalendarRefused(NavigatorError):
    """A calendar file that cannot be trusted."""


@lru_cache(maxsize=8)
def calendar(key: str = STATE) -> Calendar:
    """Return a shipped calendar; CalendarRefused when there is none or it is broken."""
    return read_calendar(resource("calendars", f"{key}.toml"))


def read_calendar(path: Path) -> Calendar:
    """Read a calendar from a file. Holidays not yet confirmed are left out."""
    table = read_toml(path, CalendarRefused)
    table.only(("key", "title", "holiday", "closed", "opened"))
    table.text("key")
    holidays = [(_holiday(item), item) for item in table.tables("holiday")]
    return Calendar(
        rules=tuple(rule for rule, item in holidays if item.flag("confirmed", True)),
        closed=dict(_dated(item) for item in table.tables("closed")),
        opened=frozenset(_dated(item)[0] for item in table.tables("opened")),
    )


def _holiday(table: Table) -> HolidayRule:
    table.only(_HOLIDAY_FIELDS)
    table.text("source")
    rule = HolidayRule(
        name=table.text("name"),
        month=table.number("month", least=1),
        day=table.number("day", 0),
        weekday=table.number("weekday", 0),
        nth=table.number("nth", 0),
        plus=table.number("plus", 0),
        on_sunday=table.number("on_sunday", 0),
        on_saturday=table.number("on_saturday", 0),
        first_year=table.number("from", 0),
        last_year=table.number("to", 9999),
    )
    if bool(rule.day) == bool(rule.nth):
        table.refuse("day", "or nth must be given, and not both")
    try:
        rule.closure(max(rule.first_year, 2024))
    except ValueError:
        table.refuse("day", "is no day of that month")
    return rule


def _dated(table: Table) -> tuple[date, str]:
    table.only(("date", "name", "source"))
    table.text("source")
    return table.day("date"), table.text("name")
