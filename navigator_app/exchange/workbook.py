"""Excel workbooks: cells as text, leading zeros kept, formulas never run, links never followed."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

from navigator_app.exchange.archive_guard import check, damaged
from navigator_app.exchange.tables import (
    HEAD_ROWS,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Body,
    BrokenRow,
    Head,
    raw_json,
    too_many_rows,
)
from navigator_app.i18n import _

Grid = list[list[str]]
_EXACT = 2**53  # the largest whole number a cell's float holds exactly


def cell_text(value: object) -> str:
    """Return a cell as text: whole numbers without a point, dates in ISO form."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < _EXACT
        return str(int(value)) if whole else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _grids(data: bytes) -> list[tuple[str, Grid]]:
    """Read all sheets. Whatever the reader dislikes, even a panic of it, is a damaged file."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum  # 20 ms, and only for workbooks

    grids: list[tuple[str, Grid]] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for sheet in book.sheets_metadata:
                if sheet.typ != SheetTypeEnum.WorkSheet:
                    continue
                rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                if len(rows) > MAX_ROWS:
                    raise too_many_rows()
                grids.append((sheet.name, [[*map(cell_text, row)] for row in rows]))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        if isinstance(error, Exception) and type(error).__module__.startswith("navigator_app"):
            raise
        raise damaged() from None  # pyo3's PanicException is no Exception
    return grids


class WorkbookSource:
    """An XLSX workbook in memory."""

    format = "xlsx"
    encoding = ""
    has_control = True  # the cells are looked at one by one; text files know beforehand

    def __init__(self, data: bytes) -> None:
        """Look it over, then read it; FileRejected when it is unsafe or damaged."""
        self.warnings = check(data)
        self._sheets = _grids(data)

    def heads(self) -> list[Head]:
        """The first rows of each sheet, in the workbook's order."""
        heads = []
        for number, (_name, grid) in enumerate(self._sheets):
            records = [row[:MAX_COLUMNS] for row in grid[:HEAD_ROWS]]
            heads.append(Head(str(number), records, list(range(1, len(records) + 1))))
        return heads

    def sheet_name(self, head: Head) -> str:
        """The name of a head's sheet."""
        return self._sheets[int(head.label)][0]

    def body(self, head: Head, index: int) -> Body:
        """The rows below a heading, numbered as the sheet numbers them."""
        body = Body()
        for number, cells in enumerate(self._sheets[int(head.label)][1], 1):
            if number <= index + 1 or not any(map(str.strip, cells)):
                continue
            if max(map(len, cells)) > MAX_CELL:
                longest = max(range(len(cells)), key=lambda at: len(cells[at]))
                reason = _("a cell is longer than {count} characters").format(count=f"{MAX_CELL:,}")
                short = [cell[:MAX_CELL] for cell in cells]
                body.broken.append(BrokenRow(number, reason, raw_json(short), longest))
                continue
            body.numbers.append(number)
            body.rows.append(cells)
        return body
