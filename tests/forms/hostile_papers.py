"""Files that a stranger may have made to stop the program: small outside, huge inside."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

import pypdf


def of(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, the first its catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj %b endobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + head + table + tail % (len(objects) + 1, len(out))


def stream(data: bytes, extra: bytes = b"") -> bytes:
    """A compressed part."""
    small = zlib.compress(data, 9)
    head = b"<< /Length %d /Filter /FlateDecode %b >> stream\n" % (len(small), extra)
    return head + small + b"\nendstream"


def page(
    content: bytes, *more: bytes, resources: bytes = b"", box: bytes = b"0 0 612 792"
) -> bytes:
    """A PDF of one page that draws `content`."""
    return of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%b] /Contents 4 0 R /Resources << %b >> >>"
            % (box, resources),
            stream(content),
            *more,
        ]
    )


def bomb() -> bytes:
    """Two hundred megabytes of drawing in two hundred kilobytes."""
    return page(b"0 0 9 9 re f " * 16_000_000)


def slow() -> bytes:
    """Little to read, and hours to draw."""
    return page(b"0 0 600 700 re S " * 300_000)


def vast_picture(side: int = 30_000) -> bytes:
    """One picture with close to a milliard of dots."""
    told = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 1 "
    picture = stream(b"\0" * 1000, told % (side, side) + b"/ColorSpace /DeviceGray")
    return page(b"q 612 0 0 792 0 0 cm /I Do Q", picture, resources=b"/XObject << /I 5 0 R >>")


def odd_box(box: bytes) -> bytes:
    """A page of impossible size."""
    return page(b"0 0 9 9 re f", box=box)


def many_pages(count: int) -> bytes:
    """So many empty pages."""
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(count))
    one = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
    return of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count),
            *[one] * count,
        ]
    )


def locked(pdf: bytes) -> bytes:
    """The same behind a password."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    writer.encrypt("kettle", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def draws_itself() -> bytes:
    """A drawing that draws itself twice, and so on: PDFium follows it without end."""
    told = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << %b >>"
    itself = b"/XObject << /F 5 0 R >>"
    drawing = stream(b"q 1 0 0 1 1 1 cm /F Do Q\n" * 40 + b"0 0 9 9 re f", told % itself)
    return page(b"/F Do", drawing, resources=itself)


def false_picture(size: int) -> bytes:
    """A picture of a few dots that unfolds to so many bytes."""
    told = b"/Type /XObject /Subtype /Image /Width 100 /Height 100 /BitsPerComponent 8 "
    picture = stream(b"\0" * size, told + b"/ColorSpace /DeviceGray")
    return page(b"q 612 0 0 792 0 0 cm /I Do Q", picture, resources=b"/XObject << /I 5 0 R >>")


def joined(*files: bytes) -> bytes:
    """The pages of several files in one."""
    writer = pypdf.PdfWriter()
    for one in files:
        writer.append(io.BytesIO(one))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
