"""Lines of text and signs for delegates and own painting."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from ui import theme
from ui.widgets.pill import KINDS


def draw_sign(painter: QPainter, place: QRect, tone: str) -> None:
    """Draw the shape that goes with a tone, in its colour."""
    icon, token = KINDS[tone]
    theme.draw_icon(painter, place, icon, token)


def draw_text(
    painter: QPainter,
    place: QRect,
    text: str,
    *,
    ink: str = "text",
    size: int = theme.BODY,
    semibold: bool = False,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> int:
    """Draw one elided line, vertically centred; return the pixels it took."""
    font = theme.font(size, semibold=semibold)
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.setFont(font)
    painter.setPen(theme.color(ink))
    painter.drawText(place, align | Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown)


def text_width(text: str, size: int = theme.BODY, *, semibold: bool = False) -> int:
    """Pixels a line takes."""
    return QFontMetrics(theme.font(size, semibold=semibold)).horizontalAdvance(text)


def line_height(size: int = theme.BODY) -> int:
    """Pixels one line of text takes."""
    return QFontMetrics(theme.font(size)).height()
