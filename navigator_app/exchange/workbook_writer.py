"""The smallest workbook that Excel, LibreOffice and openpyxl open, the same bytes each time.

Every cell is an inline string in a column formatted as text, so leading zeros survive and nothing
is a formula. Written by hand because libraries stamp the time of writing into the file. Its parts
are stored, not deflated: the bytes must not depend on which zlib a machine has, since a sent
month's file is made again from its rows and compared by hash.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET = "Status file"

PARTS = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    f'<sheet name="{_SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    "</Relationships>",
    "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" '
    'applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}


def column_letters(number: int) -> str:
    """Return the letters of a column, 1 is A."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def workbook_bytes(
    headings: Sequence[str], chunks: Iterable[Sequence[Sequence[str]]], sheet: str = _SHEET
) -> bytes:
    """Return a workbook of one sheet, named so: a bold heading row, then every row as text."""
    book = PARTS["xl/workbook.xml"].replace(f'name="{_SHEET}"', f'name="{escape(sheet)}"')
    width = len(headings)
    names = [column_letters(number) for number in range(1, width + 1)]
    pieces = [_sheet_start(width), _row_template(names, 2) % _filled(1, headings)]
    template, number = _row_template(names, 1), 1
    for chunk in chunks:
        for cells in chunk:
            number += 1
            pieces.append(template % _filled(number, cells))
    pieces.append("</sheetData></worksheet>")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, text in {
            **PARTS,
            "xl/workbook.xml": book,
            "xl/worksheets/sheet1.xml": "".join(pieces),
        }.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 0  # otherwise the operating system is written down
            archive.writestr(info, text.encode("utf-8"))
    return file.getvalue()


def _sheet_start(width: int) -> str:
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        "</sheetView></sheetViews>"
        f'<cols><col min="1" max="{width}" width="24" style="1" customWidth="1"/></cols>'
        "<sheetData>"
    )


def _row_template(names: Sequence[str], style: int) -> str:
    cell = '<c r="{}%d" s="{}" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>'
    return '<row r="%d">' + "".join(cell.format(name, style) for name in names) + "</row>"


def _filled(number: int, cells: Sequence[str]) -> tuple[int | str, ...]:
    values: list[int | str] = [number]
    for cell in cells:
        values += (number, escape(cell) if cell else "")
    return tuple(values)
