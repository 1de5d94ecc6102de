"""Every service that reads a member asks a reason for one of somebody else's caseload.

Found in the syntax trees: a public function that takes a workspace and the id of a member, or of a
record that is a member's, and that a screen or a command names, reaches `read_reasons.need`, or
stands in EXCEPTIONS by its name with its reason.
"""

from __future__ import annotations

import ast
from pathlib import Path
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
from tests.services import loops, outside, plan_maker, service_calls, team

ASKS = {("read_reasons", name) for name in ("need", "need_record", "may_read")}
IDS = ("_id", "_ids")
OTHERS = ("key", "draft", "subject", "tenancy", "member", "referral", "code", "about")

NOBODY = "is of no member"
LIST = "a list of the team's work: names and dates, nothing that was written of anybody"
TEAM = "counts and names for whoever shares the work out"
DESK = "the exchange desk settles rows of every member"
BATCH = "a batch is of members of everybody"
OWN_RULE = "has a right of its own (resources/permissions.toml)"
ONE_BIT = "says one thing of a record that is open already: marked, passed, typed"
EXCEPTIONS = {
    "agency.plan": NOBODY, "capacity.one": NOBODY, "plan_contacts.one": NOBODY,
    "own_rules.text_of": NOBODY, "housing_directory.landlord": NOBODY,
    "housing_directory.unit": NOBODY, "drafts.clear": NOBODY, "drafts.save": NOBODY,
    "cover.one": NOBODY, "cover.covering": NOBODY, "synchronize.file": NOBODY,
    "synchronize.life": NOBODY, "synchronize.of_run": NOBODY,
    "cover.marked": LIST, "exceptions.figures": LIST, "exceptions.members": LIST,
    "monday.behind": LIST, "print_records.sheets_out": LIST, "work_timer.start": LIST,
    "assignment_suggest.one": TEAM, "assignment_suggest.several": TEAM,
    "assignment_suggest.waiting": TEAM, "hand_over.whom": TEAM,
    "batch_choose.by_caseload": BATCH, "batch_choose.by_ending": BATCH,
    "batch_choose.by_prospects": BATCH, "batch_send.save": BATCH, "batch_wave.wave": BATCH,
    "batches.one": BATCH,
    "import_authorizations.review": DESK, "import_authorizations.rows": DESK,
    "import_kept.accepted": DESK, "import_matches.suggest": DESK, "plan_reports.listing": DESK,
    "plan_reports.one": DESK, "plan_reports.save": DESK, "quarantine.one": DESK,
    "quarantine.waiting": DESK, "rejected_rows.collect": DESK, "responses.alike": DESK,
    "responses.open_rows": DESK, "responses.row": DESK,
    "chart_review.again": OWN_RULE, "chart_review.charts": OWN_RULE, "chart_review.one": OWN_RULE,
    "chart_review_read.one_finding": OWN_RULE, "permissions.unseen": OWN_RULE,
    "read_reasons.looked": OWN_RULE, "review_queue.one": OWN_RULE,
    "team_profiles.profile": OWN_RULE, "users.leaving": OWN_RULE,
    "part_2.marked": ONE_BIT, "part_2.settled": ONE_BIT,
    "record_encounter.preview": ONE_BIT,
}  # fmt: skip
"""Functions that a screen or a command names and that ask nobody, each by its name: why not. What
they give is held to its role in test_matrix_doors.py and test_matrix_records.py. What nothing
outside the services names is inner and shown to nobody; writes are asked by their intention."""


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


def silent() -> list[str]:
    """Those that ask nobody, of what a screen or a command names."""
    return [
        name for name in readers()
        if outside.is_door(name) and not service_calls.reaches(_pair(name), ASKS)
    ]  # fmt: skip


def _pair(name: str) -> service_calls.Name:
    module, _dot, function = name.partition(".")
    return module, function


def test_whoever_reads_a_member_asks_or_stands_in_the_table() -> None:
    unsaid = sorted(set(silent()) - set(EXCEPTIONS))
    assert not unsaid, (
        "these read a member without asking a reason: call `read_reasons.need` (or `need_record`) "
        f"first, or say in EXCEPTIONS why not: {unsaid}"
    )


def test_the_table_of_exceptions_names_what_is_there() -> None:
    assert not sorted(set(EXCEPTIONS) - set(silent()))


def test_no_screen_names_a_service_in_a_way_that_hides_which() -> None:
    assert not outside.hidden()


def test_the_search_for_doors_finds_them(tmp_path: Path) -> None:
    found = {".".join(name) for name in outside.doors()}
    assert {"caseload.member_page", "tenancy.due", "guards.speaking", "deposits.desk"} <= found
    assert not {"seen.marked", "gate.ask", "part_2.held", "guards.check"} & found
    source = "from navigator_app.services import caseload as c\nc.page\n"
    assert list(outside.named(ast.parse(source))) == [("caseload", "page")]


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
