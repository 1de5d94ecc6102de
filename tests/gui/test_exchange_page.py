"""The page Exchange: each plan in one line with its one action, and the history with proofs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from navigator_app.domain.exchange import Event, Summary
from navigator_app.domain.records import Changes
from navigator_app.domain.vocabulary import ReferralStatus
from navigator_app.services import (
    agency,
    connections,
    exports,
    record_status,
    synchronize,
)
from navigator_app.services.workspace import Workspace
from navigator_app.store import exchange_writes
from tests.gui.conftest import Daily
from tests.gui.dialogs_shown import opened
from ui.dialogs.exchange_file import ExchangeFileDialog
from ui.dialogs.exchange_run import ExchangeRunDialog
from ui.models import exchange_words
from ui.models.housing_words import soft
from ui.views.exchange import HISTORY, ExchangeView
from ui.widgets.footer import Footer

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)
SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
SECOND = "bayview_csasf_2026-11-29.csv"
Folders = tuple[Path, Path]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """An inbox and an outbox that somebody keeps in step with the plan."""
    made = tmp_path / "in", tmp_path / "out"
    for one in made:
        one.mkdir()
    return made


def connected(daily: Daily, folders: Folders) -> None:
    inbox, outbox = map(str, folders)
    daily.read(lambda ws: connections.connect_folder(ws, "bayview", inbox=inbox, outbox=outbox))


def dropped(folders: Folders, name: str, content: bytes = b"") -> None:
    target = folders[0] / name
    target.write_bytes(content or (SAMPLES / name).read_bytes())
    os.utime(target, (1_700_000_000, 1_700_000_000))


def page_of(daily: Daily) -> ExchangeView:
    page = ExchangeView(daily.context)
    daily.qtbot.addWidget(page)
    daily.context.tasks.changed.connect(page.on_changes)  # as the window does
    page.resize(1100, 800)
    page.show()
    page.activate()
    daily.settle()
    return page


def press(daily: Daily, page: ExchangeView, action: str, plan: str = "bayview") -> Any:
    """Press a button of a plan's card."""
    (button,) = (one for one in page.cards[plan].buttons if one.action == action)
    daily.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    daily.settle()
    return button


def exchanged(daily: Daily) -> Any:
    """A run that somebody asks for."""
    sync = daily.context.sync
    with daily.qtbot.waitSignal(sync.ended, timeout=30_000) as told:
        sync.run()
    daily.settle()
    return told.args[0]


def actions(page: ExchangeView, plan: str = "bayview") -> list[str]:
    return [one.action for one in page.cards[plan].buttons]


def test_without_a_plan_it_says_what_comes_first(empty_daily: Daily) -> None:
    page = page_of(empty_daily)
    assert page.nothing.isVisible()
    assert not page.go.isVisible()


def test_a_plan_nobody_connected_offers_just_that(daily: Daily, asked: list[Any]) -> None:
    page = page_of(daily)
    assert actions(page) == ["connect"]
    assert page.cards["bayview"].pill.text() == "Not connected"
    press(daily, page, "connect")
    assert asked == [("plan_connection", "bayview")]


def test_a_file_that_came_is_reviewed_with_one_press(daily: Daily, folders: Folders) -> None:
    connected(daily, folders)
    dropped(folders, SECOND)
    page = page_of(daily)
    daily.qtbot.mouseClick(page.go, Qt.MouseButton.LeftButton)
    daily.qtbot.waitUntil(lambda: "review" in actions(page), timeout=30_000)
    daily.settle()
    assert "file of Nov 29, 2026 to review (came Nov 20, 2026)" in page.cards["bayview"].text.text()
    button = press(daily, page, "review")
    assert daily.asked["open_import"] == [button.about]
    assert button.about


def test_statuses_that_wait_are_sent_from_where_they_can_be_read(
    daily: Daily, folders: Folders
) -> None:
    connected(daily, folders)
    daily.read(_status)
    page = page_of(daily)
    assert page.cards["bayview"].text.text().startswith("1 status waits")
    told: list[object] = []
    daily.context.ways.open_status_file.connect(told.append)
    press(daily, page, "send")
    assert told == ["bayview"]


def test_by_hand_offers_the_file(daily: Daily) -> None:
    daily.read(lambda ws: connections.connect_hand(ws, "bayview"))
    daily.read(_status)
    page = page_of(daily)
    assert actions(page) == ["save", "settings"]
    assert not page.go.isVisible()


def test_what_was_uploaded_by_hand_stands_in_the_history_with_who(
    daily: Daily, tmp_path: Path
) -> None:
    daily.read(lambda ws: connections.connect_hand(ws, "bayview"))
    daily.read(_status)

    def by_hand(ws: Workspace) -> Any:
        exports.export(ws, "bayview", "2026-11", tmp_path)
        exports.mark_sent(ws, "bayview", "2026-11")
        return synchronize.files(ws)

    [file] = daily.read(by_hand)
    dialog = opened(daily, ExchangeFileDialog, file.id)
    entry = dialog.steps.feed.entry(0)
    assert (entry.title, entry.body) == ("Sent", "marked as sent by hand")
    assert "Ana Ruiz" in entry.meta
    assert dialog.sha.text() == file.sha256
    daily.qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == file.sha256


def test_pausing_stands_on_the_card_and_nothing_goes_by_itself(
    daily: Daily, folders: Folders
) -> None:
    connected(daily, folders)
    page = page_of(daily)
    press(daily, page, "pause")
    assert page.cards["bayview"].pill.text() == "Paused"
    daily.context.sync.start()
    daily.context.sync.look()
    daily.settle()
    assert daily.read(synchronize.history) == []
    press(daily, page, "resume")
    assert page.cards["bayview"].pill.text() == "Connected"
    daily.context.sync.stop()


def test_all_plans_are_paused_at_once(daily: Daily, folders: Folders, tmp_path: Path) -> None:
    connected(daily, folders)
    more = [tmp_path / "in2", tmp_path / "out2"]

    def second(ws: Workspace) -> bool:
        agency.add_plan(ws, "sierra", name="Sierra Plan", layout="canonical")
        for one in more:
            one.mkdir()
        connections.connect_folder(ws, "sierra", inbox=str(more[0]), outbox=str(more[1]))
        return True

    daily.read(second)
    page = page_of(daily)
    for text in ("Pause all", "Take all up again"):
        assert page.pause_all.text() == text
        daily.qtbot.mouseClick(page.pause_all, Qt.MouseButton.LeftButton)
        daily.settle()
    assert page.pause_all.text() == "Pause all"
    assert not any(one.paused for one in daily.read(connections.listing))


def test_trouble_is_told_in_words_and_opens_what_stood_in_the_way(
    daily: Daily, folders: Folders, asked: list[Any]
) -> None:
    connected(daily, folders)
    folders[0].rename(folders[0].with_name("gone"))
    assert exchanged(daily).state == "failed"
    page = page_of(daily)
    card = page.cards["bayview"]
    assert card.pill.text() == "Needs you"
    assert card.trouble
    press(daily, page, "trouble")
    [(form, run_id)] = asked
    assert form == "exchange_run"
    dialog = opened(daily, ExchangeRunDialog, run_id)
    assert dialog.trouble.text() == soft(card.trouble)
    assert dialog.state.text() == "Did not go through"
    folders[0].with_name("gone").rename(folders[0])
    with daily.qtbot.waitSignal(daily.context.sync.ended, timeout=30_000) as told:
        daily.qtbot.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    assert told.args[0].state == "done"
    daily.settle()
    assert page.cards["bayview"].pill.text() == "Connected"


def _waiting(ws: Workspace, count: int) -> bool:
    """Files on their way in another month; enough for a second page of the list."""
    plan = ws.store.one("SELECT id FROM plan WHERE key = 'bayview'")
    assert plan is not None
    with ws.transaction("test_files") as tx:
        for number in range(count):
            exchange_writes.new_file(
                tx, plan[0], direction="in", kind="unknown", name=f"old-{number:03}.txt",
                sha256=f"{number:064x}", size=number, state="settled", zone="UTC",
            )  # fmt: skip
    return True


def test_the_history_shows_more_and_keeps_to_a_plan(daily: Daily) -> None:
    daily.read(lambda ws: agency.add_plan(ws, "sierra", name="Sierra", layout="canonical"))
    daily.read(lambda ws: _waiting(ws, 60))
    page = page_of(daily)
    page.tabs.setCurrentIndex(HISTORY)
    daily.settle()
    history = page.history
    model: Any = history.table.model()
    assert (model.rowCount(), history.more.isVisible()) == (50, True)
    daily.qtbot.mouseClick(history.more, Qt.MouseButton.LeftButton)
    daily.settle()
    assert (model.rowCount(), history.more.isVisible()) == (60, False)
    history.plan.setCurrentIndex(history.plan.findData("sierra"))
    history.plan.activated.emit(history.plan.currentIndex())
    daily.settle()
    assert history.nothing.isVisible()


def test_runs_and_files_open(daily: Daily, folders: Folders, asked: list[Any]) -> None:
    connected(daily, folders)
    dropped(folders, "odd.txt", b"nothing\nof use\n")
    run = exchanged(daily)
    page = page_of(daily)
    page.open("history")
    daily.settle()
    page.history.table.acted.emit(0)
    page.history.what.setCurrentIndex(1)
    page.history.what.activated.emit(1)
    daily.settle()
    page.history.table.acted.emit(0)
    [file] = daily.read(synchronize.files)
    assert asked == [("exchange_file", file.id), ("exchange_run", run.id)]
    dialog = opened(daily, ExchangeFileDialog, file.id)
    titles = [dialog.steps.feed.entry(row).title for row in range(2)]
    assert titles == ["Fetched", "Set aside"]


def test_what_nobody_could_use_is_one_press_away(daily: Daily, folders: Folders) -> None:
    connected(daily, folders)
    dropped(folders, "odd.txt", b"nothing\nof use\n")
    exchanged(daily)
    daily.read(_status)
    page = page_of(daily)
    assert "1 in quarantine" in page.cards["bayview"].text.text()
    assert actions(page)[:2] == ["mend", "send"]
    told: list[Any] = []
    daily.context.ways.open_page.connect(lambda key, about: told.append((key, about)))
    press(daily, page, "mend")
    assert told == [("quarantine", "bayview")]


def test_who_knows_that_an_unsure_file_went_can_say_so(daily: Daily, folders: Folders) -> None:
    connected(daily, folders)

    def unsure(ws: Workspace) -> str:
        plan = ws.store.one("SELECT id FROM plan WHERE key = 'bayview'")
        assert plan is not None
        with ws.transaction("test_unsure") as tx:
            made = exchange_writes.new_file(
                tx, plan[0], direction="out", kind="unknown", name="odd.csv", sha256="a" * 64,
                size=3, state="sending", zone="UTC",
            )  # fmt: skip
            exchange_writes.step(tx, made, "unsure", zone="UTC", keep_state=True)
        return made

    file_id = daily.read(unsure)
    page = page_of(daily)
    button = press(daily, page, "unsure")
    assert button.about == file_id
    dialog = opened(daily, ExchangeFileDialog, file_id)
    assert dialog.answers.isVisible()
    daily.qtbot.mouseClick(dialog.has_it, Qt.MouseButton.LeftButton)
    daily.settle()
    assert dialog.state.text() == "Sent, seen there"
    assert not dialog.answers.isVisible()
    assert "unsure" not in actions(page)


def test_the_focus_stays_where_it_was_when_the_cards_are_made_anew(
    daily: Daily, folders: Folders
) -> None:
    connected(daily, folders)
    page = page_of(daily)
    page.activateWindow()
    (before,) = (one for one in page.cards["bayview"].buttons if one.action == "settings")
    before.setFocus()
    daily.read(_status)
    daily.context.tasks.announce(Changes(files=True))
    page.activate()
    daily.settle()
    (after,) = (one for one in page.cards["bayview"].buttons if one.action == "settings")
    assert after is not before
    assert after.hasFocus()


SUMMARY: dict[str, Any] = {
    "waiting": 0, "to_review": 0, "unsure": 0, "trouble": "", "last_at": None, "text": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"state": "offline"}, "Offline"),
        ({"state": "trouble", "trouble": "The server does not let us in."}, "Exchange needs you"),
        ({"state": "paused", "to_review": 2}, "Exchange paused, 2 files to review"),
        ({"state": "idle"}, "Not exchanged yet"),
    ],
)
def test_the_status_bar_says_how_it_stands(daily: Daily, more: dict[str, Any], words: str) -> None:
    footer = Footer()
    daily.qtbot.addWidget(footer)
    footer.show_exchange(Summary(**(SUMMARY | more)), daily.context.clock)
    assert footer.network.words.text() == words
    assert more.get("trouble", "") in footer.network.accessibleName()
    footer.show_network(True)
    assert footer.network.words.text() == words  # the exchange knows better
    told: list[bool] = []
    footer.exchange_asked.connect(lambda: told.append(True))
    daily.qtbot.mouseClick(footer.network, Qt.MouseButton.LeftButton)
    assert told == [True]


def test_a_run_tells_how_far_it_is(daily: Daily) -> None:
    event = Event("bayview", "sending", "status.csv", 4_300_000, 10_000_000)
    assert exchange_words.running("Bayview", event) == "Exchanging with Bayview: 43 %"
    assert exchange_words.progress(event) == "4.3 MB of 10.0 MB"
    assert exchange_words.phase(event) == "Sending status.csv"


def _status(ws: Workspace) -> bool:
    """One status that no file carries yet."""
    [referral] = ws.store.query(
        "SELECT referral.id FROM referral JOIN member ON member.id = member_id "
        "WHERE is_open = 1 ORDER BY cin LIMIT 1"
    )
    record_status.record(ws, referral[0], ReferralStatus.ACCEPTED, ws.clock.today())
    return True
