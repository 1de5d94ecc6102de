"""What is judged before a housing deposit, from recorded facts.

[P] Partnership policy MCAP7003 §F.2; the conditions of one Los Angeles plan are a list in its pack.
"""

from __future__ import annotations

from collections.abc import Callable

from navigator_app.domain.guard_facts import GuardFacts, Judged, Verdict
from navigator_app.domain.programs import DUPLICATIVE
from navigator_app.domain.rules import Rule
from navigator_app.domain.saying import N_, Term, saying

NEVER_PAID = frozenset(("rent", "ongoing-rent", "room-and-board", "transitional-rent"))
"""Kinds of an item that are ongoing rent or room and board; first and last month are neither."""


def no_rent(facts: GuardFacts, _rule: Rule) -> Judged:
    """A deposit establishes a household; it never pays ongoing rent or room and board
    ([P] §F.2.a.1). Judged from the items that are asked for."""
    if facts.deposit_items is None:
        return Verdict.UNKNOWN, saying(
            N_("What the deposit would pay is not recorded here. Ongoing rent is never paid.")
        )
    rent = [item for item in facts.deposit_items if item in NEVER_PAID]
    if rent:
        return Verdict.REFUSE, saying(
            N_("Ongoing rent or room and board is among what is asked for; take it out.")
        )
    return Verdict.OK, saying(
        N_("{count} items are asked for; none is ongoing rent or room and board."),
        count=len(facts.deposit_items),
    )


def conditions(facts: GuardFacts, rule: Rule) -> Judged:
    """Every condition of the rule's list. One that does not hold refuses; one whose fact is
    missing, or that is not known here, is named."""
    found = [(item, _CONDITIONS.get(item, _unknown)(facts)) for item in rule.items]
    for _item, (verdict, why) in found:
        if verdict is Verdict.REFUSE:
            return verdict, why
    missing = tuple(Term(item) for item, judged in found if judged[0] is Verdict.UNKNOWN)
    if missing:
        return Verdict.UNKNOWN, saying(N_("Not recorded here: {missing}."), missing=missing)
    met = tuple(Term(item) for item, _judged in found)
    return Verdict.OK, saying(N_("Recorded: {met}."), met=met)


_OK: Judged = (Verdict.OK, saying(""))
_MISSING: Judged = (Verdict.UNKNOWN, saying(""))


def _enrolled(facts: GuardFacts) -> Judged:
    began = facts.navigation_began
    if began is None:
        return _MISSING
    if began > facts.on:
        why = saying(N_("Housing navigation begins only on {day}."), day=began)
        return Verdict.REFUSE, why
    return _OK


def _moving(facts: GuardFacts) -> Judged:
    return _MISSING if facts.moved_in is None else _OK


def _not_there_yet(facts: GuardFacts) -> Judged:
    if facts.moved_in is None:
        return _MISSING
    asked = facts.asked_on or facts.on
    if facts.moved_in < asked:
        return Verdict.REFUSE, saying(
            N_("Moved in on {moved}, before the deposit was asked for on {asked}."),
            moved=facts.moved_in,
            asked=asked,
        )
    return _OK


def _nothing_beside(facts: GuardFacts) -> Judged:
    found = facts.running(DUPLICATIVE)
    if found:
        return Verdict.REFUSE, saying(
            N_("{program} runs on this day and does the same. End one of them first."),
            program=Term(found[0].program.value),
        )
    return _OK


def _unknown(_facts: GuardFacts) -> Judged:
    return _MISSING


_CONDITIONS: dict[str, Callable[[GuardFacts], Judged]] = {
    "enrolled in housing navigation": _enrolled,
    "moving into permanent housing": _moving,
    "not living there already": _not_there_yet,
    "no duplicative program": _nothing_beside,
}
"""The words of the packs' lists that a recorded fact answers."""
