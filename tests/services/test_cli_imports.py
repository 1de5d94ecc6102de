"""What came over a plan's line is reviewed from the command line, too."""

from __future__ import annotations

import pytest

from tests.services.cli_runs import Run
from tests.services.exchange_desk import FIRST, Desk, roster
from tests.sshd import needed

pytestmark = needed


@pytest.fixture
def cli(desk: Desk, run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands on the store of the desk, two December days on, with one file to review."""
    monkeypatch.setenv("NAVIGATOR_TODAY", "2026-12-02T10:00")
    desk.sample(FIRST)
    desk.sync()
    desk.ws.close()
    return run


def test_listed_shown_and_taken_in(cli: Run) -> None:
    [waiting] = cli("imports", "--json").json
    assert (waiting["file"], waiting["plan"], waiting["state"]) == (FIRST, "bayview", "staged")
    assert FIRST in cli("imports").out
    shown = cli("imports", "show", waiting["id"], "--json").json
    assert len([one for one in shown["lines"] if one["verdict"] == "new"]) == waiting["new"]
    assert cli("members", "--json").json == []
    assert cli("imports", "take", waiting["id"], "--json").json["state"] == "committed"
    assert cli("members", "--json").json
    assert cli("imports").out.strip() == "No file waits for a review."
    [state] = cli("sync", "--state", "--json").json
    assert state["to_review"] == 0


def test_discarded_it_is_not_taken_in_nor_comes_again(cli: Run) -> None:
    [waiting] = cli("imports", "--json").json
    assert "does not come again" in cli("imports", "discard", waiting["id"]).out
    assert "discarded" in cli("imports", "take", waiting["id"]).refused()
    [run] = cli("sync", "--json").json
    assert [one["state"] for one in run["in"]] == ["settled"] and run["bytes_in"] == 0
    assert cli("members", "--json").json == []


def test_a_file_without_a_row_is_not_taken_in_unseen(desk: Desk, run: Run) -> None:
    desk.drop("first.csv", roster(1, 2, 3))
    desk.sync()
    desk.drop("second.csv", roster())
    desk.sync()
    desk.ws.close()
    files = {one["file"]: one["id"] for one in run("imports", "--json").json}
    assert run("imports", "take", files["first.csv"]).status == 0
    # compared before anybody was known; the second time it says what it would do
    assert "compared anew" in run("imports", "take", files["second.csv"]).refused()
    assert "3 referrals would be gone" in run("imports", "take", files["second.csv"]).refused()
    assert len(run("members", "--json").json) == 3


def test_what_is_not_there_is_said(cli: Run) -> None:
    assert "no such import" in cli("imports", "take", "unknown").refused()
    assert "nowhere" in cli("imports", "--plan", "nowhere").refused()
