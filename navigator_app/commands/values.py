"""How values are written on the command line; a wrong one is wrong usage."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TypeVar

from navigator_app.domain.identifiers import month_bounds
from navigator_app.domain.vocabulary import Word
from navigator_app.errors import InputRejected
from navigator_app.i18n import _

YEARS = range(1900, 2200)
"""Years that a date can have here; another is a slip of the finger."""

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?")


def day(text: str) -> date:
    """A date, YYYY-MM-DD."""
    try:
        if len(text) != 10:
            raise ValueError(text)
        return _possible(date.fromisoformat(text))
    except ValueError:
        raise ArgumentTypeError(
            _("{text} is no date; write it as YYYY-MM-DD").format(text=repr(text))
        ) from None


def moment(text: str) -> datetime:
    """A local moment, YYYY-MM-DDTHH:MM."""
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError(text)
        return _possible(datetime.fromisoformat(text))
    except ValueError:
        raise ArgumentTypeError(
            _("{text} is no moment; write it as YYYY-MM-DDTHH:MM, local time").format(
                text=repr(text)
            )
        ) from None


def period(text: str) -> str:
    """A month, YYYY-MM."""
    try:
        _possible(month_bounds(text)[0])
    except ValueError:
        raise ArgumentTypeError(
            _("{text} is no month; write it as YYYY-MM").format(text=repr(text))
        ) from None
    return text


def count(text: str) -> int:
    """A whole number, 0 or more."""
    if not text.isdecimal() or len(text) > 9:
        raise ArgumentTypeError(_("{text} is no whole number of 0 or more").format(text=repr(text)))
    return int(text)


def check_text(args: Namespace) -> None:
    """Refuse a word whose bytes are no text: it could be neither kept nor found. A file's name may
    be such."""
    for value in vars(args).values():
        if isinstance(value, str):
            try:
                value.encode()
            except UnicodeEncodeError:
                raise InputRejected(
                    "words",
                    _("A word of the command holds bytes that are no text."),
                    _("Type it again, in the terminal's own encoding (UTF-8)."),
                ) from None


D = TypeVar("D", bound=date)


def _possible(value: D) -> D:
    if value.year not in YEARS:
        raise ValueError(value)
    return value


W = TypeVar("W", bound=Word)


def word(words: type[W], offered: Sequence[W] | None = None) -> Callable[[str], W]:
    """Return a reader for a vocabulary: its command-line words, or the source's own words.

    `offered` are the words to choose from, all by default; a word that exists and is not offered
    is let through, so that the refusal can say why.
    """

    def read(text: str) -> W:
        for item in words:
            if text.lower() in (item.slug, str(item.value).lower()):
                return item
        raise ArgumentTypeError(
            _("{text} is not one of {words}").format(
                text=repr(text), words=", ".join(item.slug for item in offered or words)
            )
        )

    return read
