"""Every service that reads × every role, over a store with something of everything.

What somebody writes down carries a mark that names its table and column. Nobody is told a mark that
their role, or somebody else's caseload, keeps from them, by whatever id, list or form they ask.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from navigator_app.domain.timeline import GROUP_OF
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import NavigatorError
from navigator_app.services import form_desk, part_2
from navigator_app.services.form_desk import Ask
from navigator_app.services.form_facts import Subject
from tests.gui import full_store
from tests.services import matrix_calls, matrix_supply, team

WRITTEN = {
    "note", "narrative", "comment", "why", "next_step", "detail", "safety_note", "ended_why",
    "finding",
}  # fmt: skip
"""Columns of free text."""
NOTES = {
    "outreach_attempt", "encounter", "place_seen", "locate_check", "hand_over", "tenancy_event",
    "visit_item", "housing_event", "support_plan_comment",
}  # fmt: skip
DANGERS = {"safety_flag", "member"}
OF_NOBODY = {
    "batch", "capacity_report", "housing_unit", "landlord", "user_profile", "support_plan",
    "plan_report",
}  # fmt: skip
"""Written about no member."""
RAW = {
    "form_facts.member_of": "for the program's own steps; `print_gate` judges what a paper holds",
    "service_month.whole": "what the program works out itself",
    "intake_checks.found": "inside the services of an intake",
}

Told = dict[tuple[str, str], set[str]]


class Full:
    """The store, and who is at work."""

    def __init__(self, ws: Any, folder: Path) -> None:
        self.ws, self.folder = ws, folder
        self.found = full_store.fill(ws, folder)
        names = {Role.NAVIGATOR: "Nia Ito", Role.SUPERVISOR: "Carla Nguyen",
                 Role.CLERK: "Dana Park", Role.ADMINISTRATOR: "Eli Santos"}  # fmt: skip
        self.seats = {
            role.slug: team.seat(ws, team.join(ws, name, role)) for role, name in names.items()
        }
        carla = self.seats["supervisor"]
        sheet = form_desk.prepare(carla, Ask("consent", Subject(member_id=self.found.member)))
        form_desk.enter(carla, sheet, "printed")
        self._mark(carla.user.id)

    def _mark(self, whose: str) -> None:
        tables = self.ws.store.query(
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c "
            "WHERE m.type = 'table' AND m.name NOT LIKE '%_fts%' AND m.name NOT LIKE 'note_%' "
            "AND m.name NOT LIKE 'journal%' AND m.name <> 'rule_move'"
        )
        with self.ws.store.transaction("x", clock=self.ws.clock) as tx:
            tx.execute("UPDATE member SET navigator_id = ?", (whose,))
            for table, column in tables:
                if column in WRITTEN and table not in ("status_event", "support_plan"):
                    words = f"MARK:{table}.{column}:"
                    of_a_member = "WHERE member_id IS NOT NULL" if table == "disclosure" else ""
                    tx.execute(f'UPDATE "{table}" SET "{column}" = ? {of_a_member}', (words,))

    def told(self, *roles: str) -> Told:
        """Which marks who was told, by function and role."""
        found: Told = {}
        for name, function, given in matrix_supply.calls(self.ws, self.found, self.folder):
            for role in roles:
                _got, said = matrix_calls.outcome(self.seats[role], function, given)
                marks = set(re.findall(r"MARK:([\w.]+):", said))
                if marks and name not in RAW:
                    found.setdefault((name, role), set()).update(marks)
        return found


@pytest.fixture
def full(workspace: Any, tmp_path: Path) -> Full:
    return Full(workspace, tmp_path)


def _of(marks: set[str], tables: set[str]) -> set[str]:
    return {one for one in marks if one.partition(".")[0] in tables}


def test_every_reading_service_is_called_or_told_why_not(full: Full) -> None:
    assert not matrix_supply.uncalled(full.ws, full.found, full.folder)


def test_no_note_and_no_danger_reaches_who_sees_none(full: Full) -> None:
    every = full.told("supervisor", "clerk", "administrator")
    shown = set().union(*(marks for (_name, role), marks in every.items() if role == "supervisor"))
    assert {one.partition(".")[0] for one in _of(shown, NOTES | DANGERS)} >= {
        "outreach_attempt", "encounter", "place_seen", "tenancy_event", "visit_item",
        "housing_event", "safety_flag", "member",
    }, "the search is blind"  # fmt: skip
    leaks = {
        one: _of(marks, NOTES | DANGERS) for one, marks in every.items()
        if one[1] != "supervisor" and _of(marks, NOTES | DANGERS)
    }  # fmt: skip
    assert not leaks


def test_what_was_written_of_others_members_stays_there(full: Full) -> None:
    leaks = {
        one: marks for (one, _role), marks in full.told("navigator").items()
        if {mark for mark in marks if mark.partition(".")[0] not in OF_NOBODY}
    }  # fmt: skip
    assert not leaks


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
    tables = set(GROUP_OF)
    assert any(_of(marks, {"consent", "disclosure"}) for marks in every.values())
    leaks = {
        one: _of(marks, tables) for one, marks in every.items()
        if one[1] == "clerk" and _of(marks, tables)
    }  # fmt: skip
    assert not leaks
