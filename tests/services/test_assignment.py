"""Assignment: suggestions with reasons, limits, two who assign one member, undo."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from navigator_app.domain.assignment import Ask
from navigator_app.domain.records import UserRow
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import InputRejected, NotAllowed, NotFound
from navigator_app.services import (
    assignment,
    assignment_suggest,
    capacity_board,
    caseload,
    cover,
    hand_over,
    read_reasons,
    today,
)
from navigator_app.services.workspace import Workspace
from tests.services import loops, team

TODAY = date(2026, 11, 20)
DAY = timedelta(1)


def profile(ws: Workspace, user_id: str, **values: object) -> None:
    with ws.store.transaction("test", clock=ws.clock, user=ws.user) as tx:
        names = ", ".join(f"{name} = ?" for name in values)
        tx.execute(
            f"UPDATE user_profile SET {names} WHERE user_id = ?", [*values.values(), user_id]
        )


def write(ws: Workspace, table: str, **values: object) -> None:
    with ws.store.transaction("test", clock=ws.clock, user=ws.user) as tx:
        tx.insert(table, {"created_at": tx.now, **values})


@pytest.fixture
def ben(people: dict[Role, UserRow]) -> str:
    return people[Role.NAVIGATOR].id


@pytest.fixture
def plan(workspace: Workspace) -> str:
    return loops.add_plan(workspace)


@pytest.fixture
def member(workspace: Workspace, plan: str) -> str:
    return loops.add_member(workspace, plan, 1, language_spoken="Spanish").member


def whose(ws: Workspace, member: str) -> str | None:
    row = ws.store.one("SELECT navigator_id FROM member WHERE id = ?", (member,))
    assert row is not None
    return row[0]


def refused(call, *args, **more) -> InputRejected:
    with pytest.raises(InputRejected) as found:
        call(*args, **more)
    return found.value


def test_given_the_member_is_theirs_with_a_row_a_pack_and_lines(
    workspace: Workspace, carla: Workspace, ben: str, member: str
) -> None:
    written = assignment.give(carla, member, ben, expects="", why="Lives near the office")
    assert whose(workspace, member) == ben
    row = workspace.store.one(
        "SELECT from_id, to_id, why, override_reason, by_id, undone_at FROM assignment"
    )
    assert row == (None, ben, "Lives near the office", "", carla.user.id, None)
    as_ben = team.seat(workspace, UserRow(ben, "Ben Ochoa", Role.NAVIGATOR))
    [pack] = hand_over.unread(as_ben)
    assert (pack.member_id, pack.note) == (member, "Lives near the office")
    assert {line.member_id for line in today.due(as_ben, navigator_id=ben)} == {member}
    kept = workspace.store.query(
        "SELECT table_name FROM journal_entry WHERE transaction_id = ? ORDER BY table_name",
        (written.undo,),
    )
    assert [one for (one,) in kept] == ["assignment", "hand_over", "member"]
    assignment.undo(carla, written)
    assert whose(workspace, member) is None
    assert hand_over.unread(as_ben) == []
    assert workspace.store.one("SELECT undone_at IS NOT NULL FROM assignment") == (1,)
    assert refused(assignment.undo, carla, written).field == "undo"


def test_a_pack_that_was_read_keeps_the_assignment(
    workspace: Workspace, carla: Workspace, ben: str, member: str
) -> None:
    written = assignment.give(carla, member, ben)
    as_ben = team.seat(workspace, UserRow(ben, "Ben Ochoa", Role.NAVIGATOR))
    hand_over.read(as_ben, hand_over.unread(as_ben)[0].id)
    assert refused(assignment.undo, carla, written).field == "undo"
    assert whose(workspace, member) == ben


def test_two_who_assign_one_member_the_later_is_told_who_was_quicker(
    workspace: Workspace, carla: Workspace, ben: str, member: str
) -> None:
    gus = team.join(workspace, "Gus Abad", Role.SUPERVISOR)
    looked = assignment_suggest.one(carla, member).navigator_id
    first = assignment.give(team.seat(workspace, gus), member, ben, expects=looked)
    error = refused(assignment.give, carla, member, workspace.user.id, expects=looked)
    assert error.field == "member"
    assert "Gus Abad gave this member to Ben Ochoa meanwhile." in str(error)
    assert whose(workspace, member) == ben
    assignment.give(carla, member, workspace.user.id, expects=ben)
    error = refused(assignment.undo, team.seat(workspace, gus), first)
    assert "Carla Nguyen gave this member to Ana Ruiz meanwhile." in str(error)
    assignment.give(carla, member, ben)  # with whom the first one put them, but by another word
    assert refused(assignment.undo, team.seat(workspace, gus), first).field == "member"
    assert whose(workspace, member) == ben


def test_who_cannot_be_given_a_member_and_why(
    workspace: Workspace, carla: Workspace, ben: str, member: str, people, plan: str
) -> None:
    left = team.join(workspace, "Lea Cruz", Role.NAVIGATOR).id
    with workspace.store.transaction("test", clock=workspace.clock, user=workspace.user) as tx:
        tx.update("user", left, {"active": 0})
    for who, said in (
        (left, "Lea Cruz does not work here any more."),
        (people[Role.CLERK].id, "Dana Park carries no caseload."),
        (people[Role.ADMINISTRATOR].id, "Eli Santos carries no caseload."),
        ("nobody", "Choose somebody who works here."),
    ):
        error = refused(assignment.give, carla, member, who, override="All the same")
        assert (error.field, error.message) == ("to", error.message)
        assert said in str(error)
    profile(workspace, ben, most_weight=100)
    loops.add_member(workspace, plan, 2, navigator_id=ben)
    error = refused(assignment.give, carla, member, ben)
    assert "Ben Ochoa has 1 of 1 already." in str(error)
    cover.add(carla, ben, TODAY, TODAY + DAY, cover_id=workspace.user.id)
    assert "Ben Ochoa is away until Nov 21, 2026." in str(
        refused(assignment.give, carla, member, ben)
    )
    assert whose(workspace, member) is None
    assignment.give(carla, member, ben, override="He asked for her")
    assert whose(workspace, member) == ben
    row = workspace.store.one("SELECT override_reason FROM assignment")
    assert row == ("He asked for her",)
    assert refused(assignment.give, carla, member, ben).field == "to"


def test_roles_without_the_right_are_refused(
    workspace: Workspace, carla: Workspace, ben: str, member: str, people
) -> None:
    for role in (Role.NAVIGATOR, Role.CLERK, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            assignment.give(team.seat(workspace, people[role]), member, ben)
        with pytest.raises(NotAllowed):
            assignment_suggest.waiting(team.seat(workspace, people[role]))
    with pytest.raises(NotFound):
        assignment.give(carla, "nobody", ben)
    assert refused(assignment.give_many, carla, []).field == "members"


def test_each_reason_is_told_and_counts(
    workspace: Workspace, carla: Workspace, ben: str, member: str, plan: str
) -> None:
    fay = team.join(workspace, "Fay Lund", Role.NAVIGATOR).id
    ana = workspace.user.id
    for who in (ben, fay):
        profile(workspace, who, most_weight=1000)
    profile(workspace, ben, languages=json.dumps(["English", "spanish"]))
    profile(workspace, fay, areas=json.dumps(["Old Town"]))
    sister = loops.add_member(workspace, plan, 2, navigator_id=ana).member
    write(workspace, "household_person", id="h", member_id=sister, name="x", other_member_id=member)
    with workspace.store.transaction("test", clock=workspace.clock, user=workspace.user) as tx:
        tx.update("member", member, {"last_seen_place": "Behind the pier, Old Town."})
    rows = {row.name: row for row in assignment_suggest.one(carla, member).rows}
    assert rows["Ben Ochoa"].reasons == ("Speaks Spanish", "Room for 10 more")
    assert rows["Fay Lund"].reasons == ("Works in Old Town", "Room for 10 more")
    assert rows["Ana Ruiz"].reasons == ("Has First2 Last00002 of the same household",
                                        "Carries 1 member")  # fmt: skip
    assert (rows["Carla Nguyen"].load, rows["Ben Ochoa"].load) == ("0", "0 of 10")
    assert list(rows)[:3] == ["Ana Ruiz", "Ben Ochoa", "Fay Lund"]
    assert "Dana Park" not in rows


def test_back_from_leave_who_had_the_member_before_stands_first(
    workspace: Workspace, carla: Workspace, ben: str, member: str
) -> None:
    assignment.give(carla, member, ben)
    leave = cover.add(carla, ben, TODAY, TODAY + DAY, cover_id=workspace.user.id)
    assignment.give(carla, member, workspace.user.id)
    away = next(row for row in assignment_suggest.one(carla, member).rows if row.user_id == ben)
    assert (away.refusal, away.passable) == ("Ben Ochoa is away until Nov 21, 2026.", True)
    cover.end(carla, leave.id, TODAY + DAY)
    later = team.seat(workspace, carla.user)
    with later.store.transaction("test", clock=later.clock, user=later.user) as tx:
        tx.execute("UPDATE leave SET from_on = '2026-11-18', ended_on = '2026-11-20'")
    best = assignment_suggest.one(later, member).best
    assert best is not None
    assert best.user_id == ben
    assert best.reasons[0] == "Had this member before going on leave"


def test_ten_are_spread_by_room_and_one_who_cannot_go_stays(
    workspace: Workspace, carla: Workspace, ben: str, plan: str
) -> None:
    fay = team.join(workspace, "Fay Lund", Role.NAVIGATOR).id
    for who, most in ((ben, 600), (fay, 500), (carla.user.id, 0)):
        profile(workspace, who, most_weight=most)
    profile(workspace, workspace.user.id, most_weight=0)
    made = [loops.add_member(workspace, plan, n).member for n in range(1, 11)]
    rows = assignment_suggest.waiting(carla)
    assert {row.member_id for row in rows} == set(made)
    assert {row.kind for row in rows} == {"new"}
    best = {row.member_id: row.best.user_id for row in rows if row.best}
    counts = [sorted(best.values()).count(who) for who in (ben, fay)]
    assert sum(counts) == 10
    assert max(counts) <= 6
    asks = [Ask(one, ben, "") for one in made[:7]] + [Ask(one, fay, "") for one in made[7:]]
    spread = assignment.give_many(carla, asks)
    assert spread.given == {ben: 6, fay: 3}
    [stayed] = spread.refused
    assert stayed.member_id == made[6]
    assert "Ben Ochoa has 6 of 6 already." in stayed.why
    assert [row.member_id for row in assignment_suggest.waiting(carla)] == [made[6]]
    assert spread.written is not None
    assignment.undo(carla, spread.written)
    assert len(assignment_suggest.waiting(carla)) == 10


def test_a_leavers_members_wait_and_a_share_halves_the_limit(
    workspace: Workspace, carla: Workspace, ben: str, member: str
) -> None:
    assignment.give(carla, member, ben)
    assert assignment_suggest.waiting(carla) == []
    assert [row.member_id for row in assignment_suggest.waiting(carla, ben)] == [member]
    with workspace.store.transaction("test", clock=workspace.clock, user=workspace.user) as tx:
        tx.update("user", ben, {"active": 0})
    [row] = assignment_suggest.waiting(carla)
    assert (row.kind, row.navigator) == ("left", "Ben Ochoa")
    capacity_board.set_figures(carla, {"team-full-post-limit": 2000, "team-weight-new": 150})
    profile(workspace, carla.user.id, share=50)
    loads = {one.name: one.load for one in assignment_suggest.one(carla, member).rows}
    assert loads["Carla Nguyen"] == "0 of 10"


def test_handing_over_is_no_way_around_the_right_to_assign_nor_a_limit(
    workspace: Workspace, people: dict[Role, UserRow], plan: str, carla: Workspace
) -> None:
    fay = team.join(workspace, "Fay Lund", Role.NAVIGATOR)
    ben = team.seat(workspace, people[Role.NAVIGATOR])
    own = loops.add_member(workspace, plan, 1, navigator_id=ben.user.id).member
    others = loops.add_member(workspace, plan, 2, navigator_id=fay.id).member
    nobodys = loops.add_member(workspace, plan, 3, navigator_id=None).member

    def both(ws: Workspace, member: str, to: str) -> None:
        with pytest.raises((InputRejected, NotAllowed)) as told:
            hand_over.give(ws, [member], to)
        with pytest.raises(type(told.value)):
            caseload.update_contact(ws, member, navigator_id=to)

    read_reasons.give(ben, others, "She called the desk")
    both(ben, nobodys, ben.user.id)
    both(ben, nobodys, fay.id)
    both(ben, others, ben.user.id)
    both(ben, own, people[Role.CLERK].id)
    both(carla, own, people[Role.CLERK].id)
    profile(workspace, fay.id, most_weight=0)
    both(ben, own, fay.id)
    both(carla, nobodys, fay.id)
    profile(workspace, fay.id, most_weight=None)
    hand_over.give(ben, [own], fay.id)
    cover.add(carla, fay.id, TODAY, TODAY + 5 * DAY, cover_id=ben.user.id)
    hand_over.give(ben, [others], carla.user.id)
    hand_over.give(carla, [nobodys], ben.user.id)
