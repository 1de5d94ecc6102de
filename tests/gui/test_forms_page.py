"""The Forms page: the list, the desk, what stands open, own words, translations, sheets out."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit

from navigator_app.services import (
    caseload,
    form_desk,
    form_reviews,
    form_texts,
    gate,
    print_records,
)
from navigator_app.services.form_desk import Ask
from navigator_app.services.form_reviews import Standing
from navigator_app.services.workspace import Workspace
from navigator_app.store import intake_writes
from ui.dialogs.form_review import FormReviewDialog
from ui.dialogs.form_words import FormWordsDialog
from ui.places import OFFERS, FormAt
from ui.views.forms import FormsView
from ui.views.forms_out import FormSheetsView
from ui.views.forms_translations import FormTranslationsView
from ui.views.forms_words import FormWordsView
from ui.widgets.day_field import DayField
from ui.widgets.form_button import FormButton
from ui.widgets.note_box import NoteBox

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)
LEFT = Qt.MouseButton.LeftButton


def shown(daily: Any, view: Any, target: object = None) -> Any:
    """A page in front."""
    daily.qtbot.addWidget(view)
    view.resize(1180, 700)
    view.show()
    if target is not None:
        view.open(target)
    view.activate()
    daily.settle()
    return view


@pytest.fixture
def forms(daily: Any) -> FormsView:
    """The page as the rail brings it; a form chosen lies on the desk."""
    page: FormsView = shown(daily, FormsView(daily.context))

    def go(key: str, target: object) -> None:
        if key == "forms":
            page.open(target)
            page.activate()

    daily.context.ways.open_page.connect(go)
    return page


def test_every_form_stands_in_the_list_and_a_few_letters_find_it(
    daily: Any, forms: FormsView
) -> None:
    assert set(forms.list.choices) == {card.kind for card in form_desk.cards()}
    forms.list.search.setText("share health")
    forms.list.search.search_now()
    seen = {kind for kind, one in forms.list.choices.items() if one.isVisible()}
    assert seen == {"release"}
    forms.list.search.setText("xyzzy")
    forms.list.search.search_now()
    assert forms.list.nothing.isVisible()


def test_a_member_is_chosen_and_their_language_and_name_stand_on_the_page(
    daily: Any, forms: FormsView, member: str
) -> None:
    daily.context.ways.open_page.emit("forms", FormAt("consent", member))
    daily.settle()
    desk = forms.desk
    name = daily.read(lambda ws: form_desk.prepare(ws, Ask("consent", desk.ask().subject)).name)
    assert desk.options.finder.chosen[0].name == name
    assert desk.print.text() == "Print…"
    assert desk.preview.pages >= 1
    assert not desk.preview.drawn().isEmpty()


def test_who_reads_another_language_is_not_said_to_read_english(
    daily: Any, forms: FormsView, member: str
) -> None:
    def spoken(ws: Workspace) -> None:
        with ws.transaction("test") as tx:
            tx.update("member", member, {"language_spoken": "Mixteco", "language_written": ""})

    daily.read(spoken)
    daily.context.ways.open_page.emit("forms", FormAt("consent", member))
    daily.settle()
    desk = forms.desk
    assert desk.options.language.currentText() == "As usual: English"
    assert "Mixteco" in " ".join(one.text() for one in desk.points.notes.findChildren(QLabel))


def test_the_desk_turns_pages_and_makes_them_larger(daily: Any, forms: FormsView) -> None:
    daily.context.ways.open_page.emit("forms", FormAt("release"))
    daily.settle()
    preview = forms.desk.preview
    assert not preview.back.isEnabled()
    preview.on.click()
    daily.settle()
    assert preview.page() == 1
    wide = preview.drawn().width()
    preview.larger.click()
    daily.settle()
    assert preview.drawn().width() > wide
    preview.fit.click()
    daily.settle()
    assert preview.drawn().width() == wide


def test_large_print_and_another_language_are_another_sheet(daily: Any, forms: FormsView) -> None:
    daily.context.ways.open_page.emit("forms", FormAt("consent"))
    daily.settle()
    desk = forms.desk
    few = desk.preview.pages
    desk.options.large.click()
    daily.settle()
    assert desk.preview.pages > few
    box = desk.options.language
    box.setCurrentIndex(box.findData("es"))
    daily.settle()
    assert desk.ask().language == "es"
    assert desk.ask().large is True


def test_own_words_that_lack_can_be_written_from_the_desk(
    daily: Any, forms: FormsView, asked: list[tuple[str, object]]
) -> None:
    daily.context.ways.open_page.emit("forms", FormAt("release"))
    daily.settle()
    said = " ".join(box.words() for box in forms.desk.points.findChildren(NoteBox))
    assert "own words" in said
    button = next(
        one
        for one in forms.desk.points.findChildren(type(forms.desk.points.open_member))
        if one.property("block") == "further_copies"
    )
    button.click()
    assert asked == [("form_words", ["further_copies", "en"])]


def test_what_is_refused_says_why_and_nothing_can_be_printed(
    daily: Any, forms: FormsView, member: str
) -> None:
    daily.context.ways.open_page.emit("forms", FormAt("deposit_request", member))
    daily.settle()
    box = forms.desk.points.refusal.findChild(NoteBox)
    assert box is not None
    assert box.kind() == "danger"
    assert not forms.desk.print.isEnabled()
    assert not forms.desk.save.isEnabled()


def test_a_sheet_for_the_street_is_for_a_day(daily: Any, forms: FormsView) -> None:
    daily.context.ways.open_page.emit("forms", FormAt("day_sheet"))
    daily.settle()
    desk = forms.desk
    assert desk.options.whom.isHidden()
    line = desk.options.day_field.widget
    assert isinstance(line, DayField)
    line.setText("11/23/2026")
    line.editingFinished.emit()
    daily.settle()
    assert desk.ask().subject.day == date(2026, 11, 23)
    assert desk.preview.pages >= 1
    line.setText("someday")
    line.editingFinished.emit()
    daily.settle()
    assert desk.options.day_field.error.text()
    for kind in ("monday", "exceptions", "capacity_board"):  # they stand as of today
        daily.context.ways.open_page.emit("forms", FormAt(kind))
        daily.settle()
        assert desk.options.day_field.isHidden()
        assert desk.ask().subject.day is None


def test_what_needs_a_consent_goes_with_a_reason_that_stays_in_the_record(
    daily: Any, forms: FormsView, member: str, tmp_path: Path
) -> None:
    referral = daily.read(partial(_referred, member))
    daily.context.ways.open_page.emit("forms", FormAt("referral_outcome", member, referral))
    daily.settle()
    desk = forms.desk
    assert "St. Anne" in " ".join(box.words() for box in desk.points.refusal.findChildren(NoteBox))
    assert not desk.print.isEnabled()
    assert desk.points.reason_field.isVisible()
    with daily.qtbot.waitSignal(desk.drawn, timeout=10_000):
        desk.points.reason.setText("Court order of 19 Nov")
    daily.settle()
    assert desk.save.isEnabled()
    desk.save.click()
    desk.go_on.click()
    (chooser,) = desk.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "outcome.pdf"))
    chooser.close()
    daily.settle()
    (line,) = daily.read(lambda ws: gate.disclosures(ws, member))
    assert line.override_reason == "Court order of 19 Nov"


def _referred(member_id: str, ws: Any) -> str:
    """Their referral came from a shelter, where no rule of treatment frees what is told."""
    referral = str(caseload.member_page(ws, member_id).referrals[0].id)
    with ws.transaction("test") as tx:
        intake_writes.write(tx, referral, {"referrer_organization": "St. Anne’s Shelter"})
    return referral


def test_half_typed_words_come_back_after_a_lock(daily: Any, forms: FormsView, member: str) -> None:
    daily.context.ways.open_page.emit("forms", FormAt("release", member))
    daily.settle()
    field = forms.desk.points.fields["release.recipient"].widget
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("Doctor Quillfeather")
    kept = forms.draft()
    again = FormsView(daily.context)
    again.restore_draft(kept)
    shown(daily, again)
    back = again.desk.points.fields["release.recipient"].widget
    assert isinstance(back, QPlainTextEdit)
    assert back.toPlainText() == "Doctor Quillfeather"
    assert again.desk.at().member_id == member


def test_the_rail_brings_the_list_again(daily: Any, forms: FormsView) -> None:
    daily.context.ways.open_page.emit("forms", FormAt("consent"))
    daily.settle()
    assert forms.stack.currentWidget() is forms.desk
    forms.activate()
    assert forms.stack.currentWidget() is forms.list


def test_a_card_opens_the_form_that_makes_such_a_consent(
    daily: Any, forms: FormsView, member: str
) -> None:
    button = FormButton(daily.context, FormAt(f"{OFFERS}to-share", member))
    daily.qtbot.addWidget(button)
    button.click()
    daily.settle()
    assert forms.desk.card is not None
    assert forms.desk.card.kind == "release"


def test_own_words_are_written_and_taken_back(daily: Any) -> None:
    page = shown(daily, FormWordsView(daily.context))
    assert "further_copies" in page.writes
    dialog = FormWordsDialog(daily.context, ["further_copies", "es"])
    daily.qtbot.addWidget(dialog)
    daily.settle()
    dialog.put_back({"text": "Pida otra copia."})
    dialog.save()
    daily.settle()
    assert dialog.fields["source"].error.text()
    dialog.put_back({"source": "Counsel, May 3"})
    dialog.save()
    daily.settle()
    kept = daily.read(lambda ws: form_texts.text_of(ws, "further_copies", "es"))
    assert kept == ("Pida otra copia.", "Counsel, May 3")
    _said, (_word, undo) = daily.asked["notice"][-1]
    undo()
    daily.settle()
    assert daily.read(lambda ws: form_texts.text_of(ws, "further_copies", "es")) == ("", "")


def test_a_translation_is_marked_and_the_grid_says_by_whom(daily: Any) -> None:
    page = shown(daily, FormTranslationsView(daily.context))
    whole = daily.read(
        lambda ws: next(c for f in form_reviews.grid(ws) for c in f.cells if not c.missing)
    )
    dialog = FormReviewDialog(daily.context, [whole.kind, whole.language])
    daily.qtbot.addWidget(dialog)
    daily.settle()
    dialog.save()
    daily.settle()
    assert dialog.fields["reviewer"].error.text()
    dialog.put_back({"reviewer": "Rosa Vega"})
    dialog.save()
    daily.settle()
    marked = daily.read(lambda ws: form_reviews.one(ws, whole.kind, whole.language))
    assert marked.standing is Standing.REVIEWED
    page.activate()
    daily.settle()
    said = [
        str(page.model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole))
        for row in range(page.model.rowCount())
        for column in range(1, page.model.columnCount())
    ]
    assert sum("Rosa Vega" in one for one in said) == 1


def test_a_sheet_that_went_out_is_noted_home(daily: Any) -> None:
    page = shown(daily, FormSheetsView(daily.context))
    assert page.nothing.isVisible()
    sheet = daily.read(lambda ws: form_desk.prepare(ws, Ask("day_sheet")))
    issued = daily.read(partial(_enter, sheet))
    page.activate()
    daily.settle()
    code = issued.entered.row.code
    button = page.buttons[code, "by hand"]
    daily.qtbot.mouseClick(button, LEFT)
    daily.settle()
    assert daily.read(lambda ws: print_records.get(ws, code)).returned_how == "by hand"
    page.activate()
    daily.settle()
    assert page.nothing.isVisible()


def _enter(sheet: form_desk.Sheet, ws: Any) -> form_desk.Issued:
    return form_desk.enter(ws, sheet, "printed", pages=1)
