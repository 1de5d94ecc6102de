"""Services given, in plain set-based SQL; those that were taken back are left out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from navigator_app.domain.encounter_facts import Overlap, Payable, Reason
from navigator_app.domain.quick_rows import loose
from navigator_app.domain.saying import Saying, Term
from navigator_app.domain.service_rows import EncounterRow
from navigator_app.domain.vocabulary import Mode, Service
from navigator_app.store.reads_referrals import day

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_COLUMNS = (
    "n.id, n.member_id, trim(m.first_name || ' ' || m.last_name), n.referral_id, n.service, "
    "n.component, n.at_utc, n.zone, n.on_date, n.minutes, n.mode, n.place, n.with_whom, "
    "n.narrative, n.miles, n.code, n.modifiers, n.unit, n.units, n.payable, n.reasons, "
    "coalesce(u.name, ''), n.corrects_id, n.barrier_id, coalesce(b.barrier, '')"
)
_FROM = (
    'FROM encounter n JOIN member m ON m.id = n.member_id LEFT JOIN "user" u ON u.id = n.user_id '
    "LEFT JOIN support_plan_barrier b ON b.id = n.barrier_id "
)
_SERVICES = {word.slug: word for word in Service}
_MODES = {word.slug: word for word in Mode}
_VERDICTS = {None: Payable.UNKNOWN, 0: Payable.NO, 1: Payable.YES}
_Loose = loose(EncounterRow)
_PAYABLE = {Payable.YES: "n.payable = 1", Payable.NO: "n.payable = 0"}


class Head(NamedTuple):
    """A referral that a service may be given under."""

    id: str
    plan_id: str
    plan: str
    policy: str
    status: str  # the plan's answer, "" while there is none
    is_open: bool
    ended_on: date | None  # otherwise than by services received
    effective_on: date | None
    ends_on: date | None
    number: str


def heads(store: Store, member_id: str, service: str) -> list[Head]:
    """A member's referrals to a service, open ones first, then the newest."""
    rows = store.query(
        "SELECT r.id, p.id, p.key, p.policy, coalesce(r.authorization_status, ''), r.is_open, "
        "CASE WHEN r.status IN ('closed', 'declined') "
        "AND coalesce(r.closure_reason, '') <> 'services-received' THEN r.status_on END, "
        "r.effective_on, r.ends_on, coalesce(r.authorization_number, '') "
        "FROM referral r JOIN plan p ON p.id = r.plan_id WHERE r.member_id = ? AND r.service = ? "
        "ORDER BY r.is_open DESC, r.created_at DESC, r.id DESC",
        (member_id, service),
    )
    return [
        Head(
            row[0], row[1], row[2], row[3], row[4], bool(row[5]), day(row[6]), day(row[7]),
            day(row[8]), row[9],
        )
        for row in rows
    ]  # fmt: skip


def plan_of(store: Store, member_id: str) -> tuple[str, str] | None:
    """Key and policy of the plan that a member is kept under, None for no such member."""
    return store.one(
        "SELECT p.key, p.policy FROM member m JOIN plan p ON p.id = m.plan_id WHERE m.id = ?",
        (member_id,),
    )


def overlapping(
    store: Store, user_id: str, member_id: str, begins: datetime, ends: datetime, but: str = ""
) -> list[Overlap]:
    """Notes of a user whose time crosses a span (UTC), earliest first; `but` is one left out."""
    days = sorted({begins.date(), ends.date()})
    rows = store.query(
        "SELECT id, member_id, at_utc, zone, minutes FROM encounter "
        "WHERE user_id = ? AND on_date BETWEEN date(?, '-2 days') AND date(?, '+1 days') "
        "AND undone_at IS NULL AND minutes > 0 AND id <> ? ORDER BY at_utc",
        (user_id, days[0].isoformat(), days[-1].isoformat(), but),
    )
    found = []
    for key, whose, at, zone, minutes in rows:
        start = datetime.fromisoformat(at)
        if start < ends and begins.timestamp() < start.timestamp() + 60 * minutes:
            local = start.astimezone(ZoneInfo(zone))
            found.append(Overlap(key, whose == member_id, local, minutes))
    return found


def used(
    store: Store, referral_id: str, first: date, last: date, but: str = ""
) -> list[tuple[str, int, str, int | None]]:
    """Day, minutes, unit and units of what was given under a referral on some days and is not
    known to be unpayable."""
    return store.query(
        "SELECT on_date, minutes, unit, units FROM encounter WHERE referral_id = ? "
        "AND on_date BETWEEN ? AND ? AND undone_at IS NULL AND payable IS NOT 0 AND id <> ?",
        (referral_id, first.isoformat(), last.isoformat(), but),
    )


def first_service(store: Store, referral_id: str) -> date | None:
    """The day of the first service under a referral that is not known to be unpayable."""
    row = store.one(
        "SELECT min(on_date) FROM encounter WHERE referral_id = ? AND undone_at IS NULL "
        "AND payable IS NOT 0",
        (referral_id,),
    )
    return day(row[0]) if row else None


def barriers(store: Store, member_id: str) -> tuple[str, list[tuple[str, str]]]:
    """The newest version of a member's support plan ("" for none), and id and words of its
    barriers in its order; one without words or that is met is left out."""
    rows = store.query(
        "SELECT b.id, b.barrier, b.support_plan_id FROM support_plan_barrier b "
        "WHERE b.support_plan_id = "
        "(SELECT s.id FROM support_plan s WHERE s.member_id = ? ORDER BY s.version DESC LIMIT 1) "
        "AND trim(b.barrier) <> '' AND b.met_on IS NULL ORDER BY b.position, b.id",
        (member_id,),
    )
    return rows[0][2] if rows else "", [(key, words) for key, words, _plan in rows]


def barrier_of(store: Store, barrier_id: str) -> str:
    """The member of a barrier, "" when there is none."""
    row = store.one(
        "SELECT s.member_id FROM support_plan_barrier b "
        "JOIN support_plan s ON s.id = b.support_plan_id WHERE b.id = ?",
        (barrier_id,),
    )
    return str(row[0]) if row else ""


def one(store: Store, encounter_id: str, *, taken_back: bool = False) -> EncounterRow | None:
    """One service, None when there is none or it was taken back."""
    standing = "" if taken_back else "AND n.undone_at IS NULL"
    row = store.one(f"SELECT {_COLUMNS} {_FROM} WHERE n.id = ? {standing}", (encounter_id,))
    return _encounters([row])[0] if row else None


# `+ 0`: a bare parameter after LIMIT makes SQLite prepare the statement anew for every binding.
def of_member(
    store: Store,
    member_id: str,
    *,
    service: str = "",
    payable: Payable | None = None,
    month: str = "",
    limit: int = 20,
) -> tuple[list[EncounterRow], int]:
    """A member's services, newest first, and how many there are; narrowed where asked."""
    where, params = ["n.member_id = ?", "n.undone_at IS NULL"], [member_id]
    if service:
        where.append("n.service = ?")
        params.append(service)
    if payable is not None:
        where.append(_PAYABLE.get(payable, "n.payable IS NULL"))
    if month:
        where.append("substr(n.on_date, 1, 7) = ?")
        params.append(month)
    narrowed = " AND ".join(where)
    count = store.one(f"SELECT count(*) FROM encounter n WHERE {narrowed}", params)  # noqa: S608
    rows = store.query(
        f"SELECT {_COLUMNS} {_FROM} WHERE {narrowed} ORDER BY n.at_utc DESC, n.id DESC LIMIT ? + 0",
        [*params, limit],
    )
    return _encounters(rows), int(count[0]) if count else 0


def listing(
    store: Store, *, member_id: str = "", month: str = "", plan: str = "", limit: int = 1000
) -> list[EncounterRow]:
    """Services of a month, a member or a plan, newest first."""
    where, params = ["n.undone_at IS NULL"], []
    if member_id:
        where.append("n.member_id = ?")
        params.append(member_id)
    if month:
        where.append("n.on_date BETWEEN ? AND ?")
        params += [f"{month}-01", f"{month}-31"]
    if plan:
        where.append("m.plan_id = (SELECT id FROM plan WHERE key = ?)")
        params.append(plan)
    rows = store.query(
        f"SELECT {_COLUMNS} {_FROM} WHERE {' AND '.join(where)} "
        "ORDER BY n.at_utc DESC, n.id DESC LIMIT ? + 0",
        [*params, limit],
    )
    return _encounters(rows)


def _encounters(rows: Sequence[tuple[Any, ...]]) -> list[EncounterRow]:
    """Rows of the columns above. Notes under one authorization and one look-up have the very same
    reasons, which take longer to read than all the rest: each text is read once."""
    reasons = {text: reasons_of(text) for text in {row[20] for row in rows}}
    return [_encounter(row, reasons[row[20]]) for row in rows]


def _encounter(r: tuple[Any, ...], reasons: tuple[Reason, ...]) -> EncounterRow:
    row: EncounterRow = _Loose(
        r[0], r[1], r[2], r[3] or "", _SERVICES[r[4]], r[5],
        datetime.fromisoformat(r[6]).astimezone(ZoneInfo(r[7])), date.fromisoformat(r[8]),
        r[9], _MODES[r[10]], r[11], r[12], r[13], r[14], f"{r[15]} {r[16]}".strip(),
        r[17], r[18], _VERDICTS[r[19]], reasons, r[21], r[22] or "", r[23] or "", r[24],
    )  # fmt: skip
    row.__class__ = EncounterRow
    return row


def payable_of(kept: int | None) -> Payable:
    """The verdict as it is kept: 1, 0, or nothing for not known."""
    return _VERDICTS[kept]


def reasons_text(reasons: tuple[Reason, ...]) -> str:
    """Reasons as they are kept: check, verdict, template, its fields and the source, as JSON."""
    return json.dumps(
        [
            [
                one.check,
                one.payable.value,
                one.says.text,
                {name: _kept(value) for name, value in one.says.fields},
                one.source,
            ]
            for one in reasons
        ],
        ensure_ascii=False,
    )


def reasons_of(text: str) -> tuple[Reason, ...]:
    """The reasons that were kept."""
    return tuple(
        Reason(
            check,
            Payable(payable),
            Saying(says, tuple((name, _given(value)) for name, value in fields.items())),
            source,
        )
        for check, payable, says, fields, source in json.loads(text)
    )


def _kept(value: object) -> object:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Term):
        return {"term": value.text}
    return value if isinstance(value, (int, float, str)) else str(value)


def _given(value: object) -> object:
    if isinstance(value, dict) and "day" in value:
        text = str(value["day"])
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    if isinstance(value, dict) and "term" in value:
        return Term(str(value["term"]))
    return value
