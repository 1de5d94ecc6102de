"""What the printed trends say by language, race or ethnicity, and age: the groups of the window,
small ones hidden as there, each line numbered as its bars are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from navigator_app.domain.trends import TIMES, Cell, GroupTable
from navigator_app.policy import team_figures
from navigator_app.services import trend_words, trends
from navigator_app.services.form_facts import Fact
from navigator_app.services.form_facts_case import Row
from navigator_app.services.trend_words import AGE
from navigator_app.services.trends import DIMENSIONS

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

TOO_FEW, NOTHING = "too few", "–"
CLOSED = "closed:"
_Group = tuple[str, str]  # dimension, key


def facts(ws: Workspace) -> dict[str, Fact | None]:
    """The groups of the twelve months that `trends.equity` counts; there is no other span, so that
    no two sheets can be subtracted. NotAllowed where the role does not see the team."""
    found = trends.equity(ws)
    groups = _groups(found)
    first, last = (f"kept-{n}" for n in _ends(team_figures.shipped().retention))
    told: dict[str, Fact | None] = {"groups.least": str(trends.small_cell())}
    told |= _part("times", found, groups, TIMES)
    told |= _part("more", found, groups, (first, last, "reach", "unpaid"))
    for name, measure in (("kept_first", first), ("kept_last", last)):
        told[f"groups.{name}_chart"] = told.pop(f"groups.{measure}_chart")
    return told | _closed(found)


def _ends(months: Sequence[int]) -> tuple[int, int]:
    return months[0], months[-1]


def _groups(found: Iterable[GroupTable]) -> list[_Group]:
    """Every group that is named anywhere: ages in their order, the others by name, unknown last."""
    bands = trends.bands()
    named = {(one.dimension, cell.group) for one in found for cell in one.cells}

    def place(group: _Group) -> tuple[int, int, bool, str]:
        dimension, key = group
        age = bands.index(key) if dimension == AGE else 0
        return DIMENSIONS.index(dimension), age, not key, key.casefold()

    return sorted(named, key=place)


def _part(
    name: str, found: Sequence[GroupTable], groups: Sequence[_Group], measures: Sequence[str]
) -> dict[str, Fact | None]:
    """One table of several measures, and a chart of each with a bar for each line."""
    cells = {
        measure: {
            (one.dimension, cell.group): cell
            for one in found
            if one.measure == measure
            for cell in one.cells
        }
        for measure in measures
    }
    shown = [one for one in groups if any(one in told for told in cells.values())]
    rows = [
        (str(n), *_who(one), *(_figure(measure, cells[measure].get(one)) for measure in measures))
        for n, one in enumerate(shown, start=1)
    ]
    facts: dict[str, Fact | None] = {f"groups.{name}": rows}
    for measure in measures:
        bars = [_bar(measure, cells[measure].get(one)) for one in shown]
        chart = [("", _SERIES.get(measure, _KEPT)), *zip(_numbers(shown), bars, strict=True)]
        facts[f"groups.{measure}_chart"] = chart if any(bars) else []
    return facts


_KEPT = "Still housed, in percent"
_SERIES = {
    **dict.fromkeys(TIMES, "Median days"),
    "reach": "Attempts for each reach",
    "unpaid": "Unpaid part of the time, in percent",
}


def _numbers(shown: Sequence[_Group]) -> list[str]:
    return [str(n) for n in range(1, len(shown) + 1)]


def _who(group: _Group) -> Row:
    """What the group is of, and its name."""
    dimension, key = group
    return trend_words.DIMENSION_TITLES[dimension], trend_words.group(dimension, key)


def _figure(measure: str, cell: Cell | None) -> str:
    """A group's figure and of how many it is; nothing of a hidden one."""
    if cell is None:
        return NOTHING
    if cell.hidden:
        return TOO_FEW
    if cell.mid is not None:
        return f"{cell.mid:g} ({cell.low:.0f}–{cell.high:.0f}) of {cell.n:,}"
    if cell.value is None:
        return f"nobody reached of {cell.n:,}"
    said = f"{cell.value:.1f}" if measure == "reach" else f"{cell.value:.0%}"
    return f"{said} of {cell.n:,}"


def _bar(measure: str, cell: Cell | None) -> str:
    """How high its bar is, "" for none."""
    if cell is None or cell.hidden:
        return ""
    if cell.mid is not None:
        return f"{cell.mid:g}"
    if cell.value is None:
        return ""
    return f"{cell.value:.1f}" if measure == "reach" else f"{100 * cell.value:.0f}"


def _percent(part: float) -> str:
    """Cut off, not rounded, so that a bar of all its parts is not higher than a hundred."""
    return f"{int(part * 1_000_000) / 10_000:.4f}"


def _closed(found: Sequence[GroupTable]) -> dict[str, Fact | None]:
    """A group is hidden for every reason or for none, so one line holds all of them."""
    tables = [one for one in found if one.measure.startswith(CLOSED)]
    reasons = list(dict.fromkeys(one.measure.removeprefix(CLOSED) for one in tables))
    words = [trend_words.reason(one) for one in reasons]
    cells = {
        (one.dimension, cell.group, one.measure.removeprefix(CLOSED)): cell
        for one in tables
        for cell in one.cells
    }
    rows: list[Row] = []
    chart: list[Row] = [("", *words)]
    for number, (dimension, key) in enumerate(_groups(tables), start=1):
        own = [cells[dimension, key, reason] for reason in reasons]
        parts = [one.value or 0 for one in own]
        told = [f"{word} {part:.0%}" for word, part in zip(words, parts, strict=True) if part]
        hidden = any(one.hidden for one in own)
        shown = (TOO_FEW, "") if hidden else (f"{own[0].n:,}", "; ".join(told))
        rows.append((str(number), *_who((dimension, key)), *shown))
        chart.append((str(number), *("" if hidden else _percent(part) for part in parts)))
    if any(any(row[1:]) for row in chart[1:]):
        return {"groups.closed": rows, "groups.closed_chart": chart}
    return {"groups.closed": [("", "", "All groups", TOO_FEW, "")] if rows else []}
