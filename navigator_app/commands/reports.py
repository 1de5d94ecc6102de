"""The figures of the team for scripts: `report KIND`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial

from navigator_app.commands import output
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape
from navigator_app.domain.board import STAGES
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import (
    capacity_board,
    exceptions,
    forecast,
    trend_words,
    trends,
    trends_file,
)
from navigator_app.services.workspace import Workspace

_PENDING = ("pending-30", "pending-60", "pending-90")
_COLUMNS = {
    "pending": (
        "age", "member_id", "plan", "navigator", "referral_id", "service", "since", "days",
    ),
    "closures": ("month", "reason", "referrals"),
}  # fmt: skip
"""Headings of the reports that may have no rows."""

_PRIVATE = ("member",)
"""Left out of a table that is made to be taken along."""

_WORDY = ("definition", "source", "counted", "user_id", "open_any", "open_own")
"""Left out of lines for a terminal."""


def report(kind: str, args: Namespace) -> int:
    """Print one report as JSON, as CSV, or as lines."""
    with opened(args) as ws:
        if args.month and kind not in _OF_MONTHS:
            _only_now(ws, args.month)
        rows = _KINDS[kind](ws, args.month or "")
    if output.wants_json(args):
        output.document(rows)
    elif args.csv:
        _csv(rows, _COLUMNS.get(kind, ()))
    else:
        _lines(rows)
    return 0


def _capacity(ws: Workspace, _month: str) -> list[Shape]:
    board = capacity_board.read(ws)
    return [
        {
            "user_id": row.who.id or None,
            "user": row.who.name or _("Nobody"),
            "active": row.who.active if row.who.id else None,
            "share": row.who.share,
            "members": row.members,
            **dict(zip((one.replace("-", "_") for one in STAGES), row.stages, strict=True)),
            **dict(zip((one.slug for one in Service), row.services, strict=True)),
            "load": row.load / 100,
            "limit": None if row.limit is None else row.limit / 100,
            "room": None if row.room is None else row.room / 100,
            "state": row.state,
            "open_any": row.who.open_any,
            "open_own": row.who.open_own,
            "away_until": row.away.last.isoformat() if row.away else None,
        }
        for row in (*board.rows, *([board.nobody] if board.nobody else ()))
    ]


def _exceptions(ws: Workspace, _month: str) -> list[Shape]:
    return [
        {
            "id": one.id,
            "title": one.title,
            "members": one.members,
            "cases": one.cases,
            "definition": one.definition,
            "source": one.source,
        }
        for one in exceptions.figures(ws)
    ]


def _pending(ws: Workspace, _month: str) -> list[Shape]:
    today = ws.clock.today()
    found: list[Shape] = []
    for kind in _PENDING:
        offset = 0
        while rows := exceptions.members(ws, kind, offset=offset, limit=1000).rows:
            offset += len(rows)
            found += [
                {
                    "age": kind.removeprefix("pending-"),
                    "member_id": one.member_id,
                    "member": one.member,
                    "plan": one.plan,
                    "navigator": one.navigator,
                    "referral_id": one.referral_id,
                    "service": one.service,
                    "since": one.since.isoformat() if one.since else None,
                    "days": (today - one.since).days if one.since else None,
                }
                for one in rows
            ]
    return found


def _closures(ws: Workspace, month: str) -> list[Shape]:
    return [
        {"month": one.month, "reason": trend_words.reason(reason), "referrals": count}
        for one in trends.overview(ws, month=month).closures
        for reason, count in one.reasons
    ]


def _outcomes(ws: Workspace, month: str) -> list[Shape]:
    names = ("figure", "by", "group", "count", "low", "median", "high", "value", "counted")
    _headings, rows = trends_file.table(ws, month=month)
    skipped = {trend_words.title("forecast")}
    return [
        dict(zip(names, row, strict=True))
        for row in rows
        if row[0] not in skipped and not row[0].startswith(_closed())
    ]


def _closed() -> str:
    return trend_words.title("closed:other").partition(":")[0]


def _forecast(ws: Workspace, _month: str) -> list[Shape]:
    return [
        {
            "week": one.first.isoformat(),
            "ending": one.ending,
            "asked": one.asked,
            "hours": one.hours,
            "available": one.available,
            "early": one.early,
            "over": one.over,
        }
        for one in forecast.forecast(ws).weeks
    ]


def _only_now(ws: Workspace, month: str) -> None:
    if month != ws.clock.today().isoformat()[:7]:
        raise InputRejected(
            "month",
            _("This report stands as of today; earlier days of it are not kept."),
            _("Leave --month out, or ask for closures or outcomes."),
        )


def _csv(rows: Sequence[Shape], columns: Sequence[str]) -> None:
    """The table; one without rows has its headings, as far as they are known."""
    names = [name for name in (rows[0] if rows else columns) if name not in _PRIVATE]
    cells = [tuple("" if row[n] is None else str(row[n]) for n in names) for row in rows]
    text = trends_file.content(tuple(names), cells, ".csv").decode("utf-8-sig")
    sys.stdout.write(text.replace("\r\n", "\n"))


def _lines(rows: Sequence[Shape]) -> None:
    names = [name for name in (rows[0] if rows else {}) if name not in _WORDY]
    output.table(
        [name.replace("_", " ") for name in names],
        [tuple(row[name] for name in names) for row in rows],
        _("Nothing to report."),
    )


_KINDS: dict[str, Callable[[Workspace, str], list[Shape]]] = {
    "capacity": _capacity,
    "exceptions": _exceptions,
    "pending": _pending,
    "closures": _closures,
    "outcomes": _outcomes,
    "forecast": _forecast,
}
_OF_MONTHS = ("closures", "outcomes")

COMMANDS = {f"report-{kind}": partial(report, kind) for kind in _KINDS}
"""By the name that the parser gives."""
