"""How files go to a plan and come from it."""

from __future__ import annotations

import re
from dataclasses import dataclass

SFTP, FOLDER, HAND = "sftp", "folder", "hand"
PORT = 22

_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
_ADDRESS = re.compile(
    r"(?:(?P<user>[^@\s]+)@)?(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[^@:/\s\[\]]+))"
    r"(?::(?P<port>\d{1,5}))?"
)


@dataclass(frozen=True, slots=True)
class Address:
    """A user at a server."""

    user: str
    host: str
    port: int

    def __str__(self) -> str:
        """USER@HOST:PORT, as it is typed."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.user}@{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Connection:
    """The kept connection of one plan, without its secrets."""

    id: str
    plan_id: str
    plan_key: str
    plan_name: str
    kind: str  # SFTP, FOLDER, HAND
    host: str = ""
    port: int = PORT
    user: str = ""
    host_key: str = ""  # "" until somebody confirmed it
    pinned_at: str = ""
    inbox: str = ""
    outbox: str = ""
    jump: str = ""
    proxy: str = ""
    trusted: bool = False
    paused: bool = False

    @property
    def ready(self) -> bool:
        """Whether it can be used without a person: by hand never, by SFTP once confirmed."""
        return self.kind == FOLDER or (self.kind == SFTP and bool(self.host_key))


@dataclass(frozen=True, slots=True)
class Secrets:
    """What opens a connection; never shown, never logged."""

    identity: str = ""
    identity_passphrase: str = ""
    password: str = ""
    jump_identity: str = ""
    jump_host_key: str = ""
    proxy_password: str = ""

    def __repr__(self) -> str:
        """Nothing of it."""
        return "Secrets(…)"


@dataclass(frozen=True, slots=True)
class Shown:
    """The keys that the servers on the way show; `jump` is "" where there is none."""

    host_key: str
    jump: str = ""


@dataclass(frozen=True, slots=True)
class Tested:
    """What a test of a connection found."""

    connection: Connection
    inbox_files: int  # that could be fetched
    inbox_others: int  # folders, links, hidden or unsafe names
    skew_seconds: int | None  # their clock against ours; None where it cannot be seen
    skew_uncertain: int = 0


def read_address(text: str) -> Address:
    """Read USER@HOST[:PORT]; ValueError for anything else. An IPv6 host stands in brackets."""
    found = _ADDRESS.fullmatch(text.strip())
    if found is None or not found["user"]:
        raise ValueError(text)
    port = int(found["port"] or PORT)
    host = found["six"] or found["host"]
    if not 0 < port < 65536 or host.startswith("-") or len(host) > 253:
        raise ValueError(text)
    return Address(found["user"], host, port)


def is_fingerprint(text: str) -> bool:
    """Whether it is a key's fingerprint, SHA256:… as ssh-keygen -l prints it."""
    return _FINGERPRINT.fullmatch(text) is not None
