"""What plans answered to the rows of sent status files, as SQL."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from navigator_app.domain.responses import Counts, RejectedRow, Standing
from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus, Service
from navigator_app.store.referral_state import STANDING
from navigator_app.store.sent_events import AGAIN, NOT_SENT

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

THE_REST = 0
"""Number of the row of a response that says: all rows that it does not name were accepted."""

_FROM = (
    "FROM response_row x JOIN status_event e ON e.id = x.event_id "
    "JOIN exchange_file s ON s.id = x.file_id "
    "JOIN plan p ON p.id = s.plan_id JOIN referral r ON r.id = e.referral_id "
    "JOIN member m ON m.id = r.member_id "
    "JOIN outbound_file f ON f.id = x.outbound_file_id "
    'LEFT JOIN "user" u ON u.id = m.navigator_id '
)
_OPEN = f"x.verdict = 'rejected' AND x.settled_at IS NULL AND {STANDING.format(e='e')}"
_ROWS = (
    "SELECT x.id, p.key, p.name, m.id, trim(m.first_name || ' ' || m.last_name), m.cin, r.id, "
    "e.id, r.service, e.status, e.on_date, e.reason, x.code, x.reason, f.name, s.name, x.row_no, "
    "s.created_at, coalesce(u.name, ''), "
    "count(*) OVER (PARTITION BY x.file_id, x.code, x.reason) - 1, p.layout "
)


class Carried(NamedTuple):
    """A sent status file."""

    id: str
    name: str
    period: str
    answered: bool  # each of its rows was accepted or rejected


@dataclass(frozen=True, slots=True)
class Verdict:
    """The word of the newest response about one event of a file."""

    row_id: str
    verdict: str
    code: str
    reason: str
    settled_how: str  # "" while open


def any_open(store: Store) -> bool:
    """Whether any rejected row is unsettled; one look into an index."""
    sql = "SELECT 1 FROM response_row WHERE verdict = 'rejected' AND settled_at IS NULL LIMIT 1"
    return store.one(sql) is not None


def open_rows(
    store: Store,
    *,
    plan_id: str = "",
    navigator_id: str = "",
    member_id: str = "",
    ids: Collection[str] | None = None,
) -> list[tuple[RejectedRow, str]]:
    """Rejected rows that nobody settled, each with its plan's layout; the oldest first.

    One whose status was corrected or taken back since needs nothing more. `ids` keeps some.
    """
    some = "AND x.id IN (SELECT value FROM json_each(:ids)) " if ids is not None else ""
    found = store.query(
        f"SELECT * FROM ({_ROWS}{_FROM} WHERE {_OPEN} AND :plan IN ('', s.plan_id) {some}"  # noqa: S608
        "AND :navigator IN ('', coalesce(m.navigator_id, '')) AND :member IN ('', m.id) "
        "ORDER BY s.created_at, s.id, x.row_no)",
        {
            "plan": plan_id,
            "navigator": navigator_id,
            "member": member_id,
            "ids": json.dumps(list(ids or ())),
        },
    )
    return [(_row(row), str(row[-1])) for row in found]


def alike(store: Store, row_id: str) -> list[str]:
    """Ids of the open rows of the same response with the same code and reason, it among them."""
    found = store.query(
        f"SELECT x.id {_FROM} WHERE {_OPEN} AND (x.file_id, x.code, x.reason) = "  # noqa: S608
        "(SELECT file_id, code, reason FROM response_row WHERE id = ?) ORDER BY x.row_no",
        (row_id,),
    )
    return [row[0] for row in found]


def counts(store: Store) -> dict[str, Counts]:
    """Open rows, and rows that go again, of each plan (by id) that has any."""
    found: dict[str, list[int]] = {}
    for plan, number in store.query(
        f"SELECT s.plan_id, count(*) {_FROM} WHERE {_OPEN} GROUP BY s.plan_id"
    ):
        found.setdefault(plan, [0, 0])[0] = number
    for plan, number in store.query(
        "SELECT e.plan_id, count(*) FROM status_event e WHERE e.id IN "  # noqa: S608
        "(SELECT event_id FROM response_row WHERE verdict = 'rejected' "
        "AND settled_how GLOB 'resent*') "
        f"AND {STANDING.format(e='e')} AND {NOT_SENT} AND {AGAIN} GROUP BY e.plan_id"
    ):
        found.setdefault(plan, [0, 0])[1] = number
    return {plan: Counts(*numbers) for plan, numbers in found.items()}


def sent_files(store: Store, plan_id: str) -> list[Carried]:
    """A plan's sent status files that carry rows, those not fully answered first, then newest."""
    found = store.query(
        "SELECT id, name, period FROM outbound_file WHERE plan_id = ? AND state = 'sent' "
        "AND rows > 0 ORDER BY sent_at DESC, period DESC",
        (plan_id,),
    )
    rows = [
        Carried(key, name, period, standing(store, key).unanswered == 0)
        for key, name, period in found
    ]
    return sorted(rows, key=lambda one: one.answered)


def newly_named(store: Store, plan_id: str, name: str, before: str) -> bool:
    """Whether a file's name says that it answers a sent status file of which the name `before`
    said nothing: where all was accepted, two months' answers may be the same bytes."""
    rows = store.query(
        "SELECT name FROM outbound_file WHERE plan_id = ? AND state = 'sent'", (plan_id,)
    )
    stems = [row[0].rpartition(".")[0].casefold() or row[0].casefold() for row in rows]
    now, then = name.casefold(), before.casefold()
    return any(stem in now and stem not in then for stem in stems)


def sent_content(store: Store, outbound_file_id: str) -> bytes:
    """The very bytes that went out."""
    row = store.one("SELECT content FROM outbound_content WHERE file_id = ?", (outbound_file_id,))
    return zlib.decompress(row[0]) if row else b""


def referrals_of(store: Store, event_ids: Collection[str]) -> list[str]:
    """Ids of the referrals that statuses belong to."""
    rows = store.query(
        "SELECT DISTINCT e.referral_id FROM json_each(?) j JOIN status_event e ON e.id = j.value",
        (json.dumps(list(event_ids)),),
    )
    return [row[0] for row in rows]


def referrals_of_rows(store: Store, row_ids: Collection[str]) -> list[str]:
    """Ids of the referrals that rows of responses speak of."""
    rows = store.query(
        "SELECT DISTINCT e.referral_id FROM json_each(?) j JOIN response_row w ON w.id = j.value "
        "JOIN status_event e ON e.id = w.event_id",
        (json.dumps(list(row_ids)),),
    )
    return [row[0] for row in rows]


def events(store: Store, outbound_file_id: str) -> list[str]:
    """The events that a sent file carries, in its order."""
    found = store.query(
        "SELECT event_id FROM outbound_event WHERE file_id = ? ORDER BY row_no",
        (outbound_file_id,),
    )
    return [row[0] for row in found]


def verdicts(store: Store, outbound_file_id: str) -> dict[str, Verdict]:
    """What was said last of single events of a file."""
    found = store.query(
        "SELECT event_id, id, verdict, code, reason, settled_how FROM response_row "
        "WHERE outbound_file_id = ? AND event_id IS NOT NULL AND verdict <> 'unmatched' "
        "AND settled_how <> 'superseded' ORDER BY rowid",
        (outbound_file_id,),
    )
    return {row[0]: Verdict(*row[1:]) for row in found}


def standing(store: Store, outbound_file_id: str) -> Standing:
    """How many rows of a file were accepted, rejected, or not answered."""
    row = store.one(
        "SELECT (SELECT count(*) FROM outbound_event WHERE file_id = ?1), "
        "count(DISTINCT event_id) FILTER (WHERE verdict = 'accepted' AND event_id IS NOT NULL), "
        "count(DISTINCT event_id) FILTER (WHERE verdict = 'rejected'), "
        "count(*) FILTER (WHERE verdict = 'accepted' AND event_id IS NULL) "
        "FROM response_row WHERE outbound_file_id = ?1 AND settled_how <> 'superseded'",
        (outbound_file_id,),
    )
    assert row is not None
    rows, accepted, rejected, rest = row
    if rest:
        accepted = rows - rejected
    return Standing(rows, accepted, rejected, rows - accepted - rejected)


def rest_said(store: Store, outbound_file_id: str) -> bool:
    """Whether all rows of a file that nobody named were accepted."""
    row = store.one(
        "SELECT 1 FROM response_row WHERE outbound_file_id = ? AND verdict = 'accepted' "
        "AND event_id IS NULL AND batch_member_id IS NULL",
        (outbound_file_id,),
    )
    return row is not None


def answered_file(store: Store, response_id: str) -> str:
    """Id of the sent file that a response was taken in for, "" for one that was not."""
    row = store.one(
        "SELECT outbound_file_id FROM response_row WHERE file_id = ? "
        "AND outbound_file_id IS NOT NULL LIMIT 1",
        (response_id,),
    )
    return str(row[0]) if row else ""


def doubtful(store: Store, response_id: str) -> list[tuple[str, int]]:
    """Id and number of the rows of a response that are nobody's and not settled."""
    found = store.query(
        "SELECT id, row_no FROM response_row WHERE file_id = ? AND verdict = 'unmatched' "
        "AND settled_at IS NULL ORDER BY row_no",
        (response_id,),
    )
    return [(row[0], row[1]) for row in found]


def same_before(store: Store, file_id: str) -> str:
    """Name of an earlier response of the same plan with the same bytes, "" where there is none."""
    row = store.one(
        "SELECT b.name FROM exchange_file a JOIN exchange_file b ON b.plan_id = a.plan_id "
        "AND b.sha256 = a.sha256 AND b.id <> a.id AND b.direction = 'in' WHERE a.id = ? "
        "AND a.sha256 <> '' AND EXISTS (SELECT 1 FROM response_row x WHERE x.file_id = b.id)",
        (file_id,),
    )
    return str(row[0]) if row else ""


def plan_of(store: Store, file_id: str) -> tuple[str, str, str] | None:
    """Id of a file's plan, the plan's layout, and the file's name as it is shown."""
    row = store.one(
        "SELECT p.id, p.layout, f.name FROM exchange_file f JOIN plan p ON p.id = f.plan_id "
        "WHERE f.id = ?",
        (file_id,),
    )
    return (row[0], row[1], row[2]) if row else None


def owners(store: Store, cins: Collection[str]) -> dict[str, str]:
    """Id of the navigator of each member that has one, by CIN."""
    found = store.query(
        'SELECT m.cin, u.id FROM member m JOIN "user" u ON u.id = m.navigator_id AND u.active = 1 '
        "WHERE m.cin IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(cins)),),
    )
    return dict(found)


def supervisor(store: Store) -> str | None:
    """Id of the first active supervisor."""
    row = store.one(
        "SELECT id FROM \"user\" WHERE role = 'supervisor' AND active = 1 ORDER BY name LIMIT 1"
    )
    return str(row[0]) if row else None


def gone_again(store: Store, row_ids: Collection[str]) -> bool:
    """Whether any of these rows left with another file after it was released."""
    row = store.one(
        "SELECT 1 FROM response_row x JOIN outbound_event o ON o.event_id = x.event_id "
        "AND o.file_id <> x.outbound_file_id JOIN outbound_file f ON f.id = o.file_id "
        "AND f.state = 'sent' AND f.sent_at >= x.settled_at "
        "WHERE x.id IN (SELECT value FROM json_each(?)) LIMIT 1",
        (json.dumps(list(row_ids)),),
    )
    return row is not None


def _row(row: tuple[Any, ...]) -> RejectedRow:
    return RejectedRow(
        id=row[0],
        plan_key=row[1],
        plan_name=row[2],
        member_id=row[3],
        member_name=row[4],
        cin=row[5],
        referral_id=row[6],
        event_id=row[7],
        service=Service.from_slug(row[8]),
        status=ReferralStatus.from_slug(row[9]),
        on=date.fromisoformat(row[10]),
        closure=ClosureReason.from_slug(row[11]) if row[11] else None,
        code=row[12],
        reason=row[13],
        fix="",
        file=row[14],
        response=row[15],
        row=row[16],
        came_at=datetime.fromisoformat(row[17]),
        owner=row[18],
        alike=row[19],
    )
