"""Add another program, an earlier service or housing facts of a member."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain.homelessness import Situation
from navigator_app.domain.records import Changes, MemberRow
from navigator_app.i18n import N_, _
from navigator_app.services import caseload, programs
from navigator_app.services.programs import ProgramDraft, UseDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.member_facts_forms import FactsForm, HousingForm, ProgramForm, UseForm
from ui.models import words
from ui.widgets.asking_dialog import AskingDialog
from ui.widgets.choice_row import Choice, ChoiceRow

PROGRAM, USE, HOUSING = "program", "use", "housing"
_SAID = {
    PROGRAM: N_("Program recorded"),
    USE: N_("Earlier service recorded"),
    HOUSING: N_("Housing facts recorded"),
}


def _read(member_id: str, ws: Workspace) -> MemberRow:
    return caseload.member_page(ws, member_id).member


def _add_program(draft: ProgramDraft, ws: Workspace) -> Changes:
    return programs.add_program(ws, draft)


def _add_use(draft: UseDraft, ws: Workspace) -> Changes:
    return programs.add_use(ws, draft)


def _add_housing(member_id: str, facts: Situation, note: str, ws: Workspace) -> Changes:
    return programs.add_housing(ws, member_id, facts, note)


class MemberFactsDialog(AskingDialog):
    """One of three forms, chosen at the top."""

    draft_key = "member_facts"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id, or [member id, kind]."""
        super().__init__(context, _("Add what is known"), _("Add"), parent)
        parts = list(about) if isinstance(about, list | tuple) else [about]
        self._member_id = str(parts[0])
        kind = str(parts[1]) if len(parts) > 1 else PROGRAM
        today = context.clock.today()
        self.kind = ChoiceRow(
            _("What is it"),
            [
                Choice(PROGRAM, _("Another program or stay"), "agency"),
                Choice(USE, _("An earlier service"), "history"),
                Choice(HOUSING, _("Where they live"), "home"),
            ],
        )
        self.program, self.use, self.housing = (
            ProgramForm(today),
            UseForm(today),
            HousingForm(today),
        )
        self.forms: dict[str, FactsForm] = {
            PROGRAM: self.program,
            USE: self.use,
            HOUSING: self.housing,
        }
        self.assemble([self.kind, *self.forms.values()], 680, 800)
        self.kind.chosen.connect(self._follow)
        # The row tells its values apart by identity: a word out of a draft is another object.
        self.kind.set_value(next((one for one in self.forms if one == kind), PROGRAM))
        self._follow()
        work = partial(_read, self._member_id)
        context.tasks.run(work, self._show_whose, owner=self, failed=self.refused)

    def open(self) -> None:
        """Show it beside the window, the choice in focus."""
        super().open()
        self.kind.take_focus()

    def draft(self) -> dict[str, object]:
        """What was filled in, with the kind; empty when nothing was."""
        kind = self.kind.value()
        kept = self.forms[kind].kept()
        return {"about": [self._member_id, kind], "kept": kept} if kept else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back into its form."""
        kept = payload.get("kept")
        if isinstance(kept, dict):
            texts = {str(key): str(value) for key, value in kept.items()}
            self.forms[self.kind.value()].put_back(texts)

    def save(self) -> None:
        """Add it."""
        kind = self.kind.value()
        if kind == PROGRAM:
            self.write(partial(_add_program, self.program.value(self._member_id)), self._written)
        elif kind == USE:
            self.write(partial(_add_use, self.use.value(self._member_id)), self._written)
        else:
            note = self.housing.note.toPlainText()
            work = partial(_add_housing, self._member_id, self.housing.value(), note)
            self.write(work, self._written)

    @Slot()
    def _follow(self) -> None:
        for kind, form in self.forms.items():
            form.setVisible(kind == self.kind.value())
        self.fields = self.forms[self.kind.value()].fields

    def _show_whose(self, member: MemberRow) -> None:
        self.whose.setText(words.member_name(member))

    def _written(self, changes: Changes) -> None:
        self.finish(changes, _(_SAID[self.kind.value()]))
