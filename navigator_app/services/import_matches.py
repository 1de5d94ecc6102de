"""Rows of a staged file that may be members taken in without a CIN, or whose CIN was put right
here: suggested, never merged alone.

The same name and date of birth, or the CIN as it was, make a suggestion; the phone only speaks for
or against it. Nobody is suggested for a shared phone, address, last name or birth date: households
and twins share them.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from navigator_app.domain import search
from navigator_app.domain.identifiers import NO_CIN, uuid7
from navigator_app.domain.import_matches import Match, PhoneSays
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _, ngettext
from navigator_app.services import import_authorizations, import_review, intake, member_identity
from navigator_app.services.import_compare import AT, SEPARATOR
from navigator_app.store import reads_matches

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

_SPEAKS = list(PhoneSays)
_KEY = tuple[str, str]


def suggest(ws: Workspace, import_id: str) -> list[Match]:
    """The matches of a file that waits for review, those whose phone is the same first.

    Those that somebody told apart are left out. A file that does not wait has none.
    """
    if import_review.file(ws, import_id).state != "staged":
        return []
    here = reads_matches.without_cin(ws.store)
    before = {row[-1]: row[:-1] for row in reads_matches.renumbered(ws.store)}
    if not here and not before:
        return []
    by_key: dict[_KEY, list[tuple[Any, ...]]] = {}
    for row in here:
        by_key.setdefault((row[3], row[4]), []).append(row)
    known = [row[0] for row in (*here, *before.values())]
    apart = reads_matches.told_apart(ws.store, known)
    found = []
    for typed in reads_matches.new_people(ws.store, import_id):
        values = typed.split(SEPARATOR)
        first, last, born = (values[AT[n]] for n in ("first_name", "last_name", "date_of_birth"))
        again = before.get(values[AT["cin"]])  # the CIN that was put right here
        alike = by_key.get((search.sort_name(first, last), born), [])
        for row in [*alike, *([again] if again else [])]:
            match = _match(values, row)
            if (match.member_id, match.cin) not in apart:
                found.append(match)
    return sorted(_counted(found), key=lambda one: (_SPEAKS.index(one.phones), one.cin))


def warning(count: int) -> str:
    """One sentence for a file with matches, empty without any."""
    if not count:
        return ""
    return ngettext(
        "{n} person of the file may be here already, without a CIN or with another: look before "
        "you take it in.",
        "{n} people of the file may be here already, without a CIN or with another: look before "
        "you take it in.",
        count,
    ).format(n=count)


def same_person(ws: Workspace, import_id: str, cin: str, member_id: str) -> tuple[Match, Changes]:
    """The reviewer says that they are one: the member gets the CIN, and the file is compared anew,
    so that its rows attach to the member once it is taken in. InputRejected (`match`) for a pair
    that is not suggested any more."""
    match = _suggested(ws, import_id, cin, member_id)
    if match.stand_in.startswith(NO_CIN):
        changes = intake.set_cin(ws, member_id, cin)
    else:
        known = replace(member_identity.known(ws, member_id), cin=cin)
        changes = member_identity.correct(ws, member_id, known, _("As the plan’s file has it"))[1]
    _compare_anew(ws, import_id)
    return match, Changes(members=changes.members, files=True)


def undo_same(ws: Workspace, import_id: str, match: Match) -> Changes:
    """Take the answer back while the file waits: the member has no CIN again."""
    if match.stand_in.startswith(NO_CIN):
        changes = intake.forget_cin(ws, match.member_id, match.stand_in)
    else:
        changes = member_identity.undo_latest(ws, match.member_id)
    _compare_anew(ws, import_id)
    return Changes(members=changes.members, files=True)


def another_person(ws: Workspace, import_id: str, cin: str, member_id: str) -> Changes:
    """The reviewer says that they are two: the file brings a new member, and nobody is asked about
    these two again. InputRejected (`match`) for a pair that is not suggested any more."""
    _suggested(ws, import_id, cin, member_id)
    with ws.transaction("tell_apart") as tx:
        row = {"id": uuid7(), "member_id": member_id, "cin": cin, "user_id": ws.user.id}
        tx.insert("not_same_person", {**row, "created_at": tx.now})
    return Changes(members=frozenset({member_id}), files=True)


def undo_another(ws: Workspace, cin: str, member_id: str) -> Changes:
    """Take that answer back: they are suggested again."""
    with ws.transaction("tell_apart") as tx:
        tx.execute("DELETE FROM not_same_person WHERE member_id = ? AND cin = ?", (member_id, cin))
    return Changes(members=frozenset({member_id}), files=True)


def _match(values: list[str], row: tuple[Any, ...]) -> Match:
    member_id, stand_in, name, _sort, born, phone, plan, services = row
    return Match(
        cin=values[AT["cin"]],
        name=f"{values[AT['first_name']]} {values[AT['last_name']]}".strip(),
        born=date.fromisoformat(born),
        phone=values[AT["phone"]],
        member_id=member_id,
        member_name=name,
        member_phone=phone,
        stand_in=stand_in,
        plan=plan,
        services=tuple(dict.fromkeys(json.loads(services))),
    )


def _counted(found: list[Match]) -> list[Match]:
    """How many more each name and birth date fits."""
    cins = Counter(one.cin for one in found)
    members = Counter(one.member_id for one in found)
    return [replace(one, others=cins[one.cin] + members[one.member_id] - 2) for one in found]


def _suggested(ws: Workspace, import_id: str, cin: str, member_id: str) -> Match:
    for one in suggest(ws, import_id):
        if (one.cin, one.member_id) == (cin, member_id):
            return one
    raise InputRejected(
        "match",
        _("These two are not asked about any more."),
        _("Look at the list again."),
    )


def _compare_anew(ws: Workspace, import_id: str) -> None:
    import_authorizations.compare_anew(ws, import_review.file(ws, import_id))
