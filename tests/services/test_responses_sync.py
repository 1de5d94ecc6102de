"""A month over a watched folder: sent by itself, answered, mended, sent again with the next."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.vocabulary import ReferralStatus
from navigator_app.services import (
    connections,
    import_authorizations,
    quarantine,
    record_status,
    responses,
    sync_kinds,
    synchronize,
)
from navigator_app.services.workspace import Workspace
from tests.services import answers, loops

OLD = 1_700_000_000


@pytest.fixture
def folders(workspace: Workspace, tmp_path: Path) -> tuple[Path, Path]:
    """Where the plan leaves files for us, and where ours go."""
    loops.add_plan(workspace)
    inbox, outbox = tmp_path / "inbox", tmp_path / "outbox"
    for folder in (inbox, outbox):
        folder.mkdir()
    connections.connect_folder(workspace, "bayview", inbox=str(inbox), outbox=str(outbox))
    connections.set_trusted(workspace, "bayview", True)
    return inbox, outbox


def lay(inbox: Path, name: str, data: bytes) -> None:
    (inbox / name).write_bytes(data)
    os.utime(inbox / name, (OLD, OLD))  # nobody writes it any more


def lying(outbox: Path, name: str) -> list[answers.Row]:
    with (outbox / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_month_and_the_next(workspace: Workspace, folders: tuple[Path, Path]) -> None:
    inbox, outbox = folders
    [(plan,)] = workspace.store.query("SELECT id FROM plan")
    for number in range(1, 6):
        made = loops.add_member(workspace, plan, number)
        record_status.record(
            workspace, made.referral, ReferralStatus.ACCEPTED, date(2026, 11, 14 + number)
        )
    december = answers.at(workspace, "2026-12-20T10:00")
    synchronize.run(december, "bayview")
    name = "CSRTF_1234567893_202611.csv"
    rows = lying(outbox, name)
    assert len(rows) == 5
    wrong = {1: ("R01", "CIN not found"), 3: ("R02", "Date of birth differs")}
    said = answers.csv_of(answers.answer(rows, wrong))
    layouts = import_authorizations.layouts_for(december, "bayview")
    assert sync_kinds.recognise("a.csv", said, layouts, date(2026, 12, 2)).kind == "response"
    lay(inbox, "answer.csv", said)
    synchronize.run(december, "bayview")
    [sent] = [one for one in synchronize.files(december, "bayview", "out")]
    assert (sent.state, sent.proof) == ("acknowledged", "3 accepted, 2 rejected")
    [came] = synchronize.files(december, "bayview", "in")
    assert (came.kind, came.state) == ("response", "taken")
    found = responses.open_rows(december)
    assert [row.fix for row in found] == ["cin", "date_of_birth"]
    responses.release(december, [row.id for row in found])
    lay(inbox, "answer-again.csv", said)  # the same bytes under another name
    january = answers.at(workspace, "2027-01-20T10:00")
    synchronize.run(january, "bayview")
    again = lying(outbox, "CSRTF_1234567893_202612.csv")
    assert [row[answers.CIN] for row in again] == [row.cin for row in found]
    lay(inbox, "second.csv", answers.csv_of(answers.answer(again)))
    synchronize.run(january, "bayview")
    assert responses.open_rows(january) == [] and responses.counts(january) == {}
    newest = synchronize.files(january, "bayview", "out")[0]
    assert (newest.state, newest.proof) == ("acknowledged", "2 accepted")
    assert quarantine.waiting(january) == []
    synchronize.run(answers.at(workspace, "2027-02-20T10:00"), "bayview")
    assert sorted(path.name for path in outbox.iterdir()) == [
        name, "CSRTF_1234567893_202612.csv"
    ]  # fmt: skip


def test_an_answer_to_nothing_waits_in_quarantine_and_holds_up_nothing(
    workspace: Workspace, folders: tuple[Path, Path]
) -> None:
    inbox, _outbox = folders
    row = {
        answers.CIN: "98888888B",
        answers.SERVICE: "Housing Deposits",
        answers.STATUS: "Accepted",
        answers.ON: "11/02/2026",
    }
    lay(inbox, "strange.csv", answers.csv_of(answers.answer([row])))
    [run] = synchronize.run(workspace, "bayview")
    assert run.state == "done"
    [waiting] = quarantine.waiting(workspace, "bayview")
    assert (waiting.file, waiting.kind, waiting.can_retry) == ("strange.csv", "response", True)
    assert "No status file that went to this plan" in waiting.reason


def test_two_months_of_which_all_was_accepted_are_answered_by_the_same_bytes(
    workspace: Workspace, folders: tuple[Path, Path]
) -> None:
    """A plan that returns only what it rejected then sends headings alone, month after month."""
    inbox, _outbox = folders
    [(plan,)] = workspace.store.query("SELECT id FROM plan")
    with workspace.transaction("test") as tx:
        tx.update("plan", plan, {"layout": "sierra"})
    made = loops.add_member(workspace, plan, 1)
    record_status.record(workspace, made.referral, ReferralStatus.ACCEPTED, date(2026, 11, 16))
    said = b"CIN|CS_SERVICE|REF_STATUS|REF_STATUS_DT|RESULT|REASON_CD|REASON\r\n"
    december = answers.at(workspace, "2026-12-20T10:00")
    synchronize.run(december, "bayview")
    lay(inbox, "RESPONSE_CSRTF_1234567893_202611.txt", said)
    synchronize.run(december, "bayview")
    record_status.record(
        december, made.referral, ReferralStatus.OUTREACH_INITIATED, date(2026, 12, 3)
    )
    january = answers.at(workspace, "2027-01-20T10:00")
    lay(inbox, "RESPONSE_CSRTF_1234567893_202611_copy.txt", said)
    synchronize.run(january, "bayview")
    newest, first = synchronize.files(january, "bayview", "out")
    assert (newest.state, first.state) == ("confirmed", "acknowledged")  # the copy says nothing new
    lay(inbox, "RESPONSE_CSRTF_1234567893_202612.txt", said)
    synchronize.run(january, "bayview")
    newest, first = synchronize.files(january, "bayview", "out")
    assert [(one.state, one.proof) for one in (newest, first)] == [
        ("acknowledged", "1 accepted")
    ] * 2
    assert quarantine.waiting(january) == []
