"""Writes a calendar file (RFC 5545): days with a summary, nothing else.

Lines end in CRLF and are folded at 75 octets, never inside a character; text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_WIDTH = 75


@dataclass(frozen=True, slots=True)
class Event:
    """A whole-day event. `uid` stays the same as long as it is the same event."""

    uid: str
    on: date
    summary: str
    description: str = ""


def calendar_text(events: Iterable[Event], *, product: str, name: str, stamp: datetime) -> str:
    """The file. `stamp` is the aware moment of writing, in UTC; `name` is what programs show."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{escaped(product)}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for event in events:
        lines += _event(event, f"{stamp:%Y%m%dT%H%M%SZ}")
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _event(event: Event, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Text as RFC 5545 §3.3.11 wants it; control characters but the line break are left out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in plain if char in "\n\t" or (char >= " " and char != "\x7f"))
    for char in ("\\", ";", ","):
        kept = kept.replace(char, f"\\{char}")
    return kept.replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """A content line in parts of at most 75 octets; those after the first begin with a space."""
    part, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _WIDTH:
            yield part
            part, size = " ", 1
        part += char
        size += width
    yield part
