"""Key slots: the store's random 256-bit key, wrapped under a passphrase or a recovery code.

`keys.json` holds no secret in the clear. A slot is Argon2id parameters, a salt, a nonce and the
AES-256-GCM wrapped key; the store's id, the slot's id and its parameters are authenticated with
it. Changing a passphrase rewraps the key and never touches the store.

Beside the key a slot wraps a private half of its own. When the store gets a new key, that is sealed
to the public half of each slot that stays (`rekey`), and rewrapped when its owner next unlocks.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from navigator_app.domain.identifiers import uuid7
from navigator_app.errors import (
    KeyFileMissing,
    StoreDamaged,
    StoreTooNew,
    StoreUnavailable,
    WrongPassphrase,
)
from navigator_app.i18n import _
from navigator_app.store import key_seal
from navigator_app.store.files import KEYS, plain_errors, write_json
from navigator_app.store.recovery import new_code, normal_code, normal_passphrase

FORMAT = 2
KEY_BYTES = 32
PASSPHRASE, RECOVERY, ESCROW = "passphrase", "recovery", "escrow"
_LIMITS = {"memory_kib": (8, 4 << 20), "time": (1, 64), "parallelism": (1, 64)}


@dataclass(frozen=True, slots=True)
class Kdf:
    """Argon2id parameters. The default is RFC 9106's second recommendation: 64 MiB, 3, 4."""

    memory_kib: int = 64 * 1024
    time: int = 3
    parallelism: int = 4


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the key. `kind` is passphrase, recovery or escrow; `user_id` whose passphrase it
    is, or who made the escrow.

    `sealed` are newer keys of the store, the newest first, sealed to `public`; `stale` says that
    the wrapped key is of before. Both end when the owner unlocks.
    """

    id: str
    kind: str
    user_id: str | None
    kdf: Kdf
    salt: bytes
    nonce: bytes
    wrapped: bytes
    public: bytes = b""
    sealed: tuple[bytes, ...] = ()
    stale: bool = False


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The key file as read: the store's id and its slots.

    `pending`: the store is being given a new key and may have either. `mac` authenticates by the
    key whose slots there are, so that a new key is sealed to nobody who slipped in.
    """

    store_id: str
    slots: tuple[Slot, ...]
    pending: bool = False
    mac: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened slot: the keys it gives, the likeliest first, and what rewraps it."""

    keys: tuple[bytes, ...]
    slot: Slot
    private: bytes
    derived: bytes


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
    return signed(KeyFile(store_id, slots), key), code


def opened_by_passphrase(keys: KeyFile, passphrase: str) -> Opened:
    """Open a passphrase slot; WrongPassphrase when none fits."""
    return _open(keys, PASSPHRASE, normal_passphrase(passphrase))


def opened_by_code(keys: KeyFile, code: str) -> Opened:
    """Open the recovery slot; InputRejected for a typo, else WrongPassphrase."""
    return _open(keys, RECOVERY, normal_code(code))


def opened_by_escrow(keys: KeyFile, code: str) -> Opened:
    """Open an escrow slot; InputRejected for a typo, else WrongPassphrase."""
    return _open(keys, ESCROW, normal_code(code))


def open_with_passphrase(keys: KeyFile, passphrase: str) -> tuple[bytes, Slot]:
    """Return the newest key and the slot that gave it; WrongPassphrase when none does."""
    found = opened_by_passphrase(keys, passphrase)
    return found.keys[0], found.slot


def signed(keys: KeyFile, key: bytes) -> KeyFile:
    """The key file with its slots authenticated by the key."""
    return replace(keys, mac=_mac(keys, key))


def is_whole(keys: KeyFile, key: bytes) -> bool:
    """True when the slots are those that somebody with the key wrote."""
    return hmac.compare_digest(keys.mac, _mac(keys, key))


def straightened(keys: KeyFile, opened: Opened, key: bytes) -> KeyFile:
    """The key file with an opened slot wrapping the store's present key itself."""
    slot = replace(opened.slot, sealed=(), stale=False)
    slot = _filled(keys.store_id, slot, opened.derived, key, opened.private)
    return replace(keys, slots=tuple(slot if one.id == slot.id else one for one in keys.slots))


def without(keys: KeyFile, key: bytes, user_id: str) -> KeyFile:
    """The key file without the passphrases of a user and the escrow codes that they saw."""
    kept = tuple(one for one in keys.slots if one.kind == RECOVERY or one.user_id != user_id)
    return signed(replace(keys, slots=kept), key)


def sealed_to(keys: KeyFile, slot: Slot, key: bytes) -> bytes:
    """A newer key for the owner of a slot, whose passphrase is not at hand."""
    return key_seal.seal(slot.public, key, _bound(keys.store_id, slot))


def users(keys: KeyFile) -> frozenset[str]:
    """Whose passphrases open the store."""
    return frozenset(one.user_id for one in keys.slots if one.kind == PASSPHRASE and one.user_id)


def with_passphrase(
    keys: KeyFile, key: bytes, passphrase: str, *, user_id: str | None, kdf: Kdf | None = None
) -> KeyFile:
    """Return the key file with this user's passphrase slot replaced (a nameless one too).

    StoreUnavailable while the store is being given a new key: a new slot would open but one.
    """
    no_change_of_key(keys)
    mine = {user_id, None}
    old = [slot for slot in keys.slots if slot.kind == PASSPHRASE and slot.user_id in mine]
    chosen = kdf or (old[0].kdf if old else Kdf())
    new = _wrap(keys.store_id, PASSPHRASE, user_id, normal_passphrase(passphrase), key, chosen)
    kept = (slot for slot in keys.slots if slot not in old)
    return signed(replace(keys, slots=(new, *kept)), key)


def with_recovery(keys: KeyFile, key: bytes, kdf: Kdf | None = None) -> tuple[KeyFile, str]:
    """Return the key file with a new recovery slot instead of the old, and the new code."""
    no_change_of_key(keys)
    old = [slot for slot in keys.slots if slot.kind == RECOVERY]
    code = new_code()
    chosen = kdf or (old[0].kdf if old else Kdf())
    new = _wrap(keys.store_id, RECOVERY, None, normal_code(code), key, chosen)
    kept = (slot for slot in keys.slots if slot.kind != RECOVERY)
    return signed(replace(keys, slots=(*kept, new)), key), code


def escrows(keys: KeyFile) -> tuple[Slot, ...]:
    """The escrow slots."""
    return tuple(one for one in keys.slots if one.kind == ESCROW)


def with_escrow(
    keys: KeyFile, key: bytes, *, user_id: str, instead: str = "", kdf: Kdf | None = None
) -> tuple[KeyFile, str, str]:
    """Return the key file with one more escrow slot, its id and its code; `instead` is the slot
    whose place it takes. StoreUnavailable while the store is being given a new key."""
    no_change_of_key(keys)
    code = new_code()
    new = _wrap(keys.store_id, ESCROW, user_id, normal_code(code), key, kdf or Kdf())
    kept = (slot for slot in keys.slots if slot.id != instead)
    return signed(replace(keys, slots=(*kept, new)), key), new.id, code


def without_slot(keys: KeyFile, key: bytes, slot_id: str) -> KeyFile:
    """The key file without one slot."""
    no_change_of_key(keys)
    return signed(replace(keys, slots=tuple(one for one in keys.slots if one.id != slot_id)), key)


def write(folder: Path, keys: KeyFile) -> None:
    """Write the key file of a folder whole, mode 0600."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "store_id": keys.store_id,
        "slots": [_slot_to_json(slot) for slot in keys.slots],
        "pending": keys.pending,
        "mac": keys.mac,
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
        pending, mac = bool(content.get("pending")), str(content.get("mac", ""))
        return KeyFile(str(content["store_id"]), slots, pending, mac)
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged(
            _("Key file damaged"),
            _("The key file {name} is cut short or was altered.").format(name=KEYS),
            _("Put the key file back from a backup; the store itself was not touched."),
        ) from error


def no_change_of_key(keys: KeyFile) -> None:
    """StoreUnavailable while the store is being given a new key."""
    if keys.pending:
        raise StoreUnavailable(
            _("Not finished"),
            _("The store is still being given its new key."),
            _("Lock and unlock it once; that finishes it. Then try again."),
        )


def _too_new() -> StoreTooNew:
    return StoreTooNew(
        _("Newer version needed"),
        _("A newer version of the program wrote the key file."),
        _("Update the program on this computer."),
    )


def _check(content: dict[str, Any]) -> str:
    """Tell damage from a wrong passphrase; the slots themselves are authenticated by the key."""
    parts = [content["format"], content["store_id"], content["slots"]]
    if content["format"] > 1:
        parts += [content["pending"], content["mac"]]
    body = json.dumps(parts, sort_keys=True)
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


def _bound(store_id: str, slot: Slot) -> bytes:
    parts = [store_id, slot.id, slot.kind, slot.user_id, asdict(slot.kdf)]
    if slot.public:
        parts.append(slot.public.hex())
    return json.dumps(parts, sort_keys=True).encode()


def _mac(keys: KeyFile, key: bytes) -> str:
    own = hmac.new(key, b"navigator key slots", hashlib.sha256).digest()
    slots = [[one.id, one.kind, one.user_id, one.public.hex()] for one in keys.slots]
    body = json.dumps([keys.store_id, sorted(slots, key=str)]).encode()
    return hmac.new(own, body, hashlib.sha256).hexdigest()


def _wrap(store_id: str, kind: str, user_id: str | None, secret: str, key: bytes, kdf: Kdf) -> Slot:
    private, public = key_seal.new_pair()
    salt = os.urandom(16)
    slot = Slot(uuid7(), kind, user_id, kdf, salt, b"", b"", public)
    return _filled(store_id, slot, _derive(secret, salt, kdf), key, private)


def _filled(store_id: str, slot: Slot, derived: bytes, key: bytes, private: bytes) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # only unlocking needs it

    nonce = os.urandom(12)
    wrapped = AESGCM(derived).encrypt(nonce, key + private, _bound(store_id, slot))
    return replace(slot, nonce=nonce, wrapped=wrapped)


def _open(keys: KeyFile, kind: str, secret: str) -> Opened:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    for slot in keys.slots:
        if slot.kind != kind:
            continue
        bound = _bound(keys.store_id, slot)
        try:
            derived = _derive(secret, slot.salt, slot.kdf)
            inner = AESGCM(derived).decrypt(slot.nonce, slot.wrapped, bound)
            key, private = inner[:KEY_BYTES], inner[KEY_BYTES:]
            newer = tuple(key_seal.unseal(private, one, bound) for one in slot.sealed)
            return Opened(newer if slot.stale else (*newer, key), slot, private, derived)
        except InvalidTag:
            continue
    if kind != PASSPHRASE:
        raise WrongPassphrase(
            _("This is neither the recovery code of this store nor one from its safe."),
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
        "public": b64encode(slot.public).decode(),
        "sealed": [b64encode(one).decode() for one in slot.sealed],
        "stale": slot.stale,
    }


def _slot_from_json(content: dict[str, Any]) -> Slot:
    kdf = content["kdf"]
    if kdf["name"] != "argon2id":
        raise ValueError("kdf")
    for name, (low, high) in _LIMITS.items():
        if type(kdf[name]) is not int or not low <= kdf[name] <= high:
            raise ValueError(name)
    salt, nonce, wrapped, public, *sealed = (
        b64decode(one, validate=True)
        for one in (
            content["salt"], content["nonce"], content["wrapped"], content.get("public", ""),
            *content.get("sealed", []),
        )
    )  # fmt: skip
    inner = KEY_BYTES + len(public)  # a slot of before has no pair
    sizes = (len(salt), len(nonce), len(wrapped))
    if sizes != (16, 12, inner + 16) or len(public) not in (0, KEY_BYTES):
        raise ValueError("length")
    if any(len(one) != key_seal.SEALED_BYTES for one in sealed) or (sealed and not public):
        raise ValueError("sealed")
    chosen = Kdf(kdf["memory_kib"], kdf["time"], kdf["parallelism"])
    return Slot(
        content["id"], content["kind"], content["user_id"], chosen, salt, nonce, wrapped,
        public, tuple(sealed), bool(content.get("stale")) and bool(sealed),
    )  # fmt: skip
