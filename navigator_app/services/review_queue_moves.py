"""An item of the review queue on its way: asked for, commented, returned, approved, taken back.

A support plan moves by `support_plan_moves`, with its own comments; the others keep theirs here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from navigator_app.domain.records import Changes
from navigator_app.domain.review import (
    APPROVED,
    PLAN,
    REASON,
    RETURNED,
    WAITING,
    WITHDRAWN,
    ReviewItem,
)
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import (
    permissions,
    review_queue,
    review_queue_text,
    support_plan_moves,
    support_plan_undo,
    team_review_rules,
)
from navigator_app.services.support_plan import Saved
from navigator_app.services.workspace import Workspace, required
from navigator_app.store import reads_review, reads_tenancy, review_writes, take_back

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

LONGEST = 4000
"""Characters of a comment or a note."""


def ask(ws: Workspace, about: str, about_id: str, note: str = "") -> Saved:
    """Ask for a word on something, with what to look at; a support plan is sent for review.

    InputRejected where it waits already or there is no such kind, NotFound for no such thing.
    """
    review_queue.kind(about)
    words = _words("note", note)
    if about == PLAN:
        saved = support_plan_moves.submit(ws, about_id)
        if words:
            support_plan_moves.comment(ws, about_id, words)
        return saved
    member_id = reads_review.member_of(ws.store, about, about_id)
    if member_id is None:
        raise NotFound(_("Nothing to review"), _("There is no such thing."), _("Look it up again."))
    known = reads_review.standing(ws.store, about, about_id)
    if known:
        item = review_queue.one(ws, known)
        if item.state == RETURNED:
            return ask_again(ws, known, note)
        raise InputRejected("about_id", _("It waits for review already."))
    with ws.transaction("review_ask") as tx:
        key = review_writes.ask(tx, about, about_id, member_id, ws.user.id)
        if words:
            review_writes.comment(tx, key, "", words, ws.user.id)
    return Saved(key, tx.id, _changes(member_id))


def by_rule(tx: Tx, ws: Workspace, about: str, about_id: str, note: str = "") -> None:
    """Put something into the queue within the transaction that writes it, where the agency's rules
    say so; a lone user has nobody to ask. What was decided and is changed since waits anew, with a
    note of why."""
    if permissions.standing(ws).alone or not team_review_rules.waits(ws, about):
        return
    member_id = reads_review.member_of(ws.store, about, about_id) or ""
    if not reads_review.standing(ws.store, about, about_id):
        key = review_writes.ask(tx, about, about_id, member_id, ws.user.id)
        if note:
            review_writes.comment(tx, key, "", note, ws.user.id)


def changed_since(tx: Tx, ws: Workspace, about: str, about_id: str, note: str) -> None:
    """What was approved and is changed now waits anew, with a note of why, in the transaction that
    changes it. What nobody approved stays as it is."""
    found = reads_review.item(ws.store, about_id)
    if found is None or found.about != about or found.state != APPROVED:
        return
    key = review_writes.ask(tx, about, about_id, found.member_id, ws.user.id)
    review_writes.comment(tx, key, "", note, ws.user.id)


def ask_again(ws: Workspace, item_id: str, note: str = "") -> Saved:
    """Put what was returned into the queue again."""
    item = review_queue.one(ws, item_id)
    if item.about == PLAN:
        return ask(ws, PLAN, item.about_id, note)
    _state(item, RETURNED)
    words = _words("note", note)
    with ws.transaction("review_ask") as tx:
        review_writes.again(tx, item.id, ws.user.id)
        if words:
            review_writes.comment(tx, item.id, "", words, ws.user.id)
    return _saved(item, tx.id)


def withdraw(ws: Workspace, item_id: str) -> Saved:
    """Take something out of the queue; only who asked may, and who reviews."""
    item = review_queue.one(ws, item_id)
    if item.about == PLAN:
        return support_plan_moves.take_back(ws, item.about_id)
    if item.state not in (WAITING, RETURNED):
        _state(item, WAITING)
    ruled = team_review_rules.waits(ws, item.about)
    if ruled and not permissions.may(ws, review_queue.ACTION):
        raise InputRejected(
            "item",
            _("This waits by the agency’s own rule, so it is not taken out."),
            _("Write a comment for your supervisor instead."),
        )
    with ws.transaction("review_withdraw") as tx:
        review_writes.decide(tx, item.id, WITHDRAWN, ws.user.id, "")
    return _saved(item, tx.id)


def comment(ws: Workspace, item_id: str, text: str, place: str = "") -> Saved:
    """Put a word beside a part of the text, "" for the whole. InputRejected for an empty one and
    for a place that the text does not have."""
    item = review_queue.one(ws, item_id)
    words = required("comment", _words("comment", text), _("Write the comment first."))
    if item.about == PLAN:
        return support_plan_moves.comment(ws, item.about_id, words, place)
    if place not in review_queue_text.places(ws, item):
        raise InputRejected("place", _("The text has no such part."), _("Read it again."))
    with ws.transaction("review_comment") as tx:
        key = review_writes.comment(tx, item.id, place, words, ws.user.id)
    return Saved(key, tx.id, _changes(item.member_id))


def settle(ws: Workspace, item_id: str, comment_id: str, done: bool = True) -> Saved:
    """Say that a comment is dealt with, or not yet."""
    item = review_queue.one(ws, item_id)
    if item.about == PLAN:
        return support_plan_moves.resolve(ws, item.about_id, comment_id, done)
    if comment_id not in {one.id for one in reads_review.comments(ws.store, item.id)}:
        raise NotFound(_("No such comment"), _("There is no such comment."), _("Read it again."))
    with ws.transaction("review_comment_settled") as tx:
        tx.update("review_comment", comment_id, {"settled_at": tx.now if done else None})
    return Saved(comment_id, tx.id, _changes(item.member_id))


def return_with(ws: Workspace, item_id: str, note: str = "") -> Saved:
    """Give it back to who asked; a note, or an open comment of who did not ask or write it, says
    what is to be done."""
    item, words = _to_decide(ws, item_id, note)
    if item.about == PLAN:
        return support_plan_moves.return_with(ws, item.about_id, words)
    if not words and not said_what(ws, item.id, item.hands):
        raise InputRejected("note", _("Say what is to be changed."), _("One sentence is enough."))
    with ws.transaction("review_return") as tx:
        review_writes.decide(tx, item.id, RETURNED, ws.user.id, words)
    return _saved(item, tx.id)


def said_what(ws: Workspace, key: str, hands: frozenset[str]) -> bool:
    """Whether an open comment says what is to be changed: one of who asked or wrote it does not,
    unless they are at work themselves."""
    return reads_review.asks_for_more(ws.store, key, hands - {ws.user.id})


def approve(ws: Workspace, item_id: str, note: str = "") -> Saved:
    """Approve it, with a note where there is something to say."""
    item, words = _to_decide(ws, item_id, note)
    if item.about == PLAN:
        return support_plan_moves.approve(ws, item.about_id, note)  # asks the same again
    with ws.transaction("review_approve") as tx:
        review_writes.decide(tx, item.id, APPROVED, ws.user.id, words)
    return _saved(item, tx.id)


def undo(ws: Workspace, transaction_id: str, member_id: str = "") -> Changes:
    """Take back one write of this module (`Saved.undo`); the journal keeps both.

    Who may not do it may not undo it. InputRejected where it was changed since.
    """
    intention = reads_tenancy.intention(ws.store, transaction_id)
    if intention.startswith("support_plan"):
        permissions.need_intention(ws, intention)
        return support_plan_undo.undo(ws, transaction_id, member_id)
    ours = intention.startswith("review_") and intention != "review_undo"
    done = take_back.entries(ws.store, transaction_id) if ours else []
    if not done:
        raise NotFound(_("Nothing to undo"), _("That change cannot be taken back any more."))
    permissions.need_intention(ws, intention)
    if any(take_back.written_since(ws.store, one, transaction_id) for one in done):
        raise InputRejected("undo", _("It was changed again since, so it cannot be taken back."))
    with ws.transaction("review_undo") as tx:
        take_back.take_back(tx, done)
    return _changes(member_id)


def check_hands(ws: Workspace, hands: frozenset[str], note: str) -> str:
    """The note to keep, or InputRejected where whoever is at work asked for or wrote what they
    would decide about.

    A lone user decides about their own. Where nobody else could, the agency's rule
    (`team_review_rules.own_work`) speaks: it may ask for a note (`note`), kept as the reason.
    """
    if ws.user.id not in hands or permissions.standing(ws).alone:
        return note
    if review_queue.others_decide(ws, hands):
        raise InputRejected(
            "item",
            _("Nobody decides about their own work."),
            _("Another supervisor does; an administrator can make somebody one."),
        )
    if team_review_rules.own_work(ws) != REASON:
        raise InputRejected(
            "item",
            _("Nobody decides about their own work, and nobody else here could."),
            _("Ask an administrator to make somebody a supervisor."),
        )
    if not note:
        raise InputRejected(
            "note",
            _("Nobody decides about their own work, and nobody else here could."),
            _("In the review queue, say in the note why it cannot wait for a second one."),
        )
    return _("No second supervisor: {reason}").format(reason=note)


def _to_decide(ws: Workspace, item_id: str, note: str) -> tuple[ReviewItem, str]:
    permissions.need(ws, review_queue.ACTION)
    item = review_queue.one(ws, item_id)
    _state(item, WAITING)
    words = _words("note", note)
    return item, check_hands(ws, item.hands, words)


def _state(item: ReviewItem, wanted: str) -> None:
    if item.state != wanted:
        raise InputRejected(
            "item",
            _("It stands otherwise by now."),
            _("Look at the queue again; somebody may have decided."),
        )


def _words(field: str, text: str) -> str:
    words = text.strip()
    if len(words) > LONGEST:
        raise InputRejected(
            field, _("This is longer than {n} letters.").format(n=LONGEST), _("Shorten it.")
        )
    return words


def _saved(item: ReviewItem, transaction_id: str) -> Saved:
    return Saved(item.id, transaction_id, _changes(item.member_id))


def _changes(member_id: str) -> Changes:
    return Changes(members=frozenset({member_id} - {""}), files=not member_id)
