"""The reader of scans: a second process of the program that opens what strangers made.

It is told what to look at over its standard input and answers over its standard output. It writes
nothing, leaves no image of its memory, and ends by itself when nobody asks any more. How long a
sheet may take is the asker's business, who ends this process when it is over.
"""

from __future__ import annotations

import os
import threading
import time
from typing import Any

from navigator_app.forms import scan_wire
from navigator_app.forms.scanning import MOST_BYTES, MOST_PAGES, Sheet, Unreadable
from navigator_app.runtime import memory

MOST_MEMORY = 2 * 1024**3
"""Bytes: a scan of the largest size, its picture of the most dots in colour and once more in grey,
and as much again."""
_IDLE_SECONDS = 60
_LOOK_UP = 0.1
"""Seconds between two looks of the watch at memory and clock."""


def main() -> int:
    """Answer until the asker closes the pipe; 0."""
    memory.no_core_dumps()
    memory.bound(MOST_MEMORY)
    asked, told = os.dup(0), os.dup(1)
    os.dup2(2, 1)  # what a library may print is no answer
    watch = _Watch()
    threading.Thread(target=watch.run, daemon=True).start()
    from navigator_app.forms import scanning_pages  # PDFium and the reader of codes: beforehand

    scan_wire.send(told, {"ready": True})
    while True:
        try:
            head, data = scan_wire.receive(asked, MOST_BYTES)
        except OSError:
            return 0
        watch.busy = True
        try:
            _answer(scanning_pages, told, head, data)
        except MemoryError:
            os._exit(_TOO_MUCH)
        except OSError:
            return 0
        del data
        watch.since, watch.busy = time.monotonic(), False


_TOO_MUCH = 3


class _Watch:
    """Ends the process when it has taken too much memory, or was forgotten."""

    def __init__(self) -> None:
        self.busy, self.since = False, time.monotonic()

    def run(self) -> None:
        while True:
            time.sleep(_LOOK_UP)
            forgotten = not self.busy and time.monotonic() - self.since > _IDLE_SECONDS
            if forgotten or memory.peak() > MOST_MEMORY:
                os._exit(_TOO_MUCH)


def _answer(pages: Any, told: int, head: scan_wire.Head, data: bytes) -> None:
    """Say what is in a file, a sheet at a time; or give some of its pages."""
    try:
        document = pages.opened(data, head["type"], head["most_dots"])
    except Unreadable as error:
        scan_wire.send(told, {"trouble": error.trouble.value})
        return
    try:
        if head["do"] == "only":
            _only(document, told, head["pages"])
            return
        scan_wire.send(told, {"pages": document.pages})
        if document.pages <= MOST_PAGES:
            for number in range(head["first"], document.pages):
                scan_wire.send(told, _said(pages.sheet(document, number)))
    finally:
        document.close()


def _only(document: Any, told: int, wanted: list[int]) -> None:
    try:
        made = document.only(wanted)
    except (ValueError, EOFError):
        scan_wire.send(told, {"trouble": "broken"})
        return
    scan_wire.send(told, {"ok": True}, made)


def _said(sheet: Sheet) -> scan_wire.Head:
    return {
        "codes": [stamp.payload for stamp in sheet.stamps],
        "others": sheet.others,
        "empty": sheet.empty,
        "trouble": sheet.trouble.value if sheet.trouble else "",
    }
