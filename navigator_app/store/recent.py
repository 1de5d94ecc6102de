"""Whose passphrase to try first: each try costs as much as guessing one, half a second and 64 MiB.

`recent.json` keeps ids of slots that opened the store from this folder, the last first, each with
eight bits of a hash of its owner's name, so that a name typed at unlocking leads to its slot. A
whole hash would tell a thief with a list of names who works here, since its key lies in the key
file; one name of 256 has the same eight bits. The ids stand in the key file, too. It says nothing
of a passphrase or a member, and a wrong, strange or lost file costs time alone.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from pathlib import Path

from navigator_app.errors import StoreUnavailable
from navigator_app.store.files import write_json
from navigator_app.store.keys import PASSPHRASE, KeyFile, Slot

RECENT = "recent.json"
_MOST = 40
_LARGEST = 64 * 1024
"""Bytes that are read of it: forty lines are far less."""
_TAG = 2
"""Hexadecimal digits of a name's hash."""


def several(keys: KeyFile) -> bool:
    """True when more than one passphrase opens the store."""
    return sum(one.kind == PASSPHRASE for one in keys.slots) > 1


def ordered(home: Path, keys: KeyFile, name: str = "") -> KeyFile:
    """The key file with the likeliest slots first: of that name, then those used last."""
    known = _read(home)
    places = {slot_id: place for place, (slot_id, _tag_of) in enumerate(known)}
    wanted = {slot_id for slot_id, tag in known if name.strip() and tag == _tag(keys, name)}

    def rank(slot: Slot) -> tuple[bool, int]:
        return slot.id not in wanted, places.get(slot.id, len(places))

    return replace(keys, slots=tuple(sorted(keys.slots, key=rank)))


def note(home: Path, keys: KeyFile, slot_id: str, name: str) -> None:
    """Keep that this slot opened the store; a folder that cannot be written to is let be."""
    known, new = _read(home), (slot_id, _tag(keys, name))
    if not several(keys) or known[:1] == [new]:
        return
    there = {one.id for one in keys.slots}
    kept = [one for one in known if one[0] != slot_id and one[0] in there]
    try:
        write_json(home / RECENT, {"slots": [list(one) for one in [new, *kept][:_MOST]]})
    except StoreUnavailable:
        return


def _read(home: Path) -> list[tuple[str, str]]:
    path = home / RECENT
    try:
        if not path.is_file():  # a pipe of that name would be waited for
            return []
        with path.open("rb") as file:
            lines = json.loads(file.read(_LARGEST))["slots"]
        found: dict[str, str] = {}
        for slot_id, tag in lines:
            found.setdefault(str(slot_id), str(tag)[:_TAG])
        return list(found.items())[:_MOST]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return []


def _tag(keys: KeyFile, name: str) -> str:
    words = " ".join(name.split()).casefold()
    spoken = words.encode("utf-8", "surrogatepass")  # an argument may hold any bytes
    return hmac.new(keys.store_id.encode(), spoken, hashlib.sha256).hexdigest()[:_TAG]
