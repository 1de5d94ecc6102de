"""What the theme is at this moment: palette and text scale. Set by `ui.theme.apply` alone."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont

from ui.theme.tokens import LIGHT

SMALL, BODY, TITLE, DISPLAY = 13, 15, 20, 28
"""The one type scale, in pixels at 100 %."""

S4, S8, S12, S16, S24 = 4, 8, 12, 16, 24
"""The one set of spacings, in pixels."""


class _Now:
    palette: dict[str, str] = LIGHT
    dark = False
    scale = 100
    family = ""


now = _Now()


def color(token: str) -> QColor:
    """Return a colour of the palette by its name in `ui.theme.tokens`."""
    return QColor(now.palette[token])


def css(token: str) -> str:
    """Return a colour as "#rrggbb"."""
    return now.palette[token]


def is_dark() -> bool:
    """True while the dark palette shows."""
    return now.dark


def px(size: float) -> int:
    """Return a size in pixels at the chosen text scale; give it the size at 100 %."""
    return round(size * now.scale / 100)


def row_height() -> int:
    """Return the height of a row or control: 40 px, more for larger text."""
    return max(40, px(BODY * 1.25) + 21)


def font(size: int = BODY, *, semibold: bool = False) -> QFont:
    """Return a font of the type scale with tabular figures, for delegates and own painting."""
    made = QFont(now.family) if now.family else QFont()
    made.setPixelSize(px(size))
    made.setFeature(QFont.Tag("tnum"), 1)
    if semibold:
        made.setWeight(QFont.Weight.DemiBold)
    return made
