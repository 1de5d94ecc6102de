"""How papers stand on a day, and whose count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from navigator_app.domain import documents
from navigator_app.domain.documents import Paper, Person, Standing, State
from navigator_app.errors import NavigatorError
from navigator_app.policy import document_rules
from navigator_app.services.documents import TEXTS

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
SHIPPED = document_rules.shipped()


def household(*papers: Paper, people: tuple[Person, ...] = ()) -> documents.MemberPapers:
    return documents.household(
        "m",
        SHIPPED.kinds,
        (Person("", "Ana", born=date(1980, 2, 29)), *people),
        papers,
        TODAY,
        ending_days=30,
        adult_age=18,
    )


@pytest.mark.parametrize(
    ("paper", "standing"),
    [
        (Paper("x"), Standing.MISSING),
        (Paper("x", state=State.REQUESTED), Standing.REQUESTED),
        (Paper("x", state=State.REQUESTED, expected_on=TODAY), Standing.REQUESTED),
        (Paper("x", state=State.REQUESTED, expected_on=TODAY - DAY), Standing.LATE),
        (Paper("x", state=State.HAVE), Standing.READY),
        (Paper("x", state=State.HAVE, expires_on=TODAY + 31 * DAY), Standing.READY),
        (Paper("x", state=State.HAVE, expires_on=TODAY + 30 * DAY), Standing.ENDING),
        (Paper("x", state=State.HAVE, expires_on=TODAY), Standing.ENDING),
        (Paper("x", state=State.HAVE, expires_on=TODAY - DAY), Standing.EXPIRED),
        (Paper("x", state=State.NOT_NEEDED, expires_on=TODAY - DAY), Standing.NOT_NEEDED),
        (Paper("x", expires_on=TODAY - DAY), Standing.MISSING),
    ],
)
def test_a_paper_stands_as_its_days_say(paper: Paper, standing: Standing) -> None:
    assert paper.standing(TODAY, 30) is standing


def test_six_papers_are_asked_of_a_member_and_counted() -> None:
    found = household(
        Paper("photo-id", state=State.HAVE),
        Paper("income", state=State.HAVE, expires_on=TODAY + 12 * DAY),
        Paper("birth-certificate", state=State.REQUESTED),
        Paper("disability-verification", state=State.NOT_NEEDED),
    )
    [mine] = found.people
    assert [line.kind.id for line in mine.lines] == [
        "photo-id",
        "social-security-card",
        "birth-certificate",
        "income",
        "homelessness-verification",
        "disability-verification",
    ]
    assert (found.ready, found.needed) == (2, 5)
    assert mine.nearest is not None
    assert (mine.nearest.kind.id, mine.nearest.days_left) == ("income", 12)


def test_one_that_has_ended_is_not_ready_and_is_named_first() -> None:
    found = household(
        Paper("photo-id", state=State.HAVE, expires_on=TODAY - DAY),
        Paper("income", state=State.HAVE, expires_on=TODAY + DAY),
    )
    assert found.ready == 1
    assert found.people[0].nearest is not None
    assert found.people[0].nearest.kind.id == "photo-id"


def test_children_adults_and_those_who_stay_behind() -> None:
    people = (
        Person("a", "Eighteen today", born=date(2008, 11, 20)),
        Person("b", "Eighteen tomorrow", born=date(2008, 11, 21)),
        Person("c", "Nobody knows"),
        Person("d", "Stays", moves_in=False),
    )
    found = household(Paper("income", person_id="d", state=State.HAVE), people=people)
    counts = {one.person.id: one.needed for one in found.people}
    assert counts == {"": 6, "a": 4, "b": 2, "c": 4, "d": 1}


def test_an_added_paper_counts_and_one_the_list_lost_is_kept() -> None:
    found = household(Paper("voucher", state=State.REQUESTED), Paper("old-kind", state=State.HAVE))
    [mine] = found.people
    assert (mine.ready, mine.needed) == (1, 8)
    assert mine.lines[-1].kind.title == "Old kind"
    assert "voucher" not in {kind.id for kind in mine.more}


def test_every_text_of_the_list_is_there_for_translation() -> None:
    texts = {text for kind in SHIPPED.kinds for text in (kind.title, kind.why)}
    assert texts == set(TEXTS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('counts = "adults"', 'counts = "sometimes"'),
        ('title = "Photo ID"', ""),
        ('id = "income"', 'id = "photo-id"'),
        ("ending_days = 30", 'ending_days = "a month"'),
        ('source = "Agency’s own checklist"', ""),
    ],
)
def test_a_list_with_a_fault_is_refused_whole(old: str, new: str, tmp_path) -> None:
    from navigator_app.paths import resource

    text = resource("documents.toml").read_text("utf-8")
    assert old in text
    broken = tmp_path / "documents.toml"
    broken.write_text(text.replace(f"\n{old}", f"\n{new}", 1), "utf-8")
    with pytest.raises(NavigatorError, match=r"documents\.toml"):
        document_rules.read(broken)
