"""What the member agreed to, on the member's page and through its forms."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from navigator_app.domain.consents import ConsentDraft, Decision, How, State, Way
from navigator_app.domain.facts import Path as WayIn
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.records import DueRow
from navigator_app.domain.vocabulary import Service
from navigator_app.services import (
    attachments,
    consent_desk,
    consents,
    consents_due,
    gate,
    intake,
    today,
)
from navigator_app.services.workspace import Workspace
from navigator_app.settings import Settings
from tests.gui.every_page import cut, nameless, too_small
from tests.gui.papers_shown import anybody, opened, press, words_of
from tests.services import pictures
from ui import theme
from ui.dialogs.attachment import AttachmentDialog
from ui.dialogs.disclosures import DisclosuresDialog
from ui.dialogs.record_consent import RecordConsentDialog
from ui.dialogs.revoke_consent import RevokeConsentDialog
from ui.dialogs.save_copy import SaveCopyDialog
from ui.models import due_list, settling
from ui.places import MemberAt
from ui.views.member import MemberView
from ui.widgets.consents_card import AGAIN, END, NO, STANDS, ConsentsCard
from ui.widgets.kept_form import fill

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)

TODAY = date(2026, 11, 20)


def serve(member: str, **more: Any) -> ConsentDraft:
    draft = ConsentDraft(member, "to-serve", Decision.GIVEN, How.VERBAL, date(2026, 11, 2))
    return replace(draft, **more)


def release(member: str, **more: Any) -> ConsentDraft:
    draft = serve(
        member, kind="to-share", how=How.PAPER, discloser="Harbor Homes", recipient="Dr. Okafor",
        categories=("housing", "health"), purpose="housing",
    )  # fmt: skip
    return replace(draft, **more)


def said(daily: Any, draft: ConsentDraft) -> str:
    return str(daily.read(lambda ws: consents.record(ws, draft)[0]))


def shown(daily: Any, member: str) -> ConsentsCard:
    card = ConsentsCard(daily.context)
    daily.qtbot.addWidget(card)
    daily.context.tasks.changed.connect(partial(_again, card, member))
    daily.context.ways.ask.connect(partial(daily.remember, "ask"))
    card.resize(320, 700)
    card.show_member(member)
    daily.settle()
    return card


def _again(card: ConsentsCard, member: str, _changes: object) -> None:
    card.show_member(member)


def put(dialog: Any, **values: str) -> None:
    for key, text in values.items():
        fill(dialog.fields[key].widget, text)


def undo(daily: Any) -> str:
    text, (label, back) = daily.asked["notice"][-1]
    assert label == "Undo"
    back()
    daily.settle()
    return str(text)


def all_of(daily: Any, member: str) -> list[Any]:
    return list(daily.read(lambda ws: consents.of_member(ws, member)))


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


# --- what left ------------------------------------------------------------------------------------


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
