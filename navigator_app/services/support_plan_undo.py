"""Taking back what was just done to a support plan, while nothing was changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_support_plan, reads_tenancy, take_back

if TYPE_CHECKING:
    from navigator_app.store.take_back import Entry
    from navigator_app.store.tx import Tx


def undo(ws: Workspace, transaction_id: str, member_id: str) -> Changes:
    """Take back one transaction of `Saved.undo`. The journal keeps both.

    NotFound when there is no such one; InputRejected when what it wrote was changed or signed
    since.
    """
    intention = reads_tenancy.intention(ws.store, transaction_id)
    ours = intention.startswith("support_plan")
    done = take_back.entries(ws.store, transaction_id) if ours else []
    if not done:
        raise NotFound(_("Nothing to undo"), _("That change cannot be taken back any more."))
    if any(take_back.written_since(ws.store, one, transaction_id) for one in done):
        raise InputRejected(
            "undo",
            _("It was changed again since, so it cannot be taken back."),
            _("Change it by hand."),
        )
    locked = {
        row.id for row in reads_support_plan.versions(ws.store, member_id) if row.signed is not None
    }
    if any(one.table == "support_plan" and one.record in locked for one in done):
        raise InputRejected(
            "undo",
            _("The plan is signed and locked."),
            _("Revise it to change something."),
        )
    with ws.transaction("support_plan_undo") as tx:
        _take_back(tx, done)
    return Changes(members=frozenset({member_id}))


def _take_back(tx: Tx, done: list[Entry]) -> None:
    try:
        take_back.take_back(tx, done)
    except InputRejected as error:
        raise InputRejected(
            "undo",
            _("More was recorded on it since, so it cannot be taken back."),
            _("Change it by hand."),
        ) from error
