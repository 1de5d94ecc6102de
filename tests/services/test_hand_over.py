"""Members given from one navigator to another: all or none, with a pack, undone whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import Mode, Outcome
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import (
    caseload,
    hand_over,
    hand_over_pack,
    household,
    people,
    people_checks,
    places,
    promises,
    reaching,
    record_outreach,
    safety,
)
from navigator_app.services.hand_over_pack import PackLine
from navigator_app.services.household import CareDraft
from navigator_app.services.places import Look, PlaceDraft
from navigator_app.services.promises import PromiseDraft
from navigator_app.services.reaching import MethodDraft
from navigator_app.services.safety import FlagDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops
from tests.services.cli_runs import Run

TODAY = date(2026, 11, 20)
DAY = timedelta(1)


def add_user(ws: Workspace, name: str = "Ben Ochoa") -> str:
    key = uuid7()
    with ws.transaction("add_user") as tx:
        row = {"id": key, "name": name, "role": "navigator", "active": 1}
        tx.insert("user", {**row, "created_at": tx.now})
    return key


@pytest.fixture
def ben(workspace: Workspace) -> str:
    return add_user(workspace)


@pytest.fixture
def members(workspace: Workspace) -> list[str]:
    plan, mine = loops.add_plan(workspace), workspace.user.id
    return [loops.add_member(workspace, plan, n, navigator_id=mine).member for n in range(1, 4)]


def navigators(ws: Workspace, members: list[str]) -> list[str | None]:
    return [caseload.member_page(ws, one).member.navigator_id for one in members]


def lines(ws: Workspace, member: str) -> dict[str, tuple[PackLine, ...]]:
    return {part.key: part.lines for part in hand_over_pack.build(ws, member).parts}


def test_several_go_at_once_and_come_back_whole(
    workspace: Workspace, members: list[str], ben: str
) -> None:
    mine = workspace.user.id
    hand_over.give(workspace, members[:1], ben)
    written = hand_over.give(workspace, members, ben, "Thank you")
    assert written.changes.members == frozenset(members[1:])  # the first is his already
    assert navigators(workspace, members) == [ben, ben, ben]
    last = hand_over.latest(workspace, members[2])
    assert last is not None
    assert (last.giver, last.taker, last.note, last.read_at) == (
        workspace.user.name, "Ben Ochoa", "Thank you", None,
    )  # fmt: skip
    people_checks.undo(workspace, written)
    assert navigators(workspace, members) == [ben, mine, mine]
    assert hand_over.latest(workspace, members[2]) is None
    with pytest.raises(InputRejected):
        people_checks.undo(workspace, written)


def test_what_cannot_be_handed_over_is_refused_and_nothing_moves(
    workspace: Workspace, members: list[str], ben: str
) -> None:
    for ids, to, field in (
        ([], ben, "members"),
        (members, "nobody", "to"),
        (members, workspace.user.id, "to"),
        ([uuid7() for _n in range(hand_over.MOST + 1)], ben, "members"),
    ):
        with pytest.raises(InputRejected) as found:
            hand_over.give(workspace, ids, to)
        assert found.value.field == field
    with pytest.raises(NotFound):
        hand_over.give(workspace, [*members, "nobody"], ben)
    assert navigators(workspace, members) == [workspace.user.id] * 3


def test_the_pack_waits_for_who_takes_over_and_only_they_have_read_it(
    workspace: Workspace, members: list[str], ben: str
) -> None:
    hand_over.give(workspace, members[:1], ben)
    back = hand_over.give(workspace, members[:1], workspace.user.id)
    [row] = hand_over.unread(workspace)
    assert row.id == back.id
    to_ben = people.page(workspace, members[0]).hand_overs[1]
    with pytest.raises(InputRejected):
        hand_over.read(workspace, to_ben.id)
    hand_over.read(workspace, back.id)
    first = hand_over.latest(workspace, members[0])
    assert first is not None
    hand_over.read(workspace, back.id)
    again = hand_over.latest(workspace, members[0])
    assert again is not None
    assert again.read_at == first.read_at is not None
    assert hand_over.unread(workspace) == []
    with pytest.raises(InputRejected):  # the pack was read: no undo behind their back
        people_checks.undo(workspace, back)


def test_the_pack_is_written_from_the_record(workspace: Workspace, members: list[str]) -> None:
    who = members[0]
    empty = lines(workspace, who)
    assert empty["safety"] == empty["promised"] == empty["plan"] == empty["tenancy"] == ()
    assert empty["due"], "the referral's clocks run"
    safety.save(workspace, who, FlagDraft("fleeing-violence", TODAY, "White van"))
    reaching.save(workspace, who, MethodDraft("phone", "7075550100", safe=True))
    places.save(workspace, who, PlaceDraft("River camp", TODAY - DAY, "likely"))
    places.look(workspace, who, TODAY, [Look("hmis", "nothing")])
    household.save_care(workspace, who, CareDraft("pcp", "Dr. Ng", phone="7075550111"))
    household.save_care(workspace, who, CareDraft("payee", "Gone", ends=TODAY - DAY))
    promises.save(workspace, who, PromiseDraft("Bus passes", due=TODAY - DAY))
    settled = promises.save(workspace, who, PromiseDraft("Done already")).id
    promises.keep(workspace, who, settled)
    attempt = AttemptDraft(
        who, Mode.PHONE, Outcome.NOT_FOUND, datetime(2026, 11, 19, 9), next_step="Try the aunt"
    )
    record_outreach.record(workspace, [attempt])
    found = lines(workspace, who)
    assert found["safety"][0] == PackLine(
        "Fleeing violence: never say where this member is or that you serve them.",
        "White van",
        "danger",
    )
    assert "Leave no word" in found["reach"][0].detail  # the danger forbids what was safe
    assert [line.text for line in found["find"]] == ["River camp", "Looked through: HMIS, nothing"]
    assert [line.text for line in found["call"]] == ["Primary care provider: Dr. Ng"]
    assert [(line.text, line.tone) for line in found["promised"]] == [
        ("Bus passes", "warning"),
        ("Try the aunt", ""),
    ]


def test_the_command_line_shows_and_hands_over(
    home: Path, open_workspace: Callable[..., Workspace], run: Run
) -> None:
    ws = open_workspace(home)
    made = loops.add_member(ws, loops.add_plan(ws), 1, navigator_id=ws.user.id)
    reaching.save(ws, made.member, MethodDraft("phone", "7075550100"))
    safety.save(ws, made.member, FlagDraft("do-not-mail", TODAY))
    giver = ws.user.name
    add_user(ws)
    ws.close()
    shown = run("people", made.member, "--json", "--as", giver)
    assert shown.status == 0, shown.err
    told = json.loads(shown.out)
    assert told["methods"][0]["value"] == "7075550100"
    assert told["methods"][0]["safe"] is None
    assert told["print"]["hide"] == ["address", "safety", "safety_note"]
    assert told["screen"]["mail"] is False
    plain = run("people", made.member, "--as", giver)
    assert "Do not send mail" in plain.out
    refused = run("hand-over", made.member, "--to", "Carl", "--as", giver)
    assert refused.status == 1
    assert "Ben Ochoa" in refused.err
    given = run(
        "hand-over", made.member, "--to", "ben ochoa", "--note", "Thanks", "--json", "--as", giver
    )
    assert given.status == 0, given.err
    [pack] = json.loads(given.out)
    assert (pack["member_id"], pack["navigator"]) == (made.member, "Ben Ochoa")
    assert list(pack["pack"])[0] == "safety"
    again = run("hand-over", made.member, "--to", "Ben Ochoa", "--as", giver)
    assert again.status == 1
