"""Monday's lists, the forecast and the reports of the command line against an independent count."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from navigator_app.cli import main
from navigator_app.domain.records import UserRow
from navigator_app.domain.vocabulary import Role
from navigator_app.runtime.clock import Clock
from navigator_app.services import capacity, forecast, monday, trend_words, trends_file, workspace
from navigator_app.services.workspace import Workspace
from tests import team_year
from tests.conftest import PASSPHRASE
from tests.services import monday_oracle, team
from tests.services.board_oracle import Oracle as Board
from tests.services.cli_runs import known, on_the_day
from tests.services.monday_oracle import STAGES, Made, Oracle
from tests.services.trends_oracle import Oracle as Trends
from tests.services.trends_oracle import raw

Said = Callable[..., Any]


@pytest.fixture(scope="module")
def homes(
    built_home: Path, tmp_path_factory: pytest.TempPathFactory, clock: Clock
) -> tuple[Path, Path, Made]:
    """A generated year with what it has none of, twice: one to read, one for the command line."""
    home = tmp_path_factory.mktemp("monday") / "home"
    shutil.copytree(built_home, home)
    ws = workspace.unlock(home, PASSPHRASE, clock=clock)
    team_year.build(ws, members=250)
    made = monday_oracle.more(ws)
    with ws.store.transaction("founder", clock=ws.clock, user=ws.user) as tx:
        tx.execute('UPDATE "user" SET role = ? WHERE id = ?', (Role.SUPERVISOR.slug, ws.user.id))
    ws.close()
    return home, Path(shutil.copytree(home, home.parent / "again")), made


@pytest.fixture(scope="module")
def written(homes: tuple[Path, Path, Made], clock: Clock) -> Iterator[tuple[Workspace, Made]]:
    """The first, with whoever supervises at work."""
    ws = workspace.unlock(homes[0], PASSPHRASE, clock=clock)
    yield team.seat(ws, UserRow("u12", "Somebody", Role.SUPERVISOR)), homes[2]
    ws.close()


@pytest.fixture(scope="module")
def year(written: tuple[Workspace, Made]) -> Workspace:
    return written[0]


@pytest.fixture(scope="module")
def oracle(year: Workspace) -> Oracle:
    return Oracle(year)


@pytest.fixture
def said(
    homes: tuple[Path, Path, Made],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Said:
    """What `report` prints of the second."""
    on_the_day(monkeypatch)
    before = known(homes[1], tmp_path, PASSPHRASE)

    def said(*words: str, form: str = "--json") -> Any:
        asked = [*before, "report", *words, form]
        status, (out, err) = main(asked), capsys.readouterr()
        assert status == 0, err
        return json.loads(out) if form == "--json" else list(csv.reader(io.StringIO(out)))

    return said


def test_who_is_over_or_away_in_order(written: tuple[Workspace, Made], oracle: Oracle) -> None:
    page, told = monday.page(written[0]), oracle.over()
    assert [one.user_id for one in page.over] == [one["user_id"] for one in told]
    for one, want in zip(page.over, told, strict=True):
        assert (one.name, one.members, one.load, one.limit) == (
            want["name"], want["members"], want["load"], want["limit"]
        )  # fmt: skip
        until = one.away_until.isoformat() if one.away_until else None
        assert (until, one.cover) == (want["away_until"], want["cover"])
    over = {one["user_id"] for one in told if one["state"] == "over"}
    assert over and over <= set(written[1].over)
    assert any(one.cover for one in page.over) and any(one.away_until for one in page.over)


def test_what_ends_in_order_with_what_is_asked_for(year: Workspace, oracle: Oracle) -> None:
    page = monday.page(year)
    told = oracle.ends(page.on, page.until)
    assert page.ending == len(told) > len(page.ends) > 0
    assert [(str(one.end), one.referral_id, one.member_id, one.asked) for one in page.ends] == (
        told[: monday.FIRST]
    )
    whole = forecast.behind(year, page.on, page.until + timedelta(200))
    told = oracle.ends(page.on, page.until + timedelta(200))
    assert [(str(one.end), one.referral_id, one.member_id, one.asked) for one in whole] == told
    assert any(one.asked for one in whole) and not all(one.asked for one in whole)


def test_what_plans_are_owed(year: Workspace, oracle: Oracle) -> None:
    found: dict[str, dict[str, Any]] = {}
    for one in monday.page(year).owed:
        found.setdefault(one.title, {})[one.plan] = one
    counts = {
        title: {plan: one.count for plan, one in some.items()} for title, some in found.items()
    }
    asks = set(counts["Notice that a service ended"])  # whose pack asks for these notices
    told = oracle.capacity({"North Coast"})
    assert counts == {
        "Statuses that wait to go": oracle.statuses(),
        "Files that wait to go": oracle.files(),
        "Notice that a service ended": oracle.endings(asks),
        "Change of capacity or staff": dict.fromkeys(told, 1),
    }
    assert asks == {"North Coast"}
    due = found["Change of capacity or staff"]["North Coast"].due
    changed = date.fromisoformat(told["North Coast"])
    days = [changed + timedelta(n) for n in range(1, (due - changed).days + 1)]
    assert len([day for day in days if day.weekday() < 5]) == 5  # no holiday lies between
    assert {row.changed for row in capacity.reports(year) if row.plan == "north" and not row.told}


@pytest.mark.parametrize(
    ("weeks", "packet", "week"), [(52, 2.0, 10.0), (1, 2.0, 10.0), (30, 7.5, 4.0), (260, 1, 0.5)]
)
def test_the_forecast_against_capacity(
    year: Workspace, oracle: Oracle, weeks: int, packet: float, week: float
) -> None:
    found = forecast.forecast(year, weeks=weeks, per_packet=packet, per_week=week)
    told = oracle.weeks(weeks, packet, week)
    assert [(w.first, w.ending, w.asked, w.hours) for w in found.weeks] == [
        (one["week"], one["ending"], one["asked"], one["hours"]) for one in told
    ]
    assert [w.early for w in found.weeks] == pytest.approx([one["early"] for one in told])
    assert found.short == pytest.approx(told[0]["early"])
    assert [w.over for w in found.weeks] == [one["hours"] > week for one in told]
    if weeks > 20:
        assert sum(one["ending"] for one in told) and found.short > 0 or packet == 2.0


def test_report_capacity_as_recounted(year: Workspace, said: Said) -> None:
    board = Board(year.store, year.clock.today(), dict.fromkeys(STAGES, 100), days=90, most=0)
    rows = said("capacity")
    assert {row["user_id"] for row in rows} == {*board.on_board(), None}
    for row in rows:
        told = board.person(row["user_id"])
        assert row["members"] == told["members"]
        assert [row[one.replace("-", "_")] for one in STAGES] == list(told["stages"].values())
        assert {one: row[one] for one in told["services"]} == told["services"]
        assert row["load"] * 100 == told["load"]
        for name in ("limit", "room"):
            assert (None if row[name] is None else row[name] * 100) == told[name]
        now = [one for one in told["away"] if one[0] <= "2026-11-20" <= one[1]]
        assert row["away_until"] == (now[0][1] if now else None)
        if row["user_id"]:
            assert (row["state"], row["share"]) == (told["state"], told["share"])
            assert (row["open_any"], row["open_own"]) == (told["open_any"], told["open_own"])


def test_report_exceptions_and_pending_as_recounted(year: Workspace, said: Said) -> None:
    told = Trends(raw(year))
    moment = year.clock.to_utc(datetime.combine(year.clock.today() - timedelta(30), time()))
    want = {
        "clocks-overdue": told.clocks(0),
        "clocks-to-chase": told.clocks(1),
        "no-contact-30": told.no_contact(30),
        "no-contact-14": told.no_contact(14),
        "plan-unsigned": told.unsigned(),
        "plan-review": told.reviews(),
        "ending-without-packet": told.ending(30),
        "no-status": told.no_status(),
        "pending-30": told.pending(30, 59),
        "pending-60": told.pending(60, 89),
        "pending-90": told.pending(90, None),
        "eligibility-lapsed": told.lapsed(),
        "guards-overridden": told.overridden(moment.isoformat(timespec="milliseconds")),
    }
    rows = said("exceptions")
    assert {row["id"]: (row["members"], row["cases"]) for row in rows} == {
        key: (len(some), sum(some.values())) for key, some in want.items()
    }
    lines = said("pending")
    assert lines
    for age in ("30", "60", "90"):
        some = {row["member_id"] for row in lines if row["age"] == age}
        assert some == set(want[f"pending-{age}"])
    assert len(lines) == sum(len(want[f"pending-{age}"]) for age in ("30", "60", "90"))


def test_report_closures_and_forecast_as_recounted(
    year: Workspace, oracle: Oracle, said: Said
) -> None:
    told = Trends(raw(year)).closures("2025-12-01", "2026-11-20")
    rows = said("closures")
    assert {(row["month"], row["reason"]): row["referrals"] for row in rows} == {
        (month, trend_words.reason(reason)): count for (month, reason), count in told.items()
    }
    table = said("closures", form="--csv")
    assert [[str(cell) for cell in row.values()] for row in rows] == table[1:]
    hours = forecast.hours(year)
    weeks = oracle.weeks(52, hours.per_packet, hours.per_week)
    found = said("forecast")
    assert [(one["week"], one["ending"], one["asked"], one["hours"]) for one in found] == [
        (str(one["week"]), one["ending"], one["asked"], one["hours"]) for one in weeks
    ]
    assert [one["early"] for one in found] == pytest.approx([one["early"] for one in weeks])


def test_report_outcomes_has_the_figures_of_the_file(year: Workspace, said: Said) -> None:
    _headings, table = trends_file.table(year)
    left_out = (trend_words.title("forecast"), trend_words.title("closed:other").partition(":")[0])
    kept = [row for row in table if not row[0].startswith(left_out)]
    rows = said("outcomes")
    assert len(rows) == len(kept) > 20
    assert [tuple(row.values()) for row in rows] == [tuple(row) for row in kept]
