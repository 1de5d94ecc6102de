"""A list of files that came in or went out, newest first: what both tables share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from navigator_app.i18n import _

Index = QModelIndex | QPersistentModelIndex
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ROWS = 4
"""The column of the number of rows, which stands to the right."""


class FileList(QAbstractTableModel):
    """Six columns, the fifth a number. A subclass says its headings and its cells."""

    HEADINGS: ClassVar[tuple[str, ...]] = ()  # marked for translation, translated when shown

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._files: tuple[Any, ...] = ()

    def show_files(self, files: Sequence[Any]) -> None:
        """Replace the list."""
        self.beginResetModel()
        self._files = tuple(files)
        self.endResetModel()

    def file_at(self, row: int) -> Any:
        """The file of a row, None outside the list."""
        return self._files[row] if 0 <= row < len(self._files) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many files."""
        return 0 if parent.isValid() else len(self._files)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many columns."""
        return 0 if parent.isValid() else len(self.HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Column headings."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section == ROWS:
            return RIGHT
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return _(self.HEADINGS[section])
