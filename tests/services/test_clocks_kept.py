"""Clocks as they are kept: the same by any way, moved by facts and rules, put off, exported."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from navigator_app.domain.clocks import State
from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import Mode, Outcome, ReferralStatus
from navigator_app.errors import InputRejected, NotFound
from navigator_app.exchange.icalendar import Event, calendar_text, folded
from navigator_app.services import (
    agency,
    calendar_file,
    clocks,
    facts,
    import_authorizations,
    moves,
    record_outreach,
    record_status,
    settle,
    snooze,
    today,
)
from navigator_app.services.workspace import Workspace
from navigator_app.store import intake_facts, reads_facts
from tests.services import loops

S = ReferralStatus
PARTNERSHIP = "partnership-mcap7003"


SAMPLE = Path(__file__).parents[1] / "data" / "samples" / "bayview_csasf_2026-11-15.csv"


def day(number: int) -> date:
    return date(2026, 11, number)


def kept(ws: Workspace) -> list[tuple[object, ...]]:
    return ws.store.query("SELECT * FROM running_clock ORDER BY referral_id, rule_id")


def rules(ws: Workspace, referral: str) -> dict[str, str]:
    sql = "SELECT rule_id, due_on FROM running_clock WHERE referral_id = ?"
    return dict(ws.store.query(sql, (referral,)))


def later(ws: Workspace, when: date) -> Workspace:
    noon = datetime(when.year, when.month, when.day, 20, tzinfo=UTC)
    return replace(ws, clock=replace(ws.clock, fixed=noon))


def attempt(member: str, at: str, outcome: Outcome = Outcome.NOT_FOUND) -> AttemptDraft:
    return AttemptDraft(member, Mode.PHONE, outcome, datetime.fromisoformat(at))


@pytest.fixture
def plan(workspace: Workspace) -> str:
    return loops.add_plan(workspace)


def test_a_failed_attempt_does_not_reset_the_contact_clock(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace, policy=PARTNERSHIP)
    made = loops.add_member(workspace, plan, 1)
    before = rules(workspace, made.referral)
    assert before["referral-response"] == "2026-11-18"
    record_status.record(workspace, made.referral, S.ACCEPTED, day(17))
    assert rules(workspace, made.referral)["referral-response"] == "2026-11-18"
    record_outreach.record(workspace, [attempt(made.member, "2026-11-18T09:00")])
    met = {one.rule.id: one for one in clocks.of_referral(workspace, made.referral)}
    assert met["referral-response"].state is State.MET
    assert met["referral-response"].due == day(18)
    record_outreach.record(workspace, [attempt(made.member, "2026-11-19T09:00")])
    again = {one.rule.id: one for one in clocks.of_referral(workspace, made.referral)}
    assert again["referral-response"] == met["referral-response"]
    assert again["outreach-begun"].met_on == day(18)


def test_three_unanswered_attempts_are_told_to_the_plan(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace, policy=PARTNERSHIP)
    made = loops.add_member(workspace, plan, 1)
    for number in (17, 18):
        record_outreach.record(workspace, [attempt(made.member, f"2026-11-{number}T09:00")])
    assert "unreached-told" not in rules(workspace, made.referral)
    record_outreach.record(workspace, [attempt(made.member, "2026-11-19T09:00")])
    assert rules(workspace, made.referral)["unreached-told"] == "2026-11-19"
    settle.happened(workspace, made.referral, "unreached-told", day(20))
    assert "unreached-told" not in rules(workspace, made.referral)
    update = rules(workspace, made.referral)["weekly-update"]
    settle.happened(workspace, made.referral, "weekly-update", day(20))
    assert (update, rules(workspace, made.referral)["weekly-update"]) == (
        "2026-11-23",
        "2026-11-27",
    )
    record_outreach.record(workspace, [attempt(made.member, "2026-11-19T15:00", Outcome.REACHED)])
    states = {one.rule.id: one.state for one in clocks.of_referral(workspace, made.referral)}
    assert states["outreach-begun"] is State.MET


def test_what_happened_must_be_possible(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace, policy=PARTNERSHIP)
    made = loops.add_member(workspace, plan, 1)
    for when, rule in ((day(21), "weekly-update"), (day(15), "weekly-update"),
                       (day(18), "outreach-begun")):  # fmt: skip
        with pytest.raises(InputRejected):
            settle.happened(workspace, made.referral, rule, when)
    with pytest.raises(NotFound):
        settle.happened(workspace, made.referral, "no-such-rule", day(18))


def test_a_short_fact_leaves_a_referral_from_a_file_what_it_was(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace, policy=PARTNERSHIP)
    made = loops.add_member(workspace, plan, 1, authorization=None)
    before = rules(workspace, made.referral)
    settle.happened(workspace, made.referral, "weekly-update", day(20))
    after = rules(workspace, made.referral)
    assert before.keys() == after.keys()
    assert {k for k in before if before[k] != after[k]} == {"weekly-update"}


def test_the_plans_own_steps_are_chased_where_we_asked(workspace: Workspace, plan: str) -> None:
    made = loops.add_member(workspace, plan, 1, authorization="under-review")
    with workspace.transaction("test") as tx:
        for column, on in (("submitted_on", day(12)), ("conversation_on", day(10))):
            intake_facts.put(tx, made.referral, column, on)
        tx.execute("UPDATE intake SET path = 'bottom-up'")
        clocks.recompute(tx, workspace, [made.referral])
    chased = [row.rule for row in today.due(workspace) if row.chase]
    assert chased == ["decision-routine", "decision-latest"]
    [row] = [row for row in today.due(workspace) if row.rule == "decision-routine"]
    assert row.why == "Counted from the referral request to the plan, Nov 12, 2026."
    assert (row.due, row.state, row.stake) == (day(19), "overdue", "member-waiting")


def test_an_authorization_that_ends_soon_stands_first(workspace: Workspace, plan: str) -> None:
    waiting = loops.add_member(workspace, plan, 1)
    ending = loops.add_member(workspace, plan, 2, sent=date(2026, 1, 5), requested=None)
    far = loops.add_member(workspace, plan, 3, sent=date(2026, 1, 5), requested=None)
    with workspace.transaction("test") as tx:
        for made, ends in ((ending, "2026-12-10"), (far, "2027-02-01")):
            tx.update("referral", made.referral, {"effective_on": "2026-01-05", "ends_on": ends})
        clocks.recompute(tx, workspace)
    for made in (ending, far):
        record_outreach.record(workspace, [attempt(made.member, "2026-11-18T09:00")])
    rows = today.today(workspace).due
    assert [(row.referral_id, row.rule) for row in rows] == [
        (ending.referral, "authorization-end"),
        (waiting.referral, "outreach-begun"),
        (far.referral, "authorization-end"),
    ]
    assert rows[0].why == "The date is the last day of the authorization itself."
    assert [row.more for row in rows] == [0, 1, 0]


def test_one_by_one_and_all_at_once_are_the_same(workspace: Workspace) -> None:
    for key, policy in (("bayview", "toolkit-2025"), ("sierra", PARTNERSHIP)):
        plan = loops.add_plan(workspace, key, policy)
        for number in range(6):
            made = loops.add_member(
                workspace, plan, number + 10 * len(policy), sent=day(2 + number),
                authorization=("approved", None, "under-review")[number % 3],
            )  # fmt: skip
            if number % 2:
                record_outreach.record(workspace, [attempt(made.member, "2026-11-19T09:00")])
    before = kept(workspace)
    assert before
    with workspace.store.scratch(workspace.clock) as tx:
        tx.execute("DELETE FROM running_clock")
        clocks.recompute(tx, workspace)
    assert kept(workspace) == before
    with workspace.store.scratch(workspace.clock) as tx:
        assert clocks.recompute(tx, workspace, by_rule=True) == []


def test_what_is_kept_is_what_one_referral_shows(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace, policy=PARTNERSHIP)
    made = loops.add_member(workspace, plan, 1)
    running = {
        one.rule.id: one.due.isoformat()
        for one in clocks.of_referral(workspace, made.referral)
        if one.running and one.due is not None and one.rule.id != clocks.MONTHLY_STATUS
    }
    assert rules(workspace, made.referral) == running
    assert clocks.of_referral(workspace, "nobody") == []


def test_an_import_leaves_nothing_to_compute(workspace: Workspace) -> None:
    agency.add_plan(workspace, "bayview", name="Bayview", layout="bayview")
    parsed = import_authorizations.read(
        SAMPLE, import_authorizations.layouts_for(workspace, "bayview")
    )
    review = import_authorizations.stage(workspace, parsed, "bayview")
    import_authorizations.commit(workspace, review.id)
    imported = kept(workspace)
    shown = workspace.store.query("SELECT id, clock_rule, clock_due_on FROM referral ORDER BY id")
    assert imported
    with workspace.store.scratch(workspace.clock) as tx:
        tx.execute("DELETE FROM running_clock")
        clocks.recompute(tx, workspace)
    assert kept(workspace) == imported
    assert shown == workspace.store.query(
        "SELECT id, clock_rule, clock_due_on FROM referral ORDER BY id"
    )


def test_a_new_day_and_a_new_rule_are_noticed(workspace: Workspace, plan: str) -> None:
    made = loops.add_member(workspace, plan, 1)
    assert clocks.refresh(workspace)
    assert not clocks.refresh(workspace)
    assert clocks.refresh(later(workspace, day(21)))
    entries = workspace.store.one("SELECT count(*) FROM journal_entry")
    with workspace.store.scratch(workspace.clock) as tx:
        tx.execute("UPDATE clock_run SET rules = 'of another version'")
        tx.execute("UPDATE running_clock SET due_on = '2026-11-18'")
    assert clocks.refresh(workspace)
    [moved] = moves.moved(workspace)
    assert (moved.referral_id, moved.rule) == (made.referral, "outreach-begun")
    assert (moved.was, moved.now) == (day(18), day(19))
    assert workspace.store.one("SELECT count(*) FROM journal_entry") == entries


def test_another_pack_lists_the_cases_it_moves(workspace: Workspace, plan: str) -> None:
    made = loops.add_member(workspace, plan, 1)
    agency.update_plan(workspace, "bayview", name="B", layout="canonical", policy=PARTNERSHIP)
    moved = {one.rule: (one.was, one.now) for one in moves.moved(workspace)}
    assert moved == {
        "referral-response": (None, day(18)),
        "weekly-update": (None, day(23)),
    }
    assert {one.member_id for one in moves.moved(workspace)} == {made.member}
    moves.seen(workspace)
    agency.update_plan(workspace, "bayview", name="B", layout="canonical", policy="dhcs")
    gone = {one.rule for one in moves.moved(workspace) if one.now is None}
    assert gone == {"referral-response", "weekly-update", "outreach-begun"}
    moves.seen(workspace)
    assert moves.moved(workspace) == []


def test_a_line_put_off_leaves_today_and_comes_back(workspace: Workspace, plan: str) -> None:
    made = loops.add_member(workspace, plan, 1)
    monthly = clocks.MONTHLY_STATUS
    back, _changes = snooze.put_off(workspace, made.referral, monthly, day(25), " waits  for HR ")
    assert back == day(25)
    [row] = today.today(workspace).due
    assert (row.rule, row.more) == ("outreach-begun", 0)
    assert {row.rule for row in today.due(workspace)} == {"outreach-begun", monthly}
    [off] = today.put_off(workspace)
    assert (off.row.rule, off.until, off.back_on) == (monthly, day(25), day(25))
    assert (off.reason, off.by) == ("waits for HR", "Ana Ruiz")
    assert today.today(later(workspace, day(25))).due[0].more == 1
    snooze.take_back(workspace, made.referral, monthly)
    assert today.put_off(workspace) == []
    assert today.today(workspace).due[0].more == 1
    tables = workspace.store.query(
        "SELECT operation FROM journal_entry WHERE table_name = 'snooze' ORDER BY seq"
    )
    assert tables == [("insert",), ("delete",)]


def test_a_grave_line_comes_back_the_day_it_is_due(workspace: Workspace, plan: str) -> None:
    made = loops.add_member(workspace, plan, 1, sent=day(19))  # outreach due on the 24th
    back, _changes = snooze.put_off(workspace, made.referral, "outreach-begun", day(30), "holiday")
    assert back == day(24)
    assert [row.rule for row in today.today(workspace).due] == ["monthly-status"]
    [off] = today.put_off(workspace)
    assert (off.until, off.back_on) == (day(30), day(24))
    on_the_day = later(workspace, day(24))
    assert today.today(on_the_day).due[0].rule == "outreach-begun"
    assert today.put_off(on_the_day) == []
    with pytest.raises(InputRejected, match="due already"):
        snooze.put_off(on_the_day, made.referral, "outreach-begun", day(26), "later")


def test_putting_off_wants_a_reason_and_a_day_ahead(workspace: Workspace, plan: str) -> None:
    made = loops.add_member(workspace, plan, 1, sent=day(19))
    for until, reason in ((day(24), "  "), (day(20), "x"), (date(2027, 11, 1), "x")):
        with pytest.raises(InputRejected):
            snooze.put_off(workspace, made.referral, "outreach-begun", until, reason)
    with pytest.raises(NotFound):
        snooze.put_off(workspace, made.referral, "weekly-update", day(24), "x")


def test_a_week_has_seven_days(workspace: Workspace, plan: str) -> None:
    loops.add_member(workspace, plan, 1)  # overdue since the 19th
    loops.add_member(workspace, plan, 2, sent=day(19))  # due on the 24th
    week = today.week(workspace)
    assert [one.on for one in week] == [day(20 + number) for number in range(7)]
    assert [len(one.rows) for one in week] == [1, 0, 0, 0, 1, 0, 0]
    assert today.week(workspace, start=day(24))[6].rows[0].rule == "monthly-status"


def test_a_calendar_file_names_nobody(workspace: Workspace, plan: str, tmp_path: Path) -> None:
    made = loops.add_member(workspace, plan, 1, sent=day(19))
    loops.add_member(workspace, plan, 2, sent=day(19))
    loops.add_member(workspace, plan, 3)
    path = tmp_path / "due.ics"
    assert calendar_file.write(workspace, path) == 3
    text = path.read_bytes().decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "SUMMARY:2 referrals: Begin outreach (HTNS)" in text
    assert "SUMMARY:1 referral: overdue: Begin outreach (HTNS)" in text
    assert "DTSTART;VALUE=DATE:20261124\r\nDTEND;VALUE=DATE:20261125\r\n" in text
    for secret in (made.member, made.referral, made.cin, "First1", "Last0", "Harbor", "1234567893"):
        assert secret not in text
    uids = [line for line in text.split("\r\n") if line.startswith("UID:")]
    assert len(set(uids)) == 3
    record_status.record(workspace, made.referral, S.PENDING, day(19))
    again = calendar_file.text(workspace).split("\r\n")
    assert [line for line in again if line.startswith("UID:")] == uids


@given(st.text(max_size=300))
def test_calendar_lines_are_folded_and_unfold_again(text: str) -> None:
    stamp = datetime(2026, 11, 20, tzinfo=UTC)
    made = calendar_text([Event("u", day(20), text)], product="p", name="n", stamp=stamp)
    lines = made.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not any(char < " " and char != "\t" for line in lines for char in line)
    whole = made.replace("\r\n ", "")
    [summary] = [line for line in whole.split("\r\n") if line.startswith("SUMMARY:")]
    assert "".join(folded("x" * 80)) == "x" * 75 + " " + "x" * 5
    assert summary.count("\n") == 0


DATES = st.dates(date(2026, 11, 1), date(2026, 11, 20))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    days=st.lists(DATES, min_size=1, max_size=5),
    accepted=st.none() | DATES,
    policy=st.sampled_from(("toolkit-2025", PARTNERSHIP, "la-county-2022")),
)
def test_more_facts_never_make_a_met_deadline_unmet(
    open_workspace: Callable[..., Workspace],
    built_home: Path,
    days: list[date],
    accepted: date | None,
    policy: str,
) -> None:
    """Each attempt is one more day of facts; what was met stays met, on the same day."""
    import shutil

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        shutil.copytree(built_home, home)
        ws = open_workspace(home)
        try:
            plan = loops.add_plan(ws, policy=policy)
            made = loops.add_member(ws, plan, 1, sent=day(1), requested=date(2026, 10, 30))
            if accepted is not None:
                record_status.record(ws, made.referral, S.ACCEPTED, accepted)
            met: dict[str, object] = {}
            for when in sorted(days):
                record_outreach.record(ws, [attempt(made.member, f"{when}T08:00")])
                now = {
                    one.rule.id: one.met_on
                    for one in clocks.of_referral(ws, made.referral)
                    if one.state is State.MET and not one.rule.repeats
                }
                assert {rule: now.get(rule) for rule in met} == met
                assert not met.keys() & rules(ws, made.referral).keys()
                met = dict(now)
        finally:
            ws.close()


def test_facts_of_new_are_those_read_afterwards(workspace: Workspace, plan: str) -> None:
    for number, status in enumerate(("approved", None, "under-review", "need-information")):
        made = loops.add_member(
            workspace, plan, number, authorization=status,
            service=("htns", "deposits")[number % 2],
        )  # fmt: skip
        [row] = reads_facts.read(workspace.store, {}, [made.referral])
        assert row[reads_facts.HEAD :] == facts.of_new(
            row[4], status, requested="2026-11-12", effective=None, ends=None,
            sent="2026-11-16", received="2026-11-17",
        )  # fmt: skip
    assert set(facts.of(workspace)) == {
        row[0] for row in workspace.store.query("SELECT id FROM referral")
    }
