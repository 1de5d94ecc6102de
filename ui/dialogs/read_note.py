"""Everything that was written of one thing, to be read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from navigator_app.domain.timeline import TimelineRow
from navigator_app.i18n import _
from navigator_app.services import timeline
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models.timeline_entries import when_words
from ui.models.words import isolated
from ui.widgets.asking_dialog import AskingDialog


def _read(kind: str, record_id: str, what: str, ws: Workspace) -> TimelineRow:
    return timeline.whole(ws, kind, record_id, what)


class ReadNoteDialog(AskingDialog):
    """The dialog; nothing can be changed in it."""

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
        self.assemble([self.text], 720, 640)
        self.cancel_button.hide()
        work = partial(_read, kind, record_id, what)
        context.tasks.run(work, self._show, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """Nothing is typed here."""
        return {}

    def save(self) -> None:
        """The button closes."""
        self.accept()

    def _show(self, row: TimelineRow) -> None:
        self.heading.setText(isolated(row.title))
        self.whose.setText(" · ".join(
            part for part in (when_words(row, self.context.clock), isolated(row.by)) if part
        ))  # fmt: skip
        self.text.setPlainText(row.body)
        self.text.setFocus()
