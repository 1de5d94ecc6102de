"""What cannot be kept stands at its field in every form, and not a letter of it is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

import pytest
import shiboken6
from PySide6.QtWidgets import QDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.gui.every_page import settle
from tests.gui.full_store import Full
from tests.gui.test_every_dialog import ABOUT, full, full_home
from ui.program import Program
from ui.widgets.text import FieldError

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)
__all__ = ["full", "full_home"]

LINE = "زارت الشقة 🏠 with her brother 👩🏽‍🦽 " + "e\u0301 "
PAGES = ("a line of a note, and another one\n" * 59 + f"{LINE}\n") * 200
"""Two hundred pages, with words from right to left and signs of several code points."""


def boxes(form: QDialog) -> list[QPlainTextEdit]:
    """Where a form takes free text."""
    found = form.findChildren(QPlainTextEdit)
    return [one for one in found if one.isVisible() and not one.isReadOnly() and one.isEnabled()]


def open_forms(program: Program, at: Full, qtbot: QtBot) -> Iterator[tuple[str, Any]]:
    """Each form that takes free text, open; what it was about is left as it was."""
    inside = program.window.workplace
    assert inside is not None
    for key, about in ABOUT.items():
        program.context.ways.ask.emit(key, about(at))
        settle(program, qtbot)
        (form,) = (one for one in inside.findChildren(QDialog) if one.isVisible())
        if boxes(form):
            yield key, form
        if shiboken6.isValid(form):
            form.close()
        settle(program, qtbot)


def kept_whole(program: Program, qtbot: QtBot) -> int:
    """How many texts of two hundred pages the journal holds."""
    found: list[Any] = []
    sql = "SELECT count(*) FROM journal_entry WHERE length(changes) >= ?"
    program.tasks.run(
        lambda ws: ws.store.one(sql, (len(normalize("NFC", PAGES).strip()),)),
        found.append,
        owner=program.window,
    )
    settle(program, qtbot)
    return int(found[0][0])


def test_two_hundred_pages_in_any_form_are_named_and_not_lost(
    full: tuple[Program, Full], qtbot: QtBot
) -> None:
    program, at = full
    looked, faults = 0, []
    for key, form in open_forms(program, at, qtbot):
        looked += 1
        texts = boxes(form)
        for one in texts:
            one.setPlainText(PAGES)
        settle(program, qtbot)
        before = kept_whole(program, qtbot)
        form.save()
        settle(program, qtbot)
        if not (shiboken6.isValid(form) and form.isVisible()):
            if kept_whole(program, qtbot) == before:
                faults.append(f"{key}: two hundred pages were thrown away")
            continue
        said = [one for one in form.findChildren(FieldError) if one.isVisible() and one.text()]
        faults += [] if said else [f"{key}: refused without a word"]
        faults += [f"{key}: lost its text" for one in texts if one.toPlainText() != PAGES]
        faults += [] if form.draft() else [f"{key}: nothing would be kept over a lock"]
    assert looked > 8
    assert "\n".join(faults) == ""
