"""Looks at a scan or photo of printed forms: which sheets are in it, and what their codes say.

Bytes in, facts out: nothing is written anywhere. The file is opened in a process of its own
(`scan_process`), which is ended when a sheet takes too long or too much memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from navigator_app.domain.attachment_inspector import Inspector
from navigator_app.domain.attachment_types import HEIC
from navigator_app.domain.attachments import CHUNK, Limits
from navigator_app.forms.codes import Stamp

MOST_PAGES = 500
MOST_BYTES = 100 * 1024 * 1024
"""Of a whole scan; each form in it must fit what one attachment may have."""


class Trouble(StrEnum):
    """Why a file, or one sheet of it, cannot be looked at."""

    LOCKED = "locked"  # it asks for a password
    HEIC = "heic"  # a phone's own format, which is kept but not decoded
    BROKEN = "broken"
    TOO_MUCH = "too-much"  # it unfolds to more than is safe
    TOO_LONG = "too-long"  # it takes longer than any paper does
    TOO_MANY_PAGES = "too-many-pages"
    STOPPED = "stopped"  # by the person who waits
    NO_READER = "no-reader"  # the process that looks could not be started


class Unreadable(ValueError):
    """A file that cannot be looked at; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        """Keep the reason."""
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a scan, from 1: the codes of ours on it, how many others, or what is wrong."""

    page: int
    stamps: tuple[Stamp, ...] = ()
    others: int = 0
    empty: bool = False
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """A whole scan, looked at. The bytes go with it: they are what is kept."""

    data: bytes
    media_type: str
    sha256: str
    sheets: tuple[Sheet, ...]


Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def look(
    data: bytes,
    limits: Limits,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Looked:
    """Look at every page of a PDF or picture.

    `progress` hears pages done and pages in all; `cancelled` is asked before each. Flawed names
    what is no picture or PDF or not whole, Unreadable what cannot be looked at.
    """
    from navigator_app.forms.scan_process import sheets as looked_at  # only when there is a scan

    media_type = _checked(data, limits)
    sheets: list[Sheet] = []
    for sheet, of in looked_at(data, media_type, limits.pixels, cancelled):
        sheets.append(sheet)
        if progress is not None:
            progress(sheet.page, of)
    return Looked(data, media_type, hashlib.sha256(data).hexdigest(), tuple(sheets))


def part(looked: Looked, pages: Sequence[int], limits: Limits) -> bytes:
    """Those pages, from 1, in that order, as a document of their own; the very bytes that came
    where they are all there is. Unreadable when they cannot be taken out."""
    wanted = list(pages)
    if wanted == [one.page for one in looked.sheets]:
        return looked.data
    from navigator_app.forms.scan_process import only

    places = [page - 1 for page in wanted]
    return only(looked.data, looked.media_type, limits.pixels, places)


def _checked(data: bytes, limits: Limits) -> str:
    """What it is; Flawed where no attachment could be made of it either."""
    inspector = Inspector(MOST_BYTES, limits.pixels)
    for at in range(0, len(data), CHUNK):
        inspector.feed(data[at : at + CHUNK])
    media_type = inspector.finish().media_type
    if media_type == HEIC:
        raise Unreadable(Trouble.HEIC)
    return media_type
