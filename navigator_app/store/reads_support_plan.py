"""Housing support plans as rows: versions, one version whole, the latest of many members."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from navigator_app.domain.support_plan import (
    BarrierRow,
    CommentRow,
    PlanState,
    SignatureRow,
    StepRow,
    SupportPlanRow,
    VersionRow,
)

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_VERSIONS = (
    "SELECT p.id, p.version, p.state, p.started_on, p.signed_on, p.review_on, p.why, "
    "coalesce(u.name, '') "
    'FROM support_plan p LEFT JOIN "user" u ON u.id = p.user_id '
    "WHERE p.member_id = ? ORDER BY p.version DESC"
)
_PLAN = (
    "SELECT p.id, p.member_id, p.referral_id, p.version, p.previous_id, p.state, p.state_on, "
    "p.started_on, p.review_on, p.signed_on, p.why, p.content_sha256, coalesce(u.name, ''), "
    "coalesce(r.name, '') "
    'FROM support_plan p LEFT JOIN "user" u ON u.id = p.user_id '
    'LEFT JOIN "user" r ON r.id = p.reviewer_id WHERE p.id = ?'
)
_BARRIERS = (
    "SELECT id, phase, barrier, short_goal, short_measure, short_by_on, long_goal, long_measure, "
    "long_by_on, approach, other_providers, medi_cal_pays, progress, progress_note, met_on, "
    "short_met_on, long_met_on FROM support_plan_barrier "
    "WHERE support_plan_id = ? ORDER BY position, created_at, id"
)
_STEPS = (
    "SELECT s.id, s.barrier_id, s.what, s.owner, s.due_on, s.done_on FROM support_plan_step s "
    "JOIN support_plan_barrier b ON b.id = s.barrier_id WHERE b.support_plan_id = ? "
    "ORDER BY s.position, s.created_at, s.id"
)
_COMMENTS = (
    "SELECT c.id, c.about, c.comment, coalesce(u.name, ''), c.created_at, c.resolved_at "
    'FROM support_plan_comment c LEFT JOIN "user" u ON u.id = c.user_id '
    "WHERE c.support_plan_id = ? ORDER BY c.created_at, c.id"
)
_SIGNATURES = (
    "SELECT s.id, s.role, s.name, s.how, s.signed_on, s.witness, coalesce(u.name, '') "
    'FROM support_plan_signature s LEFT JOIN "user" u ON u.id = s.user_id '
    "WHERE s.support_plan_id = ? ORDER BY s.signed_on, s.created_at, s.id"
)
_ROOTS = (
    "WITH RECURSIVE kin(id, up) AS ("
    "SELECT id, copied_from_id FROM support_plan_barrier WHERE support_plan_id = ? "
    "UNION ALL SELECT k.id, b.copied_from_id FROM kin k "
    "JOIN support_plan_barrier b ON b.id = k.up WHERE b.copied_from_id IS NOT NULL) "
    "SELECT id, up FROM kin WHERE up IS NOT NULL"
)
# The plan that an extension or a deposit is asked with: the latest signed one, else the latest.
_HELD = (
    "SELECT r.id, (SELECT s.id FROM support_plan s WHERE s.member_id = r.member_id "
    "ORDER BY (s.state = 'signed') DESC, s.version DESC LIMIT 1) "
    "FROM json_each(?) j CROSS JOIN referral r ON r.id = j.value"
)


class Place(NamedTuple):
    """Where a barrier or step belongs."""

    plan_id: str
    member_id: str
    state: PlanState
    started: date


def versions(store: Store, member_id: str) -> list[VersionRow]:
    """A member's versions, the latest first."""
    rows = store.query(_VERSIONS, (member_id,))
    return [
        VersionRow(r[0], r[1], PlanState.from_slug(r[2]), _must(r[3]), _day(r[4]), _day(r[5]),
                   r[6], r[7])
        for r in rows
    ]  # fmt: skip


def plan(store: Store, plan_id: str) -> SupportPlanRow | None:
    """One version, whole; None when there is none."""
    row = store.one(_PLAN, (plan_id,))
    if row is None:
        return None
    answers = "SELECT field, value FROM support_plan_answer WHERE support_plan_id = ?"
    return SupportPlanRow(
        id=row[0],
        member_id=row[1],
        referral_id=row[2],
        version=row[3],
        previous_id=row[4],
        state=PlanState.from_slug(row[5]),
        state_on=_day(row[6]),
        started=_must(row[7]),
        review=_day(row[8]),
        signed=_day(row[9]),
        why=row[10],
        sha256=row[11],
        author=row[12],
        reviewer=row[13],
        answers=dict(store.query(answers, (plan_id,))),
        barriers=_barriers(store, plan_id),
        comments=tuple(
            CommentRow(r[0], r[1], r[2], r[3], _moment(r[4]), _moment(r[5]) if r[5] else None)
            for r in store.query(_COMMENTS, (plan_id,))
        ),
        signatures=tuple(
            SignatureRow(r[0], r[1], r[2], r[3], _must(r[4]), r[5], r[6])
            for r in store.query(_SIGNATURES, (plan_id,))
        ),
    )


def _barriers(store: Store, plan_id: str) -> tuple[BarrierRow, ...]:
    steps: dict[str, list[StepRow]] = {}
    for r in store.query(_STEPS, (plan_id,)):
        steps.setdefault(r[1], []).append(StepRow(r[0], r[1], r[2], r[3], _day(r[4]), _day(r[5])))
    roots = dict(store.query(_ROOTS, (plan_id,)))  # the last one up the line stands last
    return tuple(
        BarrierRow(
            id=r[0], root=roots.get(r[0], r[0]), phase=r[1], barrier=r[2],
            short_goal=r[3], short_measure=r[4], short_by=_day(r[5]),
            long_goal=r[6], long_measure=r[7], long_by=_day(r[8]),
            approach=r[9], other_providers=r[10],
            medi_cal_pays=None if r[11] is None else bool(r[11]),
            progress=r[12], progress_note=r[13], met=_day(r[14]),
            short_met=_day(r[15]), long_met=_day(r[16]),
            steps=tuple(steps.get(r[0], ())),
        )
        for r in store.query(_BARRIERS, (plan_id,))
    )  # fmt: skip


def place_of_barrier(store: Store, barrier_id: str) -> Place | None:
    """The plan of a barrier."""
    return _place(
        store,
        "SELECT p.id, p.member_id, p.state, p.started_on FROM support_plan_barrier b "
        "JOIN support_plan p ON p.id = b.support_plan_id WHERE b.id = ?",
        barrier_id,
    )


def place_of_step(store: Store, step_id: str) -> Place | None:
    """The plan of a step."""
    return _place(
        store,
        "SELECT p.id, p.member_id, p.state, p.started_on FROM support_plan_step s "
        "JOIN support_plan_barrier b ON b.id = s.barrier_id "
        "JOIN support_plan p ON p.id = b.support_plan_id WHERE s.id = ?",
        step_id,
    )


def place(store: Store, plan_id: str) -> Place | None:
    """The plan itself."""
    sql = "SELECT id, member_id, state, started_on FROM support_plan WHERE id = ?"
    return _place(store, sql, plan_id)


def held(store: Store, referral_ids: Sequence[str]) -> dict[str, str]:
    """By referral the version that counts for a request: the latest signed, else the latest."""
    rows = store.query(_HELD, (json.dumps(list(referral_ids)),))
    return {referral: plan_id for referral, plan_id in rows if plan_id is not None}


def policy_of(store: Store, member_id: str) -> str:
    """The policy pack of a member's plan; "" where there is no such member."""
    sql = "SELECT p.policy FROM member m JOIN plan p ON p.id = m.plan_id WHERE m.id = ?"
    row = store.one(sql, (member_id,))
    return str(row[0]) if row else ""


def member_name(store: Store, member_id: str) -> str:
    """A member's name as it is shown; "" where there is no such member."""
    sql = (
        "SELECT coalesce(nullif(trim(preferred_name), ''), first_name) || ' ' || last_name "
        "FROM member WHERE id = ?"
    )
    row = store.one(sql, (member_id,))
    return str(row[0]).strip() if row else ""


def supervisors(store: Store) -> int:
    """How many active supervisors the store knows."""
    row = store.one("SELECT count(*) FROM \"user\" WHERE active = 1 AND role = 'supervisor'")
    return int(row[0]) if row else 0


def answer_id(store: Store, plan_id: str, field: str) -> str | None:
    """The row of an answer, None while there is none."""
    sql = "SELECT id FROM support_plan_answer WHERE support_plan_id = ? AND field = ?"
    row = store.one(sql, (plan_id, field))
    return str(row[0]) if row else None


def _place(store: Store, sql: str, key: str) -> Place | None:
    row = store.one(sql, (key,))
    if row is None:
        return None
    return Place(row[0], row[1], PlanState.from_slug(row[2]), _must(row[3]))


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _must(text: str) -> date:
    return date.fromisoformat(text)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
