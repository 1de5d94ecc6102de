"""Consents as records: who may give what to whom, what for, until when; a no is a record, too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from navigator_app.domain.plain_text import same
from navigator_app.domain.saying import N_, Saying, saying
from navigator_app.domain.vocabulary import Word

EXPIRING_DAYS = 30
"""A consent this near its end is said to run out."""


EVERYBODY = "everybody"
"""The class that a no to sharing at all names."""


class Decision(Word):
    """What the member said."""

    GIVEN = "Given", "given"
    REFUSED = "Refused", "refused"


class How(Word):
    """How it was said."""

    VERBAL = "Spoken", "verbal"
    PAPER = "On paper", "paper"
    SCREEN = "Signed on screen", "e-signed"


class Signer(Word):
    """Who said it; anybody but the member names the authority."""

    MEMBER = "The member", "member"
    GUARDIAN = "Guardian", "guardian"
    CONSERVATOR = "Conservator", "conservator"
    PARENT = "Parent", "parent"
    AGENT = "Agent under a power of attorney", "agent"


class State(Enum):
    """How a consent stands on a day."""

    LIVE = "live"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    REVOKED = "revoked"
    INVALID = "invalid"
    REFUSED = "refused"
    LATER = "later"  # given for a day to come


@dataclass(frozen=True, slots=True)
class Kind:
    """What consent is asked for. `months` until it runs out by itself, 0 for none."""

    id: str
    title: str
    hint: str
    months: int
    source: str
    section: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of information. `always`: it never leaves without a consent that names it."""

    id: str
    title: str
    always: bool = False
    source: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What information is given for. `free`: no authorization is asked for."""

    id: str
    title: str
    free: bool = False
    source: str = ""
    section: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RecipientClass:
    """A class of recipients, as those on a member's record make it up: their plans, providers of
    the agency's list, people of these roles of the care team. `free`: what needs no authorization
    goes to them without a reason. `refusals`: for a no only."""

    id: str
    title: str
    plans: bool = False
    providers: bool = False
    roles: tuple[str, ...] = ()
    free: bool = False
    refusals: bool = False


@dataclass(frozen=True, slots=True)
class ConsentRules:
    """The kinds, categories, purposes and classes of recipients by id, in their order."""

    kinds: Mapping[str, Kind]
    categories: Mapping[str, Category]
    purposes: Mapping[str, Purpose]
    classes: Mapping[str, RecipientClass] = field(default_factory=dict)

    def class_named(self, title: str) -> RecipientClass | None:
        """The class of that title; None for none."""
        asked = same(title)
        return next((one for one in self.classes.values() if same(one.title) == asked), None)


@dataclass(frozen=True, slots=True)
class ConsentDraft:
    """A consent as somebody records it. `on` is the day it was said; `expires_on` None takes the
    kind's own term."""

    member_id: str
    kind: str
    decision: Decision
    how: How
    on: date
    discloser: str = ""
    recipient: str = ""
    recipient_class: bool = False
    categories: tuple[str, ...] = ()
    purpose: str = ""
    expires_on: date | None = None
    expires_event: str = ""
    signer: Signer = Signer.MEMBER
    signer_name: str = ""
    authority: str = ""
    witness: str = ""
    interpreter: str = ""
    language: str = ""
    form: str = ""  # code, version and hash of the printed form
    attachment_id: str | None = None
    note: str = ""

    @property
    def refuses_all(self) -> bool:
        """True for a no to sharing with anybody at all."""
        to_all = self.recipient_class and same(self.recipient) == EVERYBODY
        return to_all and self.decision is Decision.REFUSED


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent on record."""

    id: str
    draft: ConsentDraft
    revoked_on: date | None = None
    revoked_how: str = ""
    invalid_on: date | None = None
    invalid_why: str = ""
    by: str = ""
    recorded_at: str = ""

    def state(self, on: date) -> State:
        """How it stands on a day. What was revoked or found invalid stays so from that day."""
        draft = self.draft
        if self.invalid_on is not None and self.invalid_on <= on:
            return State.INVALID
        if draft.decision is Decision.REFUSED:
            return State.REFUSED
        if self.revoked_on is not None and self.revoked_on <= on:
            return State.REVOKED
        if draft.on > on:
            return State.LATER
        if draft.expires_on is None:
            return State.LIVE
        left = (draft.expires_on - on).days
        if left < 0:
            return State.EXPIRED
        return State.EXPIRING if left <= EXPIRING_DAYS else State.LIVE

    def live(self, on: date) -> bool:
        """True while information may leave under it."""
        return self.state(on) in (State.LIVE, State.EXPIRING)


@dataclass(frozen=True, slots=True)
class Way:
    """Information on its way out: what, to whom, what for."""

    what: str  # slug of the way: status-file, service-lines, form, attachment, …
    recipient: str
    purpose: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may leave of one member's record, on what ground, and what stays back and why."""

    member_id: str
    allowed: tuple[str, ...]
    withheld: tuple[tuple[str, Saying], ...]
    ground: Saying
    consent_id: str | None = None

    @property
    def whole(self) -> bool:
        """True when everything asked for may leave."""
        return not self.withheld


def judge(
    way: Way,
    member_id: str,
    consents: Iterable[Consent],
    rules: ConsentRules,
    on: date,
    kinds: Collection[str] = (),
) -> Verdict:
    """Judge one member's information on its way out.

    Treatment, payment and operations, and what the member asks for, need no authorization;
    a category marked `always` (42 CFR Part 2) needs a live consent that names it, the recipient
    and the purpose, whatever the purpose is. `consents` come the latest first: the last word on
    the same thing counts, so a refusal, and a consent that was taken back, stop what was given
    before them. `kinds` are the ids of the classes that the recipient is on record in: a consent
    for a class covers those.
    """
    purpose = rules.purposes[way.purpose]
    said = [one for one in consents if one.draft.kind != "to-serve" and _speaks(one, on)]
    named = frozenset(same(rules.classes[one].title) for one in kinds)
    names = _Names(same(way.recipient), named)
    allowed: list[str] = []
    withheld: list[tuple[str, Saying]] = []
    used: Consent | None = None
    for name in way.categories:
        category = rules.categories[name]
        if purpose.free and not category.always:
            allowed.append(name)
            continue
        found = next((one for one in said if _covers(one.draft, name, way, names)), None)
        if found is None or not found.live(on):
            withheld.append((name, _why(category, way)))
        else:
            allowed.append(name)
            used = used or found
    return Verdict(
        member_id,
        tuple(allowed),
        tuple(withheld),
        _ground(purpose, used),
        used.id if used else None,
    )


def _speaks(one: Consent, on: date) -> bool:
    if one.draft.decision is Decision.REFUSED:
        return one.draft.on <= on and (one.invalid_on is None or one.invalid_on > on)
    return one.live(on) or one.state(on) is State.REVOKED


def later_no(consent: Consent, consents: Iterable[Consent], on: date) -> date | None:
    """The day that the member said no since, to all or a part of a consent; `consents` come the
    latest first."""
    draft = consent.draft
    for one in consents:
        if one.id == consent.id:
            break
        said = one.draft
        alike = (said.kind, said.purpose, _name(said)) == (draft.kind, draft.purpose, _name(draft))
        touches = bool({*said.categories} & {*draft.categories}) or not draft.categories
        all_of_it = (
            said.refuses_all
            and draft.kind != "to-serve"
            and (said.purpose in ("", draft.purpose) and (touches or not said.categories))
        )
        if ((alike and touches) or all_of_it) and _speaks(one, on):
            return None if one.live(on) else one.revoked_on or said.on
    return None


def _name(draft: ConsentDraft) -> str:
    return same(draft.recipient)


@dataclass(frozen=True, slots=True)
class _Names:
    """A recipient's name, and those of the classes it is in."""

    own: str
    classes: frozenset[str]


def _covers(draft: ConsentDraft, category: str, way: Way, names: _Names) -> bool:
    no, mine = draft.decision is Decision.REFUSED, _name(draft)
    all_of_it = no and not draft.categories
    if not (all_of_it or category in draft.categories):
        return False
    if draft.purpose != way.purpose and not (no and not draft.purpose):
        return False
    if draft.recipient_class:
        return mine in names.classes or draft.refuses_all or mine == names.own
    return bool(mine) and mine == names.own


def _why(category: Category, way: Way) -> Saying:
    if category.always:
        return saying(
            N_("No consent names {what} for {recipient}; {source} {section} asks for one always."),
            what=category.title,
            recipient=way.recipient,
            source=category.source,
            section=category.section,
        )
    return saying(
        N_("No live consent lets {what} go to {recipient} for this purpose."),
        what=category.title,
        recipient=way.recipient,
    )


def _ground(purpose: Purpose, used: Consent | None) -> Saying:
    if used is not None:
        return saying(N_("Consent of {day}"), day=used.draft.on)
    if purpose.free:
        return saying(
            N_("{title}: no authorization needed ({source}, {section})"),
            title=purpose.title,
            source=purpose.source,
            section=purpose.section,
        )
    return saying(N_("No ground"))
