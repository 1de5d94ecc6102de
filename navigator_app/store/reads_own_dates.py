"""Reviews of support plans and dates of papers that are near or over. Read for Today.

Each read begins at a partial index over the dates, so that it costs what it finds.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.own_dates import PaperDate, Review
from navigator_app.store.carried import MEMBER_CARRIED

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_MINE = (
    "m.merged_into_id IS NULL AND (:navigator = '' OR m.navigator_id = :navigator) "
    "AND (:member = '' OR m.id = :member) "
    f"AND {MEMBER_CARRIED}"
)
REVIEWS = (
    "SELECT s.id, s.member_id, m.first_name || ' ' || m.last_name, p.key, s.version, "  # noqa: S608
    "s.review_on FROM support_plan s CROSS JOIN member m ON m.id = s.member_id "
    "JOIN plan p ON p.id = m.plan_id WHERE s.state = 'signed' AND s.review_on <= :last "
    "AND NOT EXISTS (SELECT 1 FROM support_plan n WHERE n.member_id = s.member_id "
    f"AND n.version > s.version AND n.state = 'signed') AND {_MINE} ORDER BY s.review_on, s.id"
)
_PAPER = (
    "SELECT d.id, d.member_id, m.first_name || ' ' || m.last_name, p.key, d.kind, "  # noqa: S608
    "coalesce(h.name, ''), d.requested_from, {ends}, d.{date} AS day FROM member_document d "
    "CROSS JOIN member m ON m.id = d.member_id JOIN plan p ON p.id = m.plan_id "
    "LEFT JOIN household_person h ON h.id = d.person_id "
    "WHERE d.state = '{state}' AND d.{date} <= :{until} AND h.left_on IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM tenancy t WHERE t.member_id = m.id AND t.ended_on IS NULL) "
    "AND NOT EXISTS (SELECT 1 FROM member_document n WHERE n.member_id = d.member_id "
    "AND n.kind = d.kind AND n.person_id IS d.person_id "
    "AND (n.created_at, n.id) > (d.created_at, d.id)) AND " + _MINE
)
PAPERS = (
    _PAPER.format(state="requested", date="expected_on", until="late", ends=0)
    + " UNION ALL "
    + _PAPER.format(state="have", date="expires_on", until="last", ends=1)
    + " ORDER BY day, 1"
)
DATED = (
    "SELECT EXISTS (SELECT 1 FROM member_document WHERE state = 'requested' AND expected_on > '') "
    "OR EXISTS (SELECT 1 FROM member_document WHERE state = 'have' AND expires_on > '')"
)


def reviews(
    store: Store, on: date, last: date, *, navigator_id: str = "", member_id: str = ""
) -> list[Review]:
    """The newest signed support plans whose review is due by a day, of members who are
    carried on another; the earliest first."""
    asked = {
        "today": on.isoformat(),
        "last": last.isoformat(),
        "navigator": navigator_id,
        "member": member_id,
    }
    return [
        Review(r[0], r[1], r[2].strip(), r[3], r[4], date.fromisoformat(r[5]))
        for r in store.query(REVIEWS, asked)
    ]


def any_paper(store: Store) -> bool:
    """True where a paper that was asked for or is here has a date."""
    return bool(store.query(DATED)[0][0])


def papers(
    store: Store,
    on: date,
    late: date,
    last: date,
    *,
    navigator_id: str = "",
    member_id: str = "",
) -> list[PaperDate]:
    """Papers asked for that were expected by `late`, and papers here that end by `last`, of members
    who are carried on a day and have no home yet, for nobody who left the household; the earliest
    first."""
    days = {"today": on.isoformat(), "late": late.isoformat(), "last": last.isoformat()}
    asked = {**days, "navigator": navigator_id, "member": member_id}
    return [
        PaperDate(
            r[0], r[1], r[2].strip(), r[3], r[4], r[5], r[6], bool(r[7]), date.fromisoformat(r[8])
        )
        for r in store.query(PAPERS, asked)
    ]
