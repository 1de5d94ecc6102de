"""The agency's own weights for drawing charts by risk; the shipped ones until it sets its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from navigator_app.domain.review import RiskSign
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.policy import review_rules
from navigator_app.store import reads_ledger

if TYPE_CHECKING:
    from navigator_app.services.support_plan import Saved
    from navigator_app.services.workspace import Workspace

NAME = "review-risk-"
"""Stands before a sign in the name of its weight."""
MOST = 1_000_000


def signs() -> tuple[RiskSign, ...]:
    """The signs as they came with the program."""
    return review_rules.shipped().risks


def risks(ws: Workspace) -> tuple[RiskSign, ...]:
    """The signs with the weights that hold, in the file's order."""
    return tuple(replace(one, weight=_weight(ws, one)) for one in signs())


def figures(ws: Workspace) -> dict[str, int]:
    """Each sign's weight in hundredths, by the sign's id."""
    return {one.id: one.weight for one in risks(ws)}


def set_figures(ws: Workspace, values: dict[str, int]) -> Saved:
    """Keep the agency's own weights; InputRejected names the one that makes no sense, NotAllowed
    comes from the write without the right to set the team's figures."""
    from navigator_app.services import team_settings

    known = figures(ws)
    for key in known.keys() & values.keys():
        if not 0 <= values[key] <= MOST:
            raise InputRejected(key, _("From 0 to {most}.").format(most=MOST // 100))
    changed = {
        NAME + key: str(values[key]) for key in known if values.get(key, known[key]) != known[key]
    }
    return team_settings.keep(ws, changed)


def _weight(ws: Workspace, sign: RiskSign) -> int:
    kept = reads_ledger.setting(ws.store, NAME + sign.id)
    return int(kept) if kept else sign.weight
