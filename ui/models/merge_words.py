"""Two records side by side in words."""

from __future__ import annotations

from datetime import date

from navigator_app.domain.duplicates import Pair, Person, Strength
from navigator_app.domain.identifiers import NO_CIN, show_phone
from navigator_app.domain.merging import SideBySide
from navigator_app.domain.vocabulary import Service
from navigator_app.i18n import N_, _, ngettext
from ui.models import words

FIELDS = {
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "preferred_name": N_("Goes by"),
    "date_of_birth": N_("Date of birth"),
    "cin": N_("CIN"),
    "plan_id": N_("Plan"),
    "plan_member_id": N_("Number at the plan"),
    "phone": N_("Phone"),
    "alternate_phone": N_("Other phone"),
    "address": N_("Address"),
    "email": N_("E-mail"),
    "language_spoken": N_("Speaks"),
    "language_written": N_("Reads"),
    "written_format": N_("Reads in the form"),
    "navigator_id": N_("Navigator"),
    "safety_note": N_("Safety note"),
    "last_seen_place": N_("Last seen"),
    "last_seen_on": N_("Last seen on"),
}

_STRENGTH = {
    Strength.STRONG: ("warning", N_("Much speaks for one person")),
    Strength.FAIR: ("info", N_("May be one person")),
    Strength.WEAK: ("neutral", N_("Something speaks for one person")),
}

_DAYS = ("date_of_birth", "last_seen_on")
_PHONES = ("phone", "alternate_phone")


def strength(pair: Pair) -> tuple[str, str]:
    """How a pair is drawn, and its words."""
    tone, text = _STRENGTH[pair.likeness.strength]
    return tone, _(text)


def person_line(person: Person) -> str:
    """CIN, date of birth and phone of a record."""
    cin = person.cin if person.has_cin else _("no CIN yet")
    phones = [show_phone(phone) for phone in person.phones if show_phone(phone)]
    return " · ".join([cin, _day(person.born), *(phones or [_("no phone")])])


def shown(field: str, value: str) -> str:
    """A field's value for reading."""
    if field in _DAYS:
        return _day(value)
    if field in _PHONES:
        return show_phone(value)
    if field == "cin" and value.startswith(NO_CIN):
        return _("no CIN yet")
    return words.isolated(value)


def going_over(found: SideBySide) -> str:
    """What the record that stays gets of the other, in a sentence."""
    counts = dict(found.moves)
    parts = []
    for table, count in (
        ("referral", counts.pop("referral", 0)),
        ("outreach_attempt", counts.pop("outreach_attempt", 0)),
        ("encounter", counts.pop("encounter", 0)),
    ):
        if count:
            parts.append(_COUNTED[table](count))
    rest = sum(counts.values())
    if rest:
        parts.append(ngettext("{n} other entry", "{n} other entries", rest).format(n=rest))
    if not parts:
        return _("{name} brings nothing but the record itself.").format(name=found.merged_name)
    return _("Goes over: {what}.").format(what=", ".join(parts))


def both_open(found: SideBySide) -> str:
    """Which services both have open with the same plan; empty for none."""
    if not found.same_open:
        return ""
    services = ", ".join(Service.from_slug(slug).short for slug in found.same_open)
    return _(
        "Both have an open referral to the same plan for {services}; both stay, and each goes on "
        "under the CIN it came with."
    ).format(services=services)


def _referrals(count: int) -> str:
    return ngettext("{n} referral", "{n} referrals", count).format(n=count)


def _attempts(count: int) -> str:
    return ngettext("{n} attempt", "{n} attempts", count).format(n=count)


def _notes(count: int) -> str:
    return ngettext("{n} service note", "{n} service notes", count).format(n=count)


_COUNTED = {"referral": _referrals, "outreach_attempt": _attempts, "encounter": _notes}


def _day(text: str) -> str:
    try:
        return words.day(date.fromisoformat(text))
    except ValueError:
        return text
