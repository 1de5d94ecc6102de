"""The plan's answers to status files, and the rejected rows that become work.

A rejected row waits for a person, who mends what the plan names (or corrects the status by a new
one, which takes its place) and lets it go again: it then goes with the next file under its own
date. Or it is dropped, with a reason. Nothing is sent twice that was accepted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from navigator_app.domain.identifiers import fold
from navigator_app.domain.records import Changes
from navigator_app.domain.responses import (
    AGENCY,
    BIRTH,
    CIN,
    DATE,
    DROPPED,
    DUPLICATE,
    NAME,
    RESENT,
    SERVICE,
    STATUS,
    Counts,
    RejectedRow,
    Settled,
    Standing,
)
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import N_, _
from navigator_app.services import agency, clocks
from navigator_app.services.workspace import Workspace, required
from navigator_app.store import reads_responses, reads_tenancy, response_writes, take_back

if TYPE_CHECKING:
    from navigator_app.exchange.response_layouts import ResponseLayout

INTENTIONS = frozenset({"release_rejected_rows", "drop_rejected_rows"})
"""Transactions that `undo` may take back."""

LONGEST = 500
"""Characters of what is said about a row."""

ADVICE = {
    CIN: N_("Look the CIN up and correct it with the member."),
    BIRTH: N_("Compare the birth date with the card, and correct it as the plan has it."),
    NAME: N_("Compare the name with the card, and correct it as the plan has it."),
    SERVICE: N_("Look which service the plan authorized."),
    STATUS: N_("Correct the status, or say why it stands."),
    DATE: N_("Correct the status’s date."),
    DUPLICATE: N_("The plan has this status already; most often it need not go again."),
    AGENCY: N_("Correct the agency’s name, NPI or phone in Settings."),
}
"""What to do about what the plan names."""

_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (DUPLICATE, ("duplicate", "already on file", "already received")),
    (AGENCY, ("npi", "provider")),
    (BIRTH, ("birth", "dob")),
    (CIN, ("cin", "client index", "member not found", "unknown member")),
    (DATE, ("date", "future")),
    (STATUS, ("status", "closure", "loop", "reason")),
    (NAME, ("name",)),
    (SERVICE, ("service", "authorization")),
)
"""Words in a plan's reason that tell what is meant where its code is not known; the first holds."""


def recognises(headings: Iterable[Sequence[str]]) -> bool:
    """Whether one of these records is the heading of a response to a status file."""
    from navigator_app.exchange import responses  # reads files

    return responses.recognises(headings)


def take_in(ws: Workspace, exchange_file_id: str, content: bytes) -> str:
    """Take a response in; returns what is to be said of it ("98 accepted, 2 rejected").

    A second time changes nothing. FileRejected, with nothing written, for a file that is none, and
    for one whose rows no sent file of the plan holds.
    """
    from navigator_app.services import response_take

    return response_take.take_in(ws, exchange_file_id, content)


def retake(ws: Workspace, exchange_file_id: str, content: bytes) -> int:
    """Look again for the rows of a response that were nobody's; how many were found now."""
    from navigator_app.services import response_take

    return response_take.retake(ws, exchange_file_id, content)


def open_rows(
    ws: Workspace, plan_key: str = "", *, navigator_id: str = "", member_id: str = ""
) -> list[RejectedRow]:
    """Rejected rows that wait for somebody, the oldest first. NotFound for an unknown plan."""
    plan_id = agency.plan(ws, plan_key).id if plan_key else ""
    return _with_fix(
        reads_responses.open_rows(
            ws.store, plan_id=plan_id, navigator_id=navigator_id, member_id=member_id
        )
    )


def row(ws: Workspace, row_id: str) -> RejectedRow:
    """One rejected row; NotFound once it is settled, or its status was corrected."""
    found = _with_fix(reads_responses.open_rows(ws.store, ids=[row_id]))
    if not found:
        raise NotFound(
            _("Nothing to do"),
            _("This row is settled, or its status was corrected since."),
            _("What was corrected goes with the next file by itself."),
        )
    # asked for alone, it counts none beside it
    return replace(found[0], alike=len(reads_responses.alike(ws.store, row_id)) - 1)


def counts(ws: Workspace) -> dict[str, Counts]:
    """Rejected rows of each plan (by key) that has any: how many wait, how many go again."""
    known = {plan.id: plan.key for plan in agency.plans(ws)}
    return {known[plan]: one for plan, one in reads_responses.counts(ws.store).items()}


def of_plan(ws: Workspace, plan_key: str) -> Counts:
    """The same of one plan."""
    return counts(ws).get(plan_key, Counts(0, 0))


def standing(ws: Workspace, outbound_file_id: str) -> Standing:
    """What the plan made of the rows of a sent status file."""
    return reads_responses.standing(ws.store, outbound_file_id)


def alike(ws: Workspace, row_id: str) -> list[str]:
    """Ids of the open rows that came back with it for the same reason, it among them."""
    return reads_responses.alike(ws.store, row_id)


def release(ws: Workspace, row_ids: Collection[str], how: str = "") -> tuple[Settled, Changes]:
    """Let rejected rows go again, with the next file; `how` says what was mended.

    All or none: InputRejected for one that was settled meanwhile. What a file still needs of it (a
    CIN) is asked when the file is built.
    """
    return _settle(ws, row_ids, "release_rejected_rows", _said(RESENT, how))


def drop(ws: Workspace, row_ids: Collection[str], why: str) -> tuple[Settled, Changes]:
    """Say that rejected rows need not go again, and why (InputRejected without a reason)."""
    words = required("why", why, _("Say why it need not go again."))
    return _settle(ws, row_ids, "drop_rejected_rows", _said(DROPPED, words))


def undo(ws: Workspace, transaction_id: str) -> Changes:
    """Take back a release or a drop. InputRejected once a row left again or was settled anew."""
    intention = reads_tenancy.intention(ws.store, transaction_id)
    done = take_back.entries(ws.store, transaction_id) if intention in INTENTIONS else []
    ids = [one.record for one in done if one.table == "response_row"]
    if not ids:
        raise NotFound(_("Nothing to undo"), _("That change cannot be taken back any more."))
    if reads_responses.gone_again(ws.store, ids):
        raise InputRejected(
            "undo",
            _("It has gone to the plan again since."),
            _("Wait for the plan’s answer to that file."),
        )
    with ws.transaction("undo_rejected_rows") as tx:
        take_back.take_back(tx, done)
        clocks.recompute(tx, ws, reads_responses.referrals_of_rows(ws.store, ids))
    return _changes(reads_responses.open_rows(ws.store, ids=ids))


def _settle(
    ws: Workspace, row_ids: Collection[str], intention: str, how: str
) -> tuple[Settled, Changes]:
    ids = list(dict.fromkeys(row_ids))
    found = reads_responses.open_rows(ws.store, ids=ids)
    if not ids or len(found) < len(ids):
        raise InputRejected(
            "row",
            _("This row was settled meanwhile, or its status was corrected."),
            _("Read the list again."),
        )
    with ws.transaction(intention) as tx:
        response_writes.settle(tx, ids, how)
        clocks.recompute(tx, ws, {one.referral_id for one, _layout in found})
    return Settled(tx.id, len(ids)), _changes(found)


def _said(word: str, text: str) -> str:
    words = " ".join(text.split())
    if len(words) > LONGEST:
        raise InputRejected("why", _("At most {most} characters.").format(most=LONGEST))
    return f"{word}: {words}" if words else word


def _changes(found: Sequence[tuple[RejectedRow, str]]) -> Changes:
    return Changes(
        members=frozenset(one.member_id for one, _layout in found),
        referrals=frozenset(one.referral_id for one, _layout in found),
        files=True,
    )


def _with_fix(found: Sequence[tuple[RejectedRow, str]]) -> list[RejectedRow]:
    if not found:
        return []
    from navigator_app.exchange import response_layouts

    known = {key: response_layouts.of_plan(key)[0] for key in {key for _one, key in found}}
    return [replace(one, fix=_fix(one, known[key])) for one, key in found]


def _fix(one: RejectedRow, layout: ResponseLayout) -> str:
    """What the plan wants mended: its code says so, else the words of its reason."""
    from navigator_app.exchange.layouts import heading_key

    for code in (one.code, *one.code.split()):
        if found := layout.fixes.get(heading_key(code)):
            return found
    said = f" {fold(one.reason)} "
    return next(
        (what for what, words in _WORDS if any(f" {fold(word)}" in said for word in words)), ""
    )
