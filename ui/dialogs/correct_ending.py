"""Put the end of a service right: its reason, its day, who was told, or that it never was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain.corrections import ENDING
from navigator_app.domain.ending import EndReason
from navigator_app.domain.guard_rows import EndingRow, WhoseRow
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import correct_ending, discontinue, guards
from navigator_app.services.discontinue import Ending
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.correcting import CorrectingDialog, Written
from ui.models import guard_words, words
from ui.widgets.asking_dialog import choice_field, day_field, day_of, note_field
from ui.widgets.fields import LabelledField
from ui.widgets.optional_day import OptionalDay

_JUDGED = (EndReason.UNRESPONSIVE.slug, EndReason.INCARCERATED.slug)
"""Reasons that a limit can stand against."""


@dataclass(frozen=True, slots=True)
class _Read:
    row: EndingRow
    whose: WhoseRow
    reasons: tuple[EndReason, ...]


def _read(ending_id: str, ws: Workspace) -> _Read:
    row = discontinue.ending(ws, ending_id)
    return _Read(row, guards.whose(ws, row.referral_id), discontinue.reasons(ws, row.referral_id))


def _correct(ending_id: str, fixed: Ending, why: str, ws: Workspace) -> Written:
    return correct_ending.correct(ws, ending_id, fixed, why)


def _take_back(ending_id: str, why: str, ws: Workspace) -> Written:
    return correct_ending.take_back(ws, ending_id, why)


def _undo(correction_id: str, ws: Workspace) -> Changes:
    return correct_ending.undo(ws, correction_id)


class CorrectEndingDialog(CorrectingDialog):
    """The form of an ending, filled with what stands."""

    draft_key = "correct_ending"
    table = ENDING

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the id of the ending."""
        super().__init__(context, about, _("Put an ending right"), parent)
        self._row: EndingRow | None = None
        today = context.clock.today()
        self.reason, self.on = choice_field({}), day_field(today)
        self.plan_told = OptionalDay(_("The plan has been told"), today)
        self.team_told = OptionalDay(_("The care team has been told"), today)
        self.note, self.override = note_field(), note_field()
        self.fields = {
            "reason": LabelledField(_("Why the service ends"), self.reason),
            "on": LabelledField(_("Last day of the service"), self.on),
            "plan_told_on": LabelledField(_("Plan"), self.plan_told),
            "team_told_on": LabelledField(_("Care team"), self.team_told),
            "note": LabelledField(_("Note (optional, stays here)"), self.note),
            "override": LabelledField(
                _("Reason to go on where a limit stands against it"),
                self.override,
                _("It is kept with your name."),
            ),
        }
        self.finish_fields(860)
        self.reason.currentIndexChanged.connect(self._follow_reason)
        work = partial(_read, self.record_id)
        context.tasks.run(work, self._show_ending, owner=self, failed=self.unknown)

    def corrected(self) -> Callable[[Workspace], Written] | None:
        """The ending as it should have been."""
        if self._row is None:
            return None
        fixed = Ending(
            referral_id=self._row.referral_id,
            reason=EndReason.from_slug(str(self.reason.currentData())),
            on=day_of(self.on),
            note=self.note.toPlainText(),
            plan_told_on=self.plan_told.day(),
            team_told_on=self.team_told.day(),
            override=self.override.toPlainText(),
        )
        return partial(_correct, self.record_id, fixed, self.why.text())

    def taken_back(self) -> Callable[[Workspace], Written]:
        """The ending goes, and the loop that it closed opens again."""
        return partial(_take_back, self.record_id, self.why.text())

    def undoing(self, correction_id: str) -> Callable[[Workspace], Changes]:
        """Its status goes back with it."""
        return partial(_undo, correction_id)

    def follow(self) -> None:
        """A reason that a limit can stand against asks why to go on."""
        self.fields["override"].setVisible(self.reason.currentData() in _JUDGED)

    @Slot()
    def _follow_reason(self) -> None:
        if not self.gone.isChecked():
            self.follow()

    def _show_ending(self, read: _Read) -> None:
        self._row = row = read.row
        for reason in dict.fromkeys((row.reason, *read.reasons)):
            self.reason.addItem(guard_words.reason(reason), reason.slug)
        known = {
            "reason": row.reason.slug,
            "on": row.on.isoformat(),
            "plan_told_on": row.plan_told.isoformat() if row.plan_told else "",
            "team_told_on": row.team_told.isoformat() if row.team_told else "",
            "note": row.note,
            "override": "",
        }
        name = words.isolated(read.whose.member)
        self.show_known(f"{name} · {_(read.whose.service.value)} · {read.whose.plan_name}", known)
        self._follow_reason()
