"""What the printed capacity board is filled in from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from navigator_app.domain.board import Board, Row
from navigator_app.domain.vocabulary import Service
from navigator_app.i18n import N_
from navigator_app.services import capacity_board, form_facts
from navigator_app.services.form_facts import Fact, Gathered, Gatherer, Subject, known
from navigator_app.services.form_facts_case import day

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

_STATES = {
    "over": N_("Over"),
    "full": N_("Full"),
    "room": N_("Room"),
    "unlimited": "\N{EM DASH}",
}


def board(ws: Workspace, _subject: Subject) -> Gathered:
    """The board of today, its totals last."""
    shown = capacity_board.read(ws)
    rules = capacity_board.rules()
    rows = [_line(row) for row in shown.rows]
    if shown.nobody is not None:
        rows.append(_line(shown.nobody, "Nobody’s members"))
    rows.append(_totals(shown))
    counted = [*rules.figures.values(), *rules.stages.values()]
    facts: dict[str, Fact | None] = {
        **form_facts.agency_facts(ws),
        "board.rows": rows,
        "told.rows": [
            (
                one.name,
                day(one.heard.told) if one.heard and one.heard.told else "",
                str(one.heard.any_member) if one.heard else "",
                str(one.heard.own_members) if one.heard else "",
                day(one.untold.changed) if one.untold else "",
                day(one.due) if one.due else "",
            )
            for one in capacity_board.told(ws)
        ],
        "counted.rows": [(one.title, one.counted) for one in counted],
    }
    return Gathered(known(facts))


def _line(row: Row, name: str = "") -> tuple[str, ...]:
    who = row.who
    about = [", ".join(who.languages)] if who.languages else []
    if row.away is not None:
        cover = row.away.cover or "no cover"
        about.insert(0, f"Away to {day(row.away.last)}, {cover}")
    return (
        (who.name if who.active else f"{who.name} (left)") or name,
        f"{who.share}\N{NO-BREAK SPACE}%" if who.id else "",
        _weight(row.load),
        _weight(row.limit) if row.limit is not None else "",
        _STATES[row.state] if who.id else "",
        *_counts(row.members, row.services, row.stages),
        str(who.open_any) if who.id else "",
        str(who.open_own) if who.id else "",
        "; ".join(about),
    )


def _totals(shown: Board) -> tuple[str, ...]:
    total = shown.totals
    return (
        "The whole team",
        f"{total.posts:,}\N{NO-BREAK SPACE}%",
        _weight(total.load),
        _weight(total.limit) if total.limit is not None else "",
        f"{total.over} over" if total.over else "",
        *_counts(total.members, total.services, total.stages),
        str(total.open_any),
        str(total.open_own),
        f"Away: {total.away}" if total.away else "",
    )


def _counts(members: int, services: tuple[int, ...], stages: tuple[int, ...]) -> tuple[str, ...]:
    assert len(services) == len(Service)
    return tuple(f"{count:,}" for count in (members, *services, *stages))


def _weight(hundredths: int) -> str:
    return f"{hundredths / 100:,.2f}".rstrip("0").rstrip(".")


GATHERERS: dict[str, Gatherer] = {"capacity_board": board}
"""By kind, for `form_facts`."""
