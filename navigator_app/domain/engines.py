"""The engines that turn a start and a value into a date: days, business days, hours, months.

The start is day 0 everywhere. Hours are hours that pass, whatever the clocks on the wall do in
March and November; days and months never look at a clock.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from navigator_app.domain.business_days import Calendar
from navigator_app.domain.facts import When, day_of
from navigator_app.domain.rules import Rule, Unit


def add_months(start: date, count: int) -> date:
    """The same day of the month `count` months on; the month's last day where it has no such day.

    31 January and one month is 28 or 29 February; 29 February and twelve is 28 February.
    """
    months = start.year * 12 + start.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def period_end(first: date, months: int) -> date:
    """The last day of a span of so many months whose first day is `first`.

    The day before the same day of the month; where that month has no such day, its last day. A year
    from 29 February ends on 28 February, one from 1 March on 28 or 29 February.
    """
    again = add_months(first, months)
    return again if again.day < first.day else again - timedelta(days=1)


def month_end(day: date) -> date:
    """The last day of the month of a day."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_hours(start: datetime, hours: int, zone: tzinfo) -> datetime:
    """So many hours that pass after an aware moment, shown in a zone."""
    return (start.astimezone(UTC) + timedelta(hours=hours)).astimezone(zone)


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """Midnight at the end of a local day."""
    return datetime.combine(day + timedelta(days=1), time(), zone)


def due_from(rule: Rule, start: When, calendar: Calendar, zone: tzinfo) -> When:
    """When a clock runs out that began at `start`: a moment for hours, a day for all else.

    Hours from a day whose hour is not known run from the end of that day, so that nobody is chased
    too early. A rule that repeats in months asks once in each calendar month.
    """
    if rule.unit is Unit.CLOCK_HOURS:
        moment = start if isinstance(start, datetime) else end_of_day(start, zone)
        return add_hours(moment, rule.value, zone)
    day = day_of(start, zone)
    if rule.unit is Unit.BUSINESS_DAYS:
        return calendar.add(day, rule.value)
    if rule.unit is Unit.CALENDAR_DAYS:
        return day + timedelta(days=rule.value)
    if rule.unit is not Unit.MONTHS:
        raise ValueError(rule.id)
    if rule.repeats:
        return month_end(add_months(day.replace(day=1), rule.value - 1))
    return period_end(day, rule.value) if rule.period else add_months(day, rule.value)
