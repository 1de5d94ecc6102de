"""Everything that was written of one thing, to be read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from navigator_app.domain.records import Changes
from navigator_app.domain.timeline import TimelineRow
from navigator_app.i18n import _
from navigator_app.services import part_2, timeline
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models.timeline_entries import when_words
from ui.models.words import isolated
from ui.widgets.asking_dialog import AskingDialog
from ui.widgets.part_2_box import Part2Box

_Read = tuple[TimelineRow, bool, bool]


def _read(kind: str, record_id: str, what: str, ws: Workspace) -> _Read:
    row = timeline.whole(ws, kind, record_id, what)
    mark = part_2.marked(ws, kind, record_id), part_2.settled(ws, kind, record_id)
    return row, *mark


def _mark(kind: str, record_id: str, on: bool, ws: Workspace) -> Changes:
    return part_2.mark(ws, kind, record_id, on)


class ReadNoteDialog(AskingDialog):
    """The dialog; nothing can be changed in it but the mark of substance-use records."""

    draft_key = "read_note"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the record's table, its id, and which of its days is meant."""
        super().__init__(context, _("Note"), _("Close"), parent)
        kind, record_id, what = cast(Sequence[str], about or ("", "", ""))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("What was written"))
        self.text.setFixedHeight(theme.px(420))
        self.mark = Part2Box()
        self.mark.setEnabled(False)
        self._record, self._marked = (kind, record_id), False
        self.assemble([self.text, self.mark], 720, 640)
        self.mark.clicked.connect(self._put)
        self.cancel_button.hide()
        work = partial(_read, kind, record_id, what)
        context.tasks.run(work, self._show, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """Nothing is typed here."""
        return {}

    def save(self) -> None:
        """The button closes."""
        self.accept()

    @Slot(bool)
    def _put(self, on: bool) -> None:
        self.write(partial(_mark, *self._record, on), self._is_put)

    def refused(self, error: BaseException) -> None:
        """The mark stands as it is on record."""
        super().refused(error)
        self.mark.setChecked(self._marked)

    def _is_put(self, changes: Changes) -> None:
        self.ready()
        self._marked = self.mark.isChecked()
        self.context.tasks.announce(changes)

    def _show(self, read: _Read) -> None:
        row, self._marked, settled = read
        self.mark.show_mark(self._marked, settled=settled)
        self.heading.setText(isolated(row.title))
        self.whose.setText(" · ".join(
            part for part in (when_words(row, self.context.clock), isolated(row.by)) if part
        ))  # fmt: skip
        self.text.setPlainText(row.body)
        self.text.setFocus()
