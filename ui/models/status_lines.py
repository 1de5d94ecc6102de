"""The lines of a month's status file, what is missing from it, and the files of earlier months."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from navigator_app.domain.records import NotReady, StatusFile, StatusLine
from navigator_app.i18n import N_, _
from ui.models.file_list import RIGHT, FileList
from ui.models.import_rows import TAG_ROLE

Index = QModelIndex | QPersistentModelIndex


STATE_TAG = {"new": ("neutral", "draft"), "built": ("info", "file"), "sent": ("good", "send")}
"""Tone and icon of a status file's state."""


def state_word(state: str) -> str:
    """The word for a status file's state."""
    return {
        "new": _("Not saved yet"),
        "built": _("Saved, not marked as sent"),
        "sent": _("Sent"),
    }.get(state, state)


class StatusLines(QAbstractTableModel):
    """The rows exactly as they will stand in the file, one column a heading of the layout."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._headings: tuple[str, ...] = ()
        self._lines: tuple[StatusLine, ...] = ()

    def show_file(self, file: StatusFile | None) -> None:
        """Show the lines of a previewed file; None empties the table."""
        self.beginResetModel()
        self._headings = file.headings if file else ()
        self._lines = file.lines if file else ()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many lines are shown."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many columns the layout has."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The layout's own headings across, the number of the line in the file down."""
        if orientation == Qt.Orientation.Vertical:
            return self._number(section, role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._headings[section]
        return None

    def _number(self, section: int, role: int) -> object:
        """The line's number; a late one carries a sign and says what it means."""
        late = section < len(self._lines) and self._lines[section].late
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{section + 1} ◂" if late else str(section + 1)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) and late:
            return _("Dated in an earlier month whose file had already gone out")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The cell as it will be written."""
        line = self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = line.cells[index.column()] if index.column() < len(line.cells) else ""
            if role == Qt.ItemDataRole.ToolTipRole and line.late:
                return _(
                    "{text}\nDated in an earlier month whose file had already gone out; "
                    "it goes with this one under its own date."
                ).format(text=text)
            return text
        return None


class Missing(QAbstractTableModel):
    """Referrals that the month's file lacks something for."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._items: tuple[NotReady, ...] = ()

    def show_items(self, items: tuple[NotReady, ...]) -> None:
        """Replace the list."""
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def item_at(self, row: int) -> NotReady | None:
        """The item of a row."""
        return self._items[row] if 0 <= row < len(self._items) else None

    def row_of(self, referral_id: str) -> int:
        """The row of a referral, -1 when it is settled."""
        for row, item in enumerate(self._items):
            if item.referral_id == referral_id:
                return row
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many are missing something."""
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Member, service, what is missing."""
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Column headings."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (_("Member"), _("Service"), _("What is missing"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The cell."""
        item = self._items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (item.member_name, item.service.short, item.reason)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _("{name}, {service}: {reason}").format(
                name=item.member_name, service=item.service.value, reason=item.reason
            )
        return None


class FilesMade(FileList):
    """The status files made so far, newest first."""

    HEADINGS = (N_("Month"), N_("Plan"), N_("State"), N_("File"), N_("Rows"), N_("SHA-256"))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The cell; the hash is shortened, whole in the tool tip."""
        item = self._files[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 4:
            return RIGHT
        if role == TAG_ROLE and index.column() == 2:
            return STATE_TAG.get(item.state, ("neutral", "dot"))
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 5:
            return item.sha256
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        name = item.file.replace("\\", "/").rpartition("/")[2]
        return (
            item.period,
            item.plan,
            state_word(item.state),
            name,
            str(item.rows),
            item.sha256[:12],
        )[index.column()]
