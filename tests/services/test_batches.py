"""Batches on a real store: filled, checked, passed, attested, built, sent, answered, revised."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from datetime import date
from time import perf_counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from navigator_app.domain.batches import (
    ATTESTED,
    BUILT,
    DRAFT,
    EXTENSION,
    MONTHLY,
    NEW,
    OPEN,
    SENT,
    WEEKLY,
    Mark,
    Window,
)
from navigator_app.domain.eligibility import MediCal
from navigator_app.domain.records import CaseloadQuery
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected
from navigator_app.services import (
    authorizations,
    batch_choose,
    batch_responses,
    batch_send,
    batch_wave,
    batches,
    capacity,
    gate,
    prospects,
)
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_exchange
from tests.services import batch_maker, loops
from tests.services.batch_maker import BACK, WORDS, answered, checks, sent


def test_two_are_mended_and_one_is_passed(workspace: Workspace) -> None:
    plan_id = batch_maker.plan(workspace)
    good = [batch_maker.ready(workspace, plan_id, n) for n in range(1, 8)]
    unasked = batch_maker.ready(workspace, plan_id, 8, opted=None)
    stale = batch_maker.ready(workspace, plan_id, 9, checked=date(2026, 10, 30))
    lapsed = batch_maker.ready(workspace, plan_id, 10, checked=None)
    batch_maker.check(workspace, lapsed, date(2026, 11, 17), MediCal.LAPSED)
    key = batch_maker.batch(workspace, *good, unasked, stale, lapsed)
    assert batches.sheet(workspace, key).unready == 3
    assert checks(workspace, key, unasked.member)["consent"] is Mark.MEND
    with pytest.raises(InputRejected, match="3 members need mending"):
        batch_send.attest(workspace, key, WORDS)
    with pytest.raises(InputRejected, match="wrote down the member"):
        batches.override(workspace, key, unasked.member, "They nodded")  # a yes cannot be passed
    batches.override(workspace, key, stale.member, "The portal was down all month")
    assert checks(workspace, key, stale.member)["eligibility"] is Mark.PASSED
    batches.remove(workspace, key, [unasked.member, lapsed.member])
    rows = list(csv.DictReader(io.StringIO(sent(workspace, key))))
    assert len(rows) == 8
    assert (rows[0]["Attestation"], rows[0]["Attested By"]) == (WORDS, "Ana Ruiz")
    assert (rows[0]["Request Type"], rows[0]["Start Requested"]) == ("Initial", "12/01/2026")
    assert all(gate.disclosures(workspace, one.member) for one in (*good, stale))
    assert not gate.disclosures(workspace, unasked.member)
    assert authorizations.of_referral(workspace, good[0].referral).entries[-1].waiting


def test_what_is_attested_is_what_is_sent(workspace: Workspace) -> None:
    plan_id = batch_maker.plan(workspace)
    first, second = (batch_maker.ready(workspace, plan_id, n) for n in (1, 2))
    key = batch_maker.batch(workspace, first)
    with pytest.raises(InputRejected, match="Nobody has attested"):
        batch_send.build(workspace, key)
    with pytest.raises(InputRejected, match="needs words"):
        batch_send.attest(workspace, key, "  ")
    batch_send.attest(workspace, key, WORDS)
    assert batches.one(workspace, key).state == ATTESTED
    row, _changes = batch_send.build(workspace, key)
    assert (row.state, row.file_state) == (BUILT, "waiting")
    batches.add(workspace, key, [second.member])
    now = batches.one(workspace, key)
    assert (now.state, now.attested_by, now.attested_at, now.file_id) == (DRAFT, "", None, "")
    file = reads_exchange.file(workspace.store, row.file_id)
    assert file is not None
    assert file.state == "withdrawn"  # no line takes it any more
    assert batches.sheet(workspace, key).attestation_offered == WORDS  # offered, not given
    sent(workspace, key)
    with pytest.raises(InputRejected, match="stays as it is"):
        batches.remove(workspace, key, [second.member])


def test_somebody_who_is_not_ready_any_more_stops_the_building(workspace: Workspace) -> None:
    plan_id = batch_maker.plan(workspace)
    one = batch_maker.ready(workspace, plan_id, 1)
    key = batch_maker.batch(workspace, one)
    batch_send.attest(workspace, key, WORDS)
    batch_maker.check(workspace, one, date(2026, 11, 19), MediCal.LAPSED)
    with pytest.raises(InputRejected, match="needs mending"):
        batch_send.build(workspace, key)


def test_a_file_taken_back_from_the_line_is_built_anew(workspace: Workspace) -> None:
    plan_id = batch_maker.plan(workspace)
    key = batch_maker.batch(workspace, batch_maker.ready(workspace, plan_id, 1))
    batch_send.attest(workspace, key, WORDS)
    first, _changes = batch_send.build(workspace, key)
    with workspace.transaction("test") as tx:
        tx.update("exchange_file", first.file_id, {"state": "withdrawn"})
    with pytest.raises(InputRejected, match="No file was built"):
        batch_send.mark_sent(workspace, key)
    second, _changes = batch_send.build(workspace, key)
    assert second.file_name != first.file_name  # new on the plan's server
    assert batch_send.mark_sent(workspace, key)[0].state == SENT


def test_a_reason_passes_what_it_was_given_for(workspace: Workspace) -> None:
    plan_id = batch_maker.plan(workspace)
    other = batch_maker.plan(workspace, "coastal", "coastal")
    made = batch_maker.ready(workspace, plan_id, 1, checked=None)
    key = batch_maker.batch(workspace, made)
    batches.override(workspace, key, made.member, "The portal was down")
    assert batches.sheet(workspace, key).unready == 0
    loops.add_referral(workspace, other, made.member)
    found = checks(workspace, key, made.member)
    assert (found["eligibility"], found["elsewhere"]) == (Mark.PASSED, Mark.MEND)
    batches.override(workspace, key, made.member, "Both plans agreed")
    assert batches.sheet(workspace, key).unready == 0


def test_extensions_are_told_from_new_ones_and_want_their_packet(workspace: Workspace) -> None:
    plan_id = batch_maker.plan(workspace)
    runs = batch_maker.ready(workspace, plan_id, 1)
    batch_maker.running(workspace, runs, "2025-12-05", "2026-12-04")
    fresh = batch_maker.ready(workspace, plan_id, 2)
    key, _c = batches.start(workspace, plan="bayview", service=Service.HTNS)
    [found] = batch_choose.by_ending(workspace, key, 30)
    assert (found.member_id, found.kind, found.ends_on) == (
        runs.member, EXTENSION, date(2026, 12, 4),
    )  # fmt: skip
    batches.add(workspace, key, [found.member_id, fresh.member])
    sheet = batches.sheet(workspace, key)
    assert [line.kind for line in sheet.rows] == [EXTENSION, NEW]
    assert checks(workspace, key, runs.member)["packet"] is Mark.LOOK  # the agency's own list
    packet = authorizations.of_referral(workspace, runs.referral).packet
    assert packet is not None
    for item in packet.rows:
        authorizations.set_packet_item(workspace, runs.referral, item.item, True)
    assert checks(workspace, key, runs.member)["packet"] is Mark.OK
    sent(workspace, key)
    assert authorizations.of_referral(workspace, runs.referral).countdown.asked is not None


def test_a_lists_people_land_as_candidates(workspace: Workspace) -> None:
    batch_maker.plan(workspace)
    key, _c = batches.start(workspace, plan="bayview", service=Service.HTNS)
    rows = prospects.read("Nora Vale, 90000001A, 4/2/1975\nIda Moss, 90000002A, 5/3/1980")
    received = date(2026, 11, 18)
    count, _c = batch_choose.take_in_prospects(workspace, key, rows, received=received)
    assert count == 2
    sheet = batches.sheet(workspace, key)
    assert sheet.unready == 2  # nobody goes before their yes
    assert len(batch_choose.by_prospects(workspace, key, received)) == 2
    assert not batch_choose.by_prospects(workspace, key, date(2026, 11, 19))
    found = batch_choose.by_caseload(workspace, key, CaseloadQuery(text="vale"))
    assert [one.name for one in found] == ["Nora Vale"]


def test_pending_elsewhere_closed_and_twins(workspace: Workspace) -> None:
    plan_id = batch_maker.plan(workspace)
    other = batch_maker.plan(workspace, "coastal", "coastal")
    waits, served, closed, twin, bare = (
        batch_maker.ready(workspace, plan_id, n) for n in range(1, 6)
    )
    batch_send_request(workspace, waits.referral)
    loops.add_referral(workspace, other, served.member)
    with workspace.transaction("test") as tx:
        tx.update("referral", closed.referral, {"is_open": 0, "status": "closed"})
        tx.update(
            "member", twin.member, {"sort_name": "last00001 first1", "date_of_birth": "1980-02-29"}
        )
        tx.update("member", bare.member, {"cin": "NO-CIN-7"})
    key = batch_maker.batch(workspace, waits, served, closed, twin, bare)
    assert checks(workspace, key, waits.member)["pending"] is Mark.MEND
    assert checks(workspace, key, served.member)["elsewhere"] is Mark.MEND
    assert checks(workspace, key, closed.member)["referral"] is Mark.MEND
    assert checks(workspace, key, twin.member)["duplicate"] is Mark.LOOK
    assert checks(workspace, key, bare.member)["cin"] is Mark.LOOK


def batch_send_request(ws: Workspace, referral_id: str) -> None:
    """Staff asked the plan before."""
    from navigator_app.domain.ledger import Kind
    from navigator_app.services.authorizations import Request

    asked = Request(referral_id, Kind.INITIAL, date(2026, 11, 15))
    authorizations.record_request(ws, asked, override="a test")


def test_room_for_everybody_is_said_of_the_whole(workspace: Workspace) -> None:
    plan_id = batch_maker.plan(workspace)
    some = [batch_maker.ready(workspace, plan_id, n) for n in range(1, 4)]
    key = batch_maker.batch(workspace, *some)
    [none] = batches.sheet(workspace, key).findings
    assert (none.check, none.mark) == ("capacity", Mark.LOOK)
    capacity.report(workspace, date(2026, 11, 19), any_member=2, plan="bayview")
    [short] = batches.sheet(workspace, key).findings
    assert short.mark is Mark.LOOK
    assert "3 new members, 2 open slots" in short.says
    capacity.report(workspace, date(2026, 11, 20), any_member=2, own_members=1, plan="bayview")
    [enough] = batches.sheet(workspace, key).findings
    assert enough.mark is Mark.OK


def test_the_wave_is_seen_before_it_is_sent(workspace: Workspace) -> None:
    plan_id = batch_maker.plan(workspace)
    runs = batch_maker.ready(workspace, plan_id, 99)
    batch_maker.running(workspace, runs, "2026-01-01", "2027-11-15")
    some = [batch_maker.ready(workspace, plan_id, n) for n in range(1, 31)]
    key = batch_maker.batch(workspace, *some)
    wave = batch_wave.wave(workspace, key)
    assert wave.same_day == ((date(2027, 11, 30), 30),)
    [month] = [one for one in wave.months if one.added]
    assert (month.first, month.standing, month.added, month.over) == (
        date(2027, 11, 1), 1, 30, True,
    )  # fmt: skip
    batches.change(workspace, key, starts=date(2026, 12, 1))
    later = batch_wave.wave(workspace, key)
    assert later.same_day == ((date(2027, 11, 30), 30),)
    assert "12 months" in later.assumed  # nobody asked for an end


def test_when_batches_go(workspace: Workspace) -> None:
    batch_maker.plan(workspace)
    assert batches.window(workspace, "bayview") is None
    batches.set_window(workspace, "bayview", Window(MONTHLY, 31))
    key, _c = batches.start(workspace, plan="bayview", service=Service.HTNS)
    assert batches.sheet(workspace, key).next_day == date(2026, 11, 30)
    batches.set_window(workspace, "bayview", Window(WEEKLY, 0))
    assert batches.sheet(workspace, key).next_day == date(2026, 11, 23)
    with pytest.raises(InputRejected, match="weekday"):
        batches.set_window(workspace, "bayview", Window(WEEKLY, 9))
    batches.set_window(workspace, "bayview", None)
    assert batches.sheet(workspace, key).next_day is None


def test_given_up_and_taken_up_again(workspace: Workspace) -> None:
    plan_id = batch_maker.plan(workspace)
    one = batch_maker.ready(workspace, plan_id, 1)
    key = batch_maker.batch(workspace, one)
    with pytest.raises(InputRejected, match="another open batch"):
        batch_maker.batch(workspace, one)
    batches.drop(workspace, key)
    [empty, _dropped] = batches.listing(workspace)
    batches.add(workspace, empty.id, [one.member])
    with pytest.raises(InputRejected, match="another open batch"):
        batches.take_up(workspace, key)
    batches.drop(workspace, empty.id)
    batches.take_up(workspace, key)
    assert batches.one(workspace, key).state == DRAFT


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "remove", "drop", "take_up", "send", "answer", "revise"]),
        st.integers(0, 3),
        st.integers(0, 5),
    ),
    min_size=4,
    max_size=18,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_nobody_is_in_two_open_batches(
    workspace: Workspace, steps: list[tuple[str, int, int]]
) -> None:
    """Whatever is done in whatever order, for one plan and service."""
    rows = workspace.store.query("SELECT id FROM plan")
    if not rows:
        plan_id = batch_maker.plan(workspace)
        for number in range(1, 7):
            batch_maker.ready(workspace, plan_id, number)
    people = [row[0] for row in workspace.store.query("SELECT id FROM member ORDER BY cin")]
    keys = [
        batches.start(workspace, plan="bayview", service=Service.HTNS)[0] for _number in range(4)
    ]
    for act, which, who in steps:
        key, person = keys[which], people[who]
        with suppress(InputRejected):
            _do(workspace, act, key, person)
        doubled = workspace.store.query(
            "SELECT y.member_id FROM batch_member y JOIN batch b ON b.id = y.batch_id "
            f"WHERE b.state IN {OPEN} AND y.outcome = '' "
            "GROUP BY y.member_id, b.plan_id, b.service HAVING count(*) > 1"
        )
        assert not doubled
    for row in batches.listing(workspace):
        if row.changeable:
            batches.drop(workspace, row.id)


def _do(ws: Workspace, act: str, key: str, person: str) -> None:
    if act == "add":
        batches.add(ws, key, [person])
    elif act == "remove":
        batches.remove(ws, key, [person])
    elif act == "send":
        sent(ws, key)
    elif act == "answer":
        row = batches.one(ws, key)
        if row.file_id:
            text = reads_exchange.content(ws.store, row.file_id).decode()
            batch_responses.answer_bytes(ws, "bayview", "a.csv", answered(text, {"1": BACK}))
    else:
        {"drop": batches.drop, "take_up": batches.take_up, "revise": batches.revise}[act](ws, key)


def test_five_thousand_members_are_checked_in_few_statements(workspace: Workspace) -> None:
    plan_id = batch_maker.plan(workspace)
    count = 5_000
    with workspace.transaction("test") as tx:
        for number in range(count):
            member, referral = f"m{number:05d}", f"r{number:05d}"
            tx.insert(
                "member",
                {
                    "id": member, "cin": f"8{number:07d}A", "plan_id": plan_id,
                    "first_name": "Ida", "last_name": f"Moss{number}",
                    "date_of_birth": "1980-01-01", "sort_name": f"moss{number} ida",
                    "created_at": tx.now,
                },
            )  # fmt: skip
            tx.insert(
                "referral",
                {
                    "id": referral, "member_id": member, "plan_id": plan_id, "service": "htns",
                    "received_on": "2026-11-10", "created_at": tx.now,
                },
            )  # fmt: skip
    key, _c = batches.start(workspace, plan="bayview", service=Service.HTNS)
    asked: list[str] = []
    started = perf_counter()
    batches.add(workspace, key, [f"m{number:05d}" for number in range(count)])
    filled = perf_counter() - started
    query = workspace.store.query

    def counted(sql: str, params: Any = ()) -> list[Any]:
        asked.append(sql)
        return query(sql, params)

    workspace.store.query = counted  # type: ignore[method-assign]
    started = perf_counter()
    sheet = batches.sheet(workspace, key)
    took = perf_counter() - started
    assert (len(sheet.rows), sheet.unready) == (count, count)
    assert len(asked) < 40, len(asked)
    assert filled < 3, filled
    assert took < 5, took
    print(filled, took)
