"""Reports, notices and questions to plans, and what a weekly update is made of, as SQL."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from navigator_app.domain.plan_reports import ReportRow
from navigator_app.store.reads_referrals import day

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

_REPORT = (
    "SELECT t.id, p.key, p.name, t.kind, t.form, t.state, t.period, t.due_on, t.name, t.sha256, "
    "t.rows, t.sent_at, t.sent_how, coalesce((SELECT f.state FROM exchange_file f "
    "WHERE f.report_id = t.id ORDER BY f.rowid DESC LIMIT 1), ''), t.chase_on, t.answered_on, "
    "t.question, t.answer, coalesce(t.member_id, ''), "
    "coalesce(trim(m.first_name || ' ' || m.last_name), ''), t.about, t.about_id, "
    "coalesce(t.replaces_id, ''), coalesce((SELECT n.id FROM plan_report n "
    "WHERE n.replaces_id = t.id AND n.state <> 'dropped' ORDER BY n.rowid DESC LIMIT 1), ''), "
    "coalesce((SELECT c.id FROM plan_report c WHERE c.id = t.carried_by "
    "AND c.state <> 'dropped'), ''), "
    "coalesce(u.name, ''), t.created_at "
    "FROM plan_report t JOIN plan p ON p.id = t.plan_id LEFT JOIN member m ON m.id = t.member_id "
    'LEFT JOIN "user" u ON u.id = t.user_id '
)
_NEWEST = "ORDER BY t.created_at DESC, t.rowid DESC LIMIT ?"
_OPEN = (
    "t.kind = 'inquiry' AND t.state = 'sent' AND NOT EXISTS (SELECT 1 FROM plan_report n "
    "WHERE n.replaces_id = t.id AND n.state <> 'dropped')"
)
# A question about a referral stands on Today as that referral's clock while it runs; one that was
# answered by the short form of that clock has no line either.
_UNSEEN = (
    "NOT (t.about = 'referral' AND (EXISTS (SELECT 1 FROM running_clock c "
    "WHERE c.referral_id = t.about_id AND c.rule_id = :rule) OR EXISTS (SELECT 1 FROM intake i "
    "WHERE i.referral_id = t.about_id AND i.inquiry_answered_at >= t.sent_at)))"
)
_NOT_ENGAGED = (
    "FROM running_clock c JOIN referral r ON r.id = c.referral_id JOIN member m "
    "ON m.id = r.member_id WHERE c.rule_id = :rule AND m.merged_into_id IS NULL "
    "AND r.plan_id = :plan "
)


class Unengaged(NamedTuple):
    """One referral whose member is not yet engaged."""

    referral_id: str
    member_id: str
    first_name: str
    last_name: str
    cin: str
    plan_member_id: str
    service: str
    received: str
    status: str
    due: str


class Told(NamedTuple):
    """What a plan is owed a weekly update for: how many, the earliest day, from when it counts."""

    plan_id: str
    key: str
    name: str
    policy: str
    members: int
    due: str
    started: str
    service: str


def one(store: Store, report_id: str) -> ReportRow | None:
    """One report, None when there is none."""
    row = store.one(_REPORT + "WHERE t.id = ?", (report_id,))
    return _report(row) if row else None


def listing(
    store: Store, plan_id: str = "", kind: str = "", member_id: str = "", limit: int = 200
) -> list[ReportRow]:
    """Reports of a plan, a kind, a member, the newest first."""
    rows = store.query(
        _REPORT + "WHERE ? IN ('', t.plan_id) AND ? IN ('', t.kind) "
        f"AND ? IN ('', coalesce(t.member_id, '')) {_NEWEST}",
        (plan_id, kind, member_id, limit),
    )
    return [_report(row) for row in rows]


def about(store: Store, table: str, record_id: str) -> ReportRow | None:
    """The newest report about a record that was not dropped."""
    row = store.one(
        _REPORT + f"WHERE t.about = ? AND t.about_id = ? AND t.state <> 'dropped' {_NEWEST}",
        (table, record_id, 1),
    )
    return _report(row) if row else None


def newest(store: Store, plan_id: str, kind: str) -> ReportRow | None:
    """The newest report of a kind that was not dropped."""
    row = store.one(
        _REPORT + f"WHERE t.plan_id = ? AND t.kind = ? AND t.state <> 'dropped' {_NEWEST}",
        (plan_id, kind, 1),
    )
    return _report(row) if row else None


def open_questions(store: Store, plan_id: str = "") -> list[ReportRow]:
    """Questions that no plan has answered, the earliest to be asked again first."""
    rows = store.query(
        _REPORT + f"WHERE {_OPEN} AND ? IN ('', t.plan_id) ORDER BY t.chase_on, t.created_at",
        (plan_id,),
    )
    return [_report(row) for row in rows]


def unasked(store: Store, plan_id: str = "") -> list[ReportRow]:
    """Questions that were written down and have not gone, the oldest first."""
    rows = store.query(
        _REPORT + "WHERE t.kind = 'inquiry' AND t.state = 'built' AND ? IN ('', t.plan_id) "
        "ORDER BY t.created_at, t.rowid",
        (plan_id,),
    )
    return [_report(row) for row in rows]


def carried(fetch: Store | Tx, report_id: str) -> list[tuple[str, str, str, str, str]]:
    """The questions of a file that was made, in the order written: id, state, referral's and
    member's id, own day to ask again; "" for none."""
    run = fetch.connection.execute if hasattr(fetch, "connection") else fetch.execute
    found: list[tuple[str, str, str, str, str]] = run(
        "SELECT id, state, CASE about WHEN 'referral' THEN about_id ELSE '' END, "
        "coalesce(member_id, ''), coalesce(chase_on, '') FROM plan_report "
        "WHERE carried_by = ? ORDER BY created_at, rowid",
        (report_id,),
    ).fetchall()
    return found


def asked_of(store: Store, question_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """What a file says of whom each question is about: CIN, number with the plan, last name, first
    name, service, the day on which the plan sent the referral; "" for none."""
    rows = store.query(
        "SELECT t.id, coalesce(m.cin, ''), coalesce(m.plan_member_id, ''), "
        "coalesce(m.last_name, ''), coalesce(m.first_name, ''), coalesce(r.service, ''), "
        "coalesce(r.sent_to_provider_on, r.received_on, '') FROM plan_report t "
        "LEFT JOIN member m ON m.id = t.member_id "
        "LEFT JOIN referral r ON t.about = 'referral' AND r.id = t.about_id "
        "WHERE t.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(question_ids)),),
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def due_questions(store: Store, rule: str, until: date) -> list[tuple[ReportRow, str, str]]:
    """Unanswered questions to be asked again by a day that no clock of a referral shows, each with
    its plan's id and pack."""
    rows = store.query(
        _REPORT.replace("SELECT ", "SELECT p.id, p.policy, ", 1)
        + f"WHERE {_OPEN} AND t.chase_on <= :until AND {_UNSEEN} ORDER BY t.chase_on, t.id",
        {"rule": rule, "until": until.isoformat()},
    )
    return [(_report(row[2:]), row[0], row[1]) for row in rows]


def not_engaged(store: Store, plan_id: str, rule: str) -> list[Unengaged]:
    """A plan's referrals that an update is owed for, by the member's name."""
    rows = store.query(
        "SELECT r.id, m.id, m.first_name, m.last_name, coalesce(m.cin, ''), "
        "coalesce(m.plan_member_id, ''), r.service, "
        "coalesce(r.sent_to_provider_on, r.received_on, ''), coalesce(r.status, ''), c.due_on "
        f"{_NOT_ENGAGED} ORDER BY m.sort_name, r.id",
        {"rule": rule, "plan": plan_id},
    )
    return [Unengaged(*row) for row in rows]


def attempts(store: Store, plan_id: str, rule: str) -> dict[str, list[tuple[str, str, str]]]:
    """Day, mode and outcome of every attempt for those referrals since each came, oldest first."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for referral_id, on, mode, outcome in store.query(
        "SELECT r.id, a.on_date, a.mode, a.outcome FROM running_clock c "
        "JOIN referral r ON r.id = c.referral_id JOIN outreach_attempt a "
        "ON a.member_id = r.member_id AND (a.referral_id IS NULL OR a.referral_id = r.id) "
        "WHERE c.rule_id = :rule AND r.plan_id = :plan AND a.undone_at IS NULL AND a.on_date >= "
        "coalesce(r.requested_on, r.sent_to_provider_on, r.received_on, '') "
        "ORDER BY a.at_utc, a.id",
        {"rule": rule, "plan": plan_id},
    ):
        found.setdefault(referral_id, []).append((on, mode, outcome))
    return found


def updates_owed(store: Store, rule: str, until: date | None = None) -> list[Told]:
    """Each plan that an update is owed to, and by when."""
    rows = store.query(
        "SELECT p.id, p.key, p.name, p.policy, count(*), min(c.due_on), min(c.started_on), "
        "min(r.service) FROM running_clock c JOIN referral r ON r.id = c.referral_id "
        "JOIN plan p ON p.id = r.plan_id JOIN member m ON m.id = r.member_id "
        "WHERE c.rule_id = ? AND m.merged_into_id IS NULL GROUP BY p.id "
        "HAVING min(c.due_on) <= ? ORDER BY 6, p.name",
        (rule, until.isoformat() if until else "9999"),
    )
    return [Told(*row) for row in rows]


def endings_untold(store: Store, plan_id: str = "") -> list[tuple[str, str, str, str, str, str]]:
    """Endings that no plan was told of: id, plan's key, member's id and name, day, service."""
    rows: list[tuple[str, str, str, str, str, str]] = store.query(
        "SELECT d.id, p.key, m.id, trim(m.first_name || ' ' || m.last_name), d.on_date, r.service "
        "FROM discontinuation d JOIN referral r ON r.id = d.referral_id "
        "JOIN member m ON m.id = r.member_id JOIN plan p ON p.id = r.plan_id "
        "WHERE d.plan_told_on IS NULL AND ? IN ('', p.id) ORDER BY d.on_date, d.id",
        (plan_id,),
    )
    return rows


def referrals_of(fetch: Store | Tx, report_id: str) -> list[tuple[str, str]]:
    """Referral and member of every row of a report, in its order."""
    run = fetch.connection.execute if hasattr(fetch, "connection") else fetch.execute
    found: list[tuple[str, str]] = run(
        "SELECT w.referral_id, r.member_id FROM plan_report_row w "
        "JOIN referral r ON r.id = w.referral_id WHERE w.report_id = ? ORDER BY w.row_no",
        (report_id,),
    ).fetchall()
    return found


def name_taken(store: Store, plan_id: str, name: str) -> bool:
    """Whether a file of that name went, or waits to go, to a plan."""
    return store.one(
        "SELECT 1 FROM plan_report WHERE plan_id = ?1 AND name = ?2 UNION ALL "
        "SELECT 1 FROM exchange_file WHERE plan_id = ?1 AND direction = 'out' AND name = ?2",
        (plan_id, name),
    ) is not None  # fmt: skip


def content(store: Store, report_id: str) -> bytes:
    """The bytes of a built report, empty when there are none."""
    row = store.one("SELECT content FROM plan_report_content WHERE report_id = ?", (report_id,))
    return zlib.decompress(row[0]) if row else b""


def waiting_file(store: Store, report_id: str) -> tuple[str, str] | None:
    """Id and state of a report's file on the line."""
    row = store.one(
        "SELECT id, state FROM exchange_file WHERE report_id = ? ORDER BY rowid DESC LIMIT 1",
        (report_id,),
    )
    return (row[0], row[1]) if row else None


def _report(r: tuple[Any, ...]) -> ReportRow:
    return ReportRow(
        id=r[0], plan_key=r[1], plan_name=r[2], kind=r[3], form=r[4], state=r[5], period=r[6],
        due=day(r[7]), name=r[8], sha256=r[9], rows=r[10], sent_at=_moment(r[11]), sent_how=r[12],
        line=r[13], chase=day(r[14]), answered=day(r[15]), question=r[16], answer=r[17],
        member_id=r[18], member=r[19], about=r[20], about_id=r[21], replaces_id=r[22],
        replaced_by=r[23], carried_by=r[24], by=r[25], created_at=datetime.fromisoformat(r[26]),
    )  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
