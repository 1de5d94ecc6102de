"""When what goes by itself is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from navigator_app.policy import exchange_limits
from navigator_app.policy.exchange_limits import ExchangeLimitsRefused
from navigator_app.runtime.scheduler import (
    GO,
    LATER,
    METERED,
    OFFLINE,
    PAUSED,
    Pace,
    Scheduler,
    next_due,
)

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PACE = Pace(30 * MINUTE, 20, 2 * MINUTE, 240 * MINUTE)


def test_the_first_is_due_at_once() -> None:
    assert next_due(None, 0, NOW, PACE, Random(1)) == NOW


def test_each_is_spread_and_none_beyond_its_bounds() -> None:
    found = {next_due(NOW, 0, NOW, PACE, Random(n)) - NOW for n in range(200)}
    assert min(found) >= 24 * MINUTE
    assert max(found) <= 36 * MINUTE
    assert max(found) - min(found) > 8 * MINUTE


@pytest.mark.parametrize(
    ("failures", "minutes"), [(1, 2), (2, 4), (3, 8), (7, 128), (8, 240), (500, 240)]
)
def test_failures_back_off_up_to_a_limit(failures: int, minutes: int) -> None:
    still = Pace(PACE.every, 0, PACE.after_failure, PACE.longest)
    assert next_due(NOW, failures, NOW, still, Random(1)) - NOW == minutes * MINUTE


@pytest.mark.parametrize("failures", [0, 3])
def test_a_clock_that_was_set_back_does_not_stop_it_for_a_year(failures: int) -> None:
    """However often it is asked: each answer reckoned from now would lie ahead of now."""
    for minutes in range(0, 300, 7):
        now = NOW + minutes * MINUTE
        at = next_due(NOW + timedelta(days=365), failures, now, PACE, Random(1))
        assert Scheduler(at).why_not(now) == GO


def test_why_it_does_not_go() -> None:
    asked: list[str] = []

    def metered() -> bool:
        asked.append("metered")
        return True

    found = Scheduler(metered=metered)
    assert found.why_not(NOW) == LATER
    found.at = NOW + MINUTE
    assert found.why_not(NOW) == LATER
    assert asked == []
    found.at = NOW
    assert found.why_not(NOW) == METERED
    found.offline = lambda: True
    assert found.why_not(NOW) == OFFLINE
    found.paused = True
    assert found.why_not(NOW) == PAUSED
    assert Scheduler(at=NOW).why_not(NOW) == GO


def test_the_limits_are_dated_and_each_is_needed(tmp_path) -> None:
    assert exchange_limits.shipped().removed_one_in == 10
    from navigator_app.paths import resource

    text = resource("exchange.toml").read_text("utf-8")
    for lost in ("removed_one_in", "skew_seconds", "every_minutes", "settle_seconds"):
        broken = tmp_path / "exchange.toml"
        broken.write_text("\n".join(x for x in text.splitlines() if not x.startswith(lost)))
        with pytest.raises(ExchangeLimitsRefused, match=lost):
            exchange_limits.read(broken)
    (tmp_path / "exchange.toml").write_text(text.replace("as_of = 2026-11-01", "", 1), "utf-8")
    with pytest.raises(ExchangeLimitsRefused, match="as_of"):
        exchange_limits.read(tmp_path / "exchange.toml")
