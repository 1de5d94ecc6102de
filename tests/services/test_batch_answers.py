"""A batch with its plan, and the plan's answer row by row."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.batches import (
    ANSWERED,
    APPROVED,
    SENT,
)
from navigator_app.errors import FileRejected, InputRejected
from navigator_app.services import (
    authorizations,
    batch_responses,
    batch_send,
    batches,
    gate,
    sync_kinds,
)
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_exchange
from tests.services import batch_maker
from tests.services.batch_maker import BACK, NO, WORDS, YES, answered, checks, sent


def test_each_row_of_the_answer_reaches_its_ledger(workspace: Workspace, tmp_path: Path) -> None:
    plan_id = batch_maker.plan(workspace)
    yes, no, back = (batch_maker.ready(workspace, plan_id, n) for n in (1, 2, 3))
    key = batch_maker.batch(workspace, yes, no, back)
    answer = tmp_path / "answer.csv"
    answer.write_bytes(answered(sent(workspace, key), {"1": YES, "2": NO, "3": BACK}))
    found, changes = batch_responses.answer(workspace, "bayview", answer)
    assert (found.approved, found.denied, found.sent_back, found.unmatched) == (1, 1, 1, 0)
    assert back.member in changes.members
    approved = authorizations.of_referral(workspace, yes.referral)
    assert approved.countdown.end == date(2027, 11, 30)
    assert approved.entries[-1].number == "A77"
    assert not authorizations.of_referral(workspace, no.referral).is_open  # denied closes it
    row = batches.one(workspace, key)
    assert (row.state, row.approved, row.denied, row.sent_back) == (ANSWERED, 1, 1, 1)


def test_who_was_sent_back_goes_again(workspace: Workspace) -> None:
    plan_id = batch_maker.plan(workspace)
    back = batch_maker.ready(workspace, plan_id, 1)
    key = batch_maker.batch(workspace, back)
    content = answered(sent(workspace, key), {"1": BACK})
    batch_responses.answer_bytes(workspace, "bayview", "a.csv", content)
    again, _changes = batches.revise(workspace, key)
    sheet = batches.sheet(workspace, again)
    assert [line.member_id for line in sheet.rows] == [back.member]
    assert sheet.batch.revises_id == key
    assert "pending" not in checks(workspace, again, back.member)  # it was sent back
    with pytest.raises(InputRejected, match="revised batch"):
        batches.revise(workspace, key)
    second = sent(workspace, again)
    batch_responses.answer_bytes(workspace, "bayview", "b.csv", answered(second, {"1": YES}))
    ledger = authorizations.of_referral(workspace, back.referral)
    assert [entry.approved for entry in ledger.entries] == [True]  # asked once, answered once


def test_the_line_brings_it(workspace: Workspace) -> None:
    """What the synchronizer tells, and an answer that it fetched, told twice."""
    plan_id = batch_maker.plan(workspace)
    one = batch_maker.ready(workspace, plan_id, 1)
    key = batch_maker.batch(workspace, one)
    batch_send.attest(workspace, key, WORDS)
    row, _changes = batch_send.build(workspace, key)
    file = reads_exchange.file(workspace.store, row.file_id)
    assert file is not None
    with workspace.transaction("test") as tx:
        sync_kinds.left(workspace, tx, file)
        sync_kinds.left(workspace, tx, file)
    assert batches.one(workspace, key).state == SENT
    assert len(gate.disclosures(workspace, one.member)) == 1
    text = reads_exchange.content(workspace.store, row.file_id).decode()
    content = answered(text, {"1": YES})
    headings = next(csv.reader(io.StringIO(content.decode())))
    assert batch_responses.recognises([headings])
    assert not batch_responses.recognises([next(csv.reader(io.StringIO(text)))])
    from navigator_app.store import exchange_writes

    with workspace.transaction("test") as tx:
        came = exchange_writes.new_file(
            tx, plan_id, direction="in", kind="batch-response", name="a.csv", sha256="x",
            size=1, state="fetched", zone="UTC",
        )  # fmt: skip
    assert batch_responses.take_in(workspace, came, content).startswith("1 approved")
    assert batch_responses.take_in(workspace, came, content).startswith("0 approved")
    assert batches.one(workspace, key).approved == 1


def test_rows_that_fit_nothing_wait_and_hold_nothing_up(workspace: Workspace) -> None:
    plan_id = batch_maker.plan(workspace)
    some = [batch_maker.ready(workspace, plan_id, n) for n in range(1, 6)]
    key = batch_maker.batch(workspace, *some)
    text = sent(workspace, key)
    lines = answered(text, {"1": YES, "2": ("Perhaps",), "3": YES, "4": NO}).decode().splitlines()
    lines[3] = lines[3].replace(some[2].cin, "90000099Z")
    lines.append(lines[4].replace(batches.one(workspace, key).reference, "B0000000000"))
    found, _c = batch_responses.answer_bytes(
        workspace, "bayview", "a.csv", "\n".join(lines).encode()
    )
    assert (found.approved, found.denied, found.unmatched) == (1, 1, 3)
    reasons = [row[0] for row in workspace.store.query("SELECT reason FROM quarantine")]
    assert any("Perhaps" in text for text in reasons)
    assert any("not that of the member" in text for text in reasons)
    assert any("B0000000000" in text for text in reasons)
    row = batches.one(workspace, key)
    assert (row.state, row.unanswered) == (SENT, 3)
    with pytest.raises(InputRejected, match="taken in before"):
        batch_responses.answer_bytes(workspace, "bayview", "a.csv", "\n".join(lines).encode())
    with pytest.raises(FileRejected, match="No columns"):
        batch_responses.answer_bytes(workspace, "bayview", "b.csv", text.encode())


def test_a_row_that_the_file_repeats_is_taken_once(workspace: Workspace) -> None:
    """Word for word it is harmless, and told; two that contradict each other wait for a person."""
    plan_id = batch_maker.plan(workspace)
    some = [batch_maker.ready(workspace, plan_id, n) for n in (1, 2)]
    key = batch_maker.batch(workspace, *some)
    content = answered(sent(workspace, key), {"1": YES, "2": NO})
    first, second, third = content.decode().splitlines()
    rows = [first, second, third, second.replace("Approved", "APPROVED"), second]
    found, _c = batch_responses.answer_bytes(
        workspace, "bayview", "a.csv", "\n".join(rows).encode()
    )
    assert (found.approved, found.denied, found.twice, found.unmatched) == (1, 1, 2, 0)
    assert batch_responses.told(found).endswith("; 2 rows twice.")
    again = "\n".join([first, second, second.replace("12/01/2026", "12/02/2026")]).encode()
    found, _c = batch_responses.answer_bytes(workspace, "bayview", "b.csv", again)
    assert (found.twice, found.unmatched, found.again) == (0, 2, 0)
    reasons = workspace.store.query("SELECT DISTINCT reason FROM quarantine")
    assert reasons == [("The file has this row more than once, and it does not say the same.",)]


@pytest.mark.parametrize("layout", ["canonical", "bayview", "coastal", "sierra"])
def test_every_layout_goes_out_and_comes_back(workspace: Workspace, layout: str) -> None:
    from navigator_app.exchange.batches import layout_of, read, render

    plan_id = batch_maker.plan(workspace, layout=layout)
    made = batch_maker.ready(workspace, plan_id, 1, first_name="=Žofie", last_name="O'Neill")
    key = batch_maker.batch(workspace, made)
    batch_send.attest(workspace, key, WORDS)
    row, _c = batch_send.build(workspace, key)
    content = reads_exchange.content(workspace.store, row.file_id)
    assert b"Lovelace" not in content
    if layout != "coastal":  # a workbook holds text cells
        assert b"'=" in content
    own = layout_of(layout)
    heads = {name: texts[0] for name, texts in own.headings.items()}
    word = next(word for word, meant in own.outcomes.items() if meant == APPROVED)
    mark = {"csv": ",", "pipe": "|", "xlsx": ","}[own.format]
    line = {"reference": row.reference, "row_no": "1", "outcome": word, "end": "11/30/2027"}
    text = mark.join(heads.values()) + "\n" + mark.join(line.get(name, "") for name in heads)
    [answer] = read(text.encode(), layout)
    assert (answer.outcome, answer.end) == (APPROVED, date(2027, 11, 30))
    assert render(own, []) == render(own, [])
