"""What waits for a supervisor's word, and charts drawn for review: rows, states, the draw."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

PLAN, ENDING, OVERRIDE, BATCH = "support_plan", "discontinuation", "guard_override", "batch"
KINDS = (PLAN, ENDING, OVERRIDE, BATCH)
WAITING, RETURNED, APPROVED, WITHDRAWN = "waiting", "returned", "approved", "withdrawn"
STATES = (WAITING, RETURNED, APPROVED, WITHDRAWN)

RANDOM, BY_RISK = "random", "by-risk"
HOWS = (RANDOM, BY_RISK)
YES, NO, NOT_APPLICABLE = "yes", "no", "na"
ANSWERS = (YES, NO, NOT_APPLICABLE)
DRAWN, READ = "drawn", "read"
REFUSED, REASON = "refused", "reason"
OWN_WORK = (REFUSED, REASON)
"""What whoever reviews may do about their own work when nobody else could decide."""
PLAIN_WEIGHT = 100
"""What a chart without any sign weighs, in hundredths."""


@dataclass(frozen=True, slots=True)
class ReviewKind:
    """A kind of thing that may wait; `by_rule` waits without anybody asking."""

    id: str
    title: str
    by_rule: bool


@dataclass(frozen=True, slots=True)
class RiskSign:
    """A sign that a chart should be looked at; `weight` in hundredths, `days` it looks back."""

    id: str
    title: str
    weight: int
    days: int


@dataclass(frozen=True, slots=True)
class ChartQuestion:
    """One question asked of each chart."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """The whole of `resources/review.toml`."""

    kinds: Mapping[str, ReviewKind]
    risks: tuple[RiskSign, ...]
    questions: tuple[ChartQuestion, ...]
    own_work: str = REFUSED


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One thing in the queue. A support plan stands in it under its own id.

    `asked_by` is a user's id, `maker_id` who wrote what is reviewed; `at` moments are UTC.
    """

    id: str
    about: str
    about_id: str
    member_id: str  # "" for a batch
    member: str
    asked_by: str
    asker: str
    asked_at: datetime
    state: str
    decider: str
    decided_at: datetime | None
    note: str
    maker_id: str
    open_comments: int
    for_id: str = ""  # whom it waits for; "" for whoever may review
    for_name: str = ""
    age: int = 0  # whole days since it was asked
    own: bool = False  # of whoever is at work

    @property
    def hands(self) -> frozenset[str]:
        """Who asked and who wrote it."""
        return frozenset({self.asked_by, self.maker_id} - {""})


@dataclass(frozen=True, slots=True)
class Comment:
    """A word beside a part of the text; `place` "" is the whole."""

    id: str
    place: str
    text: str
    by: str
    at: datetime
    settled: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the text under review, with what stands beside it."""

    place: str
    heading: str
    text: str
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """An item beside its text. `may_decide` is False for one's own and without the right;
    `why_not` says so."""

    item: ReviewItem
    parts: tuple[Part, ...]
    may_decide: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found about one question."""

    answer: str  # YES, NO, NOT_APPLICABLE
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend, whose it is and until when."""

    id: str
    review_id: str
    member_id: str
    member: str
    question: str
    text: str
    owner_id: str
    owner: str
    due: date | None
    settled_at: datetime | None
    settled_how: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart that was drawn."""

    id: str
    sample_id: str
    drawn_on: date
    how: str
    seed: int
    weight: int
    member_id: str
    member: str
    navigator_id: str
    navigator: str
    state: str
    reader: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """Charts drawn together."""

    id: str
    drawn_on: date
    how: str
    seed: int
    charts: int
    read: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a draw again would give: the same seed over the charts of today."""

    member_ids: tuple[str, ...]
    same: bool


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """How one question was answered in a month of readings ("" month for all)."""

    question: str
    month: str
    yes: int
    no: int
    not_applicable: int

    @property
    def share(self) -> float | None:
        """Part of yes among yes and no; None where neither was given."""
        told = self.yes + self.no
        return self.yes / told if told else None


def draw(weights: Mapping[str, int], count: int, seed: int) -> tuple[str, ...]:
    """So many keys drawn without putting back, the heavier the likelier; the same for a seed.

    Each key has a number of its own from seed and key, so the order or company of the others does
    not matter to it (Efraimidis and Spirakis, weighted random sampling with a reservoir, 2006: the
    largest u^(1/w)). Keys that weigh nothing are never drawn.
    """
    ranked = sorted(
        (-math.log(_unit(seed, key)) / weight, key) for key, weight in weights.items() if weight > 0
    )
    return tuple(key for _rank, key in ranked[: max(count, 0)])


def _unit(seed: int, key: str) -> float:
    """A number above 0 and below 1 that seed and key alone decide."""
    digest = hashlib.sha256(f"{seed}:{key}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") + 1) / (2**64 + 2)
