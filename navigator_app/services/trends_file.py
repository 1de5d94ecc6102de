"""The trends as a table in a file, CSV or a workbook, each cell plain text.

It holds counts, medians and parts, no row of any member; groups that are too small are hidden.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from navigator_app.domain.trends import TIMES, GroupTable, Spread, Trends
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import forecast, trend_words, trends

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

_RISKY = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
FORMATS = (".csv", ".xlsx")
Row = tuple[str, ...]


def save(ws: Workspace, out: Path, *, month: str = "", months: int = trends.MONTHS) -> Path:
    """Write all figures and the view by groups; `out` ends in .csv or .xlsx.

    No cell begins as a formula would. InputRejected for another ending, TransferFailed when it
    cannot be written.
    """
    from navigator_app.exchange.atomic import write_atomically

    ending = out.suffix.lower()
    if ending not in FORMATS:
        raise InputRejected(
            "out", _("The file is a table: .csv or .xlsx."), _("Give it such a name.")
        )
    headings, rows = table(ws, month=month, months=months)
    return write_atomically(out.parent, out.name, [content(headings, rows, ending)])[0]


def content(headings: Row, rows: list[Row], ending: str) -> bytes:
    """The table as bytes of that format."""
    safe = [tuple(map(_safe, row)) for row in rows]
    if ending == ".xlsx":
        from navigator_app.exchange.workbook_writer import workbook_bytes

        return workbook_bytes(headings, [safe])
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(safe)
    return text.getvalue().encode("utf-8-sig")


def table(ws: Workspace, *, month: str = "", months: int = trends.MONTHS) -> tuple[Row, list[Row]]:
    """Headings and rows: every figure of every month, then by group, then the weeks ahead.

    By group there are only the twelve whole months before this one, beside no other span: see
    `trends.equity`.
    """
    headings = (
        _("Figure"), _("By"), _("Group or month"), _("Count"), _("Lower quartile"), _("Median"),
        _("Upper quartile"), _("Value"), _("How it is counted"),
    )  # fmt: skip
    found = trends.overview(ws, month=month, months=months)
    rows = [*_closures(found), *_times(found), *_kept(found), *_effort(found)]
    if month in ("", ws.clock.today().isoformat()[:7]) and months == trends.MONTHS:
        for one in trends.equity(ws):
            rows += _group(one)
    return headings, rows + _weeks(ws)


def _closures(found: Trends) -> list[Row]:
    told = trend_words.counted("closures")
    return [
        (trend_words.title(f"closed:{reason}"), _("Month"), one.month, f"{n}", "", "", "", "", told)
        for one in found.closures
        for reason, n in one.reasons
    ]


def _times(found: Trends) -> list[Row]:
    return [
        (trend_words.title(name), _("Month"), one.month or _("All months"),
         *_spread(one.spreads[name]), "", trend_words.counted(name))
        for name in TIMES
        for one in (*found.times, found.whole)
    ]  # fmt: skip


def _kept(found: Trends) -> list[Row]:
    return [
        (trend_words.title(f"kept-{one.months}"), _("Month"), _("All months"), f"{one.looked}", "",
         "", "", "" if one.share is None else f"{one.share:.3f}", trend_words.counted("kept"))
        for one in found.kept
    ]  # fmt: skip


def _effort(found: Trends) -> list[Row]:
    rows: list[Row] = []
    for one in found.effort:
        each = "" if one.per_reach is None else f"{one.per_reach:.2f}"
        part = f"{one.unpaid / one.minutes:.3f}" if one.minutes else ""
        for name, count, value in (("reach", one.attempts, each), ("unpaid", one.minutes, part)):
            rows.append(
                (trend_words.title(name), _("Month"), one.month, f"{count}", "", "", "", value,
                 trend_words.counted(name))
            )  # fmt: skip
    return rows


def _group(table: GroupTable) -> list[Row]:
    rows: list[Row] = []
    name = trend_words.title(table.measure)
    for one in table.cells:
        spread = None if one.mid is None else Spread(one.n, one.low or 0, one.mid, one.high or 0)
        numbers = _spread(spread) if spread else (f"{one.n}", "", "", "")
        value = "" if one.value is None else f"{one.value:.3f}"
        if one.hidden:
            numbers, value = (_("hidden: too few"), "", "", ""), ""
        dimension = _(trend_words.DIMENSION_TITLES[table.dimension])
        rows.append(
            (name, dimension, trend_words.group(table.dimension, one.group), *numbers, value,
             trend_words.counted(table.measure))
        )  # fmt: skip
    return rows


def _weeks(ws: Workspace) -> list[Row]:
    return [
        (trend_words.title("forecast"), _("Week of"), week.first.isoformat(), f"{week.ending}", "",
         "", "", f"{week.hours:g} / {week.available:g}", trend_words.counted("forecast"))
        for week in forecast.forecast(ws).weeks
        if week.ending
    ]  # fmt: skip


def _spread(one: Spread | None) -> Row:
    return ("0", "", "", "") if one is None else (
        f"{one.n}", f"{one.low:g}", f"{one.mid:g}", f"{one.high:g}"
    )  # fmt: skip


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; a number below zero stays one."""
    if _NUMBER.fullmatch(cell) or not cell.lstrip(" \n\u00a0").startswith(_RISKY):
        return cell
    return f"'{cell}"
