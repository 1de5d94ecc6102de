"""Making a report for a plan: what it holds, drawn or written, kept until it goes.

Three steps, so that the window can draw on its own thread: `prepare` reads the store, `draw` needs
none, `keep` writes. A report that was made stands as it is: what changed since goes into a new one
that says what it replaces.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.guards import ATTEMPTS
from navigator_app.domain.housing_rows import Written
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.plan_reports import (
    BUILT,
    CAPACITY,
    CSV,
    DISCONTINUATION,
    FORMS,
    LETTER,
    NOT_ENGAGED,
    QUESTIONS,
    XLSX,
    ReportRow,
    Update,
)
from navigator_app.domain.records import Changes, PlanRow
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import agency, capacity, discontinue, form_facts, guards
from navigator_app.services import form_facts_case as cases
from navigator_app.services import plan_questions as questions
from navigator_app.services import plan_report_update as updates
from navigator_app.services.form_facts import Gathered, Subject
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_reports, report_writes

if TYPE_CHECKING:
    from navigator_app.forms.render import Order

LETTERS: Mapping[str, str] = {
    NOT_ENGAGED: "not_engaged_report",
    CAPACITY: "capacity_notice",
    DISCONTINUATION: "discontinuation",
}
"""The printed form of each kind."""

TABLES: Mapping[str, str] = {CAPACITY: "capacity_report", DISCONTINUATION: "discontinuation"}
"""The record that a notice is about, by its kind."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report ready to be drawn; nothing is written. `order` is None for a file, whose bytes are
    in `content`."""

    plan: PlanRow
    kind: str
    form: str
    name: str
    about_id: str = ""
    member_id: str = ""
    referrals: tuple[str, ...] = ()
    period: str = ""
    due: date | None = None
    replaces: str = ""
    order: Order | None = None
    content: bytes = b""
    questions: tuple[str, ...] = ()


def prepare(
    ws: Workspace,
    plan_key: str,
    kind: str,
    *,
    form: str = "",
    about_id: str = "",
    replaces: str = "",
) -> Prepared:
    """Gather what a report holds. `form` is CSV (an update's own, and that of questions), XLSX or
    LETTER; `about_id` is the capacity report or the ending; `replaces` the id of the report that it
    corrects.

    InputRejected names `kind`, `form`, `about`, `replaces` or `plan`; NotFound for what is not
    there. A weekly update with nobody to name, and a file without a question, are refused.
    """
    plan = agency.plan(ws, plan_key)
    form = form or (CSV if kind in (NOT_ENGAGED, QUESTIONS) else LETTER)
    if kind == QUESTIONS:
        return _questions(ws, plan, form, replaces)
    if kind not in LETTERS:
        raise InputRejected("kind", _("A question is not built; it is asked."))
    if form not in FORMS or (kind != NOT_ENGAGED and form != LETTER):
        raise InputRejected(
            "form", _("A notice is a letter; a weekly update is a file or a letter.")
        )
    old = _replaced(ws, plan, kind, replaces) if replaces else None
    if kind == NOT_ENGAGED:
        return _update(ws, plan, form, old)
    return _notice(ws, plan, kind, about_id or (old.about_id if old else ""), old)


def draw(prepared: Prepared) -> bytes:
    """The bytes of a report. Needs no store."""
    if prepared.order is None:
        return prepared.content
    from navigator_app.services import print_desk

    return print_desk.draw(prepared.order).pdf


def keep(ws: Workspace, prepared: Prepared, content: bytes) -> Written:
    """Write down a report that was made; it has not gone yet."""
    key = uuid7()
    with ws.transaction("build_plan_report") as tx:
        tx.insert(
            "plan_report",
            {
                "id": key,
                "plan_id": prepared.plan.id,
                "kind": prepared.kind,
                "member_id": prepared.member_id or None,
                "about": TABLES.get(prepared.kind, ""),
                "about_id": prepared.about_id,
                "period": prepared.period,
                "due_on": prepared.due.isoformat() if prepared.due else None,
                "form": prepared.form,
                "name": prepared.name,
                "sha256": hashlib.sha256(content).hexdigest(),
                "rows": len(prepared.questions or prepared.referrals),
                "state": BUILT,
                "replaces_id": prepared.replaces or None,
                "user_id": ws.user.id,
                "created_at": tx.now,
            },
        )
        report_writes.keep(tx, key, content, prepared.referrals)
        if prepared.questions:
            report_writes.carry(tx, key, prepared.questions)
        return Written(key, Changes(plans=True), tx.id)


def build(
    ws: Workspace,
    plan_key: str,
    kind: str,
    *,
    form: str = "",
    about_id: str = "",
    replaces: str = "",
) -> Written:
    """Prepare, draw and keep in one thread, for a script."""
    prepared = prepare(ws, plan_key, kind, form=form, about_id=about_id, replaces=replaces)
    return keep(ws, prepared, draw(prepared))


def _update(ws: Workspace, plan: PlanRow, form: str, old: ReportRow | None) -> Prepared:
    found = updates.update(ws, plan.key)
    if not found.rows:
        raise InputRejected(
            "plan",
            _("No member of {plan} waits to be engaged.").format(plan=plan.name),
            _("There is nothing to update the plan on."),
        )
    name = _name(ws, plan, "not-engaged", "pdf" if form == LETTER else form)
    order, content = None, b""
    if form == LETTER:
        order = _order(ws, LETTERS[NOT_ENGAGED], _paper(ws, plan, found), old)
    else:
        from navigator_app.exchange import plan_reports

        rows = updates.cells(ws, found, old.name if old else "")
        content = plan_reports.render(form, rows)
    return Prepared(
        plan, NOT_ENGAGED, form, name, referrals=tuple(row.referral_id for row in found.rows),
        period=found.period, due=found.due, replaces=old.id if old else "", order=order,
        content=content,
    )  # fmt: skip


def _questions(ws: Workspace, plan: PlanRow, form: str, replaces: str) -> Prepared:
    if form not in (CSV, XLSX):
        raise InputRejected(
            "form",
            _("Questions go as a file."),
            _("One question prints as a letter, from its referral."),
        )
    if replaces:
        raise InputRejected("replaces", _("A question is asked again, not replaced."))
    rows, held = questions.waiting_to_go(ws, plan)
    if not rows:
        raise InputRejected(
            "plan",
            _("No question to {plan} waits to be asked.").format(plan=plan.name),
            " ".join(held) or _("Write one down to go with the next file."),
        )
    from navigator_app.exchange import plan_reports

    content = plan_reports.render(
        form, questions.cells(ws, plan, rows), plan_reports.QUESTION_HEADINGS
    )
    name = _name(ws, plan, QUESTIONS, form)
    ids = tuple(one.id for one in rows)
    return Prepared(plan, QUESTIONS, form, name, content=content, questions=ids)


def _notice(
    ws: Workspace, plan: PlanRow, kind: str, about_id: str, old: ReportRow | None
) -> Prepared:
    due, member_id, referrals = None, "", tuple[str, ...]()
    if kind == CAPACITY:
        about = capacity.one(ws, about_id)
        if about.plan != plan.key:
            raise InputRejected("about", _("That report is for another plan, or for none."))
        due = about.due
        subject = Subject(about="capacity_report", about_id=about_id)
    else:
        ending = discontinue.ending(ws, about_id)
        referrals = (ending.referral_id,)
        subject = form_facts.resolved(ws, Subject(about="discontinuation", about_id=about_id))
        member_id = subject.member_id
        if discontinue.base_of(ws, ending.referral_id).plan_id != plan.id:
            raise InputRejected("about", _("That service ended under another plan."))
    found = form_facts.gather(ws, LETTERS[kind], subject)
    order = _order(ws, LETTERS[kind], found, old)
    name = _name(ws, plan, kind, "pdf")
    return Prepared(
        plan, kind, LETTER, name, about_id, member_id, referrals, due=due,
        replaces=old.id if old else "", order=order,
    )  # fmt: skip


def _paper(ws: Workspace, plan: PlanRow, found: Update) -> Gathered:
    rule = updates.rule_of(plan.policy, ws.clock.today())
    least = guards.speaks(plan.policy, ws.clock.today())(ATTEMPTS, Service.HTNS)
    facts: dict[str, form_facts.Fact | None] = {
        **form_facts.agency_facts(ws),
        "letter.to": [plan.name],
        "plan.name": plan.name,
        "update.week": date.fromisoformat(found.period),
        "update.rows": updates.paper_rows(found),
        "rules.rows": [*cases.rule_row(rule), *cases.rule_row(least)],
    }
    return Gathered(form_facts.known(facts), recipient=plan.name)


def _order(ws: Workspace, kind: str, found: Gathered, old: ReportRow | None) -> Order:
    from navigator_app.forms import reading
    from navigator_app.services import print_orders

    if old is not None:
        found = form_facts.with_facts(found, {"report.replaces": replaced_words(old, ws)})
    order, _english = print_orders.order_of(
        ws, reading.form(kind), found, language="", large=None, paper="letter", fill={}
    )
    return order


def replaced_words(old: ReportRow, ws: Workspace) -> str:
    """Which report is replaced, as a paper says it: of which day, by what name."""
    when = ws.clock.to_local(old.sent_at or old.created_at).date()
    return f"of {when:%m/%d/%Y} ({old.name})"


def _replaced(ws: Workspace, plan: PlanRow, kind: str, report_id: str) -> ReportRow:
    old = reads_reports.one(ws.store, report_id)
    if old is None:
        raise NotFound(_("Not found"), _("There is no such report."))
    if (old.plan_key, old.kind) != (plan.key, kind):
        raise InputRejected("replaces", _("That report is of another kind, or to another plan."))
    if not old.gone:
        raise InputRejected(
            "replaces", _("That report has not gone."), _("Set it aside and make a new one.")
        )
    if old.replaced_by:
        raise InputRejected("replaces", _("A newer report replaces that one already."))
    return old


def _name(ws: Workspace, plan: PlanRow, kind: str, ending: str) -> str:
    """A name that is new at the plan: nothing of ours must be taken for another file."""
    from navigator_app.exchange import plan_reports

    npi, day = agency.agency(ws).npi, ws.clock.today().isoformat()
    number = 1
    while True:
        name = plan_reports.file_name(kind, npi, day, ending, number)
        if not reads_reports.name_taken(ws.store, plan.id, name):
            return name
        number += 1
