"""The shared directory and the team's board through their widgets; last days on Today."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from navigator_app.domain.housing import Step
from navigator_app.services import (
    housing_aids,
    housing_directory,
    today,
)
from navigator_app.services.housing_aids import SubsidyDraft
from navigator_app.services.housing_directory import LandlordDraft
from tests.gui.dialogs_shown import closed, opened
from tests.gui.every_page import cut, nameless, outside, too_small
from tests.gui.housing_desk import (
    ARABIC,
    DAY,
    LONG,
    TODAY,
    add_unit,
    error,
    fill,
    homes,
    members,
    on_board,
    said,
    save,
    section,
)
from ui.dialogs.accommodation import AccommodationDialog
from ui.dialogs.coordinated_entry import CoordinatedEntryDialog
from ui.dialogs.housing_application import HousingApplicationDialog
from ui.dialogs.housing_figures import HousingFiguresDialog
from ui.dialogs.housing_preference import HousingPreferenceDialog
from ui.dialogs.housing_step import HousingStepDialog
from ui.dialogs.housing_unit import HousingUnitDialog
from ui.dialogs.landlord import LandlordDialog
from ui.dialogs.subsidy import SubsidyDialog
from ui.models import due_list, settling
from ui.places import MemberAt
from ui.views.homes import LANDLORDS, TEAM
from ui.views.today import TodayView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def test_a_home_is_added_once_and_a_double_only_on_purpose(daily: Any) -> None:
    dialog = opened(daily, HousingUnitDialog, "")
    save(daily, dialog)
    assert "needs an address" in error(dialog, "address")
    fill(dialog, address="12 Oak Street", rent="-1")
    save(daily, dialog)
    assert "not less than" in error(dialog, "rent")
    fill(dialog, rent="1,450", bedrooms="1", features="elevator,laundry")
    save(daily, dialog)
    assert closed(dialog)
    again = opened(daily, HousingUnitDialog, None)
    fill(again, address="12 oak st")
    save(daily, again)
    assert "has a home there: 12 Oak Street" in error(again, "address")
    save(daily, again)
    assert closed(again)
    found = daily.read(housing_directory.units)
    assert found.total == 2
    first = next(row.id for row in found.rows if row.bedrooms == 1)
    amend = opened(daily, HousingUnitDialog, first)
    assert (amend.words("rent"), amend.several("features")) == ("1,450", ("elevator", "laundry"))


def test_homes_are_found_filtered_and_checked(daily: Any, asked: list[tuple[str, object]]) -> None:
    shown = homes(daily)
    assert shown.units.empty.isVisibleTo(shown)
    shown.units.empty.button.click()  # type: ignore[union-attr]
    assert asked == [("housing_unit", "")]
    daily.read(partial(add_unit, "12 Oak Street", city="Santa Rosa", rent_cents=145_000))
    daily.read(partial(add_unit, f"{ARABIC} 12", state="taken"))
    shown.activate()
    daily.settle()
    units = shown.units
    assert (units.table.model().rowCount(), shown.tabs.tabText(0)) == (1, "Homes (2)")
    units.state.setCurrentIndex(units.state.findData(""))
    units.search.setText("النخيل")
    units.search.search_now()
    daily.settle()
    assert units.table.model().rowCount() == 1
    units.search.setText("")
    units.search.search_now()
    units.rent.setText("1,000")
    units.rent.editingFinished.emit()
    daily.settle()
    assert units.none.isVisibleTo(shown)
    units.rent.setText("")
    units.rent.editingFinished.emit()
    units.state.setCurrentIndex(units.state.findData("open"))
    daily.settle()
    units.buttons["held"].click()
    daily.settle()
    rows = daily.read(housing_directory.units).rows
    assert "held" in [row.state for row in rows]
    assert daily.changes[-1].directory
    text, action = daily.asked["notice"][-1]
    action[1]()
    daily.settle()
    rows = daily.read(housing_directory.units).rows
    assert sorted(row.state for row in rows) == ["available", "taken"], text


def test_landlords_lead_to_their_homes(daily: Any) -> None:
    dialog = opened(daily, LandlordDialog, "")
    fill(dialog, name="Rosa Díaz", phone="12")
    save(daily, dialog)
    assert "ten digits" in error(dialog, "phone")
    fill(dialog, phone="(707) 555-0142", takes_subsidies="yes")
    save(daily, dialog)
    (rosa,) = daily.read(housing_directory.landlords)
    daily.read(partial(add_unit, "12 Oak Street", landlord_id=rosa.id, state="taken"))
    daily.read(partial(add_unit, "9 Elm"))
    shown = homes(daily)
    shown.tabs.setCurrentIndex(LANDLORDS)
    daily.settle()
    assert "(707) 555-0142" in said(shown.landlords)
    shown.landlords.homes.click()
    daily.settle()
    assert shown.units.isVisible()
    assert [row.address for row in shown.units._rows] == ["12 Oak Street"]


def test_the_teams_board_opens_the_member_at_the_search(daily: Any) -> None:
    first, second, _third = daily.read(members)
    daily.read(partial(on_board, first, "A room", ()))
    daily.read(partial(on_board, second, "A studio", (Step.APPLIED, Step.DENIED)))
    shown = homes(daily)
    shown.tabs.setCurrentIndex(TEAM)
    daily.settle()
    assert len(shown.team.board.cards) == 2
    assert "Appeal for A studio" in said(shown.team.days)
    shown.team.board.cards[1].button.click()
    assert daily.asked["open_member"] == [MemberAt(second, "search")]


def test_the_agencys_figures_are_its_own(daily: Any) -> None:
    dialog = opened(daily, HousingFiguresDialog, None)
    fill(dialog, **{"unit-stale-days": "0"})
    save(daily, dialog)
    assert "From 1 to 365" in error(dialog, "unit-stale-days")
    fill(dialog, **{"unit-stale-days": "many"})
    save(daily, dialog)
    assert "no whole number" in error(dialog, "unit-stale-days")
    fill(dialog, **{"unit-stale-days": "45"})
    save(daily, dialog)
    assert closed(dialog)
    assert daily.read(housing_directory.figures)["unit-stale-days"] == 45


FORMS: list[Callable[..., Any]] = [
    HousingUnitDialog, LandlordDialog, HousingPreferenceDialog, HousingApplicationDialog,
    SubsidyDialog, CoordinatedEntryDialog, AccommodationDialog, HousingFiguresDialog,
]  # fmt: skip


@pytest.mark.parametrize("scale", [100, 200])
def test_every_form_can_be_named_touched_and_read(daily: Any, member: str, scale: int) -> None:
    from PySide6.QtWidgets import QApplication

    from navigator_app.settings import Settings
    from ui import theme

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    key = daily.read(partial(on_board, member, "A room", (Step.APPLIED,)))
    about: dict[object, object] = {
        HousingUnitDialog: "",
        LandlordDialog: "",
        HousingFiguresDialog: None,
    }
    theme.apply(app, Settings(theme="dark", text_scale=scale))
    try:
        forms = [opened(daily, make, about.get(make, member)) for make in FORMS]
        forms.append(opened(daily, HousingStepDialog, [key, "denied"]))
        for dialog in forms:
            app.processEvents()
            faults = nameless(dialog) + too_small(dialog) + cut(dialog) + outside(dialog)
            assert faults == [], type(dialog).__name__
    finally:
        theme.apply(app, Settings(theme="light"))


def test_long_and_right_to_left_words_keep_their_place(daily: Any, member: str) -> None:
    daily.read(partial(on_board, member, LONG, ()))
    daily.read(partial(on_board, member, ARABIC, (Step.APPLIED,)))
    landlord = LandlordDraft(LONG)
    owner = daily.read(lambda ws: housing_directory.save_landlord(ws, landlord)).id
    daily.read(partial(add_unit, LONG, landlord_id=owner, note=LONG))
    voucher = SubsidyDraft("hcv", "issued", issuer=LONG, number=LONG, issued=TODAY)
    daily.read(lambda ws: housing_aids.save_subsidy(ws, member, voucher))
    shown = section(daily, member)
    shown.show()
    daily.settle()
    assert shown.width() == 1120, "a long word never widens the page"
    assert outside(shown) == []
    directory = homes(daily)
    assert directory.width() == 1160
    assert outside(directory) == []


def test_a_last_day_stands_on_today_and_leads_to_the_search(daily: Any, member: str) -> None:
    voucher = SubsidyDraft("hcv", "issued", issued=TODAY - 9 * DAY, expires=TODAY + 9 * DAY)
    daily.read(lambda ws: housing_aids.save_subsidy(ws, member, voucher))
    shown = TodayView(daily.context)
    daily.qtbot.addWidget(shown)
    shown.activate()
    daily.settle()
    rows = daily.read(lambda ws: today.today(ws).due)
    (row,) = (one for one in rows if one.action == "search")
    assert due_list.rule_line(row) == "voucher expires Nov 29, 2026 (the voucher’s own date)"
    assert due_list.by_value(row) == due_list.rule_line(row)
    assert row in [shown._model.index(n).data(due_list.DUE_ROLE) for n in range(len(rows))]
    settling.settle(daily.context, shown, row)
    settling.put_off(daily.context, shown, row)
    assert daily.asked["open_member"] == [MemberAt(member, "search")]
    assert "until the search says" in daily.asked["notice"][-1][0]


def test_two_last_days_of_one_member_are_two_lines(daily: Any, member: str) -> None:
    for days in (5, 9):
        voucher = SubsidyDraft("hcv", "issued", issued=TODAY - DAY, expires=TODAY + days * DAY)
        daily.read(lambda ws, one=voucher: housing_aids.save_subsidy(ws, member, one))
    rows = [row for row in daily.read(lambda ws: today.today(ws).due) if row.action == "search"]
    model = due_list.DueList()
    model.set_rows(rows)
    model.set_rows(list(reversed(rows)))
    assert [model.index(n).data(due_list.DUE_ROLE).days_left for n in range(2)] == [9, 5]
