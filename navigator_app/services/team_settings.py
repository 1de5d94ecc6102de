"""Keeping figures and rules that the agency sets for its team, and taking a change back.

The shipped ones hold, and stay as they are, until the agency sets its own; the journal keeps every
value that held before, with its day and who set it.
"""

from __future__ import annotations

from collections.abc import Mapping

from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import permissions
from navigator_app.services.support_plan import Saved
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_ledger, reads_tenancy, take_back

INTENTION = "set_team_figures"


def keep(ws: Workspace, values: Mapping[str, str]) -> Saved:
    """Write values by their names; `Saved.undo` names the transaction, "" where there was nothing
    to write. NotAllowed without the right to set the team's figures."""
    permissions.need_intention(ws, INTENTION)
    if not values:
        return Saved(INTENTION, "", Changes())
    with ws.transaction(INTENTION) as tx:
        for name, value in values.items():
            if reads_ledger.setting(ws.store, name) is None:
                tx.insert("agency_setting", {"id": name, "value": value, "created_at": tx.now})
            else:
                tx.update("agency_setting", name, {"value": value})
    return Saved(INTENTION, tx.id, _changes())


def undo(ws: Workspace, transaction_id: str) -> Changes:
    """Put back what held before one change. NotFound for another one, InputRejected where a figure
    was set again since."""
    ours = reads_tenancy.intention(ws.store, transaction_id) == INTENTION
    done = take_back.entries(ws.store, transaction_id) if ours else []
    if not done:
        raise NotFound(_("Nothing to undo"), _("That change cannot be taken back any more."))
    permissions.need_intention(ws, INTENTION)
    if any(take_back.written_since(ws.store, one, transaction_id) for one in done):
        raise InputRejected("undo", _("It was changed again since, so it cannot be taken back."))
    with ws.transaction("undo_team_figures") as tx:
        take_back.take_back(tx, done)
    return _changes()


def _changes() -> Changes:
    return Changes(settings=True, team=True)
