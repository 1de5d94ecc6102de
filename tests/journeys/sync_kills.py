"""A scripted run of months with a plan over a real server, broken again and again.

    python tests/journeys/sync_kills.py 300

Each round is a month: the plan drops a longer list, a status is recorded, and `navigator sync` is
killed (`kill -9`) or its line is cut at a random moment. What a round did not bring, the next ones
must. At the end the server holds each status exactly once, and the store says the same.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from navigator_app.domain.vocabulary import ReferralStatus, Role  # noqa: E402
from navigator_app.runtime.clock import Clock  # noqa: E402
from navigator_app.services import (  # noqa: E402
    agency,
    audit,
    caseload,
    connections,
    record_status,
    synchronize,
    workspace,
)
from navigator_app.services.workspace import Workspace  # noqa: E402
from tests.conftest import PASSPHRASE, QUICK, ZONE  # noqa: E402
from tests.journeys.kill_child import cin_of  # noqa: E402
from tests.line import Line  # noqa: E402
from tests.services.exchange_desk import Desk, roster  # noqa: E402
from tests.sshd import Sshd  # noqa: E402

KNOWN = 40
"""Members of the plan's first list; each round brings one more."""

PER_STORE = 24
"""Rounds, and so months, of one store."""

WAYS = ("time", "bytes", "part", "name", "cut up", "cut down", "stall")
LONGEST = 40.0


@dataclass
class Told:
    """What the rounds came to."""

    rounds: int = 0
    killed: Counter[str] = field(default_factory=Counter)  # by way, where it struck in time
    whole: int = 0  # runs that ended before they were struck
    statuses: int = 0
    files: int = 0


class Month:
    """The clock of a round: the third day of the month after its own."""

    def __init__(self, turn: int) -> None:
        year, month = 2026 + (10 + turn) // 12, (10 + turn) % 12 + 1
        self.day = date(year, month, 15)
        year, month = 2026 + (11 + turn) // 12, (11 + turn) % 12 + 1
        self.today = datetime(year, month, 3, 10)

    @property
    def clock(self) -> Clock:
        return Clock(ZONE, self.today.replace(tzinfo=ZoneInfo(ZONE)))


class Rounds:
    """One store, one server, a line in between."""

    def __init__(self, folder: Path, server: Sshd, rng: random.Random) -> None:
        self.folder, self.server, self.rng = folder, server, rng
        self.home = folder / "home"
        self.secret = folder / "secret"
        self.secret.write_text(PASSPHRASE + "\n", "utf-8")
        self.line = Line(server.port)
        self.expected: set[tuple[str, str, str]] = set()
        self.members = KNOWN
        self.took = 2.0
        self.carried = 20_000
        ws, _code = workspace.create(
            self.home, agency="Harbor Homes", npi="1234567893", user="Ana Ruiz",
            role=Role.NAVIGATOR, passphrase=PASSPHRASE, clock=Month(0).clock,
            phone="4155550100", kdf=QUICK,
        )  # fmt: skip
        agency.add_plan(ws, "bayview", name="Bayview Health", layout="bayview")
        self.desk = Desk(ws, server, folder / "plan")
        for one in (self.desk.inbox, self.desk.outbox):
            one.mkdir(parents=True)
        self.desk.connect(port=self.line.port)
        connections.set_trusted(ws, "bayview", True)
        self.desk.drop("asf-start.csv", roster(*range(KNOWN)))
        assert self.desk.sync().state == "done"
        assert self.desk.members() == KNOWN
        ws.close()

    def close(self) -> None:
        self.line.close()

    def round(self, turn: int, told: Told) -> None:
        """A month: a longer list, a status, a run that is struck, and a look at what is left."""
        month = Month(turn)
        ws = self.open(month)
        self.record(ws, turn, month.day)
        ws.close()
        self.members += 1
        self.desk.drop(f"asf-{turn:03d}.csv", roster(*range(self.members)))
        way = self.rng.choice(WAYS)
        if self.strike(month, way):
            told.killed[way] += 1
        else:
            told.whole += 1
        self.line.mend()
        self.look(month)
        told.rounds += 1

    def record(self, ws: Workspace, turn: int, day: date) -> None:
        cin = cin_of(turn)
        [referral] = [one for one in caseload.referrals(ws) if one.cin == cin]
        record_status.record(ws, referral.id, ReferralStatus.ACCEPTED, day)
        self.expected.add((cin, "Accepted", f"{day:%m/%d/%Y}"))

    def strike(self, month: Month, way: str) -> bool:
        """Run the command and strike it; False where it was done before."""
        begun = time.monotonic()
        before = self.line.up + self.line.down
        names = set(os.listdir(self.desk.outbox))
        limit = self.rng.randrange(0, self.carried)
        after = self.rng.uniform(0.1, self.took * 1.1)
        if way == "cut up":
            self.line.cut_up = self.line.up + limit // 2
        elif way == "cut down":
            self.line.cut_down = self.line.down + limit // 2
        child = self.start(month)
        while child.poll() is None and time.monotonic() - begun < LONGEST:
            time.sleep(0.002)
            new = set(os.listdir(self.desk.outbox)) - names
            carried = self.line.up + self.line.down - before
            hit = {
                "time": time.monotonic() - begun > after,
                "bytes": carried > limit,
                "part": any(".part-" in one for one in new),
                "name": any(not one.startswith(".") for one in new),
                "stall": carried > limit,
            }.get(way, False)
            if hit:
                if way == "stall":
                    self.line.stall()
                    time.sleep(0.2)
                os.kill(child.pid, signal.SIGKILL)
        out, err = child.communicate(timeout=LONGEST)
        struck = child.returncode != 0
        assert "did not expect" not in err, err
        if not struck:
            self.took = time.monotonic() - begun
            self.carried = max(2_000, self.line.up + self.line.down - before)
            assert out
        return struck

    def start(self, month: Month) -> subprocess.Popen[str]:
        words = ["--home", str(self.home), "--passphrase-file", str(self.secret)]
        return subprocess.Popen(
            [sys.executable, "-m", "navigator_app", *words, "sync", "--json"],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | {"NAVIGATOR_TODAY": f"{month.today:%Y-%m-%dT%H:%M}", "TZ": ZONE},
        )  # fmt: skip

    def look(self, month: Month) -> None:
        """Nothing is there twice, and the store claims no more than the server holds."""
        there = self.there()
        assert not [one for one, count in there.items() if count > 1], "a status went twice"
        assert set(there) <= self.expected
        hashes = self.hashes()
        ws = self.open(month)
        try:
            claimed = [
                one for one in synchronize.files(ws, direction="out") if one.state == "confirmed"
            ]
            for one in claimed:
                assert hashes.get(one.name) == one.sha256, "the store claims what is not there"
            came = [one.sha256 for one in synchronize.files(ws, direction="in")]
            assert len(came) == len(set(came)), "a file came twice"
        finally:
            ws.close()

    def end(self, month: Month, told: Told) -> None:
        """Let it go through once, and compare both sides to the last status."""
        for _turn in range(2):
            child = self.start(month)
            _out, err = child.communicate(timeout=LONGEST)
            assert child.returncode == 0, err
        self.look(month)
        assert set(self.there()) == self.expected, "a status was lost"
        assert [one for one in os.listdir(self.desk.outbox) if one.startswith(".")] == []
        ws = self.open(month)
        try:
            [line] = synchronize.lines(ws)
            assert (line.statuses_waiting, line.files_waiting, line.unsure) == (0, 0, 0)
            twice = ws.store.query(
                "SELECT event_id FROM outbound_event GROUP BY event_id HAVING count(*) <> 1"
            )
            assert twice == []
            sent = ws.store.query("SELECT DISTINCT event_id FROM outbound_event")
            assert len(sent) == len(self.expected)
            files = synchronize.files(ws, limit=1000)
            assert {one.state for one in files} == {"confirmed", "committed"}
            self.desk.ws = ws
            assert self.desk.members() == self.members
            assert "running" not in {one.state for one in synchronize.history(ws)}
            verdict = audit.verify(ws)
            assert (verdict.encrypted, verdict.integrity, verdict.journal) == (True,) * 3, verdict
        finally:
            ws.close()
        told.statuses += len(self.expected)
        told.files += len(files)

    def there(self) -> Counter[tuple[str, str, str]]:
        """Each status in each file with a name of its own on the server."""
        found: Counter[tuple[str, str, str]] = Counter()
        for name, content in self.desk.sent().items():
            if not name.startswith("."):
                rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
                at = [rows[0].index(one) for one in headings(rows[0])]
                found.update((row[at[0]], row[at[1]], row[at[2]]) for row in rows[1:])
        return found

    def hashes(self) -> dict[str, str]:
        return {
            name: hashlib.sha256(content).hexdigest() for name, content in self.desk.sent().items()
        }

    def open(self, month: Month) -> Workspace:
        return workspace.unlock(self.home, PASSPHRASE, clock=month.clock)


def headings(row: list[str]) -> tuple[str, str, str]:
    """The columns that tell one status from another."""
    cin = next(one for one in row if "CIN" in one)
    status = next(one for one in row if one.endswith("Status"))
    day = next(one for one in row if "Status" in one and "Date" in one)
    return cin, status, day


def run(rounds: int, seed: int = 6, tell: bool = False) -> Told:
    """Strike so many runs; a new store now and then keeps each round quick."""
    rng = random.Random(seed)
    told = Told()
    while told.rounds < rounds:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "server").mkdir()
            server = Sshd(folder / "server")
            desk = Rounds(folder, server, rng)
            try:
                count = min(PER_STORE, rounds - told.rounds)
                for turn in range(count):
                    desk.round(turn, told)
                    if tell:
                        print(told.rounds, dict(told.killed), told.whole, flush=True)
                desk.end(Month(count), told)
            finally:
                desk.close()
                server.stop()
    return told


if __name__ == "__main__":
    said = run(int(sys.argv[1]) if len(sys.argv) > 1 else 12, tell=True)
    print(
        f"{said.rounds} rounds, {sum(said.killed.values())} of them struck ({dict(said.killed)}): "
        f"{said.statuses} statuses, each on the server exactly once; {said.files} files."
    )
