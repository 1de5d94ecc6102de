"""The eligibility diary: each check of Medi-Cal and plan, and what it does to open services."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from navigator_app.domain import eligibility, ledger
from navigator_app.domain.eligibility import Check, Coverage, How, MediCal
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import N_, _
from navigator_app.policy import ledger_rules
from navigator_app.services import clocks, coverage, covered_days, read_reasons, seen
from navigator_app.services.authorization_checks import told
from navigator_app.services.covered_days import UncoveredDay
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_ledger
from navigator_app.store.tx import utc_text

TEXTS = (
    N_("Written for Los Angeles County."),
    N_("Partnership’s own rule; other plans may decide otherwise."),
)
"""Notes of `resources/ledger.toml` that are shown, for the catalogue."""


@dataclass(frozen=True, slots=True)
class CheckDraft:
    """A check as somebody typed it. `at` is None for a day of which the time is not known.

    `plan_found` is a plan's key or name; "" when nobody looked. `lapsed_on` is the first day
    without coverage.
    """

    member_id: str
    result: MediCal
    how: How
    on: date
    at: time | None = None
    plan_found: str = ""
    lapsed_on: date | None = None
    next_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AlertRow:
    """Something to act on: what, what to do, and where it is written."""

    kind: str
    says: str
    do: str
    source: str
    quote: str
    note: str
    authorization_id: str = ""


@dataclass(frozen=True, slots=True)
class Diary:
    """A member's checks, newest first, and what they say today."""

    member_id: str
    plan: str  # key and name of the plan the member is kept under
    plan_name: str
    checks: tuple[Check, ...]
    coverage: Coverage
    says: str
    alerts: tuple[AlertRow, ...]


def diary(ws: Workspace, member_id: str) -> Diary:
    """What the checks say; NotFound when there is no such member."""
    read_reasons.need(ws, member_id)
    key, name = _plan(ws, member_id)
    checks = reads_ledger.checks(ws.store, member_id)
    today = ws.clock.today()
    heads = reads_ledger.heads(ws.store, member_id=member_id)
    open_ = [head.referral_id for head in heads if head.runs]
    authorized = reads_ledger.authorizations(ws.store, open_)
    asked = reads_ledger.requests(ws.store, open_)
    entries = [
        entry
        for referral_id in open_
        for entry in ledger.chain(authorized.get(referral_id, ()), asked.get(referral_id, ()))
    ]
    now = eligibility.coverage(checks, today)
    return Diary(
        member_id=member_id,
        plan=key,
        plan_name=name,
        checks=seen.marked(ws, "eligibility_check", checks[::-1], member_id),
        coverage=now,
        says=told(now.says),
        alerts=(
            *(_alert(one) for one in eligibility.alerts(checks, entries, today)),
            *_uncovered(covered_days.of_member(ws, member_id)),
        ),
    )


def _uncovered(days: Iterable[UncoveredDay]) -> Iterable[AlertRow]:
    """What was done on days that are not paid, one line for each reason."""
    by_reason: dict[tuple[str, str], list[UncoveredDay]] = {}
    for one in days:
        by_reason.setdefault((covered_days.why(one.flag), one.flag.basis), []).append(one)
    for (why, basis), some in by_reason.items():
        done = "; ".join(dict.fromkeys(one.says for one in some))
        do = _("Done on such days: {days}. Do not bill them as they stand.").format(days=done)
        yield _alert_row("uncovered", why, do, basis)


@dataclass(frozen=True, slots=True)
class InDoubt:
    """A member with a running referral whose coverage asks for something."""

    member_id: str
    member_name: str
    cin: str
    coverage: Coverage
    says: str


def in_doubt(ws: Workspace) -> list[InDoubt]:
    """Members with a running referral whose Medi-Cal is lapsed or suspended, who were found with
    another plan, or whose planned check is overdue: lapses first, then by name.

    Members whom nobody has checked are not in it; they would be all of a new caseload.
    """
    asking = coverage.in_doubt(ws)
    rows = [
        InDoubt(member_id, name, cin, asking[member_id], _why(asking[member_id]))
        for member_id, (name, cin) in reads_ledger.names(ws.store, asking).items()
    ]
    return sorted(rows, key=lambda row: not coverage.is_out(row.coverage.state))


def record(ws: Workspace, draft: CheckDraft) -> tuple[Check, Changes]:
    """Record one check.

    InputRejected for a check in the future, a lapse after the check or on a check that found
    Medi-Cal active, or a next check that is not after this one.
    """
    _plan(ws, draft.member_id)
    at = moment_of(ws, draft)
    consistent(draft)
    plan_id, plan_name = found_plan(ws, draft.plan_found)
    check_id = uuid7()
    referrals = [
        head.referral_id for head in reads_ledger.heads(ws.store, member_id=draft.member_id)
    ]
    with ws.transaction("record_eligibility_check") as tx:
        tx.insert(
            "eligibility_check",
            {
                "id": check_id,
                "member_id": draft.member_id,
                "checked_at": utc_text(at),
                "zone": ws.clock.zone,
                "how": draft.how.slug,
                "medi_cal": draft.result.slug,
                "plan_id": plan_id,
                "plan_name": plan_name,
                "lapsed_on": draft.lapsed_on.isoformat() if draft.lapsed_on else None,
                "next_on": draft.next_on.isoformat() if draft.next_on else None,
                "note": draft.note.strip(),
                "user_id": ws.user.id,
                "created_at": tx.now,
            },
        )
        clocks.recompute(tx, ws, referrals)  # finding the enrolment settles a clock
    kept = next(one for one in reads_ledger.checks(ws.store, draft.member_id) if one.id == check_id)
    touched = Changes(members=frozenset({draft.member_id}), referrals=frozenset(referrals))
    return kept, touched


def plan_choices(ws: Workspace) -> list[tuple[str, str]]:
    """Key and name of the plans kept here, for whom a check finds."""
    return [(key, name) for _id, key, name in reads_ledger.plans(ws.store)]


def _why(now: Coverage) -> str:
    said = [told(now.says)]
    if now.other_plan and now.other_since is not None:
        text = _("Found with {plan} on {day}.")
        said.append(text.format(plan=now.other_plan, day=day(now.other_since)))
    if now.overdue and now.next_on is not None:
        said.append(_("A check was planned for {day}.").format(day=day(now.next_on)))
    return " ".join(said)


def _plan(ws: Workspace, member_id: str) -> tuple[str, str]:
    plan = reads_ledger.member_plan(ws.store, member_id)
    if plan is None:
        raise NotFound(
            _("No such member"),
            _("There is no member with that id."),
            _("Look the member up by name or CIN first."),
        )
    return plan


def moment_of(ws: Workspace, draft: CheckDraft) -> datetime:
    """The moment of the check; without a time of day, noon of its day or now if that is earlier."""
    now = ws.clock.now()
    if draft.at is not None:
        moment = ws.clock.to_utc(datetime.combine(draft.on, draft.at))
    else:
        moment = min(ws.clock.to_utc(datetime.combine(draft.on, time(12))), now)
        if draft.on > ws.clock.today():
            moment = ws.clock.to_utc(datetime.combine(draft.on, time(12)))
    if moment > now:
        raise InputRejected(
            "on",
            _("The check is in the future."),
            _("Give the day it was made; put a planned one under the next check."),
        )
    return moment


def consistent(draft: CheckDraft) -> None:
    """Refuse a lapse that the check cannot have found, or a next check before it."""
    out = draft.result in (MediCal.LAPSED, MediCal.SUSPENDED)
    if draft.lapsed_on is not None and not out:
        raise InputRejected(
            "lapsed_on",
            _("There is no day without coverage unless Medi-Cal lapsed or is suspended."),
            _("Leave it empty, or choose Lapsed."),
        )
    if draft.lapsed_on is not None and draft.lapsed_on > draft.on:
        raise InputRejected(
            "lapsed_on",
            _("The first day without coverage is after the check of {day}.").format(
                day=day(draft.on)
            ),
            _("A check can only find what has happened; note a coming lapse as the next check."),
        )
    if draft.next_on is not None and draft.next_on <= draft.on:
        raise InputRejected(
            "next_on",
            _("The next check is not after this one."),
            _("Choose a later day, or leave it empty."),
        )


def found_plan(ws: Workspace, text: str) -> tuple[str | None, str]:
    """The id of a plan kept here, or the name of another."""
    wanted = " ".join(text.split())
    for plan_id, key, name in reads_ledger.plans(ws.store):
        if wanted and wanted.casefold() in (key.casefold(), name.casefold()):
            return plan_id, ""
    return None, wanted


def _alert(one: eligibility.Alert) -> AlertRow:
    return _alert_row(one.kind, told(one.says), told(one.do), one.basis, one.authorization_id)


def _alert_row(kind: str, says: str, do: str, key: str, authorization_id: str = "") -> AlertRow:
    basis = ledger_rules.shipped().bases[key]
    return AlertRow(
        kind=kind,
        says=says,
        do=do,
        source=basis.cited,
        quote=basis.quote,
        note=_(basis.note) if basis.note else "",
        authorization_id=authorization_id,
    )
