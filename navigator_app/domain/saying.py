"""Sentences that domain code says, kept apart from their language until somebody reads them.

A sentence is built a hundred thousand times and read a hundred times, so it stays a template with
its fields. Templates are marked with `N_` for the catalogue; the reader brings the translation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime


def N_(text: str) -> str:  # noqa: N802 - the name by which the catalogue finds texts
    """Mark a template for translation."""
    return text


def _same(text: str) -> str:
    return text


def _iso(when: date) -> str:
    if isinstance(when, datetime):
        return f"{when:%Y-%m-%d %H:%M}"
    return when.isoformat()


@dataclass(frozen=True, slots=True)
class Saying:
    """A template and its fields, as pairs so that it can be compared and hashed.

    A field that is a date is shown by the reader's own form; one that is itself a template (a
    `Term`) is translated too; several in a tuple stand with commas between.
    """

    text: str
    fields: tuple[tuple[str, object], ...] = ()

    def told(self, say: Callable[[str], str] = _same, day: Callable[[date], str] = _iso) -> str:
        """The sentence, translated by `say`, dates shown by `day`; plain English by default."""
        shown = {name: _shown(value, say, day) for name, value in self.fields}
        return say(self.text).format(**shown)

    def __str__(self) -> str:
        """The sentence in plain English."""
        return self.told()


@dataclass(frozen=True, slots=True)
class Term:
    """Words inside a sentence that are translated by themselves."""

    text: str


def saying(text: str, **fields: object) -> Saying:
    """Make a sentence from a template and its fields."""
    return Saying(text, tuple(fields.items()))


def _shown(value: object, say: Callable[[str], str], day: Callable[[date], str]) -> str:
    if isinstance(value, Term):
        return say(value.text)
    if isinstance(value, tuple):
        return ", ".join(_shown(one, say, day) for one in value)
    if isinstance(value, date):
        return day(value)
    return str(value)
