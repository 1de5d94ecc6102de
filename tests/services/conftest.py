"""Fixtures of the command line's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from navigator_app.cli import main
from tests.services.cli_runs import FIRST, SAMPLES, Ran, Run


@pytest.fixture
def run(
    home: Path,
    tmp_path: Path,
    passphrase: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command in this process on a store of this test's own, on 20 November 2026."""
    monkeypatch.setenv("NAVIGATOR_TODAY", "2026-11-20T10:00")
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    secret = tmp_path / "passphrase"
    secret.write_text(passphrase + "\n", "utf-8")

    def run(*words: object) -> Ran:
        status = main(["--home", str(home), "--passphrase-file", str(secret), *map(str, words)])
        return Ran(status, *capsys.readouterr())

    return run


@pytest.fixture
def bayview(run: Run) -> Run:
    """The same with the plan bayview and its first file taken in."""
    assert run("plan", "add", "bayview", "--name", "Bayview", "--layout", "bayview").status == 0
    assert run("import-asf", SAMPLES / FIRST, "--plan", "bayview").status == 0
    return run
