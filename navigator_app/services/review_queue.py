"""What waits for a supervisor's word: support plans, endings, limits passed and batches.

Support plans keep their own way (`support_plan_moves`); the queue shows them beside the others.
Whoever may review sees all of it, everybody else what they asked for themselves.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from navigator_app.domain import rights
from navigator_app.domain.cover import Rota
from navigator_app.domain.review import (
    BATCH,
    KINDS,
    REASON,
    STATES,
    WAITING,
    ReviewItem,
    ReviewKind,
    ReviewSheet,
)
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import review_rules
from navigator_app.services import permissions, team_review_rules
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_review, reads_users

ACTION = "review"
"""The action of `resources/permissions.toml` that approves and returns."""


def kind(about: str) -> ReviewKind:
    """A kind of thing that may wait; InputRejected for an unknown one."""
    found = review_rules.shipped().kinds.get(about)
    if found is None:
        raise InputRejected(
            "about",
            _("Nothing of that kind is reviewed."),
            _("Use one of: {kinds}.").format(kinds=", ".join(KINDS)),
        )
    return found


def listing(ws: Workspace, state: str = WAITING, *, mine: bool = False) -> list[ReviewItem]:
    """What is in the queue in a state ("" for all), the longest waiting first, what was decided
    the newest first.

    `mine` keeps what whoever is at work asked for; without the right to review it is always so.
    """
    if state and state not in STATES:
        raise InputRejected(
            "state",
            _("There is no such state."),
            _("Use one of: {kinds}.").format(kinds=", ".join(STATES)),
        )
    asked_by = ws.user.id if mine or not permissions.may(ws, ACTION) else ""
    return told(ws, reads_review.items(ws.store, state=state, asked_by=asked_by))


def one(ws: Workspace, key: str) -> ReviewItem:
    """One item by its id or by that of what it is about; NotFound, also for another's where the
    role does not review."""
    found = reads_review.item(ws.store, key)
    if found is not None and (ws.user.id in found.hands or permissions.may(ws, ACTION)):
        return told(ws, [found])[0]
    raise NotFound(
        _("Nothing waits here"),
        _("There is no such thing in the review queue."),
        _("Look at the queue again; it may have been taken back."),
    )


def sheet(ws: Workspace, key: str) -> ReviewSheet:
    """An item beside its text, with the comments where they belong."""
    from navigator_app.services import review_queue_text  # the forms behind it are read on demand

    item = one(ws, key)
    why = "" if item.state == WAITING else _("It does not wait any more.")
    if not why and not permissions.may(ws, ACTION):
        why = _("A supervisor decides about it.")
    hint = ""
    if not why and item.own and not permissions.standing(ws).alone:
        rule = team_review_rules.own_work(ws)
        if others_decide(ws, item.hands) or rule != REASON:
            why = _("You asked for it or wrote it, so somebody else decides.")
        else:
            hint = _("It is your own; as nobody else could decide, say in the note why you do.")
    return ReviewSheet(item, review_queue_text.parts(ws, item), not why, why or hint)


def others_decide(ws: Workspace, hands: frozenset[str]) -> bool:
    """True when somebody at work here reviews and had no hand in it."""
    team = reads_users.team(ws.store)
    right = permissions.table().actions[ACTION]
    return any(
        key not in hands and rights.standing(key, team).has(right) for key, _role, _also in team
    )


def told(ws: Workspace, items: list[ReviewItem]) -> list[ReviewItem]:
    """Items with their age, whose they are, and whom they wait for."""
    today = ws.clock.today()
    known = _rota(ws, today) if items else Rota((), ())
    found = []
    for item in items:
        asked = ws.clock.to_local(item.asked_at).date()
        key, name = _waits_for(item, known, today)
        found.append(
            replace(
                item,
                for_id=key,
                for_name=name,
                age=max((today - asked).days, 0),
                own=ws.user.id in item.hands,
            )
        )
    return found


def waiting_for(ws: Workspace, user_id: str, on: date) -> list[ReviewItem]:
    """What waits for one person on a day: theirs by name, by cover, and what names nobody."""
    known = _rota(ws, on)
    found = []
    for item in reads_review.items(ws.store, state=WAITING):
        key, _name = _waits_for(item, known, on)
        if key in ("", user_id) and user_id not in item.hands:
            found.append(item)
    return found


def open_target(item: ReviewItem) -> tuple[str, str]:
    """Where an item is read whole: (page of the window, its target)."""
    return ("batch", item.about_id) if item.about == BATCH else ("member", item.member_id)


def _rota(ws: Workspace, day: date) -> Rota:
    from navigator_app.services import cover  # not on the way to the first page

    return cover.rota(ws, day)


def _waits_for(item: ReviewItem, known: Rota, day: date) -> tuple[str, str]:
    """The asker's own supervisor, else who covers for them that day. Nobody is named where the
    cover does not review, or wrote it: then any supervisor decides."""
    asker = known.staff.get(item.asked_by)
    if asker is None or not asker.supervisor_id:
        return "", ""
    key = known.watcher(asker.supervisor_id, day)
    found = known.staff.get(key)
    if found is None or key in item.hands or not found.is_a(Role.SUPERVISOR):
        return "", ""
    return key, found.name
