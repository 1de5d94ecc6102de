"""A letter says nothing that whoever opens it should not know."""

from __future__ import annotations

import re

import pytest

from navigator_app.forms import reading
from navigator_app.forms.catalogue import LANGUAGES
from navigator_app.forms.definition import Head
from tests.forms.law_pages import FACTS, read
from tests.forms.pdf_reader import squeezed

LETTERS = [
    kind
    for kind in reading.kinds()
    if (form := reading.form(kind)).head is Head.LETTER and form.audience == "member"
]
TELLING = (
    r"health|medi-?cal|medical|plan\b|doctor|treat|mental|substance|drug|alcohol|homeless|shelter|"
    r"jail|court|violence|benefit|income|CIN\b|case\b|client|patient|CalAIM|referral"
)
"""Words that say why somebody is written to."""


def test_both_letters_to_members_are_letters() -> None:
    assert LETTERS == ["outreach_letter", "tried_to_reach"]


@pytest.mark.parametrize("kind", LETTERS)
def test_no_word_tells_why(kind: str) -> None:
    for text in reading.form(kind).texts():
        assert not re.search(TELLING, text, re.IGNORECASE), text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LETTERS)
def test_no_number_birth_date_plan_or_address_on_record(kind: str, language: str) -> None:
    whole = read(kind, language).whole
    assert squeezed(str(FACTS["member.name"])) in whole
    for source in ("member.cin", "plan.name", "member.phone", "member.address"):
        assert squeezed(str(FACTS[source])) not in whole
    assert "1980" not in whole


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_asks_for_the_least_of_facts(kind: str) -> None:
    allowed = {"member.name", "agency.name", "agency.phone", "agency.address", "staff.name",
               "letter.attempts", "letter.answer_by"}  # fmt: skip
    assert set(reading.form(kind).sources()) <= allowed
