"""Looks a workbook over before it is opened: zip bombs, macros, passwords, giant sheets.

A workbook is a zip of XML files from outside. Sizes in a zip's directory can lie, so every part is
unpacked once here, counted and checked against its checksum, before the real reader sees it.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache
from xml.parsers import expat

from navigator_app.errors import FileRejected
from navigator_app.exchange.tables import MAX_COLUMNS, MAX_ROWS
from navigator_app.i18n import _

MAX_PARTS = 2_000
MAX_UNPACKED = 256 * 1024 * 1024
MAX_RATIO = 250  # a sheet of nothing but one repeated row packs about 100 to 1
MAX_AREA = 12_000_000  # cells the reader would have to lay out
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")


def _refuse(message: str, next_step: str) -> FileRejected:
    return FileRejected(_("Workbook refused"), message, next_step)


def damaged() -> FileRejected:
    """The refusal of a workbook that is cut short or altered."""
    return _refuse(
        _("The workbook is damaged and cannot be read whole."),
        _("Ask the plan to send it again."),
    )


def refuse_ole(data: bytes) -> FileRejected:
    """The refusal of an OLE file: a workbook with a password, or one in the old format."""
    if _ENCRYPTED in data:
        return _refuse(
            _("The workbook is protected with a password."),
            _("Ask the plan for a copy without one, or open it and save it without a password."),
        )
    return _refuse(
        _("The file is in the old Excel format (.xls) or another Office format."),
        _("Ask the plan for an XLSX or CSV file, or save it as one."),
    )


def check(data: bytes) -> list[str]:
    """Refuse (FileRejected) a workbook that is unsafe to open; return warnings about the rest."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_directory(parts)
            formulas = sum(_check_part(archive, part) for part in parts)
            links = any("externallinks/" in part.filename.lower() for part in parts)
    except FileRejected:
        raise
    except Exception as error:  # bad zip, zlib, struct, odd names and methods: all mean one thing
        raise damaged() from error
    warnings = []
    if formulas:
        warnings.append(
            _("The workbook holds formulas; the values it was saved with were read, as text.")
        )
    if links:
        warnings.append(_("Links from the workbook to other files were not followed."))
    return warnings


def _check_directory(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower().lstrip("/").replace("\\", "/") for part in parts]
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if (
        len(parts) > MAX_PARTS
        or unpacked > MAX_UNPACKED
        or (unpacked > 8 * 1024 * 1024 and unpacked > MAX_RATIO * max(packed, 1))
    ):
        raise _refuse(
            _("The workbook unpacks to far more than an authorization file can hold."),
            _("It was not opened. Ask the plan whether it sent this file."),
        )
    if any(part.flag_bits & 0x1 for part in parts):
        raise _refuse(
            _("The workbook is protected with a password."),
            _("Ask the plan for a copy without one."),
        )
    if any("vbaproject" in name or "macrosheets/" in name for name in names):
        raise _macros()
    if "xl/workbook.bin" in names:
        raise _refuse(
            _("The workbook is in Excel's binary format (.xlsb)."),
            _("Ask the plan for an XLSX or CSV file, or save it as one."),
        )
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise _refuse(
            _("The file is a zip archive, but not an Excel workbook."),
            _("Unpack it first if the plan's file is inside."),
        )
    if len(set(names)) != len(names):  # two readers could each see another one
        raise damaged()


def _macros() -> FileRejected:
    return _refuse(
        _("The workbook holds macros; such a file is not opened."),
        _("Ask the plan for an XLSX or CSV file without macros."),
    )


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Unpack one part and look at it; True when it is a sheet with formulas."""
    content = archive.read(part)  # checks length and checksum
    if content[:4] in (b"PK\x03\x04", OLE[:4]):
        raise _refuse(
            _("The workbook holds another archive or document inside."),
            _("Ask the plan for a plain XLSX or CSV file."),
        )
    name = part.filename.lower()
    if name.endswith("[content_types].xml") and b"macroenabled" in content.lower():
        raise _macros()
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not name.endswith((".xml", ".rels")) and start[:1] != b"<":
        return False
    # UTF-16 would be another document to another reader; a workbook needs no document type
    if b"\x00" in content or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise damaged()
    return b"sheetData" in content and _Extent().measure(content)


class _Extent:
    """How far the cells of a part reach, with and without references of their own.

    The reader lays a sheet out as a full grid, and a grid too large for memory ends the whole
    program. So the part is parsed strictly first: what is not well-formed is refused, and a far
    cell cannot hide behind sloppy XML.
    """

    def __init__(self) -> None:
        self.row = self.column = self.rows = self.columns = 0
        self.formulas = False

    def measure(self, content: bytes) -> bool:
        """Refuse a giant grid; True when there are formulas."""
        parser = expat.ParserCreate("utf-8")  # whatever the part says of itself
        parser.StartElementHandler = self._start
        parser.Parse(content, True)
        if (
            self.rows > 2 * MAX_ROWS
            or self.columns > 2 * MAX_COLUMNS
            or self.rows * self.columns > MAX_AREA
        ):
            raise _refuse(
                _("The sheet reaches to row {row} and column {column}.").format(
                    row=f"{self.rows:,}", column=f"{self.columns:,}"
                ),
                _("Delete the empty rows and columns beyond the table, and save it again."),
            )
        return self.formulas

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "c":
            place = attributes.get("r")
            if place is None:
                self.column += 1
            else:
                found = _REFERENCE.fullmatch(place)
                if found is None:
                    raise ValueError(place)
                self.column, self.row = column_number(found[1]), int(found[2])
            self.columns = max(self.columns, self.column)
            self.rows = max(self.rows, self.row)
        elif name.rpartition(":")[2] == "row":
            place = attributes.get("r")
            self.row = self.row + 1 if place is None else int(place)
            self.column = 0
            self.rows = max(self.rows, self.row)
        elif name.rpartition(":")[2] == "f":
            self.formulas = True


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """Return the number of a column, A is 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
