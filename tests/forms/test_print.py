"""Every form in every language and size, read back from its PDF."""

from __future__ import annotations

from datetime import date

import pytest

from navigator_app.forms import codes, reading
from navigator_app.forms.catalogue import IN_ENGLISH, LANGUAGES, Texts
from navigator_app.forms.layout import Fact
from navigator_app.forms.page import LARGE, MARGIN, Paper
from navigator_app.forms.render import Order, render
from tests.forms.pdf_reader import Read, squeezed

KINDS = reading.kinds()
RECORD = "7k2m9qpx4trv"


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_form_in_every_language_and_size(
    kind: str, language: str, large: bool, facts: dict[str, Fact]
) -> None:
    form, texts = reading.form(kind), Texts(language)
    printed = render(Order(form, language, facts, large=large, record=RECORD))
    read = Read(printed.pdf)
    assert printed.untranslated == () == printed.unprintable
    assert read.pages == printed.pages
    lost = [one for one in map(texts.of, form.texts()) if squeezed(one) not in read.whole]
    told = printed.agency_texts
    assert lost == []
    for block in form.blocks:
        assert (block.id in told) == (block.kind == "agency_text")
    for value in ("María Guadalupe Hernández-Villanueva", "91234567A", "Hope Housing Services"):
        assert squeezed(value) in squeezed(read.text(0)), "page one says whose it is"
    assert min(read.sizes()) >= (LARGE if large else 14 if kind == "release" else 10)
    for page in range(read.pages):
        place = texts.word("page", page=page + 1, pages=read.pages)
        assert squeezed(place) in squeezed(read.text(page)) + squeezed(read.said(page))
        left, bottom, right, top = read.ink(page)
        assert left >= MARGIN - 2
        assert right <= Paper.LETTER.size[0] - MARGIN + 2
        assert bottom >= MARGIN - 20
        assert top <= Paper.LETTER.size[1] - MARGIN + 2
    draft = squeezed(texts.word("draft"))
    assert (draft in read.whole) == (language != "en")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("paper", Paper)
def test_every_page_has_its_paper(kind: str, paper: Paper, facts: dict[str, Fact]) -> None:
    read = Read(render(Order(reading.form(kind), "en", facts, paper=paper)).pdf)
    for page in read.reader.pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
            paper.size, abs=0.01
        )


@pytest.mark.parametrize("language", ["en", "zh_Hant", "ar", "km"])
def test_every_font_is_embedded_and_cut(language: str, facts: dict[str, Fact]) -> None:
    printed = render(Order(reading.form("release"), language, facts))
    fonts = Read(printed.pdf).fonts()
    ours = [(name, there) for name, there in fonts if "NotoSans" in name]
    assert ours
    assert all(there and "+" in name for name, there in ours)
    assert len(printed.pdf) < 150_000, "a face of ten megabytes was cut to what is drawn"


@pytest.mark.parametrize("language", ["en", "zh_Hans", "fa"])
@pytest.mark.parametrize("turned", [0, 90, 180, 5])
def test_a_scan_finds_the_code_on_every_page(
    language: str, turned: int, facts: dict[str, Fact]
) -> None:
    printed = render(Order(reading.form("consent"), language, facts, record=RECORD))
    read = Read(printed.pdf)
    for page in range(read.pages):
        [payload] = read.codes(page, turned=turned)
        assert codes.read(payload) == printed.stamp.on(page + 1, read.pages)
    assert codes.read(printed.stamp.payload) == printed.stamp, "a code without its page is read too"
    assert squeezed(printed.stamp.letters) in squeezed(read.text(0))


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


def test_what_is_not_known_is_a_line_and_is_listed() -> None:
    printed = render(Order(reading.form("consent")))
    assert printed.blanks == (
        "agency.name", "member.name", "member.cin", "member.date_of_birth", "member.phone",
        "member.language", "member.address", "staff.name",
    )  # fmt: skip
    assert "None" not in Read(printed.pdf).whole


LONG = "Wolfeschlegelsteinhausenbergerdorff" * 6


@pytest.mark.parametrize("large", [False, True])
def test_a_huge_name_is_never_cut(large: bool, facts: dict[str, Fact]) -> None:
    name = f"{LONG} {LONG}"
    facts |= {"member.name": name, "member.cin": LONG, "agency.name": name}
    for kind in KINDS:
        printed = render(Order(reading.form(kind), "en", facts, large=large))
        read = Read(printed.pdf)
        assert read.whole.count(LONG) >= 5
        for page in range(read.pages):
            left, _bottom, right, _top = read.ink(page)
            assert left >= MARGIN - 2
            assert right <= Paper.LETTER.size[0] - MARGIN + 2


class Longer(Texts):
    """Every text 40 % longer."""

    def of(self, text: str) -> str:
        return f"{text} {'wide' * (len(text) // 10 + 1)}" if text else ""


@pytest.mark.parametrize("kind", KINDS)
def test_text_that_is_longer_is_never_cut(kind: str, facts: dict[str, Fact]) -> None:
    texts = Longer("en")
    read = Read(render(Order(reading.form(kind), "en", facts), texts).pdf)
    for text in reading.form(kind).texts():
        assert squeezed(texts.of(text)) in read.whole
    assert all(read.ink(page)[1] >= MARGIN - 20 for page in range(read.pages))


def test_names_of_every_script_are_printed(facts: dict[str, Fact]) -> None:
    names = ["王小明", "김민준", "Նարեկ", "Наталья", "सीता", "ਗੁਰਪ੍ਰੀਤ", "สมชาย", "សុខា", "محمد"]
    facts["member.name"] = " ".join(names)
    printed = render(Order(reading.form("consent"), "en", facts))
    assert printed.unprintable == ()
    whole = Read(printed.pdf).whole
    assert all(squeezed(name) in whole for name in names)


def test_a_letter_that_no_typeface_has_is_named(facts: dict[str, Fact]) -> None:
    facts["member.name"] = "Ana 𒀀"
    printed = render(Order(reading.form("consent"), "en", facts))
    assert printed.unprintable == ("𒀀",)


def test_a_text_without_translation_is_listed_and_marked(tmp_path, facts) -> None:
    texts = Texts("es", tmp_path)  # a folder without catalogues
    form = reading.form("consent")
    printed = render(Order(form, "es", facts), texts)
    assert set(form.texts()) <= set(printed.untranslated)
    assert squeezed(f"{IN_ENGLISH} {form.title}") in Read(printed.pdf).whole


def test_a_reviewed_translation_is_no_draft(facts: dict[str, Fact]) -> None:
    printed = render(Order(reading.form("consent"), "es", facts, reviewed=True))
    assert squeezed(Texts("es").word("draft")) not in Read(printed.pdf).whole


def test_dates_are_written_as_the_language_does() -> None:
    day = date(1980, 2, 29)
    assert Texts("es").day(day) == "29 de febrero de 1980"
    assert Texts("zh_Hant").day(day) == "1980年2月29日"
    assert Texts("hmn").day(day) == "02/29/1980"


def test_the_agency_s_own_text_takes_its_place(facts: dict[str, Fact]) -> None:
    own = {"further_copies": "Ask at the front desk.", "longer_than_a_year": "Never."}
    printed = render(Order(reading.form("release"), "en", facts, agency_texts=own))
    assert printed.agency_texts == ()
    assert squeezed("Ask at the front desk.") in Read(printed.pdf).whole


@pytest.mark.parametrize("kind", KINDS)
def test_the_code_of_every_form_is_read_as_it_was_written(kind: str) -> None:
    stamp = codes.Stamp(kind, 2, RECORD, "0123456789ab", "zh_Hant", 2, 3)
    assert codes.read(stamp.payload) == stamp
