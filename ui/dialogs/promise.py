"""A promise: what, to whom, by when; and saying that it will not be kept."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.people import PeoplePage
from navigator_app.i18n import _
from navigator_app.services import promises
from navigator_app.services.promises import PromiseDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import Work, iso
from ui.widgets.people_dialog import PeopleDialog


def _save(member_id: str, key: str, draft: PromiseDraft, ws: Workspace) -> Written:
    return promises.save(ws, member_id, draft, key)


def _drop(member_id: str, key: str, why: str, ws: Workspace) -> Written:
    return promises.drop(ws, member_id, key, why)


class PromiseDialog(PeopleDialog):
    """The form."""

    draft_key = "promise"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id, or [member, promise]."""
        super().__init__(context, about, _("Promise"), _("Save"), parent)
        self.add("what", _("What was promised"), QLineEdit())
        self.add("to_whom", _("To whom"), QLineEdit(), _("The member, a landlord, the plan …"))
        self.add("due", _("By when"), DayField(context.clock.today(), ahead=True))
        self.assemble(self.rows(), 580, 460)
        self.load()

    def known(self, page: PeoplePage) -> dict[str, str]:
        """The promise as written down."""
        row = next((one for one in page.promises if one.id == self.key), None)
        return {"what": row.what, "to_whom": row.to_whom, "due": iso(row.due)} if row else {}

    def work(self) -> Work:
        """Write it."""
        draft = PromiseDraft(self.words("what"), self.words("to_whom"), self.day("due"))
        return partial(_save, self.member_id, self.key, draft)

    def _written(self, written: Written) -> None:
        self.made(written, _("Promise kept on record"))


class DropPromiseDialog(PeopleDialog):
    """Saying that a promise will not be kept, and why."""

    draft_key = "drop_promise"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is [member, promise]."""
        super().__init__(context, about, _("It will not be kept"), _("Drop it"), parent)
        self.add("why", _("Why"), QLineEdit(), _("And who was told"))
        self.assemble(self.rows(), 560, 360)
        self.load()

    def known(self, page: PeoplePage) -> dict[str, str]:
        """Which promise it is."""
        row = next((one for one in page.promises if one.id == self.key), None)
        if row is not None:
            self.whose.setText(row.what)
        return {}

    def work(self) -> Work:
        """Write it."""
        return partial(_drop, self.member_id, self.key, self.words("why"))

    def _written(self, written: Written) -> None:
        self.made(written, _("Promise dropped"))
