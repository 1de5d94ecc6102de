"""What the sources say of batches of referrals, read from `resources/batches.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy import lists
from navigator_app.policy.lists import Basis
from navigator_app.policy.toml import read_toml

CONSENT, ENROLMENT, CIN = "consent", "enrolment", "cin"
CAPACITY, WAVE, ATTESTATION = "capacity", "wave", "attestation"
_BASES = (CONSENT, ENROLMENT, CIN, CAPACITY, WAVE, ATTESTATION)
_SOURCE = ("source", "section", "quote", "note")


class BatchRulesRefused(NavigatorError):
    """The file cannot be trusted; the message names the field."""


@dataclass(frozen=True, slots=True)
class BatchRules:
    """`months` an initial authorization is taken to last, `cases` of one week that ask for staff;
    `bases` are the sources of what is checked, by id."""

    months: int
    initial: Basis
    cases: int
    volume: Basis
    bases: dict[str, Basis]


@lru_cache(maxsize=1)
def shipped() -> BatchRules:
    """The file that comes with the program."""
    return load(resource("batches.toml"))


def load(path: Path) -> BatchRules:
    """Read a file; BatchRulesRefused names what is wrong."""
    table = read_toml(path, BatchRulesRefused)
    table.only(("initial", "volume", "basis"))
    (initial,), (volume,) = table.tables("initial"), table.tables("volume")
    initial.only(("months", *_SOURCE))
    volume.only(("cases", *_SOURCE))
    bases = lists.bases(table, _BASES)
    for name in _BASES:
        if name not in bases:
            table.refuse(f"basis {name}", "is missing")
    return BatchRules(
        months=initial.number("months", least=1, most=60),
        initial=lists.basis(initial),
        cases=volume.number("cases", least=1),
        volume=lists.basis(volume),
        bases=bases,
    )
