"""The housing search in the journal's plain words."""

from __future__ import annotations

import json

from navigator_app.domain import housing
from navigator_app.domain.housing import Stage, Step
from navigator_app.i18n import N_, _
from navigator_app.services import housing_choices
from ui.models import housing_words

TABLES = {
    "landlord": N_("Landlord"),
    "housing_unit": N_("Home of the directory"),
    "housing_preference": N_("What they look for"),
    "housing_application": N_("Home on the board"),
    "housing_event": N_("Step toward a home"),
    "accommodation_request": N_("Reasonable accommodation"),
    "subsidy": N_("Voucher or subsidy"),
    "coordinated_entry": N_("Coordinated entry"),
}

_FIELDS = {
    "title": N_("Home"),
    "stage": N_("Stage"),
    "next_step": N_("Next step"),
    "next_on": N_("By when"),
    "appeal_by_on": N_("Appeal by"),
    "ended_why": N_("Why not"),
    "on_date": N_("Date"),
    "reason": N_("Reason"),
    "cents": N_("Amount"),
    "what": N_("What is asked for"),
    "to_whom": N_("Asked of"),
    "asked_on": N_("Asked on"),
    "answered_on": N_("Answered on"),
    "answer": N_("Answer"),
    "kind": N_("Kind"),
    "state": N_("How it stands"),
    "issuer": N_("Who gives it"),
    "number": N_("Number"),
    "bedrooms": N_("Bedrooms"),
    "issued_on": N_("Issued on"),
    "expires_on": N_("Last day"),
    "extended_to_on": N_("Extended to"),
    "status": N_("Status"),
    "tool": N_("Assessment"),
    "score": N_("Its result"),
    "matched_to": N_("Matched to"),
    "areas": N_("Where"),
    "avoid": N_("Not in"),
    "near": N_("Near to"),
    "kinds": N_("Kinds of home"),
    "features": N_("Must have"),
    "most_rent_cents": N_("Own share at most"),
    "move_by_on": N_("Wants to move by"),
    "address": N_("Address"),
    "unit_number": N_("Unit"),
    "city": N_("City"),
    "rent_cents": N_("Rent"),
    "name": N_("Name"),
    "phone": N_("Phone"),
    "note": N_("Note"),
}


def field(table: str, name: str) -> str:
    """What a field of the search is called; empty for another table, or what nobody reads."""
    return _FIELDS.get(name, "") if table in TABLES else ""


def value(table: str, name: str, text: str) -> str | None:
    """A kept value in words; None where it is told like any other."""
    if table not in TABLES:
        return None
    if name.endswith("cents"):
        return housing.money(int(text))
    if name in ("kinds", "features"):
        return ", ".join(_titled(one) for one in json.loads(text))
    if name == "stage":
        return _(Stage.from_slug(text).value)
    if table == "housing_event" and name == "kind":
        return _(Step.from_slug(text).value)
    if name == "answer":
        return _(housing_words.ANSWERS[text][1])
    if name == "state":
        states = housing_words.SUBSIDY_STATES if table == "subsidy" else housing_words.UNIT_STATES
        return _(states[text][1])
    if name in ("kind", "reason", "status"):
        return _titled(text)
    return None


def _titled(item_id: str) -> str:
    known = housing_choices.lists()
    lists = (known.unit_kinds, known.features, known.denial_reasons, known.subsidy_kinds,
             known.entry_statuses)  # fmt: skip
    return next((_(item.title) for items in lists for item in items if item.id == item_id), item_id)
