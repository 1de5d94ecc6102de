"""What the forms of people and places share: checks at the field, one way to write, one to undo."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from navigator_app.domain import identifiers
from navigator_app.domain.housing_rows import Written
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.people import Lists
from navigator_app.domain.records import Changes
from navigator_app.domain.vocabulary import UNKNOWN_PHONE
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import people_lists
from navigator_app.services import housing_checks as checks
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_people, take_back

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

TABLES = frozenset(
    {
        "household_person",
        "income",
        "care_person",
        "contact_method",
        "place_seen",
        "locate_check",
        "safety_flag",
        "promise",
        "hand_over",
        "member",
    }
)
"""Tables that `undo` may touch; of the member only what moved with the write."""

OLDEST_YEARS = 125
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def lists() -> Lists:
    """The lists that came with the program."""
    return people_lists.shipped()


def undo(ws: Workspace, written: Written) -> Changes:
    """Take back one write of people and places. InputRejected when something has been recorded on
    it since, or it was taken back already."""
    found = [one for one in take_back.entries(ws.store, written.undo) if one.table in TABLES]
    if not found:
        raise InputRejected(
            "undo", _("There is nothing to take back."), _("It was taken back already.")
        )
    for one in found:  # what an insert left empty its undoing would not miss
        if one.operation == "insert" and take_back.written_since(ws.store, one, written.undo):
            raise InputRejected(
                "undo",
                _("Something has been recorded on it since."),
                _("Amend it instead; earlier words stay in the history."),
            )
    with ws.transaction("undo_people") as tx:
        take_back.take_back(tx, found)
    return written.changes


def known(ws: Workspace, table: str, key: str, member_id: str = "") -> dict[str, Any]:
    """A row of a table by its id, of that member where one is named; NotFound when there is
    none."""
    row = reads_people.row(ws.store, table, key)
    if row is None or (member_id and row["member_id"] != member_id):
        raise NotFound(
            _("Not found"), _("This is no longer on record."), _("Look at the member’s page again.")
        )
    return row


def save(
    ws: Workspace,
    table: str,
    member_id: str,
    values: Mapping[str, object],
    key: str = "",
    signed: bool = False,
) -> Written:
    """Write a row anew, or add it; `signed` keeps who is at work with a new one."""
    checks.check_member(ws, member_id)
    if key:
        known(ws, table, key, member_id)
    with ws.transaction(f"{'amend' if key else 'add'}_{table}") as tx:
        made = put(tx, ws, table, member_id, values, key, signed)
        return Written(made, Changes(members=frozenset({member_id})), tx.id)


def put(
    tx: Tx,
    ws: Workspace,
    table: str,
    member_id: str,
    values: Mapping[str, object],
    key: str = "",
    signed: bool = False,
) -> str:
    """The same within a transaction; returns the row's id."""
    if key:
        tx.update(table, key, values)
        return key
    made = uuid7()
    row: dict[str, object] = {"id": made, "member_id": member_id, "created_at": tx.now}
    if signed:
        row["user_id"] = ws.user.id
    tx.insert(table, {**row, **values})
    return made


def phone(field: str, text: str) -> str:
    """Ten digits, or "" for none."""
    if not text.strip():
        return ""
    try:
        found = identifiers.phone(text)
        if found == UNKNOWN_PHONE:
            raise ValueError("no digits")
        return found
    except ValueError:
        raise InputRejected(
            field,
            _("A phone number has ten digits."),
            _("Type area code and number, or leave it empty when nobody knows it."),
        ) from None


def email(field: str, text: str) -> str:
    """An address with an @, or "" for none."""
    plain = checks.line(field, text)
    if plain and not _EMAIL.fullmatch(plain):
        raise InputRejected(
            field, _("This is no e-mail address."), _("It looks like name@example.org.")
        )
    return plain


def born(ws: Workspace, field: str, day: date | None) -> str | None:
    """A birth date: not ahead, and of somebody who may still live."""
    if day is None:
        return None
    today = ws.clock.today()
    if day > today:
        raise InputRejected(field, _("A birth date is not in the future."), _("Look at the year."))
    if day < today - timedelta(days=366 * OLDEST_YEARS):
        raise InputRejected(field, _("Nobody is that old."), _("Look at the year."))
    return day.isoformat()


def in_order(field: str, first: date | None, last: date | None) -> None:
    """Refuse a last day before the first."""
    if first is not None and last is not None and last < first:
        raise InputRejected(
            field, _("The last day lies before the first."), _("Correct one of the two.")
        )
