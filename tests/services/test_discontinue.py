"""Endings on a real store: each reason, what it closes, who must hear, capacity, found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from navigator_app.domain.ending import CLOSES_AS, EndReason, reasons_in
from navigator_app.domain.guard_facts import Step, Verdict
from navigator_app.domain.programs import Program
from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import ClosureReason, Mode, Outcome, ReferralStatus
from navigator_app.errors import InputRejected, NotFound
from navigator_app.policy import packs
from navigator_app.services import (
    capacity,
    caseload,
    discontinue,
    guards,
    programs,
    record_outreach,
    record_status,
)
from navigator_app.services.discontinue import Ending
from navigator_app.services.workspace import Workspace
from tests.services import loops

TODAY = date(2026, 11, 20)
S = ReferralStatus


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    plan = loops.add_plan(workspace, "partnership", "partnership-mcap7003")
    return loops.add_member(workspace, plan, 1)


def served(ws: Workspace, referral: str) -> None:
    record_status.record(ws, referral, S.ACCEPTED, date(2026, 11, 17))
    record_status.record(
        ws, referral, S.CLOSED, date(2026, 11, 18), reason=ClosureReason.SERVICES_RECEIVED
    )


def count(ws: Workspace, table: str) -> int:
    [(number,)] = ws.store.query(f"SELECT count(*) FROM {table}")
    return int(number)


def test_every_reason_of_every_pack_is_known() -> None:
    lists = [
        rule.items
        for key in packs.names()
        for rule in packs.load(key).rules
        if rule.id == discontinue.REASONS
    ]
    assert lists
    for items in lists:
        assert [reason.value for reason in reasons_in(items)] == list(items)
    assert set(CLOSES_AS) == set(EndReason)
    assert ClosureReason.AUTHORIZATION_DENIED not in CLOSES_AS.values()


@pytest.mark.parametrize(
    "reason",
    [r for r in EndReason if r not in (EndReason.UNRESPONSIVE, EndReason.INCARCERATED)],
)
def test_a_reason_ends_the_service_and_closes_its_open_loop(
    workspace: Workspace, made: loops.Made, reason: EndReason
) -> None:
    shown = discontinue.plan(workspace, made.referral, reason, TODAY)
    assert shown.stops == ()
    assert shown.listed
    assert shown.closes is CLOSES_AS[reason]
    assert count(workspace, "discontinuation") == 0  # only shown
    row, changes = discontinue.end(
        workspace, Ending(made.referral, reason, TODAY, note=" told by phone ")
    )
    assert (row.reason, row.on, row.note) == (reason, TODAY, "told by phone")
    assert made.member in changes.members
    after = loops.state(workspace, made.referral)
    assert after["is_open"] == 0
    assert after["closure_reason"] == CLOSES_AS[reason].slug
    with pytest.raises(InputRejected, match="ended already"):
        discontinue.end(workspace, Ending(made.referral, reason, TODAY))


def test_the_closure_reason_can_be_another(workspace: Workspace, made: loops.Made) -> None:
    discontinue.end(
        workspace,
        Ending(made.referral, EndReason.DECEASED, TODAY, ClosureReason.NO_LONGER_ELIGIBLE),
    )
    assert loops.state(workspace, made.referral)["closure_reason"] == "no-longer-eligible"


def test_a_running_service_ends_without_touching_its_closed_loop(
    workspace: Workspace, made: loops.Made
) -> None:
    served(workspace, made.referral)
    shown = discontinue.plan(workspace, made.referral, EndReason.GOALS_MET, TODAY)
    assert shown.closes is None
    before = count(workspace, "status_event")
    discontinue.end(workspace, Ending(made.referral, EndReason.GOALS_MET, TODAY))
    assert count(workspace, "status_event") == before
    assert guards.for_member(workspace, made.member).can_end == ()


def test_a_loop_that_ended_without_services_has_nothing_to_end(
    workspace: Workspace, made: loops.Made
) -> None:
    record_status.record(
        workspace, made.referral, S.CLOSED, TODAY, reason=ClosureReason.NO_LONGER_NEEDS
    )
    with pytest.raises(InputRejected, match="not running"):
        discontinue.end(workspace, Ending(made.referral, EndReason.GOALS_MET, TODAY))


@pytest.mark.parametrize("running", [False, True])
def test_unresponsive_wants_three_attempts_and_the_plan_told_at_once(
    workspace: Workspace, made: loops.Made, running: bool
) -> None:
    if running:
        served(workspace, made.referral)
    shown = discontinue.plan(workspace, made.referral, EndReason.UNRESPONSIVE, TODAY)
    assert [row.result.rule_id for row in shown.stops] == ["attempts-before-unreachable"]
    assert (shown.notices[0].by, shown.notices[0].source[-8:]) == (TODAY, "VI.D.1.c")
    ending = Ending(made.referral, EndReason.UNRESPONSIVE, TODAY, plan_told_on=TODAY)
    with pytest.raises(InputRejected) as caught:
        discontinue.end(workspace, ending)
    assert caught.value.field == "override"
    assert count(workspace, "discontinuation") == 0
    for hour in (8, 8, 9):
        draft = AttemptDraft(
            made.member, Mode.PHONE, Outcome.NOT_FOUND, datetime(2026, 11, 20, hour)
        )
        record_outreach.record(workspace, [draft])
    row, _changes = discontinue.end(workspace, ending)
    assert row.plan_told == TODAY
    assert count(workspace, "guard_override") == 0
    [(told,)] = workspace.store.query("SELECT unreached_told_on FROM intake")
    assert told == TODAY.isoformat()


def test_one_override_covers_the_reason_and_the_loop(
    workspace: Workspace, made: loops.Made
) -> None:
    discontinue.end(
        workspace,
        Ending(made.referral, EndReason.UNRESPONSIVE, TODAY, override="Moved abroad, says sister"),
    )
    [row] = workspace.store.query("SELECT rule_id, reason FROM guard_override")
    assert row == ("attempts-before-unreachable", "Moved abroad, says sister")


@pytest.mark.parametrize(("days", "refused"), [(None, True), (30, True), (31, False)])
def test_custody_over_thirty_days_is_looked_up(
    workspace: Workspace, made: loops.Made, days: int | None, refused: bool
) -> None:
    if days is not None:
        draft = programs.ProgramDraft(made.member, Program.INCARCERATION, TODAY - timedelta(days))
        programs.add_program(workspace, draft)
    ending = Ending(made.referral, EndReason.INCARCERATED, TODAY)
    if refused:
        with pytest.raises(InputRejected, match="beyond 30 days"):
            discontinue.end(workspace, ending)
    else:
        discontinue.end(workspace, ending)
    assert count(workspace, "discontinuation") == int(not refused)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": TODAY + timedelta(1)}, "on"),
        ({"on": date(2026, 11, 16)}, "on"),
        ({"plan_told_on": date(2026, 11, 19)}, "plan_told_on"),
        ({"team_told_on": TODAY + timedelta(1)}, "team_told_on"),
    ],
)
def test_impossible_days_are_named_at_their_field(
    workspace: Workspace, made: loops.Made, wrong: dict[str, date], field: str
) -> None:
    record_status.record(workspace, made.referral, S.ACCEPTED, date(2026, 11, 17))
    ending = replace(Ending(made.referral, EndReason.GOALS_MET, TODAY), **wrong)  # type: ignore[arg-type]
    with pytest.raises(InputRejected) as caught:
        discontinue.end(workspace, ending)
    assert caught.value.field == field
    assert loops.state(workspace, made.referral)["is_open"] == 1


def test_a_plan_without_a_list_borrows_one_and_says_so(workspace: Workspace) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace), 5)
    shown = discontinue.plan(workspace, made.referral, EndReason.GOALS_MET, TODAY)
    assert not shown.listed
    assert "MCAP7003" in shown.rule_source
    assert len(discontinue.reasons(workspace, made.referral)) == 9


def test_who_was_told_can_follow_later(workspace: Workspace, made: loops.Made) -> None:
    row, _ = discontinue.end(workspace, Ending(made.referral, EndReason.MEMBER_WISH, TODAY))
    after, _ = discontinue.tell(workspace, row.id, plan_on=TODAY)
    after, _ = discontinue.tell(workspace, row.id, team_on=TODAY)
    assert (after.plan_told, after.team_told) == (TODAY, TODAY)
    with pytest.raises(InputRejected):
        discontinue.tell(workspace, row.id, plan_on=TODAY - timedelta(1))


def test_declining_when_full_reports_the_capacity_in_one_action(
    workspace: Workspace, made: loops.Made
) -> None:
    row, report, changes = discontinue.decline_full(
        workspace, made.referral, TODAY, own_members=2, note="Both navigators full"
    )
    assert (row.status, row.closure_reason) == (S.DECLINED, ClosureReason.PROVIDER_DECLINED)
    assert (report.any_member, report.own_members, report.told) == (0, 2, None)
    assert report.due == date(2026, 12, 1)  # five business days around Thanksgiving
    assert "VI.E.6" in report.source
    assert changes.plans
    [(ids,)] = workspace.store.query(
        "SELECT count(DISTINCT transaction_id) FROM journal_entry WHERE table_name IN "
        "('status_event', 'capacity_report')"
    )
    assert ids == 1
    told, _ = capacity.tell(workspace, report.id, TODAY)
    assert told.told == TODAY


def test_a_decline_that_is_refused_reports_nothing(workspace: Workspace, made: loops.Made) -> None:
    with pytest.raises(InputRejected) as caught:
        discontinue.decline_full(workspace, made.referral, TODAY, any_member=1)
    assert caught.value.field == "any_member"
    record_status.record(workspace, made.referral, S.OUTREACH_INITIATED, date(2026, 11, 19))
    with pytest.raises(InputRejected):
        discontinue.decline_full(workspace, made.referral, TODAY)
    assert capacity.reports(workspace) == []


def test_a_full_agency_is_warned_of_a_waitlist(workspace: Workspace, made: loops.Made) -> None:
    capacity.report(workspace, TODAY, any_member=0, plan="partnership")
    [row] = [
        row
        for row in guards.check(workspace, [made.referral], Step.REVIEW)[made.referral]
        if row.result.rule_id == "no-waitlist"
    ]
    assert row.result.verdict is Verdict.WARN
    capacity.report(workspace, TODAY, any_member=3)
    rows = guards.check(workspace, [made.referral], Step.REVIEW)[made.referral]
    assert all(row.result.verdict is not Verdict.WARN for row in rows)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"any_member": -1}, "any_member"),
        ({"any_member": 0, "own_members": 10_000}, "own_members"),
        ({"any_member": 0, "changed_on": TODAY + timedelta(1)}, "changed_on"),
        ({"any_member": 0, "told_on": TODAY - timedelta(1)}, "told_on"),
    ],
)
def test_impossible_capacity(workspace: Workspace, given: dict[str, object], field: str) -> None:
    values = {"changed_on": TODAY, **given}
    with pytest.raises(InputRejected) as caught:
        capacity.report(workspace, **values)  # type: ignore[arg-type]
    assert caught.value.field == field
    with pytest.raises(NotFound):
        capacity.report(workspace, TODAY, any_member=1, plan="nobody")


def test_found_again_starts_a_linked_loop(workspace: Workspace, made: loops.Made) -> None:
    row, _ = discontinue.end(
        workspace,
        Ending(made.referral, EndReason.UNRESPONSIVE, date(2026, 11, 18), override="no phone"),
    )
    with pytest.raises(InputRejected) as caught:
        discontinue.reengage(workspace, row.id, date(2026, 11, 17))
    assert caught.value.field == "on"
    key, changes = discontinue.reengage(workspace, row.id, TODAY, "At the library")
    assert {key, made.referral} <= changes.referrals
    [(previous, path, is_open)] = workspace.store.query(
        "SELECT r.previous_referral_id, i.path, r.is_open FROM referral r "
        "JOIN intake i ON i.referral_id = r.id WHERE r.id = ?",
        (key,),
    )
    assert (previous, path, is_open) == (made.referral, "re-referral", 1)
    [ending] = guards.for_member(workspace, made.member).endings
    assert ending.reengaged == TODAY
    with pytest.raises(InputRejected, match="already"):
        discontinue.reengage(workspace, row.id, TODAY)


def test_attempts_before_the_member_was_found_again_count_no_more(
    workspace: Workspace, made: loops.Made
) -> None:
    for day in (17, 18, 19):
        at = datetime(2026, 11, day, 9)
        draft = AttemptDraft(made.member, Mode.PHONE, Outcome.NOT_FOUND, at)
        record_outreach.record(workspace, [draft])
    row, _ = discontinue.end(workspace, Ending(made.referral, EndReason.UNRESPONSIVE, TODAY))
    key, _ = discontinue.reengage(workspace, row.id, TODAY)
    with pytest.raises(InputRejected, match="0 of 3"):
        record_status.record(workspace, key, S.CLOSED, TODAY, reason=ClosureReason.UNABLE_TO_REACH)


def test_found_again_takes_the_referral_that_the_plan_sent(
    workspace: Workspace, made: loops.Made
) -> None:
    row, _ = discontinue.end(
        workspace, Ending(made.referral, EndReason.MEMBER_WISH, date(2026, 11, 18))
    )
    [(plan_id,)] = workspace.store.query(
        "SELECT plan_id FROM referral WHERE id = ?", (made.referral,)
    )
    sent = loops.add_referral(workspace, plan_id, made.member)
    key, _ = discontinue.reengage(workspace, row.id, TODAY)
    assert key == sent
    assert count(workspace, "referral") == 2


def test_not_again_before_the_member_engages(workspace: Workspace, made: loops.Made) -> None:
    row, _ = discontinue.end(
        workspace,
        Ending(made.referral, EndReason.UNRESPONSIVE, date(2026, 11, 18), override="no phone"),
    )
    [(plan_id,)] = workspace.store.query(
        "SELECT plan_id FROM referral WHERE id = ?", (made.referral,)
    )
    other = loops.add_referral(workspace, plan_id, made.member, service="htss")

    def verdict() -> Verdict | None:
        rows = guards.check(workspace, [other], Step.AUTHORIZE)[other]
        found = [r.result.verdict for r in rows if r.result.rule_id == "member-must-engage"]
        return found[0] if found else None

    assert verdict() is Verdict.REFUSE
    discontinue.reengage(workspace, row.id, TODAY)
    assert verdict() is None


def test_nobody_who_died_is_found_again(workspace: Workspace, made: loops.Made) -> None:
    row, _ = discontinue.end(workspace, Ending(made.referral, EndReason.DECEASED, TODAY))
    with pytest.raises(InputRejected, match="died"):
        discontinue.reengage(workspace, row.id, TODAY)
    with pytest.raises(NotFound):
        discontinue.reengage(workspace, "nothing", TODAY)


def test_the_history_of_a_member_tells_of_endings_and_what_was_passed(
    workspace: Workspace, made: loops.Made
) -> None:
    programs.add_program(workspace, programs.ProgramDraft(made.member, Program.ECM))
    discontinue.end(
        workspace, Ending(made.referral, EndReason.UNRESPONSIVE, TODAY, override="no phone")
    )
    tables = {row.table for row in caseload.history(workspace, made.member)}
    assert {"other_program", "discontinuation", "guard_override"} <= tables
