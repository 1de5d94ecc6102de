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
    """Check the cipher's page codes, the database, every link of the journal's chain, and that
    the rows are what the journal tells."""
    from navigator_app.store import integrity, journal_read, journal_replay  # rarely asked for

    encrypted = integrity.is_encrypted(ws.store)
    fault = integrity.check(ws.store)
    entries, broken = (0, fault) if fault else journal_read.verify(ws.store)
    if not fault and not broken:
        broken = journal_replay.problem(ws.store)
    problem = integrity.clear_text_problem() if not encrypted else fault or broken
    return Verification(encrypted, not fault, not broken, entries, problem)
