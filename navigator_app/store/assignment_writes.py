"""How assignments are written: the row, the member's navigator and the hand-over, together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from navigator_app.domain.identifiers import uuid7

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx


class Given(NamedTuple):
    """One member who changes hands; `from_id` is whose they are now, "" nobody's."""

    member_id: str
    from_id: str
    to_id: str
    override: str = ""


def navigator(tx: Tx, member_id: str) -> str:
    """Whose member it is, as the transaction sees it; "" for nobody's."""
    row = tx.execute("SELECT navigator_id FROM member WHERE id = ?", (member_id,)).fetchone()
    return str(row[0] or "") if row else ""


def given_since(tx: Tx, member_id: str, hand_over_id: str) -> bool:
    """True when the member was given to somebody after that hand-over, be it back to the same."""
    sql = (
        "SELECT 1 FROM hand_over WHERE member_id = ? "
        "AND rowid > (SELECT rowid FROM hand_over WHERE id = ?) LIMIT 1"
    )
    return tx.execute(sql, (member_id, hand_over_id)).fetchone() is not None


def give(tx: Tx, one: Given, *, batch_id: str, by_id: str, why: str) -> str:
    """Write one; returns the assignment's id."""
    hand_over, key = uuid7(), uuid7()
    whom = {"member_id": one.member_id, "from_id": one.from_id or None, "to_id": one.to_id}
    tx.insert(
        "hand_over",
        {"id": hand_over, **whom, "note": why, "user_id": by_id, "created_at": tx.now},
    )
    tx.update("member", one.member_id, {"navigator_id": one.to_id})
    told = {"why": why, "override_reason": one.override, "batch_id": batch_id}
    row = {"id": key, **whom, **told, "hand_over_id": hand_over, "by_id": by_id, "at": tx.now}
    tx.insert("assignment", row)
    return key


def take_back(tx: Tx, assignment_id: str, member_id: str, from_id: str, hand_over_id: str) -> None:
    """Mark one as undone and give the member back; the hand-over that came with it goes."""
    tx.update("assignment", assignment_id, {"undone_at": tx.now, "hand_over_id": None})
    tx.update("member", member_id, {"navigator_id": from_id or None})
    if hand_over_id:
        tx.execute("DELETE FROM hand_over WHERE id = ?", (hand_over_id,))
