"""Reads an authorization file into typed rows; what cannot be read is named, never dropped."""

from __future__ import annotations

from dataclasses import dataclass

from navigator_app.errors import FileRejected


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that stays in quarantine: where it stands, in which column, and why."""

    row: int  # the heading is row 1 (for XLSX with title rows: the sheet's own row number)
    column: str
    reason: str
    raw: str  # JSON list of the cells as received


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A file read whole. `good` holds (row number, raw JSON, *values in the order of FIELDS)."""

    name: str
    sha256: str
    layout: str
    headings: tuple[str, ...]
    good: list[tuple[object, ...]]
    rejected: list[RejectedRow]
    warnings: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Data rows in the file, good and rejected."""
        return len(self.good) + len(self.rejected)


class UnknownLayout(FileRejected):
    """No layout fits; the wizard may map it. Carries headings and a few sample cells a column."""

    def __init__(
        self,
        message: str,
        next_step: str,
        headings: tuple[str, ...],
        samples: tuple[tuple[str, ...], ...],
        detected: dict[str, object],
    ) -> None:
        """Keep what the wizard needs; `detected` is format, delimiter, encoding, heading row."""
        super().__init__("Layout not known", message, next_step)
        self.headings = headings
        self.samples = samples
        self.detected = detected
