"""The caseload table: lazily read, never reset by a write, never proportional to the caseload."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QItemSelectionModel, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView

from navigator_app.domain.records import CaseloadQuery, CaseloadRow
from navigator_app.domain.vocabulary import AuthorizationStatus, ReferralStatus, Service
from ui.models.caseload_source import PageAnswer, PageRequest
from ui.models.caseload_table import ROW_ROLE, CaseloadTable
from ui.models.pages import KEPT, PAGE, RowPages

TODAY = date(2026, 11, 29)


def make_row(number: int) -> CaseloadRow:
    return CaseloadRow(
        id=f"m{number}",
        first_name=f"First{number}",
        last_name=f"Last{number}",
        preferred_name="",
        cin=f"{number:08d}A",
        plan="bayview",
        date_of_birth=date(1980, 1, 1),
        phone="0000000000",
        language="English",
        navigator="",
        services=(Service.HTNS,),
        status=ReferralStatus.ACCEPTED,
        authorization_status=AuthorizationStatus.APPROVED,
        authorization_end=date(2027, 1, 1),
        last_attempt=None,
        next_due=date(2026, 11, 27),
        next_due_rule="r",
        homeless=True,
        alert=False,
    )


class Held:
    """A stand-in for the store: answers when told to, makes rows only as they are asked for."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.order: list[int] | None = None
        self.changed: dict[int, CaseloadRow] = {}
        self.waiting: list[tuple[PageRequest, Callable[[PageAnswer], object]]] = []
        self.asked: list[PageRequest] = []

    def ask(
        self,
        request: PageRequest,
        done: Callable[[PageAnswer], object],
        failed: Callable[[BaseException], object],
        owner: QObject,
    ) -> None:
        self.asked.append(request)
        self.waiting.append((request, done))

    def answer(self) -> None:
        while self.waiting:
            self.answer_one()

    def answer_one(self) -> None:
        request, done = self.waiting.pop(0)
        pages = {n: tuple(self._rows(n)) for n in request.pages}
        done(PageAnswer(request, pages, self.total))

    def _rows(self, page: int) -> list[CaseloadRow]:
        numbers = range(page * PAGE, min(self.total, (page + 1) * PAGE))
        if self.order is not None:
            numbers = [self.order[n] for n in numbers]  # type: ignore[assignment]
        return [self.changed.get(n) or make_row(n) for n in numbers]


@pytest.fixture
def loaded(qtbot: object) -> tuple[CaseloadTable, Held]:
    source = Held(250)
    model = CaseloadTable(source, TODAY)
    model.set_query(CaseloadQuery(sort="cin"))
    source.answer()
    return model, source


def test_the_model_keeps_the_rules_of_qt(qtbot: object) -> None:
    source = Held(250)
    model = CaseloadTable(source, TODAY)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_query(CaseloadQuery())
    source.answer()
    for total, order in ((252, None), (249, None), (249, list(range(248, -1, -1))), (0, None)):
        source.total, source.order = total, order
        model.refresh()
        source.answer()
        assert model.rowCount() == total
    assert tester is not None


def test_a_row_out_of_reach_is_a_placeholder_until_it_comes(
    loaded: tuple[CaseloadTable, Held], qtbot: object
) -> None:
    model, source = loaded
    index = model.index(240, 0)
    assert index.data() == "…"
    assert index.data(ROW_ROLE) is None
    qtbot.waitUntil(lambda: bool(source.waiting))  # type: ignore[attr-defined]
    assert source.asked[-1].pages == (2,)
    source.answer()
    assert index.data() == "Last240, First240"


def test_typing_asks_for_the_last_text_only_and_drops_the_stale_answer(
    loaded: tuple[CaseloadTable, Held],
) -> None:
    model, source = loaded
    for text in ("g", "ga", "gar"):
        model.set_query(CaseloadQuery(text=text))
    assert [r.query.text for r, _ in source.waiting] == ["g"]
    source.total = 7
    source.answer_one()
    assert model.rowCount() == 250, "the answer for “g” must not be shown"
    assert [r.query.text for r, _ in source.waiting] == ["gar"]
    source.answer_one()
    assert model.rowCount() == 7
    assert not model.loading


def test_more_than_a_thousand_matches_are_said_so(loaded: tuple[CaseloadTable, Held]) -> None:
    model, source = loaded
    counts: list[tuple[int, bool]] = []
    model.counted.connect(lambda total, more: counts.append((total, more)))
    source.total = 1001
    model.set_query(CaseloadQuery(text="a"))
    source.answer()
    assert counts == [(1000, True)]
    assert model.rowCount() == 1000


def test_a_changed_row_is_told_and_nothing_is_reset(loaded: tuple[CaseloadTable, Held]) -> None:
    model, source = loaded
    resets: list[int] = []
    told: list[tuple[int, int]] = []
    model.modelReset.connect(lambda: resets.append(1))
    model.dataChanged.connect(lambda a, b, roles: told.append((a.row(), b.row())))
    source.changed[5] = replace(make_row(5), status=ReferralStatus.OUTREACH_INITIATED)
    model.refresh()
    source.answer()
    assert resets == []
    assert told == [(5, 5)]
    assert model.index(5, 4).data() == "Outreach Initiated"


def test_selection_follows_the_member_and_not_the_row(
    loaded: tuple[CaseloadTable, Held], qtbot: object
) -> None:
    model, source = loaded
    view = QTableView()
    qtbot.addWidget(view)  # type: ignore[attr-defined]
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setModel(model)
    view.setCurrentIndex(model.index(7, 0))
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    view.selectionModel().select(model.index(9, 0), flags)
    widths = [view.columnWidth(n) for n in range(model.columnCount())]
    source.order = [251, *range(250)]  # somebody new sorts first, one more sorts last
    source.total = 251
    source.order = [250, *[n for n in range(250) if n != 9]]
    source.total = 250
    model.refresh()
    source.answer()
    chosen = {index.data(ROW_ROLE).id for index in view.selectionModel().selectedRows()}
    assert chosen == {"m7"}, "m9 is gone; nobody else may be chosen in its place"
    assert view.currentIndex().row() == 8
    assert [view.columnWidth(n) for n in range(model.columnCount())] == widths


def test_a_selected_row_that_was_never_read_is_let_go(
    loaded: tuple[CaseloadTable, Held], qtbot: object
) -> None:
    model, source = loaded
    view = QTableView()
    qtbot.addWidget(view)  # type: ignore[attr-defined]
    view.setModel(model)
    view.selectRow(200)
    source.order = list(range(249, -1, -1))
    model.refresh()
    source.answer()
    assert view.selectionModel().selectedRows() == []


def test_a_hundred_thousand_members_cost_the_window_what_a_hundred_do(qtbot: object) -> None:
    """Count rows made and time the window's thread: both must not grow with the caseload."""

    def walk(total: int) -> tuple[float, int, CaseloadTable]:
        source = Held(total)
        model = CaseloadTable(source, TODAY)
        view = QTableView()
        qtbot.addWidget(view)  # type: ignore[attr-defined]
        view.setModel(model)
        view.resize(1000, 700)
        view.show()
        model.set_query(CaseloadQuery())
        started = time.perf_counter()
        source.answer()
        for place in (0.1, 0.5, 0.9, 1.0, 0.0):
            view.scrollTo(model.index(int((total - 1) * place), 0))
            view.viewport().repaint()
            qtbot.waitUntil(lambda: bool(source.waiting) or not model._pages._wishes)  # type: ignore[attr-defined]
            source.answer()
        model.refresh()
        source.answer()
        view.model().index(total - 1, 0).data(Qt.ItemDataRole.DisplayRole)
        spent = time.perf_counter() - started
        pages = sum(len(request.pages) for request in source.asked)
        view.hide()
        return spent, pages, model

    small, small_pages, _ = walk(1_000)
    large, large_pages, model = walk(100_000)
    assert large_pages <= small_pages + 8
    assert len(model._pages.pages()) <= KEPT
    assert large < small * 5 + 0.2, f"{large:.3f} s against {small:.3f} s"


def test_wishes_that_scrolled_away_are_forgotten() -> None:
    pages = RowPages()
    for row in range(0, 100_000, PAGE):
        pages.wish(row)
    taken = []
    while (wish := pages.next_wish()) is not None:
        taken.append(wish)
        pages.put(wish, ())
    assert taken == [999, 998, 997, 996]
