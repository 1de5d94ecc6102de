"""From which day an authorization counts, path by path, with the rule that says so."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from navigator_app.domain.facts import Fact, Facts, Path
from navigator_app.domain.retroactive import authorization_start
from navigator_app.domain.vocabulary import Service
from navigator_app.policy import packs

ZONE = ZoneInfo("America/Los_Angeles")
OPT_IN, REQUEST = date(2026, 11, 12), date(2026, 11, 16)
STACK = packs.stack("partnership-mcap7003", date(2026, 11, 20))
BOTH = {Fact.OPTED_IN: OPT_IN, Fact.SUBMITTED: REQUEST}


@pytest.mark.parametrize(
    ("path", "on", "section"),
    [
        (Path.BOTTOM_UP, REQUEST, "Bottom-Up, Authorization Recommendations"),
        (Path.TOP_DOWN, OPT_IN, "Top-Down (MCP Staff-Initiated; Datamining)"),
        (Path.DATA_MINING, OPT_IN, "Top-Down (MCP Staff-Initiated; Datamining)"),
        (Path.PARTNER, OPT_IN, "Overview, Authorization Duration"),
        (None, OPT_IN, "Overview, Authorization Duration"),
    ],
)
def test_the_start_by_path(path: Path | None, on: date, section: str) -> None:
    start = authorization_start(STACK, Facts(dates=BOTH, path=path), ZONE)
    assert start is not None
    assert start.on == on
    assert section in start.rule.section


def test_where_the_overview_would_go_back_further_it_is_said() -> None:
    start = authorization_start(STACK, Facts(dates=BOTH, path=Path.BOTTOM_UP), ZONE)
    assert start is not None
    assert start.other is not None
    assert start.other.section in str(start.said[-1])
    assert "2026-11-12" in str(start.said[-1])
    same = {Fact.OPTED_IN: REQUEST, Fact.SUBMITTED: REQUEST}
    agreed = authorization_start(STACK, Facts(dates=same, path=Path.BOTTOM_UP), ZONE)
    assert agreed is not None
    assert agreed.other is None


def test_what_is_not_known_is_named_and_never_guessed() -> None:
    facts = Facts(dates={Fact.SUBMITTED: REQUEST}, path=Path.DATA_MINING)
    start = authorization_start(STACK, facts, ZONE)
    assert start is not None
    assert (start.on, start.counted_from, start.missing) == (None, None, (Fact.OPTED_IN,))
    assert "Not known: the member's yes." in [str(one) for one in start.said]
    general = authorization_start(STACK, Facts(dates={Fact.SUBMITTED: REQUEST}), ZONE)
    assert general is not None
    assert (general.on, general.missing) == (REQUEST, (Fact.OPTED_IN,))


def test_a_moment_counts_as_its_local_day() -> None:
    late = {Fact.SUBMITTED: datetime(2026, 11, 16, 23, 30, tzinfo=ZONE)}
    start = authorization_start(STACK, Facts(dates=late, path=Path.BOTTOM_UP), ZONE)
    assert start is not None
    assert start.on == REQUEST


def test_no_rule_no_start() -> None:
    state_only = packs.stack("dhcs", date(2026, 11, 20))
    assert authorization_start(state_only, Facts(dates=BOTH), ZONE) is None
    deposits = Facts(Service.DEPOSITS, BOTH)
    assert authorization_start(STACK, deposits, ZONE) is None
