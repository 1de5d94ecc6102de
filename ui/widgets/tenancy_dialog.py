"""What the forms of a tenancy share: their lists, and an undo of the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from navigator_app.domain.records import Changes
from navigator_app.domain.tenancy_rows import Made
from navigator_app.i18n import _
from navigator_app.services import tenancy_undo
from navigator_app.services.tenancy_choices import Listed
from navigator_app.services.workspace import Workspace
from ui.dialogs.take_back import TakeBack
from ui.widgets.kept_form import KeptDialog, Work


def listed(items: Iterable[Listed], empty: str = "") -> dict[str, str]:
    """Choices of a list by id, an empty one first where `empty` names it."""
    found = {"": empty} if empty else {}
    return found | {item.id: _(item.title) for item in items}


class TenancyDialog(KeptDialog):
    """A form about something of a tenancy."""

    def made(self, made: Made, said: str) -> None:
        """Close, tell the pages, and offer to take it back."""
        self.finish(made.changes, said, TakeBack(self.context, partial(_undo, made), _("Undone.")))

    def ask_whose(self, work: Work, shown: Callable[[Any], None]) -> None:
        """Begin with today; only the line that says what it is about is read."""
        self.put_back({"on": self.context.clock.today().isoformat()})
        self.begin()
        self.context.tasks.run(work, shown, owner=self, failed=self.unknown)


def _undo(made: Made, ws: Workspace) -> Changes:
    return tenancy_undo.undo(ws, made)
