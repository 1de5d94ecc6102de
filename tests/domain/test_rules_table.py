"""The table: every rule of every pack with facts in, dates out and its place in the source."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from navigator_app.domain.clocks import ClockState, State, state_of
from navigator_app.domain.facts import Fact, Facts, day_of
from navigator_app.domain.rules import Kind, Rule
from navigator_app.domain.vocabulary import OtherService, Service
from navigator_app.paths import resource
from navigator_app.policy import packs
from navigator_app.policy.calendars import calendar
from tests.domain.rule_rows import CLOCKS, VALUES, ClockRow, ValueRow, facts_of, says, when

ZONE = ZoneInfo("America/Los_Angeles")
CALIFORNIA = calendar("california")
ROWS: tuple[Any, ...] = (*CLOCKS, *VALUES)
EVERY = len(Service) + len(OtherService)


def rules_of(key: str) -> dict[str, Rule]:
    return {rule.id: rule for rule in packs.load(key).rules}


def without_row(pack: packs.Pack) -> set[tuple[str, str]]:
    """The rules of a pack that have fewer rows than versions."""
    have = Counter((row.pack, row.rule) for row in ROWS)
    want = Counter((pack.key, rule.id) for rule in pack.rules)
    return {key for key, count in want.items() if have[key] < count}


def at(day: object, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), ZONE)  # type: ignore[arg-type]


def state(rule: Rule, facts: Facts, now: datetime) -> ClockState:
    return state_of(rule, facts, now, CALIFORNIA, ZONE)


@pytest.mark.parametrize("key", packs.names())
def test_every_rule_has_a_row(key: str) -> None:
    assert without_row(packs.load(key)) == set()


def test_every_row_has_a_rule() -> None:
    known = {(key, rule.id) for key in packs.names() for rule in packs.load(key).rules}
    assert {(row.pack, row.rule) for row in ROWS} == known


def test_a_rule_without_a_row_is_noticed(tmp_path: Path) -> None:
    text = resource("policies", "dhcs.toml").read_text("utf-8")
    path = tmp_path / "dhcs.toml"
    path.write_text(text.replace('"inquiry-answered"', '"inquiry-heard"'), "utf-8")
    assert without_row(packs.read_pack(path)) == {("dhcs", "inquiry-heard")}
    path.write_text(text + _second_version(text), "utf-8")
    assert without_row(packs.read_pack(path)) == {("dhcs", "hud-other-statutes")}


def _second_version(text: str) -> str:
    [block] = [part for part in text.split("[[rule]]") if '"hud-other-statutes"' in part]
    earlier = block.replace("effective_from = 2024-09-30", "effective_from = 2023-01-01")
    return f"\n[[rule]]{earlier}effective_to = 2024-09-29\n"


@pytest.mark.parametrize("row", CLOCKS, ids=lambda row: f"{row.pack}:{row.rule}")
def test_facts_in_dates_out(row: ClockRow) -> None:
    rule = rules_of(row.pack)[row.rule]
    assert rule.kind is Kind.CLOCK
    assert row.section in rule.section
    facts, due = facts_of(row, rule), when(row.due)
    day = day_of(due, ZONE)
    before = state(rule, facts, at(day - timedelta(days=1)))
    assert before.due == due
    assert (before.state, before.missing) == (State.UPCOMING, ())
    assert state(rule, facts, at(day, 0)).state is State.DUE
    assert state(rule, facts, at(day + timedelta(days=1))).state is State.OVERDUE
    assert before.chase is (rule.owes == "plan")


@pytest.mark.parametrize("row", CLOCKS, ids=lambda row: f"{row.pack}:{row.rule}")
def test_what_settles_it(row: ClockRow) -> None:
    rule = rules_of(row.pack)[row.rule]
    names = row.settled_by.split(" + ")
    day = day_of(when(row.due), ZONE)
    settled = {Fact.named(name): day for name in names}
    facts = facts_of(row, rule)
    after = state(rule, facts.having(settled), at(day, 23))
    if rule.repeats:
        assert after.due is not None
        assert day_of(after.due, ZONE) > day or after.state is State.MET
    else:
        assert (after.state, after.met_on) == (State.MET, day)
    for name in names[1:]:
        part = {fact: on for fact, on in settled.items() if fact is not Fact.named(name)}
        assert state(rule, facts.having(part), at(day, 0)).state is State.DUE


@pytest.mark.parametrize("row", CLOCKS, ids=lambda row: f"{row.pack}:{row.rule}")
def test_without_its_start_a_clock_says_what_is_missing(row: ClockRow) -> None:
    rule = rules_of(row.pack)[row.rule]
    asleep = state(rule, Facts(), at(day_of(when(row.due), ZONE)))
    assert (asleep.state, asleep.due, asleep.missing) == (State.UPCOMING, None, rule.trigger)
    assert rule.trigger[0].words in asleep.why


@pytest.mark.parametrize("row", VALUES, ids=lambda row: f"{row.pack}:{row.rule}")
def test_numbers_and_lists(row: ValueRow) -> None:
    rule = rules_of(row.pack)[row.rule]
    assert rule.kind is not Kind.CLOCK
    assert row.section in rule.section
    assert says(rule) == row.says
    named = " ".join(sorted(service.slug for service in rule.services))
    assert (row.services == "every" and len(rule.services) == EVERY) or row.services == named
