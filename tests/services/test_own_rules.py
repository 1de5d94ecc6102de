"""Packs that the agency takes in itself: read whole, kept, stacked, and their cases listed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.rules import Level
from navigator_app.errors import InputRejected, NotFound
from navigator_app.paths import resource
from navigator_app.policy import own, packs
from navigator_app.policy.packs import PackRefused
from navigator_app.services import agency, audit, clocks, moves, own_rules, rulebook
from navigator_app.services.workspace import Workspace
from tests.services import loops
from tests.services.cli_runs import Run

TODAY = date(2026, 11, 20)
HEAD = """\
key = "harbor"
title = "Harbor Health, provider manual"
level = "plan"
base = "toolkit-2025"
calendar = "california"
"""
ANSWER = """
[[rule]]
id = "referral-response"
title = "Answer the referral"
kind = "clock"
owes = "provider"
trigger = ["sent_to_provider_on", "received_on"]
met_by = ["accepted_on", "declined_on"]
moot_by = ["loop_closed_on"]
value = 7
unit = "business-days"
action = "answer"
required = true
consequence = "member-waiting"
services = ["every"]
source = "Harbor Health, provider manual"
section = "4.2"
effective_from = 2026-01-01
"""


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    """A referral that the toolkit's and the state's rules speak for so far."""
    return loops.add_member(workspace, loops.add_plan(workspace), 1)


def due(ws: Workspace, made: loops.Made) -> str:
    row = ws.store.one(
        "SELECT due_on FROM running_clock WHERE referral_id = ? AND rule_id = 'referral-response'",
        (made.referral,),
    )
    assert row is not None
    return str(row[0])


def with_policy(ws: Workspace, policy: str) -> None:
    agency.update_plan(ws, "bayview", name="Bayview", layout="canonical", policy=policy)


def test_the_empty_pack_can_be_copied_filled_and_taken_in(
    workspace: Workspace, tmp_path: Path
) -> None:
    text = resource("policies", "empty.toml").read_text("utf-8")
    path = tmp_path / "harbor.toml"
    path.write_text(text.replace('key = "empty"', 'key = "harbor"') + ANSWER, "utf-8")
    row, changes = own_rules.add(workspace, path)
    assert changes.plans
    assert (row.key, row.level, row.rules, row.added, row.by, row.plans) == (
        *("harbor", Level.PLAN, 1, TODAY, "Ana Ruiz", ()),
    )
    assert "harbor" in dict(agency.policy_choices())
    assert own_rules.listed(workspace) == [row]


def test_its_rules_speak_and_move_the_cases(workspace: Workspace, made: loops.Made) -> None:
    own_rules.add_text(workspace, HEAD + ANSWER, "harbor.toml")
    with_policy(workspace, "harbor")
    assert due(workspace, made) == "2026-11-25"
    moves.seen(workspace)
    changed = (HEAD + ANSWER).replace("value = 7", "value = 9")
    row, _changes = own_rules.add_text(workspace, changed, "harbor-2.toml")
    assert row.plans == ("bayview",)
    assert due(workspace, made) == "2026-12-01", "two business days on, Thanksgiving between"
    [moved] = moves.moved(workspace)
    assert (moved.rule, str(moved.was), str(moved.now)) == (
        *("referral-response", "2026-11-25", "2026-12-01"),
    )
    assert moved.source.startswith("Harbor Health")


def test_it_is_there_after_unlocking_and_gone_with_the_store(
    workspace: Workspace, open_workspace: Callable[..., Workspace]
) -> None:
    own_rules.add_text(workspace, HEAD + ANSWER, "harbor.toml")
    workspace.close()
    assert "harbor" not in packs.names(), "nothing of a locked store speaks"
    again = open_workspace(workspace.home)
    assert "harbor" in packs.names()
    assert [row.key for row in own_rules.listed(again)] == ["harbor"]
    again.close()


def test_the_digest_of_all_rules_follows_them(workspace: Workspace, made: loops.Made) -> None:
    shipped = clocks.rules_digest()
    own_rules.add_text(workspace, HEAD + ANSWER, "harbor.toml")
    taken_in = clocks.rules_digest()
    assert taken_in != shipped
    assert not clocks.refresh(workspace), "everything was computed when it came in"
    own_rules.remove(workspace, "harbor")
    assert clocks.rules_digest() == shipped


def test_what_was_taken_in_is_journalled(workspace: Workspace) -> None:
    own_rules.add_text(workspace, HEAD, "harbor.toml")
    own_rules.remove(workspace, "harbor")
    said = workspace.store.query("SELECT count(*) FROM journal_entry WHERE table_name = 'own_pack'")
    assert said[0][0] >= 2
    assert audit.verify(workspace).journal


WRONG = [
    (HEAD.replace('level = "plan"', 'level = "nearest"'), "line 3: level"),
    (HEAD.replace('"harbor"', '"dhcs"'), "line 1: key"),
    (HEAD.replace('"harbor"', '"Harbor Health"'), "line 1: key"),
    (HEAD.replace('"harbor"', '"a+b"'), "line 1: key"),
    (HEAD.replace("toolkit-2025", "nowhere"), "line 4: base"),
    (HEAD.replace("toolkit-2025", "harbor"), "line 4: base"),
    (HEAD.replace('"california"', '"../calendars/california"'), "line 5: calendar"),
    (HEAD + ANSWER.replace("value = 7", "value = 70000"), "line 15: value"),
    (HEAD + ANSWER.replace("section", "seccion"), "seccion"),
    (HEAD + ANSWER + ANSWER, "two versions"),
    ("key = \n" + HEAD, "line 1"),
    ("[" * 5000, "harbor.toml"),
]


@pytest.mark.parametrize(("text", "said"), WRONG, ids=[said for _text, said in WRONG])
def test_a_broken_pack_is_refused_whole(
    workspace: Workspace, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "harbor.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(PackRefused) as refused:
        own_rules.add(workspace, path)
    assert said in str(refused.value)
    assert "harbor.toml" in str(refused.value)
    assert own_rules.listed(workspace) == []


def test_what_is_no_text_and_what_is_not_there_is_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "harbor.toml"
    for data in (None, b"\xff\xfe\x00k", b"# " + b"x" * own_rules.LARGEST):
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(PackRefused):
            own_rules.add(workspace, path)


def test_a_failed_change_leaves_the_rules_before(workspace: Workspace, made: loops.Made) -> None:
    own_rules.add_text(workspace, HEAD + ANSWER, "harbor.toml")
    with_policy(workspace, "harbor")
    mine = HEAD.replace("harbor", "own").replace('"toolkit-2025"', '"harbor"')
    own_rules.add_text(workspace, mine, "own.toml")
    circle = (HEAD + ANSWER).replace('base = "toolkit-2025"', 'base = "own"')
    with pytest.raises(PackRefused):
        own_rules.add_text(workspace, circle, "harbor.toml")
    assert packs.load("harbor").base == "toolkit-2025"
    assert due(workspace, made) == "2026-11-25"


def test_what_is_in_use_is_not_removed(workspace: Workspace, made: loops.Made) -> None:
    own_rules.add_text(workspace, HEAD + ANSWER, "harbor.toml")
    above = HEAD.replace("harbor", "near").replace("toolkit-2025", "harbor")
    own_rules.add_text(workspace, above, "near.toml")
    with_policy(workspace, "near")
    for key, why in (("near", "bayview"), ("harbor", "near")):
        with pytest.raises(InputRejected) as refused:
            own_rules.remove(workspace, key)
        assert why in refused.value.message
    with_policy(workspace, "toolkit-2025")
    own_rules.remove(workspace, "near")
    own_rules.remove(workspace, "harbor")
    assert own_rules.listed(workspace) == []
    with pytest.raises(NotFound):
        own_rules.remove(workspace, "dhcs")


def test_several_packs_of_one_plan_in_their_order(workspace: Workspace, made: loops.Made) -> None:
    own_rules.add_text(workspace, HEAD + ANSWER, "harbor.toml")
    near = HEAD.replace("harbor", "near") + ANSWER.replace("value = 7", "value = 5")
    own_rules.add_text(workspace, near, "near.toml")
    with_policy(workspace, "near + harbor+la-county-2022")
    assert agency.plan(workspace, "bayview").policy == "near+harbor+la-county-2022"
    assert due(workspace, made) == "2026-11-23", "near was named first"
    with_policy(workspace, "harbor+near+la-county-2022")
    assert due(workspace, made) == "2026-11-25"
    rows = rulebook.rules(workspace, plan="bayview")
    assert "la-county-2022" in {row.rule.pack for row in rows}
    [answer] = [row for row in rows if row.rule.id == "referral-response"]
    assert answer.yielded[0].pack == "Harbor Health, provider manual"
    for policy, word in (("near+nowhere", "nowhere"), ("near+near", "twice"), ("near+", "pack")):
        with pytest.raises(InputRejected) as refused:
            with_policy(workspace, policy)
        assert refused.value.field == "policy"
        assert word in refused.value.message


def test_by_the_command_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "harbor.toml"
    path.write_text(HEAD + ANSWER, "utf-8")
    added = run("rules", "add", path, "--json")
    assert added.status == 0, added.err
    shown = json.loads(added.out)
    assert (shown["key"], shown["rules"], shown["moved"]) == ("harbor", 1, 0)
    policy = ("--policy", "harbor+la-county-2022")
    plan = ("plan", "add", "harbor", "--name", "Harbor", "--layout", "bayview")
    assert run(*plan, *policy).status == 0
    listed = json.loads(run("rules", "list", "--json").out)
    assert [(row["key"], row["level"], row["plans"]) for row in listed] == [
        ("harbor", "plan", ["harbor"])
    ]
    rows = json.loads(run("rules", "--plan", "harbor", "--json").out)
    assert {row["value"] for row in rows if row["rule"] == "referral-response"} == {7}
    assert {row["silent"] for row in rows if row["speaks"]} == {None}
    blank = tmp_path / "blank.toml"
    assert run("rules", "template", blank).status == 0
    assert "[[rule]]" in blank.read_text("utf-8")
    kept = run("rules", "remove", "harbor")
    assert (kept.status, "harbor" in kept.err) == (1, True)
    assert run("rules", "add", tmp_path / "nothing.toml").status == 1
    path.write_text(HEAD.replace("plan", "plann"), "utf-8")
    wrong = run("rules", "add", path)
    assert (wrong.status, "line 3: level" in wrong.err) == (1, True)


def running(ws: Workspace) -> list[tuple[str, str]]:
    return ws.store.query("SELECT rule_id, due_on FROM running_clock ORDER BY rule_id")


def _spoil(ws: Workspace, key: str, old: str, new: str) -> None:
    """Another version of the program reads the pack otherwise."""
    with ws.transaction("test") as tx:
        tx.execute("UPDATE own_pack SET toml = replace(toml, ?, ?) WHERE key = ?", (old, new, key))
    own.hold(str(ws.home), {**own.texts(), key: own.texts()[key].replace(old, new)})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('unit = "business-days"', 'unit = "moons"'),  # a value that it does not know any more
        ('key = "harbor"', "key = "),  # no TOML at all
        ('base = "toolkit-2025"', 'base = "gone"'),  # what it lay on is gone
    ],
)
def test_a_pack_that_cannot_be_read_any_more_stops_no_clock(
    workspace: Workspace, made: loops.Made, old: str, new: str
) -> None:
    before = running(workspace)
    own_rules.add_text(workspace, HEAD + ANSWER, "harbor.toml")
    with_policy(workspace, "harbor")
    assert due(workspace, made) and own_rules.unread(workspace) == ""
    _spoil(workspace, "harbor", old, new)
    assert clocks.refresh(workspace)
    assert running(workspace) == before
    said = own_rules.unread(workspace)
    assert "Bayview: harbor" in said and "cannot read" in said
    assert {row.rule.pack for row in rulebook.rules(workspace, plan="bayview")} <= set(
        packs.shipped()
    )
    assert own_rules.listed(workspace)[0].problem or "gone" in new


def test_a_pack_beside_the_unreadable_one_still_speaks(
    workspace: Workspace, made: loops.Made
) -> None:
    own_rules.add_text(workspace, HEAD + ANSWER, "harbor.toml")
    with_policy(workspace, "partnership-mcap7003+harbor")
    _spoil(workspace, "harbor", 'unit = "business-days"', 'unit = "moons"')
    assert packs.unread("partnership-mcap7003+harbor") == ("harbor",)
    speaking = {pack.key for pack in packs.standing("partnership-mcap7003+harbor")}
    assert speaking == {"partnership-mcap7003", "toolkit-2025", "dhcs"}
    with pytest.raises(PackRefused):
        packs.stack("nobody-has-this", TODAY)
