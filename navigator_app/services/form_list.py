"""Which forms there are, for whom, and in which languages. Needs no store."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form of the list; `missing` counts the texts that each language lacks.

    `to` is who gets the paper, `offers` the kind of consent that its signature makes; a `numbered`
    sheet is to come home.
    """

    kind: str
    title: str
    about: str
    audience: str
    version: int
    asks: tuple[str, ...]
    missing: tuple[tuple[str, int], ...]
    to: str
    offers: str
    numbered: bool


def listing() -> list[FormLine]:
    """Every form there is, by kind."""
    from navigator_app.forms import reading

    return [_line(kind) for kind in reading.kinds()]


def _line(kind: str) -> FormLine:
    from navigator_app.forms import catalogue, reading

    form = reading.form(kind)
    texts = (*form.texts(), *reading.words().values())
    return FormLine(
        kind,
        form.title,
        form.about,
        str(form.audience),
        form.version,
        form.sources(),
        tuple(
            (code, len(catalogue.untranslated(code, texts)) if code != catalogue.SOURCE else 0)
            for code in catalogue.LANGUAGES
        ),
        str(form.gate.to) if form.gate else str(form.audience),
        form.offers,
        str(form.head) == "sheet",
    )
