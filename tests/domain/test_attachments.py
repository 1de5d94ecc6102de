"""What is taken as an attachment, told from its bytes however they come in pieces."""

from __future__ import annotations

import hashlib
import zlib

import pytest

from navigator_app.domain.attachment_inspector import Inspector
from navigator_app.domain.attachment_types import Flaw, Flawed, Media
from navigator_app.domain.attachments import title_of
from tests.services import pictures

MOST = 1 << 20


def looked_at(data: bytes, piece: int = 1 << 18, most: int = MOST) -> Media:
    inspector = Inspector(most, 1_000_000)
    if data:
        inspector.feed(data[:64])
    for first in range(64, len(data), piece):
        inspector.feed(data[first : first + piece])
    return inspector.finish()


GOOD = {
    "jpeg": (pictures.jpeg(64, 48), "image/jpeg", (64, 48), None),
    "png": (pictures.png(40, 30), "image/png", (40, 30), None),
    "webp": (pictures.webp(33, 21), "image/webp", (33, 21), None),
    "tiff": (pictures.tiff(), "image/tiff", (None, None), None),
    "heic": (pictures.heic(), "image/heic", (None, None), None),
    "pdf": (pictures.pdf(3, 500), "application/pdf", (None, None), 3),
}


@pytest.mark.parametrize("name", list(GOOD))
@pytest.mark.parametrize("piece", [1, 7, 64, 4096])
def test_what_is_taken(name: str, piece: int) -> None:
    data, media_type, size, pages = GOOD[name]
    media = looked_at(data, piece)
    assert (media.media_type, (media.width, media.height), media.pages) == (media_type, size, pages)
    assert media.size == len(data)
    assert media.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("name", list(GOOD))
def test_what_was_cut_short_is_refused(name: str) -> None:
    data = GOOD[name][0]
    for last in (len(data) - 8, len(data) * 2 // 3, 12):
        if name == "tiff" and last > 22:
            continue  # its directory is there: no more is promised of a TIFF
        with pytest.raises(Flawed):
            looked_at(data[:last], 50)


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        (b"", Flaw.EMPTY),
        (b"MZ\x90\0" + b"\0" * 200, Flaw.PROGRAM),
        (b"MZ%PDF-1.4 ... %%EOF", Flaw.PROGRAM),
        (b"\x7fELF\2\1\1" + b"\0" * 60, Flaw.PROGRAM),
        (b"\xcf\xfa\xed\xfe" + b"\0" * 60, Flaw.PROGRAM),
        (b"#!/bin/sh\nrm -rf ~\n", Flaw.SCRIPT),
        (b"PK\3\4" + b"\0" * 60, Flaw.ARCHIVE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Flaw.OFFICE),
        (b"<!DOCTYPE html><script>1</script>", Flaw.WEB_PAGE),
        (b"\xef\xbb\xbf  <svg xmlns='x'/>", Flaw.WEB_PAGE),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 60, Flaw.VIDEO),
        (b"GIF89a" + b"\0" * 60, Flaw.OTHER_PICTURE),
        (b"just words", Flaw.UNKNOWN),
    ],
)
def test_what_is_not_taken_is_named(data: bytes, flaw: Flaw) -> None:
    with pytest.raises(Flawed) as caught:
        looked_at(data)
    assert caught.value.flaw is flaw


def test_a_changed_byte_of_a_png_is_noticed() -> None:
    data = bytearray(pictures.png())
    data[60] ^= 1
    with pytest.raises(Flawed) as caught:
        looked_at(bytes(data))
    assert caught.value.flaw is Flaw.DAMAGED


def test_a_small_file_that_would_unfold_into_a_huge_picture_is_refused() -> None:
    bomb = pictures.png_of(60_000, 60_000, zlib.compress(b"\0" * 100_000))
    for data in (bomb, pictures.jpeg(60_000, 60_000), pictures.webp(16_000, 16_000)):
        with pytest.raises(Flawed) as caught:
            looked_at(data)
        assert caught.value.flaw is Flaw.TOO_MANY_PIXELS


def test_a_picture_without_size_is_damaged() -> None:
    with pytest.raises(Flawed) as caught:
        looked_at(pictures.png_of(0, 10, b""))
    assert caught.value.flaw is Flaw.DAMAGED


def test_too_many_bytes_are_refused_as_soon_as_they_come() -> None:
    inspector = Inspector(1000, 1_000_000)
    inspector.feed(pictures.jpeg_head(10, 10).ljust(900, b"\0"))
    with pytest.raises(Flawed) as caught:
        inspector.feed(b"\0" * 101)
    assert caught.value.flaw is Flaw.TOO_LARGE


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("birth_certificate.PDF", "birth certificate"),
        ("Lease 2026.final.pdf", "Lease 2026.final"),
        ("photo\u202egnp.exe", "photognp"),
        ("شهادة الميلاد.jpg", "شهادة الميلاد"),
        ("\U0001f3e0 keys.png", "\U0001f3e0 keys"),
        ("line\nbreak\t.png", "line break"),
        (".hidden", ".hidden"),
        ("x" * 400, "x" * 200),
    ],
)
def test_a_title_made_of_a_files_name(name: str, title: str) -> None:
    assert title_of(name) == title
