"""The line in time, notes and attachments from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services import pictures
from tests.services.cli_runs import Run


@pytest.fixture
def member(bayview: Run) -> str:
    """A member with two attempts."""
    who = str(bayview("members", "--limit", "1", "--json").json[0]["id"])
    for at, note in (("2026-11-18T09:00", "José’s cousin knows"), ("2026-11-19T08:00", "Pier 9")):
        words = ("--mode", "phone", "--outcome", "not-found", "--at", at, "--note", note)
        assert bayview("outreach", who, *words).status == 0
    return who


def test_the_line_is_newest_first_and_narrows(bayview: Run, member: str) -> None:
    rows = bayview("timeline", member, "--json").json
    moments = [row["at"] for row in rows if row["kind"] == "outreach"]
    assert moments == ["2026-11-19T08:00-08:00", "2026-11-18T09:00-08:00"]
    assert {row["kind"] for row in rows} >= {"outreach", "referral", "authorization"}
    [found] = bayview("timeline", member, "--search", "jose cous", "--json").json
    assert found["text"] == "José’s cousin knows"
    only = bayview("timeline", member, "--kind", "outreach", "--to", "2026-11-18", "--json").json
    assert [row["on"] for row in only] == ["2026-11-18"]
    assert len(bayview("timeline", member, "--limit", "1", "--json").json) == 1
    assert "nonsense" in bayview("timeline", member, "--kind", "nonsense").refused()
    assert "Pier 9" in bayview("timeline", member).out
    bayview("timeline", "nobody").refused()


def test_notes_of_everybody(bayview: Run, member: str) -> None:
    [row] = bayview("notes", "--search", "jose", "--json").json
    assert (row["member_id"], row["text"]) == (member, "José’s cousin knows")
    assert row["marks"] == [[0, 4]]
    assert bayview("notes", "--search", "jose", "--from", "2026-11-19", "--json").json == []
    assert "cousin" in bayview("notes", "--search", "jose", "--member", member).out
    assert "three letters" in bayview("notes", "--search", "j").out


def test_attachments_are_listed_and_taken_in(bayview: Run, member: str, tmp_path: Path) -> None:
    paper = tmp_path / "birth_certificate.pdf"
    paper.write_bytes(pictures.pdf(2))
    [row] = bayview("attachments", member, "--add", paper, "--class", "identity", "--json").json
    assert (row["title"], row["media_type"], row["pages"], row["class"]) == (
        "birth certificate", "application/pdf", 2, "identity",
    )  # fmt: skip
    assert "birth certificate" in bayview("attachments", member).out
    program = tmp_path / "photo.jpg"
    program.write_bytes(b"MZ" + b"\0" * 99)
    assert "program" in bayview("attachments", member, "--add", program).refused()
    assert "opened" in bayview("attachments", member, "--add", tmp_path / "none.pdf").refused()
    assert bayview("attachments", member, "--title", "x").status == 2
