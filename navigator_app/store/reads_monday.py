"""What happened since a day, counted in one statement; what waits to go to each plan."""

from __future__ import annotations

import json
from collections.abc import Iterable
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
        "WHERE on_date BETWEEN :since AND :on AND undone_at IS NULL AND outcome = 'reached' "
        "AND mode <> 'collateral')"
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


_WHERE = {
    "referrals": ("referral", "received_on", "1"),
    "accepted": ("", "", "'accepted'"),
    "outreach": ("", "", "'outreach-initiated'"),
    "closed": ("", "", "'closed', 'declined'"),
    "reached": (
        "outreach_attempt",
        "on_date",
        "x.undone_at IS NULL AND x.outcome = 'reached' AND x.mode <> 'collateral'",
    ),
    "served": ("encounter", "on_date", "x.undone_at IS NULL"),
    "housed": ("tenancy", "move_in_on", "1"),
    "lost": ("tenancy", "ended_on", "1"),
    "assigned": ("assignment", "at", "x.undone_at IS NULL"),
    "signed": ("support_plan", "signed_on", "x.state = 'signed'"),
}
"""Behind each count: its table, its day, and what else holds; a status stands in no table of its
own, there the third is which."""


def behind(
    store: Store, key: str, since: date, on: date, moment: str
) -> list[tuple[str, str, str, str, int]]:
    """The members behind a count: id, name, navigator's name, newest day, how often."""
    table, day, held = _WHERE[key]
    if table:
        span = ">= :moment" if key == "assigned" else "BETWEEN :since AND :on"
        rows = f"SELECT x.member_id, x.{day} AS day FROM {table} x WHERE x.{day} {span} AND {held}"  # noqa: S608
    else:
        rows = (
            "SELECT r.member_id, e.on_date AS day FROM status_event e "  # noqa: S608
            "JOIN referral r ON r.id = e.referral_id WHERE e.on_date BETWEEN :since AND :on "
            f"AND e.status IN ({held}) AND {STANDING.format(e='e')}"
        )
    asked = {"since": since.isoformat(), "on": on.isoformat(), "moment": moment}
    return store.query(
        "SELECT m.id, m.first_name || ' ' || m.last_name, coalesce(u.name, ''), max(b.day), "  # noqa: S608
        f"count(*) FROM ({rows}) b JOIN member m ON m.id = b.member_id "
        'LEFT JOIN "user" u ON u.id = m.navigator_id '
        "GROUP BY m.id ORDER BY max(b.day) DESC, m.last_name, m.first_name, m.id",
        asked,
    )


def navigators(store: Store, member_ids: Iterable[str]) -> dict[str, str]:
    """The name of each member's navigator; nobody's are left out."""
    sql = (
        "SELECT m.id, u.name FROM json_each(?) j JOIN member m ON m.id = j.value "
        'JOIN "user" u ON u.id = m.navigator_id'
    )
    return dict(store.query(sql, (json.dumps(list(member_ids)),)))


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
