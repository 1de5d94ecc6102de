"""Everything about one member in one line in time: filtered, searched, paged or whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from navigator_app.domain import note_search
from navigator_app.domain.note_search import LONG, LONGEST, Finder
from navigator_app.domain.timeline import (
    GROUP_OF,
    GROUPS,
    Cursor,
    TimelinePage,
    TimelineQuery,
    TimelineRow,
)
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.runtime.clock import Clock
from navigator_app.services import permissions, read_reasons, seen
from navigator_app.services.timeline_words import say
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_caseload, reads_looks, reads_notes, reads_timeline
from navigator_app.store.reads_timeline import Place
from navigator_app.store.tx import utc_text

PAGE = 50
SHOWN = 600
"""Letters of a text that a line shows; `whole` gives all of it."""

_AT_ONCE = 1000
_TOLD_BY_TEXT = {"outreach_attempt", "encounter"}
"""What there may be thousands of: found by what was written of it alone."""

MOST_FOUND = 5000
"""Records of one member that a search looks at; nobody reads on for so long."""


def page(
    ws: Workspace,
    member_id: str,
    query: TimelineQuery | None = None,
    *,
    cursor: Cursor | None = None,
    limit: int = PAGE,
) -> TimelinePage:
    """Some of a member's lines, newest first; `cursor` is the one of the page before.

    With a text only records whose own text holds every word of it. NotFound for an unknown member,
    InputRejected for a group there is not.
    """
    asked = query or TimelineQuery()
    words = note_search.words_of(asked.text)
    if asked.text.strip() and not note_search.enough(asked.text):
        return TimelinePage((), enough=False)
    places = _places(ws, member_id, asked, words, cursor, limit + 1)
    shown = places[:limit]
    last = shown[-1] if len(places) > limit else None
    rows = tuple(seen.lines(ws, _rows(ws, shown, words), member_id))
    return TimelinePage(rows, _cursor(last) if last else None)


def printable(
    ws: Workspace, member_id: str, query: TimelineQuery | None = None
) -> Iterator[TimelineRow]:
    """All lines, oldest first, as they stand on paper: bodies whole."""
    asked = query or TimelineQuery()
    words = note_search.words_of(asked.text)
    found: list[Place] = []
    while True:
        last = _cursor(found[-1]) if found else None
        some = _places(ws, member_id, asked, words, last, _AT_ONCE)
        found += some
        if len(some) < _AT_ONCE:
            break
    found.reverse()
    for first in range(0, len(found), PAGE):
        some_rows = _rows(ws, found[first : first + PAGE], words, whole=True)
        yield from seen.lines(ws, some_rows, member_id)


def whole(ws: Workspace, kind: str, record_id: str, what: str = "") -> TimelineRow:
    """One record with everything that was written of it; NotFound when there is none."""
    branch = next(
        (one for one in reads_timeline.BRANCHES if (one.table, one.what) == (kind, what)), None
    )
    place = reads_timeline.place(ws.store, branch, record_id) if branch else None
    if branch is None or place is None:
        raise NotFound(_("No such record"), _("There is no record with that id."))
    member_id = reads_looks.member_of(ws.store, branch, record_id)
    read_reasons.need(ws, member_id)
    shown = list(seen.lines(ws, _rows(ws, [place], [], whole=True), member_id))
    if not shown:
        raise seen.glass(member_id)
    return shown[0]


def _places(
    ws: Workspace,
    member_id: str,
    asked: TimelineQuery,
    words: Sequence[str],
    cursor: Cursor | None,
    limit: int,
) -> list[Place]:
    pk = reads_notes.member_pk(ws.store, member_id)
    if pk is None:
        raise NotFound(
            _("No such member"),
            _("There is no member with that id."),
            _("Look the member up by name or CIN."),
        )
    read_reasons.need(ws, member_id)
    kinds, ids = _kinds(asked.groups), None
    if words:  # who does not see the notes does not find by them either
        by_text = _found(ws, words, pk) if permissions.sees(ws, seen.NOTES, member_id) else []
        found = [hit for hit in by_text if hit[0] in kinds]
        found += _titled(ws, member_id, kinds - _TOLD_BY_TEXT, words)
        kinds, ids = {kind for kind, _id in found}, [record for _kind, record in found]
    return reads_timeline.places(
        ws.store,
        member_id,
        kinds,
        first=_moment(ws.clock, asked.first),
        before=_moment(ws.clock, asked.last, 1),
        user_id=asked.user_id,
        ids=ids,
        after=cursor,
        limit=limit,
    )


def _cursor(place: Place) -> Cursor:
    return Cursor(place.at, place.kind, place.id)


def _kinds(groups: Sequence[str]) -> set[str]:
    unknown = [group for group in groups if group not in GROUPS]
    if unknown:
        raise InputRejected(
            "kind",
            _("There is no kind “{kind}”.").format(kind=unknown[0]),
            _("Choose among: {kinds}.").format(kinds=", ".join(GROUPS)),
        )
    return {kind for group in (groups or GROUPS) for kind in GROUPS[group]}


def _found(ws: Workspace, words: Sequence[str], pk: int) -> list[tuple[str, str]]:
    endings = reads_notes.endings(ws.store, [w for w in words if LONG <= len(w) <= LONGEST])
    asked = note_search.build_query(words, endings, pk)
    return reads_timeline.matching(ws.store, asked, MOST_FOUND)


def _titled(
    ws: Workspace, member_id: str, kinds: set[str], words: Sequence[str]
) -> list[tuple[str, str]]:
    """Records whose line says the words though nobody wrote them: "denied", "voucher"."""
    places = reads_timeline.places(ws.store, member_id, kinds, limit=MOST_FOUND)
    wanted = tuple(words)
    found = []
    for row in seen.lines(ws, _rows(ws, places, [], whole=True), member_id):
        said = note_search.note_words(f"{row.title} {row.body}").split()
        if all(any(word.startswith(one) for word in said) for one in wanted):
            found.append((row.kind, row.id))
    return found


def _moment(clock: Clock, day: date | None, more: int = 0) -> str:
    """The UTC text of a local day's beginning."""
    if day is None:
        return ""
    start = datetime.combine(day + timedelta(days=more), datetime.min.time())
    return utc_text(clock.to_utc(start))


def _rows(
    ws: Workspace, places: Sequence[Place], words: Sequence[str], *, whole: bool = False
) -> Iterator[TimelineRow]:
    """Read what the records say, table by table, and put it into words in the line's order."""
    by_kind: dict[str, list[str]] = {}
    for place in places:
        by_kind.setdefault(place.kind.partition(":")[0], []).append(place.id)
    told = {
        kind: reads_timeline.told(ws.store, kind, sorted(set(ids))) for kind, ids in by_kind.items()
    }
    names = reads_caseload.user_names(ws.store)
    finder = Finder(words) if words else None
    for place in places:
        kind, _sep, what = place.kind.partition(":")
        record = told[kind].get(place.id)
        if record is not None:
            yield _row(ws.clock, place, kind, what, record, names, finder, whole)


def _row(
    clock: Clock,
    place: Place,
    kind: str,
    what: str,
    record: dict[str, object],
    names: dict[str, str],
    finder: Finder | None,
    whole: bool,
) -> TimelineRow:
    said = say(kind, what, record)
    at = datetime.fromisoformat(place.at)
    zone = str(record.get("zone") or clock.zone)
    body, longer = said.body, not whole and len(said.body) > SHOWN
    if longer:
        body = finder.snippet(body, SHOWN // 3).text if finder else _beginning(body)
    return TimelineRow(
        id=place.id,
        kind=kind,
        what=what,
        group=GROUP_OF[kind],
        on=at.astimezone(UTC).date() if place.by_day else Clock(zone).to_local(at).date(),
        at=None if place.by_day else at,
        zone=zone,
        by=names.get(place.user_id or "", ""),
        title=said.title,
        body=body,
        tone=said.tone,
        struck=said.struck,
        longer=longer,
        marks=tuple(finder.places(body)) if finder else (),
    )


def _beginning(body: str) -> str:
    space = body.rfind(" ", SHOWN // 2, SHOWN)
    return body[: space if space > 0 else SHOWN] + " …"
