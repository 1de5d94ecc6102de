"""The mapping wizard: an unknown file is said once, remembered, and read by itself after that."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from navigator_app.runtime.clock import Clock
from navigator_app.services import agency, workspace
from ui.context import Context
from ui.dialogs.map_columns import MapColumns
from ui.dialogs.map_columns_guess import (
    DATE_FORMATS,
    SYNONYMS,
    guess_date_format,
    guess_service,
    guess_status,
    propose,
    read_date,
)
from ui.tasks import Tasks
from ui.views.imports import ImportsView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

SIERRA = Path(__file__).resolve().parents[1] / "data" / "samples" / "sierra_ASF_202611.txt"
STATUS = {"A": "Appr", "P": "Pended", "I": "RFI", "D": "Den"}
SERVICE = {"HTNS": "Nav", "HTSS": "Tenancy", "HD": "XD"}


def unknown_file(folder: Path) -> Path:
    """Sierra's rows under headings and codes that no layout knows."""
    with SIERRA.open(encoding="cp1252", newline="") as source:
        table = list(csv.reader(source, delimiter="|"))
    status, service = table[0].index("AUTH_STATUS"), table[0].index("CS_SERVICE")
    path = folder / "delta.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow([f"Delta {heading.lower().replace('mbr_', '')}" for heading in table[0]])
        for row in table[1:]:
            row[status], row[service] = STATUS[row[status]], SERVICE[row[service]]
            writer.writerow(row)
    return path


@pytest.fixture
def context(home: Path, passphrase: str, clock: Clock, qapp: Any) -> Iterator[Context]:
    ws = workspace.unlock(home, passphrase, clock=clock)
    agency.add_plan(ws, "delta", name="Delta Health", layout="canonical")
    ws.close()
    tasks = Tasks()
    shared = Context(tasks, clock)
    crashed: list[BaseException] = []
    tasks.crashed.connect(crashed.append)
    tasks.run_closed(
        lambda: setattr(tasks, "workspace", workspace.unlock(home, passphrase, clock=clock)),
        _nothing,
        owner=shared.ways,
    )
    yield shared
    tasks.close()
    assert not crashed


def _nothing(_value: object) -> None:
    """Nothing waits for it."""


def settle(qtbot: QtBot, context: Context) -> None:
    for _turn in range(4):
        qtbot.waitUntil(lambda: not context.tasks.busy, timeout=10_000)


def open_wizard(view: ImportsView, qtbot: QtBot, path: Path) -> MapColumns:
    view.take_file(path)
    qtbot.waitUntil(lambda: view.findChild(MapColumns) is not None, timeout=10_000)
    wizard = view.findChild(MapColumns)
    assert wizard is not None
    return wizard


def test_an_unknown_file_is_mapped_once_and_then_read_by_itself(
    context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    view = ImportsView(context)
    qtbot.addWidget(view)
    view.show()
    view.activate()
    settle(qtbot, context)
    path = unknown_file(tmp_path)
    wizard = open_wizard(view, qtbot, path)
    mapped = wizard.columns.mapping()
    assert mapped["cin"] == "Delta cin"
    assert mapped["last_name"] == "Delta last_nm"
    assert mapped["effective_on"] == "Delta auth_eff_dt"
    assert "internal_queue" not in " ".join(mapped.values())
    wizard.forward.click()
    settle(qtbot, context)
    assert wizard.codes.date_format() == "YYYYMMDD"
    unknown = wizard.codes.choice_for("service", "XD")  # only rejected rows hold it
    assert unknown.currentData() == ""
    assert "rejected" in wizard.verdict.text()
    unknown.setCurrentIndex(unknown.findData("deposits"))
    settle(qtbot, context)
    assert wizard.verdict.text() == "40 rows can be read."
    assert wizard.as_read.rowCount() == 5
    assert wizard.as_read.index(0, 0).data() == "Gill, Pa"
    wizard.forward.click()
    qtbot.waitUntil(lambda: view.review.review is not None, timeout=10_000)
    settle(qtbot, context)
    assert view.review.review is not None
    assert view.review.review.new == 40
    assert view.review.review.rejected == 0
    view.show_start()
    view.take_file(path)  # the second time nobody is asked
    settle(qtbot, context)
    assert not [w for w in view.findChildren(MapColumns) if w.isVisible()]
    assert view.review.review.layout == "delta-mapped"


def test_what_is_missing_or_doubled_is_said_and_holds_the_way(
    context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    view = ImportsView(context)
    qtbot.addWidget(view)
    view.activate()
    settle(qtbot, context)
    wizard = open_wizard(view, qtbot, unknown_file(tmp_path))
    assert wizard.forward.isEnabled()
    choice = wizard.columns.choice_for("Delta cin")
    choice.setCurrentIndex(0)
    assert "CIN" in wizard.columns.missing.text()
    assert not wizard.forward.isEnabled()
    choice.setCurrentIndex(choice.findData("last_name"))
    assert "Last name" in wizard.columns.missing.text()
    assert not wizard.forward.isEnabled()
    wizard.reject()


def test_abbreviated_and_spoken_headings_are_recognized() -> None:
    found = propose(
        ["LName", "FName", "Client ID", "DOB", "SvcCode", "Auth Stat", "Eff Dt", "Fax"],
        [["Diaz"], ["Ana"], ["91234567A"], ["01/02/1990"], ["HTNS"], ["A"], ["11/01/2026"], []],
    )
    assert found == {
        "last_name": "LName",
        "first_name": "FName",
        "cin": "Client ID",
        "date_of_birth": "DOB",
        "service": "SvcCode",
        "authorization_status": "Auth Stat",
        "effective_on": "Eff Dt",
    }


@given(st.lists(st.text(max_size=30), max_size=12))
def test_no_heading_is_proposed_twice_whatever_they_say(headings: list[str]) -> None:
    found = propose(headings, [[] for _heading in headings])
    assert set(found) <= set(SYNONYMS)
    assert set(found.values()) <= set(headings)


@given(st.dates(min_value=date(1901, 1, 1)), st.sampled_from(DATE_FORMATS))
def test_a_guessed_date_format_reads_every_cell(day: date, pattern: str) -> None:
    if day.year > 2099:
        return
    cell = (
        pattern.replace("YYYY", f"{day.year:04d}")
        .replace("MM", f"{day.month:02d}")
        .replace("DD", f"{day.day:02d}")
    )
    guessed = guess_date_format([cell])
    assert guessed
    assert read_date(cell, guessed) is not None


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ("Appr", "approved"),
        ("D", "denied"),
        ("In-Review", "under-review"),
        ("RFI", "need-information"),
        ("???", ""),
    ],
)
def test_status_codes_are_guessed_or_left_open(value: str, meaning: str) -> None:
    assert guess_status(value) == meaning


@pytest.mark.parametrize(
    ("value", "meaning"),
    [("HTNS", "htns"), ("housing tenancy", "htss"), ("HD", "deposits"), ("Tire Rotation", "")],
)
def test_services_are_guessed_or_left_open(value: str, meaning: str) -> None:
    assert guess_service(value) == meaning
