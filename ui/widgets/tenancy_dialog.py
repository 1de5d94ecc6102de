"""What the forms of a tenancy share: keeping what is typed, and an undo of the whole."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from navigator_app.domain.records import Changes
from navigator_app.domain.tenancy_rows import Made
from navigator_app.i18n import _
from navigator_app.services import tenancy_undo
from navigator_app.services.tenancy_choices import Listed
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.widgets.kept_form import KeptDialog


def listed(items: Iterable[Listed], empty: str = "") -> dict[str, str]:
    """Choices of a list by id, an empty one first where `empty` names it."""
    found = {"": empty} if empty else {}
    return found | {item.id: _(item.title) for item in items}


def parts_of(about: object, count: int) -> list[str]:
    """What a form is about, as so many words; what is missing is empty."""
    given = list(about) if isinstance(about, list | tuple) else [about]
    return [str(part or "") for part in (*given, *[""] * count)][:count]


class TenancyDialog(KeptDialog):
    """A form about something of a tenancy."""

    def made(self, made: Made, said: str) -> None:
        """Close, tell the pages, and offer to take it back."""
        self.accept()
        self.context.tasks.announce(made.changes)
        undo = UndoMade(self.context, made)
        self.context.ways.notice.emit(said, (_("Undo"), undo.undo))

    def unknown(self, error: BaseException) -> None:
        """What the form is about could not be read."""
        self.refused(error)
        self.save_button.setEnabled(False)


class UndoMade:
    """The callable behind the bar's Undo; outlives the form that wrote."""

    def __init__(self, context: Context, made: Made) -> None:
        """`made` is what the service returned."""
        self._context, self._made = context, made

    def undo(self) -> None:
        """Take it back, and say so."""
        self._context.tasks.run(
            partial(_undo, self._made),
            self._undone,
            owner=self._context.ways,
            failed=self._context.show_refusal,
        )

    def _undone(self, changes: Changes) -> None:
        self._context.tasks.announce(changes)
        self._context.ways.notice.emit(_("Undone."), None)


def _undo(made: Made, ws: Workspace) -> Changes:
    return tenancy_undo.undo(ws, made)
