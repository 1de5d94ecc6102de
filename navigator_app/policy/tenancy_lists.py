"""The lists of a tenancy and the agency's own figures, read from `resources/tenancy.toml`.

A file with any fault is refused whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from navigator_app.domain.tenancy import Kind, Severity
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy import lists as shared
from navigator_app.policy.lists import Basis
from navigator_app.policy.lists import ids as ids
from navigator_app.policy.toml import Table, read_toml

_LISTS = ("sign", "notice", "landlord", "dispute", "skill", "visit", "check", "end_reason")
_ITEM = ("id", "title", "group", "severity", "housed", "source", "section", "note")

VISIT, RECERTIFY, LEASE, SOON = "visit-days", "recertify-days", "lease-days", "soon-days"
"""Ids of the agency's own figures."""


class TenancyListsRefused(NavigatorError):
    """The file of lists cannot be trusted; the message names the field."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of a list. `cited` is where it comes from, empty for the agency's own words;
    `severity` is what it starts with, `housed` whether the member has a home after such an end."""

    id: str
    title: str
    group: str = ""
    severity: str = ""
    housed: bool = False
    cited: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TenancyLists:
    """The whole file. `days` is by when to act, by severity; `own` the agency's own figures."""

    signs: tuple[Listed, ...]
    notices: tuple[Listed, ...]
    contacts: tuple[Listed, ...]
    disputes: tuple[Listed, ...]
    skills: tuple[Listed, ...]
    visits: tuple[Listed, ...]
    checks: tuple[Listed, ...]
    end_reasons: tuple[Listed, ...]
    days: dict[str, int]
    severity_note: str
    own: dict[str, int]
    bases: dict[str, Basis]

    def of(self, kind: Kind) -> tuple[Listed, ...]:
        """What an event of a kind may be about; empty for a recertification."""
        return {
            Kind.SIGN: self.signs,
            Kind.NOTICE: self.notices,
            Kind.LANDLORD: self.contacts,
            Kind.DISPUTE: self.disputes,
            Kind.TRAINING: self.skills,
            Kind.VISIT: self.visits,
        }.get(kind, ())

    def title(self, items: Sequence[Listed], item_id: str) -> str:
        """The words of an item; the id itself where an older store holds one no longer listed."""
        return next((item.title for item in items if item.id == item_id), item_id)


@lru_cache(maxsize=1)
def shipped() -> TenancyLists:
    """The lists that came with the program."""
    return read(resource("tenancy.toml"))


def read(path: Path) -> TenancyLists:
    """Read a file; TenancyListsRefused names the field that is wrong."""
    table = read_toml(path, TenancyListsRefused)
    table.only((*_LISTS, "severity", "own", "basis"))
    lists = {name: shared.items(table, name, _item) for name in _LISTS}
    days, note = _severities(table)
    own = dict(map(_own, table.tables("own")))
    if set(own) != {VISIT, RECERTIFY, LEASE, SOON}:
        table.refuse("own", "must name every figure of the agency once")
    return TenancyLists(
        signs=lists["sign"],
        notices=lists["notice"],
        contacts=lists["landlord"],
        disputes=lists["dispute"],
        skills=lists["skill"],
        visits=lists["visit"],
        checks=lists["check"],
        end_reasons=lists["end_reason"],
        days=days,
        severity_note=note,
        own=own,
        bases=shared.bases(table),
    )


def _item(table: Table) -> Listed:
    table.only(_ITEM)
    severity = table.text("severity", "")
    if severity and severity not in Severity.slugs():
        table.refuse("severity", "is none")
    return Listed(
        id=table.text("id"),
        title=table.text("title"),
        group=table.text("group", ""),
        severity=severity,
        housed=table.flag("housed", False),
        cited=shared.cited(table),
        note=table.text("note", ""),
    )


def _severities(table: Table) -> tuple[dict[str, int], str]:
    days, note = {}, ""
    for one in table.tables("severity"):
        one.only(("id", "title", "days", "note"))
        days[one.text("id")], note = one.number("days"), one.text("note")
    if list(days) != Severity.slugs():
        table.refuse("severity", "must name every severity in its order")
    return days, note


def _own(table: Table) -> tuple[str, int]:
    table.only(("id", "title", "value", "note"))
    return table.text("id"), table.number("value", least=1)
