"""Files and rows from plans that nobody could use yet: why, whose work they are, since when.

One bad row or file never holds up the rest: it waits here until somebody tries it again (after a
layout was mapped, or a file marked sent) or discards it with a reason. Rows of authorization files
that are under review stay with their import.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from navigator_app.domain.exchange import (
    AUTHORIZATIONS,
    COMMITTED,
    QUARANTINED,
    SETTLED,
    STAGED,
    TAKEN,
    UNKNOWN,
)
from navigator_app.domain.records import Changes
from navigator_app.domain.responses import DISCARD, DROPPED, RETRY, QuarantineRow, Settled
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import agency, file_days
from navigator_app.services.workspace import Workspace, required
from navigator_app.store import (
    exchange_writes,
    reads_exchange,
    reads_quarantine,
    reads_responses,
    reads_tenancy,
    response_writes,
    take_back,
)

if TYPE_CHECKING:
    from navigator_app.services.sync_kinds import Known
    from navigator_app.store.tx import Tx

INTENTIONS = frozenset({"assign_quarantine", "discard_quarantine"})
"""Transactions that `undo` may take back."""


def put(
    ws: Workspace,
    plan_key: str,
    file_id: str,
    reason: str,
    *,
    row_no: int = 0,
    owner_id: str | None = None,
) -> str:
    """Put a file (row 0) or a row of it into quarantine; returns its id. A whole file's life says
    so too. Without an owner it is a supervisor's."""
    plan = agency.plan(ws, plan_key)
    words = required("reason", reason, _("Say what is wrong with it."))
    owner = owner_id or reads_responses.supervisor(ws.store)
    with ws.transaction("exchange_quarantined") as tx:
        if not row_no:
            _step(ws, tx, file_id, QUARANTINED, words)
        return exchange_writes.quarantine(
            tx, plan.id, file_id, words, row_no=row_no, owner_id=owner
        )


def waiting(ws: Workspace, plan_key: str = "", *, owner_id: str = "") -> list[QuarantineRow]:
    """What waits, the oldest first, at most 500. NotFound for an unknown plan."""
    plan_id = agency.plan(ws, plan_key).id if plan_key else ""
    found = reads_quarantine.rows(ws.store, plan_id=plan_id, owner_id=owner_id)
    return [_row(ws, row) for row in found]


def settled(ws: Workspace, plan_key: str = "") -> list[QuarantineRow]:
    """What was settled, the newest first, at most 500."""
    plan_id = agency.plan(ws, plan_key).id if plan_key else ""
    found = reads_quarantine.rows(ws.store, plan_id=plan_id, settled=True)
    return [_row(ws, row) for row in found]


def count(ws: Workspace, plan_key: str = "") -> int:
    """How many wait."""
    return reads_quarantine.count(ws.store, agency.plan(ws, plan_key).id if plan_key else "")


def one(ws: Workspace, key: str) -> QuarantineRow:
    """One of them; NotFound when there is none."""
    found = reads_quarantine.row(ws.store, key)
    if found is None:
        raise NotFound(_("Not found"), _("There is nothing in quarantine with that id."))
    return _row(ws, found)


def assign(ws: Workspace, key: str, user_id: str) -> tuple[Settled, Changes]:
    """Make it somebody's work; an active user, else InputRejected (`owner`)."""
    _open(ws, key)
    if user_id not in {user.id for user in agency.users(ws)}:
        raise InputRejected("owner", _("Choose somebody who works here."))
    with ws.transaction("assign_quarantine") as tx:
        tx.update("quarantine", key, {"owner_id": user_id})
    return Settled(tx.id, 1), Changes(files=True)


def settle(ws: Workspace, key: str, how: str, why: str = "") -> tuple[str, Settled, Changes]:
    """Try it again (RETRY) or discard it with a reason (DISCARD); returns what came of it.

    A try that fails raises what is wrong still, and it stays. Where the plan changed its answer,
    trying takes the new one in. Another retry cannot be undone; the `Settled.undo` of a discard
    and of a changed answer goes to `undo`.
    """
    row = _open(ws, key)
    if how == RETRY and row.changed:
        from navigator_app.services import batch_changed

        return batch_changed.take(ws, key)
    if how == RETRY:
        said = _retry_row(ws, row) if row.row else _retry_file(ws, row)
        return said, Settled("", 1), Changes(files=True)
    if how != DISCARD:
        raise ValueError(how)
    words = required("why", why, _("Say why it can be discarded."))
    told = f"{DROPPED}: {words}"
    with ws.transaction("discard_quarantine") as tx:
        tx.update("quarantine", key, {"settled_at": tx.now, "settled_how": told})
        if row.row:
            response_writes.drop_unmatched(tx, row.file_id, row.row, told)
            _conclude(ws, tx, row)
        elif row.file_id:
            _step(ws, tx, row.file_id, SETTLED, told)
    return _("Discarded."), Settled(tx.id, 1), Changes(files=True)


def undo(ws: Workspace, transaction_id: str) -> Changes:
    """Take back an assignment, a discard with what followed from it, or a changed answer."""
    intention = reads_tenancy.intention(ws.store, transaction_id)
    if intention == "take_changed_answer":
        from navigator_app.services import batch_changed

        return batch_changed.undo(ws, transaction_id)
    done = take_back.entries(ws.store, transaction_id) if intention in INTENTIONS else []
    if not done:
        raise NotFound(_("Nothing to undo"), _("That change cannot be taken back any more."))
    files = {item.record: item for item in done if item.table == "exchange_file"}
    rows = [item for item in done if item.table in ("quarantine", "response_row")]
    with ws.transaction("undo_quarantine") as tx:
        take_back.take_back(tx, rows)
        for file_id, item in files.items():
            was = item.fields.get("state", (None, None))[0]
            if was is not None:  # steps stay; the file's life says that it was taken back
                _step(ws, tx, file_id, str(was), _("taken back"))
    return Changes(files=True)


def _open(ws: Workspace, key: str) -> QuarantineRow:
    row = one(ws, key)
    if row.settled_at is not None:
        raise InputRejected(
            "row", _("This was settled already."), _("Look at what was settled before.")
        )
    return row


def _retry_row(ws: Workspace, row: QuarantineRow) -> str:
    from navigator_app.services import sync_kinds

    reader = sync_kinds.module_of(sync_kinds.READERS.get(row.kind, ""))
    content = reads_exchange.content(ws.store, row.file_id)
    again = getattr(reader, "retake", None)
    if again is not None and content:
        again(ws, row.file_id, content)
    if one(ws, row.id).settled_at is None:
        raise InputRejected(
            "row",
            _("It is still nobody’s."),
            _("If you know what the plan means, mend it by hand and discard the row."),
        )
    return _("Found now.")


def _retry_file(ws: Workspace, row: QuarantineRow) -> str:
    from navigator_app.services import import_authorizations, sync_kinds

    content = reads_exchange.content(ws.store, row.file_id) if row.file_id else b""
    if not content:
        raise InputRejected(
            "row",
            _("The file itself was not fetched."),
            _("Ask the plan to put it there again under another name, or discard it."),
        )
    layouts = import_authorizations.layouts_for(ws, row.plan_key)
    known = sync_kinds.recognise(row.file, content, layouts, ws.clock.today())
    if known.kind == UNKNOWN:
        raise InputRejected("row", known.reason or _("Nobody here can read this file."))
    state, said, more = _taken(ws, row, known, content)
    with ws.transaction("settle_quarantine") as tx:
        tx.update("exchange_file", row.file_id, {"kind": known.kind, **more})
        _step(ws, tx, row.file_id, state, said)
        tx.update("quarantine", row.id, {"settled_at": tx.now, "settled_how": RETRY})
    return said


def _taken(
    ws: Workspace, row: QuarantineRow, known: Known, content: bytes
) -> tuple[str, str, dict[str, object]]:
    """The file's new state, what is said of it, and columns that change with it."""
    from navigator_app.services import import_authorizations, sync_kinds

    if known.kind != AUTHORIZATIONS or known.parsed is None:
        return TAKEN, sync_kinds.take_in(ws, known.kind, row.file_id, content), {}
    plan_id = agency.plan(ws, row.plan_key).id
    there = reads_exchange.by_hand(ws.store, plan_id, known.parsed.sha256)
    if there is not None and there[1] == COMMITTED:
        return COMMITTED, _("taken in before"), {"inbound_file_id": there[0]}
    review_id = there[0] if there else import_authorizations.stage(
        ws, known.parsed, row.plan_key
    ).id  # fmt: skip
    dated = file_days.of_words(known.parsed.preface, ws.clock.today())
    more: dict[str, object] = {"inbound_file_id": review_id, "dated": dated}
    return STAGED, _("It waits for review now."), more


def _conclude(ws: Workspace, tx: Tx, row: QuarantineRow) -> None:
    """With its last doubtful row gone, a response says what became of all the rest."""
    from navigator_app.services import response_take

    outbound = reads_responses.answered_file(ws.store, row.file_id)
    if outbound:
        response_take.complete(ws, tx, row.file_id, outbound)


def _step(ws: Workspace, tx: Tx, file_id: str, state: str, said: str) -> None:
    exchange_writes.step(tx, file_id, state, zone=str(ws.clock.tz), proof=said, user_id=ws.user.id)


def _row(ws: Workspace, cells: reads_quarantine.Row) -> QuarantineRow:
    raised = datetime.fromisoformat(cells[10])
    days = (ws.clock.today() - ws.clock.to_local(raised).date()).days
    over = datetime.fromisoformat(cells[12]) if cells[12] else None
    return QuarantineRow(
        id=cells[0],
        plan_key=cells[1],
        plan_name=cells[2],
        file_id=cells[3],
        file=cells[4],
        kind=cells[5],
        row=cells[6],
        reason=cells[7],
        owner_id=cells[8],
        owner=cells[9],
        raised_at=raised,
        days=max(days, 0),
        can_retry=bool(cells[11]),
        settled_at=over,
        settled_how=cells[13],
        changed=bool(cells[14]),
    )
