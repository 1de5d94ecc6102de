"""Finds the codes in the picture of one sheet: whatever way up, skewed, in a shadow, far away.

The plain look is tried first and finds nearly all; each further one costs more and mends one
thing: too few dots, a shadow, noise.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageOps

from navigator_app.forms import codes
from navigator_app.forms.codes import Stamp

NEAR, NEARER = 1_700, 3_400
"""Dots of the longer side: letter paper at 155 and at 310 dots an inch."""
LOOK_SECONDS = 4.0
"""No further look is begun after so long with one sheet."""

_QR = zxingcpp.barcode_formats_from_str("QRCode")
_EMPTY = 60
"""Shades between the darkest and the lightest of a sheet that has nothing on it."""

Looks = Callable[[int], Image.Image]


def empty(picture: Image.Image) -> bool:
    """True for a sheet with nothing on it, such as the back of a page."""
    small = picture.reduce(max(1, max(picture.size) // 400))
    edge = min(small.size) // 25
    inner = small.crop((edge, edge, small.width - edge, small.height - edge))
    shades = inner.filter(ImageFilter.MedianFilter(3)).histogram()
    used = [shade for shade, dots in enumerate(shades) if dots]
    return used[-1] - used[0] < _EMPTY


def seen(picture: Image.Image | memoryview) -> tuple[tuple[Stamp, ...], int]:
    """The codes of ours in a picture, each once, and how many others there are."""
    view = picture if isinstance(picture, memoryview) else _view(picture)
    texts = [one.text for one in zxingcpp.read_barcodes(view, _QR)]
    stamps = [stamp for stamp in map(codes.read, texts) if stamp is not None]
    return tuple(dict.fromkeys(stamps)), len(texts) - len(stamps)


def found(picture: Looks, others: int) -> tuple[tuple[Stamp, ...], int]:
    """The same for a sheet in which the plain look found none of ours, and so many others.

    `picture` gives the sheet with so many dots on its longer side.
    """
    end = time.monotonic() + LOOK_SECONDS
    for look in _looks(picture):
        stamps, more = seen(look)
        if stamps:
            return stamps, more
        others = max(others, more)
        if time.monotonic() > end:
            break
    return (), others


def _looks(picture: Looks) -> Iterator[memoryview]:
    yield _view(ImageOps.autocontrast(_lit(picture(NEAR)), cutoff=1))
    nearer = picture(NEARER)
    yield _view(nearer)
    yield _view(nearer.filter(ImageFilter.GaussianBlur(1.2)))  # grain: more than any other look
    yield _view(nearer.filter(ImageFilter.MedianFilter(3)))
    lit = ImageOps.autocontrast(_lit(nearer.filter(ImageFilter.GaussianBlur(1))), cutoff=1)
    yield _view(lit)
    for part in _corners(lit):
        yield _view(part.resize((part.width * 2, part.height * 2), Image.Resampling.BICUBIC))


def _lit(picture: Image.Image) -> Image.Image:
    """The same in even light: what is dark over a wide stretch is a shadow, not print."""
    step = max(1, max(picture.size) // 200)
    paper = picture.reduce(step).filter(ImageFilter.MaxFilter(7))
    paper = paper.filter(ImageFilter.GaussianBlur(4)).resize(picture.size)
    return ImageChops.invert(ImageChops.subtract(paper, picture))


def _corners(picture: Image.Image) -> Iterator[Image.Image]:
    """The four corners, where the code of a form stands whatever way up the sheet lies."""
    wide, high = picture.width * 2 // 5, picture.height * 2 // 5
    for left in (picture.width - wide, 0):
        for top in (picture.height - high, 0):
            yield picture.crop((left, top, left + wide, top + high))


def _view(picture: Image.Image) -> memoryview:
    """The dots as the reader takes them, without a copy of its own."""
    return memoryview(picture.tobytes()).cast("B", (picture.height, picture.width))
