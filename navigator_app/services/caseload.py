"""The caseload: search, filters, sort, windows of rows, and one member whole."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from navigator_app.domain import search
from navigator_app.domain.identifiers import month_bounds
from navigator_app.domain.quick_rows import loose
from navigator_app.domain.records import (
    AttemptRow,
    CaseloadPage,
    CaseloadQuery,
    CaseloadRow,
    Changes,
    JournalRow,
    MemberPage,
    ReferralRow,
)
from navigator_app.domain.vocabulary import AuthorizationStatus, ReferralStatus, Service
from navigator_app.errors import NotFound
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_caseload, reads_member, reads_referrals
from navigator_app.store.reads_caseload import MONTHLY, MOST_MATCHES, Days, Search

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

CONSIDERED = 200
"""Matches among which `find` looks for the best."""

_GATHERED = re.compile(r'"[^"]{4,}"')
"""Words too long for the prefix index: all their matches are gathered before the first is given,
so they are asked for once, not once to count and once to show."""

_SERVICES = {word.slug: word for word in Service}
_STATUSES = {word.slug: word for word in ReferralStatus} | {None: None}
_AUTHORIZATIONS = {word.slug: word for word in AuthorizationStatus} | {None: None}
_day = date.fromisoformat

_EVERYBODY = CaseloadQuery()
_Loose = loose(CaseloadRow)

_Order = tuple[tuple[CaseloadQuery, Days, int], list[int]]
_orders: WeakKeyDictionary[Store, _Order] = WeakKeyDictionary()
"""The last order of row numbers that took all members to find, while nothing is written."""


def page(ws: Workspace, query: CaseloadQuery, offset: int = 0, limit: int = 100) -> CaseloadPage:
    """A window of the members that match. With text, `total` is exact up to 1,000 matches and 1,001
    above (shown as "more than 1,000"); matches that fit in the window stand by name, more as the
    members came in, since sorting them would cost more than finding them. Another order than by
    name holds for up to 1,000 matches."""
    words = search.build_query(query.text, nicknames()) if query.text else ""
    plain = replace(query, text="", sort="name", descending=False) == _EVERYBODY
    asked = Search(words, query, _days_of(ws, query), not plain)
    if words:
        rows, total = _matches(ws.store, asked, offset, limit)
    elif query.sort in ("name", "cin") and not asked.filtered:
        total = reads_caseload.count(ws.store)
        rows = reads_caseload.everybody(ws.store, query, offset, limit)
    else:
        order = _ordered(ws.store, query, asked.days)
        total = len(order)
        rows = reads_caseload.window(ws.store, order[offset : offset + limit])
    return CaseloadPage(_rows(ws, rows, asked.days), total, offset)


def find(ws: Workspace, text: str, limit: int = 8) -> list[CaseloadRow]:
    """The best few members for a few letters, for the attempt log: those of the user at work
    first, then those whose name begins so, then by name."""
    words = search.build_query(text, nicknames())
    if not words:
        return []
    days = _days(ws.clock.today())
    found = reads_caseload.first_matches(ws.store, words, CONSIDERED)
    start = search.folded(text)
    best = reads_caseload.best(ws.store, found, ws.user.id, start, limit)
    return list(_rows(ws, reads_caseload.window(ws.store, best), days))


def member_page(ws: Workspace, member_id: str, *, attempts: int = -1) -> MemberPage:
    """One member whole, or with so many of the newest attempts; NotFound when there is none,
    ReasonNeeded for one of somebody else's caseload."""
    from navigator_app.services import read_reasons, seen, today  # not for a page of rows

    member = reads_member.member(ws.store, member_id)
    if member is None:
        raise _no_member()
    read_reasons.need(ws, member_id)
    told = reads_referrals.attempts_of(ws.store, member_id, limit=attempts)
    return MemberPage(
        member=seen.member(ws, member),
        referrals=tuple(referrals(ws, member_id=member_id)),
        events=seen.marked(ws, "status_event", reads_member.events(ws.store, member_id), member_id),
        authorizations=tuple(reads_member.authorizations(ws.store, member_id)),
        attempts=tuple(seen.attempts(ws, member_id, told)),
        due=tuple(today.due(ws, member_id=member_id)),
    )


def attempts(ws: Workspace, member_id: str, offset: int = 0, limit: int = -1) -> list[AttemptRow]:
    """A member's attempts, newest first, from the one at `offset` on."""
    from navigator_app.services import read_reasons, seen  # as above

    read_reasons.need(ws, member_id)
    found = reads_referrals.attempts_of(ws.store, member_id, offset, limit)
    return seen.attempts(ws, member_id, found)


def referrals(
    ws: Workspace, *, member_id: str = "", status: ReferralStatus | None = None
) -> list[ReferralRow]:
    """Referrals, all or of a member, all or in one status, oldest first."""
    if member_id:
        from navigator_app.services import read_reasons  # as above

        read_reasons.need(ws, member_id)
    ids = reads_member.referral_ids(ws.store, member_id, status.slug if status else "")
    return reads_referrals.referrals(ws.store, ids)


def update_contact(ws: Workspace, member_id: str, **fields: str | bool | None) -> Changes:
    """Change how to reach a member safely: preferred_name, phone, alternate_phone, email,
    last_seen_place, last_seen_on, do_not_leave_word, fleeing_violence, safety_note, navigator_id.
    InputRejected names the field."""
    from navigator_app.services import seen
    from navigator_app.services.contact import checked  # not for a page of rows

    values = checked(ws, seen.writable(ws, member_id, fields))
    before = reads_member.contact(ws.store, member_id, list(values) or ["id"])
    if before is None:
        raise _no_member()
    moved = {
        name: value
        for (name, value), old in zip(values.items(), before, strict=False)
        if value != old
    }
    if not moved:
        return Changes()
    if "navigator_id" in moved:
        from navigator_app.services import assignment, cover, permissions  # not for a page of rows

        permissions.need(ws, "hand-over")  # giving a member away is more than a contact detail
        to_id = str(moved["navigator_id"] or "")
        cover.check_here(ws, to_id, "navigator_id")
        was = before[list(values).index("navigator_id")]
        assignment.check_moved(ws, {member_id: str(was or "")}, to_id)
    with ws.transaction("update_contact") as tx:
        tx.update("member", member_id, moved)
        if moved.keys() & _FOLLOWED:
            from navigator_app.services import places, safety  # not for a page of rows

            safety.follow_record(tx, ws, member_id, moved)
            places.follow_record(tx, ws, member_id, moved)
        words = reads_member.contact(ws.store, member_id, list(_SEARCHED))
        if words is not None and moved.keys() & set(_SEARCHED):
            from navigator_app.services.duplicates import alias_words  # not for a page of rows

            found_by = search.search_text(*words) + alias_words(ws, member_id)
            tx.update("member", member_id, {"search_text": found_by})
    return Changes(members=frozenset({member_id}))


def history(ws: Workspace, record_id: str) -> list[JournalRow]:
    """The journal of one record, oldest first: a member (with its referrals, events,
    authorizations and attempts), or any single record by its id. NotFound when there is none,
    NotAllowed for a role that does not see histories."""
    from navigator_app.services import permissions, read_reasons, seen
    from navigator_app.store import journal_read  # not for a page of rows

    permissions.need_field(ws, "journal")
    rows = journal_read.history(ws.store, reads_member.record_ids(ws.store, record_id))
    for table in {row.table for row in rows if row.record_id == record_id}:
        read_reasons.need_record(ws, table, record_id)
        right = _OF_THE_TEAM.get(table)
        if right is not None and record_id != ws.user.id:
            permissions.need(ws, right)
    if not rows:
        raise NotFound(
            _("No such record"),
            _("The journal has nothing of that record."),
            _("Check the id; a member's stands in the list of members."),
        )
    return seen.history(ws, rows)


_OF_THE_TEAM = {
    "user_profile": "team-profiles",
    "read_reason": "see-readers",
    "chart_review": "chart-review",
    "chart_finding": "chart-review",
}
"""Records about people at work, and whose right it is to read them; one's own profile is one's."""


def languages(ws: Workspace) -> list[str]:
    """The spoken languages on the caseload, for the filter."""
    return reads_caseload.languages(ws.store)


@lru_cache(maxsize=1)
def nicknames() -> dict[str, tuple[str, ...]]:
    """Names that stand for one another, read at the first search."""
    import tomllib

    from navigator_app.paths import resource

    data = tomllib.loads(resource("nicknames.toml").read_text(encoding="utf-8"))
    return search.nickname_table(data["groups"])


_SEARCHED = (
    "first_name",
    "last_name",
    "preferred_name",
    "cin",
    "plan_member_id",
    "date_of_birth",
    "phone",
    "alternate_phone",
)
"""The columns a member is found by, in the order of `search.search_text`."""

_FOLLOWED = {"do_not_leave_word", "fleeing_violence", "last_seen_place", "last_seen_on"}
"""Fields that are also a danger or a place among the people and places."""


def _no_member() -> NotFound:
    return NotFound(
        _("No such member"),
        _("There is no member with that id."),
        _("Look the member up by name or CIN."),
    )


def _matches(store: Store, asked: Search, offset: int, limit: int) -> tuple[list[Any], int]:
    """A window of what a text finds, and how many there are."""
    by_name = asked.query.sort == "name" and not asked.query.descending
    if by_name and not asked.filtered and not offset:
        # The way of every keystroke: what fits in the window is counted and sorted here.
        if _GATHERED.search(asked.words):
            found = reads_caseload.first_matches(store, asked.words, MOST_MATCHES)
            rows = reads_caseload.window(store, found[:limit])
            if len(found) > limit:
                return rows, len(found)
        else:
            rows, more = reads_caseload.first_window(store, asked.words, limit)
            if more:
                return rows, reads_caseload.count_matches(store, asked)
        rows.sort(key=_name)
        return rows, len({row[0] for row in rows})
    total = reads_caseload.count_matches(store, asked)
    in_order = total <= (limit if by_name else MOST_MATCHES - 1)
    return reads_caseload.matches(store, asked, offset, limit, in_order=in_order), total


def _name(row: Any) -> tuple[str, str]:
    return row[23], row[1]


def _ordered(store: Store, query: CaseloadQuery, days: Days) -> list[int]:
    """All row numbers in an order that takes every member to find; kept until the next write."""
    key = replace(query, text=""), days, reads_caseload.written(store)
    kept = _orders.get(store)
    if kept is None or kept[0] != key:
        kept = _orders[store] = key, reads_caseload.ordered(store, query, days)
    return kept[1]


def _days_of(ws: Workspace, query: CaseloadQuery) -> Days:
    """The days that a query turns on; whose coverage is in doubt, where it asks for them."""
    days = _days(ws.clock.today())
    if query.stage:
        from navigator_app.services import capacity_board  # seldom asked for

        days = replace(days, housed_after=capacity_board.housed_after(ws).isoformat())
    if query.due != "coverage":
        return days
    from navigator_app.services import coverage  # seldom asked for

    return replace(days, doubtful=json.dumps(sorted(coverage.in_doubt(ws))))


@lru_cache(maxsize=4)
def _days(today: date) -> Days:
    first, last = month_bounds(f"{today:%Y-%m}")
    _first, next_last = month_bounds(f"{last + timedelta(days=1):%Y-%m}")
    week = today + timedelta(days=7)
    return Days(*(day.isoformat() for day in (today, week, first, last, next_last)))


def _rows(ws: Workspace, found: Sequence[Any], days: Days) -> tuple[CaseloadRow, ...]:
    """The rows of a window: the columns of `reads_caseload`, a row for each referral."""
    plans = reads_caseload.plan_keys(ws.store)
    users = reads_caseload.user_names(ws.store)
    rows: list[CaseloadRow] = []
    start, count = 0, len(found)
    while start < count:
        pk, end = found[start][0], start + 1
        while end < count and found[end][0] == pk:
            end += 1
        rows.append(_row(found[start:end], plans, users, days))
        start = end
    return tuple(rows)


def _row(
    rows: Sequence[Any], plans: dict[str, str], users: dict[str, str], days: Days
) -> CaseloadRow:
    """One member's row; of several referrals the open and young one speaks for them."""
    lead = rows[0] if len(rows) == 1 else max(rows, key=_weight)
    (
        _pk, member_id, first, last, preferred, cin, plan, born, phone, language, navigator,
        homeless, alert, attempt, service, is_open, status, status_on, authorization, ends, rule,
        due, _id, _sort_name, plan_has_it,
    ) = lead  # fmt: skip
    services: tuple[Service, ...]
    if len(rows) > 1:
        due, rule = _next_due(rows, days)
        services = _services(rows)
    else:
        services = (_SERVICES[service],) if service else ()
        month_end = days.next_last if status_on and status_on >= days.first else days.last
        if not is_open:
            due, rule = None, ""
        elif plan_has_it and (not due or month_end < due):
            due, rule = month_end, MONTHLY
    row: CaseloadRow = _Loose(
        member_id,
        first,
        last,
        preferred,
        cin,
        plans[plan],
        _day(born),
        phone,
        language,
        users.get(navigator, ""),
        services,
        _STATUSES[status],
        _AUTHORIZATIONS[authorization],
        _day(ends) if ends else None,
        _day(attempt) if attempt else None,
        _day(due) if due else None,
        rule,
        homeless == 1,
        alert == 1,
    )
    row.__class__ = CaseloadRow
    return row


def _weight(row: Any) -> tuple[int, str]:
    """What makes a referral speak for its member: open, then young."""
    return row[15], row[22]


def _services(rows: Sequence[Any]) -> tuple[Service, ...]:
    """The services of the open referrals, of all when none is open, each once, oldest first."""
    some = [row for row in rows if row[15]] or rows
    return tuple(dict.fromkeys(_SERVICES[row[14]] for row in sorted(some, key=lambda r: r[22])))


def _next_due(rows: Sequence[Any], days: Days) -> tuple[str, str]:
    """The earliest day of the open referrals with its rule: a clock's, else the month's end (the
    next month's once this one has a status)."""
    due, rule = "", ""
    for row in rows:
        if row[15]:
            when, status_on = row[21], row[17]
            if when and (not due or when < due):
                due, rule = when, row[20]
            when = days.next_last if status_on and status_on >= days.first else days.last
            if row[24] and (not due or when < due):
                due, rule = when, MONTHLY
    return due, rule
