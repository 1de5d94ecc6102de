"""Forms that were printed, as the print desk keeps and lists them: frozen rows."""

from __future__ import annotations

from dataclasses import dataclass

from navigator_app.domain.records import Changes

PRINTED, SAVED, SIGNED = "printed", "saved", "signed"
HOWS = (PRINTED, SAVED, SIGNED)
"""The ways a form is handed out."""

SCAN, BY_HAND, DESTROYED = "scan", "by hand", "destroyed"
RETURNS = (SCAN, BY_HAND, DESTROYED)
"""The ways a sheet comes home."""


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """One form that was handed out. `code` stands on the paper; `number` is a sheet's within its
    kind, 0 for a form that has none; `filled` is JSON of what was typed in for this sheet."""

    id: str
    code: str
    number: int
    member_id: str
    about: str
    about_id: str
    consent_id: str
    kind: str
    version: int
    text_hash: str
    language: str
    large: bool
    paper: str
    pages: int
    how: str
    batch_id: str
    filled: str
    by: str
    printed_at: str
    zone: str
    attachment_id: str = ""
    returned_at: str = ""
    returned_how: str = ""
    voided_at: str = ""
    voided_why: str = ""
    member: str = ""  # the name, for lists

    @property
    def out(self) -> bool:
        """True while the paper is neither home nor spoiled."""
        return not self.returned_at and not self.voided_at


@dataclass(frozen=True, slots=True)
class Entered:
    """What recording a form made; `undo` takes it back where the paper was never handed out."""

    row: PrintedForm
    changes: Changes
    undo: str
