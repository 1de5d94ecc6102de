"""The practice plan's server as a process: it ends with whoever started it, even by `kill -9`.

A shell that only waits holds the other end of a pipe of ours: when we are gone, however, the pipe
closes and the shell ends the server. Should that shell be killed too, the next start finds the
server written down in the folder, by process number and start time, and ends it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from navigator_app.errors import InputRejected
from navigator_app.i18n import _

RECORD = "server.json"
WAIT = 10.0
_LOOK = 0.02
_UNTIL_WE_ARE_GONE = 'while read -r line; do :; done; kill -TERM "$0"; kill -CONT "$0"'


class Server:
    """One server process of a folder; `begin`, then `end`."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the practice plan's own; the record lies there."""
        self._record = folder / RECORD
        self._server: subprocess.Popen[bytes] | None = None
        self._watch: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._server is not None and self._server.poll() is None

    def end_stale(self) -> None:
        """End the server that an earlier start left behind, if it is still that very process.

        InputRejected while another practice plan is at work in this folder.
        """
        try:
            kept = json.loads(self._record.read_text("utf-8"))
            server, owner = ((int(kept[one][0]), str(kept[one][1])) for one in ("server", "owner"))
        except (OSError, ValueError, TypeError, LookupError):
            return
        if not _is(*server):
            return
        if _is(*owner):
            raise InputRejected(
                "dir",
                _("A practice plan is at work in that folder already."),
                _("Stop it first, or name another folder."),
            )
        for sign in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
            with suppress(OSError):
                os.kill(server[0], sign)
            end = time.monotonic() + WAIT
            while _is(*server) and time.monotonic() < end:
                time.sleep(_LOOK)

    def begin(self, words: Sequence[str], log: Path) -> None:
        """Start it and write it down."""
        with log.open("ab") as errors:
            self._server = subprocess.Popen(
                words,
                stderr=errors,
                stdout=subprocess.DEVNULL,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl+C is ours
            )
        self._watch = end_with_us(self._server.pid)
        kept = {"server": _of(self._server.pid), "owner": _of(os.getpid())}
        self._record.write_text(json.dumps(kept), "utf-8")

    def end(self) -> None:
        """End it; a second time does nothing."""
        server, self._server = self._server, None
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.kill()  # before the server's number may be another's
            watch.communicate()
        if server is None:
            return
        server.terminate()
        try:
            server.wait(WAIT)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(WAIT)
        self._record.unlink(missing_ok=True)


def end_with_us(pid: int) -> subprocess.Popen[bytes] | None:
    """Have that process ended as soon as this one is gone; None where there is no shell for it.

    Whoever ends the process first ends what is returned before that.
    """
    if os.name != "posix":
        return None
    return subprocess.Popen(
        [
            "/bin/sh",
            "-c",
            'while read -r line; do :; done; kill -TERM "$0"; kill -CONT "$0"',
            str(pid),
        ],
        stdin=subprocess.PIPE,  # nothing is ever written: it ends with us
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C is ours
    )


def started(pid: int) -> str:
    """When a process began, as this system tells it; "" where there is none (any more)."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            after = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            return ""
        return "" if after[0] in ("Z", "X") else f"{after[19]} ticks"  # proc(5): starttime
    if os.name != "posix":
        return ""
    done = subprocess.run(
        ["ps", "-p", str(pid), "-o", "lstart="],
        capture_output=True, text=True, check=False, env=os.environ | {"LC_ALL": "C"},
    )  # fmt: skip
    return done.stdout.strip()


def _of(pid: int) -> tuple[int, str]:
    return pid, started(pid)


def _is(pid: int, began: str) -> bool:
    """Whether that process still runs, and is no later one of the same number."""
    return bool(began) and started(pid) == began
