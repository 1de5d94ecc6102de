"""Pictures for the sample caseload, painted here: nobody's papers and nobody's home.

Only shapes: they are painted before there is a window, and letters would need its fonts.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QLinearGradient, QPainter, QPolygonF

WIDTH, HEIGHT = 900, 640


def card_picture() -> bytes:
    """A card with a portrait and lines, laid on a desk; PNG."""
    image, painter = _begun("#c9b79c", "#a98f6f")
    card = QRectF(130, 120, 640, 400)
    _plain(painter, "#00000030")
    painter.drawRoundedRect(card.translated(8, 12), 26, 26)
    _plain(painter, "#f4f7fa")
    painter.drawRoundedRect(card, 26, 26)
    _plain(painter, "#2f6f8f")
    painter.drawRoundedRect(QRectF(130, 120, 640, 76), 26, 26)
    painter.drawRect(QRectF(130, 160, 640, 36))
    _plain(painter, "#d7e0e8")
    painter.drawRoundedRect(QRectF(165, 226, 190, 250), 12, 12)
    _plain(painter, "#7f95a8")
    painter.drawEllipse(QPointF(260, 315), 52, 58)
    painter.drawChord(QRectF(178, 385, 164, 180), 0, 180 * 16)
    for line, width in enumerate((300, 220, 340, 180, 260)):
        _plain(painter, "#5d6f80" if line == 0 else "#b4c0cb")
        painter.drawRoundedRect(QRectF(395, 236 + 50 * line, width, 20), 10, 10)
    return _png(image, painter)


def house_picture() -> bytes:
    """A small house with a garden under an evening sky; PNG."""
    image, painter = _begun("#9cc4e4", "#f3d9b8")
    _plain(painter, "#7fa35c")
    painter.drawRect(QRectF(0, 470, WIDTH, 170))
    _plain(painter, "#e9dcc5")
    painter.drawRect(QRectF(240, 280, 420, 230))
    _plain(painter, "#9a4f3c")
    roof = (QPointF(205, 285), QPointF(450, 130), QPointF(695, 285))
    painter.drawPolygon(QPolygonF(roof))
    _plain(painter, "#35607a")
    painter.drawRect(QRectF(410, 370, 84, 140))
    for left in (280, 540):
        _plain(painter, "#fff6d8")
        painter.drawRect(QRectF(left, 350, 84, 84))
        _plain(painter, "#8d7a5c")
        painter.drawRect(QRectF(left + 39, 350, 6, 84))
        painter.drawRect(QRectF(left, 389, 84, 6))
    _plain(painter, "#cfc6b8")
    path = (QPointF(412, 510), QPointF(492, 510), QPointF(600, 640), QPointF(330, 640))
    painter.drawPolygon(QPolygonF(path))
    _plain(painter, "#4f7a45")
    painter.drawEllipse(QPointF(140, 430), 78, 92)
    painter.drawEllipse(QPointF(780, 440), 66, 80)
    return _png(image, painter)


def _begun(above: str, below: str) -> tuple[QImage, QPainter]:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sky = QLinearGradient(0, 0, 0, HEIGHT)
    sky.setColorAt(0, QColor(above))
    sky.setColorAt(1, QColor(below))
    painter.fillRect(image.rect(), sky)
    return image, painter


def _plain(painter: QPainter, colour: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    dark = QColor(0, 0, 0, 48) if len(colour) == 9 else QColor(colour)
    painter.setBrush(dark)


def _png(image: QImage, painter: QPainter) -> bytes:
    painter.end()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(held.data())
