"""A plan's answers to a batch over its server: repeated rows, and an answer that changes."""

from __future__ import annotations

from navigator_app.domain.batches import APPROVED, DENIED
from navigator_app.domain.exchange import TAKEN
from navigator_app.services import batch_changed, batches, quarantine
from tests.services.batch_maker import NO, YES, answered
from tests.services.exchange_desk import OLD, Desk
from tests.services.loops import Made
from tests.services.test_batch_stays import ready
from tests.sshd import needed

pytestmark = needed

__all__ = ["ready"]


def test_the_line_brings_one_answer_and_then_another(
    ready: tuple[Desk, str, Made, Made],
) -> None:
    desk, batch_id, _one, _two = ready
    assert desk.sync().files_out == 1
    [text] = (content.decode() for content in desk.sent().values())
    first = answered(text, {"1": YES, "2": YES})
    rows = first.decode().splitlines()
    desk.drop("first.csv", "\n".join([*rows, rows[2]]).encode())
    assert desk.sync().files_in == 1
    [file] = desk.files("in")
    assert (file.state, file.proof) == (TAKEN, "2 approved, 0 denied, 0 sent back; 1 row twice.")
    desk.drop("second.csv", answered(text, {"1": NO, "2": YES}))
    desk.drop("same_again.csv", first, age=2 * OLD)
    assert desk.sync().files_in == 2
    told = {one.name: one for one in desk.files("in")}
    assert "for 1 member the plan changed its answer" in told["second.csv"].proof
    assert batches.one(desk.ws, batch_id).approved == 2
    [change] = batch_changed.waiting(desk.ws, batch_id)  # the older one was read before it
    assert (change.before, change.outcome) == (APPROVED, DENIED)
    _said, settled, _changes = batch_changed.take(desk.ws, change.id)
    assert batches.one(desk.ws, batch_id).denied == 1
    assert quarantine.waiting(desk.ws) == []
    batch_changed.undo(desk.ws, settled.undo)
    assert batches.one(desk.ws, batch_id).approved == 2
    assert desk.sync().files_in == 0
    assert len(batch_changed.waiting(desk.ws, batch_id)) == 1
