"""Answers of plans and the quarantine from the command line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.services import answers
from tests.services.cli_runs import Run


@pytest.fixture
def sent(bayview: Run, tmp_path: Path) -> list[answers.Row]:
    """November's file of Bayview with three statuses, marked sent; its rows."""
    found = [
        row for row in bayview("referrals", "--json").json
        if row["authorization_status"] == "Approved"
    ][:3]  # fmt: skip
    for row in found:
        assert bayview("status", row["id"], "pending", "--on", "2026-11-18").status == 0
    out = tmp_path / "out"
    ran = bayview("export-rtf", "--plan", "bayview", "--period", "2026-11", "--out", out,
                  "--mark-sent", "--json")  # fmt: skip
    assert ran.json["rows"] == 3
    with Path(ran.json["file"]).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, name: str, rows: list[answers.Row]) -> Path:
    path = folder / name
    path.write_bytes(answers.csv_of(rows))
    return path


def test_taken_listed_released_and_dropped(
    bayview: Run, sent: list[answers.Row], tmp_path: Path
) -> None:
    said = answers.answer(sent, {0: ("R01", "CIN not found"), 1: ("R08", "Already on file")})
    path = write(tmp_path, "answer.csv", said)
    ran = bayview("responses", "take", path, "--plan", "bayview", "--json").json
    assert (ran["said"], ran["open"]) == ("1 accepted, 2 rejected", 2)
    assert bayview("responses", "take", path, "--plan", "bayview").out == (
        "1 accepted, 2 rejected\n"
    )
    first, second = bayview("responses", "--plan", "bayview", "--json").json
    assert (first["code"], first["fix"], first["row"]) == ("R01", "cin", 2)
    assert second["fix"] == "duplicate"
    assert "CIN not found (R01)" in bayview("responses").out
    assert bayview("responses", "release", first["id"], "--note", "looked up").status == 0
    assert "goes again" in bayview("responses").out
    assert bayview("responses", "drop", second["id"], "--why", "they have it", "--json").json == {
        "rows": 1
    }
    assert bayview("responses", "--json").json == []
    assert "settled" in bayview("responses", "release", first["id"]).refused()


def test_a_file_that_answers_nothing_of_ours(
    bayview: Run, sent: list[answers.Row], tmp_path: Path
) -> None:
    foreign = [{**row, answers.CIN: "98888888B"} for row in sent]
    path = write(tmp_path, "foreign.csv", answers.answer(foreign))
    assert "No status file" in bayview("responses", "take", path, "--plan", "bayview").refused()
    bayview("responses", "take", path, "--plan", "bayview").refused()
    [row] = bayview("quarantine", "--json").json
    assert (row["file"], row["row"], row["owner"], row["days"]) == ("foreign.csv", 0, "", 0)
    assert "No status file" in bayview("quarantine", "retry", row["id"]).refused()
    assert bayview("quarantine", "give", row["id"], "--to", "Ana Ruiz").status == 0
    assert "Users: Ana Ruiz" in bayview("quarantine", "give", row["id"], "--to", "Bo").refused()
    assert "foreign.csv" in bayview("quarantine").out
    done = bayview("quarantine", "discard", row["id"], "--why", "of another agency", "--json").json
    assert done["settled_how"] == "dropped: of another agency"
    assert bayview("quarantine", "--plan", "bayview").out == "Nothing is in quarantine.\n"
    assert bayview("quarantine", "--settled", "--json").json[0]["id"] == row["id"]


def test_refusals(bayview: Run, tmp_path: Path) -> None:
    assert "cannot be read" in (
        bayview("responses", "take", tmp_path / "none.csv", "--plan", "bayview").refused()
    )
    assert "no plan" in bayview("responses", "--plan", "nowhere").refused()
    assert "with that id" in bayview("quarantine", "retry", "nothing").refused()
    assert bayview("quarantine", "discard", "nothing").status == 2
