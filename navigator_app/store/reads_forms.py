"""Printed forms, the agency's own texts and its word on translations, as plain rows."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from navigator_app.domain.form_rows import PrintedForm

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_FORM = (
    "SELECT f.id, f.code, f.number, coalesce(f.member_id, ''), f.about, f.about_id, "
    "coalesce(f.consent_id, ''), f.kind, f.version, f.text_hash, f.language, f.large, f.paper, "
    "f.pages, f.how, f.batch_id, f.filled, coalesce(u.name, ''), f.printed_at, f.zone, "
    "coalesce(f.attachment_id, ''), coalesce(f.returned_at, ''), f.returned_how, "
    "coalesce(f.voided_at, ''), f.voided_why, "
    "trim(coalesce(m.first_name || ' ' || m.last_name, '')) "
    'FROM printed_form f LEFT JOIN "user" u ON u.id = f.user_id '
    "LEFT JOIN member m ON m.id = f.member_id "
)


_OF_MEMBER = ("consent", "support_plan", "deposit_request", "outreach_attempt", "encounter",
              "tenancy", "attachment", "printed_form")  # fmt: skip
_OF_REFERRAL = ("authorization_request", "authorization", "discontinuation")
_OF_NOBODY = ("capacity_report",)
ABOUT = (*_OF_MEMBER, *_OF_REFERRAL, *_OF_NOBODY)
"""Tables of records that a form can be about."""


def whose(store: Store, table: str, record_id: str) -> tuple[str, str] | None:
    """The table of a record that a form is about, any of them for "", and its member's id ("" for
    none); None when there is no such record."""
    for name in (table,) if table in ABOUT else ABOUT if not table else ():
        if name in _OF_MEMBER:
            sql = f"SELECT coalesce(member_id, '') FROM {name} WHERE id = ?"  # noqa: S608
        elif name in _OF_NOBODY:
            sql = f"SELECT '' FROM {name} WHERE id = ?"  # noqa: S608
        else:
            sql = (
                f"SELECT r.member_id FROM {name} t JOIN referral r ON r.id = t.referral_id "  # noqa: S608
                "WHERE t.id = ?"
            )
        row = store.one(sql, (record_id,))
        if row is not None:
            return name, str(row[0])
    return None


def member_of_referral(store: Store, referral_id: str) -> str | None:
    """The member of a referral; None when there is no such referral."""
    row = store.one("SELECT member_id FROM referral WHERE id = ?", (referral_id,))
    return str(row[0]) if row else None


def by_code(store: Store, code: str) -> PrintedForm | None:
    """The form that a code stands on; None when there is none."""
    return _one(store, "WHERE f.code = ?", (code,))


def of_member(store: Store, member_ids: Collection[str], limit: int = -1) -> list[PrintedForm]:
    """Forms that were printed for a member (all ids that are theirs), the latest first."""
    return _all(
        store,
        "WHERE f.member_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY f.printed_at DESC, f.id DESC LIMIT ?",
        (json.dumps(list(member_ids)), limit),
    )


def sheets_out(store: Store, user_id: str = "") -> list[PrintedForm]:
    """Numbered sheets that are neither home nor spoiled, the oldest first."""
    return _all(
        store,
        "WHERE f.number > 0 AND f.returned_at IS NULL AND f.voided_at IS NULL "
        "AND (?1 = '' OR f.user_id = ?1) ORDER BY f.printed_at, f.id",
        (user_id,),
    )


def last_number(store: Store, kind: str) -> int:
    """The highest number of a kind's sheets, 0 for none."""
    row = store.one("SELECT coalesce(max(number), 0) FROM printed_form WHERE kind = ?", (kind,))
    return int(row[0]) if row else 0


def agency_texts(store: Store, blocks: Collection[str], language: str) -> Mapping[str, str]:
    """The agency's own words in a language, by block; blocks that have none are left out."""
    rows = store.query(
        "SELECT block, text FROM agency_text WHERE language = ? AND trim(text) <> '' "
        "AND block IN (SELECT value FROM json_each(?))",
        (language, json.dumps(list(blocks))),
    )
    return {row[0]: row[1] for row in rows}


def reviewed(store: Store, kind: str, language: str, text_hash: str) -> bool:
    """True where the agency has had these very words checked."""
    sql = "SELECT 1 FROM form_review WHERE kind = ? AND language = ? AND text_hash = ? LIMIT 1"
    return store.one(sql, (kind, language, text_hash)) is not None


def _one(store: Store, where: str, params: tuple[object, ...]) -> PrintedForm | None:
    row = store.one(_FORM + where, params)
    return _form(row) if row else None


def _all(store: Store, where: str, params: tuple[object, ...]) -> list[PrintedForm]:
    return [_form(row) for row in store.query(_FORM + where, params)]


def _form(row: tuple[Any, ...]) -> PrintedForm:
    cells = list(row)
    cells[11] = bool(cells[11])
    return PrintedForm(*cells)
