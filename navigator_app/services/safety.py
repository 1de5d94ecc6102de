"""Dangers around a member: written down, reviewed, ended, and what each rules.

`for_screen` is what must be said before anybody calls, writes or knocks; `for_print` is what a
print leaves out. Both go by the flags in force. Two kinds are fields of the member's own record,
too ("do not leave word", "fleeing violence"): flag and field are written together, whichever form
was used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain import people
from navigator_app.domain.housing_rows import Written
from navigator_app.domain.people import Danger, FlagRow, PrintRules, ScreenRules
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import housing_checks as checks
from navigator_app.services import people_checks, read_reasons, seen
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_people

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

COLUMNS = ("do_not_leave_word", "fleeing_violence")
"""Fields of the record that stand and fall with a flag."""


@dataclass(frozen=True, slots=True)
class FlagDraft:
    """A danger as somebody enters it."""

    kind: str
    starts: date
    note: str = ""
    review: date | None = None


def flags(ws: Workspace, member_id: str) -> tuple[FlagRow, ...]:
    """All dangers of a member, those in force first; a field of the record that no flag stands
    for is one without an id."""
    read_reasons.need(ws, member_id)
    return _shown(ws, member_id)


def for_screen(ws: Workspace, member_id: str) -> ScreenRules:
    """What every screen says first of this member, and what must not be done."""
    found = _shown(ws, member_id)
    rules = people.screen_rules(found, people_checks.lists(), ws.clock.today())
    told = tuple((_(banner), note) for banner, note in rules.banners)
    review = tuple(_(one) for one in rules.review)
    return ScreenRules(told, rules.leave_word, rules.mail, rules.alone, review)


def for_print(ws: Workspace, member_id: str) -> PrintRules:
    """What a print of this member must leave out. A form or an export asks before it renders."""
    rules = people.print_rules(_shown(ws, member_id), people_checks.lists())
    return PrintRules(rules.hide, rules.roles, rules.mail, tuple(_(one) for one in rules.why))


def lines(ws: Workspace, member_id: str) -> list[str]:
    """The words of a danger notice: each danger with its note; empty where there is none."""
    read_reasons.need(ws, member_id)
    return [f"{banner} {note}".strip() for banner, note in for_screen(ws, member_id).banners]


def save(ws: Workspace, member_id: str, draft: FlagDraft, flag_id: str = "") -> Written:
    """Raise a flag or amend one. InputRejected for a kind that stands already, a first day ahead,
    or a review before it."""
    checks.check_member(ws, member_id)
    kinds = [one.id for one in people_checks.lists().dangers]
    checks.one_of("kind", draft.kind, kinds)
    checks.past(ws, "starts", draft.starts)
    people_checks.in_order("review", draft.starts, draft.review)
    checks.near(ws, "review", draft.review)
    standing = [one for one in people.in_force(_flags(ws, member_id)) if one.kind == draft.kind]
    if any(one.id != flag_id for one in standing):
        raise InputRejected(
            "kind", _("This danger is on record already."), _("Amend that entry, or end it.")
        )
    values = {
        "kind": draft.kind,
        "starts_on": draft.starts.isoformat(),
        "review_on": checks.text_of(draft.review),
        "note": checks.note(draft.note),
    }
    if flag_id:
        people_checks.known(ws, "safety_flag", flag_id, member_id)
    with ws.transaction("amend_safety_flag" if flag_id else "add_safety_flag") as tx:
        hold(tx, ws, member_id)
        key = people_checks.put(tx, ws, "safety_flag", member_id, values, flag_id, signed=True)
        _set_columns(tx, member_id)
        return Written(key, Changes(members=frozenset({member_id})), tx.id)


def end(ws: Workspace, member_id: str, kind: str, on: date, why: str) -> Written:
    """Take a danger down. InputRejected without a reason, for a day ahead or before it began, and
    where it does not stand."""
    reason = checks.line("why", why, _("Say why it is no longer a danger."))
    checks.past(ws, "on", on)
    standing = [one for one in people.in_force(flags(ws, member_id)) if one.kind == kind]
    if not standing:
        raise InputRejected("kind", _("This danger does not stand any more."))
    for one in standing:
        people_checks.in_order("on", one.starts if one.id else None, on)
    with ws.transaction("end_safety_flag") as tx:
        hold(tx, ws, member_id)
        _end(tx, member_id, kind, on, reason)
        _set_columns(tx, member_id)
        return Written(standing[0].id, Changes(members=frozenset({member_id})), tx.id)


def follow_record(tx: Tx, ws: Workspace, member_id: str, moved: Mapping[str, object]) -> None:
    """Raise or end the flags of fields that another form has just written on the record."""
    today = ws.clock.today()
    for column in COLUMNS:
        if column not in moved:
            continue
        danger = people_checks.lists().setting(column)
        if moved[column] and not _stands(tx, member_id, danger.id):
            _raise(tx, ws, member_id, danger, today)
        elif not moved[column]:
            _end(tx, member_id, danger.id, today, _("Unchecked with how to reach the member"))


def hold(tx: Tx, ws: Workspace, member_id: str) -> None:
    """Give a field of the record that no flag stands for its flag, before anything moves."""
    for column in COLUMNS:
        danger = people_checks.lists().setting(column)
        row = tx.execute(
            f"SELECT {column} FROM member WHERE id = ?",  # noqa: S608 - names are ours
            (member_id,),
        ).fetchone()
        if row and row[0] and not _stands(tx, member_id, danger.id):
            _raise(tx, ws, member_id, danger, ws.clock.today())


def _flags(ws: Workspace, member_id: str) -> tuple[FlagRow, ...]:
    found = reads_people.flags(ws.store, member_id)
    record = reads_people.about(ws.store, member_id) or {}
    standing = {one.kind for one in people.in_force(found)}
    bare = [
        FlagRow("", member_id, danger.id, "", None, None, None, "", "")
        for danger in (people_checks.lists().setting(column) for column in COLUMNS)
        if record.get(danger.sets) and danger.id not in standing
    ]
    return (*bare, *found)


def _stands(tx: Tx, member_id: str, kind: str) -> bool:
    sql = "SELECT 1 FROM safety_flag WHERE member_id = ? AND kind = ? AND ended_on IS NULL"
    return tx.execute(sql, (member_id, kind)).fetchone() is not None


def _raise(tx: Tx, ws: Workspace, member_id: str, danger: Danger, today: date) -> None:
    values = {"kind": danger.id, "starts_on": today.isoformat()}
    people_checks.put(tx, ws, "safety_flag", member_id, values, signed=True)


def _end(tx: Tx, member_id: str, kind: str, on: date, why: str) -> None:
    tx.execute(
        "UPDATE safety_flag SET ended_on = max(starts_on, ?), ended_why = ? "
        "WHERE member_id = ? AND kind = ? AND ended_on IS NULL",
        (on.isoformat(), why, member_id, kind),
    )


def _set_columns(tx: Tx, member_id: str) -> None:
    for column in COLUMNS:
        stands = int(_stands(tx, member_id, people_checks.lists().setting(column).id))
        tx.execute(
            f"UPDATE member SET {column} = ? WHERE id = ? AND {column} <> ?",  # noqa: S608
            (stands, member_id, stands),
        )


def _shown(ws: Workspace, member_id: str) -> tuple[FlagRow, ...]:
    """What whoever is at work sees of each danger: its kind always, its note by role, and of
    somebody else's member with a reason only."""
    checks.check_member(ws, member_id)
    return seen.flags(ws, member_id, _flags(ws, member_id))
