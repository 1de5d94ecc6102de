"""A process that streams an attachment in, says how far it is, and waits to be killed."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from navigator_app.domain.attachments import CHUNK
from navigator_app.runtime.clock import Clock
from navigator_app.services import attachments, workspace

ZONE = "America/Los_Angeles"


class Slow:
    """A file of a JPEG's form whose later pieces never come."""

    def __init__(self, head: bytes, pieces: int) -> None:
        self._head, self._left = head, pieces

    def read(self, size: int) -> bytes:
        """The next piece; after the last one, silence."""
        if not self._left:
            print("half", flush=True)
            time.sleep(120)
        self._left -= 1
        piece = self._head + b"HARBORSTREET" * (size // 12 + 1)
        self._head = b""
        return piece[:size]


def main() -> None:
    """Open the store and begin."""
    home, passphrase, member, head = sys.argv[1:]
    clock = Clock(ZONE, datetime(2026, 11, 20, 10, tzinfo=ZoneInfo(ZONE)))
    ws = workspace.unlock(Path(home), passphrase, clock=clock)
    # more than the page cache and the log hold before they spill to the disk
    source = Slow(bytes.fromhex(head), 22 * 1024 * 1024 // CHUNK)
    attachments.add(ws, member, source, title="half")  # type: ignore[arg-type]


main()
