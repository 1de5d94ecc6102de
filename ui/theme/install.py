"""Puts the theme on the application: style, palette, font, style sheet."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from PySide6 import QtCore
from PySide6.QtGui import QColor, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from navigator_app.settings import Settings
from ui.theme import sheet, state
from ui.theme.tokens import DARK, LIGHT

TEXT_FONTS = ("FiraSans-Regular.ttf", "FiraSans-SemiBold.ttf")
"""Fira Sans (OFL 1.1), carried by the package `fontpkg-fira-sans`; a bare Debian has no font at
all. Scripts it lacks come from the system's fonts."""


def apply(app: QApplication, settings: Settings) -> None:
    """Dress the application by the preferences; call it again when one changes."""
    if not state.now.family:
        if app.style().name() != "fusion":
            app.setStyle("Fusion")
        state.now.family = _load_text_font() or app.font().family()
    state.now.dark = settings.theme == "dark" or (settings.theme == "auto" and system_is_dark(app))
    state.now.palette = DARK if state.now.dark else LIGHT
    state.now.scale = settings.text_scale
    app.setPalette(_palette())
    app.setFont(state.font())
    app.setStyleSheet(sheet.text())


def system_is_dark(app: QApplication) -> bool:
    """True when the system shows dark windows; read from its palette, which costs nothing."""
    style = app.style()
    return style is not None and style.standardPalette().window().color().lightness() < 128


def dress_frame(app: QApplication, settings: Settings) -> None:
    """Let the system's own frame and dialogs follow the chosen theme; after the first paint."""
    scheme = QtCore.Qt.ColorScheme
    wished = {"light": scheme.Light, "dark": scheme.Dark}.get(settings.theme)
    if wished is None:
        app.styleHints().unsetColorScheme()
    else:
        app.styleHints().setColorScheme(wished)


def _load_text_font() -> str:
    spec = importlib.util.find_spec("fontpkg_fira_sans")
    family = ""
    for place in (spec.submodule_search_locations or []) if spec else []:
        for name in TEXT_FONTS:
            number = QFontDatabase.addApplicationFont(str(Path(place) / "files" / name))
            if number >= 0:
                family = family or QFontDatabase.applicationFontFamilies(number)[0]
    return family


def _palette() -> QPalette:
    roles = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "hover",
        QPalette.ColorRole.ToolTipBase: "text",
        QPalette.ColorRole.ToolTipText: "surface",
        QPalette.ColorRole.PlaceholderText: "muted",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.BrightText: "danger",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.LinkVisited: "accent",
        QPalette.ColorRole.Highlight: "accent_soft",
        QPalette.ColorRole.HighlightedText: "text",
        QPalette.ColorRole.Accent: "accent",
        QPalette.ColorRole.Light: "surface",
        QPalette.ColorRole.Midlight: "line",
        QPalette.ColorRole.Mid: "line",
        QPalette.ColorRole.Dark: "border",
        QPalette.ColorRole.Shadow: "border",
    }
    made = QPalette()
    for role, token in roles.items():
        made.setColor(role, QColor(state.css(token)))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(state.css("disabled")))
    return made
