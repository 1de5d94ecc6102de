"""One member's line in time: which records, in which order; then what each of them says.

Every record that has a day gives one branch of a query for each such day; each branch goes by the
table's own index of the member. The line is ordered by moment; what has only a day stands at noon.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from navigator_app.domain.timeline import Cursor
from navigator_app.store.note_index import NOON

if TYPE_CHECKING:
    from navigator_app.store.engine import Store


@dataclass(frozen=True, slots=True)
class Branch:
    """A day of a table's rows. `of` is the parent that knows the member, and the column to it."""

    table: str
    moment: str
    what: str = ""
    by_day: bool = True
    stands: str = ""
    of: tuple[str, str] = ("", "")
    by: bool = True
    many: bool = False  # the index gives them in order: only as many are read as are shown


_REFERRAL, _PLAN = ("referral", "referral_id"), ("support_plan", "support_plan_id")

BRANCHES = (
    Branch("outreach_attempt", "at_utc", by_day=False, stands="t.undone_at IS NULL", many=True),
    Branch("encounter", "at_utc", by_day=False, stands="t.undone_at IS NULL", many=True),
    Branch("place_seen", "seen_on"),
    Branch("locate_check", "checked_on"),
    Branch(
        "status_event",
        "on_date",
        stands="NOT EXISTS (SELECT 1 FROM status_void v WHERE v.event_id = t.id)",
        of=_REFERRAL,
    ),
    Branch("discontinuation", "on_date", of=_REFERRAL),
    Branch("discontinuation", "reengaged_on", "again", of=_REFERRAL),
    Branch("authorization", "decided_on", "decided", by=False, of=_REFERRAL),
    Branch("authorization", "effective_on", "starts", by=False, of=_REFERRAL),
    Branch("authorization_request", "requested_on", by=False, of=_REFERRAL),
    Branch("eligibility_check", "checked_at", by_day=False),
    Branch("support_plan", "started_on"),
    Branch("support_plan_signature", "signed_on", of=_PLAN),
    Branch("support_plan_comment", "created_at", by_day=False, of=_PLAN),
    Branch("housing_application", "created_at", by_day=False),
    Branch("housing_event", "on_date", stands="t.undone_at IS NULL"),
    Branch("accommodation_request", "asked_on", "asked", by=False),
    Branch("accommodation_request", "answered_on", "answered", by=False),
    Branch("subsidy", "applied_on", "applied", by=False),
    Branch("subsidy", "issued_on", "issued", by=False),
    Branch("coordinated_entry", "on_date"),
    Branch("tenancy", "move_in_on"),
    Branch("tenancy", "ended_on", "ended"),
    Branch("tenancy_event", "on_date", stands="t.undone_at IS NULL"),
    Branch("repayment_plan", "agreed_on", by=False),
    Branch("housing_facts", "on_date"),
    Branch("member_document", "requested_on", "requested", by=False),
    Branch("member_document", "received_on", "received", by=False),
    Branch("attachment", "added_at", by_day=False, stands="t.removed_at IS NULL"),
    Branch("printed_form", "printed_at", by_day=False, many=True),
    Branch("printed_form", "returned_at", "home", by_day=False, by=False,
           stands="t.returned_at IS NOT NULL AND t.how <> 'signed'"),
    Branch("printed_form", "voided_at", "spoiled", by_day=False, by=False),
    Branch("deposit_request", "submitted_on", "submitted"),
    Branch("deposit_request", "decided_on", "decided"),
    Branch("promise", "created_at", by_day=False),
    Branch("promise", "kept_on", "kept"),
    Branch("hand_over", "created_at", by_day=False),
    Branch("safety_flag", "starts_on"),
    Branch("safety_flag", "ended_on", "ended"),
    Branch("consent", "on_date"),
    Branch("consent", "revoked_on", "revoked"),
    Branch("consent", "invalid_on", "invalid"),
    Branch("disclosure", "at", by_day=False),
)  # fmt: skip

_COLUMNS: Mapping[str, str] = {
    "outreach_attempt": "t.mode, t.outcome, t.place, t.with_whom, t.note, t.next_step, t.zone",
    "encounter": "t.service, t.component, t.minutes, t.mode, t.place, t.with_whom, t.narrative, "
    "t.code, t.modifiers, t.zone",
    "place_seen": "t.place, t.when_there, t.confidence, t.seen_by, t.note",
    "locate_check": "t.source, t.found, t.note",
    "status_event": "t.status, t.reason, t.note, r.service, EXISTS (SELECT 1 FROM status_event c "
    "WHERE c.corrects_id = t.id AND NOT EXISTS (SELECT 1 FROM status_void v "
    "WHERE v.event_id = c.id)) AS corrected",
    "discontinuation": "t.reason, t.note, r.service",
    "authorization": "t.status, t.number, t.effective_on, t.ends_on, r.service",
    "authorization_request": "t.kind, t.units, t.unit, t.note, r.service",
    "eligibility_check": "t.how, t.medi_cal, t.plan_name, t.note, t.zone",
    "support_plan": "t.version, t.previous_id",
    "support_plan_signature": "t.role, t.name, t.how, p.version",
    "support_plan_comment": "t.comment, p.version",
    "housing_application": "coalesce(nullif(t.title, ''), u.address, '') AS place",
    "housing_event": "t.kind, t.reason, t.cents, t.note, "
    "coalesce(nullif(a.title, ''), u.address, '') AS place",
    "accommodation_request": "t.what, t.to_whom, t.answer, t.note",
    "subsidy": "t.kind, t.issuer, t.state, t.note",
    "coordinated_entry": "t.status, t.tool, t.score, t.matched_to, t.note",
    "tenancy": "t.address, t.rent_cents, t.ended_why, t.ended_to, t.note",
    "tenancy_event": "t.kind, t.what, t.severity, t.with_whom, t.note, t.outcome",
    "repayment_plan": "t.reason, t.owed_cents, t.note",
    "housing_facts": "t.living_situation, t.note",
    "member_document": "t.kind, t.requested_from, t.note",
    "attachment": "t.title, t.media_type, t.size, t.pages",
    "printed_form": "t.kind, t.language, t.code, t.how, t.returned_at, t.returned_how, "
    "t.voided_at, t.voided_why",
    "deposit_request": "t.state, t.move_in_on, t.note, "
    "(SELECT sum(i.cents) FROM deposit_item i WHERE i.request_id = t.id) AS cents",
    "promise": "t.what, t.to_whom, t.due_on",
    "hand_over": "t.note, (SELECT name FROM user WHERE id = t.from_id) AS giver, "
    "(SELECT name FROM user WHERE id = t.to_id) AS taker",
    "safety_flag": "t.kind, t.note, t.ended_why",
    "consent": "t.kind, t.decision, t.how, t.recipient, t.purpose, t.categories, t.note, "
    "t.revoked_how, t.invalid_on, t.invalid_why",
    "disclosure": "t.what, t.detail, t.recipient, t.purpose, t.categories, t.ground, "
    "t.override_reason, t.zone",
}
_UNIT = "LEFT JOIN housing_unit u ON u.id = {0}.unit_id"
_JOINS = {
    "status_event": "JOIN referral r ON r.id = t.referral_id",
    "discontinuation": "JOIN referral r ON r.id = t.referral_id",
    "authorization": "JOIN referral r ON r.id = t.referral_id",
    "authorization_request": "JOIN referral r ON r.id = t.referral_id",
    "support_plan_signature": "JOIN support_plan p ON p.id = t.support_plan_id",
    "support_plan_comment": "JOIN support_plan p ON p.id = t.support_plan_id",
    "housing_application": _UNIT.format("t"),
    "housing_event": "JOIN housing_application a ON a.id = t.application_id " + _UNIT.format("a"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands in the line."""

    at: str  # a UTC moment; noon where only the day is known
    kind: str  # table, then ":" and which day
    id: str
    by_day: bool
    user_id: str | None


def places(
    store: Store,
    member_id: str,
    kinds: Collection[str],
    *,
    first: str = "",
    before: str = "",
    user_id: str = "",
    ids: Sequence[str] | None = None,
    after: Cursor | None = None,
    limit: int = 50,
) -> list[Place]:
    """The newest records of a member. `first` and `before` bound the moment (UTC text), `ids` the
    records, `after` is the last one seen."""
    params: dict[str, object] = {
        "member": member_id,
        "first": first,
        "before": before,
        "user": user_id,
        "ids": json.dumps(list(ids or ())),
        "limit": limit,
        "at": after.at if after else "",
        "id": after.id if after else "",
    }
    bounds = (bool(first), bool(before), bool(user_id), ids is not None)
    sql = _line(frozenset(kinds), bounds, after.kind if after else None)
    if not sql:
        return []
    return [Place(row[0], row[1], row[2], bool(row[3]), row[4]) for row in store.query(sql, params)]


@lru_cache(maxsize=64)
def _line(kinds: frozenset[str], bounds: tuple[bool, bool, bool, bool], seen: str | None) -> str:
    """The query for some tables; `seen` is the kind of the last one seen."""
    parts = [
        _branch(branch, bounds, seen)
        for branch in BRANCHES
        if branch.table in kinds and (branch.by or not bounds[2])
    ]
    if not parts:
        return ""
    return " UNION ALL ".join(parts) + " ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT :limit"


def _branch(branch: Branch, bounds: tuple[bool, bool, bool, bool], seen: str | None) -> str:
    name = f"{branch.table}:{branch.what}"
    at = f't."{branch.moment}"' + (f" || '{NOON}'" if branch.by_day else "")
    parent, key = branch.of
    if parent:
        of = f'"{parent}" o JOIN "{branch.table}" t ON t."{key}" = o.id'
        where = ["o.member_id = :member"]
    else:
        of, where = f'"{branch.table}" t', ["t.member_id = :member"]
    where.append(branch.stands or f't."{branch.moment}" IS NOT NULL')
    for wanted, clause in zip(
        bounds,
        (f"{at} >= :first", f"{at} < :before", "t.user_id = :user",
         "t.id IN (SELECT value FROM json_each(:ids))"),
        strict=True,
    ):  # fmt: skip
        if wanted:
            where.append(clause)
    if seen is not None:
        where.append(_behind(name, at, seen))
    sql = (
        f"SELECT {at}, '{name}', t.id, {int(branch.by_day)}, "  # noqa: S608 - names are ours
        f"{'t.user_id' if branch.by else 'NULL'} FROM {of} WHERE {' AND '.join(where)}"
    )
    if branch.many:
        sql = f"SELECT * FROM ({sql} ORDER BY {at} DESC, t.id DESC LIMIT :limit)"  # noqa: S608
    return sql


def _behind(name: str, at: str, seen: str) -> str:
    """The condition to stand behind the last one seen, in the order of moment, kind and id."""
    if name == seen:
        return f"({at}, t.id) < (:at, :id)"
    return f"{at} <= :at" if name < seen else f"{at} < :at"


def place(store: Store, branch: Branch, record_id: str) -> Place | None:
    """Where one record stands, None when there is none."""
    at = f't."{branch.moment}"' + (f" || '{NOON}'" if branch.by_day else "")
    who = "t.user_id" if branch.by else "NULL"
    row = store.one(f'SELECT {at}, {who} FROM "{branch.table}" t WHERE t.id = ?', (record_id,))  # noqa: S608
    if row is None or row[0] is None:
        return None
    return Place(row[0], f"{branch.table}:{branch.what}", record_id, branch.by_day, row[1])


def told(store: Store, kind: str, ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """What records of a table say, by id and name."""
    sql = (
        f"SELECT t.id, {_COLUMNS[kind]} FROM json_each(?) j "  # noqa: S608 - names are ours
        f'CROSS JOIN "{kind}" t ON t.id = j.value {_JOINS.get(kind, "")}'
    )
    cursor = store.connection.execute(sql, (json.dumps(list(ids)),))
    names = [column[0] for column in cursor.description]
    return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


def matching(store: Store, words: str, limit: int) -> list[tuple[str, str]]:
    """The newest records whose text matches a query of `note_search.build_query`: table and id."""
    return store.query(
        "SELECT n.kind, n.record_id FROM note_fts f CROSS JOIN note_index n ON n.id = f.rowid "
        "WHERE f.note_fts MATCH ? ORDER BY f.rowid DESC LIMIT ?",
        (words, limit),
    )
