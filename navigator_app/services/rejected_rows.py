"""The rejected rows of a file, for the plan that sent it: row numbers and reasons, cells if asked.

With its cells a row is a member's information. It goes back to the plan that it came from, as
payment and operations between the two (45 CFR 164.506(c)), so the gate is asked as for a status
file; what is known of a member who is on record is accounted for in the transaction that writes the
file. A row of somebody who is not on record here has no record to account in.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from navigator_app.domain.consents import Way
from navigator_app.domain.records import StagedRow
from navigator_app.i18n import _, ngettext
from navigator_app.services import agency, gate
from navigator_app.services import import_authorizations as imports
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_intake

WHAT = "rejected-rows"
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_WINDOW = 500


def collect(ws: Workspace, import_id: str) -> list[StagedRow]:
    """All rejected rows of an import, in the order of the file."""
    rows: list[StagedRow] = []
    while window := imports.rows(ws, import_id, "rejected", len(rows), _WINDOW):
        rows += window
    return rows


def text(rows: list[StagedRow]) -> str:
    """Row number, column and reason, a line each, tabs between; no member's data."""
    lines = [f"{_('Row')}\t{_('Column')}\t{_('Reason')}"]
    lines += [f"{row.row}\t{row.column}\t{row.reason}" for row in rows]
    return "\n".join(lines) + "\n"


def save(ws: Workspace, import_id: str, out: Path, *, cells: bool) -> Path:
    """Write the list as CSV; `cells` adds every cell as received, and accounts for it.

    No cell begins as a spreadsheet formula would. TransferFailed when it cannot be written: nothing
    is accounted for then. NotFound for an import there is not.
    """
    from navigator_app.exchange.atomic import write_atomically

    rows = collect(ws, import_id)
    content = _csv(rows, cells).encode("utf-8-sig")
    if not cells:
        return write_atomically(out.parent, out.name, [content])[0]
    key = imports.review(ws, import_id).plan
    plan = next((one.name for one in agency.plans(ws) if one.key == key), key)
    known = reads_intake.by_cins(ws.store, {_number(row) for row in rows})
    way = Way(WHAT, plan, gate.TPO, _CATEGORIES)
    with ws.transaction("give_rejected_rows") as tx:
        if known:
            verdicts = gate.ask(ws, way, known)
            gate.pass_or_refuse(verdicts)
            gate.account(ws, tx, way, verdicts, detail=_detail(len(rows)))
        return write_atomically(out.parent, out.name, [content])[0]


def _number(row: StagedRow) -> str:
    """The member's number as it is kept: a rejected row has it as it was received."""
    return "".join(row.cin.split()).upper()


_CATEGORIES = ("identity", "housing")
"""As the status file: what the columns of an authorization file tell."""


def _detail(count: int) -> str:
    return ngettext("{n} rejected row", "{n} rejected rows", count).format(n=count)


def _csv(rows: list[StagedRow], cells: bool) -> str:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    headings = tuple(name for name, _cell in rows[0].raw) if cells and rows else ()
    writer.writerow([_("Row"), _("Column"), _("Reason"), *map(_safe, headings)])
    for row in rows:
        received = [_safe(cell) for _name, cell in row.raw] if cells else []
        writer.writerow([str(row.row), _safe(row.column), _safe(row.reason), *received])
    return written.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RISKY) else cell
