"""The due list moves lines rather than resetting, and says them in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from navigator_app.domain.records import DueRow
from navigator_app.domain.vocabulary import Service
from ui.models.due_list import DueList, basis, by_rule, when


def line(number: int, days: int = 0) -> DueRow:
    return DueRow(
        member_id=f"m{number}",
        referral_id=f"r{number}",
        member_name=f"Member {number}",
        plan="bayview",
        service=Service.HTNS,
        rule="answer",
        title="Answer the referral",
        due=date(2026, 11, 29),
        days_left=days,
        state="overdue" if days < 0 else "due",
        why="Received Nov 15 and not answered.",
        source="[P] §C.3",
        required=True,
        action="answer",
    )


@given(st.lists(st.permutations(range(6)), min_size=1, max_size=4), st.integers(0, 6))
def test_any_order_arrives_as_given(orders: list[list[int]], keep: int) -> None:
    model = DueList()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for order in [*orders, orders[0][:keep]]:
        rows = [line(n) for n in order]
        model.set_rows(rows)
        assert [model.row(n) for n in range(model.rowCount())] == rows
    assert tester is not None


def test_the_current_line_stays_the_same_line() -> None:
    model = DueList()
    model.set_rows([line(1), line(2), line(3)])
    current = QPersistentModelIndex(model.index(2))
    model.set_rows([line(3, days=-2), line(4)])
    assert current.row() == 0
    assert model.row(0) == replace(line(3), days_left=-2, state="overdue")


def test_a_line_is_whole_for_a_screen_reader() -> None:
    model = DueList()
    model.set_rows([line(1, days=-2)])
    text = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    for part in ("Member 1", "2 days over", "Required", "[P] §C.3", "Answer"):
        assert part in text


def test_overdue_counts_in_the_unit_of_its_rule() -> None:
    assert when(line(1, days=-4)) == "4 days over"
    assert when(replace(line(1, days=-4), business_days_left=-2)) == "2 business days over"
    assert when(replace(line(1, days=-1), business_days_left=0)) == "1 day over"  # a Saturday
    assert when(replace(line(1, days=5), business_days_left=3)) == "in 3 business days"


def test_a_line_names_its_rule_in_short_and_says_where_it_only_advises() -> None:
    row = replace(line(1), basis="Toolkit 2025 · 3 business days")
    assert basis(row) == "Toolkit 2025 · 3 business days"
    assert basis(replace(row, required=False)) == "Toolkit 2025 · 3 business days · recommended"
    assert basis(line(1)) == by_rule(line(1))
