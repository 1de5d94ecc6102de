"""A form read and signed on the screen, in a real window with a real hand."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from navigator_app.domain import ink
from navigator_app.domain.consents import How, Signer
from navigator_app.domain.signatures import SignDraft
from navigator_app.services import (
    attachments,
    consents,
    drafts,
    sign_form_pdf,
    sign_form_seal,
    sign_form_text,
)
from navigator_app.settings import Settings
from navigator_app.store import reads_signatures
from tests.gui.consents_shown import all_of, put, release, said
from tests.gui.consents_shown import shown as card_shown
from tests.gui.dialogs_shown import closed, opened
from tests.gui.every_page import cut, nameless, too_small
from tests.gui.papers_shown import anybody, press
from tests.services.test_sign_form_seal import behind
from ui import theme
from ui.dialogs.sign_form import SignFormDialog
from ui.widgets.consents_card import SEAL
from ui.widgets.sign_pages import ASK, FILL, READ, SEALED, SIGN
from ui.widgets.signature_pad import SignaturePad

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def stroke(pad: SignaturePad, points: list[tuple[float, float]]) -> None:
    """A line of the mouse, its points in parts of the pad."""
    at = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in points]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at[0])
    for one in at[1:]:
        QTest.mouseMove(pad, one)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at[-1])
    QApplication.processEvents()


def name_of(pad: SignaturePad) -> None:
    """A hand of two lines."""
    stroke(pad, [(0.1 + at / 60, 0.5 + 0.3 * math.sin(at / 3)) for at in range(40)])
    stroke(pad, [(0.3, 0.2), (0.32, 0.8)])


def to_read(daily: Any, dialog: Any) -> None:
    """From the questions, past what is open, to the text."""
    press(daily, dialog.save_button)
    if dialog.pages.step == FILL:
        press(daily, dialog.save_button)
    assert dialog.pages.step == READ, (dialog.problem.text(), dialog.pages.step)


def read_whole(daily: Any, dialog: Any) -> None:
    bar = dialog.pages.text.verticalScrollBar()
    bar.setValue(bar.maximum())
    daily.settle()


def shown(daily: Any, *about: str) -> Any:
    dialog = opened(daily, SignFormDialog, [daily.read(anybody), *about])
    put(dialog, language="en")
    return dialog


# --- the pad --------------------------------------------------------------------------------------


@pytest.fixture
def pad(daily: Any) -> SignaturePad:
    made = SignaturePad()
    daily.qtbot.addWidget(made)
    made.resize(640, made.heightForWidth(640))
    made.show()
    return made


def test_the_pad_keeps_the_hand_in_its_own_measure(pad: SignaturePad) -> None:
    assert pad.is_empty()
    stroke(pad, [(0.25, 0.5), (0.75, 0.5)])
    ((start, end),) = pad.strokes()
    assert abs(start[0] - 250) < 3 and abs(end[0] - 750) < 3
    assert abs(start[1] - ink.HEIGHT / 2) < 3
    pad.resize(1280, pad.heightForWidth(1280))
    assert pad.strokes() == ((start, end),)  # larger on the screen, the same hand


def test_a_stroke_is_taken_away_and_all_of_it_is(pad: SignaturePad) -> None:
    name_of(pad)
    assert len(pad.strokes()) == 2
    QTest.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(pad.strokes()) == 1
    QTest.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.is_empty() and "empty" in pad.accessibleName()


def test_a_hand_that_leaves_the_pad_stops_at_its_edge(pad: SignaturePad) -> None:
    stroke(pad, [(0.5, 0.5), (1.6, 0.5), (1.6, 2.0)])
    assert ink.flaw(pad.strokes()) is None


def test_the_other_button_draws_nothing(pad: SignaturePad) -> None:
    QTest.mousePress(pad, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, QPoint(9, 9))
    QTest.mouseMove(pad, QPoint(90, 90))
    assert pad.is_empty()


def test_a_pen_draws(pad: SignaturePad) -> None:
    device = QPointingDevice(
        "pen", 7, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Position, 1, 1,
    )  # fmt: skip
    kinds = [QEvent.Type.TabletPress, *[QEvent.Type.TabletMove] * 20, QEvent.Type.TabletRelease]
    for at, kind in enumerate(kinds):
        place = QPointF(100 + at * 12, 100)
        event = QTabletEvent(
            kind, device, place, place, 0.5, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier,
            Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton,
        )  # fmt: skip
        QApplication.sendEvent(pad, event)
    assert len(pad.strokes()) == 1 and ink.flaw(pad.strokes()) is None


def test_a_finger_draws_and_the_palm_beside_it_does_not(pad: SignaturePad) -> None:
    screen = QTest.createTouchDevice()
    QTest.touchEvent(pad, screen).press(1, QPoint(60, 100), pad).commit()
    QTest.touchEvent(pad, screen).stationary(1).press(2, QPoint(500, 190), pad).commit()
    for at in range(1, 12):
        place = QPoint(60 + at * 30, 100 + at)
        QTest.touchEvent(pad, screen).move(1, place, pad).stationary(2).commit()
    QTest.touchEvent(pad, screen).release(1, QPoint(400, 112), pad).stationary(2).commit()
    QTest.touchEvent(pad, screen).release(2, QPoint(500, 190), pad).commit()
    assert len(pad.strokes()) == 1 and ink.flaw(pad.strokes()) is None


# --- the dialog -----------------------------------------------------------------------------------


def test_a_yes_is_read_drawn_and_sealed(daily: Any) -> None:
    dialog = shown(daily)
    member = dialog.member_id
    assert dialog.pages.step == ASK and dialog.words("kind") == "consent"
    to_read(daily, dialog)
    assert not dialog.save_button.isEnabled()  # not read yet
    assert dialog.pages.text.verticalScrollBar().value() == 0  # from its beginning
    assert "Community Supports" in dialog.pages.text.toPlainText()
    read_whole(daily, dialog)
    assert dialog.save_button.isEnabled()
    press(daily, dialog.save_button)
    assert dialog.pages.step == SIGN and not dialog.save_button.isEnabled()
    name_of(dialog.pages.pad)
    strokes = dialog.pages.pad.strokes()
    press(daily, dialog.save_button)
    assert dialog.pages.step == SEALED, dialog.problem.text()
    assert dialog.pages.pad.is_empty()
    (one,) = all_of(daily, member)
    assert one.draft.how is How.SCREEN
    (row,) = daily.read(partial(_signatures, member))
    assert ink.read(row.strokes) == strokes
    pdf = daily.read(lambda ws: attachments.content(ws, row.attachment_id))
    assert sign_form_pdf.holds(pdf, strokes)
    assert row.shown_text.splitlines()[0] == "Consent to get Community Supports"
    assert dialog.pages.preview.pages > 0
    press(daily, dialog.save_button)
    assert closed(dialog)
    text, act = daily.asked["notice"][-1]
    assert "sealed" in text
    act[1]()
    daily.settle()
    assert all_of(daily, member)[0].invalid_on is not None
    assert daily.read(lambda ws: sign_form_seal.check(ws, row.id)).sound


def _signatures(member: str, ws: Any) -> Any:
    return reads_signatures.of_member(ws.store, member)


def test_a_release_asks_what_may_be_shared_and_says_what_is_missing(daily: Any) -> None:
    dialog = shown(daily, "release")
    press(daily, dialog.save_button)
    assert dialog.pages.step == ASK
    assert dialog.fields["recipient"].error.isVisible()
    put(dialog, recipient="Dr. Okafor", categories="housing,income", purpose="housing")
    to_read(daily, dialog)
    told = dialog.pages.text.toPlainText()
    assert "Dr. Okafor" in told and "\N{BALLOT BOX WITH CHECK}  My income and benefits" in told
    read_whole(daily, dialog)
    press(daily, dialog.save_button)
    name_of(dialog.pages.pad)
    press(daily, dialog.save_button)
    (one,) = all_of(daily, dialog.member_id)
    assert one.draft.categories == ("housing", "income")


def test_an_element_of_the_law_is_asked_for_before_it_is_read(daily: Any) -> None:
    dialog = shown(daily, "substance_use")
    put(dialog, recipient="Dr. Okafor", purpose="housing")
    press(daily, dialog.save_button)
    assert dialog.pages.step == FILL
    press(daily, dialog.save_button)
    assert dialog.pages.step == FILL
    box = next(one for one in dialog.pages.gaps.boxes.values() if len(one.boxes) > 1)
    assert "chosen" in box.parentWidget().error.text()
    key = next(iter(box.boxes))
    box.boxes[key].setChecked(True)
    press(daily, dialog.save_button)
    assert dialog.pages.step == READ
    assert f"\N{BALLOT BOX WITH CHECK}  {box.boxes[key].accessibleName()}" in (
        dialog.pages.text.toPlainText()
    )


def test_words_that_change_must_be_read_again_and_take_the_hand_away(daily: Any) -> None:
    dialog = shown(daily, "release")
    put(dialog, recipient="Dr. Okafor", categories="housing", purpose="housing")
    to_read(daily, dialog)
    read_whole(daily, dialog)
    press(daily, dialog.save_button)
    name_of(dialog.pages.pad)
    press(daily, dialog.pages.back)
    assert dialog.pages.step == READ and dialog.save_button.isEnabled()  # the same words
    while dialog.pages.step != ASK:
        press(daily, dialog.pages.back)
    put(dialog, recipient="Legal Aid")
    to_read(daily, dialog)
    assert not dialog.pages.text.was_read and dialog.pages.pad.is_empty()


def test_a_dot_is_refused_beside_the_pad(daily: Any) -> None:
    dialog = shown(daily)
    to_read(daily, dialog)
    read_whole(daily, dialog)
    press(daily, dialog.save_button)
    stroke(dialog.pages.pad, [(0.5, 0.5), (0.505, 0.5)])
    press(daily, dialog.save_button)
    assert dialog.pages.step == SIGN
    assert "dot" in dialog.pages.ink_error.text()
    assert all_of(daily, dialog.member_id) == []


def test_taking_back_is_signed_too(daily: Any) -> None:
    member = daily.read(anybody)
    given = said(daily, release(member))
    dialog = opened(daily, SignFormDialog, [member, "revocation", given])
    to_read(daily, dialog)
    assert "Dr. Okafor" in dialog.pages.text.toPlainText()
    read_whole(daily, dialog)
    press(daily, dialog.save_button)
    name_of(dialog.pages.pad)
    press(daily, dialog.save_button)
    assert dialog.pages.step == SEALED, dialog.problem.text()
    assert daily.read(lambda ws: consents.get(ws, given)).revoked_on is not None


def test_who_does_not_draw_is_led_to_a_spoken_consent(daily: Any) -> None:
    dialog = shown(daily)
    daily.context.ways.ask.connect(partial(daily.remember, "ask"))
    member = dialog.member_id
    to_read(daily, dialog)
    read_whole(daily, dialog)
    press(daily, dialog.save_button)
    press(daily, dialog.pages.spoken)
    assert closed(dialog)
    assert daily.asked["ask"] == [("record_consent", member)]


def test_a_draft_keeps_what_was_typed_and_never_a_stroke(daily: Any) -> None:
    dialog = shown(daily, "release")
    put(dialog, recipient="Dr. Okafor", categories="housing", purpose="housing")
    press(daily, dialog.save_button)
    line = next(iter(dialog.pages.gaps.lines.values())).widget
    line.setText("until the lease is signed")
    to_read(daily, dialog)
    read_whole(daily, dialog)
    press(daily, dialog.save_button)
    name_of(dialog.pages.pad)
    kept = dialog.draft()
    assert set(kept) == {"about", "kept"}
    whole = str(kept)
    assert "Dr. Okafor" in whole and "until the lease is signed" in whole
    for x, y in dialog.pages.pad.strokes()[0][:3]:
        assert f"{x}, {y}" not in whole and f"{x},{y}" not in whole
    daily.read(lambda ws: drafts.save(ws, "sign_form", kept))
    again = opened(daily, SignFormDialog, kept["about"])
    again.restore_draft(kept)
    assert again.words("recipient") == "Dr. Okafor"
    assert again.pages.pad.is_empty()
    press(daily, again.save_button)
    fields = [one.widget.text() for one in again.pages.gaps.lines.values()]
    assert "until the lease is signed" in fields


def test_somebody_who_signs_for_the_member_is_named(daily: Any) -> None:
    dialog = shown(daily)
    put(dialog, signer=Signer.GUARDIAN.slug)
    press(daily, dialog.save_button)
    assert dialog.fields["authority"].error.isVisible()
    put(dialog, signer_name="Rosa Diaz", authority="Court order of May 2026")
    to_read(daily, dialog)
    assert "Rosa Diaz" in dialog.pages.signer.text()


@pytest.mark.parametrize("language", ["ar", "km"])
def test_the_text_stands_in_the_language_of_the_member(daily: Any, language: str) -> None:
    dialog = shown(daily)
    put(dialog, language=language)
    to_read(daily, dialog)
    told = dialog.pages.text
    assert "Community Supports" not in told.toPlainText().splitlines()[0]
    block = told.document().firstBlock().blockFormat()
    right = block.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert right is (language == "ar")


@pytest.mark.parametrize("theme_name", ["light", "dark"])
@pytest.mark.parametrize("scale", [100, 200])
def test_every_page_can_be_named_touched_and_read(daily: Any, theme_name: str, scale: int) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, Settings(theme=theme_name, text_scale=scale))
    dialog = shown(daily, "substance_use")
    dialog.resize(900, 740)
    put(dialog, recipient="Dr. Okafor", purpose="housing")
    faults = {ASK: nameless(dialog) + too_small(dialog) + cut(dialog)}
    press(daily, dialog.save_button)
    box = next(one for one in dialog.pages.gaps.boxes.values() if len(one.boxes) > 1)
    next(iter(box.boxes.values())).setChecked(True)
    faults[FILL] = nameless(dialog) + too_small(dialog) + cut(dialog)
    press(daily, dialog.save_button)
    faults[READ] = nameless(dialog) + too_small(dialog) + cut(dialog)
    read_whole(daily, dialog)
    press(daily, dialog.save_button)
    name_of(dialog.pages.pad)
    faults[SIGN] = nameless(dialog) + too_small(dialog) + cut(dialog)
    press(daily, dialog.save_button)
    faults[SEALED] = nameless(dialog) + too_small(dialog) + cut(dialog)
    assert {step: found for step, found in faults.items() if found} == {}


def test_boxes_of_a_form_have_a_yes_of_one_spelling() -> None:
    from ui.widgets import form_gaps

    assert form_gaps.YES == sign_form_text.YES


# --- the card -------------------------------------------------------------------------------------


def test_the_card_leads_to_signing_and_says_whether_the_seal_holds(daily: Any) -> None:
    member = daily.read(anybody)
    draft = SignDraft(member, "consent", services=("htns",))
    done = daily.read(partial(_sign, draft))
    card = card_shown(daily, member)
    press(daily, card.sign)
    assert daily.asked["ask"] == [("sign_form", member)]
    press(daily, card.steps[SEAL, done.consent_id])
    assert "seal holds" in daily.asked["notice"][-1][0]
    daily.read(lambda ws: behind(ws, "UPDATE form_signature SET shown_text = 'other'"))
    press(daily, card.steps[SEAL, done.consent_id])
    assert "words" in daily.asked["notice"][-1][0]


def _sign(draft: SignDraft, ws: Any) -> Any:
    from tests.services.test_sign_form import signed

    return signed(ws, draft)
