"""In the real window against a real server: connect, compare the key, exchange, review, send, and
the proof of it in the history."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from navigator_app.domain.vocabulary import ReferralStatus
from navigator_app.services import record_status, synchronize
from navigator_app.services.workspace import Workspace
from tests.gui.conftest import caseload_home, start_program  # noqa: F401 - fixtures
from tests.gui.sync_desk import SyncDesk
from tests.sshd import Sshd, needed
from ui.program import Program
from ui.views.exchange import HISTORY

pytestmark = [
    needed,
    pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True),
]
NAME = "bayview_csasf_2026-11-29.csv"


@pytest.fixture
def desk(
    start_program: Callable[..., Program],  # noqa: F811
    caseload_home: Path,  # noqa: F811
    tmp_path: Path,
    passphrase: str,
    qtbot: QtBot,
) -> Iterator[SyncDesk]:
    """The window over sixty members, and the plan's server."""
    home = tmp_path / "filled"
    shutil.copytree(caseload_home, home)
    server = Sshd(tmp_path / "server")
    program = start_program(home, passphrase)
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    made = SyncDesk(program, server, qtbot)
    made.settle()
    yield made
    server.stop()


def press(desk: SyncDesk, button: QAbstractButton) -> None:
    assert button.isVisible() and button.isEnabled(), button.text()
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.settle()


def action(desk: SyncDesk, name: str) -> QAbstractButton:
    """The button of the plan's card."""
    page: Any = desk.inside.view("exchange")
    desk.until(lambda: any(one.action == name for one in page.cards["bayview"].buttons))
    (found,) = (one for one in page.cards["bayview"].buttons if one.action == name)
    return found  # type: ignore[no-any-return]


def connect(desk: SyncDesk) -> None:
    """What the plan told is typed in, its key compared, the line tried out."""
    press(desk, action(desk, "connect"))
    form = desk.dialog()
    for key, text in (
        ("host", "127.0.0.1"),
        ("port", str(desk.server.port)),
        ("user", desk.server.user),
        ("inbox", str(desk.server.inbox)),
        ("outbox", str(desk.server.outbox)),
    ):
        line = form.form.lines[key]
        line.clear()
        desk.qtbot.keyClicks(line, text)
    form.form.take_key(desk.server.identity)
    desk.settle()
    press(desk, form.save_button)
    desk.until(lambda: form.panel.shown is not None)
    assert form.panel.key.text() == desk.server.host_key
    press(desk, form.panel.same)
    desk.until(lambda: form.tested is not None)
    assert "lies 1 file to fetch" in form.panel.words.text()
    press(desk, form.save_button)


def accepted(ws: Workspace) -> str:
    """Somebody is accepted: the plan is owed a status."""
    [row] = ws.store.query(
        "SELECT referral.id FROM referral JOIN member ON member.id = member_id "
        "WHERE is_open = 1 ORDER BY cin LIMIT 1"
    )
    record_status.record(ws, row[0], ReferralStatus.ACCEPTED, ws.clock.today())
    return str(row[0])


def review(desk: SyncDesk) -> None:
    """The plan's list waits for a person, one press away; it is taken in."""
    press(desk, action(desk, "review"))
    assert desk.inside.place.key == "imports"
    page: Any = desk.inside.view("imports")
    assert page.review.review is not None
    assert page.review.review.file == NAME
    assert desk.inside.rail_buttons["exchange"].isChecked()
    press(desk, page.review.commit)
    desk.until(lambda: not any(desk.read(lambda ws: synchronize.lines(ws)[0].to_review)))


def send(desk: SyncDesk) -> str:
    """What the plan is owed goes over the line from where it can be read; its name there."""
    desk.read(accepted)
    press(desk, desk.inside.rail_buttons["exchange"])
    press(desk, action(desk, "send"))
    assert desk.inside.place.key == "status_file"
    page: Any = desk.inside.view("status_file")
    with desk.qtbot.waitSignal(desk.sync.ended, timeout=60_000) as told:
        press(desk, page.card.over_line)
    assert (told.args[0].state, told.args[0].files_out) == ("done", 1)
    desk.settle()
    [sent] = desk.server.outbox.glob("*.csv")
    return sent.name


def look_up(desk: SyncDesk, page: Any, sent: str) -> None:
    """The history holds the proof, step by step."""
    page.tabs.setCurrentIndex(HISTORY)
    desk.settle()
    model: Any = page.history.table.model()
    names = [model.index(row, 3).data() for row in range(model.rowCount())]
    assert sorted(names) == sorted([NAME, sent])
    page.history.table.acted.emit(names.index(sent))
    desk.settle()
    dialog = desk.dialog()
    assert dialog.state.text() == "Sent, seen there"
    entries = [dialog.steps.feed.entry(row) for row in range(dialog.steps.feed.rowCount())]
    assert "SHA-256 read back" in entries[-1].body
    assert "Ana Ruiz" in entries[-1].meta
    dialog.close()
    desk.settle()


def test_from_connecting_to_the_proof(desk: SyncDesk) -> None:
    desk.drop(NAME)
    press(desk, desk.inside.rail_buttons["exchange"])
    page: Any = desk.inside.view("exchange")
    connect(desk)
    with desk.qtbot.waitSignal(desk.sync.ended, timeout=60_000):
        press(desk, page.go)
    desk.settle()
    review(desk)
    sent = send(desk)
    assert desk.inside.place.key == "exchange"
    look_up(desk, page, sent)

    # the status bar knows it too, and leads here
    desk.inside.follow_sync()
    desk.sync.start()
    desk.until(lambda: "Exchanged" in desk.inside.footer.network.words.text())
    press(desk, desk.inside.rail_buttons["today"])
    press(desk, desk.inside.footer.network)
    assert desk.inside.place.key == "exchange"
