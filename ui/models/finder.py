"""The best few members for a few letters: one question at a time, the last one wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from navigator_app.domain.records import CaseloadRow
from navigator_app.i18n import _
from navigator_app.services import caseload
from navigator_app.services.workspace import Workspace
from ui.models import words
from ui.tasks import Tasks

FOUND_ROLE = Qt.ItemDataRole.UserRole
_NO_PARENT = QModelIndex()
_FEW = 6


@dataclass(frozen=True, slots=True)
class _Answer:
    text: str
    rows: list[CaseloadRow]


def _find(text: str, ws: Workspace) -> _Answer:
    return _Answer(text, caseload.find(ws, text, limit=_FEW))


class Finder(QAbstractListModel):
    """The members found.

    Signals:
        answered(str): the rows now belong to this text.
    """

    answered = Signal(str)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        """Start with nobody."""
        super().__init__(parent)
        self._tasks = tasks
        self._rows: list[CaseloadRow] = []
        self._wanted = ""
        self._shown = ""
        self._asking = False

    def look_for(self, text: str) -> None:
        """Find these letters; an answer to earlier ones is dropped."""
        self._wanted = text.strip()
        self._pump()

    def settled(self) -> bool:
        """True when the rows belong to the letters asked last."""
        return self._shown == self._wanted

    def row(self, place: int) -> CaseloadRow | None:
        """The member at a place, or None."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """How many were found."""
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Name, and what tells two people of one name apart."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == FOUND_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            alert = _("safety notice") if row.alert else ""
            parts = (words.member_name(row), words.goes_by(row), alert, apart(row))
            return ", ".join(part for part in parts if part)
        return None

    def _pump(self) -> None:
        if self._asking or self.settled():
            return
        if not self._wanted:
            self._take("", [])
            return
        self._asking = True
        self._tasks.run(partial(_find, self._wanted), self._answer, owner=self, failed=self._failed)

    def _answer(self, answer: _Answer) -> None:
        self._asking = False
        if answer.text == self._wanted:
            self._take(answer.text, answer.rows)
        self._pump()

    def _failed(self, error: BaseException) -> None:
        self._asking = False
        self._take(self._wanted, [])

    def _take(self, text: str, rows: Sequence[CaseloadRow]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self._shown = text
        self.endResetModel()
        self.answered.emit(text)


def apart(row: CaseloadRow) -> str:
    """CIN, date of birth and plan."""
    return f"{words.cin(row.cin)} · {words.day(row.date_of_birth)} · {row.plan}"
