"""One member whole, in plain SQL: the record, events, authorizations, what was received."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from navigator_app.domain.records import AuthorizationRow, MemberRow, StatusEventRow
from navigator_app.domain.vocabulary import AuthorizationStatus, ClosureReason, ReferralStatus
from navigator_app.store.reads_referrals import day
from navigator_app.store.referral_state import VOIDED

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_MEMBER = """
SELECT m.id, m.cin, p.key, p.name, m.plan_member_id, m.first_name, m.last_name, m.preferred_name,
       m.date_of_birth, m.phone, m.alternate_phone, m.address, m.email, m.language_spoken,
       m.language_written, m.written_format, m.gender_code, m.race_ethnicity_code, m.homeless,
       m.guardian_first_name || ' ' || m.guardian_last_name, m.guardian_phone,
       coalesce(u.name, ''), m.navigator_id, m.do_not_leave_word, m.fleeing_violence,
       m.safety_note, m.last_seen_place, m.last_seen_on, m.disappeared_on
FROM member m JOIN plan p ON p.id = m.plan_id LEFT JOIN "user" u ON u.id = m.navigator_id
WHERE m.id = ?
"""

# Only a file that a referral still points to: the same file taken in twice counts once.
_RECEIVED = """
SELECT f.headings, i.raw
FROM inbound_row i JOIN inbound_file f ON f.id = i.file_id
WHERE i.member_id = ?1 AND i.verdict IN ('new', 'changed', 'unchanged')
  AND f.state = 'committed'
  AND f.id IN (SELECT last_file_id FROM referral WHERE member_id = ?1)
ORDER BY f.committed_at DESC, i.row_no DESC LIMIT 1
"""

_EVENTS = f"""
SELECT e.id, e.referral_id, e.status, e.on_date, e.reason, e.note, coalesce(u.name, ''),
       e.recorded_at, e.corrects_id,
       (SELECT c.id FROM status_event c WHERE c.corrects_id = e.id AND NOT {VOIDED.format(e="c")}),
       coalesce((SELECT f.period FROM outbound_event o JOIN outbound_file f ON f.id = o.file_id
                 WHERE o.event_id = e.id AND f.state = 'sent'), '')
FROM status_event e LEFT JOIN "user" u ON u.id = e.user_id
WHERE e.referral_id IN (SELECT id FROM referral WHERE member_id = ?)
  AND NOT {VOIDED.format(e="e")}
ORDER BY e.on_date DESC, e.seq DESC
"""  # noqa: S608 - constants

_AUTHORIZATIONS = """
SELECT a.id, a.referral_id, a.number, a.status, a.requested_on, a.decided_on, a.effective_on,
       a.ends_on
FROM "authorization" a JOIN referral r ON r.id = a.referral_id
WHERE r.member_id = ? ORDER BY a.effective_on DESC, a.id DESC
"""

_RECORDS = """
SELECT id FROM referral WHERE member_id = ?1
UNION ALL SELECT a.id FROM "authorization" a JOIN referral r ON r.id = a.referral_id
          WHERE r.member_id = ?1
UNION ALL SELECT e.id FROM status_event e JOIN referral r ON r.id = e.referral_id
          WHERE r.member_id = ?1
UNION ALL SELECT id FROM outreach_attempt WHERE member_id = ?1
UNION ALL SELECT id FROM eligibility_check WHERE member_id = ?1
UNION ALL SELECT q.id FROM authorization_request q JOIN referral r ON r.id = q.referral_id
          WHERE r.member_id = ?1
UNION ALL SELECT i.id FROM packet_item i JOIN referral r ON r.id = i.referral_id
          WHERE r.member_id = ?1
UNION ALL SELECT g.id FROM guard_override g JOIN referral r ON r.id = g.referral_id
          WHERE r.member_id = ?1
UNION ALL SELECT d.id FROM discontinuation d JOIN referral r ON r.id = d.referral_id
          WHERE r.member_id = ?1
UNION ALL SELECT id FROM other_program WHERE member_id = ?1
UNION ALL SELECT id FROM service_use WHERE member_id = ?1
UNION ALL SELECT id FROM housing_facts WHERE member_id = ?1
UNION ALL SELECT id FROM housing_application WHERE member_id = ?1
UNION ALL SELECT e.id FROM housing_event e JOIN housing_application a ON a.id = e.application_id
          WHERE a.member_id = ?1
UNION ALL SELECT id FROM accommodation_request WHERE member_id = ?1
UNION ALL SELECT id FROM subsidy WHERE member_id = ?1
UNION ALL SELECT id FROM coordinated_entry WHERE member_id = ?1
UNION ALL SELECT id FROM correction WHERE member_id = ?1
UNION ALL SELECT record_id FROM correction WHERE member_id = ?1 AND taken_back = 1
UNION ALL SELECT id FROM not_same_person WHERE member_id = ?1
UNION ALL SELECT id FROM household_person WHERE member_id = ?1
UNION ALL SELECT id FROM income WHERE member_id = ?1
UNION ALL SELECT id FROM care_person WHERE member_id = ?1
UNION ALL SELECT id FROM contact_method WHERE member_id = ?1
UNION ALL SELECT id FROM place_seen WHERE member_id = ?1
UNION ALL SELECT id FROM locate_check WHERE member_id = ?1
UNION ALL SELECT id FROM safety_flag WHERE member_id = ?1
UNION ALL SELECT id FROM promise WHERE member_id = ?1
UNION ALL SELECT id FROM hand_over WHERE member_id = ?1
"""


def member(store: Store, member_id: str) -> MemberRow | None:
    """A member's record, None when there is none."""
    row = store.one(_MEMBER, (member_id,))
    if row is None:
        return None
    return MemberRow(
        id=row[0],
        cin=row[1],
        plan=row[2],
        plan_name=row[3],
        plan_member_id=row[4],
        first_name=row[5],
        last_name=row[6],
        preferred_name=row[7],
        date_of_birth=date.fromisoformat(row[8]),
        phone=row[9],
        alternate_phone=row[10],
        address=row[11],
        email=row[12],
        language_spoken=row[13],
        language_written=row[14],
        written_format=row[15],
        gender_code=row[16],
        race_ethnicity_code=row[17],
        homeless=bool(row[18]),
        guardian_name=row[19].strip(),
        guardian_phone=row[20],
        navigator=row[21],
        navigator_id=row[22],
        do_not_leave_word=bool(row[23]),
        fleeing_violence=bool(row[24]),
        safety_note=row[25],
        last_seen_place=row[26],
        last_seen_on=day(row[27]),
        disappeared_on=day(row[28]),
        as_received=_received(store, member_id),
    )


def events(store: Store, member_id: str) -> list[StatusEventRow]:
    """Status events of a member's referrals, newest first, without those taken back."""
    return [
        StatusEventRow(
            id=row[0],
            referral_id=row[1],
            status=ReferralStatus.from_slug(row[2]),
            on=date.fromisoformat(row[3]),
            reason=ClosureReason.from_slug(row[4]) if row[4] else None,
            note=row[5],
            by=row[6],
            recorded_at=datetime.fromisoformat(row[7]),
            corrects=row[8],
            corrected_by=row[9],
            file_period=row[10],
        )
        for row in store.query(_EVENTS, (member_id,))
    ]


def authorizations(store: Store, member_id: str) -> list[AuthorizationRow]:
    """Authorizations of a member's referrals, latest start first."""
    return [
        AuthorizationRow(
            id=row[0],
            referral_id=row[1],
            number=row[2],
            status=AuthorizationStatus.from_slug(row[3]),
            requested=day(row[4]),
            decided=day(row[5]),
            effective=day(row[6]),
            end=day(row[7]),
        )
        for row in store.query(_AUTHORIZATIONS, (member_id,))
    ]


def referral_ids(store: Store, member_id: str = "", status: str = "") -> list[str]:
    """Referrals, of a member or all, in a status or any, oldest first."""
    sql = "SELECT id FROM referral WHERE 1"
    params: list[str] = []
    for column, value in (("member_id", member_id), ("status", status)):
        if value:
            sql += f" AND {column} = ?"
            params.append(value)
    return [row[0] for row in store.query(f"{sql} ORDER BY id", params)]


def record_ids(store: Store, member_id: str) -> list[str]:
    """The ids of all records that are a member's, their own first."""
    return [member_id, *(row[0] for row in store.query(_RECORDS, (member_id,)))]


def kept_id(store: Store, member_id: str) -> str:
    """The record that a member's went into; their own id where it went nowhere."""
    row = store.one("SELECT coalesce(merged_into_id, id) FROM member WHERE id = ?", (member_id,))
    return str(row[0]) if row else member_id


def contact(store: Store, member_id: str, columns: list[str]) -> tuple[Any, ...] | None:
    """Some columns of a member's record; the names are the program's own."""
    names = ", ".join(columns)
    return store.one(f"SELECT {names} FROM member WHERE id = ?", (member_id,))  # noqa: S608


def user_active(store: Store, user_id: str) -> bool:
    """True for the id of somebody who works here."""
    return store.one('SELECT 1 FROM "user" WHERE id = ? AND active = 1', (user_id,)) is not None


def _received(store: Store, member_id: str) -> tuple[tuple[str, str], ...]:
    row = store.one(_RECEIVED, (member_id,))
    if row is None:
        return ()
    return tuple(zip(json.loads(row[0]), json.loads(row[1]), strict=False))
