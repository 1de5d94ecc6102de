"""One member whole: the page, what staff change, and the history of it all."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from navigator_app.domain.records import AttemptDraft, CaseloadQuery
from navigator_app.domain.vocabulary import Mode, Outcome, ReferralStatus
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import (
    agency,
    caseload,
    import_authorizations,
    record_outreach,
    record_status,
)
from navigator_app.services.workspace import Workspace

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
CIN = "90100001E"  # approved, Sophea D'Angelo


@pytest.fixture
def ws(workspace: Workspace) -> Workspace:
    """Sixty members of one plan."""
    agency.add_plan(workspace, "bayview", name="Bayview Health", layout="bayview")
    layouts = import_authorizations.layouts_for(workspace, "bayview")
    parsed = import_authorizations.read(SAMPLES / "bayview_csasf_2026-11-15.csv", layouts)
    review = import_authorizations.stage(workspace, parsed, "bayview")
    import_authorizations.commit(workspace, review.id)
    return workspace


@pytest.fixture
def member_id(ws: Workspace) -> str:
    return caseload.page(ws, CaseloadQuery(text=CIN)).rows[0].id


def test_the_page_has_everything(ws: Workspace, member_id: str) -> None:
    (referral,) = caseload.referrals(ws, member_id=member_id)
    record_status.record(ws, referral.id, ReferralStatus.ACCEPTED, date(2026, 11, 20))
    record_outreach.record(
        ws,
        [AttemptDraft(member_id, Mode.PHONE, Outcome.NOT_FOUND, datetime(2026, 11, 20, 9))],
    )
    page = caseload.member_page(ws, member_id)
    assert (page.member.cin, page.member.plan_name) == (CIN, "Bayview Health")
    assert page.member.navigator_id == ws.user.id
    assert page.referrals[0].status is ReferralStatus.OUTREACH_INITIATED
    assert [event.status for event in page.events] == [
        ReferralStatus.OUTREACH_INITIATED,
        ReferralStatus.ACCEPTED,
    ]
    assert [one.effective for one in page.authorizations] == [date(2026, 11, 9)]
    assert page.attempts[0].outcome is Outcome.NOT_FOUND
    assert {row.member_id for row in page.due} <= {member_id}
    received = dict(page.member.as_received)
    assert received["Member Date of Birth"] == "04/25/2005"
    assert received["Referred Service"] == "Housing Transition Navigation Services"


def test_nobody(ws: Workspace) -> None:
    for call in (caseload.member_page, caseload.history):
        with pytest.raises(NotFound):
            call(ws, "nobody")
    with pytest.raises(NotFound):
        caseload.update_contact(ws, "nobody", phone="4155550100")


def test_contact_is_kept_and_found(ws: Workspace, member_id: str) -> None:
    changes = caseload.update_contact(
        ws,
        member_id,
        preferred_name=" Ximena  O'Hara ",
        alternate_phone="(415) 555-0142",
        last_seen_place="Fifth Street shelter",
        last_seen_on="2026-11-19",
        fleeing_violence=True,
        navigator_id=None,
    )
    assert changes.members == {member_id}
    member = caseload.member_page(ws, member_id).member
    assert (member.preferred_name, member.alternate_phone) == ("Ximena O'Hara", "4155550142")
    assert (member.last_seen_on, member.navigator_id) == (date(2026, 11, 19), None)
    for text in ("ximena", "ohara", "0142"):
        (row,) = caseload.page(ws, CaseloadQuery(text=text)).rows
        assert row.id == member_id
        assert row.alert
    caseload.update_contact(ws, member_id, preferred_name="")
    assert caseload.page(ws, CaseloadQuery(text="ximena")).rows == ()


def test_what_does_not_change_is_not_written(ws: Workspace, member_id: str) -> None:
    entries = ws.store.one("SELECT count(*) FROM journal_entry")
    member = caseload.member_page(ws, member_id).member
    same = caseload.update_contact(
        ws, member_id, phone=member.phone, email=member.email, fleeing_violence=False
    )
    assert not same.members
    assert ws.store.one("SELECT count(*) FROM journal_entry") == entries


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "415"), ("alternate_phone", "12345678901234"), ("email", "at home"),
        ("last_seen_on", "2026-11-21"), ("last_seen_on", "yesterday"), ("navigator_id", "x"),
        ("safety_note", "x" * 2001), ("preferred_name", "x" * 201), ("cin", "90100001F"),
        ("first_name", "A"),
    ],
)  # fmt: skip
def test_refused_beside_its_field(ws: Workspace, member_id: str, field: str, value: str) -> None:
    with pytest.raises(InputRejected) as refused:
        caseload.update_contact(ws, member_id, **{field: value, "last_seen_place": "Park"})
    assert refused.value.field == field
    assert refused.value.next_step
    assert caseload.member_page(ws, member_id).member.last_seen_place == ""


def test_history_tells_who_changed_what(ws: Workspace, member_id: str) -> None:
    caseload.update_contact(ws, member_id, phone="4155550142")
    (referral,) = caseload.referrals(ws, member_id=member_id)
    record_status.record(ws, referral.id, ReferralStatus.ACCEPTED, date(2026, 11, 20))
    rows = caseload.history(ws, member_id)
    assert {row.table for row in rows} == {"member", "referral", "authorization", "status_event"}
    (phone,) = [row for row in rows if row.field == "phone" and row.old]
    assert (phone.old, phone.new, phone.by) == ("9166637722", "4155550142", "Ana Ruiz")
    assert (phone.intention, phone.record_id) == ("update_contact", member_id)
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    only = caseload.history(ws, referral.id)
    assert {row.record_id for row in only} == {referral.id}


def test_referrals_by_status(ws: Workspace, member_id: str) -> None:
    (referral,) = caseload.referrals(ws, member_id=member_id)
    assert len(caseload.referrals(ws)) == 60
    assert caseload.referrals(ws, status=ReferralStatus.ACCEPTED) == []
    record_status.record(ws, referral.id, ReferralStatus.ACCEPTED, date(2026, 11, 20))
    assert [row.id for row in caseload.referrals(ws, status=ReferralStatus.ACCEPTED)] == [
        referral.id
    ]
