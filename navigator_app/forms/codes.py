"""What a printed form says of itself: kind, version, record and the hash of its text.

As a QR code for a scanner and in letters for a person. Nothing of a member is in it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from navigator_app.forms.catalogue import LANGUAGES

MARK = "NAV1"
_PAYLOAD = re.compile(
    r"NAV1:([A-Z0-9-]{1,40}):([0-9]{1,3}):([0-9A-Z-]{0,40}):([0-9A-F]{12}):([A-Z-]{2,8})"
    r"(?::([0-9]{1,4})/([0-9]{1,4}))?"
)
_QUIET = 4
"""Light modules around the code, as the standard asks."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the code on a sheet says; `record` is "" on a blank.

    `page` of `pages` tells the sheets of one form apart when they come home; 0 where the code does
    not say it, as on the form as a whole.
    """

    kind: str
    version: int
    record: str
    text_hash: str
    language: str
    page: int = 0
    pages: int = 0

    @property
    def payload(self) -> str:
        """What the QR code holds."""
        whole = (
            f"{MARK}:{_written(self.kind)}:{self.version}:{self.record.upper()}:"
            f"{self.text_hash.upper()}:{_written(self.language)}"
        )
        return f"{whole}:{self.page}/{self.pages}" if self.page else whole

    def on(self, page: int, pages: int) -> Stamp:
        """The same for one sheet of the form, counted from 1."""
        return replace(self, page=page, pages=pages)

    @property
    def letters(self) -> str:
        """The same for a person to read out, in groups of four."""
        parts = [f"{_written(self.kind)}-{self.version}"]
        parts += [_grouped(one) for one in (self.record, self.text_hash) if one]
        return " · ".join(parts)


def read(payload: str) -> Stamp | None:
    """What a code says; None for a code that is not ours."""
    match = _PAYLOAD.fullmatch(payload.strip())
    if match is None:
        return None
    kind, version, record, text_hash, language, page, pages = match.groups()
    slug = kind.lower().replace("-", "_")
    said = Stamp(slug, int(version), record.lower(), text_hash.lower(), _spelled(language))
    return said.on(int(page or 0), int(pages or 0))


def text_hash(kind: str, version: int, language: str, texts: Iterable[str]) -> str:
    """Twelve hexadecimal digits that change with any word of the form in its language."""
    whole = "\x1f".join([kind, str(version), language, *texts])
    return hashlib.sha256(whole.encode("utf-8")).hexdigest()[:12]


@lru_cache(maxsize=16)
def modules(payload: str) -> tuple[tuple[bool, ...], ...]:
    """The dark modules of the QR code, row by row; a quarter of it may be lost."""
    import zxingcpp

    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    image: Any = code.to_image(scale=1, add_quiet_zones=False)
    rows: Any = memoryview(image).tolist()
    return tuple(tuple(one == 0 for one in row) for row in rows)


def quiet(payload: str, side: float) -> float:
    """How wide the light frame is of a code whose side, frame and all, is `side`."""
    return side * _QUIET / (len(modules(payload)) + 2 * _QUIET)


def drawn(payload: str, x: float, y: float, side: float) -> str:
    """PDF operators that draw the code, its quiet zone in it, from its lower left corner."""
    rows = modules(payload)
    unit = side / (len(rows) + 2 * _QUIET)
    said = [f"q 0 g {unit:.4f} 0 0 {unit:.4f} {x:.3f} {y:.3f} cm"]
    for number, row in enumerate(rows):
        down = len(rows) - 1 - number + _QUIET
        at = 0
        while at < len(row):
            end = at
            while end < len(row) and row[end]:
                end += 1
            if end > at:
                said.append(f"{at + _QUIET} {down} {end - at} 1 re")
            at = end + 1
    return "\n".join([*said, "f Q"])


def _written(slug: str) -> str:
    """As a code holds it: a QR code takes twice the room for letters that it has no short form of,
    small ones and the underscore among them."""
    return slug.upper().replace("_", "-")


def _spelled(language: str) -> str:
    code = language.replace("-", "_").lower()
    return next((one for one in LANGUAGES if one.lower() == code), code)


def _grouped(text: str) -> str:
    upper = text.upper()
    return "-".join(upper[at : at + 4] for at in range(0, len(upper), 4))
