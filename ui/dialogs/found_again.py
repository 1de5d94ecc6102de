"""Somebody whose service ended was found again: a new loop for the same need."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import discontinue
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.widgets.asking_dialog import AskingDialog, day_field, day_of, note_field, set_day
from ui.widgets.fields import LabelledField


def _reengage(ending_id: str, day: date, note: str, ws: Workspace) -> tuple[str, Changes]:
    return discontinue.reengage(ws, ending_id, day, note)


class FoundAgainDialog(AskingDialog):
    """The day the member was found and willing, and where."""

    draft_key = "found_again"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the id of the ending."""
        super().__init__(context, _("Found again"), _("Start again"), parent)
        self._ending_id = str(about)
        self.whose.setText(
            _("A new referral for the same service begins, linked to the one that ended. The plan "
              "has to authorize it again.")
        )  # fmt: skip
        self.on, self.note = day_field(context.clock.today()), note_field()
        self.fields = {
            "on": LabelledField(_("Found and willing on"), self.on),
            "note": LabelledField(_("Where and how (optional, stays here)"), self.note),
        }
        self.assemble(list(self.fields.values()), 560, 420)

    def draft(self) -> dict[str, object]:
        """What was typed; empty when nothing was."""
        note = self.note.toPlainText()
        day = day_of(self.on).isoformat()
        return {"about": self._ending_id, "on": day, "note": note} if note else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back."""
        set_day(self.on, str(payload.get("on", "")))
        self.note.setPlainText(str(payload.get("note", "")))

    def save(self) -> None:
        """Start the new loop."""
        work = partial(_reengage, self._ending_id, day_of(self.on), self.note.toPlainText())
        self.write(work, self._written)

    def _written(self, result: tuple[str, Changes]) -> None:
        self.finish(result[1], _("Found again: a new referral has begun"))
