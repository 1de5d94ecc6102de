"""Whom to give members to: everybody who could have them, the best first, each with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from navigator_app.domain.assignment import (
    PASSED_WITH_REASON,
    Carrier,
    Needs,
    Ranked,
    Suggested,
    Suggestion,
    rank,
)
from navigator_app.errors import NotFound
from navigator_app.i18n import _
from navigator_app.policy import assignment_rules
from navigator_app.services import assignment_load, assignment_words, permissions
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_assignment
from navigator_app.store.reads_assignment import MemberLine

MOST = 500
"""Members that are looked through at once."""


def one(ws: Workspace, member_id: str) -> Suggested:
    """Whom to give one member to; NotFound for nobody."""
    permissions.need(ws, "assign")
    lines = reads_assignment.members(ws.store, [member_id], ws.clock.today())
    if not lines:
        raise NotFound(
            _("No such member"),
            _("There is no member with that id."),
            _("Look the member up by name or CIN."),
        )
    return _spread(ws, lines)[0]


def several(ws: Workspace, member_ids: Sequence[str]) -> list[Suggested]:
    """Whom to give each of these members to, chosen one after the other; who is not there any
    more is left out."""
    permissions.need(ws, "assign")
    some = list(member_ids)[:MOST]
    return _spread(ws, reads_assignment.members(ws.store, some, ws.clock.today()))


def waiting(ws: Workspace, user_id: str = "") -> list[Suggested]:
    """Members whom nobody active has, or all of one user's; the longest waiting first.

    The best of each is chosen one after the other, so that what one is given counts for the next.
    """
    permissions.need(ws, "assign")
    return _spread(ws, reads_assignment.waiting(ws.store, ws.clock.today(), user_id)[:MOST])


def kind(line: MemberLine, today: date) -> str:
    """Why a member waits: "left" (their navigator did, or carries nobody any more), "new",
    "nobody"; "" for none of these."""
    if line.navigator_id:
        return "" if line.navigator_active else "left"
    since = today - timedelta(days=assignment_rules.shipped().new_days)
    return "new" if line.came and date.fromisoformat(line.came) >= since else "nobody"


def _spread(ws: Workspace, lines: Sequence[MemberLine]) -> list[Suggested]:
    rules, today = assignment_rules.shipped(), ws.clock.today()
    carriers = assignment_load.carriers(ws)
    found = []
    for line, needs in zip(lines, _needs(ws, lines), strict=True):
        ranked = rank(needs, carriers.values(), rules)
        best = next((one for one in ranked if one.refusal is None), None)
        if best is not None:
            carriers[best.carrier.id] = best.carrier.with_more(needs.weight)
        found.append(
            Suggested(
                member_id=line.id,
                member=line.name,
                navigator_id=line.navigator_id,
                navigator=line.navigator,
                kind=kind(line, today),
                language=line.language,
                came=needs.came,
                rows=tuple(_told(one) for one in ranked),
            )
        )
    return found


def _needs(ws: Workspace, lines: Sequence[MemberLine]) -> list[Needs]:
    ids = [line.id for line in lines]
    weights = assignment_load.weights(ws, ids)
    household = reads_assignment.household(ws.store, ids)
    earlier = reads_assignment.earlier(ws.store, ids)
    before = reads_assignment.before_leave(ws.store, ids, ws.clock.today())
    met = reads_assignment.met(ws.store, ids)
    return [
        Needs(
            member_id=line.id,
            name=line.name,
            language=line.language,
            where=line.where,
            navigator_id=line.navigator_id,
            navigator=line.navigator,
            came=date.fromisoformat(line.came) if line.came else None,
            weight=weights[line.id],
            household=household.get(line.id, {}),
            earlier=earlier.get(line.id, {}),
            before_leave=frozenset(before.get(line.id, ())),
            met=met.get(line.id, {}),
        )
        for line in lines
    ]


def _told(ranked: Ranked) -> Suggestion:
    who: Carrier = ranked.carrier
    refused, why = ranked.refusal, ""
    if refused is not None:
        why = assignment_words.refusal(refused, who).message
    return Suggestion(
        user_id=who.id,
        name=who.name,
        points=ranked.points,
        reasons=tuple(assignment_words.reason(one) for one in ranked.reasons),
        load=assignment_words.load(who),
        refusal=why,
        passable=refused in PASSED_WITH_REASON,
    )
