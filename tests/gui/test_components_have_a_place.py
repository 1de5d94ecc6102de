"""Each component of HTNS, HTSS and deposits can be written down where the catalogue says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from navigator_app.domain.service_codes import Component
from navigator_app.domain.vocabulary import Service
from navigator_app.policy import deposit_rules, service_catalog, tenancy_lists
from navigator_app.services import record_encounter
from navigator_app.services.workspace import Workspace
from tests.domain.test_service_codes import POLICY
from tests.services import loops, service_notes
from ui.dialogs.service_note_form import NoteForm
from ui.places import SECTIONS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)

CATALOG = service_catalog.shipped().catalog


def gaps(components: Iterable[Component], codes: set[str], parts: set[str]) -> list[str]:
    """What the policy lists and cannot be written down: no entry, no part of the page, no code."""
    by_section = {one.section: one for one in components}
    found = [f"{section}: no entry" for section in POLICY if section not in by_section]
    for section, one in by_section.items():
        lost = [place for place in one.places if place not in parts]
        found += [f"{section}: no part {place!r} of the member's page" for place in lost]
        if not one.places:
            found.append(f"{section}: no place")
        if not one.codes:
            found.append(f"{section}: no code")
        found += [f"{section}: {key} is no code" for key in one.codes if key not in codes]
    return found


KNOWN = {code.key for code in CATALOG.codes}
PARTS = {spec.key for spec in SECTIONS}


def test_nothing_of_the_policy_is_without_a_place_and_a_code() -> None:
    assert gaps(CATALOG.components, KNOWN, PARTS) == []


@pytest.mark.parametrize("section", ["VI.F.1.c", "VI.F.2.a.3.e", "VI.F.3.a.7"])
def test_a_component_that_is_lost_is_noticed(section: str) -> None:
    fewer = [one for one in CATALOG.components if one.section != section]
    assert gaps(fewer, KNOWN, PARTS) == [f"{section}: no entry"]
    bare = [
        replace(one, codes=(), places=()) if one.section == section else one
        for one in CATALOG.components
    ]
    assert gaps(bare, KNOWN, PARTS) == [f"{section}: no place", f"{section}: no code"]


def test_a_part_of_the_page_or_a_code_that_is_lost_is_noticed() -> None:
    assert gaps(CATALOG.components, KNOWN, PARTS - {"home"})
    assert gaps(CATALOG.components, KNOWN - {"H0044 U2"}, PARTS)


@pytest.fixture
def served(workspace: Workspace) -> tuple[Workspace, dict[Service, loops.Made]]:
    """A store with a member of each service."""
    plan = loops.add_plan(workspace, "bayview", "partnership-mcap7003")
    made = {
        service: service_notes.ready(workspace, plan, number, service.slug)
        for number, service in enumerate(Service, 1)
    }
    return workspace, made


def test_a_note_of_each_is_kept_under_each_code_it_may_have(
    served: tuple[Workspace, dict[Service, loops.Made]],
) -> None:
    ws, made = served
    for component, key in ((one, key) for one in CATALOG.components for key in one.codes):
        minutes = 0 if component.service is Service.DEPOSITS else 45
        note = service_notes.note(
            made[component.service], service=component.service, component=component.id,
            minutes=minutes, code=key,
        )  # fmt: skip
        kept = record_encounter.record(ws, note)
        assert (kept.note.component, kept.note.code) == (component.id, key)
        record_encounter.undo(ws, kept.undo)


def test_the_form_of_a_note_offers_each(empty_daily: Any) -> None:
    form = NoteForm(empty_daily.context)
    empty_daily.qtbot.addWidget(form)
    for service in Service:
        form.set_service(service)
        offered = {form.component.itemData(n) for n in range(form.component.count())} - {""}
        assert offered == {one.id for one in CATALOG.components if one.service is service}
    empty_daily.settle()


def test_what_a_deposit_may_pay_is_what_the_policy_lists() -> None:
    """[P] VI.F.2.a.3.a to e: each has an item in the request."""
    items = {one.id for one in deposit_rules.shipped().items if not one.never}
    listed = {
        "a": {"security-deposit"},
        "b": {"utility-setup", "utility-arrears"},
        "c": {"utilities-first-month"},
        "d": {"first-month-rent", "last-month-rent"},
        "e": {"pest-eradication", "cleaning"},
    }
    assert set().union(*listed.values()) <= items
    assert "ongoing-rent" not in items
    assert set(listed) == {key.rpartition(".")[2] for key in POLICY if key.startswith("VI.F.2")}


def test_the_homes_own_lists_say_which_components_they_are_for() -> None:
    told = {basis.section for basis in tenancy_lists.shipped().bases.values()}
    at_home = {one.section for one in CATALOG.components if "home" in one.places}
    assert told <= at_home
