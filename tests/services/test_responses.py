"""What the plan sends back of a status file: row by row, once, and never lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.vocabulary import ReferralStatus, Role
from navigator_app.errors import FileRejected, InputRejected, NotFound
from navigator_app.services import (
    exports,
    quarantine,
    record_status,
    responses,
    responses_due,
    today,
)
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_exchange, reads_responses
from tests.services import answers, loops

S = ReferralStatus
NOV, DEC, JAN = "2026-11", "2026-12", "2027-01"
BAD_CIN = ("R01", "CIN not found")


@pytest.fixture
def plan(workspace: Workspace) -> str:
    return loops.add_plan(workspace)


@pytest.fixture
def made(workspace: Workspace, plan: str) -> list[loops.Made]:
    """Five members with one status each in November."""
    found = [loops.add_member(workspace, plan, number) for number in range(1, 6)]
    for number, one in enumerate(found, 1):
        record_status.record(workspace, one.referral, S.ACCEPTED, date(2026, 11, 15 + number))
    return found


def only_rejected(ws: Workspace) -> None:
    """The plan has the layout that returns only what it rejected."""
    with ws.transaction("test") as tx:
        tx.execute("UPDATE plan SET layout = 'coastal'")


def stands(ws: Workspace, file_id: str) -> tuple[int, int, int]:
    found = responses.standing(ws, file_id)
    return found.accepted, found.rejected, found.unanswered


def life(ws: Workspace, outbound_id: str) -> tuple[str, str]:
    line = reads_exchange.of_outbound(ws.store, outbound_id)
    assert line is not None
    return line.state, line.proof


def everything(ws: Workspace) -> list[tuple[object, ...]]:
    return [
        *ws.store.query("SELECT * FROM response_row ORDER BY id"),
        *ws.store.query("SELECT * FROM quarantine ORDER BY id"),
        *ws.store.query("SELECT * FROM exchange_step ORDER BY id"),
    ]


def test_all_accepted(workspace: Workspace, made: list[loops.Made], tmp_path: Path) -> None:
    sent, rows = answers.send(workspace, tmp_path, NOV)
    key = answers.came(workspace, answers.csv_of(answers.answer(rows)))
    data = reads_exchange.content(workspace.store, key)
    assert responses.take_in(workspace, key, data) == "5 accepted"
    assert life(workspace, sent) == ("acknowledged", "5 accepted")
    assert stands(workspace, sent) == (5, 0, 0)
    assert responses.open_rows(workspace) == []


def test_rejected_rows_become_work(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    sent, rows = answers.send(workspace, tmp_path, NOV)
    said = answers.answer(rows, {1: BAD_CIN, 3: ("R06", "Status date in the future")})
    key = answers.came(workspace, answers.csv_of(said))
    assert responses.take_in(workspace, key, answers.csv_of(said)) == "3 accepted, 2 rejected"
    assert life(workspace, sent) == ("acknowledged", "3 accepted, 2 rejected")
    found = responses.open_rows(workspace, "bayview")
    assert [(row.cin, row.code, row.reason, row.fix) for row in found] == [
        (made[1].cin, *BAD_CIN, "cin"),
        (made[3].cin, "R06", "Status date in the future", "date"),
    ]
    assert found[0].on == date(2026, 11, 17)
    assert found[0].file == "CSRTF_1234567893_202611.csv"
    assert (found[0].response, found[0].row) == ("response.csv", 3)
    assert responses.counts(workspace)["bayview"].open == 2
    assert [row.id for row in responses.open_rows(workspace, member_id=made[3].member)] == [
        found[1].id
    ]


@pytest.mark.parametrize("order", [(4, 2, 0, 1, 3), (0, 1, 2, 3, 4)])
def test_rows_and_columns_in_any_order(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path, order: tuple[int, ...]
) -> None:
    sent, rows = answers.send(workspace, tmp_path, NOV)
    said = answers.answer(rows, {2: BAD_CIN})
    data = answers.csv_of([said[at] for at in order], answers.COLUMNS[::-1], "|")
    responses.take_in(workspace, answers.came(workspace, data), data)
    assert [row.cin for row in responses.open_rows(workspace)] == [made[2].cin]
    assert stands(workspace, sent) == (4, 1, 0)


def test_a_second_time_changes_nothing(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    _sent, rows = answers.send(workspace, tmp_path, NOV)
    data = answers.csv_of(answers.answer(rows, {0: BAD_CIN}))
    key = answers.came(workspace, data)
    responses.take_in(workspace, key, data)
    before = everything(workspace)
    assert responses.take_in(workspace, key, data) == "4 accepted, 1 rejected"
    assert everything(workspace) == before
    # the same under another name, and the same in another order, say nothing new
    again = answers.came(workspace, data, "other.csv")
    kept = everything(workspace)
    assert "came before, as response.csv" in responses.take_in(workspace, again, data)
    assert everything(workspace) == kept
    turned = answers.csv_of(answers.answer(rows, {0: BAD_CIN})[::-1])
    other = answers.came(workspace, turned, "turned.csv")
    kept = everything(workspace)
    assert responses.take_in(workspace, other, turned) == "4 accepted, 1 rejected"
    assert everything(workspace) == kept
    assert len(responses.open_rows(workspace)) == 1


def test_only_rejected_rows_come_back(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    sent, rows = answers.send(workspace, tmp_path, NOV)
    only_rejected(workspace)
    said = answers.answer(rows, {4: BAD_CIN})[4:]
    data = answers.csv_of(said)
    assert responses.take_in(workspace, answers.came(workspace, data), data) == (
        "4 accepted, 1 rejected"
    )
    assert life(workspace, sent)[0] == "acknowledged"


def test_no_rows_where_only_rejected_ones_come(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    sent, _rows = answers.send(workspace, tmp_path, NOV)
    data = answers.csv_of([])
    key = answers.came(workspace, data)
    with pytest.raises(FileRejected):  # a plan that lists all has said nothing
        responses.take_in(workspace, key, data)
    only_rejected(workspace)
    assert responses.take_in(workspace, key, data) == "5 accepted"
    assert life(workspace, sent) == ("acknowledged", "5 accepted")


def test_a_plan_that_lists_all_leaves_some_out(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    sent, rows = answers.send(workspace, tmp_path, NOV)
    first = answers.csv_of(answers.answer(rows, {0: BAD_CIN})[:3])
    said = responses.take_in(workspace, answers.came(workspace, first), first)
    assert said == "2 accepted, 1 rejected, 2 not answered"
    assert life(workspace, sent) == ("confirmed", "2 accepted, 1 rejected, 2 not answered")
    rest = answers.csv_of(answers.answer(rows)[3:])
    responses.take_in(workspace, answers.came(workspace, rest, "rest.csv"), rest)
    assert life(workspace, sent) == ("acknowledged", "4 accepted, 1 rejected")


def test_a_response_to_no_file_of_ours(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    _sent, rows = answers.send(workspace, tmp_path, NOV)
    foreign = [{**row, answers.CIN: f"8000000{at}B"} for at, row in enumerate(rows)]
    data = answers.csv_of(answers.answer(foreign))
    key = answers.came(workspace, data)
    before = everything(workspace)
    with pytest.raises(FileRejected, match="No status file"):
        responses.take_in(workspace, key, data)
    assert everything(workspace) == before


def test_before_anything_was_sent(workspace: Workspace, made: list[loops.Made]) -> None:
    row = dict.fromkeys(answers.COLUMNS, "") | {
        answers.CIN: made[0].cin,
        answers.SERVICE: "Housing Transition Navigation Services",
        answers.STATUS: "Accepted",
        answers.ON: "11/16/2026",
    }
    data = answers.csv_of(answers.answer([row]))
    with pytest.raises(FileRejected):
        responses.take_in(workspace, answers.came(workspace, data), data)


def test_an_altered_cin_is_not_guessed(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    with workspace.transaction("test") as tx:
        tx.insert(
            "user",
            {"id": "boss", "name": "Bo", "role": Role.SUPERVISOR.slug, "created_at": tx.now},
        )
        tx.update("member", made[4].member, {"navigator_id": workspace.user.id})
    sent, rows = answers.send(workspace, tmp_path, NOV)
    only_rejected(workspace)
    said = answers.answer(rows, {0: BAD_CIN, 1: BAD_CIN})[:2]
    said[1][answers.CIN] = "91111111X"
    other = {**said[0], answers.CIN: made[4].cin, answers.STATUS: "Declined"}
    data = answers.csv_of([*said, other])
    with pytest.raises(FileRejected):  # most rows are nobody's, and it names no file
        responses.take_in(workspace, answers.came(workspace, data), data)
    key = answers.came(workspace, data, "CSRTF_1234567893_202611.RESPONSE.csv")
    told = responses.take_in(workspace, key, data)
    assert told == "0 accepted, 1 rejected, 4 not answered, 2 in quarantine"
    # while a row is in doubt, nobody says that the rest was accepted
    assert life(workspace, sent)[0] == "confirmed"
    waiting = quarantine.waiting(workspace, "bayview")
    assert [(row.row, row.owner) for row in waiting] == [(3, "Bo"), (4, "Ana Ruiz")]
    assert "91111111X" in waiting[0].reason
    for row in waiting:
        quarantine.settle(workspace, row.id, "discard", "asked the plan: not ours")
    assert life(workspace, sent) == ("acknowledged", "4 accepted, 1 rejected")


def test_number_and_person_help_where_the_cin_is_gone(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    _sent, rows = answers.send(workspace, tmp_path, NOV)
    said = answers.answer(rows, {1: BAD_CIN})
    for number, row in enumerate(said, 2):
        row[answers.ROW] = str(number)
    said[1][answers.CIN] = ""
    columns = (*answers.COLUMNS, answers.ROW, "Managed Care Plan Member ID Number")
    data = answers.csv_of(said, columns)
    assert responses.take_in(workspace, answers.came(workspace, data), data) == (
        "4 accepted, 1 rejected"
    )
    assert [row.cin for row in responses.open_rows(workspace)] == [made[1].cin]


def test_a_number_alone_proves_nothing(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    _sent, rows = answers.send(workspace, tmp_path, NOV)
    said = answers.answer(rows, {1: BAD_CIN})
    for number, row in enumerate(said, 2):
        row[answers.ROW] = str(number)
    said[1][answers.CIN] = "91111111X"
    data = answers.csv_of(said, (*answers.COLUMNS, answers.ROW))
    responses.take_in(workspace, answers.came(workspace, data), data)
    assert responses.open_rows(workspace) == []
    assert len(quarantine.waiting(workspace)) == 1


def test_missing_columns_are_named(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    _sent, rows = answers.send(workspace, tmp_path, NOV)
    columns = [one for one in answers.COLUMNS if one != answers.SERVICE]
    data = answers.csv_of(answers.answer(rows), columns)
    assert responses.recognises([columns])
    with pytest.raises(FileRejected, match="Referred Service"):
        responses.take_in(workspace, answers.came(workspace, data), data)


def test_words_that_nobody_knows_stay_in_quarantine(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    sent, rows = answers.send(workspace, tmp_path, NOV)
    said = answers.answer(rows)
    said[2][answers.RESULT] = "Perhaps"
    data = answers.csv_of(said)
    told = responses.take_in(workspace, answers.came(workspace, data), data)
    assert told == "4 accepted, 1 not answered, 1 in quarantine"
    [row] = quarantine.waiting(workspace)
    assert "Perhaps" in row.reason
    assert stands(workspace, sent) == (4, 0, 1)


def test_duplicates_are_told_and_contradictions_not_believed(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    sent, rows = answers.send(workspace, tmp_path, NOV)
    said = answers.answer(rows, {0: BAD_CIN, 1: BAD_CIN})
    twice = {**said[0], answers.CODE: "R03", answers.REASON: "Name differs"}
    against = {**said[2], answers.RESULT: "Rejected"}
    data = answers.csv_of([*said, twice, against])
    told = responses.take_in(workspace, answers.came(workspace, data), data)
    assert told == "2 accepted, 2 rejected, 1 not answered, 2 in quarantine, 1 said twice"
    first = responses.open_rows(workspace)[0]
    assert (first.code, first.reason, first.fix) == (
        "R01 R03", "CIN not found; Name differs", "cin"
    )  # fmt: skip
    assert [row.row for row in quarantine.waiting(workspace)] == [4, 8]
    assert stands(workspace, sent) == (2, 2, 1)


def test_the_name_says_which_file_is_meant(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    first, rows = answers.send(workspace, tmp_path, NOV)
    answers.come_back(workspace, rows, {0: BAD_CIN})
    responses.release(workspace, [responses.open_rows(workspace)[0].id])
    later = answers.at(workspace, "2027-01-05T10:00")
    second, again = answers.send(later, tmp_path, DEC)
    assert len(again) == 1
    only_rejected(workspace)
    data = answers.csv_of(answers.answer(again, {0: BAD_CIN}))
    key = answers.came(later, data, "CSRTF_1234567893_202612_RESPONSE.csv")
    responses.take_in(later, key, data)
    assert stands(later, second) == (0, 1, 0)
    assert stands(later, first) == (4, 1, 0)


def test_goes_again_once_with_the_next_file(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    _sent, rows = answers.send(workspace, tmp_path, NOV)
    answers.come_back(workspace, rows, {0: BAD_CIN, 1: BAD_CIN})
    december = answers.at(workspace, "2026-12-20T10:00")
    assert exports.preview(december, "bayview", DEC).rows == 0
    [first, second] = responses.open_rows(december)
    settled, changes = responses.release(december, [first.id], "CIN looked up")
    assert changes.files and changes.members == {made[0].member}
    shown = exports.preview(december, "bayview", DEC)
    assert (shown.rows, shown.again, shown.rejected) == (1, 1, 1)
    assert shown.lines[0].late
    assert responses.of_plan(december, "bayview").again == 1
    _id, again = answers.send(december, tmp_path, DEC)
    assert [row[answers.CIN] for row in again] == [made[0].cin]
    assert again[0][answers.ON] == "11/16/2026"
    january = answers.at(workspace, "2027-01-20T10:00")
    shown = exports.preview(january, "bayview", JAN)
    assert (shown.rows, shown.again, shown.rejected) == (0, 0, 1)
    assert responses.of_plan(january, "bayview").again == 0
    with pytest.raises(InputRejected):
        responses.undo(january, settled.undo)
    assert [row.id for row in responses.open_rows(january)] == [second.id]


def test_released_twice_is_refused_and_undone(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    _sent, rows = answers.send(workspace, tmp_path, NOV)
    answers.come_back(workspace, rows, {0: BAD_CIN})
    [row] = responses.open_rows(workspace)
    settled, _changes = responses.release(workspace, [row.id])
    with pytest.raises(InputRejected):
        responses.release(workspace, [row.id])
    assert responses.open_rows(workspace) == []
    changes = responses.undo(workspace, settled.undo)
    assert changes.members == {made[0].member}
    assert [one.id for one in responses.open_rows(workspace)] == [row.id]
    with pytest.raises(InputRejected):
        responses.drop(workspace, [row.id], " ")
    dropped, _changes = responses.drop(workspace, [row.id], "the plan has it")
    assert responses.open_rows(workspace) == []
    december = answers.at(workspace, "2026-12-20T10:00")
    assert exports.preview(december, "bayview", DEC).rows == 0
    responses.undo(workspace, dropped.undo)
    assert responses.row(workspace, row.id).reason == "CIN not found"
    with pytest.raises(NotFound):
        responses.undo(workspace, "unknown")


def test_a_correction_takes_the_place_of_a_rejected_status(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    _sent, rows = answers.send(workspace, tmp_path, NOV)
    answers.come_back(workspace, rows, {0: ("R05", "Status not allowed")})
    [row] = responses.open_rows(workspace)
    record_status.record(
        workspace, row.referral_id, S.ACCEPTED, date(2026, 11, 18), corrects=row.event_id
    )
    assert responses.open_rows(workspace) == []
    with pytest.raises(NotFound):
        responses.row(workspace, row.id)
    with pytest.raises(InputRejected):
        responses.release(workspace, [row.id])
    december = answers.at(workspace, "2026-12-20T10:00")
    _id, again = answers.send(december, tmp_path, DEC)
    assert [one[answers.ON] for one in again] == ["11/18/2026"]


def test_a_later_word_of_the_plan_holds(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    sent, rows = answers.send(workspace, tmp_path, NOV)
    answers.come_back(workspace, rows, {0: BAD_CIN, 1: BAD_CIN})
    [first, _second] = responses.open_rows(workspace)
    responses.release(workspace, [first.id])
    after = answers.csv_of(answers.answer(rows, {4: BAD_CIN}))
    responses.take_in(workspace, answers.came(workspace, after, "second.csv"), after)
    assert [row.cin for row in responses.open_rows(workspace)] == [made[4].cin]
    assert stands(workspace, sent) == (4, 1, 0)
    december = answers.at(workspace, "2026-12-20T10:00")
    assert exports.preview(december, "bayview", DEC).rows == 0  # accepted: it does not go again


def test_rejected_rows_on_today(
    workspace: Workspace, made: list[loops.Made], tmp_path: Path
) -> None:
    _sent, rows = answers.send(workspace, tmp_path, NOV)
    answers.come_back(workspace, rows, {0: BAD_CIN})
    later = answers.at(workspace, "2026-11-23T10:00")
    [line] = [row for row in today.due(later) if row.action == responses_due.ACTION]
    assert (line.member_id, line.state, line.days_left) == (made[0].member, "overdue", -3)
    assert line.why == (
        "Accepted of Nov 16, 2026: CIN not found (R01). Look the CIN up and correct it with the "
        "member."
    )
    [row] = responses.open_rows(later)
    assert line.subject == row.id
    assert responses_due.lines(later, date(2026, 11, 23), date(2026, 11, 19)) == []
    responses.release(later, [row.id])
    assert [row for row in today.due(later) if row.action == responses_due.ACTION] == []


def test_a_whole_file_sent_back_is_one_line(
    workspace: Workspace, plan: str, tmp_path: Path
) -> None:
    for number in range(1, 31):
        one = loops.add_member(workspace, plan, number)
        record_status.record(workspace, one.referral, S.ACCEPTED, date(2026, 11, 18))
    _sent, rows = answers.send(workspace, tmp_path, NOV)
    wrong = dict.fromkeys(range(30), ("R09", "NPI not enrolled"))
    answers.come_back(workspace, rows, wrong)
    [line] = [row for row in today.due(workspace) if row.action == responses_due.ACTION]
    assert (line.member_id, line.member_name) == ("", "Bayview")
    assert line.why.startswith("30 statuses: NPI not enrolled (R09).")
    responses.release(workspace, responses.alike(workspace, line.subject))
    assert responses.of_plan(workspace, "bayview").again == 30


def test_open_rows_are_few_looks(workspace: Workspace) -> None:
    assert not reads_responses.any_open(workspace.store)
    assert responses.counts(workspace) == {}
    with pytest.raises(NotFound):
        responses.open_rows(workspace, "nobody")
