"""What a service needs beside a workspace, found by name among the records of a full store.

`members` of the pool of `matrix_calls` are one member's; here stand the ids of everything else, and
what a few functions have to be asked by hand.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from navigator_app.domain.consents import ConsentDraft, Decision, How
from navigator_app.domain.notes import NoteQuery
from navigator_app.domain.records import CaseloadQuery
from navigator_app.domain.service_rows import NoteDraft
from navigator_app.domain.signatures import SignDraft
from navigator_app.domain.support_plan_form import Purpose
from navigator_app.domain.vocabulary import Mode, Service
from navigator_app.paths import resource
from navigator_app.services.attachment_copy import CopyDraft
from navigator_app.services.form_desk import Ask
from navigator_app.services.form_facts import Subject
from tests.services import matrix_calls

TODAY = date(2026, 11, 20)
Given = dict[str, Any]

TYPED = "takes what somebody types, or a row that another service has read"
STEP = "a step of the program inside another service"
HAND = {
    "consents": TYPED, "contact": TYPED, "duplicates.like": TYPED, "encounter_checks": TYPED,
    "encounter_facts": TYPED, "eligibility.moment_of": TYPED, "discontinue": TYPED,
    "intake_checks": TYPED, "intake_outlook": TYPED, "move_in_checks": TYPED, "hours": TYPED,
    "people_checks": TYPED, "sign_form_facts": TYPED, "settle": TYPED, "guards": TYPED,
    "covered_days": TYPED, "connections_checks": TYPED, "consent_desk.waiting": TYPED,
    "hand_over_pack.leaving": TYPED, "print_orders": TYPED, "print_gate": TYPED,
    "print_desk.code": TYPED, "print_records.original": TYPED, "form_bulk.code": TYPED,
    "review_queue": TYPED, "review_queue_moves": TYPED, "review_queue_text": TYPED,
    "cover.marked": TYPED, "plan_questions": TYPED, "plan_report_update.cells": TYPED,
    "sign_form_seal.check_copy": TYPED, "form_texts": TYPED, "exceptions.asked_of": TYPED,
    "support_plan.lacks": TYPED, "users_escrow.told": TYPED, "import_authorizations": TYPED,
    "batch_checks": STEP, "capacity.lines": STEP, "export_readiness": STEP, "form_facts": STEP,
    "form_facts_*": STEP, "gate": STEP, "part_2_notice": STEP,
    "import_review": STEP, "part_2": STEP, "permissions": STEP,
    "plan_report_build": STEP, "plan_reports_due": STEP, "read_reasons": STEP, "seen": STEP,
    "sync_in": STEP, "sync_kinds": STEP, "sync_steps": STEP, "synchronize": STEP,
    "assignment.check_moved": STEP, "batch_send.stays": STEP, "batches.stays": STEP,
    "plan_reports.stays": STEP, "drafts": "one's own drafts alone",
}  # fmt: skip
"""What is not called, by function, by module, or by the beginning of modules, and why."""


def pool(ws: Any, full: Any, out: Path) -> Given:
    """Arguments by name, all about what stands in the full store."""
    plan = _first(ws, "SELECT id FROM support_plan WHERE member_id = ?", full.member)
    known = matrix_calls.pool(full.member, full.referral, plan_id=plan, key=plan)
    return known | {
        "attachment_id": full.attachment, "batch_id": full.batch, "report_id": full.update,
        "consent_id": full.consent, "import_id": full.file, "check_id": full.check,
        "request_id": full.request, "encounter_id": full.encounter, "file_id": full.exchanged,
        "tenancy_id": full.tenancy, "event_id": full.sign, "row_id": full.rejected,
        "run_id": full.run, "subsidy_id": full.subsidy, "application_id": full.application,
        "unit_id": full.unit, "landlord_id": full.landlord, "program_id": full.program,
        "chart_id": full.chart, "finding_id": full.finding, "ending_id": full.ending,
        "part_id": full.part, "left_id": plan, "right_id": plan, "about": full.check,
        "printed_form_id": _first(ws, "SELECT id FROM printed_form"),
        "code": _first(ws, "SELECT code FROM printed_form"),
        "sample_id": _first(ws, "SELECT sample_id FROM chart_review"),
        "outbound_file_id": _first(ws, "SELECT id FROM outbound_file"),
        "navigator_id": full.me, "query": CaseloadQuery(), "since": date(2026, 1, 1),
        "service": Service.HTNS, "purpose": Purpose.EXTENSION, "plan": "bayview",
        "plan_key": "bayview", "person_id": "", "kind": "identity", "group": "overdue",
        "how": "print", "name": "share", "path": out / "due.ics", "out": out / "trends.csv",
        "field": "day", "end": date(2026, 12, 1), "policy": "", "language": "en",
        "paper": "letter", "signature_id": "x", "contact_id": "x", "escrow_id": "x",
        "leave_id": "x", "user_id": full.me, "cause": "asked",
    }  # fmt: skip


def by_hand(ws: Any, full: Any) -> dict[str, list[Given]]:
    """What a few are asked: each form, each kind of note, each record of the line in time."""
    from navigator_app.store.reads_timeline import BRANCHES

    kinds = [path.stem for path in resource("forms").glob("*.toml") if path.stem != "words"]
    subjects = _subjects(ws, full)
    copy = [{"draft": CopyDraft(full.attachment, "Dr. Okafor", "housing", ("health",))}]
    note = NoteDraft(full.member, Service.HTNS, "search", datetime(2026, 11, 20, 9), 30,
                     Mode.IN_PERSON)  # fmt: skip
    said = ConsentDraft(full.member, "to-serve", Decision.GIVEN, How.VERBAL, TODAY)
    records = [
        (one.table, row[0])
        for one in BRANCHES
        for row in ws.store.query(f'SELECT id FROM "{one.table}" LIMIT 3')
    ]
    more = [
        (table, row[0])
        for table in ("visit_item", "support_plan_step", "chart_finding", "user_profile")
        for row in ws.store.query(
            f'SELECT {"user_id" if table == "user_profile" else "id"} FROM "{table}"'
        )
    ]
    return {
        "attachment_copy.ask": copy,
        "attachment_copy.missing": copy,
        "attachments.read_out": [{"attachment_id": full.attachment, "take": bytes}],
        "notes.search": [{"query": NoteQuery(word)} for word in ("MARK", "note")],
        "caseload.page": [{"query": CaseloadQuery(text=word)} for word in ("", "MARK")],
        "form_desk.prepare": [{"ask": Ask(k, s)} for k in kinds for s in subjects],
        "print_desk.prepare": [{"kind": k, "subject": s} for k in kinds for s in subjects],
        "form_bulk.look": [
            {"kind": k, "member_ids": [full.member], "paper": "letter"} for k in kinds
        ],
        "form_bulk.prepare": [
            {"kind": k, "member_id": full.member, "paper": "letter"} for k in kinds
        ],
        "form_facts.common": [{"subject": one} for one in subjects],
        "form_facts.resolved": [{"subject": one} for one in subjects],
        "sign_form.begin": [{"draft": SignDraft(full.member, k)} for k in kinds],
        "record_encounter.preview": [{"draft": note}],
        "consents.check": [{"draft": said}],
        "timeline.whole": [{"kind": table, "record_id": key} for table, key in records],
        "caseload.history": [{"record_id": key} for _table, key in (*records, *more)],
        "deposits.request": [{"request_id": full.deposit}],
        "housing_aids.accommodation": [{"request_id": full.accommodation}],
        "capacity.one": [{"report_id": full.report}],
        "plan_inquiries.open_one": [{"report_id": full.asked}],
        "plan_report_build.prepare": [{"kind": "not-engaged", "plan_key": "partnership"}],
        "exceptions.members": [{"kind": "clock-overdue"}],
        "drafts.save": [],
    }


def calls(ws: Any, full: Any, out: Path) -> Iterator[tuple[str, Callable[..., Any], Given]]:
    """Name, function and arguments of each call: with all arguments, and without a member where a
    function lists everybody's then."""
    known, given = pool(ws, full, out), by_hand(ws, full)
    for name, function in sorted(matrix_calls.readers().items()):
        found = given.get(name)
        if found is None:
            one = matrix_calls.arguments(function, known)
            found = [] if one is None else [one]
            if one and _default(function, "member_id"):
                found.append({key: one[key] for key in one if key != "member_id"})
        for one in found:
            yield name, function, one


def uncalled(ws: Any, full: Any, out: Path) -> list[str]:
    """Functions that are not called and for which no reason stands in HAND."""
    there = {name for name, _function, _given in calls(ws, full, out)}
    return [
        name for name in matrix_calls.readers()
        if name not in there and name not in HAND and name.partition(".")[0] not in HAND
        and not any(one.endswith("*") and name.startswith(one[:-1]) for one in HAND)
    ]  # fmt: skip


def _default(function: Callable[..., Any], name: str) -> bool:
    one = inspect.signature(function).parameters.get(name)
    return one is not None and one.default is not one.empty


def _subjects(ws: Any, full: Any) -> list[Subject]:
    plan = _first(ws, "SELECT id FROM support_plan WHERE member_id = ?", full.member)
    about = {"consent": full.consent, "support_plan": plan, "deposit": full.deposit,
             "ending": full.ending}  # fmt: skip
    return [
        Subject(member_id=full.member, referral_id=full.referral),
        Subject(user_id=full.me, day=TODAY, period="2026-11"),
        *(Subject(member_id=full.member, about=one, about_id=key) for one, key in about.items()),
    ]


def _first(ws: Any, sql: str, *values: str) -> str:
    row = ws.store.one(sql + " LIMIT 1", values)
    return str(row[0]) if row else ""
