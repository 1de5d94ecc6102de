"""Every service that reads × every role: called, and held against resources/permissions.toml.

The writes are in test_permissions.py (each intention × each role). Here each public function that
writes nothing is called as each of a team with a member of somebody else's caseload, also as the
one who covers and as one who left.
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from typing import Any

import pytest

from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import Mode, Outcome, Role
from navigator_app.paths import resource
from navigator_app.services import (
    caseload,
    cover,
    hand_over,
    places,
    safety,
    support_plan_moves,
)
from navigator_app.services.places import PlaceDraft
from navigator_app.services.record_outreach import record
from navigator_app.services.safety import FlagDraft
from tests.services import loops, matrix_calls, outside, plan_maker, service_calls, team
from tests.services.matrix_calls import ALLOWED, ASKED, REFUSED

TABLE = tomllib.loads(resource("permissions.toml").read_text("utf-8"))
READS = {
    name: right["roles"]
    for right in (*TABLE["action"], *TABLE["field"])
    for name in right.get("reads", [])
}
READ_ANY = next(action["roles"] for action in TABLE["action"] if action["id"] == "read-any")
NOTES = next(field["roles"] for field in TABLE["field"] if field["id"] == "notes")
PROFILES = next(action["roles"] for action in TABLE["action"] if action["id"] == "team-profiles")
"""Whose it is to read the profiles of others; one's own is one's, here the clerk's."""
TODAY = date(2026, 11, 20)
SECRETS = ("SECRETattempt", "SECRETplace", "SECRETremark", "SECREThandover")
DANGERS = ("DANGERflag", "DANGERrecord")
ASKS = {("read_reasons", name) for name in ("need", "need_record")}
RAW = {"form_facts.member_of"}
"""For the program's own steps: what reaches a paper is judged by `print_gate`."""


class Team:
    """The open store as each of a team sees it, and what the calls are about."""

    def __init__(self, ws: Any) -> None:
        self.people = team.full(ws)
        self.seats = {role.slug: team.seat(ws, user) for role, user in self.people.items()}
        carla = self.seats[Role.SUPERVISOR.slug]
        plan = loops.add_plan(ws)
        made = loops.add_member(ws, plan, 1, navigator_id=carla.user.id)
        self.member = made.member
        self.pool = self._filled(ws, carla, made)

    def _filled(self, ws: Any, carla: Any, made: Any) -> dict[str, Any]:
        at = datetime(2026, 11, 19, 9)
        record(
            carla, [AttemptDraft(made.member, Mode.EMAIL, Outcome.NOT_FOUND, at, note=SECRETS[0])]
        )
        safety.save(carla, made.member, FlagDraft("animal", date(2026, 11, 1), DANGERS[0]))
        caseload.update_contact(carla, made.member, safety_note=DANGERS[1])
        places.save(carla, made.member, PlaceDraft("Camp", TODAY, "likely", note=SECRETS[1]))
        plan = plan_maker.filled(carla, made.member)
        support_plan_moves.submit(carla, plan)
        support_plan_moves.comment(carla, plan, SECRETS[2])
        ben = self.people[Role.NAVIGATOR]
        hand_over.give(carla, [made.member], ben.id, SECRETS[3])
        with ws.store.transaction("x", clock=ws.clock) as tx:
            tx.update("member", made.member, {"navigator_id": carla.user.id})
        return matrix_calls.pool(
            made.member, made.referral, plan_id=plan, key=plan, user_id=self.people[Role.CLERK].id
        )


@pytest.fixture
def here(workspace: Any) -> Team:
    return Team(workspace)


def test_every_reading_service_lets_through_whom_the_table_names(here: Team) -> None:
    wrong, called = [], 0
    for name, function, given in matrix_calls.callable_with(here.pool):
        asks = service_calls.reaches(tuple(name.split(".")), ASKS)  # type: ignore[arg-type]
        for slug, ws in here.seats.items():
            got, _told = matrix_calls.outcome(ws, function, given)
            called += 1
            if name in READS:
                fits = (got == REFUSED) is (slug not in READS[name])
            elif name == "team_profiles.profile":
                fits = (got == REFUSED) is (slug not in PROFILES and slug != Role.CLERK.slug)
            elif not outside.is_door(name):
                fits = True  # inner: who calls it asks
            else:
                fits = got == ALLOWED or (got == ASKED and asks and slug not in READ_ANY)
            if not fits:
                wrong.append((name, slug, got))
    assert called > 800
    assert not wrong


def test_every_reader_of_the_table_is_in_the_code_and_was_called(here: Team) -> None:
    there = {name for name, _function, _given in matrix_calls.callable_with(here.pool)}
    told = {name for name in READS if name in matrix_calls.readers()}
    assert set(READS) == told
    by_record = {"chart_review.again", "chart_review.charts", "chart_review.one",
                 "notes.search", "trends_file.save"}  # fmt: skip
    assert told - there <= by_record


def test_no_service_tells_a_role_what_it_does_not_see(here: Team) -> None:
    leaks, shown = [], set()
    here.seats["administrator"].unattended = True  # past the reason, so that fields alone speak
    for name, function, given in matrix_calls.callable_with(here.pool):
        for slug, ws in here.seats.items():
            got, told = matrix_calls.outcome(ws, function, given)
            words = {one for one in (*SECRETS, *DANGERS) if one in told}
            if slug in NOTES:
                shown |= words
            elif words and name not in RAW:
                leaks.append((name, slug, sorted(words)))
            assert got in (ALLOWED, ASKED, REFUSED)
    assert not leaks
    assert shown == {*SECRETS, *DANGERS}, "the search would not find what is not shown to anybody"


def test_who_covers_is_asked_nothing_and_a_stranger_everything(here: Team, workspace: Any) -> None:
    carla = here.seats[Role.SUPERVISOR.slug]
    fay = team.seat(workspace, team.join(workspace, "Fay Lund", Role.NAVIGATOR))
    cover.add(carla, carla.user.id, TODAY, date(2026, 11, 27), cover_id=fay.user.id)
    outcomes: dict[str, list[str]] = {"fay": [], "ben": []}
    for _name, function, given in matrix_calls.callable_with(here.pool):
        for who, ws in (("fay", fay), ("ben", here.seats[Role.NAVIGATOR.slug])):
            outcomes[who].append(matrix_calls.outcome(ws, function, given)[0])
    assert ASKED not in outcomes["fay"]
    assert outcomes["ben"].count(ASKED) > 50


def test_who_left_reads_no_member(here: Team, workspace: Any) -> None:
    ben = here.seats[Role.NAVIGATOR.slug]
    with workspace.store.transaction("x", clock=workspace.clock) as tx:
        tx.update("user", ben.user.id, {"active": 0})
    let_in = []
    for name, function, given in matrix_calls.callable_with(here.pool):
        if service_calls.reaches(tuple(name.split(".")), ASKS):  # type: ignore[arg-type]
            got, told = matrix_calls.outcome(ben, function, given)
            if any(one in told for one in (*SECRETS, *DANGERS)) or (
                got == ALLOWED and here.member in told
            ):
                let_in.append(name)
    assert not let_in
