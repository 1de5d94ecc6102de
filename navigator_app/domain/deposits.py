"""A request for housing deposits: its items, what stands against sending it, its packet.

What a plan pays, its cap and its window are rules of the policy packs and come in as `Terms`;
[P] Partnership policy MCAP7003 §F.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from navigator_app.domain.guard_facts import Use
from navigator_app.domain.rules import Rule


class State(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    DENIED = "denied"
    PAID = "paid"
    WITHDRAWN = "withdrawn"

    @property
    def over(self) -> bool:
        """True when nothing more is expected."""
        return self in (State.DENIED, State.PAID, State.WITHDRAWN)


class Reads(StrEnum):
    """What of the record answers a line of the packet."""

    SUPPORT_PLAN = "support-plan"
    QUOTES = "quotes"
    WHAT_CHANGED = "what-changed"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class ItemKind:
    """One thing a request can name. `phrases` are the words of the plans' lists it falls under;
    `never` is never paid; `once` stands at most once in a request."""

    id: str
    title: str
    phrases: frozenset[str] = frozenset()
    never: bool = False
    once: bool = False


@dataclass(frozen=True, slots=True)
class PacketKind:
    """One thing that goes with a request."""

    id: str
    title: str
    reads: Reads
    cited: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing asked for; cents, None while no amount is written. `copy` is the title of the
    quote's copy."""

    kind: str
    cents: int | None = None
    what: str = ""
    vendor: str = ""
    vendor_contact: str = ""
    approved_cents: int | None = None
    paid_on: date | None = None
    attachment_id: str = ""
    copy: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it is kept; `ticked` names what of the packet was ticked by hand."""

    member_id: str
    id: str = ""
    referral_id: str = ""
    application_id: str = ""
    support_plan_id: str = ""
    state: State = State.DRAFT
    move_in_on: date | None = None
    what_changed: str = ""
    submitted_on: date | None = None
    decided_on: date | None = None
    decided_why: str = ""
    number: str = ""
    note: str = ""
    ticked: frozenset[str] = frozenset()
    items: tuple[Item, ...] = ()

    @property
    def total(self) -> int:
        """Cents of all items that have an amount."""
        return sum(item.cents or 0 for item in self.items)

    @property
    def approved(self) -> int:
        """Cents the plan approved."""
        return sum(item.approved_cents or 0 for item in self.items)

    @property
    def counts(self) -> int:
        """Cents toward a cap of a lifetime: what was approved, or asked for where nobody wrote
        how much was approved."""
        if self.state not in (State.APPROVED, State.PAID):
            return 0
        known = [item.approved_cents for item in self.items if item.approved_cents is not None]
        return sum(known) if known else self.total


@dataclass(frozen=True, slots=True)
class Home:
    """The home that the search came to: who lets it, and what it costs to move in."""

    application_id: str
    address: str
    vendor: str = ""
    contact: str = ""
    deposit_cents: int | None = None
    rent_cents: int | None = None

    def items(self) -> tuple[Item, ...]:
        """What the landlord asks for, as items of a request; what is not known is left out."""
        costs = (("security-deposit", self.deposit_cents), ("first-month-rent", self.rent_cents))
        return tuple(
            Item(kind, cents, vendor=self.vendor, vendor_contact=self.contact)
            for kind, cents in costs
            if cents
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """What speaks for a deposit under a member's plan on a day; None where nothing does.

    `borrowed`: the list of items is another plan's, because the member's own has none.
    """

    plan: str = ""
    cap: Rule | None = None
    allowed: Rule | None = None
    borrowed: bool = False
    window: Rule | None = None
    no_rent: Rule | None = None
    once: Rule | None = None
    attached: Rule | None = None

    @property
    def cap_cents(self) -> int | None:
        """The cap in cents, taxes included where the rule says so; None where none is known."""
        return self.cap.value * 100 if self.cap is not None else None

    def pays(self, kind: ItemKind) -> bool | None:
        """Whether the plan's list has the item; None where no list is known."""
        if kind.never:
            return False
        if self.allowed is None:
            return None
        return not kind.phrases.isdisjoint(self.allowed.items)


@dataclass(frozen=True, slots=True)
class Beside:
    """What else is known of the member when a request is judged.

    `used_cents` were approved before; `times` are earlier times of a deposit; `waiting` are days on
    which other requests were sent that wait for an answer; `last_day` ends the move-in window.
    """

    used_cents: int = 0
    times: tuple[Use, ...] = ()
    waiting: tuple[date, ...] = ()
    plan_signed: bool | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class PacketLine:
    """One line of the packet. `done` is None where it is not needed; `by_hand` is ticked here.

    `missing` are the kinds of items without a quote, `lacks` sentences on what a plan lacks.
    """

    id: str
    title: str
    done: bool | None
    required: bool
    cited: str
    by_hand: bool = False
    missing: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


def left(request: Request, terms: Terms, beside: Beside) -> int | None:
    """Cents to the plan's cap after this request, negative beyond it; None without a cap."""
    cap = terms.cap_cents
    return None if cap is None else cap - beside.used_cents - request.total


def packet(
    request: Request, kinds: tuple[PacketKind, ...], terms: Terms, beside: Beside
) -> tuple[PacketLine, ...]:
    """What goes with a request and whether it is there, read from the record where it can be."""
    found = []
    for kind in kinds:
        done, cited, required, missing = _answer(kind, request, terms, beside)
        by_hand = kind.reads is Reads.HAND
        found.append(PacketLine(kind.id, kind.title, done, required, cited, by_hand, missing))
    return tuple(found)


def _answer(
    kind: PacketKind, request: Request, terms: Terms, beside: Beside
) -> tuple[bool | None, str, bool, tuple[str, ...]]:
    if kind.reads is Reads.SUPPORT_PLAN:
        rule = terms.attached
        cited, required = (rule.cited, rule.required) if rule else (kind.cited, False)
        return beside.plan_signed is True, cited, required, ()
    if kind.reads is Reads.WHAT_CHANGED:
        again = bool(terms.once and len(beside.times) >= terms.once.value)
        cited = terms.once.cited if terms.once and again else kind.cited
        said = bool(request.what_changed.strip())
        return (said if again else None), cited, again, ()
    if kind.reads is Reads.QUOTES:
        bare = tuple(i.kind for i in request.items if not quoted(request, i))
        return bool(request.items) and not bare, kind.cited, False, bare
    return kind.id in request.ticked, kind.cited, False, ()


def quoted(request: Request, item: Item) -> bool:
    """True when there is a quote for an item: a copy, or one ticked by hand."""
    return bool(item.attachment_id) or f"quote:{item.id}" in request.ticked
