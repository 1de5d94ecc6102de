"""The shared directory of homes and landlords, and the agency's own figures of the search.

Nothing here holds anything of a member.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from navigator_app.domain import housing, identifiers
from navigator_app.domain.housing_match import is_stale
from navigator_app.domain.housing_rows import LandlordRow, UnitRow, Written
from navigator_app.domain.identifiers import fold, uuid7
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import housing_lists
from navigator_app.services import housing_checks as checks
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_homes, reads_ledger

DIRECTORY = Changes(directory=True)


@dataclass(frozen=True, slots=True)
class LandlordDraft:
    """A landlord as somebody enters it."""

    name: str
    organization: str = ""
    phone: str = ""
    email: str = ""
    languages: str = ""
    takes_subsidies: bool | None = None
    note: str = ""
    ended: bool = False


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """A home as somebody enters it; `anyway` keeps a second one at the same address."""

    address: str
    landlord_id: str | None = None
    unit_number: str = ""
    city: str = ""
    zip: str = ""
    kind: str = ""
    bedrooms: int | None = None
    rent_cents: int | None = None
    deposit_cents: int | None = None
    fee_cents: int | None = None
    utilities: str = ""
    features: tuple[str, ...] = ()
    subsidies: str = ""
    pets: bool | None = None
    most_people: int | None = None
    state: str = "available"
    available: date | None = None
    note: str = ""
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class UnitsAsked:
    """What the list of homes should show; everything adds up."""

    text: str = ""
    state: str = ""  # a word of `housing.UNIT_STATES`, "open" for what may be had, "stale"
    kind: str = ""
    bedrooms: int | None = None  # at least
    most_cents: int | None = None
    features: tuple[str, ...] = ()
    subsidies: bool = False  # only what takes them


@dataclass(frozen=True, slots=True)
class Units:
    """The homes asked for, and how many there are by state ("stale" counts beside)."""

    rows: tuple[UnitRow, ...]
    counted: dict[str, int]
    total: int
    stale_days: int


def units(ws: Workspace, asked: UnitsAsked | None = None) -> Units:
    """Homes of the directory; the text is looked for in address, city, ZIP, landlord and note."""
    asked = asked or UnitsAsked()
    known = reads_homes.units(ws.store)
    days, today = figure(ws, housing_lists.STALE), ws.clock.today()
    counted = {state: 0 for state in (*housing.UNIT_STATES, "open", "stale")}
    for one in known:
        counted[one.state] = counted.get(one.state, 0) + 1
        counted["open"] += one.state in ("available", "held", "unknown")
        counted["stale"] += _stale(one, today, days)
    shown = [one for one in known if _asked_for(one, asked, today, days)]
    return Units(tuple(shown), counted, len(known), days)


def unit(ws: Workspace, unit_id: str) -> UnitRow:
    """One home; NotFound when there is none."""
    row = reads_homes.unit(ws.store, unit_id)
    if row is None:
        raise NotFound(_("Not found"), _("There is no such home in the directory."))
    return row


def landlords(ws: Workspace) -> list[LandlordRow]:
    """Landlords by name, those no longer worked with last."""
    return reads_homes.landlords(ws.store)


def landlord(ws: Workspace, landlord_id: str) -> LandlordRow:
    """One landlord; NotFound when there is none."""
    row = reads_homes.landlord(ws.store, landlord_id)
    if row is None:
        raise NotFound(_("Not found"), _("There is no such landlord in the directory."))
    return row


def save_unit(ws: Workspace, draft: UnitDraft, unit_id: str = "") -> Written:
    """Add a home, or write it anew. InputRejected names the field; a home at the same address is
    refused once, and taken where the draft says `anyway`."""
    values = _unit_values(ws, draft)
    if unit_id:
        unit(ws, unit_id)
    if not draft.anyway:
        _check_double(ws, values, unit_id)
    key = unit_id or uuid7()
    with ws.transaction("amend_home" if unit_id else "add_home") as tx:
        checked = {"checked_on": ws.clock.today().isoformat()}
        if not unit_id:
            tx.insert("housing_unit", {"id": key, **values, **checked, "created_at": tx.now})
        else:
            tx.update("housing_unit", key, {**values, **checked})
        return Written(key, DIRECTORY, tx.id)


def set_state(ws: Workspace, unit_id: str, state: str) -> Written:
    """Say whether a home can be had, as known today; saying the same again confirms it."""
    unit(ws, unit_id)
    checks.one_of("state", state, housing.UNIT_STATES)
    with ws.transaction("check_home") as tx:
        values = {"state": state, "checked_on": ws.clock.today().isoformat()}
        tx.update("housing_unit", unit_id, values)
        return Written(unit_id, DIRECTORY, tx.id)


def save_landlord(ws: Workspace, draft: LandlordDraft, landlord_id: str = "") -> Written:
    """Add a landlord, or write it anew; InputRejected names the field."""
    values = _landlord_values(draft)
    if landlord_id:
        known = landlord(ws, landlord_id)
        ended = known.ended or ws.clock.today()
    else:
        ended = ws.clock.today()
    values["ended_on"] = ended.isoformat() if draft.ended else None
    _check_name(ws, str(values["name"]), str(values["organization"]), landlord_id)
    key = landlord_id or uuid7()
    with ws.transaction("amend_landlord" if landlord_id else "add_landlord") as tx:
        if landlord_id:
            tx.update("landlord", key, values)
        else:
            tx.insert("landlord", {"id": key, **values, "created_at": tx.now})
        return Written(key, DIRECTORY, tx.id)


def figure(ws: Workspace, name: str) -> int:
    """One of the agency's own figures; the shipped one until it sets its own."""
    told = reads_ledger.setting(ws.store, name)
    return int(told) if told else housing_lists.shipped().own[name].value


def figures(ws: Workspace) -> dict[str, int]:
    """All of them by id."""
    return {name: figure(ws, name) for name in housing_lists.shipped().own}


def set_figures(ws: Workspace, values: dict[str, int]) -> Changes:
    """Keep the agency's own figures; InputRejected names the one that makes no sense."""
    known = housing_lists.shipped().own
    for name, value in values.items():
        own = known[name]
        if not own.least <= value <= own.most:
            raise InputRejected(
                name, _("From {least} to {most}.").format(least=own.least, most=own.most)
            )
    reminders = [values.get(name, figure(ws, name)) for name in housing_lists.COUNTDOWN]
    if not reminders[0] > reminders[1] > reminders[2]:
        raise InputRejected(
            housing_lists.COUNTDOWN[1],
            _("Each reminder comes later than the one before it."),
            _("Give fewer days for a later one."),
        )
    with ws.transaction("set_housing_figures") as tx:
        for name, value in values.items():
            if reads_ledger.setting(ws.store, name) is None:
                row = {"id": name, "value": str(value), "created_at": tx.now}
                tx.insert("agency_setting", row)
            else:
                tx.update("agency_setting", name, {"value": str(value)})
    return Changes(settings=True, directory=True)


def marks(ws: Workspace) -> tuple[int, ...]:
    """Days before a voucher's end at which it is told."""
    return tuple(figure(ws, name) for name in housing_lists.COUNTDOWN)


def _asked_for(one: UnitRow, asked: UnitsAsked, today: date, days: int) -> bool:
    if asked.text:
        here = fold(" ".join((one.title, one.place, one.landlord, one.note, one.subsidies)))
        if not all(word in here for word in fold(asked.text).split()):
            return False
    if asked.state == "open" and one.state not in ("available", "held", "unknown"):
        return False
    if asked.state == "stale" and not _stale(one, today, days):
        return False
    if asked.state in housing.UNIT_STATES and one.state != asked.state:
        return False
    if asked.kind and one.kind != asked.kind:
        return False
    if asked.bedrooms is not None and (one.bedrooms is None or one.bedrooms < asked.bedrooms):
        return False
    if asked.most_cents is not None and (
        one.rent_cents is None or one.rent_cents > asked.most_cents
    ):
        return False
    if asked.subsidies and not (one.subsidies or one.takes_subsidies):
        return False
    return set(asked.features) <= set(one.features)


def _stale(one: UnitRow, today: date, days: int) -> bool:
    return one.state in ("available", "held", "unknown") and is_stale(one, today, days)


def _check_double(ws: Workspace, values: dict[str, object], unit_id: str) -> None:
    place = (str(values["address"]), str(values["unit_number"]), str(values["city"]))
    double = [one for one in reads_homes.at_address(ws.store, *place) if one.id != unit_id]
    if double:
        found = double[0]
        known = ", ".join(part for part in (found.title, found.place) if part)
        raise InputRejected(
            "address",
            _("The directory has a home there: {known}.").format(known=known),
            _("Amend that one, give this one a unit number, or save once more to keep both."),
        )


def _unit_values(ws: Workspace, draft: UnitDraft) -> dict[str, object]:
    lists = housing_lists.shipped()
    if draft.landlord_id:
        landlord(ws, draft.landlord_id)
    checks.near(ws, "available", draft.available)
    return {
        "landlord_id": draft.landlord_id or None,
        "address": checks.line("address", draft.address, _("The home needs an address.")),
        "unit_number": checks.line("unit_number", draft.unit_number),
        "city": checks.line("city", draft.city),
        "zip": _zip(draft.zip),
        "kind": checks.one_of("kind", draft.kind, housing_lists.ids(lists.unit_kinds), empty=True),
        "bedrooms": checks.count("bedrooms", draft.bedrooms, checks.MOST_BEDROOMS),
        "rent_cents": checks.cents("rent", draft.rent_cents),
        "deposit_cents": checks.cents("deposit", draft.deposit_cents),
        "application_fee_cents": checks.cents("fee", draft.fee_cents),
        "utilities": checks.line("utilities", draft.utilities),
        "features": json.dumps(
            checks.some_of("features", draft.features, housing_lists.ids(lists.features))
        ),
        "subsidies": checks.line("subsidies", draft.subsidies),
        "pets": checks.flag_of(draft.pets),
        "most_people": checks.count("most_people", draft.most_people, checks.MOST_PEOPLE),
        "state": checks.one_of("state", draft.state, housing.UNIT_STATES),
        "available_on": checks.text_of(draft.available),
        "note": checks.note(draft.note),
    }


def _zip(text: str) -> str:
    digits = text.strip()
    if digits and not (digits.isascii() and digits.replace("-", "").isdigit()
                       and len(digits.replace("-", "")) in (5, 9)):  # fmt: skip
        raise InputRejected(
            "zip", _("A ZIP code has five digits."), _("Leave it empty if you do not know it.")
        )
    return digits


def _landlord_values(draft: LandlordDraft) -> dict[str, object]:
    return {
        "name": checks.line("name", draft.name, _("The landlord needs a name.")),
        "organization": checks.line("organization", draft.organization),
        "phone": _phone(draft.phone),
        "email": _email(draft.email),
        "languages": checks.line("languages", draft.languages),
        "takes_subsidies": checks.flag_of(draft.takes_subsidies),
        "note": checks.note(draft.note),
    }


def _phone(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return identifiers.known_phone(text)
    except ValueError as error:
        raise InputRejected(
            "phone", _("A phone number has ten digits."), _("Leave it empty if there is none.")
        ) from error


def _email(text: str) -> str:
    words = checks.line("email", text)
    if words and not identifiers.looks_like_email(words):
        raise InputRejected("email", _("This is no e-mail address."))
    return words


def _check_name(ws: Workspace, name: str, organization: str, landlord_id: str) -> None:
    same = (fold(name), fold(organization))
    for one in reads_homes.landlords(ws.store):
        if one.id != landlord_id and (fold(one.name), fold(one.organization)) == same:
            raise InputRejected(
                "name",
                _("The directory has a landlord of that name."),
                _("Choose it there, or add the organization to tell them apart."),
            )
