"""Trends: why loops close, how soon members are served and housed, what is kept, what it takes.

Figures only, no members. The view by language, race or ethnicity and age hides small groups.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from navigator_app.domain import trends
from navigator_app.domain.identifiers import month_bounds
from navigator_app.domain.trends import (
    TIMES,
    Cell,
    ClosureMonth,
    EffortMonth,
    GroupTable,
    Kept,
    Spread,
    Stay,
    TimesMonth,
    Trends,
)
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.policy import team_figures
from navigator_app.services import permissions
from navigator_app.services.trend_words import AGE, LANGUAGE, RACE
from navigator_app.store import reads_trends

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

MONTHS = 12
_MOST_MONTHS = 120

DIMENSIONS = (LANGUAGE, RACE, AGE)
"""In the order of a row's group columns."""

Groups = tuple[str, str, int]


def overview(ws: Workspace, *, month: str = "", months: int = MONTHS) -> Trends:
    """The figures of so many months, the last one named (this one), as far as today.

    NotAllowed where the role does not see the team; InputRejected for a month ahead.
    """
    permissions.need(ws, "team-figures")
    span, first, last = _span(ws, month, months)
    closed: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for when, reason, count in reads_trends.closures(ws.store, first, last):
        closed[when].append((reason, count))
    came = reads_trends.cases(ws.store, first, last, (), ws.clock.today())
    by_month: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for case in came:
        by_month[case[0][:7]].append(case)
    tried = {row[0]: row[1:] for row in reads_trends.attempts(ws.store, first, last)}
    spent = {row[0]: row[1:] for row in reads_trends.minutes(ws.store, first, last)}
    return Trends(
        on=last,
        months=span,
        closures=tuple(ClosureMonth(one, tuple(closed[one])) for one in span),
        times=tuple(_times(one, by_month[one]) for one in span),
        whole=_times("", came),
        kept=_kept(ws, first, last),
        effort=tuple(
            EffortMonth(one, *tried.get(one, (0, 0)), *spent.get(one, (0, 0, 0))) for one in span
        ),
    )


def equity(ws: Workspace) -> list[GroupTable]:
    """The same figures by language, race or ethnicity, and age, over `equity_months`.

    A group that is too small, or that would give one away, has no number; where nobody would be
    left to hide beside it, no group is named. There is this one span only, and it stands as it did
    when its last month ended: what is left of two that overlap, or of two days of one month, would
    be the count of a few people.
    """
    permissions.need(ws, "team-figures")
    first, last = _whole_months(ws)
    rules = team_figures.shipped()
    born = tuple(trends.later(last, -12 * age) for age in rules.ages[1:])
    found = [
        *_times_by_group(reads_trends.cases(ws.store, first, last, born, last), rules.small_cell),
        *_kept_by_group(reads_trends.stays(ws.store, born), first, last),
        *_work_by_group(reads_trends.work_by_group(ws.store, first, last, born)),
        *_closed_by_group(reads_trends.closures_by_group(ws.store, first, last, born)),
    ]
    return sorted(found, key=lambda one: DIMENSIONS.index(one.dimension))


def equity_months(ws: Workspace) -> tuple[str, str]:
    """The first and the last of the twelve whole months before this one ("YYYY-MM")."""
    first, last = _whole_months(ws)
    return first.isoformat()[:7], last.isoformat()[:7]


def _whole_months(ws: Workspace) -> tuple[date, date]:
    before = trends.months_before(ws.clock.today().isoformat()[:7], 2)[0]
    _months, first, last = _span(ws, before, MONTHS)
    return first, last


def bands() -> tuple[str, ...]:
    """The age bands in their order, as they are written: "18–24", "65+"."""
    return _bands(team_figures.shipped().ages)


@lru_cache(maxsize=4)
def _bands(ages: tuple[int, ...]) -> tuple[str, ...]:
    named = [f"{low}–{high - 1}" for low, high in zip(ages, ages[1:], strict=False)]
    return (*named, f"{ages[-1]}+")


def small_cell() -> int:
    """Groups smaller than this are hidden."""
    return team_figures.shipped().small_cell


def _span(ws: Workspace, month: str, months: int) -> tuple[tuple[str, ...], date, date]:
    today = ws.clock.today()
    last_month = month or today.isoformat()[:7]
    try:
        last = month_bounds(last_month)[1]
    except ValueError:
        raise InputRejected("month", _("This is no month."), _("Write it YYYY-MM.")) from None
    if last_month > today.isoformat()[:7]:
        raise InputRejected("month", _("This month is still ahead."), _("Name an earlier one."))
    if not 1 <= months <= _MOST_MONTHS:
        raise InputRejected("months", _("Name 1 to {n} months.").format(n=_MOST_MONTHS))
    span = trends.months_before(last_month, months)
    return span, month_bounds(span[0])[0], min(last, today)


def _times(month: str, cases: list[tuple[Any, ...]]) -> TimesMonth:
    return TimesMonth(month, len(cases), {name: _spread(cases, name) for name in TIMES})


def _spread(cases: Iterable[tuple[Any, ...]], measure: str) -> Spread | None:
    place = 1 + TIMES.index(measure)
    return trends.spread(_days(case[0], case[place]) for case in cases if case[place])


def _days(came: str, on: str) -> int:
    return _ordinal(on) - _ordinal(came)


@lru_cache(maxsize=4096)
def _ordinal(text: str) -> int:
    """A day as a number: a year has few days and tens of thousands of cases."""
    return date.fromisoformat(text).toordinal()


def _kept(ws: Workspace, first: date, last: date) -> tuple[Kept, ...]:
    homes = _homes(reads_trends.stays(ws.store, ()))
    found = []
    for months in team_figures.shipped().retention:
        told = [trends.kept_at(stays, months, first, last) for stays, _who in homes]
        found.append(Kept(months, sum(one[0] for one in told), sum(one[1] for one in told)))
    return tuple(found)


def _homes(rows: list[tuple[Any, ...]]) -> list[tuple[list[Stay], Groups]]:
    """The tenancies of each member, with the groups that the member is of."""
    found: dict[str, tuple[list[Stay], Groups]] = {}
    for member, began, ended, language, race, band in rows:
        stays, _who = found.setdefault(member, ([], (language, race, band)))
        end = date.fromisoformat(ended) if ended else None
        stays.append((date.fromisoformat(began), end))
    return list(found.values())


def _key(place: int, group: str | int) -> str:
    return bands()[int(group)] if DIMENSIONS[place] is AGE else str(group)


def _times_by_group(rows: list[tuple[Any, ...]], least: int) -> list[GroupTable]:
    found = []
    for place, dimension in enumerate(DIMENSIONS):
        groups: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in rows:
            groups[_key(place, row[5 + place])].append(row)
        for measure in TIMES:
            spreads = {key: _spread(cases, measure) for key, cases in groups.items()}
            told = {key: one for key, one in spreads.items() if one is not None}
            people = {
                key: (len({case[8] for case in groups[key] if case[1 + TIMES.index(measure)]}),)
                for key in told
            }
            gone = trends.hidden(people, least)
            cells = [
                Cell(key, True)
                if key in gone
                else Cell(key, False, one.n, one.low, one.mid, one.high)
                for key, one in told.items()
            ]
            found.append(_table(dimension, measure, cells, _silent(people, gone)))
    return found


def _kept_by_group(rows: list[tuple[Any, ...]], first: date, last: date) -> list[GroupTable]:
    found, homes = [], _homes(rows)
    for months in team_figures.shipped().retention:
        told = [(trends.kept_at(stays, months, first, last), who) for stays, who in homes]
        for place, dimension in enumerate(DIMENSIONS):
            sums: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
            for (looked, kept), who in told:
                if looked:
                    people = (1, int(kept > 0), int(kept < looked))
                    _add(sums[_key(place, who[place])], (looked, kept, *people))
            found.append(_shares(dimension, f"kept-{months}", sums))
    return found


def _work_by_group(rows: list[tuple[Any, ...]]) -> list[GroupTable]:
    """Attempts for each reach, and the unpaid part of the minutes; counted are members."""
    least, found = team_figures.shipped().small_cell, []
    for place, dimension in enumerate(DIMENSIONS):
        sums: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
        for attempts, reached, services, minutes, unpaid, *who in rows:
            add = (attempts, reached, minutes, unpaid, int(attempts > 0), int(services > 0))
            _add(sums[_key(place, who[place])], add)
        for measure, over, under, count in (("reach", 0, 1, 4), ("unpaid", 3, 2, 5)):
            some = {key: one for key, one in sums.items() if one[count]}
            people = {key: (one[count],) for key, one in some.items()}
            gone = trends.hidden(people, least)
            cells = [
                Cell(key, True)
                if key in gone
                else Cell(key, n=one[count], value=one[over] / one[under] if one[under] else None)
                for key, one in some.items()
            ]
            found.append(_table(dimension, measure, cells, _silent(people, gone)))
    return found


def _closed_by_group(rows: list[tuple[Any, ...]]) -> list[GroupTable]:
    """The part of each reason in what was closed or declined.

    The parts of a group make its whole, so a group with any small one is hidden for every reason.
    """
    least, found = team_figures.shipped().small_cell, []
    reasons = sorted({row[0] for row in rows})
    for place, dimension in enumerate(DIMENSIONS):
        sums: dict[str, list[int]] = defaultdict(lambda: [0] * len(reasons))
        people: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for why, count, *who, member in rows:
            key = _key(place, who[place])
            sums[key][reasons.index(why)] += count
            people[key][why].add(member)
        apart = {key: _apart(people[key], reasons) for key in sums}
        gone = trends.hidden(apart, least)
        every = {key: (len(set().union(*some.values())),) for key, some in people.items()}
        quiet = _silent(every, gone)
        for number, reason in enumerate(reasons):
            cells = [
                Cell(key, True)
                if key in gone
                else Cell(key, n=sum(parts), value=parts[number] / sum(parts))
                for key, parts in sums.items()
            ]
            found.append(_table(dimension, f"closed:{reason}", cells, quiet))
    return found


def _apart(people: dict[str, set[str]], reasons: list[str]) -> tuple[int, ...]:
    """How many people have each reason, and how many have any other."""
    others = [set[str]().union(*(people[o] for o in reasons if o != one)) for one in reasons]
    return (*(len(people[one]) for one in reasons), *map(len, others))


def _shares(dimension: str, measure: str, sums: dict[str, list[int]]) -> GroupTable:
    """A part of a whole in each group: neither of them, nor what is left, may be few people."""
    counts = {key: (one[2], one[3], one[4]) for key, one in sums.items()}
    gone = trends.hidden(counts, team_figures.shipped().small_cell)
    cells = [
        Cell(key, True) if key in gone else Cell(key, n=one[0], value=one[1] / one[0])
        for key, one in sums.items()
    ]
    return _table(dimension, measure, cells, _silent(counts, gone))


def _silent(people: Mapping[str, tuple[int, ...]], gone: frozenset[str]) -> bool:
    """Whether no group may be named; `people` begin with how many are in each."""
    least = team_figures.shipped().small_cell
    return trends.silent({key: counts[0] for key, counts in people.items()}, gone, least)


def _table(dimension: str, measure: str, cells: list[Cell], silent: bool) -> GroupTable:
    """Ages in their order; other groups the largest first, hidden ones by name at the end."""
    if silent:
        return GroupTable(dimension, measure, ())
    order = bands()
    if dimension is AGE:
        cells.sort(key=lambda one: order.index(one.group))
    else:
        cells.sort(key=lambda one: (one.hidden, -one.n, one.group))
    return GroupTable(dimension, measure, tuple(cells))


def _add(sums: list[int], more: Iterable[int]) -> None:
    for place, one in enumerate(more):
        sums[place] += one
