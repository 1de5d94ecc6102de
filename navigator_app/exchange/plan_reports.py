"""Reports to a plan as files: the weekly update on members who are not yet engaged, and questions.
Our own columns: no plan's template."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from navigator_app.exchange.cells import neutral
from navigator_app.exchange.workbook_writer import workbook_bytes

HEADINGS = (
    "Plan", "Week Of", "Member CIN", "Plan Member ID", "Last Name", "First Name", "Service",
    "Received On", "Days Since Received", "Referral Status", "Attempts", "Dates And Ways",
    "Latest Attempt", "Latest Outcome", "Next Step", "Provider NPI", "Provider Name",
    "Replaces File",
)  # fmt: skip

QUESTION_HEADINGS = (
    "Plan", "Question", "Question Id", "Written On", "Member CIN", "Plan Member ID", "Last Name",
    "First Name", "Service", "Referral Sent On", "First Asked On", "Rule On The Answer",
    "Provider NPI", "Provider Name", "Provider Phone",
)  # fmt: skip

CHUNK = 500


def file_name(kind: str, npi: str, day: str, ending: str, number: int = 1) -> str:
    """The file's name for a kind of report, our NPI, a day "YYYY-MM-DD" and an extension; `number`
    tells several of a day apart."""
    more = f"-{number}" if number > 1 else ""
    return f"{kind}_{npi}_{day}{more}.{ending}"


def render(kind: str, rows: Iterable[Sequence[str]], headings: Sequence[str] = HEADINGS) -> bytes:
    """The bytes of the file, "csv" (UTF-8 with its mark, CRLF) or "xlsx"; cells that a spreadsheet
    would run are made inert. The same rows give the same bytes each time."""
    inert = [[neutral(cell) for cell in row] for row in rows]
    if kind == "xlsx":
        chunks = (inert[start : start + CHUNK] for start in range(0, len(inert), CHUNK))
        return workbook_bytes(headings, chunks)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(inert)
    return buffer.getvalue().encode("utf-8-sig", "replace")
