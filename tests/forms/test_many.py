"""Many forms in one document, handed on page by page; and their pages as pictures."""

from __future__ import annotations

import threading

import pytest

from navigator_app.errors import FileRejected
from navigator_app.forms import raster, reading
from navigator_app.forms.page import Paper
from navigator_app.forms.render import Order, render, render_many
from tests.forms.every_form import AGENCY, full
from tests.forms.pdf_lines import Lines
from tests.forms.pdf_reader import Read, squeezed


def orders(count: int) -> list[Order]:
    """Forms of several kinds, languages and papers."""
    found = []
    for number in range(count):
        kind = ("consent", "release", "day_sheet")[number % 3]
        language = "en" if kind == "day_sheet" else ("en", "ar", "km", "zh_Hant")[number % 4]
        form = reading.form(kind)
        facts = full(form) | {"member.name": f"Member Number{number}"}
        paper = tuple(Paper)[number % 2]
        found.append(Order(form, language, facts, record=f"{number:012d}", paper=paper))
    return found


def test_each_form_stands_in_it_as_it_does_alone() -> None:
    pieces: list[bytes] = []
    wanted = orders(8)
    told = list(render_many(wanted, pieces.append))
    whole, at = Lines(b"".join(pieces)), 0
    assert whole.pages == sum(one.pages for one in told)
    for order, one in zip(wanted, told, strict=True):
        alone = render(order)
        assert (one.pages, one.stamp, one.blanks) == (alone.pages, alone.stamp, alone.blanks)
        single = Lines(alone.pdf)
        for page in range(one.pages):
            ours = [(o.x, o.y, o.text) for o in whole.lines(at + page)]
            assert ours == [(o.x, o.y, o.text) for o in single.lines(page)]
            assert whole.reader.pages[at + page].mediabox == single.reader.pages[page].mediabox
        at += one.pages


def test_a_page_is_handed_on_before_the_next_form_is_drawn() -> None:
    pieces: list[bytes] = []
    many = render_many(iter(orders(3)), pieces.append)
    next(many)
    early = len(b"".join(pieces))
    assert b"/Type/Page/" in b"".join(pieces)
    next(many)
    assert len(b"".join(pieces)) > early


def test_each_typeface_is_embedded_once_for_all() -> None:
    form = reading.form("consent")
    pieces: list[bytes] = []
    for _told in render_many((Order(form, "en", full(form)) for _n in range(300)), pieces.append):
        pass
    whole = b"".join(pieces)
    assert whole.count(b"/FontFile2") == 2, "regular and bold"
    assert Lines(whole).pages == 600, "more than one node of the tree"
    assert len(whole) < 600 * 6_000


def test_another_reader_opens_it_and_scans_every_code() -> None:
    pieces: list[bytes] = []
    told = list(render_many(orders(4), pieces.append))
    read = Read(b"".join(pieces))
    found = [read.codes(page) for page in range(read.pages)]
    wanted = [[t.stamp.on(n + 1, t.pages).payload] for t in told for n in range(t.pages)]
    assert found == wanted
    assert squeezed(AGENCY) in squeezed(read.text(0))


def test_no_forms_make_no_document() -> None:
    pieces: list[bytes] = []
    assert list(render_many([], pieces.append)) == []
    assert pieces == []


@pytest.fixture(scope="module")
def pdf() -> bytes:
    form = reading.form("consent")
    return render(Order(form, "en", full(form))).pdf


def test_a_page_as_a_picture(pdf: bytes) -> None:
    with raster.Pages(pdf) as pages:
        assert pages.count == 2
        assert pages.size(0) == pytest.approx((612, 792))
        picture = pages.raster(1, 72)
    assert (picture.width, picture.height) == (612, 792)
    assert picture.stride >= 3 * 612
    assert len(picture.data) == picture.stride * 792
    assert picture.data[:3] == b"\xff\xff\xff"
    assert min(picture.data) < 60, "there is ink"
    assert raster.first_page(pdf, 96).width == 816


def test_red_comes_first() -> None:
    """A sheet with one red field, by our own writer."""
    from navigator_app.forms.ink import Sheet

    out: list[bytes] = []
    sheet = Sheet((72, 72), "Red", "", "en", out.append)
    sheet.raw("1 0 0 rg 0 0 72 72 re f")
    sheet.page()
    sheet.close()
    assert raster.first_page(b"".join(out), 72).data[:3] == b"\xff\x00\x00"


@pytest.mark.parametrize("broken", [b"", b"no document", b"%PDF-1.5\n%%EOF"])
def test_what_is_no_document_is_named(broken: bytes) -> None:
    with pytest.raises(FileRejected, match="cannot be drawn"):
        raster.Pages(broken)


def test_a_page_that_is_not_there_or_too_large_is_named(pdf: bytes) -> None:
    with raster.Pages(pdf) as pages:
        for place, dpi in ((2, 72.0), (0, 100_000.0), (0, 0.0)):
            with pytest.raises(FileRejected):
                pages.raster(place, dpi)


def test_threads_take_turns(pdf: bytes) -> None:
    found: list[int] = []

    def look() -> None:
        for _turn in range(5):
            found.append(raster.first_page(pdf, 50).width)

    threads = [threading.Thread(target=look) for _one in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == [425] * 20
