"""A plan's list of prospects, pasted: read row by row, taken in whole or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from navigator_app.domain.facts import Path
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected
from navigator_app.services import agency, caseload, intake, prospects
from navigator_app.services.workspace import Workspace

NORA = NewMember("Nora", "Vale", "1975-04-02", "90000001A", "4155550123")


@pytest.fixture
def ws(workspace: Workspace) -> Workspace:
    """A store with one plan."""
    agency.add_plan(workspace, "bayview", name="Bayview", layout="canonical")
    return workspace


def test_prospects_come_in_all_or_none(ws: Workspace) -> None:
    pasted = (
        "First name\tLast name\tCIN\tBorn\tPhone\n"
        "Ada\tMoss\t90000011A\t1970-01-02\t(415) 555-0111\n"
        "Moss, Ben\t\t03/04/1981\t\n"
        "Cleo Park; 1990-05-06\n"
        "Dee,Park,90000013A,7/8/1992\n"
    )
    rows = prospects.read(pasted)
    assert [(row.first_name, row.last_name, row.date_of_birth) for row in rows] == [
        ("Ada", "Moss", "1970-01-02"),
        ("Ben", "Moss", "1981-03-04"),
        ("Cleo", "Park", "1990-05-06"),
        ("Dee", "Park", "1992-07-08"),
    ]
    bad = [*rows, NewMember("Eve", "Rand", "1990-01-01", "9")]
    with pytest.raises(InputRejected) as refused:
        prospects.add(
            ws, plan="bayview", service=Service.HTNS, received=date(2026, 11, 18), rows=bad
        )
    assert refused.value.field == "rows" and "Row 5 (Eve Rand)" in refused.value.message
    assert not caseload.referrals(ws)
    ids, changes = prospects.add(
        ws, plan="bayview", service=Service.HTNS, received=date(2026, 11, 18), rows=rows
    )
    assert len(ids) == len(changes.members) == 4
    one = intake.intake(ws, ids[0])
    assert one.path is Path.DATA_MINING and one.values["prospect_received_on"] == "2026-11-18"
    with pytest.raises(InputRejected) as refused:
        prospects.add(
            ws, plan="bayview", service=Service.HTNS, received=date(2026, 11, 19), rows=rows[:1]
        )
    assert "Row 1 (Ada Moss)" in refused.value.message
    ids, changes = prospects.add(
        ws, plan="bayview", service=Service.HTSS, received=date(2026, 11, 19), rows=rows
    )
    assert len(changes.members) == 4, "known members are found again"


@pytest.mark.parametrize("text", ["Ada Moss", "90000011A, 1970-01-02", "Prince, 1970-01-02"])
def test_a_row_without_name_or_birth_date_is_named(text: str) -> None:
    with pytest.raises(InputRejected) as refused:
        prospects.read(f"{text} 1\n" if text == "Ada Moss" else text)
    assert "Row 1" in refused.value.message


def test_an_empty_or_endless_list_is_refused(ws: Workspace) -> None:
    for rows in ([], [NORA] * (prospects.MOST + 1)):
        with pytest.raises(InputRejected) as refused:
            prospects.add(
                ws, plan="bayview", service=Service.HTNS, received=date(2026, 11, 18), rows=rows
            )
        assert refused.value.field == "rows"
