"""What the window says while an exchange rests, hangs or was cut: true, and no alarm for what goes
on by itself."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea

from navigator_app.domain.connections import Shown
from navigator_app.domain.exchange import Event, Summary
from navigator_app.services import connections, exports, sync_begun, synchronize
from navigator_app.services.workspace import Workspace
from navigator_app.settings import Settings
from navigator_app.store import exchange_writes
from navigator_app.store.files import disk_full
from tests.gui.conftest import Daily
from tests.gui.dialogs_shown import opened
from tests.gui.test_exchange_page import (
    Folders,
    _status,
    actions,
    connected,
    dropped,
    exchanged,
    page_of,
    press,
)
from tests.gui.test_exchange_page import folders as folders
from ui import theme
from ui.dialogs.exchange_run import ExchangeRunDialog
from ui.dialogs.plan_connection_key import KeyPanel
from ui.models import exchange_words
from ui.models.exchange_lists import STATE
from ui.widgets import exchange_progress
from ui.widgets.exchange_progress import ProgressCard
from ui.widgets.footer import Footer

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)


def ended(cause: str, state: str = "failed", trouble: str = "It broke.") -> Any:
    """A run that ended so; `running` is one that nobody could write an end of."""

    def work(ws: Workspace) -> None:
        plan = ws.store.one("SELECT id FROM plan WHERE key = 'bayview'")
        assert plan is not None
        with ws.transaction("test_run") as tx:
            run = exchange_writes.begin_run(tx, plan[0], cause="itself", zone="UTC", user_id=None)
            if state != "running":
                values = {"state": state, "trouble": trouble, "trouble_cause": cause}
                exchange_writes.end_run(tx, run, values)

    return work


@pytest.mark.parametrize(
    ("cause", "state", "pill", "bar"),
    [
        ("cut", "failed", "Cut short", "Exchange was cut short"),
        ("", "running", "Cut short", "Exchange was cut short"),
        ("timed-out", "failed", "Does not answer", "A plan does not answer"),
        ("refused", "failed", "Needs you", "Exchange needs you"),
    ],
)
def test_only_what_needs_a_person_says_so(
    daily: Daily, folders: Folders, cause: str, state: str, pill: str, bar: str
) -> None:
    connected(daily, folders)
    daily.read(ended(cause, state))
    card = page_of(daily).cards["bayview"]
    assert card.pill.text() == pill
    assert card.trouble
    summary = daily.read(synchronize.summary)
    assert exchange_words.standing(summary, daily.context.clock)[1] == bar
    assert exchanged(daily).state == "done"
    assert daily.read(synchronize.summary).state == "idle"


def looked(daily: Daily) -> Summary:
    """What the status bar is told at the next look."""
    sync = daily.context.sync
    told: list[Summary] = []
    sync.stood.connect(told.append)
    sync._on = True
    sync.look()
    daily.settle()
    sync.stop()
    sync.stood.disconnect(told.append)
    return told[-1]


def test_a_network_that_costs_is_told_while_something_due_rests(
    daily: Daily, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected(daily, folders)
    monkeypatch.setattr("ui.sync_loop._near", lambda _host: False)  # as a plan far away
    network = daily.context.sync.network
    monkeypatch.setattr(network, "there", lambda: True)
    monkeypatch.setattr(network, "metered", lambda: True)
    summary = looked(daily)
    _icon, words, tip, _tint = exchange_words.standing(summary, daily.context.clock)
    assert words == "Quiet: this network costs"
    assert "Exchange now" in tip
    assert daily.read(synchronize.history) == []
    assert exchanged(daily).state == "done"  # a person may
    assert looked(daily).state == "idle"  # nothing is due


def test_a_full_disk_is_told_though_nobody_pressed_anything(
    daily: Daily, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_words: object) -> None:
        raise disk_full()

    connected(daily, folders)
    sync = daily.context.sync
    with monkeypatch.context() as patch:
        patch.setattr(sync_begun, "begin", full)
        sync.start()
        sync.look()
        daily.qtbot.waitUntil(
            lambda: sync.summary is not None and sync.summary.state == "trouble", timeout=15_000
        )
        sync.stop()
    summary = looked(daily)
    assert exchange_words.standing(summary, daily.context.clock)[1] == "Exchange needs you"
    assert "no room left" in summary.trouble
    assert "refused" not in daily.asked  # nothing jumps at whoever is at something else
    assert exchanged(daily).state == "done"
    assert looked(daily).state == "idle"


def test_a_line_that_hangs_says_for_how_long(daily: Daily, monkeypatch: pytest.MonkeyPatch) -> None:
    card = ProgressCard()
    daily.qtbot.addWidget(card)
    now = [100.0]
    monkeypatch.setattr(exchange_progress, "time", SimpleNamespace(monotonic=lambda: now[0]))
    sending = Event("bayview", "sending", "status.csv", 5, 10)
    card.show_event("Bayview", sending, False)
    now[0] += exchange_progress.SILENT_AFTER + 12
    card._look()
    assert "no answer for 20 s" in card.words.text()
    card.show_event("Bayview", sending, False)  # somebody looks; nothing was heard
    card._look()
    assert "no answer for 20 s" in card.words.text()
    card.show_event("Bayview", Event("bayview", "sending", "status.csv", 6, 10), False)
    card._look()
    assert "no answer" not in card.words.text()
    for event, stopping in ((Event("bayview", "taking", "a.csv", 5, 10), False), (sending, True)):
        card.show_event("Bayview", event, stopping)
        now[0] += 100
        card._look()
        assert "no answer" not in card.words.text()


def test_the_words_of_a_hanging_line_are_looked_at_only_while_it_is_seen(
    daily: Daily,
) -> None:
    card = ProgressCard()
    daily.qtbot.addWidget(card)
    card.show_event("Bayview", Event("bayview", "connecting"), False)
    assert card._tick.isActive()
    card.hide()
    QApplication.processEvents()
    assert not card._tick.isActive()


def test_by_hand_the_whole_way(daily: Daily, folders: Folders) -> None:
    """Save, upload, say so: the card tells which of these is next."""
    daily.read(lambda ws: connections.connect_hand(ws, "bayview"))
    daily.read(_status)
    page = page_of(daily)
    assert actions(page) == ["save", "settings"]
    daily.read(lambda ws: exports.export(ws, "bayview", "2026-11", folders[1]))
    page.activate()
    daily.settle()
    card = page.cards["bayview"]
    assert card.text.text() == "1 status waits, 1 saved file is not marked as sent."
    assert [one.text() for one in card.buttons] == ["Mark as sent", "Connection"]
    told: list[object] = []
    daily.context.ways.open_status_file.connect(told.append)
    press(daily, page, "sent")
    assert told == ["bayview"]
    daily.read(lambda ws: exports.mark_sent(ws, "bayview", "2026-11"))
    page.activate()
    daily.settle()
    assert page.cards["bayview"].text.text().startswith("No status waits, last sent")
    assert actions(page) == ["settings"]


@pytest.fixture
def large_text(qapp: QApplication) -> Iterator[None]:
    """Twice the text."""
    theme.apply(qapp, Settings(text_scale=200))
    yield
    theme.apply(qapp, Settings())


def test_the_history_at_twice_the_text_says_below_what_it_leaves_out(
    daily: Daily, folders: Folders, large_text: None
) -> None:
    connected(daily, folders)
    dropped(folders, "odd.csv", b"nothing\nof use\n")
    exchanged(daily)
    page = page_of(daily)
    page.resize(1040, 700)
    page.open("history")
    daily.settle()
    history = page.history
    table = history.table
    assert table.horizontalScrollBar().maximum() == 0
    assert not table.isColumnHidden(STATE)
    assert "Bayview Health Plan" in history.beside.text()
    assert "15 bytes" in history.beside.text()
    history.what.setCurrentIndex(1)
    history.what.activated.emit(1)
    daily.settle()
    assert table.horizontalScrollBar().maximum() == 0
    assert "asked for in the window" in history.beside.text()
    theme.apply(QApplication.instance(), Settings())  # type: ignore[arg-type]
    daily.settle()
    assert not history.beside.isVisible()
    assert not any(table.isColumnHidden(n) for n in range(STATE))


def test_a_changed_key_widens_no_dialog_at_twice_the_text(
    daily: Daily, folders: Folders, large_text: None
) -> None:
    connected(daily, folders)
    key = "SHA256:" + "weDV9IxJkpG3n4hjRpFBMlivhdLsuYXSNi/taMzhd+Q"
    daily.read(ended("host-key", trouble=f"The server shows {key} instead of {key}."))
    [run] = daily.read(synchronize.history)
    dialog = opened(daily, ExchangeRunDialog, run.id)
    assert all(
        area.horizontalScrollBar().maximum() == 0 for area in dialog.findChildren(QScrollArea)
    )
    panel = KeyPanel()
    daily.qtbot.addWidget(panel)
    panel.warn(Shown(key), key, "sftp.plan.example")
    panel.show()
    assert panel.words.minimumSizeHint().width() < 600


def test_the_first_exchange_stays_in_the_status_bar_while_it_runs(daily: Daily) -> None:
    """The network is looked at now and then, before anything was told of how plans stand."""
    footer = Footer()
    daily.qtbot.addWidget(footer)
    footer.show_network(True)
    assert footer.network.words.text() == "Network on, not used"
    footer.show_running("Bayview", Event("bayview", "connecting"))
    footer.show_network(True)
    assert footer.network.words.text() == "Exchanging with Bayview"
