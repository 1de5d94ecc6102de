"""The shared directory of homes and landlords; nothing of a member but how many follow a home."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from navigator_app.domain.housing_rows import LandlordRow, UnitRow
from navigator_app.domain.identifiers import fold
from navigator_app.store.reads_housing import UNDER_WAY, flag
from navigator_app.store.reads_referrals import day

if TYPE_CHECKING:
    from navigator_app.store.engine import Store


def units(store: Store, states: tuple[str, ...] = ()) -> list[UnitRow]:
    """Homes by city and address, of some states or of all."""
    where = "WHERE h.state IN (SELECT value FROM json_each(?)) " if states else ""
    sql = _UNITS + where + "ORDER BY h.city COLLATE NOCASE, h.address COLLATE NOCASE, h.id"
    return [_unit(row) for row in store.query(sql, (json.dumps(states),) if states else ())]


def unit(store: Store, unit_id: str) -> UnitRow | None:
    """One home."""
    row = store.one(_UNITS + "WHERE h.id = ?", (unit_id,))
    return _unit(row) if row else None


def at_address(store: Store, address: str, unit_number: str, city: str) -> list[UnitRow]:
    """Homes that stand at the same address by other spelling too; a city left out fits any."""
    wanted = (plain_address(address), fold(unit_number), fold(city))
    return [one for one in units(store) if _same_place(one, wanted)]


def _same_place(one: UnitRow, wanted: tuple[str, str, str]) -> bool:
    address, number, city = wanted
    here = fold(one.city)
    return (
        plain_address(one.address) == address
        and fold(one.unit_number) == number
        and (not city or not here or here == city)
    )


_SHORT = {
    "street": "st", "avenue": "ave", "boulevard": "blvd", "drive": "dr", "road": "rd",
    "lane": "ln", "court": "ct", "place": "pl", "terrace": "ter", "highway": "hwy",
    "parkway": "pkwy", "circle": "cir", "square": "sq", "north": "n", "south": "s", "east": "e",
    "west": "w", "av": "ave", "apt": "", "apartment": "", "unit": "",
}  # fmt: skip


def plain_address(text: str) -> str:
    """An address to compare: lower case, no accents or points, street words shortened."""
    return " ".join(word for word in (_SHORT.get(w, w) for w in fold(text).split()) if word)


def landlords(store: Store) -> list[LandlordRow]:
    """Landlords by name, those no longer worked with last."""
    sql = _LANDLORDS + "GROUP BY l.id ORDER BY l.ended_on IS NOT NULL, l.name COLLATE NOCASE, l.id"
    return [_landlord(row) for row in store.query(sql)]


def landlord(store: Store, landlord_id: str) -> LandlordRow | None:
    """One landlord."""
    row = store.one(_LANDLORDS + "WHERE l.id = ? GROUP BY l.id", (landlord_id,))
    return _landlord(row) if row else None


def _unit(r: tuple[Any, ...]) -> UnitRow:
    return UnitRow(
        id=r[0], landlord_id=r[1], landlord=r[2], landlord_phone=r[3], takes_subsidies=flag(r[4]),
        address=r[5], unit_number=r[6], city=r[7], zip=r[8], kind=r[9], bedrooms=r[10],
        rent_cents=r[11], deposit_cents=r[12], fee_cents=r[13], utilities=r[14],
        features=tuple(json.loads(r[15] or "[]")), subsidies=r[16], pets=flag(r[17]),
        most_people=r[18], state=r[19], available=day(r[20]), checked=day(r[21]), note=r[22],
        followed=r[23],
    )  # fmt: skip


def _landlord(r: tuple[Any, ...]) -> LandlordRow:
    return LandlordRow(r[0], r[1], r[2], r[3], r[4], r[5], flag(r[6]), r[7], day(r[8]), r[9], r[10])


_UNITS = (
    "SELECT h.id, h.landlord_id, coalesce(l.name, ''), coalesce(l.phone, ''), l.takes_subsidies, "  # noqa: S608
    "h.address, h.unit_number, h.city, h.zip, h.kind, h.bedrooms, h.rent_cents, h.deposit_cents, "
    "h.application_fee_cents, h.utilities, h.features, h.subsidies, h.pets, h.most_people, "
    "h.state, h.available_on, h.checked_on, h.note, coalesce(f.n, 0) "
    "FROM housing_unit h LEFT JOIN landlord l ON l.id = h.landlord_id "
    "LEFT JOIN (SELECT unit_id, count(*) AS n FROM housing_application "
    f"WHERE stage IN {UNDER_WAY} GROUP BY unit_id) f ON f.unit_id = h.id "
)
_LANDLORDS = (
    "SELECT l.id, l.name, l.organization, l.phone, l.email, l.languages, l.takes_subsidies, "
    "l.note, l.ended_on, count(h.id), coalesce(sum(h.state = 'available'), 0) "
    "FROM landlord l LEFT JOIN housing_unit h ON h.landlord_id = l.id "
)
