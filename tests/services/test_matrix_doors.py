"""Every service that a screen or a command reads × everybody of a team, over a full store.

What each is expected to get is worked out of resources/permissions.toml: the action or field that
names the service, and whether the role reads members of others without a reason. A function that
nothing outside the services names is inner, which `outside` finds out, and needs no line here.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from navigator_app.domain.vocabulary import Role
from navigator_app.paths import resource
from navigator_app.services import drafts
from navigator_app.store import reads_looks
from tests.services import matrix_calls, matrix_supply, outside, service_calls
from tests.services.matrix_calls import ALLOWED, ASKED, REFUSED
from tests.services.matrix_store import OWN, ROLE_OF, SEATS, Full

TABLE = tomllib.loads(resource("permissions.toml").read_text("utf-8"))
ACTIONS = {one["id"]: one["roles"] for one in TABLE["action"]}
READS = {
    name: right["roles"]
    for right in (*TABLE["action"], *TABLE["field"])
    for name in right.get("reads", [])
}
ASKS = {("read_reasons", name) for name in ("need", "need_record")}
ABOUT = {
    "member_id", "member_ids", "referral_id", "referral_ids", "record_id", "subject", "key", "ask",
    "draft", "pack", "row", "code",
}  # fmt: skip

FORMS = {"trends": "trends.overview", "monday": "monday.page"}
"""Forms that are made of a reader which is not for everybody."""
OF_THE_TEAM = {
    "user_profile": "team-profiles", "read_reason": "see-readers", "chart_review": "chart-review",
    "chart_finding": "chart-review",
}  # fmt: skip
"""Records whose history is for who has the right, and the action."""
EVERYBODY = {
    "batches.sheet": "a batch is of members of everybody; reasons only for who prepares batches",
    "calendar_file.write": "dates of the week, as Today has them",
    "form_bulk.code": "puts a code on a sheet that was made before",
    "form_bulk.look": "says of each member of a run why there would be no sheet",
    "plan_report_build.prepare": "a report is of members of everybody",
    "support_plan_ready.for_referral": "what is missing of a plan, not what it says",
    "tenancy.due": "dates, without what was written and where the home is",
    "today.due": "dates of what is due",
    "today.today": "the same", "today.week": "the same",
}  # fmt: skip
"""Doors that name members of others and ask nobody; test_matrix_records.py holds that nothing
written of them is told."""
NOT_FOUND = {"review_queue.sheet"}
"""Doors that say of what is somebody else's that it is not there."""
EMPTY = {
    "batch_send.save": "nothing was built", "own_rules.text_of": "there are no own rules",
    "work_timer.pause": "no stopwatch runs", "sign_form_seal.check_copy": "it is no PDF of ours",
}  # fmt: skip
"""Doors that find nothing in the full store, and why."""


@pytest.fixture
def full(workspace: Any, tmp_path: Path) -> Full:
    return Full(workspace, tmp_path)


def asks(name: str) -> bool:
    """True for a function that reaches the question for a reason."""
    module, _dot, function = name.partition(".")
    return service_calls.reaches((module, function), ASKS)


def expected(full: Full, name: str, given: dict[str, Any], seat: str) -> str:
    """What the table says of a call."""
    role, right = ROLE_OF.get(seat, seat), READS.get(name, list(Role.slugs()))
    closed = seat != OWN and role not in ACTIONS["read-any"] and _of_a_member(full, given)
    asked = closed and asks(name) and name not in EVERYBODY
    for action in _of_others(full, name, given, full.seats[seat].user.id):
        right = [one for one in right if one in ACTIONS[action]]
    form = given.get("kind") or getattr(given.get("ask"), "kind", "")
    if name.endswith(".prepare") and form in FORMS:
        right = READS[FORMS[form]]
        return ASKED if asked else ALLOWED if role in right else REFUSED
    return REFUSED if role not in right else ASKED if asked else ALLOWED


def _of_others(full: Full, name: str, given: dict[str, Any], me: str) -> list[str]:
    """The actions that a call needs where it is about somebody else at work."""
    subject = given.get("subject") or getattr(given.get("ask"), "subject", None)
    if name == "caseload.history" and given["record_id"] != me:
        tables = _tables_of(full, given["record_id"])
        return [action for table, action in OF_THE_TEAM.items() if table in tables]
    if name == "team_profiles.profile" and given["user_id"] != me:
        return ["team-profiles"]
    form = given.get("kind") or getattr(given.get("ask"), "kind", "")
    if form == "exceptions" and subject is not None and subject.user_id not in ("", me):
        return ["team-figures"]
    return []


def _of_a_member(full: Full, given: dict[str, Any]) -> bool:
    """True where a call names a member, or a record that is a member's."""
    if "record_id" in given:
        table = given.get("kind") or given.get("table") or ""
        tables = [table] if table else _tables_of(full, given["record_id"])
        return any(reads_looks.owner(full.ws.store, one, given["record_id"]) for one in tables)
    subject = given.get("subject") or getattr(given.get("ask"), "subject", None)
    if subject is not None:
        return bool(subject.member_id or subject.referral_id)
    return any(key.endswith(("_id", "_ids")) or key in ABOUT for key in given)


def _tables_of(full: Full, record_id: str) -> list[str]:
    rows = full.ws.store.query(
        "SELECT DISTINCT table_name FROM journal_entry WHERE record_id = ?", (record_id,)
    )
    return [str(row[0]) for row in rows]


def test_every_door_is_called_or_told_why_not(full: Full) -> None:
    carla = full.seats["supervisor"]
    assert not matrix_supply.uncalled(carla, full.found, full.folder)
    assert all(outside.is_door(name) for name in matrix_supply.NOT_CALLED)


def test_every_door_lets_through_whom_the_table_names(full: Full) -> None:
    wrong, found, called = [], set(), 0
    for name, function, given in full.calls():
        if not outside.is_door(name):
            continue
        told = {seat: matrix_calls.tried(full.seats[seat], function, given) for seat in SEATS}
        called += len(told)
        if {(got, bool(error)) for got, _said, error in told.values()} == {(ALLOWED, True)}:
            continue  # there is no such thing, for anybody; `lost` tells where that is all
        found.add(name)
        for seat, (got, _said, error) in told.items():
            if name in NOT_FOUND and error == "NotFound" and seat != "supervisor":
                continue
            if got != expected(full, name, given, seat):
                wrong.append((name, seat, got, error, given))
    assert called > 2500
    assert not wrong
    doors = {name for name in matrix_calls.readers() if outside.is_door(name)}
    lost = doors - found - set(matrix_supply.NOT_CALLED)
    assert lost == set(EMPTY), "called with what is not there: nothing is shown to anybody"


def test_the_table_names_readers_that_are_doors() -> None:
    known = {name for name in matrix_calls.readers() if outside.is_door(name)}
    assert set(READS) <= known | {"users.check_revoke"}
    assert set(EVERYBODY) <= known
    assert not [name for name in EVERYBODY if not asks(name)], "who asks nobody needs no line"


def test_nobody_gets_the_drafts_of_another(full: Full) -> None:
    drafts.save(full.seats[OWN], "note", {"text": "half typed"})
    assert drafts.load_all(full.seats[OWN]) == {"note": {"text": "half typed"}}
    assert all(not drafts.load_all(full.seats[one]) for one in SEATS if one != OWN)
    drafts.clear(full.seats["supervisor"], "note")
    assert drafts.load_all(full.seats[OWN])
