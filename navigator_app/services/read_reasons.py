"""Reading outside one's own caseload: a reason first, kept, and shown to whoever supervises."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, time, timedelta

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.looks import Look
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound, ReasonNeeded
from navigator_app.i18n import _
from navigator_app.services import permissions
from navigator_app.services.workspace import Workspace, required
from navigator_app.store import reads_cover, reads_looks
from navigator_app.store.tx import utc_text

LONGEST = 400
"""Characters of a reason."""


def may_read(ws: Workspace, member_id: str) -> bool:
    """True when no reason is asked: an own, covered or nobody's member, the role reads all, or the
    program does it by itself."""
    if ws.unattended:
        return True
    here = permissions.standing(ws)
    if here.alone:
        return True
    if not here.roles:
        return False
    today = ws.clock.today().isoformat()
    if reads_looks.watched(ws.store, member_id, ws.user.id, today) is not False:
        return True  # who is not there is not found later
    if here.has(permissions.table().actions["read-any"]) or _holds(ws, member_id):
        return True
    if here.has(permissions.table().actions["review"]) and reads_looks.waits(ws.store, member_id):
        return True  # whoever decides about it reads what they decide about
    from navigator_app.services import cover  # asks back here

    return cover.covers(ws, ws.user.id, member_id)  # a cover's cover; whom nobody else watches


def within(ws: Workspace) -> tuple[frozenset[str], frozenset[str]] | None:
    """Whose members are read without a reason beside those of nobody, and for whom a reason holds;
    None where every member is."""
    here = permissions.standing(ws)
    if ws.unattended or here.alone or here.has(permissions.table().actions["read-any"]):
        return None
    from navigator_app.services import cover  # asks back here

    theirs = cover.rota(ws).covered(ws.user.id, ws.clock.today())
    held = reads_looks.held(ws.store, ws.user.id, utc_text(ws.clock.now()))
    return frozenset({ws.user.id, *theirs}), held


def need(ws: Workspace, member_id: str) -> None:
    """Do nothing, or ask: ReasonNeeded for a member of somebody else's caseload."""
    if may_read(ws, member_id):
        return
    raise ReasonNeeded(
        _("A reason first"),
        _("This member is in the caseload of somebody else."),
        _("Say why you need to read on; it is kept, and a supervisor sees it."),
        member_id,
    )


def closed(ws: Workspace, member_ids: Collection[str]) -> frozenset[str]:
    """Those among members for whom whoever is at work would have to give a reason first: what was
    written of them stays out of a list that names everybody."""
    own = within(ws)
    if own is None:
        return frozenset()
    whose = reads_cover.navigators_of(ws.store, set(member_ids))
    mine, held = own
    return frozenset(
        one for one, navigator in whose.items() if navigator not in mine and one not in held
    )


def need_record(ws: Workspace, table: str, record_id: str) -> None:
    """The same for a record of a member, by its table and id; what is not there asks nothing, so
    that the service itself says that it is not there.

    It also asks for the glass before a substance-use record that the role does not see. A printed
    form is let through: whoever scans it has it in hand.
    """
    member_id = reads_looks.owner(ws.store, table, record_id)
    if not member_id:
        return
    need(ws, member_id)
    if table != "printed_form" and not ws.unattended:
        from navigator_app.services import seen as shown  # asks back here

        shown.need_part_2(ws, table, record_id, member_id)


def aside(ws: Workspace) -> Workspace:
    """For what the program reads by itself, beside whoever is at work, and shows nobody."""
    return replace(ws, unattended=True)


def broken(ws: Workspace, member_id: str) -> bool:
    """True while whoever is at work has broken the glass for this member."""
    return _holds(ws, member_id, glass=True)


def give(ws: Workspace, member_id: str, reason: str, *, glass: bool = False) -> Changes:
    """Keep why somebody reads on, until the day ends; InputRejected without a reason.

    `glass` opens the fields that the role does not see, for this member alone.
    """
    words = required("reason", reason, _("Say why you need to read on."))
    if len(words) > LONGEST:
        raise InputRejected("reason", _("At most {most} characters.").format(most=LONGEST))
    if reads_looks.watched(ws.store, member_id, ws.user.id, "") is None:
        raise NotFound(
            _("No such member"),
            _("There is no member with that id."),
            _("Look the member up by name or CIN."),
        )
    with ws.transaction("give_read_reason") as tx:
        tx.insert(
            "read_reason",
            {
                "id": uuid7(),
                "member_id": member_id,
                "user_id": ws.user.id,
                "reason": words,
                "glass": int(glass),
                "at": tx.now,
                "zone": ws.clock.zone,
                "until": utc_text(_end_of_day(ws)),
            },
        )
    return Changes(members=frozenset({member_id}))


def looked(
    ws: Workspace, *, days: int = 30, unseen: bool = False, member_id: str = ""
) -> list[Look]:
    """Who read outside their caseload in the last days; NotAllowed for who does not supervise."""
    permissions.need(ws, "see-readers")
    since = utc_text(ws.clock.now() - timedelta(days=days))
    return reads_looks.looks(ws.store, since=since, unseen=unseen, member_id=member_id)


def seen(ws: Workspace, ids: Collection[str]) -> None:
    """Mark reasons as looked at, by whom and when; the first to look stays."""
    with ws.transaction("seen_read_reasons") as tx:
        tx.executemany(
            "UPDATE read_reason SET seen_by = ?, seen_at = ? WHERE id = ? AND seen_at IS NULL",
            [(ws.user.id, tx.now, key) for key in ids],
        )


def _holds(ws: Workspace, member_id: str, *, glass: bool = False) -> bool:
    now = utc_text(ws.clock.now())
    return reads_looks.holds(ws.store, member_id, ws.user.id, now, glass=glass)


def _end_of_day(ws: Workspace) -> datetime:
    tomorrow = ws.clock.today() + timedelta(days=1)
    return ws.clock.to_utc(datetime.combine(tomorrow, time()))
