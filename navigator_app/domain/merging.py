"""What two records hold side by side, before they become one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two records; `differs` when both say something and not the same."""

    field: str
    kept: str
    merged: str

    @property
    def differs(self) -> bool:
        """True when a person has to choose."""
        return self.kept != self.merged


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two records as they would become one: the one that stays and the one that goes into it."""

    kept_id: str
    merged_id: str
    kept_name: str
    merged_name: str
    fields: tuple[Compared, ...]
    moves: tuple[tuple[str, int], ...]  # table, how many rows go over
    same_open: tuple[str, ...] = ()  # services that both have an open referral of


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A record that went into another."""

    id: str
    merged_id: str
    name: str
    cin: str
    at: str  # UTC, ISO
    by: str
    reason: str
