"""A member's home: the move-in, then the tenancy with what falls due, what is watched and done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.domain.tenancy_rows import TenancyRow
from navigator_app.i18n import _, ngettext
from navigator_app.services import tenancy
from navigator_app.services.tenancy import TenancyPage
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, Section
from ui.models import housing_words, tenancy_words, words
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.home_cards import (
    HomeCard,
    RepaymentCard,
    TenancyCard,
    TrainingCard,
    VisitsCard,
    WatchCard,
)
from ui.widgets.home_due import DueCard
from ui.widgets.search_parts import AskButton, column, emptied
from ui.widgets.snug import Snug
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Muted, Small, Strong

_BESIDE = 760  # pixels at 100 %: narrower, one column
_EARLIER = 3  # homes before "Show more"


def _read(member_id: str, ws: Workspace) -> TenancyPage:
    return tenancy.page(ws, member_id)


class MemberHome(Section):
    """The section. Without a tenancy it offers the first step."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the frame, hidden until it is read."""
        super().__init__(context, parent)
        self._member_id = ""
        self._shown: TenancyPage | None = None
        self._all_earlier = False
        self.move_in = PrimaryButton(_("Record the move-in"), "home-found")
        self.more_earlier = QuietButton("", "down")
        self.tenancy, self.watch = TenancyCard(context), WatchCard(context)
        self.repayments, self.visits = RepaymentCard(context), VisitsCard(context)
        self.training, self.due = TrainingCard(context), DueCard(context)
        self._past = column(theme.S8)[0]
        self._first, self._first_text = Card(_("A home of their own")), Muted("")
        self._earlier = Card(_("Homes before"))
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._assemble()
        self._connect()
        self.hide()

    @property
    def cards(self) -> tuple[HomeCard, ...]:
        """The cards in reading order."""
        return (
            self.tenancy, self.due, self.watch, self.training, self.repayments, self.visits
        )  # fmt: skip

    @property
    def asks(self) -> list[AskButton]:
        """The buttons of the cards in reading order."""
        return [ask for card in self.cards for ask in card.asks]

    def show_member(self, member_id: str) -> None:
        """Show this member, read anew."""
        if member_id != self._member_id:
            self._member_id, self._shown = member_id, None
            self._all_earlier = self.watch.all_past = self.due.all_due = False
            self.hide()
        work = partial(_read, member_id)
        self.context.tasks.run(work, self._show, owner=self, failed=self.context.show_refusal)

    def on_changes(self, changes: Changes) -> None:
        """A write touched this member, or the directory."""
        if self._member_id in changes.members or (self._member_id and changes.directory):
            self.show_member(self._member_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room."""
        super().resizeEvent(event)
        self._arrange()

    # building

    def _assemble(self) -> None:
        inside, outside = Snug(), QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(inside)
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S16)
        self._first.column.addWidget(self._first_text)
        self._first.column.addWidget(self.move_in, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._first)
        whole.addWidget(self.tenancy)
        whole.addWidget(self.due)
        self._pair.setSpacing(theme.S16)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, cards in (
            (left, (self.watch, self.training)),
            (right, (self.repayments, self.visits)),
        ):
            side.setSpacing(theme.S16)
            for card in cards:
                side.addWidget(card)
            side.addStretch(1)
            self._pair.addLayout(side, 1)
        whole.addLayout(self._pair)
        self._earlier.column.addWidget(self._past)
        self._earlier.column.addWidget(self.more_earlier, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._earlier)

    def _connect(self) -> None:
        self.move_in.clicked.connect(self._move_in)
        self.more_earlier.clicked.connect(self._toggle_earlier)

    def _arrange(self) -> None:
        way = QBoxLayout.Direction
        beside = self.width() >= theme.px(_BESIDE)
        self._pair.setDirection(way.LeftToRight if beside else way.TopToBottom)

    # showing

    def _show(self, page: TenancyPage) -> None:
        if page.member_id != self._member_id:
            return
        if page != self._shown:
            self._shown = page
            self._build(page)
        self.show()

    def _build(self, page: TenancyPage) -> None:
        focused = next(((ask.form, ask.about) for ask in self.asks if ask.hasFocus()), None)
        home = page.tenancy
        lives = home is not None and home.ended is None
        for card in self.cards:
            card.show_page(page)
            card.setVisible(home is not None)
        self._first_text.setText(_first_step(page))
        self._first.setVisible(not lives)
        self.due.setVisible(bool(page.due))
        self._show_earlier(page)
        self._arrange()
        follow_layout(self.window())
        for ask in self.asks:
            if (ask.form, ask.about) == focused:
                ask.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_earlier(self, page: TenancyPage) -> None:
        rows = emptied(self._past)
        for one in page.earlier if self._all_earlier else page.earlier[:_EARLIER]:
            rows.addWidget(Strong(housing_words.soft(one.address)))
            rows.addWidget(Small(_lived(one)))
        rest = len(page.earlier) - _EARLIER
        said = ngettext("Show {n} more", "Show {n} more", max(rest, 1)).format(n=rest)
        self.more_earlier.setText(_("Show fewer") if self._all_earlier else said)
        self.more_earlier.set_icon("up" if self._all_earlier else "down")
        self.more_earlier.setVisible(rest > 0)
        self._earlier.setVisible(bool(page.earlier))

    # acting

    @Slot()
    def _move_in(self) -> None:
        self.context.ways.ask.emit("move_in", self._member_id)

    @Slot()
    def _toggle_earlier(self) -> None:
        self._all_earlier = not self._all_earlier
        self._build_again()

    def _build_again(self) -> None:
        if self._shown is not None:
            self._build(self._shown)


def _first_step(page: TenancyPage) -> str:
    if page.ready:
        said = ngettext(
            "{n} home on the board is approved.", "{n} homes on the board are approved.", page.ready
        ).format(n=page.ready)
        follows = _(
            "One step records the home, the lease and the rent, closes the goals that are met, "
            "and goes on from navigation to tenancy services."
        )
        return f"{said} {follows}"
    if page.tenancy is not None:
        return _("This tenancy has ended. The next home begins with its move-in.")
    return _(
        "Nobody has recorded a home yet. When the member moves in, one step records the home, the "
        "lease and the rent; then early signs, visits and dates to keep stand here."
    )


def _lived(one: TenancyRow) -> str:
    ended = words.day(one.ended) if one.ended else ""
    span = _("{first} to {last}").format(first=words.day(one.move_in), last=ended)
    to = _("to {place}").format(place=one.ended_to) if one.ended_to else ""
    return housing_words.dotted(span, tenancy_words.end_reason(one.ended_why), to)
