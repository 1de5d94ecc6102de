"""Files and rows that nobody could use: whose they are, tried again, discarded, taken back."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.exchange import IN, QUARANTINED, UNKNOWN
from navigator_app.domain.responses import DISCARD, RETRY
from navigator_app.domain.vocabulary import ReferralStatus, Role
from navigator_app.errors import InputRejected, NotFound
from navigator_app.exchange import layouts
from navigator_app.services import (
    agency,
    import_authorizations,
    quarantine,
    record_status,
    responses,
)
from navigator_app.services.workspace import Workspace
from navigator_app.store import exchange_writes, reads_exchange
from tests.services import answers, loops
from tests.services.cli_runs import FIRST, SAMPLES


@pytest.fixture
def plan(workspace: Workspace) -> str:
    return loops.add_plan(workspace)


def add_user(ws: Workspace, name: str, role: Role) -> str:
    with ws.transaction("test") as tx:
        values = {"id": name, "name": name, "role": role.slug, "created_at": tx.now}
        tx.insert("user", values)
    return name


def put_file(ws: Workspace, content: bytes, reason: str = "Layout not known") -> str:
    """A whole file as a run puts it aside; returns the id of what lies in quarantine."""
    plan_id = agency.plan(ws, "bayview").id
    with ws.transaction("test") as tx:
        file_id = exchange_writes.new_file(
            tx,
            plan_id,
            direction=IN,
            kind=UNKNOWN,
            name="strange.csv",
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            state=QUARANTINED,
            zone="UTC",
        )
        if content:
            exchange_writes.keep_content(tx, file_id, content)
        return exchange_writes.quarantine(tx, plan_id, file_id, reason)


def state(ws: Workspace, key: str) -> str:
    file = reads_exchange.file(ws.store, quarantine.one(ws, key).file_id)
    assert file is not None
    return file.state


def test_what_waits_with_owner_and_age(workspace: Workspace, plan: str) -> None:
    key = put_file(workspace, b"a,b\n1,2\n")
    boss = add_user(workspace, "Bo", Role.SUPERVISOR)
    file_id = quarantine.one(workspace, key).file_id
    mine = quarantine.put(workspace, "bayview", file_id, "row 7: who is it?", row_no=7)
    later = answers.at(workspace, "2026-11-25T09:00")
    first, second = sorted(quarantine.waiting(later, "bayview"), key=lambda row: row.row)
    assert (first.file, first.row, first.owner, first.days) == ("strange.csv", 0, "", 5)
    assert (second.id, second.row, second.owner_id) == (mine, 7, boss)
    assert quarantine.count(later) == 2
    done, changes = quarantine.assign(later, key, workspace.user.id)
    assert changes.files
    assert [row.id for row in quarantine.waiting(later, owner_id=workspace.user.id)] == [key]
    quarantine.undo(later, done.undo)
    assert quarantine.one(later, key).owner == ""
    with pytest.raises(InputRejected):
        quarantine.assign(later, key, "nobody")
    with pytest.raises(NotFound):
        quarantine.one(later, "nothing")
    with pytest.raises(NotFound):
        quarantine.waiting(later, "nowhere")


def test_discarded_with_a_reason_and_taken_back(workspace: Workspace, plan: str) -> None:
    key = put_file(workspace, b"a,b\n1,2\n")
    with pytest.raises(InputRejected):
        quarantine.settle(workspace, key, DISCARD, "  ")
    _said, done, _changes = quarantine.settle(workspace, key, DISCARD, "a draft of theirs")
    assert quarantine.waiting(workspace) == []
    assert state(workspace, key) == "settled"
    assert quarantine.settled(workspace)[0].settled_how == "dropped: a draft of theirs"
    with pytest.raises(InputRejected):
        quarantine.settle(workspace, key, DISCARD, "again")
    quarantine.undo(workspace, done.undo)
    assert [row.id for row in quarantine.waiting(workspace)] == [key]
    assert state(workspace, key) == "quarantined"
    steps = reads_exchange.steps(workspace.store, quarantine.one(workspace, key).file_id)
    assert [step.state for step in steps] == ["quarantined", "settled", "quarantined"]


def test_tried_again_after_its_layout_was_mapped(workspace: Workspace, plan: str) -> None:
    text = (SAMPLES / FIRST).read_text("utf-8-sig")
    head, rest = text.split("\n", 1)
    strange = head.replace("Referred Service", "Svc")
    key = put_file(workspace, f"{strange}\n{rest}".encode())
    with pytest.raises(InputRejected):
        quarantine.settle(workspace, key, RETRY)
    assert state(workspace, key) == "quarantined"
    known = layouts.shipped()["bayview"]
    mapping = {name: texts[0] for name, texts in known.headings.items()} | {"service": "Svc"}
    mapped = layouts.from_mapping("mapped", "Mapped", mapping)
    with workspace.transaction("test") as tx:
        values = {"id": "m", "key": "mapped", "created_at": tx.now}
        tx.insert("learned_layout", {**values, "toml": layouts.to_toml(mapped)})
    said, _done, _changes = quarantine.settle(workspace, key, RETRY)
    assert "review" in said
    assert quarantine.waiting(workspace) == []
    assert state(workspace, key) == "staged"
    file = reads_exchange.file(workspace.store, quarantine.one(workspace, key).file_id)
    assert file is not None
    review = import_authorizations.review(workspace, file.inbound_file_id)
    assert review.rows > 0 and review.state == "staged"


def test_a_response_tried_again_once_the_file_was_marked_sent(
    workspace: Workspace, plan: str, tmp_path: Path
) -> None:
    made = loops.add_member(workspace, plan, 1)
    record_status.record(workspace, made.referral, ReferralStatus.ACCEPTED, date(2026, 11, 18))
    row = {
        answers.CIN: made.cin,
        answers.SERVICE: "Housing Transition Navigation Services",
        answers.STATUS: "Accepted",
        answers.ON: "11/18/2026",
    }
    key = put_file(workspace, answers.csv_of(answers.answer([row])), "No file of ours")
    with pytest.raises(Exception, match="mark it sent"):
        quarantine.settle(workspace, key, RETRY)
    assert quarantine.count(workspace) == 1
    sent, _rows = answers.send(workspace, tmp_path, "2026-11")
    said, _done, _changes = quarantine.settle(workspace, key, RETRY)
    assert said == "1 accepted"
    assert state(workspace, key) == "taken"
    assert responses.standing(workspace, sent).accepted == 1


def test_a_file_that_was_not_fetched(workspace: Workspace, plan: str) -> None:
    key = put_file(workspace, b"", "A link")
    assert not quarantine.one(workspace, key).can_retry
    with pytest.raises(InputRejected, match="not fetched"):
        quarantine.settle(workspace, key, RETRY)


def test_a_row_is_found_after_its_member_was_mended(
    workspace: Workspace, plan: str, tmp_path: Path
) -> None:
    """The plan answers a row in another order of letters; the same file is asked again later."""
    for number in (1, 2, 3):
        made = loops.add_member(workspace, plan, number)
        record_status.record(
            workspace, made.referral, ReferralStatus.ACCEPTED, date(2026, 11, 16 + number)
        )
    sent, rows = answers.send(workspace, tmp_path, "2026-11")
    said = answers.answer(rows, {2: ("R01", "CIN")})
    said[2] = {**said[2], answers.CIN: "98765432Z"}
    data = answers.csv_of(said)
    responses.take_in(workspace, answers.came(workspace, data), data)
    [row] = quarantine.waiting(workspace)
    with pytest.raises(InputRejected, match="still nobody"):
        quarantine.settle(workspace, row.id, RETRY)
    _said, done, _changes = quarantine.settle(workspace, row.id, DISCARD, "told by phone")
    assert responses.standing(workspace, sent).unanswered == 1
    quarantine.undo(workspace, done.undo)
    assert quarantine.count(workspace) == 1


def test_discarding_the_last_doubt_concludes_and_undo_opens_it_again(
    workspace: Workspace, plan: str, tmp_path: Path
) -> None:
    with workspace.transaction("test") as tx:
        tx.execute("UPDATE plan SET layout = 'coastal'")
    made = loops.add_member(workspace, plan, 1)
    record_status.record(workspace, made.referral, ReferralStatus.ACCEPTED, date(2026, 11, 18))
    with workspace.transaction("test") as tx:
        tx.execute("UPDATE plan SET layout = 'canonical'")
    sent, rows = answers.send(workspace, tmp_path, "2026-11")
    with workspace.transaction("test") as tx:
        tx.execute("UPDATE plan SET layout = 'coastal'")
    wrong = [{**rows[0], answers.CIN: "98765432Z"}]
    data = answers.csv_of(answers.answer([*rows, *wrong], {1: ("R01", "CIN")}))
    key = answers.came(workspace, data)
    assert responses.take_in(workspace, key, data) == "1 accepted, 1 in quarantine"
    [row] = quarantine.waiting(workspace)
    _said, done, _changes = quarantine.settle(workspace, row.id, DISCARD, "not ours")
    assert responses.standing(workspace, sent).accepted == 1
    quarantine.undo(workspace, done.undo)
    assert quarantine.count(workspace) == 1
    assert responses.standing(workspace, sent).accepted == 1
