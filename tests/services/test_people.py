"""People and places of a member on a real store: ways, places, household, care, dangers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import Mode, Outcome
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import (
    caseload,
    household,
    people,
    people_checks,
    places,
    promises,
    reaching,
    record_outreach,
    safety,
)
from navigator_app.services.household import CareDraft, IncomeDraft, PersonDraft
from navigator_app.services.places import Look, PlaceDraft
from navigator_app.services.promises import PromiseDraft
from navigator_app.services.reaching import MethodDraft
from navigator_app.services.safety import FlagDraft
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_housing
from tests.services import loops

TODAY = date(2026, 11, 20)
DAY = timedelta(1)


@pytest.fixture
def member(workspace: Workspace) -> str:
    return loops.add_member(workspace, loops.add_plan(workspace), 1).member


def refused(work: Any, *about: Any) -> str:
    with pytest.raises(InputRejected) as found:
        work(*about)
    return found.value.field


def seen(ws: Workspace, member: str) -> tuple[str, date | None]:
    row = caseload.member_page(ws, member).member
    return row.last_seen_place, row.last_seen_on


def attempt(ws: Workspace, member: str, place: str, **more: Any) -> str:
    draft = AttemptDraft(
        member_id=member,
        at=datetime(2026, 11, 19, 9, 0),
        mode=more.get("mode", Mode.IN_PERSON),
        outcome=more.get("outcome", Outcome.REACHED),
        place=place,
    )
    return record_outreach.record(ws, [draft]).undo


# --- ways to reach ------------------------------------------------------------------------------


def test_ways_stand_in_order_and_unknown_counts_as_no_word(
    workspace: Workspace, member: str
) -> None:
    call = reaching.save(workspace, member, MethodDraft("phone", "707 555 0100", safe=True)).id
    aunt = reaching.save(workspace, member, MethodDraft("person", "Aunt Rosa")).id
    rows = people.page(workspace, member).methods
    assert [(row.id, row.value) for row in rows] == [(call, "7075550100"), (aunt, "Aunt Rosa")]
    assert [row.word_may_be_left for row in rows] == [True, False]
    moved = reaching.first(workspace, member, aunt)
    assert people.page(workspace, member).methods[0].id == aunt
    people_checks.undo(workspace, moved)
    assert people.page(workspace, member).methods[0].id == call
    ended = reaching.end(workspace, member, call)
    assert [row.id for row in people.page(workspace, member).methods] == [aunt, call]
    reaching.save(workspace, member, MethodDraft("phone", "(707) 555-0100"))
    people_checks.undo(workspace, ended)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (MethodDraft("phone", "707555010"), "value"),
        (MethodDraft("phone", "none"), "value"),
        (MethodDraft("phone", ""), "value"),
        (MethodDraft("email", "rosa at home"), "value"),
        (MethodDraft("place", "  "), "value"),
        (MethodDraft("pigeon", "home"), "kind"),
        (MethodDraft("phone", "7075550100", checked=TODAY + DAY), "checked"),
        (MethodDraft("text", "7075550111"), "value"),
    ],
)
def test_a_way_that_cannot_be_is_named(
    workspace: Workspace, member: str, draft: MethodDraft, field: str
) -> None:
    reaching.save(workspace, member, MethodDraft("text", "1-707-555-0111"))
    assert refused(reaching.save, workspace, member, draft) == field


def test_the_phone_on_the_record_is_offered_until_it_is_a_way(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace)
    member = loops.add_member(workspace, plan, 2, phone="7075550100").member
    assert [one.value for one in people.page(workspace, member).known] == ["7075550100"]
    reaching.save(workspace, member, MethodDraft("text", "707-555-0100"))
    assert people.page(workspace, member).known == ()


# --- places -------------------------------------------------------------------------------------


def test_the_record_follows_the_newest_place_and_undo_gives_the_earlier_back(
    workspace: Workspace, member: str
) -> None:
    places.save(workspace, member, PlaceDraft("River camp", TODAY - 3 * DAY, "likely"))
    older = places.save(workspace, member, PlaceDraft("Library", TODAY - 9 * DAY, "hearsay"))
    assert seen(workspace, member) == ("River camp", TODAY - 3 * DAY)
    met = attempt(workspace, member, "Pier 9")
    assert seen(workspace, member) == ("Pier 9", TODAY - DAY)
    rows = people.page(workspace, member).places
    assert [row.place for row in rows] == ["Pier 9", "River camp", "Library"]
    assert (rows[0].confidence, bool(rows[0].attempt_id)) == ("sure", True)
    record_outreach.undo(workspace, met)
    assert seen(workspace, member) == ("River camp", TODAY - 3 * DAY)
    people_checks.undo(workspace, older)
    assert [row.place for row in people.page(workspace, member).places] == ["River camp"]


def test_an_attempt_that_found_nobody_is_no_sighting(workspace: Workspace, member: str) -> None:
    attempt(workspace, member, "Pier 9", outcome=Outcome.NOT_FOUND)
    attempt(workspace, member, "Office line", mode=Mode.PHONE)
    assert people.page(workspace, member).places == ()
    assert seen(workspace, member) == ("", None)


def test_a_place_of_the_contact_form_stays_when_somebody_is_met_elsewhere(
    workspace: Workspace, member: str
) -> None:
    on = (TODAY - 5 * DAY).isoformat()
    caseload.update_contact(workspace, member, last_seen_place="Old mill", last_seen_on=on)
    attempt(workspace, member, "Pier 9")
    assert [row.place for row in people.page(workspace, member).places] == ["Pier 9", "Old mill"]


def test_a_place_only_the_record_knew_is_not_lost(workspace: Workspace) -> None:
    plan, on = loops.add_plan(workspace), TODAY - 4 * DAY
    made = loops.add_member(
        workspace, plan, 3, last_seen_place="Creek", last_seen_on=on.isoformat()
    )
    undo = attempt(workspace, made.member, "Pier 9")
    assert [row.place for row in people.page(workspace, made.member).places] == ["Pier 9", "Creek"]
    record_outreach.undo(workspace, undo)
    assert seen(workspace, made.member) == ("Creek", on)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (PlaceDraft("", TODAY, "sure"), "place"),
        (PlaceDraft("Camp", TODAY + DAY, "sure"), "seen"),
        (PlaceDraft("Camp", date(1926, 11, 20), "sure"), "seen"),
        (PlaceDraft("Camp", TODAY, "certain"), "confidence"),
    ],
)
def test_a_place_that_cannot_be_is_named(
    workspace: Workspace, member: str, draft: PlaceDraft, field: str
) -> None:
    assert refused(places.save, workspace, member, draft) == field


def test_a_run_through_the_list_keeps_what_came_of_each(workspace: Workspace, member: str) -> None:
    looks = [Look("hmis", "nothing"), Look("hospitals", "found", "Mercy, ward 3")]
    made = places.look(workspace, member, TODAY, looks)
    page = people.page(workspace, member)
    hospital = page.last_look("hospitals")
    assert hospital is not None
    assert (hospital.found, hospital.note) == ("found", "Mercy, ward 3")
    assert page.last_look("champ") is None
    people_checks.undo(workspace, made)
    assert people.page(workspace, member).looked == ()
    assert refused(places.look, workspace, member, TODAY, []) == "looks"
    assert refused(places.look, workspace, member, TODAY + DAY, looks) == "on"
    assert refused(places.look, workspace, member, TODAY, [Look("oracle", "found")]) == "looks"


# --- household, income, care team ---------------------------------------------------------------


def test_the_household_counts_for_the_search(workspace: Workspace, member: str) -> None:
    child = household.save_person(
        workspace, member, PersonDraft("Mia", "child", date(2020, 3, 1), True)
    ).id
    household.save_person(workspace, member, PersonDraft("Leo", "partner"))
    household.save_income(workspace, member, IncomeDraft("ssi", 120_000, verified=TODAY))
    household.save_income(workspace, member, IncomeDraft("child-support", 30_000, child))
    past = IncomeDraft("wages", 90_000, ends=TODAY - DAY)
    household.save_income(workspace, member, past)
    assert reads_housing.household(workspace.store, member).people == 2
    assert reads_housing.household(workspace.store, member).unsure == 1
    found = reads_housing.income(workspace.store, member, TODAY)
    assert (found.cents, found.unverified) == (150_000, 30_000)
    left = PersonDraft("Mia", "child", date(2020, 3, 1), True, left=TODAY)
    gone = household.save_person(workspace, member, left, child)
    assert reads_housing.income(workspace.store, member, TODAY).cents == 120_000
    people_checks.undo(workspace, gone)
    assert reads_housing.income(workspace.store, member, TODAY).cents == 150_000


@pytest.mark.parametrize(
    ("work", "draft", "field"),
    [
        (household.save_person, PersonDraft(" "), "name"),
        (household.save_person, PersonDraft("Mia", born=TODAY + DAY), "born"),
        (household.save_person, PersonDraft("Mia", born=date(1850, 1, 1)), "born"),
        (household.save_person, PersonDraft("Mia", "cousin of a cousin"), "relationship"),
        (household.save_person, PersonDraft("Mia", born=TODAY, left=TODAY - DAY), "left"),
        (household.save_income, IncomeDraft("ssi", None), "cents"),
        (household.save_income, IncomeDraft("ssi", -1), "cents"),
        (household.save_income, IncomeDraft("gold", 1), "source"),
        (household.save_income, IncomeDraft("ssi", 1, "", TODAY, TODAY - DAY), "ends"),
        (household.save_income, IncomeDraft("ssi", 1, verified=TODAY + DAY), "verified"),
        (household.save_care, CareDraft("pcp", ""), "name"),
        (household.save_care, CareDraft("pcp", "Dr. Ng", phone="555010"), "phone"),
        (household.save_care, CareDraft("pcp", "Dr. Ng", fax="70755501001"), "fax"),
        (household.save_care, CareDraft("pcp", "Dr. Ng", email="ng"), "email"),
        (household.save_care, CareDraft("wizard", "Dr. Ng"), "role"),
        (
            household.save_care,
            CareDraft("pcp", "Dr. Ng", starts=TODAY, ends=TODAY - DAY),
            "ends",
        ),
    ],
)
def test_what_cannot_be_is_named_at_its_field(
    workspace: Workspace, member: str, work: Any, draft: Any, field: str
) -> None:
    assert refused(work, workspace, member, draft) == field


def test_another_member_s_household_is_not_taken(workspace: Workspace, member: str) -> None:
    other = loops.add_member(workspace, loops.add_plan(workspace, "sierra"), 7).member
    theirs = household.save_person(workspace, other, PersonDraft("Mia")).id
    with pytest.raises(NotFound):
        household.save_income(workspace, member, IncomeDraft("ssi", 1, theirs))
    with pytest.raises(NotFound):
        household.save_person(workspace, member, PersonDraft("Mia"), theirs)


# --- dangers ------------------------------------------------------------------------------------


def flags_of(ws: Workspace, member: str) -> tuple[bool, bool]:
    row = caseload.member_page(ws, member).member
    return row.do_not_leave_word, row.fleeing_violence


def test_flag_and_record_are_one_truth_from_both_sides(workspace: Workspace, member: str) -> None:
    made = safety.save(workspace, member, FlagDraft("fleeing-violence", TODAY, "Ex-partner"))
    assert flags_of(workspace, member) == (False, True)
    people_checks.undo(workspace, made)
    assert flags_of(workspace, member) == (False, False)
    caseload.update_contact(workspace, member, do_not_leave_word=True)
    [row] = safety.flags(workspace, member)
    assert (row.kind, row.starts, row.ended) == ("do-not-leave-word", TODAY, None)
    caseload.update_contact(workspace, member, do_not_leave_word=False)
    assert safety.flags(workspace, member)[0].ended == TODAY
    caseload.update_contact(workspace, member, do_not_leave_word=True)
    safety.end(workspace, member, "do-not-leave-word", TODAY, "Asked again: she may be called")
    assert flags_of(workspace, member) == (False, False)


def test_a_field_of_an_older_record_is_a_danger_too_and_can_be_ended(workspace: Workspace) -> None:
    member = loops.add_member(
        workspace, loops.add_plan(workspace), 4, fleeing_violence=1, do_not_leave_word=1
    ).member
    assert {row.kind for row in safety.flags(workspace, member)} == {
        "fleeing-violence",
        "do-not-leave-word",
    }
    assert not safety.for_screen(workspace, member).leave_word
    safety.save(workspace, member, FlagDraft("animal", TODAY))
    assert flags_of(workspace, member) == (True, True)  # the others do not fall with a third
    ended = safety.end(workspace, member, "fleeing-violence", TODAY, "Moved away safely")
    assert flags_of(workspace, member) == (True, False)
    people_checks.undo(workspace, ended)
    assert flags_of(workspace, member) == (True, True)


def test_print_leaves_out_what_the_dangers_hide_and_always_the_dangers(
    workspace: Workspace, member: str
) -> None:
    rules = safety.for_print(workspace, member)
    assert rules.hide == {"safety", "safety_note"}
    assert rules.may_print("address")
    assert "probation" in rules.roles
    assert "pcp" not in rules.roles
    safety.save(workspace, member, FlagDraft("do-not-mail", TODAY))
    made = safety.save(workspace, member, FlagDraft("fleeing-violence", TODAY))
    rules = safety.for_print(workspace, member)
    assert not any(rules.may_print(one) for one in ("address", "phone", "places", "methods"))
    assert not rules.mail
    assert rules.why == ("Do not send mail", "Fleeing violence") or len(rules.why) == 2
    people_checks.undo(workspace, made)
    assert safety.for_print(workspace, member).may_print("phone")
    assert not safety.for_print(workspace, member).may_print("address")


def test_the_gravest_danger_is_told_first_and_reviews_come_due(
    workspace: Workspace, member: str
) -> None:
    safety.save(workspace, member, FlagDraft("animal", TODAY - 9 * DAY, "Two dogs", TODAY))
    safety.save(workspace, member, FlagDraft("fleeing-violence", TODAY))
    rules = safety.for_screen(workspace, member)
    assert rules.banners[0][0].startswith("Fleeing violence")
    assert rules.banners[1][1] == "Two dogs"
    assert rules.review == ("Animal",)
    assert safety.lines(workspace, member)[1].endswith("Two dogs")


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (FlagDraft("dragon", TODAY), "kind"),
        (FlagDraft("animal", TODAY + DAY), "starts"),
        (FlagDraft("animal", TODAY, review=TODAY - DAY), "review"),
        (FlagDraft("weapon", TODAY), "kind"),
    ],
)
def test_a_danger_that_cannot_be_is_named(
    workspace: Workspace, member: str, draft: FlagDraft, field: str
) -> None:
    safety.save(workspace, member, FlagDraft("weapon", TODAY))
    assert refused(safety.save, workspace, member, draft) == field


def test_a_danger_ends_with_a_reason_and_not_before_it_began(
    workspace: Workspace, member: str
) -> None:
    safety.save(workspace, member, FlagDraft("weapon", TODAY - DAY))
    end = safety.end
    assert refused(end, workspace, member, "weapon", TODAY, " ") == "why"
    assert refused(end, workspace, member, "weapon", TODAY + DAY, "gone") == "on"
    assert refused(end, workspace, member, "weapon", TODAY - 2 * DAY, "gone") == "on"
    end(workspace, member, "weapon", TODAY, "gone")
    assert refused(end, workspace, member, "weapon", TODAY, "gone") == "kind"


# --- promises -----------------------------------------------------------------------------------


def test_a_promise_is_kept_or_dropped_once(workspace: Workspace, member: str) -> None:
    key = promises.save(workspace, member, PromiseDraft("Bring bus passes", "Rosa", TODAY)).id
    kept = promises.keep(workspace, member, key)
    assert people.page(workspace, member).promises[0].kept == TODAY
    assert refused(promises.drop, workspace, member, key, "no") == "promise"
    people_checks.undo(workspace, kept)
    assert refused(promises.drop, workspace, member, key, " ") == "why"
    promises.drop(workspace, member, key, "No passes left; Rosa was told")
    assert not people.page(workspace, member).promises[0].is_open
    assert refused(promises.save, workspace, member, PromiseDraft(" ")) == "what"


def test_undo_is_refused_once_something_followed(workspace: Workspace, member: str) -> None:
    made = promises.save(workspace, member, PromiseDraft("Call back"))
    promises.keep(workspace, member, made.id)
    assert refused(people_checks.undo, workspace, made) == "undo"
