"""What the page Exchange says of what waits: its lines for a person, a file half sent, a server
that does not answer, and all of it at twice the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from navigator_app.domain.connections import Secrets
from navigator_app.domain.responses import DISCARD
from navigator_app.services import agency, connections, quarantine, standing, synchronize
from navigator_app.services.workspace import Workspace
from navigator_app.settings import Settings
from navigator_app.store import exchange_writes
from tests.gui.conftest import Daily
from tests.gui.test_exchange_page import Folders, connected, dropped, exchanged, page_of
from tests.gui.test_exchange_page import folders as folders
from ui import theme
from ui.models import exchange_words
from ui.widgets.footer import Footer
from ui.widgets.page import Page

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)


@pytest.fixture
def large_text(qapp: QApplication) -> Iterator[None]:
    """Twice the text."""
    theme.apply(qapp, Settings(text_scale=200))
    yield
    theme.apply(qapp, Settings())


def test_what_waits_for_a_person_stands_below_with_its_action(
    daily: Daily, folders: Folders, asked: list[Any]
) -> None:
    connected(daily, folders)
    page = page_of(daily)
    assert page.work.isVisible() and page.work.calm.isVisible()
    dropped(folders, "odd.csv", b"\xff\xfe\x00nothing of use\x00")
    exchanged(daily)
    page.activate()
    daily.settle()
    [look] = page.work.asks
    assert look.accessibleName() == "Look after it: odd.csv"
    assert not page.work.calm.isVisible()
    daily.qtbot.mouseClick(look, Qt.MouseButton.LeftButton)
    [row] = daily.read(quarantine.waiting)
    assert asked == [("quarantine_item", row.id)]
    daily.read(lambda ws: quarantine.settle(ws, row.id, DISCARD, "not for us"))
    page.activate()
    daily.settle()
    assert page.work.calm.isVisible()


def test_a_file_half_sent_is_told_in_every_place(daily: Daily, folders: Folders) -> None:
    connected(daily, folders)

    def begun(ws: Workspace) -> tuple[Any, Any]:
        with ws.transaction("test") as tx:
            plan = agency.plan(ws, "bayview").id
            file = exchange_writes.put_waiting(
                tx, plan, kind="report", name="update.csv", content=b"a", sha256="1", zone="UTC"
            )
            exchange_writes.step(tx, file, "sending", zone="UTC")
        return standing.read(ws), synchronize.summary(ws)

    stands, summary = daily.read(begun)
    page = page_of(daily)
    assert page.cards["bayview"].text.text() == "1 file is not yet through."
    assert exchange_words.file_state("sending")[0] == "Not yet through"
    footer = Footer()
    daily.qtbot.addWidget(footer)
    footer.show_standing(stands)
    assert footer.unsent.words.text() == "1 file waits to go"
    assert summary.waiting == 1


def test_a_server_that_does_not_answer_is_one_truth_in_both_places(daily: Daily) -> None:
    asked_for = connections.Sftp(
        "desk@127.0.0.1:1", "/in", "/out", host_key="SHA256:" + "A" * 43,
        secrets=Secrets(password="nobody hears it"),
    )  # fmt: skip
    daily.read(lambda ws: connections.connect_sftp(ws, "bayview", asked_for))
    assert exchanged(daily).trouble_cause == "unreachable"
    card = page_of(daily).cards["bayview"]
    assert card.pill.text() == "Does not answer"
    assert card.trouble.endswith("It is tried again by itself.")
    summary = daily.read(synchronize.summary)
    assert exchange_words.standing(summary, daily.context.clock)[1] == "A plan does not answer"
    away = daily.read(lambda ws: synchronize.summary(ws, online=False))
    assert exchange_words.standing(away, daily.context.clock)[1] == "Offline"


def test_nothing_reaches_beyond_the_page_at_twice_the_text(
    daily: Daily, folders: Folders, large_text: None
) -> None:
    connected(daily, folders)
    daily.read(
        lambda ws: agency.add_plan(
            ws, "coastal", layout="coastal",
            name="Coastal Community Health Plan of Northern California and the Islands",
        )
    )  # fmt: skip
    folders[0].rename(folders[0].with_name("gone"))
    exchanged(daily)
    page = page_of(daily)
    page.resize(1080, 700)
    daily.settle()
    assert page.cards["bayview"].trouble
    inside = page.findChild(Page)
    assert inside is not None
    assert inside.horizontalScrollBar().maximum() == 0
