"""What of a member's record somebody gets to see: blanked here, before it leaves the services.

A role that does not see a field gets the row without it and, where a text stood, says so. The
warning of a danger stays for everybody who meets the member; its detail does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from navigator_app.errors import ReasonNeeded
from navigator_app.i18n import _
from navigator_app.services import permissions

if TYPE_CHECKING:  # rows' classes take longer to make than the first page has
    from navigator_app.domain.attachments import Attachment
    from navigator_app.domain.deposits import Request
    from navigator_app.domain.people import FlagRow, HandOverRow, LookedRow, PlaceRow
    from navigator_app.domain.records import AttemptRow, JournalRow, MemberRow
    from navigator_app.domain.service_rows import EncounterRow
    from navigator_app.domain.support_plan import SupportPlanRow
    from navigator_app.domain.timeline import TimelineRow
    from navigator_app.services.authorizations import Ledger
    from navigator_app.services.workspace import Workspace

NOTES, SAFETY, PART_2, JOURNAL = "notes", "safety-detail", "part2", "journal"

_NOTES = frozenset(
    {
        "outreach_attempt", "encounter", "place_seen", "locate_check", "support_plan_comment",
        "hand_over", "tenancy_event", "housing_event",
    }
)  # fmt: skip
"""Lines of the timeline whose text is a note."""


_NOTE_FIELDS: dict[str, frozenset[str]] = {
    "outreach_attempt": frozenset({"note", "next_step"}),
    "encounter": frozenset({"narrative"}),
    "place_seen": frozenset({"note"}),
    "locate_check": frozenset({"note"}),
    "support_plan_comment": frozenset({"comment"}),
    "hand_over": frozenset({"note"}),
    "tenancy_event": frozenset({"note", "outcome"}),
    "visit_item": frozenset({"note"}),
    "housing_event": frozenset({"note"}),
}
_SAFETY_FIELDS: dict[str, frozenset[str]] = {
    "member": frozenset({"safety_note"}),
    "safety_flag": frozenset({"note", "ended_why"}),
}
"""What of a table is a note, and what is the detail of a danger."""

_WRITTEN: dict[str, tuple[str, ...]] = {
    "outreach_attempt": ("note", "next_step", "place", "with_whom"),
    "encounter": ("narrative", "place", "with_whom", "toward"),
    "place_seen": ("place", "when_there", "seen_by", "note"),
    "promise": ("what", "to_whom", "dropped_why"),
    "housing_application": ("title", "next_step", "ended_why"),
    "coordinated_entry": ("note", "matched_to"),
    "accommodation_request": ("what", "to_whom", "answer", "note"),
    "subsidy": ("issuer", "note"),
    "tenancy": ("address", "ended_why", "ended_to", "note"),
    "tenancy_event": ("note", "outcome", "with_whom"),
    "repayment_plan": ("reason", "note", "ended_why"),
    "deposit_request": ("note", "what_changed", "decided_why"),
    "deposit_item": ("what", "vendor", "vendor_contact"),
    "printed_form": ("voided_why",),
    "member_document": ("note", "requested_from", "copy"),
}
"""All that somebody wrote in a row, where it is more than a note: where, with whom and what of a
substance-use record tell of it as much as the note does."""


def hidden() -> str:
    """What stands where a text is not shown."""
    return _("Not shown to your role.")


def member(ws: Workspace, row: MemberRow) -> MemberRow:
    """The member without the detail of a danger, where the role does not see it."""
    if not row.safety_note or permissions.sees(ws, SAFETY, row.id):
        return row
    return replace(row, safety_note="")


def attempts(ws: Workspace, member_id: str, rows: Sequence[AttemptRow]) -> list[AttemptRow]:
    """Attempts without their notes, where the role does not see them, and without any text of
    substance-use records."""
    if not rows or permissions.standing(ws).alone:
        return list(rows)
    told = marked(ws, "outreach_attempt", rows, member_id)
    if permissions.sees(ws, NOTES, member_id):
        return list(told)
    return [replace(row, note=hidden() if row.note else "", next_step="") for row in told]


def encounters(ws: Workspace, rows: Iterable[EncounterRow]) -> list[EncounterRow]:
    """Services without their narratives, where the role does not see them, and without any text of
    substance-use records."""
    told = list(rows)
    if not told or permissions.standing(ws).alone:
        return told
    whose = {row.member_id for row in told}
    told = list(marked(ws, "encounter", told, whose.pop() if len(whose) == 1 else ""))
    if permissions.sees(ws, NOTES):
        return told
    shown = {one: permissions.sees(ws, NOTES, one) for one in {row.member_id for row in told}}
    return [row if shown[row.member_id] else replace(row, narrative=hidden()) for row in told]


def flags(ws: Workspace, member_id: str, rows: Sequence[FlagRow]) -> tuple[FlagRow, ...]:
    """Dangers, each by its kind; their notes only for who sees them."""
    from navigator_app.services import read_reasons  # not for a page of rows

    if not rows or (
        permissions.sees(ws, SAFETY, member_id) and read_reasons.may_read(ws, member_id)
    ):
        return tuple(rows)
    return tuple(replace(row, note="", ended_why="") for row in rows)


def places(ws: Workspace, member_id: str, rows: Sequence[PlaceRow]) -> tuple[PlaceRow, ...]:
    """Places without what was noted of them, where the role does not see notes, and without any
    text of substance-use records."""
    told = marked(ws, "place_seen", rows, member_id)
    away = held(
        ws, "outreach_attempt", [row.attempt_id for row in told if row.attempt_id], member_id
    )
    fields = _WRITTEN["place_seen"]
    told = tuple(without(row, fields) if row.attempt_id in away else row for row in told)
    return tuple(_without_notes(ws, member_id, told))


def looked(ws: Workspace, member_id: str, rows: Sequence[LookedRow]) -> tuple[LookedRow, ...]:
    """Looks into sources, by the same rule."""
    return tuple(_without_notes(ws, member_id, marked(ws, "locate_check", rows, member_id)))


def hand_overs(
    ws: Workspace, member_id: str, rows: Sequence[HandOverRow]
) -> tuple[HandOverRow, ...]:
    """Hand-overs, by the same rule."""
    return tuple(_without_notes(ws, member_id, marked(ws, "hand_over", rows, member_id)))


def plan(ws: Workspace, row: SupportPlanRow) -> SupportPlanRow:
    """A support plan; what was remarked beside it only for who sees notes."""
    if not row.comments or permissions.sees(ws, NOTES, row.member_id):
        return row
    said = tuple(replace(one, comment=hidden()) for one in row.comments)
    return replace(row, comments=said)


def lines(ws: Workspace, rows: Iterable[TimelineRow], member_id: str) -> Iterator[TimelineRow]:
    """Lines of the timeline as the role sees them; substance-use records stay away whole."""
    if permissions.standing(ws).alone:
        yield from rows
        return
    notes, safety = (permissions.sees(ws, one, member_id) for one in (NOTES, SAFETY))
    told = list(rows)
    held = _held(ws, member_id, [(row.kind, row.id) for row in told])
    for row in told:
        if (row.kind, row.id) in held:
            continue
        blank = (row.kind in _NOTES and not notes) or (row.kind == "safety_flag" and not safety)
        if blank and row.body:
            yield replace(row, body=hidden(), longer=False, marks=())
        else:
            yield row


def history(ws: Workspace, rows: Sequence[JournalRow]) -> list[JournalRow]:
    """Lines of the journal as the role sees them: a text that is not shown is not told by its
    history either, and what was written of a substance-use record stays away whole."""
    if permissions.standing(ws).alone:
        return list(rows)
    hides = {
        **({} if permissions.sees(ws, NOTES) else _NOTE_FIELDS),
        **({} if permissions.sees(ws, SAFETY) else _SAFETY_FIELDS),
    }
    held = _held(ws, "", sorted({(row.table, row.record_id) for row in rows}))
    return [
        _blanked(row) if row.field in hides.get(row.table, ()) else row
        for row in rows
        if (row.table, row.record_id) not in held
    ]


def attachments(ws: Workspace, member_id: str, rows: Sequence[Attachment]) -> list[Attachment]:
    """Papers, without those of substance-use treatment where the role does not see these."""
    if not rows:
        return []
    held = _held(ws, member_id, [("attachment", row.id) for row in rows])
    return [row for row in rows if ("attachment", row.id) not in held]


def consents(ws: Workspace, member_id: str, rows: Sequence[Any]) -> list[Any]:
    """Consents, without those to share substance-use records, by the same rule."""
    held = _held(ws, member_id, [("consent", row.id) for row in rows])
    return [row for row in rows if ("consent", row.id) not in held]


def texts(
    ws: Workspace, table: str, rows: Iterable[Any], *, fields: Sequence[str] = ()
) -> list[Any]:
    """Rows of a table with an `id` and a `member_id`, without what was written in them (or in
    `fields` alone): of a member in somebody else's caseload, of a substance-use record, or where
    it is a note that the role does not see. For lists: nobody is asked a reason there."""
    told = list(rows)
    if not told or permissions.standing(ws).alone:
        return told
    from navigator_app.services import read_reasons  # not for a page of rows

    members = {row.member_id for row in told}
    hides = read_reasons.closed(ws, members)
    away = held(
        ws, table, [row.id for row in told], next(iter(members)) if len(members) == 1 else ""
    )
    fields = fields or _WRITTEN.get(table, ("note",))
    notes = tuple(sorted(_NOTE_FIELDS.get(table, ())))
    unnoted = {one for one in members if notes and not permissions.sees(ws, NOTES, one)}
    return [
        without(row, fields)
        if row.member_id in hides or row.id in away
        else without(row, notes)
        if row.member_id in unnoted
        else row
        for row in told
    ]


def marked(
    ws: Workspace,
    table: str,
    rows: Sequence[Any],
    member_id: str = "",
    *,
    fields: Sequence[str] = (),
) -> tuple[Any, ...]:
    """Rows of a table with an `id`, of one member or of many (""): without what was written in
    them (or in `fields` alone) of a substance-use record that the role does not see."""
    away = held(ws, table, [row.id for row in rows], member_id)
    fields = fields or _WRITTEN.get(table, ("note",))
    return tuple(without(row, fields) if row.id in away else row for row in rows)


def held(ws: Workspace, table: str, ids: Iterable[str], member_id: str = "") -> frozenset[str]:
    """Which records of a table, of one member or of many (""), are of substance-use treatment and
    not for the role."""
    return frozenset(key for _table, key in _held(ws, member_id, [(table, one) for one in ids]))


def ledgers(
    ws: Workspace, found: Sequence[Ledger], member_id: str = "", away: Collection[str] = ()
) -> list[Ledger]:
    """Ledgers, of one member or of many (""), by the same rule; those of members `away`, in
    somebody else's caseload, without any note."""
    ids = [entry.request_id for one in found for entry in one.entries if entry.request_id]
    hides = held(ws, "authorization_request", ids, member_id)
    return [
        replace(
            one,
            entries=tuple(
                without(entry, ("note",))
                if one.member_id in away or entry.request_id in hides
                else entry
                for entry in one.entries
            ),
        )
        for one in found
    ]


def events(ws: Workspace, table: str, member_id: str, rows: Sequence[Any]) -> tuple[Any, ...]:
    """What happened in one member's search or home, without the texts that the role does not see;
    so what a visit looked at."""
    if not rows or permissions.standing(ws).alone:
        return tuple(rows)
    notes = permissions.sees(ws, NOTES, member_id)
    away = held(ws, table, [row.id for row in rows], member_id)
    told = marked(ws, table, rows, member_id)
    return tuple(row if notes and row.id not in away else _without_words(row) for row in told)


def deposit_requests(
    ws: Workspace, rows: Sequence[Request], member_id: str = ""
) -> tuple[Request, ...]:
    """Deposit requests of one member or of many (""), without what was written in those of
    substance-use treatment, their items too; days, amounts and what stands filled in stay, so
    that they can still be judged."""
    away = held(ws, "deposit_request", [row.id for row in rows], member_id)
    items = _WRITTEN["deposit_item"]
    return tuple(
        replace(row, items=tuple(without(one, items) for one in row.items))
        if row.id in away
        else row
        for row in marked(ws, "deposit_request", rows, member_id)
    )


def disclosures(ws: Workspace, member_id: str, rows: Sequence[Any]) -> list[Any]:
    """What left about a member, without the lines that tell of substance-use treatment."""
    held = _held(ws, member_id, [("disclosure", row.id) for row in rows])
    return [row for row in rows if ("disclosure", row.id) not in held]


def without(row: Any, fields: Sequence[str]) -> Any:
    """A row whose texts in these fields, as far as it has them, are not shown."""
    return replace(row, **{one: hidden() for one in fields if getattr(row, one, "")})


def need_part_2(ws: Workspace, table: str, record_id: str, member_id: str) -> None:
    """ReasonNeeded before a substance-use record that the role does not see."""
    if _held(ws, member_id, [(table, record_id)]):
        raise glass(member_id)


def need_attachment(ws: Workspace, row: Attachment) -> None:
    """ReasonNeeded before the bytes of a paper that the role does not see."""
    if _held(ws, row.member_id, [("attachment", row.id)]):
        raise glass(row.member_id)


def glass(member_id: str) -> ReasonNeeded:
    """What asks for a reason before a field that the role does not see."""
    return ReasonNeeded(
        _("Not shown to your role"),
        _("This part of the record is not for your role."),
        _("In an emergency, break the glass: say why; a supervisor sees it."),
        member_id,
        glass=True,
    )


def writable(ws: Workspace, member_id: str, fields: dict[str, Any]) -> dict[str, Any]:
    """What somebody may write of these: nobody overwrites what they were not shown."""
    if "safety_note" not in fields or permissions.sees(ws, SAFETY, member_id):
        return fields
    return {name: value for name, value in fields.items() if name != "safety_note"}


def kept(known: Any, wanted: Any, fields: Sequence[str]) -> Any:
    """What is to be written, with texts that were not shown as they stood before."""
    unseen = [one for one in fields if getattr(wanted, one) == hidden()]
    return replace(wanted, **{one: getattr(known, one) for one in unseen})


def _without_words(row: Any) -> Any:
    fields = [one for one in ("note", "outcome") if hasattr(row, one)]
    told = without(row, fields)
    if items := getattr(row, "items", ()):
        told = replace(told, items=tuple(without(one, ("note",)) for one in items))
    return told


def _without_notes(ws: Workspace, member_id: str, rows: Sequence[Any]) -> list[Any]:
    if not rows or permissions.sees(ws, NOTES, member_id):
        return list(rows)
    return [replace(row, note=hidden()) if row.note else row for row in rows]


def _blanked(row: JournalRow) -> JournalRow:
    return replace(row, old=row.old and hidden(), new=row.new and hidden())


def _held(
    ws: Workspace, member_id: str, records: list[tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    if permissions.sees(ws, PART_2, member_id):
        return frozenset()
    from navigator_app.services import part_2  # asks the gate: not for a page of rows

    return part_2.among(ws, records)
