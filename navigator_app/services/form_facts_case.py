"""What forms to a plan share: the referral they are about, its rules, its ledger, its support plan.

Plan-facing forms are in English: sentences and days are not those of the interface's language.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from navigator_app.domain.facts import Fact as DatedFact
from navigator_app.domain.guard_facts import Step, Verdict
from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.intake_rows import IntakeRow
from navigator_app.domain.ledger import Kind
from navigator_app.domain.people import PrintRules
from navigator_app.domain.records import MemberRow, ReferralRow
from navigator_app.domain.rules import Rule, Stack, Unit
from navigator_app.domain.saying import Saying
from navigator_app.domain.service_codes import Code, Evidence
from navigator_app.domain.support_plan import PlanState, SupportPlanRow
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.policy import packs
from navigator_app.services import (
    authorizations,
    consents,
    form_facts,
    guards,
    intake,
    safety,
    service_list,
    support_plan,
)
from navigator_app.services.authorizations import Ledger
from navigator_app.services.form_facts import Fact, Gathered, Subject, known
from navigator_app.store import reads_referrals, reads_support_plan

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

Row = tuple[str, ...]

NOT_ON_PAPER = frozenset(("incarceration", "sobering-hours"))
"""Limits whose finding would tell of custody or of substance use to whoever reads the paper."""

_FACTS = {one.value: one.words for one in DatedFact}

_VERDICTS = {
    Verdict.REFUSE: "Stands against it. ",
    Verdict.WARN: "To be looked at. ",
    Verdict.OK: "",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A referral with all that a form to its plan begins with. `hides` is what a danger rules."""

    referral: ReferralRow
    intake: IntakeRow
    member: MemberRow
    ledger: Ledger
    stack: Stack
    hides: PrintRules

    def rule(self, rule_id: str) -> Rule | None:
        """The plan's rule for this service today, None where its packs have none."""
        return self.stack.rule(rule_id, self.referral.service)


def is_blank(subject: Subject) -> bool:
    """True where no record is named to fill a form from."""
    return not (subject.member_id or subject.referral_id or subject.about_id)


def blank(ws: Workspace) -> Gathered:
    """What a blank has: the agency, who is at work, and no day but the one written on it."""
    facts = form_facts.agency_facts(ws)
    facts.pop("form.day", None)
    return Gathered(facts)


def of(ws: Workspace, subject: Subject, referral_id: str = "") -> Case:
    """The case that a form is about: the referral named, else the only open one of the member.

    InputRejected (`referral`) where there is none or it is not clear which, and for a referral of
    somebody else; NotFound for a referral that is not there.
    """
    chosen = referral_id or subject.referral_id or _only(ws, subject.member_id)
    told = intake.intake(ws, chosen)
    if told.member_id != subject.member_id:
        raise InputRejected(
            "referral",
            _("That referral is not this member’s."),
            _("Open the member and choose one of their referrals."),
        )
    [referral] = reads_referrals.referrals(ws.store, [chosen])
    return Case(
        referral=referral,
        intake=told,
        member=form_facts.member_of(ws, told.member_id),
        ledger=authorizations.of_referral(ws, chosen),
        stack=packs.stack(told.policy, ws.clock.today()),
        hides=safety.for_print(ws, told.member_id),
    )


def _only(ws: Workspace, member_id: str) -> str:
    every = reads_referrals.referrals(ws.store, reads_referrals.ids_of(ws.store, member_id))
    running = [one for one in authorizations.of_member(ws, member_id) if one.runs]
    ids = [one.referral_id for one in running] or [one.id for one in every]
    if len(ids) == 1:
        return ids[0]
    if not ids:
        raise InputRejected(
            "referral",
            _("This member has no referral."),
            _("Take the referral in first; the form is filled in from it."),
        )
    raise InputRejected(
        "referral",
        _("This member has {n} referrals.").format(n=len(ids)),
        _("Choose the one that the form is about."),
    )


def gathered(
    ws: Workspace,
    case: Case,
    facts: dict[str, Fact | None],
    ticked: Iterable[str] = (),
    *,
    recipient: str = "",
    categories: tuple[str, ...] = (),
) -> Gathered:
    """The facts of a form about a case: agency, member, service, and its own."""
    row = case.referral
    base: dict[str, Fact | None] = {
        **form_facts.agency_facts(ws),
        **form_facts.facts_of(ws, case.member),
        "plan.name": case.ledger.plan_name,
        "referral.service": row.service.value,
        "referral.codes": ", ".join(one.key for one in codes(case)),
        "referral.sent": row.sent_to_provider,
    }
    if case.hides.may_print("phone"):
        base["member.other_phone"] = show_phone(case.member.alternate_phone)
        if case.member.guardian_name:
            base["member.guardian_phone"] = show_phone(case.member.guardian_phone)
    return Gathered(
        known({**base, **facts}),
        frozenset(ticked),
        recipient=recipient or case.ledger.plan_name,
        categories=categories,
    )


def day(when: date | None) -> str:
    """A date in a cell: "Nov 13, 2026"; "" for none."""
    from babel.dates import format_date  # for printing only

    return str(format_date(when, "medium", locale="en_US")) if when else ""


def moment(ws: Workspace, at: datetime) -> str:
    """A moment in a cell, by the wall clock here: "Nov 13, 2026, 2:05 pm"."""
    local = ws.clock.to_local(at)
    return f"{day(local.date())}, {hour(local)}"


def hour(local: datetime) -> str:
    """The hour of a local moment: "2:05 pm"."""
    half = "am" if local.hour < 12 else "pm"
    return f"{(local.hour - 1) % 12 + 1}:{local.minute:02d} {half}"


def told(says: Saying) -> str:
    """A domain's sentence in English."""
    return says.told(day=day)


def figure(rule: Rule) -> str:
    """A rule's value with its unit; "" where it has no number."""
    words = {
        Unit.BUSINESS_DAYS: ("business day", "business days"),
        Unit.CALENDAR_DAYS: ("calendar day", "calendar days"),
        Unit.CLOCK_HOURS: ("hour", "hours"),
        Unit.MONTHS: ("month", "months"),
        Unit.HOURS: ("hour", "hours"),
        Unit.COUNT: ("", ""),
    }
    if rule.unit is None or not rule.value:
        return "At once" if rule.unit is not None else ""
    span = f"{rule.value:,}" + (f" to {rule.value_to:,}" if rule.value_to else "")
    if rule.unit is Unit.COUNT and rule.value_to:
        return f"{rule.value:,}, at most {rule.value_to:,}"
    if rule.unit is Unit.AMOUNT:
        return f"${span}"
    if rule.unit is Unit.PERCENT:
        return f"{span} %"
    one, many = words[rule.unit]
    return f"{span} {one if rule.value == 1 and not rule.value_to else many}".strip()


def rule_row(rule: Rule | None) -> Iterator[Row]:
    """A row for a rule: what, its figure, where it is written; nothing for none. What is only
    recommended, or nobody confirmed, says so."""
    if rule is None:
        return
    said = figure(rule) or "; ".join(_item(one) for one in rule.items)
    said = said[:1].upper() + said[1:]
    held = "required" if rule.required else "recommended"
    yield rule.title, f"{said} ({held})" if said else held.capitalize(), rule.cited


def _item(text: str) -> str:
    """One of a rule's words; the name of a fact as its words."""
    return _FACTS.get(text, text)


def rule_rows(case: Case, *rule_ids: str) -> list[Row]:
    """The rows of the rules that the plan's packs have, in this order."""
    return [row for one in rule_ids for row in rule_row(case.rule(one))]


def guard_rows(ws: Workspace, case: Case, step: Step, without: Collection[str] = ()) -> list[Row]:
    """What the limits of a step say today. Where a fact is missing, room to write it in."""
    rows = guards.check(ws, [case.referral.id], step).get(case.referral.id, [])
    found: list[Row] = []
    for row in rows:
        result = row.result
        if result.rule_id in NOT_ON_PAPER or result.rule_id in without:
            continue
        said = _VERDICTS.get(result.verdict)
        finding = "" if said is None else f"{said}{told(result.why)}"
        if row.passed is not None:
            finding = f"{finding} Passed with a reason on {day(_local(ws, row.passed.at))}."
        found.append((result.title, finding.strip(), result.source))
    return found


def _local(ws: Workspace, at: datetime) -> date:
    return ws.clock.to_local(at).date()


def codes(case: Case) -> list[Code]:
    """The codes that a service is billed under, as far as a text confirms them."""
    on, service = case.stack.on, case.referral.service
    return [
        one
        for one in service_list.catalog().codes
        if one.service is service
        and one.evidence is not Evidence.UNCONFIRMED
        and one.effective_from <= on
    ]


def code_rows(case: Case) -> list[Row]:
    """Where the codes are written, each source once."""
    found: dict[str, list[str]] = {}
    for one in codes(case):
        found.setdefault(one.source, []).append(one.key)
    return [("Codes", ", ".join(keys), source) for source, keys in found.items()]


def ledger_rows(case: Case) -> list[Row]:
    """The chain of authorizations and requests, oldest first."""
    kinds = {Kind.INITIAL: "First", Kind.EXTENSION: "Extension"}
    return [
        (
            kinds[one.kind],
            one.number,
            day(one.effective),
            day(one.end),
            one.status.value if one.status else f"Requested {day(one.requested)}".strip(),
        )
        for one in case.ledger.entries
    ]


def number(case: Case) -> str:
    """The number of the authorization that runs longest."""
    ends = [one for one in case.ledger.entries if one.span]
    return max(ends, key=lambda one: one.span or (date.min, date.min)).number if ends else ""


def plan_in_force(ws: Workspace, case: Case) -> SupportPlanRow | None:
    """The member's signed housing support plan, else the newest version, None without one."""
    versions = reads_support_plan.versions(ws.store, case.member.id)
    signed = (one.id for one in versions if one.state is PlanState.SIGNED)
    chosen = next(signed, versions[0].id if versions else "")
    return support_plan.one(ws, chosen) if chosen else None


def plan_facts(plan: SupportPlanRow | None) -> dict[str, Fact | None]:
    """`support_plan.*`: version, state, the day it was signed, its barriers with their goals."""
    if plan is None:
        return {}
    return {
        "support_plan.state": f"Version {plan.version}: {plan.state.value}",
        "support_plan.signed": plan.signed,
        "support_plan.rows": [
            (one.barrier, one.short_goal, one.long_goal) for one in plan.barriers
        ],
    }


def consented(ws: Workspace, member_id: str) -> date | None:
    """Since when a consent to be served stands; None where none does today, or where the last word
    was a no."""
    today = ws.clock.today()
    said = (one for one in consents.of_member(ws, member_id) if one.draft.kind == "to-serve")
    last = next((one for one in said if one.invalid_on is None), None)
    return last.draft.on if last and last.live(today) else None
