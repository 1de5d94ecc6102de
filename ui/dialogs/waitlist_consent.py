"""The plan's express consent to keep a referral waiting: who gave it, how and on which day."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.guard_rows import WhoseRow
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import guards
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import words
from ui.widgets.asking_dialog import AskingDialog, day_field, day_of, set_day
from ui.widgets.fields import LabelledField
from ui.widgets.text import Small


def _whose(referral_id: str, ws: Workspace) -> WhoseRow:
    return guards.whose(ws, referral_id)


def _let_wait(referral_id: str, by: str, how: str, on: date, ws: Workspace) -> Changes:
    return guards.let_wait(ws, referral_id, by, how, on)


class WaitlistConsentDialog(AskingDialog):
    """Without the consent nobody is kept waiting."""

    draft_key = "waitlist_consent"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the referral's id."""
        super().__init__(context, _("Plan’s consent to a waitlist"), _("Record consent"), parent)
        self._referral_id = str(about)
        self.by, self.how = QLineEdit(), QLineEdit()
        for line in (self.by, self.how):
            line.setMaxLength(200)
        self.how.setPlaceholderText(_("e-mail, phone, letter …"))
        self.on = day_field(context.clock.today())
        self.fields = {
            "by": LabelledField(_("Who at the plan gave it"), self.by),
            "how": LabelledField(_("How it was given"), self.how),
            "on": LabelledField(_("On which day"), self.on),
        }
        told = Small(_("The member waits, and the plan knows. It is kept with your name."))
        self.assemble([told, *self.fields.values()], 560, 480)
        work = partial(_whose, self._referral_id)
        context.tasks.run(work, self._show_whose, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """What was typed, with the referral it is about; empty when nothing was."""
        typed = {"by": self.by.text(), "how": self.how.text()}
        if not any(typed.values()):
            return {}
        return {"about": self._referral_id, "on": day_of(self.on).isoformat(), **typed}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back."""
        self.by.setText(str(payload.get("by", "")))
        self.how.setText(str(payload.get("how", "")))
        set_day(self.on, str(payload.get("on", "")))

    def save(self) -> None:
        """Record the consent."""
        by, how, on = self.by.text(), self.how.text(), day_of(self.on)
        self.write(partial(_let_wait, self._referral_id, by, how, on), self._written)

    def _show_whose(self, whose: WhoseRow) -> None:
        self.whose.setText(
            _("{name} · {service} · {plan}").format(
                name=words.isolated(whose.member),
                service=_(whose.service.value),
                plan=whose.plan_name,
            )
        )

    def _written(self, changes: Changes) -> None:
        self.finish(changes, _("The plan’s consent is recorded"))
