"""The papers of a member and of those in the household."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from navigator_app.domain.documents import Paper, Person, State
from navigator_app.store.reads_referrals import day

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_PAPERS = (
    "SELECT d.id, d.kind, d.person_id, d.state, d.requested_on, d.requested_from, d.expected_on, "
    "d.received_on, d.expires_on, a.id, a.title, d.note FROM member_document d "
    "LEFT JOIN attachment a ON a.removed_at IS NULL AND a.id = coalesce(d.attachment_id, "
    "(SELECT max(x.id) FROM attachment x WHERE x.member_id = d.member_id "
    "AND x.about = 'member_document' AND x.about_id = d.id AND x.removed_at IS NULL)) "
)


def people(store: Store, member_id: str) -> list[Person]:
    """The member, then those of the household who have not left, as they were written down.

    Empty when there is no such member.
    """
    who = store.one("SELECT first_name, last_name, date_of_birth FROM member WHERE id = ?",
                    (member_id,))  # fmt: skip
    if who is None:
        return []
    found = [Person("", f"{who[0]} {who[1]}".strip(), born=day(who[2]))]
    sql = (
        "SELECT id, name, relationship, date_of_birth, moves_in FROM household_person "
        "WHERE member_id = ? AND left_on IS NULL ORDER BY created_at, id"
    )
    for row in store.query(sql, (member_id,)):
        moves_in = None if row[4] is None else bool(row[4])
        found.append(Person(row[0], row[1], row[2], day(row[3]), moves_in))
    return found


def papers(store: Store, member_id: str) -> list[Paper]:
    """All that is written of a household's papers, the oldest row of a kind first."""
    sql = _PAPERS + "WHERE d.member_id = ? ORDER BY d.created_at, d.id"
    return [_paper(row) for row in store.query(sql, (member_id,))]


def of_kind(store: Store, member_id: str, person_id: str, kind: str) -> Paper | None:
    """What is written of one paper, the newest row; None where nothing is."""
    sql = _PAPERS + (
        "WHERE d.member_id = ? AND d.kind = ? AND d.person_id IS ? "
        "ORDER BY d.created_at DESC, d.id DESC LIMIT 1"
    )
    row = store.one(sql, (member_id, kind, person_id or None))
    return _paper(row) if row else None


def in_household(store: Store, member_id: str, person_id: str) -> bool:
    """True for the member ("") and for somebody of the member's household."""
    sql = "SELECT 1 FROM household_person WHERE id = ? AND member_id = ?"
    return not person_id or store.one(sql, (person_id, member_id)) is not None


def own_attachment(store: Store, member_id: str, attachment_id: str) -> bool:
    """True for an attachment of the member that was not removed."""
    sql = "SELECT 1 FROM attachment WHERE id = ? AND member_id = ? AND removed_at IS NULL"
    return store.one(sql, (attachment_id, member_id)) is not None


def _paper(row: tuple[Any, ...]) -> Paper:
    return Paper(
        id=row[0],
        kind=row[1],
        person_id=row[2] or "",
        state=State(row[3]),
        requested_on=day(row[4]),
        requested_from=row[5],
        expected_on=day(row[6]),
        received_on=day(row[7]),
        expires_on=day(row[8]),
        attachment_id=row[9] or "",
        copy=row[10] or "",
        note=row[11],
    )
