"""Use cases 1 to 3 of the CLR guidance, Appendix B, II, from the provider's side, step by step.

The guidance tells use case 1 of respite services and use case 2 of ECM; the steps are the same for
the housing services that a referral here can be for. What the plan does shows as what we hear.
"""

from __future__ import annotations

from pathlib import Path as File
from typing import Any

import pytest

from navigator_app.domain.clocks import State
from navigator_app.domain.facts import Path
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.vocabulary import ClosureReason, Outcome, ReferralStatus
from navigator_app.services import caseload, discontinue, intake
from navigator_app.services.workspace import Workspace
from tests.journeys.way_in import Agency, iso, row

NORA = NewMember("Nora", "Vale", "1975-04-02", "90000001A", "4155550123")
CLINIC: dict[str, Any] = {
    "referrer_organization": "Bay Family Clinic",
    "referrer_relationship": "primary-care",
}


@pytest.fixture
def we(workspace: Workspace, tmp_path: File) -> Agency:
    """A provider; its plan keeps to the state's guidance alone."""
    return Agency(workspace, tmp_path, policy="dhcs")


def one_referral(we: Agency) -> str:
    """The only referral there is."""
    found = caseload.referrals(we.ws)
    assert len(found) == 1
    return found[0].id


def test_use_case_1_a_clinic_refers(we: Agency) -> None:
    # 1 make referral: the clinic asks the plan on 20 November and tells us so
    we.on("11-23")
    referral = we.take_in(Path.PARTNER, NORA, **CLINIC, submitted_on="11-20")

    # 2 authorize: within five business days, the plan's to do and ours to ask after
    assert we.runs(referral, "decision-routine", "12-01").chase

    # 3 notice: decided on the 25th; provider within 24 hours, member within two business days
    we.on("11-30")
    line = row(NORA, asked="11-20", first="11-25", last="2027-11-24", decided="11-25", sent="11-30")
    assert we.file(line)["new"] == 0
    we.met(referral, "decision-routine", "11-25")
    member_told = we.runs(referral, "member-told", "12-01")
    assert "NOA" in member_told.rule.quote
    we.met(referral, "provider-told", "11-30", late=True)
    we.later(referral, member_told_on="11-30")
    we.met(referral, "member-told", "11-30")

    # 4 accept: the file is reviewed, capacity weighed, the member sought
    we.on("12-01")
    we.status(referral, ReferralStatus.ACCEPTED)
    we.attempt(referral, Outcome.REACHED)
    assert we.referral(referral).status is ReferralStatus.OUTREACH_INITIATED

    # 6 track: December's status is there, January's will be asked for
    assert we.clock(referral, "monthly-status").state is State.MET

    # 5 and 7: services begin, the loop is closed, and the file says so
    we.on("12-10")
    we.status(referral, ReferralStatus.CLOSED, ClosureReason.SERVICES_RECEIVED)
    lines = we.status_file("2026-12")
    assert lines[-1] == (NORA.cin, "Referral Loop Closed", "Services Received")
    assert we.runs(referral, "referrer-told", "12-14").chase
    we.on("12-11")
    we.later(referral, referrer_told_on="12-11")
    we.met(referral, "referrer-told", "12-11")
    assert intake.intake(we.ws, referral).values["referrer_organization"] == "Bay Family Clinic"


def test_use_case_2_declined_and_referred_again(we: Agency) -> None:
    # 1-3: a specialist's referral is authorized; the file brings it
    we.on("11-20")
    we.file(
        row(NORA, asked="11-13", first="11-18", last="2027-11-17", decided="11-18", sent="11-20")
    )
    first = one_referral(we)
    we.tell(first, path=Path.PARTNER, referrer_organization="Bay Specialists")

    # 4 decline: there is no room, and the capacity goes along in the same step
    we.on("11-23")
    declined, capacity, _changes = discontinue.decline_full(we.ws, first, iso("11-23"))
    assert declined.status is ReferralStatus.DECLINED
    assert declined.closure_reason is ClosureReason.PROVIDER_DECLINED
    assert capacity.any_member == 0

    # 5 track, 6 close loop 1: the status file tells the plan, the plan the specialist
    assert we.status_file("2026-11") == [(NORA.cin, "Declined", "Service Provider Declined")]
    assert not we.referral(first).disappeared_on

    # 7 re-refer: the plan's next file has the member anew, which is a second loop
    we.on("12-15")
    again = row(
        NORA, asked="12-10", first="12-14", last="2027-12-13", decided="12-14", sent="12-15"
    )
    assert we.file(again)["new"] == 1
    second = next(one.id for one in caseload.referrals(we.ws) if one.id != first)
    assert we.referral(second).previous_referral_id == first
    we.tell(second, path=Path.RE_REFERRAL, referrer_organization="Bay Specialists")
    assert intake.intake(we.ws, second).previous_referral_id == first

    # 8-11: accepted, reached, served, closed; loop 1 stays as it was
    we.status(second, ReferralStatus.ACCEPTED)
    we.on("12-16")
    we.attempt(second, Outcome.REACHED)
    we.on("12-18")
    we.status(second, ReferralStatus.CLOSED, ClosureReason.SERVICES_RECEIVED)
    assert we.status_file("2026-12")[-1] == (
        NORA.cin,
        "Referral Loop Closed",
        "Services Received",
    )
    assert we.referral(first).closure_reason is ClosureReason.PROVIDER_DECLINED
    we.runs(second, "referrer-told", "12-22")


def test_use_case_2_referred_again_by_phone(we: Agency) -> None:
    """The same where the plan calls before its file comes: the loop is linked by hand."""
    we.on("11-20")
    we.file(
        row(NORA, asked="11-13", first="11-18", last="2027-11-17", decided="11-18", sent="11-20")
    )
    first = one_referral(we)
    we.status(first, ReferralStatus.DECLINED, ClosureReason.PROVIDER_DECLINED)
    member = we.referral(first).member_id
    we.on("12-11")
    second = we.take_in(
        Path.RE_REFERRAL, member, previous=first, submitted_on="12-10", sent_to_provider_on="12-11"
    )
    we.on("12-15")
    again = row(
        NORA, asked="12-10", first="12-14", last="2027-12-13", decided="12-14", sent="12-15"
    )
    assert we.file(again) == {"new": 0, "changed": 1, "unchanged": 0}
    assert we.referral(second).previous_referral_id == first
    assert len(caseload.referrals(we.ws)) == 2


def test_use_case_3_a_jail_refers_before_release(we: Agency) -> None:
    # 1 make referral: thirty days before the release
    we.on("11-20")
    referral = we.take_in(
        Path.CORRECTIONAL,
        NORA,
        facility="County Jail",
        release_on="12-20",
        referrer_organization="County Jail, re-entry",
        referrer_relationship="correctional",
        submitted_on="11-20",
    )
    ready = we.runs(referral, "release-day", "12-20")
    assert "day of release" in ready.rule.quote

    # 2-3 authorize and notice
    we.runs(referral, "decision-routine", "12-01")
    we.on("11-25")
    line = row(NORA, asked="11-20", first="12-20", last="2027-12-19", decided="11-24", sent="11-25")
    assert we.file(line) == {"new": 0, "changed": 1, "unchanged": 0}
    kept = intake.intake(we.ws, referral)
    assert (kept.path, kept.values["facility"]) == (Path.CORRECTIONAL, "County Jail")
    we.later(referral, member_told_on="11-25")
    we.met(referral, "member-told", "11-25")

    # 4 accept: the release is put off; the clock follows the new day
    we.status(referral, ReferralStatus.ACCEPTED)
    we.on("12-14")
    we.tell(referral, release_on="12-22")
    we.runs(referral, "release-day", "12-22")

    # 5 provide, 6 track, 7 close
    we.on("12-22")
    we.attempt(referral, Outcome.REACHED)
    we.met(referral, "release-day", "12-22")
    we.status(referral, ReferralStatus.CLOSED, ClosureReason.SERVICES_RECEIVED)
    assert we.status_file("2026-12")[-1][1:] == ("Referral Loop Closed", "Services Received")
    assert we.runs(referral, "referrer-told", "12-24").chase
