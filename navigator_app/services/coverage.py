"""Whose coverage asks for something: small enough for Today and the caseload to ask each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from navigator_app.domain import eligibility
from navigator_app.domain.eligibility import Coverage, State
from navigator_app.store import reads_ledger

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace


def in_doubt(ws: Workspace) -> dict[str, Coverage]:
    """By id, the members with a running referral whose Medi-Cal is lapsed or suspended, who were
    found with another plan, or whose planned check is overdue.

    Members whom nobody has checked are not in it; they would be all of a new caseload.
    """
    today = ws.clock.today()
    found = {
        member_id: eligibility.coverage(checks, today)
        for member_id, checks in reads_ledger.doubtful(ws.store, today).items()
    }
    return {
        member_id: now
        for member_id, now in found.items()
        if is_out(now.state) or now.other_plan or now.overdue
    }


def is_out(state: State) -> bool:
    """True where nothing should be billed."""
    return state in (State.LAPSED, State.SUSPENDED)
