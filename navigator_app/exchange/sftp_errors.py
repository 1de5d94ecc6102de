"""What the SSH library says, in our words and by cause."""

from __future__ import annotations

import asyncssh
from asyncssh.packet import PacketDecodeError

from navigator_app.exchange.transport_errors import (
    FolderGone,
    Garbled,
    LineCut,
    LineError,
    NoPermission,
    NoSpace,
    NotAFileServer,
    Refused,
    TimedOut,
)
from navigator_app.i18n import _

GONE = (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath, asyncssh.SFTPNotADirectory)
DENIED = (asyncssh.SFTPPermissionDenied, asyncssh.SFTPWriteProtect)
FULL = (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded)
LOST = (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection, asyncssh.ConnectionLost)
FATAL = (LineCut, TimedOut, Garbled, NotAFileServer)
"""After these the line is closed."""


def meeting(error: Exception, host: str) -> LineError:
    """What went wrong before files could be talked about."""
    if isinstance(error, LineError):
        return error
    if isinstance(error, asyncssh.PermissionDenied):
        return Refused(
            _("{host} does not let us in.").format(host=host),
            _("Check the user, and that the plan has put our public key or password there."),
        )
    if isinstance(error, TimeoutError):
        return silent(host)
    if isinstance(error, (asyncssh.MACError, asyncssh.CompressionError)):
        return garbled(host)
    if isinstance(error, (asyncssh.ConnectionLost, ConnectionError, asyncssh.SFTPConnectionLost)):
        return LineCut(
            _("{host} hung up before we were in.").format(host=host),
            _("It is tried again by itself; if it stays so, ask the plan."),
        )
    return NotAFileServer(
        _("What answers at {host} is no server for files over SSH.").format(host=host),
        _("Check host and port; ask the plan for its SFTP address."),
    )


def working(error: Exception, host: str, name: str = "") -> LineError:
    """What went wrong with a file or a folder, shown as `name`."""
    if isinstance(error, LineError):
        return error
    if isinstance(error, GONE):
        return FolderGone(
            _("{name} is not there on {host}.").format(name=name or _("The folder"), host=host),
            _("Ask the plan whether the folder moved. Nothing here is removed."),
        )
    if isinstance(error, DENIED):
        return NoPermission(
            _("{host} does not let us into {name}.").format(
                host=host, name=name or _("the folder")
            ),
            _("Ask the plan for the right to read and write there."),
        )
    if isinstance(error, FULL):
        return full(host)
    if "keepalive" in str(error):
        return silent(host)
    if isinstance(error, (*LOST, ConnectionError)):
        return LineCut(
            _("The line to {host} was cut.").format(host=host),
            _("What was under way goes on next time."),
        )
    if isinstance(error, (asyncssh.SFTPBadMessage, asyncssh.DisconnectError, PacketDecodeError)):
        return garbled(host)
    if isinstance(error, TimeoutError):
        return silent(host)
    return failed(host, name)


def silent(host: str) -> TimedOut:
    """Nothing was heard for too long."""
    return TimedOut(
        _("{host} was silent for too long.").format(host=host),
        _("What was under way goes on next time."),
    )


def garbled(host: str) -> Garbled:
    """The line damages what goes over it."""
    return Garbled(
        _("What came from {host} was damaged on the way.").format(host=host),
        _("It is tried again by itself; if it stays so, try another network."),
    )


def full(host: str) -> NoSpace:
    """Their disk has no room."""
    return NoSpace(
        _("{host} has no room for the file.").format(host=host),
        _("Tell the plan; it is tried again by itself."),
    )


def failed(host: str, name: str) -> LineError:
    """The server only says that it failed."""
    return LineError(
        _("{host} could not do it ({name}).").format(host=host, name=name or _("no reason given")),
        _("It is tried again by itself; if it stays so, ask the plan."),
    )
