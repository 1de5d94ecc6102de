"""The capacity board: every figure against an independent count, what opens it, what-if."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from navigator_app.domain import what_if
from navigator_app.domain.board import NOBODY, STAGES, Board, Cell, Measure, make
from navigator_app.domain.vocabulary import Role, Service
from navigator_app.errors import InputRejected, NotAllowed, NotFound
from navigator_app.policy import board_rules
from navigator_app.runtime.clock import Clock
from navigator_app.services import (
    capacity,
    capacity_board,
    caseload,
    cover,
    form_facts_board,
    monday,
    team_profiles,
)
from navigator_app.services import workspace as workspaces
from navigator_app.services.form_facts import Subject
from navigator_app.services.workspace import Workspace
from tests import team_year
from tests.services import loops
from tests.services.board_oracle import Oracle
from tests.services.team import full, join, seat

WEIGHTS = {"new": 150, "active-search": 100, "newly-housed": 125, "stable": 40}
"""Unlike one another, so that a mixed-up stage changes a sum."""


@pytest.fixture(scope="module")
def year(
    built_home: Path, tmp_path_factory: pytest.TempPathFactory, clock: Clock, passphrase: str
) -> Iterator[Workspace]:
    """The year of the agency of sixty, with weights and a limit of its own. Only read it."""
    home = tmp_path_factory.mktemp("year") / "home"
    shutil.copytree(built_home, home)
    ws = workspaces.unlock(home, passphrase, clock=clock)
    team_year.build(ws)
    own = {board_rules.WEIGHT + stage: weight for stage, weight in WEIGHTS.items()}
    capacity_board.set_figures(ws, own | {board_rules.STANDARD: 2500, board_rules.HOUSED_DAYS: 75})
    yield ws
    ws.close()


@pytest.fixture(scope="module")
def board(year: Workspace) -> Board:
    """Its board."""
    return capacity_board.read(year)


@pytest.fixture(scope="module")
def oracle(year: Workspace) -> Oracle:
    """The independent count of the same store."""
    return Oracle(year.store, year.clock.today(), WEIGHTS, days=75, most=2500)


def test_every_figure_of_every_row_agrees_with_an_independent_count(
    board: Board, oracle: Oracle
) -> None:
    assert {row.who.id for row in board.rows} == oracle.on_board()
    assert board.nobody is not None
    for row in (*board.rows, board.nobody):
        told = oracle.person(row.who.id or None)
        assert row.members == told["members"]
        assert dict(zip(STAGES, row.stages, strict=True)) == told["stages"]
        services = (service.slug for service in Service)
        assert dict(zip(services, row.services, strict=True)) == told["services"]
        assert row.load == told["load"]
        assert row.limit == told["limit"]
        assert row.room == told["room"]
        assert row.state == told["state"]
        if row.who.id:
            assert row.who.share == told["share"]
        assert list(row.who.languages) == told["languages"]
        assert list(row.who.areas) == told["areas"]
        assert (row.who.open_any, row.who.open_own) == (told["open_any"], told["open_own"])
        away = [(str(one.first), str(one.last), one.cover_id) for one in row.who.away]
        assert away == told["away"]
        today = str(board.day)
        assert (row.away is not None) == any(a <= today <= b for a, b, _c in told["away"])


def test_the_totals_agree_with_an_independent_count(board: Board, oracle: Oracle) -> None:
    told = {key: oracle.person(key) for key in oracle.on_board()}
    nobody = oracle.person(None)
    working = [told[user["id"]] for user in oracle.users if user["active"] and user["id"] in told]
    every = [*told.values(), nobody]
    total = board.totals
    assert total.members == len(oracle.carried())
    assert total.nobody == nobody["members"]
    assert total.people == len(working)
    assert total.posts == sum(one["share"] for one in working)
    assert total.load == sum(one["load"] for one in every)
    assert total.stages == tuple(sum(one["stages"][stage] for one in every) for stage in STAGES)
    assert total.services == tuple(
        sum(one["services"][service.slug] for one in every) for service in Service
    )
    assert total.limit == sum(one["limit"] for one in working if one["limit"] is not None)
    assert total.open_any == sum(one["open_any"] for one in working)
    assert total.open_own == sum(one["open_own"] for one in working)
    assert total.over == sum(one["room"] is not None and one["room"] < 0 for one in working)
    today = str(board.day)
    assert total.away == sum(any(a <= today <= b for a, b, _c in one["away"]) for one in working)


def test_the_year_holds_what_the_board_must_not_overlook(board: Board) -> None:
    assert any(not row.who.active and row.members for row in board.rows)
    assert any(row.away and not row.away.cover_id for row in board.rows)
    assert {row.state for row in board.rows} >= {"over", "room"}
    assert all(board.totals.stages)


def test_the_board_on_paper_says_who_left(year: Workspace, board: Board) -> None:
    rows: Any = form_facts_board.board(year, Subject()).facts["board.rows"]
    gone = {f"{row.who.name} (left)" for row in board.rows if not row.who.active}
    assert gone and gone == {row[0] for row in rows if "(left)" in row[0]}


def test_every_number_opens_exactly_its_members(
    year: Workspace, board: Board, oracle: Oracle
) -> None:
    carried = oracle.carried()
    for row in (*board.rows[:6], board.nobody):
        assert row is not None
        key = row.who.id or "none"
        mine = {m for m in carried if (oracle.members[m]["navigator_id"] or "none") == key}
        assert _opened(year, key) == mine
        for stage in STAGES:
            assert _opened(year, key, stage=stage) == {m for m in mine if oracle.stage(m) == stage}
        for service in Service:
            assert _opened(year, key, service=service) == {
                m for m in mine if any(r["service"] == service.slug for r in oracle.open[m])
            }
    assert _opened(year, "") == set(carried)
    for place, stage in enumerate(STAGES):
        assert len(_opened(year, "", stage=stage)) == board.totals.stages[place]


def _opened(ws: Workspace, key: str, **more: Any) -> set[str]:
    query = capacity_board.members(key, **more)
    return {row.id for row in caseload.page(ws, query, limit=5000).rows}


def test_shipped_weights_are_all_one_and_nobody_has_a_limit(workspace: Workspace) -> None:
    figures = capacity_board.figures(workspace)
    assert {figures[board_rules.WEIGHT + stage] for stage in STAGES} == {100}
    assert figures[board_rules.STANDARD] == 0
    assert capacity_board.read(workspace).rows[0].limit is None
    own = board_rules.shipped().own.items()
    assert all(one.note for key, one in own if not key.startswith(board_rules.WEIGHT))


def test_figures_out_of_range_are_refused_by_name(workspace: Workspace) -> None:
    with pytest.raises(InputRejected) as refused:
        capacity_board.set_figures(workspace, {board_rules.HOUSED_DAYS: 0})
    assert refused.value.field == board_rules.HOUSED_DAYS


# --- what the plans know ------------------------------------------------------------------------


def test_the_board_says_what_a_plan_knows_and_whether_its_clock_runs(
    year: Workspace, board: Board
) -> None:
    told = {one.plan: one for one in capacity_board.told(year)}
    north = told["north"]
    assert north.heard is not None
    assert north.untold is not None
    assert north.untold.changed > north.heard.changed
    assert north.due == north.untold.due
    assert north.source == "Partnership HealthPlan policy MCAP7003, VI.E.6"
    assert told["bayview"].due is None  # its pack sets no such clock
    for plan, one in told.items():
        newest, waiting = Oracle.told(year.store, plan)
        assert one.heard is not None
        assert one.untold is not None
        assert str(one.heard.changed) == newest["changed_on"]
        assert (one.heard.any_member, one.heard.own_members) == (
            newest["any_member"], newest["own_members"]
        )  # fmt: skip
        assert str(one.untold.changed) == waiting["changed_on"]
    assert north.due == five_business_days(north.untold.changed)


def five_business_days(day: date) -> date:
    """The fifth working day after a day of November 2026, by hand."""
    closed, left = {date(2026, 11, 11), date(2026, 11, 26), date(2026, 11, 27)}, 5
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in closed
    return day


def test_telling_the_plan_stops_its_clock(
    home: Path, open_workspace: Callable[..., Workspace]
) -> None:
    ws = open_workspace(home)
    team_year.build(ws, people=4, members=3)
    waiting = {one.plan: one for one in capacity_board.told(ws)}["north"]
    assert waiting.untold is not None
    assert waiting.due is not None
    capacity.tell(ws, waiting.untold.id, ws.clock.today())
    after = {one.plan: one for one in capacity_board.told(ws)}["north"]
    assert after.untold is None
    assert after.due is None
    assert after.heard is not None
    assert after.heard.id == waiting.untold.id


# --- what if --------------------------------------------------------------------------------------


def test_losing_somebody_loses_no_member_and_writes_nothing(year: Workspace, board: Board) -> None:
    heaviest = max(board.rows, key=lambda row: row.members)
    written = year.store.one("SELECT max(seq) FROM journal_entry")
    outlook = capacity_board.try_without(board, heaviest.who.id)
    assert outlook.board.totals.members == board.totals.members
    assert outlook.board.totals.load == board.totals.load
    assert outlook.board.totals.stages == board.totals.stages
    assert outlook.board.row(heaviest.who.id) is None
    assert outlook.placed == heaviest.members == sum(outlook.gained.values())
    for row in outlook.board.rows:
        before = board.row(row.who.id)
        assert before is not None
        assert row.members - before.members == outlook.gained.get(row.who.id, 0)
        if outlook.gained.get(row.who.id):
            assert row.who.active
            assert row.away is None
    assert year.store.one("SELECT max(seq) FROM journal_entry") == written


def test_what_if_agrees_with_an_independent_trial(board: Board, oracle: Oracle) -> None:
    heaviest = max(board.rows, key=lambda row: row.members).who.id
    for gone in (heaviest, NOBODY):
        found = capacity_board.try_without(board, gone)
        gained, missed = oracle.without(gone or None)
        assert found.gained == gained
        assert (found.over, found.unspoken, found.outside, found.left) == (*missed, 0, 0)
        for row in found.board.rows:
            assert row.members == oracle.person(row.who.id)["members"] + gained.get(row.who.id, 0)
    for language, area in (("Spanish", ""), ("", "Harbor"), ("Mien ", "valley")):
        found = capacity_board.try_referrals(board, 40, Service.HTSS, language=language, area=area)
        gained, missed = oracle.added(40, language, area)
        assert found.gained == gained
        assert (found.over, found.unspoken) == missed


def test_no_share_of_a_post_is_given_nobody(board: Board) -> None:
    who = replace(board.rows[0].who, role=Role.NAVIGATOR, active=True, away=(), share=0)
    alone = make([who], [], Measure(WEIGHTS), board.day)
    assert what_if.add(alone, 3, Service.HTNS).left == 3


def test_nobodys_members_are_handed_round(board: Board) -> None:
    outlook = capacity_board.try_without(board, NOBODY)
    assert outlook.board.nobody is None
    assert outlook.placed == board.totals.nobody


def test_new_referrals_go_to_those_who_speak_and_have_room(board: Board) -> None:
    outlook = capacity_board.try_referrals(
        board, 12, Service.HTNS, language="vietnamese", area="harbor"
    )
    assert outlook.placed == 12
    assert outlook.unspoken == outlook.outside == 0
    for key in outlook.gained:
        row = board.row(key)
        assert row is not None
        assert "Vietnamese" in row.who.languages
        assert "Harbor" in row.who.areas
    assert outlook.board.totals.stages[0] == board.totals.stages[0] + 12
    assert outlook.board.totals.services[0] == board.totals.services[0] + 12


def test_a_language_nobody_speaks_is_said(board: Board) -> None:
    outlook = capacity_board.try_referrals(board, 3, Service.HTSS, language="Mien")
    assert outlook.unspoken == 3


def test_added_and_lost_are_tried_together(board: Board) -> None:
    gone = max(board.rows, key=lambda row: row.members if row.who.active else 0)
    cells = (what_if.referrals(4, Service.HTNS, "Spanish"),)
    both = capacity_board.try_both(board, cells, gone=gone.who.id)
    assert both.placed == gone.members + 4
    assert both.board.row(gone.who.id) is None
    assert both.board.totals.members == board.totals.members + 4
    kept = what_if.trial(board, [replace(cells[0], user_id=gone.who.id)])
    assert kept.placed == 0, "an added member who has somebody stays with them"
    row = kept.board.row(gone.who.id)
    assert row is not None
    assert row.members == gone.members + 4


def test_an_open_batch_brings_whom_nobody_serves_yet(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace)
    for number in (1, 2, 3):
        loops.add_member(workspace, plan, number, language_spoken="Lao")
    rows = workspace.store.query("SELECT id FROM member ORDER BY id")
    plan_id = workspace.store.query("SELECT id FROM plan")[0][0]
    now = "2026-11-19T18:00:00.000+00:00"
    with workspace.store.transaction("test", clock=workspace.clock, user=workspace.user) as tx:
        tx.execute("UPDATE referral SET is_open = 0 WHERE member_id <> ?", (rows[0][0],))
        for key, state in (("b1", "sent"), ("b2", "answered")):
            tx.insert("batch", {
                "id": key, "plan_id": plan_id, "service": "htns", "title": "November",
                "state": state, "created_at": now,
            })  # fmt: skip
            for place, (member,) in enumerate(rows):
                tx.insert("batch_member", {
                    "id": f"{key}-{place}", "batch_id": key, "member_id": member, "kind": "new",
                    "created_at": now,
                })  # fmt: skip
    (batch,) = capacity_board.page(workspace).batches
    assert (batch.id, batch.title, batch.members) == ("b1", "November", 2)
    assert [(cell.language, cell.services) for cell in batch.cells] == [("Lao", (Service.HTNS,))]


def test_what_if_refuses_what_makes_no_sense(board: Board) -> None:
    with pytest.raises(InputRejected):
        capacity_board.try_referrals(board, 0, Service.HTNS)
    with pytest.raises(NotFound):
        capacity_board.try_without(board, "nobody-of-that-id")
    with pytest.raises(NotFound):
        capacity_board.try_both(board, (), gone="nobody-of-that-id")


def test_without_anybody_left_members_stay_with_nobody(board: Board) -> None:
    who = replace(board.rows[0].who, role=Role.NAVIGATOR, active=True, away=())
    cells = [Cell(who.id, "stable", "", (Service.HTSS,), 5)]
    alone = make([who], cells, Measure(WEIGHTS), board.day)
    outlook = what_if.lose(alone, who.id)
    assert outlook.left == 5
    assert outlook.board.totals.members == 5


# --- profiles ---------------------------------------------------------------------------------


def test_a_profile_is_kept_as_written_and_changes_the_board(workspace: Workspace) -> None:
    own = team_profiles.profile(workspace, workspace.user.id)
    changes = team_profiles.keep(
        workspace,
        replace(
            own, share=80, languages=("Spanish", " spanish ", "Hmong"), areas=("Harbor",),
            limit=1850, open_any=3, open_own=1, phone="(415) 555-0123",
        ),
    )  # fmt: skip
    assert changes.team
    row = capacity_board.read(workspace).rows[0]
    assert row.who.languages == ("Spanish", "Hmong")
    assert (row.who.share, row.limit, row.who.open_any, row.who.open_own) == (80, 1850, 3, 1)
    assert team_profiles.profile(workspace, workspace.user.id).phone == "4155550123"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("share", 201), ("share", -1), ("limit", 100_001), ("open_any", 1000), ("open_own", -1),
        ("phone", "12"), ("note", "x" * 1001), ("languages", ("x" * 61,)),
        ("areas", tuple(f"area {n}" for n in range(21))), ("supervisor_id", "nobody"),
    ],
)  # fmt: skip
def test_a_profile_that_makes_no_sense_is_refused_by_field(
    workspace: Workspace, field: str, wrong: Any
) -> None:
    own = team_profiles.profile(workspace, workspace.user.id)
    with pytest.raises(InputRejected) as refused:
        team_profiles.keep(workspace, replace(own, **{field: wrong}))
    assert refused.value.field == field


def test_a_navigator_changes_only_languages_areas_and_phone_of_their_own(
    workspace: Workspace,
) -> None:
    team = full(workspace)
    ben = seat(workspace, team[Role.NAVIGATOR])
    own = team_profiles.profile(ben, ben.user.id)
    assert not own.edits
    team_profiles.keep(ben, replace(own, languages=("Lao",), share=10, open_any=9, limit=1))
    kept = team_profiles.profile(seat(workspace, team[Role.SUPERVISOR]), ben.user.id)
    assert kept.languages == ("Lao",)
    assert (kept.share, kept.open_any, kept.limit) == (100, 0, None)
    with pytest.raises(NotAllowed):
        team_profiles.profile(ben, team[Role.CLERK].id)
    with pytest.raises(NotAllowed):
        team_profiles.keep(ben, replace(kept, user_id=team[Role.CLERK].id))
    with pytest.raises(NotAllowed):
        capacity_board.set_figures(ben, {board_rules.STANDARD: 3000})


def test_somebody_back_early_is_not_away(workspace: Workspace) -> None:
    today = workspace.clock.today()
    with workspace.store.transaction("team_year", clock=workspace.clock, user=workspace.user) as tx:
        tx.insert("leave", {
            "id": "l1", "user_id": workspace.user.id, "from_on": str(today - timedelta(days=3)),
            "until_on": str(today + timedelta(days=3)), "ended_on": str(today), "why": "",
            "created_at": tx.now,
        })  # fmt: skip
    row = capacity_board.read(workspace).rows[0]
    assert row.away is None
    assert row.who.away == ()


def test_leave_stands_as_it_is_known_now(workspace: Workspace) -> None:
    full(workspace)
    today, ben = workspace.clock.today(), "u-ben"
    early = cover.add(workspace, ben, today, today + timedelta(days=9))
    cover.end(workspace, early.id, today + timedelta(days=4))
    ahead = cover.add(
        workspace, ben, today + timedelta(days=20), today + timedelta(days=25), cover_id="u-carla"
    )
    row = capacity_board.read(workspace).row(ben)
    assert row is not None
    assert [(one.last - today).days for one in row.who.away] == [3, 25]
    assert row.who.away[1].cover == "Carla Nguyen"
    cover.end(workspace, ahead.id)  # it never begins
    row = capacity_board.read(workspace).row(ben)
    assert row is not None and len(row.who.away) == 1


def test_a_cover_who_is_away_too_is_not_said_to_cover(workspace: Workspace) -> None:
    full(workspace)
    today, ben = workspace.clock.today(), "u-ben"
    fay = join(workspace, "Fay Lund", Role.NAVIGATOR)
    cover.add(workspace, ben, today, today + timedelta(days=9), cover_id=fay.id)
    made = cover.add(workspace, fay.id, today, today + timedelta(days=2), cover_id="u-carla")
    assert _said(workspace, ben) == ("Carla Nguyen", "Carla Nguyen")
    cover.end(workspace, made.id)
    cover.add(workspace, fay.id, today, today + timedelta(days=2))
    assert _said(workspace, ben) == ("", "")  # it falls to whoever supervises


def _said(ws: Workspace, user_id: str) -> tuple[str, str]:
    """Who covers, as the board and the page for Monday say it."""
    row = capacity_board.read(ws).row(user_id)
    assert row is not None and row.away is not None
    [over] = [one for one in monday.page(ws).over if one.user_id == user_id]
    return row.away.cover, over.cover
