"""What stands on one sheet: facts and what was typed over them, language, size, own words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services.form_facts import SOURCE_LANGUAGE, Fact, Gathered
from navigator_app.store import reads_forms

if TYPE_CHECKING:
    from navigator_app.forms.definition import Form
    from navigator_app.forms.render import Order
    from navigator_app.services.workspace import Workspace

RECIPIENT = "gate.recipient"
"""What may be typed beside a form's own facts: who gets it."""

NUMBER = "sheet.number"
"""The fact that numbers a sheet within its kind."""

PAPERS = ("letter", "a4")

LONGEST = 2000
"""Characters typed for one fact: more does not stand on a form."""

_HEAD = ("member.name", "member.cin", "member.date_of_birth", "letter.to")
_YES = frozenset({"yes", "true", "1", "x", "on"})
_NO = frozenset({"no", "false", "0", "", "off"})


def order_of(
    ws: Workspace,
    form: Form,
    found: Gathered,
    *,
    language: str,
    large: bool | None,
    paper: str,
    fill: Mapping[str, str],
) -> tuple[Order, tuple[str, ...]]:
    """The order to print, and the agency's texts that it has in English only.

    Without a language it is the reader's where the form is made for members and so translated,
    else English; large print is the reader's wherever a member gets it. InputRejected names the
    language, the paper, or what cannot be filled in.
    """
    from navigator_app.forms import catalogue
    from navigator_app.forms.page import Paper
    from navigator_app.forms.render import Order

    if paper not in PAPERS:
        raise InputRejected("paper", _("Choose one of {sizes}.").format(sizes=", ".join(PAPERS)))
    translated = str(form.audience) == "member"
    to_member = translated or (form.gate is not None and str(form.gate.to) == "member")
    chosen = catalogue.checked(language) if language else found.language if translated else ""
    chosen = chosen or SOURCE_LANGUAGE
    facts, ticked = typed_over(form, found, fill)
    own, in_english = own_texts(ws, form, chosen)
    order = Order(
        form,
        chosen,
        facts,
        ticked=ticked,
        agency_texts=own,
        paper=Paper(paper),
        large=(found.large and to_member) if large is None else large,
        reviewed=is_reviewed(ws, form.id, chosen),
    )
    return order, in_english


def typed_over(
    form: Form, found: Gathered, fill: Mapping[str, str]
) -> tuple[dict[str, Fact], frozenset[str]]:
    """Facts and ticks with what was typed in their place; an empty text leaves a blank to write on.

    A day is written YYYY-MM-DD, the items of a list one a line, a box "yes" or "no".
    """
    facts, ticked = dict(found.facts), set(found.ticked)
    lists = {one.source for one in form.blocks if one.source and str(one.kind) == "list"}
    tables = {one.source for one in form.blocks if one.source and str(one.kind) == "table"}
    ticks = set(form.ticks())
    for name, text in fill.items():
        words = text.strip()
        if len(words) > LONGEST:
            raise InputRejected("fill", _("{name} is too long.").format(name=name))
        if name == RECIPIENT:
            continue
        if name in ticks:
            (ticked.add if _is_yes(name, words) else ticked.discard)(name)
            continue
        if name in tables or name not in (*form.sources(), *form.conditions(), *_HEAD):
            raise _not_a_fact(form, name, tables)
        facts.pop(name, None)
        if words:
            facts[name] = words.splitlines() if name in lists else _day_or_text(words)
    return facts, frozenset(ticked)


def own_texts(ws: Workspace, form: Form, language: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The agency's words for a form's places; where there are none in the language, its English
    ones, marked so on the paper and named in what comes second."""
    from navigator_app.forms.catalogue import IN_ENGLISH

    places = [one.id for one in form.blocks if str(one.kind) == "agency_text"]
    if not places:
        return {}, ()
    own = dict(reads_forms.agency_texts(ws.store, places, language))
    absent = [one for one in places if one not in own]
    if not absent or language == SOURCE_LANGUAGE:
        return own, ()
    english = reads_forms.agency_texts(ws.store, absent, SOURCE_LANGUAGE)
    own |= {place: f"{IN_ENGLISH} {text}" for place, text in english.items()}
    return own, tuple(one for one in absent if one in english)


def is_reviewed(ws: Workspace, kind: str, language: str) -> bool:
    """True where the agency had the words checked as they stand now."""
    if language == SOURCE_LANGUAGE:
        return False
    return reads_forms.reviewed(ws.store, kind, language, words_hash(kind, language))


@lru_cache(maxsize=512)
def words_hash(kind: str, language: str) -> str:
    """The hash of a form's words in a language, as it stands on the paper."""
    from navigator_app.forms import catalogue, codes, reading

    form, texts = reading.form(kind), catalogue.Texts(language)
    told = [texts.of(one) for one in form.texts()]
    return codes.text_hash(form.id, form.version, language, told)


def blanks(form: Form, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """The facts that the form asks for and that are not there: lines to write on."""
    asked: dict[str, None] = {}
    for block in form.blocks:
        shown = (not block.when or facts.get(block.when)) and not (
            block.unless and facts.get(block.unless)
        )
        if shown:
            asked.update(dict.fromkeys(block.sources()))
    return tuple(one for one in asked if not facts.get(one))


def _is_yes(name: str, words: str) -> bool:
    if words.lower() not in _YES | _NO:
        raise InputRejected(
            "fill", _("{name} is a box to tick.").format(name=name), _("Write yes or no.")
        )
    return words.lower() in _YES


def _day_or_text(words: str) -> Fact:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return words


def _not_a_fact(form: Form, name: str, tables: set[str]) -> InputRejected:
    known = [one for one in (*form.sources(), *form.ticks()) if one not in tables]
    return InputRejected(
        "fill",
        _("{name} is nothing that can be filled in on this form.").format(name=name[:60]),
        _("Choose among: {names}.").format(names=", ".join(known))
        if known
        else _("Nothing can be filled in on it."),
    )
