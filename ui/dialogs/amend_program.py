"""Amend another program of a member, or write down that it has ended."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from navigator_app.domain.guard_rows import ProgramRow
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import programs
from navigator_app.services.programs import ProgramDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.member_facts_forms import Kept, ProgramForm
from ui.models import guard_words
from ui.widgets.asking_dialog import AskingDialog


def _read(program_id: str, ws: Workspace) -> ProgramRow:
    return programs.one(ws, program_id)


def _amend(program_id: str, draft: ProgramDraft, ws: Workspace) -> Changes:
    return programs.amend_program(ws, program_id, draft)


class AmendProgramDialog(AskingDialog):
    """The form of a program, filled with what is known of it."""

    draft_key = "amend_program"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the id of the program."""
        super().__init__(context, _("End or amend a program"), _("Save"), parent)
        self._program_id = str(about)
        self._known: ProgramRow | None = None
        self._as_known: Kept = {}
        self._typed: Kept = {}
        self.form = ProgramForm(context.clock.today())
        self.fields = self.form.fields
        self.assemble([self.form], 640, 760)
        self.save_button.setEnabled(False)
        work = partial(_read, self._program_id)
        context.tasks.run(work, self._show_program, owner=self, failed=self._unknown)

    def draft(self) -> dict[str, object]:
        """What was changed; empty while it stands as it is known."""
        kept = self.form.kept() if self._known is not None else self._typed
        if not kept or kept == self._as_known:
            return {}
        return {"about": self._program_id, "kept": kept}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back, over what is known."""
        kept = payload.get("kept")
        if isinstance(kept, dict):
            self._typed = {str(key): str(value) for key, value in kept.items()}
            if self._known is not None:
                self._put_back()

    def save(self) -> None:
        """Write it."""
        if self._known is not None:
            draft = self.form.value(self._known.member_id)
            self.write(partial(_amend, self._program_id, draft), self._written)

    def _show_program(self, row: ProgramRow) -> None:
        self._known = row
        self.whose.setText(guard_words.program_line(row))
        self.form.put_back(_kept(row))
        self._as_known = self.form.kept()
        self._put_back()
        self.save_button.setEnabled(True)

    def _put_back(self) -> None:
        if not self._typed:
            return
        for key, day in (("starts_on", self.form.starts), ("ends_on", self.form.ends)):
            day.box.setChecked(key in self._typed)
        for key in ("provider", "note", "amount"):
            self._typed.setdefault(key, "")
        self.form.put_back(self._typed)

    def _unknown(self, error: BaseException) -> None:
        self.refused(error)
        self.save_button.setEnabled(False)

    def _written(self, changes: Changes) -> None:
        self.finish(changes, _("Program amended"))


def _kept(row: ProgramRow) -> Kept:
    """What is known, as the form keeps it."""
    return {
        "program": row.program.slug,
        "starts_on": row.starts_on.isoformat() if row.starts_on else "",
        "ends_on": row.ends_on.isoformat() if row.ends_on else "",
        "amount": f"{row.amount:g}" if row.amount is not None else "",
        "provider": row.provider,
        "note": row.note,
    }
