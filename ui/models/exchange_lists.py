"""Files that went or came, and runs, as tables: newest first."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from navigator_app.domain.exchange import IN, FileRow, RunRow
from navigator_app.i18n import N_, _
from navigator_app.runtime.clock import Clock
from ui.models import exchange_words as words
from ui.models.file_list import RIGHT, ROWS, FileList
from ui.models.import_rows import TAG_ROLE

Index = QModelIndex | QPersistentModelIndex
STATE = 5
"""The column of the state, which is drawn as a tag."""


class _Told(Protocol):
    """A table that says of each of its rows the six words and the state."""

    def file_at(self, place: int) -> Any:
        """The row at a place, None where there is none."""

    def cells(self, row: Any) -> tuple[str, ...]:
        """The six words of a row."""

    def tag(self, row: Any) -> tuple[str, str, str]:
        """Word, tone and icon of its state."""


def _said(table: _Told, index: Index, role: int) -> object:
    """A cell's words, its tag, or where it stands."""
    row = table.file_at(index.row())
    if row is None:
        return None
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return RIGHT if index.column() == ROWS else None
    if role == TAG_ROLE:
        return table.tag(row)[1:] if index.column() == STATE else None
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
        return table.cells(row)[index.column()]
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return ", ".join(table.cells(row)) if index.column() == 0 else None
    return None


class _Table(FileList):
    """What both share."""

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        """Start empty; `clock` says what today is."""
        super().__init__(parent)
        self.clock = clock
        self.plans: dict[str, str] = {}


class ExchangeFiles(_Table):
    """Each file at its newest step."""

    HEADINGS: ClassVar[tuple[str, ...]] = (
        N_("When"), N_("Plan"), N_("What"), N_("File"), N_("Size"), N_("State"),
    )  # fmt: skip

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's words, its tag, or where it stands."""
        return _said(self, index, role)

    def cells(self, row: FileRow) -> tuple[str, ...]:
        """Moment, plan, what it is and which way, name, size, state."""
        plan = self.plans.get(row.plan_key, row.plan_key)
        arrow = "\N{DOWNWARDS ARROW}" if row.direction == IN else "\N{UPWARDS ARROW}"
        what = f"{arrow} {words.kind(row)}"
        moment = words.moment(row.at, self.clock)
        return moment, plan, what, row.name, words.size(row.size), self.tag(row)[0]

    def tag(self, row: FileRow) -> tuple[str, str, str]:
        """Of the file's state."""
        return words.file_state(row.told_state)


class ExchangeRuns(_Table):
    """Each meeting with a plan's server."""

    HEADINGS: ClassVar[tuple[str, ...]] = (
        N_("When"), N_("Plan"), N_("Began"), N_("By"), N_("Files"), N_("State"),
    )  # fmt: skip

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's words, its tag, or where it stands."""
        return _said(self, index, role)

    def cells(self, row: RunRow) -> tuple[str, ...]:
        """Moment, plan, what began it, by whom, files both ways, state."""
        files = _("{came} in, {went} out").format(came=row.files_in, went=row.files_out)
        moment = words.moment(row.started_at, self.clock)
        return moment, row.plan_name, words.cause(row), row.user_name, files, self.tag(row)[0]

    def tag(self, row: RunRow) -> tuple[str, str, str]:
        """Of the run's state; one that went through with something to say warns."""
        return words.run_tag(row)
