"""Tenancies on the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from navigator_app.domain.tenancy import Kind, Severity
from navigator_app.services import move_in, repayments, tenancy, tenancy_watch
from navigator_app.services.move_in import MoveInDraft
from navigator_app.services.repayments import PlanDraft
from navigator_app.services.tenancy_watch import EventDraft, Found
from navigator_app.services.workspace import Workspace
from tests.services import loops
from tests.services.cli_runs import Run

TODAY = date(2026, 11, 20)
DAY = timedelta(1)


def filled(home: Path, open_workspace: Callable[..., Workspace]) -> loops.Made:
    """A member in a second home, with late rent that is paid back."""
    ws = open_workspace(home)
    made = loops.add_member(ws, loops.add_plan(ws), 1)
    first = move_in.record(ws, made.member, MoveInDraft(date(2025, 11, 1), address="1 Elm"))
    tenancy.end(ws, first.id, date(2026, 5, 31), "moved-on", "12 Oak")
    draft = MoveInDraft(date(2026, 6, 1), address="12 Oak", rent_cents=90_000, visit_every=90)
    lived = move_in.record(ws, made.member, draft).id
    late = EventDraft(
        Kind.SIGN, "late-rent", TODAY, Severity.ACT, note="Two weeks", due=TODAY + 5 * DAY
    )
    event = tenancy_watch.record(ws, lived, late).id
    items = {"heat": Found("fault", "Pilot light"), "water": Found("good")}
    tenancy_watch.record(ws, lived, EventDraft(Kind.VISIT, "habitability", TODAY, items=items))
    parts = repayments.spread(30_000, 3, TODAY)
    key = repayments.agree(ws, lived, PlanDraft(30_000, parts, TODAY, "Rent", event)).id
    repayments.pay(ws, repayments.one(ws, key).parts[0].id, TODAY, 10_000)
    ws.close()
    return made


def test_one_member_whole(run: Run, home: Path, open_workspace: Callable[..., Workspace]) -> None:
    made = filled(home, open_workspace)
    told = run("tenancy", "--member", made.member, "--json").json
    assert (told["tenancy"]["address"], told["tenancy"]["days_housed"]) == ("12 Oak", 173)
    assert told["housed_after_months"] == [6, 12]
    assert [one["address"] for one in told["earlier"]] == ["1 Elm"]
    assert [one["kind"] for one in told["due"]] == ["sign"]
    visit, late = told["events"]
    assert visit["items"][0] == {
        "item": "heat", "result": "fault", "note": "Pilot light", "fixed": None,
    }  # fmt: skip
    assert (late["what"], late["severity"], late["due"]) == ("late-rent", "act", "2026-11-25")
    (plan,) = told["repayments"]
    assert (plan["paid_cents"], plan["left_cents"]) == (10_000, 20_000)
    assert [part["state"] for part in plan["parts"]] == ["paid", "due", "due"]


def test_everybody(run: Run, home: Path, open_workspace: Callable[..., Workspace]) -> None:
    assert run("tenancy", "--json").json == {
        "tenancies": [],
        "due": [],
        "retention": [
            {"months": 6, "reached": 0, "kept": 0, "percent": None},
            {"months": 12, "reached": 0, "kept": 0, "percent": None},
        ],
    }
    assert "Nobody has recorded a home" in run("tenancy").out
    made = filled(home, open_workspace)
    told = run("tenancy", "--json").json
    assert [one["member_id"] for one in told["tenancies"]] == [made.member]
    assert told["due"][0]["member_id"] == made.member
    assert [one["percent"] for one in told["retention"]] == [100, 100]
    said = run("tenancy").out
    assert "12 Oak" in said and "Due 2026-11-25: sign late-rent" in said
    assert "Housed after 12 months: 1 of 1" in said


def test_nobody_of_that_id(run: Run) -> None:
    assert "no member" in run("tenancy", "--member", "nobody").refused()
