"""A tenancy's own sums: parts of a debt, what falls due, who is still housed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from navigator_app.domain import tenancy
from navigator_app.domain.tenancy import Ahead, PartState, Severity
from navigator_app.domain.tenancy_rows import (
    EventRow,
    PartRow,
    RepaymentRow,
    TenancyRow,
    VisitItemRow,
)

TODAY = date(2026, 11, 20)
DAY = timedelta(1)
AHEAD = Ahead(recertify=90, lease=60, soon=14)


def home(move_in: date = date(2026, 1, 10), **more: object) -> TenancyRow:
    values: dict[str, object] = dict.fromkeys(TenancyRow.__slots__)
    values |= {"id": "t", "member_id": "m", "address": "12 Oak", "move_in": move_in, **more}
    return TenancyRow(**values)  # type: ignore[arg-type]


def event(kind: str, on: date, **more: object) -> EventRow:
    values: dict[str, object] = dict.fromkeys(EventRow.__slots__, "")
    values |= {"due": None, "resolved": None, "items": ()}
    values |= {"id": kind, "tenancy_id": "t", "kind": kind, "on": on, **more}
    return EventRow(**values)  # type: ignore[arg-type]


def part(due: date, cents: int, paid: int | None = None) -> PartRow:
    return PartRow(f"p{due}", due, cents, due if paid else None, paid)


def plan(*parts: PartRow, owed: int = 30_000, ended: date | None = None) -> RepaymentRow:
    return RepaymentRow("r", "t", None, "back rent", owed, TODAY, "", ended, "", parts)


@pytest.mark.parametrize(("owed", "parts"), [(100, 3), (12_345, 7), (60, 60), (5, 5), (99, 1)])
def test_parts_come_to_what_is_owed(owed: int, parts: int) -> None:
    made = tenancy.spread(owed, parts, date(2026, 1, 31))
    assert sum(cents for _due, cents in made) == owed
    assert min(cents for _due, cents in made) >= 1
    assert len({due for due, _cents in made}) == parts


def test_parts_stand_on_the_same_day_of_the_month() -> None:
    made = tenancy.spread(30_000, 3, date(2026, 1, 31))
    assert [due for due, _cents in made] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
    ]


@pytest.mark.parametrize(("owed", "parts"), [(2, 3), (100, 0), (100, 61), (100, -1)])
def test_no_parts_can_be_made_of_that(owed: int, parts: int) -> None:
    with pytest.raises(ValueError, match="."):
        tenancy.spread(owed, parts, TODAY)


def test_how_a_part_stands() -> None:
    assert tenancy.part_state(part(TODAY, 100), TODAY) is PartState.DUE
    assert tenancy.part_state(part(TODAY - DAY, 100), TODAY) is PartState.MISSED
    assert tenancy.part_state(part(TODAY - DAY, 100, 100), TODAY) is PartState.PAID
    assert tenancy.part_state(part(TODAY, 100, 40), TODAY) is PartState.SHORT
    assert tenancy.part_state(part(TODAY - DAY, 100, 40), TODAY) is PartState.MISSED


def test_everything_that_falls_due_stands_by_its_day() -> None:
    lived = home(
        recertify=TODAY + 90 * DAY, lease_ends=TODAY + 10 * DAY, visit_every=90
    )  # the last visit was a hundred days ago
    events = [
        event("sign", TODAY - DAY, due=TODAY + 4 * DAY, severity="act", what="late-rent"),
        event("notice", TODAY, due=TODAY + 15 * DAY, severity="urgent"),  # beyond what is shown
        event("dispute", TODAY, due=TODAY, resolved=TODAY),  # settled
        event("visit", TODAY - 100 * DAY, due=TODAY - 2 * DAY,
              items=(VisitItemRow("i", "heat", "fault", "", None),)),
        event("landlord", TODAY, due=TODAY),  # a call asks for nothing
    ]  # fmt: skip
    paid_back = plan(part(TODAY - 3 * DAY, 100, 100), part(TODAY + DAY, 100, 40))
    found = tenancy.due_dates(lived, events, [paid_back], TODAY, AHEAD)
    assert [(one.kind, one.days_left, one.cents) for one in found] == [
        ("visit", -10, None),
        ("faults", -2, None),
        ("repayment", 1, 60),
        ("sign", 4, None),
        ("lease-end", 10, None),
        ("recertification", 90, None),
    ]
    assert found[0].late and not found[2].late
    ended = home(ended=TODAY, recertify=TODAY)
    assert tenancy.due_dates(ended, events, [paid_back], TODAY, AHEAD) == ()
    over = plan(part(TODAY, 100), ended=TODAY)
    assert tenancy.due_dates(home(), [], [over], TODAY, AHEAD) == ()


def test_a_visit_counts_from_the_last_one_or_the_move() -> None:
    assert tenancy.next_visit(home(), []) is None
    lived = home(visit_every=30)
    assert tenancy.next_visit(lived, []) == date(2026, 2, 9)
    assert tenancy.next_visit(lived, [event("visit", TODAY), event("sign", TODAY)]) == (
        TODAY + 30 * DAY
    )


def test_days_housed_count_the_day_of_the_move() -> None:
    assert tenancy.days_housed(home(TODAY), TODAY) == 1
    assert tenancy.days_housed(home(TODAY - 9 * DAY, ended=TODAY - 5 * DAY), TODAY) == 5


def test_retention_is_counted_only_once_the_day_has_come() -> None:
    year_ago, half_ago = date(2025, 11, 20), date(2026, 5, 20)
    stays = [
        ("a", year_ago, None),
        ("b", year_ago, date(2026, 5, 19)),  # the day before half a year
        ("c", half_ago, None),
        ("d", half_ago + DAY, None),  # half a year is tomorrow
    ]
    half, whole = tenancy.retention(stays, TODAY)
    assert (half.months, half.reached, half.kept, half.percent) == (6, 3, 2, 67)
    assert (whole.months, whole.reached, whole.kept, whole.percent) == (12, 2, 1, 50)
    assert tenancy.retention([], TODAY)[0].percent is None


def test_a_move_into_another_home_is_no_loss_of_housing() -> None:
    first, moved = date(2025, 10, 1), date(2026, 1, 15)
    half, whole = tenancy.retention([("a", moved + DAY, None), ("a", first, moved)], TODAY)
    assert (half.reached, half.kept, whole.reached, whole.kept) == (1, 1, 1, 1)
    gap = [("a", first, moved), ("a", moved + 40 * DAY, None)]
    half, whole = tenancy.retention(gap, TODAY)
    assert (half.reached, half.kept) == (2, 1)
    assert (whole.reached, whole.kept) == (1, 0)


def test_urgent_is_the_gravest() -> None:
    assert min(Severity, key=lambda one: one.rank) is Severity.URGENT
