"""The papers of a member through the window's own widgets, and every form of this part."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from navigator_app.domain.documents import Paper, State
from navigator_app.services import deposit_steps, documents
from navigator_app.settings import Settings
from tests.gui import every_page as lint
from tests.gui.dialogs_shown import opened
from tests.gui.papers_shown import (
    TODAY,
    anybody,
    builder,
    made,
    press,
    sent_of,
    shown,
    words_of,
    written,
)
from tests.services import deposit_maker
from tests.services.test_documents import attachment, person
from ui import theme
from ui.dialogs.deposit_answer import DepositAnswerDialog, DepositPaidDialog
from ui.dialogs.paper import PaperDialog
from ui.widgets.asking_dialog import choose
from ui.widgets.papers_card import ASK, COPY, EDIT, HAVE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


# --- papers ---------------------------------------------------------------------------------------


def test_six_papers_stand_there_with_the_next_step(daily: Any) -> None:
    member = daily.read(anybody)
    section = shown(daily, member)
    card = section.papers
    assert card.headline.text() == "0 of 6 ready"
    assert card.pills["", "photo-id"].text() == "Missing"
    assert card.steps[HAVE, "", "photo-id"].accessibleName() == "Have it: Photo ID"


def test_have_it_is_one_press_and_undone_by_another(daily: Any) -> None:
    member = daily.read(anybody)
    section = shown(daily, member)
    card = section.papers
    card.steps[HAVE, "", "photo-id"].setFocus()
    press(daily, card.steps[HAVE, "", "photo-id"])
    assert card.headline.text() == "1 of 6 ready"
    assert card.pills["", "photo-id"].text() == "Ready"
    assert card.steps[EDIT, "", "photo-id"].hasFocus(), "where it was, on the same paper"
    text, (label, undo) = daily.asked["notice"][-1]
    assert (text, label) == ("Recorded as here", "Undo")
    undo()
    daily.settle()
    assert card.headline.text() == "0 of 6 ready"


def test_the_count_names_what_ends(daily: Any) -> None:
    member = daily.read(anybody)
    ending = Paper("income", state=State.HAVE, expires_on=date(2026, 12, 2))
    daily.read(lambda ws: documents.record(ws, member, ending))
    section = shown(daily, member)
    card = section.papers
    assert card.headline.text() == "1 of 6 ready. Proof of income ends in 12 days."
    assert card.pills["", "income"].text() == "12 days left"


def test_each_of_the_household_has_a_list(daily: Any) -> None:
    member = daily.read(anybody)
    child = daily.read(lambda ws: person(ws, member, "Luz", date_of_birth="2019-03-01"))
    section = shown(daily, member)
    card = section.papers
    assert "0 of 8 ready in the household" in words_of(card)
    assert (child, "birth-certificate") in card.pills
    assert (child, "income") not in card.pills
    name = card.steps[HAVE, child, "birth-certificate"].accessibleName()
    assert name == "Have it: Birth certificate, Luz"


def test_requested_opens_the_form_which_asks_of_whom(daily: Any) -> None:
    member = daily.read(anybody)
    section = shown(daily, member)
    card = section.papers
    press(daily, card.steps[ASK, "", "birth-certificate"])
    [(form, about)] = daily.asked["ask"]
    assert form == "paper"
    dialog = opened(daily, PaperDialog, about)
    assert dialog.draft() == {}, "nothing was typed yet"
    assert dialog.fields["requested_from"].isVisible()
    assert not dialog.fields["expires_on"].isVisible()
    dialog.requested_from.setText("County recorder")
    dialog.days["expected_on"].box.setChecked(True)
    press(daily, dialog.save_button)
    paper = written(daily, member, "birth-certificate")
    assert (paper.state, paper.requested_from) == (State.REQUESTED, "County recorder")
    assert (paper.requested_on, paper.expected_on) == (TODAY, date(2026, 12, 4))
    assert card.pills["", "birth-certificate"].text() == "Requested"


def test_what_cannot_be_stands_at_its_field_and_is_kept(daily: Any) -> None:
    member = daily.read(anybody)
    dialog = opened(daily, PaperDialog, [member, "", "income", "requested"])
    dialog.days["expected_on"].choose("2026-11-01")
    press(daily, dialog.save_button)
    assert "before it was asked for" in dialog.fields["expected_on"].error.text()
    assert dialog.isVisible()
    kept = dialog.draft()
    dialog.reject()
    daily.settle()
    again = opened(daily, PaperDialog, kept["about"])
    again.restore_draft(kept)
    assert again.days["expected_on"].day() == date(2026, 11, 1)
    assert written(daily, member, "income").state is State.MISSING


def test_another_paper_is_added_by_its_kind(daily: Any) -> None:
    member = daily.read(anybody)
    section = shown(daily, member)
    press(daily, section.papers.add)
    dialog = opened(daily, PaperDialog, daily.asked["ask"][-1][1])
    assert not dialog.fields["person_id"].isVisible(), "there is only the member"
    press(daily, dialog.save_button)
    assert dialog.fields["kind"].error.text()
    choose(dialog.kind, "voucher")
    press(daily, dialog.save_button)
    assert section.papers.headline.text() == "1 of 7 ready"


# --- as a hand, a screen reader and large text meet it --------------------------------------------


@pytest.mark.parametrize("scale", [100, 200])
def test_the_part_and_its_forms_can_be_named_touched_and_read(daily: Any, scale: int) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, Settings(theme="light", text_scale=scale))
    one = made(daily)
    sent = sent_of(daily, one)
    draft = deposit_maker.draft(one, 180000, 480000)
    draft_id = daily.read(lambda ws: deposit_steps.save(ws, draft))[0]
    section = shown(daily, one.member)
    section.resize(1060, max(700, section.heightForWidth(1060)))
    builder_ = builder(daily, one, draft_id)
    builder_.save()
    answer = opened(daily, DepositAnswerDialog, sent.id)
    choose(answer.choice, "approved")
    forms = [
        section,
        builder_,
        answer,
        opened(daily, PaperDialog, [one.member, "", "income", "requested"]),
        opened(daily, PaperDialog, [one.member, "", "", ""]),
    ]
    given = deposit_steps.Answer(True, TODAY, cents={sent.items[0].id: 1})
    daily.read(lambda ws: deposit_steps.answer(ws, sent.id, given))
    forms.append(opened(daily, DepositPaidDialog, sent.id))
    daily.settle()
    faults = {}
    for root in forms:
        found = lint.nameless(root) + lint.too_small(root) + lint.cut(root) + lint.outside(root)
        if found:
            faults[type(root).__name__] = found
    theme.apply(app, Settings(theme="light"))
    assert faults == {}


def test_a_copy_in_the_store_is_laid_beside_its_paper(daily: Any) -> None:
    member = daily.read(anybody)
    key = daily.read(lambda ws: attachment(ws, member))
    section = shown(daily, member)
    dialog = opened(daily, PaperDialog, [member, "", "photo-id", ""])
    choose(dialog.state, "have")
    assert dialog.fields["attachment_id"].isVisible()
    choose(dialog.copy, key)
    press(daily, dialog.save_button)
    assert written(daily, member, "photo-id").attachment_id == key
    assert "Copy attached: ID front." in words_of(section.papers)
    press(daily, section.papers.steps[COPY, "", "photo-id"])
    assert daily.asked["ask"][-1] == ("attachment", key)
