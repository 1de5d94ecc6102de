"""`rules`: which rule speaks for a plan, from which document, and why the others do not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from navigator_app.cli import main
from tests.services.cli_runs import known, on_the_day

Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def words(
    home: Path, tmp_path: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """What stands before each command."""
    on_the_day(monkeypatch)
    return known(home, tmp_path, passphrase)


@pytest.fixture
def ask(words: list[str], capsys: pytest.CaptureFixture[str]) -> Ask:
    """The rules as JSON, with two plans in the store."""
    for key, policy in (("north", "partnership-mcap7003"), ("south", "la-county-2022")):
        add = ["plan", "add", key, "--name", key, "--layout", "bayview", "--policy", policy]
        assert main([*words, *add]) == 0
    capsys.readouterr()

    def ask(*more: str) -> list[dict[str, Any]]:
        status = main([*words, "rules", "--json", *more])
        out = capsys.readouterr().out
        assert status == 0
        found: list[dict[str, Any]] = json.loads(out)
        return found

    return ask


def one(rows: list[dict[str, Any]], rule: str) -> dict[str, Any]:
    [row] = [row for row in rows if row["rule"] == rule]
    return row


def test_a_rule_with_value_source_and_what_yielded(ask: Ask) -> None:
    rows = ask("--plan", "north")
    assert {row["plan"] for row in rows} == {"north"}
    status = one(rows, "monthly-status")
    assert {key: status[key] for key in ("value", "unit", "who", "required", "pack")} == {
        "value": 1,
        "unit": "months",
        "who": "provider",
        "required": True,
        "pack": "partnership-mcap7003",
    }
    assert (status["source"], status["section"]) == (
        "Partnership HealthPlan policy MCAP7003",
        "VI.H.4.b",
    )
    [yielded] = status["yielded"]
    assert (yielded["pack"], yielded["section"], yielded["value"]) == ("dhcs", "II.A.2", 1)
    assert yielded["why"].startswith("It is the state's guidance")
    assert one(rows, "no-waitlist")["value"] is None


def test_each_plan_has_its_own(ask: Ask) -> None:
    rows = ask()
    assert {row["plan"] for row in rows} == {"north", "south"}
    north = {row["rule"] for row in rows if row["plan"] == "north"}
    south = {row["rule"] for row in rows if row["plan"] == "south"}
    assert "referral-response" in north - south
    assert "no-duplicate-program" in south - north
    assert "decision-routine" in north & south


def test_as_of_a_day(ask: Ask) -> None:
    early = {row["rule"] for row in ask("--plan", "north", "--on", "2025-05-01")}
    assert "inquiry-answered" not in early
    assert "referral-response" in early
    before = one(ask("--plan", "north", "--on", "2025-05-01"), "decision-routine")
    assert (before["pack"], before["required"]) == ("toolkit-2025", False)
    assert before["yielded"][0]["why"] == "Not in force before 2025-07-01."
    undated = ask("--plan", "north", "--on", "2020-01-01")
    assert {row["rule"] for row in undated} == {"dhcs-imminent-loss", "dhcs-institution-stay"}
    for row in undated:  # nobody read since when, and none speaks
        assert (row["effective_from"], row["unconfirmed"], row["speaks"]) == (None, True, False)


def test_what_is_not_confirmed_is_shown_as_such(ask: Ask) -> None:
    silent = [row for row in ask("--plan", "south") if not row["speaks"]]
    assert {row["rule"] for row in silent} == {
        "dhcs-imminent-loss",
        "dhcs-institution-stay",
        "hud-other-statutes",
    }
    assert all(row["unconfirmed"] and row["note"] for row in silent)


def test_services_are_gathered_under_one_rule(ask: Ask) -> None:
    begun = one(ask("--plan", "north"), "outreach-begun")
    assert begun["services"] == ["htns", "htss"]
    assert begun["trigger"] == ["authorization_received_on"]


def test_without_a_plan_the_toolkit_speaks(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "rules", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["plan"] for row in rows} == {None}
    assert {row["pack"] for row in rows} == {"toolkit-2025", "dhcs"}


def test_for_people_and_a_plan_that_is_not_there(
    ask: Ask, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "rules", "--plan", "north"]) == 0
    shown = capsys.readouterr().out
    assert "2 business-days" in shown
    assert "Partnership HealthPlan policy MCAP7003, VI.C.3" in shown
    assert "not confirmed, not applied" in shown
    assert main([*words, "rules", "--plan", "west"]) == 1
    refused = capsys.readouterr()
    assert refused.out == ""
    assert "west" in refused.err
    assert "north" in refused.err
