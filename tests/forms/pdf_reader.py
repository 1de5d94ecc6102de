"""Reads a printed form back: text, type sizes, fonts, and what a scanner sees."""

from __future__ import annotations

import io
import re
from functools import cached_property

import pypdf
import pypdfium2
import zxingcpp
from PIL import Image

_SAID = re.compile(rb"/ActualText<([0-9a-f]+)>>>BDC.*?EMC", re.DOTALL)
_SIZE = re.compile(rb"/N\d+ ([\d.]+) Tf")
_DROPPED = re.compile(r"[-–—\s\u200b\u200c\u200d\u00ad\x02\ufffe•]+")


def squeezed(text: str) -> str:
    """The text without spaces, joiners and hyphens, which line breaks change."""
    return _DROPPED.sub("", text)


class Read:
    """One document, read back."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        self.reader = pypdf.PdfReader(io.BytesIO(pdf))
        self.drawn = pypdfium2.PdfDocument(pdf)

    @property
    def pages(self) -> int:
        return len(self.reader.pages)

    def contents(self, page: int) -> bytes:
        got = self.reader.pages[page].get_contents()
        assert got is not None
        return got.get_data()

    def text(self, page: int) -> str:
        """As a reader sees it; where glyphs stand in another order, what is said in their place."""
        return self.drawn[page].get_textpage().get_text_range()

    def said(self, page: int) -> str:
        """What stands in the place of glyphs that are not in the order of the text."""
        found = _SAID.findall(self.contents(page))
        return "\n".join(
            bytes.fromhex(one.decode()).decode("utf-16-be").lstrip("\ufeff") for one in found
        )

    @cached_property
    def whole(self) -> str:
        """All that can be read, squeezed: by glyphs, then by what is said in their place."""
        plain = "".join(self.text(page) for page in range(self.pages))
        spoken = "".join(self.said(page) for page in range(self.pages))
        return squeezed(plain) + "\n" + squeezed(spoken)

    def sizes(self) -> set[float]:
        """The sizes of all type, in points."""
        found: set[float] = set()
        for page in range(self.pages):
            found |= {float(one) for one in _SIZE.findall(self.contents(page))}
        return found

    def fonts(self) -> list[tuple[str, bool]]:
        """Every font by name, and whether its file is in the document."""
        found = []
        for page in self.reader.pages:
            for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
                inner = font.get_object()
                if inner["/Subtype"] == "/Type0":
                    [inner] = [one.get_object() for one in inner["/DescendantFonts"]]
                descriptor = inner.get("/FontDescriptor")
                there = descriptor is not None and "/FontFile2" in descriptor.get_object()
                found.append((str(inner["/BaseFont"]), there))
        return found

    def ink(self, page: int) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of all that is drawn, in points."""
        image = self.picture(page, 72).convert("L").point(lambda v: 255 * (v < 200))
        box = image.getbbox()
        assert box is not None
        return box[0], image.height - box[3], box[2], image.height - box[1]

    def picture(self, page: int, dpi: int) -> Image.Image:
        return self.drawn[page].render(scale=dpi / 72).to_pil()

    def codes(self, page: int, dpi: int = 150, turned: float = 0) -> list[str]:
        """What a scanner finds in the QR codes."""
        picture = self.picture(page, dpi).convert("L").rotate(turned, expand=True, fillcolor=255)
        return [one.text for one in zxingcpp.read_barcodes(picture)]
