"""A plan's list of prospects, typed or pasted: many members with one day on which they came."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from navigator_app.domain.facts import Path
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.paths import OptIn, form
from navigator_app.domain.records import Changes
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import agency, clocks, intake, intake_checks
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_intake

MOST = 500
"""Prospects taken in at once; a longer list is a file for the Import page."""

_CIN = re.compile(r"\d{8}[A-Za-z]")
_DATES = ("%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y")


def read(text: str) -> list[NewMember]:
    """Read pasted rows: name, CIN, date of birth, phone, in any order, parted by tab, comma or
    semicolon. A name is "Last, First" in tabbed rows, else "First Last". A heading is passed over.

    InputRejected names the row (`rows`) that holds no name or no date of birth.
    """
    rows = [line for line in text.splitlines() if line.strip()]
    if rows and not any(char.isdigit() for char in rows[0]):
        rows = rows[1:]
    return [_row(number, line) for number, line in enumerate(rows, 1)]


def add(
    ws: Workspace,
    *,
    plan: str,
    service: Service,
    received: date,
    rows: Sequence[NewMember],
    opt_in: OptIn = OptIn.BEFORE,
) -> tuple[list[str], Changes]:
    """Take all rows in, or none: a referral each, on the way of a plan's list; returns their ids.

    A member who is here by CIN, or by name and date of birth where no CIN is given, gets the
    referral. InputRejected names the row and what is wrong with it.
    """
    if not rows:
        raise InputRejected("rows", _("The list is empty."), _("Paste or type one row a member."))
    if len(rows) > MOST:
        raise InputRejected(
            "rows",
            _("{n} rows are too many at once.").format(n=len(rows)),
            _("Take in {most} at a time.").format(most=MOST),
        )
    row = agency.plan(ws, plan)
    values = {"prospect_received_on": received.isoformat()}
    if opt_in is OptIn.AFTER:
        values["sent_to_provider_on"] = received.isoformat()
    normal = intake_checks.way(ws, form(Path.DATA_MINING, opt_in), values)
    ids: list[str] = []
    members: list[str] = []
    with ws.transaction("take_in_prospects") as tx:
        for number, prospect in enumerate(rows, 1):
            try:
                member_id = _known(ws, prospect)
                if member_id is None:
                    columns = intake_checks.member(ws, prospect, another_person=False)
                    columns["cin"] = columns["cin"] or intake_checks.stand_in(ws.store)
                    member_id = intake.insert_member(tx, ws, row, columns)
                intake.refuse_second(ws, member_id, row, service)
            except InputRejected as refused:
                raise _named(number, prospect, refused) from refused
            referral_id = intake.insert(
                tx, ws, row, member_id, service, Path.DATA_MINING, opt_in, normal
            )
            ids.append(referral_id)
            members.append(member_id)
        clocks.recompute(tx, ws, ids)
    return ids, Changes(members=frozenset(members), referrals=frozenset(ids))


def _known(ws: Workspace, prospect: NewMember) -> str | None:
    """The member here that a row is about."""
    values = intake_checks.person(prospect, ws.clock.today())
    found = reads_intake.namesakes(
        ws.store, str(values["cin"]), str(values["sort_name"]), str(values["date_of_birth"])
    )
    if values["cin"]:
        found = [one for one in found if one.same_cin]
    return found[0].member_id if len(found) == 1 else None


def _named(number: int, prospect: NewMember, refused: InputRejected) -> InputRejected:
    name = f"{prospect.first_name} {prospect.last_name}".strip()
    message = _("Row {n} ({name}): {why}").format(n=number, name=name, why=refused.message)
    return InputRejected("rows", message, refused.next_step or _("Nothing was taken in."))


def _row(number: int, line: str) -> NewMember:
    mark = "\t" if "\t" in line else ";" if ";" in line else ","
    cells = [" ".join(cell.split()) for cell in line.split(mark)]
    born = cin = phone = ""
    names: list[str] = []
    for cell in filter(None, cells):
        day = _day(cell)
        if day and not born:
            born = day
        elif _CIN.fullmatch(cell.replace(" ", "")) and not cin:
            cin = cell
        elif sum(char.isdigit() for char in cell) >= 7 and not phone:
            phone = cell
        else:
            names.append(cell)
    first, last = _name(names)
    if not (first and last and born):
        raise InputRejected(
            "rows",
            _("Row {n} has no name or no date of birth.").format(n=number),
            _("A row holds first and last name, CIN if known, date of birth, phone."),
        )
    return NewMember(first, last, born, cin, phone)


def _name(cells: Sequence[str]) -> tuple[str, str]:
    """First and last name of one cell or of two; a comma in the cell puts the last name first."""
    if len(cells) == 1 and "," in cells[0]:
        last, _comma, first = cells[0].partition(",")
        return first.strip(), last.strip()
    if len(cells) == 1:
        first, _space, last = cells[0].rpartition(" ")
        return first, last
    return (cells[0], cells[1]) if len(cells) >= 2 else ("", "")


def _day(cell: str) -> str:
    for form_ in _DATES:
        try:
            return datetime.strptime(cell, form_).date().isoformat()
        except ValueError:
            continue
    return ""
