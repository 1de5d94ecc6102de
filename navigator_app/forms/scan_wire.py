"""How the program and its reader of scans speak over a pipe: a head in JSON, then bytes.

No pickles: what comes from a process that has read a stranger's file is believed in nothing.
"""

from __future__ import annotations

import json
import os
import struct
from typing import Any

_SIZES = struct.Struct(">IQ")
_MOST_HEAD = 1024 * 1024
_PIECE = 1024 * 1024

Head = dict[str, Any]


class Cut(OSError):
    """The other side is gone, or what it says is no message."""


def send(pipe: int, head: Head, body: bytes = b"") -> None:
    """Write one message to a pipe; OSError when nobody reads it any more."""
    said = json.dumps(head).encode()
    _write(pipe, _SIZES.pack(len(said), len(body)) + said)
    _write(pipe, body)


def receive(pipe: int, most_body: int) -> tuple[Head, bytes]:
    """Read one message; Cut when it does not come whole, or has more bytes than that."""
    head_size, body_size = _SIZES.unpack(_read(pipe, _SIZES.size))
    if head_size > _MOST_HEAD or body_size > most_body:
        raise Cut
    try:
        head = json.loads(_read(pipe, head_size))
    except ValueError as error:
        raise Cut from error
    if not isinstance(head, dict):
        raise Cut
    return head, _read(pipe, body_size)


def _write(pipe: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(pipe, rest[:_PIECE]) :]


def _read(pipe: int, size: int) -> bytes:
    got = bytearray()
    while len(got) < size:
        piece = os.read(pipe, min(size - len(got), _PIECE))
        if not piece:
            raise Cut
        got += piece
    return bytes(got)
