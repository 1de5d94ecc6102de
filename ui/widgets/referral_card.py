"""One referral: where it stands, its line in time, its statuses and clocks, and the next status."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from navigator_app.domain.due import ClockRow
from navigator_app.domain.records import MemberPage, ReferralRow
from navigator_app.domain.referral import ENDED
from navigator_app.domain.vocabulary import AuthorizationStatus
from navigator_app.i18n import _, ngettext
from navigator_app.services import clock_rows
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.record_status import Correction
from ui.models import words
from ui.models.clock_entries import clock_entries
from ui.models.feed import event_entries
from ui.models.loop_line import loop_line
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.feed_view import FeedView
from ui.widgets.flow import FlowLayout
from ui.widgets.pill import StatusPill
from ui.widgets.text import Heading, Small
from ui.widgets.timeline import Timeline


def _read(referral_id: str, ws: Workspace) -> list[ClockRow]:
    return clock_rows.of_referral(ws, referral_id)


class ReferralCard(Card):
    """The card.

    Signals:
        record_asked(object): record a status for this ReferralRow.
        correct_asked(object): correct the event of this `Correction`.
    """

    record_asked = Signal(object)
    correct_asked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty; `show_referral` fills it. Its clocks are read when somebody asks."""
        super().__init__("", parent)
        self._context = context
        self._referral: ReferralRow | None = None
        self._page: MemberPage | None = None
        self._title = Heading("", 3)
        self.status = StatusPill()
        self.authorization = StatusPill()
        self._gone = StatusPill("warning", "")
        self._facts = Small("")
        self.timeline = Timeline()
        self.record = PlainButton(_("Record status"), "edit")
        self.ask_plan = QuietButton(_("Ask the plan"), "help")
        self.whom = QuietButton(_("Whom to call"), "phone")
        self._more = QuietButton("", "down")
        self.events = FeedView(_("Statuses"))
        self._more_clocks = QuietButton("", "down")
        self.clocks = FeedView(_("Clocks"))
        self._assemble()
        self.record.clicked.connect(self._ask_record)
        self.ask_plan.clicked.connect(self._ask_plan)
        self.whom.clicked.connect(self._open_contacts)
        self._more.clicked.connect(self._toggle_events)
        self._more_clocks.clicked.connect(self._toggle_clocks)
        self.events.acted.connect(self._ask_correct)

    def show_referral(self, page: MemberPage, referral: ReferralRow) -> None:
        """Show one of the page's referrals."""
        self._page, self._referral = page, referral
        clock = self._context.clock
        name = _(referral.service.value)
        self._title.setText(name)
        tone = words.status_tone(referral.status, referral.authorization_status)
        self.status.show_state(tone, _status(referral))
        self.authorization.show_state(
            words.authorization_tone(referral.authorization_status),
            words.authorization_words(referral.authorization_status),
            "shield",
        )
        self._gone.setVisible(referral.disappeared_on is not None)
        self._gone.show_state(
            "warning",
            _("not in the plan’s file since {date}").format(
                date=words.short_day(referral.disappeared_on, clock.today())
            ),
        )
        self._facts.setText(_facts(referral))
        self._facts.setVisible(bool(self._facts.text()))
        self.timeline.show_line(loop_line(page, referral, clock), name)
        over = referral.status in ENDED
        denied = referral.authorization_status is AuthorizationStatus.DENIED
        self.record.setVisible(not over and not denied)
        self.record.setAccessibleName(_("Record status of {service}").format(service=name))
        self.ask_plan.setAccessibleName(_("Ask the plan about {service}").format(service=name))
        self.whom.setAccessibleName(_("Whom to call about {service}").format(service=name))
        self.events.feed.set_entries(event_entries(page, referral.id, clock))
        self._show_more()
        denied_first = denied and not referral.status
        self._more_clocks.setVisible(not denied_first)
        if denied_first:
            self.clocks.hide()
        self._show_clocks()

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.S12)
        pills = QWidget()
        flow = FlowLayout(pills, theme.S8)
        for pill in (self.status, self.authorization, self._gone):
            flow.addWidget(pill)
        head.addWidget(self._title, 1)
        head.addWidget(self.record, 0, Qt.AlignmentFlag.AlignTop)
        self._title.setWordWrap(True)
        self.column.addLayout(head)
        self.column.addWidget(pills)
        self.column.addWidget(self._facts)
        self.column.addWidget(self.timeline)
        feet = QWidget()
        foot = FlowLayout(feet, theme.S8)
        for button in (self._more, self._more_clocks, self.ask_plan, self.whom):
            foot.addWidget(button)
        self.column.addWidget(feet)
        self.column.addWidget(self.events)
        self.column.addWidget(self.clocks)
        self.events.hide()
        self.clocks.hide()

    def _show_more(self) -> None:
        count = self.events.feed.rowCount()
        self._more.setVisible(count > 0)
        if self.events.isHidden():
            text = ngettext("Show {n} status", "Show {n} statuses", count).format(n=count)
        else:
            text = _("Hide statuses")
        self._more.setText(text)
        self._more.set_icon("down" if self.events.isHidden() else "up")

    def _show_clocks(self) -> None:
        shut = self.clocks.isHidden()
        self._more_clocks.setText(_("Show clocks") if shut else _("Hide clocks"))
        self._more_clocks.set_icon("down" if shut else "up")
        if self._referral is not None:
            self._more_clocks.setAccessibleName(
                _("{what}: {line}").format(
                    what=self._more_clocks.text(), line=_(self._referral.service.value)
                )
            )
            if not shut:
                self._context.tasks.run(
                    partial(_read, self._referral.id), self._fill_clocks, owner=self,
                    failed=self._context.show_refusal,
                )  # fmt: skip

    def _fill_clocks(self, rows: list[ClockRow]) -> None:
        self.clocks.feed.set_entries(clock_entries(rows, self._context.clock.today()))

    @Slot()
    def _toggle_clocks(self) -> None:
        self.clocks.setVisible(self.clocks.isHidden())
        self._show_clocks()

    @Slot()
    def _toggle_events(self) -> None:
        self.events.setVisible(self.events.isHidden())
        self._show_more()

    @Slot()
    def _ask_plan(self) -> None:
        if self._referral is not None:
            about = [self._referral.plan, self._referral.id, self._referral.member_id]
            self._context.ways.ask.emit("plan_inquiry", about)

    @Slot()
    def _open_contacts(self) -> None:
        if self._referral is not None:
            self._context.ways.open_page.emit("plan_contacts", self._referral.plan)

    @Slot()
    def _ask_record(self) -> None:
        self.record_asked.emit(self._referral)

    @Slot(str)
    def _ask_correct(self, event_id: str) -> None:
        if self._page is None or self._referral is None:
            return
        found = [event for event in self._page.events if event.id == event_id]
        if found:
            self.correct_asked.emit(Correction(self._referral, found[0]))


def _status(referral: ReferralRow) -> str:
    text = words.status_words(referral.status, referral.authorization_status)
    if referral.closure_reason is not None:
        return f"{text} · {_(referral.closure_reason.value)}"
    return text


def _facts(referral: ReferralRow) -> str:
    parts = []
    if referral.effective and referral.end:
        parts.append(
            _("Authorized {start} to {end}").format(
                start=words.day(referral.effective), end=words.day(referral.end)
            )
        )
    if referral.authorization_number:
        parts.append(_("Number {number}").format(number=referral.authorization_number))
    if referral.previous_referral_id:
        parts.append(_("follows an earlier referral for the same need"))
    return "  ·  ".join(parts)
