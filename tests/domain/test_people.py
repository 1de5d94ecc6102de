"""What dangers rule, ways compared, and the lists they come from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.people import (
    HIDDEN,
    FlagRow,
    MethodRow,
    plain_value,
    print_rules,
    screen_rules,
    title,
)
from navigator_app.paths import resource
from navigator_app.policy import people_lists
from navigator_app.policy.people_lists import PeopleListsRefused

TODAY = date(2026, 11, 20)
LISTS = people_lists.shipped()


def flag(kind: str, ended: date | None = None, review: date | None = None) -> FlagRow:
    return FlagRow("f", "m", kind, "", TODAY, review, ended, "", "")


def test_what_ended_rules_nothing_more() -> None:
    flags = [flag("fleeing-violence", ended=TODAY), flag("animal")]
    rules = screen_rules(flags, LISTS, TODAY)
    assert (rules.leave_word, rules.mail, rules.alone) == (True, True, True)
    assert len(rules.banners) == 1
    assert print_rules(flags, LISTS).hide == {"safety", "safety_note"}


def test_a_kind_that_is_no_longer_listed_forbids_everything() -> None:
    rules = screen_rules([flag("dragon")], LISTS, TODAY)
    assert (rules.leave_word, rules.mail, rules.alone) == (False, False, False)
    assert print_rules([flag("dragon")], LISTS).hide >= set(HIDDEN)


@pytest.mark.parametrize("safe", [None, False])
def test_word_is_left_only_where_somebody_said_yes(safe: bool | None) -> None:
    row = MethodRow("i", "m", 0, "phone", "1", "", safe, "", None, None, "", None)
    assert not row.word_may_be_left


def test_a_review_is_due_on_its_day_and_not_before() -> None:
    assert flag("animal", review=TODAY).due_for_review(TODAY)
    assert not flag("animal", review=date(2026, 11, 21)).due_for_review(TODAY)
    assert not flag("animal", ended=TODAY, review=TODAY).due_for_review(TODAY)


def test_ways_are_compared_without_signs_and_case() -> None:
    assert plain_value("phone", "+1 (707) 555-0100") == plain_value("phone", "7075550100")
    assert plain_value("email", "Rosa@Example.org ") == plain_value("email", "rosa@example.org")


def test_where_to_look_names_what_the_faq_names() -> None:
    cited = {one.id for one in LISTS.places_to_look if "Question 9" in one.cited}
    assert cited == {"hmis", "champ", "hospitals", "inmate-locator", "last-contacts"}
    assert title(LISTS.places_to_look, "gone") == "gone"


def test_each_danger_says_something_and_two_are_fields_of_the_record() -> None:
    assert all(one.banner for one in LISTS.dangers)
    assert LISTS.setting("fleeing_violence").hide >= {"address", "places"}
    assert not LISTS.setting("do_not_leave_word").leave_word


@pytest.mark.parametrize(
    ("found", "instead", "named"),
    [
        ('hide = ["address"]', 'hide = ["shoe size"]', "hide"),
        ('id = "weapon"', 'id = "animal"', "twice"),
        ('sets = "do_not_leave_word"', "", "set each field"),
        ('form = "email"', 'form = "telepathy"', "form"),
        ('[[safety]]\nid = "weapon"', '[[safety]]\ncolor = "red"\nid = "weapon"', "color"),
    ],
)
def test_a_file_with_a_fault_is_refused_whole(
    tmp_path: Path, found: str, instead: str, named: str
) -> None:
    text = resource("people.toml").read_text("utf-8")
    assert found in text
    bad = tmp_path / "people.toml"
    bad.write_text(text.replace(found, instead, 1), "utf-8")
    with pytest.raises(PeopleListsRefused) as refused:
        people_lists.read(bad)
    assert named in str(refused.value)
