"""Forms that were handed out: found by their code, spoiled, come home, copied for the signer."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from navigator_app.domain import record_codes
from navigator_app.domain.form_rows import RETURNS, PrintedForm
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import phrases, print_orders, read_reasons
from navigator_app.services.workspace import required
from navigator_app.store import form_writes, reads_forms, reads_member

if TYPE_CHECKING:
    from navigator_app.services.print_desk import Prepared
    from navigator_app.services.workspace import Workspace


def get(ws: Workspace, code: str) -> PrintedForm:
    """The form that a code stands on, however it was typed; NotFound when there is none."""
    known = record_codes.normal(code)
    found = reads_forms.by_code(ws.store, known) if known else None
    if found is not None:
        read_reasons.need_record(ws, "printed_form", found.id)
        return _as_seen(ws, [found], found.member_id or "")[0]
    raise NotFound(
        _("No such form"),
        _("No form was printed here with the code {code}.").format(code=code.strip()[:20]),
        _("Read it from the foot of the page: it has ten letters and digits.")
        if not known
        else _("It may be another agency’s, or was printed on another computer."),
    )


def of_member(ws: Workspace, member_id: str, limit: int = -1) -> list[PrintedForm]:
    """What was printed for a member, the latest first."""
    read_reasons.need(ws, member_id)
    known = reads_member.record_ids(ws.store, member_id)
    return _as_seen(ws, reads_forms.of_member(ws.store, known, limit), member_id)


def sheets_out(ws: Workspace, user_id: str = "") -> list[PrintedForm]:
    """Numbered sheets that are neither home nor spoiled, the oldest first."""
    return reads_forms.sheets_out(ws.store, user_id)


def void(ws: Workspace, code: str, why: str) -> Changes:
    """As `print_desk.void` says."""
    reason = required("why", why, _("Say why it is spoiled."))
    found = _at_large(ws, code)
    with ws.transaction("void_form") as tx:
        form_writes.void(tx, found.id, reason)
    return touched(found)


def returned(ws: Workspace, code: str, how: str) -> Changes:
    """As `print_desk.returned` says."""
    if how not in RETURNS:
        raise InputRejected("how", _("Choose one of {ways}.").format(ways=", ".join(RETURNS)))
    found = _at_large(ws, code)
    with ws.transaction("form_came_home") as tx:
        form_writes.returned(tx, found.id, how)
    return touched(found)


def original(ws: Workspace, prepared: Prepared, code: str) -> PrintedForm:
    """The form that a copy is made of. InputRejected where the copy would not say the same."""
    found = get(ws, code)
    order = prepared.order
    typed = json.loads(found.filled or "{}")
    same = (found.kind, found.language, found.text_hash, found.member_id, typed) == (
        prepared.kind,
        order.language,
        print_orders.words_hash(prepared.kind, order.language),
        prepared.subject.member_id,
        dict(prepared.fill),
    )
    if not same:
        raise InputRejected(
            "copy_of",
            _("The copy would not say what the form says that was signed."),
            _("Copy the signed paper, or print both anew."),
        )
    if found.voided_at:
        raise InputRejected("copy_of", _("This form is spoiled."), _("Print both anew."))
    return found


def touched(row: PrintedForm) -> Changes:
    """What views refresh when this form changes."""
    return Changes(members=frozenset({row.member_id} if row.member_id else ()), files=True)


def _as_seen(ws: Workspace, rows: list[PrintedForm], member_id: str) -> list[PrintedForm]:
    from navigator_app.services import seen  # not for a scanner's first page

    return list(seen.marked(ws, "printed_form", rows, member_id))


def _at_large(ws: Workspace, code: str) -> PrintedForm:
    found = get(ws, code)
    if found.voided_at:
        day = phrases.day(ws.clock.to_local(datetime.fromisoformat(found.voided_at)).date())
        raise InputRejected("code", _("This form was marked as spoiled on {day}.").format(day=day))
    if found.returned_at:
        day = phrases.day(ws.clock.to_local(datetime.fromisoformat(found.returned_at)).date())
        raise InputRejected("code", _("This form came home on {day}.").format(day=day))
    return found
