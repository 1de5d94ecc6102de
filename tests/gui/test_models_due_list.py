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
from ui.models.due_list import DueList


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
