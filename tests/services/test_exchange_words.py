"""What is told of files of an exchange: their states, and the days of those to be reviewed."""

from __future__ import annotations

import pytest

from navigator_app.commands import sync as command
from navigator_app.domain import exchange
from navigator_app.domain.exchange import SENDING, UNSURE
from navigator_app.services import exchange_words, synchronize
from tests.exchange.lines import QUICK
from tests.services.exchange_desk import FIRST, SAMPLES, Desk, roster
from tests.services.test_synchronize_faults import renamed_only
from tests.sshd import needed
from ui.models import exchange_words as shown

pytestmark = needed
COASTAL = "coastal_CS-ASF_Nov2026.xlsx"


def test_every_state_and_step_has_words_and_a_sign() -> None:
    names = (
        "FETCHED STAGED COMMITTED QUARANTINED SETTLED TAKEN WAITING SENDING SENT CONFIRMED "
        "ACKNOWLEDGED REFUSED WITHDRAWN UPLOADED UNSURE HELD CLEARED LEFT"
    )
    states = {getattr(exchange, name) for name in names.split()}
    assert states == set(exchange_words.STATES)
    for state in states:
        assert shown.file_state(state)[0] == exchange_words.state(state) != state
        assert shown.file_state(state)[2] != "dot"


def test_a_file_whose_end_is_not_sure_is_told_so_everywhere(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    renamed_only(desk)
    for file in desk.outbox.iterdir():
        file.unlink()  # the plan took it before anybody looked
    row = desk.sync(patience=QUICK)
    [file_row] = desk.files("out")
    assert (file_row.state, file_row.unsure, file_row.told_state) == (SENDING, True, UNSURE)
    command._show(row, synchronize.of_run(desk.ws, row.id), synchronize.lines(desk.ws)[0])
    said = capsys.readouterr().out
    assert "Not known whether it went" in said
    assert "sending" not in said
    [line] = synchronize.lines(desk.ws)
    assert line.unsure == 1
    settled = synchronize.settle_unsure(desk.ws, file_row.id, False)
    assert (settled.unsure, settled.told_state) == (False, "waiting")


def test_the_day_a_file_came_and_the_day_it_is_of_are_two(desk: Desk) -> None:
    def said() -> str:
        return synchronize.lines(desk.ws)[0].text

    desk.drop("members.csv", roster(1))
    desk.sync()
    assert "file to review (came Dec 2, 2026)" in said()
    _forget(desk)
    desk.sample(FIRST)
    desk.sync()
    assert "file of Nov 15, 2026 to review (came Dec 2, 2026)" in said()
    desk.drop("more.csv", roster(1, 2))
    desk.sync()
    assert "2 files to review (came Dec 2, 2026)" in said()
    with desk.ws.transaction("test") as tx:
        tx.execute("UPDATE exchange_file SET created_at = '2026-11-30T12:00:00' WHERE name = ?",
                   (FIRST,))  # fmt: skip
    assert "2 files to review (came Nov 30, 2026 to Dec 2, 2026)" in said()


def test_words_in_the_file_tell_its_day_where_the_name_says_none(desk: Desk) -> None:
    desk.drop("members.xlsx", SAMPLES / COASTAL)
    desk.sync()
    [line] = synchronize.lines(desk.ws)
    assert "file of Nov 16, 2026 to review (came Dec 2, 2026)" in line.text
    assert line.to_review[0].dated == "2026-11-16"


def _forget(desk: Desk) -> None:
    with desk.ws.transaction("test") as tx:
        tx.execute("UPDATE exchange_file SET state = 'settled'")
