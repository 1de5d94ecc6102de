"""Policy packs: the clocks and limits of a plan, each dated and cited, read from TOML.

A pack stands on a base (`base = "dhcs"`); `stack` lays a plan's pack over its bases, so that a rule
with the same id replaces the one below. A pack with anything wrong in it is refused whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from navigator_app.domain.vocabulary import Service
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy.toml import Table, read_toml

DAYS = ("business-days", "calendar-days")
UNITS = {
    "referral-received": DAYS,
    "authorization-received": DAYS,
    "open-referral": ("months",),
}
"""What can start a rule's clock, and the units that are counted from it."""

_RULE_FIELDS = frozenset(
    ("id", "title", "trigger", "value", "unit", "required", "source", "section", "quote")
    + ("effective_from", "effective_to", "services")
)
_PACK_FIELDS = frozenset(("key", "title", "base", "calendar", "rule"))


class PackRefused(NavigatorError):
    """A policy pack that cannot be trusted; the message names file, rule and field."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One clock or limit. `effective_to` is the last day it holds, None while it still does.

    `required` is False where the source only recommends; `pack` names the pack it comes from.
    """

    id: str
    title: str
    value: int
    unit: str
    trigger: str
    source: str
    section: str
    required: bool
    effective_from: date
    effective_to: date | None
    services: frozenset[Service]
    pack: str
    quote: str = ""

    def holds(self, on: date, service: Service) -> bool:
        """True when the rule is in force on that day for that service."""
        ended = self.effective_to is not None and on > self.effective_to
        return self.effective_from <= on and not ended and service in self.services

    @property
    def cited(self) -> str:
        """The source with its section, as shown beside a date."""
        return f"{self.source}, {self.section}" if self.section else self.source


@dataclass(frozen=True, slots=True)
class Pack:
    """A policy pack as it lies in its file; `base` is the pack below it, or empty."""

    key: str
    title: str
    base: str
    calendar: str
    rules: tuple[Rule, ...]


def names() -> dict[str, str]:
    """Return key and title of every shipped pack, by key."""
    return {key: load(key).title for key in sorted(_files())}


@lru_cache(maxsize=32)
def load(key: str) -> Pack:
    """Return one pack. PackRefused when there is none of that key or it is broken."""
    path = _files().get(key)
    if path is None:
        raise PackRefused(
            "Policy pack not known",
            f"There is no policy pack called {key}.",
            f"Known packs: {', '.join(sorted(_files()))}.",
        )
    return read_pack(path)


@lru_cache(maxsize=32)
def stack(key: str) -> tuple[Rule, ...]:
    """Return the rules of a plan with that pack: its own over those of the packs below."""
    rules: dict[str, tuple[Rule, ...]] = {}
    for pack in reversed(_chain(key)):
        own = {rule.id for rule in pack.rules}
        rules.update({i: tuple(r for r in pack.rules if r.id == i) for i in sorted(own)})
    return tuple(rule for versions in rules.values() for rule in versions)


def in_force(rules: Iterable[Rule], rule_id: str, on: date, service: Service) -> Rule | None:
    """Return the version of a rule that holds on a day for a service, or None."""
    return next((r for r in rules if r.id == rule_id and r.holds(on, service)), None)


def read_pack(path: Path) -> Pack:
    """Read a pack from a file; PackRefused names the line or the field that is wrong."""
    table = read_toml(path, PackRefused)
    table.only(_PACK_FIELDS)
    key = table.text("key")
    pack = Pack(
        key=key,
        title=table.text("title"),
        base=table.text("base", ""),
        calendar=table.text("calendar"),
        rules=tuple(_rule(rule, key) for rule in table.tables("rule")),
    )
    _check_versions(pack, table)
    return pack


def _rule(table: Table, pack: str) -> Rule:
    table.only(_RULE_FIELDS)
    trigger = table.text("trigger", choices=tuple(UNITS))
    rule = Rule(
        id=table.text("id"),
        title=table.text("title"),
        value=table.number("value", least=1),
        unit=table.text("unit", choices=UNITS[trigger]),
        trigger=trigger,
        source=table.text("source"),
        section=table.text("section", ""),
        required=table.flag("required"),
        effective_from=table.day("effective_from"),
        effective_to=table.day("effective_to") if "effective_to" in table else None,
        services=frozenset(
            Service.from_slug(slug) for slug in table.words("services", choices=Service.slugs())
        ),
        pack=pack,
        quote=table.text("quote", ""),
    )
    if rule.effective_to is not None and rule.effective_to < rule.effective_from:
        table.refuse("effective_to", "is before effective_from")
    return rule


def _check_versions(pack: Pack, table: Table) -> None:
    """Refuse two versions of one rule that hold on the same day for the same service."""
    for place, rule in enumerate(pack.rules):
        for other in pack.rules[:place]:
            apart = _before(rule, other) or _before(other, rule)
            if other.id == rule.id and not apart and other.services & rule.services:
                table.refuse("rule", f"{rule.id} has two versions for the same days")


def _before(one: Rule, two: Rule) -> bool:
    return one.effective_to is not None and one.effective_to < two.effective_from


def _chain(key: str) -> list[Pack]:
    """The pack and those below it, its own first."""
    chain: list[Pack] = []
    while key:
        if any(pack.key == key for pack in chain):
            raise PackRefused(
                "Policy pack not usable",
                f"The policy pack {key} stands on itself.",
                "Mend the base of the pack.",
            )
        chain.append(load(key))
        key = chain[-1].base
    return chain


@lru_cache(maxsize=1)
def _files() -> dict[str, Path]:
    return {path.stem: path for path in sorted(resource("policies").glob("*.toml"))}
