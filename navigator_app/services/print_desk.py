"""The print desk: a form prepared, looked at, and handed out with its record.

`prepare` and `enter` belong to the store's thread; `preview` and `draw` need no store and belong to
the render thread; `issue` does all of it in one call. The record is committed before there is a
paper with its code: none leaves that is not on record. Where it then cannot be printed or saved,
`take_back` removes the record, and the journal keeps that this was so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from navigator_app.domain import plain_text, record_codes
from navigator_app.domain.consents import Verdict, Way
from navigator_app.domain.form_rows import HOWS, PRINTED, SAVED, Entered, PrintedForm
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import (
    form_facts,
    gate,
    plan_questions,
    print_gate,
    print_orders,
    print_records,
    read_reasons,
)
from navigator_app.services.form_facts import Subject
from navigator_app.store import form_writes, reads_forms
from navigator_app.store import take_back as taking

if TYPE_CHECKING:
    from navigator_app.forms.render import Order, Printed
    from navigator_app.services.workspace import Workspace
    from navigator_app.store.tx import Tx

COPY = "printed_form"
"""What a signer's copy is about: the form that it is a copy of."""

_PREVIEW_NUMBER = "–"
"""Stands for the number that a sheet has only once it is handed out."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A form ready to be looked at; nothing is written.

    `way` and `verdict` are None for a paper that is no disclosure; `withheld` says in words what
    stays back: then it is issued with an override only, and not even so where `overridable` is
    False. `blanks` are the sources that no fact was found for ("gate.recipient" where nobody is
    named who gets it), `in_english` the agency's texts that it has in English only, `unread` the
    member's language where no form is printed in it and this one therefore is in English.
    """

    kind: str
    subject: Subject
    order: Order
    way: Way | None = None
    verdict: Verdict | None = None
    withheld: str = ""
    overridable: bool = True
    override: str = ""
    blanks: tuple[str, ...] = ()
    in_english: tuple[str, ...] = ()
    fill: Mapping[str, str] = field(default_factory=dict)
    batch_id: str = ""
    unread: str = ""

    @property
    def numbered(self) -> bool:
        """True for a sheet: it has a number within its kind and is to come home."""
        return str(self.order.form.head) == "sheet"

    @property
    def may_leave(self) -> bool:
        """True where `issue` would not refuse."""
        return not self.withheld or (self.overridable and bool(plain_text.line(self.override)))


def prepare(
    ws: Workspace,
    kind: str,
    subject: Subject | None = None,
    *,
    language: str = "",
    large: bool | None = None,
    paper: str = "letter",
    fill: Mapping[str, str] | None = None,
    override: str = "",
) -> Prepared:
    """Gather, judge and set out one form, a blank without a subject; nothing is written.

    Without a language it is the one that the member reads, without `large` what the member asked
    the plan for; `paper` is "letter" or "a4"; `fill` is what was typed over the facts. NotFound for
    a kind or a record that is not there; InputRejected for what cannot be printed so; ConsentNeeded
    for a consent that does not stand on a form that is printed of a live one only.
    """
    from navigator_app.forms import reading

    form, typed = reading.form(kind), dict(fill or {})
    subject = form_facts.resolved(ws, subject or Subject())
    if subject.member_id:
        read_reasons.need(ws, subject.member_id)
    print_gate.check_live(ws, form, subject)
    found = form_facts.gather(ws, kind, subject)
    order, in_english = print_orders.order_of(
        ws, form, found, language=language, large=large, paper=paper, fill=typed
    )
    said = print_gate.judged(ws, form, subject, found, order.facts, typed)
    blanks = print_orders.blanks(form, order.facts)
    if said.way and not said.way.recipient:
        blanks = (print_orders.RECIPIENT, *blanks)
    ours = language or not subject.member_id or str(form.audience) != "member"
    unread = "" if ours else form_facts.unread(ws, subject.member_id)
    prepared = Prepared(
        kind,
        subject,
        order,
        said.way,
        said.verdict,
        said.withheld,
        said.overridable,
        override,
        blanks,
        in_english,
        typed,
        unread=unread,
    )
    return _numbered(prepared, _PREVIEW_NUMBER) if prepared.numbered else prepared


def preview(prepared: Prepared) -> Printed:
    """Draw the form without a code, to be looked at. Needs no store."""
    return draw(prepared.order)


def draw(order: Order) -> Printed:
    """Draw an order, the same bytes each time. Needs no store."""
    from navigator_app.forms.render import render

    return render(order)


def enter(
    ws: Workspace, prepared: Prepared, how: str, *, pages: int = 0, copy_of: str = ""
) -> tuple[Order, Entered]:
    """Give a form its code and write its record and its disclosure, in one transaction.

    The order that comes back is drawn with `draw` and handed out. `pages` is what the preview
    counted; `copy_of` is the code of the form that this is the signer's copy of. ConsentNeeded
    where the gate holds something back (it is asked again, as consents stand now).
    """
    coded = _coded(ws, prepared, how, copy_of)
    return coded.order, _write(ws, coded, pages)


def issue(
    ws: Workspace, prepared: Prepared, how: str, *, copy_of: str = ""
) -> tuple[Printed, PrintedForm, Changes]:
    """Hand out one form: drawn with its code, recorded and accounted for, only then given away.

    What cannot be drawn is not on record.
    """
    coded = _coded(ws, prepared, how, copy_of)
    printed = draw(coded.order)
    entered = _write(ws, coded, printed.pages)
    return printed, entered.row, entered.changes


def save(
    ws: Workspace, prepared: Prepared, out: Path, *, copy_of: str = ""
) -> tuple[Printed, PrintedForm, Changes]:
    """Hand out one form as a file, which takes it out of the vault.

    On record first, then written whole or not at all; TransferFailed where it cannot be, and the
    record is taken back. InputRejected (`out`) for what is no name of a file.
    """
    from navigator_app.exchange.atomic import write_atomically

    if not out.name or out.is_dir():
        raise InputRejected(
            "out",
            _("The name of a file is needed, not of a folder."),
            _("Give a name that ends in .pdf."),
        )
    coded = _coded(ws, prepared, SAVED, copy_of)
    printed = draw(coded.order)
    entered = _write(ws, coded, printed.pages)
    try:
        write_atomically(out.parent, out.name, [printed.pdf])
    except BaseException:
        take_back(ws, entered)
        raise
    return printed, entered.row, entered.changes


def code(ws: Workspace, prepared: Prepared, how: str) -> Coded:
    """Give a form its code and judge it, writing nothing: for sheets of one file that has no name
    until all of them are on record. ConsentNeeded as `enter` says."""
    return _coded(ws, prepared, how, "")


def enter_all(
    ws: Workspace, coded: Sequence[tuple[Coded, int]], then: Callable[[], object]
) -> Changes:
    """Record forms with the pages each has, and their disclosures, in one transaction; `then` gives
    the file its name as the last thing in it. Where that fails, or the program ends before,
    nothing is on record. ConsentNeeded where the gate by now holds one of them back."""
    judged = []
    for one, pages in coded:
        member = one.prepared.subject.member_id
        verdicts = gate.ask(ws, one.way, [member]) if one.way else []
        gate.pass_or_refuse(verdicts, one.prepared.override)
        judged.append((replace(one, verdicts=verdicts), pages))
    with ws.transaction("hand_out_form") as tx:
        for one, pages in judged:
            _record(ws, tx, one, pages)
        then()
    members = (one.prepared.subject.member_id for one, _pages in coded)
    return Changes(members=frozenset(one for one in members if one), files=True)


def take_back(ws: Workspace, entered: Entered) -> Changes:
    """Remove the record of a form that could not be printed or saved after all, and the line that
    said it left. InputRejected once something was recorded on it."""
    found = taking.entries(ws.store, entered.undo)
    if any(taking.written_since(ws.store, one, entered.undo) for one in found):
        raise InputRejected("undo", _("Something has been recorded on it since."))
    with ws.transaction("form_not_handed_out") as tx:
        taking.take_back(tx, found)
    return entered.changes


def bulk(
    ws: Workspace,
    kind: str,
    subjects: Sequence[Subject],
    how: str = PRINTED,
    *,
    language: str = "",
    large: bool | None = None,
    paper: str = "letter",
    fill: Mapping[str, str] | None = None,
    override: str = "",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[tuple[Printed, PrintedForm]]:
    """Hand out one form for each subject, one after the other, under one batch id.

    Each is recorded when its turn comes and given away before the next is begun: memory stays flat,
    and whoever stops (or sets `cancelled`) has on record what was handed out and nothing else.
    `progress` hears how many of how many are done. A subject that the gate refuses ends the batch
    by its ConsentNeeded: leave it out (`prepare` says so beforehand) and go on.
    """
    batch = uuid7()
    for place, subject in enumerate(subjects, 1):
        if cancelled is not None and cancelled():
            return
        prepared = prepare(
            ws, kind, subject, language=language, large=large, paper=paper, fill=fill,
            override=override,
        )  # fmt: skip
        printed, row, _changes = issue(ws, replace(prepared, batch_id=batch), how)
        yield printed, row
        if progress is not None:
            progress(place, len(subjects))


def void(ws: Workspace, code: str, why: str) -> Changes:
    """Mark a form as spoiled: it must not be signed any more. InputRejected without a reason, for
    one that is spoiled or home already; NotFound for a code that is none of ours."""
    return print_records.void(ws, code, why)


def returned(ws: Workspace, code: str, how: str) -> Changes:
    """A paper came home ("scan", "by hand"), or was destroyed. InputRejected where it had."""
    return print_records.returned(ws, code, how)


@dataclass(frozen=True, slots=True)
class Coded:
    """A form with its code, judged anew, not yet on record: nothing drawn of it may be given out
    before `enter_all`, or `enter` in its place."""

    prepared: Prepared
    order: Order
    row: Mapping[str, object]
    way: Way | None
    verdicts: Sequence[Verdict]


def _coded(ws: Workspace, prepared: Prepared, how: str, copy_of: str) -> Coded:
    if how not in HOWS:
        raise InputRejected("how", _("A form is printed, saved or signed."))
    original = print_records.original(ws, prepared, copy_of) if copy_of else None
    way = prepared.way
    verdicts = gate.ask(ws, way, [prepared.subject.member_id]) if way else []
    gate.pass_or_refuse(verdicts, prepared.override)
    print_gate.check_live(ws, prepared.order.form, prepared.subject)
    code, number = _new_code(ws), 0
    if prepared.numbered:
        number = reads_forms.last_number(ws.store, prepared.kind) + 1
        prepared = _numbered(prepared, str(number))
    order = replace(
        prepared.order,
        record=code,
        copy_of=record_codes.shown(original.code) if original else "",
    )
    row = {**_columns(ws, prepared, original), "code": code, "number": number, "how": how}
    return Coded(prepared, order, row, way, verdicts)


def _write(ws: Workspace, coded: Coded, pages: int) -> Entered:
    code = str(coded.row["code"])
    with ws.transaction("hand_out_form") as tx:
        _record(ws, tx, coded, pages)
    kept = print_records.get(ws, code)
    return Entered(kept, print_records.touched(kept), tx.id)


def _record(ws: Workspace, tx: Tx, coded: Coded, pages: int) -> None:
    told = _told_before(ws, tx, coded)
    form_writes.insert(tx, {**coded.row, "pages": pages, "printed_at": tx.now})
    if coded.way and not told:
        shown = record_codes.shown(str(coded.row["code"]))
        detail, override = f"{coded.order.form.title} ({shown})", coded.prepared.override
        gate.account(ws, tx, coded.way, coded.verdicts, detail=detail, override=override)


def _told_before(ws: Workspace, tx: Tx, coded: Coded) -> bool:
    """Whether it carries a question that was put today and accounted for: the two are one."""
    subject = coded.prepared.subject
    if coded.prepared.kind != plan_questions.LETTER:
        return False
    shown = record_codes.shown(str(coded.row["code"]))
    detail = f"{coded.order.form.title} ({shown})"
    return plan_questions.letter_of_asked(ws, tx, subject.referral_id, detail)


def _columns(ws: Workspace, prepared: Prepared, original: PrintedForm | None) -> dict[str, object]:
    order, subject = prepared.order, prepared.subject
    about = (COPY, original.id) if original else (subject.about, subject.about_id)
    return {
        "id": uuid7(),
        "member_id": subject.member_id or None,
        "about": about[0],
        "about_id": about[1],
        "consent_id": subject.about_id if subject.about == "consent" else None,
        "kind": prepared.kind,
        "version": order.form.version,
        "text_hash": print_orders.words_hash(prepared.kind, order.language),
        "language": order.language,
        "large": int(order.large),
        "paper": order.paper.value,
        "batch_id": prepared.batch_id,
        "filled": json.dumps(dict(prepared.fill), ensure_ascii=False),
        "user_id": ws.user.id,
        "zone": str(ws.clock.tz),
    }


def _new_code(ws: Workspace) -> str:
    while True:
        code = record_codes.new()
        if reads_forms.by_code(ws.store, code) is None:
            return code


def _numbered(prepared: Prepared, number: str) -> Prepared:
    facts = {**prepared.order.facts, print_orders.NUMBER: number}
    return replace(prepared, order=replace(prepared.order, facts=facts))
