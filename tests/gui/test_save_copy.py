"""A paper leaves past the gate, with a warning and a line of what left; or it stays."""

from __future__ import annotations

import io
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from navigator_app.domain.consents import Way
from navigator_app.services import (
    attachments,
    consents,
    gate,
)
from navigator_app.services.workspace import Workspace
from tests.gui.consents_shown import put, release, said, shown
from tests.gui.dialogs_shown import opened
from tests.gui.papers_shown import anybody, press, words_of
from tests.services import pictures
from ui.dialogs.attachment import AttachmentDialog
from ui.dialogs.disclosures import DisclosuresDialog
from ui.dialogs.save_copy import SaveCopyDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)

TODAY = date(2026, 11, 20)


@pytest.fixture
def paper(daily: Any) -> tuple[str, str]:
    member = daily.read(anybody)

    def add(ws: Workspace) -> str:
        source = io.BytesIO(pictures.png())
        return attachments.add(ws, member, source, title="ID card", class_id="identity")[0].id

    return member, daily.read(add)


def asked_copy(daily: Any, attachment: str) -> Any:
    dialog = opened(daily, SaveCopyDialog, attachment)
    put(dialog, recipient="Dr. Okafor", purpose="housing", categories="health")
    daily.settle()
    return dialog


def test_the_viewer_leads_to_the_copy(daily: Any, paper: tuple[str, str]) -> None:
    daily.context.ways.ask.connect(partial(daily.remember, "ask"))
    dialog = opened(daily, AttachmentDialog, paper[1])
    press(daily, dialog.copy_button)
    assert daily.asked["ask"] == [("save_copy", paper[1])]


def test_a_paper_leaves_under_a_consent_with_a_warning_and_a_line(
    daily: Any, paper: tuple[str, str], tmp_path: Path
) -> None:
    member, attachment = paper
    said(daily, release(member))
    dialog = asked_copy(daily, attachment)
    assert "leaves the vault" in words_of(dialog)
    assert dialog.pill.text() == "May leave"
    assert not dialog.fields["override"].isVisible()
    dialog.save_to(str(tmp_path / "id.png"))
    daily.settle()
    assert (tmp_path / "id.png").read_bytes() == pictures.png()
    [row] = daily.read(lambda ws: gate.disclosures(ws, member))
    assert (row.recipient, row.detail) == ("Dr. Okafor", "ID card")
    card = shown(daily, member)
    assert card.left.text() == "What left: 1 time"
    press(daily, card.left)
    assert daily.asked["ask"][-1] == ("disclosures", member)
    left = opened(daily, DisclosuresDialog, member)
    text = words_of(left)
    assert "Copy of a paper to Dr. Okafor" in text
    assert "Ground: Consent of Nov 2, 2026" in text
    assert left.draft() == {}


def test_without_a_consent_it_stays_and_wants_a_reason(
    daily: Any, paper: tuple[str, str], tmp_path: Path
) -> None:
    member, attachment = paper
    dialog = asked_copy(daily, attachment)
    assert dialog.pill.text() == "Stays here"
    assert "No live consent" in dialog.why.text()
    press(daily, dialog.save_button)
    assert "Say why" in dialog.fields["override"].error.text()
    put(dialog, override="Court order of Nov 19")
    dialog.save_to(str(tmp_path / "id.png"))
    daily.settle()
    [row] = daily.read(lambda ws: gate.disclosures(ws, member))
    assert row.override_reason == "Court order of Nov 19"
    left = words_of(opened(daily, DisclosuresDialog, member))
    assert "Without consent, because: Court order of Nov 19" in left


def test_a_consent_taken_back_meanwhile_stops_the_copy(
    daily: Any, paper: tuple[str, str], tmp_path: Path
) -> None:
    member, attachment = paper
    key = said(daily, release(member))
    dialog = asked_copy(daily, attachment)
    daily.read(lambda ws: consents.revoke(ws, key, TODAY))
    dialog.save_to(str(tmp_path / "id.png"))
    daily.settle()
    assert dialog.isVisible()
    assert dialog.fields["override"].error.text()
    assert not (tmp_path / "id.png").exists()


def test_many_lines_come_in_parts(daily: Any) -> None:
    member = daily.read(anybody)

    def leave(ws: Workspace) -> None:
        way = Way("form", "Bayview", gate.TPO, ("identity",))
        with ws.transaction("test") as tx:
            for _time in range(25):
                gate.account(ws, tx, way, gate.ask(ws, way, [member]))

    daily.read(leave)
    dialog = opened(daily, DisclosuresDialog, member)

    def titles() -> int:
        found = [one for one in dialog.lines.findChildren(QLabel) if "Printed form" in one.text()]
        return len(found)

    assert titles() == 20
    press(daily, dialog.more)
    assert titles() == 25
    assert not dialog.more.isVisible()


def test_no_reason_is_asked_for_what_leaves_under_a_consent_only(
    daily: Any, paper: tuple[str, str]
) -> None:
    dialog = asked_copy(daily, paper[1])
    put(dialog, categories="substance-use")
    daily.settle()
    assert dialog.pill.text() == "Stays here"
    assert "42 CFR" in dialog.why.text()
    assert not dialog.fields["override"].isVisible()
    press(daily, dialog.save_button)
    assert "until the member consents" in words_of(dialog)
