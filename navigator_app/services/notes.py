"""Search in everything that was written about members, newest first."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from navigator_app.domain import note_search
from navigator_app.domain.note_search import LONG, LONGEST, Finder
from navigator_app.domain.notes import FoundNote, NoteQuery, NotesPage
from navigator_app.runtime.clock import Clock
from navigator_app.services import permissions, read_reasons
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_notes
from navigator_app.store.reads_notes import Hit

PAGE = 25


def search(
    ws: Workspace, query: NoteQuery, *, cursor: int | None = None, limit: int = PAGE
) -> NotesPage:
    """A page of the texts that hold every word of the query, newest first.

    Words may be unfinished and come in any order; accents, case and punctuation do not matter.
    `cursor` is the one of the page before. An unknown member has no notes. Members of somebody
    else's caseload are left out (`NotesPage.within`) until a reason is given; ReasonNeeded where
    such a one is named.
    """
    words = note_search.words_of(query.text)
    if not note_search.enough(query.text):
        return NotesPage((), enough=False)
    permissions.need_field(ws, "notes", query.member_id)
    pk = reads_notes.member_pk(ws.store, query.member_id) if query.member_id else None
    if query.member_id and pk is None:
        return NotesPage(())
    if query.member_id:
        read_reasons.need(ws, query.member_id)
    within = None if query.member_id else read_reasons.within(ws)
    endings = reads_notes.endings(
        ws.store, [word for word in words if LONG <= len(word) <= LONGEST]
    )
    hits = reads_notes.matches(
        ws.store,
        note_search.build_query(words, endings, pk),
        before=cursor,
        minutes=(_minute(ws.clock, query.first), _minute(ws.clock, query.last, 1)),
        kinds=query.kinds,
        navigator_id=query.navigator_id,
        within=within,
        limit=limit + 1,
    )
    finder = Finder(words)
    rows = tuple(_row(hit, finder, ws.clock) for hit in hits[:limit])
    cursor = hits[limit - 1].number if len(hits) > limit else None
    return NotesPage(rows, cursor, within=within is not None)


def _minute(clock: Clock, day: date | None, more: int = 0) -> int | None:
    """The minute since 1970 that a local day begins with."""
    if day is None:
        return None
    start = datetime.combine(day + timedelta(days=more), datetime.min.time())
    return int(clock.to_utc(start).timestamp()) // 60


def _row(hit: Hit, finder: Finder, clock: Clock) -> FoundNote:
    moment = datetime.fromisoformat(hit.at) if len(hit.at) > 10 else None
    zone = Clock(hit.zone) if hit.zone and hit.zone != clock.zone else clock
    return FoundNote(
        id=hit.record_id,
        kind=hit.kind,
        member_id=hit.member_id,
        first_name=hit.first_name,
        last_name=hit.last_name,
        on=zone.to_local(moment).date() if moment else date.fromisoformat(hit.at),
        at=moment,
        by=hit.by,
        snippet=finder.snippet(hit.text),
    )
