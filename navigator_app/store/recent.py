"""Whose passphrase to try first: each try costs as much as guessing one, half a second and 64 MiB.

`recent.json` keeps ids of slots that opened the store from this folder, the last first, each with a
keyed hash of its owner's name, so that a name typed at unlocking leads to its slot. It says nothing
of a passphrase, and a wrong or lost file costs time alone.
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
    try:
        found = json.loads((home / RECENT).read_bytes())["slots"]
        return [(str(slot_id), str(tag)) for slot_id, tag in found]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def _tag(keys: KeyFile, name: str) -> str:
    words = " ".join(name.split()).casefold()
    return hmac.new(keys.store_id.encode(), words.encode(), hashlib.sha256).hexdigest()[:16]
