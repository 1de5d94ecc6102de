"""Is the store encrypted, whole, and its journal unbroken?"""

from __future__ import annotations

from dataclasses import dataclass

from navigator_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer of `verify`."""

    encrypted: bool
    integrity: bool
    journal: bool
    entries: int
    problem: str  # empty when all is well


def verify(ws: Workspace) -> Verification:
    """Check the cipher's page codes, the database and every link of the journal's chain."""
    raise NotImplementedError
