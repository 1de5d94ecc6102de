"""The four workflows of the HTNS/HTSS toolkit (April 2025), step by step, with every date.

Step numbers are the toolkit's. California's offices are closed on 26 and 27 November 2026.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path as File

import pytest

from navigator_app.domain.clocks import State
from navigator_app.domain.facts import Path
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.paths import OptIn
from navigator_app.domain.vocabulary import ClosureReason, Outcome, ReferralStatus, Service
from navigator_app.errors import InputRejected
from navigator_app.services import caseload, clocks, intake, prospects
from navigator_app.services.workspace import Workspace
from tests.journeys.way_in import Agency, iso, row

NORA = NewMember("Nora", "Vale", "1975-04-02", "90000001A", "4155550123")
BEN = NewMember("Ben", "Moss", "1981-03-04", "90000002A", "4155550124")
CLEO = NewMember("Cleo", "Park", "1990-05-06", "90000003A")


@pytest.fixture
def we(workspace: Workspace, tmp_path: File) -> Agency:
    """An agency whose plan has the toolkit's pack."""
    return Agency(workspace, tmp_path)


def test_bottom_up(we: Agency) -> None:
    # 0: somebody in need is noticed; neither CIN nor plan is known for sure
    we.on("11-20")
    nora = NewMember("Nora", "Vale", "1975-04-02")
    referral = we.take_in(Path.BOTTOM_UP, nora, identified_on="11-20")
    member = we.referral(referral).member_id
    we.runs(referral, "enrolment-found", "2027-01-19")  # 60 days
    assert we.clock(referral, "outreach-begun").due is None
    assert we.start(referral).on is None

    # 1-1.2: Medi-Cal and plan are found, and with them the CIN
    we.on("11-23")
    intake.set_cin(we.ws, member, NORA.cin)
    we.tell(referral, enrolment_found_on="11-23")
    we.met(referral, "enrolment-found", "11-23")

    # 1.3-5: the talk, the yes, and three business days for the request
    we.on("11-24")
    we.tell(referral, conversation_on="11-24", opted_in_on="11-24", opt_in_how="spoken")
    we.runs(referral, "referral-submitted", "12-01")
    we.on("11-25")
    we.tell(referral, submitted_on="11-25")
    we.met(referral, "referral-submitted", "11-25")

    # 6-12: the plan decides; its dates are ours to ask after, not to keep
    routine = we.runs(referral, "decision-routine", "12-04")
    assert routine.chase and routine.rule.required
    assert not we.runs(referral, "decision-latest", "12-17").rule.required
    start = we.start(referral)
    assert start.on == iso("11-25"), "bottom-up goes back to the request"
    assert start.rule.section == "Bottom-Up, Authorization Recommendations"
    assert start.other is not None and "2026-11-24" in str(start.said[-1])

    authorized_and_served(we, referral)


def authorized_and_served(we: Agency, referral: str) -> None:
    # 12: the authorization comes with the file and attaches to what was entered by hand
    we.on("12-03")
    line = row(NORA, asked="11-25", first="11-25", last="2027-11-24", decided="12-02", sent="12-03")
    assert we.file(line) == {"new": 0, "changed": 1, "unchanged": 0}
    assert we.referral(referral).effective == iso("11-25")
    we.met(referral, "decision-routine", "12-02")
    we.runs(referral, "member-told", "12-04")
    we.later(referral, member_told_on="12-03")
    we.met(referral, "member-told", "12-03")

    # 13: services within three business days of the authorization; a failed try is a try
    we.runs(referral, "outreach-begun", "12-08")
    we.on("12-04")
    we.attempt(referral, Outcome.NOT_FOUND)
    we.met(referral, "outreach-begun", "12-04")
    we.on("12-07")
    we.attempt(referral, Outcome.REACHED)
    we.met(referral, "outreach-begun", "12-04")
    we.status(referral, ReferralStatus.CLOSED, ClosureReason.SERVICES_RECEIVED)
    statuses = [line[1:] for line in we.status_file("2026-12")]
    assert statuses == [
        ("Outreach Initiated", ""),
        ("Referral Loop Closed", "Services Received"),
    ]
    assert we.clock(referral, "first-authorization").due == date(2027, 11, 24)


def test_bottom_up_urgent(we: Agency) -> None:
    we.on("11-23")
    referral = we.take_in(
        Path.BOTTOM_UP, NORA, identified_on="11-20", submitted_on="11-23", urgent="1"
    )
    urgent = we.runs(referral, "decision-urgent", "11-27")  # 72 hours, closed days among them
    assert "the hour is not known" in urgent.why
    ids = {one.rule.id for one in clocks.of_referral(we.ws, referral)}
    assert "decision-routine" not in ids


def test_bottom_up_without_enrolment(we: Agency) -> None:
    we.on("11-23")
    referral = we.take_in(Path.BOTTOM_UP, NORA, identified_on="11-20")
    we.tell(referral, refused_on="11-23")
    assert we.clock(referral, "enrolment-found").state is State.MOOT
    assert we.clock(referral, "referral-submitted").due is None


def test_top_down_by_plan_staff(we: Agency) -> None:
    # 0-1.9 and 2-5 happen at the plan; we hear of them with its file
    we.on("11-20")
    line = row(
        NORA, kind="2", asked="11-19", first="11-19", last="2027-11-18", decided="11-20",
        sent="11-20",
    )  # fmt: skip
    assert we.file(line)["new"] == 1
    referral = caseload.referrals(we.ws)[0].id
    assert intake.intake(we.ws, referral).path is None

    # the plan's coordinator tells on the phone how it came
    we.tell(
        referral,
        path=Path.TOP_DOWN,
        plan_identified_on="11-16",
        opted_in_on="11-18",
        submitted_on="11-19",
    )
    we.met(referral, "plan-staff-submits", "11-19")
    we.met(referral, "decision-routine", "11-20")
    start = we.start(referral)
    assert start.on == iso("11-18"), "top-down goes back to the member's yes"
    assert "MCP Staff-Initiated" in start.rule.section
    kept = intake.intake(we.ws, referral)
    assert kept.effective == iso("11-19"), "a day later than it should be: a day to ask for"

    # 7: outreach within three business days of the authorization
    we.runs(referral, "outreach-begun", "11-25")
    we.on("11-30")
    late = we.clock(referral, "outreach-begun")
    assert late.state is State.OVERDUE
    we.attempt(referral, Outcome.REACHED)
    we.met(referral, "outreach-begun", "11-30", late=True)


def test_top_down_data_mining_yes_before_approval(we: Agency) -> None:
    # 5-6: a list of prospects; outreach within three business days of it
    we.on("11-20")
    ids, _changes = prospects.add(
        we.ws,
        plan="bayview",
        service=Service.HTNS,
        received=iso("11-20"),
        rows=[NORA, BEN, CLEO],
        opt_in=OptIn.BEFORE,
    )
    nora, ben, cleo = ids
    for one in ids:
        assert "size" in we.runs(one, "prospect-outreach", "11-25").rule.quote
        assert we.clock(one, "outreach-begun").due is None, "nothing is authorized yet"
    we.on("11-23")
    we.attempt(nora, Outcome.NOT_FOUND)
    we.met(nora, "prospect-outreach", "11-23")

    # 7-7.4, 10-10.1: Nora says yes; three business days to document it and send the request
    we.on("11-24")
    we.attempt(nora, Outcome.REACHED)
    we.tell(nora, conversation_on="11-24", opted_in_on="11-24", opt_in_how="written")
    we.runs(nora, "opt-in-told", "12-01")
    we.on("11-25")
    we.tell(nora, submitted_on="11-25")
    we.met(nora, "opt-in-told", "11-25")
    start = we.start(nora)
    assert start.on == iso("11-24") and "Datamining" in start.rule.section
    we.runs(nora, "decision-routine", "12-04")

    # 8-8.3: Ben says no; the plan is told within three business days
    we.attempt(ben, Outcome.REFUSED)
    we.tell(ben, conversation_on="11-25", refused_on="11-25")
    we.runs(ben, "non-enrolment-told", "12-02")
    we.on("12-01")
    intake.note_later(we.ws, ben, {"plan_told_on": iso("12-01").isoformat()})
    we.met(ben, "non-enrolment-told", "12-01")
    we.status(ben, ReferralStatus.CLOSED, ClosureReason.NO_LONGER_NEEDS)

    # 8: Cleo is not found; the plan hears of it a day late, and the record says so
    we.tell(cleo, not_enrolled_on="11-30")
    we.runs(cleo, "non-enrolment-told", "12-03")
    we.on("12-04")
    assert we.clock(cleo, "non-enrolment-told").state is State.OVERDUE
    intake.note_later(we.ws, cleo, {"plan_told_on": iso("12-04").isoformat()})
    we.met(cleo, "non-enrolment-told", "12-04", late=True)

    # the authorization attaches to the prospect's referral
    line = row(
        NORA, kind="2", asked="11-25", first="11-24", last="2027-11-23", decided="12-03",
        sent="12-04",
    )  # fmt: skip
    assert we.file(line) == {"new": 0, "changed": 1, "unchanged": 0}
    assert we.referral(nora).effective == we.start(nora).on


def test_top_down_data_mining_approved_with_the_list(we: Agency) -> None:
    we.on("11-20")
    ids, _changes = prospects.add(
        we.ws,
        plan="bayview",
        service=Service.HTNS,
        received=iso("11-20"),
        rows=[NORA, BEN],
        opt_in=OptIn.AFTER,
    )
    nora, ben = ids
    for one in ids:
        we.runs(one, "prospect-outreach", "11-25")
        we.runs(one, "outreach-begun", "11-25")
    we.on("11-24")
    we.attempt(nora, Outcome.MESSAGE_LEFT)
    we.met(nora, "outreach-begun", "11-24")
    assert we.start(nora).on is None, "no yes yet"

    # the yes comes after the approval: the plan is told, and the start goes back to the yes
    we.on("11-30")
    we.tell(nora, conversation_on="11-30", opted_in_on="11-30")
    we.runs(nora, "opt-in-told", "12-03")
    we.tell(nora, plan_told_on="11-30")
    we.met(nora, "opt-in-told", "11-30")
    assert we.start(nora).on == iso("11-30")

    # the file that follows names the same two
    lines = [
        row(one, kind="2", first="11-20", last="2027-11-19", sent="11-20") for one in (NORA, BEN)
    ]
    assert we.file(*lines)["new"] == 0
    assert we.referral(ben).effective == iso("11-20")
    assert "submitted_on" not in intake.intake(we.ws, nora).values


def test_another_partner_refers(we: Agency) -> None:
    # a hospital asks the plan; the file carries the member and not the hospital
    we.on("11-23")
    line = row(NORA, asked="11-18", first="11-16", last="2027-11-15", decided="11-20", sent="11-23")
    we.file(line)
    referral = caseload.referrals(we.ws)[0].id
    with pytest.raises(InputRejected) as refused:
        we.tell(referral, path=Path.PARTNER, opted_in_on="11-16")
    assert refused.value.field == "referrer_organization"
    we.tell(
        referral,
        path=Path.PARTNER,
        referrer_organization="County Hospital",
        referrer_name="Sam Ode",
        referrer_relationship="hospital",
        referrer_phone="(415) 555-0177",
        referrer_npi="1234567893",
        opted_in_on="11-16",
        submitted_on="11-18",
    )
    kept = intake.intake(we.ws, referral).values
    assert (kept["referrer_phone"], kept["referrer_npi"]) == ("4155550177", "1234567893")

    # no recommendation of its own: the yes or the request, whichever is earlier
    start = we.start(referral)
    assert start.on == iso("11-16") and start.rule.id == "authorization-start"
    assert we.referral(referral).effective == start.on
    we.met(referral, "decision-routine", "11-20")
    we.runs(referral, "outreach-begun", "11-30")

    # closing: the plan tells the hospital within two business days, ours to ask after
    we.on("11-30")
    we.attempt(referral, Outcome.REACHED)
    we.status(referral, ReferralStatus.CLOSED, ClosureReason.SERVICES_RECEIVED)
    told = we.runs(referral, "referrer-told", "12-02")
    assert told.chase
    we.on("12-02")
    we.later(referral, referrer_told_on="12-02")
    we.met(referral, "referrer-told", "12-02")
