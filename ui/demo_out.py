"""What a walk leaves in its folder: files by names of their own, and none of anybody else's."""

from __future__ import annotations

import re
from pathlib import Path

SUMMARY = "summary.txt"
TITLE = "Navigator demonstration"
"""The first line of the summary, by which a walk knows what an earlier one left."""

_LEFT = re.compile(r"^(?:  |Status file: )(\d{2,3}-[\w-]+\.png|form-[\w-]+\.pdf|CSRTF_\w+\.csv)\b")


def remove_earlier(out: Path) -> None:
    """Remove what the summary in a folder says an earlier walk left there, and the summary."""
    summary = out / SUMMARY
    try:
        lines = summary.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    if lines[:1] != [TITLE]:
        return
    for line in lines:
        if found := _LEFT.match(line):
            (out / found[1]).unlink(missing_ok=True)
    summary.unlink()


def free(out: Path, name: str) -> Path:
    """A path for a file of that name that stands on nobody else's, numbered where one is there."""
    stem, _dot, ending = name.rpartition(".")
    number, place = 1, out / name
    while place.exists():
        number += 1
        place = out / f"{stem}-{number}.{ending}"
    return place
