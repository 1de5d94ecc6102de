"""No room: decline a referral and report the capacity, in one action."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QSpinBox, QWidget

from navigator_app.domain.guard_rows import CapacityRow, WhoseRow
from navigator_app.domain.records import Changes, ReferralRow
from navigator_app.i18n import _
from navigator_app.services import discontinue, guards
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import words
from ui.widgets.asking_dialog import AskingDialog, day_field, day_of, note_field, set_day
from ui.widgets.buttons import QuietButton
from ui.widgets.fields import LabelledField
from ui.widgets.flow import FlowLayout
from ui.widgets.optional_day import OptionalDay


def _decline(referral_id: str, given: dict[str, Any], ws: Workspace) -> Any:
    return discontinue.decline_full(ws, referral_id, **given)


def _whose(referral_id: str, ws: Workspace) -> WhoseRow:
    return guards.whose(ws, referral_id)


class DeclineFullDialog(AskingDialog):
    """The day, the slots that are left, and whether the plan has been told."""

    draft_key = "decline_full"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the referral's id."""
        super().__init__(context, _("Decline: no room"), _("Decline and report"), parent)
        self._referral_id = str(about)
        today = context.clock.today()
        self.on, self.own, self.note = day_field(today), QSpinBox(), note_field()
        self.own.setRange(0, 9999)
        self.told = OptionalDay(_("The plan has been told"), today)
        hint = _("Open slots for any member are reported as 0: otherwise there would be room.")
        self.fields = {
            "on": LabelledField(_("On which day"), self.on),
            "own_members": LabelledField(
                _("Open slots for members you refer yourselves"), self.own, hint
            ),
            "told_on": LabelledField(_("Capacity told to the plan"), self.told),
            "note": LabelledField(_("Note (optional, stays here)"), self.note),
        }
        self.others = QuietButton(_("Who else could serve"), "agency")
        self.others.clicked.connect(self._ask_others)
        beside = QWidget()
        FlowLayout(beside, theme.S8).addWidget(self.others)
        self.assemble([*self.fields.values(), beside], 600, 680)
        work = partial(_whose, self._referral_id)
        context.tasks.run(work, self._show_whose, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """What was filled in; empty when nothing was."""
        if not self.note.toPlainText() and not self.own.value():
            return {}
        return {
            "about": self._referral_id,
            "on": day_of(self.on).isoformat(),
            "own": self.own.value(),
            "told": self.told.text(),
            "note": self.note.toPlainText(),
        }

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back."""
        set_day(self.on, str(payload.get("on", "")))
        own = payload.get("own", 0)
        self.own.setValue(own if isinstance(own, int) else 0)
        self.told.choose(str(payload.get("told", "")))
        self.note.setPlainText(str(payload.get("note", "")))

    def save(self) -> None:
        """Decline and report, both or neither."""
        given = {
            "on": day_of(self.on),
            "own_members": self.own.value(),
            "told_on": self.told.day(),
            "note": self.note.toPlainText(),
        }
        self.write(partial(_decline, self._referral_id, given), self._written)

    @Slot()
    def _ask_others(self) -> None:
        self.context.ways.ask.emit("choose_provider", self._referral_id)

    def _show_whose(self, whose: WhoseRow) -> None:
        self.whose.setText(
            _("{name} · {service} · {plan}").format(
                name=words.isolated(whose.member),
                service=_(whose.service.value),
                plan=whose.plan_name,
            )
        )

    def _written(self, result: tuple[ReferralRow, CapacityRow, Changes]) -> None:
        _row, report, changes = result
        said = _("Declined, and no open slot reported.")
        if report.told is None and report.due is not None:
            said = _("Declined. Tell the plan of your capacity by {day} ({source}).").format(
                day=words.day(report.due), source=report.source
            )
        self.finish(changes, said)
