"""Taking back one write of a tenancy, a move-in with all that it moved among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from navigator_app.domain.records import Changes
from navigator_app.domain.tenancy_rows import Made
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import clocks
from navigator_app.services.workspace import Workspace
from navigator_app.store import (
    clock_state,
    outreach_writes,
    reads_tenancy,
    referral_state,
    take_back,
)

if TYPE_CHECKING:
    from navigator_app.store.take_back import Entry
    from navigator_app.store.tx import Tx

INTENTIONS = frozenset(
    {
        "move_in",
        "amend_tenancy",
        "end_tenancy",
        "record_tenancy_event",
        "settle_tenancy_event",
        "mend_fault",
        "recertify_tenancy",
        "agree_repayment",
        "pay_repayment",
        "end_repayment",
    }
)
"""Transactions that `undo` may take back."""

_STATUS = "status_event"


def undo(ws: Workspace, made: Made) -> Changes:
    """Take one write back, whole. InputRejected when something has been recorded on it since, a
    status has left in a sent file, or it was taken back already."""
    if reads_tenancy.intention(ws.store, made.undo) not in INTENTIONS:
        raise _nothing()
    found = take_back.entries(ws.store, made.undo)
    statuses = [one.record for one in found if one.table == _STATUS]
    _check_statuses(ws, statuses)
    others = [one for one in found if one.table not in (_STATUS, "referral")]
    begun = [one for one in found if one.table == "referral" and one.operation == "insert"]
    if not others:
        raise _nothing()
    with ws.transaction("undo_tenancy") as tx:
        standing = outreach_writes.standing_events(ws.store, statuses)
        referral_state.void_events(tx, [key for key, _referral in standing])
        _take_back(tx, others, begun)
        gone = {one.record for one in begun}
        for member in made.changes.members:
            kept = [key for key in reads_tenancy.referral_ids(ws.store, member) if key not in gone]
            referral_state.refresh(tx, kept)
            clocks.recompute(tx, ws, kept)
    return made.changes


def _take_back(tx: Tx, others: list[Entry], begun: list[Entry]) -> None:
    """The rows that rest on a referral go before it, and its clocks with it."""
    begins = {one.record for one in begun}
    late = [one for one in others if one.table == "intake" and one.record in begins]
    take_back.take_back(tx, [one for one in others if one not in late])
    clock_state.replace(tx, list(begins), ())
    take_back.take_back(tx, late)
    take_back.take_back(tx, begun)


def _check_statuses(ws: Workspace, statuses: list[str]) -> None:
    """A loop that was closed with the move opens again only while nobody was told."""
    sent = outreach_writes.events_in_sent_files(ws.store, statuses)
    if sent or outreach_writes.events_followed(ws.store, statuses):
        raise InputRejected(
            "undo",
            _("The closed status has left in a sent file.")
            if sent
            else _("Another status has been recorded since."),
            _("Correct the status on the referral instead."),
        )


def _nothing() -> InputRejected:
    return InputRejected(
        "undo", _("There is nothing to take back."), _("It was taken back already.")
    )
