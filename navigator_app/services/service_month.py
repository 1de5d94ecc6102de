"""A month's services: lines for whoever bills, and the work that nobody pays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from navigator_app.domain import eligibility, encounters
from navigator_app.domain.consents import Way
from navigator_app.domain.eligibility import Flag
from navigator_app.domain.encounter_facts import Payable
from navigator_app.domain.identifiers import month_bounds
from navigator_app.domain.service_rows import (
    Effort,
    EncounterRow,
    MemberServices,
    ServiceLine,
)
from navigator_app.domain.vocabulary import Mode, Service
from navigator_app.errors import InputRejected
from navigator_app.i18n import N_, _
from navigator_app.policy import packs, service_catalog
from navigator_app.services import agency, gate, part_2, read_reasons, seen
from navigator_app.services.encounter_facts import no_member, sources
from navigator_app.services.record_encounter import told
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_ledger, reads_service_month, reads_services
from navigator_app.store.reads_services import payable_of, reasons_of

DAY = "per-diem"

_TITLES = {
    "authorized": N_("Outside the authorization"),
    "coverage": N_("Medi-Cal coverage"),
    "coverage-stale": N_("Medi-Cal not looked up that month"),
    "units": N_("Over the authorized units"),
    "code": N_("No billing code"),
    "overlap": N_("Crosses another note"),
    "outreach": N_("Outreach attempts"),
    "recorded": N_("Not judged"),
}
"""The checks that are not a plan's limits, in a few words."""


@dataclass(frozen=True, slots=True)
class MonthOfPlan:
    """A plan's month: its lines, and what of the work is not paid, by reason and navigator."""

    plan: str
    plan_name: str
    month: str
    lines: tuple[ServiceLine, ...]
    effort: tuple[Effort, ...]
    file: str = ""
    left_out: int = 0  # records that no file holds without a consent that names them


def member_services(
    ws: Workspace,
    member_id: str,
    *,
    service: str = "",
    payable: Payable | None = None,
    limit: int = 20,
    month: str = "",
) -> MemberServices:
    """A member's services, newest first, with a month's totals (this one) and unpaid effort."""
    read_reasons.need(ws, member_id)
    month = month or f"{ws.clock.today():%Y-%m}"
    rows, total = reads_services.of_member(
        ws.store, member_id, service=service, payable=payable, limit=limit
    )
    return MemberServices(
        member_id=member_id,
        rows=tuple(seen.encounters(ws, rows)),
        total=total,
        month=reads_service_month.totals(ws.store, member_id, month),
        effort=tuple(reads_service_month.effort(ws.store, month=month, member_id=member_id)),
    )


def barriers(ws: Workspace, member_id: str) -> list[tuple[str, str]]:
    """Id and words of what a member's support plan works on, for a note to name."""
    read_reasons.need(ws, member_id)
    plan_id, found = reads_services.barriers(ws.store, member_id)
    return [] if plan_id and seen.held(ws, "support_plan", [plan_id], member_id) else found


def listing(
    ws: Workspace, *, member_id: str = "", month: str = "", plan: str = "", limit: int = 1000
) -> list[EncounterRow]:
    """Services of a member, a month or a plan, newest first, as the role sees them; without what
    was written of members in somebody else's caseload. NotFound for an unknown member or plan."""
    if member_id:
        read_reasons.need(ws, member_id)
    found = whole(ws, member_id=member_id, month=month, plan=plan, limit=limit)
    return seen.texts(ws, "encounter", seen.encounters(ws, found))


def whole(
    ws: Workspace, *, member_id: str = "", month: str = "", plan: str = "", limit: int = 1000
) -> list[EncounterRow]:
    """The same with everything in them, for what the program works out itself."""
    if month:
        _checked(month)
    if plan:
        agency.plan(ws, plan)
    if member_id and reads_services.plan_of(ws.store, member_id) is None:
        raise no_member()
    return reads_services.listing(
        ws.store, member_id=member_id, month=month, plan=plan, limit=limit
    )


def reason_title(check: str) -> str:
    """A reason in a few words, for a report."""
    return _(_TITLES[check]) if check in _TITLES else _(_limit_title(check))


def unpaid(
    ws: Workspace, *, month: str = "", plan: str = "", member_id: str = "", navigator: str = ""
) -> list[Effort]:
    """Hours and attempts that are not paid or not known to be, by reason, navigator and month."""
    if member_id:
        read_reasons.need(ws, member_id)
    if month:
        _checked(month)
    return reads_service_month.effort(
        ws.store, month=month, plan=plan, member_id=member_id, navigator=navigator
    )


def month_of_plan(ws: Workspace, plan: str, month: str) -> MonthOfPlan:
    """A plan's month. NotFound for an unknown plan, InputRejected for a bad month."""
    known = agency.plan(ws, plan)
    _checked(month)
    return MonthOfPlan(
        plan=known.key,
        plan_name=known.name,
        month=month,
        lines=tuple(lines(ws, known.key, month)),
        effort=tuple(reads_service_month.effort(ws.store, month=month, plan=known.key)),
    )


def _held(
    ws: Workspace, way: Way, plan: str, month: str
) -> tuple[frozenset[part_2.Record], frozenset[str]]:
    """What stays back of a month, and the members of whom substance-use records go along."""
    whose: dict[part_2.Record, str] = {
        (table, row[0]): row[1]
        for table, rows in (
            ("encounter", reads_service_month.services(ws.store, plan, month)),
            ("outreach_attempt", reads_service_month.attempts(ws.store, plan, month)),
        )
        for row in rows
    }
    by_member: dict[str, list[part_2.Record]] = {}
    for record in part_2.among(ws, whose):
        by_member.setdefault(whose[record], []).append(record)
    asked = {one: part_2.held_alone(ws, way, some).records for one, some in by_member.items()}
    free = frozenset(one for one, some in asked.items() if not some)
    return frozenset().union(*asked.values()), free


def lines(
    ws: Workspace, plan: str, month: str, *, without: frozenset[part_2.Record] = frozenset()
) -> list[ServiceLine]:
    """A line for each member, day and code, then one for each attempt, by member.

    Of one day, minutes add up; a day counts one unit however many notes it has. A verdict is the
    one of the day it was written, but for a lapse that the eligibility diary knows of since.
    """
    rows = [
        row
        for row in reads_service_month.services(ws.store, plan, month)
        if ("encounter", row[0]) not in without
    ]
    found = _as_covered(ws, [_line(list(group)) for _key, group in groupby(rows, _together)])
    found += [
        _attempt(row)
        for row in reads_service_month.attempts(ws.store, plan, month)
        if ("outreach_attempt", row[0]) not in without
    ]
    return found


def file_name(plan: str, month: str) -> str:
    """What a plan's month is called as a file."""
    from navigator_app.exchange import service_lines

    return service_lines.file_name(plan, month)


def export(ws: Workspace, plan: str, month: str, out: Path) -> MonthOfPlan:
    """Write a month's lines as CSV: to `out` itself, or into it where it is a folder.

    TransferFailed when it cannot be written; the old file of that name then stays.
    """
    from navigator_app.exchange import service_lines
    from navigator_app.exchange.atomic import write_atomically

    known = agency.plan(ws, plan)
    _checked(month)
    way = Way("service-lines", known.name, gate.TPO, ("identity", "housing"))
    held, told = _held(ws, way, known.key, month)
    found = replace(
        month_of_plan(ws, plan, month),
        lines=tuple(lines(ws, known.key, month, without=held)),
        left_out=len(held),
    )
    own = agency.agency(ws)
    folder, name = (out, service_lines.file_name(plan, month)) if out.is_dir() else _split(out)
    cells = (_cells(line, found.plan, own.npi, own.name) for line in found.lines)
    whose = list(dict.fromkeys(line.member_id for line in found.lines))
    parts = (
        (way, [one for one in whose if one not in told]),
        (part_2.including(way), [one for one in whose if one in told]),
    )
    asked = [(one, gate.ask(ws, one, ids)) for one, ids in parts]
    with ws.transaction("give_service_lines") as tx:
        for one, verdicts in asked:
            gate.account(ws, tx, one, verdicts, detail=name)
        path, _digest = write_atomically(folder, name, service_lines.render(cells))
    return replace(found, file=str(path))


@lru_cache(maxsize=64)
def _limit_title(check: str) -> str:
    """A limit's own title, as the first pack that has it says."""
    found = (rule for key in packs.shipped() for rule in packs.load(key).rules)
    return next((rule.title for rule in found if rule.id == check), check)


def _split(out: Path) -> tuple[Path, str]:
    return out.parent, out.name


def _checked(month: str) -> None:
    try:
        month_bounds(month)
    except ValueError as error:
        raise InputRejected(
            "month", _("{month} is not a month.").format(month=month), _("Write it as YYYY-MM.")
        ) from error


def _together(row: tuple[Any, ...]) -> tuple[object, ...]:
    """What makes one line: member, day, code with modifiers, service and authorization."""
    return (row[1], row[8], row[9], row[10], row[7], row[17])


def _line(rows: Sequence[tuple[Any, ...]]) -> ServiceLine:
    first = rows[0]
    gravest = min(rows, key=lambda row: payable_of(row[15]).rank)
    counts = [row[11] for row in rows]
    units = None if None in counts else 1 if first[12] == DAY else sum(counts)
    return ServiceLine(
        kind="service", member_id=first[1], cin=first[2], plan_member_id=first[3],
        last_name=first[4], first_name=first[5], date_of_birth=first[6],
        service=Service.from_slug(first[7]).value, on=date.fromisoformat(first[8]), code=first[9],
        modifiers=tuple(first[10].split()), units=units, unit=first[12],
        minutes=sum(row[13] for row in rows), mode=_each(Mode.from_slug(r[14]).value for r in rows),
        payable=payable_of(gravest[15]), why=_why(gravest[16]), authorization=first[17],
        staff=_each(row[18] for row in rows), ids=tuple(row[0] for row in rows),
    )  # fmt: skip


def _as_covered(ws: Workspace, found: list[ServiceLine]) -> list[ServiceLine]:
    """What the diary found since the notes were written: a lapse, a suspension, another plan."""
    told_of: dict[tuple[str, date], Flag] = {}
    for member_id, group in groupby(found, lambda line: line.member_id):
        checks = reads_ledger.checks(ws.store, member_id)
        flags = eligibility.flagged([line.on for line in group], checks)
        told_of.update({(member_id, flag.on): flag for flag in flags})
    return [_flagged(line, told_of.get((line.member_id, line.on))) for line in found]


def _flagged(line: ServiceLine, flag: Flag | None) -> ServiceLine:
    if flag is None:
        return line
    payable = Payable.UNKNOWN if flag.kind == "in-doubt" else Payable.NO
    says = told(flag.says)
    why = line.why if says in line.why else f"{says} {line.why}".strip()
    return replace(line, payable=min(payable, line.payable, key=_rank), why=why)


def _rank(payable: Payable) -> int:
    return payable.rank


def _attempt(row: tuple[Any, ...]) -> ServiceLine:
    mode = Mode.from_slug(row[9])
    code = service_catalog.shipped().catalog.outreach_code(mode)
    judged = encounters.judge_attempt(code, sources())
    return ServiceLine(
        kind="attempt", member_id=row[1], cin=row[2], plan_member_id=row[3], last_name=row[4],
        first_name=row[5], date_of_birth=row[6],
        service=Service.from_slug(row[7]).value if row[7] else "",
        on=date.fromisoformat(row[8]), code=code.code if code else "",
        modifiers=code.modifiers if code else (), units=None, unit="", minutes=None,
        mode=mode.value, payable=judged.payable, why=told(judged.reasons[0].says),
        authorization=row[11], staff=row[12], ids=(row[0],),
    )  # fmt: skip


def _why(kept: str) -> str:
    """What speaks against payment, in sentences."""
    against = [one for one in reasons_of(kept) if one.payable is not Payable.YES]
    return " ".join(told(one.says) for one in against)


def _each(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(word for word in words if word))


def _cells(line: ServiceLine, plan: str, npi: str, name: str) -> list[str]:
    slots = [*line.modifiers, "", "", "", ""][:4]
    return [
        line.kind, plan, line.cin, line.plan_member_id, line.last_name, line.first_name,
        line.date_of_birth, line.service, line.on.isoformat(), line.code, *slots,
        "" if line.units is None else str(line.units), line.unit,
        "" if line.minutes is None else str(line.minutes), line.mode, line.payable.value, line.why,
        line.authorization, npi, name, line.staff, " ".join(line.ids),
    ]  # fmt: skip
