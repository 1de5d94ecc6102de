"""Icons: glyphs of one font, painted in the theme's colours at whatever size is asked.

Remix Icon 2.5 (Apache-2.0), carried by the `qtawesome` package. That package is located, not
imported: importing it costs more of the start than the whole first screen.
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRect, QSize
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QIcon,
    QIconEngine,
    QPainter,
    QPixmap,
    QPixmapCache,
)

from ui.theme.state import color

FONT_FILE = "remixicon-2.5.0.ttf"

GLYPHS = {
    "today": "\ueb23",
    "caseload": "\uede3",
    "import": "\uee4d",
    "status-file": "\uecef",
    "settings": "\uf0e6",
    "lock": "\ueece",
    "unlock": "\ueed2",
    "search": "\uf0d1",
    "add": "\uea13",
    "log": "\uf2a8",
    "in-person": "\uf2a8",
    "phone": "\uefec",
    "text": "\ueb4d",
    "email": "\ueef6",
    "letter": "\ueefc",
    "collateral": "\uf27a",
    "place": "\uef14",
    "home": "\uee1d",
    "home-found": "\uee2a",
    "calendar": "\ueb27",
    "time": "\uf20f",
    "timer": "\uf215",
    "overdue": "\uea1d",
    "warning": "\uea21",
    "error": "\ueca1",
    "info": "\uee59",
    "good": "\ueb81",
    "good-fill": "\ueb80",
    "refused": "\ueb97",
    "close": "\ueb99",
    "check": "\ueb7b",
    "back": "\uea60",
    "forward": "\uea6c",
    "up": "\uea78",
    "down": "\uea4e",
    "left": "\uea64",
    "right": "\uea6e",
    "undo": "\uea58",
    "refresh": "\uf064",
    "show": "\uecb5",
    "hide": "\uecb7",
    "key": "\uee6f",
    "shield": "\uf100",
    "secret": "\uf107",
    "copy": "\uecd5",
    "print": "\uf029",
    "download": "\uec54",
    "upload": "\uf24a",
    "send": "\uf0da",
    "filter": "\ued25",
    "sort-up": "\uf15f",
    "sort-down": "\uf160",
    "more": "\uef77",
    "user": "\uf264",
    "add-user": "\uf25e",
    "history": "\uee17",
    "edit": "\uefe0",
    "delete": "\uec2a",
    "help": "\uf045",
    "keyboard": "\uee75",
    "offline": "\uf2c2",
    "online": "\uf2c0",
    "light": "\uf1bf",
    "dark": "\uef75",
    "auto": "\uebca",
    "flag": "\ued3b",
    "pending": "\uefd6",
    "stop": "\uf19f",
    "forbidden": "\ued95",
    "no-voicemail": "\uf29e",
    "text-size": "\ued8d",
    "agency": "\ueb0f",
    "clipboard": "\ueb91",
    "folder": "\ued70",
    "file": "\ued0f",
    "sheet": "\uecdd",
    "table": "\uf1de",
    "begun": "\uf009",
    "open": "\ueb7d",
    "dot": "\ueb7c",
    "minus": "\uee57",
    "archive": "\uea48",
    "draft": "\uec5c",
    "language": "\uf226",
    "contrast": "\uebd4",
    "plan": "\uf0e2",
    "calm": "\uec06",
    "sample": "\uf0d5",
    "compass": "\uebbe",
    "team": "\uf1ee",
    "heart": "\uedf3",
    "danger": "\uf16d",
    "link": "\uecaf",
    "exchange": "\uea62",
    "pause": "\uefd8",
    "resume": "\uf00b",
    "server": "\uf0e0",
}


@lru_cache(maxsize=1)
def _family() -> str:
    spec = importlib.util.find_spec("qtawesome")
    places = spec.submodule_search_locations if spec else None
    for place in places or []:
        number = QFontDatabase.addApplicationFont(str(Path(place) / "fonts" / FONT_FILE))
        if number >= 0:
            return QFontDatabase.applicationFontFamilies(number)[0]
    return ""


class _GlyphEngine(QIconEngine):
    """Paints one glyph. The colour is a tint's name, looked up at each painting."""

    def __init__(self, glyph: str, tint: str) -> None:
        super().__init__()
        self._glyph = glyph
        self._tint = tint

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        tint = "disabled" if mode is QIcon.Mode.Disabled else self._tint
        draw(painter, rect, self._glyph, color(tint))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(QColor(0, 0, 0, 0))
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._glyph, self._tint)


def draw(painter: QPainter, rect: QRect, glyph: str, paint: QColor) -> None:
    """Paint a glyph (a value of `GLYPHS`) in the middle of a rectangle.

    A rectangle wider than high gets it at its left: buttons ask so for room before their words.
    """
    side = max(1, min(rect.width(), rect.height()))
    ratio = painter.device().devicePixelRatioF()
    top = rect.top() + (rect.height() - side) // 2
    painter.drawPixmap(QPoint(rect.left(), top), _tinted(glyph, side, paint, ratio))


def _tinted(glyph: str, side: int, paint: QColor, ratio: float) -> QPixmap:
    """The glyph in a colour, kept in Qt's cache. A coloured square is poured into a black glyph: a
    pen of a colour would wake the Qt namespace, 30 ms before the first paint. The glyph's pixmap
    is the one with transparency; a square filled with an opaque colour has none."""
    key = f"glyph {glyph} {side} {paint.rgba()} {ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    size = QSize(round(side * ratio), round(side * ratio))
    shape, square = QPixmap(size), QPixmap(size)
    shape.fill(QColor(0, 0, 0, 0))
    square.fill(paint)
    font = QFont(_family())
    font.setPixelSize(size.height())
    metrics = QFontMetricsF(font)
    left = (size.width() - metrics.horizontalAdvance(glyph)) / 2
    top = (size.height() - metrics.height()) / 2
    inner = QPainter(shape)
    inner.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    inner.setFont(font)
    inner.drawText(QPointF(left, top + metrics.ascent()), glyph)
    inner.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    inner.drawPixmap(QPoint(0, 0), square)
    inner.end()
    shape.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, shape)
    return shape


def draw_icon(painter: QPainter, rect: QRect, name: str, tint: str = "text") -> None:
    """Paint an icon by name, for delegates."""
    draw(painter, rect, GLYPHS[name], color(tint))


def icon(name: str, tint: str = "text") -> QIcon:
    """Return an icon by its name in `GLYPHS`; `tint` names a colour of the palette.

    It follows the theme, the disabled state and the screen's pixel ratio. KeyError for a name
    that is not in the table.
    """
    return QIcon(_GlyphEngine(GLYPHS[name], tint))
