"""Every service that reads a member asks a reason for one of somebody else's caseload.

Found in the syntax trees: a public function that takes a workspace and the id of a member, or of a
record that is a member's, reaches `read_reasons.need`, or stands in EXCEPTIONS with its reason.
"""

from __future__ import annotations

from typing import Any

import pytest

from navigator_app.domain.vocabulary import Role
from navigator_app.errors import ReasonNeeded
from navigator_app.services import (
    authorizations,
    caseload,
    clock_rows,
    documents,
    duplicates,
    eligibility,
    guards,
    housing_search,
    intake,
    print_desk,
    read_reasons,
    support_plan,
    tenancy,
)
from navigator_app.services.form_facts import Subject
from tests.services import loops, plan_maker, service_calls, team

ASKS = {("read_reasons", name) for name in ("need", "need_record", "may_read")}
IDS = ("_id", "_ids")
OTHERS = ("key", "draft", "subject", "tenancy", "member", "referral", "code", "about")

NOBODY = "is of no member"
LIST = "a list of the team's work: names and dates, no notes"
TEAM = "counts and names for whoever shares the work out"
DESK = "the exchange desk settles rows of every member (right exchange-desk)"
BATCH = "a batch is of members of everybody (right batches)"
PROGRAM = "the program's own step inside another service, shown to nobody"
WARNING = "the warning of a danger stands before whoever meets the member"
OWN_RULE = "has a right of its own"
DRAFT = "judges what is being typed"
EXCEPTIONS = {
    "agency.plan": NOBODY, "capacity.one": NOBODY, "capacity.write": NOBODY,
    "plan_contacts.one": NOBODY, "own_rules.text_of": NOBODY, "team_profiles.profile": NOBODY,
    "housing_directory.landlord": NOBODY, "housing_directory.unit": NOBODY,
    "drafts.clear": NOBODY, "drafts.save": NOBODY, "work_timer.start": NOBODY,
    "escrow_due.lines": NOBODY, "assignment.check_moved": PROGRAM,
    "cover.one": NOBODY, "cover.check_here": NOBODY, "cover.covering": NOBODY,
    "cover.covers": NOBODY, "users.check_revoke": OWN_RULE, "users.leaving": OWN_RULE,
    "users_escrow.check": NOBODY, "synchronize.file": NOBODY, "synchronize.life": NOBODY,
    "synchronize.of_run": NOBODY, "gate.check_stands": PROGRAM,
    "assignment_load.weights": TEAM, "assignment_suggest.one": TEAM,
    "assignment_suggest.several": TEAM, "assignment_suggest.waiting": TEAM,
    "hand_over.whom": TEAM, "exceptions.*": LIST, "monday.behind": LIST, "cover.marked": LIST,
    "consents_due.lines": LIST, "housing_due.*": LIST, "home_due.*": LIST, "papers_due.lines": LIST,
    "plans_due.lines": LIST, "quarantine_due.lines": LIST, "responses_due.lines": LIST,
    "review_queue_due.lines": LIST, "today.*": LIST, "calendar_file.*": LIST, "tenancy.due": LIST,
    "print_records.sheets_out": LIST, "covered_days.of_plan": LIST,
    "batch_choose.*": BATCH, "batch_send.save": BATCH, "batch_wave.wave": BATCH, "batches.*": BATCH,
    "rejected_rows.*": DESK, "responses.*": DESK, "quarantine.*": DESK, "plan_reports.*": DESK,
    "plan_inquiries.open_one": DESK, "plan_inquiries.to_print": DESK,
    "import_authorizations.*": DESK, "import_matches.suggest": DESK, "import_review.file": DESK,
    "review_queue.*": OWN_RULE, "chart_review.*": OWN_RULE, "chart_review_read.*": OWN_RULE,
    "read_reasons.*": OWN_RULE, "permissions.*": OWN_RULE, "seen.*": PROGRAM,
    "safety.for_print": WARNING, "safety.for_screen": WARNING, "safety.hold": PROGRAM,
    "safety.follow_record": PROGRAM, "places.follow_record": PROGRAM, "places.hold": PROGRAM,
    "attachments.insert": PROGRAM, "clocks.*": PROGRAM, "consents.check": DRAFT,
    "corrections.found": PROGRAM, "covered_days.refuse_served": PROGRAM,
    "covered_days.served_on": PROGRAM, "discontinue.base_of": PROGRAM,
    "duplicates.alias_words": PROGRAM, "eligibility.moment_of": DRAFT,
    "encounter_checks.*": DRAFT, "encounter_facts.*": DRAFT, "exports.left": PROGRAM,
    "form_facts_exceptions.sheet": OWN_RULE, "form_facts_trends.sheet": OWN_RULE,
    "import_kept.members": DESK, "import_kept.accepted": DESK,
    "plan_questions.letter_of_asked": PROGRAM,
    "form_facts.*": PROGRAM, "form_facts_member.*": PROGRAM, "form_facts_notices.*": PROGRAM,
    "gate.account_file": PROGRAM, "gate.ask": PROGRAM, "gate.for_the_member": PROGRAM,
    "guards.check": PROGRAM, "guards.write_override": PROGRAM, "housing_checks.*": PROGRAM,
    "intake.insert": PROGRAM, "intake.refuse_second": PROGRAM, "intake_checks.found": PROGRAM,
    "move_in_checks.subsidy": PROGRAM, "move_in_desk.lifetime": PROGRAM,
    "move_in_desk.running": PROGRAM, "part_2.*": PROGRAM, "people_checks.*": PROGRAM,
    "print_gate.judged": PROGRAM, "print_records.original": PROGRAM,
    "recipients.named": PROGRAM, "record_encounter.preview": DRAFT,
    "response_take.complete": PROGRAM, "review_queue_moves.by_rule": PROGRAM,
    "service_month.whole": PROGRAM, "sign_form_facts.consent_of": DRAFT,
    "sign_form_seal.check": "says whether a seal holds, not what was signed",
    "sync_kinds.take_in": PROGRAM,
}  # fmt: skip
"""`module.function` or `module.*`: why nobody is asked there. Writes are asked by their intention
(resources/permissions.toml) and give back what they wrote."""


def readers() -> list[str]:
    """Public functions that take a member's id, or that of a record, and write nothing."""
    writers = service_calls.writers()
    return [
        f"{one.module}.{one.name}"
        for key, one in service_calls.functions().items()
        if one.public
        and any(arg.endswith(IDS) or arg in OTHERS for arg in one.arguments)
        and not service_calls.reaches(key, writers)
    ]


def test_whoever_reads_a_member_asks_or_stands_in_the_table() -> None:
    silent = [
        name for name in readers()
        if not service_calls.reaches((name.partition(".")[0], name.partition(".")[2]), ASKS)
        and name not in EXCEPTIONS and f"{name.split('.')[0]}.*" not in EXCEPTIONS
    ]  # fmt: skip
    assert not silent, (
        "these read a member without asking a reason: call `read_reasons.need` (or `need_record`) "
        f"first, or say in EXCEPTIONS why not: {silent}"
    )


def test_the_table_of_exceptions_names_what_is_there() -> None:
    known = {f"{module}.{name}" for module, name in service_calls.functions()}
    modules = {module for module, _name in service_calls.functions()}
    stale = [
        one for one in EXCEPTIONS
        if one not in known and not (one.endswith(".*") and one[:-2] in modules)
    ]  # fmt: skip
    assert not stale


def test_the_search_for_readers_finds_them() -> None:
    found = set(readers())
    assert len(found) > 150
    assert {"caseload.member_page", "guards.for_member", "authorizations.of_referral"} <= found
    assert service_calls.reaches(("caseload", "member_page"), ASKS)
    assert not service_calls.reaches(("agency", "plan"), ASKS)


@pytest.fixture
def strangers(workspace: Any) -> tuple[Any, Any, str]:
    """Ben's window, and a member of the supervisor's with a plan."""
    people = team.full(workspace)
    carla = people[Role.SUPERVISOR]
    made = loops.add_member(workspace, loops.add_plan(workspace), 1, navigator_id=carla.id)
    plan = plan_maker.filled(team.seat(workspace, carla), made.member)
    return team.seat(workspace, people[Role.NAVIGATOR]), made, plan


def test_a_strangers_member_is_behind_every_door(strangers: Any) -> None:
    ben, made, plan = strangers
    reads = (
        lambda: authorizations.of_referral(ben, made.referral),
        lambda: authorizations.listing(ben, member_id=made.member),
        lambda: eligibility.diary(ben, made.member),
        lambda: guards.for_member(ben, made.member),
        lambda: guards.whose(ben, made.referral),
        lambda: intake.intake(ben, made.referral),
        lambda: intake.of_member(ben, made.member),
        lambda: clock_rows.of_referral(ben, made.referral),
        lambda: caseload.referrals(ben, member_id=made.member),
        lambda: caseload.history(ben, made.member),
        lambda: caseload.history(ben, plan),
        lambda: documents.of_member(ben, made.member),
        lambda: duplicates.merges(ben, made.member),
        lambda: housing_search.page(ben, made.member),
        lambda: print_desk.prepare(ben, "consent", Subject(member_id=made.member)),
        lambda: support_plan.page(ben, made.member),
        lambda: support_plan.one(ben, plan),
        lambda: tenancy.page(ben, made.member),
    )
    for number, read in enumerate(reads):
        with pytest.raises(ReasonNeeded) as caught:
            read()
        assert caught.value.member_id == made.member, number
    read_reasons.give(ben, made.member, "She called the desk")
    for read in reads:
        read()


def test_what_the_program_does_by_itself_asks_nobody(strangers: Any) -> None:
    ben, made, plan = strangers
    aside = read_reasons.aside(ben)
    assert support_plan.one(aside, plan).id == plan
    assert not ben.unattended
    with pytest.raises(ReasonNeeded):
        support_plan.one(ben, plan)
