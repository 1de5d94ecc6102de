"""The palettes, light and dark: one accent, warm greys, and a soft and a strong tone per state.

Each pair that carries text keeps 4.5:1 (WCAG 2.2, 1.4.3) and each border or sign that carries
meaning 3:1 (1.4.11); a test measures them.
"""

from __future__ import annotations

LIGHT = {
    "window": "#f6f5f2",  # behind everything
    "surface": "#ffffff",  # cards, fields, lists
    "sunken": "#eceae5",  # rail, headings of tables
    "hover": "#f0eeea",
    "line": "#dcd9d2",  # hairlines that only divide
    "border": "#85817a",  # edges of fields and buttons
    "text": "#1d2225",
    "muted": "#5a6066",
    "disabled": "#8e9296",
    "accent": "#0b666b",
    "accent_hover": "#095459",
    "on_accent": "#ffffff",
    "accent_soft": "#dceeee",
    "focus": "#0b666b",
    "good": "#1c6839",
    "good_soft": "#e1f2e6",
    "warning": "#7d4e00",
    "warning_soft": "#fcefd2",
    "danger": "#a8261c",
    "danger_soft": "#fce6e3",
    "info": "#22568f",
    "info_soft": "#e2edf8",
    "neutral": "#4d5358",
    "neutral_soft": "#e9e8e4",
}

DARK = {
    "window": "#15191b",
    "surface": "#1e2326",
    "sunken": "#101314",
    "hover": "#272d31",
    "line": "#333b40",
    "border": "#7b858b",
    "text": "#eceeee",
    "muted": "#a9b2b7",
    "disabled": "#6f787d",
    "accent": "#6fd0d0",
    "accent_hover": "#8fdddd",
    "on_accent": "#06292b",
    "accent_soft": "#173c3f",
    "focus": "#6fd0d0",
    "good": "#84d6a0",
    "good_soft": "#193725",
    "warning": "#f0c067",
    "warning_soft": "#3d3014",
    "danger": "#ff9d92",
    "danger_soft": "#48211d",
    "info": "#94c2f5",
    "info_soft": "#1b3149",
    "neutral": "#c0c7ca",
    "neutral_soft": "#2c3337",
}


def luminance(color: str) -> float:
    """Return the relative luminance of "#rrggbb" (WCAG 2.2, definition)."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
