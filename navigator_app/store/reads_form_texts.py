"""The agency's own words on forms, and which translations it has had checked, as plain rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from navigator_app.store.engine import Store


class TextRow(NamedTuple):
    """One text of the agency's: its block, language and words, where from, by whom, since when."""

    id: str
    block: str
    language: str
    text: str
    source: str
    by: str
    created_at: str


class ReviewRow(NamedTuple):
    """One review of a form's translation, as its words stood then."""

    id: str
    kind: str
    version: int
    language: str
    text_hash: str
    reviewer: str
    reviewed_on: str
    note: str
    by: str


def texts(store: Store) -> list[TextRow]:
    """All own texts, by block and language."""
    return [
        TextRow(*row)
        for row in store.query(
            "SELECT t.id, t.block, t.language, t.text, t.source, coalesce(u.name, ''), "
            't.created_at FROM agency_text t LEFT JOIN "user" u ON u.id = t.user_id '
            "ORDER BY t.block, t.language"
        )
    ]


def reviews(store: Store) -> list[ReviewRow]:
    """All reviews, the latest last."""
    return [
        ReviewRow(*row)
        for row in store.query(
            "SELECT r.id, r.kind, r.version, r.language, r.text_hash, r.reviewer, r.reviewed_on, "
            "r.note, coalesce(u.name, '') FROM form_review r "
            'LEFT JOIN "user" u ON u.id = r.user_id ORDER BY r.created_at, r.id'
        )
    ]
