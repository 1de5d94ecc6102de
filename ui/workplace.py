"""The unlocked window: rail, search, the page at work, what it has to say, the status bar.

Built when the store opens and destroyed when it locks, so that nothing of a member stays behind.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from typing import cast

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from navigator_app.domain.records import CaseloadQuery, Changes
from ui import opening
from ui.context import Context, DraftDialog, View
from ui.places import DIALOGS, IN_RAIL_UNDER, OPENED_BY, SPECS, PlansBeside, member_of
from ui.places import PAGES as PAGES
from ui.places import Place as Place
from ui.widgets.banner import Banner
from ui.widgets.busy import Busy
from ui.widgets.footer import Footer
from ui.widgets.rail import Rail
from ui.widgets.top_bar import TopBar

NETWORK_MS = 30_000


@dataclass(slots=True)
class Kept:
    """What to give back after unlocking."""

    place: Place = field(default_factory=Place)
    drafts: opening.Drafts = field(default_factory=dict)


class Workplace(QWidget):
    """Everything around the pages of an unlocked store."""

    def __init__(self, context: Context, kept: Kept, parent: QWidget | None = None) -> None:
        """Build the frame; `start` brings the first page."""
        super().__init__(parent)
        self.context = context
        self._drafts = dict(kept.drafts)
        self._views: dict[str, View] = {}
        self._trail: list[Place] = []
        self.place = kept.place
        self.stack = QStackedWidget()
        self.banner = Banner()
        self.busy = Busy()
        self.footer = Footer()
        self.top = TopBar()
        self.search = self.top.search
        self.log_button, self.note_button = self.top.log, self.top.note
        self.back_button = self.top.back
        self.rail = Rail(spec for spec in PAGES if spec.in_rail)
        self.rail_buttons, self.lock_button = self.rail.buttons, self.rail.lock
        self._network_timer = QTimer(self)
        self._network_timer.setInterval(NETWORK_MS)
        self._assemble()
        self._connect()

    def _assemble(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.top, self.busy, self.banner):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addLayout(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(middle, 1)
        whole.addWidget(self.footer)

    def _connect(self) -> None:
        ways, tasks = self.context.ways, self.context.tasks
        ways.open_member.connect(self.open_member)
        ways.open_caseload.connect(self.open_caseload)
        ways.open_import.connect(self.open_import)
        ways.open_status_file.connect(self.open_status_file)
        ways.log_attempt.connect(self.log_attempt)
        ways.record_status.connect(self.record_status)
        ways.open_today.connect(self.open_today)
        ways.search.connect(self.focus_search)
        ways.open_forecast.connect(self.open_forecast)
        ways.open_page.connect(self.go)
        ways.open_week.connect(self.open_week)
        ways.open_notes.connect(self.open_notes)
        ways.open_rules.connect(self.open_rules)
        ways.check_eligibility.connect(self.check_eligibility)
        ways.record_request.connect(self.record_request)
        ways.timer_moved.connect(self.look_at_timer)
        ways.reopen.connect(self._reopen)
        ways.ask.connect(self._open_dialog)
        ways.open_plan.connect(self.open_plan)
        tasks.changed.connect(self.on_changes)
        tasks.busy_changed.connect(self.busy.set_busy)
        self.rail.chosen.connect(self._rail_chosen)
        self.search.searched.connect(self._search)
        self.search.returnPressed.connect(self._open_found)
        self.search.down_pressed.connect(self._into_results)
        self.log_button.clicked.connect(self._log_any)
        self.note_button.clicked.connect(self._note_any)
        self.back_button.clicked.connect(self.go_back)
        self.footer.exchange_asked.connect(self.open_exchange)
        self._network_timer.timeout.connect(self._look_at_network)
        for keys, slot in (
            ("Ctrl+F", self.focus_search),
            ("Ctrl+K", self.focus_search),
            ("Ctrl+L", self._log_any),
            ("Ctrl+M", self._note_any),
            ("Ctrl+N", self._take_in),
            ("Alt+Left", self.go_back),
            ("Esc", self._escape),
            ("F1", self.show_keys),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        for number, key in enumerate(self.rail_buttons, 1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(self.rail_buttons[key].click)

    def start(self) -> None:
        """Bring the page to the front that was open last, then what the status bar needs."""
        self._show(self.place)
        QTimer.singleShot(0, self._after_first_paint)

    def show_opened(self, opened: opening.Opened) -> None:
        """The store is open: say who works here."""
        self.footer.person.tell("user", opened.user.name, opened.user.role.value)
        self.refresh_standing()
        self.look_at_timer()

    def follow_sync(self) -> None:
        """From now on say what the exchange with the plans does."""
        from ui.widgets.exchange_footer import ExchangeFooter  # not before the first paint

        ExchangeFooter(self.context, self.footer)

    @Slot()
    def open_exchange(self) -> None:
        """Show how the exchange with each plan stands."""
        self.go("exchange")

    def refresh_standing(self) -> None:
        """Ask anew what is not yet sent."""
        self.context.tasks.run(opening.standing, self.footer.show_standing, owner=self)

    @Slot()
    def look_at_timer(self) -> None:
        """Ask anew whether a stopwatch runs."""
        self.context.tasks.run(opening.timer, self.footer.show_timer, owner=self)

    def restore(self, drafts: opening.Drafts) -> None:
        """Give half-typed text back: to pages when they open, to dialogs at once."""
        self._drafts.update(drafts)
        for key in [key for key in self._drafts if key.startswith("dialog:")]:
            self._reopen(key.removeprefix("dialog:"), self._drafts.pop(key))
        for key in [key for key in self._drafts if key in self._views]:
            self._views[key].restore_draft(self._drafts.pop(key))

    def drafts(self) -> opening.Drafts:
        """Half-typed text of every page and open dialog, and what was not yet given back."""
        found = dict(self._drafts)
        for key, view in self._views.items():
            if payload := view.draft():
                found[key] = payload
        for dialog in self.dialogs():
            if payload := dialog.draft():
                found[f"dialog:{dialog.draft_key}"] = payload
        return found

    def dialogs(self) -> list[DraftDialog]:
        """The open dialogs that can hold half-typed text."""
        return [found for found in self.findChildren(DraftDialog) if found.isVisible()]

    def view(self, key: str) -> View:
        """A page by its key, built at its first use."""
        if key not in self._views:
            spec = SPECS[key]
            factory = getattr(importlib.import_module(spec.module), spec.name)
            view = cast(View, factory(self.context, self.stack))
            self._views[key] = view
            self.stack.addWidget(view)
            if key in self._drafts:
                view.restore_draft(self._drafts.pop(key))
        return self._views[key]

    def go(self, key: str, target: object = None) -> None:
        """Bring a page to the front and tell it what to show."""
        place = Place(key, target)
        same_list = key == self.place.key != "member"  # each letter of a search is no step back
        if place != self.place and not same_list:
            self._trail = [*self._trail[-20:], self.place]
        self._show(place)

    def _show(self, place: Place) -> None:
        view = self.view(place.key)
        self.place = place
        button = self.rail_buttons.get(IN_RAIL_UNDER.get(place.key, place.key))
        if button:
            button.setChecked(True)
        self.back_button.setVisible(not SPECS[place.key].in_rail)
        self.stack.setCurrentWidget(view)
        if place.target is not None:
            view.open(place.target)
        if button:
            self.search.show_text(view.searched())
        view.activate()
        if not self.search.hasFocus():
            first = view.first or (view if view.focusProxy() else self)
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def go_back(self) -> None:
        """Show the page before this one."""
        if self._trail:
            self._show(self._trail.pop())
        elif not SPECS[self.place.key].in_rail:
            self._show(Place("caseload"))

    @Slot(object)
    def open_member(self, member_id: object) -> None:
        """Show one member."""
        self.go("member", member_id)

    @Slot(object)
    def open_caseload(self, query: object) -> None:
        """Show the caseload filtered."""
        self.go("caseload", query)

    @Slot()
    def open_today(self) -> None:
        """Show what is due."""
        self.go("today")

    @Slot(object)
    def open_import(self, import_id: object) -> None:
        """Show the Import page, at a file when an id is given."""
        self.go("imports", import_id or None)

    @Slot(object)
    def open_status_file(self, plan: object) -> None:
        """Show the Status file page, at a plan when a key is given."""
        self.go("status_file", plan or None)

    @Slot(object)
    def log_attempt(self, member_ids: object) -> None:
        """Open the attempt log for these members; [] asks there."""
        self._open_dialog("log_attempt", member_ids)

    @Slot(object)
    def record_status(self, referral: object) -> None:
        """Open the status dialog for a referral."""
        self._open_dialog("record_status", referral)

    @Slot()
    def open_week(self) -> None:
        """Show the seven days from today."""
        self.go("week")

    @Slot(object)
    def open_notes(self, text: object) -> None:
        """Search in the notes of all members."""
        self.go("notes", text)

    @Slot(object)
    def open_rules(self, target: object) -> None:
        """Show the rules, of a plan or at one of them."""
        self.go("rules", target or None)

    @Slot()
    def open_forecast(self) -> None:
        """Show the extensions ahead."""
        self.go("forecast")

    @Slot(object)
    def check_eligibility(self, member_id: object) -> None:
        """Open the form for a check of this member."""
        self._open_dialog("eligibility_check", member_id)

    @Slot(object)
    def record_request(self, ledger: object) -> None:
        """Open the form for a request to the plan or its answer."""
        self._open_dialog("authorization_request", ledger)

    @Slot(object)
    def open_plan(self, target: object) -> None:
        """Write or read a support plan, or two versions of one side by side."""
        self.go("plan_versions" if isinstance(target, PlansBeside) else "plan", target)

    @Slot()
    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @Slot()
    def show_keys(self) -> None:
        """Show what every key does."""
        from ui.dialogs.shortcuts import ShortcutsDialog  # opened rarely

        ShortcutsDialog(self).open()

    @Slot(object)
    def on_changes(self, changes: Changes) -> None:
        """A write happened: tell the pages, and say anew what is not sent."""
        for view in self._views.values():
            view.on_changes(changes)
        self.refresh_standing()
        self.context.sync.soon()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "rail"):
            self.rail.fit()

    @Slot(str)
    def _rail_chosen(self, key: str) -> None:
        self.go(key)

    def _log_any(self) -> None:
        member = member_of(self.place.target) if self.place.key == "member" else None
        self.log_attempt([member] if member else [])

    def _note_any(self) -> None:
        member = member_of(self.place.target) if self.place.key == "member" else ""
        self._open_dialog("service_note", member)

    def _take_in(self) -> None:
        member = member_of(self.place.target) if self.place.key == "member" else None
        self._open_dialog("new_referral", {"member": member} if member else None)

    def _search(self, text: str) -> None:
        if text or self.place.key == "caseload":
            self.go("caseload", CaseloadQuery(text=text))

    def _open_found(self) -> None:
        opener = getattr(self._views.get("caseload"), "open_first", None)
        if opener and self.search.text():
            opener()

    def _into_results(self) -> None:
        view = self._views.get("caseload")
        if view and self.place.key == "caseload":
            (view.first or view).setFocus(Qt.FocusReason.OtherFocusReason)

    def _escape(self) -> None:
        if self.banner.isVisible():
            self.banner.close_bar()
        elif not SPECS[self.place.key].in_rail:
            self.go_back()

    @Slot(str, object)
    def _open_dialog(self, key: str, about: object) -> DraftDialog:
        module, name = DIALOGS[key]
        factory = getattr(importlib.import_module(module), name)
        dialog = cast(DraftDialog, factory(self.context, about, self))
        dialog.open()
        return dialog

    @Slot(str, object)
    def _reopen(self, key: str, payload: dict[str, object]) -> None:
        if key in DIALOGS:
            about = payload.get("about", [] if key == "log_attempt" else None)
            self._open_dialog(key, about).restore_draft(payload)
        elif key in OPENED_BY:
            page = OPENED_BY[key]
            self.view(page).restore_draft(payload)
            self.go(page, payload.get("about"))

    def _after_first_paint(self) -> None:
        self._look_at_network()
        self._network_timer.start()

    def _look_at_network(self) -> None:
        from ui.network import network_there  # QtNetwork is not needed for the first paint

        self.footer.show_network(network_there())
        if self.footer.shows_timer():
            self.look_at_timer()
