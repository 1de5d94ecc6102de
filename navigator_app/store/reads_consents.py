"""Consents and disclosures as plain rows."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from navigator_app.domain.consent_rows import RunningOut
from navigator_app.domain.consents import Consent, ConsentDraft, Decision, How, Signer
from navigator_app.store.carried import MEMBER_CARRIED
from navigator_app.store.reads_referrals import day

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_CONSENT = (
    "SELECT c.id, c.member_id, c.kind, c.decision, c.how, c.on_date, c.discloser, c.recipient, "
    "c.recipient_class, c.categories, c.purpose, c.expires_on, c.expires_event, c.signer, "
    "c.signer_name, c.authority, c.witness, c.interpreter, c.language, c.form, c.attachment_id, "
    "c.note, c.revoked_on, c.revoked_how, c.invalid_on, c.invalid_why, coalesce(u.name, ''), "
    'c.created_at FROM consent c LEFT JOIN "user" u ON u.id = c.user_id '
)


def of_member(store: Store, member_id: str) -> list[Consent]:
    """A member's consents and refusals, the latest first."""
    sql = _CONSENT + "WHERE c.member_id = ? ORDER BY c.on_date DESC, c.created_at DESC, c.id DESC"
    return [_consent(row) for row in store.query(sql, (member_id,))]


def of_members(store: Store, member_ids: Collection[str]) -> dict[str, list[Consent]]:
    """The consents of many members, by member, the latest first."""
    sql = (
        _CONSENT + "WHERE c.member_id IN (SELECT value FROM json_each(?)) "  # noqa: S608
        "ORDER BY c.on_date DESC, c.created_at DESC, c.id DESC"
    )
    found: dict[str, list[Consent]] = {}
    for row in store.query(sql, (json.dumps(list(member_ids)),)):
        found.setdefault(row[1], []).append(_consent(row))
    return found


def one(store: Store, consent_id: str) -> Consent | None:
    """One consent; None when there is none."""
    row = store.one(_CONSENT + "WHERE c.id = ?", (consent_id,))
    return _consent(row) if row else None


def running_out(
    store: Store, on: str, first: str, last: str, *, navigator_id: str = "", member_id: str = ""
) -> list[RunningOut]:
    """Given consents that run out between two days, of members who are carried on a day, unless
    a later word stands in its place; the nearest first."""
    rows = store.query(
        "SELECT c.id, c.member_id, m.first_name || ' ' || m.last_name, p.key, c.kind, "  # noqa: S608
        "c.recipient, c.expires_on FROM consent c JOIN member m ON m.id = c.member_id "
        "JOIN plan p ON p.id = m.plan_id WHERE c.expires_on BETWEEN :first AND :last "
        "AND c.decision = 'given' AND c.revoked_on IS NULL AND c.invalid_on IS NULL "
        "AND m.merged_into_id IS NULL AND (:navigator = '' OR m.navigator_id = :navigator) "
        "AND (:member = '' OR m.id = :member) "
        f"AND {MEMBER_CARRIED} "
        "AND NOT EXISTS (SELECT 1 FROM consent n WHERE n.member_id = c.member_id "
        "AND n.kind = c.kind AND lower(trim(n.recipient)) = lower(trim(c.recipient)) "
        "AND n.purpose = c.purpose AND n.invalid_on IS NULL "
        "AND (n.on_date, n.created_at) > (c.on_date, c.created_at) "
        "AND (n.expires_on IS NULL OR n.expires_on > c.expires_on)) "
        "ORDER BY c.expires_on, c.id",
        {"today": on, "first": first, "last": last, "navigator": navigator_id, "member": member_id},
    )
    return [
        RunningOut(r[0], r[1], r[2].strip(), r[3], r[4], r[5], date.fromisoformat(r[6]))
        for r in rows
    ]


def plans(store: Store, member_id: str) -> list[str]:
    """The names of a member's plan and of those of their referrals."""
    rows = store.query(
        "SELECT DISTINCT p.name FROM plan p WHERE p.id IN (SELECT m.plan_id FROM member m "
        "WHERE m.id = ?1 UNION SELECT r.plan_id FROM referral r WHERE r.member_id = ?1) "
        "ORDER BY p.name",
        (member_id,),
    )
    return [str(row[0]) for row in rows]


def times_left(store: Store, member_id: str) -> int:
    """How often something left about a member."""
    return len(disclosures(store, member_id))


def disclosures(store: Store, member_id: str) -> list[tuple[Any, ...]]:
    """What left about a member, the latest first, the rows of sent status files among them:
    (id, at, zone, what, detail, recipient, purpose, categories, ground, consent, override, by)."""
    return store.query(
        "SELECT d.id, d.at, d.zone, d.what, d.detail, d.recipient, d.purpose, d.categories, "
        "d.ground, coalesce(d.consent_id, ''), d.override_reason, coalesce(u.name, '') "
        'FROM disclosure d LEFT JOIN "user" u ON u.id = d.user_id '
        "WHERE d.member_id = ?1 OR d.file_id IN (SELECT o.file_id FROM outbound_event o "
        "JOIN status_event e ON e.id = o.event_id JOIN referral r ON r.id = e.referral_id "
        "WHERE r.member_id = ?1) ORDER BY d.at DESC, d.id DESC",
        (member_id,),
    )


def _consent(r: tuple[Any, ...]) -> Consent:
    on = day(r[5])
    assert on is not None
    draft = ConsentDraft(
        member_id=r[1],
        kind=r[2],
        decision=Decision.from_slug(r[3]),
        how=How.from_slug(r[4]),
        on=on,
        discloser=r[6],
        recipient=r[7],
        recipient_class=bool(r[8]),
        categories=tuple(json.loads(r[9])),
        purpose=r[10],
        expires_on=day(r[11]),
        expires_event=r[12],
        signer=Signer.from_slug(r[13]),
        signer_name=r[14],
        authority=r[15],
        witness=r[16],
        interpreter=r[17],
        language=r[18],
        form=r[19],
        attachment_id=r[20],
        note=r[21],
    )
    return Consent(r[0], draft, day(r[22]), r[23], day(r[24]), r[25], r[26], r[27])
