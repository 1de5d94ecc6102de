"""A plan whose files go by hand from now on, with one of them cut on its way over the line."""

from __future__ import annotations

import pytest

from navigator_app.domain.exchange import CONFIRMED, SENDING, WAITING
from navigator_app.services import connections, exports, synchronize
from tests.exchange.lines import QUICK
from tests.services.exchange_desk import NOVEMBER, Desk
from tests.services.test_synchronize_faults import killed, until
from tests.sshd import needed

pytestmark = needed


def cut(desk: Desk, before: str) -> str:
    """A run that was killed before that step of the line; the id of its file."""
    desk.status(1)
    desk.build()
    meeting = synchronize.meeting(desk.plan, patience=QUICK)
    until(meeting, desk, before)
    killed(desk, meeting)
    [file] = desk.files()
    assert file.state == SENDING
    return file.id


def test_what_cannot_have_gone_waits_for_a_person(desk: Desk) -> None:
    file_id = cut(desk, "upload")
    connections.connect_hand(desk.ws, desk.plan)
    assert synchronize.file(desk.ws, file_id).state == WAITING
    desk.build()  # was refused while it was on its way
    exports.mark_sent(desk.ws, desk.plan, NOVEMBER)
    assert synchronize.lines(desk.ws)[0].statuses_waiting == 0


@pytest.mark.parametrize("went", [True, False])
def test_of_what_may_have_gone_a_person_asks_the_plan(desk: Desk, went: bool) -> None:
    file_id = cut(desk, "publish")
    for _again in range(2):
        connections.connect_hand(desk.ws, desk.plan)
    assert synchronize.lines(desk.ws)[0].unsure == 1
    assert len([one for one in desk.states(desk.files()[0]) if one == "unsure"]) == 1
    synchronize.settle_unsure(desk.ws, file_id, went)
    assert synchronize.file(desk.ws, file_id).state == (CONFIRMED if went else WAITING)


def test_an_exchange_that_is_under_way_ends_what_it_began(desk: Desk) -> None:
    desk.status(1)
    desk.build()
    meeting = synchronize.meeting(desk.plan, patience=QUICK)
    until(meeting, desk, "publish")
    connections.connect_hand(desk.ws, desk.plan)
    assert desk.files()[0].state == SENDING
    while (step := meeting.step) is not None:
        meeting.give(step.work(desk.ws) if step.where == "store" else step.work())
    assert desk.files()[0].state == CONFIRMED
