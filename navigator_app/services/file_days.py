"""The day or the month that a file itself says it is of: by its name, or above its headings.

Plans put one there, each in its own way; no source fixes how, so what does not read as exactly one
day or month says nothing. The day on which a file came is another thing, and never stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from navigator_app.services import phrases

AHEAD = timedelta(days=62)
"""How far ahead a file may be dated: plans send next month's early. Our own figure."""

_FIRST = 2000
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORD = "|".join(_MONTHS)
_EDGE, _END = r"(?<!\d)", r"(?!\d)"
_SEP = r"[-_. ]?"
_DAYS = (
    (rf"{_EDGE}(?P<y>20\d\d){_SEP}(?P<m>\d\d){_SEP}(?P<d>\d\d){_END}"),
    (rf"{_EDGE}(?P<m>\d\d){_SEP}(?P<d>\d\d){_SEP}(?P<y>20\d\d){_END}"),
    (rf"(?<![a-z])(?P<w>{_WORD})[a-z]*[ .]+(?P<d>\d\d?),? +(?P<y>20\d\d){_END}"),
)
_WRITTEN = (*_DAYS, rf"{_EDGE}(?P<m>\d\d?)-(?P<d>\d\d?)-(?P<y>20\d\d){_END}")
"""In words, as they are written in the United States."""
_OF_MONTH = (
    (rf"{_EDGE}(?P<y>20\d\d){_SEP}(?P<m>\d\d){_END}"),
    (rf"{_EDGE}(?P<m>\d\d)[-_. ](?P<y>20\d\d){_END}"),
    (rf"(?<![a-z])(?P<w>{_WORD})[a-z]*{_SEP}(?P<y>20\d\d){_END}"),
    (rf"{_EDGE}(?P<y>20\d\d){_SEP}(?P<w>{_WORD})"),
)


def of_name(name: str, today: date) -> tuple[date, bool] | None:
    """The day that a file's name carries, and whether it is a day (else the first of its month).

    None where the name says none, or more than one, or one that is far from today.
    """
    return _one(name.rpartition(".")[0] or name, _DAYS, today)


def of_words(cells: Iterable[str], today: date) -> str:
    """The day ("2026-11-29") or month ("2026-11") that the cells above a file's headings say it is
    of; "" where they say none, or more than one."""
    found = _one("\n".join(cells).replace("/", "-"), _WRITTEN, today)
    if found is None:
        return ""
    day, whole = found
    return day.isoformat() if whole else f"{day:%Y-%m}"


def told(name: str, dated: str, today: date) -> str:
    """The day or month by which a person knows a file, in words: as its name says, else as the file
    itself does (`of_words`); "" where neither says one."""
    found = of_name(name, today)
    if found is None and dated:
        found = date.fromisoformat(f"{dated}-01"[:10]), len(dated) > len("2026-11")
    if found is None:
        return ""
    day, whole = found
    return phrases.day(day) if whole else phrases.month(day)


def _one(text: str, days: Iterable[str], today: date) -> tuple[date, bool] | None:
    for patterns, whole in ((days, True), (_OF_MONTH, False)):
        found = {
            day
            for pattern in patterns
            for match in re.finditer(pattern, text.lower())
            if (day := _day(match.groupdict(), today)) is not None
        }
        if found:
            return (found.pop(), whole) if len(found) == 1 else None
    return None


def _day(parts: dict[str, str | None], today: date) -> date | None:
    word = parts.get("w")
    month = _MONTHS.index(word) + 1 if word else int(parts.get("m") or 0)
    try:
        day = date(int(parts["y"] or 0), month, int(parts.get("d") or 1))
    except ValueError:
        return None
    return day if date(_FIRST, 1, 1) <= day <= today + AHEAD else None
