"""What changed rules and closed days do to open cases: listed with before, after and the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.vocabulary import ReferralStatus
from navigator_app.paths import resource
from navigator_app.services import agency, calendar_days, clocks, moves, record_status, today
from navigator_app.services.workspace import Workspace
from tests.services import loops, packs_file
from tests.services.packs_file import Edit

BEGUN = 'id = "outreach-begun"'
THREE = "value = 3"


@pytest.fixture
def edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Edit]:
    yield from packs_file.edited(tmp_path, monkeypatch)


def rule_text(old_value: str = THREE) -> str:
    """The rule as the pack has it, from its id to its value."""
    text = resource("policies", "toolkit-2025.toml").read_text("utf-8")
    start = text.index(BEGUN)
    return text[start : text.index(old_value, start) + len(old_value)]


def day(number: int) -> date:
    return date(2026, 11, number)


def listed(ws: Workspace) -> list[tuple[str, str, date | None, date | None]]:
    return [(one.referral_id, one.rule, one.was, one.now) for one in moves.moved(ws)]


def test_a_changed_pack_file_is_noticed_when_the_store_is_opened_again(
    home: Path, open_workspace: Callable[..., Workspace], edit: Edit
) -> None:
    ws = open_workspace(home)
    made = loops.add_member(ws, loops.add_plan(ws), 1)
    clocks.refresh(ws)
    assert moves.cases(ws) == 0
    ws.close()
    known = rule_text()
    edit("toolkit-2025", known, known.replace(THREE, "value = 5"))
    ws = open_workspace(home)
    entries = ws.store.one("SELECT count(*) FROM journal_entry")
    assert clocks.refresh(ws)
    assert moves.cases(ws) == 1
    [one] = moves.moved(ws)
    assert (one.member_id, one.referral_id) == (made.member, made.referral)
    assert (one.title, one.was, one.now) == ("Begin outreach", day(19), day(23))
    assert one.value == "5 business days"
    assert one.source.endswith("Overview, Member Outreach to begin services")
    assert not clocks.refresh(ws)
    assert moves.cases(ws) == 1  # until somebody has seen it
    assert moves.seen(ws).plans
    assert (moves.cases(ws), moves.moved(ws)) == (0, [])
    assert ws.store.one("SELECT count(*) FROM journal_entry") == entries


def test_a_case_written_before_anybody_looked_is_listed_too(
    home: Path, open_workspace: Callable[..., Workspace], edit: Edit
) -> None:
    ws = open_workspace(home)
    made = loops.add_member(ws, loops.add_plan(ws), 1)
    clocks.refresh(ws)
    ws.close()
    known = rule_text()
    edit("toolkit-2025", known, known.replace(THREE, "value = 5"))
    ws = open_workspace(home)
    record_status.record(ws, made.referral, ReferralStatus.ACCEPTED, day(18))
    assert listed(ws) == [(made.referral, "outreach-begun", day(19), day(23))]


def test_a_new_version_moves_only_the_cases_that_began_under_it(
    workspace: Workspace, edit: Edit
) -> None:
    plan = loops.add_plan(workspace)
    loops.add_member(workspace, plan, 1, sent=day(16))
    young = loops.add_member(workspace, plan, 2, sent=day(19))
    clocks.refresh(workspace)
    known = rule_text()
    newer = known.replace(THREE, "value = 4")
    edit("toolkit-2025", f"{known}\n", f"{known}\neffective_to = 2026-11-17\n")
    text = resource("policies", "toolkit-2025.toml").read_text("utf-8")
    start = text.index(f"[[rule]]\n{known}")
    end = text.index("[[rule]]", start + 1)
    second = text[start:end].replace(known, newer).replace("effective_to = 2026-11-17\n", "")
    second = second.replace("effective_from = 2025-04-01", "effective_from = 2026-11-18")
    edit("toolkit-2025", text[start:end], text[start:end] + second)
    clocks.refresh(workspace)
    assert listed(workspace) == [(young.referral, "outreach-begun", day(24), day(25))]
    [old, new] = sorted(
        (row for row in today.due(workspace) if row.rule == "outreach-begun"),
        key=lambda row: row.due,
    )
    assert (old.value, old.spoke_on) == ("3 business days", day(16))
    assert (new.value, new.spoke_on) == ("4 business days", day(19))


def test_a_closed_day_lists_what_it_moved_and_taking_it_back_leaves_nothing(
    workspace: Workspace,
) -> None:
    plan = loops.add_plan(workspace)
    made = loops.add_member(workspace, plan, 1)
    loops.add_member(workspace, loops.add_plan(workspace, "sierra"), 2)
    row, _changes = calendar_days.add(workspace, day(18), "Staff day", plan="bayview")
    assert listed(workspace) == [(made.referral, "outreach-begun", day(19), day(20))]
    second, _changes = calendar_days.add(workspace, day(20), "Another", plan="bayview")
    assert listed(workspace) == [(made.referral, "outreach-begun", day(19), day(23))]
    calendar_days.remove(workspace, second.id)
    calendar_days.remove(workspace, row.id)
    assert listed(workspace) == []
    calendar_days.add(workspace, day(18), "Staff day", plan="bayview")
    moves.seen(workspace)
    last = calendar_days.closures(workspace, 2026, "bayview")
    calendar_days.remove(workspace, next(one.id for one in last if one.name == "Staff day"))
    assert listed(workspace) == [(made.referral, "outreach-begun", day(20), day(19))]


def test_what_nobody_has_seen_is_not_lost_to_the_next_change(workspace: Workspace) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace), 1)
    agency.update_plan(
        workspace, "bayview", name="B", layout="canonical", policy="partnership-mcap7003"
    )
    calendar_days.add(workspace, day(18), "Staff day")
    assert listed(workspace) == [
        (made.referral, "outreach-begun", day(19), day(20)),
        (made.referral, "referral-response", None, day(19)),
        (made.referral, "weekly-update", None, day(23)),
    ]
    assert [one.value for one in moves.moved(workspace)] == [
        "3 business days", "2 business days", "7 calendar days",
    ]  # fmt: skip
