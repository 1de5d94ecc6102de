"""What moves a support plan on: a move at once, with Undo; a signature or a comment by a form."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from navigator_app.domain.records import Changes
from navigator_app.domain.support_plan import Move
from navigator_app.i18n import _
from navigator_app.services import support_plan, support_plan_moves, support_plan_undo
from navigator_app.services.support_plan import PlanPage, Saved
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import plan_words


def _submit(plan_id: str, ws: Workspace) -> Saved:
    return support_plan_moves.submit(ws, plan_id)


def _take_back(plan_id: str, ws: Workspace) -> Saved:
    return support_plan_moves.take_back(ws, plan_id)


def _approve(plan_id: str, ws: Workspace) -> Saved:
    return support_plan_moves.approve(ws, plan_id)


def _reopen(plan_id: str, ws: Workspace) -> Saved:
    return support_plan_moves.reopen(ws, plan_id)


def _revise(plan_id: str, ws: Workspace) -> Saved:
    return support_plan.revise(ws, plan_id)


_AT_ONCE: dict[Move, Callable[[str, Workspace], Saved]] = {
    Move.SUBMIT: _submit,
    Move.TAKE_BACK: _take_back,
    Move.APPROVE: _approve,
    Move.REOPEN: _reopen,
    Move.REVISE: _revise,
}


def _undo(transaction: str, member_id: str, ws: Workspace) -> Changes:
    return support_plan_undo.undo(ws, transaction, member_id)


def say_done(context: Context, text: str, saved: Saved, member_id: str) -> None:
    """Say in the bar what was done, with Undo beside it, and tell the pages."""
    context.tasks.announce(saved.changes)
    back = TakeBack(context, partial(_undo, saved.undo, member_id))
    context.ways.notice.emit(text, (_("Undo"), back.undo))


class PlanMoves(QObject):
    """Does a move for the page that owns it.

    Signals:
        done(object): the `Saved` of a move at once.
        refused(object): the refusal; its field names a place in the plan.
    """

    done = Signal(object)
    refused = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        """Nothing is asked yet."""
        super().__init__(parent)
        self._context = context
        self._page: PlanPage | None = None
        self._move = Move.SUBMIT
        self._busy = False

    def move(self, page: PlanPage, move: Move) -> None:
        """Do it, or open its form."""
        if page.plan is None or self._busy:
            return
        if move is Move.SIGN:
            self._context.ways.ask.emit("plan_signature", [page.member_id, page.plan.id])
        elif move is Move.RETURN:
            self._context.ways.ask.emit("plan_comment", [page.member_id, page.plan.id, "return"])
        else:
            self._page, self._move, self._busy = page, move, True
            work = partial(_AT_ONCE[move], page.plan.id)
            self._context.tasks.run(work, self._done, owner=self, failed=self._refused)

    def _done(self, saved: Saved) -> None:
        self._busy = False
        assert self._page is not None
        say_done(self._context, _(plan_words.DONE[self._move]), saved, self._page.member_id)
        self.done.emit(saved)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        self.refused.emit(error)
