"""What may be entered of a connection, field by field; and the files that secrets are read from."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from navigator_app.domain.connections import (
    Address,
    Connection,
    Secrets,
    is_fingerprint,
    read_address,
)
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_connections

LONGEST = 500
"""Characters of a folder's name."""

_LARGEST_KEY = 64 * 1024


def read_identity(file: Path, name: str = "identity") -> str:
    """The text of a private key file. InputRejected where others may read it, as ssh refuses it."""
    try:
        with open(os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as opened:
            seen = os.fstat(opened.fileno())
            if not stat.S_ISREG(seen.st_mode) or seen.st_size > _LARGEST_KEY:
                raise _no_file(name, file)
            if os.name != "nt" and seen.st_mode & 0o077:
                raise InputRejected(
                    name,
                    _("Others on this computer may read the private key {file}.").format(file=file),
                    _("Close it to them first: chmod 600 {file}").format(file=file) + ".",
                )
            found = opened.read(_LARGEST_KEY).decode("utf-8")
    except (OSError, ValueError):
        raise _no_file(name, file) from None
    if not found.strip():  # would leave the key as it was, and nobody would know
        raise InputRejected(
            name,
            _("The file {file} is empty.").format(file=file),
            _("Name the file that holds the private key."),
        )
    return found


def read_word(file: Path, name: str) -> str:
    """The first line of a file with a password or a passphrase."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            found = opened.readline(4096).rstrip("\r\n")
    except (OSError, ValueError):
        raise _no_file(name, file) from None
    if not found:
        raise InputRejected(
            name,
            _("The file {file} is empty.").format(file=file),
            _("It holds the words on its first line."),
        )
    return found


def _no_file(name: str, file: Path) -> InputRejected:
    return InputRejected(
        name,
        _("The file {file} cannot be read.").format(file=file),
        _("Check its name."),
    )


def secrets(ws: Workspace, was: Connection | None, at: Address, given: Secrets) -> Secrets:
    """What was given, else what is kept for the same user at the same server."""
    kept = Secrets()
    if was is not None and Address(was.user, was.host, was.port) == at:
        kept = reads_connections.secrets(ws.store, was.id)
    merged = replace(
        given if given.identity or given.password else kept,
        jump_identity=given.jump_identity or kept.jump_identity,
        jump_host_key=given.jump_host_key or kept.jump_host_key,
        proxy_password=given.proxy_password or kept.proxy_password,
    )
    if not (merged.identity or merged.password):
        raise InputRejected(
            "identity",
            _("A server asks for a private key or a password."),
            _("Name the file that holds it."),
        )
    from navigator_app.exchange.sftp_line import check_identity

    if given.identity:
        check_identity(given.identity, given.identity_passphrase)
    if given.jump_identity:
        check_identity(given.jump_identity)
    return merged


def address(name: str, text: str) -> Address:
    """USER@HOST:PORT, or InputRejected at that field."""
    try:
        return read_address(text)
    except ValueError:
        raise InputRejected(
            name,
            _("That is no address of a server."),
            _("Write it as USER@HOST or USER@HOST:PORT."),
        ) from None


def refuse_shared(ws: Workspace, plan_key: str, values: Mapping[str, object]) -> None:
    """Two plans do not share a folder: no file says whose it is, so each would be taken in for
    both, and ours would lie open to the other plan. InputRejected names the folder."""
    for other in reads_connections.connections(ws.store):
        if other.plan_key == plan_key or not other.inbox or not _same_place(other, values):
            continue
        theirs = {_plain(other.inbox), _plain(other.outbox)}
        for name in ("inbox", "outbox"):
            if _plain(str(values[name])) in theirs:
                raise InputRejected(
                    name,
                    _("The files of {plan} lie in that folder.").format(plan=other.plan_name),
                    _("Each plan needs folders of its own: ask the plan for one."),
                )


def _same_place(other: Connection, values: Mapping[str, object]) -> bool:
    """Whether both go to one computer as one user; a server may have more names than one, and is
    then known by its key."""
    if (other.kind, other.user) != (values["kind"], values.get("user_name", "")):
        return False
    if not other.host:
        return True
    asked = str(values.get("host", "")).casefold(), values.get("port")
    key = values.get("host_key", "")
    return (other.host.casefold(), other.port) == asked or bool(key and key == other.host_key)


def _plain(path: str) -> str:
    """A folder without the ways to write it differently; a drive's letter case does not count."""
    return os.path.normcase(os.path.normpath(path))


def jump(text: str) -> str:
    """The jump host as it is kept, "" for none."""
    return str(address("jump", text)) if text.strip() else ""


def proxy_text(text: str) -> str:
    """The proxy as it is kept: a password does not belong there, since changes are journalled."""
    from navigator_app.exchange.sftp_proxy import read_proxy

    found = read_proxy(text)
    if found is not None and found.password:
        raise InputRejected(
            "proxy",
            _("The proxy's password does not belong into its address."),
            _("Name a file that holds it."),
        )
    return text.strip()


def fingerprint(name: str, text: str) -> str:
    """A fingerprint, or nothing."""
    if text and not is_fingerprint(text):
        raise InputRejected(
            name,
            _("That is no fingerprint of a key."),
            _("Write it as SHA256: and 43 letters, as ssh-keygen -l prints it."),
        )
    return text


def folder(name: str, text: str) -> str:
    """A folder's name as it was told, or InputRejected at that field."""
    found = text.strip()
    if not found or len(found) > LONGEST or not found.isprintable():
        raise InputRejected(
            name,
            _("A folder is missing, or its name cannot be used."),
            _("Name the folder as the plan told you, such as /outbound."),
        )
    return found
