"""What happened since a day, counted in one statement; what waits to go to each plan."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from navigator_app.store.referral_state import STANDING

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_EVENTS = (
    "(SELECT count(*) FROM status_event e WHERE e.on_date BETWEEN :since AND :on "  # noqa: S608
    f"AND e.status IN ({{slugs}}) AND {STANDING.format(e='e')})"
)
_COUNTS = {
    "referrals": "(SELECT count(*) FROM referral WHERE received_on BETWEEN :since AND :on)",
    "accepted": _EVENTS.format(slugs="'accepted'"),
    "outreach": _EVENTS.format(slugs="'outreach-initiated'"),
    "closed": _EVENTS.format(slugs="'closed', 'declined'"),
    "reached": (
        "(SELECT count(DISTINCT member_id) FROM outreach_attempt "
        "WHERE on_date BETWEEN :since AND :on AND undone_at IS NULL AND outcome = 'reached')"
    ),
    "served": (
        "(SELECT count(DISTINCT member_id) FROM encounter "
        "WHERE on_date BETWEEN :since AND :on AND undone_at IS NULL)"
    ),
    "housed": "(SELECT count(*) FROM tenancy WHERE move_in_on BETWEEN :since AND :on)",
    "lost": "(SELECT count(*) FROM tenancy WHERE ended_on BETWEEN :since AND :on)",
    "assigned": (
        "(SELECT count(DISTINCT member_id) FROM assignment "
        "WHERE at >= :moment AND undone_at IS NULL)"
    ),
    "signed": (
        "(SELECT count(*) FROM support_plan WHERE state = 'signed' "
        "AND signed_on BETWEEN :since AND :on)"
    ),
}


def changed(store: Store, since: date, on: date, moment: str) -> dict[str, int]:
    """How often each thing happened from a day to another; `moment` is the first day's, in UTC."""
    asked = {"since": since.isoformat(), "on": on.isoformat(), "moment": moment}
    row = store.one(f"SELECT {', '.join(_COUNTS.values())}", asked)
    return dict(zip(_COUNTS, row or [0] * len(_COUNTS), strict=True))


def waiting_files(store: Store) -> list[tuple[str, int, str]]:
    """Files that wait to go, or went and were refused, by plan: its name, how many, since when."""
    return store.query(
        "SELECT p.name, count(*), min(f.created_at) FROM exchange_file f "
        "JOIN plan p ON p.id = f.plan_id WHERE f.direction = 'out' "
        "AND f.state IN ('waiting', 'sending', 'refused') GROUP BY p.id ORDER BY p.name"
    )


def plan_names(store: Store) -> dict[str, str]:
    """Every plan's name by its id."""
    return dict(store.query("SELECT id, name FROM plan ORDER BY name"))
