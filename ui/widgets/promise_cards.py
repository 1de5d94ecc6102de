"""What was promised for a member, and who had them before."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.people import HandOverRow, PeoplePage, PromiseRow
from navigator_app.i18n import _
from navigator_app.services import promises
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import people_words
from ui.widgets.people_cards import DO, PeopleCard, ask, later
from ui.widgets.people_dialog import undo


def _keep(member_id: str, key: str, ws: Workspace) -> Written:
    return promises.keep(ws, member_id, key)


class PromisesCard(PeopleCard):
    """Open promises first."""

    def __init__(self, context: Context) -> None:
        """Start empty."""
        self.add = ask(_("Add a promise"), "add", "promise", "")
        super().__init__(context, _("Promises"), [self.add])
        self._member_id = ""

    def show_page(self, page: PeoplePage) -> None:
        """Show one member's."""
        self._member_id = page.member_id
        self.add.about = [page.member_id, ""]
        empty = _(
            "No promise is open. What you say you will do stands here until it is kept, also when "
            "somebody else takes over."
        )
        self.show_rows([later(self._one, row) for row in page.promises], empty)

    def act(self, step: str, key: str) -> None:
        """It was kept."""
        work = partial(_keep, self._member_id, key)
        failed = self.context.show_refusal
        self.context.tasks.run(work, self._kept, owner=self, failed=failed)

    def _kept(self, written: Written) -> None:
        self.context.tasks.announce(written.changes)
        back = TakeBack(self.context, partial(undo, written))
        self.context.ways.notice.emit(_("Promise kept"), (_("Undo"), back.undo))

    def _one(self, row: PromiseRow) -> QWidget:
        pill = people_words.promise_pill(row, self.context.clock.today())
        about = [self._member_id, row.id]
        steps = []
        if row.is_open:
            steps = [
                ask(_("Kept"), "check", DO + "keep", row.id, row.what),
                ask(_("Amend"), "edit", "promise", about, row.what),
                ask(_("Drop"), "close", "drop_promise", about, row.what),
            ]
        return self.row(row.what, [people_words.promise_line(row)], pill, steps)


class NavigatorCard(PeopleCard):
    """Who works with the member, and who did before."""

    def __init__(self, context: Context) -> None:
        """Start empty."""
        self.give = ask(_("Hand over"), "forward", "hand_over", "")
        self.assign = ask(_("Assign"), "team", "assign", "")
        self.pack = ask(_("Read the pack"), "clipboard", "hand_over_pack", "")
        super().__init__(context, _("Navigator"), [self.assign, self.give, self.pack])

    def show_page(self, page: PeoplePage) -> None:
        """Show one member's."""
        self.give.about = [page.member_id]
        self.assign.about = page.member_id
        self.pack.about = [page.member_id]
        rows = [later(self._now, page)]
        rows += [later(self._one, row) for row in page.hand_overs]
        self.show_rows(rows, "")

    def _now(self, page: PeoplePage) -> QWidget:
        title = page.navigator or _("Nobody yet")
        line = _("Works with this member") if page.navigator else _("Hand them to somebody.")
        return self.row(title, [line], None, [])

    def _one(self, row: HandOverRow) -> QWidget:
        line = people_words.handed(row, self.context.clock)
        pill = ("good", _("Read")) if row.read_at else ("pending", _("Not read"))
        return self.row(_("Handed over"), [line], pill, [])
