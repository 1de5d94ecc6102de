"""The papers of a household in a real store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from navigator_app.domain.documents import Paper, Standing, State
from navigator_app.domain.identifiers import uuid7
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import caseload, documents
from navigator_app.services.workspace import Workspace
from tests.services import loops

TODAY = date(2026, 11, 20)


@pytest.fixture
def member(workspace: Workspace) -> str:
    return loops.add_member(workspace, loops.add_plan(workspace), 1).member


def person(ws: Workspace, member_id: str, name: str, **more: object) -> str:
    key = uuid7()
    with ws.transaction("test") as tx:
        values = {"id": key, "member_id": member_id, "name": name, "created_at": tx.now}
        tx.insert("household_person", {**values, **more})
    return key


def attachment(ws: Workspace, member_id: str) -> str:
    key = uuid7()
    with ws.transaction("test") as tx:
        tx.insert(
            "attachment",
            {
                "id": key,
                "member_id": member_id,
                "title": "ID front",
                "media_type": "image/jpeg",
                "size": 1,
                "sha256": "0" * 64,
                "retention": "case",
                "added_at": tx.now,
            },
        )
    return key


def line(ws: Workspace, member_id: str, kind: str, who: int = 0):
    lines = documents.of_member(ws, member_id).people[who].lines
    return next(one for one in lines if one.kind.id == kind)


def test_nothing_is_there_at_first(workspace: Workspace, member: str) -> None:
    found = documents.of_member(workspace, member)
    assert (found.ready, found.needed) == (0, 6)
    assert found.people[0].person.name == "First1 Last00001"


def test_asked_for_then_here_then_ending(workspace: Workspace, member: str) -> None:
    asked = Paper(
        "income",
        state=State.REQUESTED,
        requested_on=date(2026, 11, 2),
        requested_from="  County   office ",
        expected_on=date(2026, 11, 19),
    )
    changes = documents.record(workspace, member, asked)
    assert changes.members == {member}
    late = line(workspace, member, "income")
    assert (late.standing, late.paper.requested_from) == (Standing.LATE, "County office")
    before, _changes = documents.have(workspace, member, "", "income")
    assert before.state is State.REQUESTED
    now = line(workspace, member, "income")
    assert (now.standing, now.paper.received_on) == (Standing.READY, TODAY)
    documents.record(workspace, member, replace(now.paper, expires_on=date(2026, 12, 2)))
    ending = line(workspace, member, "income")
    assert (ending.standing, ending.days_left) == (Standing.ENDING, 12)
    rows = workspace.store.query("SELECT id FROM member_document")
    assert len(rows) == 1, "one row a person and kind; what was before is in the journal"
    history = caseload.history(workspace, rows[0][0])
    assert {row.new for row in history if row.field == "state"} >= {"requested", "have"}


def test_a_wrong_press_is_undone(workspace: Workspace, member: str) -> None:
    before, _changes = documents.have(workspace, member, "", "photo-id")
    documents.record(workspace, member, before)
    assert line(workspace, member, "photo-id").standing is Standing.MISSING
    before = documents.one(workspace, member, "", "disability-verification")
    documents.record(workspace, member, replace(before, state=State.NOT_NEEDED))
    assert documents.of_member(workspace, member).needed == 5
    documents.record(workspace, member, before)
    assert documents.of_member(workspace, member).needed == 6


def test_a_new_one_does_not_inherit_the_old_ones_end(workspace: Workspace, member: str) -> None:
    documents.record(
        workspace, member, Paper("photo-id", state=State.HAVE, expires_on=date(2026, 11, 1))
    )
    assert line(workspace, member, "photo-id").standing is Standing.EXPIRED
    documents.have(workspace, member, "", "photo-id")
    assert line(workspace, member, "photo-id").paper.expires_on is None


def test_each_of_the_household_has_their_own(workspace: Workspace, member: str) -> None:
    child = person(workspace, member, "Luz", date_of_birth="2019-03-01", relationship="daughter")
    person(workspace, member, "Gone", left_on="2026-01-01")
    documents.have(workspace, member, child, "birth-certificate")
    found = documents.of_member(workspace, member)
    assert [(one.person.name, one.ready, one.needed) for one in found.people] == [
        ("First1 Last00001", 0, 6),
        ("Luz", 1, 2),
    ]
    assert (found.ready, found.needed) == (1, 8)


def test_a_copy_beside_a_paper_leaves_with_its_attachment(
    workspace: Workspace, member: str
) -> None:
    key = attachment(workspace, member)
    documents.record(workspace, member, Paper("photo-id", state=State.HAVE, attachment_id=key))
    paper = line(workspace, member, "photo-id").paper
    assert (paper.state, paper.copy) == (State.HAVE, "ID front")
    with workspace.transaction("test") as tx:
        tx.update("attachment", key, {"removed_at": tx.now})
    paper = line(workspace, member, "photo-id").paper
    assert (paper.state, paper.attachment_id) == (State.HAVE, "")


@pytest.mark.parametrize(
    ("paper", "field"),
    [
        (Paper("yacht-licence"), "kind"),
        (Paper("income", person_id="nobody"), "person_id"),
        (Paper("income", attachment_id="nothing"), "attachment_id"),
        (Paper("income", state=State.HAVE, received_on=date(2026, 11, 21)), "received_on"),
        (Paper("income", state=State.HAVE, expires_on=date(1026, 11, 21)), "expires_on"),
        (Paper("income", state=State.HAVE, expires_on=date(9999, 12, 31)), "expires_on"),
        (Paper("income", state=State.REQUESTED, requested_on=date(2026, 11, 21)), "requested_on"),
        (
            Paper(
                "income",
                state=State.REQUESTED,
                requested_on=date(2026, 11, 5),
                expected_on=date(2026, 11, 4),
            ),
            "expected_on",
        ),
    ],
)
def test_what_cannot_be_is_named_at_its_field(
    workspace: Workspace, member: str, paper: Paper, field: str
) -> None:
    with pytest.raises(InputRejected) as refused:
        documents.record(workspace, member, paper)
    assert refused.value.field == field
    assert workspace.store.query("SELECT 1 FROM member_document") == []


def test_nobody_has_no_papers(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        documents.of_member(workspace, "nobody")
    with pytest.raises(NotFound):
        documents.record(workspace, "nobody", Paper("income"))


def test_another_members_copy_and_family_are_refused(workspace: Workspace, member: str) -> None:
    other = loops.add_member(workspace, loops.add_plan(workspace, "coastal"), 2).member
    for paper in (
        Paper("income", attachment_id=attachment(workspace, other)),
        Paper("income", person_id=person(workspace, other, "Luz")),
    ):
        with pytest.raises(InputRejected):
            documents.record(workspace, member, paper)
