"""What the forms say that a member reads or signs, from the record.

A consent's own record fills its paper, a signed support plan its copy, attempts their letter. What
a danger hides is on none of them, and no letter is made where word must not be left: anybody may
open it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.consents import Consent, Decision
from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.people import MethodRow
from navigator_app.domain.records import ReferralRow
from navigator_app.domain.support_plan import PlanState, SupportPlanRow
from navigator_app.domain.vocabulary import AuthorizationStatus, Outcome, ReferralStatus
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import consents, safety, support_plan
from navigator_app.services.form_facts import Fact, Gathered, Gatherer, Subject, common, with_facts
from navigator_app.store import reads_member, reads_people, reads_referrals

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

TYPED = frozenset(
    {"agency.address", "refusal.reason", "revocation.ends", "letter.answer_by", "letter.to"}
)
"""Facts that no record keeps for sure: somebody types them as the form is filled in."""

NAMED_PURPOSES = frozenset({"treatment-payment-operations", "housing", "member-request"})
"""Purposes that have a box of their own on a form; any other ticks "another reason"."""

_CALLED = ("phone", "text")
_WRITTEN = ("mail", "place", "person")


def consent(ws: Workspace, subject: Subject) -> Gathered:
    """The opt-in: how to reach the member, and the services of the referrals that are open."""
    found = _reachable(ws, _whose(ws, subject))
    return replace(found, ticked=_services(ws, subject)) if subject.member_id else found


def release(ws: Workspace, subject: Subject) -> Gathered:
    """A release: who gives what to whom, why and until when, from the consent it is about."""
    subject, about = _about_consent(ws, subject)
    found = common(ws, subject)
    if about is None:
        return found
    draft = about.draft
    ticked = {f"category.{one}" for one in draft.categories if one != consents.SUBSTANCE}
    if draft.purpose:
        named = draft.purpose if draft.purpose in NAMED_PURPOSES else "other"
        ticked.add(f"purpose.{named}")
    told: dict[str, Fact | None] = {
        "release.discloser": draft.discloser,
        "release.recipient": draft.recipient,
        "release.expires": draft.expires_on or draft.expires_event,
    }
    return replace(with_facts(found, told), ticked=frozenset(ticked))


def substance_use(ws: Workspace, subject: Subject) -> Gathered:
    """The same of substance-use records; which of them is for the member to mark."""
    found = release(ws, subject)
    return replace(
        found, ticked=frozenset(one for one in found.ticked if one.startswith("purpose."))
    )


def refusal(ws: Workspace, subject: Subject) -> Gathered:
    """A no: to the services of the open referrals, or to sharing with whom the record names."""
    subject, about = _about_consent(ws, subject)
    found = common(ws, subject)
    if about is None:
        return found
    if about.draft.decision is not Decision.REFUSED:
        raise InputRejected(
            "about",
            _("The member said yes there."),
            _("To take a yes back there is a form of its own."),
        )
    if about.draft.kind == "to-serve":
        return replace(found, ticked=_services(ws, subject))
    told = with_facts(found, {"refusal.share": about.draft.recipient})
    return replace(told, ticked=frozenset({"refusal.sharing"}))


def revocation(ws: Workspace, subject: Subject) -> Gathered:
    """A consent taken back: the one it is about, else the only one that stands.

    InputRejected for a no, which cannot be taken back.
    """
    subject, about = _about_consent(ws, subject)
    found = common(ws, subject)
    about = about or _only_live(ws, subject)
    if about is None:
        return found
    if about.draft.decision is Decision.REFUSED:
        raise InputRejected(
            "about", _("A refusal cannot be taken back."), _("Record the member’s yes instead.")
        )
    told: dict[str, Fact | None] = {
        "consent.day": about.draft.on,
        "consent.recipient": about.draft.recipient,
    }
    ticked = frozenset({f"consent.{about.draft.kind}"})
    return replace(with_facts(found, told), ticked=ticked)


def plan_copy(ws: Workspace, subject: Subject) -> Gathered:
    """The signed support plan as the member keeps it; progress and comments stay with staff.

    InputRejected where none is signed, or its text is not what was signed.
    """
    if not subject.member_id and not subject.about_id:
        return common(ws, subject)
    plan = _signed_plan(ws, subject)
    found = common(ws, replace(subject, member_id=plan.member_id))
    rules = safety.for_print(ws, plan.member_id)
    where = rules.may_print("places") and rules.may_print("address")
    answer = plan.answer
    told: dict[str, Fact | None] = {
        "support_plan.signed": plan.signed,
        "support_plan.review": plan.review,
        "support_plan.wishes": answer("own-words"),
        "support_plan.where": answer("where") if where else "",
        "support_plan.crisis_signs": answer("crisis-signs"),
        "support_plan.crisis_steps": answer("crisis-steps"),
        "support_plan.crisis_people": answer("crisis-people") if rules.may_print("care") else "",
        "support_plan.crisis_stay": answer("crisis-stay") if where else "",
        "support_plan.goals": [
            (goal.goal, goal.measure, goal.by or "")
            for barrier in plan.barriers
            for goal in barrier.goals
        ],
        **_steps(plan),
    }
    return with_facts(found, told)


def outreach_letter(ws: Workspace, subject: Subject) -> Gathered:
    """A first letter; InputRejected where word must not be left."""
    return _letter(ws, subject)


def tried_to_reach(ws: Workspace, subject: Subject) -> Gathered:
    """A letter with the days on which nobody was met since the member was last reached.

    A `day` to come is the one to answer by. InputRejected where word must not be left, or where no
    such attempt is on record.
    """
    found = _letter(ws, subject)
    if not subject.member_id:
        return found
    days = _missed_days(ws, subject)
    if not days:
        raise InputRejected(
            "member",
            _("No attempt that failed is on record since this member was last reached."),
            _("Record the attempts first, or print the outreach letter."),
        )
    by = subject.day if subject.day and subject.day > ws.clock.today() else None
    return with_facts(found, {"letter.attempts": days, "letter.answer_by": by})


GATHERERS: dict[str, Gatherer] = {
    "consent": consent,
    "release": release,
    "substance_use": substance_use,
    "refusal": refusal,
    "revocation": revocation,
    "plan_copy": plan_copy,
    "outreach_letter": outreach_letter,
    "tried_to_reach": tried_to_reach,
}


def _whose(ws: Workspace, subject: Subject) -> Subject:
    return _about_consent(ws, subject)[0]


def _about_consent(ws: Workspace, subject: Subject) -> tuple[Subject, Consent | None]:
    """The consent that the form is about, and its member; NotFound for one of somebody else."""
    if subject.about != "consent" or not subject.about_id:
        return subject, None
    found = consents.get(ws, subject.about_id)
    owner = found.draft.member_id
    if subject.member_id not in ("", owner):
        raise NotFound(_("Not found"), _("This consent is not the member’s."))
    return replace(subject, member_id=owner), found


def _only_live(ws: Workspace, subject: Subject) -> Consent | None:
    if not subject.member_id:
        return None
    today = ws.clock.today()
    live = [one for one in consents.of_member(ws, subject.member_id) if one.live(today)]
    return live[0] if len(live) == 1 else None


def _services(ws: Workspace, subject: Subject) -> frozenset[str]:
    """The boxes of the services that are asked for: of one referral, else of all that are open."""
    ids = reads_member.referral_ids(ws.store, subject.member_id)
    rows = reads_referrals.referrals(ws.store, ids)
    chosen = [one for one in rows if subject.referral_id in ("", one.id)]
    return frozenset(
        f"service.{one.service.slug}" for one in chosen if subject.referral_id or _open(one)
    )


def _open(one: ReferralRow) -> bool:
    ended = one.status in (ReferralStatus.CLOSED, ReferralStatus.DECLINED)
    return not ended and one.authorization_status is not AuthorizationStatus.DENIED


def _reachable(ws: Workspace, subject: Subject) -> Gathered:
    """Phone and place by the ways that the member said are safe, the first of them first."""
    found = common(ws, subject)
    if not subject.member_id or not safety.for_print(ws, subject.member_id).may_print("methods"):
        return found
    ways = [one for one in _ways(ws, subject.member_id) if one.word_may_be_left]
    phone, place = _first(ways, _CALLED), _first(ways, _WRITTEN)
    return with_facts(
        found,
        {
            "member.phone": show_phone(phone) if phone else found.facts.get("member.phone"),
            "member.address": place or found.facts.get("member.address"),
        },
    )


def _ways(ws: Workspace, member_id: str) -> list[MethodRow]:
    """Ways that are still tried: neither ended nor known not to work."""
    rows = reads_people.methods(ws.store, member_id)
    return [one for one in rows if one.ended is None and one.works is not False]


def _first(ways: Iterable[MethodRow], kinds: Iterable[str]) -> str:
    wanted = tuple(kinds)
    return next((one.value for one in ways if one.kind in wanted), "")


def _letter(ws: Workspace, subject: Subject) -> Gathered:
    """Name, and an address only where the member said that letters are safe."""
    found = common(ws, subject)
    if not subject.member_id:
        return found
    rules = safety.for_screen(ws, subject.member_id)
    ways = _ways(ws, subject.member_id)
    mail = [one for one in ways if one.kind == "mail"]
    unsafe = any(one.safe is False for one in mail) and not any(one.safe for one in mail)
    if not rules.mail or not rules.leave_word or unsafe:
        raise InputRejected(
            "member",
            _("It is not safe to leave a letter for this member: others may open it."),
            _("See how to reach the member safely, and try another way."),
        )
    name = str(found.facts.get("member.name", ""))
    address = _first([one for one in mail if one.word_may_be_left], ("mail",))
    return with_facts(found, {"letter.to": "\n".join(one for one in (name, address) if one)})


def _missed_days(ws: Workspace, subject: Subject) -> list[date]:
    """The days of the attempts since somebody was reached, each once, the oldest first."""
    days: list[date] = []
    for one in reads_referrals.attempts_of(ws.store, subject.member_id):  # the newest first
        if one.outcome is Outcome.REACHED:
            break
        if subject.referral_id in ("", one.referral_id or ""):
            days.append(ws.clock.to_local(one.at).date())
    return sorted(set(days))


def _signed_plan(ws: Workspace, subject: Subject) -> SupportPlanRow:
    """The version asked for, else the latest that is signed."""
    if subject.about == "support_plan" and subject.about_id:
        plan_id = subject.about_id
    else:
        plan_id = support_plan.page(ws, subject.member_id).in_force
    plan = support_plan.one(ws, plan_id) if plan_id else None
    if plan is None or plan.state is not PlanState.SIGNED:
        raise InputRejected(
            "plan",
            _("There is no signed support plan yet."),
            _("Record the signatures first; the member’s copy is made from what was signed."),
        )
    if subject.member_id not in ("", plan.member_id):
        raise NotFound(_("Not found"), _("This support plan is not the member’s."))
    if not support_plan.intact(plan):
        raise InputRejected(
            "plan",
            _("This plan is not what was signed any more."),
            _("Ask your supervisor to look at its history before anybody gets a copy."),
        )
    return plan


def _steps(plan: SupportPlanRow) -> dict[str, Fact | None]:
    """The steps by who does them; only the others' name stands beside theirs."""
    steps = [step for barrier in plan.barriers for step in barrier.steps]
    ours = {"member": "support_plan.my_steps", "navigator": "support_plan.navigator_steps"}
    told: dict[str, Fact | None] = {
        source: [(one.what, one.due or "") for one in steps if one.owner == owner]
        for owner, source in ours.items()
    }
    others = [(one.what, one.owner, one.due or "") for one in steps if one.owner not in ours]
    return told | {"support_plan.other_steps": others}
