"""A sync with nothing to do beside connecting alone, in a store with years behind it.

Run: python tests/bench/bench_sync.py. A real OpenSSH server on loopback, with a hundred files in
the inbox that are known; a store with 25,000 members and 100,000 statuses, all of them sent. Both
take turns in the same run.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import many_members
from figures import Figure, tell
from floor import ROOT, folder

from navigator_app.domain.connections import Secrets
from navigator_app.domain.vocabulary import Role
from navigator_app.exchange.sftp import SftpTransport
from navigator_app.exchange.sftp_line import Login
from navigator_app.runtime.clock import Clock
from navigator_app.services import agency, connections, exports, synchronize, workspace
from navigator_app.services.workspace import Workspace

assert str(ROOT) in sys.path
from tests.sshd import KEYGEN, SSHD, Sshd  # noqa: E402

BAR = 2.0
TURNS = 15
MEMBERS = 25_000
FILES = 100
ZONE = "America/Los_Angeles"
CLOCK = Clock(ZONE, datetime(2026, 12, 2, 10, tzinfo=ZoneInfo(ZONE)))
MONTHS = ("2026-08", "2026-09", "2026-10", "2026-11")


def fill(ws: Workspace) -> None:
    """Members with a status in each month, and each month sent."""
    plan = agency.plan(ws, "bayview").id
    people = range(MEMBERS)
    with ws.transaction("bench") as tx:
        many_members.write(tx, plan, people, requested="2026-07-20", received="2026-07-21")
        tx.executemany(
            "INSERT INTO status_event(id, referral_id, plan_id, member_cin, status, on_date, "
            "recorded_at, zone) VALUES (?, ?, ?, ?, 'accepted', ?, ?, ?)",
            (
                (f"e{n}-{month}", f"r{n}", plan, many_members.cin(n), f"{month}-10", tx.now, ZONE)
                for month in MONTHS
                for n in people
            ),
        )
    for month in MONTHS:
        exports.build(ws, "bayview", month)
        exports.mark_sent(ws, "bayview", month)


def know(ws: Workspace, server: Sshd) -> None:
    """Files that lie there and that we had before."""
    plan = agency.plan(ws, "bayview").id
    then = time.time() - 86_400
    rows = []
    for number in range(FILES):
        file = server.inbox / f"asf-{number:03d}.csv"
        file.write_bytes(f"list {number}\n".encode())
        os.utime(file, (then, then))
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        rows.append((plan, file.name, file.stat().st_size, int(then), sha256))
    with ws.store.scratch(CLOCK) as tx:
        tx.executemany("INSERT INTO remote_seen VALUES (?, ?, ?, ?, ?)", rows)


def took(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure(at: Path) -> Figure:
    """Both in turns."""
    server = Sshd(at / "plan")
    ws, _code = workspace.create(
        at / "home", agency="Bench", npi="1234567893", user="Ana", role=Role.NAVIGATOR,
        passphrase="lantern-orchard-velvet-tide-81", clock=CLOCK, phone="4155550100",
    )  # fmt: skip
    try:
        agency.add_plan(ws, "bayview", name="Bayview", layout="canonical")
        key = server.identity.read_text("utf-8")
        inbox, outbox = str(server.inbox), str(server.outbox)
        asked = connections.Sftp(
            server.address, inbox, outbox, server.host_key, secrets=Secrets(identity=key)
        )
        connections.connect_sftp(ws, "bayview", asked)
        connections.set_trusted(ws, "bayview", True)
        fill(ws)
        know(ws, server)
        login = Login("127.0.0.1", server.port, server.user, server.host_key, key)

        def connect() -> None:
            with SftpTransport(login, inbox=inbox, outbox=outbox) as line:
                line.list()

        def sync() -> None:
            [row] = synchronize.run(ws, "bayview")
            assert (row.state, row.files_in, row.files_out) == ("done", 0, 0), row.trouble

        sync()
        alone, whole = [], []
        for _turn in range(TURNS):
            alone.append(took(connect))
            whole.append(took(sync))
    finally:
        ws.close()
        server.stop()
    return Figure(
        "Sync with nothing to do, 100,000 statuses behind it",
        statistics.median(whole),
        statistics.median(alone),
        BAR,
        floor_is="connecting and listing alone",
    )


def main() -> int:
    """Measure and say whether the bar is held."""
    if not (SSHD and KEYGEN):
        print("No OpenSSH server here: apt-get install openssh-server", file=sys.stderr)
        return 1
    with folder() as at:
        return 0 if tell(measure(at)).held else 1


if __name__ == "__main__":
    raise SystemExit(main())
