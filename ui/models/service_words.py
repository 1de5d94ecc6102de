"""Services in plain words: verdicts, units, times; read on any thread, no widget touched."""

from __future__ import annotations

import re

from navigator_app.domain.encounter_facts import Payable, Reason
from navigator_app.domain.service_codes import Code, Component
from navigator_app.domain.service_rows import EncounterRow, Preview
from navigator_app.domain.vocabulary import Service
from navigator_app.i18n import N_, _
from navigator_app.services import service_list
from navigator_app.services.record_encounter import told

PILLS = {
    Payable.YES: ("good", N_("Can be billed")),
    Payable.NO: ("danger", N_("Not payable")),
    Payable.UNKNOWN: ("pending", N_("Not known")),
}
"""Verdict: the pill's kind and its words."""


def pill(payable: Payable) -> tuple[str, str, str]:
    """A verdict as a pill: kind, words and sign."""
    kind, word = PILLS[payable]
    return kind, _(word), "forbidden" if payable is Payable.NO else ""


_UNITS = {
    "per-diem": N_("{n} × day"),
    "15-minutes": N_("{n} × 15 min"),
    "month": N_("{n} × month"),
}
_CLOCK = re.compile(r"(\d{1,3})\s*[:.]\s*(\d{1,2})")
_WORDS = re.compile(
    r"(?:(\d{1,3}(?:[.,]\d+)?)\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,5})\s*(?:m(?:in(?:utes?)?)?)?)?",
    re.IGNORECASE,
)


def read_minutes(text: str) -> int | None:
    """Minutes of "45", "1:30", "1.5 h", "1 h 15"; None for what is none."""
    text = text.strip()
    if not text:
        return None
    if found := _CLOCK.fullmatch(text):
        return int(found[1]) * 60 + int(found[2])
    found = _WORDS.fullmatch(text)
    if found is None:
        return None
    hours = float(found[1].replace(",", ".")) if found[1] else 0.0
    return round(hours * 60) + int(found[2] or 0)


def duration(minutes: int) -> str:
    """Minutes as people say them: "45 min", "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{n} min").format(n=rest)
    if not rest:
        return _("{n} h").format(n=hours)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)


def component_title(component_id: str) -> str:
    """A component in a few words, its id where the file no longer has it."""
    found = service_list.catalog().component(component_id)
    return _(found.title) if found else component_id


def components(service: Service) -> dict[str, str]:
    """Titles of a service's components by id, in the policy's order."""
    return {one.id: _(one.title) for one in service_list.catalog().of(service)}


def component_help(component_id: str) -> str:
    """What the policy says of a component, where, and what falls to us beside ECM."""
    catalog = service_list.catalog()
    found: Component | None = catalog.component(component_id)
    if found is None:
        return ""
    lines = [_("“{quote}” ({source})").format(quote=found.quote, source=found.cited)]
    roles = [f"{_(one.title)} ({_(one.limit)})" for one in catalog.roles_of(component_id)]
    if roles:
        text = _("Beside ECM, in Los Angeles County: {roles}.")
        lines.append(text.format(roles="; ".join(roles)))
    return "\n".join(lines)


def code_title(code: Code) -> str:
    """A code to choose: its key and what it is called."""
    return f"{code.key} · {code.label}"


def units_line(row: EncounterRow) -> str:
    """Code and units of a note: "H2016 U6 · 1 × day"."""
    if not row.code:
        return _("no code")
    if row.units is None or row.unit not in _UNITS:
        return row.code
    return f"{row.code} · {_(_UNITS[row.unit]).format(n=row.units)}"


def preview_line(shown: Preview) -> str:
    """Code and units while somebody types."""
    says = told(shown.units.says)
    return f"{shown.code.key} · {says}" if shown.code else says


def reason_lines(reasons: tuple[Reason, ...]) -> list[tuple[str, str]]:
    """What speaks against payment, the gravest first, each with its source."""
    return [(told(one.says), one.source) for one in reasons if one.payable is not Payable.YES]
