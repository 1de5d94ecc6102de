"""Referrals that come in by hand, for tests."""

from __future__ import annotations

from datetime import date

from navigator_app.domain.facts import Path
from navigator_app.domain.intake_rows import IntakeRow, NewMember
from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus, Service
from navigator_app.services import agency, intake, record_status
from navigator_app.services.workspace import Workspace

NORA = NewMember("Nora", "Vale", "1975-04-02", "90000001A", "4155550123")


def two_plans(workspace: Workspace) -> Workspace:
    """Give a store a plan of the toolkit and one of Partnership."""
    agency.add_plan(workspace, "bayview", name="Bayview", layout="canonical")
    agency.add_plan(
        workspace, "north", name="North", layout="canonical", policy="partnership-mcap7003"
    )
    return workspace


def bottom_up(ws: Workspace, member: NewMember | str = NORA, **values: str) -> IntakeRow:
    """Take a referral in that the agency itself found."""
    given = {"identified_on": "2026-11-02", "submitted_on": "2026-11-10", **values}
    row, _changes = intake.create(
        ws,
        plan="bayview",
        service=Service.HTNS,
        path=Path.BOTTOM_UP,
        values=given,
        member=member,
    )
    return row


def close(ws: Workspace, referral: str) -> None:
    """Close it the day before the tests' today."""
    record_status.record(
        ws,
        referral,
        ReferralStatus.CLOSED,
        date(2026, 11, 19),
        reason=ClosureReason.NO_LONGER_NEEDS,
    )
