"""Files that are wrong on purpose: each ends in a plain refusal or in named rows."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from navigator_app.errors import FileRejected
from navigator_app.exchange.fields import FIELDS
from navigator_app.exchange.inbound import ParsedFile, UnknownLayout

Read = Callable[..., ParsedFile]
SHEET = "xl/worksheets/sheet1.xml"
CIN = FIELDS.index("cin") + 2
LAST = FIELDS.index("last_name") + 2


@pytest.fixture
def bayview(samples: Path) -> bytes:
    return (samples / "bayview_csasf_2026-11-15.csv").read_bytes()


@pytest.fixture
def coastal(samples: Path) -> bytes:
    return (samples / "coastal_CS-ASF_Nov2026.xlsx").read_bytes()


def rezipped(book: bytes, changed: dict[str, bytes]) -> bytes:
    """The workbook with some parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        parts = {name: old.read(name) for name in old.namelist()} | changed
        for name, content in parts.items():
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def part(book: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read(name)


# --- text ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ends", [b"\n", b"\r", b"\r\n"])
def test_any_line_end_reads_the_same(ends, read, bayview):
    changed = read(bayview.replace(b"\r\n", ends))
    assert [row[2:] for row in changed.good] == [row[2:] for row in read(bayview).good]


def test_mixed_line_ends_lose_no_row(read, bayview):
    lines = bayview.split(b"\r\n")
    ends = [b"\n", b"\r\n", b"\r"]
    mixed = b"".join(line + ends[at % 3] for at, line in enumerate(lines[:-1]))
    parsed = read(mixed)
    assert (len(parsed.good), parsed.rejected) == (60, [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_found(encoding, read, bayview):
    parsed = read(bayview.decode("utf-8-sig").encode(encoding))
    assert [row[2:] for row in parsed.good] == [row[2:] for row in read(bayview).good]
    assert parsed.warnings == ()


def test_windows_1252_where_utf_8_was_expected_is_read_with_a_warning(read, bayview):
    text = bayview.decode("utf-8-sig").replace("Nguyễn", "Muñoz").replace("Lê", "Lê")
    data = text.encode("cp1252", "replace")
    parsed = read(data)
    assert "Muñoz" in {row[LAST] for row in parsed.good}
    assert "Windows-1252" in parsed.warnings[0]


def test_two_encodings_in_one_file_are_both_readable(read, bayview):
    lines = bayview.decode("utf-8-sig").splitlines(keepends=True)
    lines[1] = lines[1].replace("de-la-Cruz", "Peña")
    data = lines[0].encode() + lines[1].encode("cp1252") + "".join(lines[2:]).encode()
    names = [row[LAST] for row in read(data).good]
    assert (names[0], names[6]) == ("Peña", "Nguyễn")


def test_50_mb_cell_is_one_rejected_row(read, bayview):
    lines = bayview.split(b"\r\n")
    lines[3] = lines[3].replace(b"Dmitri", b"x" * (50 * 1024 * 1024))
    parsed = read(b"\r\n".join(lines))
    assert [(row.row, len(row.raw) < 40_000) for row in parsed.rejected] == [(4, True)]
    assert parsed.rejected[0].column == "Member First Name"
    assert "longer than 32,767 characters" in parsed.rejected[0].reason
    assert len(parsed.good) == 59


def test_50_mb_without_a_line_end_is_refused(read):
    with pytest.raises(FileRejected):
        read(b"x" * (50 * 1024 * 1024))


def test_a_mark_that_never_closes_swallows_no_row(read, bayview):
    lines = bayview.split(b"\r\n")
    lines[40] = lines[40].replace(b",", b',"', 1)
    parsed = read(b"\r\n".join(lines))
    assert [(row.row, row.column) for row in parsed.rejected] == [(41, "Member Last Name")]
    assert "quotation mark opens here and does not close" in parsed.rejected[0].reason
    assert json.loads(parsed.rejected[0].raw) == [lines[40].decode()]
    assert len(parsed.good) == 59


def test_a_mark_closed_by_a_later_row_swallows_no_row(read, bayview):
    lines = bayview.split(b"\r\n")
    lines[2] = lines[2].replace(b"No fixed", b'"No fixed')  # row 4 has a quoted address
    parsed = read(b"\r\n".join(lines))
    assert [row.row for row in parsed.rejected] == [3]
    assert len(parsed.good) == 59


def test_a_file_of_broken_marks_is_refused_in_good_time(read, bayview):
    line = b'"' + bayview.split(b"\r\n")[1]
    with pytest.raises(FileRejected, match="broken quotation marks"):
        read(bayview.split(b"\r\n")[0] + b"\r\n" + b"\r\n".join([line] * 3000))


def test_a_delimiter_inside_an_unquoted_cell_is_named(read, bayview):
    lines = bayview.split(b"\r\n")
    lines[5] = lines[5].replace(b"No fixed", b"No, fixed")
    rejected = read(b"\r\n".join(lines)).rejected
    assert [row.row for row in rejected] == [6]
    assert "25 cells where the headings have 24" in rejected[0].reason


def test_null_bytes_reject_their_row(read, bayview):
    lines = bayview.split(b"\r\n")
    lines[7] = lines[7].replace(b"Yer", b"Y\x00r")
    parsed = read(b"\r\n".join(lines))
    assert [(row.row, row.column) for row in parsed.rejected] == [(8, "Member First Name")]


@pytest.mark.parametrize(
    "data", [os.urandom(5000), b"%PDF-1.7\n" + os.urandom(900), b"\x00" * 900, b"hello\nworld\n"]
)
def test_what_is_no_table_is_refused(data, read):
    with pytest.raises(FileRejected) as refusal:
        read(data)
    assert refusal.value.message
    assert not isinstance(refusal.value, UnknownLayout)


def test_doubled_headings_are_refused_by_name(read, bayview):
    doubled = bayview.replace(b"Member Email", b"MEMBER  last name", 1)
    with pytest.raises(FileRejected, match=r"Member Last Name stands in the file twice"):
        read(doubled)


def test_doubled_unknown_headings_are_refused_too(read, samples):
    data = (samples / "sierra_ASF_202611.txt").read_bytes()
    head, rest = data.split(b"\r\n", 1)
    lines = [line + b"|x" for line in rest.split(b"\r\n")]
    with pytest.raises(FileRejected, match="INTERNAL_QUEUE stands in the file twice"):
        read(b"\r\n".join([head + b"|Internal Queue", *lines]), plan="sierra")


def test_headings_alone_are_read_with_a_warning(read, bayview):
    parsed = read(bayview.split(b"\r\n")[0] + b"\r\n")
    assert parsed.rows == 0
    assert parsed.warnings == ("The file has headings, but no rows.",)


def test_a_number_rounded_by_a_spreadsheet_is_rejected(read, bayview):
    rejected = read(bayview.replace(b"00523832096", b"5.24E+08", 1)).rejected
    assert [(row.row, row.column) for row in rejected] == [
        (2, "Managed Care Plan Member ID Number")
    ]


def test_same_member_and_service_with_other_values_is_rejected(read, bayview):
    lines = bayview.split(b"\r\n")
    lines.insert(2, lines[1].replace(b"Denied", b"Under Review"))
    rejected = read(b"\r\n".join(lines)).rejected
    assert [row.row for row in rejected] == [3]
    assert rejected[0].reason.startswith("same member and service as row 2")


def test_missing_files_folders_and_pipes_are_refused(read, tmp_path):
    with pytest.raises(FileRejected, match=r"no file gone\.csv"):
        read(tmp_path / "gone.csv")
    with pytest.raises(FileRejected):
        read(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(FileRejected):
            read(tmp_path / "pipe")


def test_a_file_beyond_the_size_limit_is_refused(read, tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(201 * 1024 * 1024)
    with pytest.raises(FileRejected, match="larger than 200 MB"):
        read(path)


# --- workbooks -------------------------------------------------------------------------------


def test_zip_bomb_is_refused_before_it_is_unpacked(read, coastal):
    sheet = part(coastal, SHEET)
    bomb = rezipped(coastal, {SHEET: sheet + b" " * (300 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    with pytest.raises(FileRejected, match="unpacks to far more"):
        read(bomb, plan="coastal")


def test_a_directory_that_lies_about_sizes_is_refused(read, coastal):
    sheet = part(coastal, SHEET)
    true = len(sheet).to_bytes(4, "little")
    lied = coastal.replace(true, (len(sheet) // 2).to_bytes(4, "little"))
    assert lied != coastal
    with pytest.raises(FileRejected, match="damaged"):
        read(lied, plan="coastal")


def test_a_giant_grid_is_refused(read, coastal):
    sheet = part(coastal, SHEET).replace(b'r="A4"', b'r="XFD1048576"')
    with pytest.raises(FileRejected, match="reaches to row 1,048,576 and column 16,384"):
        read(rezipped(coastal, {SHEET: sheet}), plan="coastal")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'r="A4" t=', b't="s"r="XFD1048576" x='),  # no space before the attribute
        (b'<c r="A4"', b"<c r='&#88;FD1048576'"),
        (b'<row r="4"', b'<row r="1048577"'),
        (b'<c r="A4"', b"<c " + b"/><c " * 1000),
    ],
)
def test_a_far_cell_cannot_hide_in_sloppy_xml(old, new, read, coastal):
    sheet = part(coastal, SHEET)
    assert old in sheet
    with pytest.raises(FileRejected, match=r"damaged|reaches to row"):
        read(rezipped(coastal, {SHEET: sheet.replace(old, new, 1)}), plan="coastal")


def test_entities_are_refused(read, coastal):
    sheet = part(coastal, SHEET)
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + sheet
    with pytest.raises(FileRejected, match="damaged"):
        read(rezipped(coastal, {SHEET: bomb}), plan="coastal")


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused(name, read, coastal):
    with pytest.raises(FileRejected, match="macros"):
        read(rezipped(coastal, {name: b"\x01\x02"}), plan="coastal", name="file.xlsm")


def test_macro_enabled_content_type_is_refused(read, coastal):
    types = part(coastal, "[Content_Types].xml").replace(
        b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"
    )
    with pytest.raises(FileRejected, match="macros"):
        read(rezipped(coastal, {"[Content_Types].xml": types}), plan="coastal")


def test_an_archive_inside_is_refused(read, coastal):
    with pytest.raises(FileRejected, match="another archive"):
        read(rezipped(coastal, {"xl/embeddings/a.xlsx": coastal}), plan="coastal")


def test_password_protected_workbook_says_so(read):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    with pytest.raises(FileRejected, match="protected with a password"):
        read(ole + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100, plan="coastal")
    with pytest.raises(FileRejected, match="old Excel format"):
        read(ole, plan="coastal")


def test_another_zip_is_refused(read):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("roster.csv", "a,b")
    with pytest.raises(FileRejected, match="not an Excel workbook"):
        read(out.getvalue())


def test_cut_workbooks_are_refused(read, coastal):
    for length in (2, 30, 1000, len(coastal) - 30):
        with pytest.raises(FileRejected):
            read(coastal[:length], plan="coastal")


def test_formulas_are_text_and_announced(read, coastal, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(coastal))
    book.active["A4"] = "=1+1"
    book.active["B5"].value = "=HYPERLINK(1)"
    book.active["B5"].data_type = "s"
    path = tmp_path / "formulas.xlsx"
    book.save(path)
    parsed = read(path, plan="coastal")
    assert [(row.row, row.reason.split(":")[0]) for row in parsed.rejected] == [
        (4, "first name missing")  # the formula was saved without a value
    ]
    assert parsed.good[0][LAST] == "=HYPERLINK(1)"
    assert "formulas" in parsed.warnings[0]


def test_another_sheet_of_members_is_announced(read, coastal, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(coastal))
    book.copy_worksheet(book.active).title = "Second"
    path = tmp_path / "two.xlsx"
    book.save(path)
    parsed = read(path, plan="coastal")
    assert len(parsed.good) == 50
    assert parsed.warnings == (
        "The sheet “Second” also holds a table of members; it was not read.",
    )


def test_a_missing_closing_line_is_announced(read, coastal, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(coastal))
    book.active.delete_rows(book.active.max_row)
    path = tmp_path / "open.xlsx"
    book.save(path)
    assert "End of file" in read(path, plan="coastal").warnings[0]


def test_day_numbers_in_unformatted_cells_are_dates(read, coastal, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(coastal))
    cell = book.active["E4"]
    cell.value, cell.number_format = 35933, "General"
    path = tmp_path / "serial.xlsx"
    book.save(path)
    assert read(path, plan="coastal").good[0][FIELDS.index("date_of_birth") + 2] == "1998-05-18"
