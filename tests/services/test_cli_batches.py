"""Batches from the command line: from the first member to the plan's answer."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.services.cli_runs import Run


@pytest.fixture
def batch(bayview: Run) -> str:
    """A batch with one member whose referral is under review by the plan's file."""
    begun = bayview(
        "batch", "new", "--plan", "bayview", "--service", "htns", "--starts", "2026-12-01",
        "--ends", "2027-11-30", "--title", "December", "--json",
    ).json  # fmt: skip
    return str(begun["reference"])


def test_a_batch_from_the_first_member_to_the_answer(
    bayview: Run, batch: str, tmp_path: Path
) -> None:
    words = (
        "bottom-up", "--plan", "bayview", "--service", "htns", "--first-name", "Nora",
        "--last-name", "Vale", "--born", "1975-04-02", "--set", "identified_on=2026-11-10",
        "--set", "opted_in_on=2026-11-12",
    )  # fmt: skip
    made = bayview("intake", "add", *words, "--json").json
    member = made["member_id"]
    shown = bayview("batch", "add", batch, member, "--json").json
    assert shown["unready"] == 1
    assert "Nobody has checked" in bayview("batch", "check", batch).out
    assert bayview("batch", "check", batch).status == 1
    assert "needs mending" in bayview("batch", "attest", batch, "--text-file", text(tmp_path)).err
    let = bayview("batch", "pass", batch, member, "--reason", "Portal down", "--json").json
    assert let["rows"][0]["override_reason"] == "Portal down"
    assert bayview("batch", "check", batch).status == 0
    months = bayview("batch", "wave", batch, "--json").json["months"]
    assert [one["month"] for one in months if one["added"]] == ["2027-11"]
    attested = bayview("batch", "attest", batch, "--text-file", text(tmp_path), "--json").json
    assert (attested["state"], attested["attested_by"]) == ("attested", "Ana Ruiz")
    built = bayview("batch", "build", batch, "--out", tmp_path, "--json").json
    assert built["file_state"] == "waiting"
    file = tmp_path / built["file"]
    assert bayview("batch", "sent", batch, "--json").json["state"] == "sent"
    assert [row["what"] for row in bayview("disclosures", member, "--json").json] == ["batch"]
    rows = list(csv.reader(file.read_text("utf-8").splitlines()))
    answer = tmp_path / "answer.csv"
    lines = [[*rows[0], "Outcome", "Outcome Reason"], [*rows[1], "Sent back", "Signature missing"]]
    with answer.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(lines)
    got = bayview("batch", "answer", answer, "--plan", "bayview", "--json").json
    assert (got["sent_back"], got["quarantined"]) == (1, 0)
    again = bayview("batch", "revise", batch, "--json").json
    assert [row["member_id"] for row in again["rows"]] == [member]
    states = {row["reference"]: row["state"] for row in bayview("batch", "list", "--json").json}
    assert states == {batch: "answered", again["reference"]: "draft"}
    assert "draft" in bayview("batch", "list").out
    gone = bayview("batch", "remove", again["reference"], member, "--json").json
    assert gone["rows"] == []
    assert bayview("batch", "drop", again["reference"], "--json").json["state"] == "dropped"


def test_a_changed_answer_is_taken_in_and_back(bayview: Run, batch: str, tmp_path: Path) -> None:
    member = bayview("batch", "add", batch, "--ending-within", "365", "--json").json["rows"][0]
    for row in bayview("batch", "show", batch, "--json").json["rows"]:
        if not row["ready"]:
            bayview("batch", "pass", batch, row["member_id"], "--reason", "Portal down")
    for row in bayview("batch", "check", batch, "--json").json["unready"]:
        bayview("batch", "remove", batch, row["member_id"])
    rows = bayview("batch", "show", batch, "--json").json["rows"]
    assert rows, member
    bayview("batch", "attest", batch, "--text-file", text(tmp_path))
    file = tmp_path / bayview("batch", "build", batch, "--out", tmp_path, "--json").json["file"]
    bayview("batch", "sent", batch)
    sent = list(csv.reader(file.read_text("utf-8").splitlines()))

    def answer(word: str) -> dict[str, object]:
        lines = [[*sent[0], "Outcome"], *([*sent[1], word] for _n in range(2))]
        with (tmp_path / f"{word}.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(lines)
        return bayview("batch", "answer", out.name, "--plan", "bayview", "--json").json

    assert answer("Approved")["twice"] == 1
    assert bayview("batch", "changed", "--json").json == []
    assert answer("Denied")["changed"] == 1
    [waits] = bayview("batch", "changed", "--batch", batch, "--json").json
    assert (waits["before"], waits["now"], waits["batch"]) == ("approved", "denied", batch)
    assert "denied" in bayview("batch", "changed").out
    assert "changed its answer" in bayview("batch", "show", batch).out
    taken = bayview("batch", "changed", "take", waits["id"], "--json").json
    shown = bayview("batch", "show", batch, "--json").json
    assert (shown["denied"], shown["changed"]) == (1, 0)
    noted = [one["note"] or "" for one in bayview("authorizations", "--json").json]
    assert sum("The plan changed its answer; before: approved" in note for note in noted) == 1
    assert "waits by that id" in bayview("batch", "changed", "take", waits["id"]).refused()
    assert "stands again" in bayview("batch", "changed", "undo", taken["change"]).out
    shown = bayview("batch", "show", batch, "--json").json
    assert (shown["approved"], shown["changed"]) == (1, 1)
    assert "navigator batch changed undo" in bayview("batch", "changed", "take", waits["id"]).out


def test_who_ends_soon_is_put_in(bayview: Run, batch: str) -> None:
    shown = bayview("batch", "add", batch, "--ending-within", "365", "--json").json
    assert shown["rows"]
    assert {row["kind"] for row in shown["rows"]} == {"extension"}
    assert "row" in bayview("batch", "show", batch).out


def test_wrong_words(bayview: Run, batch: str, tmp_path: Path) -> None:
    assert "no batch of that name" in bayview("batch", "show", "B0").refused()
    assert "is empty" in bayview("batch", "attest", batch, "--text-file", text(tmp_path)).refused()
    assert "cannot be read" in bayview(
        "batch", "attest", batch, "--text-file", tmp_path / "none"
    ).refused()  # fmt: skip
    nothing = tmp_path / "x.csv"
    nothing.write_text("a,b\n1,2\n", "utf-8")
    assert "No columns" in bayview("batch", "answer", nothing, "--plan", "bayview").refused()


def text(folder: Path) -> Path:
    """Invented words to attest with."""
    file = folder / "words.txt"
    file.write_text("Each member meets the criteria; our files show it.\n", "utf-8")
    return file


def test_a_plans_list_of_prospects_is_the_batch(bayview: Run, tmp_path: Path) -> None:
    listing = tmp_path / "list.csv"
    listing.write_text(
        "Name, CIN, Born, Phone\nNora Vale,97000001A,4/2/1975,(415) 555-0123\n"
        "Otis Quill,,1961-09-30,\n",
        "utf-8-sig",
    )
    begun = bayview(
        "batch", "new", "--plan", "bayview", "--service", "htns", "--starts", "2026-12-01",
        "--ends", "2027-11-30", "--prospects", listing, "--received", "2026-11-18", "--json",
    ).json  # fmt: skip
    assert [row["name"] for row in begun["rows"]] == ["Nora Vale", "Otis Quill"]
    assert {row["kind"] for row in begun["rows"]} == {"new"}
    assert begun["unready"] == 2  # nobody goes to the plan before their yes
    listing.write_text("Ines Holm,97000003A,1980-01-02\n", "utf-8")
    more = bayview("batch", "add", begun["reference"], "--prospects", listing, "--json").json
    assert [row["name"] for row in more["rows"]] == ["Nora Vale", "Otis Quill", "Ines Holm"]


def test_a_list_that_is_none_leaves_no_batch_open(bayview: Run, tmp_path: Path) -> None:
    words = ("batch", "new", "--plan", "bayview", "--service", "htns", "--prospects")
    listing = tmp_path / "list.csv"
    listing.write_text("Nora Vale, 4/2/1975\nOtis Quill\n", "utf-8")
    assert "Row 2" in bayview(*words, listing).refused()
    listing.write_bytes(b"PK\x03\x04\xff\xfe\x00")
    assert "cannot be read" in bayview(*words, listing).refused()
    listing.write_text("\n", "utf-8")
    assert "empty" in bayview(*words, listing).refused()
    assert bayview("batch", "list", "--json").json == []
    listing.write_text("Nora Vale, 4/2/1975\nOtis Quill, 4/2/2075\n", "utf-8")
    assert "Row 2" in bayview(*words, listing).refused()
    assert [one["state"] for one in bayview("batch", "list", "--json").json] == ["dropped"]
    assert "Vale" not in bayview("members", "Vale").out
