"""People and places of a member: dangers, ways to reach, places, household, care team, promises."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.people import PeoplePage
from navigator_app.domain.records import Changes
from navigator_app.services import agency, people
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, Section
from ui.widgets.household_cards import CareCard, HouseholdCard, ProgramsCard
from ui.widgets.promise_cards import NavigatorCard, PromisesCard
from ui.widgets.reach_cards import PlacesCard, ReachCard, SafetyCard
from ui.widgets.search_parts import AskButton
from ui.widgets.tab_order import follow_layout

_BESIDE = 900  # pixels at 100 %: narrower, the cards stand one above the other


def _read(member_id: str, ws: Workspace) -> tuple[PeoplePage, bool]:
    from navigator_app.services import permissions  # only here: not on the way to the first page

    assigns = len(agency.users(ws)) > 1 and permissions.may(ws, "assign")
    return people.page(ws, member_id), assigns


class MemberPeople(Section):
    """The section."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the cards; `show_member` fills them."""
        super().__init__(context, parent)
        self._member_id = ""
        self._shown: PeoplePage | None = None
        self.reach, self.places = ReachCard(context), PlacesCard(context)
        self.promises, self.navigator = PromisesCard(context), NavigatorCard(context)
        self.safety, self.household = SafetyCard(context), HouseholdCard(context)
        self.care, self.programs = CareCard(context), ProgramsCard(context)
        self.left = (self.safety, self.reach, self.places, self.promises)
        self.right = (self.household, self.care, self.programs, self.navigator)
        self.cards = (*self.left, *self.right)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._pair.setContentsMargins(0, 0, 0, 0)
        self._pair.setSpacing(theme.S16)
        for cards in (self.left, self.right):
            side = QVBoxLayout()
            side.setSpacing(theme.S16)
            for card in cards:
                side.addWidget(card)
            side.addStretch(1)
            self._pair.addLayout(side, 1)
        self.hide()

    def minimumSizeHint(self) -> QSize:
        """As high as the words are at this width."""
        least = super().minimumSizeHint()
        high = self.heightForWidth(self.width())
        return QSize(least.width(), min(least.height(), high)) if high > 0 else least

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        beside = self.width() >= theme.px(_BESIDE)
        self._pair.setDirection(way.LeftToRight if beside else way.TopToBottom)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def show_member(self, member_id: str) -> None:
        """Show this member, read anew."""
        if member_id != self._member_id:
            self._member_id, self._shown = member_id, None
            for card in self.cards:
                card.forget()
            self.hide()
        work = partial(_read, member_id)
        self.context.tasks.run(work, self._show, owner=self, failed=self.context.show_refusal)

    def on_changes(self, changes: Changes) -> None:
        """Read again what was written of this member."""
        if self._member_id and self._member_id in changes.members:
            self.show_member(self._member_id)

    def asks(self) -> list[AskButton]:
        """All buttons that ask for something, in reading order."""
        return [button for card in self.cards for button in (*card.adds, *card.asks)]

    def _show(self, read: tuple[PeoplePage, bool]) -> None:
        page, assigns = read
        if page.member_id != self._member_id:
            return
        if page != self._shown:
            self._shown = page
            focused = next(((one.form, one.about) for one in self.asks() if one.hasFocus()), None)
            for card in self.cards:
                card.show_page(page)
            self.navigator.assign.setVisible(assigns)
            follow_layout(self)
            for one in self.asks():
                if (one.form, one.about) == focused:
                    one.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show()
