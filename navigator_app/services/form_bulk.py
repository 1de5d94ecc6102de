"""One form for many members: who they are, who is left out and why, and one file for all.

On a printer a member's form is put on record, drawn and given away before the next is begun: memory
holds one at a time, and whoever stops has on record what was handed out and nothing else. One file
for all has no name until it is whole: its sheets are put on record in the transaction that gives it
one, so a lock or a power cut on the way leaves neither file nor record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from navigator_app.domain.consents import EXPIRING_DAYS
from navigator_app.domain.form_rows import SAVED
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import CaseloadQuery, Changes
from navigator_app.errors import InputRejected, NavigatorError
from navigator_app.exchange.part_file import PartFile
from navigator_app.i18n import _
from navigator_app.services import caseload, consents_due, form_desk, form_facts, print_desk
from navigator_app.services.form_desk import Ask, Sheet
from navigator_app.services.form_facts import Subject

if TYPE_CHECKING:
    from navigator_app.forms.render import Order, Printed
    from navigator_app.services.workspace import Workspace

GROUPS = ("consent", "unreached", "overdue", "week", "mine", "all")
"""Whom one can choose: their consent runs out, approved and not reached yet, something overdue or
due this week, one's own members, everybody."""

MOST = 10_000
"""Members of one run."""


@dataclass(frozen=True, slots=True)
class Line:
    """One member of a run: the language and size of their sheet, or why there is none; `unread` is
    the language they read where no form is printed in it."""

    member_id: str
    name: str
    language: str = ""
    large: bool = False
    reason: str = ""
    unread: str = ""


def members(ws: Workspace, group: str) -> tuple[str, ...]:
    """The ids of a group, in the order of their names. InputRejected for an unknown group."""
    if group not in GROUPS:
        raise InputRejected("group", _("There is no such group."))
    if group == "consent":
        today = ws.clock.today()
        rows = consents_due.lines(ws, today, today + timedelta(EXPIRING_DAYS))
        named = {row.member_id: row.member_name for row in rows}
        return tuple(sorted(named, key=lambda one: named[one].casefold()))
    due = group if group in ("unreached", "overdue", "week") else ""
    query = CaseloadQuery(due=due, navigator=ws.user.id if group == "mine" else "")
    return tuple(row.id for row in caseload.page(ws, query, limit=MOST).rows)


def look(ws: Workspace, kind: str, member_ids: Sequence[str], paper: str) -> tuple[Line, ...]:
    """How each member's sheet would be, or why there would be none; nothing is written."""
    return tuple(_line(ws, kind, one, paper) for one in member_ids)


def batch() -> str:
    """A name for one run."""
    return uuid7()


def prepare(ws: Workspace, kind: str, member_id: str, paper: str) -> Sheet:
    """One member's sheet, writing nothing. A NavigatorError says why there is none: the member is
    left out, and the run goes on."""
    return form_desk.prepare(ws, Ask(kind, Subject(member_id=member_id), paper=paper))


def void(ws: Workspace, codes: Sequence[str]) -> Changes:
    """Mark all sheets of a run as spoiled; those that are home or spoiled already stay so."""
    touched: set[str] = set()
    for code in codes:
        try:
            changes = print_desk.void(ws, code, _("The whole run was taken back."))
        except InputRejected:
            continue
        touched |= changes.members
    return Changes(members=frozenset(touched), files=True)


@dataclass(frozen=True, slots=True)
class Coding:
    """A sheet of one file: what is drawn of it, and what is put on record at the end."""

    order: Order
    coded: print_desk.Coded
    member_id: str
    letters: str


def code(ws: Workspace, sheet: Sheet, batch_id: str) -> Coding:
    """Give a sheet of one file its code; nothing is written."""
    prepared = replace(sheet.prepared, batch_id=batch_id)
    coded = print_desk.code(ws, prepared, SAVED)
    return Coding(coded.order, coded, prepared.subject.member_id, str(coded.row["code"]))


def finish(ws: Workspace, book: Book, sheets: Sequence[tuple[Coding, int]]) -> Changes:
    """Put the sheets with the pages each has on record and give the file, which `book.seal` made
    whole, its name: all of it or nothing. A NavigatorError leaves no file and no record."""
    try:
        return print_desk.enter_all(ws, [(one.coded, pages) for one, pages in sheets], book.keep)
    except BaseException:
        book.drop()
        raise


class Book:
    """One file for all sheets of a run, written page by page. One thread at a time."""

    def __init__(self, out: Path) -> None:
        """Begin; TransferFailed where the file cannot be written."""
        if not out.name or out.is_dir():
            raise InputRejected("out", _("The name of a file is needed, not of a folder."))
        self._file = PartFile(out)
        self._next: list[Order] = []
        self._drawing = _drawing(self._next, self._file)  # not of self: it must be free to go

    def add(self, order: Order) -> int:
        """Draw one more sheet into the file; returns its pages."""
        self._next.append(order)
        return next(self._drawing).pages

    def seal(self) -> None:
        """Nothing more comes: all of it is on the disk, under no name yet."""
        for _rest in self._drawing:
            pass
        self._file.seal()

    def keep(self) -> Path:
        """Give it its name."""
        return self._file.keep()

    def drop(self) -> None:
        """Leave no file."""
        self._file.drop()

    def __del__(self) -> None:
        """A run that went away with its window leaves no half of a file."""
        if "_file" in self.__dict__:
            self._file.drop()


def _drawing(waiting: list[Order], file: PartFile) -> Iterator[Printed]:
    from navigator_app.forms.render import render_many

    return render_many(_orders(waiting), file.write)


def _orders(waiting: list[Order]) -> Iterator[Order]:
    while waiting:
        yield waiting.pop()


def _line(ws: Workspace, kind: str, member_id: str, paper: str) -> Line:
    try:
        sheet = form_desk.prepare(ws, Ask(kind, Subject(member_id=member_id), paper=paper))
    except NavigatorError as refused:
        return Line(member_id, _name(ws, member_id), reason=refused.message)
    reason = " ".join(sheet.withheld.split())
    name = sheet.name or _name(ws, member_id)
    return Line(member_id, name, sheet.language, sheet.large, reason, sheet.unread)


def _name(ws: Workspace, member_id: str) -> str:
    try:
        row = form_facts.member_of(ws, member_id)
    except NavigatorError:
        return ""
    return f"{row.first_name} {row.last_name}".strip()
