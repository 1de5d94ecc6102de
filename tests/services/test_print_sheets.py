"""Many sheets at once: numbered and back home, a batch that is stopped, memory that stays flat."""

from __future__ import annotations

import gc
import re
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from navigator_app.errors import InputRejected, TransferFailed
from navigator_app.forms import typeset
from navigator_app.services import (
    form_bulk,
    print_desk,
    print_records,
)
from navigator_app.services.form_facts import Subject
from navigator_app.services.workspace import Workspace
from tests.forms.pdf_reader import Read
from tests.services import loops, print_made
from tests.services.print_made import count, of


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    return print_made.reader(workspace)


def test_sheets_are_numbered_and_come_home(workspace: Workspace, made: loops.Made) -> None:
    sheet = print_desk.prepare(workspace, "day_sheet", Subject(day=date(2026, 11, 20)))
    assert sheet.numbered
    first, one, _ = print_desk.issue(workspace, sheet, "printed")
    _second, two, _ = print_desk.issue(workspace, sheet, "printed")
    assert (one.number, two.number) == (1, 2)
    assert re.search(r"November 20, 2026\s+1\s", Read(first.pdf).text(0))
    print_desk.issue(workspace, print_desk.prepare(workspace, "consent", of(made)), "printed")
    assert [row.number for row in print_records.sheets_out(workspace)] == [1, 2]
    with pytest.raises(InputRejected):
        print_desk.returned(workspace, one.code, "by pigeon")
    print_desk.returned(workspace, one.code, "by hand")
    assert [row.number for row in print_records.sheets_out(workspace)] == [2]
    print_desk.returned(workspace, two.code, "destroyed")
    assert print_records.sheets_out(workspace) == []
    _third, three, _ = print_desk.issue(workspace, sheet, "printed")
    assert three.number == 3, "a number is never given twice"


def test_who_stops_a_batch_has_on_record_what_was_handed_out(
    workspace: Workspace, made: loops.Made
) -> None:
    heard: list[tuple[int, int]] = []
    given: list[str] = []
    run = print_desk.bulk(
        workspace, "consent", [of(made)] * 5, progress=lambda at, of_: heard.append((at, of_)),
        cancelled=lambda: len(given) == 3,
    )  # fmt: skip
    for _printed, row in run:
        given.append(row.code)
    rows = print_records.of_member(workspace, made.member)
    assert {row.code for row in rows} == set(given)
    assert len(rows) == 3
    assert len({row.batch_id for row in rows}) == 1 and rows[0].batch_id
    assert heard == [(1, 5), (2, 5), (3, 5)]


def test_memory_stays_flat_over_a_batch(workspace: Workspace, made: loops.Made) -> None:
    run = print_desk.bulk(workspace, "consent", [of(made)] * 120, language="en")
    for _warm in range(30):
        next(run)
    tracemalloc.start()
    try:
        gc.collect()
        before, _peak = tracemalloc.get_traced_memory()
        printed_bytes = sum(len(printed.pdf) for printed, _row in run)
        typeset.lines.cache_clear()  # has a bound of its own, above what these forms fill
        typeset.shaped.cache_clear()
        gc.collect()
        after, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < printed_bytes / 3, "what was handed out is not let go"
    assert count(workspace, "printed_form") == 120


def test_sheets_of_one_file_are_on_record_with_its_name_or_not_at_all(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    def begun(name: str) -> tuple[form_bulk.Book, list[tuple[form_bulk.Coding, int]]]:
        book, sheets = form_bulk.Book(tmp_path / name), []
        for _each in range(3):
            sheet = form_bulk.prepare(workspace, "consent", made.member, "letter")
            coding = form_bulk.code(workspace, sheet, "run")
            sheets.append((coding, book.add(coding.order)))
        book.seal()
        return book, sheets

    def on_record() -> int:
        row = workspace.store.one("SELECT count(*) FROM printed_form")
        assert row is not None
        return int(row[0])

    book, sheets = begun("lost.pdf")
    (tmp_path / "lost.pdf").mkdir()
    with pytest.raises(TransferFailed):
        form_bulk.finish(workspace, book, sheets)
    assert on_record() == 0
    book, sheets = begun("all.pdf")
    assert on_record() == 0
    changes = form_bulk.finish(workspace, book, sheets)
    assert made.member in changes.members
    assert on_record() == 3
    assert (tmp_path / "all.pdf").read_bytes().startswith(b"%PDF")
