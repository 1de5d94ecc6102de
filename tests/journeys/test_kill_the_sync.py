"""`kill -9` and a cut line at any moment of `navigator sync`: nothing twice, nothing lost."""

from __future__ import annotations

import os

import pytest

from tests.journeys import sync_kills
from tests.sshd import needed

pytestmark = [needed, pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")]

ROUNDS = int(os.environ.get("NAVIGATOR_ROUNDS", "10"))


def test_each_status_is_with_the_plan_exactly_once() -> None:
    """Each round is struck at a random moment; both sides are compared after each."""
    told = sync_kills.run(ROUNDS)
    assert told.rounds == told.statuses == ROUNDS
    assert sum(told.killed.values()) >= ROUNDS // 3, "the blows came too late to matter"
