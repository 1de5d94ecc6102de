"""Key slots: the store's random 256-bit key, wrapped under a passphrase or a recovery code.

`keys.json` holds no secret in the clear. A slot is Argon2id parameters, a salt, a nonce and the
AES-256-GCM wrapped key; the store's id, the slot's id and its parameters are authenticated with
it. Changing a passphrase rewraps the key and never touches the store.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from navigator_app.domain.identifiers import uuid7
from navigator_app.errors import KeyFileMissing, StoreDamaged, StoreTooNew, WrongPassphrase
from navigator_app.i18n import _
from navigator_app.store.files import KEYS, plain_errors, write_json
from navigator_app.store.recovery import new_code, normal_code, normal_passphrase

FORMAT = 1
KEY_BYTES = 32
PASSPHRASE, RECOVERY = "passphrase", "recovery"
_LIMITS = {"memory_kib": (8, 4 << 20), "time": (1, 64), "parallelism": (1, 64)}


@dataclass(frozen=True, slots=True)
class Kdf:
    """Argon2id parameters. The default is RFC 9106's second recommendation: 64 MiB, 3, 4."""

    memory_kib: int = 64 * 1024
    time: int = 3
    parallelism: int = 4


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the key. `kind` is passphrase or recovery; `user_id` whose passphrase it is."""

    id: str
    kind: str
    user_id: str | None
    kdf: Kdf
    salt: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The key file as read: the store's id and its slots."""

    store_id: str
    slots: tuple[Slot, ...]


def new_key() -> bytes:
    """Return a random 256-bit store key."""
    return os.urandom(KEY_BYTES)


def new_key_file(
    key: bytes, passphrase: str, *, user_id: str | None, kdf: Kdf | None = None
) -> tuple[KeyFile, str]:
    """Wrap a new store's key twice and return the key file (not yet written) and the code."""
    store_id = uuid7()
    code = new_code()
    kdf = kdf or Kdf()
    slots = (
        _wrap(store_id, PASSPHRASE, user_id, normal_passphrase(passphrase), key, kdf),
        _wrap(store_id, RECOVERY, None, normal_code(code), key, kdf),
    )
    return KeyFile(store_id, slots), code


def open_with_passphrase(keys: KeyFile, passphrase: str) -> tuple[bytes, Slot]:
    """Return the key and the slot that gave it; WrongPassphrase when none does."""
    return _open(keys, PASSPHRASE, normal_passphrase(passphrase))


def open_with_code(keys: KeyFile, code: str) -> tuple[bytes, Slot]:
    """Return the key by the recovery code; InputRejected for a typo, else WrongPassphrase."""
    return _open(keys, RECOVERY, normal_code(code))


def with_passphrase(
    keys: KeyFile, key: bytes, passphrase: str, *, user_id: str | None, kdf: Kdf | None = None
) -> KeyFile:
    """Return the key file with this user's passphrase slot replaced (a nameless one too)."""
    mine = {user_id, None}
    old = [slot for slot in keys.slots if slot.kind == PASSPHRASE and slot.user_id in mine]
    chosen = kdf or (old[0].kdf if old else Kdf())
    new = _wrap(keys.store_id, PASSPHRASE, user_id, normal_passphrase(passphrase), key, chosen)
    return KeyFile(keys.store_id, (new, *(slot for slot in keys.slots if slot not in old)))


def with_recovery(keys: KeyFile, key: bytes, kdf: Kdf | None = None) -> tuple[KeyFile, str]:
    """Return the key file with a new recovery slot instead of the old, and the new code."""
    old = [slot for slot in keys.slots if slot.kind == RECOVERY]
    code = new_code()
    chosen = kdf or (old[0].kdf if old else Kdf())
    new = _wrap(keys.store_id, RECOVERY, None, normal_code(code), key, chosen)
    kept = (slot for slot in keys.slots if slot.kind != RECOVERY)
    return KeyFile(keys.store_id, (*kept, new)), code


def write(folder: Path, keys: KeyFile) -> None:
    """Write the key file of a folder whole, mode 0600."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "store_id": keys.store_id,
        "slots": [_slot_to_json(slot) for slot in keys.slots],
    }
    content["check"] = _check(content)
    write_json(folder / KEYS, content)


def read(home: Path) -> KeyFile:
    """Read the key file: KeyFileMissing, StoreDamaged when cut short or altered, StoreTooNew."""
    path = home / KEYS
    if not path.exists():
        raise KeyFileMissing(
            _("Key file missing"),
            _("The store is here, but its key file {name} is not.").format(name=KEYS),
            _("Put the key file back into the folder, from a backup if need be."),
        )
    with plain_errors():
        data = path.read_bytes()
    try:
        content = json.loads(data)
        if content["format"] > FORMAT:
            raise _too_new()
        if not hmac.compare_digest(content["check"], _check(content)):
            raise ValueError("check")
        slots = tuple(_slot_from_json(slot) for slot in content["slots"])
        return KeyFile(str(content["store_id"]), slots)
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged(
            _("Key file damaged"),
            _("The key file {name} is cut short or was altered.").format(name=KEYS),
            _("Put the key file back from a backup; the store itself was not touched."),
        ) from error


def _too_new() -> StoreTooNew:
    return StoreTooNew(
        _("Newer version needed"),
        _("A newer version of the program wrote the key file."),
        _("Update the program on this computer."),
    )


def _check(content: dict[str, Any]) -> str:
    """Tell damage from a wrong passphrase; the slots themselves are authenticated by the key."""
    body = json.dumps([content["format"], content["store_id"], content["slots"]], sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()


def _derive(secret: str, slot_salt: bytes, kdf: Kdf) -> bytes:
    from argon2.low_level import Type, hash_secret_raw  # only unlocking needs it

    return hash_secret_raw(
        secret.encode(),
        slot_salt,
        time_cost=kdf.time,
        memory_cost=kdf.memory_kib,
        parallelism=kdf.parallelism,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _bound(store_id: str, slot_id: str, kind: str, user_id: str | None, kdf: Kdf) -> bytes:
    return json.dumps([store_id, slot_id, kind, user_id, asdict(kdf)], sort_keys=True).encode()


def _wrap(store_id: str, kind: str, user_id: str | None, secret: str, key: bytes, kdf: Kdf) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # only unlocking needs it

    slot_id, salt, nonce = uuid7(), os.urandom(16), os.urandom(12)
    bound = _bound(store_id, slot_id, kind, user_id, kdf)
    wrapped = AESGCM(_derive(secret, salt, kdf)).encrypt(nonce, key, bound)
    return Slot(slot_id, kind, user_id, kdf, salt, nonce, wrapped)


def _open(keys: KeyFile, kind: str, secret: str) -> tuple[bytes, Slot]:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    for slot in keys.slots:
        if slot.kind != kind:
            continue
        bound = _bound(keys.store_id, slot.id, slot.kind, slot.user_id, slot.kdf)
        try:
            derived = _derive(secret, slot.salt, slot.kdf)
            return AESGCM(derived).decrypt(slot.nonce, slot.wrapped, bound), slot
        except InvalidTag:
            continue
    if kind == RECOVERY:
        raise WrongPassphrase(
            _("This recovery code is not the one of this store."),
            _("A newer page may have been printed since; look for the latest."),
        )
    raise WrongPassphrase(
        _("The passphrase is wrong."),
        _("Check Caps Lock and the keyboard language, or use the recovery code."),
    )


def _slot_to_json(slot: Slot) -> dict[str, Any]:
    return {
        "id": slot.id,
        "kind": slot.kind,
        "user_id": slot.user_id,
        "kdf": {"name": "argon2id", **asdict(slot.kdf)},
        "salt": b64encode(slot.salt).decode(),
        "nonce": b64encode(slot.nonce).decode(),
        "wrapped": b64encode(slot.wrapped).decode(),
    }


def _slot_from_json(content: dict[str, Any]) -> Slot:
    kdf = content["kdf"]
    if kdf["name"] != "argon2id":
        raise ValueError("kdf")
    for name, (low, high) in _LIMITS.items():
        if type(kdf[name]) is not int or not low <= kdf[name] <= high:
            raise ValueError(name)
    salt, nonce, wrapped = (
        b64decode(content[name], validate=True) for name in ("salt", "nonce", "wrapped")
    )
    if (len(salt), len(nonce), len(wrapped)) != (16, 12, KEY_BYTES + 16):
        raise ValueError("length")
    chosen = Kdf(kdf["memory_kib"], kdf["time"], kdf["parallelism"])
    return Slot(content["id"], content["kind"], content["user_id"], chosen, salt, nonce, wrapped)
