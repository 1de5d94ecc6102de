"""One member's line in time, notes found by their words, and attachments."""

from __future__ import annotations

from argparse import Namespace

from navigator_app.commands import output
from navigator_app.commands.people import member_id
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape, iso, local
from navigator_app.domain.attachments import Attachment, title_of
from navigator_app.domain.notes import FoundNote, NoteQuery
from navigator_app.domain.timeline import TimelineQuery, TimelineRow
from navigator_app.errors import FileRejected
from navigator_app.i18n import _
from navigator_app.services import attachments, notes, timeline
from navigator_app.services.attachment_words import kind_words, size_words
from navigator_app.services.timeline_words import GROUP_WORDS, KIND_WORDS
from navigator_app.services.workspace import Workspace


def show_timeline(args: Namespace) -> int:
    """Show one member's line."""
    query = TimelineQuery(tuple(args.kind), args.search, args.first, args.last)
    with opened(args) as ws:
        rows = timeline.page(ws, member_id(ws, args.member), query, limit=args.limit).rows
    return output.listing(
        args,
        (_line(row) for row in rows),
        (_("when"), _("kind"), _("by"), _("what")),
        (
            (
                local(row.at, row.zone) if row.at else row.on,
                _(GROUP_WORDS[row.group]),
                row.by,
                f"{row.title}: {row.body}" if row.body else row.title,
            )
            for row in rows
        ),
        _("Nothing is recorded for that."),
    )


def find_notes(args: Namespace) -> int:
    """Search the notes of all members, or of one."""
    with opened(args) as ws:
        who = member_id(ws, args.member) if args.member else ""
        query = NoteQuery(args.search, who, first=args.first, last=args.last)
        found = notes.search(ws, query, limit=max(1, args.limit))
        zone = ws.clock.zone
    return output.listing(
        args,
        (_note(row, zone) for row in found.rows),
        (_("when"), _("kind"), _("member"), _("text")),
        (
            (
                row.on,
                _(KIND_WORDS[row.kind]),
                f"{row.first_name} {row.last_name}".strip(),
                row.snippet.text,
            )
            for row in found.rows
        ),
        _("No note has these words.") if found.enough else _("Type three letters or more."),
    )


def list_attachments(args: Namespace) -> int:
    """List a member's attachments; take one in first, if a file is named."""
    with opened(args) as ws:
        who = member_id(ws, args.member)
        if args.add is not None:
            _take_in(ws, who, args)
        rows = attachments.of_member(ws, who, removed=args.removed)
        zone = ws.clock.zone
    return output.listing(
        args,
        (_attachment(row, zone) for row in rows),
        (_("added"), _("kind"), _("size"), _("kept until"), _("by"), _("title")),
        (
            (
                local(row.added_at, zone)[:10],
                kind_words(row.media_type),
                size_words(row.size),
                row.keep_until,
                row.by,
                row.title + (f" ({row.removed_why})" if row.removed_at else ""),
            )
            for row in rows
        ),
        _("There is no attachment."),
    )


def _take_in(ws: Workspace, who: str, args: Namespace) -> None:
    try:
        with args.add.open("rb") as source:
            attachments.add(
                ws,
                who,
                source,
                title=args.title or title_of(args.add.name),
                class_id=args.retention or attachments.DEFAULT_CLASS,
            )
    except OSError as error:
        raise FileRejected(
            _("File not read"),
            _("The file cannot be opened."),
            _("Check its name, and that you may read it."),
        ) from error


def _line(row: TimelineRow) -> Shape:
    return {
        "id": row.id,
        "kind": row.group,
        "record": row.kind,
        "what": row.what or None,
        "on": iso(row.on),
        "at": local(row.at, row.zone) if row.at else None,
        "by": row.by,
        "title": row.title,
        "text": row.body,
        "cut": row.longer,
        "corrected": row.struck,
    }


def _note(row: FoundNote, zone: str) -> Shape:
    return {
        "id": row.id,
        "record": row.kind,
        "member_id": row.member_id,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "on": iso(row.on),
        "at": local(row.at, zone) if row.at else None,
        "by": row.by,
        "text": row.snippet.text,
        "marks": [list(mark) for mark in row.snippet.marks],
    }


def _attachment(row: Attachment, zone: str) -> Shape:
    return {
        "id": row.id,
        "member_id": row.member_id,
        "title": row.title,
        "media_type": row.media_type,
        "bytes": row.size,
        "sha256": row.sha256,
        "width": row.width,
        "height": row.height,
        "pages": row.pages,
        "class": row.retention,
        "keep_until": iso(row.keep_until),
        "about": row.about or None,
        "about_id": row.about_id or None,
        "added": local(row.added_at, zone),
        "by": row.by,
        "removed": local(row.removed_at, zone) if row.removed_at else None,
        "removed_why": row.removed_why or None,
    }
