"""The caseload as a table that knows its length and reads rows as they come into sight.

A new query resets the table; a write never does: rows are compared by member id, so that selection
and scroll survive. Requests go one at a time and the latest wish wins, which debounces typing
without a delay of its own.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)

from navigator_app.domain.records import CaseloadQuery, CaseloadRow
from ui.models.caseload_columns import COLUMNS, spoken
from ui.models.caseload_source import PageAnswer, PageRequest, PageSource
from ui.models.pages import PAGE, RowPages

ROW_ROLE = Qt.ItemDataRole.UserRole
"""The CaseloadRow of an index; None while it is on its way."""

TEXT_LIMIT = 1000
"""With text, a total above this is a sign for "more than", not a count (services.caseload)."""

_NO_PARENT = QModelIndex()
_REMAPPED = 8  # pages read again at most because a selected row lies in them
Index = QModelIndex | QPersistentModelIndex


class CaseloadTable(QAbstractTableModel):
    """Rows of the caseload, lazily.

    Signals:
        counted(int, bool): the query's total, and whether there are more than can be counted.
        refused(object): a read was refused (NavigatorError).
    """

    counted = Signal(int, bool)
    refused = Signal(object)

    def __init__(self, source: PageSource, today: date, parent: QObject | None = None) -> None:
        """Start empty; `set_query` asks for the first rows."""
        super().__init__(parent)
        self.today = today
        self._source = source
        self._query = CaseloadQuery()
        self._pages = RowPages()
        self._total = 0
        self._generation = 0
        self._answered = 0  # the generation on screen
        self._asking = False
        self._stale = False
        self._pump_soon = QTimer(self, interval=0, singleShot=True)
        self._pump_soon.timeout.connect(self._pump)

    # what the page asks of it

    @property
    def query(self) -> CaseloadQuery:
        """The query asked last."""
        return self._query

    @property
    def loading(self) -> bool:
        """True until the query asked last has an answer."""
        return not self._generation or self._answered != self._generation

    def set_query(self, query: CaseloadQuery) -> None:
        """Show another query; earlier answers still under way are dropped."""
        if query == self._query and self._generation:
            return
        self._query = query
        self._generation += 1
        self._pump()

    def refresh(self) -> None:
        """A write happened: read the rows on screen again and move only what moved."""
        if self._generation:
            self._stale = True
            self._pump()

    def member_at(self, row: int) -> CaseloadRow | None:
        """The member of a row, or None while it is on its way."""
        return self._pages.row(row)

    # Qt's side

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """How many rows the query has."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell; asks for the row when it is not here yet."""
        if not index.isValid():
            return None
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.alignment
        row = self._pages.row(index.row())
        if row is None:
            self._pages.wish(index.row())
            self._pump_soon.start()
            return "…" if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row, self.today)
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if index.column() == 0:
                return spoken(row, self.today)
            return f"{column.heading()}: {column.text(row, self.today)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row, self.today)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The headings."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].heading()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return COLUMNS[section].alignment
        return None

    # asking and answering

    @Slot()
    def _pump(self) -> None:
        """Ask for the most wanted thing, one request at a time."""
        if self._asking:
            return
        if self.loading:
            self._ask("query", (0,))
        elif self._stale:
            self._stale = False
            self._ask("refresh", self._pages_that_matter())
        else:
            wish = self._pages.next_wish()
            if wish is not None and wish * PAGE < self._total:
                self._ask("fill", (wish,))

    def _ask(self, kind: str, pages: tuple[int, ...]) -> None:
        self._asking = True
        request = PageRequest(self._generation, kind, self._query, pages)
        self._source.ask(request, self._answer, self._failed, self)

    def _failed(self, error: BaseException) -> None:
        self._asking = False
        self._answered = self._generation
        self.refused.emit(error)

    def _answer(self, answer: PageAnswer) -> None:
        self._asking = False
        if answer.request.generation == self._generation:
            {"query": self._start, "fill": self._fill, "refresh": self._merge}[answer.request.kind](
                answer
            )
        self._pump()

    def _start(self, answer: PageAnswer) -> None:
        self.beginResetModel()
        self._answered = answer.request.generation
        self._stale = False  # the answer was read after any write announced so far
        self._pages.replace(answer.pages)
        self._total = self._count(answer)
        self.endResetModel()

    def _fill(self, answer: PageAnswer) -> None:
        if self._count(answer) != self._total:
            self.refresh()  # the caseload moved under us; its Changes are on their way too
        for number, rows in answer.pages.items():
            self._pages.put(number, rows)
            last = min(number * PAGE + len(rows), self._total) - 1
            if last >= number * PAGE:
                self._tell(number * PAGE, last)

    def _merge(self, answer: PageAnswer) -> None:
        before = self._pages.pages()
        total = self._count(answer)
        ids = {n: [row.id for row in rows] for n, rows in answer.pages.items()}
        same = total == self._total and all(
            [row.id for row in before.get(n, ())] == ids[n] for n in ids
        )
        if same:
            self._pages.replace(answer.pages)
            for number, rows in answer.pages.items():
                for place, (old, new) in enumerate(zip(before[number], rows, strict=True)):
                    if old != new:
                        self._tell(number * PAGE + place, number * PAGE + place)
            return
        self._move(answer, total)

    def _move(self, answer: PageAnswer, total: int) -> None:
        """Rows came, went or changed places: carry selection and current row along by id."""
        if total > self._total:
            self.beginInsertRows(_NO_PARENT, self._total, total - 1)
            self._total = total
            self.endInsertRows()
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        known = [self._pages.row(index.row()) for index in kept]
        self._pages.replace(answer.pages)
        rows = self._pages.where(answer.pages)
        moved = [
            self.index(rows[row.id], index.column()) if row and row.id in rows else QModelIndex()
            for index, row in zip(kept, known, strict=True)
        ]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()
        if total < self._total:
            self.beginRemoveRows(_NO_PARENT, total, self._total - 1)
            self._total = total
            self.endRemoveRows()

    def _pages_that_matter(self) -> tuple[int, ...]:
        wanted = dict.fromkeys(reversed(self._pages.recent(3)))
        for index in self.persistentIndexList():
            if len(wanted) >= _REMAPPED:
                break
            if self._pages.row(index.row()) is not None:
                wanted[index.row() // PAGE] = None
        return tuple(wanted) or (0,)

    def _count(self, answer: PageAnswer) -> int:
        more = bool(answer.request.query.text.strip()) and answer.total > TEXT_LIMIT
        total = min(answer.total, TEXT_LIMIT) if more else answer.total
        self.counted.emit(total, more)
        return total

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))
