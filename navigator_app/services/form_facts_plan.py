"""What forms to a plan are filled in from: referral, authorization, extension and deposit requests.

Notices have a module of their own. Every figure comes from the plan's packs and stands with its
source; what is not known stays out and is a line to write on.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from navigator_app.domain.engines import period_end
from navigator_app.domain.facts import Path
from navigator_app.domain.guard_facts import Step
from navigator_app.domain.homelessness import Finding, Judgement
from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.ledger import Entry, Kind
from navigator_app.domain.path_asks import HOW, RELATIONS
from navigator_app.domain.paths import OptIn, form
from navigator_app.domain.programs import Program
from navigator_app.domain.retroactive import START
from navigator_app.domain.vocabulary import ClosureReason, Service
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.policy import ledger_rules
from navigator_app.services import form_facts_case as cases
from navigator_app.services import guards, intake, intake_outlook
from navigator_app.services.form_facts import Fact, Gathered, Gatherer, Subject
from navigator_app.services.form_facts_case import Case, Row
from navigator_app.services.form_facts_deposit import deposit_request
from navigator_app.services.form_facts_notices import NOTICES
from navigator_app.store import reads_ledger, reads_programs

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

FIRST_LENGTH = "first-authorization"

_WAYS = {
    (Path.BOTTOM_UP, None): "path.bottom_up",
    (Path.TOP_DOWN, None): "path.top_down",
    (Path.DATA_MINING, OptIn.BEFORE): "path.list_before",
    (Path.DATA_MINING, OptIn.AFTER): "path.list_after",
    (Path.PARTNER, None): "path.partner",
    (Path.CORRECTIONAL, None): "path.correctional",
    (Path.PRESUMPTIVE, None): "path.presumptive",
    (Path.CONTINUITY, None): "path.continuity",
    (Path.RE_REFERRAL, None): "path.re_referral",
}
"""The fact that a way in is printed by."""

_DAYS = (
    "identified_on", "enrolment_found_on", "plan_identified_on", "conversation_on", "opted_in_on",
    "prospect_received_on", "plan_told_on", "release_on", "services_began_on", "last_service_on",
    "plan_joined_on",
)  # fmt: skip
_WORDS = ("facility", "previous_plan", "previous_provider")

_NOT_SHOWN = (Program.INCARCERATION, Program.SOBERING, Program.HIGHER_CARE)
"""Custody, substance use and care needs do not stand beside a request."""

_FINDINGS = {Finding.YES: "Homeless", Finding.NO: "Not homeless"}


def referral(ws: Workspace, subject: Subject) -> Gathered:
    """A referral with what its way in asks for; InputRejected where it is not clear which."""
    if cases.is_blank(subject):
        return cases.blank(ws)
    case = cases.of(ws, subject)
    values = case.intake.values
    plan = cases.plan_in_force(ws, case)
    consent = cases.consented(ws, case.member.id)
    facts: dict[str, Fact | None] = {
        "referral.submitted": _day(values.get("submitted_on")) or case.referral.requested,
        "referral.submitted_hour": _hour(ws, values.get("submitted_at")),
        "consent.served": consent,
        **_coverage(ws, case),
        **_way(ws, case),
        **_housing(ws, case),
        "programs.rows": _programs(ws, case),
        "rules.rows": [
            *cases.rule_rows(case, _decision(case), "decision-latest", *_starts(case)),
            *cases.rule_rows(case, FIRST_LENGTH, "outreach-begun"),
            *cases.guard_rows(ws, case, Step.AUTHORIZE),
        ],
    }
    if case.referral.service is Service.HTSS:
        facts |= {"service.is_htss": "1", "earlier_uses.rows": _earlier_uses(ws, case)}
    ticked = {f"service.{case.referral.service.slug}", *_urgency(case)}
    ticked |= {"goes.consent"} if consent else set()
    ticked |= {"goes.support_plan"} if plan is not None and plan.signed else set()
    justice = case.intake.path is Path.CORRECTIONAL
    return cases.gathered(ws, case, facts, ticked, categories=("justice",) if justice else ())


def authorization_request(ws: Workspace, subject: Subject) -> Gathered:
    """The first authorization of a referral: the request on record, else what the rules offer.

    `about_id` names a request. InputRejected for one that is another referral's.
    """
    if cases.is_blank(subject):
        return cases.blank(ws)
    case, asked = _asked(ws, subject, Kind.INITIAL)
    first = asked.effective if asked and asked.effective else _start(ws, case)
    last = asked.end if asked and asked.end else _first_end(case, first)
    plan = cases.plan_in_force(ws, case)
    facts: dict[str, Fact | None] = {
        **_request(case, asked),
        **cases.plan_facts(plan),
        **_housing(ws, case),
        "request.first": first,
        "request.last": last,
        "intake.opted_in": _day(case.intake.values.get("opted_in_on")),
        "consent.served": cases.consented(ws, case.member.id),
        "ledger.rows": cases.ledger_rows(case),
        "rules.rows": [
            *cases.code_rows(case),
            *cases.rule_rows(case, *_starts(case), FIRST_LENGTH, _decision(case)),
            *cases.guard_rows(ws, case, Step.AUTHORIZE),
        ],
    }
    return cases.gathered(ws, case, facts, _urgency(case))


def extension_request(ws: Workspace, subject: Subject) -> Gathered:
    """The extension of what ends next, with its packet. InputRejected (`authorization`) where no
    end is known."""
    if cases.is_blank(subject):
        return cases.blank(ws)
    case, asked = _asked(ws, subject, Kind.EXTENSION)
    ledger = case.ledger
    if ledger.countdown.end is None:
        raise InputRejected(
            "authorization",
            _("No authorization with an end is on record."),
            _("Take in the plan’s file, or write down its approval; then ask for an extension."),
        )
    length, packet = ledger.extension, ledger.packet
    plan = cases.plan_in_force(ws, case)
    facts: dict[str, Fact | None] = {
        **_request(case, asked),
        **cases.plan_facts(plan),
        "request.first": asked.effective if asked and asked.effective else
        length.first if length else None,
        "request.last": asked.end if asked and asked.end else length.last if length else None,
        "ledger.end": ledger.countdown.end,
        "ledger.number": cases.number(case),
        "ledger.rows": cases.ledger_rows(case),
        "packet.title": packet.title if packet and not packet.own else "",
        "packet.rows": _packet(case),
        "progress.rows": [
            (one.barrier, one.short_goal, one.long_goal, one.progress.replace("-", " "))
            for one in (plan.barriers if plan else ())
        ],
        "rules.rows": [
            *cases.code_rows(case),
            *cases.rule_rows(case, "extension-length", "further-decision", "support-plan-attached"),
            *cases.guard_rows(ws, case, Step.SERVE),
        ],
    }  # fmt: skip
    return cases.gathered(ws, case, facts)


def _asked(ws: Workspace, subject: Subject, kind: Kind) -> tuple[Case, Entry | None]:
    """The case, and the request named or the latest of that kind that the plan has not decided."""
    named = subject.about_id if subject.about == "authorization_request" else ""
    row = reads_ledger.request(ws.store, named) if named else None
    case = cases.of(ws, subject, row.referral_id if row else "")
    entries = [one for one in case.ledger.entries if one.kind is kind]
    if named:
        entries = [one for one in case.ledger.entries if one.request_id == named]
        if not entries:
            raise InputRejected(
                "about",
                _("That request is not on record for this referral."),
                _("Choose it in the list of authorizations."),
            )
        return case, entries[-1]
    waiting = [one for one in entries if one.waiting]
    return case, waiting[-1] if waiting else None


def _request(case: Case, asked: Entry | None) -> dict[str, Fact | None]:
    if asked is None:
        first = case.intake.values.get("submitted_on")
        return {"request.day": _day(first)} if not case.ledger.entries else {}
    units = f"{asked.units:,} {asked.unit}".strip() if asked.units else ""
    return {"request.day": asked.requested, "request.units": units, "request.number": asked.number}


def _start(ws: Workspace, case: Case) -> date | None:
    """The day that the authorization should count from, by the rule for the way the member came."""
    row = case.intake
    if row.path is None:
        return None
    seen = intake_outlook.outlook(
        ws, plan=row.plan, service=row.service, path=row.path, opt_in=row.opt_in, values=row.values
    )
    return seen.start.on if seen.start else None


def _starts(case: Case) -> list[str]:
    """The rules for the first day: the one of the way the member came, else the general one."""
    ids = [one for one in case.stack.ids if one.startswith(START)]
    own = [
        one for one in ids
        if (rule := case.rule(one)) is not None and rule.paths and case.intake.path in rule.paths
    ]  # fmt: skip
    return own or [one for one in ids if (rule := case.rule(one)) is not None and not rule.paths]


def _first_end(case: Case, first: date | None) -> date | None:
    rule = case.rule(FIRST_LENGTH)
    return period_end(first, rule.value) if first and rule is not None else None


def _decision(case: Case) -> str:
    return "decision-urgent" if case.intake.values.get("urgent") == "1" else "decision-routine"


def _urgency(case: Case) -> set[str]:
    told = case.intake.values.get("urgent")
    return {"urgency.urgent" if told == "1" else "urgency.routine"} if told else set()


def _way(ws: Workspace, case: Case) -> dict[str, Fact | None]:
    """How the member came: what its block asks for, and who referred."""
    row, values = case.intake, case.intake.values
    facts: dict[str, Fact | None] = {
        f"intake.{name.removesuffix('_on')}": _day(values.get(name)) for name in _DAYS
    }
    facts |= {f"intake.{name}": values.get(name) for name in _WORDS}
    facts["intake.opt_in_how"] = dict(HOW).get(values.get("opt_in_how", ""))
    facts |= {
        f"referrer.{name}": values.get(f"referrer_{name}")
        for name in ("organization", "name", "npi", "email")
    }
    facts["referrer.phone"] = show_phone(values.get("referrer_phone", ""))
    facts["referrer.relationship"] = dict(RELATIONS).get(values.get("referrer_relationship", ""))
    if row.path is None:
        return facts
    asked = form(row.path, row.opt_in)
    order = (row.opt_in or OptIn.BEFORE) if row.path is Path.DATA_MINING else None
    facts |= {"path.title": asked.title, _WAYS[row.path, order]: "1"}
    facts["path.referred"] = "1" if asked.referrer else ""
    return facts | _earlier(ws, case)


def _earlier(ws: Workspace, case: Case) -> dict[str, Fact | None]:
    """The loop that a re-referral follows."""
    before = case.referral.previous_referral_id
    loops = intake.earlier_loops(ws, case.member.id) if before else ()
    for one in loops:
        if one.referral_id == before:
            reason = ClosureReason.from_slug(one.reason).value if one.reason else ""
            service = f"{one.service.value}, {one.plan_name}"
            return {
                "earlier.service": service, "earlier.ended": one.ended, "earlier.reason": reason
            }  # fmt: skip
    return {}


def _coverage(ws: Workspace, case: Case) -> dict[str, Fact | None]:
    """The latest look-up of Medi-Cal."""
    checks = reads_ledger.checks(ws.store, case.member.id)
    if not checks:
        return {}
    last = checks[-1]
    found = f"{last.result.value}, {last.plan}" if last.plan else last.result.value
    return {"coverage.day": last.on, "coverage.found": found}


def _housing(ws: Workspace, case: Case) -> dict[str, Fact | None]:
    """Both definitions as judged from the latest facts; never which category, which may tell of
    violence. What no text confirms stays a line to write on."""
    facts: dict[str, Fact | None] = {"housing.indicator": "Yes" if case.member.homeless else ""}
    row = guards.housing(ws, case.member.id)
    if row is not None:
        facts |= {"housing.day": row.on, "housing.dhcs": _judged(row.dhcs)}
        facts["housing.hud"] = _judged(row.hud)
    return facts


def _judged(one: Judgement) -> str:
    if one.finding is Finding.NO and one.at_risk.finding is Finding.YES:
        return "At risk of homelessness"
    return _FINDINGS.get(one.finding, "")


def _programs(ws: Workspace, case: Case) -> list[Row]:
    """What runs today or later."""
    return [
        (one.program.value, one.provider, cases.day(one.starts_on), cases.day(one.ends_on))
        for one in reads_programs.programs(ws.store, case.member.id)
        if one.program not in _NOT_SHOWN and (one.ends_on is None or one.ends_on >= case.stack.on)
    ]


def _earlier_uses(ws: Workspace, case: Case) -> list[Row]:
    return [
        (cases.day(one.starts_on), cases.day(one.ends_on), one.provider, one.what_changed)
        for one in reads_programs.uses(ws.store, case.member.id)
        if one.service is case.referral.service
    ]


def _packet(case: Case) -> list[Row]:
    """What goes with the request: needed or not, ready since when."""
    packet = case.ledger.packet
    items = {item.id: item for one in ledger_rules.shipped().packets for item in one.items}
    return [
        (
            items[row.item].title if row.item in items else row.title,
            "Yes" if row.required else "",
            cases.day(row.done),
            row.source,
        )
        for row in (packet.rows if packet else ())
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _hour(ws: Workspace, text: str | None) -> str:
    return cases.hour(ws.clock.to_local(datetime.fromisoformat(text))) if text else ""


GATHERERS: dict[str, Gatherer] = {
    "referral": referral,
    "authorization_request": authorization_request,
    "extension_request": extension_request,
    "deposit_request": deposit_request,
    **NOTICES,
}
"""By kind, for `form_facts`."""
