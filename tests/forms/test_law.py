"""What each law asks of an authorization stands on paper, in every language.

45 CFR 164.508(c), California Civil Code 56.11, 42 CFR 2.31 and 2.32. The table of elements is
`resources/form_law.toml`: each row is looked for here on the printed page.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from navigator_app.forms import law, reading
from navigator_app.forms.catalogue import IN_ENGLISH, LANGUAGES, Texts
from navigator_app.forms.definition import Kind
from navigator_app.forms.parts import FormRefused
from navigator_app.forms.render import Order, render
from tests.forms.law_pages import FACTS, NAME, pieces, printed, read
from tests.forms.pdf_reader import Read, squeezed

ELEMENTS = law.elements()
AUTHORIZATIONS = ("release", "substance_use")
ASKED = {
    "45 CFR 164.508": (
        *(f"(c)(1)({n})" for n in ("i", "ii", "iii", "iv", "v", "vi")),
        *(f"(c)(2)({n})" for n in ("i", "ii", "iii")),
        "(c)(4)",
    ),
    "Civil Code 56.11": ("", "(b)(1)", "(b)(2)", "(b)(3)"),
    "42 CFR 2.31": (
        *(f"(a)({n})" for n in (1, 2, 3, 5, 6, 7, 8, 9, 10)),
        *(f"(a)(4)({n})" for n in ("i", "ii", "iii")),
    ),
    "42 CFR 2.32": ("",),
}
"""Each law with the paragraphs that must have a row, written down apart from the table."""


def named(one: law.Element) -> str:
    return f"{one.section}: {one.asks} [{one.form}]"


def test_every_paragraph_has_a_row_and_no_other() -> None:
    asked = {f"{name}{part}" for name, parts in ASKED.items() for part in parts}
    assert {one.section for one in ELEMENTS} == asked


def test_every_section_that_a_form_for_members_names_has_a_row() -> None:
    members = [reading.form(kind) for kind in reading.kinds()]
    marked = {
        (form.id, section)
        for form in members
        if form.audience == "member"
        for block in form.blocks
        for section in block.law
    }
    assert marked == {(one.form, one.section) for one in ELEMENTS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("one", ELEMENTS, ids=named)
def test_the_words_of_each_element_stand_on_paper(one: law.Element, language: str) -> None:
    assert not Texts(language).of(one.words).startswith(IN_ENGLISH), "not translated"
    for piece in pieces(one.words, language):
        assert piece in read(one.form, language).whole


@pytest.mark.parametrize("one", [e for e in ELEMENTS if e.known == "missing"], ids=named)
def test_what_could_not_be_read_is_left_to_the_agency(one: law.Element) -> None:
    """No words are made up: the place is empty, says so and takes the agency's own."""
    assert one.own in printed(one.form).agency_texts
    assert squeezed("Your agency's own text belongs here.") in read(one.form).whole
    own = {one.own: "Words that our counsel gave us."}
    filled = render(Order(reading.form(one.form), "en", FACTS, agency_texts=own))
    assert one.own not in filled.agency_texts
    assert squeezed("Words that our counsel gave us.") in Read(filled.pdf).whole


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", AUTHORIZATIONS)
def test_no_type_is_smaller_than_14_points(kind: str, language: str) -> None:
    """56.11(b)(1): all of it, for nothing else stands on these pages."""
    assert min(read(kind, language).sizes()) >= 14
    assert min(read(kind, language, True).sizes()) >= 20


@pytest.mark.parametrize("kind", AUTHORIZATIONS)
def test_one_signature_that_serves_nothing_else(kind: str) -> None:
    """56.11(b)(2): its purpose and a date in a frame of its own; no box is ticked by it."""
    blocks = reading.form(kind).blocks
    [block] = [one for one in blocks if one.kind is Kind.SIGNATURE]
    assert block.purpose.endswith("It serves no other purpose.")
    pages = range(read(kind).pages)
    [page] = [n for n in pages if squeezed(block.purpose) in squeezed(read(kind).text(n))]
    assert "SignatureDate" in squeezed(read(kind).text(page))
    assert re.search(rb"[\d.]+ [\d.]+ [\d.]+ [\d.]+ re S", read(kind).contents(page))


@pytest.mark.parametrize("kind", AUTHORIZATIONS)
def test_who_signs_for_the_member_says_by_what_right(kind: str) -> None:
    """164.508(c)(1)(vi), 56.11(b)(3) and 2.31(a)(8)."""
    words = "If someone signs for the member: name, and right to sign"
    assert squeezed(words) in read(kind).whole


def test_the_patient_is_named_in_the_text_itself() -> None:
    """2.31(a)(1)."""
    assert squeezed(f"These are the records of {NAME}.") in read("substance_use").whole
    blank = render(Order(reading.form("substance_use")))
    assert "member.name" in blank.blanks
    assert "These are the records of ____" in Read(blank.pdf).text(0)


def test_the_notice_stands_on_a_page_of_its_own() -> None:
    """2.32 goes with the records, and 56.11(b)(2) keeps other text off the authorization."""
    paper = read("substance_use")
    last = squeezed(paper.text(paper.pages - 1))
    assert squeezed("Notice to those who get these records") in last
    assert "Signature" not in last
    assert squeezed("42 CFR part 2 prohibits unauthorized disclosure") not in paper.whole
    assert squeezed("This record which has been disclosed to you") not in paper.whole


def test_the_term_is_a_year_or_less() -> None:
    """56.11 as amended in 2023."""
    for kind in AUTHORIZATIONS:
        assert squeezed("not later than one year after I sign") in read(kind).whole


@pytest.mark.parametrize("kind", ["consent", "release"])
def test_part_2_records_are_never_let_out_by_these(kind: str) -> None:
    """42 CFR Part 2: that takes a consent of its own, and the form says so."""
    words = "does not allow anyone to share substance use treatment records"
    assert squeezed(words) in read(kind).whole


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('form = "release"', 'form = "poem"', "form must be one of"),
        ('words = "Mark each', 'words = "Mark any', "words stand in no block of release"),
        ('known = "text"', 'known = "rumour"', "known must be one of"),
        ('known = "text"', 'known = "text"\nown = "further_copies"', "own must name the place"),
    ],
)
def test_a_table_with_a_fault_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, says: str
) -> None:
    from navigator_app.paths import resource

    whole = resource(law.FILE).read_text("utf-8")
    assert old in whole
    (tmp_path / law.FILE).write_text(whole.replace(old, new, 1), "utf-8")
    monkeypatch.setattr(law, "resource", lambda name: tmp_path / name)
    with pytest.raises(FormRefused) as refused:
        law.elements.__wrapped__()
    assert says in refused.value.message
