"""The form of a housing support plan: its parts, what makes it complete, common barriers.

The words come from `resources/support_plan.toml`; here is only their shape.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What a plan is looked at for."""

    REVIEW = "review"  # before it goes to a reviewer, and before it is signed
    EXTENSION = "extension"
    DEPOSITS = "deposits"
    TRANSITIONAL_RENT = "transitional-rent"


class Check(StrEnum):
    """How it is seen whether a need is met."""

    ANSWERED = "answered"  # the named fields say something
    BARRIERS = "barriers"  # at least one
    GOALS = "goals"  # short and long, for each barrier
    MEASURES = "measures"  # each goal with a measure and a day
    APPROACH = "approach"
    PROVIDERS = "providers"  # and whether Medi-Cal pays
    STEPS = "steps"  # one at least, each with owner and day
    REVIEW_DAY = "review-day"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Told:
    """Where something is written; `note` says what the source leaves open."""

    source: str
    section: str = ""
    note: str = ""

    @property
    def cited(self) -> str:
        """Source and section, as shown beside what rests on it."""
        return f"{self.source}, {self.section}" if self.section else self.source


@dataclass(frozen=True, slots=True)
class FormField:
    """One question; `help` says what a reviewer looks for."""

    id: str
    label: str
    help: str
    told: Told
    lines: int = 3  # how high it starts


@dataclass(frozen=True, slots=True)
class Part:
    """Questions that belong together."""

    id: str
    title: str
    about: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a plan must hold for a purpose; `policies` is empty where any plan asks."""

    id: str
    title: str
    purposes: frozenset[Purpose]
    check: Check
    fields: tuple[str, ...]
    policies: frozenset[str]
    required: bool
    told: Told


@dataclass(frozen=True, slots=True)
class CommonBarrier:
    """A barrier that many members have, with goals to start from. `phase` is getting, keeping."""

    id: str
    phase: str
    barrier: str
    short_goal: str
    short_measure: str
    long_goal: str
    long_measure: str
    told: Told


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form."""

    parts: tuple[Part, ...]
    needs: tuple[Need, ...]
    common: tuple[CommonBarrier, ...]

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Every question, in the order of the form."""
        return tuple(field for part in self.parts for field in part.fields)

    def field(self, field_id: str) -> FormField | None:
        """A question by its id, None when there is none."""
        return next((one for one in self.fields if one.id == field_id), None)

    def part_of(self, field_id: str) -> Part | None:
        """The part that holds a question."""
        return next((p for p in self.parts if any(f.id == field_id for f in p.fields)), None)

    def needed(self, purpose: Purpose, policies: Collection[str]) -> tuple[Need, ...]:
        """What a plan with these packs asks for; its own word goes before everybody's."""
        found: dict[str, Need] = {}
        for need in self.needs:
            own = not need.policies.isdisjoint(policies)
            if purpose in need.purposes and (own or not need.policies):
                known = found.get(need.id)
                if known is None or (own and not known.policies):
                    found[need.id] = need
        return tuple(found.values())
