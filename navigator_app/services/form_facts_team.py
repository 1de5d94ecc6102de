"""What the sheets of the team are filled in from: the page for Monday."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from navigator_app.services import form_facts, monday
from navigator_app.services.form_facts import Fact, Gathered, Gatherer, Subject, known
from navigator_app.services.form_facts_case import Row, day

if TYPE_CHECKING:
    from navigator_app.domain.monday import Change, EndingSoon, Over, OwedToPlan
    from navigator_app.services.workspace import Workspace

_MOST_OVER = 4
"""People over the limit or away; the board has them all."""
_MOST_OWED = 6
"""Lines of what plans are owed; the screen has them all."""
_MOST_SAFE = 2
"""Uses of a code from the safe; People and roles has them all."""


def monday_sheet(ws: Workspace, _subject: Subject) -> Gathered:
    """The page of today. NotAllowed where the role does not see the team."""
    page = monday.page(ws)
    late: list[Row] = [(one.title, f"{one.members:,}", "") for one in page.late]
    over: list[Row] = [_over(one) for one in page.over[:_MOST_OVER]]
    if len(page.over) > _MOST_OVER:
        more = len(page.over) - _MOST_OVER
        over.append((f"{more} more, on the board", "", "", "", "", ""))
    owed: list[Row] = [
        (one.plan, one.title, _several(one), day(one.due) if one.due else "")
        for one in page.owed[:_MOST_OWED]
    ]
    if len(page.owed) > _MOST_OWED:
        owed.append(("", f"{len(page.owed) - _MOST_OWED} more, on the screen", "", ""))
    ends = [_ending(one) for one in page.ends]
    if page.ending > len(ends):
        ends.append((f"{page.ending - len(ends)} more, under Extensions ahead", "", "", ""))
    facts: dict[str, Fact | None] = {
        **form_facts.agency_facts(ws),
        "week.since": page.since,
        "week.until": page.until,
        "safe.rows": [f"{one.title}. {one.text}" for one in page.safe[:_MOST_SAFE]],
        "changed.rows": _changed(page.changed),
        "over.rows": over,
        "late.rows": _beside(late),
        "ends.rows": ends,
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


def _beside(rows: list[Row]) -> list[Row]:
    """Two rows beside one another on each line, so that the page stays one sheet."""
    half = (len(rows) + 1) // 2
    blank = ("",) * (len(rows[0]) if rows else 0)
    pairs = zip_longest(rows[:half], rows[half:], fillvalue=blank)
    return [(*left, *right) for left, right in pairs]


def _several(one: OwedToPlan) -> str:
    """What is owed in words, with how often where the words do not say it."""
    if one.count == 1 or one.text.startswith(f"{one.count:,}"):
        return one.text
    return f"{one.count:,} of them. {one.text}"


def _over(one: Over) -> Row:
    limit = "" if one.limit is None else f"{one.limit / 100:g}"
    away = day(one.away_until) if one.away_until else ""
    cover = one.cover or ("nobody" if one.away_until else "")
    return one.name, f"{one.members:,}", f"{one.load / 100:g}", limit, away, cover


def _ending(one: EndingSoon) -> Row:
    return one.member, one.service, day(one.end), "asked for" if one.asked else "not asked for"


GATHERERS: dict[str, Gatherer] = {"monday": monday_sheet}
"""By kind, for `form_facts`."""
