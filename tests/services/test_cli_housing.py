"""The housing search on the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from navigator_app.domain.housing import Step
from navigator_app.services import housing_aids, housing_directory, housing_search
from navigator_app.services.housing_aids import SubsidyDraft
from navigator_app.services.housing_directory import UnitDraft
from navigator_app.services.housing_search import PreferenceDraft, StepDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops
from tests.services.cli_runs import Run

TODAY = date(2026, 11, 20)


def filled(home: Path, open_workspace: Callable[..., Workspace]) -> loops.Made:
    """A member with a denied home, a voucher near its end, and a home that fits."""
    ws = open_workspace(home)
    made = loops.add_member(ws, loops.add_plan(ws), 1)
    oak = housing_directory.save_unit(ws, UnitDraft("12 Oak Street", city="Santa Rosa")).id
    housing_directory.save_unit(ws, UnitDraft("9 Elm", city="Ukiah", state="taken"))
    wish = PreferenceDraft("Santa Rosa", most_rent_cents=60_000)
    housing_search.save_preference(ws, made.member, wish)
    key = housing_search.begin(ws, made.member, title="A room with Mrs. Lee").id
    housing_search.record_step(ws, key, StepDraft(Step.APPLIED, TODAY))
    denied = StepDraft(Step.DENIED, TODAY, reason="credit", appeal_by=date(2026, 12, 4))
    housing_search.record_step(ws, key, denied)
    voucher = SubsidyDraft("hcv", "issued", issued=date(2026, 9, 1), expires=date(2026, 12, 1))
    housing_aids.save_subsidy(ws, made.member, voucher)
    assert oak
    ws.close()
    return made


def test_the_search_of_one_member_whole(
    run: Run, home: Path, open_workspace: Callable[..., Workspace]
) -> None:
    made = filled(home, open_workspace)
    told = run("search", "--member", made.member, "--json").json
    assert told["preference"]["most_rent_cents"] == 60_000
    (application,) = told["applications"]
    assert (application["stage"], application["appeal_by"]) == ("denied", "2026-12-04")
    assert application["events"][0]["reason"] == "credit"
    assert [day["kind"] for day in told["last_days"]] == ["voucher", "appeal"]
    (match,) = told["suggested"]
    assert match["fits"] == ["In Santa Rosa"]
    assert run("search", "--member", made.member, "--stage", "looking", "--json").json[
        "applications"
    ] == []  # fmt: skip
    said = run("search", "--member", made.member)
    assert "Voucher expires 2026-12-01: 11 days left" in said.out
    assert "+ In Santa Rosa" in said.out


def test_the_board_and_the_directory(
    run: Run, home: Path, open_workspace: Callable[..., Workspace]
) -> None:
    made = filled(home, open_workspace)
    (row,) = run("search", "--stage", "denied", "--json").json
    assert (row["member_id"], row["home"]) == (made.member, "A room with Mrs. Lee")
    assert run("search", "--stage", "lease", "--json").json == []
    homes = run("units", "--json").json
    assert [one["address"] for one in homes] == ["12 Oak Street", "9 Elm"]
    assert [one["state"] for one in run("units", "--state", "open", "--json").json] == ["available"]
    assert "9 Elm" in run("units", "--search", "ukiah").out
    assert run("search", "--stage", "flown").status == 2
    assert run("search", "--member", "nobody").status == 1
