"""A release read, half drawn, locked, drawn again, sealed, a copy of it altered and found out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from navigator_app.domain import ink
from navigator_app.domain.signatures import CopyState, Signature
from navigator_app.services import attachments, audit, consents, drafts, sign_form_seal
from tests import traces
from tests.gui.conftest import caseload_home, start_program  # noqa: F401 - fixtures
from tests.gui.consents_shown import put
from tests.gui.every_page import settle
from tests.gui.test_lock import unlock
from tests.gui.test_sign_form import name_of
from tests.journeys.test_forms_on_screen import Hand, first_member, hand  # noqa: F401 - fixture
from tests.services.test_sign_form_seal import behind
from ui.dialogs.sign_form import SignFormDialog
from ui.widgets.sign_pages import FILL, READ, SEALED, SIGN

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)

RECIPIENT = "Doctor Wilhelmina Okafor-Quist"


def dialog_of(at: Hand) -> Any:
    """The form that stands over the window."""
    found = at.inside.findChildren(SignFormDialog)
    (dialog,) = (one for one in found if one.isVisible())
    return dialog


def to_pad(at: Hand, dialog: Any) -> None:
    """Past what is open and through the text, to the pad."""
    at.click(dialog.save_button)
    if dialog.pages.step == FILL:
        at.click(dialog.save_button)
    assert dialog.pages.step == READ, dialog.problem.text()
    bar = dialog.pages.text.verticalScrollBar()
    bar.setValue(bar.maximum())
    QApplication.processEvents()
    at.click(dialog.save_button)
    assert dialog.pages.step == SIGN


def asked_for(at: Hand, member: str) -> Any:
    """The form, filled in."""
    at.program.context.ways.ask.emit("sign_form", [member, "release"])
    at.settle()
    dialog = dialog_of(at)
    what = {"recipient": RECIPIENT, "categories": "housing,income", "purpose": "housing"}
    put(dialog, language="en", **what)
    return dialog


def sealed(at: Hand, dialog: Any, member: str) -> Signature:
    """Drawn and sealed; the signature on record."""
    to_pad(at, dialog)
    name_of(dialog.pages.pad)
    drawn = dialog.pages.pad.strokes()
    at.click(dialog.save_button)
    assert dialog.pages.step == SEALED, dialog.problem.text()
    (row,) = at.read(lambda ws: sign_form_seal.of_member(ws, member))
    assert ink.read(row.strokes) == drawn
    at.click(dialog.save_button)
    assert isinstance(row, Signature)
    return row


def test_a_lock_takes_the_half_drawn_hand_and_leaves_what_was_typed(
    hand: Hand,  # noqa: F811
    passphrase: str,
    qtbot: Any,
) -> None:
    member = hand.read(first_member)
    dialog = asked_for(hand, member.id)
    to_pad(hand, dialog)
    name_of(dialog.pages.pad)
    x, y = dialog.pages.pad.strokes()[0][3]
    with qtbot.waitSignal(hand.program.window.locked, timeout=15_000):
        hand.program.window.lock()
    unlock(hand.program, passphrase, qtbot)
    settle(hand.program, qtbot)
    kept = str(hand.read(drafts.load_all))
    assert f"[{x}, {y}]" not in kept and f"[{x},{y}]" not in kept
    dialog = dialog_of(hand)
    assert dialog.words("recipient") == RECIPIENT
    assert dialog.pages.pad.is_empty()
    sealed(hand, dialog, member.id)
    (one,) = hand.read(lambda ws: consents.of_member(ws, member.id))
    assert one.draft.recipient == RECIPIENT


def test_what_was_signed_is_known_again_and_whoever_alters_it_is_found_out(
    hand: Hand,  # noqa: F811
    tmp_path: Path,
) -> None:
    member = hand.read(first_member)
    row = sealed(hand, asked_for(hand, member.id), member.id)
    pdf = hand.read(lambda ws: attachments.content(ws, row.attachment_id))
    verdict = hand.read(lambda ws: sign_form_seal.check_copy(ws, pdf))
    assert verdict.state is CopyState.OURS and verdict.check.sound
    altered = pdf.replace(b"%%EOF", b"%%EOF\n% one more line\n%%EOF")
    verdict = hand.read(lambda ws: sign_form_seal.check_copy(ws, altered))
    assert (verdict.state, verdict.code) == (CopyState.ALTERED, row.code)
    assert hand.read(audit.verify).signatures
    needles = {RECIPIENT, member.cin, row.strokes[:40], "%PDF-"}
    assert traces.traces([tmp_path], needles) == []  # nothing of it lies about
    flipped = pdf[:200] + bytes([pdf[200] ^ 1]) + pdf[201:]
    sql = "UPDATE attachment_chunk SET content = ? WHERE attachment_id = ?"
    hand.read(lambda ws: behind(ws, sql, flipped, row.attachment_id))
    assert not hand.read(audit.verify).signatures
