"""The opened store and everything a service needs beside it: who, where, when."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from navigator_app.domain.records import UserRow
from navigator_app.domain.vocabulary import Role
from navigator_app.runtime.clock import Clock

if TYPE_CHECKING:
    from navigator_app.store.engine import Store


@dataclass(slots=True)
class Workspace:
    """An unlocked store with the user at work. Belongs to one thread."""

    home: Path
    store: Store
    user: UserRow
    clock: Clock
    device: str

    def close(self) -> None:
        """Close the store and forget its key; safe to call twice."""
        raise NotImplementedError


def exists(home: Path) -> bool:
    """True when a store lies in that folder."""
    raise NotImplementedError


def create(
    home: Path,
    *,
    agency: str,
    npi: str,
    user: str,
    role: Role,
    passphrase: str,
    clock: Clock,
    phone: str = "",
) -> tuple[Workspace, str]:
    """Make the encrypted store and return it open, with the recovery code (shown once).

    InputRejected for an empty name, a bad NPI or a passphrase that is too weak.
    """
    raise NotImplementedError


def wait_seconds(home: Path, clock: Clock) -> float:
    """Seconds until the next try is allowed after wrong passphrases; survives a restart."""
    raise NotImplementedError


def unlock(home: Path, passphrase: str, *, clock: Clock, user: str = "") -> Workspace:
    """Open the store. WrongPassphrase says how long to wait; StoreUnavailable says what is wrong.

    `user` names who is at work; without it the only active user, else InputRejected.
    """
    raise NotImplementedError


def unlock_with_recovery(
    home: Path, code: str, new_passphrase: str, *, clock: Clock, user: str = ""
) -> Workspace:
    """Open with the recovery code and set a new passphrase."""
    raise NotImplementedError


def change_passphrase(ws: Workspace, old: str, new: str) -> None:
    """Rewrap the key under a new passphrase; the store itself is not rewritten."""
    raise NotImplementedError


def new_recovery_code(ws: Workspace, passphrase: str) -> str:
    """Replace the recovery slot and return the new code, shown once."""
    raise NotImplementedError
