"""Why somebody reads on: outside the own caseload, or past what the role is shown."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.widgets.asking_dialog import AskingDialog, choice_field
from ui.widgets.fields import LabelledField
from ui.widgets.text import Body

OTHER = "other"


def _give(member_id: str, reason: str, glass: bool, ws: Workspace) -> Changes:
    from navigator_app.services import read_reasons

    return read_reasons.give(ws, member_id, reason, glass=glass)


class ReadReasonDialog(AskingDialog):
    """Asks once a day for a member of somebody else's caseload."""

    draft_key = "read_reason"
    glass = False

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id."""
        title, go, told = self._texts()
        super().__init__(context, title, go, parent)
        self._id, self._given = str(about or ""), False
        self.choice = choice_field(self._reasons())
        self.reason = QLineEdit()
        self.fields["choice"] = LabelledField(_("Why"), self.choice)
        self.fields["reason"] = LabelledField(_("In your words"), self.reason)
        self.assemble([Body(told), *self.fields.values()], 540, 420)
        self.reason.returnPressed.connect(self.save)

    def open(self) -> None:
        """Show it; several parts of a page may ask at the same moment, and once is enough."""
        owner = self.parentWidget()
        others = owner.findChildren(type(self)) if owner is not None else []
        if any(one is not self and one.isVisible() and one.about == self._id for one in others):
            self.close()  # never shown; closing deletes it
            return
        super().open()

    @property
    def about(self) -> str:
        """Whose record it is about."""
        return self._id

    def save(self) -> None:
        """Keep the reason and read on."""
        chosen = str(self.choice.currentData())
        words = self.reason.text().strip()
        if not chosen:
            self.show_error("choice", _("Choose why."))
            return
        if chosen == OTHER and not words:
            self.show_error("reason", _("Say why you need to read on."))
            return
        told = words if chosen == OTHER else self.choice.currentText()
        if words and chosen != OTHER:
            told = f"{told}: {words}"
        self.write(partial(_give, self._id, told, self.glass), self._written)

    def reject(self) -> None:
        """Not now: the page that cannot be read is left."""
        super().reject()
        if not self._given and not self.glass:
            self.context.ways.open_today.emit()

    def _written(self, changes: Changes) -> None:
        self._given = True
        self.finish(changes, self._said())
        if not self.glass:
            self.context.ways.open_member.emit(self._id)

    def _texts(self) -> tuple[str, str, str]:
        return (
            _("Why do you need this record?"),
            _("Read on"),
            _(
                "This member is in somebody else’s caseload. The reason holds until the end of "
                "today; it is kept, and a supervisor sees it."
            ),
        )

    def _said(self) -> str:
        return _("The reason was kept")

    def _reasons(self) -> dict[str, str]:
        return {
            "": _("Choose why"),
            "asked": _("The member called or came in"),
            "help": _("A colleague asked me to help"),
            "paper": _("A paper or a file of theirs to settle"),
            OTHER: _("Something else"),
        }


class BreakGlassDialog(ReadReasonDialog):
    """The same for what the role is not shown."""

    draft_key = "break_glass"
    glass = True

    def _texts(self) -> tuple[str, str, str]:
        return (
            _("Break the glass?"),
            _("Show it today"),
            _(
                "Your role is not shown all of this record. In an emergency you may read it "
                "until the end of today. Who looked, when and why goes to the supervisors."
            ),
        )

    def _said(self) -> str:
        return _("Shown until the end of today")

    def _reasons(self) -> dict[str, str]:
        return {
            "": _("Choose why"),
            "danger": _("Somebody is in danger"),
            "care": _("Emergency care, a hospital or a shelter asks"),
            OTHER: _("Something else"),
        }
