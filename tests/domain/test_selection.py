"""The toolkit's order of providers, its exceptions, and what it says of each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from navigator_app.domain.selection import Candidate, suggest


def names(*candidates: Candidate) -> list[str]:
    return [one.candidate.name for one in suggest(candidates)]


def test_choice_then_referrer_then_relationship_then_needs() -> None:
    order = names(
        Candidate("needs", needs_met=("near", "Spanish")),
        Candidate("nothing", slots=50),
        Candidate("known", relationship="HMIS"),
        Candidate("referrer", referred=True, slots=1),
        Candidate("choice", preferred=True, slots=1),
    )
    assert order == ["choice", "referrer", "known", "needs", "nothing"]


def test_the_choice_stands_before_the_referrer_who_knows_the_member() -> None:
    assert names(
        Candidate("b", referred=True, relationship="ECM", slots=9), Candidate("a", preferred=True)
    ) == ["a", "b"]


def test_capacity_weighs_among_equals_and_unknown_is_said() -> None:
    found = suggest([
        Candidate("unknown", needs_met=("near",)),
        Candidate("few", needs_met=("near",), slots=1),
        Candidate("many", needs_met=("near",), slots=8),
    ])  # fmt: skip
    assert [one.candidate.name for one in found] == ["many", "few", "unknown"]
    assert [one.place for one in found] == [1, 2, 3]
    assert "Its open capacity is not known." in [str(why) for why in found[2].reasons]


def test_each_exception_rules_out_and_stands_last() -> None:
    found = suggest([
        Candidate("full", preferred=True, slots=0),
        Candidate("closed", preferred=True, closed_for_quality=True),
        Candidate("own", preferred=True, own_members_only=True),
        Candidate("own-referred", referred=True, own_members_only=True),
        Candidate("open", needs_met=("near",)),
    ])  # fmt: skip
    assert [one.candidate.name for one in found if one.place] == ["own-referred", "open"]
    said = {one.candidate.name: [str(why) for why in one.exceptions] for one in found}
    assert said["full"] == ["Has no open capacity."]
    assert "quality" in said["closed"][0]
    assert "refers itself" in said["own"][0]
    assert said["own-referred"] == []


_candidates = st.lists(
    st.builds(
        Candidate,
        name=st.text("abc", min_size=1, max_size=4),
        preferred=st.booleans(),
        referred=st.booleans(),
        relationship=st.sampled_from(["", " ", "HMIS"]),
        needs_met=st.sampled_from([(), ("near",), ("near", "age")]),
        slots=st.none() | st.integers(-1, 9),
        wants_more=st.booleans(),
        closed_for_quality=st.booleans(),
        own_members_only=st.booleans(),
    ),
    max_size=8,
)


@given(_candidates)
def test_nobody_is_lost_and_the_order_of_entry_does_not_matter(some: list[Candidate]) -> None:
    found = suggest(some)
    assert sorted(one.candidate.name for one in found) == sorted(one.name for one in some)
    assert suggest(some[::-1]) == found or len({c.name for c in some}) < len(some)
    placed = [one for one in found if one.place is not None]
    assert [one.place for one in placed] == list(range(1, len(placed) + 1))
    assert all(bool(one.exceptions) is (one.place is None) for one in found)
    steps = [one.candidate.standing for one in placed]
    assert steps == sorted(steps)
