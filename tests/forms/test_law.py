"""What each law asks of an authorization, and that the printed form has it.

45 CFR 164.508(c) and California Civil Code 56.11. A section that no block names, or whose words
are not on paper, fails here.
"""

from __future__ import annotations

import re

import pytest

from navigator_app.forms import reading
from navigator_app.forms.definition import Block, Kind
from navigator_app.forms.layout import Fact
from navigator_app.forms.render import Order, render
from tests.forms.pdf_reader import Read, squeezed

# Section → words of the element as the form says them.
HIPAA = {
    "45 CFR 164.508(c)(1)(i)": "Mark each kind that may be shared.",
    "45 CFR 164.508(c)(1)(ii)": "Name or kind of person or agency that shares",
    "45 CFR 164.508(c)(1)(iii)": "Name or kind of person or agency that gets it",
    "45 CFR 164.508(c)(1)(iv)": "To help me find or keep a home",
    "45 CFR 164.508(c)(1)(v)": "Date or event, not later than one year after I sign",
    "45 CFR 164.508(c)(1)(vi)": "My signature gives this permission.",
    "45 CFR 164.508(c)(2)(i)": "I can take back this permission at any time.",
    "45 CFR 164.508(c)(2)(ii)": "I do not have to sign.",
    "45 CFR 164.508(c)(2)(iii)": "may share it again",
    "45 CFR 164.508(c)(4)": "I get a copy when I sign.",
}
CMIA = (
    "Name or kind of person or agency that shares",  # the discloser
    "Name or kind of person or agency that gets it",  # the recipients
    "Limits on how they may use it",
    "Mark each kind that may be shared.",  # types of information
    "not later than one year after I sign",  # expiration
    "I have a right to a copy of this form.",
    "How to get more copies of this form",  # the agency's own instructions
)


@pytest.fixture
def read(facts: dict[str, Fact]) -> Read:
    return Read(render(Order(reading.form("release"), "en", facts)).pdf)


def marked(section: str) -> list[Block]:
    """The blocks of the release that name a section."""
    return [block for block in reading.form("release").blocks if section in block.law]


@pytest.mark.parametrize("section", HIPAA)
def test_hipaa_element(section: str, read: Read) -> None:
    words = HIPAA[section]
    assert any(words in text for block in marked(section) for text in block.texts())
    assert squeezed(words) in read.whole


@pytest.mark.parametrize("words", CMIA)
def test_cmia_element(words: str, read: Read) -> None:
    assert any(words in text for block in marked("Civil Code 56.11") for text in block.texts())
    assert squeezed(words) in read.whole


def test_cmia_type_of_14_points(read: Read) -> None:
    """56.11(b)(1): all of it, for nothing else stands on these pages."""
    assert min(read.sizes()) >= 14


def test_cmia_the_signature_serves_nothing_else(read: Read) -> None:
    """56.11(b)(2): one signature, its purpose beside it, and a date; in a frame of its own."""
    [block] = marked("Civil Code 56.11(b)(2)")
    assert block.kind == Kind.SIGNATURE
    signatures = [one for one in reading.form("release").blocks if one.kind == Kind.SIGNATURE]
    assert signatures == [block]
    assert squeezed("It serves no other purpose.") in read.whole
    last = squeezed(read.text(read.pages - 1))
    assert "SignatureDate" in last
    assert re.search(rb"[\d.]+ [\d.]+ [\d.]+ [\d.]+ re S", read.contents(read.pages - 1))


def test_cmia_who_signs_for_somebody(read: Read) -> None:
    """56.11(b)(3) and 164.508(c)(1)(vi): the right of one who signs for the member."""
    assert squeezed("If someone signs for the member: name, and right to sign") in read.whole


def test_no_section_is_named_that_is_not_looked_for() -> None:
    named = {law for block in reading.form("release").blocks for law in block.law}
    looked_for = {*HIPAA, "Civil Code 56.11", *(f"Civil Code 56.11(b)({n})" for n in (1, 2, 3))}
    assert named == looked_for


@pytest.mark.parametrize("kind", reading.kinds())
def test_part_2_records_are_never_let_out_by_these(kind: str, facts: dict[str, Fact]) -> None:
    """42 CFR Part 2: that takes a consent of its own, and the form says so."""
    read = Read(render(Order(reading.form(kind), "en", facts)).pdf)
    assert squeezed("does not allow anyone to share substance use treatment records") in read.whole
