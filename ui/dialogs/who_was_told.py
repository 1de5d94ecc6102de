"""Who was told later that a service ended: the plan, those who care for the member."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from navigator_app.domain.guard_rows import EndingRow
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import discontinue
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import guard_words
from ui.widgets.asking_dialog import AskingDialog
from ui.widgets.fields import LabelledField
from ui.widgets.optional_day import OptionalDay


def _read(ending_id: str, ws: Workspace) -> EndingRow:
    return discontinue.ending(ws, ending_id)


def _tell(
    ending_id: str, plan_on: date | None, team_on: date | None, ws: Workspace
) -> tuple[EndingRow, Changes]:
    return discontinue.tell(ws, ending_id, plan_on=plan_on, team_on=team_on)


class WhoWasToldDialog(AskingDialog):
    """The days on which the plan and the care team heard of an ending."""

    draft_key = "who_was_told"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the id of the ending."""
        super().__init__(context, _("Who was told"), _("Record"), parent)
        self._ending_id = str(about)
        self._typed = False
        today = context.clock.today()
        self.plan_told = OptionalDay(_("The plan has been told"), today)
        self.team_told = OptionalDay(_("The care team has been told"), today)
        self.fields = {
            "plan_told_on": LabelledField(_("Plan"), self.plan_told),
            "team_told_on": LabelledField(
                _("Care team"), self.team_told, _("Such as the PCP and the ECM care manager.")
            ),
        }
        self.assemble(list(self.fields.values()), 560, 460)
        work = partial(_read, self._ending_id)
        context.tasks.run(work, self._show_ending, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """The days that were chosen; empty when none was."""
        plan, team = self.plan_told.text(), self.team_told.text()
        if not (plan or team):
            return {}
        return {"about": self._ending_id, "plan": plan, "team": team}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put them back."""
        self._typed = True
        self.plan_told.choose(str(payload.get("plan", "")))
        self.team_told.choose(str(payload.get("team", "")))

    def save(self) -> None:
        """Record the days, or say that none was chosen."""
        plan, team = self.plan_told.day(), self.team_told.day()
        if plan is None and team is None:
            self.show_error("plan_told_on", _("Choose who was told."))
            return
        self.write(partial(_tell, self._ending_id, plan, team), self._written)

    def _show_ending(self, row: EndingRow) -> None:
        self.whose.setText(guard_words.ending_line(row))
        if self._typed:
            return
        # Days that are known stand there to be mended, not asked for again.
        for field, day in ((self.plan_told, row.plan_told), (self.team_told, row.team_told)):
            if day is not None and not field.text():
                field.choose(day.isoformat())

    def _written(self, result: tuple[EndingRow, Changes]) -> None:
        self.finish(result[1], _("Recorded who was told"))
