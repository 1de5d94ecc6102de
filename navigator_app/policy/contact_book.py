"""The book of plans' contacts that came with the program, read from `resources/contacts.toml`.

A file with any fault is refused whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from navigator_app.domain.plan_contacts import CS, ECM, SERVICES, ShippedContact, ShippedPlan
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy.toml import Table, read_toml

_FIELDS = (
    "id", "plan", "program", "role", "phone", "email", "web", "note", "source", "section", "as_of",
)  # fmt: skip


class ContactBookRefused(NavigatorError):
    """The book cannot be trusted; the message names the field."""


@dataclass(frozen=True, slots=True)
class ContactBook:
    """The whole file. `check_after_days` is the agency's own figure."""

    plans: tuple[ShippedPlan, ...]
    contacts: tuple[ShippedContact, ...]
    check_after_days: int

    def plan_of(self, key: str, name: str) -> ShippedPlan | None:
        """The plan of the book that a plan of the store is, by its key or name."""
        told = (key.casefold(), name.casefold())
        for plan in self.plans:
            if any(word in one for word in plan.match for one in told):
                return plan
        return None


@lru_cache(maxsize=1)
def shipped() -> ContactBook:
    """The book that came with the program."""
    return read(resource("contacts.toml"))


def read(path: Path) -> ContactBook:
    """Read a file; ContactBookRefused names the field that is wrong."""
    table = read_toml(path, ContactBookRefused)
    table.only(("check_after_days", "plan", "contact"))
    plans = tuple(_plan(one) for one in table.tables("plan"))
    keys = [plan.id for plan in plans]
    contacts = tuple(_contact(one, keys) for one in table.tables("contact"))
    if len({one.id for one in contacts}) < len(contacts) or len(set(keys)) < len(keys):
        table.refuse("id", "stands twice")
    return ContactBook(plans, contacts, table.number("check_after_days", least=1))


def _plan(table: Table) -> ShippedPlan:
    table.only(("id", "name", "match"))
    return ShippedPlan(table.text("id"), table.text("name"), tuple(table.words("match")))


def _contact(table: Table, plans: list[str]) -> ShippedContact:
    table.only(_FIELDS)
    return ShippedContact(
        id=table.text("id"),
        plan=table.text("plan", choices=plans),
        program=table.text("program", choices=[CS, *SERVICES, ECM]),
        role=table.text("role"),
        phone=table.text("phone", ""),
        email=table.text("email", ""),
        web=table.text("web", ""),
        note=table.text("note", ""),
        source=table.text("source"),
        section=table.text("section"),
        as_of=table.day("as_of"),
    )
