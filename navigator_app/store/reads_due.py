"""The lines of what is due, in the order of what is at stake; read as far as somebody looks.

The order: what falls due by `near` first, by consequence and then by date; what is further away
after it, by date. Within one day by the member's name.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from navigator_app.domain.rules import Stake
from navigator_app.store.reads_today import MISSING, Scope

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_RANKS = range(len(Stake))
_GRAVE = Stake.MEMBER.rank
"""Up to this rank a line that was put off comes back on the day it falls due."""

HIDDEN = (
    "EXISTS (SELECT 1 FROM snooze s WHERE s.referral_id = c.referral_id "  # noqa: S608
    "AND s.rule_id = c.rule_id AND s.until_on > :on "
    f"AND (c.rank > {_GRAVE} OR c.due_on > :on))"
)
"""SQL condition for a clock `c` that is put off on a day `:on`."""

_MONTH_HIDDEN = (
    "EXISTS (SELECT 1 FROM snooze s WHERE s.referral_id = r.id AND s.rule_id = :monthly "
    "AND s.until_on > :on)"
)

_OF_CASE = (
    "m.id, r.id, m.first_name, m.last_name, m.sort_name, p.id, p.key, p.policy, r.service, "
    "coalesce(r.sent_to_provider_on, r.received_on), r.sent_to_provider_on IS NOT NULL, "
    "r.status, r.status_on, "
)
_OF_CLOCK = (
    "c.rule_id, c.started_on, c.counted_from, c.due_on, c.due_at, c.rank, "
    "(SELECT i.urgent FROM intake i WHERE i.referral_id = r.id AND i.path <> '') "
)


class Line(NamedTuple):
    """One clock that runs, or the status that a month wants (`counted_from` is then empty).

    `sent` tells whether `came_on` is the day the plan sent the referral; else it came in then.
    """

    member_id: str
    referral_id: str
    first_name: str
    last_name: str
    sort_name: str
    plan_id: str
    plan: str
    policy: str
    service: str
    came_on: str
    sent: int
    status: str | None
    status_on: str | None
    rule_id: str
    started_on: str
    counted_from: str
    due_on: str
    due_at: str | None
    rank: int
    urgent: int | None

    @property
    def name(self) -> str:
        """The member's name."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Span:
    """Which lines, as of a day: due by `until`; those due by `near` stand first.

    `first` and `last` are the month that wants a status by the rule `monthly`. `put_off` is True
    when lines that somebody put off are wanted as well.
    """

    on: date
    near: date
    until: date
    first: date
    last: date
    monthly: str
    put_off: bool = False

    def params(self) -> dict[str, object]:
        """What the statements name."""
        return {
            "on": self.on.isoformat(),
            "near": min(self.near, self.until).isoformat(),
            "until": self.until.isoformat(),
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "monthly": self.monthly,
        }

    def key(self, line: Line) -> tuple[object, ...]:
        """The place of a line in the order."""
        far = line.due_on > min(self.near, self.until).isoformat()
        rank = 0 if far else line.rank
        return far, rank, line.due_on, line.sort_name, line.referral_id, line.rule_id


def lines(store: Store, scope: Scope, span: Span) -> Iterator[Line]:
    """The lines in their order, read as the caller goes on."""
    params = scope.params() | span.params()
    scoped = bool(scope.navigator_id or scope.member_id)
    clocks = _of_scope(store, scope, span, params) if scoped else _of_all(store, span, params)
    sources = [clocks]
    if span.last <= span.until:
        sources.append(_months(store, scope, span, params))
    return heapq.merge(*sources, key=span.key)


def _of_all(store: Store, span: Span, params: dict[str, object]) -> Iterator[Line]:
    """Every clock by walking the index: near ones rank by rank, then the others."""
    source = (
        "running_clock c INDEXED BY ix_running_clock_due "
        "CROSS JOIN referral r ON r.id = c.referral_id CROSS JOIN member m ON m.id = r.member_id "
        "JOIN plan p ON p.id = r.plan_id"
    )
    hidden = "" if span.put_off else f" AND NOT {HIDDEN}"
    order = f"{hidden} ORDER BY c.due_on, m.sort_name, r.id, c.rule_id"
    select = f"SELECT {_OF_CASE}{_OF_CLOCK}FROM {source} WHERE "
    for rank in _RANKS:
        near = f"{select}c.rank = {rank} AND c.due_on <= :near{order}"
        yield from map(Line._make, store.connection.execute(near, params))
    if span.until > span.near:
        far = f"{select}c.rank IN (0, 1, 2, 3) AND c.due_on > :near AND c.due_on <= :until{order}"
        yield from map(Line._make, store.connection.execute(far, params))


def _of_scope(store: Store, scope: Scope, span: Span, params: dict[str, object]) -> Iterator[Line]:
    """The clocks of one navigator or member, found from their members."""
    hidden = "" if span.put_off else f" AND NOT {HIDDEN}"
    sql = (
        f"SELECT {_OF_CASE}{_OF_CLOCK}FROM member m CROSS JOIN referral r "
        "ON r.member_id = m.id CROSS JOIN running_clock c ON c.referral_id = r.id "
        f"JOIN plan p ON p.id = r.plan_id WHERE c.due_on <= :until{scope.sql()}{hidden} "
        "ORDER BY c.due_on > :near, iif(c.due_on > :near, 0, c.rank), c.due_on, m.sort_name, "
        "r.id, c.rule_id"
    )
    yield from map(Line._make, store.connection.execute(sql, params))


def _months(store: Store, scope: Scope, span: Span, params: dict[str, object]) -> Iterator[Line]:
    """Open referrals with no standing status dated in the month, by the member's name."""
    hidden = "" if span.put_off else f" AND NOT {_MONTH_HIDDEN}"
    if scope.member_id or scope.navigator_id:
        source = "member m CROSS JOIN referral r INDEXED BY ix_referral_member_id "
        source += "ON r.member_id = m.id "
    else:  # CROSS JOIN keeps the order of the tables: walk the names and stop when enough is read
        source = "member m INDEXED BY ix_member_sort_name CROSS JOIN referral r "
        source += "INDEXED BY ix_referral_member_id ON r.member_id = m.id "
    shown = "AND m.merged_into_id IS NULL "  # the index on names holds no others
    sql = (
        f"SELECT {_OF_CASE}:monthly, :first, '', :last, NULL, {Stake.PLAN.rank}, NULL "  # noqa: S608
        f"FROM {source}JOIN plan p ON p.id = r.plan_id WHERE r.is_open = 1 {shown}AND {MISSING}"
        f"{scope.sql()}{hidden} ORDER BY m.sort_name, r.id"
    )
    yield from map(Line._make, store.connection.execute(sql, params))


def counted(store: Store, ids: Iterable[str], span: Span) -> dict[str, int]:
    """How many lines each of some referrals has."""
    hidden = "" if span.put_off else f" AND NOT {HIDDEN}"
    month_hidden = "" if span.put_off else f" AND NOT {_MONTH_HIDDEN}"
    within = "1" if span.last <= span.until else "0"
    sql = (
        "SELECT r.id, (SELECT count(*) FROM running_clock c WHERE c.referral_id = r.id "  # noqa: S608
        f"AND c.due_on <= :until{hidden}) + iif({within} AND r.is_open = 1 AND {MISSING}"
        f"{month_hidden}, 1, 0) FROM json_each(:ids) j JOIN referral r ON r.id = j.value"
    )
    return dict(store.query(sql, span.params() | {"ids": json.dumps(list(ids))}))


def cases(store: Store, scope: Scope, span: Span) -> int:
    """How many referrals have a line."""
    hidden = "" if span.put_off else f" AND NOT {HIDDEN}"
    month_hidden = "" if span.put_off else f" AND NOT {_MONTH_HIDDEN}"
    sql = (
        "SELECT count(*) FROM referral r JOIN member m ON m.id = r.member_id "  # noqa: S608
        "WHERE (EXISTS (SELECT 1 FROM running_clock c WHERE c.referral_id = r.id "
        f"AND c.due_on <= :until{hidden}) OR (r.is_open = 1 AND {MISSING}{month_hidden}))"
        f"{scope.sql()}"
    )
    row = store.one(sql, scope.params() | span.params())
    return int(row[0]) if row else 0


def put_off(store: Store, scope: Scope, on: date, monthly: str) -> list[tuple[Line, Any]]:
    """Lines that are put off on a day, each with (until, reason, who), the earliest back first."""
    of_clock = _OF_CLOCK.replace("c.rule_id,", "s.rule_id,")
    sql = (
        f"SELECT {_OF_CASE}{of_clock}, s.until_on, s.reason, coalesce(u.name, '') "  # noqa: S608
        "FROM snooze s JOIN referral r ON r.id = s.referral_id JOIN member m ON m.id = r.member_id "
        "JOIN plan p ON p.id = r.plan_id LEFT JOIN user u ON u.id = s.user_id "
        "LEFT JOIN running_clock c ON c.referral_id = s.referral_id AND c.rule_id = s.rule_id "
        f"WHERE s.until_on > :on AND (s.rule_id = :monthly OR (c.rank > {_GRAVE} "
        f"OR c.due_on > :on)){scope.sql()} ORDER BY s.until_on, m.sort_name, s.id"
    )
    params = scope.params() | {"on": on.isoformat(), "monthly": monthly}
    width = len(Line._fields)
    return [(Line._make(row[:width]), row[width:]) for row in store.query(sql, params)]


def line_of(store: Store, referral_id: str, rule_id: str) -> tuple[int, str] | None:
    """Rank and due day of a clock that runs, or None."""
    row = store.one(
        "SELECT rank, due_on FROM running_clock WHERE referral_id = ? AND rule_id = ?",
        (referral_id, rule_id),
    )
    return (int(row[0]), str(row[1])) if row else None


def moves(store: Store) -> list[tuple[Any, ...]]:
    """(member, referral, first, last, plan, policy, service, rule, was, now, the day the clock
    began if it runs) of what changed rules or closed days moved and nobody has seen, by the
    member's name."""
    return store.query(
        "SELECT m.id, r.id, m.first_name, m.last_name, p.key, p.policy, r.service, v.rule_id, "
        "v.was_on, v.now_on, substr(c.started_on, 1, 10) "
        "FROM rule_move v JOIN referral r ON r.id = v.referral_id "
        "JOIN member m ON m.id = r.member_id JOIN plan p ON p.id = r.plan_id "
        "LEFT JOIN running_clock c ON c.referral_id = v.referral_id AND c.rule_id = v.rule_id "
        "ORDER BY m.sort_name, r.id, v.rule_id"
    )


def moved_cases(store: Store) -> int:
    """How many referrals stand among them."""
    row = store.one(
        "SELECT count(DISTINCT v.referral_id) FROM rule_move v "
        "JOIN referral r ON r.id = v.referral_id"
    )
    return int(row[0]) if row else 0
