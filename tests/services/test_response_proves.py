"""What follows from a plan's answer elsewhere: clocks, and files of which nobody knew."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.facts import Fact
from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus
from navigator_app.services import exports, record_status, responses, synchronize
from navigator_app.services.facts import Evaluator
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_exports, reads_facts
from tests.exchange.lines import QUICK
from tests.services import answers, loops
from tests.services.exchange_desk import NAME, Desk
from tests.services.test_synchronize_faults import killed, until
from tests.sshd import needed

NOV, DEC = "2026-11", "2026-12"
BAD_CIN = ("R01", "CIN not found")


def told(ws: Workspace, made: loops.Made) -> tuple[str | None, str | None]:
    """When the plan was told of the referral, and of its end."""
    [row] = reads_facts.read(ws.store, Evaluator(ws, ws.store).needed(), [made.referral])
    at = reads_facts.HEAD + reads_facts.FACTS.index(Fact.PLAN_UPDATED)
    end = reads_facts.HEAD + reads_facts.FACTS.index(Fact.CLOSURE_SENT)
    return row[at], row[end]


def running(ws: Workspace, made: loops.Made) -> dict[str, str]:
    sql = "SELECT rule_id, due_on FROM running_clock WHERE referral_id = ?"
    return dict(ws.store.query(sql, (made.referral,)))


@pytest.fixture
def ended(workspace: Workspace) -> list[loops.Made]:
    """Two members whose loop is closed."""
    plan = loops.add_plan(workspace)
    found = [loops.add_member(workspace, plan, number) for number in (1, 2)]
    for one in found:
        record_status.record(
            workspace, one.referral, ReferralStatus.CLOSED, date(2026, 11, 18),
            reason=ClosureReason.from_slug("no-longer-needs"),
        )  # fmt: skip
    return found


def test_what_the_plan_turned_down_told_it_nothing(
    workspace: Workspace, ended: list[loops.Made], tmp_path: Path
) -> None:
    first, other = ended
    before = running(workspace, first)
    _sent, rows = answers.send(workspace, tmp_path, NOV)
    after, heard = running(workspace, first), told(workspace, first)
    assert None not in heard and after != before
    answers.come_back(workspace, rows, {0: BAD_CIN})
    assert told(workspace, first) == (None, None)
    assert running(workspace, first) == before
    assert told(workspace, other) == heard and running(workspace, other) == after

    [row] = responses.open_rows(workspace)
    dropped, _changes = responses.drop(workspace, [row.id], "the plan has it")
    assert told(workspace, first) == heard and running(workspace, first) == after
    responses.undo(workspace, dropped.undo)
    assert running(workspace, first) == before
    responses.release(workspace, [row.id])
    assert running(workspace, first) == before  # it waits for the next file
    december = answers.at(workspace, "2026-12-20T10:00")
    answers.send(december, tmp_path, DEC)
    at, end = told(december, first)
    assert at is not None and at == end and at > str(heard[0])


def test_a_later_answer_that_accepts_it_tells_it_after_all(
    workspace: Workspace, ended: list[loops.Made], tmp_path: Path
) -> None:
    _sent, rows = answers.send(workspace, tmp_path, NOV)
    after = running(workspace, ended[0])
    for wrong in ({0: BAD_CIN}, None):
        answers.come_back(workspace, rows, wrong)
    assert running(workspace, ended[0]) == after


@needed
@pytest.mark.parametrize("rejected", [None, {0: BAD_CIN}])
def test_a_response_proves_that_a_file_arrived(
    desk: Desk, rejected: dict[int, tuple[str, str]] | None
) -> None:
    for number in (1, 2):
        desk.status(number)
    desk.build()
    meeting = synchronize.meeting(desk.plan, patience=QUICK)
    until(meeting, desk, "publish")
    assert meeting.step is not None
    meeting.step.work()
    killed(desk, meeting)
    rows = answers.rows_of((desk.outbox / NAME).read_bytes())
    (desk.outbox / NAME).unlink()  # the plan took it before we could look
    assert desk.sync().trouble_cause == "unsure"
    foreign = [{**row, answers.CIN: "98888888B"} for row in rows]
    desk.drop("other.csv", answers.csv_of(answers.answer(foreign)))
    desk.sync()
    assert synchronize.lines(desk.ws)[0].unsure == 1

    desk.drop("answer.csv", answers.csv_of(answers.answer(rows, rejected)))
    desk.sync()
    row = desk.sync()
    assert (row.state, row.trouble, row.files_out) == ("done", "", 0)
    line = synchronize.lines(desk.ws)[0]
    assert (line.unsure, line.statuses_waiting) == (0, 0)
    [sent] = desk.files("out")
    assert sent.state == "acknowledged"
    assert any("shows that the plan has it" in one.proof for one in synchronize.life(
        desk.ws, sent.id
    ))  # fmt: skip
    assert len(responses.open_rows(desk.ws)) == len(rejected or {})
    assert exports.preview(desk.ws, desk.plan, DEC).rows == 0
    assert [one.state for one in reads_exports.files(desk.ws.store)] == ["sent"]
