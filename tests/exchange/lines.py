"""Opens transports to a test's server."""

from __future__ import annotations

import io
import threading
from typing import Any

from navigator_app.exchange.sftp import SftpTransport
from navigator_app.exchange.sftp_line import Login, Patience
from navigator_app.exchange.transport import RemoteFile, Transport
from tests.sshd import Sshd

QUICK = Patience(connect=3, login=5, silence=2, keepalive=1)
"""For tests: a hang is told after two seconds."""


def login(server: Sshd, **other: Any) -> Login:
    """The server's own login, with what a test changes."""
    values: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": server.port,
        "user": server.user,
        "host_key": server.host_key,
        "identity": server.identity.read_text("utf-8"),
    }
    return Login(**values | other)


def over(server: Sshd, *, patience: Patience = QUICK, **other: Any) -> SftpTransport:
    """A transport to the server; `port` may be that of a line in between."""
    words = {key: other.pop(key) for key in list(other) if key in Login.__slots__}
    return SftpTransport(
        login(server, **words),
        inbox=str(server.inbox),
        outbox=str(server.outbox),
        patience=patience,
        **other,
    )


def fetched(line: Transport, name: str, **options: Any) -> bytes:
    """The content of one listed file."""
    sink = io.BytesIO()
    line.fetch(found(line, name), sink, **options)
    return sink.getvalue()


def found(line: Transport, name: str) -> RemoteFile:
    """One listed file."""
    return next(one for one in line.list() if one.name == name)


class After:
    """A Cancel that is pressed after some seconds, or by hand."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self._timer: threading.Timer | None = None

    def within(self, seconds: float) -> After:
        self._timer = threading.Timer(seconds, self.event.set)
        self._timer.start()
        return self

    def is_set(self) -> bool:
        return self.event.is_set()

    def end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
