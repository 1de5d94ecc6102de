"""Files over SFTP, with the contract of `transport`.

The library works in a loop; the loop runs on the calling thread, and only while a call is under
way, so there is no thread to be left behind.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from types import TracebackType
from typing import Any, BinaryIO, Self, TypeVar

import asyncssh

from navigator_app.exchange import sftp_errors, sftp_fetch, sftp_send, transport
from navigator_app.exchange.sftp_line import Line, Login, Patience, meet
from navigator_app.exchange.sftp_proxy import Proxy
from navigator_app.exchange.transport import Cancel, Fetched, Progress, Proof, RemoteFile, Skew
from navigator_app.exchange.transport_content import Content, stopped
from navigator_app.exchange.transport_errors import Garbled, LineCut, LineError
from navigator_app.i18n import _

T = TypeVar("T")
_LOOK = 0.1  # seconds between two looks at Cancel
_NAMED = 200  # bytes that one name of a list takes, about
_LEAVE = 2.0  # seconds for leaving in good order


class SftpTransport(transport.Transport):
    """One connection to a server; see `transport.Transport` for what each call does."""

    def __init__(
        self,
        login: Login,
        *,
        inbox: str = "",
        outbox: str = "",
        jump: Login | None = None,
        proxy: Proxy | None = None,
        patience: Patience | None = None,
        now: Callable[[], float] = time.time,
        cancel: Cancel | None = None,
    ) -> None:
        """Nothing is opened yet. `cancel` also ends the opening itself."""
        self._login = login
        self._inbox = inbox
        self._outbox = outbox
        self._jump = jump
        self._proxy = proxy
        self._patience = patience or Patience()
        self._now = now
        self._cancel = cancel
        self._runner: asyncio.Runner | None = None
        self._line = Line()
        self._beat = 0.0
        self._ready: dict[tuple[str, str], tuple[sftp_send.Sending, Proof]] = {}

    def __enter__(self) -> Self:
        """Connect and log in."""
        self._runner = asyncio.Runner()
        self._runner.get_loop().set_exception_handler(_unheard)
        try:
            self._run(self._meet(), size=0, cancel=self._cancel)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Leave in good order if the server lets us, else at once."""
        runner, self._runner = self._runner, None
        if runner is None:
            return
        try:
            runner.run(self._leave())
        finally:
            runner.close()

    def list(self, folder: str = "", *, cancel: Cancel | None = None) -> list[RemoteFile]:
        """What lies in a folder, by name."""
        where = folder or self._inbox
        work = sftp_fetch.listed(self._session(), self.alive, where, self._login.host)
        most = transport.MOST_LISTED * _NAMED  # how long the list is, nobody says before
        return self._run(work, size=most, cancel=cancel, about=where)

    def fetch(
        self,
        remote: RemoteFile,
        sink: BinaryIO,
        *,
        limit: int = transport.LIMIT,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> Fetched:
        """Read one listed file into `sink`."""
        work = sftp_fetch.fetch(
            self._session(), self.alive, remote, sink, limit, progress, self._now
        )
        return self._run(work, size=remote.size, cancel=cancel, about=remote.name)

    def upload(
        self,
        name: str,
        content: bytes | BinaryIO,
        *,
        folder: str = "",
        read_back: bool | None = None,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> Proof:
        """Put it there whole, under its hidden name."""
        ours = Content(content, cancel)
        where = folder or self._outbox
        sending = sftp_send.Sending(
            self._session(), self.alive, where, name, ours, self._login.host
        )
        ready = self._run(
            sending.upload(read_back, progress), size=ours.size * 2, cancel=cancel, about=name
        )
        self._ready[where, name] = (sending, ready)
        return ready

    def publish(self, name: str, *, folder: str = "", cancel: Cancel | None = None) -> Proof:
        """Give it its name."""
        sending, ready = self._ready.pop((folder or self._outbox, name))
        return self._run(sending.publish(ready), size=ready.size, cancel=cancel, about=name)

    def remove_part(self, name: str, *, folder: str = "", cancel: Cancel | None = None) -> bool:
        """Take a half-written file of ours away."""
        where = folder or self._outbox
        work = sftp_send.remove_part(self._session(), self.alive, where, name)
        return self._run(work, size=0, cancel=cancel, about=name)

    def clock(self) -> Skew:
        """The server's clock against ours."""
        work = sftp_send.clock(self._session(), self._outbox, self._now)
        return self._run(work, size=0, cancel=None, about=self._outbox)

    def alive(self) -> None:
        """The server answered; called by whoever talks to it."""
        self._beat = time.monotonic()

    # -- the loop -----------------------------------------------------------------------------

    def _run(
        self, work: Coroutine[Any, Any, T], *, size: int, cancel: Cancel | None, about: str = ""
    ) -> T:
        """Run one piece of work to its end; whatever the library raises comes out in our words."""
        if self._runner is None:
            work.close()
            raise _closed()
        try:
            return self._runner.run(self._watched(work, self._patience.whole(size), cancel))
        except (asyncssh.Error, OSError, ValueError) as error:
            told = sftp_errors.working(error, self._login.host, about)
        except Garbled as error:
            raise error from None  # one file is not what was sent: the line itself is whole
        except LineError as error:
            told = error
        if isinstance(told, sftp_errors.FATAL) or told.cause == "cancelled":
            self._line.abort()
            self.close()
        raise told from None

    async def _watched(
        self, work: Coroutine[Any, Any, T], allowed: float, cancel: Cancel | None
    ) -> T:
        """The work, given up when somebody cancels or nothing is heard."""
        self.alive()
        end = time.monotonic() + allowed
        task = asyncio.ensure_future(work)
        try:
            while True:
                await asyncio.wait({task}, timeout=_LOOK)
                if task.done():
                    return task.result()
                if cancel is not None and cancel.is_set():
                    raise stopped()
                now = time.monotonic()
                if now > end or now - self._beat > self._patience.silence:
                    raise sftp_errors.silent(self._login.host)
        finally:
            if not task.done():
                self._line.abort()
                task.cancel()
                await asyncio.wait({task}, timeout=_LEAVE)
                if task.done() and not task.cancelled():
                    task.exception()  # looked at, so that nobody complains that it was not

    async def _meet(self) -> None:
        await meet(self._line, self._login, self._jump, self._proxy, self._patience)

    async def _leave(self) -> None:
        with suppress(TimeoutError, asyncssh.Error, OSError):
            await asyncio.wait_for(self._line.close(), _LEAVE)
        self._line.abort()
        await asyncio.sleep(0)  # lets the loop close the sockets that were dropped

    def _session(self) -> asyncssh.SFTPClient:
        if self._runner is None or self._line.sftp is None:
            raise _closed()
        return self._line.sftp


def _unheard(_loop: asyncio.AbstractEventLoop, _context: dict[str, Any]) -> None:
    """Pass over what the library's own tasks end with once nobody waits for them: a cut ends dozens
    at once, the first was told, and the others would be printed with the names they work on."""


def _closed() -> LineCut:
    return LineCut(_("The line is closed."), _("Open it again."))
