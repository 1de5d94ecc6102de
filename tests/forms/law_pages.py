"""The forms that a law asks for, printed once for all tests of their elements."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from navigator_app.forms import reading
from navigator_app.forms.catalogue import Texts
from navigator_app.forms.definition import PLACEHOLDER
from navigator_app.forms.layout import Fact
from navigator_app.forms.render import Order, Printed, render
from tests.forms.pdf_reader import Read, squeezed

NAME = "María Guadalupe Hernández-Villanueva"
FACTS: dict[str, Fact] = {
    "agency.name": "Hope Housing Services",
    "agency.phone": "(530) 555-0147",
    "member.name": NAME,
    "member.first_name": "Lupita",
    "member.cin": "91234567A",
    "member.date_of_birth": date(1980, 2, 29),
    "member.phone": "(530) 555-0199",
    "member.address": "88 Secret Lane",
    "plan.name": "Bayview Health Plan",
    "staff.name": "Ana Ruiz",
    "form.day": date(2026, 11, 20),
}


@lru_cache(maxsize=128)
def printed(kind: str, language: str = "en", large: bool = False) -> Printed:
    """One form of a made-up member."""
    return render(Order(reading.form(kind), language, FACTS, large=large))


@lru_cache(maxsize=128)
def read(kind: str, language: str = "en", large: bool = False) -> Read:
    """The same, read back."""
    return Read(printed(kind, language, large).pdf)


def pieces(text: str, language: str) -> list[str]:
    """A text in a language as it can be found: what stands around the facts in it."""
    return [squeezed(one) for one in PLACEHOLDER.split(Texts(language).of(text))[::2] if one]
