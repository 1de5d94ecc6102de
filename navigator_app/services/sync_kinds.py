"""What a file from a plan is, told by its headings, and who reads it; who is told of a file gone.

A module that takes in a kind of its own has two functions:

    recognises(headings: Sequence[Sequence[str]]) -> bool
        Whether one of these records is the heading of its kind. Runs beside the store: it reads
        shipped layouts and no workspace.
    take_in(ws, exchange_file_id: str, content: bytes) -> str
        Take the file in, on the store's thread, in its own transactions; what comes back is said
        in the file's life. A refusal (NavigatorError) puts the file into quarantine with its words.
        Called again for the same file after a crash in between, so a second time changes nothing.

A module that puts files to go (`exchange_writes.put_waiting`) has two:

    stays(ws, file: FileRow) -> str
        Why the file must not go any more as it was made (a consent that was taken back since, a
        coverage that ended), and what to do; "" where nothing is against it.
    left(ws, tx, file: FileRow) -> None
        The file is with the plan: mark what it was, account for what left (`gate.account_file`), in
        the transaction that writes down that it went.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

from navigator_app.domain.exchange import (
    AUTHORIZATIONS,
    BATCH,
    BATCH_RESPONSE,
    REPORT,
    RESPONSE,
    UNKNOWN,
    FileRow,
)
from navigator_app.errors import FileRejected, NavigatorError
from navigator_app.i18n import _

if TYPE_CHECKING:
    from navigator_app.exchange.inbound import ParsedFile
    from navigator_app.exchange.layouts import Layout
    from navigator_app.services.workspace import Workspace
    from navigator_app.store.tx import Tx

_SERVICES = "navigator_app.services"

READERS = {
    RESPONSE: f"{_SERVICES}.responses",
    BATCH_RESPONSE: f"{_SERVICES}.batch_responses",
}
"""Kinds that are recognised before an authorization file is thought of."""

SENT = {
    BATCH: f"{_SERVICES}.batches",
    REPORT: f"{_SERVICES}.plan_reports",
}
"""Who is told that a file of that kind went."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a file was found to be."""

    kind: str
    parsed: ParsedFile | None = None  # of an authorization file
    reason: str = ""  # why nobody can read it


def recognise(name: str, content: bytes, layouts: Sequence[Layout], today: date) -> Known:
    """Tell what a file is and read it if it is an authorization file; needs no store."""
    from navigator_app.exchange.inbound import headings_of, read_data
    from navigator_app.runtime import collector

    try:
        headings = headings_of(content)
        for kind in READERS:
            reader = module_of(READERS[kind])
            if reader is not None and reader.recognises(headings):
                return Known(kind)
        with collector.paused():
            return Known(AUTHORIZATIONS, read_data(name, content, layouts, today=today))
    except FileRejected as error:
        return Known(UNKNOWN, reason=str(error))
    except (ArithmeticError, LookupError, RecursionError, ValueError, MemoryError):
        return Known(UNKNOWN, reason=_("The program could not read this file."))


def take_in(ws: Workspace, kind: str, file_id: str, content: bytes) -> str:
    """Hand a file to whoever reads its kind; returns what is to be said of it."""
    reader = module_of(READERS[kind])
    if reader is None:
        raise NavigatorError(_("Not read"), _("Nobody here reads this kind of file."))
    return str(reader.take_in(ws, file_id, content))


def stays(ws: Workspace, file: FileRow) -> str:
    """Why a file that was put to go must not go as it is any more; "" where nothing is against
    it."""
    sender = module_of(SENT.get(file.kind, ""))
    return str(sender.stays(ws, file)) if sender is not None else ""


def left(ws: Workspace, tx: Tx, file: FileRow) -> None:
    """Tell whoever put a file to go that it is with the plan."""
    sender = module_of(SENT.get(file.kind, ""))
    if sender is not None:
        sender.left(ws, tx, file)


def module_of(name: str) -> ModuleType | None:
    """A module by its name, imported when first needed; None where there is none."""
    if not name or find_spec(name) is None:
        return None
    return import_module(name)
