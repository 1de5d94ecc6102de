"""The housing search: stages and moves, what runs out when, and what a rent means for an income.

Nothing here is a rule of a plan or a law: figures to compare with are the agency's own and come in
as arguments. Money is whole cents a month.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from navigator_app.domain.saying import N_, Saying, saying
from navigator_app.domain.vocabulary import Word


class Stage(Word):
    """How far one home is on its way for one member."""

    LOOKING = N_("Looking"), "looking"
    SHOWING = N_("Showing"), "showing"
    APPLIED = N_("Applied"), "applied"
    DENIED = N_("Denied"), "denied"
    APPEALED = N_("Appealed"), "appealed"
    APPROVED = N_("Approved"), "approved"
    LEASE = N_("Lease"), "lease"
    MOVED_IN = N_("Moved in"), "moved-in"
    ENDED = N_("Ended"), "ended"


class Step(Word):
    """What happens to an application; each but a note and a fee leads to a stage."""

    SHOWING = N_("Showing set"), "showing"
    APPLIED = N_("Application handed in"), "applied"
    DENIED = N_("Denied"), "denied"
    APPEALED = N_("Appeal handed in"), "appealed"
    APPEAL_GRANTED = N_("Appeal granted"), "appeal-granted"
    APPEAL_DENIED = N_("Appeal denied"), "appeal-denied"
    APPROVED = N_("Approved"), "approved"
    LEASE = N_("Lease ready or signed"), "lease"
    MOVED_IN = N_("Moved in"), "moved-in"
    ENDED = N_("No longer followed up"), "ended"
    REOPENED = N_("Taken up again"), "reopened"
    FEE = N_("Fee paid"), "fee"
    NOTE = N_("Note"), "note"


LEADS_TO = {
    Step.SHOWING: Stage.SHOWING,
    Step.APPLIED: Stage.APPLIED,
    Step.DENIED: Stage.DENIED,
    Step.APPEALED: Stage.APPEALED,
    Step.APPEAL_GRANTED: Stage.APPROVED,
    Step.APPEAL_DENIED: Stage.DENIED,
    Step.APPROVED: Stage.APPROVED,
    Step.LEASE: Stage.LEASE,
    Step.MOVED_IN: Stage.MOVED_IN,
    Step.ENDED: Stage.ENDED,
    Step.REOPENED: Stage.LOOKING,
}
"""The stage after a step. A note and a fee leave it."""

_STEPS = {
    Stage.LOOKING: (Step.SHOWING, Step.APPLIED, Step.ENDED),
    Stage.SHOWING: (Step.APPLIED, Step.SHOWING, Step.ENDED),
    Stage.APPLIED: (Step.APPROVED, Step.DENIED, Step.SHOWING, Step.ENDED),
    Stage.DENIED: (Step.APPEALED, Step.ENDED),
    Stage.APPEALED: (Step.APPEAL_GRANTED, Step.APPEAL_DENIED, Step.ENDED),
    Stage.APPROVED: (Step.LEASE, Step.DENIED, Step.ENDED),
    Stage.LEASE: (Step.MOVED_IN, Step.ENDED),
    Stage.MOVED_IN: (Step.ENDED,),
    Stage.ENDED: (Step.REOPENED,),
}

UNDER_WAY = frozenset(Stage) - {Stage.MOVED_IN, Stage.ENDED}
"""Stages in which something is still to be done."""

LIVE_SUBSIDY = frozenset({"issued", "in-use"})
"""States of a subsidy that can pay a rent."""

SUBSIDY_STATES = ("applied", "waiting", "issued", "in-use", "expired", "ended", "denied")
UNIT_STATES = ("available", "held", "taken", "unknown", "avoid")


def steps(stage: Stage) -> tuple[Step, ...]:
    """What may happen next, the likeliest first; a note and a fee always may, and are not told."""
    return _STEPS[stage]


def stage_after(stage: Stage, step: Step) -> Stage | None:
    """The stage that a step leads to, None where the step cannot follow this stage."""
    if step in (Step.NOTE, Step.FEE):
        return stage
    return LEADS_TO[step] if step in _STEPS[stage] else None


# --- what runs out -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Runout:
    """A last day and how near it is. `mark` is the reminder it has come under, None before the
    first."""

    last_day: date
    days_left: int  # negative once it has passed
    mark: int | None

    @property
    def passed(self) -> bool:
        """True after the last day."""
        return self.days_left < 0


def runout(last_day: date, today: date, marks: Iterable[int] = ()) -> Runout:
    """How near a last day is, against reminders in days before it."""
    left = (last_day - today).days
    under = [mark for mark in marks if left <= mark]
    return Runout(last_day, left, min(under, default=None))


# --- the household and its money -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Household:
    """Who will live there: the member, those known to move in, and those nobody asked about."""

    people: int = 1
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class Income:
    """What a household has a month, by source; `unverified` is the part nobody has checked."""

    cents: int = 0
    sources: tuple[tuple[str, int], ...] = ()
    unverified: int = 0

    @property
    def known(self) -> bool:
        """True where any income is recorded."""
        return bool(self.sources)


@dataclass(frozen=True, slots=True)
class RentShare:
    """What is left of a rent for the member, and how much of the income that takes.

    `percent` is None where it cannot be counted; `how` says how it was, or what is missing.
    """

    share_cents: int | None
    percent: int | None
    how: Saying
    over_own: bool = False  # above the agency's own figure


def rent_share(
    rent_cents: int | None, subsidy_cents: int | None, income: Income, own_percent: int = 0
) -> RentShare:
    """Count what a rent takes of an income.

    `subsidy_cents` is 0 without a subsidy, None where there is one of unknown amount: the whole
    rent is then counted, and said so. `own_percent` is the agency's figure, 0 for none.
    """
    if rent_cents is None:
        return RentShare(None, None, saying(N_("The rent is not known.")))
    share = max(0, rent_cents - (subsidy_cents or 0))
    if not income.known:
        return RentShare(share, None, saying(N_("No income is recorded to compare with.")))
    if income.cents <= 0:
        return RentShare(share, None, saying(N_("The recorded income is $0.")))
    percent = (share * 100 + income.cents // 2) // income.cents
    fields: dict[str, object] = {"rent": money(rent_cents), "income": money(income.cents)}
    if subsidy_cents is None:
        how = saying(
            N_("{rent} of {income} a month; what the voucher pays is not recorded."), **fields
        )
    elif subsidy_cents:
        fields |= {"subsidy": money(subsidy_cents), "share": money(share)}
        how = saying(N_("{rent} less {subsidy} paid leaves {share} of {income} a month."), **fields)
    else:
        how = saying(N_("{rent} of {income} a month."), **fields)
    return RentShare(share, percent, how, bool(own_percent) and percent > own_percent)


def money(cents: int) -> str:
    """Dollars for reading: "$1,250", "$1,250.50"."""
    dollars, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}${dollars:,}.{rest:02d}" if rest else f"{sign}${dollars:,}"


def read_money(text: str) -> int | None:
    """Cents of "1,250", "$1,250.50" or "-3"; None for nothing. ValueError for anything else."""
    plain = text.replace("$", "").replace(",", "").replace(" ", "").strip()
    if not plain:
        return None
    found = re.fullmatch(r"(-?)(\d{1,9})(?:\.(\d{1,2}))?", plain, re.ASCII)
    if found is None:
        raise ValueError("not an amount of money")
    cents = int(found[2]) * 100 + int((found[3] or "").ljust(2, "0") or 0)
    return -cents if found[1] else cents


def parts(text: str) -> tuple[str, ...]:
    """Words between commas, semicolons or line ends, each once."""
    plain = text.replace(";", ",").replace("\n", ",")
    found = (" ".join(part.split()) for part in plain.split(","))
    return tuple(dict.fromkeys(part for part in found if part))


def paid_by(amounts: Sequence[int | None]) -> int | None:
    """What live subsidies pay together: 0 for none of them, None where an amount is not known."""
    if any(amount is None for amount in amounts):
        return None
    return sum(amount for amount in amounts if amount is not None)
