"""The records that went into a member's, and the way to take them apart again."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.identifiers import NO_CIN
from navigator_app.domain.merging import MergeRow
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import duplicates
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import words
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card
from ui.widgets.text import Body, Small


def _read(member_id: str, ws: Workspace) -> tuple[str, list[MergeRow]]:
    return member_id, duplicates.merges(ws, member_id)


def _unmerge(merge_id: str, ws: Workspace) -> Changes:
    return duplicates.unmerge(ws, merge_id)


class _Apart(PlainButton):
    """Takes one merge back."""

    def __init__(self, row: MergeRow) -> None:
        super().__init__(_("Take apart again"), "back")
        self.row = row
        self.setAccessibleName(_("Take {name} apart again").format(name=row.name))


class MergedCard(Card):
    """Hidden unless a record went into this one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(_("Also on record as"), parent)
        self._context = context
        self._member_id = ""
        self._rows: QWidget | None = None
        self.buttons: list[_Apart] = []
        self.hide()

    def show_member(self, member_id: str) -> None:
        """Read what went into this member."""
        self._member_id = member_id
        self._context.tasks.run(
            partial(_read, member_id), self._show, owner=self, failed=self._context.show_refusal
        )

    def _show(self, answer: tuple[str, list[MergeRow]]) -> None:
        member_id, rows = answer
        if member_id != self._member_id:
            return
        if self._rows is not None:
            self.column.removeWidget(self._rows)
            self._rows.hide()
            self._rows.deleteLater()
        self.buttons = []
        self._rows = QWidget()
        column = QVBoxLayout(self._rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S8)
        for row in rows:
            cin = _("no CIN yet") if row.cin.startswith(NO_CIN) else row.cin
            column.addWidget(Body(f"{words.isolated(row.name)} · {cin}"))
            said = _("Made one by {who}").format(who=row.by or "–")
            column.addWidget(Small(f"{said} · {row.reason}" if row.reason else said))
            button = _Apart(row)
            button.clicked.connect(self._take_apart)
            self.buttons.append(button)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._rows)
        self.setVisible(bool(rows))

    @Slot()
    def _take_apart(self) -> None:
        button = self.sender()
        if isinstance(button, _Apart):
            self._context.tasks.run(
                partial(_unmerge, button.row.id),
                self._apart,
                owner=self,
                failed=self._context.show_refusal,
            )

    def _apart(self, changes: Changes) -> None:
        self._context.tasks.announce(changes)
        said = _("Two records again; what was recorded since stays here.")
        self._context.ways.notice.emit(said, None)
