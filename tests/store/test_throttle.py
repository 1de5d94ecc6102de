"""The wait after wrong passphrases: it grows, survives a restart, and a turned-back clock."""

from datetime import UTC, datetime, timedelta

import pytest

from navigator_app.store import throttle
from navigator_app.store.files import THROTTLE

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_wait_grows_from_the_second_and_is_capped(tmp_path):
    waits = [throttle.failed(tmp_path, NOW) for _ in range(14)]
    assert waits[:6] == [0, 1, 2, 4, 8, 16]
    assert waits == sorted(waits)
    assert waits[-1] == throttle.LONGEST


def test_wait_runs_down_with_the_clock(tmp_path):
    for _ in range(5):
        throttle.failed(tmp_path, NOW)
    assert throttle.wait_seconds(tmp_path, NOW) == 8
    assert throttle.wait_seconds(tmp_path, at(3)) == pytest.approx(5)
    assert throttle.wait_seconds(tmp_path, at(9)) == 0


def test_clock_turned_back_does_not_shorten_the_wait(tmp_path):
    for _ in range(6):
        throttle.failed(tmp_path, NOW)
    back = at(-86400)
    assert throttle.wait_seconds(tmp_path, back) == 16
    assert throttle.wait_seconds(tmp_path, back + timedelta(seconds=6)) == pytest.approx(10)
    assert throttle.wait_seconds(tmp_path, back + timedelta(seconds=17)) == 0


def test_right_passphrase_ends_it(tmp_path):
    for _ in range(6):
        throttle.failed(tmp_path, NOW)
    throttle.passed(tmp_path)
    assert throttle.wait_seconds(tmp_path, NOW) == 0
    assert throttle.failed(tmp_path, NOW) == 0


@pytest.mark.parametrize("content", ["", "{", "[]", '{"failures": "no", "last": 0}', "\x00"])
def test_damaged_file_does_not_end_the_wait(tmp_path, content):
    (tmp_path / THROTTLE).write_text(content)
    assert throttle.wait_seconds(tmp_path, NOW) > 5
    assert throttle.wait_seconds(tmp_path, at(60)) == 0
