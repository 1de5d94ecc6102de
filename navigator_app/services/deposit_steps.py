"""Writing deposit requests: drafts, sending, the plan's answer, payment; each can be undone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.deposit_checks import refused_step
from navigator_app.domain.deposits import Item, Request, State
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.money import MOST_CENTS
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import clocks, deposits, guards, seen
from navigator_app.services.deposits import Desk
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_deposits

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Answer:
    """The plan's answer: approved with the cents of each item by its id, or denied and why."""

    approved: bool
    on: date
    number: str = ""
    why: str = ""
    cents: Mapping[str, int] = field(default_factory=dict)


def save(ws: Workspace, draft: Request) -> tuple[str, Changes]:
    """Keep a draft whole, whatever stands against sending it; its id.

    InputRejected when it was sent already, for an amount below nothing, or somebody else's
    referral; NotFound for nobody.
    """
    with ws.transaction("save_deposit_draft") as tx:
        desk = deposits.desk(ws, draft.member_id)
        key = _keep(tx, ws, desk, draft)
        _run_clocks(tx, ws, draft.referral_id or desk.referral_id)
    return key, _changed(deposits.request(ws, key))


def send(ws: Workspace, draft: Request, on: date) -> tuple[Request, Changes]:
    """Keep a request and record that it went to the plan on a day; the request as it is now.

    InputRejected names the field of the first thing that stands against it: `items.0.cents` for
    the amount of the first item, `guards` for a limit that nobody passed, `submitted_on` for the
    day. The amounts were checked against the rules of that day. Nothing is written then.
    """
    if on > ws.clock.today():
        raise InputRejected(
            "submitted_on", _("That day is in the future."), _("Use today or earlier.")
        )
    known = deposits.request(ws, draft.id) if draft.id else draft
    _may(known, State.SUBMITTED)
    with ws.transaction("send_deposit_request") as tx:
        key = _keep(tx, ws, deposits.desk(ws, draft.member_id, on), draft)
        desk = deposits.desk(ws, draft.member_id, on)  # its limits read what was just written
        _refuse_unready(desk, replace(draft, id=key))
        values = {
            "state": str(State.SUBMITTED),
            "submitted_on": on.isoformat(),
            "support_plan_id": desk.support_plan_id or None,
            "guards": json.dumps(_judged(desk)),
        }
        tx.update("deposit_request", key, values)
        _run_clocks(tx, ws, draft.referral_id or desk.referral_id)
    sent = deposits.request(ws, key)
    return sent, _changed(sent)


def answer(ws: Workspace, request_id: str, given: Answer) -> tuple[Request, Changes]:
    """Record the plan's answer; the request as it was before, to go back to.

    InputRejected for a day before it was sent or ahead, more approved than was asked for, or
    nothing approved at all.
    """
    before = deposits.request(ws, request_id)
    to = State.APPROVED if given.approved else State.DENIED
    _may(before, to)
    _between("decided_on", before.submitted_on, given.on, ws.clock.today())
    if given.approved:
        _check_approved(before, given)
    with ws.transaction("answer_deposit_request") as tx:
        values = {
            "state": str(to),
            "decided_on": given.on.isoformat(),
            "decided_why": given.why.strip(),
            "number": given.number.strip() or before.number,
        }
        tx.update("deposit_request", request_id, values)
        for item in before.items:
            cents = given.cents.get(item.id) if given.approved else None
            tx.update("deposit_item", item.id, {"approved_cents": cents})
    return before, _changed(before)


def pay(ws: Workspace, request_id: str, paid: Mapping[str, date | None]) -> tuple[Request, Changes]:
    """Record on which day which item was paid, by its id (None takes the day off). When all that
    was approved is paid, so is the request; the request as it was before.

    InputRejected for a day before the answer or ahead, or an item that was not approved.
    """
    before = deposits.request(ws, request_id)
    if before.state is not State.PAID:
        _may(before, State.PAID)
    for place, item in enumerate(before.items):
        day = paid.get(item.id)
        if day is None:
            continue
        if not item.approved_cents:
            raise InputRejected(f"items.{place}.paid_on", _("This item was not approved."))
        _between(f"items.{place}.paid_on", before.decided_on, day, ws.clock.today())
    days = {item.id: paid.get(item.id, item.paid_on) for item in before.items}
    due = [item.id for item in before.items if item.approved_cents]
    done = all(days[key] is not None for key in due)
    with ws.transaction("pay_deposit") as tx:
        for key, day in days.items():
            tx.update("deposit_item", key, {"paid_on": day.isoformat() if day else None})
        state = State.PAID if done else State.APPROVED
        tx.update("deposit_request", request_id, {"state": str(state)})
    return before, _changed(before)


def withdraw(ws: Workspace, request_id: str, why: str = "") -> tuple[Request, Changes]:
    """Take a request back today; the request as it was before."""
    before = deposits.request(ws, request_id)
    _may(before, State.WITHDRAWN)
    with ws.transaction("withdraw_deposit_request") as tx:
        values = {
            "state": str(State.WITHDRAWN),
            "decided_on": ws.clock.today().isoformat(),
            "decided_why": why.strip(),
        }
        tx.update("deposit_request", request_id, values)
        _run_clocks(tx, ws, before.referral_id)
    return before, _changed(before)


def go_back(ws: Workspace, before: Request) -> Changes:
    """Undo the last step: state, days and amounts as they were before it."""
    with ws.transaction("undo_deposit_step") as tx:
        values = {
            "state": str(before.state),
            "submitted_on": _text(before.submitted_on),
            "decided_on": _text(before.decided_on),
            "decided_why": before.decided_why,
            "number": before.number,
        }
        tx.update("deposit_request", before.id, values)
        for item in before.items:
            was = {"approved_cents": item.approved_cents, "paid_on": _text(item.paid_on)}
            tx.update("deposit_item", item.id, was)
        _run_clocks(tx, ws, before.referral_id)
    return _changed(before)


def copy(ws: Workspace, request_id: str) -> tuple[str, Changes]:
    """Begin a new draft from a request: the same items, nothing of its answer; its id."""
    known = deposits.request(ws, request_id)
    items = tuple(
        replace(item, id="", approved_cents=None, paid_on=None, attachment_id="")
        for item in known.items
    )
    return save(ws, Request(known.member_id, move_in_on=known.move_in_on, items=items))


def tick(ws: Workspace, request_id: str, key: str, done: bool) -> Changes:
    """Tick something of the packet by hand, or take the tick off; also after it was sent."""
    known = deposits.request(ws, request_id)
    ticked = known.ticked | {key} if done else known.ticked - {key}
    with ws.transaction("tick_deposit_packet") as tx:
        tx.update("deposit_request", request_id, {"packet": json.dumps(sorted(ticked))})
    return _changed(known)


# --- inside a transaction ---------------------------------------------------------------------


def _keep(tx: Tx, ws: Workspace, desk: Desk, draft: Request) -> str:
    known = deposits.request(ws, draft.id) if draft.id else None
    if known is not None and known.state is not State.DRAFT:
        _may(known, State.SUBMITTED)
    if known is not None:
        draft = _as_known(known, draft)
    _check_values(ws, draft)
    values: dict[str, object] = {
        "referral_id": draft.referral_id or desk.referral_id or None,
        "application_id": draft.application_id or None,
        "move_in_on": _text(draft.move_in_on),
        "what_changed": draft.what_changed.strip(),
        "note": draft.note.strip(),
        "packet": json.dumps(sorted(draft.ticked)),
    }
    key = draft.id or uuid7()
    if known is not None:
        tx.update("deposit_request", key, values)
    else:
        values |= {"id": key, "member_id": draft.member_id, "state": str(State.DRAFT)}
        tx.insert("deposit_request", {**values, "user_id": ws.user.id, "created_at": tx.now})
    _keep_items(tx, key, known.items if known else (), draft.items)
    return key


def _as_known(known: Request, draft: Request) -> Request:
    """The draft with the texts that were not shown to whoever wrote it as they stood."""
    items = {one.id: one for one in known.items}
    words = ("what", "vendor", "vendor_contact")
    kept: Request = seen.kept(known, draft, ("note", "what_changed"))
    return replace(
        kept,
        items=tuple(
            seen.kept(items[one.id], one, words) if one.id in items else one for one in kept.items
        ),
    )


def _keep_items(tx: Tx, key: str, known: tuple[Item, ...], items: tuple[Item, ...]) -> None:
    mine = {item.id for item in known}
    for gone in mine - {item.id for item in items}:
        tx.execute("DELETE FROM deposit_item WHERE id = ?", (gone,))
    for place, item in enumerate(items):
        values: dict[str, object] = {
            "position": place,
            "kind": item.kind,
            "what": item.what.strip(),
            "cents": item.cents,
            "vendor": " ".join(item.vendor.split()),
            "vendor_contact": item.vendor_contact.strip(),
            "attachment_id": item.attachment_id or None,
        }
        if item.id in mine:
            tx.update("deposit_item", item.id, values)
        else:
            fresh = {"id": uuid7(), "request_id": key, "created_at": tx.now}
            tx.insert("deposit_item", {**fresh, **values})


def _run_clocks(tx: Tx, ws: Workspace, referral_id: str) -> None:
    if referral_id:
        clocks.recompute(tx, ws, [referral_id])


# --- what is refused ----------------------------------------------------------------------------


def _refuse_unready(desk: Desk, draft: Request) -> None:
    for one in desk.findings(draft):
        if one.stops:
            place = one.field if one.item is None else f"items.{one.item}.{one.field}"
            cited = f" ({one.cited})" if one.cited else ""
            raise InputRejected(place, f"{guards.told(one.why)}{cited}")
    if desk.stopping:
        refused = guards.refusal(desk.stopping[0])
        raise InputRejected("guards", refused.message, refused.next_step)


def _may(known: Request, to: State) -> None:
    why = refused_step(known, to)
    if why is not None:
        advice = _("Record the plan’s answer, or take it back and begin a new one.")
        raise InputRejected(
            "state", guards.told(why), advice if known.state is State.SUBMITTED else ""
        )


def _check_values(ws: Workspace, draft: Request) -> None:
    for place, item in enumerate(draft.items):
        if item.cents is not None and item.cents < 0:
            raise InputRejected(f"items.{place}.cents", _("An amount cannot be below nothing."))
        if item.cents is not None and item.cents > MOST_CENTS:
            raise InputRejected(f"items.{place}.cents", _("That amount cannot be."))
    if draft.referral_id and not reads_deposits.is_deposits(
        ws.store, draft.member_id, draft.referral_id
    ):
        raise InputRejected("referral_id", _("That is no referral for deposits of this member."))


def _check_approved(before: Request, given: Answer) -> None:
    for place, item in enumerate(before.items):
        cents = given.cents.get(item.id, 0)
        if cents < 0 or cents > (item.cents or 0):
            raise InputRejected(
                f"items.{place}.approved_cents",
                _("Approved is between nothing and what was asked for."),
            )
    if not any(given.cents.get(item.id) for item in before.items):
        raise InputRejected(
            "approved", _("Nothing is approved."), _("Record it as denied, or fill in an amount.")
        )


def _between(name: str, first: date | None, day: date, today: date) -> None:
    if day > today:
        raise InputRejected(name, _("That day is in the future."), _("Use today or earlier."))
    if first is not None and day < first:
        raise InputRejected(
            name, _("That day lies before the step before it."), _("Correct one of the two.")
        )


def _judged(desk: Desk) -> list[list[str]]:
    return [
        [row.result.rule_id, str(row.result.verdict), guards.told(row.result.why)]
        for row in desk.guards
    ]


def _changed(known: Request) -> Changes:
    referrals = frozenset({known.referral_id} if known.referral_id else ())
    return Changes(members=frozenset({known.member_id}), referrals=referrals)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
