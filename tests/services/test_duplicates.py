"""Two records of one person: suggested, told apart, merged side by side, and taken apart again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from navigator_app.domain.duplicates import Person
from navigator_app.domain.records import AttemptDraft, CaseloadQuery
from navigator_app.domain.vocabulary import Mode, Outcome
from navigator_app.errors import InputRejected
from navigator_app.services import agency, caseload, clocks, duplicates, record_outreach
from navigator_app.services.workspace import Workspace
from tests.services import loops
from tests.services.import_rows import OTHER, counts, take
from tests.services.import_rows import PERSON as PERSON_ROW

PERSON: dict[str, Any] = {
    "first_name": "Maria",
    "last_name": "Lopez",
    "date_of_birth": "1980-04-07",
}


@pytest.fixture
def two(workspace: Workspace) -> tuple[loops.Made, loops.Made]:
    """One person on record twice, by two CINs, with a referral and an attempt each."""
    plan = loops.add_plan(workspace)
    one = loops.add_member(workspace, plan, 1, **PERSON, phone="4155550101")
    other = loops.add_member(
        workspace, plan, 2, **{**PERSON, "last_name": "López"}, cin="90000002A", phone="4155550102",
        service="htss", fleeing_violence=1,
    )  # fmt: skip
    at = datetime.fromisoformat("2026-11-18T14:30")
    for made in (one, other):
        attempt = AttemptDraft(made.member, Mode.IN_PERSON, Outcome.NOT_FOUND, at, note="gate")
        record_outreach.record(workspace, [attempt])
    return one, other


def found(ws: Workspace, text: str) -> list[str]:
    return [row.id for row in caseload.page(ws, CaseloadQuery(text=text)).rows]


def test_they_are_suggested_until_somebody_says_they_are_two(workspace, two):
    one, other = two
    [pair] = duplicates.suggestions(workspace)
    assert {pair.one.id, pair.other.id} == {one.member, other.member}
    duplicates.tell_apart(workspace, other.member, one.member, "cousins")
    duplicates.tell_apart(workspace, one.member, other.member)
    assert duplicates.suggestions(workspace) == []
    duplicates.undo_apart(workspace, one.member, other.member)
    assert len(duplicates.suggestions(workspace)) == 1


def test_whoever_is_entered_is_looked_for_first(workspace, two):
    typed = Person("", "Lopez", "Maria", "1980-07-04", "")
    assert {pair.other.id for pair in duplicates.like(workspace, typed)} == {
        two[0].member,
        two[1].member,
    }
    assert duplicates.like(workspace, Person("", "Lucia", "Lopez", "1980-04-07")) == []


def test_a_merge_moves_everything_and_hides_the_other(workspace, two):
    one, other = two
    seen = duplicates.side_by_side(workspace, one.member, other.member)
    assert dict(seen.moves)["referral"] == 1
    assert {row.field for row in seen.fields if row.differs} >= {"last_name", "phone", "cin"}
    duplicates.merge(workspace, one.member, other.member, ["phone"], "same card")
    page = caseload.member_page(workspace, one.member)
    assert {referral.id for referral in page.referrals} == {one.referral, other.referral}
    assert len(page.attempts) == 2
    assert page.member.phone == "4155550102"
    assert page.member.fleeing_violence, "danger is never lost"
    assert caseload.page(workspace, CaseloadQuery()).total == 1
    assert found(workspace, "90000002A") == found(workspace, "lopez maria") == [one.member]
    assert duplicates.suggestions(workspace) == []


def test_an_edit_after_the_merge_keeps_the_other_findable(workspace, two):
    one, other = two
    duplicates.merge(workspace, one.member, other.member)
    caseload.update_contact(workspace, one.member, preferred_name="Mari")
    assert found(workspace, "90000002A") == [one.member]


def test_taken_back_both_are_as_they_were(workspace, two):
    one, other = two
    before = [caseload.member_page(workspace, made.member) for made in two]
    due = clocks_of(workspace)
    merge_id, _ = duplicates.merge(workspace, one.member, other.member, ["cin", "last_name"])
    assert caseload.member_page(workspace, one.member).member.cin == other.cin
    assert [row.id for row in duplicates.merges(workspace, one.member)] == [merge_id]
    duplicates.unmerge(workspace, merge_id)
    assert [caseload.member_page(workspace, made.member) for made in two] == before
    assert clocks_of(workspace) == due
    assert duplicates.merges(workspace, one.member) == []
    assert found(workspace, other.cin) == [other.member]
    with pytest.raises(InputRejected):
        duplicates.unmerge(workspace, merge_id)


def test_what_was_changed_since_the_merge_stays(workspace, two):
    one, other = two
    merge_id, _ = duplicates.merge(workspace, one.member, other.member, ["phone"])
    caseload.update_contact(workspace, one.member, phone="4155550999")
    duplicates.unmerge(workspace, merge_id)
    assert caseload.member_page(workspace, one.member).member.phone == "4155550999"
    assert caseload.member_page(workspace, other.member).member.phone == "4155550102"


def test_three_records_go_into_one_and_come_back_in_turn(workspace, two):
    one, other = two
    plan = workspace.store.query("SELECT id FROM plan")[0][0]
    third = loops.add_member(workspace, plan, 3, **PERSON, service="deposits")
    first, _ = duplicates.merge(workspace, other.member, third.member)
    second, _ = duplicates.merge(workspace, one.member, other.member)
    assert found(workspace, third.cin) == [one.member]
    with pytest.raises(InputRejected, match="later merge"):
        duplicates.unmerge(workspace, first)
    duplicates.unmerge(workspace, second)
    duplicates.unmerge(workspace, first)
    assert found(workspace, third.cin) == [third.member]
    assert len(caseload.member_page(workspace, third.member).referrals) == 1


def test_a_record_that_went_into_another_is_not_merged_again(workspace, two):
    one, other = two
    duplicates.merge(workspace, one.member, other.member)
    with pytest.raises(InputRejected, match="went into"):
        duplicates.merge(workspace, one.member, other.member)
    with pytest.raises(InputRejected):
        duplicates.merge(workspace, one.member, one.member)


def clocks_of(ws: Workspace) -> list[tuple[object, ...]]:
    clocks.refresh(ws)
    return ws.store.query("SELECT * FROM running_clock ORDER BY referral_id, rule_id")


def test_the_plan_goes_on_writing_the_other_cin(workspace: Workspace) -> None:
    agency.add_plan(workspace, "bayview", name="Bayview", layout="bayview")
    twice = OTHER | {name: PERSON_ROW[name] for name in ("first_name", "last_name")}
    take(workspace, PERSON_ROW, twice)
    one, other = found(workspace, PERSON_ROW["cin"])[0], found(workspace, OTHER["cin"])[0]
    duplicates.merge(workspace, one, other)
    done = take(workspace, PERSON_ROW, twice | {"ends_on": "2027-12-31"}, name="next")
    assert counts(done) == (0, 1, 1, 0, 0)
    member = caseload.member_page(workspace, one)
    assert member.member.cin == PERSON_ROW["cin"]
    assert len(member.referrals) == 2
    take(workspace, PERSON_ROW, twice | {"service": "htss", "requested_on": "2027-01-02"})
    assert len(caseload.member_page(workspace, one).referrals) == 3
    assert caseload.page(workspace, CaseloadQuery()).total == 1
    renamed = PERSON_ROW | {"last_name": "Ibáñez"}
    take(workspace, renamed, twice | {"last_name": "Ibáñez"}, name="renamed")
    assert found(workspace, OTHER["cin"]) == [one], "still found by the CIN that went into it"
