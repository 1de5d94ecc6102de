"""Photos and scans of a member: straight into the store, looked at in memory, never a file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from navigator_app.domain.attachment_inspector import Inspector
from navigator_app.domain.attachment_types import Flawed
from navigator_app.domain.attachments import (
    CHUNK,
    MOST_TITLE,
    Attachment,
    Limits,
    Retention,
    Room,
    years_later,
)
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NavigatorError, NotFound
from navigator_app.i18n import _
from navigator_app.policy import retention as rules
from navigator_app.services import part_2, read_reasons, seen
from navigator_app.services.attachment_words import refusal, size_words
from navigator_app.services.workspace import Workspace, required
from navigator_app.store import (
    attachment_writes,
    reads_attachments,
    reads_ledger,
    reads_member,
    scan_rows,
)

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

DEFAULT_CLASS = "other"
_YEARS = "retention.{id}.years"
_BYTES = "attachments.bytes"
_STORE = "attachments.store_bytes"
MOST_YEARS = 100


def retention(ws: Workspace) -> Retention:
    """The classes and limits that hold here: as shipped, where the agency set none of its own."""
    shipped = rules.shipped()
    limits = replace(
        shipped.limits,
        attachment_bytes=_own(ws, _BYTES) or shipped.limits.attachment_bytes,
        store_bytes=_own(ws, _STORE) or shipped.limits.store_bytes,
    )
    classes = tuple(
        replace(one, years=years, own=True)
        if (years := _own(ws, _YEARS.format(id=one.id))) is not None
        else one
        for one in shipped.classes
    )
    return Retention(limits, classes)


def set_years(ws: Workspace, class_id: str, years: int | None) -> Changes:
    """Keep attachments of a class so many years: the agency's own choice; None takes it back.

    It holds for what is added or given the class from now on.
    """
    if rules.shipped().named(class_id) is None:
        raise InputRejected("retention", _("There is no such class of papers."))
    if years is not None and not 0 < years <= MOST_YEARS:
        raise InputRejected("years", _("Years are 1 to {n}.").format(n=MOST_YEARS))
    name = _YEARS.format(id=class_id)
    with ws.transaction("set_retention") as tx:
        tx.execute("DELETE FROM agency_setting WHERE id = ?", (name,))
        if years is not None:
            row = {"id": name, "value": str(years), "created_at": tx.now}
            tx.insert("agency_setting", row)
    return Changes(settings=True)


def of_member(ws: Workspace, member_id: str, *, removed: bool = False) -> list[Attachment]:
    """A member's attachments, newest first; with `removed` also those that were taken out."""
    read_reasons.need(ws, member_id)
    found = reads_attachments.of_member(ws.store, member_id, removed=removed)
    return seen.attachments(ws, member_id, found)


def get(ws: Workspace, attachment_id: str) -> Attachment:
    """One attachment, removed or not; NotFound when there is none."""
    read_reasons.need_record(ws, "attachment", attachment_id)
    found = reads_attachments.one(ws.store, attachment_id)
    if found is None:
        raise NotFound(
            _("No such attachment"),
            _("There is no attachment with that id."),
            _("Look at the member’s papers; the list there is up to date."),
        )
    return found


def room(ws: Workspace) -> Room:
    """How much of the store's share for attachments is taken."""
    most = retention(ws).limits.store_bytes
    return Room(reads_attachments.bytes_used(ws.store), most)


def add(
    ws: Workspace,
    member_id: str,
    source: BinaryIO,
    *,
    title: str,
    class_id: str = DEFAULT_CLASS,
    about: tuple[str, str] = ("", ""),
    substance_use: bool = False,
) -> tuple[Attachment, Changes]:
    """Take bytes in from an open file, a piece at a time, in one transaction.

    `about` is the table and id of the record it belongs to; `substance_use` marks it as a record
    of 42 CFR Part 2. InputRejected (field "file") says what
    is wrong with the bytes and what to do: too large, no picture or PDF, cut short, there already,
    no room. Nothing of a refused one stays.
    """
    with ws.transaction("add_attachment") as tx:
        key = insert(tx, ws, member_id, source, title=title, class_id=class_id, about=about)
        if substance_use:
            part_2.write(tx, ws, "attachment", key, on=True)
    return get(ws, key), Changes(members=frozenset({member_id}))


def insert(
    tx: Tx,
    ws: Workspace,
    member_id: str,
    source: BinaryIO,
    *,
    title: str,
    class_id: str = DEFAULT_CLASS,
    about: tuple[str, str] = ("", ""),
) -> str:
    """Take bytes in as `add` does, inside a transaction, and return the attachment's id."""
    held = retention(ws)
    kept = held.named(class_id)
    if kept is None:
        raise InputRejected("retention", _("Choose what kind of paper it is."))
    if reads_member.contact(ws.store, member_id, ["id"]) is None:
        raise NotFound(_("No such member"), _("There is no member with that id."))
    name = required("title", title, _("Say what it is."))[:MOST_TITLE]
    free = held.limits.store_bytes - reads_attachments.bytes_used(ws.store)
    key = uuid7()
    inspector = Inspector(held.limits.attachment_bytes, held.limits.pixels)
    try:
        pieces = _pieces(source, inspector, free, held.limits)
        attachment_writes.write_chunks(tx, key, pieces)
        media = inspector.finish()
    except Flawed as flawed:
        raise refusal(flawed.flaw, held.limits) from flawed
    except OSError as error:
        raise InputRejected(
            "file",
            _("The file could not be read to its end."),
            _("See that the card or drive is still there, and try again."),
        ) from error
    _refuse_twice(ws, member_id, media.sha256)
    until = years_later(ws.clock.today(), kept.years) if kept.years else None
    row = {
        "id": key,
        "member_id": member_id,
        "about": about[0],
        "about_id": about[1],
        "title": name,
        "media_type": media.media_type,
        "size": media.size,
        "sha256": media.sha256,
        "retention": kept.id,
        "keep_until_on": until.isoformat() if until else None,
        "user_id": ws.user.id,
        "added_at": tx.now,
        "width": media.width,
        "height": media.height,
        "pages": media.pages,
    }
    attachment_writes.write_row(tx, row)
    return key


def amend(
    ws: Workspace,
    attachment_id: str,
    *,
    title: str | None = None,
    class_id: str | None = None,
    substance_use: bool | None = None,
) -> Changes:
    """Give another title, or another class, whose period then counts from the day it was added;
    put the mark of substance-use records on or take it off."""
    found = get(ws, attachment_id)
    moved: dict[str, object] = {}
    if title is not None:
        moved["title"] = required("title", title, _("Say what it is."))[:MOST_TITLE]
    if class_id is not None and class_id != found.retention:
        kept = retention(ws).named(class_id)
        if kept is None:
            raise InputRejected("retention", _("Choose what kind of paper it is."))
        added = ws.clock.to_local(found.added_at).date()
        until = years_later(added, kept.years) if kept.years else None
        moved |= {"retention": kept.id, "keep_until_on": until.isoformat() if until else None}
    if substance_use is not None:
        part_2.mark(ws, "attachment", attachment_id, substance_use)
    if moved:
        with ws.transaction("amend_attachment") as tx:
            tx.update("attachment", attachment_id, moved)
    elif substance_use is None:
        return Changes()
    return Changes(members=frozenset({found.member_id}))


def remove(ws: Workspace, attachment_id: str, why: str) -> Changes:
    """Delete the bytes for good; that there was something, and why it went, stays."""
    found = get(ws, attachment_id)
    reason = required("why", why, _("Say why it is removed; the reason stays in the record."))
    if found.removed_at is not None:
        return Changes()
    with ws.transaction("remove_attachment") as tx:
        attachment_writes.remove_bytes(tx, attachment_id, reason)
        scan_rows.unlink(tx, attachment_id)
    return Changes(members=frozenset({found.member_id}))


def content(ws: Workspace, attachment_id: str) -> bytes:
    """All bytes, to be shown from memory; refused when they are not those that came in."""
    found = bytearray()
    read_out(ws, attachment_id, found.extend)
    return bytes(found)


def read_out(ws: Workspace, attachment_id: str, take: Callable[[bytes], object]) -> Attachment:
    """Hand the bytes to `take`, a piece at a time, and return what they are.

    The one way out of the store. NotFound for a removed one; NavigatorError at the end when the
    bytes are not those that came in: what was taken must not be used then.
    """
    found = get(ws, attachment_id)
    if found.removed_at is not None:
        raise NotFound(
            _("Removed"),
            _("This attachment was removed: {why}").format(why=found.removed_why),
            _("Ask for the paper again if it is needed."),
        )
    read_reasons.need(ws, found.member_id)
    seen.need_attachment(ws, found)
    digest = hashlib.sha256()
    for piece in reads_attachments.chunks(ws.store, attachment_id):
        digest.update(piece)
        take(piece)
    if digest.hexdigest() != found.sha256:
        raise NavigatorError(
            _("Attachment damaged"),
            _("The bytes of this attachment are not those that were saved."),
            _("Do not rely on it. Verify the store, and put a backup back if it is damaged."),
        )
    return found


def _pieces(source: BinaryIO, inspector: Inspector, free: int, limits: Limits) -> Iterator[bytes]:
    """The bytes of a file, looked at as they go by."""
    while piece := _full(source):
        inspector.feed(piece)
        if inspector.size > free:
            raise InputRejected(
                "file",
                _("The store has no room for it: attachments may take {most} in all.").format(
                    most=size_words(limits.store_bytes)
                ),
                _("Remove papers that are no longer needed, or ask a supervisor."),
            )
        yield piece


def _full(source: BinaryIO) -> bytes:
    """The next whole piece; a pipe may give less than it is asked for."""
    piece = source.read(CHUNK)
    while piece and len(piece) < CHUNK:
        more = source.read(CHUNK - len(piece))
        if not more:
            break
        piece += more
    return piece


def _refuse_twice(ws: Workspace, member_id: str, sha256: str) -> None:
    title = reads_attachments.same_bytes(ws.store, member_id, sha256)
    if title is not None:
        raise InputRejected(
            "file",
            _("This very file is here already, as “{title}”.").format(title=title),
            _("Open that one; it can be given another name."),
        )


def _own(ws: Workspace, name: str) -> int | None:
    text = reads_ledger.setting(ws.store, name)
    return int(text) if text and text.isdecimal() else None
