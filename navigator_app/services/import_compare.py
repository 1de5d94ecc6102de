"""A file's rows against what is known: which are new, changed field by field, or unchanged.

Each row is compared with what the plan itself last said of that referral, never with what staff
typed since: a number that a navigator corrected is neither shown as a change nor overwritten
because the plan repeats its old one. When the plan's own value moves, it is applied and shown.

A blank cell says nothing: it never erases a known value ("0000000000" is a blank phone). The one
exception is the end of an authorization whose start is given, since an end can be taken back.
Preferred name, second phone, where last seen, safety and navigator are the staff's alone; a name or
date of birth that somebody put right here with a reason stands until a reviewer accepts the file's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast

from navigator_app.domain.identifiers import uuid7_many
from navigator_app.domain.vocabulary import UNKNOWN_PHONE, ReferralStatus
from navigator_app.exchange.fields import FIELDS, MEMBER_FIELDS
from navigator_app.store import correction_rows, import_sql
from navigator_app.store.engine import Store

SEPARATOR = "\x1f"
"""Between the values of a row in the store: the unit separator, which no cell may hold."""

AT = {name: place for place, name in enumerate(FIELDS)}
CIN, SERVICE, HOMELESS = AT["cin"], AT["service"], AT["homeless"]
REQUESTED, EFFECTIVE, ENDS = AT["requested_on"], AT["effective_on"], AT["ends_on"]
PLAN_MEMBER_ID = AT["plan_member_id"]
OF_MEMBER = len(MEMBER_FIELDS)
STAFF_ALSO = frozenset({AT["phone"], AT["email"]})
"""Fields of the plan that staff may correct too (`caseload.update_contact`)."""

KEPT = "kept:"
"""Stands before the name of a field that was put right here and that the file has otherwise: it is
shown and not applied (`services.import_kept`)."""

PUT_RIGHT = ("first_name", "last_name", "date_of_birth")
"""Fields of the plan that somebody may put right, with a reason (`services.member_identity`)."""

ENDED = (ReferralStatus.CLOSED.slug, ReferralStatus.DECLINED.slug)
BLANK = ("", UNKNOWN_PHONE)
STEP = 2000
"""Rows between two calls of `progress`."""

Progress = Callable[[int, int], None]
Change = tuple[str, str, str]
Compared = tuple[object, ...]
"""(row, verdict, raw, typed, baseline, column, reason, changes, member, referral)."""


@dataclass(slots=True)
class _Referral:
    id: str
    status: str
    requested_on: str
    disappeared_on: str
    said: list[str] = field(default_factory=list)  # rows of the last file that had it, joined


@dataclass(slots=True)
class _Member:
    id: str
    plan_id: str
    referrals: dict[tuple[str, str], _Referral] = field(default_factory=dict)  # plan, service


@dataclass(slots=True)
class Comparison:
    """What a file would do."""

    rows: list[Compared]
    counts: dict[str, int]

    @classmethod
    def of(cls, rows: list[Compared]) -> Comparison:
        """Rows with their counts by verdict."""
        counts = dict.fromkeys(("new", "changed", "unchanged", "disappeared", "rejected"), 0)
        for row in rows:
            counts[str(row[1])] += 1
        return cls(rows, counts)


class Comparer:
    """Compares the rows of one plan's file, in their order."""

    def __init__(self, store: Store, plan_id: str, rows: int) -> None:
        """`rows` is how many good rows will come."""
        self.found: set[str] = set()  # referrals that the file has
        self._store = store
        self._plan_id = plan_id
        self._members: dict[str, _Member] = {}
        self._brought: dict[str, tuple[str, str, str]] = {}  # CIN: member, referral, values
        self._made: set[str] = set()  # members and referrals of those with a second row
        self._ids = iter(uuid7_many(2 * rows))
        self._right = correction_rows.put_right(store, PUT_RIGHT)

    def load(self, cins: Sequence[str]) -> None:
        """Fetch what is known of those members."""
        for row in import_sql.known(self._store, cins):
            cin, member_id, plan_id, referral_id, its_plan, service, *rest = row
            member = self._members.get(cin)
            if member is None:
                member = self._members[cin] = _Member(member_id, plan_id)
            if referral_id is None:
                continue
            status, requested, disappeared, typed = rest
            key = (its_plan, service)
            referral = member.referrals.get(key)
            if referral is None or referral.id != referral_id:  # a later loop takes its place
                referral = _Referral(referral_id, status or "", requested or "", disappeared or "")
                member.referrals[key] = referral
            if typed is not None:
                referral.said.append(typed)

    def row(self, number: int, raw: str, typed: str, values: list[str]) -> Compared:
        """Compare one row; `typed` is `values` joined."""
        cin = values[CIN]
        member = self._members.get(cin)
        if member is None:
            before = self._brought.get(cin)
            if before is None:  # the way of most rows of a first file: no more than two new ids
                member_id, referral_id = next(self._ids), next(self._ids)
                self._brought[cin] = member_id, referral_id, typed
                return number, "new", raw, typed, None, "", "", "", member_id, referral_id
            member = self._with_first_row(cin, *before)
        verdict, baseline, changes, referral = self._known_member(member, values, typed)
        if changes:  # a row found by the CIN of a record that went into this one moves no CIN
            changes = [self._stands(member.id, one) for one in changes if one[0] != "cin"]
        text = "" if changes is None else json.dumps(changes, ensure_ascii=False)
        if baseline == typed:
            baseline = None
        return number, verdict, raw, typed, baseline, "", "", text, member.id, referral.id

    def _stands(self, member_id: str, change: Change) -> Change:
        """The change, or the same marked as one that is not applied."""
        right = self._right.get(member_id, {}).get(change[0])
        if right is None or right == change[2]:
            return change
        return KEPT + change[0], str(right), change[2]

    def _known_member(
        self, member: _Member, values: list[str], typed: str
    ) -> tuple[str, str | None, list[Change] | None, _Referral]:
        """Verdict, what the plan says from now on, what moves (None: nothing to look at)."""
        known = member.referrals.get((self._plan_id, values[SERVICE]))
        if known is None or _is_new_loop(known, values):
            changes = self._against_record(member, values)
            if known is not None:
                self.found.add(known.id)  # the loop before it did not disappear
            return "new", None, changes, self._open(member, values, typed)
        self.found.add(known.id)
        if typed in known.said and not known.disappeared_on:
            same: list[Change] | None = [] if known.id in self._made else None
            return ("new" if known.id in self._made else "unchanged"), None, same, known
        changes, baseline = self._against_said(member, known, values)
        if known.id in self._made:  # a further row of a referral that the file brings
            return "new", baseline, changes, known
        if not changes:
            return "unchanged", baseline, None, known
        return "changed", baseline, changes, known

    def _with_first_row(self, cin: str, member_id: str, referral_id: str, typed: str) -> _Member:
        """A member that an earlier row of this file brought, for a further row of theirs."""
        values = typed.split(SEPARATOR)
        member = self._members[cin] = _Member(member_id, self._plan_id)
        referral = _Referral(referral_id, "", values[REQUESTED], "", [typed])
        member.referrals[self._plan_id, values[SERVICE]] = referral
        self._made |= {member_id, referral_id}
        return member

    def _open(self, member: _Member, values: list[str], typed: str) -> _Referral:
        referral = _Referral(next(self._ids), "", values[REQUESTED], "", [typed])
        member.referrals[self._plan_id, values[SERVICE]] = referral
        self._made.add(referral.id)
        self.found.add(referral.id)
        return referral

    def _against_said(
        self, member: _Member, referral: _Referral, values: list[str]
    ) -> tuple[list[Change], str]:
        """What moved since the plan last spoke of the referral, and what it says from now on."""
        changes, baseline = differences(self._last_said(member, referral, values), values)
        if not referral.said:  # a phone that staff typed stays beside the plan's first word
            staff = {FIELDS[place] for place in STAFF_ALSO}
            changes = [c for c in changes if c[0] not in staff or c[1] in BLANK]
        if member.plan_id != self._plan_id:  # the record shows the other plan's number
            changes = [change for change in changes if change[0] != "plan_member_id"]
        if referral.disappeared_on:
            changes.append(("disappeared_on", referral.disappeared_on, ""))
        return changes, SEPARATOR.join(baseline)

    def _last_said(self, member: _Member, referral: _Referral, values: list[str]) -> list[str]:
        if not referral.said:  # entered by hand: the record itself is all there is
            return [
                *import_sql.member_values(self._store, [member.id])[member.id],
                *import_sql.referral_values(self._store, [referral.id])[referral.id],
            ]
        said = [typed.split(SEPARATOR) for typed in referral.said]
        for row in said:
            if row[EFFECTIVE] == values[EFFECTIVE]:
                return row
        return said[-1]

    def _against_record(self, member: _Member, values: list[str]) -> list[Change]:
        """What a new referral of a known member would change on the member.

        The file is taken at its word, save for a phone or e-mail that no plan ever sent: staff
        typed that one.
        """
        heard = [t.split(SEPARATOR) for r in member.referrals.values() for t in r.said]
        if member.id in self._made:
            record = heard[-1]
        else:
            record = import_sql.member_values(self._store, [member.id])[member.id]
        changes: list[Change] = []
        for place in range(OF_MEMBER):
            old, new = record[place], values[place]
            if new == old or new in BLANK:
                continue
            if place in STAFF_ALSO and old not in BLANK and all(h[place] != old for h in heard):
                continue
            changes.append((FIELDS[place], old, new))
        if member.plan_id != self._plan_id:
            changes.append(("plan_id", member.plan_id, self._plan_id))
        return changes


def _is_new_loop(known: _Referral, values: list[str]) -> bool:
    """True when the known loop has ended and the plan asks anew, later; so it is when a loop that
    was entered by hand ended before the plan ever named it and nobody asked for it."""
    if known.status not in ENDED:
        return False
    unheard = not known.said and not known.requested_on
    return unheard or values[REQUESTED] > known.requested_on > ""


def differences(said: list[str], values: list[str]) -> tuple[list[Change], list[str]]:
    """Return the fields that moved, and the values from now on, blanks filled with the old."""
    changes: list[Change] = []
    merged = list(values)
    for place, (old, new) in enumerate(zip(said, values, strict=True)):
        if old == new:
            continue
        if new in BLANK and not (place == ENDS and values[EFFECTIVE]):
            merged[place] = old
        else:
            changes.append((FIELDS[place], old, new))
    return changes, merged


def as_text(row: Sequence[object]) -> list[str]:
    """Return a typed row of FIELDS as the text it is kept in: None is empty, homeless 1 or 0."""
    values = [value or "" for value in row]
    values[HOMELESS] = "1" if row[HOMELESS] else "0"
    return cast(list[str], values)  # the reader gives text for every other field


def join(values: list[str]) -> str:
    """Return values as the store keeps them."""
    joined = SEPARATOR.join(values)
    if joined.count(SEPARATOR) != len(FIELDS) - 1:  # a cell that holds the separator itself
        values[:] = [value.replace(SEPARATOR, " ") for value in values]
        joined = SEPARATOR.join(values)
    return joined


def compare(
    store: Store,
    plan_id: str,
    good: Sequence[tuple[int, str, list[str]]],
    rejected: Sequence[tuple[int, str, str, str]],
    progress: Progress,
) -> Comparison:
    """Compare a file whole. `good` is (row, raw, values as text), `rejected` (row, column, reason,
    raw)."""
    comparer = Comparer(store, plan_id, len(good))
    comparer.load(list(dict.fromkeys(values[CIN] for _row, _raw, values in good)))
    rows: list[Compared] = []
    for start in range(0, len(good), STEP):
        progress(start, len(good))
        rows += [
            comparer.row(number, raw, join(values), values)
            for number, raw, values in good[start : start + STEP]
        ]
    rows += [
        (row, "rejected", raw, "", None, column, reason, "", None, None)
        for row, column, reason, raw in rejected
    ]
    gone = [r for r in import_sql.expected(store, plan_id) if r not in comparer.found]
    rows += _disappeared(store, gone, [raw for _row, _column, _reason, raw in rejected])
    return Comparison.of(rows)


def _disappeared(store: Store, gone: list[str], quarantine: list[str]) -> list[Compared]:
    """Rows for referrals that the file no longer has, save those whose row is in quarantine."""
    if not gone:
        return []
    kept_aside = _Quarantine(quarantine)
    rows: list[Compared] = []
    listed: set[str] = set()
    for referral_id, member_id, typed in import_sql.last_heard(store, gone):
        if referral_id in listed or kept_aside.holds(typed.split(SEPARATOR)):
            continue
        listed.add(referral_id)
        number = import_sql.GONE_FROM + len(rows)
        rows.append((number, "disappeared", "[]", typed, None, "", "", "", member_id, referral_id))
    return rows


class _Quarantine:
    """The rejected rows of a file, by what stands in their cells."""

    def __init__(self, rows: list[str]) -> None:
        self._rows: dict[str, set[int]] = {}  # cell: the rows it stands in
        for place, raw in enumerate(rows):
            for cell in json.loads(raw):
                self._rows.setdefault(_plain(cell), set()).add(place)

    def holds(self, values: list[str]) -> bool:
        """True when a rejected row is this member's, by CIN, plan number, or name."""
        first, last, number = (_plain(values[place]) for place in (0, 1, PLAN_MEMBER_ID))
        if values[CIN] in self._rows or (number and number in self._rows):
            return True
        nowhere: set[int] = set()
        return not self._rows.get(first, nowhere).isdisjoint(self._rows.get(last, nowhere))


def _plain(cell: object) -> str:
    return str(cell).strip().upper()
