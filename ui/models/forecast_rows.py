"""The weeks of the forecast and the members behind one of them, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from navigator_app.domain.waves import Week
from navigator_app.i18n import N_, _
from navigator_app.services.eligibility import InDoubt
from navigator_app.services.forecast import Ending
from ui.models import ledger_words, words

Index = QModelIndex | QPersistentModelIndex

WEEK_COLUMNS = (N_("Week"), N_("Ending"), N_("Asked for"), N_("Hours"), N_("There"), N_("Note"))
DOUBT_COLUMNS = (N_("Medi-Cal"), N_("Member"), N_("CIN"), N_("Why"))
MEMBER_COLUMNS = (N_("Ends"), N_("Member"), N_("Service"), N_("Extension"))
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TextTable(QAbstractTableModel):
    """A table of texts; columns of numbers stand at the right."""

    def __init__(
        self, columns: Sequence[str], numbers: Sequence[int] = (), parent: QObject | None = None
    ) -> None:
        """`columns` are marked for translation; `numbers` are the columns of figures."""
        super().__init__(parent)
        self._columns, self._numbers = tuple(columns), frozenset(numbers)
        self._cells: list[tuple[str, ...]] = []

    def set_cells(self, cells: Sequence[tuple[str, ...]]) -> None:
        """Show these rows."""
        if list(cells) == self._cells:
            return
        self.beginResetModel()
        self._cells = list(cells)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows."""
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, and where it stands."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._cells[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() in self._numbers else _LEFT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_(self._columns[index.column()])}: {self._cells[index.row()][index.column()]}"
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The headings."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(self._columns[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in self._numbers else _LEFT
        return None


def week_cells(week: Week, today: date) -> tuple[str, ...]:
    """One week's cells."""
    note = []
    if week.over:
        note.append(_("Too much for the week"))
    if week.early:
        hours = ledger_words.hours_words(week.early)
        note.append(_("{hours} to be worked before").format(hours=hours))
    return (
        words.short_day(week.first, today),
        str(week.ending),
        str(week.asked),
        ledger_words.hours(week.hours),
        ledger_words.hours(week.available),
        "; ".join(note),
    )


def member_cells(one: Ending, today: date) -> tuple[str, ...]:
    """One member's cells."""
    return (
        words.short_day(one.end, today),
        words.isolated(one.member_name),
        one.service.short,
        _("asked for") if one.asked else _("not asked for yet"),
    )


def doubt_cells(one: InDoubt) -> tuple[str, ...]:
    """The cells of a member whose coverage asks for something."""
    word = ledger_words.coverage_word(one.coverage.state)
    return (word, words.isolated(one.member_name), words.cin(one.cin), one.says)
