"""The look of the window: palettes, type scale, spacing, icons.

What views use::

    theme.color("accent")            QColor of a token (names in ui/theme/tokens.py)
    theme.css("muted")               the same as "#rrggbb"
    theme.px(15)                     pixels at the chosen text scale
    theme.font(theme.SMALL, semibold=True)   QFont with tabular figures, for delegates
    theme.SMALL BODY TITLE DISPLAY   13 15 20 28 px
    theme.S4 S8 S12 S16 S24          spacings
    theme.row_height()               40 px at 100 %
    theme.icon("phone"), theme.icon("phone", "muted")      QIcon; names in ui/theme/icons.py
    theme.draw_icon(painter, rect, "phone", "danger")      for delegates
    theme.is_dark()
    theme.apply(app, settings)       once at start and whenever a preference changes

Widgets get their colours, sizes and focus ring from one style sheet made by `apply`; a label asks
for its place in the scale by property ("role": "small", "title", "display", "muted", "strong"),
or is a widget of `ui.widgets`. After `apply` every widget gets QEvent.StyleChange.
"""

from __future__ import annotations

from ui.theme.icons import GLYPHS, draw_icon, icon
from ui.theme.install import apply, dress_frame
from ui.theme.state import (
    BODY,
    DISPLAY,
    S4,
    S8,
    S12,
    S16,
    S24,
    SMALL,
    TITLE,
    color,
    css,
    font,
    is_dark,
    px,
    row_height,
)

__all__ = [
    "BODY",
    "DISPLAY",
    "GLYPHS",
    "S4",
    "S8",
    "S12",
    "S16",
    "S24",
    "SMALL",
    "TITLE",
    "apply",
    "color",
    "css",
    "draw_icon",
    "dress_frame",
    "font",
    "icon",
    "is_dark",
    "px",
    "row_height",
]
