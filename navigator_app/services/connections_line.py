"""Opens the line to a plan, asks for its host key, tries it out.

The functions that take a workspace belong to the store's thread; what they return is called on
the transfer thread and touches the store no more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from navigator_app.domain.connections import (
    FOLDER,
    HAND,
    Connection,
    Secrets,
    Shown,
    Tested,
    read_address,
)
from navigator_app.errors import NotFound
from navigator_app.i18n import _
from navigator_app.services.connections import known
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_connections

if TYPE_CHECKING:
    from navigator_app.exchange.sftp_line import Login, Patience
    from navigator_app.exchange.sftp_proxy import Proxy
    from navigator_app.exchange.transport import Cancel, Transport

Opener = Callable[["Cancel | None"], "Transport"]
"""Makes a transport that opens with `with`; for the transfer thread."""


def opener(ws: Workspace, plan_key: str, patience: Patience | None = None) -> Opener:
    """What opens the plan's line on the transfer thread. NotFound where there is none to open."""
    kept = known(ws, plan_key)
    if kept.kind == HAND:
        raise NotFound(
            _("By hand"),
            _("Files of {plan} go by hand.").format(plan=kept.plan_name),
            _("Save the file, put it into the plan's portal, and mark it sent."),
        )
    secrets = reads_connections.secrets(ws.store, kept.id)
    return lambda cancel: _transport(kept, secrets, patience, cancel)


def probe(
    ws: Workspace, plan_key: str, given: str = "", patience: Patience | None = None
) -> Callable[[], Shown]:
    """What asks the servers on the way for their keys, for the transfer thread.

    A server has several keys and shows the one it is asked for first: where it can prove `given`,
    the key that a person holds in hand, that one is answered. Nothing of ours is told to a server
    whose key is neither confirmed nor given: behind a jump host with an unconfirmed key only that
    one is asked, and `host_key` stays empty.
    """
    kept = known(ws, plan_key)
    secrets = reads_connections.secrets(ws.store, kept.id)
    return lambda: _probe(kept, secrets, given, patience)


def test(open_line: Opener, kept: Connection, cancel: Cancel | None) -> Tested:
    """Open, look into the inbox, write an empty file into the outbox and remove it.

    For the transfer thread. A `LineError` says what stood in the way.
    """
    with open_line(cancel) as line:
        names = line.list(cancel=cancel)
        skew = line.clock()
    usable = sum(1 for one in names if one.usable)
    return Tested(kept, usable, len(names) - usable, skew.seconds, skew.uncertain)


def _transport(
    kept: Connection, secrets: Secrets, patience: Patience | None, cancel: Cancel | None
) -> Transport:
    if kept.kind == FOLDER:
        from navigator_app.exchange.folder import FolderTransport

        return FolderTransport(inbox=kept.inbox, outbox=kept.outbox)
    from navigator_app.exchange.sftp import SftpTransport  # loads the SSH library, 0.3 s

    login, jump, proxy = _way(kept, secrets)
    return SftpTransport(
        login,
        inbox=kept.inbox,
        outbox=kept.outbox,
        jump=jump,
        proxy=proxy,
        patience=patience,
        cancel=cancel,
    )


def _way(kept: Connection, secrets: Secrets) -> tuple[Login, Login | None, Proxy | None]:
    """The logins of server and jump host. One key opens both unless the jump host has its own."""
    from navigator_app.exchange.sftp_line import Login
    from navigator_app.exchange.sftp_proxy import read_proxy

    login = Login(
        kept.host,
        kept.port,
        kept.user,
        kept.host_key,
        secrets.identity,
        secrets.identity_passphrase,
        secrets.password,
    )
    jump = None
    if kept.jump:
        at = read_address(kept.jump)
        jump = replace(
            login, host=at.host, port=at.port, user=at.user, host_key=secrets.jump_host_key
        )
        if secrets.jump_identity:
            jump = replace(jump, identity=secrets.jump_identity, passphrase="", password="")
    proxy = read_proxy(kept.proxy)
    if proxy is not None and secrets.proxy_password:
        proxy = replace(proxy, password=secrets.proxy_password)
    return login, jump, proxy


def _probe(kept: Connection, secrets: Secrets, given: str, patience: Patience | None) -> Shown:
    """Meet the server with `given` as its key; with none, it is left as soon as it shows one."""
    from navigator_app.exchange.sftp import SftpTransport
    from navigator_app.exchange.transport_errors import HostKeyChanged

    login, jump, proxy = _way(kept, secrets)
    asked = replace(login, host_key=given)
    jump_key = secrets.jump_host_key if jump else ""
    try:
        with SftpTransport(asked, jump=jump, proxy=proxy, patience=patience):
            return Shown(given, jump_key)
    except HostKeyChanged as error:
        if jump is not None and error.host == jump.host and error.port == jump.port:
            return Shown("", error.shown)
        return Shown(error.shown, jump_key)
