"""Looks for what must not be there: a member's name, number or note, in any file and encoding."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
SURE = 7
"""From so many bytes on a match in encrypted bytes by chance is out of the question; a shorter one
counts when most of what stands around it is text too, as it would in a record."""

AROUND = 12
TEXT_SHARE = 0.75


@dataclass(frozen=True)
class Trace:
    """One find."""

    file: Path
    needle: str
    encoding: str


def needles_of(rosters: Iterable[Path], typed: Iterable[str]) -> set[str]:
    """Every name of four letters or more, every CIN and phone of the rosters, and typed texts."""
    found = {text for text in typed if len(text) >= 4}
    for roster in rosters:
        with roster.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                found |= _of_row(row)
    return {needle for needle in found if len(needle) >= 4 and needle.strip("0")}


def _of_row(row: dict[str, str]) -> set[str]:
    names = {row["Member First Name"], row["Member Last Name"]}
    words = {part for name in names for part in name.replace("-", " ").split()}
    phone = row["Member Primary Phone Number"]
    spoken = {f"({phone[:3]}) {phone[3:6]}-{phone[6:]}"} if phone.strip("0") else set()
    cin = row["Medi-Cal Member Client Index Number (CIN)"]
    return names | words | spoken | {phone, cin, row["Managed Care Plan Member ID Number"]}


def traces(folders: Iterable[Path], needles: set[str]) -> list[Trace]:
    """Every needle in every file below the folders, also in file names."""
    wanted = [
        (needle, encoding, needle.encode(encoding))
        for needle in sorted(needles)
        for encoding in ENCODINGS
    ]
    found: list[Trace] = []
    for file in files_below(folders):
        data = str(file.name).encode() + b"\0" * AROUND + file.read_bytes()
        for needle, encoding, code in wanted:
            if _stands_in(data, code):
                found.append(Trace(file, needle, encoding))
    return found


def files_below(folders: Iterable[Path]) -> list[Path]:
    """All regular files below the folders."""
    return [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]


def _stands_in(data: bytes, code: bytes) -> bool:
    place = data.find(code)
    while place >= 0:
        if len(code) >= SURE or _among_text(data, place, place + len(code)):
            return True
        place = data.find(code, place + 1)
    return False


def _among_text(data: bytes, first: int, last: int) -> bool:
    around = data[max(0, first - AROUND) : first] + data[last : last + AROUND]
    text = sum(32 <= byte < 127 or byte in b"\0\t\r\n" for byte in around)
    return text >= TEXT_SHARE * len(around)
