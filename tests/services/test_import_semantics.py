"""What a later file means: moved, ended, denied, gone, back; and what staff typed stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from navigator_app.domain.records import CaseloadQuery, ImportReview, ReferralRow
from navigator_app.domain.vocabulary import AuthorizationStatus, ClosureReason, ReferralStatus
from navigator_app.errors import InputRejected, NotFound
from navigator_app.exchange.fields import FIELDS
from navigator_app.exchange.inbound import ParsedFile, RejectedRow
from navigator_app.services import agency, caseload, record_status
from navigator_app.services import import_authorizations as imports
from navigator_app.services.workspace import Workspace

PERSON: dict[str, Any] = dict.fromkeys(FIELDS, "") | {
    "first_name": "Zoë", "last_name": "Nguyễn-Ibáñez", "cin": "90000001A",
    "plan_member_id": "0012", "date_of_birth": "1971-03-04", "phone": "4155550101",
    "address": "No fixed current address", "language_spoken": "Spanish", "homeless": 1,
    "guardian_phone": "0000000000", "service": "htns", "referral_type": "1",
    "requested_on": "2026-11-01", "authorization_status": "approved",
    "effective_on": "2026-11-02", "ends_on": "2027-11-01", "decided_on": "2026-11-03",
    "sent_to_provider_on": "2026-11-04", "authorization_number": "A1",
}  # fmt: skip
OTHER = PERSON | {
    "cin": "90000002B",
    "first_name": "Omar",
    "last_name": "Gill",
    "phone": "2095550102",
}
Row = dict[str, Any]


@pytest.fixture
def ws(workspace: Workspace) -> Workspace:
    """An empty store with two plans."""
    for key in ("bayview", "sierra"):
        agency.add_plan(workspace, key, name=key.title(), layout=key)
    return workspace


def file_of(*rows: Row, name: str = "", rejected: tuple[RejectedRow, ...] = ()) -> ParsedFile:
    """A parsed file of those rows."""
    good = []
    for number, row in enumerate(rows, start=2):
        values = [row[field] for field in FIELDS]
        cells = json.dumps(["" if value is None else str(value) for value in values])
        good.append((number, cells, *values))
    sha = name or str(hash(json.dumps([rows, [r.raw for r in rejected]])))
    return ParsedFile(f"{sha}.csv", sha, "bayview", FIELDS, good, list(rejected), ())


def take(ws: Workspace, *rows: Row, plan: str = "bayview", **more: Any) -> ImportReview:
    """Stage and commit."""
    review = imports.stage(ws, file_of(*rows, **more), plan)
    done, _changes = imports.commit(ws, review.id)
    assert done.state == "committed"
    return done


def counts(review: ImportReview) -> tuple[int, int, int, int, int]:
    return (
        review.new, review.changed, review.unchanged, review.disappeared, review.rejected,
    )  # fmt: skip


def changes(ws: Workspace, review: ImportReview) -> list[tuple[str, str, str]]:
    """What moved, over all rows."""
    return [
        (change.field, change.old, change.new)
        for row in imports.rows(ws, review.id)
        for change in row.changes
    ]


def member_of(ws: Workspace, cin: str = "90000001A") -> str:
    return str(caseload.page(ws, CaseloadQuery(text=cin)).rows[0].id)


def referrals(ws: Workspace, cin: str = "90000001A") -> list[ReferralRow]:
    return caseload.referrals(ws, member_id=member_of(ws, cin))


def test_names_of_any_script_come_in_whole(ws: Workspace) -> None:
    names = ["Սիրանուշ", "ភារម្យ", "王小明", "Łukasz", "Thảo", "محمد"]
    rows = [PERSON | {"cin": f"9000010{i}A", "first_name": name} for i, name in enumerate(names)]
    take(ws, *rows)
    for i, name in enumerate(names):
        assert caseload.member_page(ws, member_of(ws, f"9000010{i}A")).member.first_name == name
        found = caseload.page(ws, CaseloadQuery(text=name)).rows
        assert [row.first_name for row in found] == [name]


def test_a_plans_new_number_is_shown_and_applied(ws: Workspace) -> None:
    take(ws, PERSON)
    review = take(ws, PERSON | {"phone": "9165550100"})
    assert counts(review) == (0, 1, 0, 0, 0)
    assert changes(ws, review) == [("phone", "4155550101", "9165550100")]
    (row,) = caseload.page(ws, CaseloadQuery(text="0100")).rows
    assert row.phone == "9165550100"
    assert caseload.page(ws, CaseloadQuery(text="4155550101")).total == 0


def test_what_staff_typed_stays_until_the_plans_own_value_moves(ws: Workspace) -> None:
    take(ws, PERSON)
    caseload.update_contact(
        ws, member_of(ws), phone="5105550199", email="zoe@example.org", preferred_name="Zo",
        last_seen_place="Pier 4", safety_note="knock twice", fleeing_violence=True,
    )  # fmt: skip
    review = take(ws, PERSON | {"address": "1 Alder St"})
    assert changes(ws, review) == [("address", "No fixed current address", "1 Alder St")]
    member = caseload.member_page(ws, member_of(ws)).member
    assert (member.phone, member.email) == ("5105550199", "zoe@example.org")
    take(ws, PERSON | {"address": "1 Alder St", "phone": "9165550100"})
    member = caseload.member_page(ws, member_of(ws)).member
    assert (member.phone, member.preferred_name) == ("9165550100", "Zo")
    assert (member.last_seen_place, member.safety_note) == ("Pier 4", "knock twice")
    assert member.fleeing_violence


def test_a_blank_says_nothing(ws: Workspace) -> None:
    take(ws, PERSON)
    blank = PERSON | {
        "phone": "0000000000", "address": "", "language_spoken": "", "authorization_number": "",
        "decided_on": None, "authorization_status": "",
    }  # fmt: skip
    assert counts(take(ws, blank)) == (0, 0, 1, 0, 0)
    page = caseload.member_page(ws, member_of(ws))
    assert (page.member.phone, page.member.address) == ("4155550101", "No fixed current address")
    assert page.referrals[0].authorization_status is AuthorizationStatus.APPROVED
    assert counts(take(ws, PERSON)) == (0, 0, 1, 0, 0)
    open_end = take(ws, PERSON | {"ends_on": None})
    assert changes(ws, open_end) == [("ends_on", "2027-11-01", "")]
    assert caseload.member_page(ws, member_of(ws)).authorizations[0].end is None


def test_a_later_start_is_another_authorization(ws: Workspace) -> None:
    take(ws, PERSON)
    take(ws, PERSON | {"ends_on": "2027-12-31", "authorization_number": "A2"})
    take(ws, PERSON | {"effective_on": "2027-11-02", "ends_on": "2028-11-01"})
    page = caseload.member_page(ws, member_of(ws))
    assert [(a.effective, a.end, a.number) for a in page.authorizations] == [
        (date(2027, 11, 2), date(2028, 11, 1), "A1"),
        (date(2026, 11, 2), date(2027, 12, 31), "A2"),
    ]
    assert (page.referrals[0].effective, page.referrals[0].end) == (
        date(2027, 11, 2),
        date(2028, 11, 1),
    )


def test_a_denial_shuts_and_an_approval_opens_again(ws: Workspace) -> None:
    denied = PERSON | {"authorization_status": "denied", "effective_on": None, "ends_on": None}
    take(ws, denied)
    (referral,) = referrals(ws)
    assert referral.closure_reason is ClosureReason.AUTHORIZATION_DENIED
    assert referral.status is None
    is_open = "SELECT is_open, clock_due_on IS NOT NULL FROM referral"
    assert ws.store.query(is_open) == [(0, 0)]
    assert caseload.member_page(ws, member_of(ws)).authorizations == ()
    take(ws, PERSON)
    (referral,) = referrals(ws)
    assert referral.closure_reason is None
    assert ws.store.query(is_open) == [(1, 1)]
    assert referral.effective == date(2026, 11, 2)
    record_status.record(
        ws, referral.id, ReferralStatus.DECLINED, ws.clock.today(),
        reason=ClosureReason.PROVIDER_DECLINED,
    )  # fmt: skip
    take(ws, denied)
    take(ws, PERSON | {"authorization_number": "A9"})
    (referral,) = referrals(ws)
    assert ws.store.query("SELECT is_open FROM referral") == [(0,)]
    assert referral.closure_reason is ClosureReason.PROVIDER_DECLINED
    assert ws.store.one("SELECT count(*) FROM status_event") == (1,)


def test_a_new_request_after_the_end_is_a_second_loop(ws: Workspace) -> None:
    take(ws, PERSON)
    (first,) = referrals(ws)
    record_status.record(
        ws, first.id, ReferralStatus.DECLINED, ws.clock.today(),
        reason=ClosureReason.PROVIDER_DECLINED,
    )  # fmt: skip
    assert counts(take(ws, PERSON | {"address": "1 Alder St"})) == (0, 1, 0, 0, 0)
    again = PERSON | {"requested_on": "2026-11-15", "phone": "9165550100"}
    assert counts(take(ws, again)) == (1, 0, 0, 0, 0)
    old, new = referrals(ws)
    assert (old.id, new.previous_referral_id, new.status) == (first.id, first.id, None)
    assert new.requested == date(2026, 11, 15)
    assert caseload.member_page(ws, member_of(ws)).member.phone == "9165550100"
    assert counts(take(ws, again | {"ends_on": "2028-01-01"})) == (0, 1, 0, 0, 0)
    assert ws.store.one("SELECT count(*) FROM referral") == (2,)


def test_one_person_two_plans(ws: Workspace) -> None:
    take(ws, PERSON)
    caseload.update_contact(ws, member_of(ws), email="zoe@example.org")
    row = PERSON | {"plan_member_id": "S77", "phone": "2095550100", "email": "x@example.org"}
    review = take(ws, row, plan="sierra")
    assert counts(review) == (1, 0, 0, 0, 0)
    assert [name for name, _old, _new in changes(ws, review)] == ["plan_member_id", "phone", "plan"]
    page = caseload.member_page(ws, member_of(ws))
    assert (page.member.plan, page.member.plan_member_id) == ("sierra", "S77")
    assert (page.member.phone, page.member.email) == ("2095550100", "zoe@example.org")
    assert [r.plan for r in page.referrals] == ["bayview", "sierra"]
    # Each plan repeats itself: nothing moves back and forth.
    assert counts(take(ws, PERSON, name="b2")) == (0, 0, 1, 0, 0)
    assert counts(take(ws, row, plan="sierra", name="s2")) == (0, 0, 1, 0, 0)
    assert caseload.member_page(ws, member_of(ws)).member.phone == "2095550100"


def test_another_service_is_another_referral(ws: Workspace) -> None:
    take(ws, PERSON)
    review = take(ws, PERSON, PERSON | {"service": "htss"})
    assert counts(review) == (1, 0, 1, 0, 0)
    assert ws.store.one("SELECT count(*) FROM member") == (1,)
    both = [PERSON | {"cin": "90000009X"}, PERSON | {"cin": "90000009X", "service": "htss"}]
    assert counts(take(ws, PERSON, PERSON | {"service": "htss"}, *both)) == (2, 0, 2, 0, 0)
    assert len(referrals(ws, "90000009X")) == 2


def test_gone_and_back(ws: Workspace) -> None:
    take(ws, PERSON, OTHER)
    review = take(ws, PERSON)
    assert counts(review) == (0, 0, 1, 1, 0)
    (gone,) = imports.rows(ws, review.id, "disappeared")
    assert (gone.row, gone.cin, gone.name) == (0, "90000002B", "Omar Gill")
    (referral,) = referrals(ws, "90000002B")
    assert referral.disappeared_on == ws.clock.today()
    assert caseload.member_page(ws, member_of(ws, "90000002B")).member.disappeared_on
    assert counts(take(ws, PERSON, name="once more")) == (0, 0, 1, 0, 0)
    back = take(ws, PERSON, OTHER, name="back")
    assert counts(back) == (0, 1, 1, 0, 0)
    assert [name for name, _old, _new in changes(ws, back)] == ["disappeared_on"]
    assert referrals(ws, "90000002B")[0].disappeared_on is None
    assert caseload.member_page(ws, member_of(ws, "90000002B")).member.disappeared_on is None


def test_a_quarantined_row_is_not_gone(ws: Workspace) -> None:
    take(ws, PERSON, OTHER)
    bad = [
        RejectedRow(3, "CIN", "shape", json.dumps(["Omar", "Gill", "9000"])),
        RejectedRow(3, "Status", "unknown", json.dumps(["O.", "Gil", " 90000002b "])),
    ]
    for number, row in enumerate(bad):
        assert counts(take(ws, PERSON, rejected=(row,), name=f"f{number}")) == (0, 0, 1, 0, 1)
    assert referrals(ws, "90000002B")[0].disappeared_on is None
    assert counts(take(ws, PERSON, name="f9")) == (0, 0, 1, 1, 0)


def test_the_same_file_twice_changes_nothing(ws: Workspace) -> None:
    take(ws, PERSON, name="a")
    take(ws, PERSON | {"phone": "9165550100"}, OTHER, name="b")
    before = ws.store.query("SELECT * FROM member"), ws.store.query("SELECT * FROM referral")
    review = imports.stage(ws, file_of(PERSON, name="a"), "bayview")
    assert counts(review) == (0, 0, 1, 0, 0)
    assert review.seen_before == ws.clock.today()
    done, moved = imports.commit(ws, review.id)
    assert done.seen_before
    assert not moved.members
    assert not moved.referrals
    assert before == (
        ws.store.query("SELECT * FROM member"),
        ws.store.query("SELECT * FROM referral"),
    )
    assert counts(take(ws, PERSON | {"phone": "9165550100"}, OTHER, name="c")) == (0, 0, 2, 0, 0)
    assert dict(caseload.member_page(ws, member_of(ws)).member.as_received)["phone"] == "9165550100"


def test_staged_survives_a_restart(home: Path, open_workspace: Callable[..., Workspace]) -> None:
    ws = open_workspace(home)
    agency.add_plan(ws, "bayview", name="Bayview", layout="bayview")
    take(ws, PERSON)
    review = imports.stage(ws, file_of(PERSON | {"phone": "9165550100"}, OTHER), "bayview")
    ws.close()
    again = open_workspace(home)
    done, moved = imports.commit(again, review.id)
    assert counts(done) == (1, 1, 0, 0, 0)
    assert len(moved.referrals) == 2
    assert imports.review(again, review.id) == done
    assert referrals(again, "90000002B")


def test_a_comparison_that_no_longer_holds_is_made_anew(ws: Workspace) -> None:
    staged = imports.stage(ws, file_of(PERSON, OTHER), "bayview")
    take(ws, PERSON, name="meanwhile")
    review, moved = imports.commit(ws, staged.id)
    assert (review.id, review.state) == (staged.id, "staged")
    assert counts(review) == (1, 0, 1, 0, 0)
    assert not moved.members
    done, _moved = imports.commit(ws, staged.id)
    assert done.state == "committed"
    # A write that alters nothing of it does not stand in the way.
    staged = imports.stage(ws, file_of(PERSON | {"phone": "9165550100"}, OTHER), "bayview")
    caseload.update_contact(ws, member_of(ws), last_seen_place="Pier 4")
    assert imports.commit(ws, staged.id)[0].state == "committed"


def test_a_failure_in_the_middle_leaves_nothing(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = imports.stage(ws, file_of(PERSON, OTHER), "bayview")
    ws.store.connection.execute(
        'CREATE TEMP TRIGGER fail BEFORE INSERT ON main."authorization" '
        "BEGIN SELECT RAISE(ABORT, 'the power went'); END"
    )
    with pytest.raises(Exception, match="the power went"):
        imports.commit(ws, review.id)
    ws.store.connection.execute("DROP TRIGGER fail")
    for table in ("member", "referral", "member_fts"):
        assert ws.store.one(f"SELECT count(*) FROM {table}") == (0,)
    assert imports.review(ws, review.id).state == "staged"
    assert imports.commit(ws, review.id)[0].state == "committed"


def test_stopped_by_the_person(ws: Workspace) -> None:
    class Stopped(Exception):
        pass

    def stop_at_the_end(done: int, rows: int) -> None:
        if done == rows:
            raise Stopped

    with pytest.raises(Stopped):
        imports.stage(ws, file_of(PERSON), "bayview", stop_at_the_end)
    assert imports.history(ws) == []
    assert ws.store.one("SELECT count(*) FROM inbound_row") == (0,)
    told: list[tuple[int, int]] = []
    imports.stage(ws, file_of(PERSON), "bayview", lambda *done: told.append(done))
    assert told == [(0, 1), (1, 1)]


def test_dry_run_leaves_nothing(ws: Workspace) -> None:
    entries = ws.store.one("SELECT count(*) FROM journal_entry")
    review = imports.dry_run(ws, file_of(PERSON, OTHER), "bayview")
    assert (review.id, counts(review)) == ("", (2, 0, 0, 0, 0))
    assert imports.history(ws) == []
    assert ws.store.one("SELECT count(*) FROM journal_entry") == entries


def test_discarded_rows_are_erased(ws: Workspace) -> None:
    review = imports.stage(ws, file_of(PERSON), "bayview")
    imports.discard(ws, review.id)
    assert ws.store.one("SELECT count(*) FROM inbound_row") == (0,)
    assert [one.state for one in imports.history(ws)] == ["discarded"]
    with pytest.raises(InputRejected):
        imports.commit(ws, review.id)
    done = take(ws, PERSON)
    with pytest.raises(InputRejected):
        imports.discard(ws, done.id)
    with pytest.raises(NotFound):
        imports.review(ws, "nothing")


def test_a_staged_copy_is_replaced(ws: Workspace) -> None:
    first = imports.stage(ws, file_of(PERSON), "bayview")
    second = imports.stage(ws, file_of(PERSON), "bayview")
    assert imports.review(ws, first.id).state == "discarded"
    assert imports.commit(ws, second.id)[0].new == 1


def test_a_mended_layout_takes_the_rejected_rows_in(ws: Workspace) -> None:
    bad = RejectedRow(3, "Service", "unknown", json.dumps(["Omar", "Gill", "90000002B"]))
    take(ws, PERSON, rejected=(bad,), name="same")
    review = take(ws, PERSON, OTHER, name="same")
    assert review.seen_before is None
    assert counts(review) == (1, 0, 1, 0, 0)


def test_the_window_of_rows(ws: Workspace) -> None:
    rows = [PERSON | {"cin": f"9000010{i}A"} for i in range(5)]
    review = imports.stage(ws, file_of(*rows), "bayview")
    assert [row.row for row in imports.rows(ws, review.id, offset=1, limit=3)] == [3, 4, 5]
    first = imports.rows(ws, review.id, "new", limit=1)[0]
    assert (first.name, first.member_id) == ("Zoë Nguyễn-Ibáñez", None)
    assert dict(first.raw)["cin"] == "90000100A"
    imports.commit(ws, review.id)
    assert imports.rows(ws, review.id, limit=1)[0].member_id == member_of(ws, "90000100A")


def test_nobody_is_assigned_where_two_navigate(ws: Workspace) -> None:
    with ws.transaction("add_user") as tx:
        tx.insert("user", {"id": "u2", "name": "Ben", "role": "navigator", "active": 1,
                           "created_at": tx.now})  # fmt: skip
    take(ws, PERSON)
    assert caseload.member_page(ws, member_of(ws)).member.navigator_id is None


def test_a_mapped_layout_is_remembered(ws: Workspace) -> None:
    from navigator_app.exchange import layouts

    bayview = layouts.shipped()["bayview"]
    text = layouts.to_toml(replace(bayview, key="ours", name="Ours"))
    for _time in range(2):
        assert imports.remember_layout(ws, "bayview", text) == "ours"
    assert agency.plan(ws, "bayview").layout == "ours"
    assert imports.layouts_for(ws, "bayview")[0].key == "ours"
    with pytest.raises(InputRejected):
        imports.remember_layout(ws, "bayview", layouts.to_toml(bayview))


def test_a_file_that_leaves_out_more_than_a_tenth_says_so(ws: Workspace) -> None:
    people = [PERSON | {"cin": f"900000{n:02d}A", "last_name": f"Nr{n}"} for n in range(20)]
    take(ws, *people)
    few = imports.stage(ws, file_of(*people[2:], name="two-missing"), "bayview")
    assert few.disappeared == 2
    assert few.warnings == ()
    many = imports.stage(ws, file_of(*people[3:], name="three-missing"), "bayview")
    assert many.warnings == (
        "3 of 20 referrals known from this plan are not in this file. "
        "If it is not the plan's whole list, discard it.",
    )
    assert (
        imports.dry_run(ws, file_of(OTHER, name="all"), "bayview").warnings[0].startswith("20 of")
    )
    taken, _changes = imports.commit(ws, many.id)
    assert taken.warnings == ()
