"""Who should serve: the kept list, the ranked suggestion with its reasons, the form's manners."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import providers
from navigator_app.services.providers import Provider, Suggestion, Tie
from navigator_app.services.workspace import Workspace
from navigator_app.settings import Settings
from tests.gui.dialogs_shown import closed, opened
from tests.gui.every_page import cut, nameless, outside, too_small
from tests.gui.test_guards_card import page, shown
from ui import theme
from ui.dialogs.choose_provider import ChooseProviderDialog
from ui.dialogs.decline_full import DeclineFullDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)

HARBOR = Provider("Harbor Homes", languages=("English", "Spanish"), slots=4, ages=(0, 120))


def fill(member: str, ws: Workspace) -> None:
    providers.keep(ws, member, HARBOR, Tie())
    providers.keep(ws, member, Provider("Lighthouse", slots=1), Tie(relationship="ECM"))
    providers.keep(ws, member, Provider("Full House", slots=0), Tie(preferred=True))
    providers.keep(ws, member, Provider("Old Bay", closed_for_quality=True), Tie(referred=True))


def suggestion(referral: str, ws: Workspace) -> Suggestion:
    return providers.suggest(ws, referral)


def start(daily: Any) -> tuple[str, str]:
    found = daily.read(page)
    return found.member.id, found.referrals[0].id


def refusal(daily: Any, work: Callable[[Workspace], object]) -> str:
    def tried(ws: Workspace) -> str:
        with pytest.raises(InputRejected) as caught:
            work(ws)
        return caught.value.field

    return str(daily.read(tried))


def names(found: Suggestion) -> list[tuple[str, int | None]]:
    return [(one.candidate.name, one.place) for one in found.ranked]


def test_the_list_is_kept_and_ranked(daily: Any) -> None:
    member, referral = start(daily)
    daily.read(partial(fill, member))
    found = daily.read(partial(suggestion, referral))
    assert names(found) == [
        ("Lighthouse", 1),
        ("Harbor Homes", 2),
        ("Full House", None),
        ("Old Bay", None),
    ]
    assert [one.name for one in found.providers] == [
        "Full House",
        "Harbor Homes",
        "Lighthouse",
        "Old Bay",
    ]
    assert HARBOR in found.providers


def test_needs_are_told_from_the_members_own_facts(daily: Any) -> None:
    found = daily.read(page)
    one = Provider(
        "X", (found.member.language_spoken or "English",), ("94501", "Oak Bay"), (18, 24)
    )
    member = replace(
        found.member,
        language_spoken=one.languages[0].upper(),
        address="1 Main St., Oak-Bay, CA 90000",
        date_of_birth=date(2001, 11, 21),
    )
    on = date(2026, 11, 20)  # the day before the 25th birthday
    assert len(providers.needs_met(one, member, on)) == 3
    assert len(providers.needs_met(one, member, date(2026, 11, 21))) == 2
    assert providers.needs_met(Provider("Y"), member, on) == ()


def test_what_binds_one_member_does_not_bind_another(daily: Any) -> None:
    member, _referral = start(daily)
    daily.read(partial(fill, member))
    assert daily.read(partial(providers.ties, member_id="another")) == {}
    assert daily.read(partial(providers.ties, member_id=member))["Lighthouse"].relationship == "ECM"


def test_a_new_name_keeps_what_binds(daily: Any) -> None:
    member, _referral = start(daily)
    daily.read(partial(fill, member))
    other = partial(
        providers.keep, member_id="other", provider=HARBOR, tie=Tie(referred=True),
        was="Harbor Homes",
    )  # fmt: skip
    daily.read(other)
    renamed = partial(
        providers.keep, member_id=member, provider=Provider("Haven"), tie=Tie(preferred=True),
        was="Harbor Homes",
    )  # fmt: skip
    daily.read(renamed)
    assert daily.read(partial(providers.ties, member_id="other")) == {"Haven": Tie(referred=True)}
    mine = daily.read(partial(providers.ties, member_id=member))
    assert mine["Haven"].preferred
    assert "Harbor Homes" not in mine


@pytest.mark.parametrize(
    ("one", "field"),
    [
        (Provider("  "), "name"),
        (Provider("harbor  HOMES"), "name"),
        (Provider("x" * 121), "name"),
        (Provider("X", ages=(30, 20)), "ages"),
        (Provider("X", ages=(20, 200)), "ages"),
        (Provider("X", slots=-1), "slots"),
        (Provider("X", slots=10_000), "slots"),
        (Provider("X", areas=("a" * 130,)), "areas"),
    ],
)
def test_what_cannot_be_names_its_field(daily: Any, one: Provider, field: str) -> None:
    member, _referral = start(daily)
    daily.read(partial(fill, member))
    work = partial(providers.keep, member_id=member, provider=one, tie=Tie())
    assert refusal(daily, work) == field
    assert len(daily.read(providers.kept)) == 4


def test_only_what_is_in_the_list_can_be_taken_off(daily: Any) -> None:
    member, _referral = start(daily)
    daily.read(partial(fill, member))
    daily.read(partial(providers.drop, name="Old Bay"))
    assert len(daily.read(providers.kept)) == 3
    assert refusal(daily, partial(providers.drop, name="Old Bay")) == "name"


def test_a_provider_taken_off_leaves_no_tie_to_inherit(daily: Any) -> None:
    member, _referral = start(daily)
    daily.read(partial(fill, member))
    tie = partial(
        providers.keep, member_id="other", provider=HARBOR, tie=Tie(referred=True),
        was="Harbor Homes",
    )  # fmt: skip
    daily.read(tie)
    changes = daily.read(partial(providers.drop, name="Harbor Homes"))
    assert changes.members == {member, "other"}
    assert daily.read(partial(providers.ties, member_id="other")) == {}
    again = partial(providers.keep, member_id=member, provider=HARBOR, tie=Tie(), was="")
    daily.read(again)
    assert daily.read(partial(providers.ties, member_id="other")) == {}
    mine = daily.read(partial(providers.ties, member_id=member))
    assert mine["Harbor Homes"] == Tie()
    assert "Lighthouse" in mine


def test_an_unknown_referral_is_not_found(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        providers.suggest(workspace, "none")


def test_a_provider_is_added_by_keyboard_and_ranked_with_its_source(daily: Any) -> None:
    _member, referral = start(daily)
    dialog = opened(daily, ChooseProviderDialog, referral)
    dialog.form.name.setFocus()
    QTest.keyClicks(dialog.form.name, "Lighthouse")
    dialog.form.relationship.setText("HMIS")
    dialog.form.flags.boxes["wants_more"].setChecked(True)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    daily.settle()
    assert not closed(dialog)
    [line] = dialog.ranking.lines
    assert "1 Lighthouse" in line
    assert "Already works with the member: HMIS" in line
    assert "Seeks more members" in line
    said = " ".join(label.text() for label in dialog.ranking.findChildren(QLabel))
    assert "Provider Selection" in said
    assert "Recommended" in said
    assert dialog.draft() == {}


def test_one_is_chosen_amended_and_removed(daily: Any) -> None:
    member, referral = start(daily)
    daily.read(partial(fill, member))
    dialog = opened(daily, ChooseProviderDialog, referral)
    assert "Passed over Full House Has no open capacity." in dialog.ranking.lines[2]
    dialog.which.setCurrentIndex(dialog.which.findData("Full House"))
    assert dialog.form.slots.text() == "0"
    assert dialog.form.bound.boxes["preferred"].isChecked()
    dialog.form.slots.setText("2")
    dialog.save()
    daily.settle()
    assert dialog.ranking.lines[0].startswith("1 Full House")
    dialog.which.setCurrentIndex(dialog.which.findData("Full House"))
    dialog.remove.click()
    daily.settle()
    assert dialog.ranking.lines[0].startswith("1 Lighthouse")
    assert dialog.which.findData("Full House") == -1


@pytest.mark.parametrize(
    ("field", "typed"),
    [("name", ""), ("ages", "young"), ("ages", "40-20"), ("slots", "some"), ("slots", "99999")],
)
def test_what_is_wrong_stands_beside_its_field(daily: Any, field: str, typed: str) -> None:
    _member, referral = start(daily)
    dialog = opened(daily, ChooseProviderDialog, referral)
    dialog.form.name.setText("Lighthouse")
    getattr(dialog.form, field).setText(typed)
    dialog.save()
    daily.settle()
    assert dialog.fields[field].error.text()
    assert daily.read(providers.kept) == ()


def test_half_typed_comes_back(daily: Any) -> None:
    member, referral = start(daily)
    daily.read(partial(fill, member))
    dialog = opened(daily, ChooseProviderDialog, referral)
    dialog.which.setCurrentIndex(dialog.which.findData("Old Bay"))
    dialog.form.flags.boxes["closed_for_quality"].setChecked(False)
    dialog.form.areas.setText("Oakland")
    draft = dialog.draft()
    again = ChooseProviderDialog(daily.context, draft["about"])
    daily.qtbot.addWidget(again)
    again.restore_draft(draft)
    assert again.draft() == draft
    again.open()
    daily.settle()
    assert again.draft() == draft
    assert not again.form.flags.boxes["closed_for_quality"].isChecked()


def test_the_card_and_the_decline_form_lead_to_it(daily: Any) -> None:
    member, referral = start(daily)
    asked: list[tuple[str, object]] = []
    daily.context.ways.ask.connect(lambda form, about: asked.append((form, about)))
    card = shown(daily, member)
    next(ask for ask in card.asks if ask.form == "choose_provider").click()
    dialog = opened(daily, DeclineFullDialog, referral)
    dialog.others.click()
    assert asked == [("choose_provider", referral)] * 2


@pytest.fixture(params=[100, 200])
def scale(request: pytest.FixtureRequest) -> Iterator[int]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    yield request.param
    theme.apply(app, Settings(theme="light"))


def test_everything_has_a_name_room_and_whole_words(daily: Any, scale: int) -> None:
    member, referral = start(daily)
    daily.read(partial(fill, member))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, Settings(theme="light", text_scale=scale))
    dialog = opened(daily, ChooseProviderDialog, referral)
    dialog.which.setCurrentIndex(1)
    dialog.form.ages.setText("young")
    dialog.save()
    daily.settle()
    for found in (nameless, too_small, cut, outside):
        assert not found(dialog), found.__name__
