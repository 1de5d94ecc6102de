"""All of one member's people and places, on one page."""

from __future__ import annotations

from typing import Any

from navigator_app.domain import people
from navigator_app.domain.people import Known, Lists, MethodRow, PeoplePage
from navigator_app.domain.vocabulary import NO_ADDRESS, UNKNOWN_PHONE
from navigator_app.errors import NotFound
from navigator_app.i18n import _
from navigator_app.services import people_checks, read_reasons, safety, seen
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_people, reads_programs

_ON_RECORD = (
    ("phone", "phone", "phone"),
    ("alternate_phone", "phone", "phone"),
    ("email", "email", "email"),
    ("address", "mail", "text"),
)
"""Fields of the record: (column, kind of contact, how it is compared)."""


def lists() -> Lists:
    """The lists that came with the program, for forms."""
    return people_checks.lists()


def page(ws: Workspace, member_id: str) -> PeoplePage:
    """All people and places of a member; NotFound for nobody."""
    store = ws.store
    record = reads_people.about(store, member_id)
    if record is None:
        raise NotFound(
            _("No such member"),
            _("There is no member with that id."),
            _("Look the member up by name or CIN."),
        )
    read_reasons.need(ws, member_id)
    methods = reads_people.methods(store, member_id)
    return PeoplePage(
        member_id=member_id,
        member=f"{record['first_name']} {record['last_name']}".strip(),
        methods=methods,
        known=_known(record, methods),
        places=seen.places(ws, member_id, reads_people.places(store, member_id)),
        looked=seen.looked(ws, member_id, reads_people.looked(store, member_id)),
        household=reads_people.household(store, member_id),
        incomes=reads_people.incomes(store, member_id),
        care=reads_people.care(store, member_id),
        programs=tuple(reads_programs.programs(store, member_id)),
        flags=safety.flags(ws, member_id),
        promises=seen.marked(ws, "promise", reads_people.promises(store, member_id), member_id),
        hand_overs=seen.hand_overs(ws, member_id, reads_people.hand_overs(store, member_id)),
        screen=safety.for_screen(ws, member_id),
        navigator_id=record["navigator_id"] or "",
        navigator=record["navigator"],
    )


def _known(record: dict[str, Any], methods: tuple[MethodRow, ...]) -> tuple[Known, ...]:
    """What the record has and nobody has put among the ways, or taken from them, yet."""
    listed = {people.plain_value("phone", one.value) for one in methods}
    listed |= {people.plain_value("", one.value) for one in methods}
    found = []
    for column, kind, form in _ON_RECORD:
        value = str(record[column] or "")
        if (
            value
            and value not in (UNKNOWN_PHONE, NO_ADDRESS)
            and people.plain_value(form, value) not in listed
        ):
            found.append(Known(kind, value, column))
    return tuple(found)
