"""Limits that read programs, look-ups and homelessness from a real store, and what they refuse."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from navigator_app.domain.guard_facts import Step, Verdict
from navigator_app.domain.guard_rows import GuardRow
from navigator_app.domain.homelessness import Finding, Situation
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.programs import Program
from navigator_app.errors import InputRejected
from navigator_app.services import guards, programs
from navigator_app.services.workspace import Workspace
from tests.services import loops

TODAY = date(2026, 11, 20)


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    plan = loops.add_plan(workspace, "partnership", "partnership-mcap7003")
    return loops.add_member(workspace, plan, 1)


def verdicts(ws: Workspace, referral: str) -> dict[str, GuardRow]:
    return {row.result.rule_id: row for row in guards.check(ws, [referral], Step.REVIEW)[referral]}


def test_facts_of_youth_and_families_are_kept_and_shown_as_unconfirmed(
    workspace: Workspace, made: loops.Made
) -> None:
    facts = Situation(
        TODAY, living_situation=410, fleeing=False,
        youth_or_family=True, other_statute=True, long_unstable=True,
    )  # fmt: skip
    programs.add_housing(workspace, made.member, facts)
    row = guards.housing(workspace, made.member)
    assert row is not None
    for judgement in (row.hud, row.dhcs):
        assert judgement.categories[2].finding is Finding.UNCONFIRMED
        assert judgement.finding is Finding.UNCONFIRMED
    only = Situation(TODAY, long_unstable=False)
    programs.add_housing(workspace, made.member, only)
    row = guards.housing(workspace, made.member)
    assert row is not None
    assert row.hud.categories[2].finding is Finding.NO


def test_county_icms_excludes_and_ecm_does_not(workspace: Workspace) -> None:
    county = loops.add_plan(workspace, "la", "la-county-2022")
    made = loops.add_member(workspace, county, 3)
    draft = programs.ProgramDraft(made.member, Program.ECM, date(2026, 1, 1))
    programs.add_program(workspace, draft)
    found = verdicts(workspace, made.referral)
    assert found["no-duplicate-program"].result.verdict is Verdict.OK
    assert found["ecm-beside"].result.verdict is Verdict.OK
    assert found["active-managed-care"].result.verdict is Verdict.UNKNOWN
    programs.add_program(workspace, programs.ProgramDraft(made.member, Program.COUNTY_ICMS))
    assert verdicts(workspace, made.referral)["no-duplicate-program"].result.verdict is (
        Verdict.REFUSE
    )
    [(icms,)] = workspace.store.query("SELECT id FROM other_program WHERE program = 'county-icms'")
    programs.end_program(workspace, icms, date(2026, 11, 19))
    assert verdicts(workspace, made.referral)["no-duplicate-program"].result.verdict is Verdict.OK


def look_up(ws: Workspace, member: str, at: str, medi_cal: str, plan_id: str | None) -> None:
    with ws.transaction("test") as tx:
        tx.insert(
            "eligibility_check",
            {
                "id": uuid7(),
                "member_id": member,
                "checked_at": at,
                "zone": "America/Los_Angeles",
                "how": "portal",
                "medi_cal": medi_cal,
                "plan_id": plan_id,
                "plan_name": "",
                "note": "",
                "created_at": tx.now,
            },
        )


def test_the_latest_look_up_speaks_and_a_later_one_does_not(workspace: Workspace) -> None:
    county = loops.add_plan(workspace, "la", "la-county-2022")
    other = loops.add_plan(workspace, "other")
    made = loops.add_member(workspace, county, 3)
    look_up(workspace, made.member, "2026-11-01T18:00:00.000+00:00", "lapsed", county)
    look_up(workspace, made.member, "2026-11-10T18:00:00.000+00:00", "active", county)
    look_up(workspace, made.member, "2026-12-10T18:00:00.000+00:00", "active", other)
    row = verdicts(workspace, made.referral)["active-managed-care"]
    assert row.result.verdict is Verdict.OK
    [late] = [
        row
        for row in guards.check(workspace, [made.referral], Step.SERVE, date(2026, 12, 11))[
            made.referral
        ]
        if row.result.rule_id == "active-managed-care"
    ]
    assert late.result.verdict is Verdict.REFUSE


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        ({"starts_on": date(2026, 11, 2), "ends_on": date(2026, 11, 1)}, "ends_on"),
        ({"program": Program.RESPITE, "amount": 0.0}, "amount"),
        ({"program": Program.RESPITE, "amount": -1.0}, "amount"),
        ({"program": Program.RESPITE, "amount": float("nan")}, "amount"),
        ({"program": Program.RESPITE, "amount": float("inf")}, "amount"),
        ({"program": Program.INCARCERATION, "starts_on": date(2026, 11, 21)}, "starts_on"),
    ],
)
def test_impossible_programs_are_named_at_their_field(
    workspace: Workspace, made: loops.Made, draft: dict[str, object], field: str
) -> None:
    values = {"member_id": made.member, "program": Program.ECM, **draft}
    with pytest.raises(InputRejected) as caught:
        programs.add_program(workspace, programs.ProgramDraft(**values))  # type: ignore[arg-type]
    assert caught.value.field == field
    assert workspace.store.query("SELECT 1 FROM other_program") == []


def test_housing_facts_are_judged_side_by_side(workspace: Workspace, made: loops.Made) -> None:
    assert guards.housing(workspace, made.member) is None
    facts = Situation(
        TODAY,
        living_situation=410,
        loss_expected_on=TODAY + timedelta(20),
        no_resources=True,
        fleeing=False,
    )
    programs.add_housing(workspace, made.member, facts, "Notice on the door")
    row = guards.housing(workspace, made.member)
    assert row is not None
    assert (row.hud.finding, row.dhcs.finding) == (Finding.NO, Finding.UNCONFIRMED)
    assert row.note == "Notice on the door"
    programs.add_housing(workspace, made.member, Situation(TODAY, living_situation=116))
    row = guards.housing(workspace, made.member)
    assert row is not None
    assert row.hud.finding is row.dhcs.finding is Finding.YES


@pytest.mark.parametrize(
    ("known", "field"),
    [
        ({}, "living_situation"),
        ({"on": date(2026, 11, 21), "fleeing": True}, "on"),
        (
            {
                "institution_entry_on": date(2026, 11, 2),
                "institution_exit_on": date(2026, 11, 1),
            },
            "institution_exit_on",
        ),
        (
            {"notice_on": date(2026, 11, 2), "loss_expected_on": date(2026, 11, 1)},
            "loss_expected_on",
        ),
        ({"moves_60_days": 61}, "moves_60_days"),
        ({"moves_60_days": -1}, "moves_60_days"),
    ],
)
def test_impossible_housing_facts(
    workspace: Workspace, made: loops.Made, known: dict[str, object], field: str
) -> None:
    values = {"on": TODAY, **known}
    with pytest.raises(InputRejected) as caught:
        programs.add_housing(workspace, made.member, Situation(**values))  # type: ignore[arg-type]
    assert caught.value.field == field


def test_a_loss_is_near_or_past_from_today(workspace: Workspace, made: loops.Made) -> None:
    known = Situation(
        date(2026, 9, 1),
        living_situation=410,
        loss_expected_on=date(2026, 11, 30),
        no_resources=True,
        crowded=False,
    )
    programs.add_housing(workspace, made.member, known)
    row = guards.housing(workspace, made.member)
    assert row is not None and row.hud.categories[1].finding is Finding.YES
    past = Situation(TODAY, loss_expected_on=date(2026, 5, 4), no_resources=True, losing=True)
    programs.add_housing(workspace, made.member, past)
    row = guards.housing(workspace, made.member)
    assert row is not None and row.hud.categories[1].finding is Finding.NO
    with pytest.raises(InputRejected) as caught:
        programs.add_housing(
            workspace, made.member, Situation(TODAY, losing=False, notice_on=TODAY)
        )
    assert caught.value.field == "losing"
