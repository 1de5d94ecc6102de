"""Where a letter carries a question that was put to a plan: the line that the question left in the
accounting."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_ASKED = (
    "SELECT d.id, d.detail FROM plan_report q JOIN disclosure d "
    "ON d.at = q.created_at AND d.member_id = q.member_id AND d.what = :what "
    "WHERE q.kind = 'inquiry' AND q.about = 'referral' AND q.about_id = :referral "
    "AND q.state = 'sent' AND q.created_at >= :since "
    "AND instr(d.detail, :mark) = 0 "
    "ORDER BY q.created_at DESC LIMIT 1"
)


def asked(
    store: Store, referral_id: str, *, what: str, mark: str, since: str
) -> tuple[str, str] | None:
    """Id and detail of the line of a question about a referral that was put since a moment, and
    that no letter was added to: `mark` stands between the two."""
    words = {"referral": referral_id, "what": what, "mark": mark, "since": since}
    row = store.one(_ASKED, words)
    return (str(row[0]), str(row[1])) if row else None
