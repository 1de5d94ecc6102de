"""What waits for review, with comments and charts drawn, as plain SQL."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from navigator_app.domain.review import (
    Answer,
    Chart,
    Comment,
    Finding,
    ReviewItem,
    Sample,
)
from navigator_app.store.carried import MEMBER_CARRIED, carried

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_NAME = "trim(coalesce(nullif(trim(m.preferred_name), ''), m.first_name) || ' ' || m.last_name)"

# Support plans wait by their own state; who sent one stands in the journal alone.
_ITEMS = """
SELECT i.id id, i.about about, i.about_id about_id, coalesce(i.member_id, '') member_id,
    coalesce(i.asked_by, '') asked_by, i.asked_at asked_at, i.state state,
    coalesce(i.decided_by, '') decided_by, coalesce(i.decided_at, '') decided_at,
    i.decision_note note, coalesce(d.user_id, g.user_id, b.user_id, '') maker_id,
    (SELECT count(*) FROM review_comment c WHERE c.item_id = i.id AND c.settled_at IS NULL) open
FROM review_item i
LEFT JOIN discontinuation d ON i.about = 'discontinuation' AND d.id = i.about_id
LEFT JOIN guard_override g ON i.about = 'guard_override' AND g.id = i.about_id
LEFT JOIN batch b ON i.about = 'batch' AND b.id = i.about_id
WHERE coalesce(d.id, g.id, b.id) IS NOT NULL
    AND NOT (b.state IS 'dropped' AND i.state IN ('waiting', 'returned'))
UNION ALL
SELECT p.id, 'support_plan', p.id, p.member_id, coalesce(t.user_id, p.user_id, ''),
    coalesce(t.at, p.state_on || 'T00:00:00+00:00'),
    CASE p.state WHEN 'in-review' THEN 'waiting' WHEN 'returned' THEN 'returned'
        ELSE 'approved' END,
    coalesce(p.reviewer_id, ''),
    CASE p.state WHEN 'in-review' THEN '' ELSE coalesce(v.at, '') END,
    '', coalesce(p.user_id, ''),
    (SELECT count(*) FROM support_plan_comment c WHERE c.support_plan_id = p.id
        AND c.resolved_at IS NULL)
FROM support_plan p
LEFT JOIN journal_transaction t ON t.id = (SELECT j.id FROM journal_entry e
    JOIN journal_transaction j ON j.id = e.transaction_id
    WHERE e.record_id = p.id AND e.table_name = 'support_plan'
    AND j.intention = 'support_plan_submit' ORDER BY e.seq DESC LIMIT 1)
LEFT JOIN journal_transaction v ON v.id = (SELECT j.id FROM journal_entry e
    JOIN journal_transaction j ON j.id = e.transaction_id
    WHERE e.record_id = p.id AND e.table_name = 'support_plan'
    AND j.intention IN ('support_plan_approve', 'support_plan_return')
    ORDER BY e.seq DESC LIMIT 1)
WHERE p.state IN ('in-review', 'returned', 'approved')
"""
_SHOWN = (
    f"SELECT q.id, q.about, q.about_id, q.member_id, coalesce({_NAME}, ''), q.asked_by, "  # noqa: S608
    "coalesce(a.name, ''), q.asked_at, q.state, coalesce(d.name, ''), q.decided_at, q.note, "
    f"q.maker_id, q.open FROM ({_ITEMS}) q LEFT JOIN member m ON m.id = q.member_id "
    'LEFT JOIN "user" a ON a.id = q.asked_by LEFT JOIN "user" d ON d.id = q.decided_by '
)


def items(
    store: Store,
    *,
    state: str = "",
    asked_by: str = "",
    member_id: str = "",
    limit: int = 500,
) -> list[ReviewItem]:
    """What is in the queue, the longest waiting first, then what was decided, the newest first."""
    rows = store.query(
        f"{_SHOWN} WHERE (:state = '' OR q.state = :state) "
        "AND (:asked_by = '' OR q.asked_by = :asked_by) "
        "AND (:member = '' OR q.member_id = :member) "
        "ORDER BY CASE WHEN q.state IN ('waiting', 'returned') THEN q.asked_at ELSE '~' END, "
        "q.decided_at DESC, q.asked_at DESC, q.id LIMIT :limit",
        {"state": state, "asked_by": asked_by, "member": member_id, "limit": limit},
    )
    return [_item(row) for row in rows]


def item(store: Store, key: str) -> ReviewItem | None:
    """One of them by its id, or by the id of what it is about (then what still stands, else the
    newest)."""
    row = store.one(
        f"{_SHOWN} WHERE q.id = :key OR q.about_id = :key ORDER BY q.id = :key DESC, "
        "q.state IN ('waiting', 'returned') DESC, q.asked_at DESC LIMIT 1",
        {"key": key},
    )
    return None if row is None else _item(row)


def hands(store: Store, key: str) -> frozenset[str]:
    """Who asked about it and who wrote it; nobody for what is not in the queue."""
    found = item(store, key)
    return found.hands if found else frozenset()


def asks_for_more(store: Store, key: str, own: Collection[str]) -> bool:
    """True when an open comment on an item, or on a support plan, is of anybody but `own`."""
    row = store.one(
        "SELECT 1 FROM (SELECT user_id AS who FROM review_comment WHERE item_id = :key "
        "AND settled_at IS NULL UNION ALL SELECT user_id FROM support_plan_comment "
        "WHERE support_plan_id = :key AND resolved_at IS NULL) "
        "WHERE coalesce(who, '') NOT IN (SELECT value FROM json_each(:own)) LIMIT 1",
        {"key": key, "own": json.dumps(sorted(own))},
    )
    return row is not None


def standing(store: Store, about: str, about_id: str) -> str:
    """The id of the item that still waits or was returned; "" for none."""
    row = store.one(
        "SELECT id FROM review_item WHERE about = ? AND about_id = ? "
        "AND state IN ('waiting', 'returned')",
        (about, about_id),
    )
    return str(row[0]) if row else ""


_THERE = {
    "discontinuation": "SELECT r.member_id FROM discontinuation x "
    "JOIN referral r ON r.id = x.referral_id WHERE x.id = ?",
    "guard_override": "SELECT r.member_id FROM guard_override x "
    "JOIN referral r ON r.id = x.referral_id WHERE x.id = ?",
    "batch": "SELECT '' FROM batch WHERE id = ?",
}


def member_of(store: Store, about: str, about_id: str) -> str | None:
    """Whose it is, "" for a batch; None where there is no such thing."""
    row = store.one(_THERE[about], (about_id,)) if about in _THERE else None
    return None if row is None else str(row[0] or "")


def comments(store: Store, item_id: str) -> list[Comment]:
    """The words beside an item that is no support plan."""
    rows = store.query(
        "SELECT c.id, c.place, c.text, coalesce(u.name, ''), c.at, c.settled_at "
        'FROM review_comment c LEFT JOIN "user" u ON u.id = c.user_id '
        "WHERE c.item_id = ? ORDER BY c.at, c.id",
        (item_id,),
    )
    return [Comment(r[0], r[1], r[2], r[3], _moment(r[4]), r[5] is not None) for r in rows]


def ending(store: Store, key: str) -> tuple[Any, ...] | None:
    """An ending: reason, day, note, plan told, team told, service, plan's name, by, moment."""
    return store.one(
        "SELECT d.reason, d.on_date, d.note, d.plan_told_on, d.team_told_on, r.service, p.name, "
        "coalesce(u.name, ''), d.created_at FROM discontinuation d "
        "JOIN referral r ON r.id = d.referral_id JOIN plan p ON p.id = r.plan_id "
        'LEFT JOIN "user" u ON u.id = d.user_id WHERE d.id = ?',
        (key,),
    )


def override(store: Store, key: str) -> tuple[Any, ...] | None:
    """An override: rule, reason, policy pack, service, plan's name, by, moment."""
    return store.one(
        "SELECT g.rule_id, g.reason, p.policy, r.service, p.name, coalesce(u.name, ''), "
        "g.created_at FROM guard_override g "
        "JOIN referral r ON r.id = g.referral_id JOIN plan p ON p.id = r.plan_id "
        'LEFT JOIN "user" u ON u.id = g.user_id WHERE g.id = ?',
        (key,),
    )


# --- Charts --------------------------------------------------------------------------------------

_CHARTS = (
    "SELECT m.id, coalesce(m.navigator_id, '') FROM member m WHERE m.merged_into_id IS NULL "  # noqa: S608
    f"AND {MEMBER_CARRIED} AND coalesce(m.navigator_id, '') <> :me"
)
RISKS = {
    "fleeing-violence": "SELECT id FROM member WHERE fleeing_violence = 1",
    "clock-overdue": "SELECT r.member_id FROM running_clock c JOIN referral r "
    "ON r.id = c.referral_id WHERE c.rank IN (0, 1, 2, 3) AND c.due_on < :on AND c.chase = 0",
    "no-contact": "SELECT m.id FROM member m WHERE EXISTS (SELECT 1 FROM referral r "  # noqa: S608
    "WHERE r.member_id = m.id AND r.received_on <= :since "
    f"AND {carried(':on')}) "
    "AND NOT EXISTS (SELECT 1 FROM encounter e WHERE e.member_id = m.id "
    "AND e.on_date > :since AND e.undone_at IS NULL AND e.mode <> 'collateral') "
    "AND NOT EXISTS (SELECT 1 FROM outreach_attempt t WHERE t.member_id = m.id "
    "AND t.on_date > :since AND t.undone_at IS NULL AND t.outcome = 'reached' "
    "AND t.mode <> 'collateral')",
    "limit-passed": "SELECT r.member_id FROM guard_override g JOIN referral r "
    "ON r.id = g.referral_id WHERE substr(g.created_at, 1, 10) > :since",
    "eligibility-lapsed": "SELECT e.member_id FROM eligibility_check e "
    "WHERE e.medi_cal IN ('lapsed', 'suspended') AND NOT EXISTS (SELECT 1 FROM "
    "eligibility_check n WHERE n.member_id = e.member_id AND n.checked_at > e.checked_at)",
}
"""The members that show each sign of `resources/review.toml`."""


def charts_carried(store: Store, without: str, on: date) -> dict[str, str]:
    """Members who are carried on a day and their navigators, but for one navigator's own."""
    return dict(store.query(_CHARTS, {"me": without, "today": on.isoformat()}))


def showing(store: Store, sign: str, on: date, since: date) -> set[str]:
    """The members that show a sign."""
    params = {"on": on.isoformat(), "since": since.isoformat()}
    return {row[0] for row in store.query(RISKS[sign], params)}


def samples(store: Store) -> list[Sample]:
    """Every sample, the newest first."""
    rows = store.query(
        "SELECT sample_id, drawn_on, how, seed, count(*), sum(state = 'read') FROM chart_review "
        "GROUP BY sample_id ORDER BY drawn_on DESC, sample_id DESC"
    )
    return [Sample(r[0], date.fromisoformat(r[1]), *r[2:]) for r in rows]


_CHART = (
    f"SELECT c.id, c.sample_id, c.drawn_on, c.how, c.seed, c.weight, c.member_id, {_NAME}, "  # noqa: S608
    "coalesce(c.navigator_id, ''), coalesce(n.name, ''), c.state, coalesce(u.name, ''), c.answers "
    "FROM chart_review c JOIN member m ON m.id = c.member_id "
    'LEFT JOIN "user" n ON n.id = c.navigator_id LEFT JOIN "user" u ON u.id = c.user_id '
)


def charts(store: Store, *, sample_id: str = "", chart_id: str = "") -> list[Chart]:
    """The charts of a sample, or one; their findings with them."""
    rows = store.query(
        f"{_CHART} WHERE (:sample <> '' AND c.sample_id = :sample) OR c.id = :chart "
        "ORDER BY c.state = 'read', m.sort_name, c.id",
        {"sample": sample_id, "chart": chart_id},
    )
    found = findings(store, [row[0] for row in rows])
    return [
        Chart(
            r[0], r[1], date.fromisoformat(r[2]), r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10],
            r[11],
            answers=_answers(r[12]),
            findings=tuple(one for one in found if one.review_id == r[0]),
        )
        for r in rows
    ]  # fmt: skip


_FINDINGS = (
    f"SELECT f.id, f.review_id, c.member_id, {_NAME}, f.question, f.text, "  # noqa: S608
    "coalesce(f.owner_id, ''), coalesce(u.name, ''), f.due_on, f.settled_at, f.settled_how "
    "FROM chart_finding f JOIN chart_review c ON c.id = f.review_id "
    'JOIN member m ON m.id = c.member_id LEFT JOIN "user" u ON u.id = f.owner_id '
)


def findings(store: Store, review_ids: Collection[str]) -> list[Finding]:
    """The findings of some charts."""
    rows = store.query(
        f"{_FINDINGS} WHERE f.review_id IN (SELECT value FROM json_each(?)) "  # noqa: S608
        "ORDER BY f.created_at, f.id",
        (json.dumps(list(review_ids)),),
    )
    return [_finding(row) for row in rows]


def finding(store: Store, key: str) -> Finding | None:
    """One finding."""
    row = store.one(f"{_FINDINGS} WHERE f.id = ?", (key,))
    return None if row is None else _finding(row)


def findings_open(
    store: Store, *, owner_id: str = "", member_id: str = "", until: date = date.max
) -> list[Finding]:
    """What is not settled and due by a day (or on none), the earliest first."""
    rows = store.query(
        f"{_FINDINGS} WHERE f.settled_at IS NULL AND coalesce(f.due_on, '') <= :until "
        "AND (:owner = '' OR f.owner_id = :owner) AND (:member = '' OR c.member_id = :member) "
        "ORDER BY f.due_on IS NULL, f.due_on, f.created_at, f.id",
        {"owner": owner_id, "member": member_id, "until": until.isoformat()},
    )
    return [_finding(row) for row in rows]


def readings(store: Store) -> list[tuple[str, str]]:
    """(moment read, answers as JSON) of every chart that was read, the oldest first."""
    return store.query(
        "SELECT read_at, answers FROM chart_review WHERE state = 'read' ORDER BY read_at, id"
    )


def answers_of(text: str) -> dict[str, Answer]:
    """The answers kept in a chart."""
    return _answers(text)


def _answers(text: str) -> dict[str, Answer]:
    return {
        key: Answer(one["answer"], one.get("note", "")) for key, one in json.loads(text).items()
    }


def _finding(r: Sequence[Any]) -> Finding:
    due = date.fromisoformat(r[8]) if r[8] else None
    settled = _moment(r[9]) if r[9] else None
    return Finding(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], due, settled, r[10])


def _item(r: Sequence[Any]) -> ReviewItem:
    decided = _moment(r[10]) if r[10] else None
    return ReviewItem(
        r[0], r[1], r[2], r[3], r[4], r[5], r[6], _moment(r[7]), r[8], r[9], decided, r[11], r[12],
        r[13],
    )  # fmt: skip


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
