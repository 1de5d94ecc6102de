"""Limits refuse where the step is taken, and are passed with a reason that stays."""

from __future__ import annotations

from datetime import date

import pytest

from navigator_app.domain.facts import Path
from navigator_app.domain.guard_facts import Step, Verdict
from navigator_app.domain.guard_rows import GuardRow
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.ledger import Kind
from navigator_app.domain.programs import Program
from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus, Service
from navigator_app.errors import InputRejected
from navigator_app.services import (
    authorizations,
    capacity,
    guards,
    intake,
    programs,
    record_status,
    settle,
)
from navigator_app.services.authorizations import Request
from navigator_app.services.programs import ProgramDraft, UseDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops
from tests.services.cli_runs import Run

TODAY = date(2026, 11, 20)
ACCEPTED, CLOSED = ReferralStatus.ACCEPTED, ReferralStatus.CLOSED
SERVED = ClosureReason.SERVICES_RECEIVED
TWICE = (date(2024, 1, 2), date(2025, 2, 3))


def htss(ws: Workspace, *, times: int = 2) -> loops.Made:
    """A member of Partnership's who had tenancy services before."""
    plan = loops.add_plan(ws, "partnership", "partnership-mcap7003")
    made = loops.add_member(ws, plan, 1, service="htss", authorization=None)
    for day in TWICE[:times]:
        programs.add_use(ws, UseDraft(made.member, Service.HTSS, day))
    return made


def in_la(ws: Workspace) -> loops.Made:
    """A member of a plan of Los Angeles who is in county ICMS."""
    made = loops.add_member(ws, loops.add_plan(ws, "coastal", "la-county-2022"), 2)
    programs.add_program(ws, ProgramDraft(made.member, Program.COUNTY_ICMS, date(2026, 1, 5)))
    return made


def passed(ws: Workspace) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = ws.store.query("SELECT rule_id, reason FROM guard_override")
    return rows


def test_a_third_time_is_not_asked_for_without_a_reason(workspace: Workspace) -> None:
    made = htss(workspace)
    asked = Request(made.referral, Kind.INITIAL, TODAY)
    with pytest.raises(InputRejected) as caught:
        authorizations.record_request(workspace, asked)
    assert caught.value.field == "override"
    assert "2 is the most in a lifetime" in caught.value.message
    assert "MCAP7003" in caught.value.message
    assert authorizations.of_referral(workspace, made.referral).entries == ()
    assert passed(workspace) == []
    authorizations.record_request(workspace, asked, override="The plan agreed by e-mail")
    assert passed(workspace) == [("htss-lifetime", "The plan agreed by e-mail")]


def test_going_on_with_a_service_is_not_another_time(workspace: Workspace) -> None:
    made = htss(workspace)
    authorizations.record_request(workspace, Request(made.referral, Kind.EXTENSION, TODAY))
    assert passed(workspace) == []


def test_a_second_time_needs_what_has_changed_and_then_nothing_else(workspace: Workspace) -> None:
    made = htss(workspace, times=1)
    asked = Request(made.referral, Kind.INITIAL, TODAY)
    with pytest.raises(InputRejected, match="what has changed"):
        authorizations.record_request(workspace, asked)
    again = UseDraft(made.member, Service.HTSS, TWICE[0], what_changed="Has an income now")
    programs.add_use(workspace, again)
    authorizations.record_request(workspace, asked)
    assert passed(workspace) == []


def test_beside_county_icms_nobody_is_accepted_asked_for_or_served(workspace: Workspace) -> None:
    made = in_la(workspace)
    steps = (
        lambda: record_status.record(workspace, made.referral, ACCEPTED, TODAY),
        lambda: record_status.record_many(workspace, [made.referral], ACCEPTED, TODAY),
        lambda: authorizations.record_request(
            workspace, Request(made.referral, Kind.EXTENSION, TODAY)
        ),
    )
    for step in steps:
        with pytest.raises(InputRejected, match="does the same") as caught:
            step()
        assert caught.value.field == "override"
    assert loops.state(workspace, made.referral)["status"] in (None, "pending")
    record_status.record(workspace, made.referral, ACCEPTED, TODAY, override="ICMS ends today")
    assert passed(workspace) == [("no-duplicate-program", "ICMS ends today")]
    record_status.record(workspace, made.referral, CLOSED, TODAY, reason=SERVED)  # passed once


def test_nobody_is_served_beside_a_program_that_began_since(workspace: Workspace) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace, "coastal", "la-county-2022"), 4)
    record_status.record(workspace, made.referral, ACCEPTED, date(2026, 11, 18))
    draft = ProgramDraft(made.member, Program.COUNTY_ICMS, date(2026, 11, 19))
    programs.add_program(workspace, draft)
    with pytest.raises(InputRejected, match="does the same") as caught:
        record_status.record(workspace, made.referral, CLOSED, TODAY, reason=SERVED)
    assert caught.value.field == "override"
    assert loops.state(workspace, made.referral)["is_open"] == 1


def test_of_many_the_one_that_is_refused_is_named_and_none_is_written(
    workspace: Workspace,
) -> None:
    made = in_la(workspace)
    [(plan,)] = workspace.store.query("SELECT plan_id FROM referral WHERE id = ?", (made.referral,))
    other = loops.add_member(workspace, plan, 3)
    with pytest.raises(InputRejected, match=made.cin):
        record_status.record_many(workspace, [other.referral, made.referral], ACCEPTED, TODAY)
    assert loops.state(workspace, other.referral)["status"] is None
    ids = [other.referral, made.referral]
    record_status.record_many(workspace, ids, ACCEPTED, TODAY, override="ICMS ends")
    assert [rule for rule, _reason in passed(workspace)] == ["no-duplicate-program"]


def test_a_day_put_right_asks_nothing_anew(workspace: Workspace) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace, "coastal", "la-county-2022"), 4)
    record_status.record(workspace, made.referral, ACCEPTED, TODAY)
    programs.add_program(
        workspace, ProgramDraft(made.member, Program.COUNTY_ICMS, date(2026, 11, 2))
    )
    [(key,)] = workspace.store.query("SELECT id FROM status_event")
    record_status.record(workspace, made.referral, ACCEPTED, date(2026, 11, 19), corrects=key)
    assert passed(workspace) == []


def test_a_request_written_with_the_way_in_is_judged(workspace: Workspace) -> None:
    made = htss(workspace)
    asked = {"identified_on": "2026-11-02", "submitted_on": "2026-11-10"}
    with pytest.raises(InputRejected) as caught:
        intake.change(workspace, made.referral, asked, path=Path.BOTTOM_UP)
    assert caught.value.field == "override"
    less = {"identified_on": "2026-11-02"}
    intake.change(workspace, made.referral, less, path=Path.BOTTOM_UP)
    assert passed(workspace) == []
    intake.change(workspace, made.referral, asked, path=Path.BOTTOM_UP, override="Agreed")
    assert passed(workspace) == [("htss-lifetime", "Agreed")]
    intake.change(workspace, made.referral, {**asked, "note": "by portal"})  # let through before


def test_a_new_referral_that_asks_at_once_is_judged(workspace: Workspace) -> None:
    made = htss(workspace)
    record_status.record(
        workspace,
        made.referral,
        ReferralStatus.DECLINED,
        TODAY,
        reason=ClosureReason.PROVIDER_DECLINED,
    )
    before = workspace.store.one("SELECT count(*) FROM referral")

    def create(override: str = "") -> None:
        intake.create(
            workspace,
            plan="partnership",
            service=Service.HTSS,
            path=Path.BOTTOM_UP,
            values={"identified_on": "2026-11-02", "submitted_on": "2026-11-10"},
            member=made.member,
            override=override,
        )

    with pytest.raises(InputRejected, match="lifetime"):
        create()
    assert workspace.store.one("SELECT count(*) FROM referral") == before
    create("The plan asked for it")
    assert passed(workspace) == [("htss-lifetime", "The plan asked for it")]


def test_it_happened_on_today_is_judged_as_well(workspace: Workspace) -> None:
    loops.add_plan(workspace, "bayview", "partnership-mcap7003")
    row, _changes = intake.create(
        workspace,
        plan="bayview",
        service=Service.HTSS,
        path=Path.BOTTOM_UP,
        values={
            "identified_on": "2026-11-16",
            "conversation_on": "2026-11-17",
            "opted_in_on": "2026-11-17",
        },
        member=NewMember("Nora", "Vale", "1975-04-02"),
    )
    for day in TWICE:
        programs.add_use(workspace, UseDraft(row.member_id, Service.HTSS, day))
    happened = (workspace, row.referral_id, "referral-submitted", TODAY)
    with pytest.raises(InputRejected, match="lifetime") as caught:
        settle.happened(*happened)
    assert caught.value.field == "override"
    settle.happened(*happened, override="Agreed")
    assert passed(workspace) == [("htss-lifetime", "Agreed")]


def test_a_facility_refers_before_release_and_custody_is_no_reason_to_refuse(
    workspace: Workspace,
) -> None:
    loops.add_plan(workspace, "bayview", "partnership-mcap7003")
    row, _changes = intake.create(
        workspace,
        plan="bayview",
        service=Service.HTNS,
        path=Path.CORRECTIONAL,
        values={"facility": "County jail", "release_on": "2026-12-01", "opted_in_on": "2026-11-17"},
        member=NewMember("Nora", "Vale", "1975-04-02"),
    )
    draft = ProgramDraft(row.member_id, Program.INCARCERATION, date(2026, 6, 1))
    programs.add_program(workspace, draft)
    record_status.record(workspace, row.referral_id, ACCEPTED, TODAY)
    found = guards.check(workspace, [row.referral_id], Step.SERVE)[row.referral_id]
    assert {r.result.rule_id: r.result.verdict for r in found}["incarceration"] is Verdict.WARN


def test_nobody_waits_without_the_consent_of_the_plan(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace, "partnership", "partnership-mcap7003")
    made = loops.add_member(workspace, plan, 1)
    capacity.report(workspace, TODAY, any_member=0, own_members=0)

    def row() -> GuardRow:
        rows = guards.check(workspace, [made.referral], Step.REVIEW)[made.referral]
        return next(row for row in rows if row.result.rule_id == "no-waitlist")

    assert (row().result.verdict, row().passed) == (Verdict.WARN, None)
    for by, how, field in (("", "phone", "by"), ("R. Stone", " ", "how")):
        with pytest.raises(InputRejected) as caught:
            guards.let_wait(workspace, made.referral, by, how, TODAY)
        assert caught.value.field == field
    with pytest.raises(InputRejected) as caught:
        guards.let_wait(workspace, made.referral, "R. Stone", "phone", date(2026, 11, 21))
    assert caught.value.field == "on"
    guards.let_wait(workspace, made.referral, "R. Stone", "phone", date(2026, 11, 19))
    kept = row().passed
    assert kept is not None and "R. Stone, phone, " in kept.reason
    with pytest.raises(InputRejected, match="already"):
        guards.let_wait(workspace, made.referral, "R. Stone", "phone", TODAY)


def test_where_no_plan_forbids_a_waitlist_there_is_no_consent_to_record(
    workspace: Workspace,
) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace, "some", "empty"), 1)
    with pytest.raises(InputRejected, match="No rule"):
        guards.let_wait(workspace, made.referral, "R. Stone", "phone", TODAY)


def test_the_command_line_passes_a_limit_with_a_reason(run: Run) -> None:
    add = ("plan", "add", "bayview", "--name", "Bayview", "--layout", "canonical")
    assert run(*add, "--policy", "la-county-2022").status == 0
    who = ("--first-name", "Nora", "--last-name", "Vale", "--born", "1975-04-02")
    way = ("intake", "add", "bottom-up", "--plan", "bayview", "--set", "identified_on=2026-10-02")
    member = run(*way, "--service", "htns", *who, "--json").json["member_id"]
    look = ("eligibility", member, "--result", "lapsed", "--how", "phone", "--on", "2026-10-05")
    assert run(*look).status == 0
    asked = (*way, "--service", "htss", "--member", member, "--set", "submitted_on=2026-10-10")
    refused = run(*asked)
    assert refused.status == 1 and "Medi-Cal lapsed" in refused.refused()
    assert run(*asked, "--override", "Reinstated on Monday").status == 0


def test_the_command_line_records_consent_to_a_waitlist(run: Run) -> None:
    add = ("plan", "add", "bayview", "--name", "Bayview", "--layout", "canonical")
    assert run(*add, "--policy", "partnership-mcap7003").status == 0
    way = ("intake", "add", "bottom-up", "--plan", "bayview", "--set", "identified_on=2026-10-02")
    who = ("--first-name", "Nora", "--last-name", "Vale", "--born", "1975-04-02")
    referral = run(*way, "--service", "htns", *who, "--json").json["referral_id"]
    wait = ("waitlist", referral, "--by", "R. Stone", "--how", "phone", "--on", "2026-10-11")
    assert run(*wait, "--json").json["by"] == "R. Stone"
    assert "already" in run(*wait).refused()
