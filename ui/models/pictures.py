"""Pictures made from bytes in memory, never from or to a file; off the window's thread.

A picture is read as the kind that its bytes said they were, no larger than it will be shown, and
not at all when it would unfold into more than a few hundred megabytes.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from navigator_app.domain.attachment_types import HEAD, Flawed, sniff

MOST_PIXELS = 60_000_000
"""Dots that are decoded at most where the format cannot be read smaller; 240 MB."""

_FORMATS = {
    "image/jpeg": b"jpeg",
    "image/png": b"png",
    "image/webp": b"webp",
    "image/tiff": b"tiff",
}


def decoded(data: bytes, media_type: str, box: int) -> QImage | None:
    """The picture, turned as it was held and at most `box` pixels wide and high; None when it
    cannot be shown."""
    name = _FORMATS.get(media_type)
    if name is None or not _is(data, media_type):
        return None
    kept = QByteArray(data)
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(name))
    reader.setDecideFormatFromContent(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        return None
    if size.width() * size.height() > MOST_PIXELS and name != b"jpeg":
        return None
    if max(size.width(), size.height()) > box:
        reader.setScaledSize(size.scaled(QSize(box, box), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


def _is(data: bytes, media_type: str) -> bool:
    try:
        return sniff(data[:HEAD]) == media_type
    except Flawed:
        return False


def as_png(image: QImage) -> bytes:
    """A picture from the clipboard as the bytes of a PNG."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return bytes(kept.data())
