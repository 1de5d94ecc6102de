"""Last days of everybody's search: vouchers about to end, appeals to hand in. Read for Today."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.housing import runout
from navigator_app.domain.housing_rows import LastDay
from navigator_app.store.reads_housing import TITLE

if TYPE_CHECKING:
    from navigator_app.store.engine import Store


def any_voucher(store: Store) -> bool:
    """True where a voucher that somebody searches with has a last day."""
    return store.one(f"SELECT 1 {_VOUCHER} LIMIT 1") is not None


def vouchers(
    store: Store,
    today: date,
    marks: tuple[int, ...],
    *,
    navigator_id: str = "",
    member_id: str = "",
) -> list[LastDay]:
    """Vouchers from their first reminder on, of all members or of some."""
    sql = (
        "SELECT s.id, s.member_id, m.first_name || ' ' || m.last_name, s.kind, "
        f"coalesce(s.extended_to_on, s.expires_on), p.key {_VOUCHER} {_MINE}"
    )
    params = {"navigator": navigator_id, "member": member_id}
    found = [
        LastDay(
            "voucher", r[0], r[1], r[2].strip(), r[3],
            runout(date.fromisoformat(r[4]), today, marks), r[5],
        )
        for r in store.query(sql, params)
    ]  # fmt: skip
    return [one for one in found if one.runout.mark is not None]


def appeals(
    store: Store, today: date, *, navigator_id: str = "", member_id: str = ""
) -> list[LastDay]:
    """Appeals that can still be handed in, or were missed, of all members or of some."""
    sql = (
        "SELECT a.id, a.member_id, m.first_name || ' ' || m.last_name, "  # noqa: S608
        f"{TITLE}, a.appeal_by_on, p.key "
        "FROM housing_application a JOIN member m ON m.id = a.member_id "
        "JOIN plan p ON p.id = m.plan_id LEFT JOIN housing_unit h ON h.id = a.unit_id "
        f"WHERE a.stage = 'denied' AND a.appeal_by_on IS NOT NULL AND {_KEPT} {_MINE}"
    )
    params = {"navigator": navigator_id, "member": member_id}
    return [
        LastDay(
            "appeal", r[0], r[1], r[2].strip(), r[3],
            runout(date.fromisoformat(r[4]), today), r[5],
        )
        for r in store.query(sql, params)
    ]  # fmt: skip


_KEPT = "m.merged_into_id IS NULL"
_MINE = "AND (:navigator = '' OR m.navigator_id = :navigator) AND (:member = '' OR m.id = :member)"
_VOUCHER = (
    "FROM subsidy s JOIN member m ON m.id = s.member_id JOIN plan p ON p.id = m.plan_id "
    "WHERE s.state = 'issued' AND coalesce(s.extended_to_on, s.expires_on) IS NOT NULL "
    f"AND {_KEPT}"
)
