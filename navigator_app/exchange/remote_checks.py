"""What every way of carrying files checks, and how each refusal reads."""

from __future__ import annotations

import stat
from typing import BinaryIO

from navigator_app.errors import TransferFailed
from navigator_app.exchange import transport
from navigator_app.exchange.transport import RemoteFile
from navigator_app.exchange.transport_errors import NameTaken, StillGrowing, TooLarge, UnsafeName
from navigator_app.i18n import _


def kind_of(mode: int) -> str:
    """FILE, FOLDER, LINK or OTHER, by the type bits."""
    if stat.S_ISREG(mode):
        return transport.FILE
    if stat.S_ISDIR(mode):
        return transport.FOLDER
    return transport.LINK if stat.S_ISLNK(mode) else transport.OTHER


def keep(sink: BinaryIO, piece: bytes) -> None:
    """Write it to our own side, whose troubles are not the line's."""
    try:
        sink.write(piece)
    except OSError as error:
        raise TransferFailed(
            _("File not fetched"),
            _("What came cannot be kept here ({reason}).").format(reason=error.strerror or ""),
            _("Free some space on this computer, and fetch it again."),
        ) from None


def growing(remote: RemoteFile) -> StillGrowing:
    """Somebody is writing it."""
    return StillGrowing(
        _("{name} is still being written on the other side.").format(name=remote.name),
        _("It is looked at again next time."),
    )


def too_large(remote: RemoteFile, limit: int) -> TooLarge:
    """More than anybody takes."""
    return TooLarge(
        _("{name} has {size} MB; at most {limit} MB are fetched.").format(
            name=remote.name, size=remote.size // 2**20, limit=limit // 2**20
        ),
        _("Ask the plan what it is, or fetch it by hand."),
    )


def too_many(folder: str, where: str) -> TooLarge:
    """No exchange folder holds so much."""
    return TooLarge(
        _("{folder} on {host} holds more than {count} files.").format(
            folder=folder, host=where, count=transport.MOST_LISTED
        ),
        _("That is no folder for exchange. Ask the plan for the right one."),
    )


def not_followed(remote: RemoteFile) -> UnsafeName:
    """A link, a device, or a name that could lead elsewhere."""
    return UnsafeName(
        _("{name} is no plain file, or its name is not safe; it was not fetched.").format(
            name=remote.name
        ),
        _("Ask the plan what it is."),
    )


def safe_own_name(name: str) -> None:
    """UnsafeName for a name of ours that nobody should be given."""
    if not transport.own_name_is_safe(name):
        raise UnsafeName(
            _("A file cannot be sent under the name {name}.").format(name=name),
            _("Use letters, digits, - and _."),
        )


def own_part(name: str) -> None:
    """UnsafeName for what is not the hidden name of a half-written file of ours."""
    if not transport.is_own_part(name):
        raise UnsafeName(
            _("{name} is no half-written file of ours; it was left as it is.").format(name=name),
            _("Ask the plan what it is."),
        )


def name_taken(name: str, host: str) -> NameTaken:
    """Another file bears the name."""
    return NameTaken(
        _("Another file is called {name} on {host}.").format(name=name, host=host),
        _("It was left as it is. Ask the plan what it is, or send under another name."),
    )
