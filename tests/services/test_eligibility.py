"""The eligibility diary on a real store, and the commands of the ledger end to end."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from navigator_app import cli
from navigator_app.domain import eligibility as judge
from navigator_app.domain.eligibility import How, MediCal, State
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import agency, clocks, coverage, eligibility
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_ledger
from tests.services import loops
from tests.services.test_authorizations import authorize

M = MediCal


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    made = loops.add_member(workspace, loops.add_plan(workspace), 1)
    authorize(workspace, made.referral, "2025-12-05", "2026-12-04")
    return made


def draft(made: loops.Made, result: MediCal = M.ACTIVE, **more: Any) -> CheckDraft:
    values = {"how": How.PORTAL, "on": day("2026-11-16"), **more}
    return CheckDraft(made.member, result, **values)


def test_a_check_is_kept_whole(workspace: Workspace, made: loops.Made) -> None:
    check, changes = eligibility.record(
        workspace,
        draft(
            made,
            at=time(9, 30),
            plan_found="bayview",
            next_on=day("2026-12-01"),
            note=" ok ",
        ),
    )
    assert changes.members == {made.member}
    assert (check.on, check.plan, check.other_plan) == (day("2026-11-16"), "Bayview", False)
    assert (check.note, check.by, check.next_on) == ("ok", "Ana Ruiz", day("2026-12-01"))
    found = eligibility.diary(workspace, made.member)
    assert found.coverage.state is State.ACTIVE
    assert found.alerts == ()


def test_a_lapse_speaks_of_the_open_authorization_with_its_source(
    workspace: Workspace, made: loops.Made
) -> None:
    eligibility.record(workspace, draft(made, M.LAPSED, lapsed_on=day("2026-11-01")))
    found = eligibility.diary(workspace, made.member)
    assert [(one.kind, bool(one.authorization_id)) for one in found.alerts] == [
        ("lapsed", False),
        ("stopped", True),
    ]
    assert found.alerts[0].source.endswith("Question 5")
    assert "Dec 4, 2026" in found.alerts[1].says


def test_another_plan_is_known_by_key_or_name_or_kept_as_typed(
    workspace: Workspace, made: loops.Made
) -> None:
    agency.add_plan(workspace, "coastal", name="Coastal Care", layout="canonical")
    for typed, plan in (("coastal", "Coastal Care"), ("Coastal  Care", "Coastal Care")):
        check, _changes = eligibility.record(workspace, draft(made, plan_found=typed))
        assert (check.plan, check.other_plan) == (plan, True)
    check, _changes = eligibility.record(workspace, draft(made, plan_found="Elsewhere Plan"))
    assert (check.plan, check.other_plan) == ("Elsewhere Plan", True)
    found = eligibility.diary(workspace, made.member)
    assert found.coverage.other_plan == "Elsewhere Plan"
    assert [one.kind for one in found.alerts] == ["plan-changed", "plan-changed"]
    eligibility.record(workspace, draft(made, plan_found="BAYVIEW", on=day("2026-11-17")))
    assert eligibility.diary(workspace, made.member).coverage.other_plan == ""


def test_a_check_of_today_without_a_time_is_not_in_the_future(
    workspace: Workspace, made: loops.Made
) -> None:
    check, _changes = eligibility.record(workspace, draft(made, on=day("2026-11-20")))
    assert check.on == day("2026-11-20")


@pytest.mark.parametrize(
    ("result", "more", "field"),
    [
        (M.ACTIVE, {"on": day("2026-11-21")}, "on"),
        (M.ACTIVE, {"on": day("2026-11-20"), "at": time(11)}, "on"),
        (M.ACTIVE, {"lapsed_on": day("2026-11-01")}, "lapsed_on"),
        (M.LAPSED, {"lapsed_on": day("2026-11-17")}, "lapsed_on"),
        (M.ACTIVE, {"next_on": day("2026-11-16")}, "next_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    workspace: Workspace, made: loops.Made, result: MediCal, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(InputRejected) as refused:
        eligibility.record(workspace, draft(made, result, **more))
    assert refused.value.field == field
    assert eligibility.diary(workspace, made.member).checks == ()


def test_a_check_that_finds_the_enrolment_settles_its_clock(workspace: Workspace) -> None:
    made = loops.add_member(
        workspace, loops.add_plan(workspace), 1, sent=None, requested=None, authorization=None
    )
    with workspace.transaction("test") as tx:
        tx.insert(
            "intake",
            {
                **dict.fromkeys(_texts(workspace, "intake"), ""),
                "referral_id": made.referral,
                "path": "bottom-up",
                "identified_on": "2026-11-02",
                "urgent": 0,
                "created_at": tx.now,
            },
        )
        clocks.recompute(tx, workspace, [made.referral])
    rule = "SELECT due_on FROM running_clock WHERE referral_id = ? AND rule_id = 'enrolment-found'"
    assert workspace.store.one(rule, (made.referral,)) == ("2027-01-01",)
    eligibility.record(workspace, draft(made))
    assert workspace.store.one(rule, (made.referral,)) is None, "met: no clock runs"


def _texts(ws: Workspace, table: str) -> list[str]:
    """The columns that must not be empty and hold text."""
    sql = "SELECT name FROM pragma_table_info(?) WHERE \"notnull\" AND type = 'VARCHAR'"
    return [row[0] for row in ws.store.query(sql, (table,))]


def test_all_in_doubt_stand_in_one_list_lapses_first(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace)
    people = [loops.add_member(workspace, plan, number) for number in range(1, 7)]
    moved, lapsed, back, late, fine, closed = people
    eligibility.record(workspace, draft(moved, plan_found="Elsewhere"))
    eligibility.record(workspace, draft(lapsed, M.LAPSED))
    eligibility.record(workspace, draft(back, M.LAPSED))
    eligibility.record(workspace, draft(back, on=day("2026-11-18")))
    eligibility.record(workspace, draft(late, next_on=day("2026-11-19")))
    eligibility.record(workspace, draft(fine, next_on=day("2026-11-20")))
    eligibility.record(workspace, draft(closed, M.LAPSED))
    with workspace.transaction("test") as tx:
        tx.update("referral", closed.referral, {"is_open": 0})
    found = eligibility.in_doubt(workspace)
    assert [row.member_id for row in found] == [lapsed.member, moved.member, late.member]
    assert "Elsewhere" in found[1].says
    assert "Nov 19" in found[2].says


def test_whoever_is_in_doubt_is_looked_at_whatever_checks_and_zones(workspace: Workspace) -> None:
    """What is not even read must not be in doubt: all are judged here, and the same are found."""
    rng, plan = random.Random(3), loops.add_plan(workspace)
    people = [loops.add_member(workspace, plan, number).member for number in range(1, 61)]
    other = loops.add_plan(workspace, "other")
    with workspace.transaction("test") as tx:
        for number in range(300):
            member = rng.choice(people)
            tx.insert("eligibility_check", _any_check(rng, member, (plan, other), number, tx.now))
    today = workspace.clock.today()
    judged = {
        member: judge.coverage(checks, today)
        for member, checks in reads_ledger.checks_of(workspace.store, people).items()
    }
    asking = {
        member: now
        for member, now in judged.items()
        if coverage.is_out(now.state) or now.other_plan or now.overdue
    }
    assert 10 < len(asking) < 50
    assert coverage.in_doubt(workspace) == asking
    read = reads_ledger.doubtful(workspace.store, today)
    assert len(read) < len(judged), "some are not read at all"


def _any_check(
    rng: random.Random, member: str, plans: tuple[str, str], number: int, now: str
) -> dict[str, object]:
    """A check before or after today, made anywhere on earth."""
    at = datetime(2026, 11, 20, 18, tzinfo=UTC) - timedelta(
        days=rng.choice((0, 0, 0, 1, 3, 30, 60)), hours=rng.randint(-50, 30)
    )
    own, other = plans
    found = ((None, ""),) * 6 + ((own, ""),) * 6 + ((other, ""), (None, "Elsewhere"))
    plan_id, plan_name = rng.choice(found)
    planned = (at + timedelta(days=rng.randint(1, 5))).date().isoformat()
    return {
        "id": f"check-{number}", "member_id": member, "how": "portal",
        "checked_at": at.isoformat(timespec="milliseconds"),
        "zone": rng.choice(("Pacific/Kiritimati", "Etc/GMT+12", "America/Los_Angeles")),
        "medi_cal": rng.choice(("active", "active", "active", "lapsed", "suspended", "unknown")),
        "plan_id": plan_id, "plan_name": plan_name, "note": "",
        "next_on": rng.choice((None, None, planned)), "created_at": now,
    }  # fmt: skip


def test_nobody_has_no_diary(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        eligibility.diary(workspace, "nobody")


@pytest.fixture
def run(
    home: Path,
    passphrase: str,
    tmp_path: Path,
    open_workspace: Callable[..., Workspace],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., Any]:
    """Run a command on a store with one member; the JSON, or the exit status and the refusal."""
    ws = open_workspace(home)
    made = loops.add_member(ws, loops.add_plan(ws), 1)
    authorize(ws, made.referral, "2025-12-05", "2026-12-04")
    authorize(ws, made.referral, "2026-12-11", "2027-06-10")
    ws.close()
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    monkeypatch.setenv("NAVIGATOR_TODAY", "2026-11-20T10:00")
    secret = tmp_path / "secret"
    secret.write_text(passphrase)

    def command(*words: str) -> Any:
        words = tuple(made.member if word == "MEMBER" else word for word in words)
        status = cli.main([*words, "--home", str(home), "--passphrase-file", str(secret), "--json"])
        said = capsys.readouterr()
        return json.loads(said.out) if status == 0 else (status, said.err)

    return command


def test_authorizations_as_json(run: Callable[..., Any]) -> None:
    rows = run("authorizations", "--member", "MEMBER")
    assert [(row["kind"], row["effective"], row["end"]) for row in rows] == [
        ("initial", "2025-12-05", "2026-12-04"),
        ("extension", "2026-12-11", "2027-06-10"),
    ]
    assert rows[1]["extends"] == rows[0]["id"]
    assert rows[1]["findings"] == [
        {"flaw": "gap", "field": "effective", "first": "2026-12-05", "last": "2026-12-10"}
    ]
    assert {row["chain_end"] for row in rows} == {"2027-06-10"}
    assert {row["band"] for row in rows} == {"far"}
    assert run("authorizations", "--ending-within", "30") == []
    assert len(run("authorizations", "--ending-within", "300")) == 2


def test_eligibility_is_recorded_and_listed(run: Callable[..., Any]) -> None:
    assert run("eligibility", "MEMBER")["state"] == "never"
    check = run(
        *("eligibility", "MEMBER", "--result", "lapsed", "--how", "phone", "--on", "2026-11-20"),
        *("--lapsed-on", "2026-11-01", "--next", "2026-12-01"),
    )
    assert (check["result"], check["how"], check["on"]) == ("lapsed", "phone", "2026-11-20")
    found = run("eligibility", "MEMBER")
    assert (found["state"], found["since"]) == ("lapsed", "2026-11-01")
    assert [one["kind"] for one in found["alerts"]] == ["lapsed", "stopped", "stopped"]
    assert [one["id"] for one in found["checks"]] == [check["id"]]
    assert [(one["state"], one["since"]) for one in run("eligibility")] == [
        ("lapsed", "2026-11-01")
    ]


def test_wrong_usage_and_refusals_of_eligibility(run: Callable[..., Any]) -> None:
    assert run("eligibility", "MEMBER", "--result", "active")[0] == 2
    assert run("eligibility", "MEMBER", "--on", "2026-11-20")[0] == 2
    assert run("eligibility", "--result", "active", "--how", "card", "--on", "2026-11-20")[0] == 2
    status, said = run(
        *("eligibility", "MEMBER", "--result", "active", "--how", "card", "--on", "2026-11-21")
    )
    assert status == 1
    assert "future" in said


def test_the_forecast_as_json(run: Callable[..., Any]) -> None:
    found = run("forecast", "--weeks", "40", "--hours-per-packet", "3", "--hours-per-week", "2")
    assert len(found["weeks"]) == 40
    full = [week for week in found["weeks"] if week["ending"]]
    assert [(week["week"], week["hours"], week["over"]) for week in full] == [
        ("2027-06-07", 3.0, True)
    ]
    assert full[0]["members"][0]["end"] == "2027-06-10"
    assert run("forecast", "--weeks", "0")[0] == 1
    assert run("forecast", "--hours-per-week", "none")[0] == 2
