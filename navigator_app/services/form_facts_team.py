"""What the sheets of the team are filled in from: the page for Monday."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from navigator_app.services import form_facts, monday
from navigator_app.services.form_facts import Fact, Gathered, Gatherer, Subject, known
from navigator_app.services.form_facts_case import Row, day

if TYPE_CHECKING:
    from navigator_app.domain.monday import Change, EndingSoon, Over
    from navigator_app.services.workspace import Workspace

_MOST_OWED = 20
"""Lines of what plans are owed; the screen has them all."""


def monday_sheet(ws: Workspace, _subject: Subject) -> Gathered:
    """The page of today. NotAllowed where the role does not see the team."""
    page = monday.page(ws)
    late: list[Row] = [(one.title, f"{one.members:,}", "") for one in page.late]
    owed: list[Row] = [
        (one.plan, one.title, one.text, day(one.due) if one.due else "")
        for one in page.owed[:_MOST_OWED]
    ]
    facts: dict[str, Fact | None] = {
        **form_facts.agency_facts(ws),
        "week.since": page.since,
        "week.until": page.until,
        "changed.rows": _changed(page.changed),
        "over.rows": [_over(one) for one in page.over],
        "late.rows": late,
        "ends.rows": [_ending(one) for one in page.ends],
        "owed.rows": owed,
    }
    return Gathered(known(facts))


def _changed(found: tuple[Change, ...]) -> list[Row]:
    """Two things beside one another on each line."""
    half = (len(found) + 1) // 2
    return [
        (left.title, f"{left.count:,}", right.title if right else "",
         f"{right.count:,}" if right else "")
        for left, right in zip_longest(found[:half], found[half:])
    ]  # fmt: skip


def _over(one: Over) -> Row:
    limit = "" if one.limit is None else f"{one.limit / 100:g}"
    away = day(one.away_until) if one.away_until else ""
    cover = one.cover or ("nobody" if one.away_until else "")
    return one.name, f"{one.members:,}", f"{one.load / 100:g}", limit, away, cover


def _ending(one: EndingSoon) -> Row:
    return one.member, one.service, day(one.end), "asked for" if one.asked else "not asked for"


GATHERERS: dict[str, Gatherer] = {"monday": monday_sheet}
"""By kind, for `form_facts`."""
