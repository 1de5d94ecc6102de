"""Putting right what was recorded wrongly: eligibility checks and requests to the plan.

The corrected record takes the place of the wrong one; how it stood, the reason and who put it
right are kept beside it and in the journal. Endings are in `correct_ending`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.corrections import CHECK, ENDING, MEMBER, REQUEST, CorrectionRow
from navigator_app.domain.eligibility import Check
from navigator_app.domain.ledger import Entry
from navigator_app.domain.records import Changes
from navigator_app.domain.vocabulary import AuthorizationStatus
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import (
    authorization_checks,
    authorizations,
    clocks,
    eligibility,
    read_reasons,
)
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.workspace import Workspace, required
from navigator_app.store import correction_rows, reads_ledger, referral_state
from navigator_app.store.tx import utc_text

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

LONGEST = 500
"""Characters of a reason."""


@dataclass(frozen=True, slots=True)
class RequestFix:
    """A request as it should have been. `status` None: the plan has not answered; then `decided`,
    `effective` and `end` are None too."""

    requested: date
    received: date | None = None
    status: AuthorizationStatus | None = None
    decided: date | None = None
    effective: date | None = None
    end: date | None = None
    units: int | None = None
    unit: str = ""
    number: str = ""
    note: str = ""


def of_member(ws: Workspace, member_id: str) -> dict[str, CorrectionRow]:
    """The latest correction of each of a member's records, by the record's id."""
    read_reasons.need(ws, member_id)
    return {row.record_id: row for row in correction_rows.of_member(ws.store, member_id)}


def check(ws: Workspace, check_id: str) -> Check:
    """One eligibility check; NotFound when there is none."""
    read_reasons.need_record(ws, "eligibility_check", check_id)
    was = found(ws, CHECK, check_id)
    kept = reads_ledger.checks(ws.store, str(was["member_id"]))
    return next(one for one in kept if one.id == check_id)


def correct_check(
    ws: Workspace, check_id: str, fixed: CheckDraft, reason: str
) -> tuple[str, Changes]:
    """Put an eligibility check right; returns the correction's id.

    InputRejected as for a new check, for an empty reason (`why`), or when nothing differs.
    """
    was = found(ws, CHECK, check_id)
    why = reason_of(reason)
    known = check(ws, check_id)
    eligibility.consistent(fixed)
    same_day = fixed.at is None and fixed.on == known.on
    plan_id, plan_name = eligibility.found_plan(ws, fixed.plan_found)
    now: dict[str, object] = {
        "checked_at": was["checked_at"] if same_day else utc_text(eligibility.moment_of(ws, fixed)),
        "zone": was["zone"] if same_day else ws.clock.zone,
        "how": fixed.how.slug,
        "medi_cal": fixed.result.slug,
        "plan_id": plan_id,
        "plan_name": plan_name,
        "lapsed_on": _iso(fixed.lapsed_on),
        "next_on": _iso(fixed.next_on),
        "note": fixed.note.strip(),
    }
    refuse_same(was, now)
    member = str(was["member_id"])
    with ws.transaction("correct_eligibility_check") as tx:
        tx.update(CHECK, check_id, now)
        key = correction_rows.keep(tx, member, CHECK, was, why, ws.user.id)
        touched = _recompute(tx, ws, member)
    return key, touched


def correct_request(
    ws: Workspace, request_id: str, fixed: RequestFix, reason: str
) -> tuple[str, Changes]:
    """Put a request to the plan, or its answer, right; returns the correction's id.

    InputRejected as for a new one, for an answer without its day or a day without an answer, an
    empty reason (`why`), or when nothing differs.
    """
    was = found(ws, REQUEST, request_id)
    why = reason_of(reason)
    _check_request(ws, fixed)
    now: dict[str, object] = {
        "requested_on": fixed.requested.isoformat(),
        "received_on": _iso(fixed.received),
        "decision": fixed.status.slug if fixed.status else "",
        "decided_on": _iso(fixed.decided),
        "effective_on": _iso(fixed.effective),
        "ends_on": _iso(fixed.end),
        "units": fixed.units,
        "unit": fixed.unit.strip(),
        "number": fixed.number.strip(),
        "note": fixed.note.strip(),
    }
    refuse_same(was, now)
    for name in ("requested", "decided"):  # the hour was that of another day
        if was[f"{name}_on"] != now[f"{name}_on"]:
            now[f"{name}_at"] = None
    referral = str(was["referral_id"])
    member = authorizations.of_referral(ws, referral).member_id
    with ws.transaction("correct_authorization_request") as tx:
        tx.update(REQUEST, request_id, now)
        key = correction_rows.keep(tx, member, REQUEST, was, why, ws.user.id)
        referral_state.refresh(tx, [referral])
        clocks.recompute(tx, ws, [referral])
    return key, Changes(members=frozenset({member}), referrals=frozenset({referral}))


def request(ws: Workspace, request_id: str) -> Entry:
    """One request as it stands; NotFound when there is none."""
    read_reasons.need_record(ws, "authorization_request", request_id)
    found(ws, REQUEST, request_id)
    entry = reads_ledger.request(ws.store, request_id)
    assert entry is not None
    return entry


def take_back(ws: Workspace, about: str, record_id: str, reason: str) -> tuple[str, Changes]:
    """Take a check or a request away that should never have been recorded; returns the
    correction's id. InputRejected for an empty reason (`why`)."""
    was = found(ws, about, record_id)
    why = reason_of(reason)
    member = _member(ws, about, was)
    with ws.transaction("take_back_record") as tx:
        correction_rows.remove(tx, about, record_id)
        key = correction_rows.keep(tx, member, about, was, why, ws.user.id, taken_back=True)
        touched = _recompute(tx, ws, member)
    return key, touched


def undo(ws: Workspace, correction_id: str) -> Changes:
    """Put a corrected check or request back as it stood; the journal keeps both.

    InputRejected when something else was corrected since, or when that is an ending or a member.
    """
    row = correction_rows.one(ws.store, correction_id)
    latest = of_member(ws, row.member_id).get(row.record_id) if row else None
    if row is None or latest is None or latest.id != row.id or row.about in (ENDING, MEMBER):
        raise InputRejected(
            "undo",
            _("This correction can no longer be taken back."),
            _("Correct the record as it should be."),
        )
    with ws.transaction("undo_correction") as tx:
        if row.taken_back:
            tx.insert(row.about, row.was)
        else:
            tx.update(row.about, row.record_id, row.was)
        tx.execute("DELETE FROM correction WHERE id = ?", (row.id,))
        return _recompute(tx, ws, row.member_id)


def found(ws: Workspace, about: str, record_id: str) -> dict[str, object]:
    """The columns of a record that is to be put right; NotFound when there is none."""
    was = correction_rows.record(ws.store, about, record_id)
    if was is None:
        raise NotFound(
            _("Not found"),
            _("This record is not here any more."),
            _("Somebody may have taken it back; look at the member’s history."),
        )
    return was


def refuse_same(was: dict[str, object], now: dict[str, object]) -> None:
    """Refuse a correction that changes nothing."""
    if all((was[name] or None) == (value or None) for name, value in now.items()):
        raise InputRejected(
            "why", _("Nothing was changed."), _("Change what is wrong, or close the form.")
        )


def reason_of(reason: str) -> str:
    """A reason in normal form; InputRejected (`why`) when it is empty or too long."""
    words = required("why", reason, _("Say why it is put right."))
    if len(words) > LONGEST:
        raise InputRejected("why", _("At most {most} characters.").format(most=LONGEST))
    return words


def _check_request(ws: Workspace, fixed: RequestFix) -> None:
    if fixed.status is not None and fixed.decided is None:
        raise InputRejected("decided", _("Give the day of the plan’s answer."))
    if fixed.status is None and fixed.decided is not None:
        raise InputRejected("decision", _("Choose what the plan answered on that day."))
    authorization_checks.not_ahead(
        ws, requested=fixed.requested, received=fixed.received, decided=fixed.decided
    )
    authorization_checks.in_order(
        requested=fixed.requested,
        received=fixed.received,
        decided=fixed.decided,
        effective=fixed.effective,
        end=fixed.end,
    )
    authorization_checks.whole_units(fixed.units)
    authorization_checks.only_approved(fixed.status, fixed.effective, fixed.end)


def _member(ws: Workspace, about: str, was: dict[str, object]) -> str:
    if about == CHECK:
        return str(was["member_id"])
    return authorizations.of_referral(ws, str(was["referral_id"])).member_id


def _recompute(tx: Tx, ws: Workspace, member_id: str) -> Changes:
    """The clocks of all of a member's referrals anew."""
    referrals = [head.referral_id for head in reads_ledger.heads(ws.store, member_id=member_id)]
    referral_state.refresh(tx, referrals)
    clocks.recompute(tx, ws, referrals)
    return Changes(members=frozenset({member_id}), referrals=frozenset(referrals))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
