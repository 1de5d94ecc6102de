"""Reports to plans: the weekly update, notices and questions, from what is owed to the answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from navigator_app.domain.ending import EndReason
from navigator_app.domain.exchange import REPORT
from navigator_app.domain.plan_reports import (
    BUILT,
    CAPACITY,
    DISCONTINUATION,
    DROPPED,
    LETTER,
    NOT_ENGAGED,
    SENT,
    XLSX,
)
from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import ClosureReason, Mode, Outcome, ReferralStatus
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import (
    calendar_days,
    capacity,
    clocks,
    discontinue,
    gate,
    intake,
    plan_report_build,
    plan_report_update,
    plan_reports,
    plan_reports_due,
    record_outreach,
    record_status,
    safety,
)
from navigator_app.services.discontinue import Ending
from navigator_app.services.safety import FlagDraft
from navigator_app.services.workspace import Workspace
from navigator_app.store import exchange_writes, reads_exchange
from tests.services import loops
from tests.services.loops import Made
from tests.services.plan_reports_made import PARTNERSHIP, TODAY, lines, table


@pytest.fixture
def plan(workspace: Workspace) -> str:
    return loops.add_plan(workspace, "partnership", PARTNERSHIP)


def tried(ws: Workspace, made: Made, day: int, outcome: Outcome, mode: Mode = Mode.PHONE) -> None:
    draft = AttemptDraft(
        member_id=made.member,
        mode=mode,
        outcome=outcome,
        at=datetime(2026, 11, day, 9),
        place="Elm Street shelter",
        with_whom="Rosa",
        note="hides from him",
        next_step="ask at the clinic",
        referral_id=made.referral,
    )
    record_outreach.record(ws, [draft])


def test_the_update_names_who_is_not_engaged_and_tells_no_place_person_or_danger(
    workspace: Workspace, plan: str
) -> None:
    first = loops.add_member(workspace, plan, 1)
    second = loops.add_member(workspace, plan, 2)
    loops.add_member(workspace, loops.add_plan(workspace), 3)  # another plan's
    safety.save(workspace, first.member, FlagDraft("fleeing-violence", TODAY, "hides from him"))
    tried(workspace, first, 17, Outcome.NOT_FOUND, Mode.IN_PERSON)
    tried(workspace, first, 18, Outcome.UNSAFE)
    tried(workspace, first, 19, Outcome.MESSAGE_LEFT)
    found = plan_report_update.update(workspace, "partnership")
    assert [row.referral_id for row in found.rows] == [first.referral, second.referral]
    assert (found.period, found.due) == ("2026-11-16", date(2026, 11, 23))
    assert found.source == "Partnership HealthPlan policy MCAP7003, VI.E.2"
    assert [(one.on.day, one.outcome) for one in found.rows[0].tried] == [
        (17, "Not found"), (18, "Not reached"), (19, "Message left"),
    ]  # fmt: skip
    assert found.rows[0].next_step == "3 attempts without an answer; asks the plan for direction"
    assert (found.rows[1].days, found.rows[1].next_step) == (4, "First attempt to reach the member")
    written = plan_reports.build(workspace, "partnership", NOT_ENGAGED)
    content = plan_reports.content(workspace, written.id)
    rows = table(content)
    assert [row["Member CIN"] for row in rows] == [first.cin, second.cin]
    assert rows[0]["Dates And Ways"] == ("2026-11-17 In person; 2026-11-18 Phone; 2026-11-19 Phone")
    for hidden in ("Elm", "Rosa", "hides", "clinic", "nsafe", "violence"):
        assert hidden.encode() not in content
        assert hidden not in " ".join(
            cell for row in plan_report_update.paper_rows(found) for cell in row
        )


def test_sent_by_hand_it_meets_every_clock_and_is_accounted_for_once_a_member(
    workspace: Workspace, plan: str
) -> None:
    made = [loops.add_member(workspace, plan, number) for number in (1, 2)]
    [line] = lines(workspace, "weekly-update")
    assert (line.due, line.action, line.stake) == (
        date(2026, 11, 23), plan_reports_due.UPDATE, "plan-owed",
    )  # fmt: skip
    assert line.why == "2 members are not yet engaged. The oldest is counted from Nov 16, 2026."
    assert line.subject == "partnership"
    written = plan_reports.build(workspace, "partnership", NOT_ENGAGED)
    assert gate.disclosures(workspace, made[0].member) == []
    assert lines(workspace, "weekly-update")[0].due == date(2026, 11, 23)
    back = plan_reports.sent(workspace, written.id, "email")
    row = plan_reports.one(workspace, written.id)
    assert (row.state, row.sent_how, row.rows) == (SENT, "email", 2)
    assert lines(workspace, "weekly-update")[0].due == date(2026, 11, 27)
    [told] = gate.disclosures(workspace, made[1].member)
    assert (told.what, told.recipient, told.categories) == (
        "weekly-update", "Partnership", ("identity", "housing"),
    )  # fmt: skip
    with pytest.raises(InputRejected):
        plan_reports.sent(workspace, written.id, "email")
    plan_reports.undo(workspace, back)
    assert plan_reports.one(workspace, written.id).state == BUILT
    assert lines(workspace, "weekly-update")[0].due == date(2026, 11, 23)
    assert gate.disclosures(workspace, made[1].member) == []
    with pytest.raises(InputRejected):
        plan_reports.undo(workspace, back)


def test_who_takes_part_or_was_closed_is_not_named(workspace: Workspace, plan: str) -> None:
    made = [loops.add_member(workspace, plan, number) for number in (1, 2, 3)]
    intake.note_later(workspace, made[0].referral, {"engaged_on": "2026-11-19"})
    record_status.record(
        workspace, made[1].referral, ReferralStatus.DECLINED, TODAY,
        reason=ClosureReason.PROVIDER_DECLINED,
    )  # fmt: skip
    found = plan_report_update.update(workspace, "partnership")
    assert [row.referral_id for row in found.rows] == [made[2].referral]
    intake.note_later(workspace, made[2].referral, {"engaged_on": "2026-11-19"})
    with pytest.raises(InputRejected) as refused:
        plan_reports.build(workspace, "partnership", NOT_ENGAGED)
    assert refused.value.field == "plan"
    assert lines(workspace, "weekly-update") == []


def test_a_plan_that_asks_for_none_is_refused(workspace: Workspace) -> None:
    loops.add_plan(workspace)
    with pytest.raises(InputRejected) as refused:
        plan_report_update.update(workspace, "bayview")
    assert refused.value.field == "plan"
    with pytest.raises(NotFound):
        plan_reports.listing(workspace, "nobody")


def test_over_the_line_it_waits_and_is_sent_when_seen_there(
    workspace: Workspace, plan: str
) -> None:
    made = loops.add_member(workspace, plan, 1)
    written = plan_reports.build(workspace, "partnership", NOT_ENGAGED, form=XLSX)
    plan_reports.queue(workspace, written.id)
    row = plan_reports.one(workspace, written.id)
    assert row.on_its_way
    assert not row.gone
    with pytest.raises(InputRejected):
        plan_reports.queue(workspace, written.id)
    [file] = reads_exchange.in_state(workspace.store, plan, "out", "waiting")
    assert (file.kind, file.sha256, file.report_id) == (REPORT, row.sha256, row.id)
    assert reads_exchange.content(workspace.store, file.id) == plan_reports.content(
        workspace, row.id
    )
    assert gate.disclosures(workspace, made.member) == []
    for _again in range(2):  # told twice after a cut: once is written
        with workspace.transaction("test") as tx:
            plan_reports.left(workspace, tx, file)
    assert plan_reports.one(workspace, row.id).sent_how == "line"
    assert len(gate.disclosures(workspace, made.member)) == 1
    assert lines(workspace, "weekly-update")[0].due == date(2026, 11, 27)


def test_what_waits_for_the_line_can_go_by_hand_or_be_set_aside_but_not_while_it_leaves(
    workspace: Workspace, plan: str
) -> None:
    loops.add_member(workspace, plan, 1)
    ids = [plan_reports.build(workspace, "partnership", NOT_ENGAGED).id for _n in range(3)]
    names = [plan_reports.one(workspace, key).name for key in ids]
    assert names == [
        "not-engaged_1234567893_2026-11-20.csv",
        "not-engaged_1234567893_2026-11-20-2.csv",
        "not-engaged_1234567893_2026-11-20-3.csv",
    ]
    for key in ids:
        plan_reports.queue(workspace, key)
    files = reads_exchange.in_state(workspace.store, plan, "out", "waiting")
    with workspace.transaction("test") as tx:
        exchange_writes.step(tx, files[2].id, "sending", zone="UTC")
    plan_reports.sent(workspace, ids[0], "portal")
    plan_reports.drop(workspace, ids[1])
    for refuse in (plan_reports.drop, lambda ws, key: plan_reports.sent(ws, key, "portal")):
        with pytest.raises(InputRejected):
            refuse(workspace, ids[2])
    assert reads_exchange.in_state(workspace.store, plan, "out", "waiting") == []
    assert plan_reports.one(workspace, ids[1]).state == DROPPED


def test_what_was_put_to_go_or_set_aside_comes_back(workspace: Workspace, plan: str) -> None:
    loops.add_member(workspace, plan, 1)
    key = plan_reports.build(workspace, "partnership", NOT_ENGAGED).id
    queued = plan_reports.queue(workspace, key)
    plan_reports.undo(workspace, queued)
    assert reads_exchange.in_state(workspace.store, plan, "out", "waiting") == []
    with pytest.raises(InputRejected):
        plan_reports.undo(workspace, queued)
    plan_reports.queue(workspace, key)
    by_hand = plan_reports.sent(workspace, key, "portal")
    plan_reports.undo(workspace, by_hand)
    row = plan_reports.one(workspace, key)
    assert (row.state, row.on_its_way) == (BUILT, False)
    dropped = plan_reports.drop(workspace, key)
    plan_reports.undo(workspace, dropped)
    assert plan_reports.one(workspace, key).state == BUILT


def test_a_correction_says_what_it_replaces(workspace: Workspace, plan: str) -> None:
    loops.add_member(workspace, plan, 1)
    first = plan_reports.build(workspace, "partnership", NOT_ENGAGED)
    with pytest.raises(InputRejected):  # it has not gone: nothing to replace
        plan_reports.build(workspace, "partnership", NOT_ENGAGED, replaces=first.id)
    plan_reports.sent(workspace, first.id, "portal")
    second = plan_reports.build(workspace, "partnership", NOT_ENGAGED, replaces=first.id)
    old, new = (plan_reports.one(workspace, one.id) for one in (first, second))
    assert (new.replaces_id, old.replaced_by) == (old.id, new.id)
    [row] = table(plan_reports.content(workspace, new.id))
    assert row["Replaces File"] == old.name
    with pytest.raises(InputRejected):
        plan_reports.build(workspace, "partnership", NOT_ENGAGED, replaces=first.id)
    plan_reports.sent(workspace, new.id, "portal")
    letter = plan_report_build.prepare(
        workspace, "partnership", NOT_ENGAGED, form=LETTER, replaces=new.id
    )
    assert letter.order is not None
    assert letter.order.facts["report.replaces"] == f"of 11/20/2026 ({new.name})"
    assert plan_report_build.draw(letter).startswith(b"%PDF")


def test_a_capacity_notice_meets_its_clock_over_a_weekend_and_closed_days(
    workspace: Workspace, plan: str
) -> None:
    loops.add_member(workspace, plan, 1)
    calendar_days.add(workspace, date(2026, 11, 23), "Staff day")
    report, _changes = capacity.report(workspace, date(2026, 11, 18), any_member=2,
                                       plan="partnership")  # fmt: skip
    [owed] = [one for one in plan_reports_due.owed(workspace) if one.kind == CAPACITY]
    assert (owed.due, owed.about_id, owed.report_id) == (date(2026, 11, 30), report.id, "")
    written = plan_reports.build(workspace, "partnership", CAPACITY, about_id=report.id)
    [owed] = [one for one in plan_reports_due.owed(workspace) if one.kind == CAPACITY]
    assert owed.report_id == written.id
    assert plan_reports.content(workspace, written.id).startswith(b"%PDF")
    assert [row.rule for row in lines(workspace, "capacity-told")] == ["capacity-told"]
    back = plan_reports.sent(workspace, written.id, "fax")
    assert capacity.one(workspace, report.id).told == TODAY
    assert lines(workspace, "capacity-told") == []
    plan_reports.undo(workspace, back)
    assert capacity.one(workspace, report.id).told is None


def test_a_notice_of_an_ending_is_told_once_and_accounted_for(
    workspace: Workspace, plan: str
) -> None:
    made = loops.add_member(workspace, plan, 1)
    row, _changes = discontinue.end(
        workspace, Ending(made.referral, EndReason.DECEASED, date(2026, 11, 19))
    )
    [owed] = [one for one in plan_reports_due.owed(workspace) if one.kind == DISCONTINUATION]
    assert (owed.about_id, owed.member_id, owed.due) == (row.id, made.member, None)
    written = plan_reports.build(workspace, "partnership", DISCONTINUATION, about_id=row.id)
    plan_reports.sent(workspace, written.id, "mail")
    assert discontinue.ending(workspace, row.id).plan_told == TODAY
    [told] = gate.disclosures(workspace, made.member)
    assert (told.what, told.recipient) == ("discontinuation", "Partnership")
    assert [one for one in plan_reports_due.owed(workspace) if one.kind == DISCONTINUATION] == []


def test_days_of_sending_and_answering_are_checked(workspace: Workspace, plan: str) -> None:
    loops.add_member(workspace, plan, 1)
    key = plan_reports.build(workspace, "partnership", NOT_ENGAGED).id
    for on in (TODAY - timedelta(1), TODAY + timedelta(1)):
        with pytest.raises(InputRejected) as refused:
            plan_reports.sent(workspace, key, "email", on)
        assert refused.value.field == "on"
    with pytest.raises(InputRejected) as refused:
        plan_reports.answered(workspace, key, "Thanks")
    assert refused.value.field == "answer"


def test_five_thousand_members_go_by_a_handful_of_statements(
    workspace: Workspace, plan: str
) -> None:
    seed = loops.add_member(workspace, plan, 0)
    with workspace.transaction("test") as tx:
        tx.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4999) "
            "INSERT INTO member(id, cin, plan_id, first_name, last_name, date_of_birth, "
            "sort_name, created_at) "
            "SELECT 'm' || i, printf('8%07dA', i), ?, 'First', 'Last' || i, "
            "'1980-02-29', 'last' || i, ? FROM n",
            (plan, tx.now),
        )
        tx.execute(
            "INSERT INTO referral(id, member_id, plan_id, service, sent_to_provider_on, "
            "received_on, authorization_status, is_open, created_at) "
            "SELECT 'r' || id, id, plan_id, "
            "'htns', '2026-11-16', '2026-11-17', 'approved', 1, created_at FROM member "
            "WHERE id <> ?",
            (seed.member,),
        )
        clocks.recompute(tx, workspace)
    ran: list[str] = []
    workspace.store.connection.set_trace_callback(ran.append)
    written = plan_reports.build(workspace, "partnership", NOT_ENGAGED)
    reads = [sql for sql in ran if sql.startswith("SELECT r.id")]
    workspace.store.connection.set_trace_callback(None)
    assert len(reads) == 2
    assert plan_reports.one(workspace, written.id).rows == 5000
    plan_reports.sent(workspace, written.id, "portal")
    assert lines(workspace, "weekly-update")[0].due == date(2026, 11, 27)
    counted = "SELECT count(*) FROM intake WHERE plan_updated_on IS NOT NULL"
    assert workspace.store.query(counted) == [(5000,)]


def test_a_file_is_saved_whole_under_its_name(
    workspace: Workspace, plan: str, tmp_path: Path
) -> None:
    loops.add_member(workspace, plan, 1)
    written = plan_reports.build(workspace, "partnership", NOT_ENGAGED, form=XLSX)
    path = plan_reports.save(workspace, written.id, tmp_path)
    row = plan_reports.one(workspace, written.id)
    assert path.name == row.name
    assert path.read_bytes() == plan_reports.content(workspace, written.id)
    assert row.state == BUILT
