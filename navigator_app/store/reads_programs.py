"""What somebody recorded of a member's other programs, earlier services, housing and endings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from navigator_app.domain.ending import EndReason
from navigator_app.domain.guard_rows import EndingRow, ProgramRow, UseRow
from navigator_app.domain.homelessness import Situation
from navigator_app.domain.programs import Program
from navigator_app.domain.vocabulary import Service
from navigator_app.store.reads_referrals import day

if TYPE_CHECKING:
    from navigator_app.store.engine import Store


def programs(store: Store, member_id: str) -> list[ProgramRow]:
    """Other programs and stays, the latest begun first."""
    sql = _PROGRAMS + "WHERE member_id = ? ORDER BY starts_on DESC, created_at DESC, id DESC"
    return [_program(row) for row in store.query(sql, (member_id,))]


def program(store: Store, program_id: str) -> ProgramRow | None:
    """One program or stay, None when there is none."""
    row = store.one(_PROGRAMS + "WHERE id = ?", (program_id,))
    return _program(row) if row else None


def _program(r: tuple[Any, ...]) -> ProgramRow:
    program = Program.from_slug(r[2])
    return ProgramRow(r[0], r[1], program, r[3], day(r[4]), day(r[5]), r[6], r[7])


def uses(store: Store, member_id: str) -> list[UseRow]:
    """Earlier times of a service, the latest first."""
    sql = (
        "SELECT id, member_id, service, starts_on, ends_on, provider, what_changed "
        "FROM service_use WHERE member_id = ? ORDER BY starts_on DESC, created_at DESC, id DESC"
    )
    return [
        UseRow(r[0], r[1], Service.from_slug(r[2]), day(r[3]), day(r[4]), r[5], r[6])
        for r in store.query(sql, (member_id,))
    ]


def housing(store: Store, member_id: str) -> tuple[str, str, Situation] | None:
    """Id, note and facts of the latest entry on where a member lives, None when there is none."""
    row = store.one(
        "SELECT id, note, on_date, living_situation, prior_situation, institution_entry_on, "
        "institution_exit_on, loss_expected_on, notice_on, below_30_ami, no_resources, "
        "moves_60_days, fleeing, youth_or_family, other_statute, long_unstable, losing, crowded "
        "FROM housing_facts WHERE member_id = ? "
        "ORDER BY on_date DESC, created_at DESC, id DESC LIMIT 1",
        (member_id,),
    )
    return (row[0], row[1], _situation(row)) if row else None


def endings(store: Store, member_id: str) -> list[EndingRow]:
    """A member's ended services, the latest first."""
    sql = _ENDINGS + "WHERE r.member_id = ? ORDER BY d.on_date DESC, d.created_at DESC, d.id DESC"
    return [_ending(row) for row in store.query(sql, (member_id,))]


def ending(store: Store, ending_id: str) -> tuple[EndingRow, str] | None:
    """One ending with its member's id, None when there is none."""
    row = store.one(_ENDINGS + "WHERE d.id = ?", (ending_id,))
    return (_ending(row), row[9]) if row else None


def capacity(store: Store) -> list[tuple[Any, ...]]:
    """Capacity reports, newest first: id, plan's id, key, name and policy (empty for the agency's
    own count), changed, any, own, told, note."""
    return store.query(
        "SELECT c.id, coalesce(p.id, ''), coalesce(p.key, ''), coalesce(p.name, ''), "
        "coalesce(p.policy, ''), c.changed_on, c.any_member, "
        "c.own_members, c.told_on, c.note FROM capacity_report c "
        "LEFT JOIN plan p ON p.id = c.plan_id "
        "ORDER BY c.changed_on DESC, c.created_at DESC, c.id DESC"
    )


def plan_id(store: Store, key: str) -> str | None:
    """The id of a plan, None when there is none of that key."""
    row = store.one("SELECT id FROM plan WHERE key = ?", (key,))
    return row[0] if row else None


_PROGRAMS = (
    "SELECT id, member_id, program, provider, starts_on, ends_on, amount, note FROM other_program "
)

_ENDINGS = (
    "SELECT d.id, d.referral_id, r.service, d.reason, d.on_date, d.note, d.plan_told_on, "
    "d.team_told_on, d.reengaged_on, r.member_id "
    "FROM discontinuation d JOIN referral r ON r.id = d.referral_id "
)


def _ending(r: tuple[Any, ...]) -> EndingRow:
    on = day(r[4])
    assert on is not None
    return EndingRow(
        r[0], r[1], Service.from_slug(r[2]), EndReason.from_slug(r[3]), on, r[5], day(r[6]),
        day(r[7]), day(r[8]),
    )  # fmt: skip


def _situation(r: tuple[Any, ...]) -> Situation:
    on = day(r[2])
    assert on is not None
    return Situation(
        on, r[3], r[4], day(r[5]), day(r[6]), day(r[7]), day(r[8]), _flag(r[9]), _flag(r[10]),
        r[11], _flag(r[12]), _flag(r[13]), _flag(r[14]), _flag(r[15]),
        _flag(r[16]), _flag(r[17]),
    )  # fmt: skip


def _flag(value: int | None) -> bool | None:
    return None if value is None else bool(value)
