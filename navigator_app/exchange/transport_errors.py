"""Why a file did not go or come, by cause; each says what to do next.

`cause` is a word for records and rules; `again` says whether trying later by itself makes sense,
or whether a person must look first.
"""

from __future__ import annotations

from typing import ClassVar

from navigator_app.errors import TransferFailed
from navigator_app.i18n import _


class LineError(TransferFailed):
    """Any of them."""

    cause: ClassVar[str] = "failed"
    again: ClassVar[bool] = True

    def __init__(self, message: str, next_step: str = "", title: str = "") -> None:
        """Keep the sentence and what to do."""
        super().__init__(title or _("Exchange stopped"), message, next_step)


class Unreachable(LineError):
    """Nobody answers: no network, a wrong name, a closed port, a proxy that is down."""

    cause = "unreachable"


class Refused(LineError):
    """The server does not let us in."""

    cause = "refused"
    again = False


class HostKeyChanged(LineError):
    """The server shows another key than the one that was confirmed; we never go on."""

    cause = "host-key"
    again = False

    def __init__(
        self,
        message: str,
        next_step: str,
        *,
        expected: str,
        shown: str,
        host: str = "",
        port: int = 0,
    ) -> None:
        """Keep both fingerprints and whose; `expected` is "" when none was confirmed yet."""
        super().__init__(message, next_step)
        self.host = host
        self.port = port
        self.expected = expected
        self.shown = shown


class TimedOut(LineError):
    """The other side is silent for too long."""

    cause = "timed-out"


class LineCut(LineError):
    """The line broke in the middle."""

    cause = "cut"


class Garbled(LineError):
    """What lies there is not what was sent."""

    cause = "garbled"


class NoSpace(LineError):
    """The other side has no room."""

    cause = "no-space"


class NoPermission(LineError):
    """The other side does not let us read or write there."""

    cause = "no-permission"
    again = False


class FolderGone(LineError):
    """The folder, or the file in it, is not there."""

    cause = "gone"


class TooLarge(LineError):
    """A file or a folder is larger than what is taken."""

    cause = "too-large"
    again = False


class StillGrowing(LineError):
    """Somebody is still writing that file; it is looked at again next time."""

    cause = "growing"


class NameTaken(LineError):
    """Another file lies there under that name; it is never overwritten."""

    cause = "name-taken"
    again = False


class UnsafeName(LineError):
    """A name that could lead elsewhere; it is not followed."""

    cause = "unsafe-name"
    again = False


class NotAFileServer(LineError):
    """Something answers that is no server for files, or the settings do not fit it."""

    cause = "not-a-server"
    again = False


class Cancelled(LineError):
    """Somebody stopped it."""

    cause = "cancelled"
