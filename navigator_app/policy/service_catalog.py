"""The services that are recorded and their codes, read from `resources/services.toml`.

A file with any fault is refused whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from navigator_app.domain.service_codes import (
    BaseUnit,
    Catalog,
    Code,
    Component,
    Evidence,
    HelperRole,
)
from navigator_app.domain.vocabulary import Mode, Service
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy import lists
from navigator_app.policy.lists import Basis
from navigator_app.policy.toml import Table, read_toml

_CODE = (
    "code", "modifiers", "service", "label", "unit", "unit_evidence", "unit_source", "evidence",
    "source", "note", "effective_from",
)  # fmt: skip
_COMPONENT = ("id", "service", "title", "codes", "places", "source", "section", "quote")
_ROLE = ("id", "title", "limit", "components", "source", "section", "quote", "note")
_OUTREACH = "outreach"
_PLACES = ("services", "plan", "search", "home", "papers", "people")

BASES = (
    "authorized", "coverage", "coverage-stale", "outreach", "code", "first-service", "recorded",
)  # fmt: skip
"""The reasons that a verdict may give; the file must hold each."""


class ServicesRefused(NavigatorError):
    """The file of services cannot be trusted; the message names the field."""


@dataclass(frozen=True, slots=True)
class ServiceRules:
    """The whole file."""

    catalog: Catalog
    bases: dict[str, Basis]


@lru_cache(maxsize=1)
def shipped() -> ServiceRules:
    """What came with the program."""
    return read(resource("services.toml"))


def read(path: Path) -> ServiceRules:
    """Read a file; ServicesRefused names the field that is wrong."""
    table = read_toml(path, ServicesRefused)
    table.only(("code", "component", "role", "basis", "outreach"))
    codes = tuple(_code(one) for one in table.tables("code"))
    keys = [code.key for code in codes]
    if len(set(keys)) < len(keys):
        table.refuse("code", "names one key twice")
    components = tuple(_component(one, codes) for one in table.tables("component"))
    catalog = Catalog(
        codes=codes,
        components=components,
        roles=tuple(
            _role(one, {component.id for component in components}) for one in table.tables("role")
        ),
        outreach=tuple(_outreach(one, keys) for one in table.tables("outreach")),
    )
    bases = lists.bases(table, BASES)
    missing = [name for name in BASES if name not in bases]
    if missing:
        table.refuse("basis", f"lacks {', '.join(missing)}")
    return ServiceRules(catalog, bases)


def _code(table: Table) -> Code:
    table.only(_CODE)
    evidence = [kind.value for kind in Evidence]
    service = table.text("service", choices=(*Service.slugs(), _OUTREACH))
    return Code(
        code=table.text("code"),
        modifiers=tuple(table.words("modifiers")),
        service=None if service == _OUTREACH else Service.from_slug(service),
        label=table.text("label"),
        unit=BaseUnit(table.text("unit", choices=[unit.value for unit in BaseUnit])),
        unit_evidence=Evidence(table.text("unit_evidence", choices=evidence)),
        unit_source=table.text("unit_source"),
        evidence=Evidence(table.text("evidence", choices=evidence)),
        source=table.text("source"),
        note=table.text("note", ""),
        effective_from=table.day("effective_from"),
    )


def _component(table: Table, codes: tuple[Code, ...]) -> Component:
    table.only(_COMPONENT)
    service = Service.from_slug(table.text("service", choices=Service.slugs()))
    return Component(
        id=table.text("id"),
        service=service,
        title=table.text("title"),
        codes=tuple(table.words("codes", [one.key for one in codes if one.service is service])),
        places=tuple(table.words("places", _PLACES)),
        source=table.text("source"),
        section=table.text("section"),
        quote=table.text("quote"),
    )


def _role(table: Table, components: set[str]) -> HelperRole:
    table.only(_ROLE)
    return HelperRole(
        id=table.text("id"),
        title=table.text("title"),
        limit=table.text("limit"),
        components=tuple(table.words("components", sorted(components))),
        source=table.text("source"),
        section=table.text("section"),
        quote=table.text("quote"),
        note=table.text("note", ""),
    )


def _outreach(table: Table, keys: list[str]) -> tuple[Mode, str]:
    table.only(("mode", "code"))
    mode = Mode.from_slug(table.text("mode", choices=Mode.slugs()))
    return mode, table.text("code", choices=keys)
