"""Pass a limit with a reason, which stays in the journal with one's name."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from navigator_app.domain.guard_rows import GuardRow, WhoseRow
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import guards
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import guard_words, words
from ui.widgets.asking_dialog import AskingDialog, note_field
from ui.widgets.fields import LabelledField
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Small, Strong


def _read(referral_id: str, rule_id: str, ws: Workspace) -> tuple[GuardRow, WhoseRow]:
    return guards.speaking(ws, referral_id, rule_id), guards.whose(ws, referral_id)


def _override(referral_id: str, rule_id: str, reason: str, ws: Workspace) -> Changes:
    return guards.override(ws, referral_id, rule_id, reason)


class OverrideGuardDialog(AskingDialog):
    """What stops, why, where it is written, and the reason to go on."""

    draft_key = "override_guard"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is [referral id, rule id]."""
        super().__init__(context, _("Pass a limit"), _("Pass with this reason"), parent)
        parts = about if isinstance(about, list | tuple) and len(about) == 2 else ("", "")
        self._referral_id, self._rule_id = (str(part) for part in parts)
        self.pill, self.title = StatusPill(), Strong("")
        self.why, self.source = Body(""), Small("")
        self.reason = note_field()
        hint = _("Who agreed to it, when and why. It is kept with your name and the day.")
        self.fields["reason"] = LabelledField(_("Reason"), self.reason, hint)
        self.assemble(
            [self.pill, self.title, self.why, self.source, self.fields["reason"]], 600, 480
        )
        work = partial(_read, self._referral_id, self._rule_id)
        context.tasks.run(work, self._show, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """The reason, with what it is about; empty when nothing was typed."""
        text = self.reason.toPlainText()
        return {"about": [self._referral_id, self._rule_id], "reason": text} if text else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put the reason back."""
        self.reason.setPlainText(str(payload.get("reason", "")))

    def save(self) -> None:
        """Write the override."""
        reason = self.reason.toPlainText()
        self.write(partial(_override, self._referral_id, self._rule_id, reason), self._written)

    def _show(self, read: tuple[GuardRow, WhoseRow]) -> None:
        row, whose = read
        self.pill.show_state(*guard_words.verdict(row))
        self.title.setText(guard_words.title(row))
        self.why.setText(guard_words.told(row.result.why))
        self.source.setText(guard_words.source(row))
        self.whose.setText(
            _("{name} · {service} · {plan}").format(
                name=words.isolated(whose.member),
                service=_(whose.service.value),
                plan=whose.plan_name,
            )
        )

    def _written(self, changes: Changes) -> None:
        self.finish(changes, _("Limit passed; the reason is kept"))
