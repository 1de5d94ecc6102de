"""What the member agreed to, on the member's page and through its forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog

from navigator_app.domain.consents import Decision, State
from navigator_app.domain.facts import Path as WayIn
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.records import DueRow
from navigator_app.domain.vocabulary import Service
from navigator_app.services import (
    consent_desk,
    consents,
    consents_due,
    intake,
    print_desk,
    print_records,
    today,
)
from navigator_app.services.form_facts import Subject
from navigator_app.services.workspace import Workspace
from navigator_app.settings import Settings
from tests.gui.consents_shown import all_of, put, release, said, serve, shown, undo
from tests.gui.dialogs_shown import opened
from tests.gui.every_page import cut, nameless, too_small
from tests.gui.papers_shown import anybody, press, words_of
from ui import theme
from ui.dialogs.record_consent import RecordConsentDialog
from ui.dialogs.revoke_consent import RevokeConsentDialog
from ui.models import due_list, settling
from ui.places import MemberAt
from ui.views.member import MemberView
from ui.widgets.consents_card import AGAIN, END, NO, STANDS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)

TODAY = date(2026, 11, 20)


def came(ws: Workspace) -> tuple[str, str]:
    """A member we found ourselves, whose way in asks for the yes and the no."""
    row, _changes = intake.create(
        ws, plan="bayview", service=Service.HTNS, path=WayIn.BOTTOM_UP,
        values={"identified_on": "2026-11-01"},
        member=NewMember("Nora", "Vale", "1971-05-06", "99000001A"),
    )  # fmt: skip
    return row.member_id, row.referral_id


# --- the card -------------------------------------------------------------------------------------


def test_nothing_yet_offers_the_first_step(daily: Any) -> None:
    member = daily.read(anybody)
    card = shown(daily, member)
    assert card.isVisible()
    assert "a no as well as a yes" in words_of(card)
    assert not card.more.isVisible() and not card.left.isVisible()
    press(daily, card.record)
    assert daily.asked["ask"] == [("record_consent", member)]


def test_how_each_stands_is_said_by_word_and_sign(daily: Any) -> None:
    member = daily.read(anybody)
    said(daily, serve(member))
    said(daily, release(member))
    said(daily, release(member, on=date(2025, 12, 1), recipient="Legal Aid"))
    said(daily, release(member, on=date(2025, 11, 2), recipient="Shelter"))
    said(daily, release(member, decision=Decision.REFUSED, recipient="Brother"))
    card = shown(daily, member)
    assert card.words() == [
        "Stands", "Runs out in 11 days", "Stands until Nov 2, 2027", "Ran out Nov 2", "Refused",
    ]  # fmt: skip
    assert [pill.kind() for pill in card.pills.values()] == [
        "good", "warning", "good", "danger", "refused",
    ]  # fmt: skip
    text = words_of(card)
    assert "Opted in (spoken, Nov 2)" in text
    assert "May share with Dr. Okafor (on paper, Nov 2)" in text
    assert "Said no to sharing with Brother" in text
    assert "Housing and services, Health" in text


def test_only_the_last_word_on_each_thing_is_in_sight(daily: Any) -> None:
    member = daily.read(anybody)
    said(daily, serve(member, on=date(2026, 10, 1), decision=Decision.REFUSED))
    said(daily, serve(member))
    card = shown(daily, member)
    assert card.words() == ["Stands"]
    press(daily, card.more)
    assert card.words() == ["Stands", "Refused"]
    press(daily, card.more)
    assert card.words() == ["Stands"]


def test_what_does_not_hold_stands_behind_what_does(daily: Any) -> None:
    member = daily.read(anybody)
    said(daily, serve(member, on=date(2026, 10, 1)))
    wrong = said(daily, serve(member))
    daily.read(lambda ws: consents.invalidate(ws, wrong, TODAY, "another person"))
    card = shown(daily, member)
    assert card.words() == ["Stands"]
    press(daily, card.more)
    assert card.words() == ["Stands", "Not valid"]
    press(daily, card.steps[STANDS, wrong])
    assert "stands again" in daily.asked["notice"][-1][0]
    assert card.words() == ["Stands", "Stands"]


def test_steps_name_their_consent_and_open_its_form(daily: Any) -> None:
    member = daily.read(anybody)
    key = said(daily, release(member, on=date(2025, 12, 1)))
    card = shown(daily, member)
    assert card.steps[END, key].accessibleName().startswith("End: May share with Dr. Okafor")
    press(daily, card.steps[END, key])
    press(daily, card.steps[AGAIN, key])
    assert daily.asked["ask"] == [("revoke_consent", key), ("record_consent", [member, key])]


def test_a_no_asks_what_becomes_of_the_referral_and_does_nothing_itself(daily: Any) -> None:
    member, referral = daily.read(came)
    said(daily, serve(member, decision=Decision.REFUSED))
    card = shown(daily, member)
    assert "still open" in words_of(card)
    press(daily, card.steps[NO, referral])
    assert daily.asked["ask"] == [("new_referral", {"referral": referral})]
    daily.read(lambda ws: intake.change(ws, referral, {"refused_on": "2026-11-02"}))
    card.show_member(member)
    daily.settle()
    assert (NO, referral) not in card.steps


# --- recording ------------------------------------------------------------------------------------


def test_a_yes_is_recorded_reaches_the_referral_and_is_undone(daily: Any) -> None:
    member, referral = daily.read(came)
    dialog = opened(daily, RecordConsentDialog, member)
    assert dialog.draft() == {}, "nothing was typed yet"
    assert not dialog.release.isVisible()
    put(dialog, on="2026-11-02", witness="Rosa Diaz")
    press(daily, dialog.save_button)
    [one] = all_of(daily, member)
    assert (one.draft.kind, one.draft.on, one.draft.witness) == (
        "to-serve", date(2026, 11, 2), "Rosa Diaz",
    )  # fmt: skip
    assert daily.read(lambda ws: intake.intake(ws, referral)).values["opted_in_on"] == "2026-11-02"
    assert "HTNS" in undo(daily)
    assert all_of(daily, member) == []
    assert "opted_in_on" not in daily.read(lambda ws: intake.intake(ws, referral)).values


def test_a_release_is_filled_in_with_what_is_known_and_its_term(daily: Any) -> None:
    member = daily.read(anybody)
    desk = daily.read(lambda ws: consent_desk.desk(ws, member))
    dialog = opened(daily, RecordConsentDialog, member)
    put(dialog, kind="to-share")
    assert dialog.release.isVisible()
    assert dialog.words("discloser") == desk.agency
    assert dialog.words("language") == desk.language
    assert dialog.words("expires_on") == "2027-11-20"
    assert "56.11" in dialog.term.text()
    put(dialog, on="2026-11-02")
    assert dialog.words("expires_on") == "2027-11-02", "the term follows the day"
    put(dialog, expires_on="2027-01-31", on="2026-11-03")
    assert dialog.words("expires_on") == "2027-01-31", "what somebody chose stays"
    put(dialog, recipient="Dr. Okafor", categories="housing,health", purpose="housing")
    press(daily, dialog.save_button)
    [one] = all_of(daily, member)
    assert one.draft.expires_on == date(2027, 1, 31)
    assert one.draft.categories == ("housing", "health")
    assert one.state(TODAY) is State.LIVE


def test_substance_use_records_have_a_consent_of_their_own(daily: Any) -> None:
    dialog = opened(daily, RecordConsentDialog, daily.read(anybody))
    put(dialog, kind="to-share")
    box = dialog.fields["categories"].widget.boxes[consents.SUBSTANCE]
    assert not box.isEnabled()
    put(dialog, kind="substance-use")
    assert box.isEnabled() and box.isChecked()
    assert "42 CFR" in dialog.kind_note.text()
    put(dialog, kind="to-share")
    assert not box.isChecked()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"on": "soon"}, "on"),
        ({"on": "2026-11-21"}, "on"),
        ({"kind": "to-share"}, "recipient"),
        ({"kind": "to-share", "recipient": "Dr. Okafor", "purpose": "housing"}, "categories"),
        ({"kind": "to-share", "recipient": "X", "purpose": "housing", "categories": "health",
          "expires_on": "2028-01-01"}, "expires_on"),
        ({"signer": "guardian"}, "authority"),
        ({"signer": "guardian", "authority": "court order"}, "signer_name"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field(daily: Any, typed: dict[str, str], field: str) -> None:
    member = daily.read(anybody)
    dialog = opened(daily, RecordConsentDialog, member)
    put(dialog, **typed)
    press(daily, dialog.save_button)
    assert dialog.isVisible()
    assert dialog.fields[field].error.text()
    assert dialog.fields[field].isVisible()
    assert all_of(daily, member) == []


def test_what_was_typed_is_kept_and_put_back(daily: Any) -> None:
    member = daily.read(anybody)
    dialog = opened(daily, RecordConsentDialog, member)
    put(dialog, kind="to-share", recipient="Dr. Okafor", categories="health", note="half")
    kept = dialog.draft()
    dialog.reject()
    daily.settle()
    again = opened(daily, RecordConsentDialog, kept["about"])
    again.restore_draft(kept)
    daily.settle()
    assert (again.words("kind"), again.words("recipient")) == ("to-share", "Dr. Okafor")
    assert (again.several("categories"), again.words("note")) == (("health",), "half")
    assert again.release.isVisible()


def test_asked_again_it_is_filled_with_what_was_agreed_before(daily: Any) -> None:
    member = daily.read(anybody)
    key = said(daily, release(member, on=date(2025, 12, 1)))
    dialog = opened(daily, RecordConsentDialog, [member, key])
    assert dialog.words("recipient") == "Dr. Okafor"
    assert dialog.several("categories") == ("housing", "health")
    assert (dialog.words("on"), dialog.words("expires_on")) == ("2026-11-20", "2027-11-20")
    press(daily, dialog.save_button)
    assert len(all_of(daily, member)) == 2


# --- ending ---------------------------------------------------------------------------------------


def test_a_consent_is_taken_back_and_the_slip_undone(daily: Any) -> None:
    member = daily.read(anybody)
    key = said(daily, release(member))
    dialog = opened(daily, RevokeConsentDialog, key)
    assert "Dr. Okafor" in dialog.whose.text()
    assert dialog.fields["how"].isVisible() and not dialog.fields["why"].isVisible()
    put(dialog, on="2026-11-18", how="by phone")
    press(daily, dialog.save_button)
    [one] = all_of(daily, member)
    assert (one.revoked_on, one.revoked_how) == (date(2026, 11, 18), "by phone")
    undo(daily)
    assert all_of(daily, member)[0].live(TODAY)


def test_what_does_not_hold_wants_a_reason(daily: Any) -> None:
    member = daily.read(anybody)
    dialog = opened(daily, RevokeConsentDialog, said(daily, release(member)))
    put(dialog, what="invalid")
    press(daily, dialog.save_button)
    assert "Say why" in dialog.fields["why"].error.text()
    put(dialog, why="not dated")
    press(daily, dialog.save_button)
    assert all_of(daily, member)[0].state(TODAY) is State.INVALID


# --- from Today, and how it looks -----------------------------------------------------------------


def line(ws: Workspace) -> DueRow:
    return next(row for row in today.due(ws) if row.rule == consents_due.RULE)


def page(daily: Any) -> MemberView:
    view = MemberView(daily.context)
    daily.qtbot.addWidget(view)
    view.resize(1180, 500)
    view.show()
    return view


def test_a_line_of_today_leads_to_the_card(daily: Any) -> None:
    member = daily.read(anybody)
    said(daily, release(member, on=date(2025, 12, 1)))
    row = daily.read(line)
    view = page(daily)
    assert due_list.action(row) == "Open the consent"
    settling.settle(daily.context, view, row)
    assert daily.asked["open_member"] == [MemberAt(member, "consent")]
    settling.put_off(daily.context, view, row)
    assert "consent" in daily.asked["notice"][-1][0]
    view.sections.show_section("timeline")
    view.open(MemberAt(member, "consent"))
    daily.settle()
    assert view.sections.current() == ""
    assert view.consents.record.hasFocus()
    assert view.consents.words() == ["Runs out in 11 days"]


@pytest.mark.parametrize("scale", [100, 200])
def test_the_card_can_be_named_touched_and_read(daily: Any, scale: int) -> None:
    member = daily.read(anybody)
    for draft in (
        serve(member), release(member, on=date(2025, 12, 1)),
        release(member, recipient="The Coordinated Care and Housing Network of Marin County"),
        release(member, recipient="Brother", decision=Decision.REFUSED),
    ):  # fmt: skip
        said(daily, draft)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    restore: Callable[[], object] = partial(theme.apply, app, Settings(theme="light"))
    theme.apply(app, Settings(theme="light", text_scale=scale))
    try:
        view = page(daily)
        view.show_member(member)
        daily.settle()
        assert view.consents.isVisible()
        assert nameless(view) + too_small(view) + cut(view) == []
    finally:
        restore()


def test_the_copy_for_the_signer_is_printed_from_the_card(daily: Any, tmp_path: Path) -> None:
    member = daily.read(anybody)

    def printed(ws: Workspace) -> str:
        prepared = print_desk.prepare(ws, "consent", Subject(member), language="en")
        return print_desk.issue(ws, prepared, "printed")[1].code

    code = daily.read(printed)
    card = shown(daily, member)
    assert card.copies is not None
    press(daily, card.copies.buttons[code])
    (dialog,) = card.findChildren(QPrintDialog)
    printer = dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "copy.pdf"))
    QDialog.accept(dialog)
    daily.qtbot.waitUntil(lambda: not card.acts.busy, timeout=20_000)
    daily.settle()
    rows = daily.read(lambda ws: print_records.of_member(ws, member))
    assert [row.about for row in rows].count("printed_form") == 1
    assert (tmp_path / "copy.pdf").exists()
