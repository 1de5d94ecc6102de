"""What the printed trends are filled in from: each figure as a chart, and the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.trends import TIMES, EffortMonth, Spread, TimesMonth, Trends
from navigator_app.domain.vocabulary import ClosureReason
from navigator_app.services import forecast, form_facts, form_facts_groups, trend_words, trends
from navigator_app.services.form_facts import Fact, Gathered, Gatherer, Subject, known
from navigator_app.services.form_facts_case import Row

if TYPE_CHECKING:
    from navigator_app.services.forecast import Forecast
    from navigator_app.services.workspace import Workspace

WEEKS = 26
"""Weeks ahead, as many as the window draws."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def sheet(ws: Workspace, subject: Subject) -> Gathered:
    """The figures of twelve months up to `period`, up to this one without; the weeks ahead.

    NotAllowed where the role does not see the team.
    """
    found = trends.overview(ws, month=subject.period)
    facts: dict[str, Fact | None] = {
        **form_facts.agency_facts(ws),
        "trends.first": _long(found.months[0]),
        "trends.last": _long(found.months[-1]),
        **_closures(found),
        **_kept(found),
        **_effort(found.effort),
        **_ahead(forecast.forecast(ws)),
    }
    for name in TIMES:
        facts[f"{name}.chart"], facts[f"{name}.rows"] = _times(found, name)
    if subject.period in ("", ws.clock.today().isoformat()[:7]):  # beside no other span
        facts |= _by_group(ws)
    for name in ("closures", *TIMES, "kept", "reach", "unpaid", "forecast"):
        facts[f"{name}.counted"] = trend_words.counted(name)
    return Gathered(known(facts))


def _by_group(ws: Workspace) -> dict[str, Fact | None]:
    found = form_facts_groups.facts(ws)
    first, last = trends.equity_months(ws)
    return {**found, "groups.first": _long(first), "groups.last": _long(last)}


def _month(month: str) -> str:
    return _MONTHS[int(month[5:7]) - 1]


def _long(month: str) -> str:
    return f"{_month(month)} {month[:4]}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _closures(found: Trends) -> dict[str, Fact | None]:
    by_month = [dict(one.reasons) for one in found.closures]
    order = [*ClosureReason.slugs(), ""]
    reasons = [one for one in order if any(one in told for told in by_month)]
    chart: list[Row] = [("", *(trend_words.reason(one) for one in reasons))]
    rows: list[Row] = []
    for month, told in zip(found.months, by_month, strict=True):
        chart.append((_month(month), *(str(told.get(one, 0)) for one in reasons)))
        words = [f"{trend_words.reason(one)} {told[one]:,}" for one in reasons if told.get(one)]
        rows.append((_long(month), "; ".join(words), f"{sum(told.values()):,}"))
    return {"closures.chart": chart, "closures.rows": rows}


def _times(found: Trends, name: str) -> tuple[list[Row], list[Row]]:
    chart: list[Row] = [("", "Upper quartile", "Median", "Lower quartile")]
    rows: list[Row] = []
    for one in found.times:
        spread = one.spreads[name]
        values = (spread.high, spread.mid, spread.low) if spread else (None, None, None)
        chart.append((_month(one.month), *map(_number, values)))
        rows.append((_long(one.month), *_spread(one, spread)))
    rows.append(("All months", *_spread(found.whole, found.whole.spreads[name])))
    return chart, rows


def _spread(month: TimesMonth, one: Spread | None) -> Row:
    came = f"{month.came:,}"
    if one is None:
        return (came, "0" if month.came else "", "", "", "")
    return (came, f"{one.n:,}", f"{one.low:g}", f"{one.mid:g}", f"{one.high:g}")


def _kept(found: Trends) -> dict[str, Fact | None]:
    chart: list[Row] = [("", "Still housed, in percent")]
    rows: list[Row] = []
    for one in found.kept:
        place = f"After {one.months} months"
        part = None if one.share is None else round(100 * one.share)
        chart.append((place, _number(part)))
        said = "" if part is None else f"{part} %"
        rows.append((place, f"{one.looked:,}", f"{one.kept:,}", said))
    return {"kept.chart": chart, "kept.rows": rows}


def _effort(months: Sequence[EffortMonth]) -> dict[str, Fact | None]:
    reach: list[Row] = [("", "Attempts for each reach")]
    unpaid: list[Row] = [("", "Paid", "Not paid", "Not known")]
    reach_rows: list[Row] = []
    unpaid_rows: list[Row] = []
    for one in months:
        each = None if one.per_reach is None else round(one.per_reach, 1)
        reach.append((_month(one.month), _number(each)))
        reach_rows.append((_long(one.month), f"{one.attempts:,}", f"{one.reached:,}",
                           _number(each)))  # fmt: skip
        parts = (one.minutes - one.unpaid - one.unknown, one.unpaid, one.unknown)
        hours = [minutes / 60 for minutes in parts]
        unpaid.append((_month(one.month), *(f"{value:.1f}" for value in hours)))
        unpaid_rows.append((_long(one.month), *(f"{value:,.1f}" for value in hours)))
    return {"reach.chart": reach, "reach.rows": reach_rows,
            "unpaid.chart": unpaid, "unpaid.rows": unpaid_rows}  # fmt: skip


def _ahead(found: Forecast) -> dict[str, Fact | None]:
    chart: list[Row] = [("", "Hours that fit", "Hours too many")]
    rows: list[Row] = []
    for one in found.weeks[:WEEKS]:
        fit = min(one.hours, one.available)
        chart.append((_day(one.first), f"{fit:g}", f"{max(0.0, one.hours - one.available):g}"))
        if one.ending:
            rows.append((f"{_day(one.first)}, {one.first.year}", f"{one.ending:,}",
                         f"{one.asked:,}", f"{one.hours:g}", f"{one.available:g}"))  # fmt: skip
    return {"forecast.chart": chart, "forecast.rows": rows}


def _day(one: date) -> str:
    return f"{_MONTHS[one.month - 1]} {one.day}"


GATHERERS: dict[str, Gatherer] = {"trends": sheet}
"""By kind, for `form_facts`."""
