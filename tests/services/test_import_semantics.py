"""What a later file means: moved, ended, denied, gone, back; and what staff typed stays."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from navigator_app.domain.records import CaseloadQuery, ImportReview
from navigator_app.domain.vocabulary import AuthorizationStatus, ClosureReason, ReferralStatus
from navigator_app.errors import InputRejected
from navigator_app.exchange.inbound import RejectedRow
from navigator_app.services import agency, caseload, record_status
from navigator_app.services import import_authorizations as imports
from navigator_app.services.workspace import Workspace
from tests.services.import_rows import (
    OTHER,
    PERSON,
    counts,
    file_of,
    member_of,
    referrals,
    take,
    two_plans,
)


@pytest.fixture
def ws(workspace: Workspace) -> Workspace:
    """An empty store with two plans."""
    return two_plans(workspace)


def changes(ws: Workspace, review: ImportReview) -> list[tuple[str, str, str]]:
    """What moved, over all rows."""
    return [
        (change.field, change.old, change.new)
        for row in imports.rows(ws, review.id)
        for change in row.changes
    ]


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


def test_a_mended_layout_takes_the_rejected_rows_in(ws: Workspace) -> None:
    bad = RejectedRow(3, "Service", "unknown", json.dumps(["Omar", "Gill", "90000002B"]))
    take(ws, PERSON, rejected=(bad,), name="same")
    review = take(ws, PERSON, OTHER, name="same")
    assert review.seen_before is None
    assert counts(review) == (1, 0, 1, 0, 0)


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
