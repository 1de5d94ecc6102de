"""A real OpenSSH server on loopback: its own config, keys and port, as whoever runs the tests."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from navigator_app.services.practice_plan_server import end_with_us

SSHD = shutil.which("sshd") or ("/usr/sbin/sshd" if Path("/usr/sbin/sshd").exists() else "")
KEYGEN = shutil.which("ssh-keygen") or ""
WAIT = 10.0


def make_key(file: Path, kind: str = "ed25519", passphrase: str = "") -> Path:
    """Make a private key, and its public half beside it."""
    file.unlink(missing_ok=True)
    subprocess.run(
        [KEYGEN, "-q", "-t", kind, "-N", passphrase, "-f", str(file)], check=True, timeout=60
    )
    return file


def fingerprint(file: Path) -> str:
    """SHA256:… of a key, as ssh-keygen tells it."""
    done = subprocess.run(
        [KEYGEN, "-l", "-f", str(file)], check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout.split()[1]


class Sshd:
    """One server with an inbox and an outbox."""

    def __init__(self, folder: Path, *, sftp: str = "internal-sftp", more: str = "") -> None:
        self.folder = folder
        self.inbox = folder / "inbox"
        self.outbox = folder / "outbox"
        for one in (self.inbox, self.outbox):
            one.mkdir(parents=True, exist_ok=True)
        self.user = getpass.getuser()
        self.host_key_file = make_key(folder / "host_key")
        self.identity = make_key(folder / "identity")
        shutil.copy(folder / "identity.pub", folder / "authorized_keys")
        self.port = free_port()
        self._sftp = sftp
        self._more = more
        self._running: subprocess.Popen[bytes] | None = None
        self._watch: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def host_key(self) -> str:
        return fingerprint(self.host_key_file)

    @property
    def address(self) -> str:
        return f"{self.user}@127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it listens."""
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)
        config = self.folder / "sshd_config"
        subsystem = f"Subsystem sftp {self._sftp}\n" if self._sftp else ""
        config.write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {self.host_key_file}\n"
            f"AuthorizedKeysFile {self.folder / 'authorized_keys'}\nStrictModes no\nUsePAM no\n"
            "PasswordAuthentication no\nPermitRootLogin prohibit-password\nPidFile none\n"
            f"MaxStartups 100\n{self._more}{subsystem}",
            "utf-8",
        )
        log = (self.folder / "sshd.log").open("ab")
        with log:
            self._running = subprocess.Popen(
                [SSHD, "-D", "-e", "-f", str(config)], stderr=log, start_new_session=True
            )
        self._watch = end_with_us(self._running.pid)  # tests that are killed leave no server
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 0.2):
                return
            assert self._running.poll() is None, (self.folder / "sshd.log").read_text("utf-8")
            time.sleep(0.02)
        raise AssertionError("sshd does not listen")

    def pause(self) -> None:
        """Hang, with every session."""
        for process in self._processes():
            with suppress(psutil.Error, ProcessLookupError):
                process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Go on after a pause."""
        for process in self._processes():
            with suppress(psutil.Error, ProcessLookupError):
                process.send_signal(signal.SIGCONT)

    def hang_up(self) -> None:
        """End every session; the server itself stays."""
        for process in self._processes()[1:]:
            with suppress(psutil.Error):
                process.kill()

    def stop(self) -> None:
        """End it and every session."""
        if self._watch is not None:
            self._watch.kill()
            self._watch.communicate()
            self._watch = None
        found = self._processes()
        for process in found:
            with suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(found, WAIT)
        if self._running is not None:
            self._running.wait(WAIT)
            self._running = None

    def new_host_key(self, kind: str = "ed25519") -> None:
        """Start again with another key."""
        self.stop()
        self.host_key_file = make_key(self.folder / f"host_key_{kind}_{time.monotonic_ns()}", kind)
        self.start()

    def parts(self) -> list[str]:
        """Hidden names left in the outbox."""
        return sorted(one.name for one in self.outbox.iterdir() if one.name.startswith("."))

    def _processes(self) -> list[psutil.Process]:
        if self._running is None or self._running.poll() is not None:
            return []
        first = psutil.Process(self._running.pid)
        return [first, *first.children(recursive=True)]


def free_port() -> int:
    """A port on loopback that nobody holds."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


needed = pytest.mark.skipif(
    not (SSHD and KEYGEN), reason="no OpenSSH server here: apt-get install openssh-server"
)
