"""What the next navigator of a member must know, written from the record: dangers first, then how
and where to find the member, whom to call, what is due, what was promised, the plan, the home."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from navigator_app.domain import people
from navigator_app.domain.consents import Way
from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.people import MethodRow, PeoplePage
from navigator_app.domain.records import Changes
from navigator_app.i18n import N_, _
from navigator_app.policy import tenancy_lists
from navigator_app.services import (
    agency,
    gate,
    part_2,
    people_checks,
    permissions,
    phrases,
    seen,
    tenancy,
    today,
)
from navigator_app.services import people as people_service
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_hand_over

WHAT = "hand-over"

RECENT = timedelta(days=90)
"""How far back next steps of attempts are told: older ones have been overtaken."""

PLACES = 4
"""Places last seen that are told."""

_TITLES = {
    "safety": N_("Safety first"),
    "reach": N_("How to reach"),
    "find": N_("Where to find"),
    "call": N_("Whom to call"),
    "due": N_("What is due"),
    "promised": N_("What was promised"),
    "plan": N_("The plan’s next steps"),
    "tenancy": N_("The home"),
}
_EMPTY = {
    "safety": N_("No danger is on record."),
    "reach": N_("No way to reach the member is on record."),
    "find": N_("No place is on record. Begin with the list of places to look."),
    "call": N_("Nobody of a care team is on record."),
    "due": N_("Nothing is due."),
    "promised": N_("No promise is open."),
    "plan": N_("No step of a support plan is open."),
    "tenancy": N_("Nothing of a home is open."),
}
_DUE_OF = {"consent-runs-out": "consent"}
"""Rules of due lines, and the table of the record that such a line is about."""

_DATES = {
    "recertification": N_("Recertification"),
    "lease-end": N_("The lease ends"),
    "visit": N_("Visit"),
    "repayment": N_("A part of the repayment"),
    "notice": N_("Notice"),
    "sign": N_("Early sign of trouble"),
    "dispute": N_("Dispute"),
    "faults": N_("Faults to mend"),
}


@dataclass(frozen=True, slots=True)
class PackLine:
    """One thing to know. `tone` is "danger", "warning" or ""; `record` is the table and id of what
    it was read from, where a record can be marked as one of substance-use treatment."""

    text: str
    detail: str = ""
    tone: str = ""
    record: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class PackPart:
    """One part of the pack; `empty` is what to say where it holds nothing."""

    key: str
    title: str
    lines: tuple[PackLine, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class Pack:
    """All of it, about one member."""

    member_id: str
    member: str
    navigator: str
    parts: tuple[PackPart, ...]
    left_out: tuple[str, ...] = ()
    part_2: bool = False  # substance-use records go along, under a consent


def build(ws: Workspace, member_id: str) -> Pack:
    """The pack as the record stands now; NotFound for nobody."""
    page = people_service.page(ws, member_id)
    found = {
        "safety": _safety(page),
        "reach": _reach(page),
        "find": _find(page),
        "call": _call(ws, page),
        "due": _due(ws, member_id),
        "promised": _promised(ws, page),
        "plan": _plan(ws, member_id),
        "tenancy": _home(ws, member_id),
    }
    parts = (
        PackPart(key, _(_TITLES[key]), _as_seen(ws, member_id, lines), _(_EMPTY[key]))
        for key, lines in found.items()
    )
    return Pack(member_id, page.member, page.navigator, tuple(parts))


def leaving(ws: Workspace, pack: Pack) -> Pack:
    """The pack as it may leave the store: without substance-use records that no consent lets go."""
    records = {line.record for part in pack.parts for line in part.lines if line.record[1]}
    told = part_2.among(ws, records)
    held = part_2.held(ws, _way(ws), pack.member_id, told)
    parts = (
        replace(part, lines=tuple(line for line in part.lines if held.lets(*line.record)))
        for part in pack.parts
    )
    return replace(
        pack,
        parts=tuple(parts),
        left_out=part_2.left_out(held.records),
        part_2=bool(told - held.records),
    )


def given(ws: Workspace, packs: Sequence[Pack]) -> Changes:
    """Write down that packs (as `leaving` made them) leave the store as text, before they do: for
    the agency's own use, which is operations. ConsentNeeded where the gate holds one back."""
    way = _way(ws)
    parts = (
        (way, [one.member_id for one in packs if not one.part_2]),
        (part_2.including(way), [one.member_id for one in packs if one.part_2]),
    )
    asked = [(one, gate.ask(ws, one, ids)) for one, ids in parts]
    for _one, verdicts in asked:
        gate.pass_or_refuse(verdicts)
    with ws.transaction("give_hand_over_packs") as tx:
        for one, verdicts in asked:
            gate.account(ws, tx, one, verdicts)
    return Changes(members=frozenset(one.member_id for one in packs))


def _way(ws: Workspace) -> Way:
    return Way(WHAT, agency.agency(ws).name, gate.TPO, ("identity", "housing"))


def _safety(page: PeoplePage) -> Iterator[PackLine]:
    for banner, note in page.screen.banners:
        yield PackLine(banner, note, "danger")
    for title in page.screen.review:
        yield PackLine(_("Look again whether it still stands: {what}").format(what=title))


def _reach(page: PeoplePage) -> Iterator[PackLine]:
    lists = people_checks.lists()
    for row in page.methods:
        if row.ended is None:
            kind = _(people.title(lists.contact_kinds, row.kind))
            value = show_phone(row.value) or row.value
            yield PackLine(f"{kind}: {value}", _joined(row.whose, word_left(page, row),
                           row.best_time, row.note))  # fmt: skip
    for known in page.known:
        kind = _(people.title(lists.contact_kinds, known.kind))
        value = show_phone(known.value) or known.value
        yield PackLine(f"{kind}: {value}", _("On the record; nobody asked about leaving word: no."))


def word_left(page: PeoplePage, row: MethodRow) -> str:
    """Whether word may be left there; a danger forbids it everywhere."""
    if row.word_may_be_left and page.screen.leave_word:
        return _("Word may be left")
    if row.safe is None:
        return _("Leave no word: nobody asked")
    return _("Leave no word")


def _find(page: PeoplePage) -> Iterator[PackLine]:
    lists = people_checks.lists()
    for row in page.places[:PLACES]:
        sure = _(people.title(lists.confidences, row.confidence)) if row.confidence else ""
        yield PackLine(
            row.place,
            _joined(phrases.day(row.seen), sure, row.when_there, row.seen_by, row.note),
            record=("place_seen", row.id),
        )
    looked = {one.source: one for one in reversed(page.looked)}.values()
    for one in sorted(looked, key=lambda look: look.on, reverse=True):
        words = {"found": _("found"), "nothing": _("nothing"), "no-access": _("no access")}
        source = _(people.title(lists.places_to_look, one.source))
        yield PackLine(
            _("Looked through: {source}, {what}").format(
                source=source, what=words.get(one.found, one.found)
            ),
            _joined(phrases.day(one.on), one.note),
            record=("locate_check", one.id),
        )


def _call(ws: Workspace, page: PeoplePage) -> Iterator[PackLine]:
    roles, today_ = people_checks.lists().care_roles, ws.clock.today()
    for row in page.care:
        if row.stands_on(today_):
            who = _joined(row.name, row.organization)
            yield PackLine(
                f"{_(people.title(roles, row.role))}: {who}",
                _joined(show_phone(row.phone), row.email, row.note),
            )


def _due(ws: Workspace, member_id: str) -> Iterator[PackLine]:
    homes = {one.due.record_id: one.tenancy.id for one in tenancy.due(ws, member_id)}
    for row in today.due(ws, member_id=member_id):
        tone = "danger" if row.state == "overdue" else ""
        record = (_DUE_OF.get(row.rule, ""), row.subject)
        if row.rule.startswith("home-") and row.subject in homes:
            record = ("tenancy", homes[row.subject])  # it says where the home is
        yield PackLine(row.title, _joined(_by(row.due), row.why), tone, record)


def _promised(ws: Workspace, page: PeoplePage) -> Iterator[PackLine]:
    now = ws.clock.today()
    for row in page.promises:
        if row.is_open:
            late = row.due is not None and row.due < now
            whom = _("to {who}").format(who=row.to_whom) if row.to_whom else ""
            by = _("by {who}").format(who=row.by) if row.by else ""
            tone = "warning" if late else ""
            told = _joined(whom, _by(row.due), by)
            yield PackLine(row.what, told, tone, ("promise", row.id))
    since = (now - RECENT).isoformat()
    steps = reads_hand_over.next_steps(ws.store, page.member_id, since)
    for what, on, who, key in steps if _notes(ws, page.member_id) else ():
        told = _joined(_("Next step of an attempt"), phrases.day(on), who)
        yield PackLine(what, told, record=("outreach_attempt", key))


def _plan(ws: Workspace, member_id: str) -> Iterator[PackLine]:
    now = ws.clock.today()
    review = reads_hand_over.plan_review(ws.store, member_id)
    if review is not None and review[1] is not None:
        tone = "warning" if review[1] < now else ""
        yield PackLine(_("Review of the plan"), _by(review[1]), tone)
    for what, owner, due, plan_id in reads_hand_over.steps(ws.store, member_id):
        tone = "warning" if due is not None and due < now else ""
        yield PackLine(what, _joined(owner, _by(due)), tone, ("support_plan", plan_id))


def _home(ws: Workspace, member_id: str) -> Iterator[PackLine]:
    for one in tenancy.due(ws, member_id):
        title = _(_DATES.get(one.due.kind, one.due.kind))
        tone = "danger" if one.due.days_left < 0 else ""
        told = _joined(one.tenancy.address, _by(one.due.due))
        yield PackLine(title, told, tone, ("tenancy", one.tenancy.id))
    lists, notes = tenancy_lists.shipped(), _notes(ws, member_id)
    for kind, what, note, on, due, key in reads_hand_over.watched(ws.store, member_id):
        if due is None:  # the others are among the dates
            title = _(_DATES.get(kind, kind))
            item = next((one.title for one in lists.signs if one.id == what), "")
            told = _joined(_(item) if item else "", phrases.day(on), note if notes else "")
            yield PackLine(title, told, record=("tenancy_event", key))


def _notes(ws: Workspace, member_id: str) -> bool:
    return permissions.sees(ws, seen.NOTES, member_id)


def _as_seen(ws: Workspace, member_id: str, lines: Iterable[PackLine]) -> tuple[PackLine, ...]:
    """Without substance-use records, where the role does not see them."""
    told = tuple(lines)
    if permissions.sees(ws, seen.PART_2, member_id):
        return told
    held = part_2.among(ws, [line.record for line in told if line.record[1]])
    return tuple(line for line in told if line.record not in held)


def _by(day: date | None) -> str:
    return _("by {day}").format(day=phrases.day(day)) if day else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
