"""Printed forms: which there are, and one printed blank or for a member.

A form follows the member's language, not the interface's. The bytes stay in memory; who saves them
takes them out of the vault.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from navigator_app.domain.records import MemberRow
from navigator_app.errors import InputRejected
from navigator_app.exchange.atomic import write_atomically
from navigator_app.forms import catalogue, reading
from navigator_app.i18n import _
from navigator_app.services import agency, caseload
from navigator_app.services.workspace import Workspace

if TYPE_CHECKING:
    from navigator_app.forms.render import Printed

_SPOKEN = {
    "english": "en", "spanish": "es", "chinese": "zh_Hant", "cantonese": "zh_Hant",
    "mandarin": "zh_Hans", "vietnamese": "vi", "korean": "ko", "tagalog": "tl",
    "armenian": "hy", "russian": "ru", "farsi": "fa", "persian": "fa", "arabic": "ar",
    "cambodian": "km", "khmer": "km", "hmong": "hmn",
}  # fmt: skip
"""How plans write the languages that forms are printed in."""


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form of the list; `missing` counts the texts that each language lacks."""

    kind: str
    title: str
    about: str
    audience: str
    version: int
    asks: tuple[str, ...]
    missing: tuple[tuple[str, int], ...]


def listing() -> list[FormLine]:
    """Every form there is, by kind. Needs no store."""
    return [_line(kind) for kind in reading.kinds()]


def _line(kind: str) -> FormLine:
    form = reading.form(kind)
    texts = (*form.texts(), *reading.words().values())
    missing = tuple(
        (code, len(catalogue.untranslated(code, texts)) if code != catalogue.SOURCE else 0)
        for code in catalogue.LANGUAGES
    )
    return FormLine(
        kind, form.title, form.about, str(form.audience), form.version, form.sources(), missing
    )


def print_form(
    ws: Workspace,
    kind: str,
    *,
    member_id: str = "",
    language: str = "",
    large: bool | None = None,
    paper: str = "letter",
) -> Printed:
    """Print one form, blank without a member.

    Without a language it is the one that the member reads, English where no form is in it; without
    `large`, large print is what the member asked the plan for; `paper` is "letter" or "a4".
    NotFound for a kind or member that is not there, InputRejected for a language that no form is
    printed in.
    """
    from navigator_app.forms.page import Paper  # ReportLab and HarfBuzz: for printing only
    from navigator_app.forms.render import Order, render

    form = reading.form(kind)
    chosen = catalogue.checked(language) if language else ""
    facts = _agency_facts(ws)
    if member_id:
        member = caseload.member_page(ws, member_id, attempts=0).member
        facts = facts | _member_facts(member)
        chosen = chosen or _SPOKEN.get((member.language_written or "").strip().lower(), "")
        large = "large" in member.written_format.lower() if large is None else large
    order = Order(form, chosen or catalogue.SOURCE, facts, paper=Paper(paper), large=bool(large))
    return render(order)


def save(printed: Printed, out: Path) -> None:
    """Write a printed form to a file, whole or not at all. It leaves the vault by this."""
    if not out.name or out.is_dir():
        raise InputRejected(
            "out",
            _("The name of a file is needed, not of a folder."),
            _("Give a name that ends in .pdf."),
        )
    write_atomically(out.parent, out.name, [printed.pdf])


def _agency_facts(ws: Workspace) -> dict[str, str | date]:
    ours = agency.agency(ws)
    return {"agency.name": ours.name, "agency.npi": ours.npi, "agency.phone": ours.phone}


def _member_facts(member: MemberRow) -> dict[str, str | date]:
    """What a form may say of a member. Flags and safety notes are never among it."""
    return {
        "member.name": f"{member.first_name} {member.last_name}".strip(),
        "member.cin": member.cin,
        "member.date_of_birth": member.date_of_birth,
        "plan.name": member.plan_name,
    }
