"""Giving one member to somebody: whom it suits, why, and what stands against it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.assignment import Suggested, Suggestion
from navigator_app.domain.housing_rows import Written
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import assignment, assignment_suggest
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models.words import isolated
from ui.widgets.asking_dialog import choice_field, choose, note_field
from ui.widgets.kept_form import KeptDialog, Work
from ui.widgets.text import Body


def undo_assignment(written: Written, ws: Workspace) -> Changes:
    """Give them back, on the store's thread."""
    return assignment.undo(ws, written)


def _read(member_id: str, ws: Workspace) -> Suggested:
    return assignment_suggest.one(ws, member_id)


def _give(
    member_id: str, to: str, expects: str, why: str, override: str, ws: Workspace
) -> Written:  # fmt: skip
    return assignment.give(ws, member_id, to, expects=expects, why=why, override=override)


class AssignForm(KeptDialog):
    """To whom, with what speaks for it beneath; a reason where a limit is passed; a word."""

    def __init__(
        self, context: Context, about: object, first: Mapping[str, str], parent: QWidget | None
    ) -> None:
        """`about` is whose form it is; `first` stands above the people who can be chosen."""
        super().__init__(context, about, _("Assign"), _("Assign"), parent)
        self.to = choice_field(first)
        self.because = Body("")
        self.add("to", _("To"), self.to)
        hint = _("Only a supervisor passes leave or a limit; the reason is kept.")
        self.add("override", _("Why all the same"), QLineEdit(), hint)
        self.add("why", _("A word for them (optional)"), note_field())
        self.fields["override"].hide()
        to, *rest = self.rows()
        self.assemble([to, self.because, *rest], 600, 560)

    def offer(self, row: Suggestion) -> None:
        """Let this person be chosen, too."""
        text = _("{name} · carries {load}").format(name=isolated(row.name), load=row.load)
        self.to.addItem(text, row.user_id)


class AssignDialog(AssignForm):
    """The form: the best is chosen, with the reasons beneath."""

    draft_key = "assign"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id."""
        self._id = str(about or "")
        self._found: Suggested | None = None
        super().__init__(context, self._id, {}, parent)
        self.to.currentIndexChanged.connect(self._tell)
        self.ask(partial(_read, self._id), self._show)

    def work(self) -> Work:
        """Give them."""
        chosen = self._chosen()
        if chosen is None or self._found is None:
            raise InputRejected("to", _("Choose who takes the member."))
        override = self.words("override") if chosen.refusal else ""
        return partial(
            _give, self._id, chosen.user_id, self._found.navigator_id, self.words("why"), override
        )

    def refused(self, error: BaseException) -> None:
        """Where somebody else was quicker, say whose the member is by now."""
        super().refused(error)
        if isinstance(error, InputRejected) and error.field == "member":
            self.ask(partial(_read, self._id), self._show_again)

    def _show(self, found: Suggested) -> None:
        self._fill_in(found)
        self.show_known()
        self._tell()

    def _show_again(self, found: Suggested) -> None:
        """What was chosen and typed stays."""
        chosen = self.words("to")
        self._fill_in(found)
        choose(self.to, chosen)
        self._tell()
        self.save_button.setEnabled(True)
        self.context.tasks.announce(Changes(members=frozenset({self._id}), team=True))

    def _fill_in(self, found: Suggested) -> None:
        self._found = found
        now = found.navigator or _("nobody")
        self.whose.setText(
            _("{member} · now with {name}").format(member=isolated(found.member), name=now)
        )
        self.to.clear()
        for row in found.rows:  # the best first
            self.offer(row)
        if found.rows:
            self.to.setCurrentIndex(0)

    def _chosen(self) -> Suggestion | None:
        rows = self._found.rows if self._found else ()
        return next((row for row in rows if row.user_id == self.words("to")), None)

    @Slot()
    def _tell(self) -> None:
        """Reasons of who is chosen, and what stands against it."""
        chosen = self._chosen()
        if chosen is None:
            self.because.setText(_("Nobody else carries a caseload here."))
            return
        said = [chosen.refusal] if chosen.refusal else []
        self.because.setText("\n".join(f"• {one}" for one in (*said, *chosen.reasons)))
        self.fields["override"].setVisible(chosen.passable)

    def _written(self, written: Written) -> None:
        chosen = self._chosen()
        name = isolated(chosen.name) if chosen else ""
        back = TakeBack(self.context, partial(undo_assignment, written))
        said = _("{name} has this member now.").format(name=name)
        self.finish(written.changes, said, back)
