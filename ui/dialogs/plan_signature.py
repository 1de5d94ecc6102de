"""Record who put a name under a support plan, how and when."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.support_plan import PlanState
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import support_plan, support_plan_moves
from navigator_app.services.support_plan import PlanPage, Saved
from navigator_app.services.support_plan_moves import SignatureDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.plan_moves import say_done
from ui.models import plan_words, words
from ui.widgets.asking_dialog import AskingDialog, choice_field, choose, day_field, day_of, set_day
from ui.widgets.fields import LabelledField
from ui.widgets.text import Small


def _read(member_id: str, plan_id: str, ws: Workspace) -> tuple[PlanPage, str]:
    return support_plan.page(ws, member_id, plan_id), ws.user.name


def _sign(plan_id: str, draft: SignatureDraft, ws: Workspace) -> Saved:
    return support_plan_moves.sign(ws, plan_id, draft)


class PlanSignatureDialog(AskingDialog):
    """Who, the name, how, the day, and who heard it when it was spoken."""

    draft_key = "plan_signature"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is [member id, plan id]."""
        super().__init__(context, _("Record a signature"), _("Record"), parent)
        self._about = [*(str(one) for one in cast(list[object], about)), "", ""][:2]
        self._names: dict[str, str] = {}
        self._typed = False
        self.role = choice_field({key: _(text) for key, text in plan_words.ROLES.items()})
        self.how = choice_field({key: _(text) for key, text in plan_words.HOW.items()})
        self.name, self.witness = QLineEdit(), QLineEdit()
        self.on = day_field(context.clock.today())
        self.fields = {
            "role": LabelledField(_("Who signs"), self.role),
            "name": LabelledField(_("Name"), self.name),
            "how": LabelledField(_("How"), self.how),
            "witness": LabelledField(_("Who heard it"), self.witness),
            "on": LabelledField(_("Signed on"), self.on),
        }
        text = _("With the member’s and the navigator’s signature the version is locked.")
        self.assemble([*self.fields.values(), Small(text)], 560, 640)
        self.role.activated.connect(self._offer_name)
        self.how.currentIndexChanged.connect(self._follow)
        self.name.textEdited.connect(self._note_typing)
        self._follow()
        work = partial(_read, self._about[0], self._about[1])
        context.tasks.run(work, self._show, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """What was typed, once something was."""
        if not self._typed and not self.witness.text():
            return {}
        return {
            "about": self._about,
            "role": str(self.role.currentData()),
            "name": self.name.text(),
            "how": str(self.how.currentData()),
            "witness": self.witness.text(),
            "on": day_of(self.on).isoformat(),
        }

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back."""
        self._typed = True
        choose(self.role, str(payload.get("role", "")))
        choose(self.how, str(payload.get("how", "")))
        self.name.setText(str(payload.get("name", "")))
        self.witness.setText(str(payload.get("witness", "")))
        set_day(self.on, str(payload.get("on", "")))

    def save(self) -> None:
        """Record it."""
        draft = SignatureDraft(
            role=str(self.role.currentData()),
            name=self.name.text(),
            how=str(self.how.currentData()),
            on=day_of(self.on),
            witness=self.witness.text(),
        )
        self.write(partial(_sign, self._about[1], draft), self._saved)

    def refused(self, error: BaseException) -> None:
        """A place of the plan that is empty stands beside the buttons, with its words."""
        if isinstance(error, InputRejected) and error.field not in self.fields:
            self.ready()
            self.problem.show_error(str(error))
        else:
            super().refused(error)

    def _show(self, read: tuple[PlanPage, str]) -> None:
        page, user = read
        self.whose.setText(words.isolated(page.member_name))
        self._names = {"member": page.member_name, "navigator": user}
        roles = {row.role for row in page.plan.signatures} if page.plan else set()
        if not self._typed and roles & {"member", "guardian"}:
            choose(self.role, "navigator")
        self._offer_name()

    @Slot()
    def _offer_name(self) -> None:
        if not self._typed:
            self.name.setText(self._names.get(str(self.role.currentData()), ""))

    @Slot()
    def _follow(self) -> None:
        self.fields["witness"].setVisible(self.how.currentData() == "verbal")

    @Slot()
    def _note_typing(self) -> None:
        self._typed = True

    def _saved(self, saved: Saved) -> None:
        work = partial(_read, self._about[0], self._about[1])
        self._done = saved
        self.context.tasks.run(work, self._say, owner=self, failed=self.refused)

    def _say(self, read: tuple[PlanPage, str]) -> None:
        plan = read[0].plan
        signed = plan is not None and plan.state is PlanState.SIGNED
        self.accept()
        if signed:
            self.context.tasks.announce(self._done.changes)
            self.context.ways.notice.emit(_("Signed by both. The version is locked."), None)
        else:
            say_done(self.context, _("Signature recorded."), self._done, self._about[0])
