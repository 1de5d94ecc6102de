"""How much everybody who could be given members carries, and how much they may."""

from __future__ import annotations

import json
from collections.abc import Collection

from navigator_app.domain.assignment import ONE, Carrier
from navigator_app.domain.vocabulary import Role
from navigator_app.policy import assignment_rules
from navigator_app.services import cover
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_assignment


def carriers(ws: Workspace) -> dict[str, Carrier]:
    """Everybody by id, those who left among them; weight and limit in hundredths."""
    today, known = ws.clock.today(), cover.rota(ws)
    full = assignment_rules.shipped().most * ONE
    found = {}
    for one in reads_assignment.carriers(ws.store):
        away = known.away(one.id, today)
        most = full if one.most_weight is None else one.most_weight
        found[one.id] = Carrier(
            id=one.id,
            name=one.name,
            role=Role.from_slug(one.role),
            active=bool(one.active),
            languages=_listed(one.languages),
            areas=_listed(one.areas),
            members=one.members,
            weight=one.members * ONE,
            most=most * one.share // 100 if one.most_weight is None else most,
            away_until=away.last if away is not None else None,
        )
    return found


def weights(ws: Workspace, member_ids: Collection[str]) -> dict[str, int]:
    """What each of these members weighs for whoever gets them, in hundredths."""
    return dict.fromkeys(member_ids, ONE)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(str(one) for one in json.loads(text or "[]"))
