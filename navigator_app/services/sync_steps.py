"""One run with one plan as a sequence of steps, each told where it belongs.

A step of the store is short and gets the workspace; a step of the line may take minutes, touches
no store and gets nothing. The window runs the first on the store's thread and the others on the
transfer thread; the command line runs all in one.

    meeting = synchronize.meeting("bayview", cause=BUTTON, tell=…, cancel=…)
    while (step := meeting.step) is not None:
        try:
            value = step.work(ws) if step.where == STORE else step.work()   # on its thread
        except BaseException as error:
            meeting.fail(error)
        else:
            meeting.give(value)
    meeting.row   # RunRow

`give` and `fail` only choose the next step and return at once; call them on any one thread. After
a failure the meeting still has steps to run: closing the line, writing down what happened. Two
kinds of errors come out of `fail` or `give`: a refusal to begin (NotFound, SyncBusy, PlanPaused),
before anything was written; and one that is no refusal in plain words, after all was written down.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from navigator_app.domain.exchange import Event, RunRow

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

STORE, LINE = "store", "line"

Tell = Callable[[Event], None]
"""Told what happens, on the thread of the step that is running."""


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of work: `work(workspace)` on the store's thread or `work()` on the line's."""

    where: str  # STORE, LINE
    work: Callable[..., Any]


Steps = Generator[Step, Any, RunRow]


class Meeting:
    """A run under way."""

    def __init__(self, steps: Steps) -> None:
        """Begin; nothing has run yet."""
        self._steps = steps
        self.row: RunRow | None = None  # once there is no step any more
        self.step: Step | None = next(steps)

    def give(self, value: Any) -> None:
        """Say what the step returned; `step` is then the next one, or None."""
        try:
            self.step = self._steps.send(value)
        except StopIteration as end:
            self.step, self.row = None, end.value
        except BaseException:
            self.step = None
            raise

    def fail(self, error: BaseException) -> None:
        """Say that the step raised."""
        try:
            self.step = self._steps.throw(error)
        except StopIteration as end:
            self.step, self.row = None, end.value
        except BaseException:
            self.step = None
            raise


def drive(ws: Workspace, meeting: Meeting) -> RunRow:
    """Run a meeting to its end on this thread. Ctrl+C ends it in good order, then goes on up."""
    while (step := meeting.step) is not None:
        try:
            value = step.work(ws) if step.where == STORE else step.work()
        except BaseException as error:
            meeting.fail(error)
        else:
            meeting.give(value)
    assert meeting.row is not None
    return meeting.row
