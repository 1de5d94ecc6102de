"""What each service tells whom, over a store in which every text says where it was written.

Nobody is told a text that their role, or somebody else's caseload, keeps from them, by whatever id,
list or form they ask. Who is asked or refused is in test_matrix_doors.py.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from navigator_app.domain.timeline import GROUP_OF
from navigator_app.errors import NavigatorError
from navigator_app.services import part_2
from tests.services import matrix_store, outside
from tests.services.matrix_store import DANGERS, NOTES, STRANGER, TEXTS, Full

OF_NOBODY = {
    "batch", "capacity_report", "housing_unit", "landlord", "user_profile", "plan_report", "leave",
}  # fmt: skip
"""Written about no member."""
OF_ALL = {"batch_member.override_reason", "batch_member.outcome_reason"}
"""For whoever prepares batches: a batch is of members of everybody."""
WORDS = {
    "note", "narrative", "comment", "why", "next_step", "detail", "safety_note", "ended_why",
    "finding", "what_changed", "decided_why", "reason", "override_reason", "place", "with_whom",
    "what", "to_whom", "outcome_reason", "voided_why", "revoked_how", "invalid_why",
    "progress_note", "decision_note", "dropped_why", "removed_why", "settled_how", "address",
}  # fmt: skip
"""Names of columns that hold what somebody typed."""
UNMARKED = {
    "assignment": "why somebody was assigned: of the team's work",
    "correction": "why a record was corrected: in its history alone",
    "discontinuation.reason": "one of a list", "disclosure.what": "which paper left",
    "duplicate_verdict": "why two records are not one: read by nothing",
    "form_review": "of a form's translation", "housing_event.reason": "one of a list",
    "housing_unit.address": "of a home that is free", "inbound_row": "why a row was rejected",
    "member.address": "where somebody is reached, for who reads the member",
    "member_merge": "why two records became one", "note_template": "the team's own words",
    "plan_contact": "of a plan's desk", "quarantine": "why a file waits",
    "read_reason": "test_seen.py", "response_row": "why a plan rejected a row",
    "review_comment.place": "which part of the text", "status_event.reason": "one of a list",
    "tenancy_event.what": "one of a list",
}  # fmt: skip
"""Columns of such names that are not marked, and what stands there."""
UNSEEN = {"packet_item.note", "snooze.reason"}
"""Texts that no service that reads tells anybody: they stand in histories alone."""
PARTS = {
    "deposit_item", "visit_item", "support_plan_barrier", "support_plan_step", "packet_item",
}  # fmt: skip
"""Tables whose rows belong to a record that can be marked."""


@pytest.fixture
def full(workspace: Any, tmp_path: Path) -> Full:
    return Full(workspace, tmp_path)


def _part_2(marks: set[str]) -> set[str]:
    """Those written in a record that can be marked, or in a part of one."""
    tables = {*GROUP_OF, *PARTS}
    return {one for one in marks if one.partition(".")[0] in tables}


def test_every_text_of_the_store_is_marked_and_most_are_shown_to_somebody(full: Full) -> None:
    shown = set().union(*full.told("supervisor").values())
    every = {f"{table}.{one}" for table, columns in TEXTS.items() for one in columns.split()}
    assert every - shown == UNSEEN
    assert {one.partition(".")[0] for one in shown} >= {
        "outreach_attempt", "encounter", "place_seen", "tenancy_event", "visit_item",
        "housing_event", "safety_flag", "member", "deposit_request", "support_plan_barrier",
    }, "the search is blind"  # fmt: skip


def test_every_column_of_words_is_marked_or_told_why_not(full: Full) -> None:
    rows = full.ws.store.query(
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c "
        "WHERE m.type = 'table' AND m.name NOT LIKE 'note_fts%' AND m.name NOT LIKE 'journal%'"
    )
    bare = [
        f"{table}.{one}" for table, one in rows
        if one in WORDS and one not in TEXTS.get(table, "").split()
    ]  # fmt: skip
    unsaid = [one for one in bare if one not in UNMARKED and one.split(".")[0] not in UNMARKED]
    assert not unsaid


def test_what_is_raw_is_inner() -> None:
    assert not [name for name in matrix_store.RAW if outside.is_door(name)]


def test_no_note_and_no_danger_reaches_who_sees_none(full: Full) -> None:
    every = full.told("clerk", "administrator")
    leaks = {one: marks & (NOTES | DANGERS) for one, marks in every.items()}
    assert not {one: marks for one, marks in leaks.items() if marks}


def test_what_was_written_of_others_members_stays_there(full: Full) -> None:
    kept: dict[tuple[str, str], set[str]] = {}
    for (name, seat), marks in full.told(STRANGER, "administrator").items():
        told = {one for one in marks if one.partition(".")[0] not in OF_NOBODY}
        told -= OF_ALL if seat == STRANGER else set()
        if told:
            kept[name, seat] = told
    assert not kept


def test_substance_use_records_reach_no_clerk(full: Full) -> None:
    carla, marked = full.seats["supervisor"], 0
    for table in GROUP_OF:
        for (key,) in full.ws.store.query(f'SELECT id FROM "{table}"'):
            try:
                part_2.mark(carla, table, key)
            except NavigatorError:
                continue
            marked += 1
    assert marked > 30
    every = full.told("supervisor", "clerk")
    assert any(_part_2(marks) for (_name, seat), marks in every.items() if seat == "supervisor")
    leaks = {one: _part_2(marks) for one, marks in every.items() if one[1] == "clerk"}
    assert not {one: marks for one, marks in leaks.items() if marks}
