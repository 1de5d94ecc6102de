"""The hidden part of a file that was begun on a plan's server and goes no further."""

from __future__ import annotations

from pathlib import Path

import pytest

from navigator_app.domain.exchange import CLEARED, CONFIRMED, HELD, LEFT, SENT, WAITING
from navigator_app.exchange import transport
from navigator_app.exchange.folder import FolderTransport
from navigator_app.exchange.transport_errors import FolderGone, UnsafeName
from navigator_app.services import batch_send, batches, exports, synchronize
from tests.exchange.lines import QUICK
from tests.services import batch_maker
from tests.services.exchange_desk import NOVEMBER, Desk
from tests.services.loops import Made
from tests.services.test_batch_stays import ready, take_the_yes_back
from tests.services.test_synchronize_faults import killed, until
from tests.sshd import Sshd, needed

pytestmark = needed

__all__ = ["ready"]
OTHERS = ".theirs.csv.part-0123456789ab"


def half_sent(desk: Desk) -> str:
    """A file whose bytes lie there under the hidden name as the program is killed; that name."""
    meeting = synchronize.meeting(desk.plan, patience=QUICK)
    until(meeting, desk, "upload")
    assert meeting.step is not None
    meeting.step.work()
    killed(desk, meeting)
    [name] = desk.sent()
    return name


def test_the_part_of_a_held_batch_is_taken_away(ready: tuple[Desk, str, Made, Made]) -> None:
    desk, batch_id, one, _two = ready
    name = half_sent(desk)
    assert name[0] == "."
    (desk.outbox / OTHERS).write_bytes(b"not ours")
    take_the_yes_back(desk.ws, one)
    row = desk.sync()
    assert (row.state, row.files_out, row.trouble_cause) == ("done", 0, "outdated")
    assert list(desk.sent()) == [OTHERS]  # what is not ours is never touched
    [file] = desk.files("out")
    assert desk.states(file)[-3:] == [WAITING, HELD, CLEARED]
    assert name in synchronize.life(desk.ws, file.id)[-1].proof
    assert [x.id for x in synchronize.of_run(desk.ws, row.id)] == [file.id]
    assert "needs mending" in file.proof  # why it waits stays what is told of it
    desk.sync()
    assert desk.states(file).count(HELD) == desk.states(file).count(CLEARED) == 1
    batches.remove(desk.ws, batch_id, [one.member])
    batch_send.attest(desk.ws, batch_id, batch_maker.WORDS)
    batch_send.build(desk.ws, batch_id)
    assert desk.sync().files_out == 1


def test_the_part_of_what_went_by_hand_is_taken_away(desk: Desk) -> None:
    desk.status(1)
    desk.build()
    half_sent(desk)
    exports.mark_sent(desk.ws, desk.plan, NOVEMBER)
    assert desk.sync().state == "done"
    assert desk.sent() == {}
    [file] = desk.files("out")
    assert desk.states(file)[-2:] == [SENT, CLEARED]
    assert file.state == SENT


def test_a_part_that_is_on_its_way_stays_and_goes_on(desk: Desk) -> None:
    desk.status(1)
    desk.build()
    half_sent(desk)
    assert desk.sync().files_out == 1
    [file] = desk.files("out")
    assert desk.states(file)[-1] == CONFIRMED
    assert CLEARED not in desk.states(file)
    assert [name[0] for name in desk.sent()] != ["."]


def test_what_else_bears_the_name_is_left_alone(ready: tuple[Desk, str, Made, Made]) -> None:
    desk, _batch_id, one, _two = ready
    part = desk.outbox / half_sent(desk)
    kept = desk.folder / "kept"
    part.rename(kept)
    part.symlink_to(kept)
    take_the_yes_back(desk.ws, one)
    desk.sync()
    assert part.is_symlink()
    assert kept.exists()
    [file] = desk.files("out")
    assert CLEARED not in desk.states(file)  # nothing is told that did not happen


def test_a_folder_that_is_gone_for_a_while_is_looked_into_later(
    ready: tuple[Desk, str, Made, Made],
) -> None:
    desk, _batch_id, one, _two = ready
    half_sent(desk)
    take_the_yes_back(desk.ws, one)
    away = desk.outbox.rename(desk.folder / "away")
    desk.sync()
    away.rename(desk.outbox)
    desk.sync()
    assert desk.sent() == {}
    [file] = desk.files("out")
    assert desk.states(file).count(CLEARED) == 1


def test_what_may_not_be_removed_is_told_once(
    ready: tuple[Desk, str, Made, Made], tmp_path: Path
) -> None:
    desk, _batch_id, one, _two = ready
    name = half_sent(desk)
    take_the_yes_back(desk.ws, one)
    server = Sshd(tmp_path / "strict", sftp="internal-sftp -P remove")
    desk.server = server
    try:
        desk.connect()
        for _number in range(2):
            assert desk.sync().state == "done"
    finally:
        server.stop()
    assert name in desk.sent()
    [file] = desk.files("out")
    assert desk.states(file).count(LEFT) == 1
    assert "could not be removed" in synchronize.life(desk.ws, file.id)[-1].proof


@pytest.mark.parametrize(
    "name", ["members.csv", ".members.csv", "../.a.part-0123456789ab", ".a/b.part-0123456789ab",
             ".a.part-0123456789AB", "..a.part-0123456789ab", ""],
)  # fmt: skip
def test_only_a_hidden_name_of_ours_is_removed(tmp_path: Path, name: str) -> None:
    line = FolderTransport(inbox="", outbox=str(tmp_path))
    for one in ("members.csv", ".members.csv"):
        (tmp_path / one).touch()
    with pytest.raises(UnsafeName):
        line.remove_part(name)
    own = transport.part_name("members.csv", "a" * 64)
    assert not line.remove_part(own)
    (tmp_path / own).touch()
    assert line.remove_part(own)
    assert {one.name for one in tmp_path.iterdir()} == {"members.csv", ".members.csv"}
    with pytest.raises(FolderGone):
        line.remove_part(own, folder=str(tmp_path / "gone"))
