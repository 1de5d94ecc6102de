"""What the forms of people and places share: whose they are, what is known, an undo."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.people import PeoplePage
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import people, people_checks
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models.words import isolated
from ui.widgets.kept_form import KeptDialog, parts_of


def _read(member_id: str, ws: Workspace) -> PeoplePage:
    return people.page(ws, member_id)


def undo(written: Written, ws: Workspace) -> Changes:
    """Take one write back, on the store's thread."""
    return people_checks.undo(ws, written)


class PeopleDialog(KeptDialog):
    """A form about one row of a member's people and places.

    Subclasses add fields, call `assemble` and then `load`, say in `known` what stands there
    already, and say in `work` what is written.
    """

    def __init__(
        self,
        context: Context,
        about: object,
        title: str,
        save: str,
        parent: QWidget | None = None,
    ) -> None:
        """`about` is the member's id, or [member's id, row's id]."""
        self.member_id, self.key = parts_of(about, 2)
        super().__init__(context, [self.member_id, self.key], title, save, parent)

    def load(self) -> None:
        """Ask for what is known; the form saves once it is here."""
        self.ask(partial(_read, self.member_id), self._show)

    def known(self, page: PeoplePage) -> dict[str, str]:
        """What the fields hold at first; overridden."""
        return {}

    def made(self, written: Written, said: str) -> None:
        """Close, tell the pages, and offer to take it back."""
        back = TakeBack(self.context, partial(undo, written))
        self.finish(written.changes, said, back)

    def _show(self, page: PeoplePage) -> None:
        if not self.whose.text():
            self.whose.setText(_("For {member}").format(member=isolated(page.member)))
        self.show_known(self.known(page))
