"""What happens to a printed form on its way home: scanned crookedly, photographed, saved small."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence

import pypdfium2
from PIL import Image, ImageChops, ImageEnhance, ImageFilter

Change = Callable[[Image.Image], Image.Image]


def rasters(pdf: bytes, dpi: int = 150) -> list[Image.Image]:
    """The pages as a flatbed scanner sees them."""
    document = pypdfium2.PdfDocument(pdf)
    pictures = [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    document.close()
    return pictures


def turned(degrees: float) -> Change:
    """Laid in crookedly; what is beside the sheet is white."""

    def change(image: Image.Image) -> Image.Image:
        return image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)

    return change


def noisy(image: Image.Image) -> Image.Image:
    """A poor sensor: grain, and specks of dust."""
    grain = Image.effect_noise(image.size, 40)
    spoiled = ImageChops.add(image, grain, 1.0, -128)
    rng = random.Random(3)
    for _speck in range(800):
        at = rng.randrange(spoiled.width), rng.randrange(spoiled.height)
        spoiled.putpixel(at, rng.choice((0, 255)))
    return spoiled


def grainy(image: Image.Image) -> Image.Image:
    """Taken in the dark: grain as deep as half of all shades, the same each time."""
    grain = Image.frombytes("L", image.size, random.Random(3).randbytes(image.width * image.height))
    return ImageChops.add(image, grain, 1.0, -128)


def photographed(image: Image.Image) -> Image.Image:
    """Held in one hand on a dark table: in perspective, half in shadow, a little blurred."""
    wide, high = image.size
    table = Image.new("L", (wide + 400, high + 400), 60)
    table.paste(image, (200, 200))
    seen = table.transform(
        table.size,
        Image.Transform.QUAD,
        (0, 0, 60, table.height, table.width - 20, table.height - 90, table.width - 150, 130),
        Image.Resampling.BICUBIC,
    )
    shadow = Image.linear_gradient("L").rotate(40).resize(seen.size)
    shadow = shadow.point([110 + v * 145 // 255 for v in range(256)])
    dim = ImageChops.multiply(seen, shadow)
    return ImageEnhance.Contrast(dim.filter(ImageFilter.GaussianBlur(0.8))).enhance(0.8)


def as_jpeg(image: Image.Image, quality: int = 40) -> bytes:
    """Saved small."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def as_png(image: Image.Image) -> bytes:
    """Saved whole."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def as_pdf(images: Sequence[Image.Image], dpi: int = 150, quality: int = 60) -> bytes:
    """As an office scanner sends it: one picture a page."""
    out = io.BytesIO()
    first, *rest = images
    first.save(
        out, "PDF", save_all=True, append_images=rest, resolution=float(dpi), quality=quality
    )
    return out.getvalue()
