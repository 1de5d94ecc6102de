"""What a printed form says of itself and tells the person who prints it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from navigator_app.forms import codes, reading
from navigator_app.forms.catalogue import IN_ENGLISH, Texts
from navigator_app.forms.layout import Fact
from navigator_app.forms.render import Order, render
from tests.forms.every_form import RECORD
from tests.forms.pdf_lines import Lines
from tests.forms.pdf_reader import Read, squeezed


@pytest.mark.parametrize("language", ["en", "zh_Hans", "fa"])
@pytest.mark.parametrize("turned", [0, 90, 180, 5])
def test_a_scan_finds_the_code_on_every_page(
    language: str, turned: int, facts: dict[str, Fact]
) -> None:
    printed = render(Order(reading.form("consent"), language, facts, record=RECORD))
    read = Read(printed.pdf)
    for page in range(read.pages):
        stamp = printed.stamp.on(page + 1, read.pages)
        assert read.codes(page, turned=turned) == [stamp.payload]
        assert codes.read(stamp.payload) == stamp
    assert squeezed(printed.stamp.letters) in squeezed(read.text(0))


@pytest.mark.parametrize("language", ["en", "es", "zh_Hant", "ar", "km"])
def test_another_reader_finds_the_text_too(language: str, facts: dict[str, Fact]) -> None:
    """PDFium, which a browser reads with: by glyphs, or by what is said in their place."""
    form, texts = reading.form("release"), Texts(language)
    read = Read(render(Order(form, language, facts)).pdf)
    assert all(squeezed(texts.of(one)) in read.whole for one in form.texts() if len(one) < 40)


def test_a_code_of_somebody_else_is_not_ours() -> None:
    assert codes.read("https://example.org/form") is None
    assert codes.read("NAV1:CONSENT:1:7K2M:XYZ:EN") is None


def test_the_hash_follows_the_words(facts: dict[str, Fact]) -> None:
    form = reading.form("consent")
    one = render(Order(form, "en", facts)).stamp.text_hash
    assert render(Order(form, "en", {})).stamp.text_hash == one, "facts are not the text"
    assert render(Order(form, "es", facts)).stamp.text_hash != one


def test_the_same_order_gives_the_same_bytes(facts: dict[str, Fact]) -> None:
    for language in ("en", "ar"):
        order = Order(reading.form("release"), language, facts, record=RECORD)
        before = render(order).pdf
        render(Order(reading.form("consent"), "km", facts))
        assert render(order).pdf == before


def test_a_text_without_translation_is_listed_and_marked(tmp_path, facts) -> None:
    texts = Texts("es", tmp_path)  # a folder without catalogues
    form = reading.form("consent")
    printed = render(Order(form, "es", facts), texts)
    assert set(form.texts()) <= set(printed.untranslated)
    assert squeezed(f"{IN_ENGLISH} {form.title}") in Lines(printed.pdf).body()


def test_a_reviewed_translation_is_no_draft(facts: dict[str, Fact]) -> None:
    printed = render(Order(reading.form("consent"), "es", facts, reviewed=True))
    assert squeezed(Texts("es").word("draft")) not in Read(printed.pdf).whole


def test_dates_are_written_as_the_language_does() -> None:
    day = date(1980, 2, 29)
    assert Texts("es").day(day) == "29 de febrero de 1980"
    assert Texts("zh_Hant").day(day) == "1980年2月29日"
    assert Texts("hmn").day(day) == "02/29/1980"


def test_moments_are_written_as_the_language_does() -> None:
    at = datetime(2026, 3, 9, 14, 5, tzinfo=UTC)
    assert Texts("en").moment(at).startswith("March 9, 2026 2:05 PM")
    assert Texts("es").moment(at).startswith("9 de marzo de 2026 14:05")
    assert Texts("hmn").moment(at).startswith("03/09/2026 02:05 PM")


def test_the_agency_s_own_text_takes_its_place(facts: dict[str, Fact]) -> None:
    form = reading.form("release")
    blocks = [block.id for block in form.blocks if block.kind == "agency_text"]
    own = {block: f"Own words about {block}." for block in blocks}
    assert render(Order(form, "en", facts)).agency_texts
    printed = render(Order(form, "en", facts, agency_texts=own))
    assert printed.agency_texts == ()
    lines = Lines(printed.pdf).body()
    assert any(squeezed(words) in lines for words in own.values())


def test_a_boxed_choice_is_crossed_from_corner_to_corner(facts: dict[str, Fact]) -> None:
    form = reading.form("consent")
    ticks = frozenset(form.ticks()[:1])
    empty, ticked = (
        render(Order(form, "en", facts, ticked=some)).pdf for some in (frozenset(), ticks)
    )
    crosses = [Lines(pdf).contents(0).count(b" 1.4 w ") for pdf in (empty, ticked)]
    assert crosses == [0, 1]
