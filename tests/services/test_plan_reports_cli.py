"""`plan-report` and `contacts` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.cli_runs import FIRST, SAMPLES, Run


@pytest.fixture
def partnership(run: Run) -> Run:
    """A plan that asks for weekly updates, with the members of a file."""
    added = run("plan", "add", "partnership", "--name", "Partnership", "--layout", "bayview",
                "--policy", "partnership-mcap7003")  # fmt: skip
    assert added.status == 0
    assert run("import-asf", SAMPLES / FIRST, "--plan", "partnership").status == 0
    return run


def test_a_weekly_update_from_what_is_owed_to_what_was_sent(
    partnership: Run, tmp_path: Path
) -> None:
    run = partnership
    [owed] = run("plan-report", "owed", "--json").json
    assert (owed["kind"], owed["plan_key"]) == ("not-engaged", "partnership")
    built = run("plan-report", "build", "partnership", "not-engaged", "--out", tmp_path,
                "--json").json  # fmt: skip
    assert (built["state"], built["rows"]) == ("built", owed["count"])
    assert Path(built["file"]).read_bytes().startswith(b"\xef\xbb\xbfPlan,Week Of,")
    assert built["id"] in run("plan-report", "list").out
    assert run("plan-report", "queue", built["id"], "--json").json["line"] == "waiting"
    sent = run("plan-report", "sent", built["id"], "--how", "portal", "--json").json
    assert (sent["state"], sent["line"]) == ("sent", "withdrawn")
    run("plan-report", "sent", built["id"], "--how", "portal").refused()
    new = run("plan-report", "build", "partnership", "not-engaged", "--replaces", built["id"],
              "--json").json  # fmt: skip
    assert new["replaces"] == built["id"]
    assert run("plan-report", "drop", new["id"], "--json").json["state"] == "dropped"
    path = tmp_path / "again.csv"
    assert run("plan-report", "save", built["id"], "--out", path).status == 0
    assert path.read_bytes() == Path(built["file"]).read_bytes()
    run("plan-report", "build", "nobody", "not-engaged").refused()


def test_a_question_is_asked_and_answered(partnership: Run) -> None:
    run = partnership
    asked = run("plan-report", "ask", "partnership", "Where is the file?", "--how", "email",
                "--json").json  # fmt: skip
    assert (asked["chase_on"], asked["state"]) == ("2026-11-23", "sent")
    assert "Where is the file?" in run("plan-report", "owed").out
    done = run("plan-report", "answer", asked["id"], "On Monday.", "--json").json
    assert (done["state"], done["answer"], done["answered_on"]) == (
        "answered", "On Monday.", "2026-11-20",
    )  # fmt: skip
    run("plan-report", "answer", asked["id"], " ").refused()


def test_questions_go_in_a_file(partnership: Run, tmp_path: Path) -> None:
    run = partnership
    asked = run("plan-report", "ask", "partnership", "Where is it?", "--how", "file", "--json").json
    assert (asked["state"], asked["chase_on"]) == ("built", None)
    built = run("plan-report", "build", "partnership", "questions", "--out", tmp_path,
                "--json").json  # fmt: skip
    assert (built["rows"], Path(built["file"]).name) == (1, "questions_1234567893_2026-11-20.csv")
    assert run("plan-report", "sent", built["id"], "--how", "portal").status == 0
    [row] = run("plan-report", "list", "--kind", "inquiry", "--json").json
    assert (row["state"], row["chase_on"], row["carried_by"]) == (
        "sent", "2026-11-23", built["id"],
    )  # fmt: skip


def test_the_contacts_of_all_plans_and_of_one(partnership: Run) -> None:
    run = partnership
    lines = run("contacts", "--json").json
    assert {one["plan_name"] for one in lines} >= {"Partnership", "Kaiser Permanente"}
    assert {one["plan_key"] for one in run("contacts", "--plan", "partnership", "--json").json} == {
        "partnership"
    }
    assert "ILOS@lacare.org" in run("contacts").out
    run("contacts", "--plan", "nobody").refused()


def test_the_book_is_kept_from_the_command_line(partnership: Run) -> None:
    run = partnership
    amended = run("contact", "amend", "la-care-cs", "--email", "help@lacare.org", "--source",
                  "their web page", "--as-of", "2026-11-19", "--json").json  # fmt: skip
    assert (amended["email"], amended["as_of"], amended["before"]) == (
        "help@lacare.org", "2026-11-19", "ILOS@lacare.org",
    )  # fmt: skip
    assert amended["role"] == "Questions of providers"
    right = run("contact", "confirm", "molina-cs", "--json").json
    assert (right["as_of"], right["before"], right["old"]) == ("2026-11-20", "", False)
    assert run("contact", "remove", amended["id"]).status == 0
    assert "help@lacare.org" not in run("contacts").out
    assert "help@lacare.org" in run("contacts", "--removed").out
    assert run("contact", "restore", amended["id"]).status == 0
    made = run("contact", "add", "Partnership", "--program", "htns", "--role", "Our liaison",
               "--phone", "(707) 555-0100", "--json").json  # fmt: skip
    assert (made["plan_key"], made["own"], made["program"]) == ("partnership", True, "htns")
    assert run("contact", "add", "Partnership", "--program", "cs", "--role", "x").refused()
    run("contact", "confirm", "nobody").refused()
