"""What is checked of each member before a batch goes, with the reason and the way to mend it.

Read for the whole batch at once: a batch of thousands costs a handful of statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain import eligibility
from navigator_app.domain.batches import EXTENSION, BatchRow, CheckRow, Facts, Mark, MemberLine
from navigator_app.domain.consents import Decision, Way
from navigator_app.domain.eligibility import Coverage, State
from navigator_app.domain.guard_facts import Step, Verdict
from navigator_app.domain.guard_rows import GuardRow
from navigator_app.domain.support_plan_form import Purpose
from navigator_app.i18n import N_, _, ngettext
from navigator_app.policy import batch_rules, ledger_rules, packs
from navigator_app.services import agency, gate, guards, support_plan_ready
from navigator_app.services.phrases import day
from navigator_app.store import reads_batches, reads_consents, reads_ledger, reads_programs

if TYPE_CHECKING:
    from navigator_app.domain import consents
    from navigator_app.policy.ledger_rules import Item
    from navigator_app.services.workspace import Workspace

WHAT = "batch"
CATEGORIES = ("identity", "housing")
SERVE = "to-serve"

REFERRAL, CONSENT, GATE, COVERAGE = "referral", "consent", "gate", "eligibility"
PENDING, ELSEWHERE, DUPLICATE, PACKET = "pending", "elsewhere", "duplicate", "packet"
GUARD, CIN, CAPACITY, VOLUME = "guard", "cin", "capacity", "volume"

TEXTS = (N_("The toolkit prints no words to attest with: they are the plan’s, or your agency’s."),)
"""Notes of `resources/batches.toml` that are shown, for the catalogue."""

_OUT = (State.LAPSED, State.SUSPENDED)


@dataclass(frozen=True, slots=True)
class _Around:
    """Everything the checks of one batch share, by member or referral."""

    today: date
    coverage: Mapping[str, Coverage]
    consents: Mapping[str, list[consents.Consent]]
    held_back: Mapping[str, str]
    guards: Mapping[str, list[GuardRow]]
    packet: tuple[Item, ...]
    done: Mapping[str, set[tuple[str, str]]]


def way(plan_name: str) -> Way:
    """What leaves with a batch: to the plan whose members they are."""
    return Way(WHAT, plan_name, gate.TPO, CATEGORIES)


def checked(ws: Workspace, row: BatchRow) -> tuple[tuple[MemberLine, ...], tuple[CheckRow, ...]]:
    """The members of a batch with their checks, and what is to be said of the whole."""
    found = reads_batches.facts(ws.store, row.id)
    around = _around(ws, row, found)
    lines = tuple(_line(ws, one, around) for one in found)
    return lines, tuple(_whole(ws, row, lines))


def _around(ws: Workspace, row: BatchRow, found: list[Facts]) -> _Around:
    today = ws.clock.today()
    members = [one.line.member_id for one in found]
    seen = reads_ledger.checks_of(ws.store, members)
    verdicts = gate.ask(ws, way(row.plan_name), members)
    plan = agency.plan(ws, row.plan)
    wanted = ledger_rules.shipped().packet(
        tuple(pack.key for pack in packs.standing(plan.policy)), row.service, today
    )
    extending = any(one.line.kind == EXTENSION for one in found)
    return _Around(
        today=today,
        coverage={key: eligibility.coverage(seen.get(key, ()), today) for key in members},
        consents=reads_consents.of_members(ws.store, members),
        held_back={one.member_id: guards.told(one.withheld[0][1]) for one in verdicts
                   if one.withheld},
        guards=_guards(ws, found),
        packet=wanted.items if wanted and extending else (),
        done=reads_batches.packet_items(ws.store, row.id) if extending else {},
    )  # fmt: skip


def _guards(ws: Workspace, found: list[Facts]) -> dict[str, list[GuardRow]]:
    """To go on with a service is not to have it once more."""
    judged: dict[str, list[GuardRow]] = {}
    for step, extends in ((Step.AUTHORIZE, False), (Step.SERVE, True)):
        ids = [
            one.line.referral_id
            for one in found
            if one.line.referral_id and (one.line.kind == EXTENSION) is extends
        ]
        if ids:
            judged.update(guards.check(ws, ids, step))
    return judged


def _line(ws: Workspace, one: Facts, around: _Around) -> MemberLine:
    checks = [
        _referral(one, around),
        _consent(one, around),
        *_gate(one, around),
        _coverage(one, around),
        *_pending(one),
        *_elsewhere(one),
        *_duplicate(one),
        *_packet(ws, one, around),
        *_limits(one, around),
        *_cin(one),
    ]
    # A reason passes what it was given for; what came to stand against it since is new.
    checks = [
        replace(check, mark=Mark.PASSED, mend=one.line.override_reason)
        if check.mark is Mark.MEND and check.overridable and check.check in one.line.passed
        else check
        for check in checks
    ]
    checks.sort(key=lambda check: check.mark.rank)
    return replace(one.line, checks=tuple(checks))


def _referral(one: Facts, around: _Around) -> CheckRow:
    if not one.line.referral_id:
        return CheckRow(
            REFERRAL, Mark.MEND, _("There is no referral to this plan for this service."),
            _("Take the referral in first."), "new_referral", one.line.member_id,
        )  # fmt: skip
    if one.line.kind == EXTENSION:
        if one.approved_end is None or one.approved_end < around.today:
            return CheckRow(
                REFERRAL, Mark.MEND, _("Nothing that the plan approved runs any more."),
                _("Take them out and put them in again: they go as a new request."),
            )  # fmt: skip
        if not one.runs:
            return CheckRow(
                REFERRAL, Mark.MEND, _("The service was ended."),
                _("Take them out, or take in a new referral."), "new_referral", one.line.member_id,
            )  # fmt: skip
        says = _("Runs to {day}.").format(day=day(one.approved_end))
        return CheckRow(REFERRAL, Mark.OK, says)
    if not one.is_open:
        return CheckRow(
            REFERRAL, Mark.MEND, _("The loop of this referral is closed."),
            _("Take in a re-referral."), "new_referral", one.line.member_id,
        )  # fmt: skip
    if one.withdrawn_on is not None:
        says = _("The request was taken back on {day}.").format(day=day(one.withdrawn_on))
        return CheckRow(REFERRAL, Mark.MEND, says, _("Take in a new referral."), "new_referral",
                        one.line.member_id)  # fmt: skip
    return CheckRow(REFERRAL, Mark.OK, _("A referral is on record."))


def _consent(one: Facts, around: _Around) -> CheckRow:
    """The member's yes: on the way in, or as a consent to be served; the later word counts."""
    source = batch_rules.shipped().bases[batch_rules.CONSENT].cited
    said = [x for x in around.consents.get(one.line.member_id, ()) if x.draft.kind == SERVE]
    newest = next((x for x in said if x.draft.on <= around.today), None)
    yes = one.opted_in_on
    no = one.refused_on
    if newest is not None and newest.live(around.today):
        yes = max(filter(None, (yes, newest.draft.on)))
    elif newest is not None:
        refused = newest.draft.decision is Decision.REFUSED
        ended = newest.draft.on if refused else newest.revoked_on or newest.invalid_on
        no = max(filter(None, (no, ended)), default=None)
    if no is not None and (yes is None or no >= yes):
        says = _("The member said no on {day}.").format(day=day(no))
        return CheckRow(CONSENT, Mark.MEND, says, _("Take them out, or record a later yes."),
                        "record_consent", one.line.member_id, source)  # fmt: skip
    if yes is not None:
        says = _("The member said yes on {day}.").format(day=day(yes))
        return CheckRow(CONSENT, Mark.OK, says, source=source)
    if one.path == "data-mining" and one.opt_in_order == "after":
        says = _("On this list the yes comes after the approval.")
        return CheckRow(CONSENT, Mark.OK, says, source=source)
    if one.line.kind == EXTENSION:
        says = _("Nobody wrote down the member’s yes; the service is running.")
        return CheckRow(CONSENT, Mark.LOOK, says, _("Record it."), "record_consent",
                        one.line.member_id, source)  # fmt: skip
    return CheckRow(
        CONSENT, Mark.MEND, _("Nobody wrote down the member’s yes."),
        _("Ask the member and record the consent to be served."), "record_consent",
        one.line.member_id, source,
    )  # fmt: skip


def _gate(one: Facts, around: _Around) -> Iterable[CheckRow]:
    if one.line.member_id in around.held_back:
        yield CheckRow(GATE, Mark.MEND, around.held_back[one.line.member_id],
                       _("Record the consent first."), "record_consent",
                       one.line.member_id)  # fmt: skip


def _coverage(one: Facts, around: _Around) -> CheckRow:
    """Coverage and plan can change once a month: what an earlier month found says too little."""
    now = around.coverage[one.line.member_id]
    source = batch_rules.shipped().bases[batch_rules.ENROLMENT].cited
    says = guards.told(now.says)
    at = ("eligibility_check", one.line.member_id, source)
    if now.other_plan:
        says = _("Found with {plan}.").format(plan=now.other_plan)
        return CheckRow(COVERAGE, Mark.MEND, says, _("Ask that plan instead."), *at)
    if now.state in _OUT:
        mend = _("Help the member renew, then check again.")
        return CheckRow(COVERAGE, Mark.MEND, says, mend, *at)
    if now.state is State.ACTIVE:
        return CheckRow(COVERAGE, Mark.OK, says, source=source)
    mend = _("Check Medi-Cal and plan this month.")
    return CheckRow(COVERAGE, Mark.MEND, says, mend, *at, overridable=True)


def _pending(one: Facts) -> Iterable[CheckRow]:
    if one.waiting_since is not None:
        says = _("A request of {day} waits for the plan.").format(day=day(one.waiting_since))
        yield CheckRow(PENDING, Mark.MEND, says, _("Wait for its answer, or ask after it."),
                       overridable=True)  # fmt: skip
    elif one.line.kind != EXTENSION and one.authorization == "under-review":
        yield CheckRow(PENDING, Mark.MEND, _("The plan’s file says it is under review."),
                       _("Wait for its answer, or ask after it."), overridable=True)  # fmt: skip
    elif one.line.kind != EXTENSION and one.authorization == "approved":
        yield CheckRow(PENDING, Mark.LOOK, _("The plan approved this referral before."),
                       _("Look at its authorizations."))  # fmt: skip


def _elsewhere(one: Facts) -> Iterable[CheckRow]:
    if one.elsewhere:
        says = _("Served or asked for elsewhere: {who}.").format(who=", ".join(one.elsewhere))
        yield CheckRow(ELSEWHERE, Mark.MEND, says, _("End it there first, or say why both."),
                       overridable=True)  # fmt: skip


def _duplicate(one: Facts) -> Iterable[CheckRow]:
    if one.other_batch:
        says = _("Stands in another open batch: {title}.").format(title=one.other_batch)
        yield CheckRow(DUPLICATE, Mark.MEND, says, _("Take them out of one of the two."))
    if one.twin_row:
        says = _("Same name and birth date as row {n}.").format(n=one.twin_row)
        yield CheckRow(DUPLICATE, Mark.LOOK, says, _("Merge the records if they are one person."),
                       "merge_members", one.line.member_id)  # fmt: skip


def _packet(ws: Workspace, one: Facts, around: _Around) -> Iterable[CheckRow]:
    """What the plan wants with an extension. The support plan is read only for what nobody ticked,
    where it can make the difference."""
    if one.line.kind != EXTENSION or one.approved_end is None or not around.packet:
        return
    end = one.approved_end.isoformat()
    done = {item for for_end, item in around.done.get(one.line.referral_id, ()) if for_end == end}
    open_ = [item for item in around.packet if item.id not in done]
    if any(item.plan_needs for item in open_):
        ready = support_plan_ready.for_referral(ws, one.line.referral_id, Purpose.EXTENSION)
        open_ = [
            item
            for item in open_
            if not (item.plan_needs and ready is not None and ready.holds(item.plan_needs))
        ]
    if not open_:
        yield CheckRow(PACKET, Mark.OK, _("The packet is complete."))
        return
    must = [item for item in open_ if item.required]
    named = must or open_
    count = len(named)
    says = ngettext(
        "The packet lacks {n} thing: {what}.", "The packet lacks {n} things: {what}.", count
    ).format(n=count, what="; ".join(_(item.title) for item in named))
    yield CheckRow(
        PACKET, Mark.MEND if must else Mark.LOOK, says, _("Complete it on the member’s page."),
        "member", one.line.member_id, named[0].basis.cited, overridable=True,
    )  # fmt: skip


def _limits(one: Facts, around: _Around) -> Iterable[CheckRow]:
    """Limits and exclusions; what only says that coverage lacks is said once, above."""
    marks = {Verdict.REFUSE: Mark.MEND, Verdict.WARN: Mark.LOOK, Verdict.UNKNOWN: Mark.LOOK}
    for row in around.guards.get(one.line.referral_id, ()):
        result = row.result
        if result.rule_id == guards.MANAGED_CARE or result.verdict not in marks:
            continue
        says = f"{_(result.title)}: {guards.told(result.why)}"
        mark, mend = marks[result.verdict], _("Mend what it names, or say why it goes anyway.")
        if mark is Mark.MEND and row.passed is not None:
            mark, mend = Mark.PASSED, row.passed.reason
        elif mark is Mark.LOOK:
            mend = ""
        yield CheckRow(
            GUARD, mark, says, mend, "override_guard" if mark is Mark.MEND else "",
            one.line.referral_id, result.source, result.overridable, result.rule_id,
        )  # fmt: skip


def _cin(one: Facts) -> Iterable[CheckRow]:
    if not one.line.cin:
        yield CheckRow(
            CIN, Mark.LOOK, _("The CIN is not known; the row goes without one."),
            _("Look it up, if you can."), "set_cin", one.line.member_id,
            batch_rules.shipped().bases[batch_rules.CIN].cited,
        )  # fmt: skip


def _whole(ws: Workspace, row: BatchRow, lines: tuple[MemberLine, ...]) -> Iterable[CheckRow]:
    """Whether there is room for everybody new, by the newest report of open slots."""
    rules = batch_rules.shipped()
    fresh = sum(line.kind != EXTENSION for line in lines)
    if not fresh:
        return
    source = rules.bases[batch_rules.CAPACITY].cited
    report = next((x for x in reads_programs.capacity(ws.store) if x[2] in ("", row.plan)), None)
    if report is None:
        yield CheckRow(CAPACITY, Mark.LOOK, _("Nobody has reported open slots."),
                       _("Report them, so that the plan knows."), "report_capacity", "",
                       source)  # fmt: skip
    else:
        slots, since = int(report[6]) + int(report[7]), day(date.fromisoformat(report[5]))
        says = _("{n} new members, {slots} open slots reported on {day}.").format(
            n=fresh, slots=slots, day=since
        )
        enough = slots >= fresh
        yield CheckRow(
            CAPACITY, Mark.OK if enough else Mark.LOOK, says,
            "" if enough else _("Plan for staff, send fewer, or report new slots."),
            "" if enough else "report_capacity", "", source,
        )  # fmt: skip
    if fresh >= rules.cases:
        says = _("{n} new cases at once may take one more full-time post.").format(n=fresh)
        yield CheckRow(VOLUME, Mark.LOOK, says, _("Tell the plan when to expect them."),
                       source=rules.volume.cited)  # fmt: skip
