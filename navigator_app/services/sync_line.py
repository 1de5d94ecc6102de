"""The line's side of a run: opened, looked into, fetched from, sent over. Touches no store."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from navigator_app.domain.exchange import Event
from navigator_app.exchange.transport_content import stopped
from navigator_app.exchange.transport_errors import (
    FolderGone,
    LineError,
    NoPermission,
    TooLarge,
)

if TYPE_CHECKING:
    from navigator_app.exchange.transport import Cancel, Proof, RemoteFile, Skew, Transport
    from navigator_app.services.connections_line import Opener
    from navigator_app.services.sync_steps import Tell

_BLINK = 0.05
_NO_CLOCK = ("no-permission", "gone", "no-space", "failed")
"""Why a clock could not be looked at, and nothing worse."""


@dataclass(frozen=True, slots=True)
class Came:
    """A file as it came over the line."""

    remote: RemoteFile
    content: bytes
    sha256: str


class Line:
    """One opened line to a plan. Every method belongs to the transfer thread."""

    def __init__(self, plan_key: str, opener: Opener, tell: Tell, cancel: Cancel | None) -> None:
        """Nothing is opened yet."""
        self._plan_key = plan_key
        self._opener = opener
        self._tell = tell
        self._cancel = cancel
        self._transport: Transport | None = None

    def look(self, measure: bool) -> tuple[list[RemoteFile], Skew | None, LineError | None]:
        """Open the line, list our inbox and, where asked, measure their clock.

        The error is of an inbox that is gone, closed or no inbox: nothing comes, ours still goes.
        """
        self._say("connecting")
        self._check()
        transport = self._opener(self._cancel)
        self._transport = transport.__enter__()
        self._say("looking")
        found: list[RemoteFile] = []
        trouble: LineError | None = None
        skew = None
        try:
            found = self._transport.list(cancel=self._cancel)
        except (FolderGone, NoPermission, TooLarge) as error:
            trouble = error
        if measure:
            try:
                skew = self._transport.clock()
            except LineError as error:
                if error.cause not in _NO_CLOCK:
                    raise
                # Sending will say so, where there is anything to send.
        return found, skew, trouble

    def look_again(self, after: float) -> list[RemoteFile]:
        """List our inbox once more, some seconds later."""
        end = time.monotonic() + after
        while time.monotonic() < end:
            self._check()
            time.sleep(_BLINK)
        return self._open.list(cancel=self._cancel)

    def sent_names(self, outbox: str) -> frozenset[bytes] | None:
        """The names that lie where our files go; None where we may not look."""
        self._check()
        try:
            return frozenset(one.raw_name for one in self._open.list(outbox, cancel=self._cancel))
        except NoPermission:
            return None

    def fetch(self, remote: RemoteFile, limit: int) -> Came:
        """Fetch one file into memory; nothing of it touches a disk in the clear."""
        self._check()
        sink = io.BytesIO()
        got = self._open.fetch(
            remote,
            sink,
            limit=limit,
            progress=self.progress("fetching", remote.name),
            cancel=self._cancel,
        )
        return Came(remote, sink.getvalue(), got.sha256)

    def upload(self, name: str, content: bytes) -> Proof:
        """Put a file there whole, still under its hidden name."""
        self._check()
        return self._open.upload(
            name, content, progress=self.progress("sending", name), cancel=self._cancel
        )

    def publish(self, name: str) -> Proof:
        """Give it its name. Not cancelled: it is one question and one answer."""
        return self._open.publish(name)

    def remove_part(self, name: str) -> bool:
        """Take a half-sent file of ours away; whether it lay there."""
        self._check()
        return self._open.remove_part(name, cancel=self._cancel)

    def close(self) -> None:
        """Close what was opened; a line that breaks in closing was closed all the same."""
        transport, self._transport = self._transport, None
        if transport is not None:
            try:
                transport.__exit__(None, None, None)
            except LineError:
                return

    def say(self, phase: str, name: str = "") -> None:
        """Tell what comes now."""
        self._check()
        self._say(phase, name)

    def progress(self, phase: str, name: str) -> Callable[[int, int], None]:
        """What tells how far a phase has come with a file; it raises once somebody stops the run.
        It may be called on whatever thread works on that phase."""

        def told(done: int, whole: int) -> None:
            self._check()
            self._say(phase, name, done, whole)

        return told

    @property
    def _open(self) -> Transport:
        if self._transport is None:
            raise stopped()
        return self._transport

    def _check(self) -> None:
        if self._cancel is not None and self._cancel.is_set():
            raise stopped()

    def _say(self, phase: str, name: str = "", done: int = 0, whole: int = 0) -> None:
        self._tell(Event(self._plan_key, phase, name, done, whole))
