"""The agency's own weights for drawing charts by risk; the shipped ones until it sets its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from navigator_app.domain.records import Changes
from navigator_app.domain.review import RiskSign
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.policy import review_rules
from navigator_app.store import reads_ledger

if TYPE_CHECKING:
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


def set_figures(ws: Workspace, values: dict[str, int]) -> Changes:
    """Keep the agency's own weights; InputRejected names the one that makes no sense, NotAllowed
    comes from the write without the right to set the team's figures."""
    for key in figures(ws).keys() & values.keys():
        if not 0 <= values[key] <= MOST:
            raise InputRejected(key, _("From 0 to {most}.").format(most=MOST // 100))
    with ws.transaction("set_team_figures") as tx:
        for key in figures(ws):
            if key not in values:
                continue
            name, value = NAME + key, str(values[key])
            if reads_ledger.setting(ws.store, name) is None:
                tx.insert("agency_setting", {"id": name, "value": value, "created_at": tx.now})
            else:
                tx.update("agency_setting", name, {"value": value})
    return Changes(settings=True, team=True)


def _weight(ws: Workspace, sign: RiskSign) -> int:
    kept = reads_ledger.setting(ws.store, NAME + sign.id)
    return int(kept) if kept else sign.weight
