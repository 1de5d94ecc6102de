"""Attachments as rows, and their bytes a piece at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from navigator_app.domain.attachments import Attachment
from navigator_app.store.reads_referrals import day

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_ROW = (
    "SELECT a.id, a.member_id, a.about, a.about_id, a.title, a.media_type, a.size, a.sha256, "
    "a.retention, a.keep_until_on, a.added_at, coalesce(u.name, ''), a.width, a.height, a.pages, "
    'a.removed_at, a.removed_why FROM attachment a LEFT JOIN "user" u ON u.id = a.user_id '
)


def of_member(store: Store, member_id: str, *, removed: bool = False) -> list[Attachment]:
    """A member's attachments, newest first; with `removed` also those without bytes."""
    standing = "" if removed else "AND a.removed_at IS NULL "
    sql = f"{_ROW} WHERE a.member_id = ? {standing} ORDER BY a.added_at DESC, a.id DESC"
    return [_row(row) for row in store.query(sql, (member_id,))]


def one(store: Store, attachment_id: str) -> Attachment | None:
    """One attachment, removed or not."""
    row = store.one(f"{_ROW} WHERE a.id = ?", (attachment_id,))
    return _row(row) if row else None


def same_bytes(store: Store, member_id: str, sha256: str) -> str | None:
    """The title of a member's attachment of these very bytes."""
    row = store.one(
        "SELECT title FROM attachment WHERE member_id = ? AND sha256 = ? AND removed_at IS NULL",
        (member_id, sha256),
    )
    return str(row[0]) if row else None


def chunks(store: Store, attachment_id: str) -> Iterator[bytes]:
    """The bytes, a piece at a time; each is read when it is asked for."""
    number = 0
    while True:
        row = store.one(
            "SELECT content FROM attachment_chunk WHERE attachment_id = ? AND number = ?",
            (attachment_id, number),
        )
        if row is None:
            return
        yield row[0]
        number += 1


def bytes_used(store: Store) -> int:
    """Bytes that all attachments of the store take."""
    row = store.one("SELECT coalesce(sum(size), 0) FROM attachment WHERE removed_at IS NULL")
    return int(row[0]) if row else 0


def _row(row: tuple[Any, ...]) -> Attachment:
    return Attachment(
        id=row[0],
        member_id=row[1],
        about=row[2],
        about_id=row[3],
        title=row[4],
        media_type=row[5],
        size=row[6],
        sha256=row[7],
        retention=row[8],
        keep_until=day(row[9]),
        added_at=datetime.fromisoformat(row[10]),
        by=row[11],
        width=row[12],
        height=row[13],
        pages=row[14],
        removed_at=datetime.fromisoformat(row[15]) if row[15] else None,
        removed_why=row[16],
    )
