"""Ways in, days the office is closed and providers, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from navigator_app.domain.path_asks import Form, Kind
from navigator_app.domain.paths import forms
from navigator_app.runtime.clock import system_clock
from navigator_app.services import providers, workspace
from navigator_app.services.providers import Provider, Tie
from tests.services.cli_runs import Run

GOOD = {
    Kind.DAY: "2026-11-02",
    Kind.TEXT: "Words",
    Kind.FLAG: "yes",
    Kind.NPI: "1234567893",
    Kind.PHONE: "(415) 555-0100",
    Kind.EMAIL: "a@example.org",
}


@pytest.fixture
def plan(run: Run) -> Run:
    add = ("plan", "add", "bayview", "--name", "Bayview", "--layout", "canonical")
    assert run(*add, "--policy", "partnership-mcap7003").status == 0
    return run


def nora(*more: object, path: str = "bottom-up") -> list[object]:
    who = ["--first-name", "Nora", "--last-name", "Vale", "--born", "1975-04-02"]
    return ["intake", "add", path, "--plan", "bayview", "--service", "htns", *who, *more]


def identified(run: Run) -> dict[str, Any]:
    found: dict[str, Any] = run(*nora("--set", "identified_on=2026-11-02"), "--json").json
    return found


@pytest.mark.parametrize("asked", forms(), ids=lambda one: one.path.value + one.opt_in)
def test_every_way_in_is_taken(plan: Run, asked: Form) -> None:
    words: list[object] = []
    for ask in asked.asks:
        if ask.required:
            words += ["--set", f"{ask.name}={GOOD[ask.kind]}"]
    if asked.opt_in:
        words += ["--opt-in", asked.opt_in]
    if asked.path.value == "correctional":  # released since, and asked from inside
        words += ["--set", "opted_in_on=2026-11-01"]
    command = nora(*words, path=asked.path.value)
    if asked.path.value == "re-referral":
        first = identified(plan)
        ended = ("status", first["referral_id"], "declined", "--on", "2026-11-19")
        assert plan(*ended, "--reason", "provider-declined").status == 0
        command = ["intake", "add", "re-referral", "--plan", "bayview", "--service", "htns"]
        command += ["--member", first["member_id"], "--previous", first["referral_id"], *words]
    row = plan(*command, "--json").json
    assert row["path"] == asked.path.value
    assert row["opt_in"] == (asked.opt_in or None)
    assert row["by_hand"] and row["open"]
    [kept] = [
        one
        for one in plan("intake", "list", "--member", row["member_id"], "--json").json
        if one["referral_id"] == row["referral_id"]
    ]
    assert kept == row


def test_the_forms_are_listed_without_a_store(run: Run) -> None:
    found = run("intake", "paths", "--json").json
    assert [one["path"] for one in found] == [one.path.value for one in forms()]
    assert {"name": "identified_on", "required": True}.items() <= found[0]["fields"][0].items()
    assert "identified_on" in run("intake", "paths").out


def test_a_field_that_cannot_stand_is_refused_in_one_sentence(plan: Run) -> None:
    assert "date" in plan(*nora("--set", "identified_on=2026-02-29")).refused()
    ahead = plan(*nora("--set", "identified_on=2026-12-01")).refused()
    assert "not come yet" in ahead
    assert "does not ask" in plan(*nora("--set", "facility=x")).refused()
    assert plan("intake", "list", "--json").json == []
    identified(plan)
    assert "same" in plan(*nora("--set", "identified_on=2026-11-02")).refused().lower()


@pytest.mark.parametrize(
    "words",
    [
        nora("--set", "identified_on"),
        nora("--member", "x"),
        ["intake", "add", "bottom-up", "--plan", "bayview", "--service", "htns"],
        nora(path="sideways"),
        ["intake", "note", "x"],
        ["intake"],
        ["calendar", "days", "add", "2026-02-30"],
        ["calendar", "days", "list", "--year", "26"],
    ],
)
def test_wrong_usage(run: Run, words: list[object]) -> None:
    ran = run(*words)
    assert ran.status == 2
    assert ran.out == ""


def test_what_came_after_is_noted(plan: Run) -> None:
    referral = identified(plan)["referral_id"]
    row = plan("intake", "note", referral, "--set", "move_in_on=2026-12-01", "--json").json
    assert row["values"]["move_in_on"] == "2026-12-01"
    row = plan("intake", "note", referral, "--set", "move_in_on=", "--json").json
    assert "move_in_on" not in row["values"]
    early = plan("intake", "note", referral, "--set", "engaged_on=2027-01-01").refused()
    assert "2027" in early


def test_days_are_closed_listed_and_taken_back(plan: Run) -> None:
    state = plan("calendar", "days", "list", "--year", "2026", "--json").json
    assert {one["origin"] for one in state} == {"state"}
    assert {one["id"] for one in state} == {None}
    add = ("calendar", "days", "add", "2026-11-24", "--name", "Staff day", "--json")
    made = plan(*add).json
    assert made["closed"] and made["origin"] == "agency"
    now = plan("calendar", "days", "list", "--json").json
    assert [one["day"] for one in now if one["origin"] == "agency"] == ["2026-11-24"]
    assert "set already" in plan(*add).refused()
    opened = plan("calendar", "days", "add", "2026-11-26", "--open", "--plan", "bayview").status
    assert opened == 0
    assert "2026-11-26" in plan("calendar", "days", "list", "--plan", "bayview").out
    assert plan("calendar", "days", "remove", "2026-11-24", "--json").json == made
    assert "Nobody set" in plan("calendar", "days", "remove", "2026-11-24").refused()
    assert "Nobody set" in plan("calendar", "days", "remove", "2026-11-26").refused()
    gone = ("calendar", "days", "remove", "2026-11-26", "--plan", "bayview")
    assert plan(*gone).status == 0
    assert plan("calendar", "days", "list", "--year", "2026", "--json").json == state


def test_providers_are_listed_and_ranked(plan: Run, home: Path, passphrase: str) -> None:
    assert plan("providers", "list", "--json").json == []
    assert "empty" in plan("providers", "list").out
    referral = identified(plan)["referral_id"]
    assert plan("providers", "list", "--referral", referral, "--json").json == []
    assert "no referral" in plan("providers", "list", "--referral", "x").refused()
    member = plan("intake", "list", "--json").json[0]["member_id"]
    ws = workspace.unlock(home, passphrase, clock=system_clock())
    one = Provider("Harbor", ("Spanish",), ("Oakland",), (18, 24), 2)
    providers.keep(ws, member, Provider("Old Bay", closed_for_quality=True), Tie())
    providers.keep(ws, member, one, Tie(preferred=True))
    ws.close()
    rows = plan("providers", "list", "--json").json
    assert [row["name"] for row in rows] == ["Harbor", "Old Bay"]
    assert rows[0]["ages"] == [18, 24]
    assert "18-24" in plan("providers", "list").out
    ranked = plan("providers", "list", "--referral", referral, "--json").json
    assert [(row["name"], row["place"]) for row in ranked] == [("Harbor", 1), ("Old Bay", None)]
    assert ranked[1]["exceptions"]
    assert "Provider Selection" in ranked[0]["source"]
