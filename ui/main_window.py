"""The window: first run, unlock, or the workplace; and the way between them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6 import QtCore
from PySide6.QtCore import QRect, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from navigator_app import settings as preferences
from navigator_app.errors import NavigatorError, StoreMissing
from navigator_app.i18n import _, use_language
from navigator_app.settings import Settings
from ui import theme
from ui.context import Context

if TYPE_CHECKING:  # imported where they are used: the unlock page needs none of them
    from navigator_app.domain.records import Changes
    from ui import opening
    from ui.alerts import Alerts
    from ui.idle import IdleWatch
    from ui.workplace import Kept, Workplace

MINIMUM = (720, 520)
SYNC_AFTER_MS = 3_000
"""Milliseconds from unlocking until the exchange with plans is looked at."""


class MainWindow(QMainWindow):
    """Holds one thing at a time and moves between them.

    Signals:
        unlocked(Opened): the store is open and the workplace stands.
        locked(): the store is closed and the workplace is gone.
        painted(): the window showed something for the first time.
    """

    unlocked = Signal(object)
    locked = Signal()
    painted = Signal()

    def __init__(self, context: Context, home: Path, settings: Settings) -> None:
        """Build the empty frame; `show_start` decides what stands in it."""
        super().__init__()
        self.context, self.home = context, home
        context.settings = settings
        self.kept: Kept | None = None
        self._whose = self._worked = ""  # the agency and the user's id before the last lock
        self.sample: Path | None = None  # the folder of a sample store, erased when it closes
        self.workplace: Workplace | None = None
        self.opened: opening.Opened | None = None
        self._frame = QStackedWidget()
        self._quitting = False
        self._was_painted = False
        self._sync_timer = QTimer(self)
        self._sync_timer.setSingleShot(True)
        self._sync_timer.setInterval(SYNC_AFTER_MS)
        self.setCentralWidget(self._frame)
        self.setWindowTitle("Navigator")
        self.setMinimumSize(*MINIMUM)
        self._place_window()
        self._connect()

    def _connect(self) -> None:
        ways, tasks = self.context.ways, self.context.tasks
        ways.notice.connect(self._notice)
        ways.refused.connect(self._refused)
        ways.settings_chosen.connect(self.use_settings)
        self._sync_timer.timeout.connect(self._start_sync)
        tasks.refused.connect(self._refused)
        tasks.crashed.connect(self.crashed)
        tasks.changed.connect(self._settings_changed)
        QShortcut(QKeySequence("Ctrl+Shift+L"), self).activated.connect(self.lock)
        QShortcut(QKeySequence("Ctrl+Q"), self).activated.connect(self.close)

    # parts that come when they are first needed

    @cached_property
    def idle(self) -> IdleWatch:
        """Watches for idle time once the caseload is open."""
        from ui.idle import IdleWatch

        watch = IdleWatch(self)
        watch.due.connect(self.lock)
        watch.warned.connect(self._warn_of_lock)
        watch.ticked.connect(self._show_lock_time)
        return watch

    @cached_property
    def alerts(self) -> Alerts:
        """Says what was refused or went wrong."""
        from ui.alerts import Alerts

        alerts = Alerts(self, self.home)
        alerts.keep_drafts.connect(self.keep_drafts)
        alerts.save_and_quit.connect(self.close)
        return alerts

    @Slot()
    def _start_sync(self) -> None:
        """The first page stands: from here on the exchange with plans goes by itself."""
        if self.workplace is not None and self.opened is not None:
            self.workplace.follow_sync()
            self.context.sync.start()

    def _stop_sync(self) -> None:
        self._sync_timer.stop()
        if "sync" in vars(self.context):  # else nothing was ever begun
            self.context.sync.stop()

    @Slot(str, object)
    def _notice(self, text: str, action: object) -> None:
        self.alerts.notice(text, action)  # type: ignore[arg-type]  # a signal carries object

    @Slot(object)
    def _refused(self, error: NavigatorError) -> None:
        self.alerts.refused(error)

    @Slot(object)
    def crashed(self, error: BaseException) -> None:
        """Something nobody expected."""
        self.alerts.crashed(error)

    # what stands in the frame

    def show_start(self, passphrase: str = "", page: str = "") -> None:
        """Show the first run, the unlock page, or with a passphrase the workplace at once."""
        from navigator_app.services.door import has_store

        if passphrase:
            self.open_with(passphrase, page)
        elif has_store(self.home):
            self.show_unlock()
        else:
            self.show_first_run()

    def show_first_run(self) -> None:
        """Show the first-run pages."""
        from ui.views.first_run import FirstRun  # not needed once a store is there

        page = FirstRun(self.context, self.home)
        page.finished.connect(self.enter)
        page.chose_sample.connect(self.open_sample)
        self._put(page)

    def show_unlock(self, error: NavigatorError | None = None) -> None:
        """Show the unlock page; at the very start it asks its first question once painted."""
        from ui.views.unlock import UnlockView

        use_language(self.context.settings.language)  # one chosen since the last unlocking
        page = UnlockView(self.context, self.home, locked=self.kept is not None, whose=self._whose)
        page.opened.connect(self.enter)
        self._put(page)
        if error is not None:
            page.show_failure(error)
        if self._was_painted:
            page.activate()
        else:
            self.painted.connect(page.activate)
            page.setFocus()

    def open_with(self, passphrase: str, page: str = "") -> None:
        """Unlock with a passphrase already given; the workplace is built meanwhile, and what its
        page asks for waits behind the unlocking on the store's thread."""
        from ui import opening

        tasks = self.context.tasks
        work = opening.unlock(tasks, self.home, self.context.clock, passphrase)
        tasks.run_closed(work, self._entered, owner=self, failed=self._not_entered)
        self._build_workplace(page)

    @Slot(object)
    def enter(self, opened: opening.Opened) -> None:
        """The store is open: build the workplace. Another person begins at the beginning."""
        if opened.user.id != self._worked:
            self.kept = None
        self._build_workplace()
        self._entered(opened)

    @Slot(str, object)
    def open_sample(self, passphrase: str, home: Path) -> None:
        """Open the sample store that was made elsewhere; the window belongs to it from now on."""
        from ui.demo_mark import SampleMark  # says that nobody here exists, and what day it is

        SampleMark(self, passphrase)
        self.home = self.sample = home
        self.open_with(passphrase)

    def _build_workplace(self, page: str = "") -> None:
        from ui.workplace import Kept, Place, Workplace

        kept = self.kept or Kept(Place(page or "today"))
        workplace = Workplace(self.context, kept)
        self.kept = None
        self._put(workplace)
        self.workplace = workplace
        self.alerts.use_banner(workplace.banner)
        workplace.lock_button.clicked.connect(self.lock)
        workplace.start()

    def _entered(self, opened: opening.Opened) -> None:
        if self.workplace is None:
            return
        self.opened = opened
        self.setWindowTitle(f"{opened.agency.name} – Navigator")
        self.workplace.show_opened(opened)
        self.workplace.restore(opened.drafts)
        self.idle.start(opened.lock_minutes)
        self._show_lock_time(self.idle.seconds_left())
        self._sync_timer.start()
        self.unlocked.emit(opened)

    def _not_entered(self, error: BaseException) -> None:
        self._take_workplace_away()
        if isinstance(error, StoreMissing):
            self.show_first_run()
        else:
            self.show_unlock(error if isinstance(error, NavigatorError) else None)

    def _put(self, page: QWidget) -> None:
        before = self._frame.currentWidget()
        self._frame.addWidget(page)
        self._frame.setCurrentWidget(page)
        if before is not None:
            self._frame.removeWidget(before)
            before.deleteLater()

    # locking

    @Slot()
    def lock(self) -> None:
        """Lock at once: keep what is half-typed, close the store, take every page away."""
        if self.workplace is None or self.opened is None:
            return
        from ui.widgets.clipboard import clear_ours
        from ui.workplace import Kept

        self.idle.stop()
        self._stop_sync()
        self.kept = Kept(self.workplace.place)
        self._whose, self._worked = self.opened.agency.name, self.opened.user.id
        self.keep_drafts()
        self.context.tasks.close_store(self._closed, self)
        clear_ours()
        self._take_workplace_away()
        self.show_unlock()

    def _take_workplace_away(self) -> None:
        self.alerts.use_banner(None)
        self.opened = None
        if self.workplace is not None:
            for dialog in self.workplace.dialogs():
                dialog.close()
            self.workplace = None
        self.setWindowTitle("Navigator")

    def _closed(self, _nothing: object) -> None:
        self.locked.emit()

    @Slot()
    def keep_drafts(self) -> None:
        """Keep half-typed text now, without locking."""
        if self.workplace is None or self.opened is None:
            return
        from ui import opening

        found = self.workplace.drafts()
        keep = _Keeping(self, found)
        work = opening.keep_drafts(found)
        self.context.tasks.run(work, keep.done, owner=self, failed=keep.failed)

    def _warn_of_lock(self, seconds: int) -> None:
        if self.workplace is None:
            return
        if seconds:
            self.alerts.warn(
                _("Navigator locks in {count} seconds. What you are typing is kept.").format(
                    count=seconds
                )
            )
        else:
            self.workplace.banner.close_bar()

    def _show_lock_time(self, seconds: int) -> None:
        if self.workplace is not None:
            self.workplace.footer.show_lock(seconds)

    def _settings_changed(self, changes: Changes) -> None:
        if changes.settings and self.opened is not None:
            from ui import opening

            self.context.tasks.run(opening.facts, self._follow_settings, owner=self)

    def _follow_settings(self, opened: opening.Opened) -> None:
        if self.workplace is None:
            return
        self.opened = opened
        self.setWindowTitle(f"{opened.agency.name} – Navigator")
        self.workplace.show_opened(opened)
        self.idle.start(opened.lock_minutes)

    # preferences

    @property
    def settings(self) -> Settings:
        """The preferences of this computer."""
        return self.context.settings

    @Slot(object)
    def use_settings(self, settings: Settings) -> None:
        """Take over changed preferences: dress anew and remember them."""
        self.context.settings = settings
        app = cast(QApplication, QApplication.instance())
        theme.dress_frame(app, settings)
        theme.apply(app, settings)
        preferences.save(self.home, settings)

    def _place_window(self) -> None:
        screen = QGuiApplication.primaryScreen().availableGeometry()
        wished = QRect(*self.context.settings.window) if self.context.settings.window else QRect()
        if wished.isEmpty() or not screen.intersects(wished):
            self.resize(min(1280, screen.width()), min(800, screen.height()))
        else:
            self.setGeometry(wished)
        if self.context.settings.maximized:
            self.setWindowState(QtCore.Qt.WindowState.WindowMaximized)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is half-typed and where the window stood, then let it close."""
        if not self._quitting:
            self._quitting = True
            self._sync_timer.stop()
            if "sync" in vars(self.context):
                self.context.sync.quit()
            if self.opened is not None:
                from ui.widgets.clipboard import clear_ours

                self.idle.stop()
                self.keep_drafts()
                clear_ours()
            self._remember_window()
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that the window stands."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def _remember_window(self) -> None:
        from dataclasses import replace

        box = self.normalGeometry()
        kept = replace(
            self.context.settings,
            window=(box.x(), box.y(), box.width(), box.height()),
            maximized=self.isMaximized(),
        )
        if self.home.is_dir():
            preferences.save(self.home, kept)


class _Keeping:
    """Keeps drafts in memory should the disk refuse them, so that nothing typed is lost."""

    def __init__(self, window: MainWindow, found: opening.Drafts) -> None:
        self._window, self._found = window, found

    def done(self, _nothing: object) -> None:
        """They are in the store; forget them here."""

    def failed(self, _error: BaseException) -> None:
        """They are not; give them back from memory after unlocking."""
        if self._window.kept is not None:
            self._window.kept.drafts.update(self._found)
