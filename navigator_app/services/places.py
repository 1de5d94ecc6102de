"""Places a member was seen, and the sources looked through to find them.

The record's own "last seen" follows the newest place, whether somebody wrote it down, an attempt
met the member there, or the contact form says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.people import FOUND
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import housing_checks as checks
from navigator_app.services import people_checks
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_people

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """A sighting as somebody enters it."""

    place: str
    seen: date
    confidence: str
    when_there: str = ""
    seen_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """One source looked through: found, nothing, or no-access."""

    source: str
    found: str
    note: str = ""


def save(ws: Workspace, member_id: str, draft: PlaceDraft, place_id: str = "") -> Written:
    """Write a sighting down, or anew. InputRejected for no place, a day ahead or of another
    century, or a word of confidence that is not in the list."""
    checks.check_member(ws, member_id)
    checks.past(ws, "seen", draft.seen)
    checks.near(ws, "seen", draft.seen)
    sure = [one.id for one in people_checks.lists().confidences]
    values = {
        "place": checks.line("place", draft.place, _("Say where the member was seen.")),
        "seen_on": draft.seen.isoformat(),
        "confidence": checks.one_of("confidence", draft.confidence, sure),
        "when_there": checks.line("when_there", draft.when_there),
        "seen_by": checks.line("seen_by", draft.seen_by),
        "note": checks.note(draft.note),
    }
    if place_id:
        people_checks.known(ws, "place_seen", place_id, member_id)
    with ws.transaction("amend_place_seen" if place_id else "add_place_seen") as tx:
        hold(tx, ws, [member_id])
        key = people_checks.put(tx, ws, "place_seen", member_id, values, place_id, signed=True)
        reads_people.refresh_last_seen(tx, [member_id])
        return Written(key, Changes(members=frozenset({member_id})), tx.id)


def look(ws: Workspace, member_id: str, on: date, looks: Sequence[Look]) -> Written:
    """Record a run through the list of places to look: one row for each source looked through.

    InputRejected for none at all, a day ahead, or a source that is not in the list.
    """
    checks.check_member(ws, member_id)
    checks.past(ws, "on", on)
    checks.near(ws, "on", on)
    if not looks:
        raise InputRejected(
            "looks", _("Nothing was looked through."), _("Say of one source at least what came.")
        )
    sources = [one.id for one in people_checks.lists().places_to_look]
    rows = [
        {
            "source": checks.one_of("looks", one.source, sources),
            "found": checks.one_of("looks", one.found, FOUND),
            "note": checks.note(one.note, f"note-{one.source}"),
            "checked_on": on.isoformat(),
        }
        for one in looks
    ]
    with ws.transaction("record_locate_checks") as tx:
        made = [
            people_checks.put(tx, ws, "locate_check", member_id, row, signed=True) for row in rows
        ]
        return Written(made[0], Changes(members=frozenset({member_id})), tx.id)


def hold(tx: Tx, ws: Workspace, member_ids: Collection[str]) -> None:
    """Write down as a place what only the record says, before "last seen" moves on."""
    for member_id in member_ids:
        row = tx.execute(
            "SELECT last_seen_place, last_seen_on FROM member WHERE id = ?", (member_id,)
        ).fetchone()
        if not row or not row[0] or not row[1]:
            continue
        sql = reads_people.SEEN.format(where="WHERE p.member_id = ?1")
        here = tx.execute(
            f"SELECT 1 FROM ({sql}) WHERE place = ?2 AND seen_on = ?3",  # noqa: S608
            (member_id, row[0], row[1]),
        ).fetchone()
        if here is None:
            values = {"place": row[0], "seen_on": row[1]}
            people_checks.put(tx, ws, "place_seen", member_id, values, signed=True)


def follow_record(tx: Tx, ws: Workspace, member_id: str, moved: Mapping[str, object]) -> None:
    """Write down the place that the contact form has just put on the record."""
    if "last_seen_place" in moved or "last_seen_on" in moved:
        hold(tx, ws, [member_id])
