"""Papers and deposits on the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.documents import Paper, State
from navigator_app.services import deposit_steps, documents
from navigator_app.services.workspace import Workspace
from tests.services import deposit_maker
from tests.services.cli_runs import Run


@pytest.fixture
def member(home: Path, open_workspace: Callable[..., Workspace]) -> str:
    """A member with a paper that ends soon and a draft over the cap."""
    ws = open_workspace(home)
    one = deposit_maker.made(ws, "health-net-2025")
    ending = Paper("income", state=State.HAVE, expires_on=date(2026, 12, 2))
    documents.record(ws, one.member, ending)
    deposit_steps.save(ws, deposit_maker.draft(one, 180000, 480000))
    ws.close()
    return one.member


def test_documents_as_json(run: Run, member: str) -> None:
    found = run("documents", member, "--json").json
    assert (found["ready"], found["needed"]) == (1, 6)
    [person] = found["people"]
    income = next(one for one in person["documents"] if one["kind"] == "income")
    assert (income["standing"], income["days_left"], income["expires"]) == (
        "ending",
        12,
        "2026-12-02",
    )
    photo = next(one for one in person["documents"] if one["kind"] == "photo-id")
    assert photo["id"] is None
    assert "MCAP7003" in photo["source"]


def test_documents_as_text(run: Run, member: str) -> None:
    ran = run("documents", member)
    assert ran.status == 0
    assert "1 of 6 ready" in ran.out
    assert "Birth certificate" in ran.out


def test_deposits_as_json(run: Run, member: str) -> None:
    [one] = run("deposits", "--member", member, "--json").json
    assert (one["total"], one["cap"], one["cap_left"]) == (6600.0, 6000.0, -600.0)
    assert (one["state"], one["ask_by"]) == ("draft", "2026-12-31")
    assert len(one["stops"]) == 1
    assert "$600.00 over" in one["stops"][0]
    assert [item["amount"] for item in one["items"]] == [1800.0, 4800.0]
    plan = next(line for line in one["packet"] if line["item"] == "support-plan")
    assert (plan["done"], plan["required"]) == (False, True)
    assert plan["lacks"], "signed, and yet empty"
    assert run("deposits", "--json").json == [one]


def test_deposits_as_text_and_of_nobody(run: Run, member: str) -> None:
    assert "$6,600.00" in run("deposits").out
    run("deposits", "--member", "nobody").refused()
    run("documents", "nobody").refused()


def test_without_any_it_says_so(run: Run) -> None:
    assert run("deposits", "--json").json == []
    assert "No deposit" in run("deposits").out
