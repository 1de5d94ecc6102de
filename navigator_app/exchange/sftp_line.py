"""Meets a server: reaches it, proves that it is the one that was confirmed, and gets in.

Nothing of ours is told before the host key was compared. What lies in `~/.ssh`, an agent, or the
system's ssh configuration is not used: a plan's connection is what was entered here, no more.
"""

from __future__ import annotations

import hmac
import logging
from dataclasses import dataclass, field
from typing import Any

import asyncssh

from navigator_app.errors import InputRejected
from navigator_app.exchange import sftp_errors
from navigator_app.exchange.sftp_proxy import Proxy, dial
from navigator_app.exchange.transport_errors import HostKeyChanged, LineError
from navigator_app.i18n import _

# Grouped by family: a server has at most one key of each, and shows the one asked for first.
_FAMILIES = (
    ("ssh-ed25519",),
    ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"),
    ("rsa-sha2-512", "rsa-sha2-256"),
)
_SILENT = logging.CRITICAL + 1

# The library would log hosts, users and file names.
logging.getLogger("asyncssh").setLevel(_SILENT)
# The loop would say of each piece that it cannot go over a line that is cut; that is told once.
logging.getLogger("asyncio").setLevel(_SILENT)


@dataclass(frozen=True, slots=True)
class Login:
    """One server and how to get into it. `host_key` is `SHA256:…`, "" when none is confirmed."""

    host: str
    port: int = 22
    user: str = ""
    host_key: str = ""
    identity: str = field(default="", repr=False)  # text of a private key
    passphrase: str = field(default="", repr=False)  # of that key
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds; and the slowest line that is borne, in bytes a second."""

    connect: float = 15.0
    login: float = 30.0
    silence: float = 60.0
    keepalive: float = 15.0
    slowest: int = 2048

    def whole(self, size: int) -> float:
        """How long a file of that size may take altogether."""
        return self.silence * 2 + size / self.slowest


class _Keeper(asyncssh.SSHClient):
    """Compares the key that a server shows with the one that was confirmed."""

    def __init__(self, expected: str) -> None:
        self.expected = expected
        self.shown = ""

    def validate_host_public_key(
        self, host: str, addr: str, port: int, key: asyncssh.SSHKey
    ) -> bool:
        """Nobody gets further with another key."""
        self.shown = key.get_fingerprint()
        return bool(self.expected) and hmac.compare_digest(self.shown, self.expected)


class Line:
    """The connections that were opened, outermost first, and the file session on the last."""

    def __init__(self) -> None:
        """Nothing is open yet."""
        self.connections: list[asyncssh.SSHClientConnection] = []
        self.sftp: asyncssh.SFTPClient | None = None

    def abort(self) -> None:
        """Drop everything at once; whoever waits on it is told."""
        for connection in reversed(self.connections):
            connection.abort()

    async def close(self) -> None:
        """Take leave in order."""
        if self.sftp is not None:
            self.sftp.exit()
        for connection in reversed(self.connections):
            connection.close()
        for connection in reversed(self.connections):
            await connection.wait_closed()


async def meet(
    line: Line, login: Login, jump: Login | None, proxy: Proxy | None, patience: Patience
) -> None:
    """Open everything into `line`; a `LineError` says by its cause what stood in the way."""
    through = None
    if jump is not None:
        through = await _enter(line, jump, None, proxy, patience)
    connection = await _enter(line, login, through, proxy, patience)
    try:
        line.sftp = await connection.start_sftp_client(path_encoding=None)
    except (asyncssh.Error, OSError) as error:
        raise sftp_errors.meeting(error, login.host) from None


def check_identity(text: str, passphrase: str = "") -> str:
    """The fingerprint of a private key; InputRejected when it is none or needs a passphrase."""
    return _key(text, passphrase).get_fingerprint()


async def _enter(
    line: Line,
    login: Login,
    through: asyncssh.SSHClientConnection | None,
    proxy: Proxy | None,
    patience: Patience,
) -> asyncssh.SSHClientConnection:
    """Connect, trying the other key families where the confirmed key may be one of those."""
    everything = tuple(name for family in _FAMILIES for name in family)
    first: HostKeyChanged | None = None
    for algorithms in (everything, *_FAMILIES):
        try:
            connection = await _once(login, through, proxy, patience, algorithms)
        except HostKeyChanged as error:
            first = first or error
            if not login.host_key:
                break
        except LineError:
            if first is None:
                raise  # with a narrower family the server may only have no such key
        else:
            line.connections.append(connection)
            return connection
    assert first is not None
    raise first


async def _once(
    login: Login,
    through: asyncssh.SSHClientConnection | None,
    proxy: Proxy | None,
    patience: Patience,
    algorithms: tuple[str, ...],
) -> asyncssh.SSHClientConnection:
    keeper = _Keeper(login.host_key)
    way: dict[str, Any] = {"tunnel": through}
    if through is None:
        way = {"sock": await dial(login.host, login.port, proxy, patience.connect)}
    try:
        return await asyncssh.connect(
            login.host,
            login.port,
            **way,
            **_secrets(login),
            client_factory=lambda: keeper,
            username=login.user,
            known_hosts=([], [], []),  # empty, but not the file in the home folder
            server_host_key_algs=list(algorithms),
            config=None,
            agent_path=None,
            agent_forwarding=False,
            gss_host=None,
            # Quicker than the library's first choice on any processor of the last ten years.
            encryption_algs="^aes128-gcm@openssh.com,aes256-gcm@openssh.com",
            compression_algs=None,
            connect_timeout=patience.connect,
            login_timeout=patience.login,
            keepalive_interval=patience.keepalive,
            keepalive_count_max=4,
            utf8_decode_errors="replace",
        )
    except asyncssh.HostKeyNotVerifiable:
        raise _another_key(login, keeper.shown) from None
    except (asyncssh.Error, OSError, ValueError) as error:
        raise sftp_errors.meeting(error, login.host) from None
    finally:
        # The library closes what it was given only once it has begun.
        if through is None and way["sock"].fileno() != -1 and not keeper.shown:
            way["sock"].close()


def _secrets(login: Login) -> dict[str, Any]:
    """What may be shown to the server. None, where left empty: not what lies in the home folder."""
    key = _key(login.identity, login.passphrase) if login.identity else None
    return {
        "client_keys": [key] if key is not None else None,
        "password": login.password or None,
        "public_key_auth": key is not None,
    }


def _key(text: str, passphrase: str) -> asyncssh.SSHKey:
    try:
        return asyncssh.import_private_key(text, passphrase or None)
    except (asyncssh.KeyEncryptionError, asyncssh.KeyImportError, ValueError) as error:
        locked = (
            isinstance(error, asyncssh.KeyEncryptionError) or "passphrase" in str(error).lower()
        )
    if not locked:
        raise InputRejected(
            "identity",
            _("That file holds no private key."),
            _("It is the file without .pub, as ssh-keygen makes it, in OpenSSH or PEM form."),
        )
    message = _("The private key is protected by a passphrase.")
    if passphrase:
        message = _("The passphrase does not open the private key.")
    raise InputRejected("identity", message, _("Name a file with its passphrase."))


def _another_key(login: Login, shown: str) -> HostKeyChanged:
    if not login.host_key:
        return HostKeyChanged(
            _("{host} shows the key {shown}, which nobody has confirmed.").format(
                host=login.host, shown=shown
            ),
            _("Compare it with what the plan told you, then confirm it."),
            expected="",
            shown=shown,
            host=login.host,
            port=login.port,
        )
    return HostKeyChanged(
        _(
            "{host} shows another key than the one that was confirmed: {shown} instead of "
            "{expected}. It may be somebody else's server."
        ).format(host=login.host, shown=shown, expected=login.host_key),
        _("Nothing was sent. Call the plan; confirm the new key only if they say it is theirs."),
        expected=login.host_key,
        shown=shown,
        host=login.host,
        port=login.port,
    )
