"""What every view is handed: the threads, the clock and the ways to move around the window.

How pages are plugged in: `ui/places.py` holds one table of them (module, class). A page is
imported and built when it first comes to the front, told its target by `open`, then `activate`d.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from navigator_app.errors import NavigatorError, ReasonNeeded
from navigator_app.i18n import _
from navigator_app.settings import Settings
from ui.tasks import Tasks

if TYPE_CHECKING:  # the records' classes cost more to make than the unlock page
    from navigator_app.domain.records import Changes
    from navigator_app.runtime.clock import Clock
    from ui.sync_loop import SyncLoop


class Ways(QObject):
    """Requests a view makes of the window; the main window connects them in one block.

    Signals:
        open_member(str): show one member's page.
        open_caseload(CaseloadQuery): show the caseload filtered so.
        open_import(str): show the Import page, at an import id or "" for the file chooser.
        open_status_file(str): show the Status file page, at a plan key or "".
        log_attempt(object): open the attempt log for a list of member ids, [] for none yet.
        record_status(object): open the status dialog for a ReferralRow (or a referral id).
        notice(str, object): one line in the bar with an optional (label, callable) action.
        refused(NavigatorError): show a refusal in the bar.
        open_today(): show the Today page.
        search(): put the cursor into the search field of the window.
        reopen(str, object): open a dialog again by its draft key, with what was typed in it.
        open_week(): show the seven days from today.
        open_forecast(): show the authorizations that end in the weeks ahead.
        open_page(str, object): show a page by its key, at a target or None.
        open_notes(str): search for a text in the notes of all members.
        open_rules(object): show the rules, of a plan key, "" or at a `RuleAsked`.
        check_eligibility(str): open the form for an eligibility check of a member id.
        record_request(object): open the form for a request to the plan, or the plan's answer, of
            a `Ledger` (or a referral id).
        ask(str, object): open the form of that draft key about an id or a list of ids.
        open_plan(object): write or read a support plan, at a `PlanAt`, or two versions of one, at a
            `PlansBeside`.
        settings_chosen(Settings): use and remember changed preferences of this computer.
        timer_moved(): a stopwatch was started, paused or stopped.
    """

    open_member = Signal(object)
    open_caseload = Signal(object)
    open_import = Signal(object)
    open_status_file = Signal(object)
    log_attempt = Signal(object)
    record_status = Signal(object)
    notice = Signal(str, object)
    refused = Signal(object)
    open_today = Signal()
    search = Signal()
    open_forecast = Signal()
    open_page = Signal(str, object)
    open_week = Signal()
    open_notes = Signal(object)
    open_rules = Signal(object)
    check_eligibility = Signal(object)
    record_request = Signal(object)
    reopen = Signal(str, object)
    ask = Signal(str, object)
    open_plan = Signal(object)
    settings_chosen = Signal(object)
    timer_moved = Signal()


class Context:
    """The parts that all views share: `tasks`, `clock`, `ways`, `settings`, `sync`."""

    def __init__(
        self,
        tasks: Tasks,
        clock: Clock | None = None,
        ways: Ways | None = None,
        settings: Settings | None = None,
    ) -> None:
        """Keep them; without a clock it is the machine's, asked for its zone when first used."""
        self.tasks = tasks
        self.ways = ways or Ways()
        self.settings = settings or Settings()
        if clock is not None:
            self.clock = clock

    @cached_property
    def clock(self) -> Clock:
        """The clock of this window."""
        from navigator_app.runtime.clock import system_clock  # zones wait for the first paint

        return system_clock()

    @cached_property
    def sync(self) -> SyncLoop:
        """The exchange with the plans of this window; made on the Qt thread when first needed."""
        from ui.sync_loop import SyncLoop

        return SyncLoop(self, self.tasks)

    def show_refusal(self, error: BaseException) -> None:
        """Hand a refusal to the bar, or ask for the reason that reading on needs; bound, so that
        it can be a `failed` callback."""
        if isinstance(error, ReasonNeeded):
            self.ways.ask.emit("break_glass" if error.glass else "read_reason", error.member_id)
        elif isinstance(error, NavigatorError):
            self.ways.refused.emit(error)


class View(QWidget):
    """A page of the window. Built once after unlocking, destroyed on lock.

    `first` takes the keys when the page comes to the front. No focus proxy: Tab would pass over
    what stands before it.
    """

    first: QWidget | None = None

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Keep the context; subclasses build widgets and connect signals."""
        super().__init__(parent)
        self.context = context

    def open(self, target: object) -> None:
        """Something was asked for: a member id, a CaseloadQuery, an import id, a plan key.

        Comes before `activate`. A page without targets leaves it.
        """

    def searched(self) -> str:
        """The text that the page shows the matches of; it stands in the window's search field."""
        return ""

    def activate(self) -> None:
        """The page comes to the front: load or refresh what it shows."""

    def on_changes(self, changes: Changes) -> None:
        """A write happened; refresh only when it touches this page."""

    def draft(self) -> dict[str, object]:
        """Half-typed text to keep over a lock; empty when there is none."""
        return {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put half-typed text back after unlocking."""


class Section(QWidget):
    """One part of a member's page, behind a tab. Made when it is first looked at, destroyed on
    lock; it lays itself out in the width it is given and scrolls with the page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Keep the context; subclasses build widgets and connect signals."""
        super().__init__(parent)
        self.context = context

    def show_member(self, member_id: str) -> None:
        """Show this member: load, or read again when it is the one shown."""

    def on_changes(self, changes: Changes) -> None:
        """A write happened; read again only when it touches what is shown."""

    def draft(self) -> dict[str, object]:
        """Half-typed text to keep over a lock, with its member's id; empty when there is none."""
        return {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put half-typed text back after unlocking, once its member is shown."""


class DraftDialog(QDialog):
    """A dialog whose half-typed text is kept over a lock and given back.

    `draft_key` names it ("log_attempt"). The window opens it with `open()`, never `exec()`; it is
    deleted when it closes.
    """

    draft_key = ""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Keep the context; subclasses build widgets and connect signals."""
        super().__init__(parent)
        self.context = context
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)

    def draft(self) -> dict[str, object]:
        """What was typed, JSON-ready, with what the dialog is about; empty when nothing."""
        return {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back after unlocking."""

    def lost_by_closing(self) -> dict[str, object]:
        """What is worth offering again when somebody closes it: the draft, unless nothing in it
        took work."""
        return self.draft()

    def reject(self) -> None:
        """Esc, Cancel or the frame's cross: go away at once, and offer what was typed again."""
        typed = self.lost_by_closing()
        super().reject()
        if typed:
            again = partial(self.context.ways.reopen.emit, self.draft_key, typed)
            offer = _("Put it back"), again
            self.context.ways.notice.emit(_("Closed; nothing was saved."), offer)
