"""Printed forms with their records, as the print desk leaves them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from navigator_app.domain.identifiers import uuid7
from navigator_app.forms import reading
from navigator_app.forms.render import Order, Printed, render
from navigator_app.services.workspace import Workspace
from tests.forms import paper_scans


@dataclass(frozen=True)
class Paper:
    """One form that was handed out."""

    id: str
    code: str
    printed: Printed

    @property
    def pdf(self) -> bytes:
        return self.printed.pdf

    def scanned(self, dpi: int = 150) -> list[Any]:
        """Its pages as pictures."""
        return paper_scans.rasters(self.pdf, dpi)


_number = 0


def code() -> str:
    """A code that no other paper of this run has."""
    global _number
    _number += 1
    return f"7k2m9q{_number:06d}"


def paper(
    ws: Workspace,
    member: str | None,
    kind: str = "consent",
    language: str = "en",
    *,
    facts: dict[str, Any] | None = None,
    **columns: object,
) -> Paper:
    """A form printed for a member, and its record; `columns` say otherwise what it holds."""
    key, text = uuid7(), code()
    told = {"agency.name": "Harbor Homes"} | (facts or {})
    printed = render(Order(reading.form(kind), language, told, record=text))
    row: dict[str, object] = {
        "id": key, "code": text, "member_id": member, "kind": kind,
        "version": printed.stamp.version, "text_hash": printed.stamp.text_hash,
        "language": language, "pages": printed.pages, "how": "printed", "user_id": ws.user.id,
        "printed_at": "2026-11-18T18:00:00.000+00:00", "zone": "America/Los_Angeles",
    }  # fmt: skip
    with ws.transaction("issue_form") as tx:
        tx.insert("printed_form", row | columns)
    return Paper(key, text, printed)


def blank(kind: str = "consent") -> Printed:
    """A form for pickup: nobody's yet."""
    return render(Order(reading.form(kind), "en", {"agency.name": "Harbor Homes"}))


def record(ws: Workspace, paper: Paper) -> dict[str, Any]:
    """What the record says now."""
    names = ("attachment_id", "returned_at", "returned_how", "returned_pages")
    row = ws.store.one(f"SELECT {', '.join(names)} FROM printed_form WHERE id = ?", (paper.id,))
    assert row is not None
    return dict(zip(names, row, strict=True))
