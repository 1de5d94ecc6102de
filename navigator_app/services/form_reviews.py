"""Which translations of forms the agency has had checked, and by whom.

A mark holds for the words as they stood: when a word of the form moves, it falls, and the form is
a draft again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.store import reads_form_texts
from navigator_app.store.reads_form_texts import ReviewRow

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace


class Standing(StrEnum):
    """How the translation of one form stands."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    FALLEN = "fallen"


@dataclass(frozen=True, slots=True)
class Translation:
    """One form in one language.

    `missing` are the texts that it has in English only. `reviewer` and `on` are those of the mark
    that holds, or of the one that fell.
    """

    kind: str
    language: str
    standing: Standing
    text_hash: str
    missing: tuple[str, ...] = ()
    review_id: str = ""
    reviewer: str = ""
    on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FormTranslations:
    """One member-facing form in every language but its own."""

    kind: str
    title: str
    version: int
    cells: tuple[Translation, ...]


def grid(ws: Workspace) -> tuple[FormTranslations, ...]:
    """Every member-facing form with its translations, by title."""
    from navigator_app.forms import reading

    marks: dict[tuple[str, str], list[ReviewRow]] = {}
    for row in reads_form_texts.reviews(ws.store):
        marks.setdefault((row.kind, row.language), []).append(row)
    found = []
    for kind in _kinds():
        form = reading.form(kind)
        cells = tuple(_cell(kind, code, marks.get((kind, code), [])) for code in _languages())
        found.append(FormTranslations(kind, form.title, form.version, cells))
    return tuple(sorted(found, key=lambda one: one.title))


def one(ws: Workspace, kind: str, language: str) -> Translation:
    """One translation; NotFound for a form that has none."""
    _check_place(kind, language)
    rows = [
        row
        for row in reads_form_texts.reviews(ws.store)
        if (row.kind, row.language) == (kind, language)
    ]
    return _cell(kind, language, rows)


def title(kind: str) -> str:
    """The title of a form, as its definition has it; NotFound where there is none."""
    from navigator_app.forms import reading

    return reading.form(kind).title


def mark(
    ws: Workspace, kind: str, language: str, *, reviewer: str, on: date, note: str = ""
) -> tuple[str, Changes]:
    """Keep that somebody checked the words as they stand now; returns the mark's id, for `unmark`.

    NotFound for a form that has no such translation; InputRejected (`reviewer`, `on`, `kind`).
    """
    from navigator_app.forms import reading

    _check_place(kind, language)
    now = one(ws, kind, language)
    name = " ".join(reviewer.split())
    if not name:
        raise InputRejected(
            "reviewer", _("Say who checked it."), _("The name of a person or of a service.")
        )
    if on > ws.clock.today():
        raise InputRejected("on", _("This day is yet to come."), _("Give the day it was checked."))
    if now.missing:
        raise InputRejected(
            "kind",
            _("This translation is not whole: some of its texts are in English."),
            _("They are listed below; it can be marked once they are translated."),
        )
    with ws.transaction("review_translation") as tx:
        tx.execute(
            "DELETE FROM form_review WHERE kind = ? AND language = ? AND text_hash = ?",
            (kind, language, now.text_hash),
        )
        key = uuid7()
        tx.insert(
            "form_review",
            {
                "id": key,
                "kind": kind,
                "version": reading.form(kind).version,
                "language": language,
                "text_hash": now.text_hash,
                "reviewer": name,
                "reviewed_on": on.isoformat(),
                "note": " ".join(note.split()),
                "user_id": ws.user.id,
                "created_at": tx.now,
            },
        )
    return key, Changes(settings=True)


def unmark(ws: Workspace, review_id: str) -> Changes:
    """Take a mark away: the form is a draft again. NotFound when there is no such mark."""
    if review_id not in {row.id for row in reads_form_texts.reviews(ws.store)}:
        raise NotFound(_("No such mark"), _("This mark was taken away already."))
    with ws.transaction("unmark_translation") as tx:
        tx.execute("DELETE FROM form_review WHERE id = ?", (review_id,))
    return Changes(settings=True)


def _cell(kind: str, language: str, rows: list[ReviewRow]) -> Translation:
    text_hash, missing = _words(kind, language)
    holds = next((row for row in reversed(rows) if row.text_hash == text_hash), None)
    row = holds or (rows[-1] if rows else None)
    if row is None:
        return Translation(kind, language, Standing.DRAFT, text_hash, missing)
    return Translation(
        kind,
        language,
        Standing.REVIEWED if holds else Standing.FALLEN,
        text_hash,
        missing,
        row.id,
        row.reviewer,
        date.fromisoformat(row.reviewed_on),
        row.note,
    )


@lru_cache(maxsize=512)
def _words(kind: str, language: str) -> tuple[str, tuple[str, ...]]:
    """The hash that stands on the paper, and what the language does not have."""
    from navigator_app.forms import catalogue, codes, reading

    form = reading.form(kind)
    texts = catalogue.Texts(language)
    told = [texts.of(text) for text in form.texts()]
    return codes.text_hash(kind, form.version, language, told), texts.absent


def _check_place(kind: str, language: str) -> None:
    if kind not in _kinds() or language not in _languages():
        raise NotFound(
            _("No such translation"),
            _("There is no such form in that language."),
            _("Settings lists them under Translations."),
        )


def _kinds() -> tuple[str, ...]:
    from navigator_app.forms import reading
    from navigator_app.forms.definition import Audience

    return tuple(k for k in reading.kinds() if reading.form(k).audience is Audience.MEMBER)


def _languages() -> tuple[str, ...]:
    from navigator_app.forms import catalogue

    return tuple(code for code in catalogue.LANGUAGES if code != catalogue.SOURCE)
