"""Reading outside one's caseload: asked for, kept until the day ends, shown to who supervises."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from navigator_app.domain.vocabulary import Role
from navigator_app.errors import InputRejected, NotAllowed, NotFound, ReasonNeeded
from navigator_app.runtime.clock import Clock
from navigator_app.services import permissions, read_reasons
from tests.services import loops, team


@pytest.fixture
def member(workspace, people):
    """A member of the supervisor's own caseload."""
    plan = loops.add_plan(workspace)
    made = loops.add_member(workspace, plan, 1).member
    _give(workspace, made, people[Role.SUPERVISOR].id)
    return made


def _give(ws, member, user_id):
    with ws.store.transaction("x", clock=ws.clock) as tx:
        tx.update("member", member, {"navigator_id": user_id})


def _later(ws, **more):
    return replace(ws, clock=Clock(ws.clock.zone, ws.clock.now() + timedelta(**more)))


def test_a_stranger_is_asked_once_a_day(workspace, people, member):
    ben = team.seat(workspace, people[Role.NAVIGATOR])
    with pytest.raises(ReasonNeeded) as caught:
        read_reasons.need(ben, member)
    assert caught.value.member_id == member
    with pytest.raises(InputRejected):
        read_reasons.give(ben, member, "  ")
    with pytest.raises(InputRejected):
        read_reasons.give(ben, member, "x" * 401)
    with pytest.raises(ReasonNeeded):
        read_reasons.need(ben, member)
    read_reasons.give(ben, member, "She called the desk")
    read_reasons.need(ben, member)
    read_reasons.need(_later(ben, hours=13, minutes=59), member)  # 23:59 of the same day
    with pytest.raises(ReasonNeeded):
        read_reasons.need(_later(ben, hours=14), member)


def test_reasons_are_of_one_person_and_one_member(workspace, people, member):
    plan = loops.add_plan(workspace, "second")
    other = loops.add_member(workspace, plan, 2).member
    _give(workspace, other, people[Role.SUPERVISOR].id)
    ben = team.seat(workspace, people[Role.NAVIGATOR])
    read_reasons.give(ben, member, "She called the desk")
    with pytest.raises(ReasonNeeded):
        read_reasons.need(ben, other)
    with pytest.raises(ReasonNeeded):
        read_reasons.need(team.seat(workspace, people[Role.ADMINISTRATOR]), member)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CLERK])
def test_who_reads_all_is_not_asked(workspace, people, member, role):
    reader = team.seat(workspace, people[role])
    read_reasons.need(reader, member)
    assert read_reasons.may_read(reader, member)


def test_an_own_a_covered_and_nobodys_member_are_read_without_a_reason(workspace, people, member):
    ben = team.seat(workspace, people[Role.NAVIGATOR])
    _give(workspace, member, ben.user.id)
    assert read_reasons.may_read(ben, member)
    _give(workspace, member, None)
    assert read_reasons.may_read(ben, member)
    _give(workspace, member, people[Role.SUPERVISOR].id)
    row = {
        "id": "l1", "user_id": people[Role.SUPERVISOR].id, "cover_id": ben.user.id,
        "from_on": "2026-11-19", "until_on": "2026-11-21", "created_at": "x",
    }  # fmt: skip
    with workspace.store.transaction("x", clock=workspace.clock) as tx:
        tx.insert("leave", row)
    assert read_reasons.may_read(ben, member)
    assert read_reasons.may_read(_later(ben, days=1), member)  # the last day away
    assert not read_reasons.may_read(_later(ben, days=2), member)
    with workspace.store.transaction("x", clock=workspace.clock) as tx:
        tx.update("user", people[Role.SUPERVISOR].id, {"active": 0})
    assert not read_reasons.may_read(ben, member)  # who left is covered by nobody they named
    with workspace.store.transaction("x", clock=workspace.clock) as tx:
        tx.update("user", people[Role.SUPERVISOR].id, {"active": 1})
        tx.update("leave", "l1", {"ended_on": "2026-11-20"})
    assert not read_reasons.may_read(ben, member)


def test_glass_opens_what_the_role_does_not_see_for_that_member(workspace, people, member):
    dana = team.seat(workspace, people[Role.CLERK])
    assert not permissions.sees(dana, "notes", member)
    read_reasons.give(dana, member, "Just reading")
    assert not permissions.sees(dana, "notes", member)
    read_reasons.give(dana, member, "A nurse is on the line", glass=True)
    assert permissions.sees(dana, "notes", member)
    assert not permissions.sees(dana, "notes", "another")
    assert not permissions.sees(dana, "notes")
    assert not permissions.sees(dana, "journal", member)  # no glass before it
    assert not permissions.sees(_later(dana, hours=14), "notes", member)


def test_supervisors_see_who_looked_and_say_that_they_saw_it(workspace, people, member):
    ben = team.seat(workspace, people[Role.NAVIGATOR])
    read_reasons.give(ben, member, "She called  the desk")
    read_reasons.give(team.seat(workspace, people[Role.CLERK]), member, "Fire", glass=True)
    with pytest.raises(NotAllowed):
        read_reasons.looked(ben)
    with pytest.raises(NotAllowed):
        read_reasons.seen(ben, ["x"])
    carla = team.seat(workspace, people[Role.SUPERVISOR])
    found = {look.user: look for look in read_reasons.looked(carla)}
    assert found["Ben Ochoa"].reason == "She called the desk"
    assert (found["Ben Ochoa"].glass, found["Dana Park"].glass) == (False, True)
    read_reasons.seen(carla, [found["Ben Ochoa"].id])
    assert [look.user for look in read_reasons.looked(carla, unseen=True)] == ["Dana Park"]
    eli = team.seat(workspace, people[Role.ADMINISTRATOR])
    read_reasons.seen(eli, [look.id for look in found.values()])
    seen = {look.user: look.seen_by for look in read_reasons.looked(eli, member_id=member)}
    assert seen == {"Ben Ochoa": "Carla Nguyen", "Dana Park": "Eli Santos"}
    assert read_reasons.looked(_later(eli, days=31)) == []


def test_nobody_gives_a_reason_for_nobody(workspace, people):
    with pytest.raises(NotFound):
        read_reasons.give(team.seat(workspace, people[Role.CLERK]), "no such", "x")
