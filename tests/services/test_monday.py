"""The page for Monday, and the reports of the command line."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.records import UserRow
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import NotAllowed, NotFound
from navigator_app.runtime.clock import Clock
from navigator_app.services import (
    capacity_board,
    exceptions,
    forecast,
    monday,
    plan_reports_due,
    workspace,
)
from navigator_app.services.workspace import Workspace
from tests import team_year
from tests.conftest import PASSPHRASE
from tests.services import team
from tests.services.cli_runs import Run
from tests.services.trends_oracle import Oracle, raw


@pytest.fixture(scope="module")
def year(
    built_home: Path, tmp_path_factory: pytest.TempPathFactory, clock: Clock
) -> Iterator[Workspace]:
    """A generated year; whoever is at work supervises."""
    home = tmp_path_factory.mktemp("monday") / "home"
    shutil.copytree(built_home, home)
    ws = workspace.unlock(home, PASSPHRASE, clock=clock)
    team_year.build(ws, members=400)
    yield team.seat(ws, UserRow("u12", "Somebody", Role.SUPERVISOR))
    ws.close()


def test_it_looks_back_to_last_monday() -> None:
    assert monday.last_monday(date(2026, 11, 20)) == date(2026, 11, 16)
    assert monday.last_monday(date(2026, 11, 16)) == date(2026, 11, 9)
    assert monday.last_monday(date(2026, 11, 17)) == date(2026, 11, 16)


def test_the_page_as_recounted(year: Workspace) -> None:
    page, rows = monday.page(year), raw(year)
    since, on = page.since.isoformat(), page.on.isoformat()
    events = Oracle(rows).standing()

    def week(day: str | None) -> bool:
        return day is not None and since <= day <= on

    def told(*slugs: str) -> int:
        return sum(week(e["on_date"]) and e["status"] in slugs for e in events)

    tried = [t for t in rows.outreach_attempt if week(t["on_date"]) and not t["undone_at"]]
    assert {one.id: one.count for one in page.changed} == {
        "referrals": sum(week(r["received_on"]) for r in rows.referral),
        "accepted": told("accepted"),
        "outreach": told("outreach-initiated"),
        "closed": told("closed", "declined"),
        "reached": len({
            t["member_id"] for t in tried
            if t["outcome"] == "reached" and t["mode"] != "collateral"
        }),
        "served": len({
            n["member_id"] for n in rows.encounter if week(n["on_date"]) and not n["undone_at"]
        }),
        "housed": sum(week(h["move_in_on"]) for h in rows.tenancy),
        "lost": sum(week(h["ended_on"]) for h in rows.tenancy),
        "assigned": 0,
        "signed": sum(
            p["state"] == "signed" and week(p["signed_on"]) for p in rows.support_plan
        ),
    }  # fmt: skip
    board = capacity_board.read(year)
    over = {row.who.id for row in board.rows if row.who.active and row.state == "over"}
    away = {row.who.id for row in board.rows if row.who.active and row.away}
    assert {one.user_id for one in page.over} == over | away
    assert away
    assert page.late == tuple(one for one in exceptions.figures(year) if one.members)
    behind = forecast.behind(year, page.on, page.until)
    assert page.ending == len(behind)
    assert [one.referral_id for one in page.ends] == [one.referral_id for one in behind[:10]]
    assert {one.title for one in page.owed} >= {"Statuses that wait to go"}


def test_each_number_of_what_changed_has_its_members(year: Workspace) -> None:
    page = monday.page(year)
    for one in page.changed:
        found = monday.behind(year, one.id)
        distinct = one.id in ("reached", "served", "assigned")
        assert (len(found) if distinct else sum(row.times for row in found)) == one.count
        assert all(page.since <= row.on <= page.on and row.member for row in found)
        assert [row.on for row in found] == sorted((row.on for row in found), reverse=True)
    ends = monday.behind(year, monday.ENDS)
    assert sum(row.times for row in ends) == page.ending > len(page.ends)
    assert all(page.on <= row.on <= page.until and row.member for row in ends)
    assert [row.on for row in ends] == sorted(row.on for row in ends)
    assert any(row.navigator for row in ends)
    with pytest.raises(NotFound):
        monday.behind(year, "nothing")


def test_what_a_plan_is_owed_several_times_is_one_line(year: Workspace) -> None:
    page = monday.page(year)
    assert len({(one.plan, one.title) for one in page.owed}) == len(page.owed)
    reports = [one for one in page.owed if one.page == "plan_reports"]
    assert sum(one.count for one in reports) == len(plan_reports_due.owed(year))
    assert max(one.count for one in reports) > 1


def test_a_navigator_has_no_page_of_the_team(year: Workspace) -> None:
    navigator = team.seat(year, UserRow("u07", "Somebody", Role.NAVIGATOR))
    with pytest.raises(NotAllowed):
        monday.page(navigator)
    with pytest.raises(NotAllowed):
        monday.behind(navigator, "reached")


def test_reports_as_json_and_csv(bayview: Run) -> None:
    assert "active" in bayview("report", "capacity").out.splitlines()[0]
    for kind in ("capacity", "exceptions", "pending", "closures", "outcomes", "forecast"):
        found = bayview("report", kind, "--json").json
        assert isinstance(found, list)
        assert bayview("report", kind).status == 0
        shown = bayview("report", kind, "--csv")
        table = list(csv.reader(io.StringIO(shown.out)))
        assert len(table) == len(found) + 1
        if found:
            assert [name for name in found[0] if name != "member"] == table[0]
    figures = {row["id"]: row["members"] for row in bayview("report", "exceptions", "--json").json}
    assert figures["no-status"] > 0
    rows = bayview("members", "--json").json
    names = {f"{row['first_name']} {row['last_name']}" for row in rows}
    assert not any(name in bayview("report", "pending", "--csv").out for name in names)


def test_reports_of_another_month(bayview: Run) -> None:
    assert bayview("report", "closures", "--month", "2026-10", "--json").json == []
    assert "as of today" in bayview("report", "exceptions", "--month", "2026-10").refused()
    assert "ahead" in bayview("report", "outcomes", "--month", "2027-01").refused()
    assert bayview("report", "members").status == 2
