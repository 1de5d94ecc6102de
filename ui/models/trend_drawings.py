"""The trends as drawings and as the tables behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from navigator_app.domain.trends import GroupTable, Spread, Trends
from navigator_app.domain.vocabulary import ClosureReason
from navigator_app.i18n import N_, _
from navigator_app.services import trend_words
from navigator_app.services.forecast import Forecast
from ui.models import words
from ui.widgets.chart import Drawing, Series

FIGURES = ("closures", "accept", "contact", "service", "housed", "kept", "reach", "unpaid",
           "forecast")  # fmt: skip
"""What can be looked at, in the order offered."""

KEPT = N_("Still housed after 6 and 12 months")
_DAYS = N_("days")


@dataclass(frozen=True, slots=True)
class Table:
    """The figures behind a drawing: headings (marked for translation), and cells."""

    columns: tuple[str, ...]
    cells: Sequence[tuple[str, ...]]


def title(key: str) -> str:
    """A figure's name in the list."""
    return _(KEPT) if key == "kept" else trend_words.title(key)


def drawn(key: str, found: Trends, ahead: Forecast) -> tuple[Drawing, Table]:
    """A figure's drawing and its table."""
    months = tuple(_month(one) for one in found.months)
    if key == "closures":
        return _closures(found, months)
    if key == "kept":
        return _kept(found)
    if key == "forecast":
        return _forecast(ahead)
    if key in ("reach", "unpaid"):
        return _effort(key, found, months)
    return _times(key, found, months)


def by_group(tables: Sequence[GroupTable], key: str) -> Table:
    """A figure by language, race or ethnicity, and age."""
    cells: list[tuple[str, ...]] = []
    for one in tables:
        if not _of(key, one.measure):
            continue
        dimension = _(trend_words.DIMENSION_TITLES[one.dimension])
        name = "" if one.measure == key else trend_words.title(one.measure)
        cells += [
            (
                dimension,
                trend_words.group(one.dimension, cell.group),
                "–" if cell.hidden else f"{cell.n:,}",
                trend_words.figure(one.measure, cell),
                name,
            )
            for cell in one.cells
        ]
    return Table((N_("By"), N_("Group"), N_("Counted"), N_("Figure"), N_("Of what")), cells)


def _of(key: str, measure: str) -> bool:
    if key == "closures":
        return measure.startswith("closed:")
    return measure.startswith("kept-") if key == "kept" else measure == key


def _month(month: str) -> str:
    return words.short_month(date.fromisoformat(f"{month}-01"))


def _closures(found: Trends, months: tuple[str, ...]) -> tuple[Drawing, Table]:
    by_month = [dict(one.reasons) for one in found.closures]
    order = [*ClosureReason.slugs(), ""]
    reasons = [one for one in order if any(one in told for told in by_month)]
    series = tuple(
        Series(trend_words.reason(one), tuple(float(told.get(one, 0)) for told in by_month))
        for one in reasons
    )
    cells = [
        (month, trend_words.reason(one), f"{told[one]:,}")
        for month, told in zip(months, by_month, strict=True)
        for one in reasons
        if told.get(one)
    ]
    drawing = Drawing(trend_words.title("closures"), months, series)
    return drawing, Table((N_("Month"), N_("Reason"), N_("Referrals")), cells)


def _times(key: str, found: Trends, months: tuple[str, ...]) -> tuple[Drawing, Table]:
    spreads = [one.spreads[key] for one in found.times]
    series = (
        Series(_("Upper quartile"), tuple(one.high if one else None for one in spreads)),
        Series(_("Median"), tuple(one.mid if one else None for one in spreads)),
        Series(_("Lower quartile"), tuple(one.low if one else None for one in spreads)),
    )
    rows = [*zip(months, found.times, strict=True), (_("All months"), found.whole)]
    cells = [(name, f"{one.came:,}", *_spread(one.spreads[key], one.came)) for name, one in rows]
    columns = (
        N_("Came in"), N_("Referrals"), N_("Of which so far"), N_("Lower quartile"), N_("Median"),
        N_("Upper quartile"),
    )  # fmt: skip
    return (
        Drawing(trend_words.title(key), months, series, lines=True, unit=_(_DAYS)),
        Table(columns, cells),
    )


def _spread(one: Spread | None, came: int) -> tuple[str, ...]:
    if one is None:
        return ("0" if came else "", "–", "–", "–")
    return (f"{one.n:,}", f"{one.low:g}", f"{one.mid:g}", f"{one.high:g}")


def _kept(found: Trends) -> tuple[Drawing, Table]:
    places = tuple(_("{n} months").format(n=one.months) for one in found.kept)
    kept = Series(_("Still housed"), tuple(one.share for one in found.kept))
    cells = [
        (place, f"{one.looked:,}", f"{one.kept:,}",
         "–" if one.share is None else f"{one.share:.0%}")
        for place, one in zip(places, found.kept, strict=True)
    ]  # fmt: skip
    return (
        Drawing(_(KEPT), places, (kept,), percent=True),
        Table((N_("After"), N_("Looked at"), N_("Still housed"), N_("Part")), cells),
    )


def _effort(key: str, found: Trends, months: tuple[str, ...]) -> tuple[Drawing, Table]:
    cells: list[tuple[str, ...]]
    if key == "reach":
        values = tuple(one.per_reach for one in found.effort)
        cells = [
            (month, f"{one.attempts:,}", f"{one.reached:,}",
             "–" if one.per_reach is None else f"{one.per_reach:.1f}")
            for month, one in zip(months, found.effort, strict=True)
        ]  # fmt: skip
        columns = (N_("Month"), N_("Attempts"), N_("Reached"), N_("Attempts for each reach"))
        drawing = Drawing(
            trend_words.title(key), months, (Series(_("Attempts for each reach"), values),),
            lines=True,
        )  # fmt: skip
        return drawing, Table(columns, cells)
    hours = [
        (one.minutes - one.unpaid - one.unknown, one.unpaid, one.unknown) for one in found.effort
    ]
    names = (_("Paid"), _("Not paid"), _("Not known"))
    series = tuple(
        Series(name, tuple(row[place] / 60 for row in hours)) for place, name in enumerate(names)
    )
    cells = [
        (month, *(f"{minutes / 60:,.1f}" for minutes in row))
        for month, row in zip(months, hours, strict=True)
    ]
    drawing = Drawing(_("Hours of services, paid and not"), months, series, unit=_("hours"))
    return drawing, Table((N_("Month"), N_("Paid"), N_("Not paid"), N_("Not known")), cells)


def _forecast(ahead: Forecast) -> tuple[Drawing, Table]:
    weeks = ahead.weeks[:26]
    places = tuple(words.short_day(one.first, ahead.on) for one in weeks)
    series = (
        Series(_("Hours that fit"), tuple(min(one.hours, one.available) for one in weeks)),
        Series(_("Hours too many"), tuple(max(0.0, one.hours - one.available) for one in weeks)),
    )
    there = ahead.hours.per_week
    level = (there, _("{hours:g} hours a week").format(hours=there))
    cells = [
        (place, f"{one.ending:,}", f"{one.asked:,}", f"{one.hours:g}", f"{one.available:g}")
        for place, one in zip(places, weeks, strict=True)
    ]
    columns = (N_("Week"), N_("Ending"), N_("Asked for"), N_("Hours"), N_("There"))
    drawing = Drawing(trend_words.title("forecast"), places, series, unit=_("hours"), level=level)
    return drawing, Table(columns, cells)
