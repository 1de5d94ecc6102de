"""A plan that answers status files, for tests: its responses are written as bytes."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from navigator_app.domain.exchange import CONFIRMED, FETCHED, IN, OUT, RESPONSE, STATUSES
from navigator_app.services import agency, exports, responses
from navigator_app.services.workspace import Workspace
from navigator_app.store import exchange_writes, reads_exports

CIN = "Medi-Cal Member Client Index Number (CIN)"
SERVICE, STATUS, ON = "Referred Service", "Referral Status", "Date of Referral Status Update"
RESULT, CODE, REASON, ROW = "Result", "Reason Code", "Reason", "Row Number"
COLUMNS = (CIN, SERVICE, STATUS, ON, RESULT, CODE, REASON)

Row = dict[str, str]


def at(ws: Workspace, when: str) -> Workspace:
    """The same store at another moment."""
    fixed = datetime.fromisoformat(when).replace(tzinfo=ZoneInfo("America/Los_Angeles"))
    return replace(ws, clock=replace(ws.clock, fixed=fixed))


def send(ws: Workspace, out: Path, period: str, plan: str = "bayview") -> tuple[str, list[Row]]:
    """Build a month's file, let it go over a line, and return its id and its rows."""
    file, _changes = exports.export(ws, plan, period, out)
    data = Path(file.file).read_bytes()
    exports.mark_sent(ws, plan, period)
    plan_id = agency.plan(ws, plan).id
    [record] = reads_exports.files(ws.store, plan_id, period)
    with ws.transaction("test") as tx:
        exchange_writes.new_file(
            tx,
            plan_id,
            direction=OUT,
            kind=STATUSES,
            name=record.name,
            sha256=record.sha256,
            size=len(data),
            state=CONFIRMED,
            zone="UTC",
            outbound_file_id=record.id,
        )
    return record.id, rows_of(data)


def rows_of(data: bytes) -> list[Row]:
    """The rows of a status file."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def answer(
    rows: Sequence[Row], rejected: dict[int, tuple[str, str]] | None = None, **more: str
) -> list[Row]:
    """What the plan says of rows: those in `rejected` (index -> code, reason), others accepted."""
    said = []
    for index, row in enumerate(rows):
        code, reason = (rejected or {}).get(index, ("", ""))
        verdict = "Rejected" if index in (rejected or {}) else "Accepted"
        said.append({**row, RESULT: verdict, CODE: code, REASON: reason, **more})
    return said


def csv_of(rows: Sequence[Row], columns: Sequence[str] = COLUMNS, delimiter: str = ",") -> bytes:
    """Rows as a delimited file with some columns."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, extrasaction="ignore", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def came(ws: Workspace, content: bytes, name: str = "response.csv", plan: str = "bayview") -> str:
    """A file that was fetched; returns its id."""
    with ws.transaction("test") as tx:
        key = exchange_writes.new_file(
            tx,
            agency.plan(ws, plan).id,
            direction=IN,
            kind=RESPONSE,
            name=name,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            state=FETCHED,
            zone="UTC",
        )
        exchange_writes.keep_content(tx, key, content)
    return key


def come_back(
    ws: Workspace, rows: Sequence[Row], rejected: dict[int, tuple[str, str]] | None = None
) -> str:
    """Let the plan answer rows and take its answer in; returns what that told."""
    data = csv_of(answer(rows, rejected))
    return responses.take_in(ws, came(ws, data), data)
