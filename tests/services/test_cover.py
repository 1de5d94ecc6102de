"""Leave and cover: nobody's members go unwatched, whoever is away."""

from __future__ import annotations

import random
from argparse import Namespace
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta

import pytest

from navigator_app.domain.cover import Away, Rota, Staff
from navigator_app.domain.records import UserRow
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import InputRejected, NotAllowed, ReasonNeeded
from navigator_app.services import (
    assignment_suggest,
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
WEEK = timedelta(7)


@pytest.fixture
def member(workspace: Workspace, ben: UserRow) -> str:
    return loops.add_member(workspace, loops.add_plan(workspace), 1, navigator_id=ben.id).member


def field(call, *args, **more) -> str:
    with pytest.raises(InputRejected) as found:
        call(*args, **more)
    assert found.value.next_step or found.value.message
    return found.value.field


def test_the_cover_reads_and_sees_the_lines_until_they_are_back(
    workspace: Workspace, carla: Workspace, ben: UserRow, member: str
) -> None:
    fay = team.seat(workspace, team.join(workspace, "Fay Lund", Role.NAVIGATOR))
    with pytest.raises(ReasonNeeded):
        read_reasons.need(fay, member)
    written = cover.add(carla, ben.id, TODAY, TODAY + WEEK, cover_id=fay.user.id)
    read_reasons.need(fay, member)
    assert cover.covers(fay, fay.user.id, member)
    assert not cover.covers(carla, carla.user.id, member)
    [one] = cover.covering(fay)
    assert (one.name, one.until, one.members) == ("Ben Ochoa", TODAY + WEEK, 1)
    lines = cover.marked(fay, today.due(fay, member_id=member))
    assert lines
    assert all(line.why.startswith("For Ben Ochoa, away until Nov 27, 2026. ") for line in lines)
    cover.end(team.seat(workspace, ben), written.id)
    assert cover.covering(fay) == []
    with pytest.raises(ReasonNeeded):
        read_reasons.need(fay, member)


def test_due_of_a_user_has_the_members_they_cover_for_marked(
    workspace: Workspace,
    carla: Workspace,
    ben: UserRow,
    member: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from navigator_app.commands import shapes
    from navigator_app.commands.work import due

    fay = team.join(workspace, "Fay Lund", Role.NAVIGATOR)
    cover.add(carla, ben.id, TODAY, TODAY + WEEK, cover_id=fay.id)
    monkeypatch.setattr("navigator_app.commands.work.opened", lambda _args: nullcontext(workspace))
    told: list[list[dict[str, str]]] = []
    monkeypatch.setattr("navigator_app.commands.output.document", told.append)
    asked = Namespace(whose="Fay Lund", on=TODAY, within=None, ics=None, json=True)
    due(asked)
    lines = [row for row in told[0] if row["member_id"] == member]
    assert lines
    assert all(row["why"].startswith("For Ben Ochoa, away until") for row in lines)
    assert len(lines) == len({repr(row) for row in lines})
    assert lines[0].keys() == shapes.due(today.due(workspace)[0]).keys()
    due(Namespace(**{**vars(asked), "on": TODAY + WEEK + DAY}))
    assert [row for row in told[1] if row["member_id"] == member] == []


def test_a_leave_without_cover_goes_to_the_supervisor_and_theirs_to_another(
    workspace: Workspace, carla: Workspace, ben: UserRow, member: str, people
) -> None:
    cover.add(carla, ben.id, TODAY, TODAY + WEEK)
    assert [one.name for one in cover.covering(carla)] == ["Ben Ochoa"]
    gus = team.seat(workspace, team.join(workspace, "Gus Abad", Role.SUPERVISOR))
    cover.add(carla, carla.user.id, TODAY, TODAY + DAY)
    assert cover.covering(carla) == []
    assert [one.name for one in cover.covering(gus)] == ["Ben Ochoa"]
    tomorrow_two = TODAY + 2 * DAY
    assert [one.name for one in cover.covering(carla, tomorrow_two)] == ["Ben Ochoa"]


def test_one_who_left_is_watched_over_too(
    workspace: Workspace, carla: Workspace, ben: UserRow, member: str
) -> None:
    with workspace.store.transaction("test", clock=workspace.clock, user=workspace.user) as tx:
        tx.update("user", ben.id, {"active": 0})
    [one] = cover.covering(carla)
    assert (one.name, one.until) == ("Ben Ochoa", None)
    assert cover.covers(carla, carla.user.id, member)


def test_a_navigator_who_becomes_a_clerk_leaves_nobody_unwatched(
    workspace: Workspace, carla: Workspace, ben: UserRow, member: str
) -> None:
    fay = team.join(workspace, "Fay Lund", Role.NAVIGATOR)
    loops.add_member(workspace, _plan(workspace), 2, navigator_id=fay.id)
    cover.add(carla, fay.id, TODAY, TODAY + WEEK, cover_id=ben.id)
    assert assignment_suggest.waiting(carla) == []
    with workspace.store.transaction("test", clock=workspace.clock, user=workspace.user) as tx:
        tx.update("user", ben.id, {"role": Role.CLERK.slug})
    found = {one.name: one for one in cover.covering(carla)}
    assert set(found) == {"Ben Ochoa", "Fay Lund"}
    assert cover.words(found["Ben Ochoa"]) == "For Ben Ochoa, who carries no caseload any more."
    assert cover.covers(carla, carla.user.id, member)
    [waits] = assignment_suggest.waiting(carla)
    assert (waits.member_id, waits.kind) == (member, "left")


def _plan(ws: Workspace) -> str:
    return str(ws.store.query("SELECT id FROM plan")[0][0])


def test_cover_passes_on_when_the_cover_goes_too_but_never_in_a_circle(
    workspace: Workspace, carla: Workspace, ben: UserRow, member: str
) -> None:
    fay = team.seat(workspace, team.join(workspace, "Fay Lund", Role.NAVIGATOR))
    ana = workspace.user
    cover.add(carla, ben.id, TODAY, TODAY + WEEK, cover_id=fay.user.id)
    assert field(cover.add, fay, fay.user.id, TODAY, TODAY + DAY, cover_id=ben.id) == "cover"
    cover.add(fay, fay.user.id, TODAY, TODAY + DAY, cover_id=ana.id)
    assert [one.name for one in cover.covering(workspace)] == ["Ben Ochoa"]
    read_reasons.need(workspace, member)
    assert [one.name for one in cover.covering(fay, TODAY + 2 * DAY)] == ["Ben Ochoa"]


def test_what_would_leave_members_unwatched_is_refused(
    workspace: Workspace, carla: Workspace, ben: UserRow, people
) -> None:
    me, later = carla.user.id, TODAY + WEEK
    assert field(cover.add, carla, ben.id, TODAY, None) == "until"
    assert field(cover.add, carla, ben.id, TODAY, TODAY - DAY) == "until"
    assert field(cover.add, carla, ben.id, TODAY - WEEK, TODAY - DAY) == "until"
    assert field(cover.add, carla, ben.id, TODAY, TODAY + timedelta(400)) == "until"
    assert field(cover.add, carla, "nobody", TODAY, later) == "user"
    assert field(cover.add, carla, ben.id, TODAY, later, cover_id=ben.id) == "cover"
    assert field(cover.add, carla, ben.id, TODAY, later, cover_id="nobody") == "cover"
    clerk = people[Role.CLERK].id
    assert field(cover.add, carla, ben.id, TODAY, later, cover_id=clerk) == "cover"
    cover.add(carla, me, TODAY, later)
    assert field(cover.add, carla, me, later, later + WEEK) == "first"
    assert field(cover.add, carla, ben.id, later, later + DAY, cover_id=me) == "cover"
    eli = team.seat(workspace, people[Role.ADMINISTRATOR])
    cover.add(eli, eli.user.id, TODAY, later)
    # the founder administers, too, and is the last who could stand in
    assert field(cover.add, carla, workspace.user.id, TODAY, later) == "cover"
    assert len(cover.leaves(carla)) == 2


def test_alone_in_a_store_nobody_can_be_away(workspace: Workspace) -> None:
    assert field(cover.add, workspace, workspace.user.id, TODAY, TODAY + DAY) == "cover"


def test_a_leave_is_moved_ended_and_taken_back(
    workspace: Workspace, carla: Workspace, ben: UserRow, member: str
) -> None:
    ahead = cover.add(carla, ben.id, TODAY + DAY, TODAY + WEEK, cover_id=workspace.user.id)
    moved = cover.move(carla, ahead.id, TODAY + 2 * WEEK)
    [row] = cover.leaves(carla)
    assert (row.last, row.cover, row.state, row.watcher, row.named) == (
        TODAY + 2 * WEEK, "Ana Ruiz", "ahead", "Ana Ruiz", True,
    )  # fmt: skip
    cover.undo(carla, moved)
    assert cover.leaves(carla)[0].last == TODAY + WEEK
    assert field(cover.end, carla, ahead.id, TODAY + 3 * WEEK) == "on"
    ended = cover.end(carla, ahead.id)
    assert [row.state for row in cover.leaves(carla)] == ["over"]
    assert field(cover.end, carla, ahead.id) == "leave"
    cover.undo(carla, ended)
    assert [row.state for row in cover.leaves(carla)] == ["ahead"]
    assert field(cover.undo, carla, ended) == "undo"


def test_others_leave_is_for_whoever_supervises(
    workspace: Workspace, carla: Workspace, ben: UserRow
) -> None:
    as_ben = team.seat(workspace, ben)
    with pytest.raises(NotAllowed):
        cover.add(as_ben, carla.user.id, TODAY, TODAY + DAY)
    own = cover.add(as_ben, ben.id, TODAY, TODAY + DAY)
    fay = team.seat(workspace, team.join(workspace, "Fay Lund", Role.NAVIGATOR))
    with pytest.raises(NotAllowed):
        cover.end(fay, own.id)


@pytest.mark.parametrize("seed", range(6))
def test_on_no_day_of_a_year_is_an_absent_persons_member_unwatched(
    workspace: Workspace, carla: Workspace, people, seed: int
) -> None:
    """Whatever was accepted, somebody who is there watches over everybody, each day; found anew
    here, day by day, from the rows alone."""
    rng = random.Random(seed)
    crew = [*(user.id for user in people.values()), workspace.user.id]
    crew += [team.join(workspace, f"N{n} Hart", Role.NAVIGATOR).id for n in range(3)]
    others = {people[role].id for role in (Role.CLERK, Role.ADMINISTRATOR)}  # they carry nobody
    plan = loops.add_plan(workspace)
    for number, key in enumerate(crew):
        loops.add_member(workspace, plan, number + 1, navigator_id=key)
    refused = 0
    for _n in range(60):
        who, first = rng.choice(crew), TODAY + timedelta(rng.randint(0, 350))
        named = rng.choice([*crew, "", ""])
        try:
            cover.add(carla, who, first, first + timedelta(rng.randint(0, 20)), cover_id=named)
        except InputRejected:
            refused += 1
    assert 0 < refused < 60
    known = cover.rota(workspace, counted=True)
    rows = workspace.store.query("SELECT user_id, from_on, until_on FROM leave")
    for number in range(370):
        day = TODAY + timedelta(number)
        gone = {user for user, first, last in rows if first <= day.isoformat() <= last}
        for key in crew:
            watcher = known.watcher(key, day)
            assert watcher in crew, (day, key)
            assert watcher not in gone
            assert (watcher == key) == (key not in gone) or key in others
            seats = [one for one in crew if key in known.covered(one, day)]
            assert seats == ([watcher] if watcher != key else [])


def test_rows_that_go_in_a_circle_do_not_hold_the_rota_up() -> None:
    day = TODAY
    staff = [Staff(key, key, Role.NAVIGATOR, True) for key in "abc"]
    staff.append(Staff("s", "s", Role.SUPERVISOR, True))
    circle = [Away(one, one, day, day, two) for one, two in ("ab", "bc", "ca")]
    assert [Rota(staff, circle).watcher(key, day) for key in "abcs"] == ["s", "s", "s", "s"]
    gone = [replace(one, active=False) for one in staff]
    assert Rota(gone, circle).watcher("a", day) == ""


def test_nobody_hands_members_to_who_is_away_and_no_clerk_gives_them_away(
    workspace: Workspace, carla: Workspace, ben: UserRow, people
) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace), 1, navigator_id=workspace.user.id)
    clerk = team.seat(workspace, people[Role.CLERK])
    with pytest.raises(NotAllowed):
        caseload.update_contact(clerk, made.member, navigator_id=ben.id)
    cover.add(carla, ben.id, TODAY, TODAY + DAY, cover_id=workspace.user.id)
    assert field(hand_over.give, workspace, [made.member], ben.id) == "to"
    call = caseload.update_contact
    assert field(call, workspace, made.member, navigator_id=ben.id) == "navigator_id"
    caseload.update_contact(workspace, made.member, navigator_id=people[Role.SUPERVISOR].id)
