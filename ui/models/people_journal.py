"""People and places in the journal's plain words."""

from __future__ import annotations

from navigator_app.domain import housing, people
from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.people import Listed
from navigator_app.i18n import N_, _
from navigator_app.services import people as service
from ui.models import people_words

TABLES = {
    "household_person": N_("Somebody of the household"),
    "income": N_("Income or benefit"),
    "care_person": N_("One of the care team"),
    "contact_method": N_("Way to reach"),
    "place_seen": N_("Place seen"),
    "locate_check": N_("Looked for"),
    "safety_flag": N_("Danger"),
    "promise": N_("Promise"),
    "hand_over": N_("Hand-over"),
}

_FIELDS = {
    "name": N_("Name"),
    "relationship": N_("What they are to the member"),
    "date_of_birth": N_("Date of birth"),
    "moves_in": N_("Moves in"),
    "left_on": N_("Left on"),
    "source": N_("From"),
    "cents": N_("Amount"),
    "starts_on": N_("Since"),
    "ends_on": N_("Last day"),
    "verified_on": N_("Verified on"),
    "role": N_("What they are"),
    "organization": N_("Organization"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "fax": N_("Fax"),
    "kind": N_("Kind"),
    "value": N_("Number, address, person or place"),
    "whose": N_("Whose it is"),
    "safe_to_leave_word": N_("Safe to leave word"),
    "best_time": N_("Best time"),
    "works": N_("Works"),
    "checked_on": N_("Tried on"),
    "ended_on": N_("Ended on"),
    "ended_why": N_("Why"),
    "place": N_("Place"),
    "seen_on": N_("Seen on"),
    "when_there": N_("When they are there"),
    "confidence": N_("How sure"),
    "seen_by": N_("Who saw them"),
    "found": N_("What came of it"),
    "review_on": N_("Look again on"),
    "what": N_("What was promised"),
    "to_whom": N_("To whom"),
    "due_on": N_("By when"),
    "kept_on": N_("Kept on"),
    "dropped_why": N_("Dropped because"),
    "note": N_("Note"),
}
_YES_OR_NO = frozenset({"moves_in", "safe_to_leave_word", "works"})


def field(table: str, name: str) -> str | None:
    """What a field is called; None for one that only the program needs, or of other tables."""
    return _FIELDS.get(name) if table in TABLES else None


def value(table: str, name: str, text: str) -> str | None:
    """A value as somebody reads it; None where the common words do."""
    if table not in TABLES:
        return None
    if name in _YES_OR_NO:
        return _("yes") if text == "1" else _("no")
    if name == "cents" and text.isdecimal():
        return _("{amount} a month").format(amount=housing.money(int(text)))
    if name in ("phone", "fax", "value"):
        return show_phone(text) or None
    if name == "found":
        return _(people_words.FOUND.get(text, ("", text))[1])
    if table == "safety_flag" and name == "kind":
        return _(service.lists().danger(text).title)
    items = _list(table, name)
    return _(people.title(items, text)) if items else None


def _list(table: str, name: str) -> tuple[Listed, ...]:
    lists = service.lists()
    return {
        ("household_person", "relationship"): lists.relationships,
        ("income", "source"): lists.income_sources,
        ("care_person", "role"): lists.care_roles,
        ("contact_method", "kind"): lists.contact_kinds,
        ("place_seen", "confidence"): lists.confidences,
        ("locate_check", "source"): lists.places_to_look,
    }.get((table, name), ())
