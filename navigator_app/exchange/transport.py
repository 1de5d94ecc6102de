"""What carries files to a plan and from it: one contract for an SFTP server and for a folder.

A transport is opened with `with` on the transfer thread, never on the store's or Qt's. Names that
come from the other side are text to be shown, never a path to be followed: a transport hands back
what it listed, and fetches only what it listed.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO, Protocol, Self

LIMIT = 256 * 1024 * 1024
"""Bytes of the largest file that is fetched: a hundred times any plan's file that was seen."""

MOST_LISTED = 50_000
"""Names of one folder that are looked at; more is no exchange folder and is refused."""

READ_BACK = 64 * 1024 * 1024
"""Bytes up to which a sent file is read back whole; of a larger one the size is looked at."""

UPLOADED = "uploaded"
"""How a proof was come by while the file still has its hidden name."""

FILE = "file"
FOLDER = "folder"
LINK = "link"
OTHER = "other"  # a device, a pipe, a socket
UNSAFE = "unsafe"  # a name that could lead elsewhere, or that is nobody's file name

Progress = Callable[[int, int], None]
"""Told bytes done and bytes in all, at most some ten times a second, on the transfer thread."""


class Cancel(Protocol):
    """Whether the work should stop; `threading.Event` is one."""

    def is_set(self) -> bool:
        """True once it should stop."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One name in a folder of the other side."""

    folder: str
    name: str  # cleaned, to be shown and kept
    raw_name: bytes  # as the other side wrote it
    size: int
    modified: int  # seconds since 1970 by the other side's clock
    kind: str  # FILE, FOLDER, LINK, OTHER, UNSAFE

    @property
    def usable(self) -> bool:
        """Whether it may be fetched. Hidden names are somebody's half-written files."""
        return self.kind == FILE and not self.raw_name.startswith(b".")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came in."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was seen of a file that was sent; kept with the file's life."""

    size: int  # bytes of ours
    sha256: str  # of ours
    remote_size: int  # after the rename, as the other side says
    renamed_to: str
    remote_sha256: str = (
        ""  # read back or told by the other side; "" when only the size was looked at
    )
    how: str = "read-back"  # read-back, size, already-there
    resumed_from: int = 0  # bytes that lay there from a try that was cut
    synced: bool = False  # the other side said that it is on its disk
    taken: bool = False  # gone as soon as it was renamed: the plan picked it up


@dataclass(frozen=True, slots=True)
class Skew:
    """The other side's clock against ours."""

    seconds: int  # positive: theirs is ahead
    uncertain: int  # seconds that the look itself took


class Transport(Protocol):
    """Carries files. Each call raises a `transport_errors` error by its cause.

    Those that carry for real inherit `send`, which is the two halves one after the other.
    """

    def __enter__(self) -> Self:
        """Open the line; nothing of it stands before."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close it, whatever happened; no thread and no socket is left."""

    def list(self, folder: str = "", *, cancel: Cancel | None = None) -> list[RemoteFile]:
        """Return what lies in a folder (default: our inbox), by name; links are never followed."""

    def fetch(
        self,
        remote: RemoteFile,
        sink: BinaryIO,
        *,
        limit: int = LIMIT,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> Fetched:
        """Read one listed file into `sink`.

        TooLarge before a byte is read, or as soon as it grows past `limit`; StillGrowing when
        size or time differ from what was listed, before or after. What `sink` holds then is
        nothing.
        """

    def send(
        self,
        name: str,
        content: bytes | BinaryIO,
        *,
        folder: str = "",
        read_back: bool | None = None,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> Proof:
        """Put one file into a folder (default: our outbox), whole or not at all.

        It is written under a hidden name made of its own hash, so that a later try with the same
        content goes on where this one was cut, then renamed. A file of that name with the same
        bytes counts as sent; one with others is NameTaken, and stays. `read_back` None reads back
        up to READ_BACK bytes, True always, False never. After Cancelled, TimedOut or LineCut the
        line is closed; open another one.
        """
        ready = self.upload(
            name, content, folder=folder, read_back=read_back, progress=progress, cancel=cancel
        )
        if ready.how != UPLOADED:
            return ready
        return self.publish(name, folder=folder, cancel=cancel)

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
        """The first half of `send`: whole and checked, still under its hidden name.

        `how` of what comes back is "already-there" where there is nothing left to do, else
        UPLOADED. Between the halves one may write down that the file is about to have gone.
        """

    def publish(self, name: str, *, folder: str = "", cancel: Cancel | None = None) -> Proof:
        """The second half: give what was uploaded on this very line its name, and look."""

    def remove_part(self, name: str, *, folder: str = "", cancel: Cancel | None = None) -> bool:
        """Take a half-written file of ours away (default: from our outbox), by the exact hidden
        name that `part_name` gave it; whether it lay there.

        UnsafeName for a name that is none of ours, and nothing is touched; FolderGone where nobody
        can say, since the folder itself is not there. What bears that name
        and is no plain file (a link, a folder) is left alone, and counts as not there.
        """

    def clock(self) -> Skew:
        """Write an empty file, look at its time and remove it."""

    def close(self) -> None:
        """Close the line; a second time does nothing."""


def clock_name() -> str:
    """The hidden name of the empty file by which a clock is measured: always the same on one
    computer, so that what a kill left there goes with the next look."""
    return f".clock-{hashlib.sha256(platform.node().encode()).hexdigest()[:12]}"


def part_name(name: str, sha256: str) -> str:
    """The hidden name of a file that is under way; the same for the same name and content."""
    return f".{name}.part-{sha256[:12]}"


def is_part(raw_name: bytes, name: str) -> bool:
    """Whether a listed name is a half-written file of ours with this final name."""
    return raw_name.startswith(b"." + name.encode() + b".part-")


def is_own_part(name: str) -> bool:
    """Whether a name is one that `part_name` gives, and leads nowhere else."""
    return _PART.fullmatch(name) is not None and not unsafe_name(os.fsencode(name))


def shown_name(raw: bytes) -> str:
    """The name as it may be shown: UTF-8, else Latin-1; control and format characters as `�`."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    clean = "".join("�" if unicodedata.category(letter) in _HIDDEN else letter for letter in text)
    return unicodedata.normalize("NFC", clean)


def unsafe_name(raw: bytes) -> bool:
    """Whether a name could lead out of its folder, or could deceive who reads it.

    Windows' separators and drive colon count everywhere, since the file may be saved there.
    """
    if not raw or raw in (b".", b"..") or len(raw) > 255:
        return True
    if any(letter in raw for letter in (b"/", b"\\", b":", b"\0")):
        return True
    return "�" in shown_name(raw)


def own_name_is_safe(name: str) -> bool:
    """Whether a name of ours may be written on the other side."""
    return not unsafe_name(os.fsencode(name)) and not name.startswith((".", "-"))


_PART = re.compile(r"\.[^.].*\.part-[0-9a-f]{12}")
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
