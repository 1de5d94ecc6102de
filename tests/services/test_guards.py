"""Limits gathered from a real store: what counts, who passes one, and what is journalled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from navigator_app.domain.guard_facts import Step, Verdict
from navigator_app.domain.guard_rows import GuardRow
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import ClosureReason, Mode, Outcome, ReferralStatus, Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import guards, programs, record_outreach, record_status
from navigator_app.services.workspace import Workspace
from navigator_app.store import intake_writes, reads_guards
from navigator_app.store.tx import Tx
from tests.services import loops

TODAY = date(2026, 11, 20)
SQL = (
    *("_BASE", "_TRIES", "_USES", "_STAYS", "_CHECKS"),
    *("_NAVIGATION", "_CAPACITY", "_ENDED", "_PASSED", "_SUPPORT_PLAN", "_DEPOSIT_ITEMS"),
)
CLOSED = ReferralStatus.CLOSED
UNREACHED = ClosureReason.UNABLE_TO_REACH


@pytest.fixture
def partnership(workspace: Workspace) -> str:
    return loops.add_plan(workspace, "partnership", "partnership-mcap7003")


@pytest.fixture
def made(workspace: Workspace, partnership: str) -> loops.Made:
    return loops.add_member(workspace, partnership, 1)


def attempt(
    ws: Workspace,
    made: loops.Made,
    day: int,
    outcome: Outcome = Outcome.NOT_FOUND,
    referral: str | None = None,
) -> str:
    at = datetime(2026, 11, day, 9)
    draft = AttemptDraft(made.member, Mode.PHONE, outcome, at, referral_id=referral)
    return record_outreach.record(ws, [draft]).undo


def verdicts(ws: Workspace, referral: str, step: Step = Step.REVIEW) -> dict[str, GuardRow]:
    return {row.result.rule_id: row for row in guards.check(ws, [referral], step)[referral]}


def close(ws: Workspace, referral: str, on: date = TODAY, override: str = "") -> None:
    record_status.record(ws, referral, CLOSED, on, reason=UNREACHED, override=override)


def overrides(ws: Workspace) -> list[tuple[str, str]]:
    return ws.store.query("SELECT rule_id, reason FROM guard_override")


def test_fewer_than_three_attempts_are_refused_where_the_plan_asks_for_them(
    workspace: Workspace,
) -> None:
    plan = loops.add_plan(workspace, "some", "partnership-mcap7003")
    made = loops.add_member(workspace, plan, 7)
    for day in (17, 18):
        attempt(workspace, made, day)
    with pytest.raises(InputRejected) as caught:
        close(workspace, made.referral)
    assert caught.value.field == "override"
    assert "2 of 3 attempts" in caught.value.message
    assert "MCAP7003" in caught.value.message
    assert "give a reason" in caught.value.next_step
    assert loops.state(workspace, made.referral)["is_open"] == 1
    attempt(workspace, made, 19)
    close(workspace, made.referral)
    assert loops.state(workspace, made.referral)["closure_reason"] == "unable-to-reach"
    assert overrides(workspace) == []


@pytest.mark.parametrize("policy", ["toolkit-2025", "empty", "dhcs"])
def test_where_no_plan_asks_for_attempts_too_few_are_a_warning(
    workspace: Workspace, policy: str
) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace, "some", policy), 7)
    attempt(workspace, made, 17)
    on = workspace.clock.today()
    answers = guards.check(workspace, [made.referral], Step.UNREACHABLE, on)[made.referral]
    [row] = [row for row in answers if row.result.rule_id == "attempts-before-unreachable"]
    assert row.result.verdict is Verdict.WARN
    assert not row.result.required
    close(workspace, made.referral)
    assert loops.state(workspace, made.referral)["closure_reason"] == "unable-to-reach"
    assert overrides(workspace) == []


def plan_row(tx: Tx, member: str, version: int, signed_on: str | None) -> None:
    row: dict[str, object] = {"id": uuid7(), "member_id": member, "version": version}
    row |= {"state": "signed" if signed_on else "draft", "started_on": "2026-10-01"}
    tx.insert("support_plan", {**row, "signed_on": signed_on, "created_at": tx.now})


def test_a_signed_plan_and_what_the_deposit_would_pay_are_read(
    workspace: Workspace, partnership: str
) -> None:
    made = loops.add_member(workspace, partnership, 8, service="deposits")

    def judged(rule: str) -> Verdict:
        return verdicts(workspace, made.referral, Step.DEPOSIT)[rule].result.verdict

    assert judged("deposits-support-plan") is Verdict.UNKNOWN
    assert judged("deposits-no-rent") is Verdict.UNKNOWN
    request = {"id": "request", "member_id": made.member, "state": "draft"}
    item = {"id": "item", "request_id": "request", "kind": "security-deposit"}
    with workspace.transaction("test") as tx:
        plan_row(tx, made.member, 1, None)
        tx.insert("deposit_request", {**request, "created_at": tx.now})
        tx.insert("deposit_item", {**item, "created_at": tx.now})
    assert judged("deposits-support-plan") is Verdict.REFUSE
    assert judged("deposits-no-rent") is Verdict.OK
    with workspace.transaction("test") as tx:
        plan_row(tx, made.member, 2, "2026-11-02")
        plan_row(tx, made.member, 3, None)  # its revision
        tx.insert("deposit_item", {**item, "id": "more", "kind": "rent", "created_at": tx.now})
    assert judged("deposits-support-plan") is Verdict.OK
    assert judged("deposits-no-rent") is Verdict.REFUSE
    with workspace.transaction("test") as tx:
        tx.update("deposit_request", "request", {"state": "withdrawn"})
    assert judged("deposits-no-rent") is Verdict.UNKNOWN


def test_the_conditions_of_a_deposit_are_read_from_the_record(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace, "lacare", "la-care-2025")
    made = loops.add_member(workspace, plan, 8, service="deposits", requested=date(2026, 11, 12))
    row = verdicts(workspace, made.referral, Step.DEPOSIT)["deposits-conditions"]
    assert row.result.verdict is Verdict.UNKNOWN
    assert row.result.source.startswith("L.A. Care")
    began = programs.UseDraft(made.member, Service.HTNS, date(2026, 9, 1))
    programs.add_use(workspace, began)
    with workspace.transaction("test") as tx:
        intake_writes.write(tx, made.referral, {"move_in_on": "2026-12-01"})
    row = verdicts(workspace, made.referral, Step.DEPOSIT)["deposits-conditions"]
    assert row.result.verdict is Verdict.OK
    with workspace.transaction("test") as tx:
        request = {"id": "request", "member_id": made.member, "state": "draft"}
        moved = {"move_in_on": "2026-11-10", "created_at": tx.now}
        tx.insert("deposit_request", {**request, **moved})
    row = verdicts(workspace, made.referral, Step.DEPOSIT)["deposits-conditions"]
    assert row.result.verdict is Verdict.REFUSE, "the request itself says when"
    with workspace.transaction("test") as tx:
        tx.update("deposit_request", "request", {"state": "withdrawn"})
        intake_writes.write(tx, made.referral, {"move_in_on": "2026-11-01"})
    row = verdicts(workspace, made.referral, Step.DEPOSIT)["deposits-conditions"]
    assert row.result.verdict is Verdict.REFUSE


def test_an_override_is_kept_with_its_reason_and_journalled(
    workspace: Workspace, made: loops.Made
) -> None:
    with pytest.raises(InputRejected):
        close(workspace, made.referral, override="   ")
    close(workspace, made.referral, override=" The shelter burned down ")
    assert overrides(workspace) == [("attempts-before-unreachable", "The shelter burned down")]
    [(who, why)] = workspace.store.query(
        "SELECT t.user_name, t.intention FROM journal_entry e "
        "JOIN journal_transaction t ON t.id = e.transaction_id "
        "WHERE e.table_name = 'guard_override'"
    )
    assert (who, why) == ("Ana Ruiz", "record_status")


def test_other_reasons_ask_for_no_attempt(workspace: Workspace, made: loops.Made) -> None:
    record_status.record(
        workspace, made.referral, CLOSED, TODAY, reason=ClosureReason.NO_LONGER_NEEDS
    )
    assert overrides(workspace) == []


def test_undone_foreign_and_early_attempts_do_not_count(
    workspace: Workspace, partnership: str, made: loops.Made
) -> None:
    other = loops.add_referral(workspace, partnership, made.member, service="htss")
    attempt(workspace, made, 17, referral=other)
    token = attempt(workspace, made, 18)
    attempt(workspace, made, 19)
    record_outreach.undo(workspace, token)
    row = verdicts(workspace, made.referral, Step.UNREACHABLE)["attempts-before-unreachable"]
    assert "1 of 3" in str(row.result.why)
    row = verdicts(workspace, other, Step.UNREACHABLE)["attempts-before-unreachable"]
    assert "2 of 3" in str(row.result.why)


def test_the_plan_told_stands_in_the_intake(workspace: Workspace, made: loops.Made) -> None:
    for day in (17, 18, 19):
        attempt(workspace, made, day)
    row = verdicts(workspace, made.referral)["unreached-told"]
    assert row.result.verdict is Verdict.WARN
    with workspace.transaction("test") as tx:
        intake_writes.write(tx, made.referral, {"unreached_told_on": "2026-11-19"})
    assert verdicts(workspace, made.referral)["unreached-told"].result.verdict is Verdict.OK


def test_own_closed_loop_counts_once_and_can_be_documented(
    workspace: Workspace, partnership: str, made: loops.Made
) -> None:
    first = loops.add_referral(workspace, partnership, made.member, service="htss")
    record_status.record(workspace, first, ReferralStatus.ACCEPTED, date(2026, 11, 17))
    record_status.record(
        workspace, first, CLOSED, date(2026, 11, 18), reason=ClosureReason.SERVICES_RECEIVED
    )
    second = loops.add_referral(workspace, partnership, made.member, service="htss")
    assert verdicts(workspace, second)["htss-lifetime"].result.verdict is Verdict.REFUSE
    again = programs.UseDraft(made.member, Service.HTSS, date(2026, 11, 18))
    programs.add_use(workspace, replace(again, what_changed="In treatment since June"))
    row = verdicts(workspace, second)["htss-lifetime"]
    assert row.result.verdict is Verdict.OK
    assert "In treatment since June" in str(row.result.why)
    programs.add_use(workspace, replace(again, what_changed="In treatment since May"))
    uses = workspace.store.query("SELECT starts_on, what_changed FROM service_use")
    assert uses == [("2026-11-18", "In treatment since May")]
    programs.add_use(workspace, programs.UseDraft(made.member, Service.HTSS, date(2019, 1, 1)))
    assert verdicts(workspace, second)["htss-lifetime"].result.verdict is Verdict.REFUSE


def test_deposits_count_navigation_from_its_authorization(
    workspace: Workspace, partnership: str, made: loops.Made
) -> None:
    deposit = loops.add_referral(workspace, partnership, made.member, service="deposits")
    row = verdicts(workspace, deposit, Step.DEPOSIT)["deposits-navigation-first"]
    assert row.result.verdict is Verdict.UNKNOWN
    for days, verdict in ((29, Verdict.REFUSE), (30, Verdict.WARN), (60, Verdict.OK)):
        with workspace.transaction("test") as tx:
            tx.insert(
                "authorization",
                {
                    "id": uuid7(),
                    "referral_id": made.referral,
                    "status": "approved",
                    "effective_on": (TODAY - timedelta(days)).isoformat(),
                    "created_at": tx.now,
                },
            )
        row = verdicts(workspace, deposit, Step.DEPOSIT)["deposits-navigation-first"]
        assert row.result.verdict is verdict
    assert (
        verdicts(workspace, deposit, Step.DEPOSIT)["deposits-support-plan"].result.verdict
        is Verdict.UNKNOWN
    )


def test_a_no_holds_until_a_yes(workspace: Workspace) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace, "la", "la-county-2022"), 3)
    attempt(workspace, made, 17, Outcome.REFUSED)
    assert verdicts(workspace, made.referral)["exclusions"].result.verdict is Verdict.REFUSE
    attempt(workspace, made, 18, Outcome.REACHED)
    assert verdicts(workspace, made.referral)["exclusions"].result.verdict is Verdict.OK


def test_passing_a_guard_on_the_card(workspace: Workspace, partnership: str) -> None:
    made = loops.add_member(workspace, partnership, 4, service="htss")
    draft = programs.UseDraft(made.member, Service.HTSS, date(2024, 1, 1))
    programs.add_use(workspace, draft)
    with pytest.raises(InputRejected) as caught:
        guards.override(workspace, made.referral, "htss-lifetime", " ")
    assert caught.value.field == "reason"
    with pytest.raises(InputRejected):
        guards.override(workspace, made.referral, "no-waitlist", "nothing there to pass")
    with pytest.raises(NotFound):
        guards.override(workspace, "nobody", "htss-lifetime", "x")
    changes = guards.override(workspace, made.referral, "htss-lifetime", "Plan agreed by phone")
    assert made.referral in changes.referrals
    [row] = [
        row
        for row in guards.for_member(workspace, made.member).rows
        if row.result.rule_id == "htss-lifetime"
    ]
    assert row.passed is not None
    assert (row.passed.reason, row.passed.by) == ("Plan agreed by phone", "Ana Ruiz")


def test_many_referrals_take_as_many_statements_as_one(
    workspace: Workspace, partnership: str
) -> None:
    ids = [loops.add_member(workspace, partnership, n).referral for n in range(20, 60)]
    said: list[str] = []
    workspace.store.connection.set_trace_callback(said.append)
    guards.check(workspace, ids[:1], Step.REVIEW)
    one = len(said)
    said.clear()
    answers = guards.check(workspace, ids, Step.REVIEW)
    workspace.store.connection.set_trace_callback(None)
    assert len(said) == one
    assert set(answers) == set(ids)


def test_one_member_is_read_without_going_through_the_store(workspace: Workspace) -> None:
    statements = [value for name, value in vars(reads_guards).items() if name in SQL]
    assert len(statements) == len(SQL)
    for sql in statements:
        asked = ("[]",) * sql.count("?")
        plan = [row[3] for row in workspace.store.query(f"EXPLAIN QUERY PLAN {sql}", asked)]
        scanned = [line for line in plan if line.startswith("SCAN")]
        known = ("SCAN j VIRTUAL", "SCAN c", "SCAN (subquery")  # few reports of capacity
        assert all(line.startswith(known) for line in scanned), plan


def test_unknown_referrals_have_no_answer(workspace: Workspace) -> None:
    assert guards.check(workspace, ["nobody"], Step.REVIEW) == {}
    assert guards.for_member(workspace, "nobody").rows == ()
