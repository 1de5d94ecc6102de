"""A status file over SFTP beside the `sftp` client, and a look beside connecting alone.

Run: python tests/bench/bench_sftp.py. A real OpenSSH server on loopback. Both sides connect,
upload and have the file flushed to the server's disk; ours also reads it back up to 64 MB, and
renames. They take turns in the same run.
"""

from __future__ import annotations

import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from figures import Figure, tell
from floor import ROOT, folder

from navigator_app.exchange.sftp import SftpTransport
from navigator_app.exchange.sftp_line import Login

assert str(ROOT) in sys.path
from tests.sshd import KEYGEN, SSHD, Sshd  # noqa: E402

ROWS = 100_000
BAR = 1.25
"""At least 0.8 of the client's throughput."""

IDLE_BAR = 2.0
TURNS = 5


def status_file(rows: int) -> bytes:
    """A file of that many rows, some 150 bytes each."""
    rng = random.Random(5)
    return "".join(
        f"{row},9{rng.randrange(10**7):07d}A,Maria,Hernandez-Villanueva,1980-02-{1 + row % 28:02d},"
        f"Housing Transition Navigation Services,{rng.getrandbits(96):024x},2026-11-20,"
        "Outreach Initiated,Harbor Homes\r\n"
        for row in range(rows)
    ).encode()


def took(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


class Bench:
    """One server, and both ways to reach it."""

    def __init__(self, at: Path) -> None:
        self.server = Sshd(at / "plan")
        self.ours = at / "ours"
        self.known = at / "known_hosts"
        public = self.server.host_key_file.with_suffix(".pub").read_text("utf-8")
        self.known.write_text(f"[127.0.0.1]:{self.server.port} {public}", "utf-8")
        self.login = Login(
            "127.0.0.1",
            self.server.port,
            self.server.user,
            self.server.host_key,
            self.server.identity.read_text("utf-8"),
        )

    def open(self) -> SftpTransport:
        """Our line."""
        inbox, outbox = str(self.server.inbox), str(self.server.outbox)
        return SftpTransport(self.login, inbox=inbox, outbox=outbox)

    def client(self) -> None:
        """Upload with OpenSSH's own client."""
        subprocess.run(
            [
                "sftp", "-q", "-b", "-", "-F", "none", "-i", str(self.server.identity),
                "-P", str(self.server.port), "-o", f"UserKnownHostsFile={self.known}",
                "-o", "IdentitiesOnly=yes", f"{self.server.user}@127.0.0.1",
            ],
            input=f"put -f {self.ours} {self.server.outbox / 'theirs'}\n".encode(),
            stdout=subprocess.DEVNULL,
            check=True,
        )  # fmt: skip

    def send(self) -> None:
        """Upload with ours."""
        with self.open() as line, self.ours.open("rb") as file:
            line.send("ours", file)

    def look(self) -> None:
        """A meeting with nothing to do."""
        with self.open() as line:
            line.list()

    def connect(self) -> None:
        """Connecting alone."""
        with self.open():
            pass

    def upload(self, name: str, content: bytes) -> Figure:
        """Both in turns, with the same file."""
        self.ours.write_bytes(content)
        theirs, own = [], []
        for _ in range(TURNS):
            theirs.append(took(self.client))
            own.append(took(self.send))
            for file in self.server.outbox.iterdir():
                file.unlink()
        value, floor = statistics.median(own), statistics.median(theirs)
        return Figure(name, value, floor, BAR, floor_is="the sftp client")

    def idle(self) -> Figure:
        """Connecting and looking, beside connecting."""
        alone, look = [], []
        for _ in range(TURNS * 3):
            alone.append(took(self.connect))
            look.append(took(self.look))
        value, floor = statistics.median(look), statistics.median(alone)
        return Figure("nothing to exchange", value, floor, IDLE_BAR, floor_is="connecting alone")


def main() -> int:
    """Tell the figures; 1 when one is over its bar."""
    if not (SSHD and KEYGEN and shutil.which("sftp")):
        print("No OpenSSH here: apt-get install openssh-server openssh-client")
        return 1
    with folder() as at:
        bench = Bench(at)
        try:
            bench.connect()  # the library is loaded
            found = [
                bench.upload(f"{ROWS:,} status rows up", status_file(ROWS)),
                bench.upload("100 MB up", random.Random(1).randbytes(100_000_000)),
                bench.idle(),
            ]
        finally:
            bench.server.stop()
    return 0 if all(tell(one).held for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
