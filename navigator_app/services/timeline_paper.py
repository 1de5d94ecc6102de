"""A member's line in time as it stands on paper: for the agency's own file, dangers left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from navigator_app.domain.consents import Way
from navigator_app.domain.records import Changes
from navigator_app.domain.timeline import TimelineQuery, TimelineRow
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import agency, caseload, gate, part_2, safety, timeline

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

WHAT = "timeline"

NEVER = frozenset({"safety_flag"})
"""Kinds of lines that no paper carries."""

_HIDDEN_WITH = {
    "place_seen": "places",
    "locate_check": "places",
    "tenancy": "address",
    "hand_over": "places",
}
"""Kinds of lines that tell what a danger may hide."""

_PLACES_IN = frozenset({"outreach_attempt", "encounter"})
"""Kinds whose text may name where a member is: kept, without their text, where places hide."""

MOST = 5000
"""Lines of one print; more is no reading."""


@dataclass(frozen=True, slots=True)
class TimelinePaper:
    """What is printed: whose, the lines oldest first, and what was left out, in words."""

    name: str
    cin: str
    agency: str
    rows: tuple[TimelineRow, ...]
    left_out: tuple[str, ...] = ()
    member_id: str = ""
    part_2: bool = False  # substance-use records go along, under a consent


def way(ws: Workspace) -> Way:
    """As the gate is asked: for the agency's own file, which is operations."""
    return Way(WHAT, agency.agency(ws).name, gate.TPO, ("identity", "housing"))


def given(ws: Workspace, paper: TimelinePaper) -> Changes:
    """Write down that a paper leaves the store, before it is printed. ConsentNeeded where the gate
    holds it back."""
    asked = part_2.including(way(ws)) if paper.part_2 else way(ws)
    verdicts = gate.ask(ws, asked, [paper.member_id])
    gate.pass_or_refuse(verdicts)
    first, last = paper.rows[0].on.isoformat(), paper.rows[-1].on.isoformat()
    with ws.transaction("print_timeline") as tx:
        gate.account(ws, tx, asked, verdicts, detail=f"{first} – {last}")
    return Changes(members=frozenset({paper.member_id}))


def paper(ws: Workspace, member_id: str, query: TimelineQuery | None = None) -> TimelinePaper:
    """The lines that match, as they may stand on paper. InputRejected (`span`) for none, or for
    more than anybody reads."""
    member = caseload.member_page(ws, member_id, attempts=1).member
    rules = safety.for_print(ws, member_id)
    rows, hidden = [], 0
    for row in timeline.printable(ws, member_id, query):
        if row.kind in NEVER or not rules.may_print(_HIDDEN_WITH.get(row.kind, "")):
            hidden += 1
            continue
        rows.append(row)
        if len(rows) > MOST:
            raise InputRejected(
                "span",
                _("There are more than {n} lines.").format(n=MOST),
                _("Choose a shorter time, or one kind of thing."),
            )
    told = part_2.among(ws, [(row.kind, row.id) for row in rows])
    held = part_2.held(ws, way(ws), member_id, told)
    rows = [row for row in rows if held.lets(row.kind, row.id)]
    if not rows:
        raise InputRejected("span", _("There is nothing to print."))
    if not rules.may_print("places"):
        rows = [_without_text(row) if row.kind in _PLACES_IN else row for row in rows]
    left = list(rules.why)
    if hidden:
        left.append(_("Lines about safety and what it hides are not printed."))
    left += part_2.left_out(held.records)
    name = f"{member.first_name} {member.last_name}".strip()
    gate.pass_or_refuse(gate.ask(ws, way(ws), [member_id]))
    return TimelinePaper(
        name,
        member.cin,
        agency.agency(ws).name,
        tuple(rows),
        tuple(left),
        member_id,
        bool(told - held.records),
    )


def _without_text(row: TimelineRow) -> TimelineRow:
    from dataclasses import replace

    return replace(row, body=_("(not printed)") if row.body else "")
