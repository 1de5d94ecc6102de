"""A member's name, CIN and birth date put right: kept with the reason, shown by the next file."""

from __future__ import annotations

import dataclasses

import pytest

from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.records import CaseloadQuery
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import agency, caseload, corrections, import_matches, member_identity
from navigator_app.services import import_authorizations as importing
from navigator_app.services.workspace import Workspace
from tests.services import loops
from tests.services.cli_runs import FIRST, SAMPLES, SECOND


@pytest.fixture
def member(workspace: Workspace) -> str:
    return loops.add_member(workspace, loops.add_plan(workspace), 1).member


def fixed(ws: Workspace, member_id: str, **given: str) -> NewMember:
    return dataclasses.replace(member_identity.known(ws, member_id), **given)


def test_what_was_is_kept_with_the_reason_and_comes_back(workspace: Workspace, member: str) -> None:
    was = member_identity.known(workspace, member)
    now = fixed(workspace, member, first_name="Ynez", date_of_birth="1971-02-28", cin="97654321z")
    key, changes = member_identity.correct(workspace, member, now, "As on the card")
    assert changes.members == {member}
    assert member_identity.known(workspace, member) == dataclasses.replace(now, cin="97654321Z")
    [row] = corrections.of_member(workspace, member).values()
    assert (row.reason, row.was["first_name"], row.was["cin"]) == (
        "As on the card", was.first_name, was.cin,
    )  # fmt: skip
    for text in ("Ynez", "97654321Z"):
        [found] = caseload.page(workspace, CaseloadQuery(text=text), limit=5).rows
        assert found.id == member
    journal = [row for row in caseload.history(workspace, member) if row.table == "member"]
    assert ("cin", was.cin) in [(row.field, row.old) for row in journal]
    member_identity.undo(workspace, key)
    assert member_identity.known(workspace, member) == was
    with pytest.raises(InputRejected):
        member_identity.undo(workspace, key)
    assert caseload.page(workspace, CaseloadQuery(text="Ynez"), limit=5).total == 0


@pytest.mark.parametrize(
    ("field", "given", "why"),
    [
        ("first_name", {"first_name": " "}, "x"),
        ("cin", {"cin": "123"}, "x"),
        ("cin", {"cin": ""}, "x"),
        ("date_of_birth", {"date_of_birth": "2099-01-01"}, "x"),
        ("why", {"first_name": "Ynez"}, " "),
        ("why", {}, "Nothing differs"),
    ],
)
def test_a_fault_is_refused_at_its_field(
    workspace: Workspace, member: str, field: str, given: dict[str, str], why: str
) -> None:
    with pytest.raises(InputRejected) as refused:
        member_identity.correct(workspace, member, fixed(workspace, member, **given), why)
    assert refused.value.field == field
    with pytest.raises(NotFound):
        member_identity.known(workspace, "nobody")


def test_a_cin_of_somebody_else_is_refused(workspace: Workspace, member: str) -> None:
    plan = workspace.store.query("SELECT plan_id FROM member")[0][0]
    other = loops.add_member(workspace, plan, 2).member
    theirs = member_identity.known(workspace, other).cin
    with pytest.raises(InputRejected) as refused:
        member_identity.correct(workspace, member, fixed(workspace, member, cin=theirs), "x")
    assert refused.value.field == "cin"


def _staged(ws: Workspace, name: str) -> str:
    parsed = importing.read(SAMPLES / name, importing.layouts_for(ws, "bayview"))
    return importing.stage(ws, parsed, "bayview").id


def _first_member(ws: Workspace) -> str:
    return str(ws.store.query("SELECT id FROM member ORDER BY sort_name LIMIT 1")[0][0])


def test_the_next_file_shows_the_cin_as_it_was_and_a_person_decides(workspace: Workspace) -> None:
    agency.add_plan(workspace, "bayview", name="Bayview", layout="bayview")
    importing.commit(workspace, _staged(workspace, FIRST))
    member = _first_member(workspace)
    was = member_identity.known(workspace, member).cin
    change = fixed(workspace, member, cin="97654321Z")
    member_identity.correct(workspace, member, change, "The card says so")
    second = _staged(workspace, SECOND)
    [match] = import_matches.suggest(workspace, second)
    assert (match.cin, match.member_id, match.stand_in) == (was, member, "97654321Z")
    answered, _changes = import_matches.same_person(workspace, second, was, member)
    assert member_identity.known(workspace, member).cin == was
    assert import_matches.suggest(workspace, second) == []
    import_matches.undo_same(workspace, second, answered)
    assert member_identity.known(workspace, member).cin == "97654321Z"
    import_matches.another_person(workspace, second, was, member)
    assert import_matches.suggest(workspace, second) == []
