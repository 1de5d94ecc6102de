"""Taking back what was just done to a support plan, while nothing was changed since."""

from __future__ import annotations

from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from navigator_app.store import journal_back, reads_support_plan


def undo(ws: Workspace, transaction_id: str, member_id: str) -> Changes:
    """Take back one transaction of `Saved.undo`. The journal keeps both.

    NotFound when there is no such one; InputRejected when what it wrote was changed or signed
    since.
    """
    intention, done = journal_back.of_transaction(ws.store, transaction_id)
    if not intention.startswith("support_plan") or not done:
        raise NotFound(_("Nothing to undo"), _("That change cannot be taken back any more."))
    if journal_back.changed_since(ws.store, done):
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
        journal_back.take_back(tx, done)
    return Changes(members=frozenset({member_id}))
