"""A member's name, CIN and date of birth, put right with a reason."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import corrections, member_identity
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import words
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import KeptDialog, Work
from ui.widgets.text import Small

Written = tuple[str, Changes]


def _read(member_id: str, ws: Workspace) -> NewMember:
    return member_identity.known(ws, member_id)


def _correct(member_id: str, fixed: NewMember, why: str, ws: Workspace) -> Written:
    return member_identity.correct(ws, member_id, fixed, why)


def _undo(correction_id: str, ws: Workspace) -> Changes:
    return member_identity.undo(ws, correction_id)


class CorrectMemberDialog(KeptDialog):
    """The form, filled with what stands."""

    draft_key = "correct_member"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id."""
        self._member_id = str(about or "")
        super().__init__(
            context, self._member_id, _("Put name, CIN or birth date right"), _("Put right"), parent
        )
        why = QLineEdit()
        why.setMaxLength(corrections.LONGEST)
        self.add("first_name", _("First name"), QLineEdit())
        self.add("last_name", _("Last name"), QLineEdit())
        self.add("date_of_birth", _("Date of birth"), DayField(context.clock.today()))
        self.add("cin", _("Medi-Cal CIN"), QLineEdit(), _("Eight digits and a letter."))
        hint = _("It is kept with your name, beside what stood there before.")
        self.add("why", _("Why it is put right"), why, hint)
        said = Small(
            _("Write it as the plan has it. Where the plan’s next file says otherwise, its review "
              "shows the difference.")
        )  # fmt: skip
        pairs = (("first_name", "last_name"), ("date_of_birth", "cin"))
        self.assemble([*self.rows(*pairs), said], 620, 620)
        self.ask(partial(_read, self._member_id), self._show)

    def work(self) -> Work:
        """Write it."""
        fixed = NewMember(
            first_name=self.words("first_name"),
            last_name=self.words("last_name"),
            date_of_birth=self.needed_day("date_of_birth").isoformat(),
            cin=self.words("cin"),
        )
        return partial(_correct, self._member_id, fixed, self.words("why"))

    def _show(self, read: NewMember) -> None:
        self.whose.setText(words.isolated(f"{read.first_name} {read.last_name}"))
        self.show_known(
            {
                "first_name": read.first_name,
                "last_name": read.last_name,
                "date_of_birth": read.date_of_birth,
                "cin": read.cin,
            }
        )

    def _written(self, written: Written) -> None:
        key, changes = written
        back = TakeBack(self.context, partial(_undo, key))
        self.finish(changes, _("It is put right; what stood there before is kept."), back)
