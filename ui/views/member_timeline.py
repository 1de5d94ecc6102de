"""Everything about one member in one line in time, searched and filtered, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes, UserRow
from navigator_app.domain.timeline import (
    GROUPS,
    Cursor,
    TimelinePage,
    TimelineQuery,
    TimelineRow,
)
from navigator_app.i18n import N_, _
from navigator_app.services import agency, timeline, timeline_paper
from navigator_app.services.timeline_paper import TimelinePaper
from navigator_app.services.timeline_words import GROUP_WORDS
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, Section
from ui.models.timeline_entries import key_of, months
from ui.widgets.asking_dialog import choice_field
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.feed_view import FeedView
from ui.widgets.fields import SearchField
from ui.widgets.flow import FlowLayout
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Muted

if TYPE_CHECKING:
    from ui.paper import Printing  # rarely wanted

PAUSE_MS = 150
_SPANS = (
    ("", N_("Any time")),
    ("30", N_("Last 30 days")),
    ("90", N_("Last 90 days")),
    ("365", N_("Last 12 months")),
    ("older", N_("Longer ago")),
)


@dataclass(frozen=True, slots=True)
class _Read:
    member_id: str
    query: TimelineQuery
    page: TimelinePage
    users: list[UserRow]
    more: bool  # it follows what is shown


def _read(
    member_id: str, query: TimelineQuery, cursor: Cursor | None, limit: int, ws: Workspace
) -> _Read:
    page = timeline.page(ws, member_id, query, cursor=cursor, limit=limit)
    return _Read(member_id, query, page, agency.users(ws), cursor is not None)


def _read_paper(member_id: str, query: TimelineQuery, ws: Workspace) -> TimelinePaper:
    return timeline_paper.paper(ws, member_id, query)


def _given(paper: TimelinePaper, ws: Workspace) -> Changes:
    return timeline_paper.given(ws, paper)


class MemberTimeline(Section):
    """The section."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it; `show_member` fills it."""
        super().__init__(context, parent)
        self._member_id = ""
        self._rows: list[TimelineRow] = []
        self._cursor: Cursor | None = None
        self._asked = TimelineQuery()
        self._months: dict[str, tuple[Card, FeedView]] = {}
        self.search = SearchField(_("Search in this member’s notes"), pause_ms=PAUSE_MS)
        self.kind = choice_field({"": _("Everything"), **{k: _(GROUP_WORDS[k]) for k in GROUPS}})
        self.who = choice_field({"": _("Anyone")})
        self.span = choice_field({key: _(text) for key, text in _SPANS})
        self.said = Muted("")
        self.clear = QuietButton(_("Show everything"))
        self.print_button = QuietButton(_("Print…"), "print")
        self.first = PlainButton(_("Log attempt"), "log")
        self.more = PlainButton(_("Show more"), "down")
        self._paper: TimelinePaper | None = None
        self._printing: Printing | None = None
        self._lists = QVBoxLayout()
        self._assemble()
        self._connect()

    def show_member(self, member_id: str) -> None:
        """Show this member's line, or read it again."""
        if member_id != self._member_id:
            self._member_id = member_id
            self._rows, self._cursor = [], None
            self._fill()
            self.search.show_text("")
        self._load()

    def on_changes(self, changes: Changes) -> None:
        """Read again when something of this member was written."""
        if self._member_id in changes.members or changes.referrals:
            self._load()

    def draft(self) -> dict[str, object]:
        """What is searched for, so that it stands there after unlocking."""
        text = self.search.text()
        return {"member": self._member_id, "text": text} if text else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Search for it again."""
        self._member_id = str(payload.get("member", ""))
        self.search.show_text(str(payload.get("text", "")))

    # building

    def _assemble(self) -> None:
        self.kind.setAccessibleName(_("Which kind of thing"))
        self.who.setAccessibleName(_("Who recorded it"))
        self.span.setAccessibleName(_("From when"))
        top = Card()
        top.column.addWidget(self.search)
        filters = QWidget()
        row = FlowLayout(filters, theme.S8)
        for box in (self.kind, self.span, self.who):
            box.setMinimumWidth(theme.px(170))
            row.addWidget(box)
        row.addWidget(self.clear)
        row.addWidget(self.print_button)
        top.column.addWidget(filters)
        top.column.addWidget(self.said)
        top.column.addWidget(self.first, 0, Qt.AlignmentFlag.AlignLeft)
        self._lists.setSpacing(theme.S16)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S16)
        column.addWidget(top)
        column.addLayout(self._lists)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        for part in (self.clear, self.first, self.more, self.said):
            part.hide()

    def _connect(self) -> None:
        self.search.searched.connect(self._search)
        for box in (self.kind, self.who, self.span):
            box.currentIndexChanged.connect(self._narrow)
        self.clear.clicked.connect(self._show_everything)
        self.print_button.clicked.connect(self._print)
        self.first.clicked.connect(self._log)
        self.more.clicked.connect(self._show_more)

    # reading

    def _query(self) -> TimelineQuery:
        kind, span = str(self.kind.currentData()), str(self.span.currentData())
        today = self.context.clock.today()
        since: date | None = None
        until: date | None = None
        if span.isdecimal():
            since = today - timedelta(days=int(span))
        elif span:
            until = today - timedelta(days=366)
        return TimelineQuery(
            groups=(kind,) if kind else (),
            text=self.search.text().strip(),
            first=since,
            last=until,
            user_id=str(self.who.currentData() or ""),
        )

    def _load(self) -> None:
        """Read as many lines as are shown."""
        if self._member_id:
            self._asked = self._query()
            limit = max(timeline.PAGE, len(self._rows))
            self._run(partial(_read, self._member_id, self._asked, None, limit))

    @Slot()
    def _print(self) -> None:
        """What is filtered for, all of it, on paper."""
        work = partial(_read_paper, self._member_id, self._query())
        failed = self.context.show_refusal
        self.context.tasks.run(work, self._open_printing, owner=self, failed=failed)

    def _open_printing(self, paper: TimelinePaper) -> None:
        from ui.paper import Printing, timeline_text  # rarely wanted

        self._paper = paper
        self._printing = Printing(timeline_text(paper, self.context.clock), self)
        self._printing.accepted.connect(self._account)
        self._printing.open()

    @Slot()
    def _account(self) -> None:
        """Write down that it leaves, then print it."""
        if self._paper is not None:
            failed = self.context.show_refusal
            work = partial(_given, self._paper)
            self.context.tasks.run(work, self._accounted, owner=self, failed=failed)

    def _accounted(self, changes: Changes) -> None:
        self.context.tasks.announce(changes)
        if self._printing is not None:
            self._printing.print_now()
        self._printing = self._paper = None

    @Slot()
    def _show_more(self) -> None:
        work = partial(_read, self._member_id, self._asked, self._cursor, timeline.PAGE)
        self._run(work)

    def _run(self, work: partial[_Read]) -> None:
        failed = self.context.show_refusal
        self.context.tasks.run(work, self._show, owner=self, failed=failed)

    def _show(self, read: _Read) -> None:
        if read.member_id != self._member_id or read.query != self._asked:
            return  # something else was asked for meanwhile
        self._offer(read.users)
        self._rows = [*self._rows, *read.page.rows] if read.more else list(read.page.rows)
        self._cursor = read.page.cursor
        self._fill()
        self._say(read.page.enough)

    def _fill(self) -> None:
        """A card for each month that is shown; cards that stay keep their place and focus."""
        wanted = months(self._rows, self.context.clock)
        for gone in self._months.keys() - {title for title, _some in wanted}:
            card, _view = self._months.pop(gone)
            self._lists.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, (title, entries) in enumerate(wanted):
            if title not in self._months:
                card, view = Card(title), FeedView(title)
                view.acted.connect(self._act)
                card.column.addWidget(view)
                self._months[title] = card, view
            card, view = self._months[title]
            if self._lists.indexOf(card) != place:
                self._lists.insertWidget(place, card)
            view.feed.set_entries(entries)
        follow_layout(self)

    def _say(self, enough: bool) -> None:
        narrowed = self._asked != TimelineQuery()
        self.more.setVisible(self._cursor is not None)
        self.clear.setVisible(narrowed)
        self.first.setVisible(not self._rows and not narrowed)
        if not enough:
            text = _("Type three letters or more.")
        elif self._rows:
            text = ""
        elif narrowed:
            text = _("Nothing of this member matches.")
        else:
            text = _("Everything that happens with this member will stand here in one line.")
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _offer(self, users: list[UserRow]) -> None:
        known = [str(self.who.itemData(place)) for place in range(1, self.who.count())]
        if known == [user.id for user in users]:
            return
        chosen = self.who.currentData()
        with QSignalBlocker(self.who):
            while self.who.count() > 1:
                self.who.removeItem(1)
            for user in users:
                self.who.addItem(user.name, user.id)
            self.who.setCurrentIndex(max(0, self.who.findData(chosen)))

    # acting

    @Slot(str)
    def _search(self, _text: str) -> None:
        self._rows = []
        self._load()

    @Slot(int)
    def _narrow(self, _place: int) -> None:
        self._rows = []
        self._load()

    @Slot()
    def _show_everything(self) -> None:
        boxes: tuple[QComboBox, ...] = (self.kind, self.who, self.span)
        for box in boxes:
            with QSignalBlocker(box):
                box.setCurrentIndex(0)
        self.search.show_text("")
        self._narrow(0)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _log(self) -> None:
        self.context.ways.log_attempt.emit([self._member_id])

    @Slot(str)
    def _act(self, key: str) -> None:
        row = next((row for row in self._rows if key_of(row) == key), None)
        if row is not None and row.kind == "attachment":
            self.context.ways.ask.emit("attachment", row.id)
        elif row is not None:
            self.context.ways.ask.emit("read_note", [row.kind, row.id, row.what])
