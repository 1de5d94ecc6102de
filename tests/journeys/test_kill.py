"""`kill -9` in the middle of imports and attempts loses nothing that was acknowledged."""

from __future__ import annotations

import os

import pytest

from tests.journeys import kill_loop

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")


def test_twelve_kills_lose_nothing() -> None:
    """Each kill comes at a random moment; the store is opened and compared after each."""
    ledger = kill_loop.run(12, seed=11)
    assert ledger.kills == 12
    assert ledger.imports, "no import was ever acknowledged: the kills came too early to matter"
    assert ledger.attempts, "no attempt was ever acknowledged: the kills came too early to matter"
