"""A month's services and attempts: totals, lines for billing, work that is not paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from navigator_app.domain.service_rows import Effort, MonthTotals
from navigator_app.store.reads_services import payable_of

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_SERVICES = (
    "SELECT n.id, n.member_id, m.cin, m.plan_member_id, m.last_name, m.first_name, "
    "m.date_of_birth, n.service, n.on_date, n.code, n.modifiers, n.units, n.unit, n.minutes, "
    "n.mode, n.payable, n.reasons, coalesce(a.number, r.authorization_number, ''), "
    "coalesce(u.name, '') FROM encounter n JOIN member m ON m.id = n.member_id "
    "LEFT JOIN referral r ON r.id = n.referral_id "
    'LEFT JOIN "authorization" a ON a.id = n.authorization_id '
    'LEFT JOIN "user" u ON u.id = n.user_id '
    "WHERE n.on_date BETWEEN ? AND ? AND n.undone_at IS NULL "
    "AND coalesce(r.plan_id, m.plan_id) = (SELECT id FROM plan WHERE key = ?) "
    "ORDER BY m.sort_name, m.id, n.on_date, n.code, n.modifiers, n.at_utc, n.id"
)

_ATTEMPTS = (
    "SELECT t.id, t.member_id, m.cin, m.plan_member_id, m.last_name, m.first_name, "
    "m.date_of_birth, coalesce(r.service, ''), t.on_date, t.mode, t.outcome, "
    "coalesce(r.authorization_number, ''), coalesce(u.name, '') "
    "FROM outreach_attempt t JOIN member m ON m.id = t.member_id "
    'LEFT JOIN referral r ON r.id = t.referral_id LEFT JOIN "user" u ON u.id = t.user_id '
    "WHERE t.on_date BETWEEN ? AND ? AND t.undone_at IS NULL "
    "AND coalesce(r.plan_id, m.plan_id) = (SELECT id FROM plan WHERE key = ?) "
    "ORDER BY m.sort_name, m.id, t.on_date, t.at_utc, t.id"
)


def services(store: Store, plan: str, month: str) -> list[tuple[Any, ...]]:
    """The standing services of a plan's members in a month, by member and day."""
    return store.query(_SERVICES, (*_bounds(month), plan))


def attempts(store: Store, plan: str, month: str) -> list[tuple[Any, ...]]:
    """The standing outreach attempts of a plan's members in a month, by member and day."""
    return store.query(_ATTEMPTS, (*_bounds(month), plan))


def totals(store: Store, member_id: str, month: str) -> MonthTotals:
    """What was done for a member in a month."""
    row = store.one(
        "SELECT count(*), coalesce(sum(minutes), 0), "
        "coalesce(sum(iif(payable = 1, minutes, 0)), 0), "
        "coalesce(sum(iif(payable = 0, minutes, 0)), 0), "
        "coalesce(sum(iif(payable IS NULL, minutes, 0)), 0), coalesce(sum(miles), 0.0) "
        "FROM encounter WHERE member_id = ? AND on_date BETWEEN ? AND ? AND undone_at IS NULL",
        (member_id, *_bounds(month)),
    )
    tried = store.one(
        "SELECT count(*) FROM outreach_attempt WHERE member_id = ? AND on_date BETWEEN ? AND ? "
        "AND undone_at IS NULL",
        (member_id, *_bounds(month)),
    )
    assert row is not None
    assert tried is not None
    notes, minutes, paid, unpaid, unknown, miles = row
    return MonthTotals(month, notes, minutes, paid, unpaid, unknown, miles, tried[0])


def effort(
    store: Store, *, month: str = "", member_id: str = "", plan: str = "", navigator: str = ""
) -> list[Effort]:
    """Services that are not paid or not known to be, and attempts, by reason, navigator and month.

    A service counts under the reason that weighs most. Narrowed where asked; `navigator` is a
    user's id.
    """
    narrowed, params = _narrowed(month, member_id, plan, navigator)
    rows = store.query(
        "SELECT substr(n.on_date, 1, 7), coalesce(u.name, ''), "  # noqa: S608 - constants
        "coalesce(json_extract(n.reasons, '$[0][0]'), 'recorded'), n.payable, count(*), "
        'sum(n.minutes), 0 FROM encounter n LEFT JOIN "user" u ON u.id = n.user_id '
        f"WHERE n.undone_at IS NULL AND n.payable IS NOT 1 {narrowed.format(t='n')} "
        "GROUP BY 1, 2, 3, 4 UNION ALL "
        "SELECT substr(t.on_date, 1, 7), coalesce(u.name, ''), 'outreach', NULL, 0, 0, count(*) "
        'FROM outreach_attempt t LEFT JOIN "user" u ON u.id = t.user_id '
        f"WHERE t.undone_at IS NULL {narrowed.format(t='t')} "
        "GROUP BY 1, 2 ORDER BY 1 DESC, 2, 6 DESC",
        params,
    )
    return [
        Effort(when, who, check, payable_of(payable), notes, minutes, tried)
        for when, who, check, payable, notes, minutes, tried in rows
    ]


def _narrowed(
    month: str, member_id: str, plan: str, navigator: str
) -> tuple[str, dict[str, object]]:
    parts: list[str] = []
    params: dict[str, object] = {}
    if month:
        parts.append("AND {t}.on_date BETWEEN :first AND :last")
        params["first"], params["last"] = _bounds(month)
    if member_id:
        parts.append("AND {t}.member_id = :member")
        params["member"] = member_id
    if plan:
        parts.append(
            "AND (SELECT m.plan_id FROM member m WHERE m.id = {t}.member_id) = "
            "(SELECT id FROM plan WHERE key = :plan)"
        )
        params["plan"] = plan
    if navigator:
        parts.append("AND {t}.user_id = :navigator")
        params["navigator"] = navigator
    return " ".join(parts), params


def _bounds(month: str) -> tuple[str, str]:
    """First and last day as text; every day of the month lies between them."""
    return f"{month}-01", f"{month}-31"
