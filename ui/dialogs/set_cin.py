"""The CIN of a member who was taken in without one."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.records import Changes, MemberRow
from navigator_app.i18n import _
from navigator_app.services import caseload, intake
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import words
from ui.widgets.asking_dialog import AskingDialog
from ui.widgets.fields import LabelledField


def _read(member_id: str, ws: Workspace) -> MemberRow:
    return caseload.member_page(ws, member_id).member


def _set(member_id: str, number: str, ws: Workspace) -> Changes:
    return intake.set_cin(ws, member_id, number)


def _forget(member_id: str, was: str, ws: Workspace) -> Changes:
    return intake.forget_cin(ws, member_id, was)


class SetCinDialog(AskingDialog):
    """One number, checked before it is kept."""

    draft_key = "set_cin"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id."""
        super().__init__(context, _("Enter the CIN"), _("Save the CIN"), parent)
        self._member_id = str(about)
        self._was = ""
        self.number = QLineEdit()
        self.number.setMaxLength(20)
        self.number.setPlaceholderText(_("such as 90000001A"))
        hint = _("Eight digits and a letter, from the card, the portal or the plan.")
        self.fields = {"cin": LabelledField(_("Medi-Cal CIN"), self.number, hint)}
        self.assemble(list(self.fields.values()), 520, 340)
        self.number.returnPressed.connect(self.save)
        work = partial(_read, self._member_id)
        context.tasks.run(work, self._show_member, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """What was typed; empty when nothing was."""
        typed = self.number.text().strip()
        return {"about": self._member_id, "cin": typed} if typed else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back."""
        self.number.setText(str(payload.get("cin", "")))

    def save(self) -> None:
        """Keep the number."""
        self.write(partial(_set, self._member_id, self.number.text()), self._written)

    def _show_member(self, member: MemberRow) -> None:
        self._was = member.cin
        self.whose.setText(
            _("{name} · {plan}").format(name=words.member_name(member), plan=member.plan_name)
        )

    def _written(self, changes: Changes) -> None:
        back = TakeBack(self.context, partial(_forget, self._member_id, self._was))
        self.finish(changes, _("The CIN is kept"), back)
