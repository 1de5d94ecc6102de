"""Paper that comes home: a scan finds the records of the forms in it and attaches them.

`look` needs no store and takes its time; `take` writes what was found. Bytes stay in memory until
they lie in the store.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from navigator_app.domain.attachment_types import Flaw, Flawed
from navigator_app.domain.attachments import title_of
from navigator_app.domain.records import Changes
from navigator_app.domain.scans import (
    ConsentOnPaper,
    ScanFind,
    ScanRecord,
    ScanTaken,
    Verdict,
)
from navigator_app.errors import InputRejected, NotFound
from navigator_app.forms import reading, scanning
from navigator_app.forms.codes import Stamp
from navigator_app.forms.definition import Audience
from navigator_app.forms.scanning import Cancelled, Progress, Unreadable
from navigator_app.forms.scanning import Looked as Looked
from navigator_app.i18n import _
from navigator_app.policy import retention
from navigator_app.services import attachments, read_reasons, scan_groups, scan_words
from navigator_app.services.attachment_words import refusal
from navigator_app.services.scan_groups import Group
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_consents, reads_intake, scan_rows
from navigator_app.store.tx import Tx

PRINTED = "printed_form"


def read_file(path: Path) -> bytes:
    """The bytes of a scan. InputRejected (field "file") when it cannot be read or is too large."""
    try:
        with path.open("rb") as source:
            data = source.read(scanning.MOST_BYTES + 1)
    except OSError as error:
        raise InputRejected(
            "file",
            _("The file cannot be opened."),
            _("See that it is still there and that you may read it."),
        ) from error
    if len(data) > scanning.MOST_BYTES:
        raise scan_words.too_large()
    return data


def look(
    data: bytes, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Looked:
    """Find the sheets of a scan and what their codes say. Needs no store.

    InputRejected (field "file") says why it cannot be looked at, and what to do.
    """
    limits = retention.shipped().limits
    try:
        return scanning.look(data, limits, progress=progress, cancelled=cancelled)
    except Flawed as flawed:
        if flawed.flaw is Flaw.TOO_LARGE:
            raise scan_words.too_large() from flawed
        raise refusal(flawed.flaw, limits) from flawed
    except Unreadable as unreadable:
        raise scan_words.of_file(unreadable.trouble) from unreadable


def take(ws: Workspace, looked: Looked, *, file: str = "", member_id: str = "") -> ScanTaken:
    """Attach each form of a scan to its record and say what became of every page.

    `member_id` is whose the blanks and the pages without a code are; a form of another member is
    then left alone. NotFound when there is no such member.
    """
    taking = _Taking(ws, looked, file, member_id)
    found = taking.found()
    return ScanTaken(file, looked.sha256, len(looked.sheets), tuple(found), _touched(found))


def attach_by_hand(
    ws: Workspace, looked: Looked, find: ScanFind, member_id: str, file: str = ""
) -> tuple[ScanFind, Changes]:
    """Attach what could not be attached by itself to the member somebody chose.

    InputRejected says why it cannot be.
    """
    taking = _Taking(ws, looked, file, member_id)
    made = taking.kept(find.pages, find, member_id)
    return made, _touched([made])


def undo(ws: Workspace, found: Iterable[ScanFind]) -> Changes:
    """Take what was attached out again: the bytes go, the forms are out once more."""
    taken = list(found)
    for one in taken:
        if one.attachment_id and one.verdict in (Verdict.ATTACHED, Verdict.INCOMPLETE):
            attachments.remove(ws, one.attachment_id, _("Taken back after scanning"))
        elif one.verdict is Verdict.RETURNED:
            with ws.transaction("undo_return") as tx:
                scan_rows.go_out(tx, one.printed_form_id)
    return _touched(taken)


def consent_on_paper(ws: Workspace, printed_form_id: str) -> ConsentOnPaper:
    """What a consent is filled in with from a signed form that is home. NotFound for none."""
    read_reasons.need_record(ws, "printed_form", printed_form_id)
    record = scan_rows.by_id(ws.store, printed_form_id)
    if record is None:
        raise NotFound(_("No such form"), _("There is no printed form with that id."))
    stamp = Stamp(record.kind, record.version, record.code, record.text_hash, record.language)
    typed = scan_rows.filled(ws.store, record.id)
    filled = {
        column: typed[source]
        for source, column in (
            ("release.discloser", "discloser"),
            ("release.recipient", "recipient"),
            ("release.purpose", "purpose"),
        )
        if typed.get(source)
    }
    return ConsentOnPaper(
        record.id,
        _offered(record.kind),
        stamp.payload,
        record.attachment_id,
        record.language,
        tuple(filled.items()),
    )


class _Taking:
    """One scan on its way in."""

    def __init__(self, ws: Workspace, looked: Looked, file: str, member_id: str) -> None:
        self.ws, self.looked, self.file = ws, looked, file
        self.member_id, self.member_name = member_id, ""
        from navigator_app.forms.document import made_here  # with all that prints

        self.itself = made_here(looked.data)
        if member_id:
            name = reads_intake.member_name(ws.store, member_id)
            if name is None:
                raise NotFound(_("No such member"), _("There is no member with that id."))
            self.member_name = name

    def found(self) -> list[ScanFind]:
        """What became of each form, in the order of the file."""
        loose = set(scan_groups.codeless(self.looked)) if self.member_id else set()
        found = [
            self._of(group)
            for group in scan_groups.groups(self.looked)
            if not loose.intersection(group.pages)
        ]
        if loose:
            none = ScanFind(tuple(sorted(loose)), Verdict.NO_CODE, "")
            found.append(self._by_hand(none))
        return sorted(found, key=lambda one: min(one.pages))

    def _of(self, group: Group) -> ScanFind:
        if group.verdict is Verdict.UNREADABLE:
            trouble = self.looked.sheets[group.pages[0] - 1].trouble
            assert trouble is not None
            return ScanFind(group.pages, group.verdict, *scan_words.of_sheet(trouble))
        if group.verdict is not None:
            return ScanFind(group.pages, group.verdict, *scan_words.said(group.verdict))
        stamp = group.stamp
        find = ScanFind(
            group.pages, Verdict.FOREIGN, *scan_words.said(Verdict.FOREIGN), stamp.record,
            stamp.kind, _title(stamp.kind), stamp.version, stamp.language,
        )  # fmt: skip
        if not stamp.record:
            if self.itself and self.member_id:
                return _told(find, Verdict.FILE_ITSELF, scan_words.said(Verdict.FILE_ITSELF))
            why, then = scan_words.said(Verdict.BLANK)
            find = replace(find, verdict=Verdict.BLANK, why=why, then=then)
            return self._by_hand(find) if self.member_id else find
        record = scan_rows.by_code(self.ws.store, stamp.record)
        return find if record is None else self._known(group, record, find)

    def _known(self, group: Group, record: ScanRecord, find: ScanFind) -> ScanFind:
        """A form that is on record: refused, home already, or taken in."""
        find = replace(find, printed_form_id=record.id, code=record.code)
        if parts := scan_words.differs(group.stamp, record):
            return _told(find, Verdict.OTHER_TEXT, scan_words.other_text(parts))
        if self.member_id and record.member_id and record.member_id != self.member_id:
            return _told(find, Verdict.OTHER_MEMBER, scan_words.said(Verdict.OTHER_MEMBER))
        find = replace(find, member_id=record.member_id, member_name=record.member_name)
        if record.voided_at:
            told = scan_words.voided(record, self._day(record.voided_at))
            return _told(find, Verdict.VOIDED, told)
        whole = bool(record.returned_at) and bool(record.attachment_id or not record.member_id)
        if whole or (record.home and record.home.issuperset(group.numbers)):
            told = scan_words.home(self._day(record.returned_at) if whole else None)
            find = replace(find, attachment_id=record.attachment_id, offers=self._offers(record))
            return _told(find, Verdict.HOME, told)
        if self.itself:
            return _told(find, Verdict.FILE_ITSELF, scan_words.said(Verdict.FILE_ITSELF))
        return self._home(group, record, find)

    def _home(self, group: Group, record: ScanRecord, find: ScanFind) -> ScanFind:
        missing, came, of = _missing(group, record)
        whole = came >= of
        home = partial(scan_rows.come_home, record=record, pages=group.numbers, whole=whole)
        if not record.member_id:
            with self.ws.transaction("scan_form") as tx:
                home(tx, attachment_id="")
            return _told(find, Verdict.RETURNED, (scan_words.returned(), ""))
        title = find.title
        if not whole and missing is not None:
            numbers = ", ".join(str(one) for one in sorted(set(group.numbers)))
            title = _("{title}, page {numbers} of {of}").format(title=title, numbers=numbers, of=of)
        consent_id = record.consent_id if _offered(record.kind) else ""
        also = partial(_also, home, consent_id)
        made = self._add(group.pages, find, record.member_id, title, (PRINTED, record.id), also)
        if not made.attachment_id:
            return made
        made = replace(made, offers=self._offers(record))
        if whole:
            told = scan_words.attached(len(group.pages)), self._to_do(record)
            return _told(made, Verdict.ATTACHED, told)
        told = scan_words.missing(missing or (), came, of)
        return _told(made, Verdict.INCOMPLETE, told)

    def _by_hand(self, find: ScanFind) -> ScanFind:
        try:
            return self.kept(find.pages, find, self.member_id)
        except InputRejected as refused:
            return _told(find, Verdict.REFUSED, (refused.message, refused.next_step))

    def kept(self, pages: Collection[int], find: ScanFind, member_id: str) -> ScanFind:
        """Attach pages to a member because somebody said so; InputRejected why it cannot be."""
        title = find.title or (title_of(self.file) or _("Scan"))
        about = (PRINTED, find.printed_form_id) if find.printed_form_id else ("", "")
        named = replace(find, member_name=self.member_name)
        made = self._add(pages, named, member_id, title, about, None)
        if not made.attachment_id:
            raise InputRejected("file", made.why, made.then)
        return _told(made, Verdict.ATTACHED, (scan_words.by_hand(), ""))

    def _add(
        self,
        pages: Collection[int],
        find: ScanFind,
        member_id: str,
        title: str,
        about: tuple[str, str],
        also: Callable[[Tx, str], None] | None,
    ) -> ScanFind:
        """The bytes of those pages as an attachment; a refusal is told."""
        try:
            data = scanning.part(self.looked, list(pages), retention.shipped().limits)
            with self.ws.transaction("scan_form") as tx:
                key = attachments.insert(
                    tx,
                    self.ws,
                    member_id,
                    io.BytesIO(data),
                    title=title,
                    class_id=_class(find.kind),
                    about=about,
                )
                if also is not None:
                    also(tx, key)
        except InputRejected as refused:
            find = replace(find, attachment_id="")
            return _told(find, Verdict.REFUSED, (refused.message, refused.next_step))
        except Unreadable as broken:
            said = scan_words.of_file(broken.trouble)
            return _told(find, Verdict.REFUSED, (said.message, said.next_step))
        return replace(find, member_id=member_id, attachment_id=key)

    def _to_do(self, record: ScanRecord) -> str:
        """What a paper asks for that is never done by itself: somebody must see who signed."""
        found = reads_consents.one(self.ws.store, record.consent_id) if record.consent_id else None
        stands = found is not None and found.live(self.ws.clock.today())
        if record.kind == "revocation" and (found is None or stands):
            return _("It takes a consent back: end that consent now, or it goes on standing.")
        if record.kind == "refusal" and found is None:
            return _("It is a no: record it now, among the member’s consents.")
        if _offered(record.kind) and found is not None and not stands:
            return _("The consent it was printed from has ended: record it anew if it was signed.")
        return ""

    def _offers(self, record: ScanRecord) -> str:
        """The kind of consent that nobody has recorded yet of this paper."""
        kind = _offered(record.kind)
        if not kind or not record.member_id or scan_rows.consent_of(self.ws.store, record.id):
            return ""
        return kind

    def _day(self, moment: str) -> date:
        return self.ws.clock.to_local(datetime.fromisoformat(moment)).date()


def _also(home: Callable[..., None], consent_id: str, tx: Tx, attachment_id: str) -> None:
    home(tx, attachment_id=attachment_id)
    if consent_id:
        scan_rows.sign(tx, consent_id, attachment_id)


def _told(find: ScanFind, verdict: Verdict, told: tuple[str, str]) -> ScanFind:
    return replace(find, verdict=verdict, why=told[0], then=told[1])


def _missing(group: Group, record: ScanRecord) -> tuple[frozenset[int] | None, int, int]:
    """The numbers of the pages that are not home with these, None where they are not known; how
    many are home then, and of how many."""
    of = record.pages or max(one.pages for one in group.stamps) or len(group.stamps)
    before = [page for _key, pages in record.came for page in pages]
    pages = [*before, *group.numbers]
    named = frozenset(page for page in pages if page)
    unnamed = pages.count(0)
    if unnamed:
        return None, len(named) + unnamed, of
    return frozenset(range(1, of + 1)) - named, len(named), of


def _touched(found: Iterable[ScanFind]) -> Changes:
    ids = (one.member_id for one in found if one.verdict in (Verdict.ATTACHED, Verdict.INCOMPLETE))
    return Changes(members=frozenset(ids))


def _title(kind: str) -> str:
    return reading.form(kind).title if kind in reading.kinds() else kind.replace("_", " ")


def _class(kind: str) -> str:
    """How long it is kept is chosen by who the form is for."""
    if kind not in reading.kinds():
        return attachments.DEFAULT_CLASS
    return "consent" if reading.form(kind).audience is Audience.MEMBER else "record"


def _offered(kind: str) -> str:
    return reading.form(kind).offers if kind in reading.kinds() else ""
