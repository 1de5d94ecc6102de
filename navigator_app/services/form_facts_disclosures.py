"""What left about a member, for the member who asks: the accounting of 45 CFR 164.528.

What our own staff printed for the agency's own file is no disclosure, and not in it.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from navigator_app.domain import record_codes
from navigator_app.domain.disclosures import DisclosureRow
from navigator_app.i18n import _
from navigator_app.services import consent_words, form_facts, gate, phrases
from navigator_app.services.form_facts import Gathered, Subject, with_facts
from navigator_app.store import reads_forms

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

NONE = "disclosures.none"
"""There when nothing has left: for a definition that says so in a sentence."""


def disclosures(ws: Workspace, subject: Subject) -> Gathered:
    """`disclosures.rows`: day, what, to whom, what for and the ground, the latest first; of the
    month `period` alone where one is named. `disclosures.count` says how many there are."""
    found = form_facts.common(ws, subject)
    if not subject.member_id:
        return found
    lines = [
        _line(ws, row)
        for row in gate.disclosures(ws, subject.member_id, whole=True)
        if not subject.period or _local(ws, row).strftime("%Y-%m") == subject.period
    ]
    told = {"disclosures.rows": tuple(lines), "disclosures.count": str(len(lines) or "")}
    return with_facts(found, told if lines else {NONE: "0"})


_CODE = re.compile(r"\(([0-9A-Z-]{10,16})\)$")

GATHERERS = {"disclosures": disclosures}


def _line(ws: Workspace, row: DisclosureRow) -> tuple[str, ...]:
    what = consent_words.way(row.what)
    held = consent_words.information(row.categories)
    about = f"{row.detail}: {held}" if row.detail else held
    about += _spoiled(ws, row.detail)
    ground = row.override_reason or consent_words.ground(row.ground)
    return (
        phrases.day(_local(ws, row).date()),
        f"{what}. {about}",
        row.recipient,
        consent_words.purpose(row.purpose),
        ground,
    )


def _spoiled(ws: Workspace, detail: str) -> str:
    """What became of a form whose code stands in the line, where it was not to be used."""
    match = _CODE.search(detail)
    form = reads_forms.by_code(ws.store, record_codes.normal(match[1])) if match else None
    if form is None or not form.voided_at:
        return ""
    return ". " + _("The form was spoiled: {why}").format(why=form.voided_why)


def _local(ws: Workspace, row: DisclosureRow) -> datetime:
    return ws.clock.to_local(datetime.fromisoformat(row.at))
