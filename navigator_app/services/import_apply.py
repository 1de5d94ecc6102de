"""Takes a compared file in: new members and referrals, moved fields, authorizations, the gone."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from navigator_app.domain import search
from navigator_app.domain.identifiers import uuid7_many
from navigator_app.domain.vocabulary import AuthorizationStatus, ClosureReason
from navigator_app.exchange.fields import MEMBER_FIELDS
from navigator_app.services.import_compare import EFFECTIVE, HOMELESS, OF_MEMBER, SEPARATOR
from navigator_app.store import import_sql

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace
    from navigator_app.store.tx import Tx

_DENIED = AuthorizationStatus.DENIED.slug
_ON_MEMBER = frozenset({*MEMBER_FIELDS, "plan_id"})
_ON_REFERRAL = frozenset({"referral_type", "requested_on", "sent_to_provider_on"})
_ON_AUTHORIZATION = frozenset(
    {"authorization_status", "effective_on", "ends_on", "decided_on", "authorization_number"}
)
_SEARCHED = frozenset(
    {"first_name", "last_name", "plan_member_id", "date_of_birth", "phone"}
)  # a CIN never moves: it is who the member is


@dataclass(slots=True)
class Batch:
    """What one file writes, gathered row by row."""

    members: list[tuple[object, ...]] = field(default_factory=list)
    referrals: list[tuple[object, ...]] = field(default_factory=list)
    authorizations: list[tuple[object, ...]] = field(default_factory=list)
    later_authorizations: list[tuple[object, ...]] = field(default_factory=list)
    member_changes: dict[str, dict[str, object]] = field(default_factory=dict)
    referral_changes: dict[str, dict[str, object]] = field(default_factory=dict)
    renamed: set[str] = field(default_factory=set)  # members whose search words move
    judged: set[str] = field(default_factory=set)  # referrals whose authorization moved
    touched: list[str] = field(default_factory=list)  # referrals, for their clocks


class Taking:
    """Gathers the rows of one committed file and writes them by the set."""

    def __init__(self, ws: Workspace, tx: Tx, plan_id: str, import_id: str) -> None:
        """Read what all rows share."""
        self._ws = ws
        self._tx = tx
        self._plan_id = plan_id
        self._import_id = import_id
        self._today = ws.clock.today().isoformat()
        self._navigator = import_sql.lone_navigator(ws.store)
        self._earlier: dict[tuple[str, str], str] = {}

    def take(self, rows: list[import_sql.Row]) -> Batch:
        """Write the file's rows, as `import_sql.staged_rows` lists them."""
        batch = Batch()
        known = {member for _n, verdict, _t, _b, text, member, _r in rows
                 if verdict == "new" and text}  # fmt: skip
        if known:
            self._earlier = import_sql.earlier_loops(self._ws.store, self._plan_id, known)
        opened: set[str] = set()
        ids = iter(uuid7_many(len(rows)))
        for _number, verdict, typed, baseline, text, member, referral in rows:
            if verdict == "unchanged":
                continue
            values = (baseline or typed).split(SEPARATOR)
            if text:
                self._change(batch, member, referral, json.loads(text), values, next(ids))
            if verdict == "new" and referral not in opened:
                opened.add(referral)
                if not text:
                    self._new_member(batch, member, values)
                self._new_referral(batch, member, referral, values, next(ids))
        self._write(batch)
        return batch

    def _new_member(self, batch: Batch, member: str, values: list[str]) -> None:
        row: list[object] = [member, *values[:OF_MEMBER]]
        row[1 + HOMELESS] = int(values[HOMELESS] or 0)
        first, last, cin, number, born, phone = values[:6]
        batch.members.append(
            (
                *row,
                self._plan_id,
                self._navigator,
                self._tx.now,
                search.sort_name(first, last),
                search.search_text(first, last, "", cin, number, born, phone),
            )
        )

    def _new_referral(
        self, batch: Batch, member: str, referral: str, values: list[str], fresh_id: str
    ) -> None:
        service, kind, requested, status, effective, ends, decided, sent, number = values[
            OF_MEMBER:
        ]
        denied = status == _DENIED
        batch.referrals.append(
            (
                referral, member, service, kind, requested or None, status or None,
                effective or None, (effective and ends) or None, sent or None,
                number if effective else "", self._plan_id, self._today,
                self._earlier.get((member, service)), self._tx.now, 0 if denied else 1,
                ClosureReason.AUTHORIZATION_DENIED.slug if denied else None, self._import_id,
            )
        )  # fmt: skip
        if effective:
            batch.authorizations.append(
                (fresh_id, referral, number, _standing(status), requested or None,
                 decided or None, effective, ends or None, self._tx.now)
            )  # fmt: skip
        batch.touched.append(referral)

    def _change(
        self,
        batch: Batch,
        member: str,
        referral: str,
        changes: list[tuple[str, str, str]],
        values: list[str],
        fresh_id: str,
    ) -> None:
        """Gather the fields that moved on a known member, referral and authorization."""
        moved = {name: new for name, _old, new in changes}
        on_member = batch.member_changes.setdefault(member, {})
        on_referral = batch.referral_changes.setdefault(referral, {})
        for name, new in moved.items():
            if name in _ON_MEMBER:
                on_member[name] = int(new or 0) if name == "homeless" else new
            elif name in _ON_REFERRAL:
                on_referral[name] = new if name == "referral_type" else new or None
            elif name == "authorization_status":
                on_referral[name] = new or None
        if moved.keys() & _SEARCHED:
            batch.renamed.add(member)
        effective = values[EFFECTIVE]
        if moved.keys() & (_ON_AUTHORIZATION | {"requested_on"}):
            batch.judged.add(referral)
            if effective:
                _service, _kind, requested, status, _start, ends, decided, _sent, number = values[
                    OF_MEMBER:
                ]
                batch.later_authorizations.append(
                    (fresh_id, referral, number, _standing(status), requested or None,
                     decided or None, effective, ends or None, self._tx.now)
                )  # fmt: skip
        batch.touched.append(referral)

    def _write(self, batch: Batch) -> None:
        tx, today = self._tx, self._today
        tx.executemany(import_sql.INSERT_MEMBERS, batch.members)
        import_sql.set_columns(tx, "member", batch.member_changes)
        tx.executemany(import_sql.INSERT_REFERRALS, batch.referrals)
        tx.executemany(import_sql.INSERT_AUTHORIZATIONS, batch.authorizations)
        import_sql.set_columns(tx, "referral", batch.referral_changes)
        tx.executemany(import_sql.UPSERT_AUTHORIZATIONS, batch.later_authorizations)
        if batch.judged:
            import_sql.mirror(tx, sorted(batch.judged))
        if batch.renamed:
            self._rename(batch)
        import_sql.mark_heard(tx, self._import_id, today)

    def _rename(self, batch: Batch) -> None:
        found = import_sql.searchable(self._ws.store, sorted(batch.renamed))
        words: dict[str, dict[str, object]] = {
            row[0]: {
                "sort_name": search.sort_name(row[1], row[2]),
                "search_text": search.search_text(*row[1:]),
            }
            for row in found
        }
        import_sql.set_columns(self._tx, "member", words)


def _standing(status: str) -> str:
    """The status of an authorization row: a start given without a status is an approval's."""
    return status or AuthorizationStatus.APPROVED.slug
