"""What is due, read from open referrals: bounded rows and counts, all in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.store.referral_state import STANDING
from navigator_app.store.sent_events import NOT_SENT

if TYPE_CHECKING:
    from navigator_app.store.engine import Store


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose referrals: of one navigator, of one member, or all."""

    navigator_id: str = ""
    member_id: str = ""

    def sql(self) -> str:
        """The conditions, each beginning with AND."""
        text = " AND m.navigator_id = :navigator" if self.navigator_id else ""
        return text + (" AND r.member_id = :member" if self.member_id else "")

    def params(self) -> dict[str, object]:
        """What the conditions name."""
        return {"navigator": self.navigator_id, "member": self.member_id}


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of the home screen."""

    clocks: int  # clocks that run
    overdue: int
    unanswered: int
    unreached: int  # members
    without_status: int
    members: int
    attempts: int


def with_plan(last: str) -> str:
    """SQL condition for a referral `r` that the plan has by a day (an expression): it came in a
    file, was asked for, or the plan had authorized it first. One taken in by hand and not handed
    on is nobody's to report yet: the Return Transmission File is about referrals of the plan."""
    return (
        f"(r.last_file_id IS NOT NULL OR r.sent_to_provider_on <= {last} "  # noqa: S608
        f"OR r.requested_on <= {last} OR r.authorization_status = 'approved' "
        "OR NOT EXISTS (SELECT 1 FROM intake h WHERE h.referral_id = r.id AND h.path <> '') "
        "OR EXISTS (SELECT 1 FROM intake h WHERE h.referral_id = r.id "
        f"AND h.submitted_on <= {last}) "
        "OR EXISTS (SELECT 1 FROM authorization_request h WHERE h.referral_id = r.id "
        f"AND h.requested_on <= {last}))"
    )


# `status_on` is the newest standing date, so most referrals are decided without their events.
_IN_MONTH = "SELECT 1 FROM status_event e WHERE e.referral_id = r.id "
_IN_MONTH += "AND e.on_date BETWEEN :first AND :last AND " + STANDING.format(e="e")
MISSING = (
    "(r.status_on IS NULL OR r.status_on < :first "
    f"OR (r.status_on > :last AND NOT EXISTS ({_IN_MONTH}))) AND {with_plan(':last')}"
)
"""SQL condition for a referral `r` that the plan has, with no standing status dated from `:first`
to `:last`."""


def count_without_status(store: Store, first: date, last: date) -> int:
    """Count the open referrals with no standing status dated in a month."""
    sql = f"SELECT count(*) FROM referral r WHERE r.is_open = 1 AND {MISSING}"  # noqa: S608
    row = store.one(sql, _month(first, last))
    return int(row[0]) if row else 0


def counts(store: Store, on: date, first: date, last: date, monday: date) -> Counts:
    """Return the figures of the home screen for a day, its month and its week."""
    waiting = "coalesce(status, 'pending') = 'pending'"
    clock = store.one(
        "SELECT count(*), coalesce(sum(clock_due_on < ?), 0) FROM referral "
        "WHERE is_open = 1 AND clock_due_on IS NOT NULL",
        (on.isoformat(),),
    )
    figures = store.one(
        f"SELECT coalesce(sum({waiting}), 0), "  # noqa: S608
        "count(DISTINCT CASE WHEN authorization_status = 'approved' "
        "AND coalesce(status, 'accepted') IN ('pending', 'accepted') THEN member_id END) "
        "FROM referral WHERE is_open = 1"
    )
    people = store.one("SELECT count(*) FROM member WHERE merged_into_id IS NULL")
    attempts = store.one(
        "SELECT count(*) FROM outreach_attempt WHERE on_date BETWEEN ? AND ? AND undone_at IS NULL",
        (monday.isoformat(), on.isoformat()),
    )
    missing = count_without_status(store, first, last)
    rows = [row or (0, 0) for row in (clock, figures, people, attempts)]
    return Counts(
        clocks=int(rows[0][0]),
        overdue=int(rows[0][1]),
        unanswered=int(rows[1][0]),
        unreached=int(rows[1][1]),
        without_status=missing,
        members=int(rows[2][0]),
        attempts=int(rows[3][0]),
    )


def unsent(store: Store) -> tuple[int, date | None, tuple[str, ...]]:
    """Return how many standing events no sent file carries, the oldest's day, and the plans."""
    row = store.one(
        "SELECT count(*), min(e.on_date), group_concat(DISTINCT p.key) "  # noqa: S608
        "FROM status_event e JOIN plan p ON p.id = e.plan_id "
        f"WHERE {NOT_SENT} AND {STANDING.format(e='e')}"
    )
    if row is None or not row[0]:
        return 0, None, ()
    return int(row[0]), date.fromisoformat(row[1]), tuple(sorted(row[2].split(",")))


def files_waiting(store: Store) -> int:
    """Count the files that are to go over the line, beside those of statuses."""
    row = store.one(
        "SELECT count(*) FROM exchange_file WHERE state IN ('waiting', 'sending') "
        "AND direction = 'out' AND kind <> 'statuses'"
    )
    return int(row[0]) if row else 0


def staged_files(store: Store) -> int:
    """Count the files that wait for review."""
    row = store.one("SELECT count(*) FROM inbound_file WHERE state = 'staged'")
    return int(row[0]) if row else 0


def _month(first: date, last: date) -> dict[str, object]:
    return {"first": first.isoformat(), "last": last.isoformat()}
