"""People and places of a member through the widgets: cards, forms, errors, drafts, undo."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from navigator_app.domain.people import PeoplePage
from navigator_app.services import caseload, people, places, promises, reaching, safety
from navigator_app.services.places import Look, PlaceDraft
from navigator_app.services.promises import PromiseDraft
from navigator_app.services.reaching import MethodDraft
from navigator_app.services.safety import FlagDraft
from navigator_app.services.workspace import Workspace
from tests.gui.dialogs_shown import closed, opened
from tests.gui.housing_desk import ARABIC, LONG, error, fill, said, save
from ui.dialogs.care_person import CarePersonDialog
from ui.dialogs.contact_method import ContactMethodDialog
from ui.dialogs.household_person import HouseholdPersonDialog
from ui.dialogs.income import IncomeDialog
from ui.dialogs.locate import LocateDialog
from ui.dialogs.place_seen import PlaceSeenDialog
from ui.dialogs.promise import DropPromiseDialog, PromiseDialog
from ui.dialogs.safety_flag import EndSafetyFlagDialog, SafetyFlagDialog
from ui.models import journal_words
from ui.views.member_people import MemberPeople

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)

TODAY = date(2026, 11, 20)
DAY = timedelta(1)


def page(member: str, ws: Workspace) -> PeoplePage:
    return people.page(ws, member)


def read(daily: Any, member: str) -> PeoplePage:
    found: PeoplePage = daily.read(partial(page, member))
    return found


def section(daily: Any, member: str, width: int = 1120) -> MemberPeople:
    made = MemberPeople(daily.context)
    daily.qtbot.addWidget(made)
    made.resize(width, 900)
    made.show_member(member)
    daily.settle()
    return made


def furnish(member: str, ws: Workspace) -> None:
    reaching.save(ws, member, MethodDraft("phone", "7075550100", safe=True))
    reaching.save(ws, member, MethodDraft("person", "Aunt Rosa"))
    places.save(ws, member, PlaceDraft("River camp", TODAY - DAY, "likely"))
    places.save(ws, member, PlaceDraft("Library", TODAY - 9 * DAY, "hearsay"))
    places.look(ws, member, TODAY, [Look("hmis", "nothing")])
    promises.save(ws, member, PromiseDraft("Bus passes", due=TODAY - DAY))


def pills(card: Any) -> list[str]:
    from ui.widgets.pill import StatusPill

    return [one.text() for one in card.findChildren(StatusPill)]


def press(card: Any, form: str, place: int = 0) -> None:
    [one for one in card.asks if one.form == form][place].click()


def undo_last(daily: Any) -> None:
    _said, (_label, act) = daily.asked["notice"][-1]
    act()
    daily.settle()


def test_an_empty_page_is_kind_and_every_card_offers_its_first_step(
    daily: Any, member: str, asked: list[tuple[str, object]]
) -> None:
    shown = section(daily, member)
    words = said(shown)
    for kind in ("No danger is on record", "No place is known yet", "No promise is open"):
        assert kind in words
    for card in shown.cards:
        for button in card.adds:
            button.click()
    forms = [form for form, _about in asked]
    assert forms == [
        "safety_flag", "contact_method", "place_seen", "locate", "promise", "household_person",
        "income", "care_person", "member_facts", "assign", "hand_over", "hand_over_pack",
    ]  # fmt: skip
    assert all(member in str(about) for _form, about in asked)


def test_cards_say_how_sure_and_whether_word_may_be_left(daily: Any, member: str) -> None:
    daily.read(partial(furnish, member))
    shown = section(daily, member)
    assert pills(shown.reach)[:2] == ["Word may be left", "Nobody asked: leave no word"]
    assert pills(shown.places) == ["Likely", "Hearsay", "1 of 8 sources"]
    assert pills(shown.promises) == ["Late since Nov 19"]
    flag = FlagDraft("stalking", TODAY, "Brother")
    daily.read(lambda ws: safety.save(ws, member, flag))
    shown.show_member(member)
    daily.settle()
    assert pills(shown.reach)[:2] == ["Leave no word: danger"] * 2
    assert "never printed: address, phone, ways to reach, places" in said(shown.safety)


def test_another_way_is_tried_first_and_undone(daily: Any, member: str) -> None:
    daily.read(partial(furnish, member))
    shown = section(daily, member)
    press(shown.reach, "do:first")
    daily.settle()
    assert read(daily, member).methods[0].value == "Aunt Rosa"
    undo_last(daily)
    assert read(daily, member).methods[0].value == "7075550100"
    press(shown.reach, "do:end")
    daily.settle()
    assert read(daily, member).methods[-1].ended == TODAY


def test_a_promise_is_kept_with_one_press(daily: Any, member: str) -> None:
    daily.read(partial(furnish, member))
    shown = section(daily, member)
    press(shown.promises, "do:keep")
    daily.settle()
    assert read(daily, member).promises[0].kept == TODAY
    undo_last(daily)
    assert read(daily, member).promises[0].is_open


def test_what_the_record_has_becomes_a_way(
    daily: Any, member: str, asked: list[tuple[str, object]]
) -> None:
    shown = section(daily, member)
    known = read(daily, member).known
    assert known
    press(shown.reach, "contact_method")
    dialog = opened(daily, ContactMethodDialog, asked[-1][1])
    assert dialog.words("kind") == known[0].kind
    save(daily, dialog)
    assert closed(dialog)
    assert read(daily, member).methods[0].value == known[0].value
    undo_last(daily)
    assert read(daily, member).methods == ()


@pytest.mark.parametrize(
    ("form", "texts", "field"),
    [
        (ContactMethodDialog, {"kind": "phone", "value": "707555010"}, "value"),
        (ContactMethodDialog, {"value": "7075550100", "checked": "2026-11-21"}, "checked"),
        (ContactMethodDialog, {"value": "7075550100", "checked": "someday"}, "checked"),
        (PlaceSeenDialog, {"place": ""}, "place"),
        (PlaceSeenDialog, {"place": "Camp", "seen": ""}, "seen"),
        (HouseholdPersonDialog, {"name": "Mia", "born": "2026-11-21"}, "born"),
        (IncomeDialog, {"cents": "a lot"}, "cents"),
        (IncomeDialog, {"cents": "5", "starts": "2026-11-20", "ends": "2026-11-19"}, "ends"),
        (CarePersonDialog, {"name": "Dr. Ng", "phone": "555-010"}, "phone"),
        (SafetyFlagDialog, {}, "kind"),
        (SafetyFlagDialog, {"kind": "animal", "review": "2026-11-01"}, "review"),
        (PromiseDialog, {"what": " "}, "what"),
        (LocateDialog, {"note-hmis": "Asked Rosa"}, "look-hmis"),
    ],
)
def test_what_cannot_be_stands_at_its_field_and_is_kept(
    daily: Any, member: str, form: Any, texts: dict[str, str], field: str
) -> None:
    dialog = opened(daily, form, [member, ""])
    fill(dialog, **texts)
    save(daily, dialog)
    assert error(dialog, field)
    assert not closed(dialog)
    kept = dialog.draft()
    again = opened(daily, form, kept.get("about", [member, ""]))
    again.restore_draft(kept)
    for key, text in texts.items():
        assert again.words(key) == text
    dialog.close()
    again.close()


def test_the_same_way_twice_is_named_at_its_field(daily: Any, member: str) -> None:
    daily.read(partial(furnish, member))
    dialog = opened(daily, ContactMethodDialog, [member, ""])
    fill(dialog, kind="phone", value="(707) 555-0100")
    save(daily, dialog)
    assert "already" in error(dialog, "value")
    dialog.close()


def test_forms_write_what_was_typed(daily: Any, member: str) -> None:
    for form, texts in (
        (HouseholdPersonDialog, {"name": "Mia", "relationship": "child", "moves_in": "yes"}),
        (IncomeDialog, {"source": "ssi", "cents": "1,200.50", "verified": "2026-11-20"}),
        (CarePersonDialog, {"role": "probation", "name": "Officer Lee", "phone": "7075550177"}),
        (PlaceSeenDialog, {"place": LONG, "confidence": "hearsay"}),
        (SafetyFlagDialog, {"kind": "weapon", "note": ARABIC}),
        (LocateDialog, {"look-champ": "no-access", "note-champ": "No login yet"}),
    ):
        dialog = opened(daily, form, [member, ""])
        fill(dialog, **texts)
        save(daily, dialog)
        assert closed(dialog), form
    found = read(daily, member)
    assert (found.household[0].name, found.household[0].moves_in) == ("Mia", True)
    assert found.incomes[0].cents == 120_050
    assert found.care[0].phone == "7075550177"
    assert found.places[0].place == LONG
    assert (found.flags[0].kind, found.flags[0].note) == ("weapon", ARABIC)
    assert found.looked[0].found == "no-access"
    shown = section(daily, member, 620)
    shown.show()
    daily.settle()
    assert shown.minimumSizeHint().width() <= 620
    dialog = opened(daily, EndSafetyFlagDialog, [member, "weapon"])
    fill(dialog, why="It was handed in")
    save(daily, dialog)
    assert read(daily, member).flags[0].ended == TODAY


def test_a_promise_is_dropped_with_a_reason(daily: Any, member: str) -> None:
    daily.read(partial(furnish, member))
    key = read(daily, member).promises[0].id
    dialog = opened(daily, DropPromiseDialog, [member, key])
    assert dialog.whose.text() == "Bus passes"
    save(daily, dialog)
    assert error(dialog, "why")
    fill(dialog, why="None left; told her")
    save(daily, dialog)
    assert not read(daily, member).promises[0].is_open


def test_a_write_elsewhere_keeps_the_focus(daily: Any, member: str) -> None:
    daily.read(partial(furnish, member))
    shown = section(daily, member)
    shown.show()
    shown.activateWindow()
    daily.settle()
    button = next(one for one in shown.reach.asks if one.form == "contact_method")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    about = button.about
    written = daily.read(lambda ws: promises.save(ws, member, PromiseDraft("Call")))
    daily.context.tasks.announce(written.changes)
    daily.settle()
    focused = [one for one in shown.asks() if one.hasFocus()]
    assert [(one.form, one.about) for one in focused] == [("contact_method", about)]
    QTest.keyClick(focused[0], Qt.Key.Key_Tab)


def test_the_history_says_it_in_plain_words(daily: Any, member: str) -> None:
    daily.read(partial(furnish, member))
    daily.read(lambda ws: safety.save(ws, member, FlagDraft("stalking", TODAY)))
    rows = daily.read(lambda ws: caseload.history(ws, member))
    told = {journal_words.change_words(row) for row in rows}
    assert {
        "Number, address, person or place: (707) 555-0100",
        "Safe to leave word: yes",
        "How sure: Likely",
        "From: HMIS",
        "What came of it: Nothing there",
        "Kind: Somebody looks for the member",
        "What was promised: Bus passes",
    } <= told
    assert "Danger added" in {journal_words.intention_words(row) for row in rows}
