"""The rows of a staged or past file, loaded a window at a time as the table scrolls to them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtCore import Signal as QtSignal

from navigator_app.domain.records import FieldChange, ImportReview, StagedRow
from navigator_app.domain.vocabulary import Service
from navigator_app.i18n import N_, _, ngettext
from navigator_app.runtime.clock import Clock
from navigator_app.services import import_authorizations as service
from navigator_app.services.workspace import Workspace
from ui.models.file_list import RIGHT, FileList
from ui.models.import_words import field_label, value_words, verdict_word
from ui.tasks import Tasks

Index = QModelIndex | QPersistentModelIndex

WINDOW = 200
"""Rows asked of the store at once."""

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The StagedRow of an index, or None while it is being read."""

TAG_ROLE = int(Qt.ItemDataRole.UserRole) + 2
"""(tone, icon) of a state cell, for the delegate that draws it as a tag."""

VERDICT_TAG = {
    "new": ("good", "add"),
    "changed": ("info", "edit"),
    "unchanged": ("neutral", "check"),
    "disappeared": ("warning", "minus"),
    "rejected": ("danger", "refused"),
}


@dataclass(frozen=True, slots=True)
class _Window:
    turn: int
    offset: int
    rows: tuple[StagedRow, ...]


def service_word(slug_or_words: str) -> str:
    """The trade's short word for a service cell, or the cell itself when it is none."""
    for item in Service:
        if slug_or_words in (item.slug, item.value, item.name):
            return item.short
    return slug_or_words


def summary_of(row: StagedRow) -> str:
    """One line that says what a row would do."""
    if row.verdict == "rejected":
        return row.reason[:1].upper() + row.reason[1:]
    if row.verdict == "changed":
        return "; ".join(map(_change, row.changes))
    if row.verdict == "disappeared":
        return _("Known here, no longer in the plan's file")
    if row.verdict == "new":
        return "; ".join(map(_change, row.changes)) or _("Not known here yet")
    return _("Same as what is known")


def _change(change: FieldChange) -> str:
    old, new = _shown(change.field, change.old), _shown(change.field, change.new)
    if change.kept:
        return _("{field}: {old} stays, as put right here; the file has {new}").format(
            field=field_label(change.field), old=old, new=new
        )
    return f"{field_label(change.field)}: {old} → {new}"


def _shown(field: str, value: str) -> str:
    return value_words(field, value) or _("empty")


class ImportRows(QAbstractTableModel):
    """Rows of one import and one verdict.

    Signals:
        loaded(int): rows that are now in hand begin at this row.
    """

    loaded = QtSignal(object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._tasks = tasks
        self._import_id = ""
        self._verdict = ""
        self._total = 0
        self._turn = 0
        self._rows: dict[int, StagedRow] = {}
        self._asked: set[int] = set()

    def show_rows(self, import_id: str, verdict: str, total: int) -> None:
        """Show `total` rows of an import, all ("") or of one verdict."""
        self.beginResetModel()
        self._turn += 1
        self._import_id, self._verdict, self._total = import_id, verdict, total
        self._rows.clear()
        self._asked.clear()
        self.endResetModel()
        if total:
            self._ask(0)

    def row_at(self, row: int) -> StagedRow | None:
        """The row, or None while it is being read (it is asked for then)."""
        found = self._rows.get(row)
        if found is None and 0 <= row < self._total:
            self._ask(row - row % WINDOW)
        return found

    def _ask(self, offset: int) -> None:
        if offset in self._asked:
            return
        self._asked.add(offset)
        turn, import_id, verdict = self._turn, self._import_id, self._verdict

        def work(ws: Workspace) -> _Window:
            return _Window(
                turn, offset, tuple(service.rows(ws, import_id, verdict, offset, WINDOW))
            )

        self._tasks.run(work, self._take, owner=self)

    def _take(self, window: _Window) -> None:
        if window.turn != self._turn or not window.rows:
            return
        for place, row in enumerate(window.rows):
            self._rows[window.offset + place] = row
        last = window.offset + len(window.rows) - 1
        self.dataChanged.emit(
            self.index(window.offset, 0), self.index(last, self.columnCount() - 1)
        )
        self.loaded.emit(window.offset)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """All rows of the verdict, loaded or not."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Row, state, member, CIN, service, what it does."""
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Column headings; the file's row numbers stand in the first column."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 0:
            return RIGHT
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (
            _("Row"),
            _("What it is"),
            _("Member"),
            _("CIN"),
            _("Service"),
            _("What it says"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The cell; "…" while its window is being read."""
        row = self.row_at(index.row())
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 0:
            return RIGHT
        if row is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == 2 else None
        if role == TAG_ROLE and index.column() == 1:
            return VERDICT_TAG.get(row.verdict, ("neutral", "dot"))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(row, index.column())
        return None

    @staticmethod
    def _cell(row: StagedRow, column: int) -> str:
        if column == 0:
            return str(row.row) if row.row > 0 and row.verdict != "disappeared" else "–"
        if column == 1:
            return verdict_word(row.verdict)
        return (row.name, row.cin, service_word(row.service), summary_of(row))[column - 2]

    @staticmethod
    def _spoken(row: StagedRow) -> str:
        return _("Row {row}, {state}, {name}, {text}").format(
            row=row.row, state=verdict_word(row.verdict), name=row.name, text=summary_of(row)
        )


class FilesThatCame(FileList):
    """The history of files that came in, newest first."""

    HEADINGS = (
        N_("File"),
        N_("Plan"),
        N_("State"),
        N_("Came in"),
        N_("Rows"),
        N_("What they were"),
    )

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        """Start empty; moments are shown in the clock's zone."""
        super().__init__(parent)
        self._clock = clock

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The cell."""
        item = self._files[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 4:
            return RIGHT
        if role == TAG_ROLE and index.column() == 2:
            return {
                "staged": ("warning", "pending"),
                "committed": ("good", "good"),
            }.get(item.state, ("neutral", "minus"))
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return _("SHA-256 {hash}").format(hash=item.sha256)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            item.file,
            item.plan,
            {
                "staged": _("Waits for you"),
                "committed": _("Taken in"),
                "discarded": _("Discarded"),
            }.get(item.state, item.state),
            self._clock.to_local(item.committed_at or item.staged_at).strftime("%Y-%m-%d %H:%M"),
            str(item.rows),
            figures_line(item),
        )[index.column()]


def figures_line(item: ImportReview) -> str:
    """The figures that are not zero, in words."""
    counts = (
        ("new", item.new),
        ("changed", item.changed),
        ("unchanged", item.unchanged),
        ("disappeared", item.disappeared),
        ("rejected", item.rejected),
    )
    parts = [f"{count} {verdict_word(name).lower()}" for name, count in counts if count]
    return " · ".join(parts) if parts else ngettext("nothing in it", "nothing in it", 1)
