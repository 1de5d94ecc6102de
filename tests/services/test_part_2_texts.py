"""What a role may not see of a substance-use record is neither shown, nor lost, nor printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from navigator_app.domain.documents import State
from navigator_app.domain.timeline import GROUP_OF
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import NavigatorError, ReasonNeeded
from navigator_app.services import (
    deposit_steps,
    deposits,
    documents,
    part_2,
    read_reasons,
    seen,
    tenancy,
)
from tests.services import deposit_maker, matrix_calls, team
from tests.services.matrix_store import STRANGER, Full

WHY = "Ninety days clean since"


@pytest.fixture
def seats(workspace: Any) -> dict[Role, Any]:
    return {role: team.seat(workspace, one) for role, one in team.full(workspace).items()}


@pytest.fixture
def drafted(workspace: Any, seats: dict[Role, Any]) -> tuple[str, str]:
    """A member, and a draft of a deposit request that was marked."""
    made = deposit_maker.made(workspace)
    draft = replace(deposit_maker.draft(made, 90_000), what_changed=WHY)
    key, _changes = deposit_steps.save(seats[Role.SUPERVISOR], draft)
    part_2.mark(seats[Role.SUPERVISOR], "deposit_request", key)
    return made.member, key


def test_a_clerk_judges_a_deposit_without_reading_it(drafted: Any, seats: Any) -> None:
    member, _key = drafted
    carla, dana = (deposits.desk(seats[one], member) for one in (Role.SUPERVISOR, Role.CLERK))
    whole, blank = carla.requests[0], dana.requests[0]
    assert whole.what_changed == WHY and whole.items[0].vendor == "Oak Street LLC"
    assert WHY not in repr(dana) and "Oak Street" not in repr(blank)
    assert blank.total == whole.total
    assert [one.field for one in dana.findings(blank)] == [
        one.field for one in carla.findings(whole)
    ]
    assert [one.done for one in dana.packet(blank)] == [one.done for one in carla.packet(whole)]


def test_what_was_not_shown_is_not_written_over(drafted: Any, seats: Any) -> None:
    member, key = drafted
    dana = seats[Role.CLERK]
    blank = deposits.desk(dana, member).requests[0]
    with pytest.raises(ReasonNeeded):
        deposit_steps.save(dana, blank)
    read_reasons.give(dana, member, "The landlord waits", glass=True)
    deposit_steps.save(dana, blank)
    kept = deposits.request(seats[Role.SUPERVISOR], key)
    assert kept.what_changed == WHY
    assert {one.vendor for one in kept.items} == {"Oak Street LLC"}


def test_a_paper_that_is_marked_keeps_its_words(workspace: Any, seats: Any) -> None:
    made = deposit_maker.made(workspace)
    carla, dana = seats[Role.SUPERVISOR], seats[Role.CLERK]
    paper = replace(documents.one(carla, made.member, "", "photo-id"), note="At the clinic")
    documents.record(carla, made.member, paper)
    key = documents.one(carla, made.member, "", "photo-id").id
    part_2.mark(carla, "member_document", key)
    assert documents.one(dana, made.member, "", "photo-id").note == seen.hidden()
    documents.have(dana, made.member, "", "photo-id")
    found = documents.one(carla, made.member, "", "photo-id")
    assert (found.note, found.state) == ("At the clinic", State.HAVE)


def test_no_paper_says_that_something_was_not_shown(workspace: Any, tmp_path: Path) -> None:
    full = Full(workspace, tmp_path)
    for table in GROUP_OF:
        for (key,) in workspace.store.query(f'SELECT id FROM "{table}"'):
            try:
                part_2.mark(full.seats["supervisor"], table, key)
            except NavigatorError:
                continue
    printed = [one for one in full.calls() if one[0] in ("form_desk.prepare", "form_bulk.prepare")]
    assert len(printed) > 100
    said = [
        given for _name, function, given in printed
        if seen.hidden() in matrix_calls.outcome(full.seats["clerk"], function, given)[1]
    ]  # fmt: skip
    assert not said


def test_a_list_of_homes_does_not_say_where_somebody_elses_member_lives(
    workspace: Any, tmp_path: Path
) -> None:
    full = Full(workspace, tmp_path)
    for seat, told in ((STRANGER, False), ("administrator", False), ("supervisor", True)):
        rows = tenancy.due(full.seats[seat])
        assert rows, "nothing is due: the test is blind"
        assert any(one.tenancy.address for one in rows) is told, seat
