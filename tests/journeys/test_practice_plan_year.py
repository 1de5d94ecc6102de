"""A new user and the practice plan, by the command line alone: its file comes, is reviewed, members
are sought, the month ends, its answer turns two rows down, they are mended, the next file goes."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from navigator_app.cli import main
from tests.services.cli_runs import FIRST, ROOT, SAMPLES, SECOND, Ran
from tests.sshd import needed
from tests.traces import needles_of, traces

pytestmark = needed
NOVEMBER, DECEMBER = "CSRTF_1234567893_202611.csv", "CSRTF_1234567893_202612.csv"
PATIENCE = 30.0


class Desk:
    """Somebody at the command line, on a day of our choosing, beside a running practice plan."""

    def __init__(self, folder: Path, run: Callable[..., Ran], child: subprocess.Popen[str]) -> None:
        self.folder, self.run = folder, run
        self.shell: list[Ran] = []
        assert child.stdout is not None
        told = ""
        for line in child.stdout:  # until its document is whole; ends where the child ends
            told += line
            if line == "}\n":
                break
        self.way: dict[str, str] = json.loads(told)

    @property
    def inbox(self) -> Path:
        return Path(self.way["inbox"])

    def do(self, *words: object) -> Any:
        """Run a command that must succeed; its document."""
        done = self.run(*words, "--json")
        self.shell.append(done)
        return done.json

    def sync(self) -> dict[str, Any]:
        [run] = self.do("sync")
        assert (run["state"], run["trouble"]) == ("done", None)
        return run  # type: ignore[no-any-return]

    def wait_for(self, name: str) -> None:
        """Until the plan has laid a file of that name."""
        end = time.monotonic() + PATIENCE
        while not (self.inbox / name).exists():
            assert time.monotonic() < end, sorted(one.name for one in self.inbox.iterdir())
            time.sleep(0.05)

    def review(self, name: str) -> dict[str, Any]:
        """Look into what waits and take it in."""
        [waiting] = self.do("imports")
        assert waiting["file"] == name
        assert self.do("imports", "show", waiting["id"])["lines"]
        return self.do("imports", "take", waiting["id"])  # type: ignore[no-any-return]


@pytest.fixture
def desk(
    home: Path,
    tmp_path: Path,
    passphrase: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Desk]:
    """The store of a new user, and the practice plan played by its own command."""
    secret = tmp_path / "passphrase"
    secret.write_text(passphrase + "\n", "utf-8")
    monkeypatch.setenv("TZ", "America/Los_Angeles")

    def run(*words: object) -> Ran:
        status = main(["--home", str(home), "--passphrase-file", str(secret), *map(str, words)])
        return Ran(status, *capsys.readouterr())

    words = [sys.executable, "-m", "navigator_app", "practice-plan", "--json", "--dir"]
    with subprocess.Popen(
        [*words, str(tmp_path / "plan")], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as child:
        try:
            yield Desk(home, run, child)
        finally:
            child.terminate()


def connected(desk: Desk) -> None:
    """As the practice plan's own printed line says it."""
    desk.do("plan", "add", "bayview", "--name", "Bayview", "--layout", "bayview")
    program, *line = shlex.split(desk.way["connect"])
    assert program == "navigator"
    desk.do(*line)
    assert desk.do("plan", "test", "bayview")


def sought(desk: Desk) -> list[dict[str, Any]]:
    """Six members are looked for in November: each owes the plan a status."""
    found = [
        one
        for one in desk.do("referrals")
        if one["authorization_status"] == "Approved" and one["service"].startswith("Housing Tran")
    ]
    chosen = sorted(found, key=lambda one: one["cin"])[:6]
    for number, one in enumerate(chosen):
        told = desk.do(
            "outreach", one["member_id"], "--mode", "in-person", "--outcome", "not-found",
            "--at", f"2026-11-{23 + number // 2}T{9 + number:02d}:00", "--referral", one["id"],
        )  # fmt: skip
        assert told["referral_status"] == "Outreach Initiated"
    return chosen


def mended(desk: Desk, rows: list[dict[str, Any]]) -> None:
    """One was right after all and goes again; the other's day was wrong and is replaced."""
    right, wrong = rows
    desk.do("responses", "release", right["id"], "--note", "the plan found the member")
    desk.do(
        "status", wrong["referral_id"], "outreach-initiated", "--on", "2026-11-24",
        "--corrects", wrong["event_id"],
    )  # fmt: skip
    assert desk.do("responses") == []


def file_lies_once(desk: Desk, name: str) -> list[str]:
    """The rows of a status file at the plan; nothing half lies there."""
    outbox = Path(desk.way["outbox"])
    assert [one.name for one in outbox.iterdir() if one.name.startswith(".")] == []
    return (outbox / name).read_text("utf-8-sig").splitlines()[1:]


def goes(desk: Desk, own: Path, period: str, name: str) -> list[str]:
    """A month's file is built and goes over the line; its rows as they lie at the plan."""
    desk.do("export-rtf", "--plan", "bayview", "--period", period, "--out", own)
    out = {one["name"]: one["state"] for one in desk.sync()["out"]}
    assert out[name] == "confirmed"
    desk.wait_for(f"RESPONSE_{name}")
    return file_lies_once(desk, name)


def nothing_lies_open(desk: Desk) -> None:
    """The store is whole, and neither it nor what was printed tells a name or the key."""
    whole = desk.do("verify")
    assert whole["encrypted"] and whole["integrity"] and whole["journal"]
    needles = needles_of([SAMPLES / FIRST, SAMPLES / SECOND], ["BEGIN OPENSSH PRIVATE KEY"])
    assert traces([desk.folder], needles) == []
    identity = Path(desk.way["identity"]).read_text("utf-8").splitlines()[1]
    assert not any(identity in one.out or identity in one.err for one in desk.shell)


def test_from_its_first_file_to_the_next_months_answer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def on(day: date) -> None:
        monkeypatch.setenv("NAVIGATOR_TODAY", f"{day}T18:00")

    on(date(2026, 11, 20))
    connected(desk)
    assert [(one["name"], one["state"]) for one in desk.sync()["in"]] == [(FIRST, "staged")]
    assert desk.review(FIRST)["new"] == 60
    on(date(2026, 11, 27))
    chosen = sought(desk)
    assert desk.sync()["out"] == []  # the month is not over

    on(date(2026, 12, 2))
    first = goes(desk, tmp_path / "own", "2026-11", NOVEMBER)
    assert len(first) == 6
    desk.wait_for(SECOND)

    came = {one["name"]: one["state"] for one in desk.sync()["in"]}
    assert came == {f"RESPONSE_{NOVEMBER}": "taken", SECOND: "staged"}
    rows = desk.do("responses")
    assert [(one["code"], bool(one["reason"])) for one in rows] == [("R01", True)] * 2
    mended(desk, rows)
    assert desk.review(SECOND)["state"] == "committed"
    told = {one["member_id"] for one in chosen} - {one["member_id"] for one in rows}
    later = next(one for one in chosen if one["member_id"] in told)
    desk.do("status", later["id"], "closed", "--on", "2026-12-01", "--reason", "no-longer-needs")

    on(date(2027, 1, 4))
    second = goes(desk, tmp_path / "own", "2026-12", DECEMBER)
    assert {row.split(",")[0] for row in second} == {
        *(one["cin"] for one in rows),
        later["cin"],
    }
    desk.sync()
    left = {one["cin"] for one in desk.do("responses")}
    assert left <= {later["cin"]}  # what was mended is accepted; nothing is turned down for ever
    assert file_lies_once(desk, NOVEMBER) == first
    sync_again = desk.sync()
    assert (sync_again["in"], sync_again["out"]) == ([], [])

    nothing_lies_open(desk)
    left_us = desk.do("disclosures", rows[0]["member_id"])
    assert [NOVEMBER in str(one) for one in left_us].count(True) == 1
    assert [DECEMBER in str(one) for one in left_us].count(True) == 1
