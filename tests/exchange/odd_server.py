"""A server over the real file system that fails where a test says so: faults that no setting of
OpenSSH's own can bring about for one file alone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncssh

from tests.sshd import fingerprint, make_key

FAULTS: set[str] = set()
"""`rename`: fails without a reason; `grow`: what was written is one byte longer once closed;
a part of a name: reading such a file fails without a reason."""


class Odd(asyncssh.SFTPServer):
    """Does what it should, but for the faults."""

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        if "rename" in FAULTS:
            raise asyncssh.SFTPFailure("Failure")
        super().rename(oldpath, newpath)

    def read(self, file_obj: object, offset: int, size: int) -> bytes:
        name = str(getattr(file_obj, "name", ""))
        if any(one in name for one in FAULTS):
            raise asyncssh.SFTPFailure("Failure")
        return super().read(file_obj, offset, size)  # type: ignore[return-value]

    def close(self, file_obj: object) -> None:
        if "grow" in FAULTS and getattr(file_obj, "writable", bool)():
            end = Path(str(file_obj.name.decode())).stat().st_size  # type: ignore[attr-defined]
            super().write(file_obj, end, b"\n")
        super().close(file_obj)


class Everybody(asyncssh.SSHServer):
    """Lets everybody in."""

    def begin_auth(self, username: str) -> bool:
        return False


@contextmanager
def serving(folder: Path, files: type[asyncssh.SFTPServer] = Odd) -> Iterator[tuple[int, str]]:
    """Its port and the fingerprint of its key; `files` answers what is asked of the files."""
    FAULTS.clear()
    key = make_key(folder / "odd_key")
    loop, ready = asyncio.new_event_loop(), threading.Event()
    port: list[int] = []

    def serve() -> None:
        async def start() -> asyncssh.SSHAcceptor:
            found = await asyncssh.listen(
                "127.0.0.1", 0, server_host_keys=[str(key)], server_factory=Everybody,
                sftp_factory=files,
            )  # fmt: skip
            port.append(found.get_port())
            return found

        listening = loop.run_until_complete(start())
        ready.set()
        loop.run_forever()
        listening.close()
        loop.run_until_complete(listening.wait_closed())
        loop.run_until_complete(asyncio.sleep(0.05))
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()

    thread = threading.Thread(target=serve)
    thread.start()
    assert ready.wait(60)
    try:
        yield port[0], fingerprint(key)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(60)
        assert not thread.is_alive()
        FAULTS.clear()
