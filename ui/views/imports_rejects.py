"""The rejected rows of a file as a list for the plan: row numbers and reasons, cells if asked."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from navigator_app.domain.records import StagedRow
from navigator_app.errors import TransferFailed
from navigator_app.i18n import _
from navigator_app.services import import_authorizations as service
from navigator_app.services.workspace import Workspace

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def collect(ws: Workspace, import_id: str, total: int) -> list[StagedRow]:
    """All rejected rows of an import, in the order of the file."""
    rows: list[StagedRow] = []
    while len(rows) < total:
        window = service.rows(ws, import_id, "rejected", len(rows), 500)
        if not window:
            break
        rows.extend(window)
    return rows


def rejects_text(rows: list[StagedRow]) -> str:
    """Row number, column and reason, a line each, tabs between; no member's data."""
    lines = [f"{_('Row')}\t{_('Column')}\t{_('Reason')}"]
    lines += [f"{row.row}\t{row.column}\t{row.reason}" for row in rows]
    return "\n".join(lines) + "\n"


def write_rejects(path: Path, rows: list[StagedRow], cells: bool) -> Path:
    """Write the list as CSV under a temporary name, then rename; TransferFailed says why not.

    `cells` adds every cell as received. No cell begins as a spreadsheet formula would.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    headings = tuple(name for name, _cell in rows[0].raw) if cells and rows else ()
    writer.writerow([_("Row"), _("Column"), _("Reason"), *map(_safe, headings)])
    for row in rows:
        received = [_safe(cell) for _name, cell in row.raw] if cells else []
        writer.writerow([str(row.row), _safe(row.column), _safe(row.reason), *received])
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as out:
            out.write(text.getvalue().encode("utf-8-sig"))
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError as problem:
        part.unlink(missing_ok=True)
        raise TransferFailed(
            _("Not saved"),
            _("The list could not be written there: {why}.").format(
                why=problem.strerror or _("the folder refused it")
            ),
            _("Choose another folder and try again."),
        ) from problem
    return path


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RISKY) else cell
