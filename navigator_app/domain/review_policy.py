"""What an agency may set of its reviews: what waits by rule, own work, what charts are asked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from navigator_app.domain.review import BATCH, ENDING, OVERRIDE, ChartQuestion

BY_CHOICE = (ENDING, OVERRIDE, BATCH)
"""Kinds of which the agency says whether they wait without anybody asking. Support plans always
wait: a plan is signed only once it was approved."""


@dataclass(frozen=True, slots=True)
class ReviewPolicy:
    """What holds. `waits` are kinds of `BY_CHOICE`; `own_work` is one of `review.OWN_WORK`; `asked`
    are ids of questions that came with the program, `own` the words of the agency's own."""

    waits: tuple[str, ...]
    own_work: str
    asked: tuple[str, ...]
    own: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question of the agency; one that is not `asked` any more keeps the words of its answers."""

    question: ChartQuestion
    asked: bool


def own_id(words: str) -> str:
    """The id of an own question: other words are another question, so that answers of one are never
    counted with those of the other."""
    return f"own-{hashlib.sha256(words.encode()).hexdigest()[:16]}"
