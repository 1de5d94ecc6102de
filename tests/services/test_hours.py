"""The hour of a request, of its answer and of who was told: kept as moments, counted in hours."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from navigator_app.domain.clocks import ClockState
from navigator_app.domain.facts import Path
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.ledger import Kind
from navigator_app.domain.vocabulary import AuthorizationStatus, Service
from navigator_app.errors import InputRejected
from navigator_app.services import (
    agency,
    authorizations,
    clocks,
    corrections,
    intake,
    intake_checks,
    intake_outlook,
    settle,
)
from navigator_app.services.authorizations import Decision, Request
from navigator_app.services.workspace import Workspace

NORA = NewMember("Nora", "Vale", "1975-04-02", "90000001A", "4155550123")
URGENT = {"identified_on": "2026-10-20", "submitted_on": "2026-11-17", "urgent": "1"}


@pytest.fixture
def ws(workspace: Workspace) -> Workspace:
    agency.add_plan(workspace, "bayview", name="Bayview", layout="canonical")
    return workspace


def taken_in(ws: Workspace, **values: str) -> str:
    row, _changes = intake.create(
        ws,
        plan="bayview",
        service=Service.HTNS,
        path=Path.BOTTOM_UP,
        values={**URGENT, **values},
        member=NORA,
    )
    return row.referral_id


def clock(ws: Workspace, referral: str, rule: str) -> ClockState:
    return next(one for one in clocks.of_referral(ws, referral) if one.rule.id == rule)


def due(ws: Workspace, referral: str, rule: str) -> str:
    """When a clock that counts hours runs out, as the wall clock shows it."""
    when = clock(ws, referral, rule).due
    assert isinstance(when, datetime)
    local = when.astimezone(ws.clock.tz).replace(tzinfo=None).isoformat(timespec="minutes")
    kept = ws.store.one(
        "SELECT due_at, due_on FROM running_clock WHERE referral_id = ? AND rule_id = ?",
        (referral, rule),
    )
    assert kept is not None and datetime.fromisoformat(kept[0]) == when
    assert kept[1] == local[:10]
    return local


def test_hours_count_from_the_hour_and_else_from_the_end_of_the_day(ws: Workspace) -> None:
    referral = taken_in(ws)
    assert due(ws, referral, "decision-urgent") == "2026-11-21T00:00"
    row, _changes = intake.change(ws, referral, {"submitted_at": "19:30"})
    assert row.values["submitted_at"] == "2026-11-18T03:30:00.000+00:00"
    assert due(ws, referral, "decision-urgent") == "2026-11-20T19:30"
    # What counts days goes by the local day, though the moment is of the next one in UTC.
    latest = clock(ws, referral, "decision-latest").due
    intake.change(ws, referral, {"submitted_at": ""})
    assert clock(ws, referral, "decision-latest").due == latest
    assert due(ws, referral, "decision-urgent") == "2026-11-21T00:00"


@pytest.mark.parametrize(
    ("on", "at", "moment", "runs_out"),
    [
        # Clocks go back on 1 November 2026 at two, forward on 8 March: hours pass, whatever shows.
        ("2026-10-30", "09:00", "2026-10-30T16:00:00.000+00:00", "2026-11-02T08:00"),
        ("2026-11-01", "01:30", "2026-11-01T08:30:00.000+00:00", "2026-11-04T00:30"),
        ("2026-03-06", "09:00", "2026-03-06T17:00:00.000+00:00", "2026-03-09T10:00"),
    ],
)
def test_hours_pass_across_the_change_of_clocks(
    ws: Workspace, on: str, at: str, moment: str, runs_out: str
) -> None:
    referral = taken_in(ws, identified_on="2026-03-01", submitted_on=on, submitted_at=at)
    assert intake.intake(ws, referral).values["submitted_at"] == moment
    assert due(ws, referral, "decision-urgent") == runs_out


def test_an_hour_goes_with_its_day(ws: Workspace) -> None:
    referral = taken_in(ws, submitted_on="2026-10-30", submitted_at="09:00")
    row, _changes = intake.change(ws, referral, {"submitted_on": "2026-11-02"})
    assert row.values["submitted_at"] == "2026-11-02T17:00:00.000+00:00", "the same wall clock"
    row, _changes = intake.change(ws, referral, {"submitted_on": ""})
    assert "submitted_at" not in row.values


@pytest.mark.parametrize(
    "values",
    [
        {"submitted_at": "25:00"},
        {"submitted_at": "soon"},
        {"submitted_on": "", "submitted_at": "09:00"},
        {"submitted_on": "2026-11-20", "submitted_at": "23:59"},
    ],
)
def test_an_hour_that_cannot_be_is_named(ws: Workspace, values: dict[str, str]) -> None:
    with pytest.raises(InputRejected) as refused:
        taken_in(ws, **values)
    assert refused.value.field == "submitted_at"


def test_the_request_form_has_its_own_hours(ws: Workspace) -> None:
    referral = taken_in(ws, submitted_on="")
    asked = Request(referral, Kind.INITIAL, date(2026, 11, 17), requested_at=time(18, 15))
    request, _changes = authorizations.record_request(ws, asked)
    assert due(ws, referral, "decision-urgent") == "2026-11-20T18:15"
    answer = Decision(AuthorizationStatus.DENIED, date(2026, 11, 19), decided_at=time(17, 45))
    late = Decision(AuthorizationStatus.DENIED, date(2026, 11, 20), decided_at=time(23, 59))
    with pytest.raises(InputRejected) as refused:
        authorizations.record_decision(ws, request, late)
    assert refused.value.field == "decided_at"
    authorizations.record_decision(ws, request, answer)
    assert due(ws, referral, "provider-told") == "2026-11-20T17:45"
    settle.happened(ws, referral, "provider-told", date(2026, 11, 19))
    assert clock(ws, referral, "provider-told").met_on == date(2026, 11, 19)


def test_a_day_put_right_takes_its_hour_away(ws: Workspace) -> None:
    referral = taken_in(ws, submitted_on="")
    asked = Request(referral, Kind.INITIAL, date(2026, 11, 17), requested_at=time(18, 15))
    request, _changes = authorizations.record_request(ws, asked)
    fixed = corrections.RequestFix(date(2026, 11, 18))
    key, _changes = corrections.correct_request(ws, request, fixed, "wrong letter")
    assert due(ws, referral, "decision-urgent") == "2026-11-22T00:00"
    corrections.undo(ws, key)
    assert due(ws, referral, "decision-urgent") == "2026-11-20T18:15"


def test_what_came_after_may_have_an_hour(ws: Workspace) -> None:
    referral = taken_in(ws)
    later = {"provider_told_at": "2026-11-19", "inquiry_at": "2026-11-18T21:05"}
    intake.note_later(ws, referral, later)
    row = intake.intake(ws, referral)
    assert row.values["provider_told_at"] == "2026-11-19", "no hour is made up"
    assert row.values["inquiry_at"] == "2026-11-19T05:05:00.000+00:00"
    assert intake_checks.later_moments(ws, row) == later
    assert intake_checks.later_days(ws, row)["inquiry_at"] == "2026-11-18"
    for text in ("2026-11-20T23:59", "2026-11-18Tnoon"):
        with pytest.raises(InputRejected) as refused:
            intake.note_later(ws, referral, {"inquiry_at": text})
        assert refused.value.field == "inquiry_at"


def test_the_outlook_counts_the_hour_that_is_typed(ws: Workspace) -> None:
    def told(hour: str) -> object:
        seen = intake_outlook.outlook(
            ws,
            plan="bayview",
            service=Service.HTNS,
            path=Path.BOTTOM_UP,
            values={**URGENT, "submitted_at": hour},
        )
        return next(one.due for one in seen.running if one.rule.id == "decision-urgent")

    assert told("19:30") == datetime(2026, 11, 20, 19, 30, tzinfo=ws.clock.tz)
    assert told("half") == told("") == datetime(2026, 11, 21, tzinfo=ws.clock.tz)
