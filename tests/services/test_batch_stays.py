"""A batch that waits for the line goes only while what was attested of its members is so."""

from __future__ import annotations

import pytest

from navigator_app.services import batch_send, batches, gate, synchronize
from navigator_app.services.workspace import Workspace
from navigator_app.store import intake_writes
from tests.services import answers, batch_maker
from tests.services.exchange_desk import Desk
from tests.services.loops import Made
from tests.sshd import needed

pytestmark = needed


@pytest.fixture
def ready(desk: Desk) -> tuple[Desk, str, Made, Made]:
    """A built batch of two."""
    desk.ws = answers.at(desk.ws, "2026-11-20T10:00")
    one, two = (batch_maker.ready(desk.ws, desk.plan_id, number) for number in (1, 2))
    batch_id = batch_maker.batch(desk.ws, one, two)
    batch_send.attest(desk.ws, batch_id, batch_maker.WORDS)
    batch_send.build(desk.ws, batch_id)
    return desk, batch_id, one, two


def take_the_yes_back(ws: Workspace, made: Made) -> None:
    with ws.transaction("test") as tx:
        intake_writes.write(tx, made.referral, {"opted_in_on": None})


def test_a_yes_that_was_taken_back_holds_the_batch(ready: tuple[Desk, str, Made, Made]) -> None:
    desk, batch_id, one, two = ready
    take_the_yes_back(desk.ws, one)
    row = desk.sync()
    assert (row.state, row.files_out, row.trouble_cause) == ("done", 0, "outdated")
    assert "1 member needs mending" in row.trouble
    assert desk.sent() == {}
    assert gate.disclosures(desk.ws, one.member) == []
    desk.sync()
    [file] = synchronize.files(desk.ws, desk.plan, "out")
    assert desk.states(file).count("held") == 1  # said once
    batches.remove(desk.ws, batch_id, [one.member])
    batch_send.attest(desk.ws, batch_id, batch_maker.WORDS)
    batch_send.build(desk.ws, batch_id)
    assert desk.sync().files_out == 1
    [content] = desk.sent().values()
    assert one.cin.encode() not in content
    assert two.cin.encode() in content
    assert batches.one(desk.ws, batch_id).state == "sent"


def test_what_is_ready_goes(ready: tuple[Desk, str, Made, Made]) -> None:
    desk, batch_id, one, _two = ready
    assert desk.sync().files_out == 1
    assert batches.one(desk.ws, batch_id).state == "sent"
    [told] = gate.disclosures(desk.ws, one.member)
    assert told.categories == ("identity", "housing")


def test_what_a_person_brought_before_is_accounted_for_whole(
    ready: tuple[Desk, str, Made, Made],
) -> None:
    desk, batch_id, one, _two = ready
    take_the_yes_back(desk.ws, one)
    batch_send.mark_sent(desk.ws, batch_id)
    [told] = gate.disclosures(desk.ws, one.member)
    assert told.categories == ("identity", "housing")
