"""Components of the services, the codes they are billed under, and units of a code.

A code and its modifiers are one key: the same code with other modifiers is another service. Units
say how much was done; what is paid for them is another matter and stands nowhere here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from navigator_app.domain.saying import N_, Saying, saying
from navigator_app.domain.vocabulary import Mode, Service


class Evidence(StrEnum):
    """How well something is known; what is unconfirmed is shown and never relied on."""

    PRIMARY = "primary"  # the rule's own words were read
    SECONDARY = "secondary"  # a page that quotes it
    IN_USE = "in-use"  # seen in what a plan operates
    UNCONFIRMED = "unconfirmed"


class BaseUnit(StrEnum):
    """What one unit of a code is."""

    DAY = "per-diem"
    QUARTER_HOUR = "15-minutes"
    MONTH = "month"


QUARTER = 15
"""Minutes in a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class Code:
    """A billing code with its modifiers. `service` is None for outreach.

    `unit` is the code's base unit, to be relied on only where `unit_known`.
    """

    code: str
    modifiers: tuple[str, ...]
    service: Service | None
    label: str
    unit: BaseUnit
    unit_evidence: Evidence
    unit_source: str
    evidence: Evidence
    source: str
    note: str
    effective_from: date

    @property
    def key(self) -> str:
        """Code and modifiers as one text: "T1016 U8 GQ"."""
        return " ".join((self.code, *self.modifiers))

    @property
    def unit_known(self) -> bool:
        """True when a text confirms the base unit."""
        return self.unit_evidence is not Evidence.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class Component:
    """One component of a service as a plan's policy lists it.

    `codes` are the keys it may be billed under, `places` the parts of a member's page where its
    details stand.
    """

    id: str
    service: Service
    title: str
    codes: tuple[str, ...]
    places: tuple[str, ...]
    source: str
    section: str
    quote: str

    @property
    def cited(self) -> str:
        """Source and section."""
        return f"{self.source}, {self.section}"


@dataclass(frozen=True, slots=True)
class HelperRole:
    """What falls to the housing provider beside ECM: `limit` says within what bounds."""

    id: str
    title: str
    limit: str
    components: tuple[str, ...]
    source: str
    section: str
    quote: str
    note: str


@dataclass(frozen=True, slots=True)
class Units:
    """How much was done, counted in a code's unit. `count` is None where it cannot be said."""

    unit: BaseUnit | None
    count: int | None
    confirmed: bool
    says: Saying


def units_of(code: Code | None, minutes: int, least: int | None = None, source: str = "") -> Units:
    """The units of one service.

    A day is one unit however long. A quarter of an hour is counted where the minutes divide
    evenly; a begun one counts from `least` minutes on where a rule of the plan's pack says so
    (`source` cites it), and where none does the units are not known. A unit that no text confirms
    is not counted.
    """
    if code is None:
        return Units(None, None, False, saying(N_("No code is chosen yet.")))
    if minutes <= 0 and code.unit is not BaseUnit.MONTH:
        return Units(code.unit, None, code.unit_known, saying(N_("How long is not written yet.")))
    if not code.unit_known:
        text = N_("{minutes} minutes; the unit of {code} is not confirmed.")
        return Units(code.unit, None, False, saying(text, minutes=minutes, code=code.key))
    if code.unit is BaseUnit.DAY:
        return Units(code.unit, 1, True, saying(N_("1 unit: the day, however long.")))
    if code.unit is BaseUnit.MONTH:
        text = N_("Counted by the month; how many units a deposit makes is not confirmed.")
        return Units(code.unit, None, True, saying(text))
    if minutes > 0 and minutes % QUARTER == 0:
        count = minutes // QUARTER
        return Units(code.unit, count, True, saying(N_("{n} units of 15 minutes."), n=count))
    if least is not None and minutes > 0:
        whole, rest = divmod(minutes, QUARTER)
        text = N_("{n} units of 15 minutes; a begun one counts from {least} minutes ({source}).")
        count = whole + (rest >= least)
        says = saying(text, n=count, least=least, source=source)
        return Units(code.unit, count, True, says)
    text = N_("{minutes} minutes; how a part of 15 minutes is rounded is not confirmed.")
    return Units(code.unit, None, True, saying(text, minutes=minutes))


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything of `resources/services.toml` but its reasons."""

    codes: tuple[Code, ...]
    components: tuple[Component, ...]
    roles: tuple[HelperRole, ...]
    outreach: tuple[tuple[Mode, str], ...]

    def code(self, key: str, on: date | None = None) -> Code | None:
        """The code of a key, in force on a day if one is given."""
        return next(
            (c for c in self.codes if c.key == key and (on is None or c.effective_from <= on)),
            None,
        )

    def component(self, component_id: str) -> Component | None:
        """The component of an id."""
        return next((c for c in self.components if c.id == component_id), None)

    def of(self, service: Service) -> tuple[Component, ...]:
        """The components of a service, in the policy's order."""
        return tuple(c for c in self.components if c.service is service)

    def keys(self, service: Service, on: date) -> tuple[str, ...]:
        """The keys that a service may be billed under on a day."""
        return tuple(c.key for c in self.codes if c.service is service and c.effective_from <= on)

    def outreach_code(self, mode: Mode) -> Code | None:
        """How an attempt of that mode is coded, None where no text says."""
        key = dict(self.outreach).get(mode)
        return self.code(key) if key else None

    def roles_of(self, component_id: str) -> tuple[HelperRole, ...]:
        """The rows of the table of roles that come nearest to a component."""
        return tuple(role for role in self.roles if component_id in role.components)
