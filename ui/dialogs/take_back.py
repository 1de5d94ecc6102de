"""Taking back what a form wrote; outlives the form."""

from __future__ import annotations

from collections.abc import Callable

from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from ui.context import Context


class TakeBack:
    """The callable behind the bar's Undo."""

    def __init__(
        self, context: Context, work: Callable[[Workspace], Changes], said: str = ""
    ) -> None:
        """`work` takes it back on the store's thread; `said` stands in the bar then."""
        self._context = context
        self._work = work
        self._said = said or _("Undone; it stands as before.")

    def undo(self) -> None:
        """Take it back, and say so."""
        self._context.tasks.run(
            self._work,
            self._undone,
            owner=self._context.ways,
            failed=self._context.show_refusal,
        )

    def _undone(self, changes: Changes) -> None:
        self._context.tasks.announce(changes)
        self._context.ways.notice.emit(self._said, None)
