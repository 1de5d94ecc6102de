"""assign and leave on the command line: done, told, refused with a reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from navigator_app.services.workspace import Workspace
from tests.services import loops, team
from tests.services.cli_runs import Run


@pytest.fixture
def member(home: Path, open_workspace: Callable[..., Workspace]) -> str:
    ws = open_workspace(home)
    made = loops.add_member(ws, loops.add_plan(ws), 1)
    team.full(ws)
    ws.close()
    return made.member


def test_assign_suggests_gives_and_refuses(run: Run, member: str) -> None:
    carla = ("--as", "Carla Nguyen")
    told = run("assign", "--suggest", member, "--json", *carla).json
    assert told["waits_as"] in ("new", "nobody")  # by the real clock
    assert [one["user"] for one in told["suggestions"]] == ["Ana Ruiz", "Ben Ochoa", "Carla Nguyen"]
    assert told["suggestions"][0]["reasons"] == ["Carries nobody yet"]
    waiting = run("assign", "--waiting", "--json", *carla).json
    assert [one["member_id"] for one in waiting] == [told["member_id"]]
    clerk = run("assign", member, "--to", "Dana Park", *carla)
    assert "carries no caseload" in clerk.refused()
    for name in ("Ben Ochoa", "Dana Park", "Eli Santos"):
        no = run("assign", member, "--to", "Ben Ochoa", "--as", name)
        assert "Ask Carla Nguyen." in no.refused()
    done = run("assign", member, "--to", "Ben Ochoa", "--why", "Near", "--json", *carla).json
    assert done["navigator"] == "Ben Ochoa"
    assert "already" in run("assign", member, "--to", "Ben Ochoa", *carla).refused()
    assert run("assign", "--waiting", *carla).out.strip() == "Nobody waits to be assigned."


def test_usage(run: Run, member: str) -> None:
    assert run("assign").status == 2
    assert run("assign", member).status == 2


def test_leave_is_added_moved_ended_and_shown(run: Run, member: str) -> None:
    carla = ("--as", "Carla Nguyen")
    days = ("--from", "2096-01-02", "--until", "2096-01-09")
    made = run("leave", "add", "Ben Ochoa", *days, "--cover", "Ana Ruiz", "--json", *carla).json
    assert (made["state"], made["watches"]) == ("ahead", "Ana Ruiz")
    away = run("leave", "add", "Carla Nguyen", *days, "--cover", "Ben Ochoa", *carla)
    assert "Ben Ochoa is away from Jan 2, 2096 to Jan 9, 2096." in away.refused()
    no_end = run("leave", "add", "--from", "2096-02-01", *carla)
    assert "needs a last day" in no_end.refused()
    assert "Ask" in run("leave", "end", "Ben Ochoa", "--as", "Dana Park").refused()
    moved = run("leave", "move", "Ben Ochoa", "--until", "2096-01-12", "--json", *carla).json
    assert (moved["until"], moved["cover"]) == ("2096-01-12", "Ana Ruiz")
    ended = run("leave", "end", "--json", "--as", "Ben Ochoa").json
    assert ended["state"] == "over"
    assert "No leave" in run("leave", "end", "Ben Ochoa", *carla).refused()
