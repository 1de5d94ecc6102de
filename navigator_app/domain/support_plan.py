"""A member's housing support plan: its rows, its states and who may move it, what was signed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from navigator_app.domain.vocabulary import Role, Word

SIGNERS = ("member", "guardian", "navigator", "supervisor")
HOW_SIGNED = ("paper", "screen", "verbal")
PHASES = ("getting", "keeping")
PROGRESS = ("not-started", "under-way", "met", "stopped")


class PlanState(Word):
    """How far a version is."""

    DRAFT = "Draft", "draft"
    IN_REVIEW = "In review", "in-review"
    RETURNED = "Returned with comments", "returned"
    APPROVED = "Approved, to be signed", "approved"
    SIGNED = "Signed", "signed"

    @property
    def open_to_change(self) -> bool:
        """True while its text may be written."""
        return self in (PlanState.DRAFT, PlanState.RETURNED)


class Move(Word):
    """What moves a version on."""

    SUBMIT = "Send for review", "submit"
    TAKE_BACK = "Take back", "take-back"
    RETURN = "Return with comments", "return"
    APPROVE = "Approve", "approve"
    REOPEN = "Change again", "reopen"
    SIGN = "Record a signature", "sign"
    REVISE = "Revise", "revise"


FROM: dict[Move, tuple[PlanState, ...]] = {
    Move.SUBMIT: (PlanState.DRAFT, PlanState.RETURNED),
    Move.TAKE_BACK: (PlanState.IN_REVIEW,),
    Move.RETURN: (PlanState.IN_REVIEW,),
    Move.APPROVE: (PlanState.IN_REVIEW,),
    Move.REOPEN: (PlanState.APPROVED,),
    Move.SIGN: (PlanState.APPROVED,),
    Move.REVISE: (PlanState.SIGNED,),
}
"""From which states each move goes."""

TO = {
    Move.SUBMIT: PlanState.IN_REVIEW,
    Move.TAKE_BACK: PlanState.DRAFT,
    Move.RETURN: PlanState.RETURNED,
    Move.APPROVE: PlanState.APPROVED,
    Move.REOPEN: PlanState.DRAFT,
}
"""Where it leads. The last signature that is needed makes it signed."""

REVIEWERS_MOVES = (Move.RETURN, Move.APPROVE)


def may_review(role: Role, supervisors: int) -> bool:
    """True for a supervisor; for a navigator only where the store knows no supervisor at all."""
    return role is Role.SUPERVISOR or (role is Role.NAVIGATOR and supervisors == 0)


def moves(state: PlanState, role: Role, supervisors: int) -> tuple[Move, ...]:
    """What this person may do with a version in that state."""
    reviews = may_review(role, supervisors)
    return tuple(
        move for move, states in FROM.items()
        if state in states and (reviews or move not in REVIEWERS_MOVES)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step toward a barrier's goals."""

    id: str
    barrier_id: str
    what: str
    owner: str  # member, navigator, or who else in words
    due: date | None
    done: date | None


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of a barrier; `term` is short or long."""

    barrier_id: str
    term: str
    goal: str
    measure: str
    by: date | None
    met: date | None


@dataclass(frozen=True, slots=True)
class BarrierRow:
    """A barrier to getting or keeping a home, with what is set against it.

    `root` is the barrier it was first written as, the same through every revision.
    """

    id: str
    root: str
    phase: str
    barrier: str
    short_goal: str = ""
    short_measure: str = ""
    short_by: date | None = None
    long_goal: str = ""
    long_measure: str = ""
    long_by: date | None = None
    approach: str = ""
    other_providers: str = ""
    medi_cal_pays: bool | None = None
    progress: str = ""
    progress_note: str = ""
    met: date | None = None
    short_met: date | None = None
    long_met: date | None = None
    steps: tuple[StepRow, ...] = ()

    @property
    def goals(self) -> tuple[Goal, ...]:
        """The goals that are written; a barrier that is met has met both."""
        whole = self.met if self.progress == "met" else None
        told = (
            Goal(self.id, "short", self.short_goal, self.short_measure, self.short_by,
                 self.short_met or whole),
            Goal(self.id, "long", self.long_goal, self.long_measure, self.long_by,
                 self.long_met or whole),
        )  # fmt: skip
        return tuple(goal for goal in told if goal.goal.strip())


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A remark beside a part of the plan; `about` is a field's or barrier's id, "" for all."""

    id: str
    about: str
    comment: str
    by: str
    at: datetime
    resolved: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """Who put a name under it, how and when."""

    id: str
    role: str
    name: str
    how: str
    on: date
    witness: str = ""
    by: str = ""  # who recorded it


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in the list of versions."""

    id: str
    version: int
    state: PlanState
    started: date
    signed: date | None
    review: date | None
    why: str
    author: str


@dataclass(frozen=True, slots=True)
class SupportPlanRow:
    """One version, whole."""

    id: str
    member_id: str
    referral_id: str | None
    version: int
    previous_id: str | None
    state: PlanState
    state_on: date | None
    started: date
    review: date | None
    signed: date | None
    why: str
    sha256: str
    author: str
    reviewer: str
    answers: dict[str, str] = field(default_factory=dict)
    barriers: tuple[BarrierRow, ...] = ()
    comments: tuple[CommentRow, ...] = ()
    signatures: tuple[SignatureRow, ...] = ()

    def answer(self, field_id: str) -> str:
        """What stands in a field."""
        return self.answers.get(field_id, "")

    def barrier(self, barrier_id: str) -> BarrierRow | None:
        """A barrier by its id."""
        return next((one for one in self.barriers if one.id == barrier_id), None)


def signatures_complete(roles: Sequence[str]) -> bool:
    """True once the member, or who signs for them, and the navigator have signed."""
    return "navigator" in roles and ("member" in roles or "guardian" in roles)


def content_sha256(plan: SupportPlanRow, order: Sequence[str]) -> str:
    """The fingerprint of what is signed: the answers in the order of the form, then the review
    day, the barriers with their goals, the steps. Progress is no part of it."""
    known = [name for name in order if plan.answer(name)]
    known += sorted(name for name in plan.answers if name not in order and plan.answer(name))
    told: list[object] = [
        plan.started.isoformat(),
        _iso(plan.review),
        [[name, plan.answer(name)] for name in known],
        [_agreed(one) for one in plan.barriers],
    ]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _agreed(one: BarrierRow) -> list[object]:
    return [
        one.phase, one.barrier,
        one.short_goal, one.short_measure, _iso(one.short_by),
        one.long_goal, one.long_measure, _iso(one.long_by),
        one.approach, one.other_providers, one.medi_cal_pays,
        [[step.what, step.owner, _iso(step.due)] for step in one.steps],
    ]  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
