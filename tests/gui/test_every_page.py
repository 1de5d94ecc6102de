"""Every page and dialog, as a hand, a screen reader and large text meet it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import cast

import dev_catalogue
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from navigator_app import i18n
from navigator_app.domain.records import CaseloadQuery
from navigator_app.exchange.fields import FIELDS
from navigator_app.exchange.inbound import ParsedFile
from navigator_app.services import caseload, import_authorizations
from navigator_app.services.workspace import Workspace
from tests.gui.every_page import (
    PASSPHRASE,
    READ,
    cut,
    dialogs,
    frame_of,
    nameless,
    outside,
    places,
    scaled,
    seen,
    settle,
    told,
    too_small,
)
from ui.program import Program
from ui.views.first_run import FirstRun
from ui.widgets.buttons import RailButton
from ui.workplace import PAGES

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)
Starter = Callable[..., Program]


@pytest.fixture
def filled(
    start_program: Starter, caseload_home: Path, tmp_path: Path, passphrase: str, qtbot: QtBot
) -> Program:
    """The program with sixty members."""
    home = tmp_path / "filled"
    shutil.copytree(caseload_home, home)
    program: Program = start_program(home, passphrase)
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    settle(program, qtbot)
    return program


@pytest.fixture(scope="session")
def long_words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pseudo-locale: every text accented and 40 % longer."""
    return dev_catalogue.write_pseudo_locale(tmp_path_factory.mktemp("locale"))


def test_longer_words_have_room(
    filled: Program, long_words: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("ui.main_window.use_language", _as_chosen)
    i18n.use_language(dev_catalogue.PSEUDO, long_words)
    try:
        filled.window.lock()
        settle(filled, qtbot)
        filled.window.open_with(PASSPHRASE)
        qtbot.waitUntil(lambda: filled.window.opened is not None, timeout=15_000)
        scaled(filled, 100, qtbot)
        assert filled.window.workplace is not None
        assert filled.window.workplace.rail_buttons["today"].text() == "Tódáý··"
        faults = {name: cut(root) for name, root in places(filled, qtbot)}
    finally:
        i18n.use_language("")
    assert {name: found for name, found in faults.items() if found} == {}


def _as_chosen(_language: str) -> None:
    """Leave the language that the test chose."""


def test_what_is_looked_for_is_found(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    label, button, line = QLabel("Outreach Initiated", root), QToolButton(root), QLineEdit(root)
    root.show()
    label.setGeometry(0, 0, 30, 20)
    button.setGeometry(0, 30, 60, 39)
    line.setGeometry(0, 80, 60, 40)
    assert len(cut(root)) == 1
    assert len(too_small(root)) == 1
    assert len(nameless(root)) == 2


@pytest.mark.parametrize("scale", [100, 200])
def test_pages_and_dialogs_can_be_named_touched_and_read(
    filled: Program, scale: int, qtbot: QtBot
) -> None:
    scaled(filled, scale, qtbot)
    faults = {}
    for name, root in places(filled, qtbot):
        found = nameless(root) + too_small(root) + cut(root) + outside(root)
        if found:
            faults[name] = found
    assert faults == {}


def test_the_first_run_and_unlocking_too(
    start_program: Starter, home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    for scale in (100, 200):
        program: Program = start_program(tmp_path / f"none-{scale}")
        scaled(program, scale, qtbot)
        page = program.window.findChild(FirstRun)
        assert page is not None
        faults = {}
        for step in (page.welcome, *page.steps):
            page.stack.setCurrentWidget(step)
            settle(program, qtbot)
            faults[type(step).__name__] = nameless(step) + too_small(step) + cut(step)
        locked: Program = start_program(home)
        scaled(locked, scale, qtbot)
        window = locked.window
        faults["unlock"] = nameless(window) + too_small(window) + cut(window)
        assert {name: found for name, found in faults.items() if found} == {}


def tabbed(program: Program, qtbot: QtBot) -> list[QWidget]:
    """Where Tab leads from the search field, until it comes round."""
    inside = program.window.workplace
    assert inside is not None
    inside.search.setFocus()
    chain = [cast(QWidget, inside.search)]
    for _step in range(80):
        qtbot.keyClick(chain[-1], Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is None or now is inside.search:
            break
        chain.append(now)
    return chain


def test_tab_reaches_every_control_from_top_to_bottom(filled: Program, qtbot: QtBot) -> None:
    inside = filled.window.workplace
    assert inside is not None
    rail = [*inside.rail_buttons.values(), inside.back_button]  # arrow keys go along the rail
    for spec in PAGES:
        if not spec.in_rail:
            continue
        inside.go(spec.key)
        settle(filled, qtbot)
        chain = tabbed(filled, qtbot)
        missed = [
            told(widget)
            for widget in seen(filled.window, READ)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isEnabled()
            and widget not in (*chain, *rail)
        ]
        assert missed == [], (spec.key, [told(one) for one in chain])
        back = [told(two) for one, two in pairwise(chain) if stands_above(two, one)]
        assert back == [], spec.key


def stands_above(two: QWidget, one: QWidget) -> bool:
    """True when `two` stands clearly higher on the same page, wherever that is scrolled to."""
    page = frame_of(one)
    if page is None or frame_of(two) is not page or isinstance(two, RailButton):
        return False
    heights = [widget.mapTo(page, widget.rect().center()).y() for widget in (one, two)]
    return heights[1] < heights[0] - 60


class _OwnWindows(QObject):
    """Notes what is shown as a window of its own, even for the blink of an eye."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.Show or not isinstance(watched, QWidget):
            return False
        if watched.isWindow() and not isinstance(watched, (QDialog, QMainWindow)):
            self.found.append(told(watched))
        return False


def test_no_part_of_a_page_flashes_up_as_a_window(filled: Program, qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert app is not None
    watch = _OwnWindows()
    app.installEventFilter(watch)
    try:
        for _name, _root in places(filled, qtbot):
            pass
    finally:
        app.removeEventFilter(watch)
    assert watch.found == []


LONG = "Wolfeschlegelsteinhausenbergerdorff-Wolfeschlegelsteinhausenbergerdorff-Adolphine"
ODD: tuple[dict[str, str], ...] = (
    {"first_name": LONG[:80], "last_name": LONG[:80], "address": f"{LONG} {LONG} Street"},
    {"first_name": "محمد عبد الرحمن", "last_name": "الحسيني", "address": "شارع النخيل 12"},
    {"first_name": "X", "last_name": "Æ", "phone": "", "address": "", "language_spoken": ""},
)
"""Names that break a layout: without a space, from right to left, and next to none."""


def take_in_odd_members(ws: Workspace) -> list[str]:
    """The three, in the store; their ids."""
    plain = dict.fromkeys(FIELDS, "") | {
        "plan_member_id": "0012", "date_of_birth": "1971-03-04", "phone": "4155550101",
        "language_spoken": "Spanish", "homeless": 1, "guardian_phone": "0000000000",
        "service": "htns", "referral_type": "1", "requested_on": "2026-11-01",
        "authorization_status": "approved", "effective_on": "2026-11-02",
        "ends_on": "2027-11-01", "sent_to_provider_on": "2026-11-04",
    }  # fmt: skip
    good = []
    for number, odd in enumerate(ODD, start=2):
        row = plain | odd | {"cin": f"9000000{number}A"}
        good.append((number, json.dumps([str(v) for v in row.values()]), *row.values()))
    parsed = ParsedFile("odd.csv", "odd", "bayview", FIELDS, good, [], ())
    staged = import_authorizations.stage(ws, parsed, "bayview")
    import_authorizations.commit(ws, staged.id)
    return [caseload.page(ws, CaseloadQuery(text=f"9000000{n}A")).rows[0].id for n in (2, 3, 4)]


@pytest.mark.parametrize("scale", [100, 200])
def test_names_that_break_a_layout_do_not(filled: Program, scale: int, qtbot: QtBot) -> None:
    found: list[list[str]] = []
    filled.tasks.run(take_in_odd_members, found.append, owner=filled.window)
    settle(filled, qtbot)
    scaled(filled, scale, qtbot)
    inside = filled.window.workplace
    assert inside is not None
    faults = {}
    for member in found[0]:
        inside.open_member(member)
        settle(filled, qtbot)
        faults[f"member {member}"] = cut(filled.window) + outside(filled.window)
        assert filled.window.width() == 1280, "a long name never widens the window"
    for name, root in dialogs(filled, inside, found[0][0], qtbot):
        faults[name] = cut(root) + outside(root)
    assert {name: said for name, said in faults.items() if said} == {}


def test_a_store_without_plans_or_members_has_whole_pages(
    start_program: Starter, home: Path, qtbot: QtBot
) -> None:
    program: Program = start_program(home, PASSPHRASE)
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    inside = program.window.workplace
    assert inside is not None
    faults = {}
    for scale in (100, 200):
        scaled(program, scale, qtbot)
        for spec in PAGES:
            if spec.key != "member":
                inside.go(spec.key)
                settle(program, qtbot)
                root = program.window
                faults[f"{spec.key} {scale}"] = nameless(root) + too_small(root) + cut(root)
    assert {name: said for name, said in faults.items() if said} == {}
