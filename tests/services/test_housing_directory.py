"""Homes and landlords on a real store: spelling, doubles, old words, undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from navigator_app.errors import InputRejected, NotFound
from navigator_app.policy import housing_lists
from navigator_app.runtime.clock import Clock
from navigator_app.services import housing_checks, housing_directory
from navigator_app.services.housing_directory import LandlordDraft, UnitDraft, UnitsAsked
from navigator_app.services.workspace import Workspace
from navigator_app.store.journal_read import history

OAK = UnitDraft(
    "12 Oak Street", unit_number="3", city="Santa Rosa", zip="95401", kind="apartment",
    bedrooms=1, rent_cents=150_000, features=("elevator",),
)  # fmt: skip


def refused(ws: Workspace, draft: UnitDraft, unit_id: str = "") -> InputRejected:
    with pytest.raises(InputRejected) as found:
        housing_directory.save_unit(ws, draft, unit_id)
    return found.value


def test_a_home_is_kept_found_and_amended(workspace: Workspace) -> None:
    landlord = housing_directory.save_landlord(
        workspace, LandlordDraft("Rosa Díaz", "Diaz Homes", "(707) 555-0142", "rosa@example.org",
                                 takes_subsidies=True)
    ).id  # fmt: skip
    draft = UnitDraft("12 Oak Street", landlord, "3", "Santa Rosa", "95401", "apartment", 1)
    written = housing_directory.save_unit(workspace, draft)
    assert written.changes.directory
    assert not written.changes.members
    assert housing_directory.units(workspace, UnitsAsked("diaz elm")).rows == ()
    (found,) = housing_directory.units(workspace, UnitsAsked("diaz OAK")).rows
    assert (found.title, found.landlord_phone) == ("12 Oak Street, 3", "7075550142")
    assert (found.checked, found.takes_subsidies) == (date(2026, 11, 20), True)
    again = housing_directory.landlord(workspace, landlord)
    assert (again.units, again.available) == (1, 1)


def test_a_second_home_at_the_address_is_named_whatever_its_spelling(workspace: Workspace) -> None:
    first = housing_directory.save_unit(workspace, OAK).id
    for spelling in ("12 oak st.", "12  OAK STREET", "12 Oak St"):
        error = refused(workspace, UnitDraft(spelling, unit_number="3", city="santa rosa"))
        assert error.field == "address"
        assert "12 Oak Street, 3" in error.message
    housing_directory.save_unit(workspace, OAK, first)  # itself is no double
    housing_directory.save_unit(workspace, UnitDraft("12 Oak Street", unit_number="4"))
    both = UnitDraft("12 Oak Street", unit_number="3", anyway=True)
    housing_directory.save_unit(workspace, both)
    assert housing_directory.units(workspace).total == 3


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (UnitDraft(" "), "address"),
        (UnitDraft("x" * 201), "address"),
        (UnitDraft("1 Elm", rent_cents=-1), "rent"),
        (UnitDraft("1 Elm", rent_cents=10_000_001), "rent"),
        (UnitDraft("1 Elm", deposit_cents=-5), "deposit"),
        (UnitDraft("1 Elm", fee_cents=-5), "fee"),
        (UnitDraft("1 Elm", zip="9540"), "zip"),
        (UnitDraft("1 Elm", zip="٩٥٤٠١"), "zip"),
        (UnitDraft("1 Elm", kind="castle"), "kind"),
        (UnitDraft("1 Elm", bedrooms=-1), "bedrooms"),
        (UnitDraft("1 Elm", bedrooms=99), "bedrooms"),
        (UnitDraft("1 Elm", most_people=51), "most_people"),
        (UnitDraft("1 Elm", features=("moat",)), "features"),
        (UnitDraft("1 Elm", state="gone"), "state"),
        (UnitDraft("1 Elm", available=date(2226, 1, 1)), "available"),
        (UnitDraft("1 Elm", note="n" * 4001), "note"),
    ],
)
def test_what_cannot_be_is_named_at_its_field(
    workspace: Workspace, draft: UnitDraft, field: str
) -> None:
    assert refused(workspace, draft).field == field
    assert housing_directory.units(workspace).total == 0


def test_a_landlord_of_the_same_name_needs_telling_apart(workspace: Workspace) -> None:
    housing_directory.save_landlord(workspace, LandlordDraft("Ana Núñez"))
    with pytest.raises(InputRejected) as found:
        housing_directory.save_landlord(workspace, LandlordDraft("ana nunez"))
    assert found.value.field == "name"
    housing_directory.save_landlord(workspace, LandlordDraft("Ana Núñez", "Bay Rentals"))
    for bad in (LandlordDraft("B", phone="12"), LandlordDraft("B", email="nobody")):
        with pytest.raises(InputRejected) as found:
            housing_directory.save_landlord(workspace, bad)
        assert found.value.field in ("phone", "email")


def test_right_to_left_names_are_kept_and_found(workspace: Workspace) -> None:
    owner = housing_directory.save_landlord(workspace, LandlordDraft("محمد الحسيني")).id
    housing_directory.save_unit(workspace, UnitDraft("شارع النخيل 12", owner))
    (found,) = housing_directory.units(workspace, UnitsAsked("الحسيني")).rows
    assert found.address == "شارع النخيل 12"


def test_filters_add_up_and_what_is_unknown_is_no_match(workspace: Workspace) -> None:
    housing_directory.save_unit(workspace, OAK)
    housing_directory.save_unit(workspace, UnitDraft("1 Elm", state="taken", subsidies="HCV"))
    ask = housing_directory.units
    assert len(ask(workspace, UnitsAsked(state="open")).rows) == 1
    assert len(ask(workspace, UnitsAsked(subsidies=True)).rows) == 1
    assert len(ask(workspace, UnitsAsked(bedrooms=1)).rows) == 1
    assert len(ask(workspace, UnitsAsked(most_cents=150_000)).rows) == 1
    assert ask(workspace, UnitsAsked(most_cents=149_999)).rows == ()
    assert len(ask(workspace, UnitsAsked(features=("elevator",), kind="apartment")).rows) == 1
    assert ask(workspace).counted["taken"] == 1


def test_a_word_of_a_home_grows_old_by_the_agencys_own_days(
    workspace: Workspace, home: Path, open_workspace: Callable[..., Workspace]
) -> None:
    unit = housing_directory.save_unit(workspace, OAK).id
    workspace.close()
    zone = "America/Los_Angeles"
    later = open_workspace(
        home, clock=Clock(zone, datetime(2026, 12, 25, 9, tzinfo=ZoneInfo(zone)))
    )
    assert housing_directory.units(later).counted["stale"] == 1
    housing_directory.set_figures(later, {housing_lists.STALE: 60})
    assert housing_directory.units(later).counted["stale"] == 0
    housing_directory.set_figures(later, {housing_lists.STALE: 10})
    housing_directory.set_state(later, unit, "held")
    found = housing_directory.units(later)
    assert (found.counted["stale"], found.rows[0].checked) == (0, date(2026, 12, 25))


def test_figures_that_make_no_sense_are_refused(workspace: Workspace) -> None:
    for values in ({housing_lists.STALE: 0}, {housing_lists.SHARE: 101},
                   {housing_lists.COUNTDOWN[1]: 61}):  # fmt: skip
        with pytest.raises(InputRejected):
            housing_directory.set_figures(workspace, values)
    assert housing_directory.marks(workspace) == (60, 30, 14)


def test_each_write_is_taken_back_once_and_stays_in_the_history(workspace: Workspace) -> None:
    made = housing_directory.save_unit(workspace, OAK)
    held = housing_directory.set_state(workspace, made.id, "held")
    with pytest.raises(InputRejected, match="since"):
        housing_checks.undo(workspace, made)
    housing_checks.undo(workspace, held)
    assert housing_directory.unit(workspace, made.id).state == "available"
    with pytest.raises(InputRejected):
        housing_checks.undo(workspace, held)
    housing_checks.undo(workspace, made)
    with pytest.raises(NotFound):
        housing_directory.unit(workspace, made.id)
    assert {row.field for row in history(workspace.store, [made.id])} >= {"address", "state"}
