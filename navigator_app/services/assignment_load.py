"""How much everybody who could be given members carries and may carry, as the board says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from navigator_app.domain.assignment import Carrier
from navigator_app.services import capacity_board, cover
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_assignment, reads_board


def carriers(ws: Workspace) -> dict[str, Carrier]:
    """Everybody by id, those who left among them; weight and limit in hundredths."""
    today, known, measure = ws.clock.today(), cover.rota(ws), capacity_board.measure(ws)
    members, weight = Counter[str](), Counter[str]()
    for cell in reads_board.cells(ws.store, today, capacity_board.housed_after(ws)):
        members[cell.user_id] += cell.members
        weight[cell.user_id] += cell.members * measure.weights[cell.stage]
    found = {}
    for one in reads_board.people(ws.store, today):
        away = known.away(one.id, today)
        found[one.id] = Carrier(
            id=one.id,
            name=one.name,
            role=one.role,
            active=one.active,
            languages=one.languages,
            areas=one.areas,
            members=members[one.id],
            weight=weight[one.id],
            most=measure.limit(one),
            share=one.share,
            away_until=away.until if away is not None else None,
        )
    return found


def weights(ws: Workspace, member_ids: Collection[str]) -> dict[str, int]:
    """What each of these members weighs for whoever gets them, in hundredths."""
    after, measure = capacity_board.housed_after(ws), capacity_board.measure(ws)
    stages = reads_assignment.stages(ws.store, member_ids, ws.clock.today(), after)
    return {key: measure.weights[stage] for key, stage in stages.items()}
