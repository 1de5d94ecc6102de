"""Small real files of every kind that is taken, made here; and some that are not."""

from __future__ import annotations

import struct
import zlib


def png(width: int = 40, height: int = 30, seed: int = 0) -> bytes:
    """A grey PNG with real check sums."""
    rows = b"".join(
        b"\0" + bytes((x * 5 + y + seed) % 256 for x in range(width)) for y in range(height)
    )
    return png_of(width, height, zlib.compress(rows))


def png_of(width: int, height: int, data: bytes) -> bytes:
    """A PNG that tells these sizes over that compressed data."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pieces = _piece(b"IHDR", head) + _piece(b"IDAT", data) + _piece(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + pieces


def _piece(kind: bytes, data: bytes) -> bytes:
    sums = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + sums


def pdf(pages: int = 2, filling: int = 0) -> bytes:
    """A plain PDF with so many pages and bytes of comment."""
    kids = " ".join(f"{number + 3} 0 R" for number in range(pages))
    parts = ["%PDF-1.4", "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj"]
    parts.append(f"2 0 obj << /Type /Pages /Kids [{kids}] /Count {pages} >> endobj")
    for number in range(pages):
        page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
        parts.append(f"{number + 3} 0 obj {page} endobj")
    parts.append("%" + "x" * filling)
    parts.append("trailer << /Root 1 0 R >>\n%%EOF\n")
    return "\n".join(parts).encode()


def jpeg_head(width: int, height: int) -> bytes:
    """The segments of a JPEG up to its scan, with a thumbnail's end mark in the first."""
    exif = b"Exif\0\0" + b"\xff\xd8thumb\xff\xd9"
    app = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    sof = b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame
    return b"\xff\xd8" + app + sof + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"


def jpeg(width: int = 64, height: int = 48) -> bytes:
    """What has the form of a JPEG (its scan is noise)."""
    return jpeg_head(width, height) + bytes(range(200)) * 3 + b"\xff\xd9"


def heic() -> bytes:
    """Boxes of a HEIC photo."""
    return (
        _box(b"ftyp", b"heic\0\0\0\0mif1heic")
        + _box(b"meta", b"\0" * 40)
        + _box(b"mdat", b"x" * 500)
    )


def _box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", 8 + len(data)) + kind + data


def webp(width: int = 33, height: int = 21) -> bytes:
    """The form of a lossless WebP."""
    bits = (width - 1) | (height - 1) << 14
    data = b"\x2f" + struct.pack("<I", bits) + b"\0" * 40
    body = b"WEBPVP8L" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def tiff() -> bytes:
    """A little-endian TIFF with an empty directory."""
    return b"II*\0" + struct.pack("<I", 16) + b"\0" * 30
