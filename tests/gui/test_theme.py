"""The look: contrast, icons, sizes, preferences on disk."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea
from pytestqt.qtbot import QtBot

from navigator_app import settings as preferences
from navigator_app.settings import Settings
from ui import qt_values, theme
from ui.theme.tokens import DARK, LIGHT, contrast
from ui.widgets.fields import NumberField, PassphraseField, SearchField
from ui.widgets.pill import KINDS, StatusPill, pill_size

PALETTES = {"light": LIGHT, "dark": DARK}
GROUNDS = ("window", "surface", "sunken", "hover", "accent_soft")
STATES = ("good", "warning", "danger", "info", "neutral", "accent")


@pytest.mark.parametrize("shade", PALETTES)
def test_text_keeps_wcag_contrast_on_every_ground(shade: str) -> None:
    tokens = PALETTES[shade]
    pairs = [(text, ground) for text in ("text", "muted", "accent", "danger") for ground in GROUNDS]
    pairs += [(state, f"{state}_soft") for state in STATES]
    pairs += [("text", f"{state}_soft") for state in STATES]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_hover"), ("surface", "text")]
    weak = {pair: contrast(tokens[pair[0]], tokens[pair[1]]) for pair in pairs}
    assert not {pair: ratio for pair, ratio in weak.items() if ratio < 4.5}


@pytest.mark.parametrize("shade", PALETTES)
def test_edges_and_focus_ring_keep_three_to_one(shade: str) -> None:
    tokens = PALETTES[shade]
    for sign in ("border", "focus"):
        for ground in ("window", "surface", "sunken"):
            assert contrast(tokens[sign], tokens[ground]) >= 3


def test_contrast_of_black_and_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_both_palettes_name_the_same_tokens() -> None:
    assert LIGHT.keys() == DARK.keys()


def test_every_icon_has_its_own_glyph_in_the_font(qapp: QApplication) -> None:
    pictures = {}
    for name in theme.GLYPHS:
        image = theme.icon(name).pixmap(QSize(32, 32)).toImage()
        inked = sum(
            image.pixelColor(x, y).alpha() > 128 for x in range(0, 32, 2) for y in range(0, 32, 2)
        )
        assert 0 < inked < 256, name
        pictures[name] = inked
    assert len(set(pictures.values())) > 20


def test_an_icon_follows_colour_and_disabled_state(qapp: QApplication) -> None:
    theme.apply(qapp, Settings(theme="light"))
    light = theme.icon("dot").pixmap(QSize(24, 24)).toImage().pixelColor(12, 12)
    theme.apply(qapp, Settings(theme="dark"))
    dark = theme.icon("dot").pixmap(QSize(24, 24)).toImage().pixelColor(12, 12)
    assert light.name() == LIGHT["text"]
    assert dark.name() == DARK["text"]
    theme.apply(qapp, Settings(theme="light"))


def test_text_has_tabular_figures_in_both_weights(qapp: QApplication) -> None:
    theme.apply(qapp, Settings())
    for semibold in (False, True):
        metrics = QFontMetricsF(theme.font(semibold=semibold))
        assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_a_label_drawn_by_the_sheet_has_tabular_figures_too(qtbot: QtBot) -> None:
    label = QLabel("0")
    label.setProperty("role", "title")
    qtbot.addWidget(label)
    label.ensurePolished()
    metrics = QFontMetricsF(label.font())
    assert metrics.horizontalAdvance("1") == metrics.horizontalAdvance("0")


def test_text_scale_doubles_sizes_and_rows_stay_touchable(qapp: QApplication) -> None:
    theme.apply(qapp, Settings(text_scale=200))
    assert (theme.px(13), theme.px(15), theme.px(20), theme.px(28)) == (26, 30, 40, 56)
    assert theme.row_height() >= 40
    theme.apply(qapp, Settings())
    assert theme.row_height() == 40


def test_a_pill_says_its_state_in_words_and_shape(qtbot: QtBot) -> None:
    pill = StatusPill("danger", "Overdue")
    qtbot.addWidget(pill)
    assert pill.accessibleName() == "Overdue"
    assert pill.sizeHint() == pill_size("Overdue")
    assert len({icon for icon, _tint in KINDS.values()}) == len(KINDS)


def test_numbers_stand_for_the_values_of_qt(qtbot: QtBot) -> None:
    label, line, area = QLabel("<b>x</b>"), QLineEdit(), QScrollArea()
    for widget in (label, line, area):
        qtbot.addWidget(widget)
    label.setProperty("textFormat", qt_values.PLAIN_TEXT)
    label.setProperty("alignment", qt_values.CENTRED)
    line.setProperty("inputMethodHints", qt_values.SECRET)
    area.setProperty("focusPolicy", qt_values.NO_FOCUS)
    hints = line.inputMethodHints()
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.alignment() == Qt.AlignmentFlag.AlignCenter
    assert hints & Qt.InputMethodHint.ImhSensitiveData
    assert hints & Qt.InputMethodHint.ImhNoAutoUppercase
    assert hints & Qt.InputMethodHint.ImhNoPredictiveText
    assert area.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_preferences_come_back_and_spoiled_ones_are_left_out(tmp_path: Path) -> None:
    chosen = Settings("dark", 150, "es", (1, 2, 900, 700), maximized=True)
    preferences.save(tmp_path, chosen)
    assert preferences.load(tmp_path) == chosen
    (tmp_path / preferences.FILE_NAME).write_text('{"theme": "pink", "text_scale": 130}')
    assert preferences.load(tmp_path) == Settings(text_scale=130)
    (tmp_path / preferences.FILE_NAME).write_text("{")
    assert preferences.load(tmp_path) == Settings()


def test_signs_and_buttons_of_a_line_grow_with_the_text(qapp: QApplication, qtbot: QtBot) -> None:
    field = PassphraseField("Passphrase")
    search = SearchField("Find anyone")
    for line in (field, search):
        qtbot.addWidget(line)
        line.resize(400, 60)
    assert search.button is not None
    for scale in (100, 200):
        theme.apply(qapp, Settings(text_scale=scale))
        for button in (field.eye, search.button):
            button.ensurePolished()
            wanted = 18 * scale // 100
            qtbot.waitUntil(partial(lambda one, px: one.iconSize().width() == px, button, wanted))
            assert button.width() >= 40
        assert search.textMargins().left() >= 28 * scale // 100
    theme.apply(qapp, Settings())
    assert field.eye.focusPolicy() & Qt.FocusPolicy.TabFocus
    field.eye.click()
    assert field.echoMode() is QLineEdit.EchoMode.Normal
    search.setText("ga")
    search.button.click()
    assert search.text() == ""
    assert search.button.isHidden()


def test_a_number_stands_where_the_text_of_other_fields_does(qtbot: QtBot) -> None:
    number, line = NumberField("minutes"), QLineEdit("10")
    for widget in (number, line):
        qtbot.addWidget(widget)
        widget.resize(200, 40)
        widget.ensurePolished()
    assert number.lineEdit().textMargins().left() >= 8
    assert number.sizeHint().height() <= line.sizeHint().height() + 4
