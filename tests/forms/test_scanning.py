"""Print, scan, read: every form comes home from scanner and phone, and no file stops the look."""

from __future__ import annotations

import io
import itertools
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image

from navigator_app.domain.attachment_types import Flaw, Flawed
from navigator_app.forms import codes, reading, scan_process, scanning
from navigator_app.forms.render import Order, Printed, render
from navigator_app.forms.scanning import Looked, Trouble, Unreadable, look
from navigator_app.policy import retention
from tests.forms import hostile_papers as hostile
from tests.forms import paper_scans as scans
from tests.services import pictures

LIMITS = retention.shipped().limits
RECORD = "7k2m9qpx4trv"
AGENCY = {"agency.name": "Hope Housing Services"}
KINDS = reading.kinds()


def printed(kind: str, language: str = "en", **more: object) -> Printed:
    order = Order(reading.form(kind), language, AGENCY, record=RECORD)
    return render(replace(order, **more))  # type: ignore[arg-type]


def pages(looked: Looked) -> list[tuple[str, int]]:
    """Record and page number of each code, in the order of the file."""
    return [(stamp.record, stamp.page) for sheet in looked.sheets for stamp in sheet.stamps]


def scanned(image: Image.Image, quality: int = 40) -> list[tuple[str, int]]:
    return pages(look(scans.as_jpeg(image, quality), LIMITS))


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_comes_home_from_the_scanner(kind: str) -> None:
    """Each of its pages another way up, at 150 dots an inch, grainy, saved small, as one PDF."""
    form = printed(kind)
    turns = itertools.cycle([180, 7, 90, -7, 270, 0])
    sheets = [scans.noisy(scans.turned(next(turns))(one)) for one in scans.rasters(form.pdf)]
    found = pages(look(scans.as_pdf(sheets, quality=40), LIMITS))
    assert found == [(RECORD, page + 1) for page in range(form.pages)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_comes_home_from_a_phone(kind: str) -> None:
    first = scans.rasters(printed(kind).pdf, 200)[0]
    assert scanned(scans.photographed(scans.turned(180)(first))) == [(RECORD, 1)]


@pytest.mark.parametrize("kind", ["consent", "release", "outreach_letter"])
def test_a_photo_in_shadow_and_heavy_grain_is_read(kind: str) -> None:
    """Where the code itself does not lie in the shadow's depth: there nothing reads it."""
    first = scans.rasters(printed(kind).pdf, 200)[0]
    dark = scans.grainy(scans.photographed(scans.turned(7)(first)))
    assert scanned(dark) == [(RECORD, 1)]


@pytest.mark.parametrize("degrees", [0, 3, 7, 45, 90, 173, 180, 270, 353])
@pytest.mark.parametrize("language", ["en", "ar", "km"])
def test_whatever_way_up(degrees: int, language: str) -> None:
    page = scans.rasters(printed("release", language).pdf)[0]
    assert scanned(scans.turned(degrees)(page)) == [(RECORD, 1)]


@pytest.mark.parametrize("dpi", [110, 150, 300, 600])
@pytest.mark.parametrize("large", [False, True])
def test_at_any_resolution_and_in_large_print(dpi: int, large: bool) -> None:
    page = scans.rasters(printed("consent", large=large).pdf, dpi)[0]
    assert scanned(page) == [(RECORD, 1)]
    assert pages(look(scans.as_png(page), LIMITS)) == [(RECORD, 1)]


def test_a_printed_pdf_is_read_as_it_is() -> None:
    form = printed("release")
    found = look(form.pdf, LIMITS)
    assert [one.stamps for one in found.sheets] == [
        (form.stamp.on(page + 1, form.pages),) for page in range(form.pages)
    ]


def test_a_page_of_camera_dots_in_a_pdf_of_any_size() -> None:
    page = scans.rasters(printed("consent").pdf, 300)[0]
    for dpi in (20, 72, 1200):
        assert pages(look(scans.as_pdf([page], dpi), LIMITS)) == [(RECORD, 1)]


def test_a_code_half_covered_by_a_stamp_is_still_read() -> None:
    page = scans.rasters(printed("consent").pdf, 200)[0]
    left, top = page.width - 200, page.height - 190
    page.paste(90, (left, top, left + 35, top + 25))
    assert scanned(page) == [(RECORD, 1)]


def test_empty_and_foreign_pages_are_told_apart() -> None:
    white = Image.new("L", (1275, 1650), 250)
    text = scans.rasters(printed("consent").pdf)[0]
    text.paste(255, (900, 1350, 1275, 1650))
    other = white.copy()
    code = codes.modules("https://example.org/their-own-form")
    for down, row in enumerate(code):
        for right, dark in enumerate(row):
            if dark:
                other.paste(0, (200 + right * 6, 200 + down * 6, 206 + right * 6, 206 + down * 6))
    found = look(scans.as_pdf([white, scans.noisy(text), other]), LIMITS).sheets
    assert [one.empty for one in found] == [True, False, False]
    assert [one.others for one in found] == [0, 0, 1]
    assert all(one.stamps == () for one in found)


def test_two_forms_on_one_picture_are_both_seen() -> None:
    one = scans.rasters(printed("consent").pdf)[0]
    two = scans.rasters(printed("release", record="aaaa").pdf)[0]
    both = Image.new("L", (one.width * 2, one.height), 255)
    both.paste(one, (0, 0))
    both.paste(two, (one.width, 0))
    assert {record for record, _page in scanned(both)} == {RECORD, "aaaa"}


def test_some_pages_are_taken_out_in_their_order() -> None:
    found = look(printed("release").pdf, LIMITS)
    part = scanning.part(found, [3, 1], LIMITS)
    assert pages(look(part, LIMITS)) == [(RECORD, 3), (RECORD, 1)]
    assert scanning.part(found, [1, 2, 3], LIMITS) == found.data, "untouched where it is all"


def test_a_tiff_of_several_pages_is_taken_apart() -> None:
    sheets = scans.rasters(printed("release").pdf)
    out = io.BytesIO()
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:], compression="tiff_lzw")
    found = look(out.getvalue(), LIMITS)
    assert pages(found) == [(RECORD, 1), (RECORD, 2), (RECORD, 3)]
    assert pages(look(scanning.part(found, [2], LIMITS), LIMITS)) == [(RECORD, 2)]


def test_progress_is_told_and_stop_is_heard() -> None:
    heard: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> None:
        heard.append((done, of))

    with pytest.raises(Unreadable) as stopped:
        look(printed("release").pdf, LIMITS, progress=progress, cancelled=lambda: len(heard) == 2)
    assert stopped.value.trouble is Trouble.STOPPED
    assert heard == [(1, 3), (2, 3)]


# files that are no scans

TROUBLES = {
    "locked": (lambda: hostile.locked(printed("consent").pdf), Trouble.LOCKED),
    "heic": (pictures.heic, Trouble.HEIC),
    "bomb": (hostile.bomb, Trouble.TOO_MUCH),
    "pages": (lambda: hostile.many_pages(501), Trouble.TOO_MANY_PAGES),
    "no-pdf": (lambda: b"%PDF-1.7\n" + b"\0\1" * 5000 + b"\n%%EOF\n", Trouble.BROKEN),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_what_cannot_be_looked_at_is_named_at_once(name: str) -> None:
    make, trouble = TROUBLES[name]
    data = make()
    start = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        look(data, LIMITS)
    assert refused.value.trouble is trouble
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        (b"", Flaw.EMPTY),
        (pictures.png()[:-20], Flaw.CUT_SHORT),
        (pictures.jpeg(40_000, 40_000), Flaw.TOO_MANY_PIXELS),
        (b"PK\3\4" + b"\0" * 90, Flaw.ARCHIVE),
    ],
)
def test_what_no_attachment_is_made_of_is_no_scan(data: bytes, flaw: Flaw) -> None:
    with pytest.raises(Flawed) as refused:
        look(data, LIMITS)
    assert refused.value.flaw is flaw


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_told_or_read(share: float) -> None:
    whole = scans.as_pdf(scans.rasters(printed("consent").pdf))
    told: object = None
    found: list[tuple[str, int]] = []
    try:
        found = pages(look(whole[: int(len(whole) * share)], LIMITS))
    except (Flawed, Unreadable) as refused:
        told = getattr(refused, "flaw", None) or getattr(refused, "trouble", None)
    assert told in (None, Flaw.CUT_SHORT, Flaw.DAMAGED, Trouble.BROKEN)
    assert {record for record, _page in found} <= {RECORD}


SHEETS: dict[str, tuple[Callable[[], bytes], set[Trouble | None]]] = {
    "slow": (hostile.slow, {Trouble.TOO_MUCH}),
    "draws-itself": (hostile.draws_itself, {Trouble.TOO_LONG}),
    "false-picture": (lambda: hostile.false_picture(400_000_000), {None}),
    "vast": (hostile.vast_picture, {Trouble.TOO_MUCH}),
    "no-size": (lambda: hostile.odd_box(b"0 0 0 0"), {Trouble.BROKEN, None}),
    "endless": (lambda: hostile.odd_box(b"0 0 1e30 1e30"), {Trouble.BROKEN, None}),
    "thin": (lambda: hostile.odd_box(b"0 0 1000000 0.001"), {Trouble.BROKEN, None}),
    "noise": (pictures.jpeg, {Trouble.BROKEN, None}),
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_page_that_is_too_much_is_given_up(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_process, "SHEET_SECONDS", 2.0)
    make, troubles = SHEETS[name]
    data = make()
    start = time.monotonic()
    [sheet] = look(data, LIMITS).sheets
    assert sheet.trouble in troubles
    assert sheet.stamps == ()
    assert time.monotonic() - start < 15


def test_five_hundred_pages_take_seconds_and_little_memory() -> None:
    data = hostile.many_pages(500)
    tracemalloc.start()
    start = time.monotonic()
    found = look(data, LIMITS)
    took, peak = time.monotonic() - start, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found.sheets) == 500
    assert took < 60
    assert peak < 30_000_000
