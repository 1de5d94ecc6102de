"""Members given from one navigator to another: written down, with a pack to read, undone whole."""

from __future__ import annotations

from collections.abc import Sequence

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.people import HandOverRow
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import (
    agency,
    assignment,
    cover,
    people_checks,
    permissions,
    read_reasons,
    seen,
)
from navigator_app.services import housing_checks as checks
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_people

MOST = 200
"""Members handed over in one go."""


def give(ws: Workspace, member_ids: Sequence[str], to_id: str, note: str = "") -> Written:
    """Give members to a navigator, all or none, in one transaction.

    A member whom that navigator has already is left out. InputRejected (`to`) for somebody who
    does not work here, carries no caseload, is away or full, (`members`) for nobody, too many, or
    all being theirs already; NotFound for an unknown member; NotAllowed for members of others
    without the right to assign.
    """
    wanted = list(dict.fromkeys(member_ids))
    if not wanted or len(wanted) > MOST:
        raise InputRejected(
            "members",
            _("From 1 to {most} members are handed over at once.").format(most=MOST),
            _("Select fewer, or one at least."),
        )
    if to_id not in {user.id for user in agency.users(ws)}:
        raise InputRejected("to", _("Choose who takes over."))
    cover.check_here(ws, to_id, "to")
    known = reads_people.names(ws.store, wanted)
    if len(known) < len(wanted):
        raise NotFound(
            _("No such member"),
            _("There is no member with that id."),
            _("Look the member up by name or CIN."),
        )
    moving = [member_id for member_id in wanted if known[member_id][1] != to_id]
    if not moving:
        raise InputRejected("to", _("They are with this navigator already."))
    permissions.need(ws, "hand-over")
    assignment.check_moved(ws, {one: known[one][1] or "" for one in moving}, to_id)
    words = checks.note(note)
    with ws.transaction("hand_over") as tx:
        made = []
        for member_id in moving:
            made.append(uuid7())
            row = {"id": made[-1], "member_id": member_id, "from_id": known[member_id][1]}
            told = {"to_id": to_id, "note": words, "user_id": ws.user.id, "created_at": tx.now}
            tx.insert("hand_over", {**row, **told})
            tx.update("member", member_id, {"navigator_id": to_id})
        return Written(made[-1], Changes(members=frozenset(moving)), tx.id)


def unread(ws: Workspace) -> list[HandOverRow]:
    """Members handed to whoever is at work, whose pack they have not read, oldest first."""
    return reads_people.unread(ws.store, ws.user.id)


def latest(ws: Workspace, member_id: str) -> HandOverRow | None:
    """The last hand-over of a member; None when there was none."""
    read_reasons.need(ws, member_id)
    found = seen.hand_overs(ws, member_id, reads_people.hand_overs(ws.store, member_id)[:1])
    return found[0] if found else None


def read(ws: Workspace, hand_over_id: str) -> Changes:
    """The new navigator has read the pack; said twice, the first time stands. InputRejected for
    anybody else: nobody reads it in another's place."""
    row = people_checks.known(ws, "hand_over", hand_over_id)
    if row["to_id"] != ws.user.id:
        raise InputRejected(
            "read",
            _("Only the navigator who takes over says that the pack was read."),
            _("You may look at it all the same."),
        )
    changes = Changes(members=frozenset({row["member_id"]}))
    if row["read_at"] is None:
        with ws.transaction("read_hand_over") as tx:
            tx.update("hand_over", hand_over_id, {"read_at": tx.now})
    return changes


def whom(ws: Workspace, member_ids: Sequence[str]) -> list[tuple[str, str | None]]:
    """(name, navigator's id) of members, in their order; unknown ones are left out."""
    known = reads_people.names(ws.store, member_ids)
    return [known[one] for one in dict.fromkeys(member_ids) if one in known]
