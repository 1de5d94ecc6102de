"""A plan to practise with: OpenSSH's own server on this computer, with an inbox and an outbox.

It drops the sample authorization files and answers each status file row by row. It belongs to no
store. What is sent to it lies there in the clear: it is for the demo caseload and for tests.
"""

from __future__ import annotations

import csv
import getpass
import io
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from navigator_app.errors import InputRejected, NotFound, TransferFailed
from navigator_app.exchange.atomic import write_atomically
from navigator_app.i18n import _
from navigator_app.paths import private_folder, resource
from navigator_app.services.practice_plan_server import WAIT, Server

FILES = ("bayview_csasf_2026-11-15.csv", "bayview_csasf_2026-11-29.csv")
"""What it drops: the first at once, the second after the first status file."""

RESULT = ("Result", "Reason Code", "Reason")
"""The columns that an answer adds to a status row. Invented, as the plan is."""

DETERMINED = ("Determination", "Determination Reason", "Authorization Number",
              "Authorization Start", "Authorization End")  # fmt: skip
"""The columns that an answer adds to a batch's row, as its layout reads them."""

REJECTED = "Rejected"
_MENDED = 2
_REASON = ("R01", "No member of ours has this CIN")
_ASKED = ("Batch Reference", "Start Requested", "End Requested")
_ANSWER = "RESPONSE_"


@dataclass(frozen=True, slots=True)
class Way:
    """How the plan is reached."""

    address: str  # USER@HOST:PORT
    identity: Path
    host_key: str
    inbox: Path
    outbox: Path


class PracticePlan:
    """One plan in a folder of its own; `start`, then `play` now and then, then `stop`."""

    def __init__(self, folder: Path, *, port: int = 0, reject: int = 2) -> None:
        """`port` 0 takes a free one; `reject` rows of each status file are turned down."""
        self._folder = folder.expanduser().absolute()
        self._port = port
        self._reject = reject
        self._inbox, self._outbox = self._folder / "inbox", self._folder / "outbox"
        self._server = Server(self._folder)

    def start(self) -> Way:
        """Make keys once, start the server, drop the first file."""
        sshd, keygen = _program("sshd"), _program("ssh-keygen")
        self._own_folder()
        self._server.end_stale()
        for name in ("host_key", "identity"):
            if not (self._folder / name).exists():
                words = [keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(self._folder / name)]
                subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
        shutil.copyfile(self._folder / "identity.pub", self._folder / "authorized_keys")
        self._port = self._port or _free_port()
        self._is_free()
        words = [sshd, "-D", "-e", "-f", str(self._config())]
        self._server.begin(words, self._folder / "sshd.log")
        self._listens()
        self._drop(FILES[0])
        return Way(
            f"{getpass.getuser()}@127.0.0.1:{self._port}",
            self._folder / "identity",
            _fingerprint(keygen, self._folder / "host_key.pub"),
            self._inbox,
            self._outbox,
        )

    def play(self) -> list[str]:
        """Answer each status file and each batch that has no answer yet; return the names that were
        dropped."""
        dropped = []
        for file in sorted(self._outbox.iterdir()):
            answer = f"{_ANSWER}{file.name}"
            told = (self._inbox / answer).exists()
            if file.name.startswith(".") or file.suffix != ".csv" or told:
                continue
            content = file.read_bytes()
            said = determined(content) or answered(content, self._reject, self._turned_down())
            write_atomically(self._inbox, answer, [said])
            dropped.append(answer)
            if not (self._inbox / FILES[1]).exists():
                self._drop(FILES[1])
                dropped.append(FILES[1])
        return dropped

    def _turned_down(self) -> list[list[str]]:
        """The rows, as they came, that its answers turned down so far."""
        found = []
        for file in self._inbox.glob(f"{_ANSWER}*"):
            for row in _rows(file.read_bytes())[1:]:
                if row[-len(RESULT)] == REJECTED:
                    found.append(row[1 : -len(RESULT)])
        return found

    def stop(self) -> None:
        """End the server; a session ends with whoever opened it."""
        self._server.end()

    def _own_folder(self) -> None:
        ours = (self._folder / "sshd_config").exists() or not self._folder.exists()
        if not ours and (not self._folder.is_dir() or any(self._folder.iterdir())):
            raise InputRejected(
                "dir",
                _("The folder {folder} holds something else.").format(folder=self._folder),
                _("Name a folder that is new or empty."),
            )
        private_folder(self._folder)
        for one in (self._inbox, self._outbox):
            one.mkdir(exist_ok=True, mode=0o700)

    def _config(self) -> Path:
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            with suppress(OSError):
                Path("/run/sshd").mkdir(exist_ok=True)  # root's server wants it
        config = self._folder / "sshd_config"
        config.write_text(
            f"Port {self._port}\nListenAddress 127.0.0.1\n"
            f'HostKey "{self._folder / "host_key"}"\n'
            f'AuthorizedKeysFile "{self._folder / "authorized_keys"}"\n'
            "StrictModes no\nUsePAM no\nPasswordAuthentication no\nPidFile none\n"
            "PermitRootLogin prohibit-password\nAllowTcpForwarding no\nX11Forwarding no\n"
            "Subsystem sftp internal-sftp\nForceCommand internal-sftp\n",
            "utf-8",
        )
        return config

    def _listens(self) -> None:
        end = time.monotonic() + WAIT
        while time.monotonic() < end and self._server.alive:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self._port), 0.5):
                return
            time.sleep(0.05)
        self.stop()
        raise self._not_started()

    def _is_free(self) -> None:
        """Nobody else answers at our port: whoever connected would meet them."""
        with suppress(OSError), socket.create_connection(("127.0.0.1", self._port), 0.5):
            raise self._not_started()

    def _not_started(self) -> TransferFailed:
        return TransferFailed(
            _("Not started"),
            _("The practice server does not start on port {port}.").format(port=self._port),
            _("Try another --port; the file sshd.log in its folder says why."),
        )

    def _drop(self, name: str) -> None:
        if not (self._inbox / name).exists():
            write_atomically(self._inbox, name, [resource("sample", name).read_bytes()])


def answered(content: bytes, reject: int, before: Sequence[Sequence[str]] = ()) -> bytes:
    """The answer to a status file: its rows as they came, each accepted or turned down.

    The first `reject` rows are turned down, but none that comes again mended: one that differs
    from a row turned down `before` in two cells at most. One at least is accepted. What is no
    table of text is answered without a row.
    """
    rows = _rows(content)
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n")
    heading: Sequence[str] = rows[0] if rows else []
    write.writerow(["Row", *heading, *RESULT])
    left = min(reject, max(0, len(rows) - 2))
    for number, row in enumerate(rows[1:], start=2):  # the headings count, as in its layout
        bad = left > 0 and not any(_again(row, one) for one in before)
        left -= bad
        write.writerow([number, *row, *((REJECTED, *_REASON) if bad else ("Accepted", "", ""))])
    return out.getvalue().encode("utf-8")


def determined(content: bytes) -> bytes:
    """The answer to a batch: each row approved for the days that were asked for, the last of
    several sent back; empty for what is no batch."""
    rows = _rows(content)
    heading = rows[0] if rows else []
    asked = [heading.index(name) for name in _ASKED if name in heading]
    if len(asked) < len(_ASKED):
        return b""
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow([*heading, *DETERMINED])
    for number, row in enumerate(rows[1:], start=1):
        if 1 < number == len(rows) - 1:
            said = ["Returned", "Housing status missing", "", "", ""]
        else:
            reference, first, last = (row[place] if place < len(row) else "" for place in asked)
            said = ["Approved", "", f"{reference}-{number}", first, last]
        write.writerow([*row, *said])
    return out.getvalue().encode("utf-8")


def _rows(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return []


def _again(row: Sequence[str], earlier: Sequence[str]) -> bool:
    """Whether a row is an earlier one with a mended CIN, or a mended status and day."""
    pairs = list(zip(row, earlier, strict=False))
    return len(row) == len(earlier) > _MENDED and sum(a != b for a, b in pairs) <= _MENDED


def _program(name: str) -> str:
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
    found = shutil.which(name, path=path)
    if found is None:
        raise NotFound(
            _("No server here"),
            _("The practice plan needs OpenSSH's server, and {name} is not here.").format(
                name=name
            ),
            _("On Debian and Ubuntu: apt-get install openssh-server openssh-client."),
        )
    return found


def _fingerprint(keygen: str, public: Path) -> str:
    words = [keygen, "-l", "-f", str(public)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return done.stdout.split()[1]


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
