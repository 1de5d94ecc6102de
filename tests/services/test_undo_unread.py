"""What somebody wrote, they take back without reading it; what somebody else wrote is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from navigator_app.domain.consents import ConsentDraft, Decision, How
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import InputRejected, NotFound, ReasonNeeded
from navigator_app.services import consent_desk, consents
from tests.services import loops, team

ON = date(2026, 11, 19)


@pytest.fixture
def desk(workspace: Any) -> Any:
    """The clerk, who sees no substance-use records, and a release of such."""
    people = team.full(workspace)
    carla = people[Role.SUPERVISOR]
    member = loops.add_member(workspace, loops.add_plan(workspace), 1, navigator_id=carla.id).member
    draft = ConsentDraft(
        member, "substance-use", Decision.GIVEN, How.PAPER, ON, discloser="Harbor Homes",
        recipient="Dr. Okafor", categories=("substance-use",), purpose="housing",
    )  # fmt: skip
    return {role: team.seat(workspace, one) for role, one in people.items()}, draft


def test_a_clerk_takes_back_what_the_clerk_just_recorded(desk: Any) -> None:
    seats, draft = desk
    dana = seats[Role.CLERK]
    kept = consent_desk.record(dana, draft)
    with pytest.raises(ReasonNeeded):
        consents.get(dana, kept.id)
    consent_desk.undo(dana, kept)
    with pytest.raises(NotFound):
        consents.get(seats[Role.SUPERVISOR], kept.id)


def test_what_another_recorded_is_asked_for_first(desk: Any) -> None:
    seats, draft = desk
    kept = consent_desk.record(seats[Role.SUPERVISOR], draft)
    for role in (Role.CLERK, Role.NAVIGATOR):
        with pytest.raises(ReasonNeeded):
            consent_desk.undo(seats[role], kept)
    assert consents.get(seats[Role.SUPERVISOR], kept.id).draft.kind == draft.kind


def test_what_was_built_on_since_stays_also_for_who_wrote_it(desk: Any) -> None:
    seats, draft = desk
    kept = consent_desk.record(seats[Role.CLERK], draft)
    ended = consent_desk.revoke(seats[Role.SUPERVISOR], kept.id, ON)
    with pytest.raises(InputRejected) as refused:
        consent_desk.undo(seats[Role.CLERK], kept)
    assert refused.value.field == "undo"
    with pytest.raises(ReasonNeeded):
        consent_desk.undo(seats[Role.CLERK], replace(ended, changes=kept.changes))
