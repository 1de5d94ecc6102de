"""The housing search as it stands in the store: one member's, and the team's board."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from navigator_app.domain.housing import Household, Income, Stage, Step
from navigator_app.domain.housing_rows import (
    AccommodationRow,
    ApplicationRow,
    EntryRow,
    EventRow,
    PreferenceRow,
    SearchFacts,
    SubsidyRow,
    TeamRow,
)
from navigator_app.store.reads_referrals import day

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_MINE = "IN (SELECT value FROM json_each(?))"
UNDER_WAY = "('looking', 'showing', 'applied', 'denied', 'appealed', 'approved', 'lease')"


def facts(store: Store, member_id: str, today: date) -> SearchFacts:
    """Everything of one member's search."""
    return SearchFacts(
        member_id=member_id,
        preference=preference(store, member_id),
        applications=applications(store, member_id),
        accommodations=accommodations(store, member_id),
        subsidies=subsidies(store, member_id),
        entries=entries(store, member_id),
        household=household(store, member_id),
        income=income(store, member_id, today),
    )


def preference(store: Store, member_id: str) -> PreferenceRow | None:
    """What a member looks for, None while nobody asked."""
    row = store.one(
        "SELECT member_id, areas, avoid, kinds, bedrooms, most_rent_cents, move_by_on, features, "
        "pets, near, note FROM housing_preference WHERE member_id = ?",
        (member_id,),
    )
    if row is None:
        return None
    return PreferenceRow(
        row[0], row[1], row[2], _list(row[3]), row[4], row[5], day(row[6]), _list(row[7]),
        flag(row[8]), row[9], row[10],
    )  # fmt: skip


def applications(store: Store, member_id: str) -> tuple[ApplicationRow, ...]:
    """A member's homes under way and ended, the latest moved first."""
    sql = _APPLICATIONS + "WHERE a.member_id = ? ORDER BY a.stage_on DESC, a.id DESC"
    return _with_events(store, store.query(sql, (member_id,)))


def application(store: Store, application_id: str) -> ApplicationRow | None:
    """One of them."""
    found = store.query(_APPLICATIONS + "WHERE a.id = ?", (application_id,))
    return next(iter(_with_events(store, found)), None)


def _with_events(store: Store, rows: list[tuple[Any, ...]]) -> tuple[ApplicationRow, ...]:
    happened = _events(store, [row[0] for row in rows])
    return tuple(_application(row, happened.get(row[0], ())) for row in rows)


def _events(store: Store, ids: Iterable[str]) -> dict[str, tuple[EventRow, ...]]:
    found: dict[str, list[EventRow]] = {}
    for r in store.query(
        "SELECT e.application_id, e.id, e.kind, e.on_date, e.at_utc, e.reason, e.cents, e.note, "  # noqa: S608
        "coalesce(u.name, '') FROM housing_event e LEFT JOIN \"user\" u ON u.id = e.user_id "
        f"WHERE e.undone_at IS NULL AND e.application_id {_MINE} "
        "ORDER BY e.created_at DESC, e.id DESC",
        (json.dumps(list(ids)),),
    ):
        row = EventRow(r[1], Step.from_slug(r[2]), _day(r[3]), moment(r[4]), r[5], r[6], r[7], r[8])
        found.setdefault(r[0], []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def _application(r: tuple[Any, ...], events: tuple[EventRow, ...]) -> ApplicationRow:
    showings = [one.at for one in events if one.step is Step.SHOWING and one.at is not None]
    return ApplicationRow(
        id=r[0], member_id=r[1], unit_id=r[2], title=r[3], place=r[4], landlord=r[5],
        landlord_phone=r[6], rent_cents=r[7], stage=Stage.from_slug(r[8]), stage_on=_day(r[9]),
        next_step=r[10], next_on=day(r[11]), appeal_by=day(r[12]), ended_why=r[13],
        showing_at=showings[0] if showings else None, events=events,
    )  # fmt: skip


def team(store: Store, *, member_id: str = "", stage: Stage | None = None) -> list[TeamRow]:
    """Applications of everybody, by member; merged members stand under the one that was kept."""
    where, params = ["m.merged_into_id IS NULL"], []
    if member_id:
        where.append("a.member_id = ?")
        params.append(member_id)
    if stage is not None:
        where.append("a.stage = ?")
        params.append(stage.slug)
    sql = (
        "SELECT a.id, a.member_id, m.first_name || ' ' || m.last_name, m.cin, "  # noqa: S608
        f"coalesce(n.name, ''), {TITLE}, a.stage, a.stage_on, a.next_step, a.next_on, "
        "a.appeal_by_on FROM housing_application a JOIN member m ON m.id = a.member_id "
        'LEFT JOIN "user" n ON n.id = m.navigator_id '
        "LEFT JOIN housing_unit h ON h.id = a.unit_id "
        f"WHERE {' AND '.join(where)} ORDER BY m.sort_name, m.id, a.stage_on DESC, a.id DESC"
    )
    return [
        TeamRow(r[0], r[1], r[2].strip(), r[3], r[4], r[5], Stage.from_slug(r[6]), _day(r[7]),
                r[8], day(r[9]), day(r[10]))
        for r in store.query(sql, params)
    ]  # fmt: skip


def subsidies(store: Store, member_id: str) -> tuple[SubsidyRow, ...]:
    """A member's vouchers and subsidies, the latest first."""
    sql = _SUBSIDIES + "WHERE member_id = ? ORDER BY created_at DESC, id DESC"
    return tuple(_subsidy(row) for row in store.query(sql, (member_id,)))


def subsidy(store: Store, subsidy_id: str) -> SubsidyRow | None:
    """One of them."""
    row = store.one(_SUBSIDIES + "WHERE id = ?", (subsidy_id,))
    return _subsidy(row) if row else None


def _subsidy(r: tuple[Any, ...]) -> SubsidyRow:
    return SubsidyRow(
        r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], day(r[8]), day(r[9]), day(r[10]),
        day(r[11]), r[12],
    )  # fmt: skip


def accommodations(store: Store, member_id: str) -> tuple[AccommodationRow, ...]:
    """Reasonable accommodations of a member, the latest first."""
    sql = _ACCOMMODATIONS + "WHERE q.member_id = ? ORDER BY q.asked_on DESC, q.id DESC"
    return tuple(_accommodation(row) for row in store.query(sql, (member_id,)))


def accommodation(store: Store, request_id: str) -> AccommodationRow | None:
    """One of them."""
    row = store.one(_ACCOMMODATIONS + "WHERE q.id = ?", (request_id,))
    return _accommodation(row) if row else None


def _accommodation(r: tuple[Any, ...]) -> AccommodationRow:
    return AccommodationRow(r[0], r[1], r[2], r[3], r[4], r[5], day(r[6]), day(r[7]), r[8], r[9])


def entries(store: Store, member_id: str) -> tuple[EntryRow, ...]:
    """Coordinated entry over time, newest first."""
    rows = store.query(
        "SELECT c.id, c.member_id, c.on_date, c.status, c.tool, c.score, c.matched_to, c.hmis_id, "
        "c.note, coalesce(u.name, '') FROM coordinated_entry c "
        'LEFT JOIN "user" u ON u.id = c.user_id '
        "WHERE c.member_id = ? ORDER BY c.on_date DESC, c.id DESC",
        (member_id,),
    )
    return tuple(EntryRow(r[0], r[1], _day(r[2]), *r[3:]) for r in rows)


def household(store: Store, member_id: str) -> Household:
    """Who moves in: the member, and others as far as somebody asked."""
    row = store.one(
        "SELECT coalesce(sum(moves_in = 1), 0), coalesce(sum(moves_in IS NULL), 0) "
        "FROM household_person WHERE member_id = ? AND left_on IS NULL",
        (member_id,),
    )
    return Household(1 + int(row[0]), int(row[1])) if row else Household()


def income(store: Store, member_id: str, today: date) -> Income:
    """What runs on a day, of the member and of those who have not left the household."""
    rows = store.query(
        "SELECT i.source, i.cents, i.verified_on IS NULL FROM income i "
        "LEFT JOIN household_person p ON p.id = i.person_id "
        "WHERE i.member_id = ? AND (i.starts_on IS NULL OR i.starts_on <= ?) "
        "AND (i.ends_on IS NULL OR i.ends_on >= ?) AND p.left_on IS NULL "
        "AND coalesce(p.moves_in, 1) = 1 ORDER BY i.cents DESC, i.id",
        (member_id, today.isoformat(), today.isoformat()),
    )
    return Income(
        sum(row[1] for row in rows),
        tuple((row[0], row[1]) for row in rows),
        sum(row[1] for row in rows if row[2]),
    )


def flag(value: int | None) -> bool | None:
    """Yes, no, or not known."""
    return None if value is None else bool(value)


def moment(text: str | None) -> datetime | None:
    """A kept moment."""
    return datetime.fromisoformat(text) if text else None


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _list(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text or "[]"))


TITLE = (  # of application `a` and its home `h`
    "CASE WHEN h.id IS NULL THEN a.title WHEN h.unit_number = '' THEN h.address "
    "ELSE h.address || ', ' || h.unit_number END"
)
_APPLICATIONS = (
    f"SELECT a.id, a.member_id, a.unit_id, {TITLE}, "  # noqa: S608
    "trim(coalesce(h.city, '') || ' ' || coalesce(h.zip, '')), coalesce(l.name, ''), "
    "coalesce(l.phone, ''), h.rent_cents, a.stage, a.stage_on, a.next_step, a.next_on, "
    "a.appeal_by_on, a.ended_why FROM housing_application a "
    "LEFT JOIN housing_unit h ON h.id = a.unit_id LEFT JOIN landlord l ON l.id = h.landlord_id "
)
_SUBSIDIES = (
    "SELECT id, member_id, kind, issuer, number, bedrooms, cents, state, applied_on, issued_on, "
    "expires_on, extended_to_on, note FROM subsidy "
)
_ACCOMMODATIONS = (
    f"SELECT q.id, q.member_id, q.application_id, coalesce({TITLE}, ''), q.what, q.to_whom, "  # noqa: S608
    "q.asked_on, q.answered_on, q.answer, q.note FROM accommodation_request q "
    "LEFT JOIN housing_application a ON a.id = q.application_id "
    "LEFT JOIN housing_unit h ON h.id = a.unit_id "
)
