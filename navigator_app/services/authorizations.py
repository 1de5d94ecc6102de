"""The authorization ledger: chains with what is wrong in them, requests, decisions, packets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from navigator_app.domain import ledger
from navigator_app.domain.guard_facts import Step
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.ledger import Countdown, Entry, Finding, Kind
from navigator_app.domain.records import Changes
from navigator_app.domain.rules import Unit
from navigator_app.domain.vocabulary import AuthorizationStatus, Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import packs
from navigator_app.services import clocks, guards, hours, packets, read_reasons, seen
from navigator_app.services.authorization_checks import (
    in_order,
    not_ahead,
    only_approved,
    told,
    whole_units,
)
from navigator_app.services.packets import PacketList
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_ledger, referral_state
from navigator_app.store.reads_ledger import ReferralHead

EXTENSION_LENGTH = "extension-length"


@dataclass(frozen=True, slots=True)
class Extension:
    """The days that the next extension may be expected to have, by the plan's own rule."""

    first: date
    last: date
    months: int
    source: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """One referral's authorizations, what is wrong with them, and how long they run."""

    referral_id: str
    member_id: str
    member_name: str
    cin: str
    plan: str
    plan_name: str
    service: Service
    is_open: bool
    runs: bool  # open, or closed as served and not discontinued: its end still matters
    entries: tuple[Entry, ...]  # oldest first
    findings: tuple[Finding, ...]
    countdown: Countdown
    packet: PacketList | None = None  # only where it was asked for and an end is known
    extension: Extension | None = None  # only where the plan says how long one is

    def warnings(self, entry_id: str) -> list[str]:
        """What is wrong at one entry, in sentences."""
        return [told(one.says) for one in self.findings if one.entry_id == entry_id]


@dataclass(frozen=True, slots=True)
class Request:
    """What staff ask a plan for. Dates that are not known stay None."""

    referral_id: str
    kind: Kind
    requested: date
    received: date | None = None
    extends_id: str | None = None
    units: int | None = None
    unit: str = ""
    number: str = ""
    note: str = ""
    requested_at: time | None = None  # local; None where the hour is not known


@dataclass(frozen=True, slots=True)
class Decision:
    """What the plan answered; an approval may carry its days, heard before the file brings them."""

    status: AuthorizationStatus
    decided: date
    number: str = ""
    effective: date | None = None
    end: date | None = None
    units: int | None = None
    unit: str = ""
    received: date | None = None
    decided_at: time | None = None  # local; None where the hour is not known


def of_referral(ws: Workspace, referral_id: str) -> Ledger:
    """One referral's ledger with its packet; NotFound when there is no such referral."""
    read_reasons.need_record(ws, "referral", referral_id)
    found = reads_ledger.heads(ws.store, referral_ids=[referral_id])
    if not found:
        raise NotFound(
            _("No such referral"),
            _("There is no referral with that id."),
            _("Look it up in the list of referrals."),
        )
    return seen.ledgers(ws, _with_packets(ws, found), found[0].member_id)[0]


def of_member(ws: Workspace, member_id: str) -> tuple[Ledger, ...]:
    """The ledgers of a member's referrals with their packets, open ones first."""
    read_reasons.need(ws, member_id)
    found = _with_packets(ws, reads_ledger.heads(ws.store, member_id=member_id))
    return tuple(seen.ledgers(ws, found, member_id))


def listing(ws: Workspace, *, member_id: str = "", within: int | None = None) -> list[Ledger]:
    """Ledgers without packets, of a member or all; those of somebody else's caseload without notes.
    `within` keeps the running ones that end in so many days from today, the earliest first."""
    if member_id:
        read_reasons.need(ws, member_id)
    if within is not None:
        on = ws.clock.today()
        last = on + timedelta(days=within)
        ids = [row[2] for row in reads_ledger.ending_members(ws.store, on, last)]
        found = [
            one
            for one in _ledgers(ws, reads_ledger.heads(ws.store, referral_ids=ids), ids)
            if not member_id or one.member_id == member_id
        ]
        found.sort(key=lambda one: (one.countdown.end or date.max, one.referral_id))
    else:
        heads = reads_ledger.heads(ws.store, member_id=member_id)
        found = _ledgers(ws, heads, [head.referral_id for head in heads] if member_id else None)
    away = read_reasons.closed(ws, {one.member_id for one in found})
    return seen.ledgers(ws, found, member_id, away)


def record_request(ws: Workspace, asked: Request, *, override: str = "") -> tuple[str, Changes]:
    """Record what was asked of the plan; returns the request's id.

    InputRejected for a day in the future, a receipt before the request, units below one, an
    authorization to extend that is not this referral's, or (`override`) a limit that refuses it;
    `override` is the reason to pass that, which is journalled. An extension without `extends_id`
    extends the last authorization of the chain.
    """
    kept = of_referral(ws, asked.referral_id)
    not_ahead(ws, requested=asked.requested, received=asked.received)
    in_order(requested=asked.requested, received=asked.received)
    whole_units(asked.units)
    asked_at = hours.moment(ws, "requested_at", asked.requested, asked.requested_at)
    extends = asked.extends_id
    if extends is None and asked.kind is Kind.EXTENSION:
        known = [entry for entry in kept.entries if entry.from_plan and entry.approved]
        extends = known[-1].id if known else None
    if extends and reads_ledger.authorization_of(ws.store, extends) != asked.referral_id:
        raise InputRejected(
            "extends",
            _("That authorization is not one of this referral’s."),
            _("Name one of its own, or leave it empty for the last."),
        )
    request_id = uuid7()
    # To go on with a service is not to have it once more.
    step = Step.SERVE if asked.kind is Kind.EXTENSION else Step.AUTHORIZE
    with ws.transaction("record_authorization_request") as tx:
        guards.pass_or_refuse(tx, ws, asked.referral_id, step, asked.requested, override)
        tx.insert(
            "authorization_request",
            {
                "id": request_id,
                "referral_id": asked.referral_id,
                "extends_id": extends,
                "kind": str(asked.kind),
                "requested_on": asked.requested.isoformat(),
                "requested_at": asked_at,
                "received_on": _iso(asked.received),
                "decision": "",
                "units": asked.units,
                "unit": asked.unit.strip(),
                "number": asked.number.strip(),
                "note": asked.note.strip(),
                "created_at": tx.now,
            },
        )
        referral_state.refresh(tx, [asked.referral_id])  # asked anew, a denied loop is open
        clocks.recompute(tx, ws, [asked.referral_id])
    return request_id, _changes(kept)


def record_decision(ws: Workspace, request_id: str, answer: Decision) -> Changes:
    """Record what the plan answered to a request.

    InputRejected for a day in the future, a decision before the request or its receipt, an end
    before the start, or a denial with days. The plan's own file stays the authority: when it
    brings the authorization, its days count and a difference is named.
    """
    known = reads_ledger.request(ws.store, request_id)
    if known is None:
        raise NotFound(
            _("No such request"),
            _("There is no request with that id."),
            _("Record the request first."),
        )
    not_ahead(ws, decided=answer.decided, received=answer.received)
    received = answer.received or known.received
    in_order(
        requested=known.requested,
        received=received,
        decided=answer.decided,
        effective=answer.effective,
        end=answer.end,
    )
    whole_units(answer.units)
    decided_at = hours.moment(ws, "decided_at", answer.decided, answer.decided_at)
    only_approved(answer.status, answer.effective, answer.end)
    with ws.transaction("record_authorization_decision") as tx:
        tx.update(
            "authorization_request",
            request_id,
            {
                "decision": answer.status.slug,
                "decided_on": answer.decided.isoformat(),
                "decided_at": decided_at,
                "received_on": _iso(received),
                "effective_on": _iso(answer.effective),
                "ends_on": _iso(answer.end),
                "number": answer.number.strip() or known.number,
                "units": answer.units if answer.units is not None else known.units,
                "unit": answer.unit.strip() or known.unit,
            },
        )
        referral_state.refresh(tx, [known.referral_id])  # a denial closes the loop
        clocks.recompute(tx, ws, [known.referral_id])
    return _changes(of_referral(ws, known.referral_id))


def set_packet_item(ws: Workspace, referral_id: str, item: str, done: bool) -> Changes:
    """Mark one thing of the packet for what ends next as done today, or as not done.

    InputRejected when the packet does not hold it or no end is known.
    """
    kept = of_referral(ws, referral_id)
    if kept.packet is None or item not in {row.item for row in kept.packet.rows}:
        raise InputRejected(
            "item",
            _("The packet of this authorization has no such item."),
            _("It may have been extended meanwhile; look at the list again."),
        )
    done_on = ws.clock.today().isoformat() if done else None
    row_id = reads_ledger.packet_item_id(ws.store, referral_id, kept.packet.end, item)
    with ws.transaction("set_packet_item") as tx:
        if row_id is not None:
            tx.update("packet_item", row_id, {"done_on": done_on})
        else:
            tx.insert(
                "packet_item",
                {
                    "id": uuid7(),
                    "referral_id": referral_id,
                    "for_end_on": kept.packet.end.isoformat(),
                    "item": item,
                    "done_on": done_on,
                    "note": "",
                    "created_at": tx.now,
                },
            )
    return _changes(kept)


def _ledgers(
    ws: Workspace, heads: Sequence[ReferralHead], ids: Sequence[str] | None
) -> list[Ledger]:
    authorized = reads_ledger.authorizations(ws.store, ids)
    asked = reads_ledger.requests(ws.store, ids)
    sent = reads_ledger.submissions(ws.store, ids)
    today = ws.clock.today()
    made = []
    for head in heads:
        entries = ledger.chain(
            authorized.get(head.referral_id, ()), asked.get(head.referral_id, ())
        )
        if not entries and head.referral_id in sent:
            entries = (_sent(head.referral_id, sent[head.referral_id]),)
        made.append(
            Ledger(
                referral_id=head.referral_id,
                member_id=head.member_id,
                member_name=head.member_name,
                cin=head.cin,
                plan=head.plan,
                plan_name=head.plan_name,
                service=Service.from_slug(head.service),
                is_open=head.is_open,
                runs=head.runs,
                entries=entries,
                findings=ledger.findings(entries),
                countdown=ledger.countdown(entries, today),
            )
        )
    return made


def _sent(referral_id: str, on: date) -> Entry:
    """The request that the intake knows, where neither a file nor staff told of one."""
    return Entry(
        id=f"intake-{referral_id}",
        referral_id=referral_id,
        kind=Kind.INITIAL,
        status=None,
        requested=on,
        from_plan=False,
    )


def _with_packets(ws: Workspace, heads: Sequence[ReferralHead]) -> list[Ledger]:
    policies = {head.referral_id: head.policy for head in heads}
    return [
        replace(
            one,
            packet=_packet(ws, one, policies[one.referral_id]),
            extension=_extension(ws, one, policies[one.referral_id]),
        )
        for one in _ledgers(ws, heads, [head.referral_id for head in heads])
    ]


def _packet(ws: Workspace, one: Ledger, policy: str) -> PacketList | None:
    if not one.runs or one.countdown.end is None:
        return None
    return packets.packet(ws, one.referral_id, one.service, one.countdown.end, policy)


def _extension(ws: Workspace, one: Ledger, policy: str) -> Extension | None:
    """What an extension of the chain would be, by the plan's rule of today."""
    end = one.countdown.end
    if not one.runs or end is None:
        return None
    on = ws.clock.today()
    rule = packs.stack(policy, on).rule(EXTENSION_LENGTH, one.service)
    if rule is None or rule.unit is not Unit.MONTHS:
        return None
    first, last = ledger.extension(end, rule.value)
    return Extension(first, last, rule.value, rule.cited)


def _changes(one: Ledger) -> Changes:
    return Changes(members=frozenset({one.member_id}), referrals=frozenset({one.referral_id}))


def _iso(when: date | None) -> str | None:
    return when.isoformat() if when else None
