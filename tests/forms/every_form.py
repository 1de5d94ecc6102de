"""Every form that there is, filled with made-up facts for whatever it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from navigator_app.forms import reading
from navigator_app.forms.catalogue import LANGUAGES, Texts
from navigator_app.forms.definition import PLACEHOLDER, Audience, Block, Form, Kind
from navigator_app.forms.layout import Fact
from navigator_app.forms.page import Paper
from navigator_app.forms.render import Order, Printed, render

KINDS = reading.kinds()
RECORD = "7k2m9qpx4trv"
AGENCY = "Hope Housing Services"
NAME = "María Guadalupe Hernández-Villanueva"
CIN = "91234567A"
BORN = date(1980, 2, 29)
PARTIES: dict[str, Fact] = {
    "agency.name": AGENCY,
    "agency.phone": "(530) 555-0147",
    "agency.address": "12 Main Street, Redding, CA 96001",
    "member.name": NAME,
    "member.cin": CIN,
    "member.date_of_birth": BORN,
    "staff.name": "Ana Ruiz",
    "form.day": date(2026, 3, 9),
    "sheet.number": "117",
    "letter.to": ["María Hernández", "14 Elm Street", "Redding, CA 96001"],
}


def languages_of(kind: str) -> tuple[str, ...]:
    """A member's form is printed in all languages; a plan and our staff read English."""
    of_member = reading.form(kind).audience is Audience.MEMBER
    return tuple(LANGUAGES) if of_member else ("en",)


EVERY = [(kind, language) for kind in KINDS for language in languages_of(kind)]


def full(form: Form) -> dict[str, Fact]:
    """A fact for every source, of the shape that its block takes."""
    facts = dict(PARTIES)
    for name in form.conditions():
        if name in {block.when for block in form.blocks}:
            facts.setdefault(name, f"On record {name}")
    for block in form.blocks:
        for name, fact in named(block):
            facts.setdefault(name, fact)
        listed = rows(block)
        if listed:
            facts[block.source] = listed
    return facts


def named(block: Block) -> Iterator[tuple[str, Fact]]:
    """What its fields and the places in its texts ask for, each with a fact."""
    for field in block.fields:
        if field.source:
            yield field.source, f"Value of {field.source}"
    for text in (block.text, *block.items):
        for name in PLACEHOLDER.findall(text):
            yield name, f"said {name}"


def rows(block: Block) -> Fact:
    """What stands in a list, a table or a chart; nothing for another block."""
    if block.kind in (Kind.BARS, Kind.LINES):
        return [["", "First", "Second"], ["Jan", "3", "1"], ["Feb", "", "4"]]
    if block.kind is Kind.LIST and block.source:
        return [f"First of {block.source}", f"Second of {block.source}"]
    if block.kind is Kind.TABLE and block.source:
        return [[f"c{row}x{column}" for column in range(len(block.columns))] for row in range(3)]
    return []


def otherwise(form: Form) -> dict[str, Fact]:
    """The same without what keeps a block from being printed."""
    kept = {block.unless for block in form.blocks}
    return {name: value for name, value in full(form).items() if name not in kept}


def shown(form: Form, facts: Mapping[str, Fact]) -> list[Block]:
    """The blocks that stand on paper with these facts."""
    return [
        block
        for block in form.blocks
        if (not block.when or facts.get(block.when))
        and not (block.unless and facts.get(block.unless))
    ]


def pieces(form: Form, texts: Texts, facts: Mapping[str, Fact]) -> list[str]:
    """What is to be read on paper: every text in its language, around the facts in it."""
    every = [form.title, *(text for block in shown(form, facts) for text in block.texts())]
    found = [PLACEHOLDER.sub("\x00", texts.of(one)).split("\x00") for one in every]
    return [piece for some in found for piece in some if piece.strip()]


@lru_cache(maxsize=600)  # each of them once for all that is asked of it
def printed(kind: str, language: str, large: bool = False, paper: Paper = Paper.LETTER) -> Printed:
    """One form, everything on record."""
    form = reading.form(kind)
    return render(Order(form, language, full(form), large=large, paper=paper, record=RECORD))
