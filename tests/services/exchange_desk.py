"""A store whose plan is reached over a real server, and what a test does with it."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from navigator_app.domain.connections import Secrets
from navigator_app.domain.exchange import FileRow, RunRow
from navigator_app.domain.vocabulary import ReferralStatus
from navigator_app.runtime.clock import Clock
from navigator_app.services import connections, exports, record_status, synchronize, workspace
from navigator_app.services.workspace import Workspace
from tests.conftest import PASSPHRASE
from tests.exchange.lines import QUICK
from tests.journeys.kill_child import HEADINGS, cin_of
from tests.services import loops
from tests.sshd import Sshd

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
FIRST, SECOND = "bayview_csasf_2026-11-15.csv", "bayview_csasf_2026-11-29.csv"
ZONE = "America/Los_Angeles"
DECEMBER = Clock(ZONE, datetime(2026, 12, 2, 10, tzinfo=ZoneInfo(ZONE)))
OCTOBER, NOVEMBER = "2026-10", "2026-11"
NAME = "CSRTF_1234567893_202611.csv"
OLD = 3600


@dataclass
class Desk:
    """One plan, its folders on the server, and our store."""

    ws: Workspace
    server: Sshd
    folder: Path
    plan: str = "bayview"
    plan_id: str = ""

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def outbox(self) -> Path:
        return self.folder / "outbox"

    def connect(self, port: int = 0, **other: str) -> None:
        """Keep the connection; `port` may be that of a line in between."""
        words = {"host_key": self.server.host_key, **other}
        connections.connect_sftp(
            self.ws,
            self.plan,
            connections.Sftp(
                f"{self.server.user}@127.0.0.1:{port or self.server.port}",
                str(self.inbox),
                str(self.outbox),
                host_key=words["host_key"],
                secrets=Secrets(identity=self.server.identity.read_text("utf-8")),
            ),
        )

    def drop(self, name: str, content: bytes | Path, *, age: float = OLD, at: str = "") -> Path:
        """Let the plan lay a file into our inbox."""
        target = self.inbox / (at or name)
        data = content.read_bytes() if isinstance(content, Path) else content
        target.write_bytes(data)
        then = time.time() - age
        os.utime(target, (then, then))
        return target

    def sample(self, name: str, at: str = "", *, age: float = OLD) -> Path:
        """Lay one of the sample files there."""
        return self.drop(name, SAMPLES / name, age=age, at=at)

    def sync(self, **words: object) -> RunRow:
        """One run."""
        words.setdefault("patience", QUICK)
        [row] = synchronize.run(self.ws, self.plan, **words)  # type: ignore[arg-type]
        return row

    def status(self, number: int, status: ReferralStatus = ReferralStatus.ACCEPTED) -> loops.Made:
        """A new member with a status in November."""
        made = loops.add_member(
            self.ws, self.plan_id, number, requested=date(2026, 10, 1), sent=date(2026, 10, 2)
        )
        record_status.record(self.ws, made.referral, status, date(2026, 11, 3))
        return made

    def build(self, period: str = NOVEMBER) -> None:
        exports.build(self.ws, self.plan, period)

    def files(self, direction: str = "") -> list[FileRow]:
        return synchronize.files(self.ws, self.plan, direction)

    def states(self, file: FileRow) -> list[str]:
        return [one.state for one in synchronize.life(self.ws, file.id)]

    def sent(self) -> dict[str, bytes]:
        """What lies where our files go, hidden names and all."""
        return {one.name: one.read_bytes() for one in self.outbox.iterdir()}

    def members(self) -> int:
        row = self.ws.store.one("SELECT count(*) FROM member")
        assert row is not None
        return int(row[0])

    def empty(self) -> None:
        """The plan's folders are gone and made anew."""
        for one in (self.inbox, self.outbox):
            shutil.rmtree(one)
            one.mkdir()


def roster(*numbers: int) -> bytes:
    """An authorization file with these members and nothing odd."""
    rows = [
        f"Tala{n},Begay{n},{cin_of(n)},00{n:09d},01/02/1980,{4152000000 + n},No fixed current "
        "address,,English,English,F,A,Y,,,,Housing Transition Navigation Services,1,11/02/2026,"
        "Approved,11/02/2026,11/01/2027,11/03/2026,11/04/2026"
        for n in numbers
    ]
    return ("\r\n".join([HEADINGS, *rows]) + "\r\n").encode("utf-8-sig")


def desk(ws: Workspace, server: Sshd, folder: Path, *, trusted: bool = False) -> Desk:
    """A plan connected over SFTP."""
    made = Desk(ws, server, folder)
    for one in (made.inbox, made.outbox):
        one.mkdir(parents=True)
    made.plan_id = loops.add_plan(ws, made.plan)
    with ws.transaction("test") as tx:
        tx.update("plan", made.plan_id, {"layout": "bayview"})
    made.connect()
    if trusted:
        connections.set_trusted(ws, made.plan, True)
    return made


def opened_again(home: Path) -> Workspace:
    """The store of a desk after a command worked on it; to be closed."""
    return workspace.unlock(home, PASSPHRASE, clock=DECEMBER)
