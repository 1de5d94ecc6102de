"""Limits and exclusions of a referral, judged from what is recorded; passing one with a reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from navigator_app.domain import guards, homelessness
from navigator_app.domain.facts import Path
from navigator_app.domain.guard_facts import Check, GuardFacts, Step, Verdict
from navigator_app.domain.guard_rows import GuardRow, HousingRow, MemberGuards, PassedRow, WhoseRow
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.domain.rules import Rule, Stack
from navigator_app.domain.saying import Saying
from navigator_app.domain.vocabulary import AnyService, Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import packs
from navigator_app.services import phrases, read_reasons, seen
from navigator_app.services.workspace import Workspace, required
from navigator_app.store import reads_guards, reads_programs
from navigator_app.store.reads_guards import Base, Gathered

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx


MANAGED_CARE = "active-managed-care"
WAITLIST = "no-waitlist"


def told(why: Saying) -> str:
    """A guard's sentence in the interface's language."""
    return why.told(_, phrases.day)


def check(
    ws: Workspace, referral_ids: Collection[str], step: Step, on: date | None = None
) -> dict[str, list[GuardRow]]:
    """Every guard of a step for some referrals on a day (today), by referral, gravest first.

    An unknown id has no entry.
    """
    on = on or ws.clock.today()
    found = reads_guards.gather(ws.store, referral_ids)
    answers = {}
    for key, base in found.base.items():
        passed = {row[0]: _passed(row) for row in found.passed.get(key, [])}
        facts = _facts(ws, found, base, on)
        results = guards.judge(facts, step, speaks(base.policy, on))
        answers[key] = [
            GuardRow(key, base.service, step, result, passed.get(result.rule_id))
            for result in results
        ]
    return answers


def speaking(ws: Workspace, referral_id: str, rule_id: str) -> GuardRow:
    """What one rule says of a referral today; NotFound where it says nothing."""
    read_reasons.need_record(ws, "referral", referral_id)
    rows = check(ws, [referral_id], Step.REVIEW).get(referral_id, [])
    found = next((row for row in rows if row.result.rule_id == rule_id), None)
    if found is None:
        raise NotFound(_("Not found"), _("That limit does not speak of this referral now."))
    return found


def for_member(ws: Workspace, member_id: str) -> MemberGuards:
    """All that can be said of a member's open referrals and running services today."""
    read_reasons.need(ws, member_id)
    services = reads_guards.referral_ids(ws.store, member_id)
    ids = list(services)
    answers = check(ws, ids, Step.REVIEW)
    rows = [row for key in ids for row in answers.get(key, [])]
    rows.sort(key=lambda row: (row.result.verdict.rank, ids.index(row.referral_id)))
    ended = reads_programs.endings(ws.store, member_id)
    endings = seen.marked(ws, "discontinuation", ended, member_id)
    over = {ending.referral_id for ending in endings}
    return MemberGuards(
        member_id=member_id,
        rows=tuple(rows),
        housing=housing(ws, member_id),
        programs=tuple(reads_programs.programs(ws.store, member_id)),
        uses=tuple(reads_programs.uses(ws.store, member_id)),
        endings=endings,
        can_end=tuple((key, services[key]) for key in ids if key not in over),
        can_decline=tuple(
            (key, services[key]) for key in reads_guards.declinable(ws.store, member_id)
        ),
    )


def whose(ws: Workspace, referral_id: str) -> WhoseRow:
    """Whose referral it is, for a form's heading; NotFound when there is none."""
    read_reasons.need_record(ws, "referral", referral_id)
    found = reads_guards.whose(ws.store, referral_id)
    if found is None:
        raise no_referral()
    return WhoseRow(f"{found[0]} {found[1]}".strip(), Service.from_slug(found[2]), found[3])


def housing(ws: Workspace, member_id: str) -> HousingRow | None:
    """The latest housing facts judged under HUD and DHCS as of today, or None.

    A loss of the home is near or not from today, and by the rules of today.
    """
    read_reasons.need(ws, member_id)
    found = reads_programs.housing(ws.store, member_id)
    if found is None:
        return None
    key, note, situation = found
    if note and seen.held(ws, "housing_facts", [key], member_id):
        note = seen.hidden()
    today = ws.clock.today()
    hud, dhcs = homelessness.judge(situation, thresholds(today), today)
    return HousingRow(key, situation.on, note, hud, dhcs)


@lru_cache(maxsize=256)
def thresholds(on: date) -> homelessness.Thresholds:
    """The values of both definitions on a day; those nobody confirmed come marked so."""
    by_id = {rule.id: rule for rule in packs.load("dhcs").rules if rule.in_time(on)}
    return homelessness.Thresholds(
        imminent=by_id.get("hud-imminent-loss"),
        institution=by_id.get("hud-institution-stay"),
        notice=by_id.get("hud-at-risk-notice"),
        income=by_id.get("hud-at-risk-income"),
        moves=by_id.get("hud-at-risk-moves"),
        times=by_id.get("hud-at-risk-move-count"),
        signs=by_id.get("hud-at-risk-signs"),
        other_imminent=by_id.get("dhcs-imminent-loss"),
        other_institution=by_id.get("dhcs-institution-stay"),
        statutes=by_id.get("hud-other-statutes"),
    )


def override(ws: Workspace, referral_id: str, rule_id: str, reason: str) -> Changes:
    """Pass a guard for one referral, with a reason that stays in the journal.

    InputRejected for an empty reason or a guard that stops nothing now; NotFound for an unknown
    referral.
    """
    words = required("reason", reason, _("Passing a limit needs a reason."))
    answers = check(ws, [referral_id], Step.REVIEW)
    if referral_id not in answers:
        raise no_referral()
    stands = {row.result.rule_id: row.result.verdict for row in answers[referral_id]}
    if stands.get(rule_id, Verdict.OK) is Verdict.OK:
        raise InputRejected("rule_id", _("There is nothing to pass: that limit stops nothing now."))
    with ws.transaction("override_guard") as tx:
        write_override(tx, ws, referral_id, rule_id, words)
    member = reads_guards.gather(ws.store, [referral_id]).base[referral_id].member_id
    return Changes(members=frozenset({member}), referrals=frozenset({referral_id}))


def write_override(tx: Tx, ws: Workspace, referral_id: str, rule_id: str, reason: str) -> None:
    """Write one override inside a transaction; it waits for review where the agency says so."""
    from navigator_app.services import review_queue_moves  # rarely needed

    key = uuid7()
    tx.insert(
        "guard_override",
        {
            "id": key,
            "referral_id": referral_id,
            "rule_id": rule_id,
            "reason": reason.strip(),
            "user_id": ws.user.id,
            "created_at": tx.now,
        },
    )
    review_queue_moves.by_rule(tx, ws, "guard_override", key)


def stopping(
    ws: Workspace, referral_id: str, step: Step, on: date, without: Collection[str] = ()
) -> list[GuardRow]:
    """The guards that refuse a step on a day and that nobody has passed; `without` names rules
    that were judged already."""
    read_reasons.need_record(ws, "referral", referral_id)
    return [
        row
        for row in check(ws, [referral_id], step, on).get(referral_id, [])
        if row.result.verdict is Verdict.REFUSE
        and row.passed is None
        and row.result.rule_id not in without
    ]


def pass_or_refuse(
    tx: Tx,
    ws: Workspace,
    referral_id: str,
    step: Step,
    on: date,
    reason: str = "",
    *,
    without: Collection[str] = (),
) -> None:
    """Let a step through, or refuse it inside a transaction.

    InputRejected (field `override`) names the guard that refuses, its source and what to do;
    with a reason the guards are passed and the reason is journalled.
    """
    stops = stopping(ws, referral_id, step, on, without)
    if stops and not reason.strip():
        raise refusal(stops[0])
    for row in stops:
        write_override(tx, ws, referral_id, row.result.rule_id, reason)


def let_wait(ws: Workspace, referral_id: str, by: str, how: str, on: date) -> Changes:
    """Keep a referral waiting with the plan's express consent, which is the reason that passes the
    guard and is journalled (MCAP7003, VI.E.5).

    `by` says who at the plan gave it, `how` by which way. InputRejected for either left empty, a
    day ahead, a plan that forbids no waitlist, or where consent is recorded already; NotFound for
    an unknown referral.
    """
    who = required("by", by, _("Consent is somebody’s: say who at the plan gave it."))
    way = required("how", how, _("Say how it was given: by e-mail, by phone, by letter."))
    if on > ws.clock.today():
        raise InputRejected("on", _("That day is in the future."), _("Use today or earlier."))
    rows = check(ws, [referral_id], Step.WAITLIST)
    if referral_id not in rows:
        raise no_referral()
    asked = [row for row in rows[referral_id] if row.result.rule_id == WAITLIST]
    if not asked:
        raise InputRejected("by", _("No rule of this plan asks for consent to a waitlist."))
    if asked[0].passed is not None:
        raise InputRejected("by", _("The plan’s consent is recorded already."))
    reason = _("{by}, {how}, {day}").format(by=who, how=way, day=phrases.day(on))
    with ws.transaction("let_wait") as tx:
        pass_or_refuse(tx, ws, referral_id, Step.WAITLIST, ws.clock.today(), reason)
    member = reads_guards.gather(ws.store, [referral_id]).base[referral_id].member_id
    return Changes(members=frozenset({member}), referrals=frozenset({referral_id}))


def refusal(row: GuardRow) -> InputRejected:
    """The refusal of a guard as it stands beside the field for a reason."""
    result = row.result
    message = _("{title}: {why} ({source})").format(
        title=_(result.title), why=told(result.why), source=result.source
    )
    return InputRejected("override", message, _advice(row))


def speaks(policy: str, on: date) -> guards.Speaks:
    """Which rule of an id speaks for a service under a plan's packs on a day.

    Where none of them says how many attempts come before "unable to reach", another plan's number
    is taken as a recommendation, which warns and does not refuse.
    """
    stack = packs.stack(policy, on)

    def speak(rule_id: str, service: AnyService) -> Rule | None:
        rule = stack.rule(rule_id, service)
        if rule is None and rule_id == guards.ATTEMPTS:
            return borrowed(rule_id, service, stack)
        return rule

    return speak


def borrowed(rule_id: str, service: AnyService, stack: Stack) -> Rule | None:
    """The same rule of another shipped pack, as a recommendation; None where none has it."""
    for key in packs.names():
        rule = packs.stack(key, stack.on).rule(rule_id, service)
        if rule is not None:
            return replace(rule, required=False)
    return None


def no_referral() -> NotFound:
    """There is no referral of that id."""
    return NotFound(
        _("Referral not found"),
        _("There is no referral with that id."),
        _("Look it up with the referrals list."),
    )


def _advice(row: GuardRow) -> str:
    if row.result.rule_id == WAITLIST:
        return _("Ask the plan, and record its consent; or decline for want of room.")
    if row.result.rule_id == guards.ATTEMPTS:
        return _("Log the attempts that were made, or give a reason to close it all the same.")
    return _("Mend what it names, or give a reason to go on all the same.")


def _passed(row: tuple[str, str, str, str]) -> PassedRow:
    return PassedRow(row[0], row[1], row[2], datetime.fromisoformat(row[3]))


def _facts(ws: Workspace, found: Gathered, base: Base, on: date) -> GuardFacts:
    tries = found.tries.get(base.id, [])
    ended = found.ended.get(base.id, [])
    told_days = [row[3] for row in ended if row[0] == base.id and row[3]]
    plan_told = [date.fromisoformat(text) for text in told_days]
    if base.plan_told_on is not None:
        plan_told.append(base.plan_told_on)
    return GuardFacts(
        service=base.service,
        on=on,
        is_open=base.is_open,
        tries=tuple(one for one, _outcome in tries),
        plan_told_on=max(plan_told, default=None),
        uses=tuple(found.uses.get(base.id, [])),
        stays=tuple(found.stays.get(base.id, [])),
        check=_check(ws, found, base, on),
        navigation_began=found.navigation.get(base.id),
        declined_on=_declined(found, base),
        answered=base.status not in (None, "pending"),
        slots=found.slots.get(base.id),
        unengaged_since=_unengaged(base, found),
        support_plan_signed=found.plan_signed.get(base.id),
        deposit_items=tuple(items) if (items := found.deposit_items.get(base.id)) else None,
        asked_on=base.asked_on,
        moved_in=base.moved_in,
        path=Path(base.path) if base.path else None,
        joined_on=base.joined_on,
    )


def _check(ws: Workspace, found: Gathered, base: Base, on: date) -> Check | None:
    """The latest look-up up to the day."""
    latest = None
    for at, _zone, medi_cal, lapsed_on, plan_id, plan_name in found.checks.get(base.id, []):
        day = ws.clock.to_local(datetime.fromisoformat(at)).date()
        if day <= on:
            same = None if plan_id is None and not plan_name else plan_id == base.plan_id
            lapsed = date.fromisoformat(lapsed_on) if lapsed_on else None
            latest = Check(day, medi_cal, same, lapsed)
    return latest


def _declined(found: Gathered, base: Base) -> date | None:
    """The member's no, unless a yes or a contact came after it."""
    days = [one.on for one, outcome in found.tries.get(base.id, []) if outcome == "refused"]
    if base.refused_on is not None:
        days.append(base.refused_on)
    no = max(days, default=None)
    yes = [one.on for one, outcome in found.tries.get(base.id, []) if outcome == "reached"]
    if base.opted_in_on is not None:
        yes.append(base.opted_in_on)
    return None if no is None or any(day > no for day in yes) else no


def _unengaged(base: Base, found: Gathered) -> date | None:
    """The last end for want of an answer on another referral, until the member was found again."""
    days = [
        date.fromisoformat(on)
        for referral_id, reason, on, _told, reengaged in found.ended.get(base.id, [])
        if reason == "unresponsive" and not reengaged and referral_id != base.id
    ]
    return max(days, default=None)
