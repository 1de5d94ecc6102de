"""Referrals taken in by hand and the plan's files that come after: what attaches, what stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path as File

import pytest

from navigator_app.domain.facts import Path
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.vocabulary import ReferralStatus, Service
from navigator_app.errors import InputRejected
from navigator_app.services import (
    caseload,
    exports,
    import_authorizations,
    intake,
    record_status,
)
from navigator_app.services.workspace import Workspace
from tests.services import by_hand
from tests.services.by_hand import NORA, bottom_up, close

HEADINGS = (
    "Member First Name,Member Last Name,Medi-Cal CIN,MCP Member ID,Member Date of Birth,"
    "Member Primary Phone Number,Referred Service,Date Received Request for Authorization,"
    "Referral Authorization Status,Authorization Effective Date,Authorization End Date,"
    "Date Referral Sent to Servicing Provider Organization"
)


@pytest.fixture
def ws(workspace: Workspace) -> Workspace:
    return by_hand.two_plans(workspace)


def file_of(tmp_path: File, *rows: str) -> File:
    path = tmp_path / "asf.csv"
    path.write_text("\n".join((HEADINGS, *rows)) + "\n", encoding="utf-8")
    return path


def take_in(ws: Workspace, path: File, plan: str = "bayview") -> dict[str, int]:
    parsed = import_authorizations.read(path, import_authorizations.layouts_for(ws, plan))
    assert not parsed.rejected, parsed.rejected
    staged = import_authorizations.stage(ws, parsed, plan)
    import_authorizations.commit(ws, staged.id)
    return {"new": staged.new, "changed": staged.changed, "unchanged": staged.unchanged}


def test_a_cin_is_taken_back_until_a_file_names_the_member(ws: Workspace, tmp_path: File) -> None:
    row = bottom_up(ws, NewMember("Ola", "Berg", "1980-02-29"))
    intake.set_cin(ws, row.member_id, "90000007A")
    intake.forget_cin(ws, row.member_id, row.cin)
    assert caseload.member_page(ws, row.member_id).member.cin == "NO-CIN-0001"
    assert caseload.find(ws, "90000007A") == []
    other = bottom_up(ws, NewMember("Ida", "Berg", "1981-02-28"))
    with pytest.raises(InputRejected):
        intake.forget_cin(ws, row.member_id, other.cin)
    intake.set_cin(ws, row.member_id, "90000007A")
    record_status.record(ws, row.referral_id, ReferralStatus.PENDING, date(2026, 11, 12))
    exports.export(ws, "bayview", "2026-11", tmp_path)
    intake.forget_cin(ws, row.member_id, row.cin)  # written is not sent
    intake.set_cin(ws, row.member_id, "90000007A")
    exports.export(ws, "bayview", "2026-11", tmp_path)
    exports.mark_sent(ws, "bayview", "2026-11")
    with pytest.raises(InputRejected) as caught:
        intake.forget_cin(ws, row.member_id, row.cin)
    assert caught.value.field == "cin"


def test_the_plans_file_attaches_to_the_referral_made_by_hand(
    ws: Workspace, tmp_path: File
) -> None:
    made = bottom_up(ws)
    row = (
        "Nora,Vale,90000001A,12345678901,1975-04-02,4155550199,"
        "Housing Transition Navigation Services,2026-11-10,Approved,"
        "2026-11-10,2027-11-09,2026-11-18"
    )
    assert take_in(ws, file_of(tmp_path, row)) == {"new": 0, "changed": 1, "unchanged": 0}
    page = caseload.member_page(ws, made.member_id)
    assert [one.id for one in page.referrals] == [made.referral_id]
    referral = page.referrals[0]
    assert (referral.effective, referral.end) == (date(2026, 11, 10), date(2027, 11, 9))
    assert referral.sent_to_provider == date(2026, 11, 18)
    assert page.member.plan_member_id == "12345678901"
    assert page.member.phone == "4155550123", "the number that staff typed stays"
    kept = intake.intake(ws, made.referral_id)
    assert kept.path is Path.BOTTOM_UP and not kept.by_hand
    again = (
        "Nora,Vale,90000001A,12345678901,1975-04-02,4155550199,"
        "Housing Transition Navigation Services,2026-11-10,Approved,"
        "2026-11-10,2027-11-30,2026-11-18"
    )
    assert take_in(ws, file_of(tmp_path, again))["changed"] == 1
    assert len(caseload.member_page(ws, made.member_id).referrals) == 1


def test_a_prospect_who_said_no_is_a_new_loop_when_the_plan_refers_them(
    ws: Workspace, tmp_path: File
) -> None:
    made, _changes = intake.create(
        ws,
        plan="bayview",
        service=Service.HTNS,
        path=Path.DATA_MINING,
        values={"prospect_received_on": "2026-11-12"},
        member=NORA,
    )
    close(ws, made.referral_id)
    row = (
        "Nora,Vale,90000001A,1,1975-04-02,4155550123,"
        "Housing Transition Navigation Services,2026-11-19,Approved,"
        "2026-11-19,2027-11-18,2026-11-20"
    )
    assert take_in(ws, file_of(tmp_path, row))["new"] == 1
    later = caseload.member_page(ws, made.member_id).referrals[-1]
    assert later.previous_referral_id == made.referral_id


def test_how_a_referral_of_a_file_came_is_told_and_changed(ws: Workspace, tmp_path: File) -> None:
    row = (
        "Nora,Vale,90000001A,1,1975-04-02,4155550123,"
        "Housing Transition Navigation Services,2026-11-10,Approved,"
        "2026-11-10,2027-11-09,2026-11-18"
    )
    take_in(ws, file_of(tmp_path, row))
    referral = caseload.referrals(ws)[0]
    assert intake.intake(ws, referral.id).path is None
    with pytest.raises(InputRejected) as refused:
        intake.change(ws, referral.id, {})
    assert refused.value.field == "path"
    told = {"referrer_organization": "Mercy Clinic", "referrer_npi": "1234567893"}
    changed, _changes = intake.change(ws, referral.id, told, path=Path.PARTNER)
    assert changed.values["referrer_organization"] == "Mercy Clinic"
    with pytest.raises(InputRejected) as refused:
        intake.change(ws, referral.id, {"sent_to_provider_on": "2026-11-17"})
    assert refused.value.field == "sent_to_provider_on"
    changed, _changes = intake.change(ws, referral.id, {"referrer_npi": ""})
    assert "referrer_npi" not in changed.values
    changed, _changes = intake.change(ws, referral.id, {}, path=Path.TOP_DOWN)
    assert "referrer_organization" not in changed.values
    assert any("Mercy Clinic" in str(one) for one in caseload.history(ws, referral.id))
