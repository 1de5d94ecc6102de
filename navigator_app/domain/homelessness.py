"""Homeless or not, under HUD and under DHCS side by side, from recorded facts.

HUD: 24 CFR 91.5, four categories, and "at risk of homelessness". DHCS: the same, with two
modifications that are commonly described and that no public text read so far confirms; they are
never applied, only shown: a case that rests on one of them is `unconfirmed`. Thresholds come from
the policy packs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import NamedTuple

from navigator_app.domain.rules import Rule
from navigator_app.domain.saying import N_, Saying, Term, saying

LITERALLY = frozenset((101, 116, 118, 302))
"""HMIS 4.12: shelter, place not meant for habitation, Safe Haven, transitional housing."""
BEFORE_INSTITUTION = frozenset((101, 116, 118))
"""What counts as homeless immediately before an institution: shelter or not meant to live in."""
INSTITUTIONS = frozenset((204, 205, 206, 207, 215, 225))
DOUBLED_UP = frozenset((335, 336))
"""In a family member's or a friend's home."""
OWN_HOTEL = 314
NOT_KNOWN = frozenset((8, 9, 17, 37, 99))


class Finding(StrEnum):
    """What the facts say of a definition."""

    YES = "yes"
    UNCONFIRMED = "unconfirmed"
    UNKNOWN = "unknown"
    NO = "no"


class Definition(Enum):
    """Whose definition."""

    HUD = "HUD (24 CFR 91.5)"
    DHCS = "DHCS"


@dataclass(frozen=True, slots=True)
class Situation:
    """What was known on `on` of where a member lives; None where nobody knew.

    Living situations are HMIS codes (4.12, 3.917). `institution_exit_on` may lie ahead. `losing`:
    the loss of the home is expected, or notice was given; a day of either says so, too. `crowded`:
    more persons to a room than the definition of being at risk allows.
    """

    on: date
    living_situation: int | None = None
    prior_situation: int | None = None
    institution_entry_on: date | None = None
    institution_exit_on: date | None = None
    loss_expected_on: date | None = None
    notice_on: date | None = None
    below_30_ami: bool | None = None
    no_resources: bool | None = None
    moves_60_days: int | None = None
    fleeing: bool | None = None
    youth_or_family: bool | None = None
    other_statute: bool | None = None
    long_unstable: bool | None = None
    losing: bool | None = None
    crowded: bool | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """One category of a definition: its number (0 is "at risk"), the finding, why, the source."""

    number: int
    finding: Finding
    why: Saying
    source: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """One definition: the finding over all categories and each by itself.

    Category 3 (other federal statutes: youth, families with children) is at most `unconfirmed`:
    no text that was read says how long and how many moves it takes. While it is `unknown` it does
    not decide the whole.
    """

    definition: Definition
    finding: Finding
    categories: tuple[Category, ...]
    at_risk: Category


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The rules with their values; an unconfirmed one is only ever shown. None where no pack
    carries it, and nothing is judged by it."""

    imminent: Rule | None = None  # hud-imminent-loss
    institution: Rule | None = None  # hud-institution-stay
    notice: Rule | None = None  # hud-at-risk-notice
    income: Rule | None = None  # hud-at-risk-income
    moves: Rule | None = None  # hud-at-risk-moves: within how many days
    times: Rule | None = None  # hud-at-risk-move-count: how many of them
    signs: Rule | None = None  # hud-at-risk-signs
    other_imminent: Rule | None = None  # dhcs-imminent-loss, unconfirmed
    other_institution: Rule | None = None  # dhcs-institution-stay, unconfirmed
    statutes: Rule | None = None  # hud-other-statutes, unconfirmed


def judge(
    situation: Situation, rules: Thresholds, today: date | None = None
) -> tuple[Judgement, Judgement]:
    """HUD and DHCS, in this order, as the facts stand on a day (the day they were known).

    What is imminent is counted from that day, whenever it was written down.
    """
    today = today or situation.on
    at_risk = _at_risk(situation, rules, today)
    found = []
    for definition in Definition:
        dhcs = definition is Definition.DHCS
        categories = (
            _literally(situation, rules, dhcs),
            _imminent(situation, rules, dhcs, today),
            _statutes(situation, rules),
            _fleeing(situation),
        )
        deciding = [
            category.finding
            for category in categories
            if category.number != 3 or category.finding is not Finding.UNKNOWN
        ]
        whole = min(deciding, key=list(Finding).index)
        found.append(Judgement(definition, whole, categories, at_risk))
    return found[0], found[1]


_CFR = "24 CFR 91.5"


def _literally(now: Situation, rules: Thresholds, dhcs: bool) -> Category:
    source = rules.institution.cited if rules.institution else _CFR
    living = now.living_situation
    if living is None or living in NOT_KNOWN:
        why = saying(N_("Where the member lives is not recorded."))
        return Category(1, Finding.UNKNOWN, why, source)
    if living in LITERALLY:
        why = saying(N_("Lives in a shelter or a place not meant to live in."))
        return Category(1, Finding.YES, why, source)
    if living not in INSTITUTIONS:
        return Category(1, Finding.NO, saying(N_("Lives in a home or with others.")), source)
    if now.prior_situation is None or now.prior_situation in NOT_KNOWN:
        why = saying(N_("In an institution; where the member lived before is not recorded."))
        return Category(1, Finding.UNKNOWN, why, source)
    if now.prior_situation not in BEFORE_INSTITUTION:
        why = saying(N_("In an institution, and not homeless right before it."))
        return Category(1, Finding.NO, why, source)
    return _institution(now, rules, dhcs, source)


def _institution(now: Situation, rules: Thresholds, dhcs: bool, source: str) -> Category:
    """Homeless before: the length of the stay decides."""
    entry, leave = now.institution_entry_on, now.institution_exit_on
    if entry is None or leave is None or rules.institution is None:
        why = saying(N_("Homeless before the institution; first or last day there is missing."))
        return Category(1, Finding.UNKNOWN, why, source)
    days, most = (leave - entry).days, rules.institution.value
    if days <= most:
        why = saying(
            N_("Leaves an institution after {days} days (at most {most}), homeless before."),
            days=days,
            most=most,
        )
        return Category(1, Finding.YES, why, source)
    if dhcs and rules.other_institution is not None:
        why = saying(
            N_("{days} days in the institution. DHCS is said to count a stay of any length; no "
               "public text that was read confirms it."),
            days=days,
        )  # fmt: skip
        return Category(1, Finding.UNCONFIRMED, why, rules.other_institution.cited)
    why = saying(N_("{days} days in the institution; {most} are the most."), days=days, most=most)
    return Category(1, Finding.NO, why, source)


def _imminent(now: Situation, rules: Thresholds, dhcs: bool, today: date) -> Category:
    rule = rules.imminent
    source = rule.cited if rule else _CFR
    if now.loss_expected_on is None or rule is None:
        return Category(2, *_no_day(now), source)
    days = (now.loss_expected_on - today).days
    if days < 0:
        why = saying(
            N_("The home was to be lost on {day}, which has passed: record where the member lives "
               "now."),
            day=now.loss_expected_on,
        )  # fmt: skip
        return Category(2, Finding.NO, why, source)
    other = rules.other_imminent if dhcs else None
    within = max(rule.value, other.value) if other else rule.value
    fields = {"days": days, "most": rule.value, "said": within}
    if days > within:
        why = saying(N_("The home is lost in {days} days; {said} are the most."), **fields)
        return Category(2, Finding.NO, why, other.cited if other else source)
    if now.no_resources is None:
        why = saying(N_("Whether there is another home or help is not recorded."))
        return Category(2, Finding.UNKNOWN, why, source)
    if not now.no_resources:
        why = saying(N_("There is another home, or help to keep this one."))
        return Category(2, Finding.NO, why, source)
    if days > rule.value and other is not None:
        why = saying(
            N_("The home is lost in {days} days. DHCS is said to count {said} instead of {most}; "
               "no public text that was read confirms it."),
            **fields,
        )  # fmt: skip
        return Category(2, Finding.UNCONFIRMED, why, other.cited)
    why = saying(N_("The home is lost in {days} days (at most {most}), with no other."), **fields)
    return Category(2, Finding.YES, why, source)


def _no_day(now: Situation) -> tuple[Finding, Saying]:
    """No day of the loss is known: is there a home to lose, and is its loss expected at all?"""
    if now.living_situation in LITERALLY:
        return Finding.NO, saying(N_("No home that could be lost."))
    if now.losing is False and now.notice_on is None:
        return Finding.NO, saying(N_("The loss of the home is not expected."))
    if now.no_resources is False:
        return Finding.NO, saying(N_("There is another home, or help to keep this one."))
    return Finding.UNKNOWN, saying(N_("No day on which the home will be lost is recorded."))


def _statutes(now: Situation, rules: Thresholds) -> Category:
    source = rules.statutes.cited if rules.statutes else _CFR
    asked = (
        (now.youth_or_family, N_("Neither an unaccompanied youth nor a family with children."),
         N_("unaccompanied youth, or family with children")),
        (now.other_statute, N_("Not homeless under another federal statute."),
         N_("homeless under another federal statute")),
        (now.long_unstable, N_("The home was not unstable for long."),
         N_("unstable for long")),
    )  # fmt: skip
    denied = next((text for known, text, _name in asked if known is False), None)
    if denied is not None:
        return Category(3, Finding.NO, saying(denied), source)
    missing = tuple(Term(name) for known, _text, name in asked if known is None)
    if len(missing) == len(asked):
        why = saying(
            N_("Youth and families with children under other federal statutes: not recorded here.")
        )
        return Category(3, Finding.UNKNOWN, why, source)
    if missing:
        return Category(3, Finding.UNKNOWN, saying(N_("Not recorded: {missing}."), missing=missing),
                        source)  # fmt: skip
    why = saying(
        N_("A youth or a family, homeless under another federal statute, and unstable for long. "
           "No text that was read says how long or how many moves it takes.")
    )  # fmt: skip
    return Category(3, Finding.UNCONFIRMED, why, source)


def _fleeing(now: Situation) -> Category:
    if now.fleeing is None:
        finding, why = (
            Finding.UNKNOWN,
            saying(N_("Whether the member flees violence is not recorded.")),
        )
    elif not now.fleeing:
        finding, why = Finding.NO, saying(N_("Does not flee violence."))
    elif now.no_resources is None:
        finding = Finding.UNKNOWN
        why = saying(N_("Flees violence; whether there is another home is not recorded."))
    elif now.no_resources:
        finding, why = Finding.YES, saying(N_("Flees violence, with no other home."))
    else:
        finding, why = Finding.NO, saying(N_("Flees violence, and has another home or help."))
    return Category(4, finding, why, _CFR)


def _at_risk(now: Situation, rules: Thresholds, today: date) -> Category:
    """At risk: income, want of support, and one sign of instability."""
    source = rules.income.cited if rules.income else _CFR
    if now.below_30_ami is False or now.no_resources is False:
        why = saying(N_("Income or support is above what the definition asks."))
        return Category(0, Finding.NO, why, source)
    if now.below_30_ami is None or now.no_resources is None:
        why = saying(N_("Income against the area's median, or want of support, is not recorded."))
        return Category(0, Finding.UNKNOWN, why, source)
    signs = _signs(now, rules, today)
    seen = next((sign for sign in signs if sign.holds), None)
    if seen is not None:
        why = saying(N_("{sign}; low income, no support."), sign=Term(seen.name))
        return Category(0, Finding.YES, why, seen.rule.cited if seen.rule else source)
    missing = tuple(Term(sign.name) for sign in signs if sign.holds is None)
    if missing:
        why = saying(N_("Low income and no support. Not recorded: {missing}."), missing=missing)
        return Category(0, Finding.UNKNOWN, why, source)
    why = saying(N_("Low income and no support, and none of the signs of instability."))
    return Category(0, Finding.NO, why, source)


class _Sign(NamedTuple):
    """A sign of instability: whether it holds (None while nobody recorded it), its rule."""

    name: str
    holds: bool | None
    rule: Rule | None


def _signs(now: Situation, rules: Thresholds, today: date) -> tuple[_Sign, ...]:
    """24 CFR 91.5, at risk (1)(iii), (A) to (F). (G), what a consolidated plan names, is not
    recorded here and judges nothing."""
    living = None if now.living_situation in NOT_KNOWN else now.living_situation
    moved = None
    if now.moves_60_days is not None and rules.times is not None:
        moved = now.moves_60_days >= rules.times.value
    # Living with others counts when it is for want of money, which no field says.
    with_others = None if living is None or living in DOUBLED_UP else False
    leaves: bool | None = None if living is None else living in INSTITUTIONS
    if leaves and now.institution_exit_on is None:
        leaves = None
    return (
        _Sign(N_("moved as often as the definition asks"), moved, rules.times),
        _Sign(N_("with others for want of money"), with_others, rules.signs),
        _Sign(N_("written notice to leave soon"), _noticed(now, rules, today), rules.notice),
        _Sign(N_("in a hotel at their own cost"),
              None if living is None else living == OWN_HOTEL, rules.signs),
        _Sign(N_("overcrowded"), now.crowded, rules.signs),
        _Sign(N_("leaves an institution"), leaves, rules.signs),
    )  # fmt: skip


def _noticed(now: Situation, rules: Thresholds, today: date) -> bool | None:
    """Written notice that the right to stay ends within the rule's days of `today`."""
    loss = now.loss_expected_on
    if rules.notice is None or loss is None:
        return False if now.losing is False and now.notice_on is None else None
    if not 0 <= (loss - today).days <= rules.notice.value:
        return False
    return True if now.notice_on is not None else None
