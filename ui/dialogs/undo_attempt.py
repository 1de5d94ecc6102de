"""Taking back what one record of attempts did; outlives the dialog that made it."""

from __future__ import annotations

from functools import partial

from navigator_app.domain.records import AttemptRecorded, Changes
from navigator_app.i18n import _, ngettext
from navigator_app.services import record_outreach
from navigator_app.services.workspace import Workspace
from ui.context import Context


def _undo(token: str, ws: Workspace) -> Changes:
    return record_outreach.undo(ws, token)


class UndoAttempt:
    """The callable behind the bar's Undo."""

    def __init__(self, context: Context, token: str) -> None:
        """`token` is what `record_outreach.record` returned."""
        self._context = context
        self._token = token

    def undo(self) -> None:
        """Take it back, and say so."""
        self._context.tasks.run(
            partial(_undo, self._token),
            self._undone,
            owner=self._context.ways,
            failed=self._context.show_refusal,
        )

    def _undone(self, changes: Changes) -> None:
        self._context.tasks.announce(changes)
        self._context.ways.notice.emit(_("Undone. Nothing was recorded."), None)


def recorded_words(recorded: AttemptRecorded, names: list[str]) -> str:
    """What happened: "Attempt recorded for Ana García – moved to Outreach Initiated"."""
    moved = {referral.member_id for referral in recorded.moved}
    if len(names) == 1:
        if moved:
            return _("Attempt recorded for {name} – moved to Outreach Initiated").format(
                name=names[0]
            )
        return _("Attempt recorded for {name}").format(name=names[0])
    said = ngettext(
        "Attempt recorded for {n} member", "Attempt recorded for {n} members", len(names)
    ).format(n=len(names))
    if not moved:
        return said
    return _("{recorded} – {n} moved to Outreach Initiated").format(recorded=said, n=len(moved))
