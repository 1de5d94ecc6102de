"""What a month's status file holds, as one query in the file's order, and what is not ready."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus, Service, Word
from navigator_app.store.reads_today import MISSING
from navigator_app.store.referral_state import CORRECTED, STANDING
from navigator_app.store.sent_events import AGAIN, NOT_SENT

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

SEQ, EVENT, REFERRAL, MEMBER, LATE, LACKS = range(12, 18)
"""Where an event's row goes on after the twelve elements of `exchange.fields.RTF_ELEMENTS`."""

HELD, INCOMPLETE = 2, 1
"""Values of LACKS: the row cannot be sent; the row is sent with an empty cell. 0: complete."""


def _words(column: str, words: type[Word]) -> str:
    """SQL that turns a slug into the source's own words."""
    cases = " ".join(f"WHEN '{word.slug}' THEN '{word.value}'" for word in words)
    return f"CASE {column} {cases} ELSE '' END"


_ELEMENTS = ", ".join(
    (
        "CASE WHEN m.cin LIKE 'NO-CIN-%' THEN '' ELSE m.cin END",
        "m.plan_member_id, m.first_name, m.last_name, m.date_of_birth",
        _words("r.service", Service),
        ":npi, :name, :phone",
        _words("e.status", ReferralStatus),
        "e.on_date",
        _words("e.reason", ClosureReason),
    )
)
_LACKS = (
    "CASE WHEN m.cin = '' OR m.cin LIKE 'NO-CIN-%' OR e.on_date = '' "
    "OR (e.status IN ('declined', 'closed') AND e.reason IS NULL) THEN 2 "
    "WHEN m.plan_member_id = '' OR m.first_name = '' OR m.last_name = '' "
    "OR m.date_of_birth = '' THEN 1 ELSE 0 END"
)
_FROM = (
    "FROM status_event e JOIN referral r ON r.id = e.referral_id "
    "JOIN member m ON m.id = r.member_id "
)
_ORDER = "ORDER BY e.on_date, e.member_cin, e.seq"
_OF_MONTH = "e.plan_id = :plan AND e.on_date BETWEEN :first AND :last"
_EARLIER = "e.plan_id = :plan AND e.on_date < :first"
_MONTH_SENT = "substr(e.on_date, 1, 7) IN (SELECT value FROM json_each(:sent))"
_NEXT = f"({_OF_MONTH} OR ({_EARLIER} AND {_MONTH_SENT}))"
_STANDS = f"{STANDING.format(e='e')} AND {NOT_SENT}"
_ROW = f"SELECT {_ELEMENTS}, e.seq, e.id, e.referral_id, r.member_id, {{late}}, {_LACKS} {_FROM}"

ROWS = f"{_ROW.format(late='0')} WHERE {_OF_MONTH} AND {_STANDS} {_ORDER}"
"""The month's own rows; the bench runs it as the floor. Needs `bind`."""

_LATE_ROWS = f"{_ROW.format(late='1')} WHERE {_EARLIER} AND {_MONTH_SENT} AND {_STANDS} {_ORDER}"


@dataclass(frozen=True, slots=True)
class Period:
    """A plan's month and the words that stand on every line."""

    plan_id: str
    first: date
    last: date
    npi: str = ""
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many rows and referrals go out, how many rows lack something, and how many of them were
    rejected before, mended, and go again."""

    rows: int
    referrals: int
    lacking: int
    again: int


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A built or sent file as it is recorded."""

    id: str
    plan_id: str
    plan: str
    period: str
    name: str
    sha256: str
    rows: int
    referrals: int
    state: str
    built_at: str
    sent_at: str | None


def bind(period: Period, **more: object) -> dict[str, object]:
    """The parameters of the queries."""
    return {
        "plan": period.plan_id,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "npi": period.npi,
        "name": period.name,
        "phone": period.phone,
        **more,
    }


def rows(store: Store, period: Period, limit: int | None = None) -> list[tuple[Any, ...]]:
    """Return the rows of a month's next file, late ones first (their dates are earlier)."""
    cut = f" LIMIT {int(limit)}" if limit is not None else ""
    sent = sent_months(store, period.plan_id)
    found = store.query(_LATE_ROWS + cut, bind(period, sent=json.dumps(sent))) if sent else []
    return (found + store.query(ROWS + cut, bind(period)))[:limit]


def count(store: Store, period: Period) -> Figures:
    """Count what the next file would hold."""
    row = store.one(
        f"SELECT count(*) FILTER (WHERE {_LACKS} < 2), "
        f"count(DISTINCT e.referral_id) FILTER (WHERE {_LACKS} < 2), "
        f"count(*) FILTER (WHERE {_LACKS} > 0), count(*) FILTER (WHERE {_LACKS} < 2 AND {AGAIN}) "
        f"{_FROM} WHERE {_NEXT} AND {_STANDS}",
        bind(period, sent=json.dumps(sent_months(store, period.plan_id))),
    )
    return Figures(*row) if row else Figures(0, 0, 0, 0)


def lacking(store: Store, period: Period) -> list[tuple[Any, ...]]:
    """Return the rows of the next file that lack something, in its order."""
    return store.query(
        f"{_ROW.format(late='0')} WHERE {_NEXT} AND {_STANDS} AND {_LACKS} > 0 {_ORDER}",
        bind(period, sent=json.dumps(sent_months(store, period.plan_id))),
    )


def rows_of(store: Store, period: Period, file_id: str, limit: int) -> list[tuple[Any, ...]]:
    """Return the rows that a sent file carries, in its order, with what is known today."""
    return store.query(
        f"{_ROW.format(late='e.on_date < :first')} "
        "JOIN outbound_event x ON x.event_id = e.id AND x.file_id = :file "
        "ORDER BY x.row_no LIMIT :limit",
        bind(period, file=file_id, limit=limit),
    )


def without_status(store: Store, period: Period) -> list[tuple[Any, ...]]:
    """Return (referral, member, first name, last name, service, status, its day) of the plan's
    referrals that were open at the month's end and have no status dated in it, by name."""
    return store.query(
        "SELECT r.id, r.member_id, m.first_name, m.last_name, r.service, r.status, r.status_on "  # noqa: S608 - constants
        "FROM referral r JOIN member m ON m.id = r.member_id WHERE r.plan_id = :plan "
        "AND (r.is_open = 1 OR (r.status IN ('closed', 'declined') AND r.status_on > :last)) "
        "AND min(r.received_on, coalesce(r.sent_to_provider_on, r.received_on)) <= :last "
        f"AND {MISSING} ORDER BY m.sort_name, m.id, r.id",
        bind(period),
    )


def waiting(store: Store, period: Period) -> list[tuple[Any, ...]]:
    """Return (referral, member, first name, last name, service, day) of statuses of an earlier
    month whose own file was never marked sent; they belong to that one."""
    return store.query(
        "SELECT e.referral_id, r.member_id, m.first_name, m.last_name, r.service, "
        f"min(e.on_date) {_FROM} WHERE {_EARLIER} AND NOT {_MONTH_SENT} AND {_STANDS} "
        "GROUP BY e.referral_id, substr(e.on_date, 1, 7) ORDER BY m.sort_name, min(e.on_date)",
        bind(period, sent=json.dumps(sent_months(store, period.plan_id))),
    )


def sent_months(store: Store, plan_id: str) -> list[str]:
    """Return the months whose file of a plan was marked sent."""
    found = store.query(
        "SELECT period FROM outbound_file WHERE plan_id = ? AND state = 'sent' ORDER BY period",
        (plan_id,),
    )
    return [period for (period,) in found]


def files(store: Store, plan_id: str = "", period: str = "") -> list[FileRecord]:
    """Return recorded files, all or of a plan and month, the newest month first."""
    wanted: Mapping[str, object] = {"plan": plan_id, "period": period}
    found = store.query(
        "SELECT f.id, f.plan_id, p.key, f.period, f.name, f.sha256, f.rows, f.referrals, f.state, "
        "f.built_at, f.sent_at FROM outbound_file f JOIN plan p ON p.id = f.plan_id "
        "WHERE :plan IN ('', f.plan_id) AND :period IN ('', f.period) "
        "ORDER BY f.period DESC, f.built_at DESC, p.key",
        wanted,
    )
    return [FileRecord(*row) for row in found]


def is_sent(store: Store, file_id: str) -> bool:
    """True when a file was marked sent."""
    row = store.one("SELECT state FROM outbound_file WHERE id = ?", (file_id,))
    return row is not None and row[0] == "sent"


def content(store: Store, file_id: str) -> bytes:
    """Return the bytes of a built or sent file."""
    row = store.one("SELECT content FROM outbound_content WHERE file_id = ?", (file_id,))
    return zlib.decompress(row[0]) if row else b""


def carries_void(store: Store, file_id: str) -> bool:
    """True when a built file holds a status that was taken back since."""
    return _holds(store, file_id, "JOIN status_void v ON v.event_id = e.id")


def carries_corrected(store: Store, file_id: str) -> bool:
    """True when a built file holds a status that was corrected since."""
    return _holds(store, file_id, f"WHERE {CORRECTED.format(e='e')}")


def carries_sent(store: Store, file_id: str) -> bool:
    """True when a built file holds a status that went with another file since."""
    return _holds(store, file_id, f"WHERE NOT {NOT_SENT}")


def _holds(store: Store, file_id: str, which: str) -> bool:
    """True when one of a built file's events `e` is of those that `which`, a piece of SQL, says."""
    row = store.one("SELECT events FROM outbound_content WHERE file_id = ?", (file_id,))
    if row is None:
        return False
    found = store.one(
        f"SELECT 1 FROM json_each(?) j JOIN status_event e ON e.seq = j.value {which}",  # noqa: S608
        (zlib.decompress(row[0]).decode(),),
    )
    return found is not None


def carried(store: Store, file_id: str) -> list[str]:
    """Ids of the referrals whose statuses a sent file carries."""
    rows = store.query(
        "SELECT DISTINCT e.referral_id FROM outbound_event o "
        "JOIN status_event e ON e.id = o.event_id WHERE o.file_id = ?",
        (file_id,),
    )
    return [row[0] for row in rows]


def same_name(store: Store, plan_id: str, name: str, sha256: str) -> str | None:
    """Return the key of another plan whose recorded file has that name and those bytes."""
    row = store.one(
        "SELECT p.key FROM outbound_file f JOIN plan p ON p.id = f.plan_id "
        "WHERE f.plan_id <> ? AND f.name = ? AND f.sha256 = ?",
        (plan_id, name, sha256),
    )
    return str(row[0]) if row else None
