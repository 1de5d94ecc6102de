"""Figures over months, in plain set-based SQL: what they count is told in `services.trends`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from navigator_app.store.reads_exceptions import CAME
from navigator_app.store.referral_state import STANDING

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_WHO = "lower(trim(m.language_spoken)), trim(m.race_ethnicity_code), {band}"

# The indexes are named: a span of days would else walk the days of all members for each of them.
# They hold all that is asked, so no note is opened. What is dated ahead has not happened.
_CONTACT = f"""
    min(coalesce((SELECT min(t.on_date) FROM outreach_attempt t
        INDEXED BY ix_outreach_attempt_met WHERE t.member_id = r.member_id
        AND t.on_date BETWEEN {CAME} AND :on AND t.undone_at IS NULL
        AND t.outcome = 'reached' AND t.mode <> 'collateral'), '~'),
      coalesce((SELECT min(n.on_date) FROM encounter n
        INDEXED BY ix_encounter_met WHERE n.member_id = r.member_id
        AND n.on_date BETWEEN {CAME} AND :on AND n.undone_at IS NULL
        AND n.mode <> 'collateral'), '~'))
"""  # noqa: S608 - constants

_CASES = f"""
SELECT {CAME},
    (SELECT min(e.on_date) FROM status_event e
        INDEXED BY ix_status_event_referral_id WHERE e.referral_id = r.id
        AND e.status IN ('accepted', 'outreach-initiated') AND e.on_date BETWEEN {CAME} AND :on
        AND {STANDING.format(e="e")}),
    nullif({_CONTACT}, '~'),
    (SELECT min(n.on_date) FROM encounter n
        INDEXED BY ix_encounter_met WHERE n.member_id = r.member_id
        AND n.on_date BETWEEN {CAME} AND :on AND n.service = r.service
        AND n.undone_at IS NULL),
    (SELECT min(h.move_in_on) FROM tenancy h INDEXED BY ix_tenancy_member_id
        WHERE h.member_id = r.member_id AND h.move_in_on BETWEEN {CAME} AND :on),
    {_WHO}, r.member_id
FROM referral r JOIN member m ON m.id = r.member_id WHERE {CAME} BETWEEN :first AND :last
"""  # noqa: S608 - constants

_CLOSURES = (
    "FROM referral r {join}WHERE r.is_open = 0 AND r.status IN ('closed', 'declined') "
    "AND r.status_on BETWEEN :first AND :last "
)


def cases(
    store: Store, first: date, last: date, born: Sequence[date], on: date
) -> list[tuple[Any, ...]]:
    """Each referral that came in a span: came, then as of a day accepted, contact, service, housed
    (ISO days or None), language, race or ethnicity, age band, member."""
    asked = params(first, last, born) | {"on": on.isoformat()}
    return store.query(cases_sql(len(born)), asked)


def cases_sql(bands: int) -> str:
    """The statement of `cases`."""
    return _CASES.format(band=_band(bands))


def closures(store: Store, first: date, last: date) -> list[tuple[str, str, int]]:
    """Closed and declined referrals of a span: month, reason, how many."""
    sql = (
        "SELECT substr(r.status_on, 1, 7), coalesce(r.closure_reason, ''), count(*) "
        f"{_CLOSURES.format(join='')}GROUP BY 1, 2 ORDER BY 1, 2"
    )
    return store.query(sql, params(first, last))


def closures_by_group(
    store: Store, first: date, last: date, born: Sequence[date]
) -> list[tuple[str, int, str, str, int, str]]:
    """The same over the whole span: reason, how many, language, race or ethnicity, age band,
    member."""
    who = _WHO.format(band=_band(len(born)))
    sql = (
        f"SELECT coalesce(r.closure_reason, ''), count(*), {who}, r.member_id "
        f"{_CLOSURES.format(join='JOIN member m ON m.id = r.member_id ')}GROUP BY 1, 6"
    )
    return store.query(sql, params(first, last, born))


def attempts(store: Store, first: date, last: date) -> list[tuple[str, int, int]]:
    """Outreach of a span: month, attempts, of which reached."""
    return store.query(_ATTEMPTS, params(first, last))


def minutes(store: Store, first: date, last: date) -> list[tuple[str, int, int, int]]:
    """Services of a span: month, minutes, of which unpaid, of which not known."""
    return store.query(_MINUTES, params(first, last))


def work_by_group(
    store: Store, first: date, last: date, born: Sequence[date]
) -> list[tuple[int, int, int, int, int, str, str, int]]:
    """What was done for each member in a span: attempts, reached, services, minutes, unpaid
    minutes, language, race or ethnicity, age band."""
    sql = f"SELECT w.a, w.b, w.c, w.d, w.e, {_WHO.format(band=_band(len(born)))} {_WORK}"
    return store.query(sql, params(first, last, born))


def stays(store: Store, born: Sequence[date]) -> list[tuple[str, str, str | None, str, str, int]]:
    """Every tenancy: member, moved in, ended, language, race or ethnicity, age band; without days
    of birth nobody's groups are looked up."""
    who, join = "'', '', 0", ""
    if born:
        who, join = _WHO.format(band=_band(len(born))), "JOIN member m ON m.id = h.member_id "
    sql = (
        f"SELECT h.member_id, h.move_in_on, h.ended_on, {who} "  # noqa: S608
        f"FROM tenancy h {join}ORDER BY h.member_id, h.move_in_on"
    )
    return store.query(sql, params(date.min, date.max, born))


def params(first: date, last: date, born: Sequence[date] = ()) -> dict[str, object]:
    """What the statements name; `born` are the days after which each younger band was born."""
    found: dict[str, object] = {"first": first.isoformat(), "last": last.isoformat()}
    return found | {f"born{n}": day.isoformat() for n, day in enumerate(born)}


# A word with another person reaches nobody.
_REACHED = "outcome = 'reached' AND mode <> 'collateral'"
_ATTEMPTS = (
    f"SELECT substr(on_date, 1, 7), count(*), sum({_REACHED}) FROM outreach_attempt "  # noqa: S608
    "WHERE on_date BETWEEN :first AND :last AND undone_at IS NULL GROUP BY 1"
)
_MINUTES = (
    "SELECT substr(on_date, 1, 7), sum(minutes), sum(iif(payable = 0, minutes, 0)), "
    "sum(iif(payable IS NULL, minutes, 0)) FROM encounter INDEXED BY ix_encounter_day "
    "WHERE on_date BETWEEN :first AND :last AND undone_at IS NULL GROUP BY 1"
)
_WORK = f"""
FROM (SELECT k, sum(a) a, sum(b) b, sum(c) c, sum(d) d, sum(e) e FROM (
    SELECT member_id k, count(*) a, sum({_REACHED}) b, 0 c, 0 d, 0 e
    FROM outreach_attempt WHERE on_date BETWEEN :first AND :last AND undone_at IS NULL GROUP BY 1
    UNION ALL
    SELECT member_id, 0, 0, count(*), sum(minutes), sum(iif(payable = 0, minutes, 0))
    FROM encounter INDEXED BY ix_encounter_day
    WHERE on_date BETWEEN :first AND :last AND undone_at IS NULL GROUP BY 1
) GROUP BY k) w JOIN member m ON m.id = w.k
"""  # noqa: S608 - constants


def _band(count: int) -> str:
    """The number of a member's age band, the youngest 0: who was born after `:born0` is younger
    than the first age of band 1, and so on."""
    if not count:
        return "0"
    steps = " ".join(f"WHEN m.date_of_birth > :born{n} THEN {n}" for n in range(count))
    return f"CASE {steps} ELSE {count} END"
