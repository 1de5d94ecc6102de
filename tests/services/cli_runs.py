"""Runs commands of the command line in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "resources" / "sample"
FIRST, SECOND = "bayview_csasf_2026-11-15.csv", "bayview_csasf_2026-11-29.csv"


@dataclass
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        """The one document on standard output."""
        assert self.status == 0, self.err
        return json.loads(self.out)

    def refused(self) -> str:
        """The one plain sentence of a refusal, with what to do next."""
        assert self.status == 1
        assert self.out == ""
        assert "Traceback" not in self.err
        [line] = self.err.strip().splitlines()
        assert line.endswith(".")
        return line


Run = Callable[..., Ran]


def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands of this process run on 20 November 2026, in California."""
    monkeypatch.setenv("NAVIGATOR_TODAY", "2026-11-20T10:00")
    monkeypatch.setenv("TZ", "America/Los_Angeles")


def known(home: Path, folder: Path, passphrase: str) -> list[str]:
    """What stands before each command on a store, with the passphrase in a file of the folder."""
    secret = folder / "passphrase"
    secret.write_text(passphrase + "\n", "utf-8")
    return ["--home", str(home), "--passphrase-file", str(secret)]


def open_referral(run: Run, number: int = 0) -> dict[str, str]:
    """An approved referral for housing navigation."""
    rows = [
        row
        for row in run("referrals", "--json").json
        if row["authorization_status"] == "Approved" and row["service"].startswith("Housing Tran")
    ]
    return sorted(rows, key=lambda row: row["cin"])[number]
