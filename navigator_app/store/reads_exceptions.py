"""Who stands out: each exception one set-based statement, counted or read page by page.

Every statement yields (member, referral, since, detail) rows; what they are counted by is told in
`resources/team_figures.toml`.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from navigator_app.store.carried import RUNS, carried
from navigator_app.store.reads_ledger import ENDS
from navigator_app.store.reads_today import MISSING

if TYPE_CHECKING:
    from navigator_app.store.engine import Store


@dataclass(frozen=True, slots=True)
class Asked:
    """What the statements are asked with: today, and the days, month and moment of one kind.

    `since` is a day looked back to, `first` and `last` a span, `moment` a UTC moment as it is kept;
    `ids` are members found elsewhere.
    """

    on: date
    navigator_id: str = ""
    since: date = date.min
    first: date = date.min
    last: date = date.max
    moment: str = ""
    ids: Collection[str] = field(default_factory=tuple)

    def params(self) -> dict[str, object]:
        """What the statements name."""
        return {
            "on": self.on.isoformat(),
            "navigator": self.navigator_id,
            "since": self.since.isoformat(),
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "moment": self.moment,
            "ids": json.dumps(list(self.ids)),
        }


CAME = "coalesce(r.sent_to_provider_on, r.received_on)"
"""The day a referral `r` came: when the plan sent it, else when it came in."""

_WHO = "JOIN member m ON m.id = r.member_id AND m.merged_into_id IS NULL"
_RUNNING = (
    f"SELECT r.member_id, r.id, min({CAME}) came FROM referral r "  # noqa: S608
    f"WHERE {carried(':on')} {{also}}GROUP BY r.member_id"
)

_NO_CONTACT = f"""
WITH r(member_id, id, came) AS ({_RUNNING.format(also="")})
SELECT r.member_id, r.id, r.came, '' FROM r {_WHO}
WHERE r.came <= :since AND NOT EXISTS (SELECT 1 FROM encounter e INDEXED BY ix_encounter_met
    WHERE e.member_id = r.member_id AND e.on_date > :since AND e.on_date <= :on
    AND e.undone_at IS NULL AND e.mode <> 'collateral')
AND NOT EXISTS (SELECT 1 FROM outreach_attempt t INDEXED BY ix_outreach_attempt_met
    WHERE t.member_id = r.member_id AND t.on_date > :since AND t.on_date <= :on
    AND t.undone_at IS NULL AND t.outcome = 'reached' AND t.mode <> 'collateral')
"""  # noqa: S608

_UNSIGNED = f"""
WITH r(member_id, id, came) AS ({_RUNNING.format(also="AND r.service IN ('htns', 'htss') ")})
SELECT r.member_id, r.id, coalesce((SELECT min(p.started_on) FROM support_plan p
    WHERE p.member_id = r.member_id), r.came),
    coalesce((SELECT p.state FROM support_plan p WHERE p.member_id = r.member_id
    ORDER BY p.version DESC LIMIT 1), 'none') FROM r {_WHO}
WHERE NOT EXISTS (SELECT 1 FROM support_plan p WHERE p.member_id = r.member_id
    AND +p.state = 'signed')
AND (EXISTS (SELECT 1 FROM support_plan p WHERE p.member_id = r.member_id)
    OR EXISTS (SELECT 1 FROM encounter e WHERE e.member_id = r.member_id
        AND e.undone_at IS NULL))
"""  # noqa: S608

# The + keeps the planner on the member's own few plans.
_REVIEW = f"""
SELECT m.id, '', s.review_on, s.version FROM support_plan s
CROSS JOIN member m ON m.id = s.member_id AND m.merged_into_id IS NULL
WHERE s.state = 'signed' AND s.review_on < :on
AND NOT EXISTS (SELECT 1 FROM support_plan n WHERE n.member_id = s.member_id
    AND n.version > s.version AND +n.state = 'signed')
AND s.member_id IN (SELECT r.member_id FROM referral r WHERE {carried(":on")})
"""  # noqa: S608

_ENDING = (
    f"{ENDS} SELECT m.id, r.id, c.ends_on, '' FROM chain c "  # noqa: S608
    f"CROSS JOIN referral r ON r.id = c.referral_id AND {RUNS} {_WHO} "
    "WHERE r.id NOT IN (SELECT referral_id FROM waiting)"
)

_CLOCKS = (
    "SELECT m.id, r.id, c.due_on, c.rule_id FROM running_clock c "  # noqa: S608
    f"CROSS JOIN referral r ON r.id = c.referral_id {_WHO} "
    "WHERE c.rank IN (0, 1, 2, 3) AND c.due_on < :on AND c.chase = {chase}"
)

_NO_STATUS = (
    f"SELECT m.id, r.id, coalesce(r.status_on, {CAME}), coalesce(r.status, '') "  # noqa: S608
    f"FROM referral r {_WHO} WHERE r.is_open = 1 AND {MISSING}"
)

_PENDING = (
    f"SELECT m.id, r.id, {CAME}, coalesce(r.status, '') FROM referral r {_WHO} "  # noqa: S608
    "WHERE r.is_open = 1 AND coalesce(r.status, 'pending') = 'pending' "
    f"AND {CAME} BETWEEN :first AND :last"
)

_OVERRIDDEN = (
    "SELECT m.id, r.id, g.created_at, g.rule_id FROM guard_override g "  # noqa: S608
    f"JOIN referral r ON r.id = g.referral_id {_WHO} WHERE g.created_at >= :moment"
)

_LAPSED = (
    "SELECT m.id, '', (SELECT max(c.checked_at) FROM eligibility_check c "
    "WHERE c.member_id = m.id), '' FROM json_each(:ids) j JOIN member m ON m.id = j.value "
    "WHERE m.merged_into_id IS NULL"
)

STATEMENTS = {
    "clocks-overdue": _CLOCKS.format(chase=0),
    "clocks-to-chase": _CLOCKS.format(chase=1),
    "no-contact-30": _NO_CONTACT,
    "no-contact-14": _NO_CONTACT,
    "plan-unsigned": _UNSIGNED,
    "plan-review": _REVIEW,
    "ending-without-packet": _ENDING,
    "no-status": _NO_STATUS,
    "pending-30": _PENDING,
    "pending-60": _PENDING,
    "pending-90": _PENDING,
    "eligibility-lapsed": _LAPSED,
    "guards-overridden": _OVERRIDDEN,
}
"""The statement of each exception by its id."""


def counted(store: Store, kind: str, asked: Asked) -> tuple[int, int]:
    """How many members stand behind an exception, and by how many rows."""
    row = store.one(count_sql(kind, asked.navigator_id), asked.params())
    return (int(row[0]), int(row[1])) if row else (0, 0)


def count_sql(kind: str, navigator_id: str = "") -> str:
    """The statement that counts."""
    return (
        "SELECT count(DISTINCT f.member_id), count(*) "  # noqa: S608 - constants
        f"FROM ({_inner(kind, navigator_id)}) f"
    )


def members(
    store: Store, kind: str, asked: Asked, offset: int, limit: int
) -> list[tuple[Any, ...]]:
    """Some of the members, those longest there first: id, name, plan's key, navigator, referral,
    service, since, detail, rows."""
    params = asked.params() | {"offset": offset, "limit": limit}
    return store.query(members_sql(kind, asked.navigator_id), params)


def members_sql(kind: str, navigator_id: str = "") -> str:
    """The statement that reads a page."""
    return (
        "SELECT g.member_id, m.first_name || ' ' || m.last_name, p.key, "  # noqa: S608 - constants
        "coalesce(u.name, ''), g.referral_id, coalesce(r.service, ''), g.since, g.detail, g.n "
        "FROM (SELECT f.member_id, f.referral_id, min(f.since) since, f.detail, count(*) n "
        f"FROM ({_inner(kind, navigator_id)}) f GROUP BY f.member_id) g "
        "JOIN member m ON m.id = g.member_id JOIN plan p ON p.id = m.plan_id "
        'LEFT JOIN "user" u ON u.id = m.navigator_id '
        "LEFT JOIN referral r ON r.id = g.referral_id "
        "ORDER BY g.since, m.sort_name, g.member_id LIMIT :limit OFFSET :offset"
    )


def contacts(store: Store, member_ids: Collection[str], on: date) -> dict[str, str]:
    """The day of the last contact up to a day with each of some members, who had any."""
    sql = """
        SELECT j.value, max(coalesce((SELECT max(e.on_date) FROM encounter e
            INDEXED BY ix_encounter_met WHERE e.member_id = j.value AND e.on_date <= :on
            AND e.undone_at IS NULL AND e.mode <> 'collateral'), ''),
            coalesce((SELECT max(t.on_date) FROM outreach_attempt t
            INDEXED BY ix_outreach_attempt_met WHERE t.member_id = j.value AND t.on_date <= :on
            AND t.undone_at IS NULL AND t.outcome = 'reached' AND t.mode <> 'collateral'), ''))
        FROM json_each(:ids) j
    """
    rows = store.query(sql, {"ids": json.dumps(list(member_ids)), "on": on.isoformat()})
    return {row[0]: row[1] for row in rows if row[1]}


def _inner(kind: str, navigator_id: str) -> str:
    """The rows of an exception with their columns named, of one navigator's members if asked."""
    named = f"SELECT * FROM ({STATEMENTS[kind]}"  # noqa: S608 - constants
    if navigator_id:
        named += " AND m.navigator_id = :navigator"
    # the columns of a sub-select are named by a first row that is never there
    head = "SELECT '' member_id, '' referral_id, '' since, '' detail WHERE 0 UNION ALL "
    return f"{head}{named})"
