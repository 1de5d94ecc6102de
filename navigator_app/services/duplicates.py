"""Records that may be one person: suggested, told apart, made one, and taken apart again.

Nobody is merged alone: a person looks at both records side by side. A merge keeps the record that
went into the other, hands its rows over and remembers each, so that it can be taken back.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from navigator_app.domain import duplicates, search
from navigator_app.domain.duplicates import Pair, Person
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.merging import Compared, MergeRow, SideBySide
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import caseload, clocks, permissions, read_reasons, seen
from navigator_app.store import merge_writes, reads_duplicates, referral_state

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace
    from navigator_app.store.tx import Tx

Record = Mapping[str, Any]

_SAFETY = ("do_not_leave_word", "fleeing_violence")
"""What either record says of danger, the one record says."""

_SEARCHED = (
    "first_name", "last_name", "preferred_name", "cin", "plan_member_id", "date_of_birth",
    "phone", "alternate_phone",
)  # fmt: skip


def suggestions(ws: Workspace) -> list[Pair]:
    """Every pair of records that may be one person, the most alike first, save those that somebody
    told apart."""
    apart = reads_duplicates.told_apart(ws.store)
    found = duplicates.pairs(reads_duplicates.people(ws.store), caseload.nicknames())
    return [pair for pair in found if (pair.one.id, pair.other.id) not in apart]


def like(ws: Workspace, person: Person) -> list[Pair]:
    """Who on record may be this person, the most alike first: asked as somebody is entered.

    `person.id` is "" for one who is not on record yet.
    """
    born = person.born
    days = [born, f"{born[:4]}-{born[8:]}-{born[5:7]}"] if len(born) == 10 else [born]
    names = [
        search.sort_name(person.first, person.last),
        search.sort_name(person.last, person.first),
    ]
    apart = reads_duplicates.told_apart(ws.store)
    pairs = []
    for other in reads_duplicates.near(ws.store, days, names):
        alike = duplicates.likeness(person, other, caseload.nicknames())
        key = (min(person.id, other.id), max(person.id, other.id))
        if other.id != person.id and alike is not None and key not in apart:
            pairs.append(Pair(person, other, alike))
    return sorted(pairs, key=lambda pair: -pair.likeness.strength)


def tell_apart(ws: Workspace, one: str, other: str, reason: str = "") -> Changes:
    """Two people after all: they are suggested no more. Said twice, it stands once."""
    _both(ws, one, other)
    first, second = sorted((one, other))
    if (first, second) not in reads_duplicates.told_apart(ws.store):
        with ws.transaction("tell_records_apart") as tx:
            row = {"id": uuid7(), "member_id": first, "other_id": second, "user_id": ws.user.id}
            tx.insert("duplicate_verdict", {**row, "reason": reason.strip(), "created_at": tx.now})
    return Changes(members=frozenset({one, other}))


def undo_apart(ws: Workspace, one: str, other: str) -> Changes:
    """Take that back: they are suggested again."""
    with ws.transaction("tell_records_apart") as tx:
        tx.execute(
            "DELETE FROM duplicate_verdict WHERE member_id = ? AND other_id = ?",
            tuple(sorted((one, other))),
        )
    return Changes(members=frozenset({one, other}))


def side_by_side(ws: Workspace, kept_id: str, merged_id: str) -> SideBySide:
    """Both records as they would become one. InputRejected for a record that is no more."""
    read_reasons.need(ws, kept_id)
    read_reasons.need(ws, merged_id)
    kept, merged = _both(ws, kept_id, merged_id)
    names = reads_duplicates.names(ws.store)
    unseen = not all(permissions.sees(ws, seen.SAFETY, one) for one in (kept_id, merged_id))

    def told(field: str, value: object) -> str:
        text = str(value or "")
        if text and unseen and field == "safety_note":
            return seen.hidden()
        return names.get(text, text) if field in ("plan_id", "navigator_id") else text

    return SideBySide(
        kept_id,
        merged_id,
        _name(kept),
        _name(merged),
        tuple(
            Compared(name, told(name, kept[name]), told(name, merged[name]))
            for name in reads_duplicates.FIELDS
        ),
        tuple(reads_duplicates.held(ws.store, merged_id).items()),
        tuple(reads_duplicates.same_open(ws.store, kept_id, merged_id)),
    )


def merge(
    ws: Workspace, kept_id: str, merged_id: str, take: Collection[str] = (), reason: str = ""
) -> tuple[str, Changes]:
    """Make two records one, in one transaction; returns the merge's id, to take it back by.

    `take` names the fields whose value of the other record stands from now on; what only one
    record knows is kept without asking. InputRejected (`other`) for the same record, one that went
    into another already, or a field that is not offered.
    """
    kept, merged = _both(ws, kept_id, merged_id)
    unknown = set(take) - set(reads_duplicates.FIELDS)
    if unknown:
        raise InputRejected("take", _("No such field: {names}.").format(names=", ".join(unknown)))
    values = _values(kept, merged, take)
    with ws.transaction("merge_members") as tx:
        moved = merge_writes.move_rows(ws.store, tx, merged_id, kept_id)
        aliases = _aliases(tx, merged_id, kept_id)
        if "cin" in take or (_no_cin(kept) and not _no_cin(merged)):
            merge_writes.swap_cins(tx, kept_id, merged_id)
        tx.update("member", kept_id, values)
        tx.update("member", merged_id, {"merged_into_id": kept_id})
        merge_id = uuid7()
        before = {name: kept[name] for name in values}
        story = {"rows": moved, "aliases": aliases, "before": before, "after": values}
        story["cins"] = {"kept": kept["cin"], "merged": merged["cin"]}
        row = {"id": merge_id, "kept_id": kept_id, "merged_id": merged_id, "user_id": ws.user.id}
        told = {"moved": json.dumps(story), "reason": reason.strip(), "created_at": tx.now}
        tx.insert("member_merge", {**row, **told})
        _settle(ws, tx, kept_id, merged_id, moved)
    return merge_id, Changes(members=frozenset({kept_id, merged_id}))


def unmerge(ws: Workspace, merge_id: str) -> Changes:
    """Take a merge back: its rows go home, and fields that nobody changed since are as they were.

    What was recorded after the merge stays with the record that stayed. NotFound for an unknown
    merge, InputRejected (`merge`) for one taken back already or whose record went on into another.
    """
    found = reads_duplicates.merge(ws.store, merge_id)
    if found is None:
        raise NotFound(_("Not found"), _("There is no such merge."))
    kept_id, merged_id, text, undone = found
    kept = reads_duplicates.record(ws.store, kept_id) or {}
    if undone:
        raise InputRejected("merge", _("This was taken back already."))
    if kept.get("merged_into_id"):
        raise InputRejected(
            "merge",
            _("The record went on into another one."),
            _("Take the later merge back first."),
        )
    story = json.loads(text)
    with ws.transaction("unmerge_members") as tx:
        merge_writes.move_back(tx, story["rows"], kept_id, merged_id)
        for alias in story["aliases"]:
            tx.update("member", alias, {"merged_into_id": merged_id})
        if kept["cin"] != story["cins"]["kept"]:
            merge_writes.swap_cins(tx, kept_id, merged_id)
        back = {n: v for n, v in story["before"].items() if kept[n] == story["after"][n]}
        tx.update("member", kept_id, back)
        tx.update("member", merged_id, {"merged_into_id": None})
        tx.update("member_merge", merge_id, {"undone_at": tx.now})
        _settle(ws, tx, kept_id, merged_id, story["rows"])
    return Changes(members=frozenset({kept_id, merged_id}))


def merges(ws: Workspace, member_id: str) -> list[MergeRow]:
    """The records that went into this one, the latest first."""
    read_reasons.need(ws, member_id)
    return [MergeRow(*row) for row in reads_duplicates.merges(ws.store, member_id)]


def _both(ws: Workspace, one: str, other: str) -> tuple[dict[str, Any], dict[str, Any]]:
    if one == other:
        raise InputRejected("other", _("This is the same record."), _("Choose another one."))
    found = [reads_duplicates.record(ws.store, member_id) for member_id in (one, other)]
    if found[0] is None or found[1] is None:
        raise NotFound(_("No such member"), _("There is no member with that id."))
    for record in found:
        if record and record["merged_into_id"]:
            raise InputRejected(
                "other",
                _("The record of {name} went into another one.").format(name=_name(record)),
                _("Look at the record that stayed."),
            )
    return found[0], found[1]


def _values(kept: Record, merged: Record, take: Collection[str]) -> dict[str, Any]:
    """The columns that change on the record that stays; the CIN is exchanged, not copied."""
    values: dict[str, Any] = {}
    for name in reads_duplicates.FIELDS:
        if name == "cin":
            continue
        alone = _blank(kept[name]) and not _blank(merged[name])
        if (name in take or alone) and kept[name] != merged[name]:
            values[name] = merged[name]
    for name in _SAFETY:
        if merged[name] and not kept[name]:
            values[name] = 1
    if values.get("last_seen_on") and "last_seen_place" not in values:
        values["last_seen_place"] = merged["last_seen_place"]
    return values


def _blank(value: object) -> bool:
    return value in (None, "", "0000000000")


def _no_cin(record: Record) -> bool:
    return not Person("", "", "", "", str(record["cin"])).has_cin


def _aliases(tx: Tx, merged_id: str, kept_id: str) -> list[str]:
    """Records that went into the one that now goes on: they point at the one that stays."""
    rows = tx.execute("SELECT id FROM member WHERE merged_into_id = ?", (merged_id,)).fetchall()
    for (alias,) in rows:
        tx.update("member", alias, {"merged_into_id": kept_id})
    return [alias for (alias,) in rows]


def _settle(
    ws: Workspace, tx: Tx, kept_id: str, merged_id: str, moved: Mapping[str, list[str]]
) -> None:
    """What follows from the rows: names found by, last attempt, statuses, clocks."""
    for member_id in (kept_id, merged_id):
        record = reads_duplicates.record(ws.store, member_id) or {}
        words = "" if record["merged_into_id"] else _words(ws, record)
        tx.execute(
            "UPDATE member SET search_text = ?, sort_name = ?, last_attempt_on = (SELECT "
            "max(on_date) FROM outreach_attempt WHERE member_id = member.id AND undone_at IS NULL) "
            "WHERE id = ?",
            (words, search.sort_name(record["first_name"], record["last_name"]), member_id),
        )
    referrals = moved.get("referral", [])
    referral_state.refresh(tx, referrals)
    of_both = tx.execute(
        "SELECT id FROM referral WHERE member_id IN (?, ?)", (kept_id, merged_id)
    ).fetchall()
    clocks.recompute(tx, ws, [row[0] for row in of_both])


def _words(ws: Workspace, record: Record) -> str:
    return search.search_text(*(str(record[name] or "") for name in _SEARCHED)) + alias_words(
        ws, str(record["id"])
    )


def alias_words(ws: Workspace, member_id: str) -> str:
    """What the records that went into this member were found by, to be added to its own words."""
    texts = []
    for row in reads_duplicates.aliases(ws.store, member_id, _SEARCHED):
        texts.append(search.search_text(*(str(value or "") for value in row)))
    return "".join(f" {text}" for text in texts)


def _name(record: Record) -> str:
    return f"{record['first_name']} {record['last_name']}".strip()
