"""A letter stands on one page, in every language, however little or much is known of the member."""

from __future__ import annotations

from datetime import date

import pytest

from navigator_app.forms import reading
from navigator_app.forms.catalogue import LANGUAGES
from navigator_app.forms.layout import Fact
from navigator_app.forms.page import Paper
from navigator_app.forms.render import Order, Printed, render
from tests.forms.every_form import NAME, RECORD, full
from tests.forms.pdf_reader import Read

LETTERS = ("outreach_letter", "tried_to_reach")
DAYS = [date(2026, 2, 20), date(2026, 2, 27), date(2026, 3, 5)]


def letter(kind: str, language: str, known: str, paper: Paper = Paper.LETTER) -> Printed:
    facts: dict[str, Fact] = {
        **full(reading.form(kind)),
        "letter.attempts": DAYS,
        "letter.answer_by": date(2026, 3, 23),
    }
    if known == "name":  # without an address, as most members are
        facts["letter.to"] = [NAME]
    if known == "nothing":  # a pile for pick-up
        facts = {}
    return render(Order(reading.form(kind), language, facts, paper=paper, record=RECORD))


@pytest.mark.parametrize("known", ["address", "name", "nothing"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_is_one_page(kind: str, language: str, known: str) -> None:
    assert letter(kind, language, known).pages == 1


@pytest.mark.parametrize("language", ["en", "fa", "km"])
def test_the_narrower_paper_holds_it_too(language: str) -> None:
    assert letter("tried_to_reach", language, "address", Paper.A4).pages == 1


def test_what_brings_it_onto_one_page_is_room_and_never_the_type() -> None:
    form = Read(letter("tried_to_reach", "km", "address").pdf)
    form_en = Read(letter("tried_to_reach", "en", "address").pdf)
    assert {size for size in form.sizes() if size != 10} >= {12}
    assert min(form.sizes() - {10}) == 12, "10 is what stands at the foot and below the agency"
    assert form.sizes() == form_en.sizes()


def test_a_letter_that_has_more_to_say_takes_a_second_page_as_it_is() -> None:
    """Where less room between paragraphs does not help, there is none the less."""
    kind = "outreach_letter"
    facts = {**full(reading.form(kind)), "letter.to": [f"Line {n}" for n in range(40)]}
    long = render(Order(reading.form(kind), "en", facts, record=RECORD))
    assert long.pages == 2
    assert Read(long.pdf).ink(1)[3] - Read(long.pdf).ink(1)[1] > 100
