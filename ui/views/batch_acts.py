"""What a batch’s page writes, and what it says when it is written; none of it holds the page."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from navigator_app.domain.batches import Answered, BatchRow
from navigator_app.domain.records import Changes
from navigator_app.domain.responses import Settled
from navigator_app.i18n import _
from navigator_app.services import (
    batch_changed,
    batch_responses,
    batch_send,
    batches,
    review_queue_moves,
)
from navigator_app.services.support_plan import Saved
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack


def build(batch_id: str, ws: Workspace) -> tuple[BatchRow, Changes]:
    """Build the file."""
    return batch_send.build(ws, batch_id)


def save(batch_id: str, out: Path, ws: Workspace) -> Path:
    """Save the built file into a folder."""
    return batch_send.save(ws, batch_id, out)


def mark_sent(batch_id: str, ws: Workspace) -> tuple[BatchRow, Changes]:
    """Mark it sent."""
    return batch_send.mark_sent(ws, batch_id)


def take_answer(plan: str, path: Path, ws: Workspace) -> tuple[Answered, Changes]:
    """Take a plan's answer in."""
    return batch_responses.answer(ws, plan, path)


def take_changed(key: str, ws: Workspace) -> tuple[str, Settled, Changes]:
    """Take in what the plan says now of a member of whom it said otherwise before."""
    return batch_changed.take(ws, key)


def _leave_changed(transaction_id: str, ws: Workspace) -> Changes:
    return batch_changed.undo(ws, transaction_id)


def say_changed(context: Context, answer: tuple[str, Settled, Changes]) -> None:
    """Say what stands now, and offer to take it back."""
    said, settled, changes = answer
    say(context, said, TakeBack(context, partial(_leave_changed, settled.undo)), changes)


def revise(batch_id: str, ws: Workspace) -> tuple[str, Changes]:
    """Begin a revised batch."""
    return batches.revise(ws, batch_id)


def drop(batch_id: str, ws: Workspace) -> Changes:
    """Give it up."""
    return batches.drop(ws, batch_id)


def ask_review(batch_id: str, ws: Workspace) -> Saved:
    """Put it into the review queue."""
    return review_queue_moves.ask(ws, "batch", batch_id)


def _take_out(saved: Saved, ws: Workspace) -> Changes:
    return review_queue_moves.undo(ws, saved.undo)


def say_asked(context: Context, saved: Saved) -> None:
    """Say that it waits for a word, and offer to take it back."""
    back = TakeBack(context, partial(_take_out, saved))
    say(context, _("It waits for review now."), back, saved.changes)


def take_up(batch_id: str, ws: Workspace) -> Changes:
    """Undo that."""
    return batches.take_up(ws, batch_id)


def remove(batch_id: str, member_id: str, ws: Workspace) -> Changes:
    """Take a member out."""
    return batches.remove(ws, batch_id, [member_id])


def put_back(batch_id: str, member_id: str, ws: Workspace) -> Changes:
    """Undo that."""
    return batches.add(ws, batch_id, [member_id])[1]


def say(context: Context, said: str, back: TakeBack | None, changes: Changes) -> None:
    """Tell the pages and the bar; `back` offers to undo it."""
    context.tasks.announce(changes)
    context.ways.notice.emit(said, (_("Undo"), back.undo) if back else None)


def say_of(context: Context, said: str, answer: tuple[BatchRow, Changes]) -> None:
    """The same for what comes with its batch."""
    say(context, said, None, answer[1])


def go(context: Context, answer: tuple[str, Changes]) -> None:
    """Open the batch that was begun."""
    context.tasks.announce(answer[1])
    context.ways.open_page.emit("batch", answer[0])


def say_saved(context: Context, path: Path) -> None:
    """Say where a file lies."""
    said = _("{name} is saved. It holds members' data: keep it where only you can read it.")
    context.ways.notice.emit(said.format(name=path.name), None)


def say_answer(context: Context, answer: tuple[Answered, Changes]) -> None:
    """Say what an answer came to."""
    found, changes = answer
    say(context, batch_responses.told(found), None, changes)
