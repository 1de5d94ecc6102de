"""Walks the real window without a display: each page is used as a person would and pictured."""

from __future__ import annotations

import csv
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt loads

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMessageLogContext,
    QPoint,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QColor, QCursor, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from navigator_app.domain.records import CaseloadQuery, StatusFile
from navigator_app.services import audit, exports
from navigator_app.services.workspace import Workspace
from ui import demo_desk, demo_out, demo_tour
from ui.app import Start
from ui.demo_mark import SampleMark, SampleStrip
from ui.demo_sample import SampleStore, demo_clock, fill, sample_file
from ui.dialogs.map_columns import MapColumns
from ui.places import MemberAt
from ui.program import Program
from ui.views.imports import ImportsView
from ui.views.status_file import StatusFileView
from ui.views.unlock import UnlockView
from ui.workplace import Workplace

SIZE = (1280, 800)
PATIENCE = 30.0
"""Seconds a step may take before the walk gives up."""

PERIOD = "2026-11"

T = TypeVar("T")


@dataclass(slots=True)
class Walk:
    """The walk so far: where pictures go, what was done."""

    program: Program
    out: Path
    sample: SampleStore | None = None
    pictures: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    file: StatusFile | None = None

    @property
    def shown(self) -> SampleStore:
        """What the sample has to show."""
        assert self.sample is not None
        return self.sample

    @property
    def workplace(self) -> Workplace:
        """The unlocked window's inside."""
        assert self.program.window.workplace is not None
        return self.program.window.workplace

    def until(self, ready: Callable[[], bool], what: str) -> None:
        """Serve the window until something is so; RuntimeError when it takes too long."""
        end = time.monotonic() + PATIENCE
        while not ready():
            if time.monotonic() > end:
                raise RuntimeError(f"the walk waited in vain for {what}")
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def read(self, work: Callable[[Workspace], T], what: str) -> T:
        """Do something with the store, as the window does, and wait for what comes of it."""
        found: list[T] = []
        self.program.tasks.run(work, found.append, owner=self.workplace)
        self.until(lambda: bool(found), what)
        return found[0]

    def settle(self) -> None:
        """Serve the window until nothing is under way."""
        tasks = self.program.tasks
        for _turn in range(4):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QCoreApplication.processEvents()
            self.until(lambda: not tasks.busy, "work to end")

    def picture(self, name: str, dialog: QWidget | None = None) -> None:
        """Keep what the window shows, a dialog laid over it if one is open."""
        self.settle()
        shot = self.program.window.grab()
        if dialog is not None:
            shot = _laid_over(shot, dialog.grab())
        file = f"{len(self.pictures) + 1:03d}-{name}.png"
        if not shot.save(str(self.out / file)):
            raise RuntimeError(f"the picture {file} could not be written")
        self.pictures.append(file)

    def dialog(self, key: str = "") -> QDialog:
        """The open dialog of a kind."""
        self.until(lambda: any(d.draft_key == key for d in self.workplace.dialogs()), "a dialog")
        return next(d for d in self.workplace.dialogs() if d.draft_key == key)


_NOT_OFFSCREEN = (
    "This plugin does not support propagateSizeHints",
    "This plugin does not support raise",
)
"""What the offscreen platform says of every window, which nobody can act on."""


@contextmanager
def _without_platform_chatter() -> Iterator[None]:
    """Keep exactly `_NOT_OFFSCREEN` from the terminal; all else is said as before."""

    def say(kind: QtMsgType, where: QMessageLogContext, text: str) -> None:
        if text.startswith(_NOT_OFFSCREEN):
            return
        if before is None:
            print(text, file=sys.stderr)
        else:
            before(kind, where, text)

    before: Callable[..., object] | None = qInstallMessageHandler(say)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


@_without_platform_chatter()
def walk(home: Path, out: Path) -> int:
    """Make the sample in `home`, walk the window, leave pictures, file and summary in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    demo_out.remove_earlier(out)
    app = QApplication.instance() or QApplication(["navigator"])
    assert isinstance(app, QApplication)
    program = Program(Start(home / "not-there-yet"), demo_clock(), app)
    program.window.use_settings(replace(program.context.settings, theme="light"))
    program.window.resize(*SIZE)
    QCursor.setPos(SIZE[0] // 2, SIZE[1] - 4)  # over the footer, which does not light up
    tour = Walk(program, out)
    try:
        _welcome(tour)
        _open_sample(tour, home)
        _daily_pages(tour)
        _log_attempt(tour)
        _import(tour, home)
        _status_file(tour)
        for look in ("light", "dark"):
            _whole(tour, look)
        _lock(tour)
        _verify(tour)
    finally:
        program.close()
        program.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    (out / demo_out.SUMMARY).write_text(_summary(tour), "utf-8")
    return 0


def _welcome(tour: Walk) -> None:
    tour.program.open_window()
    tour.picture("welcome")


def _open_sample(tour: Walk, home: Path) -> None:
    window = tour.program.window
    store = home / "caseload"
    sample = tour.sample = fill(store, demo_clock())
    SampleMark(window, sample.passphrase)
    window.home = store
    window.show_unlock()
    tour.picture("unlock")
    page = window.findChild(UnlockView)
    assert page is not None
    _type(page.passphrase, sample.passphrase)
    _press(page.passphrase, Qt.Key.Key_Return)
    tour.until(lambda: window.opened is not None, "the store to open")
    tour.until(lambda: _says_so(tour), "the window to say that its people are invented")
    tour.done.append("made an encrypted store and unlocked it with its passphrase")


def _says_so(tour: Walk) -> bool:
    strip = tour.workplace.findChild(SampleStrip)
    return strip is not None and strip.isVisible()


def _daily_pages(tour: Walk) -> None:
    assert tour.sample is not None
    tour.picture("first-sight")
    _search(tour, "caseload-search")
    tour.done.append("searched the caseload for “ngu”")
    tour.workplace.open_member(tour.sample.show_member)
    tour.settle()


def _search(tour: Walk, picture: str) -> None:
    """A few letters of a name."""
    tour.workplace.open_caseload(CaseloadQuery())
    tour.settle()
    _type(tour.workplace.search, "ngu")
    tour.workplace.search.search_now()
    tour.picture(picture)
    tour.workplace.search.clear()
    tour.workplace.setFocus()
    tour.settle()


def _log_attempt(tour: Walk) -> None:
    """By keyboard, as in the field: digits choose, Enter records."""
    assert tour.sample is not None
    tour.workplace.log_attempt([tour.sample.show_member])
    dialog = tour.dialog("log_attempt")
    tour.settle()
    _press(QApplication.focusWidget() or dialog, Qt.Key.Key_2, "2")
    _press(QApplication.focusWidget() or dialog, Qt.Key.Key_3, "3")
    tour.picture("log-attempt", dialog)
    _press(dialog, Qt.Key.Key_Return, "\r", Qt.KeyboardModifier.ControlModifier)
    tour.until(lambda: not tour.workplace.dialogs(), "the attempt to be recorded")
    tour.picture("attempt-recorded")
    tour.workplace.banner.close_bar()
    tour.done.append("logged an outreach attempt by keyboard (phone, message left)")


def _import(tour: Walk, home: Path) -> None:
    assert tour.sample is not None
    tour.workplace.go("exchange")
    tour.picture("exchange-to-review")
    tour.workplace.go("imports")
    tour.picture("import")
    page = tour.workplace.view("imports")
    assert isinstance(page, ImportsView)
    with _unknown_file(home) as path:
        page.start.plan.setCurrentIndex(page.start.plan.findData("sierra"))
        page.take_file(path)
        tour.until(lambda: page.findChild(MapColumns) is not None, "the mapping wizard")
        wizard = page.findChild(MapColumns)
        assert wizard is not None
        tour.picture("match-columns", wizard)
        wizard.forward.click()
        tour.picture("match-codes", wizard)
        wizard.reject()
    tour.workplace.banner.close_bar()
    page.show_import(tour.sample.staged_import)
    tour.picture("import-review")
    page.review.chips.choose("new")
    page.review.commit.click()
    tour.settle()
    review = page.review.review
    assert review is not None
    tour.picture("import-taken-in")
    tour.done.append(
        f"reviewed and took in {review.file}: {review.new} new, {review.changed} changed, "
        f"{review.unchanged} unchanged, {review.disappeared} disappeared"
    )


@contextmanager
def _unknown_file(home: Path) -> Iterator[Path]:
    """An invented plan's file under headings that no layout knows; removed afterwards."""
    path = home / "new-plan-list.csv"
    with sample_file("sierra_ASF_202611.txt").open(encoding="cp1252", newline="") as source:
        rows = list(csv.reader(source, delimiter="|"))
    said = {"A": "Appr", "P": "Pended", "I": "RFI", "D": "Den"}
    place = rows[0].index("AUTH_STATUS")
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow([heading.replace("MBR_", "Client ").title() for heading in rows[0]])
        for row in rows[1:]:
            row[place] = said[row[place]]
            writer.writerow(row)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _status_file(tour: Walk) -> None:
    tour.workplace.open_status_file("bayview")
    page = tour.workplace.view("status_file")
    assert isinstance(page, StatusFileView)
    tour.picture("status-file-to-save")
    page.save_into(str(tour.out))
    tour.settle()
    tour.until(lambda: any(tour.out.glob("CSRTF_*")), "the status file")
    tour.picture("status-file-saved")
    tour.workplace.banner.close_bar()
    tour.file = tour.read(lambda ws: exports.preview(ws, "bayview", PERIOD), "the file's facts")
    tour.done.append(f"saved the status file of {PERIOD} for bayview")


def _whole(tour: Walk, look: str) -> None:
    """Every page at one moment, in the light or the dark."""
    window, end = tour.program.window, "-dark" if look == "dark" else ""
    window.use_settings(replace(tour.program.context.settings, theme=look))
    for key, target in (
        ("today", None),
        ("imports", tour.shown.staged_import),
        ("status_file", "bayview"),
        ("settings", None),
    ):
        tour.workplace.go(key, target)
        tour.picture(f"{key.replace('_', '-')}{end}")
    _search(tour, f"caseload{end}")
    tour.workplace.open_caseload(CaseloadQuery())  # whence one comes to a member
    tour.workplace.go("member", MemberAt(tour.shown.show_member, ""))
    tour.picture(f"member{end}")
    demo_tour.member_parts(tour, end)
    demo_tour.dialogs(tour, end)
    demo_tour.pages(tour, end)
    demo_desk.desk(tour, end)


def _lock(tour: Walk) -> None:
    window = tour.program.window
    window.lock()
    tour.until(lambda: window.opened is None, "the lock")
    tour.picture("locked-dark")
    page = window.findChild(UnlockView)
    assert page is not None
    _type(page.passphrase, tour.shown.passphrase)
    _press(page.passphrase, Qt.Key.Key_Return)
    tour.until(lambda: window.opened is not None, "the store to open again")
    tour.done.append("locked the window and unlocked it again")


def _verify(tour: Walk) -> None:
    seen = tour.read(audit.verify, "the check of the store")
    word = "passed" if seen.encrypted and seen.integrity and seen.journal else seen.problem
    tour.done.append(f"checked the store (encrypted, whole, journal of {seen.entries}): {word}")


def _summary(tour: Walk) -> str:
    sample, file = tour.sample, tour.file
    assert sample is not None
    assert file is not None
    today = tour.program.context.clock.today()
    lines = [
        demo_out.TITLE,
        "Nobody in it exists. "
        f"The date stands at {today.isoformat()}, the end of the sample month.",
        "",
        f"Sample: {sample.members} members, {sample.referrals} referrals of three invented plans, "
        f"{sample.attempts} outreach attempts, {sample.statuses} statuses recorded by hand.",
        "",
        "Done in the window:",
        *(f"  - {line}" for line in tour.done),
        "",
        f"Status file: {Path(file.file).name}, {file.rows} rows, {file.referrals} referrals, "
        f"{len(file.not_ready)} not ready, SHA-256 {file.sha256}",
        "",
        "Forms:",
        *(f"  {name}" for name in tour.forms),
        "",
        "Pictures:",
        *(f"  {name}" for name in tour.pictures),
        "",
    ]
    return "\n".join(lines)


def _laid_over(window: QPixmap, dialog: QPixmap) -> QPixmap:
    painter = QPainter(window)
    painter.fillRect(window.rect(), QColor(0, 0, 0, 90))
    ratio = window.devicePixelRatio()
    x = (window.width() - dialog.width()) / ratio / 2
    y = (window.height() - dialog.height()) / ratio / 2
    painter.drawPixmap(QPoint(round(x), max(0, round(y))), dialog)
    painter.end()
    return window


def _type(field: QWidget, text: str) -> None:
    field.setFocus()
    for letter in text:
        _press(field, Qt.Key.Key_unknown, letter)


def _press(
    widget: QWidget,
    key: Qt.Key,
    text: str = "",
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, text))
