"""`plan ID`: a member's housing support plan on the command line, beside `plan add` and `list`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from navigator_app.commands.support_plan_words import with_show
from navigator_app.services import support_plan, support_plan_edit
from navigator_app.services.workspace import Workspace
from tests.services import loops, plan_maker
from tests.services.cli_runs import Run


@pytest.fixture
def member(home: Path, open_workspace: Callable[..., Workspace]) -> str:
    """A member with a signed plan and its revision in writing."""
    ws = open_workspace(home)
    plan = loops.add_plan(ws)
    made = loops.add_member(ws, plan, 1)
    first = plan_maker.signed(ws, made.member)
    second = support_plan.revise(ws, first, "New income").id
    support_plan_edit.answer(ws, second, "where", "باب 🏠")
    ws.close()
    return made.member


def test_the_newest_version_whole(run: Run, member: str) -> None:
    ran = run("plan", member, "--json")
    assert ran.status == 0, ran.err
    found = json.loads(ran.out)
    assert (found["version"], found["state"], found["why"]) == (2, "draft", "New income")
    assert found["answers"]["where"] == "باب 🏠"
    assert found["barriers"][0]["short_term"]["by"] == "2026-12-20"
    assert [row["version"] for row in found["versions"]] == [2, 1]
    assert [row["about"] for row in found["missing"]] == ["review_on"]
    assert found["unchanged_since_signing"] is None


def test_an_earlier_version_and_the_plain_words(run: Run, member: str) -> None:
    found = json.loads(run("--json", "plan", "--version", "1", member).out)
    assert (found["version"], found["state"], found["signed"]) == (1, "signed", "2026-11-20")
    assert found["unchanged_since_signing"] is True
    assert {row["role"] for row in found["signatures"]} == {"member", "navigator"}
    ran = run("plan", "show", member)
    assert ran.status == 0
    assert "0 of 4 goals met" in ran.out
    assert "Rent may be late" in ran.out
    assert "No day is set for the next review." in ran.out


def test_refusals_say_what_there_is(run: Run, member: str) -> None:
    ran = run("plan", member, "--version", "9")
    assert ran.status == 1
    assert "There is: 1, 2." in ran.err
    assert run("plan", "nobody").status == 1
    assert run("plan").status == 2
    assert run("plan", member, "--version", "x").status == 2


def test_a_member_without_a_plan_is_found_by_cin(bayview: Run) -> None:
    someone = json.loads(bayview("members", "--limit", "1", "--json").out)[0]
    ran = bayview("plan", someone["cin"])
    assert ran.status == 1
    assert "No housing support plan" in ran.err


def test_managed_care_plans_keep_their_words(run: Run) -> None:
    ran = run("plan", "add", "bayview", "--name", "Bayview", "--layout", "bayview")
    assert ran.status == 0, ran.err
    assert [row["key"] for row in json.loads(run("plan", "list", "--json").out)] == ["bayview"]
    assert with_show(["--home", "plan", "plan", "--json", "list"])[2:] == ["plan", "--json", "list"]
    assert with_show(["member", "plan", "x"]) == ["member", "plan", "x"]
    assert with_show(["plan", "--help"]) == ["plan", "--help"]
    assert with_show(["--as", "Ana", "plan", "--json", "90000001A"])[2:4] == ["plan", "show"]
