"""Who may be one person: names, dates and CINs as people write them; twins and households."""

import pytest

from navigator_app.domain.duplicates import Person, Strength, likeness, pairs

NICKNAMES = {"liz": ("elizabeth",), "elizabeth": ("liz",)}


def person(first="Maria", last="Lopez", born="1980-04-07", cin="91234567A", **more):
    more.setdefault("phones", ())
    return Person(more.pop("id", "a"), first, last, born, cin, **more)


ALIKE = {
    "no CIN": (person(), person(id="b", cin="NO-CIN-0001")),
    "CIN mistyped": (person(), person(id="b", cin="91234576A")),
    "name in another order": (person("Lopez", "Maria"), person(id="b", cin="")),
    "two last names in another order": (
        person("Maria", "Lopez Garcia"),
        person("Maria", "Garcia Lopez", id="b", cin=""),
    ),
    "accent": (person("María", "López"), person(id="b", cin="")),
    "spelling": (person("Katherine", "Nguyen"), person("Catherine", "Nguyen", id="b", cin="")),
    "nickname": (person("Liz", "Park"), person("Elizabeth", "Park", id="b", cin="")),
    "preferred name": (
        person("Roberto", "Cruz", preferred="Beto"),
        person("Beto", "Cruz", id="b", cin=""),
    ),
    "month and day swapped": (person(), person(id="b", born="1980-07-04", cin="")),
    "digit of the year": (person(), person(id="b", born="1981-04-07", cin="")),
    "a second last name left out": (
        person("Ana", "Reyes Soto"),
        person("Ana", "Reyes", id="b", cin=""),
    ),
    "same name and birth date, two CINs": (person(), person(id="b", cin="95550001B")),
}
APART = {
    "twins": (person("Maria"), person("Lucia", id="b", cin="91234568A", phones=("4155550100",))),
    "twins, one letter": (
        person("Ana", phones=("4155550100",)),
        person("Ada", id="b", cin="91234568A", phones=("4155550100",)),
    ),
    "mother and daughter": (person(), person(id="b", born="2004-11-30", cin="")),
    "brothers": (
        person("Juan", phones=("4155550100",)),
        person("Luis", id="b", born="1982-04-07", cin="", phones=("4155550100",)),
    ),
    "the same first name and birth date": (person(), person("Maria", "Okafor", id="b", cin="")),
    "twins whose names rhyme": (person("Jayden"), person("Kayden", id="b", cin="91234569B")),
    "two CINs, birth date a slip apart": (person(), person(id="b", born="1980-04-08", cin="9B")),
}


@pytest.mark.parametrize("case", ALIKE)
def test_one_person_written_twice_is_suggested(case):
    one, other = ALIKE[case]
    found = likeness(one, other, NICKNAMES)
    assert found is not None
    assert found.reasons
    back = likeness(other, one, NICKNAMES)
    assert back is not None
    assert back.strength == found.strength


@pytest.mark.parametrize("case", APART)
def test_two_people_are_left_alone(case):
    assert likeness(*APART[case], NICKNAMES) is None


def test_two_real_cins_are_said_against_it():
    found = likeness(*ALIKE["same name and birth date, two CINs"])
    assert found is not None
    assert found.strength is Strength.WEAK
    assert "91234567A" in str(found.doubts[0])


def test_the_most_alike_come_first_and_each_pair_once():
    people = [
        person(id="1"),
        person(id="2", cin=""),
        person("Wei", "Chen", "1970-01-02", "91111111A", id="3"),
        person("Chen", "Wei", "1970-01-02", "92222222B", id="4"),
        person("Lucia", id="5", cin="91234568A"),
    ]
    found = [(pair.one.id, pair.other.id) for pair in pairs(people)]
    assert found == [("1", "2"), ("3", "4")]
