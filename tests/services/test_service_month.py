"""A month of services: lines for whoever bills, unpaid effort, totals."""

import csv
from datetime import date, datetime

import pytest

from navigator_app.domain.eligibility import MediCal
from navigator_app.domain.encounter_facts import Payable
from navigator_app.domain.records import AttemptDraft, Changes
from navigator_app.domain.vocabulary import Mode, Outcome
from navigator_app.errors import InputRejected, NotFound, TransferFailed
from navigator_app.exchange.service_lines import HEADINGS
from navigator_app.services import (
    judge_again,
    record_encounter,
    record_outreach,
    service_month,
)
from tests.services.loops import add_member, add_plan
from tests.services.service_notes import at, authorize, looked_up, note, ready


@pytest.fixture
def plan(workspace):
    return add_plan(workspace)


@pytest.fixture
def made(workspace, plan):
    return ready(workspace, plan)


def attempt(ws, member, mode, hour):
    at_ = datetime(2026, 11, 19, hour)
    record_outreach.record(ws, [AttemptDraft(member, mode, Outcome.NOT_FOUND, at_)])


def read(path):
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def test_a_line_for_each_day_and_code_and_each_attempt(workspace, made):
    for hour in (6, 7):
        record_encounter.record(workspace, note(made, at=at(hour), minutes=30))
    record_encounter.record(workspace, note(made, at=at(8), minutes=20, code="H0043 U6"))
    attempt(workspace, made.member, Mode.IN_PERSON, 9)
    attempt(workspace, made.member, Mode.PHONE, 10)
    attempt(workspace, made.member, Mode.LETTER, 11)
    lines = service_month.lines(workspace, "bayview", "2026-11")
    told = [(one.kind, one.code, one.modifiers, one.units, one.minutes) for one in lines]
    assert told == [
        ("service", "H0043", ("U6",), None, 20),
        ("service", "H2016", ("U6",), 1, 60),
        ("attempt", "T1016", ("U8",), None, None),
        ("attempt", "T1016", ("U8", "GQ"), None, None),
        ("attempt", "", (), None, None),
    ]
    assert len(lines[1].ids) == 2
    assert lines[1].authorization == "AUTH77"
    assert service_month.lines(workspace, "bayview", "2026-10") == []


def test_a_days_line_is_as_payable_as_its_worst(workspace, made):
    record_encounter.record(workspace, note(made, at=at(6), minutes=30))
    other = ready_twin(workspace, made)
    record_encounter.record(workspace, note(other, at=at(7), minutes=30))
    record_encounter.record(workspace, note(made, at=at(7), minutes=10, together=True))
    mine, others = service_month.lines(workspace, "bayview", "2026-11")
    assert (mine.payable, mine.minutes) == (Payable.UNKNOWN, 40)
    assert "another member" in mine.why
    assert (others.payable, others.why) == (Payable.YES, "")


def ready_twin(ws, made):
    (plan_id,) = ws.store.query("SELECT plan_id FROM member WHERE id = ?", (made.member,))[0]
    return ready(ws, plan_id, 2)


def test_the_file_is_safe_to_open_and_holds_no_notes(workspace, made, tmp_path):
    with workspace.transaction("test") as tx:
        tx.execute("UPDATE member SET last_name = '=HYPERLINK(1)' WHERE id = ?", (made.member,))
    record_encounter.record(workspace, note(made, narrative="She fears her brother."))
    done = service_month.export(workspace, "bayview", "2026-11", tmp_path)
    path = tmp_path / "service-lines_bayview_2026-11.csv"
    assert done.file == str(path)
    (line,) = read(path)
    assert tuple(line) == HEADINGS
    assert line["Last Name"] == "'=HYPERLINK(1)"
    assert line["Modifier 1"] == "U6"
    assert line["Units"] == "1"
    assert line["Provider NPI"] == "1234567893"
    assert b"brother" not in path.read_bytes()
    assert not list(tmp_path.glob(".*"))
    before = path.read_bytes()
    service_month.export(workspace, "bayview", "2026-11", path)
    assert path.read_bytes() == before


def test_what_cannot_be_written_is_said(workspace, plan, tmp_path):
    with pytest.raises(NotFound):
        service_month.export(workspace, "nobody", "2026-11", tmp_path)
    with pytest.raises(InputRejected):
        service_month.export(workspace, "bayview", "2026-13", tmp_path)
    with pytest.raises(TransferFailed):
        service_month.export(workspace, "bayview", "2026-11", tmp_path / "none" / "x.csv")


def test_unpaid_effort_by_reason_navigator_and_month(workspace, made):
    record_encounter.record(workspace, note(made))
    for day, minutes in ((20, 60), (21, 30)):
        draft = note(made, at=at(9, day=date(2026, 10, day)), minutes=minutes)
        record_encounter.record(workspace, draft)
    attempt(workspace, made.member, Mode.PHONE, 9)
    attempt(workspace, made.member, Mode.TEXT, 10)
    found = service_month.unpaid(workspace)
    assert [(e.month, e.navigator, e.check, e.notes, e.minutes, e.attempts) for e in found] == [
        ("2026-11", "Ana Ruiz", "outreach", 0, 0, 2),
        ("2026-10", "Ana Ruiz", "authorized", 2, 90, 0),
    ]
    assert found[1].payable is Payable.NO
    assert service_month.unpaid(workspace, month="2026-10", plan="bayview") == found[1:]
    assert service_month.unpaid(workspace, month="2026-10", navigator="nobody") == []


def test_what_was_taken_back_counts_nowhere(workspace, made):
    done = record_encounter.record(workspace, note(made, at=at(9, day=date(2026, 10, 20))))
    record_encounter.undo(workspace, done.undo)
    assert service_month.unpaid(workspace) == []
    assert service_month.lines(workspace, "bayview", "2026-10") == []


def test_a_members_page_of_services(workspace, made):
    for hour in range(1, 9):
        record_encounter.record(workspace, note(made, at=at(hour), minutes=15, miles=2.5))
    record_encounter.record(workspace, note(made, at=at(9, day=date(2026, 10, 20)), minutes=40))
    page = service_month.member_services(workspace, made.member, limit=3)
    assert [row.at.hour for row in page.rows] == [8, 7, 6]
    assert page.total == 9
    assert (page.month.notes, page.month.minutes, page.month.payable_minutes) == (8, 120, 120)
    assert page.month.miles == 20.0
    unpaid = service_month.member_services(workspace, made.member, payable=Payable.NO)
    assert [row.on for row in unpaid.rows] == [date(2026, 10, 20)]
    assert service_month.member_services(workspace, made.member, service="htss").total == 0


def test_a_lapse_found_since_stops_the_line(workspace, made):
    for day in (10, 18):
        record_encounter.record(workspace, note(made, at=at(9, day=date(2026, 11, day))))
    before = service_month.lines(workspace, "bayview", "2026-11")
    assert [one.payable for one in before] == [Payable.YES, Payable.YES]
    looked_up(workspace, made.member, date(2026, 11, 19), result=MediCal.LAPSED,
              lapsed_on=date(2026, 11, 15))  # fmt: skip
    early, late = service_month.lines(workspace, "bayview", "2026-11")
    assert (early.payable, early.why) == (Payable.YES, "")
    assert late.payable is Payable.NO
    assert "lapsed on Nov 15" in late.why


def test_a_month_is_judged_anew_when_the_authorization_reaches_back(workspace, plan):
    made = add_member(workspace, plan, 7, authorization="under-review")
    looked_up(workspace, made.member)
    kept = record_encounter.record(workspace, note(made)).note
    assert kept.payable is Payable.UNKNOWN
    assert judge_again.month(workspace, "bayview", "2026-11") == judge_again.Again(1, 0, Changes())
    with workspace.transaction("test") as tx:
        tx.update("referral", made.referral, {"authorization_status": "approved"})
    authorize(workspace, made)
    again = judge_again.month(workspace, "bayview", "2026-11")
    assert (again.seen, again.changed) == (1, 1)
    assert again.changes.members == {made.member}
    (now,) = service_month.listing(workspace, member_id=made.member)
    assert now.payable is Payable.YES
    assert judge_again.month(workspace, "bayview", "2026-11").seen == 0
    assert service_month.lines(workspace, "bayview", "2026-11")[0].authorization == "AUTH77"


def test_work_done_at_once_stays_not_known(workspace, plan, made):
    other = ready(workspace, plan, 2)
    record_encounter.record(workspace, note(made))
    record_encounter.record(workspace, note(other, together=True))
    assert judge_again.month(workspace, "bayview", "2026-11").changed == 0
