"""What stands against sending a deposit request, named at the field it stands beside.

Only what refuses (`Verdict.REFUSE`) keeps a request from being sent; as a draft everything is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from navigator_app.domain import money
from navigator_app.domain.deposits import Beside, Item, ItemKind, Request, State, Terms
from navigator_app.domain.guard_checks import once
from navigator_app.domain.guard_facts import GuardFacts, Verdict
from navigator_app.domain.rules import Rule
from navigator_app.domain.saying import N_, Saying, Term, saying
from navigator_app.domain.vocabulary import Service

FARTHEST = timedelta(days=366)
"""A move-in further ahead than a year is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be said of a field. `item` is the place of the item it is about, None for the
    whole request; `cited` is the rule's document where a rule speaks."""

    field: str
    verdict: Verdict
    why: Saying
    item: int | None = None
    cited: str = ""

    @property
    def stops(self) -> bool:
        """True when the request cannot be sent like this."""
        return self.verdict is Verdict.REFUSE


Kinds = Callable[[str], ItemKind | None]


def judge(
    request: Request, terms: Terms, beside: Beside, kinds: Kinds, on: date
) -> tuple[Finding, ...]:
    """Everything to be said of a request that would be sent on a day, in the order of the form."""
    found: list[Finding] = []
    for place, item in enumerate(request.items):
        found += _item(place, item, terms, kinds)
    found += _repeated(request, terms, kinds)
    found += _total(request, terms, beside)
    found += _move_in(request, terms, beside, on)
    found += _again(request, terms, beside)
    found += _support_plan(terms, beside)
    if beside.waiting:
        why = saying(
            N_("Another request was sent on {day} and waits for its answer."),
            day=max(beside.waiting),
        )
        found.append(Finding("items", Verdict.WARN, why))
    return tuple(found)


def _item(place: int, item: Item, terms: Terms, kinds: Kinds) -> Iterator[Finding]:
    kind = kinds(item.kind)
    if kind is None:
        yield _stop("kind", saying(N_("Choose what it is.")), place)
    else:
        yield from _paid(place, kind, terms)
    yield from _amount(place, item)
    if not item.vendor.strip():
        yield _stop("vendor", saying(N_("Who is to be paid is missing.")), place)
    elif not item.vendor_contact.strip():
        why = saying(N_("How to reach who is paid is missing; the plan may ask."))
        yield Finding("vendor_contact", Verdict.WARN, why, place)


def _amount(place: int, item: Item) -> Iterator[Finding]:
    if item.cents is None:
        yield _stop("cents", saying(N_("The amount is missing.")), place)
    elif item.cents <= 0:
        yield _stop("cents", saying(N_("An amount is more than nothing.")), place)
    elif item.cents > money.MOST_CENTS:
        yield _stop("cents", saying(N_("That amount cannot be.")), place)


def _paid(place: int, kind: ItemKind, terms: Terms) -> Iterator[Finding]:
    pays = terms.pays(kind)
    if kind.never:
        why = saying(N_("A deposit never pays ongoing rent. Take it out."))
        yield _stop("kind", why, place, terms.no_rent)
    elif pays is False and terms.allowed is not None and not terms.borrowed:
        why = saying(N_("It is not in the plan's list of what a deposit may pay."))
        yield _stop("kind", why, place, terms.allowed)
    elif pays is False and terms.allowed is not None:
        why = saying(N_("Not even the other plan's list has it: ask before sending."))
        yield Finding("kind", Verdict.UNKNOWN, why, place, terms.allowed.cited)


def _repeated(request: Request, terms: Terms, kinds: Kinds) -> Iterator[Finding]:
    """A first month stands there once; a second would be ongoing rent."""
    seen: set[str] = set()
    for place, item in enumerate(request.items):
        kind = kinds(item.kind)
        if kind is not None and kind.once and kind.id in seen:
            why = saying(
                N_("{what} stands here twice. More than that is ongoing rent, which is not paid."),
                what=Term(kind.title),
            )
            yield _stop("kind", why, place, terms.no_rent)
        seen.add(item.kind)


def _total(request: Request, terms: Terms, beside: Beside) -> Iterator[Finding]:
    if not request.items:
        yield _stop("items", saying(N_("Nothing is asked for yet: add an item.")))
    if terms.allowed is None or terms.borrowed:
        why = saying(N_("What this plan pays is not known here: ask it. The list is another's."))
        yield Finding("items", Verdict.UNKNOWN, why, None, _cited(terms.allowed))
    cap = terms.cap_cents
    if cap is None or terms.cap is None:
        why = saying(N_("No cap is known for this plan: ask it."))
        yield Finding("total", Verdict.UNKNOWN, why)
        return
    sums = beside.used_cents
    for place, item in enumerate(request.items):
        sums += item.cents or 0
        if sums > cap:
            yield _stop("cents", _over(request, beside, cap), place, terms.cap)
            return


def _over(request: Request, beside: Beside, cap: int) -> Saying:
    over = beside.used_cents + request.total - cap
    fields = {"over": money.dollars(over), "cap": money.dollars(cap)}
    if beside.used_cents:
        return saying(
            N_("{over} over the plan's {cap}, of which {used} were approved before."),
            used=money.dollars(beside.used_cents),
            **fields,
        )
    return saying(N_("With this the request is {over} over the plan's {cap}."), **fields)


def _move_in(request: Request, terms: Terms, beside: Beside, on: date) -> Iterator[Finding]:
    day = request.move_in_on
    if day is None:
        yield _stop("move_in_on", saying(N_("The move-in date is missing.")))
    elif day > on + FARTHEST:
        yield _stop("move_in_on", saying(N_("The move-in lies more than a year ahead.")))
    elif beside.last_day is not None and terms.window is not None and on > beside.last_day:
        why = saying(
            N_("For a move-in on {day} the items had to be asked for by {last}."),
            day=day,
            last=beside.last_day,
        )
        yield _stop("move_in_on", why, None, terms.window)
    elif day < on and terms.window is None:
        why = saying(N_("Moved in already. Whether this plan still pays is not known: ask it."))
        yield Finding("move_in_on", Verdict.WARN, why)


def _again(request: Request, terms: Terms, beside: Beside) -> Iterator[Finding]:
    """Once, and once more with what has changed; said in the request itself ([P] §F.2.a.1.a)."""
    if terms.once is None:
        return
    times = [replace(use, service=Service.DEPOSITS) for use in beside.times]
    said = request.what_changed.strip()
    if said:
        times = [replace(use, what_changed=said) for use in times]
    facts = GuardFacts(Service.DEPOSITS, request.submitted_on or date.min, uses=tuple(times))
    verdict, why = once(facts, terms.once)
    if verdict is Verdict.REFUSE:
        yield _stop("what_changed", why, None, terms.once)


def _support_plan(terms: Terms, beside: Beside) -> Iterator[Finding]:
    if beside.plan_signed or terms.attached is None:
        return
    why = saying(N_("There is no signed housing support plan yet; without it the plan says no."))
    yield _stop("support_plan", why, None, terms.attached)


def _stop(field: str, why: Saying, item: int | None = None, rule: Rule | None = None) -> Finding:
    return Finding(field, Verdict.REFUSE, why, item, _cited(rule))


def _cited(rule: Rule | None) -> str:
    return rule.cited if rule is not None else ""


NEXT = {
    State.DRAFT: frozenset((State.SUBMITTED, State.WITHDRAWN)),
    State.SUBMITTED: frozenset((State.APPROVED, State.DENIED, State.WITHDRAWN)),
    State.APPROVED: frozenset((State.PAID, State.WITHDRAWN)),
    State.DENIED: frozenset[State](),
    State.PAID: frozenset[State](),
    State.WITHDRAWN: frozenset[State](),
}
"""Where a request may go from where it stands."""


def refused_step(request: Request, to: State) -> Saying | None:
    """Why a request cannot go there from where it stands, None when it can."""
    if to in NEXT[request.state]:
        return None
    day = request.decided_on or request.submitted_on
    if to is State.SUBMITTED and request.submitted_on is not None:
        return saying(N_("It was sent on {day} already."), day=request.submitted_on)
    if request.state is State.DRAFT:
        return saying(N_("It has not been sent yet."))
    words = Term(STATES[request.state])
    if day is None:
        return saying(N_("It is {state} already."), state=words)
    return saying(N_("It is {state} already, since {day}."), state=words, day=day)


STATES = {
    State.DRAFT: N_("a draft"),
    State.SUBMITTED: N_("sent"),
    State.APPROVED: N_("approved"),
    State.DENIED: N_("denied"),
    State.PAID: N_("paid"),
    State.WITHDRAWN: N_("taken back"),
}
"""The states as they stand inside a sentence."""
