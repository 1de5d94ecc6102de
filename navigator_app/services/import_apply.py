"""Takes a compared file in: new members and referrals, moved fields, authorizations, the gone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from navigator_app.domain import search
from navigator_app.domain.identifiers import uuid7_many
from navigator_app.domain.vocabulary import AuthorizationStatus, ClosureReason
from navigator_app.exchange.fields import MEMBER_FIELDS
from navigator_app.services import clocks, facts
from navigator_app.services.duplicates import alias_words
from navigator_app.services.import_compare import EFFECTIVE, HOMELESS, OF_MEMBER, SEPARATOR
from navigator_app.store import clock_state, import_sql

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace
    from navigator_app.store.tx import Tx

_DENIED = AuthorizationStatus.DENIED.slug
_APPROVED = AuthorizationStatus.APPROVED.slug
_ON_MEMBER = frozenset({*MEMBER_FIELDS, "plan_id"})
_ON_REFERRAL = frozenset(
    {"referral_type", "requested_on", "sent_to_provider_on", "authorization_status"}
)
_ON_AUTHORIZATION = frozenset(
    {
        "authorization_status",
        "effective_on",
        "ends_on",
        "requested_on",
        "decided_on",
        "authorization_number",
    }
)
_SEARCHED = frozenset({"first_name", "last_name", "plan_member_id", "date_of_birth", "phone"})
"""Fields a member is found by; the CIN, too, but it never moves: it is who the member is."""


_Known = tuple[tuple[clock_state.Clock, ...], tuple[str | None, str | None]]
"""The clocks of new referrals that share every fact, and the one that the caseload shows."""


@dataclass(slots=True)
class Batch:
    """What one file writes, gathered row by row."""

    members: list[import_sql.Row] = field(default_factory=list)
    referrals: list[import_sql.Row] = field(default_factory=list)
    authorizations: list[import_sql.Row] = field(default_factory=list)
    later_authorizations: list[import_sql.Row] = field(default_factory=list)
    member_changes: dict[str, dict[str, object]] = field(default_factory=dict)
    referral_changes: dict[str, dict[str, object]] = field(default_factory=dict)
    renamed: set[str] = field(default_factory=set)  # members whose search words move
    judged: set[str] = field(default_factory=set)  # referrals whose authorization moved
    clocks: list[import_sql.Row] = field(default_factory=list)
    again: list[str] = field(default_factory=list)  # new loops of members who were known


class Taking:
    """Gathers the rows of one committed file and writes them by the set."""

    def __init__(self, ws: Workspace, tx: Tx, plan_id: str, policy: str, import_id: str) -> None:
        """Read what all rows share; `policy` is the plan's pack."""
        self._ws = ws
        self._tx = tx
        self._plan_id = plan_id
        self._policy = policy
        self._import_id = import_id
        self._today = ws.clock.today().isoformat()
        self._earlier: dict[tuple[str, str], str] = {}
        self._evaluator = facts.Evaluator(ws, tx)
        self._clocks: dict[tuple[str, ...], _Known] = {}

    def take(self, rows: Sequence[import_sql.Row]) -> None:
        """Write the file's rows, as `import_sql.staged_rows` lists them."""
        batch = Batch()
        known = {member for verdict, _v, text, member, _r in rows if text and verdict == "new"}
        if known:
            self._earlier = import_sql.earlier_loops(self._ws.store, self._plan_id, known)
        opened: set[str] = set()
        ids = uuid7_many(len(rows))
        for fresh_id, (verdict, typed, text, member, referral) in zip(ids, rows, strict=True):
            if verdict == "disappeared":
                continue
            values = typed.split(SEPARATOR)
            if text:
                self._change(batch, member, referral, json.loads(text))
            if verdict == "new" and referral not in opened:
                opened.add(referral)
                if text:
                    batch.again.append(referral)  # attempts of today may count for it
                else:
                    self._new_member(batch, member, values)
                self._new_referral(batch, member, referral, values, fresh_id)
            elif referral in batch.judged and values[EFFECTIVE]:
                row = (*_authorization(fresh_id, referral, values), self._tx.now)
                batch.later_authorizations.append(row)
        search.forget_names()
        self._write(batch)

    @staticmethod
    def _new_member(batch: Batch, member: str, values: list[str]) -> None:
        first, last, cin, number, born, phone = values[:6]
        batch.members.append(
            (
                member,
                *values[:HOMELESS],
                int(values[HOMELESS] or 0),
                *values[HOMELESS + 1 : OF_MEMBER],
                search.sort_name(first, last),
                search.search_text(first, last, "", cin, number, born, phone),
            )
        )

    def _new_referral(
        self, batch: Batch, member: str, referral: str, values: list[str], fresh_id: str
    ) -> None:
        service, kind, requested, status, effective, ends, _decided, sent, number = values[
            OF_MEMBER:
        ]
        denied = status == _DENIED
        told = service, status, requested, effective, ends, sent
        if effective:
            batch.authorizations.append(_authorization(fresh_id, referral, values))
        batch.referrals.append(
            (
                referral,
                member,
                service,
                kind,
                requested or None,
                status or None,
                effective or None,
                (effective and ends) or None,
                sent or None,
                number if effective else "",
                self._earlier.get((member, service)),
                0 if denied else 1,
                ClosureReason.AUTHORIZATION_DENIED.slug if denied else None,
                *((None, None) if denied else self._clocks_of(batch, referral, told)),
            )
        )

    def _clocks_of(
        self, batch: Batch, referral: str, key: tuple[str, ...]
    ) -> tuple[str | None, str | None]:
        """Gather the clocks of a referral that no file had before; returns the one to show."""
        known = self._clocks.get(key)
        if known is None:
            service, status, requested, effective, ends, sent = (one or None for one in key)
            values = facts.of_new(
                service or "", status, requested=requested, effective=effective,
                ends=(effective and ends) or None,
                sent=sent, received=self._today,
            )  # fmt: skip
            found = self._evaluator.clocks(self._plan_id, service or "", None, None, values)
            known = self._clocks[key] = (found, clocks.shown(found))
        found, shown = known
        batch.clocks += [(referral, *clock) for clock in found]
        return shown

    @staticmethod
    def _change(
        batch: Batch, member: str, referral: str, changes: list[tuple[str, str, str]]
    ) -> None:
        """Gather the fields that moved on a known member and referral."""
        on_member = batch.member_changes.setdefault(member, {})
        on_referral = batch.referral_changes.setdefault(referral, {})
        for name, _old, new in changes:
            if name in _ON_MEMBER:
                on_member[name] = int(new or 0) if name == "homeless" else new
            elif name in _ON_REFERRAL:
                on_referral[name] = new if name == "referral_type" else new or None
            if name in _SEARCHED:
                batch.renamed.add(member)
            if name in _ON_AUTHORIZATION:
                batch.judged.add(referral)

    def _write(self, batch: Batch) -> None:
        tx, plan = self._tx, {"plan_id": self._plan_id, "created_at": self._tx.now}
        member = plan | {
            "navigator_id": import_sql.lone_navigator(self._ws.store),
            "preferred_name": "",
            "alternate_phone": "0000000000",
            "do_not_leave_word": 0,
            "fleeing_violence": 0,
            "safety_note": "",
            "last_seen_place": "",
        }
        referral = plan | {"received_on": self._today, "last_file_id": self._import_id}
        made = {"created_at": tx.now}
        import_sql.add(tx, "member", import_sql.MEMBER_COLUMNS, batch.members, member)
        import_sql.set_columns(tx, "member", batch.member_changes)
        import_sql.add(tx, "referral", import_sql.REFERRAL_COLUMNS, batch.referrals, referral)
        import_sql.add(
            tx, "authorization", import_sql.AUTHORIZATION_COLUMNS, batch.authorizations, made
        )
        import_sql.set_columns(tx, "referral", batch.referral_changes)
        import_sql.put_authorizations(tx, batch.later_authorizations)
        import_sql.mirror(tx, sorted(batch.judged))
        self._rename(batch)
        import_sql.mark_heard(tx, self._import_id, list(batch.member_changes), self._today)
        clock_state.add(tx, batch.clocks)
        clocks.recompute(tx, self._ws, [*batch.referral_changes, *batch.again])

    def _rename(self, batch: Batch) -> None:
        found = import_sql.searchable(self._ws.store, sorted(batch.renamed))
        words: dict[str, dict[str, object]] = {
            row[0]: {
                "sort_name": search.sort_name(row[1], row[2]),
                "search_text": search.search_text(*row[1:]) + alias_words(self._ws, row[0]),
            }
            for row in found
        }
        import_sql.set_columns(self._tx, "member", words)


def _authorization(fresh_id: str, referral: str, values: list[str]) -> import_sql.Row:
    """An authorization row; a start given without a status is an approval's."""
    _service, _kind, requested, status, effective, ends, decided, _sent, number = values[OF_MEMBER:]
    return (
        fresh_id,
        referral,
        number,
        status or _APPROVED,
        requested or None,
        decided or None,
        effective,
        ends or None,
    )
