"""What was done on days without coverage: named on the page, before closing, before the file."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import ClosureReason, Mode, Outcome, ReferralStatus
from navigator_app.errors import InputRejected
from navigator_app.services import (
    covered_days,
    eligibility,
    exports,
    record_outreach,
    record_status,
)
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops

S = ReferralStatus
LAPSED = date(2026, 11, 17)
SERVED = ClosureReason.SERVICES_RECEIVED


def day(number: int) -> date:
    return date(2026, 11, number)


def attempt(ws: Workspace, made: loops.Made, number: int) -> None:
    when = datetime(2026, 11, number, 9)
    draft = AttemptDraft(made.member, Mode.PHONE, Outcome.NOT_FOUND, at=when)
    record_outreach.record(ws, [draft])


def look_up(ws: Workspace, made: loops.Made, result: MediCal = MediCal.LAPSED) -> None:
    lapsed_on = LAPSED if result is not MediCal.ACTIVE else None
    draft = CheckDraft(made.member, result, How.PORTAL, day(20), lapsed_on=lapsed_on)
    eligibility.record(ws, draft)


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    """Tried on the 16th and the 18th; the lapse of the 17th was found on the 20th."""
    made = loops.add_member(workspace, loops.add_plan(workspace), 1)
    attempt(workspace, made, 16)
    attempt(workspace, made, 18)
    look_up(workspace, made)
    return made


def uncovered(ws: Workspace, made: loops.Made) -> list[tuple[str, str]]:
    return [(one.done, str(one.on)) for one in covered_days.of_member(ws, made.member)]


def test_the_members_page_names_what_was_done_after_the_lapse(
    workspace: Workspace, made: loops.Made
) -> None:
    [alert] = [
        one for one in eligibility.diary(workspace, made.member).alerts if one.kind == "uncovered"
    ]
    assert "lapsed on Nov 17" in alert.says
    assert "Nov 18" in alert.do and "an attempt" in alert.do
    assert "Nov 16" not in alert.do, "covered on that day"
    assert alert.source.endswith("Question 5")


def test_closing_as_served_after_a_lapse_asks_for_a_reason(
    workspace: Workspace, made: loops.Made
) -> None:
    with pytest.raises(InputRejected) as refused:
        record_status.record(workspace, made.referral, S.CLOSED, day(19), reason=SERVED)
    assert refused.value.field == "override"
    assert "Nov 17" in refused.value.message and "Question 5" in refused.value.message
    assert loops.state(workspace, made.referral)["is_open"] == 1
    record_status.record(
        *(workspace, made.referral, S.CLOSED, day(19)),
        reason=SERVED,
        override="The county restored it back to the first",
    )
    kept = workspace.store.query("SELECT rule_id, reason FROM guard_override")
    assert kept == [("coverage-needed", "The county restored it back to the first")]
    assert ("served", "2026-11-19") in uncovered(workspace, made)


def test_closing_before_the_lapse_or_otherwise_is_free(
    workspace: Workspace, made: loops.Made
) -> None:
    assert covered_days.served_on(workspace, made.referral, day(16)) is None
    other = ClosureReason.NO_LONGER_ELIGIBLE
    record_status.record(workspace, made.referral, S.CLOSED, day(19), reason=other)
    assert loops.state(workspace, made.referral)["is_open"] == 0
    assert workspace.store.query("SELECT 1 FROM guard_override") == []


def test_once_it_is_active_again_the_days_after_it_are_paid(workspace: Workspace) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace), 1)
    draft = CheckDraft(made.member, MediCal.LAPSED, How.PORTAL, day(17), lapsed_on=day(17))
    eligibility.record(workspace, draft)
    eligibility.record(workspace, CheckDraft(made.member, MediCal.ACTIVE, How.PORTAL, day(19)))
    record_status.record(workspace, made.referral, S.ACCEPTED, day(18))
    record_status.record(workspace, made.referral, S.CLOSED, day(20), reason=SERVED)
    assert uncovered(workspace, made) == []


def test_the_months_file_lists_the_days_before_it_goes_out(
    workspace: Workspace, made: loops.Made
) -> None:
    record_status.record(
        workspace, made.referral, S.CLOSED, day(19), reason=SERVED, override="known"
    )
    file = exports.preview(workspace, "bayview", "2026-11")
    [listed] = [one for one in file.not_ready if one.kind == "uncovered"]
    assert listed.referral_id == made.referral
    assert "lapsed on Nov 17" in listed.reason
    assert "Nov 18" in listed.reason and "Nov 19" in listed.reason
    assert "Nov 16" not in listed.reason
    december = exports.preview(workspace, "bayview", "2026-12")
    assert [one for one in december.not_ready if one.kind == "uncovered"] == []


def test_services_that_were_written_down_are_held_against_it_too(
    workspace: Workspace, made: loops.Made
) -> None:
    with workspace.transaction("test") as tx:
        for number, undone in ((16, None), (18, None), (19, tx.now)):
            row = {"id": uuid7(), "member_id": made.member, "referral_id": made.referral}
            when = f"2026-11-{number}"
            tx.insert(
                "encounter",
                {
                    **row,
                    **{"service": "htns", "component": "x", "mode": "phone", "minutes": 15},
                    **{"at_utc": f"{when}T18:00:00+00:00", "on_date": when, "undone_at": undone},
                    **{"zone": "America/Los_Angeles", "recorded_at": tx.now},
                },
            )
    assert uncovered(workspace, made) == [("attempt", "2026-11-18"), ("service", "2026-11-18")]


def test_an_attempt_that_was_taken_back_is_not_held_against_it(workspace: Workspace) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace), 1)
    when = datetime(2026, 11, 18, 9)
    done = record_outreach.record(
        workspace, [AttemptDraft(made.member, Mode.PHONE, Outcome.NOT_FOUND, at=when)]
    )
    look_up(workspace, made)
    assert uncovered(workspace, made) == [("attempt", "2026-11-18")]
    record_outreach.undo(workspace, done.undo)
    assert uncovered(workspace, made) == []
