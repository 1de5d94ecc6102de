"""A month's service lines as a CSV file for whoever bills. No note's text stands in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from navigator_app.exchange.cells import neutral

HEADINGS = (
    "Line Kind", "Plan", "Member CIN", "Plan Member ID", "Last Name", "First Name",
    "Date of Birth", "Service", "Date of Service", "Code", "Modifier 1", "Modifier 2",
    "Modifier 3", "Modifier 4", "Units", "Unit", "Minutes", "Mode", "Payable", "Why",
    "Authorization Number", "Provider NPI", "Provider Name", "Staff", "Record IDs",
)  # fmt: skip
"""Our own columns: no plan's template. Prices are not ours to know."""

CHUNK = 500


def file_name(plan: str, month: str) -> str:
    """The file's name for a plan's key and a month "YYYY-MM"."""
    safe = "".join(c if c.isalnum() or c in "-_" else "-" for c in plan)
    return f"service-lines_{safe}_{month}.csv"


def render(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The bytes of the file (UTF-8 with its mark, CRLF); cells that a spreadsheet would run are
    made inert. The same rows give the same bytes each time."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    encoding = "utf-8-sig"
    for number, row in enumerate(rows, 1):
        writer.writerow([neutral(cell) for cell in row])
        if number % CHUNK == 0:
            yield buffer.getvalue().encode(encoding, "replace")
            encoding = "utf-8"
            buffer.seek(0)
            buffer.truncate()
    if rest := buffer.getvalue():
        yield rest.encode(encoding, "replace")
