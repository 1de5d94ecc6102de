"""What the printed exceptions are filled in from: every number, and who stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from navigator_app.services import exceptions, form_facts
from navigator_app.services.form_facts import Fact, Gathered, Gatherer, Subject, known
from navigator_app.services.form_facts_case import Row, day

if TYPE_CHECKING:
    from navigator_app.domain.team_figures import ExceptionFigure
    from navigator_app.services.workspace import Workspace

MOST = 12
"""Members of each number on paper, those first who stand there longest; the screen has all."""

_WEIGHTS = {"danger": "Act now", "warning": "Look at it", "plain": "To know"}


def sheet(ws: Workspace, subject: Subject) -> Gathered:
    """The numbers of today, of a navigator where one is named; of whoever prints it where the role
    does not see the team."""
    whose = exceptions.seen(ws, subject.user_id)
    found = exceptions.figures(ws, navigator_id=whose)
    facts: dict[str, Fact | None] = {
        **form_facts.agency_facts(ws),
        "exceptions.figures": [
            (one.title, f"{one.members:,}", _WEIGHTS[one.tone] if one.members else "Nobody",
             one.definition)
            for one in found
        ],
        "exceptions.members": [row for one in found if one.members
                               for row in _behind(ws, one, whose)],
    }  # fmt: skip
    return Gathered(known(facts))


def _behind(ws: Workspace, one: ExceptionFigure, whose: str) -> list[Row]:
    page = exceptions.members(ws, one.id, navigator_id=whose, limit=MOST)
    rows: list[Row] = [
        ("" if place else one.title, row.member, day(row.since) if row.since else "", row.detail,
         row.navigator or "nobody")
        for place, row in enumerate(page.rows)
    ]  # fmt: skip
    if one.members > len(rows):
        rows.append(("", f"{one.members - len(rows):,} more, on the screen", "", "", ""))
    return rows


GATHERERS: dict[str, Gatherer] = {"exceptions": sheet}
"""By kind, for `form_facts`."""
