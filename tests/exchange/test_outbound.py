"""Status files: golden bytes, the same bytes twice, safe cells, whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from navigator_app.errors import InputRejected, TransferFailed
from navigator_app.exchange.atomic import write_atomically
from navigator_app.exchange.cells import RISKY, neutral
from navigator_app.exchange.fields import RTF_ELEMENTS
from navigator_app.exchange.layouts import shipped
from navigator_app.exchange.outbound import (
    cells,
    file_name,
    headings,
    render,
)
from navigator_app.exchange.workbook_writer import column_letters

NPI = "1234567893"
ROW = (
    "90100002F",
    "00961616757",
    "Dmitri",
    "Petrosyan",
    "2002-07-17",
    "Housing Transition Navigation Services",
    NPI,
    "Harbor Homes, Inc.",
    "4155550100",
    "Referral Loop Closed",
    "2026-11-03",
    "Services Received",
)
LAYOUTS = shipped()


def row(**changed):
    return tuple({**dict(zip(RTF_ELEMENTS, ROW, strict=True)), **changed}.values())


def whole(key, rows, warnings=None):
    return b"".join(render(LAYOUTS[key], rows, warnings))


def test_canonical_bytes():
    head = ",".join(LAYOUTS["canonical"].rtf.headings)
    line = (
        "90100002F,00961616757,Dmitri,Petrosyan,07/17/2002,Housing Transition Navigation Services,"
        '1234567893,"Harbor Homes, Inc.",4155550100,Referral Loop Closed,11/03/2026,'
        "Services Received"
    )
    assert whole("canonical", [ROW]) == f"{head}\r\n{line}\r\n".encode()
    assert whole("bayview", [ROW]) == whole("canonical", [ROW])


def test_sierra_bytes_are_pipes_with_its_own_headings_codes_and_dates():
    text = whole("sierra", [row(first_name="Renée", last_name="Ana|Ruiz")]).decode("cp1252")
    assert text.split("\r\n") == [
        "MBR_LAST_NM|MBR_FIRST_NM|CIN|PLAN_MBR_ID|DOB|CS_SERVICE|PROV_NPI|PROV_NM|PROV_PHONE|"
        "REF_STATUS|REF_STATUS_DT|LOOP_CLOSE_RSN",
        '"Ana|Ruiz"|Renée|90100002F|00961616757|20020717|HTNS|1234567893|Harbor Homes, Inc.|'
        "4155550100|Referral Loop Closed|20261103|Services Received",
        "",
    ]


def test_coastal_workbook_is_text_in_every_reader():
    data = whole("coastal", [ROW, row(reason=None, last_name="<Ng & Sons>")])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    rows = [[cell.value for cell in line] for line in sheet.rows]
    assert tuple(rows[0]) == LAYOUTS["coastal"].rtf.headings
    assert rows[1][:2] == ["90100002F", "00961616757"]
    assert rows[2][3] == "<Ng & Sons>"
    assert {cell.data_type for line in sheet.rows for cell in line if cell.value} == {"s"}
    assert {cell.number_format for line in sheet.rows for cell in line} == {"@"}
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    again = book.get_sheet_by_index(0).to_python()
    assert again[1][1] == "00961616757"
    assert again[1][4] == "07/17/2002"


@pytest.mark.parametrize("key", LAYOUTS)
def test_the_same_rows_give_the_same_bytes(key, tmp_path):
    rows = [row(cin=f"9{number:07d}A") for number in range(4500)]
    first = whole(key, rows)
    assert first == whole(key, iter(rows))
    path, digest = write(tmp_path, rows, key)
    assert path.read_bytes() == first
    assert digest == hashlib.sha256(first).hexdigest()
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("key", LAYOUTS)
def test_a_month_without_rows_is_a_file_of_headings(key):
    assert list(cells(LAYOUTS[key], [])) == []
    if key == "coastal":
        sheet = openpyxl.load_workbook(io.BytesIO(whole(key, []))).active
        assert tuple(cell.value for cell in next(sheet.rows)) == headings(LAYOUTS[key])
    else:
        assert whole(key, []).decode().rstrip().count("\n") == 0


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("canonical", "CSRTF_1234567893_202611.csv"),
        ("sierra", "CSRTF_1234567893_202611.txt"),
        ("coastal", "CSRTF_1234567893_202611.xlsx"),
    ],
)
def test_file_names(key, name):
    assert file_name(LAYOUTS[key], npi=NPI, period="2026-11") == name


@pytest.mark.parametrize(
    ("npi", "period", "field"),
    [("1234567890", "2026-11", "npi"), ("../1", "2026-11", "npi"), (NPI, "2026-13", "period")],
)
def test_a_wrong_npi_or_month_is_refused(npi, period, field):
    with pytest.raises(InputRejected) as refusal:
        file_name(LAYOUTS["canonical"], npi=npi, period=period)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\n@a"]
)
@pytest.mark.parametrize("key", LAYOUTS)
def test_no_cell_is_run_as_a_formula(key, start):
    data = whole(key, [row(first_name=start, last_name=start)])
    if key == "coastal":
        found = [
            str(c.value) for line in openpyxl.load_workbook(io.BytesIO(data)).active for c in line
        ]
    else:
        layout = LAYOUTS[key].rtf
        text = data.decode(layout.encoding)
        lines = list(
            csv.reader(io.StringIO(text, newline=""), delimiter="|" if key == "sierra" else ",")
        )
        assert len(lines) == 2
        found = [cell for line in lines for cell in line]
    assert not [cell for cell in found if cell[:1] in RISKY and cell]
    assert any(cell.startswith("'") for cell in found)


@given(st.text(max_size=30))
def test_a_neutral_cell_is_one_line_and_inert(text):
    cell = neutral(text)
    assert not cell or cell[0] not in RISKY
    assert cell == cell.strip()
    assert len(cell.splitlines()) <= 1
    assert cell.encode("utf-8").decode("utf-8") == cell


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(*[st.text(max_size=12) | st.none()] * len(RTF_ELEMENTS)), max_size=5),
    st.sampled_from(sorted(LAYOUTS)),
)
def test_any_text_makes_a_file_that_reads_back_as_its_cells(rows, key):
    shown = list(cells(LAYOUTS[key], rows))
    data = whole(key, rows)
    if key == "coastal":
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        back = [tuple(str(c.value or "") for c in line) for line in sheet.rows]
    else:
        text = io.StringIO(data.decode(LAYOUTS[key].rtf.encoding), newline="")
        back = list(map(tuple, csv.reader(text, delimiter="|" if key == "sierra" else ",")))
    assert back == [headings(LAYOUTS[key]), *shown]
    assert not [cell for line in shown for cell in line if cell[:1] in RISKY and cell]


def test_letters_outside_the_encoding_become_the_nearest_and_are_announced():
    warnings: list[str] = []
    text = whole("sierra", [row(first_name="Thảo Đặng", last_name="Łoś Şahin 李")], warnings)
    assert b"|Thao D" in text
    assert "Thao Dăng".encode("ascii", "ignore")[:4] in text
    assert text.decode("cp1252").splitlines()[1].startswith("Los Sahin ?|Thao Dang|")
    assert len(warnings) == 1
    assert "李" in warnings[0]
    assert "cp1252" in warnings[0]


def test_wide_signs_are_harmless_after_transliteration():
    line = whole("sierra", [row(first_name="＝1+1", last_name="a｜b＂c")]).decode("cp1252")
    cells_back = list(csv.reader(io.StringIO(line, newline=""), delimiter="|"))[1]
    assert cells_back[:2] == ['a|b"c', "'=1+1"]


def test_plain_letters_warn_of_nothing():
    warnings: list[str] = []
    whole("sierra", [row(first_name="Renée", last_name="Peña")], warnings)
    assert warnings == []


# --- whole or not at all ---------------------------------------------------------------------


def write(folder: Path, rows, key="canonical"):
    """Write a month's file into a folder as the service does; its path and SHA-256."""
    name = file_name(LAYOUTS[key], npi=NPI, period="2026-11")
    return write_atomically(folder, name, render(LAYOUTS[key], rows))


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(TransferFailed, match="There is no folder"):
        write(tmp_path / "gone", [ROW])
    (tmp_path / "file").touch()
    with pytest.raises(TransferFailed, match="There is no folder"):
        write(tmp_path / "file", [ROW])


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder nobody can write to")
def test_a_closed_folder_is_refused():
    with pytest.raises(TransferFailed):
        write(Path("/proc/self"), [ROW])


def test_a_failure_among_the_rows_leaves_the_old_file_and_no_other(tmp_path):
    path, digest = write(tmp_path, [ROW])

    def rows():
        for _ in range(5000):
            yield ROW
        raise InputRejected("x", "stop")

    with pytest.raises(InputRejected):
        write(tmp_path, rows())
    assert [item.name for item in tmp_path.iterdir()] == [path.name]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest


def test_what_a_crash_left_is_written_over_and_no_link_is_followed(tmp_path):
    secret = tmp_path / "elsewhere"
    secret.write_text("untouched")
    folder = tmp_path / "out"
    folder.mkdir()
    part = folder / ".CSRTF_1234567893_202611.csv.part"
    try:
        part.symlink_to(secret)
    except OSError:
        part.write_text("half a file")
    path, _digest = write(folder, [ROW])
    assert [item.name for item in folder.iterdir()] == [path.name]
    assert secret.read_text() == "untouched"


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from navigator_app.errors import TransferFailed
from navigator_app.exchange.atomic import write_atomically
from navigator_app.exchange.layouts import shipped
from navigator_app.exchange.outbound import render
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
row = ("90100002F", "1", "A", "B", "2002-07-17", "", "", "", "", "Accepted", "2026-11-03", "")
try:
    pieces = render(shipped()["canonical"], [row] * 9000)
    write_atomically(Path(sys.argv[1]), "CSRTF_1234567893_202611.csv", pieces)
except TransferFailed as failure:
    print(failure)
"""


@pytest.mark.skipif(os.name == "nt", reason="needs a limit on file sizes")
def test_a_full_disk_says_so_and_leaves_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert "The disk has no room for the file CSRTF_1234567893_202611.csv." in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="permission bits")
def test_only_its_owner_can_read_the_file(tmp_path):
    path, _digest = write(tmp_path, [ROW])
    assert path.stat().st_mode & 0o077 == 0


def test_workbook_parts_carry_no_time_and_no_system():
    with zipfile.ZipFile(io.BytesIO(whole("coastal", [ROW]))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {part.create_system for part in archive.infolist()} == {0}


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_column_letters(number, letters):
    assert column_letters(number) == letters
