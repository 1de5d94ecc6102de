"""What is done to a support plan by a button: barriers and steps come and go, comments too."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from navigator_app.i18n import _
from navigator_app.services import support_plan_edit, support_plan_moves
from navigator_app.services.support_plan import Saved
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.plan_moves import say_done


def _add_barrier(plan_id: str, common: str, ws: Workspace) -> Saved:
    return support_plan_edit.add_barrier(ws, plan_id, common=common)


def _remove_barrier(barrier_id: str, ws: Workspace) -> Saved:
    return support_plan_edit.remove_barrier(ws, barrier_id)


def _add_step(barrier_id: str, ws: Workspace) -> Saved:
    return support_plan_edit.add_step(ws, barrier_id)


def _remove_step(step_id: str, ws: Workspace) -> Saved:
    return support_plan_edit.remove_step(ws, step_id)


def _resolve(plan_id: str, comment_id: str, done: bool, ws: Workspace) -> Saved:
    return support_plan_moves.resolve(ws, plan_id, comment_id, done)


class PlanActs(QObject):
    """Does them for the plan that `about` named.

    Signals:
        begun(object): the place of a new barrier or step, to go to.
        before(): something is about to be done: what is typed must be handed in first.
    """

    begun = Signal(object)
    before = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        """No plan yet."""
        super().__init__(parent)
        self._context = context
        self._member_id = self._plan_id = ""

    def about(self, member_id: str, plan_id: str) -> None:
        """Whose plan, and which version."""
        self._member_id, self._plan_id = member_id, plan_id

    @Slot(object)
    def comment(self, place: str) -> None:
        """Open the form for a comment about a place."""
        self._context.ways.ask.emit("plan_comment", [self._member_id, self._plan_id, place])

    @Slot(object)
    def resolve(self, what: tuple[str, bool]) -> None:
        """A comment is dealt with, or not yet."""
        self._do(partial(_resolve, self._plan_id, *what), self._written)

    @Slot(object)
    def add_barrier(self, common: str) -> None:
        """One of the common ones, "" for an empty one."""
        self._do(partial(_add_barrier, self._plan_id, common), self._barrier_added)

    @Slot(object)
    def remove_barrier(self, barrier_id: str) -> None:
        """Take it out; it can be undone."""
        self._do(partial(_remove_barrier, barrier_id), self._removed)

    @Slot(object)
    def add_step(self, barrier_id: str) -> None:
        """An empty step at the end."""
        self._do(partial(_add_step, barrier_id), self._step_added)

    @Slot(object)
    def remove_step(self, step_id: str) -> None:
        """Take it out; it can be undone."""
        self._do(partial(_remove_step, step_id), self._removed)

    def _do(self, work: Callable[[Workspace], Saved], done: Callable[[Saved], None]) -> None:
        self.before.emit()
        self._context.tasks.run(work, done, owner=self, failed=self._context.show_refusal)

    def _written(self, saved: Saved) -> None:
        self._context.tasks.announce(saved.changes)

    def _barrier_added(self, saved: Saved) -> None:
        self.begun.emit(f"{saved.id}/barrier")
        self._context.tasks.announce(saved.changes)

    def _step_added(self, saved: Saved) -> None:
        self.begun.emit(f"{saved.id}/what")
        self._context.tasks.announce(saved.changes)

    def _removed(self, saved: Saved) -> None:
        say_done(self._context, _("Taken out."), saved, self._member_id)
