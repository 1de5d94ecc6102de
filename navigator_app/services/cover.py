"""Leave and cover: whose members somebody watches over while others are away, or after they left.

A leave has a last day, which can be moved, and may name who covers. Where none is named, or the
cover is not there, the members fall to the supervisor, to another supervisor, to whoever
administers; a leave after which nobody would watch on any of its days is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from navigator_app.domain.cover import CARERS, Away, Covering, LeaveRow, Rota, Staff
from navigator_app.domain.housing_rows import Written
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes, DueRow
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import housing_checks as checks
from navigator_app.services import permissions
from navigator_app.services.phrases import day as day_words
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_cover, take_back

MOST_DAYS = 366
"""The longest leave: one without an end in sight is a matter for assigning the members."""


def rota(ws: Workspace, since: date | None = None, *, counted: bool = False) -> Rota:
    """Everybody and their leave from a day (today) on; `counted` with how many members each has."""
    staff = reads_cover.staff(ws.store, ws.clock.today(), counted=counted)
    return Rota(staff, reads_cover.aways(ws.store, since or ws.clock.today()))


def covers(ws: Workspace, user_id: str, member_id: str) -> bool:
    """True when this user watches over the member today in the place of somebody who is not there.

    False for one's own members, and for members of nobody.
    """
    whose = reads_cover.navigator_of(ws.store, member_id)
    today = ws.clock.today()
    if whose in ("", user_id) or not reads_cover.anybody_missing(ws.store, today):
        return False
    known = rota(ws)
    return not known.tends(whose, today) and known.watcher(whose, today) == user_id


def covering(ws: Workspace, day: date | None = None, user_id: str = "") -> list[Covering]:
    """Whose members somebody (whoever is at work) watches over on a day (today); those back first
    come first."""
    day = day or ws.clock.today()
    if not reads_cover.anybody_missing(ws.store, day):
        return []
    known = rota(ws, day, counted=True)
    found = []
    for key in known.covered(user_id or ws.user.id, day):
        one, away = known.staff[key], known.away(key, day)
        if one.members:
            until = away.until if away is not None and one.active else None
            found.append(Covering(key, one.name, until, one.members, known.here(key, day)))
    return sorted(found, key=lambda one: (one.until is None, one.until or day, one.name))


def check_here(ws: Workspace, user_id: str, field: str) -> None:
    """Refuse to give members to somebody who is away today: InputRejected at that field."""
    known = rota(ws)
    away = known.away(user_id, ws.clock.today())
    if away is None:
        return
    name = known.staff[user_id].name
    raise InputRejected(
        field,
        _("{name} is away until {day}.").format(name=name, day=day_words(away.until)),
        _("Choose somebody who is here."),
    )


def words(one: Covering) -> str:
    """For whom, as it stands before a line of Today."""
    if one.here:
        return _("For {name}, who carries no caseload any more.").format(name=one.name)
    if one.until is None:
        return _("For {name}, who left.").format(name=one.name)
    until = day_words(one.until)
    return _("For {name}, away until {day}.").format(name=one.name, day=until)


def marked(
    ws: Workspace, rows: Sequence[DueRow], day: date | None = None, user_id: str = ""
) -> tuple[DueRow, ...]:
    """The lines, those of members that one covers with the words for whom."""
    mine = {one.user_id: words(one) for one in covering(ws, day, user_id)}
    if not mine:
        return tuple(rows)
    whose = reads_cover.navigators_of(ws.store, {row.member_id for row in rows if row.member_id})
    return tuple(
        replace(row, why=f"{mine[whose[row.member_id]]} {row.why}".strip())
        if whose.get(row.member_id) in mine
        else row
        for row in rows
    )


def leaves(ws: Workspace, *, days: int = 90) -> list[LeaveRow]:
    """Leave that runs or lies ahead, and what ended in the last `days`, the earliest first."""
    today = ws.clock.today()
    known = rota(ws, today, counted=True)
    listed = reads_cover.leaves(ws.store, today - timedelta(days=days))
    return [_row(one, known, today) for one in listed if one.user_id in known.staff]


def one(ws: Workspace, leave_id: str) -> Away:
    """A leave by its id; NotFound when there is none."""
    found = reads_cover.one(ws.store, leave_id)
    if found is None:
        raise NotFound(_("Not found"), _("There is no such leave."), _("Look at the list again."))
    return found


def add(
    ws: Workspace,
    user_id: str,
    first: date,
    last: date | None,
    *,
    cover_id: str = "",
    why: str = "",
) -> Written:
    """Write that somebody is away from a day to a last day, and who covers.

    InputRejected names the field (`user`, `first`, `until`, `cover`); NotAllowed for somebody
    else's leave without the right to it.
    """
    _need(ws, user_id)
    known = rota(ws, min(first, ws.clock.today()), counted=True)
    if user_id not in known.staff or not known.staff[user_id].active:
        raise InputRejected("user", _("Choose somebody who works here."))
    note = checks.line("why", why)
    away = Away(uuid7(), user_id, first, _last(ws, first, last), cover_id, note)
    _check(ws, known, away)
    with ws.transaction("add_leave") as tx:
        row = {"id": away.id, "user_id": user_id, "from_on": first.isoformat(), "why": note}
        told = {"until_on": away.last.isoformat(), "cover_id": cover_id or None}
        tx.insert("leave", {**row, **told, "by_id": ws.user.id, "created_at": tx.now})
        return Written(away.id, _touched(), tx.id)


def move(
    ws: Workspace, leave_id: str, last: date | None, *, cover_id: str | None = None
) -> Written:
    """Give a leave another last day, another cover, or both (None keeps the cover)."""
    old = one(ws, leave_id)
    _need(ws, old.user_id)
    _still(ws, old)
    known = rota(ws, min(old.first, ws.clock.today()), counted=True)
    cover = old.cover_id if cover_id is None else cover_id
    away = replace(old, last=_last(ws, old.first, last), cover_id=cover)
    _check(ws, known, away)
    with ws.transaction("move_leave") as tx:
        told = {"until_on": away.last.isoformat(), "cover_id": away.cover_id or None}
        tx.update("leave", leave_id, told)
        return Written(leave_id, _touched(), tx.id)


def end(ws: Workspace, leave_id: str, on: date | None = None) -> Written:
    """They are back on a day (today): from it on their members are theirs to watch again.

    One that has not begun is taken back. InputRejected (`on`) for a day outside the leave.
    """
    old = one(ws, leave_id)
    _need(ws, old.user_id)
    _still(ws, old)
    today = ws.clock.today()
    back = on or max(today, old.first)
    if back > old.last or back < min(today, old.first):
        raise InputRejected(
            "on",
            _("That day lies outside this leave."),
            _("It runs from {first} to {last}.").format(
                first=day_words(old.first), last=day_words(old.last)
            ),
        )
    with ws.transaction("end_leave") as tx:
        tx.update("leave", leave_id, {"ended_on": max(back, old.first).isoformat()})
        return Written(leave_id, _touched(), tx.id)


def undo(ws: Workspace, written: Written) -> Changes:
    """Take one write of a leave back; InputRejected when it was changed since, or nobody would
    watch then."""
    found = [one for one in take_back.entries(ws.store, written.undo) if one.table == "leave"]
    if not found:
        raise InputRejected(
            "undo", _("There is nothing to take back."), _("It was taken back already.")
        )
    with ws.transaction("undo_leave") as tx:
        take_back.take_back(tx, found)
        since = reads_cover.one(ws.store, written.id)
        if since is not None:
            _watched(ws, rota(ws, since.first, counted=True), since)
    return written.changes


def _need(ws: Workspace, user_id: str) -> None:
    if user_id != ws.user.id:
        permissions.need(ws, "team-leave")


def _still(ws: Workspace, old: Away) -> None:
    if old.back is not None or old.last < ws.clock.today():
        raise InputRejected(
            "leave", _("This leave is over already."), _("Add another if they are away again.")
        )


def _last(ws: Workspace, first: date, last: date | None) -> date:
    if last is None:
        raise InputRejected(
            "until", _("A leave needs a last day."), _("Guess one; it can be moved later.")
        )
    if last < first:
        raise InputRejected("until", _("The last day lies before the first."))
    if last < ws.clock.today():
        raise InputRejected("until", _("These days are over."))
    if (last - first).days >= MOST_DAYS:
        raise InputRejected(
            "until",
            _("A leave is a year at most."),
            _("For a longer one assign the members to somebody else."),
        )
    return last


def _check(ws: Workspace, known: Rota, away: Away) -> None:
    others = [one for one in known.aways if one.id != away.id]
    same = next((one for one in others if one.user_id == away.user_id and one.meets(
        away.first, away.last)), None)  # fmt: skip
    if same is not None:
        raise InputRejected(
            "first",
            _("{name} is away from {first} to {last} already.").format(
                name=known.staff[away.user_id].name,
                first=day_words(same.first),
                last=day_words(same.last),
            ),
            _("Move the last day of that leave instead."),
        )
    if away.cover_id:
        _check_cover(known, away, others)
    _watched(ws, Rota(list(known.staff.values()), [*others, away]), away)


def _check_cover(known: Rota, away: Away, others: Sequence[Away]) -> None:
    cover = known.staff.get(away.cover_id)
    if cover is None or not cover.active:
        raise InputRejected("cover", _("Choose a cover who works here."))
    if cover.id == away.user_id:
        raise InputRejected("cover", _("Nobody covers for themselves."))
    if cover.role not in CARERS:
        raise InputRejected(
            "cover",
            _("{name} carries no caseload.").format(name=cover.name),
            _("Choose a navigator or a supervisor."),
        )
    gone = next((one for one in others if one.user_id == cover.id and one.meets(
        away.first, away.last)), None)  # fmt: skip
    if gone is not None:
        raise InputRejected(
            "cover",
            _("{name} is away from {first} to {last}.").format(
                name=cover.name, first=day_words(gone.first), last=day_words(gone.last)
            ),
            _("Choose somebody who is there on all of these days."),
        )


def _watched(ws: Workspace, known: Rota, away: Away) -> None:
    """Refuse where nobody would watch over somebody's members on one of its days."""
    day = max(away.first, ws.clock.today())
    away_or_left = {one.user_id for one in known.aways} | {
        key for key, one in known.staff.items() if not one.active
    }
    carry = [
        key for key in sorted(away_or_left)
        if (one := known.staff.get(key)) and (one.members or (one.active and one.role in CARERS))
    ]  # fmt: skip
    while day <= away.last:
        for key in carry:
            if not known.watcher(key, day):
                raise InputRejected(
                    "cover",
                    _("On {day} nobody would watch over the members of {name}.").format(
                        day=day_words(day), name=known.staff[key].name
                    ),
                    _("Name somebody who is there on that day."),
                )
        day += timedelta(days=1)


def _row(away: Away, known: Rota, today: date) -> LeaveRow:
    who: Staff = known.staff[away.user_id]
    cover = known.staff.get(away.cover_id)
    over = away.last < today or (away.back is not None and away.back <= max(today, away.first))
    on = max(away.first, today)
    watcher = "" if over else known.watcher(who.id, on)
    name = known.staff[watcher].name if watcher in known.staff else ""
    state = "over" if over else "away" if away.first <= today else "ahead"
    return LeaveRow(
        away.id, who.id, who.name, away.first, away.last, cover.name if cover else "", away.why,
        away.back, who.members, name, state, bool(watcher) and watcher == away.cover_id,
    )  # fmt: skip


def _touched() -> Changes:
    return Changes(plans=True, settings=True, team=True)
