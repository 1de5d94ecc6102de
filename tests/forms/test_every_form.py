"""Every form in every language and size, read back from its PDF."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import pytest

from navigator_app.forms import codes, reading
from navigator_app.forms.catalogue import LANGUAGES, Texts, untranslated
from navigator_app.forms.definition import Audience, Head, Kind
from navigator_app.forms.page import LARGE, MARGIN, Paper
from navigator_app.forms.render import Order, Printed, render
from tests.forms.every_form import (
    AGENCY,
    BORN,
    CIN,
    EVERY,
    KINDS,
    NAME,
    RECORD,
    full,
    languages_of,
    otherwise,
    pieces,
    printed,
    shown,
)
from tests.forms.pdf_lines import Lines, beyond, collisions
from tests.forms.pdf_reader import Read, squeezed


@lru_cache(maxsize=300)
def laid(kind: str, language: str, large: bool = False) -> Lines:
    """One form, read back once for all that is asked of it."""
    return Lines(printed(kind, language, large).pdf)


SIZES = pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])


@SIZES
@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_all_of_it_stands_on_paper_in_its_size(kind: str, language: str, large: bool) -> None:
    form, texts, made = reading.form(kind), Texts(language), printed(kind, language, large)
    facts, lines = full(form), laid(kind, language, large)
    body = lines.body()
    assert made.unprintable == ()
    assert made.pages == lines.pages
    assert [one for one in pieces(form, texts, facts) if squeezed(one) not in body] == []
    given = {field.source for block in shown(form, facts) for field in block.fields if field.source}
    for source in given:
        value = facts[source]
        told = texts.day(value) if isinstance(value, date) else str(value)
        assert squeezed(told) in body or not isinstance(value, str | date)
    least = LARGE if large else form.size if form.size >= 14 else min(10, form.size)
    sizes = {one.size for page in range(lines.pages) for one in lines.lines(page)}
    assert min(sizes) >= least
    assert collisions(lines) == []
    assert beyond(lines, MARGIN) == []
    agency = {block.id for block in shown(form, facts) if block.kind is Kind.AGENCY_TEXT}
    assert set(made.agency_texts) == agency


@SIZES
@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_every_page_says_which_it_is(kind: str, language: str, large: bool) -> None:
    """Page x of y, the title and the letters of the code; a draft says so on each page."""
    form, texts, made = reading.form(kind), Texts(language), printed(kind, language, large)
    lines, drafted = laid(kind, language, large), squeezed(texts.word("draft"))
    for page in range(lines.pages):
        foot = lines.foots(page)
        assert squeezed(texts.word("page", page=page + 1, pages=lines.pages)) in foot
        assert squeezed(texts.of(form.title)) in foot
        assert squeezed(made.stamp.letters) in foot
        assert (drafted in foot) == (language != "en")
    assert (drafted in lines.body()) == (language != "en")


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_page_one_says_whose_it_is_and_a_letter_does_not(kind: str, language: str) -> None:
    form, lines = reading.form(kind), laid(kind, language)
    first = squeezed("".join(one.text for one in lines.lines(0)))
    born = squeezed(Texts(language).day(BORN))
    assert squeezed(AGENCY) in first
    if form.head is Head.MEMBER:
        assert all(squeezed(one) in first for one in (NAME, CIN, born))
    else:
        whole = lines.body()
        asked = form.sources()
        assert squeezed(CIN) not in whole or "member.cin" in asked
        assert squeezed(born) not in whole or "member.date_of_birth" in asked
    if form.head is Head.LETTER:
        assert not {"member.cin", "member.date_of_birth"} & set(form.sources())
        assert squeezed("14 Elm Street") in first
    if form.head is Head.SHEET:
        assert "117" in first


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_every_typeface_is_embedded_and_cut(kind: str, language: str) -> None:
    made = printed(kind, language)
    fonts = laid(kind, language).fonts
    assert fonts
    for font in fonts.values():
        inner = font["/DescendantFonts"][0].get_object()
        assert "NotoSans" in inner["/BaseFont"]
        assert inner["/BaseFont"][7] == "+", "a subset"
        assert "/FontFile2" in inner["/FontDescriptor"]
    assert b"Helvetica" not in made.pdf
    assert len(made.pdf) < 250_000, "a face of ten megabytes was cut to what is drawn"


@SIZES
@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_scanner_reads_the_code_and_nothing_is_drawn_in_the_margin(
    kind: str, language: str, large: bool
) -> None:
    made = printed(kind, language, large)
    read = Read(made.pdf)
    for page in range(read.pages) if language == "en" else (0, read.pages - 1):
        sheet = read.picture(page, 110).convert("L")
        found = codes.read(_code(sheet))
        assert found == made.stamp.on(page + 1, made.pages)
        left, top, right, bottom = sheet.point(lambda dot: 255 * (dot < 200)).getbbox() or (
            0,
            0,
            0,
            0,
        )
        least = round((MARGIN - 20) * 110 / 72)
        assert min(left, top, sheet.width - right, sheet.height - bottom) >= least


def _code(sheet) -> str:
    import zxingcpp

    [found] = zxingcpp.read_barcodes(sheet)
    return found.text


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_has_its_paper(kind: str, paper: Paper) -> None:
    for language in {"en", languages_of(kind)[-1]}:
        made = printed(kind, language, False, paper)
        lines = Lines(made.pdf)
        wanted = paper.size[::-1] if reading.form(kind).landscape else paper.size
        for page in lines.reader.pages:
            box = (float(page.mediabox.width), float(page.mediabox.height))
            assert box == pytest.approx(wanted, abs=0.01)
        assert collisions(lines) == []
        assert beyond(lines, MARGIN) == []


@SIZES
@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_one_has_lines_to_write_on_and_names_what_is_missing(
    kind: str, large: bool
) -> None:
    form = reading.form(kind)
    made: Printed = render(Order(form, "en", large=large))
    lines = Lines(made.pdf)
    asked = {one for block in shown(form, {}) for one in block.sources()}
    assert asked <= set(made.blanks)
    assert "agency.name" in made.blanks
    assert {"member.name", "member.cin"} <= set(made.blanks) or form.head is not Head.MEMBER
    assert [one for one in pieces(form, Texts("en"), {}) if squeezed(one) not in lines.body()] == []
    assert "None" not in lines.body()
    assert "{" not in lines.body()
    assert collisions(lines) == []
    assert beyond(lines, MARGIN) == []


@pytest.mark.parametrize(("kind", "language"), [one for one in EVERY if one[1] in ("en", "ar")])
def test_what_is_printed_in_other_cases_only(kind: str, language: str) -> None:
    """Blocks that a fact keeps away: between these and the full ones, each block is printed."""
    form, texts = reading.form(kind), Texts(language)
    facts = otherwise(form)
    lines = Lines(render(Order(form, language, facts)).pdf)
    body = lines.body()
    assert [one for one in pieces(form, texts, facts) if squeezed(one) not in body] == []
    assert collisions(lines) == []
    assert beyond(lines, MARGIN) == []
    assert {*shown(form, facts), *shown(form, full(form))} == set(form.blocks)


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_text_of_a_member_s_form_is_translated(language: str) -> None:
    forms = [reading.form(kind) for kind in KINDS]
    texts = [text for f in forms if f.audience is Audience.MEMBER for text in f.texts()]
    absent = untranslated(language, (*texts, *reading.words().values()))
    assert absent == (), f"{len(absent)} texts"


def test_the_record_is_in_the_code() -> None:
    assert printed("consent", "en").stamp.record == RECORD
