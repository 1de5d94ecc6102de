"""The agency's own words on forms: where the program has none, what it wrote, what is missing.

A text stands in one language; a form in another language prints it only when that one is there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.store import reads_form_texts

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

LONGEST = 4000
"""Characters of one text: more does not belong into a form."""


@dataclass(frozen=True, slots=True)
class OwnText:
    """What the agency wrote for a place in one language, and where it has it from."""

    text: str
    source: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A place on forms that waits for the agency's own words.

    `asks` says what belongs there; `forms` are the titles of those it stands on; `languages` are
    the ones that these forms are printed in; `texts` what is there, by language.
    """

    block: str
    asks: str
    forms: tuple[str, ...]
    languages: tuple[str, ...]
    law: tuple[str, ...] = ()
    texts: dict[str, OwnText] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages that have no text yet."""
        return tuple(code for code in self.languages if code not in self.texts)


def languages() -> dict[str, str]:
    """The languages of forms by code, each by its own name."""
    from navigator_app.forms import catalogue

    return dict(catalogue.LANGUAGES)


def places(ws: Workspace) -> tuple[TextPlace, ...]:
    """Every place that waits for own words, those without any first, then by what it asks for."""
    written: dict[str, dict[str, OwnText]] = {}
    for row in reads_form_texts.texts(ws.store):
        on = ws.clock.to_local(datetime.fromisoformat(row.created_at)).date()
        own = OwnText(row.text, row.source, row.by, on)
        written.setdefault(row.block, {})[row.language] = own
    found = [
        TextPlace(block, asks, forms, spoken, law, written.get(block, {}))
        for block, asks, forms, spoken, law in _asked()
    ]
    return tuple(sorted(found, key=lambda place: (bool(place.texts), place.asks)))


def text_of(ws: Workspace, block: str, language: str) -> tuple[str, str]:
    """Words and source of a text; both empty when there is none."""
    for row in reads_form_texts.texts(ws.store):
        if (row.block, row.language) == (block, language):
            return row.text, row.source
    return "", ""


def save(ws: Workspace, block: str, language: str, text: str, source: str = "") -> Changes:
    """Keep a text; an empty one takes it away. `text_of` before it is what undoes it.

    NotFound for a place that no form has; InputRejected (`language`, `text`, `source`).
    """
    if block not in {place[0] for place in _asked()}:
        raise NotFound(
            _("No such place"),
            _("No form has a place {block} for words of your own.").format(block=block[:40]),
            _("Settings lists them under Your own words."),
        )
    words, origin = text.strip(), " ".join(source.split())
    _check(block, language, words, origin)
    known = {(row.block, row.language): row.id for row in reads_form_texts.texts(ws.store)}.get(
        (block, language)
    )
    if not words and known is None:
        return Changes()
    with ws.transaction("own_words") as tx:
        values = {"text": words, "source": origin, "user_id": ws.user.id, "created_at": tx.now}
        if not words:
            tx.execute("DELETE FROM agency_text WHERE id = ?", (known,))
        elif known is not None:
            tx.update("agency_text", known, values)
        else:
            key = {"id": uuid7(), "block": block, "language": language}
            tx.insert("agency_text", {**key, **values})
    return Changes(settings=True)


def _check(block: str, language: str, words: str, source: str) -> None:
    asked = next(place for place in _asked() if place[0] == block)
    if language not in asked[3]:
        raise InputRejected("language", _("These forms are not printed in that language."))
    if len(words) > LONGEST:
        raise InputRejected(
            "text",
            _("This is longer than {most} letters.").format(most=LONGEST),
            _("Shorten it; a form is read by one person at one table."),
        )
    if words and not source:
        raise InputRejected(
            "source",
            _("Say where you have these words from."),
            _("A law, a letter of your counsel, a page of the plan’s manual, or who wrote them."),
        )


@lru_cache(maxsize=1)
def _asked() -> tuple[tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...]:
    """Block, what it asks for, titles of its forms, their languages, and the law: by block."""
    from navigator_app.forms import catalogue, reading
    from navigator_app.forms.definition import Audience, Kind

    found: dict[str, tuple[str, list[str], set[str], list[str]]] = {}
    for kind in reading.kinds():
        form = reading.form(kind)
        spoken = (
            set(catalogue.LANGUAGES) if form.audience is Audience.MEMBER else {catalogue.SOURCE}
        )
        for block in form.blocks:
            if block.kind is Kind.AGENCY_TEXT:
                entry = found.setdefault(block.id, (block.text, [], set(), []))
                entry[1].append(form.title)
                entry[2].update(spoken)
                entry[3].extend(block.law)
    return tuple(
        (
            block,
            asks,
            tuple(dict.fromkeys(titles)),
            tuple(code for code in catalogue.LANGUAGES if code in spoken),
            tuple(dict.fromkeys(law)),
        )
        for block, (asks, titles, spoken, law) in sorted(found.items())
    )
