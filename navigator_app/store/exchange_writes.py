"""What is written down of an exchange: runs, files and the steps of their lives.

Every function belongs into a transaction of whoever calls it, so that a step and what it tells of
stand or fall together.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from navigator_app.domain.exchange import CUT, OUT, QUARANTINED, RUNNING, WAITING
from navigator_app.domain.identifiers import uuid7

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

QUICK = 1
"""The zlib level, as for status files."""


def begin_run(tx: Tx, plan_id: str, *, cause: str, zone: str, user_id: str | None) -> str:
    """Write down that a run begins and return its id."""
    run_id = uuid7()
    tx.insert(
        "exchange_run",
        {
            "id": run_id,
            "plan_id": plan_id,
            "started_at": tx.now,
            "zone": zone,
            "cause": cause,
            "state": RUNNING,
            "user_id": user_id,
        },
    )
    return run_id


def end_run(tx: Tx, run_id: str, values: Mapping[str, object]) -> None:
    """Write down how a run ended: `state`, `trouble` and the figures."""
    tx.update("exchange_run", run_id, {"ended_at": tx.now, **values})


def put_waiting(
    tx: Tx,
    plan_id: str,
    *,
    kind: str,
    name: str,
    content: bytes,
    sha256: str,
    zone: str,
    user_id: str | None = None,
    batch_id: str | None = None,
    report_id: str | None = None,
) -> str:
    """Put a file to go with the next run and return its id.

    `name` is what it will be called on the plan's server, and must be new there; the bytes are kept
    here until then and after. Who sends is told when it has gone (`services.sync_kinds.SENT`).
    """
    file_id = new_file(
        tx,
        plan_id,
        direction=OUT,
        kind=kind,
        name=name,
        sha256=sha256,
        size=len(content),
        state=WAITING,
        zone=zone,
        user_id=user_id,
        batch_id=batch_id,
        report_id=report_id,
    )
    keep_content(tx, file_id, content)
    return file_id


def new_file(
    tx: Tx,
    plan_id: str,
    *,
    direction: str,
    kind: str,
    name: str,
    sha256: str,
    size: int,
    state: str,
    zone: str,
    proof: str = "",
    run_id: str | None = None,
    user_id: str | None = None,
    **more: str | None,
) -> str:
    """Begin a file's life and return its id; `more` are other columns of `exchange_file`."""
    file_id = uuid7()
    tx.insert(
        "exchange_file",
        {
            "id": file_id,
            "plan_id": plan_id,
            "direction": direction,
            "kind": kind,
            "name": name,
            "sha256": sha256,
            "size": size,
            "state": state,
            "created_at": tx.now,
            "at": tx.now,
            **more,
        },
    )
    _step(tx, file_id, state, zone, proof, run_id, user_id)
    return file_id


def step(
    tx: Tx,
    file_id: str,
    state: str,
    *,
    zone: str,
    proof: str = "",
    run_id: str | None = None,
    user_id: str | None = None,
    keep_state: bool = False,
    **more: object,
) -> None:
    """Add a step to a file's life; with `keep_state` the file itself stays in the state it is in.

    `more` are columns of `exchange_file` that change with it.
    """
    values: dict[str, object] = {"at": tx.now, **more}
    if not keep_state:
        values["state"] = state
    tx.update("exchange_file", file_id, values)
    _step(tx, file_id, state, zone, proof, run_id, user_id)


def keep_content(tx: Tx, file_id: str, content: bytes) -> None:
    """Keep a file's bytes beside it, in place of what was kept."""
    tx.execute(
        "INSERT INTO exchange_content(file_id, content) VALUES (?, ?) "
        "ON CONFLICT(file_id) DO UPDATE SET content = excluded.content",
        (file_id, zlib.compress(content, QUICK)),
    )


def quarantine(
    tx: Tx, plan_id: str, file_id: str, reason: str, *, row_no: int = 0, owner_id: str | None = None
) -> str:
    """Say that nobody could use a file (row 0) or a row yet, and why; the id of what was said."""
    key = uuid7()
    tx.insert(
        "quarantine",
        {
            "id": key,
            "plan_id": plan_id,
            "file_id": file_id,
            "row_no": row_no,
            "reason": reason,
            "owner_id": owner_id,
            "raised_at": tx.now,
        },
    )
    return key


def set_aside(
    tx: Tx,
    plan_id: str,
    file_id: str,
    reason: str,
    *,
    zone: str,
    run_id: str | None,
    user_id: str | None,
) -> None:
    """Put a whole file into quarantine: the step in its life, and the work it makes."""
    step(tx, file_id, QUARANTINED, zone=zone, proof=reason, run_id=run_id, user_id=user_id)
    quarantine(tx, plan_id, file_id, reason)


def cut_stale(tx: Tx) -> None:
    """Mark runs that nobody is running any more; their files are looked at by the next run."""
    tx.execute(
        "UPDATE exchange_run SET state = ?, ended_at = ? WHERE state = ?", (CUT, tx.now, RUNNING)
    )


def seen(tx: Tx, plan_id: str, found: Iterable[tuple[str, int, int, str]]) -> None:
    """Remember what lay on a plan's server: name, size, time, and hash where it is known."""
    tx.executemany(
        "INSERT INTO remote_seen(plan_id, name, size, modified, sha256) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT(plan_id, name) DO UPDATE SET size = excluded.size, "
        "modified = excluded.modified, sha256 = excluded.sha256",
        [(plan_id, *one) for one in found],
    )


def forget_seen(tx: Tx, plan_id: str, names: Iterable[str]) -> None:
    """Let go of names that lie there no more; nothing else follows from that."""
    tx.executemany(
        "DELETE FROM remote_seen WHERE plan_id = ? AND name = ?",
        [(plan_id, name) for name in names],
    )


def _step(
    tx: Tx,
    file_id: str,
    state: str,
    zone: str,
    proof: str,
    run_id: str | None,
    user_id: str | None,
) -> None:
    tx.insert(
        "exchange_step",
        {
            "id": uuid7(),
            "file_id": file_id,
            "run_id": run_id,
            "at": tx.now,
            "zone": zone,
            "state": state,
            "proof": proof,
            "user_id": user_id,
        },
    )
