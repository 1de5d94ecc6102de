"""A comment beside a part of the support plan, or the words with which it is returned."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from navigator_app.i18n import _
from navigator_app.services import support_plan, support_plan_moves
from navigator_app.services.support_plan import PlanPage, Saved
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.plan_moves import say_done
from ui.models import words
from ui.widgets.asking_dialog import AskingDialog, note_field
from ui.widgets.fields import LabelledField

RETURN = "return"
"""In the place of a part: the whole version is given back."""


def _read(member_id: str, plan_id: str, ws: Workspace) -> PlanPage:
    return support_plan.page(ws, member_id, plan_id)


def _comment(plan_id: str, about: str, text: str, ws: Workspace) -> Saved:
    if about == RETURN:
        return support_plan_moves.return_with(ws, plan_id, text)
    return support_plan_moves.comment(ws, plan_id, text, about)


class PlanCommentDialog(AskingDialog):
    """What is said, and where."""

    draft_key = "plan_comment"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is [member id, plan id, place], the place "return" to give it back."""
        self._about = [*(str(one) for one in cast(list[object], about)), "", "", ""][:3]
        back = self._about[2] == RETURN
        title = _("Return with comments") if back else _("Comment")
        super().__init__(context, title, title, parent)
        self.text: QPlainTextEdit = note_field()
        hint = _("What is to be changed, so that it can be approved.") if back else ""
        self.fields["comment"] = LabelledField(_("Your comment"), self.text, hint)
        self.assemble([self.fields["comment"]], 560, 340)
        work = partial(_read, self._about[0], self._about[1])
        context.tasks.run(work, self._show, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """What was typed."""
        text = self.text.toPlainText()
        return {"about": self._about, "text": text} if text.strip() else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back."""
        self.text.setPlainText(str(payload.get("text", "")))

    def save(self) -> None:
        """Keep it."""
        work = partial(_comment, self._about[1], self._about[2], self.text.toPlainText())
        self.write(work, self._saved)

    def _show(self, page: PlanPage) -> None:
        field = page.form.field(self._about[2])
        barrier = page.plan.barrier(self._about[2]) if page.plan else None
        where = _(field.label) if field else barrier.barrier if barrier else ""
        parts = [words.isolated(page.member_name), words.isolated(where)]
        self.whose.setText(" · ".join(part for part in parts if part))

    def _saved(self, saved: Saved) -> None:
        self.accept()
        text = _("Returned with comments.") if self._about[2] == RETURN else _("Comment kept.")
        say_done(self.context, text, saved, self._about[0])
