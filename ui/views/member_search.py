"""A member's housing search: the board, what they look for, what may fit, and what runs out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain import housing
from navigator_app.domain.housing import Stage, Step
from navigator_app.domain.housing_rows import ApplicationRow
from navigator_app.domain.records import Changes
from navigator_app.i18n import _, ngettext
from navigator_app.services import housing_search
from navigator_app.services.housing_search import SearchPage
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, Section
from ui.models import housing_words, words
from ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from ui.widgets.card import Card, Rule
from ui.widgets.note_box import NoteBox
from ui.widgets.search_aids import SearchAids
from ui.widgets.search_board import SearchBoard, application_card
from ui.widgets.search_parts import (
    AskButton,
    Asking,
    buttons_row,
    column,
    emptied,
    match_row,
    pairs,
)
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body, Heading, Muted, Small, Strong

_BESIDE = 900  # pixels at 100 %: narrower, the cards stand one above the other
FIRST = 3
"""Homes that may fit, shown at first."""


def _read(member_id: str, ws: Workspace) -> SearchPage:
    return housing_search.page(ws, member_id)


class MemberSearch(Section, Asking):
    """The section."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it; `show_member` fills it."""
        super().__init__(context, parent)
        self._member_id = ""
        self._shown: SearchPage | None = None
        self._all_homes = self._all_ended = False
        self.asks: list[AskButton] = []
        self.board = SearchBoard()
        self.begin = PrimaryButton(_("Add a home to try for"), "add")
        self.more_homes = QuietButton("", "down")
        self.more_ended = QuietButton("", "down")
        self.edit = PlainButton(_("Edit"), "edit")
        self._notes, self._ended = column(theme.S8)[0], column(theme.S8)[0]
        self._wishes, self._homes = column()[0], column()[0]
        self.aids = SearchAids(context)
        self._first_step = Muted("")
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._assemble()
        self._connect()
        self.hide()

    def show_member(self, member_id: str) -> None:
        """Show this member, read anew."""
        if member_id != self._member_id:
            self._member_id, self._shown = member_id, None
            self._all_homes = self._all_ended = False
            self.hide()
        work = partial(_read, member_id)
        self.context.tasks.run(work, self._show, owner=self, failed=self.context.show_refusal)

    def on_changes(self, changes: Changes) -> None:
        """A write touched this member, or the directory."""
        if self._member_id in changes.members or changes.directory:
            self.show_member(self._member_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room."""
        super().resizeEvent(event)
        self._arrange()

    # building

    def _assemble(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S16)
        whole.addWidget(self._notes)
        on_way = Card()
        on_way.column.addLayout(_head(_("Homes on their way"), self.begin))
        on_way.column.addWidget(self._first_step)
        on_way.column.addWidget(self.board)
        on_way.column.addWidget(self.more_ended, 0, Qt.AlignmentFlag.AlignLeft)
        on_way.column.addWidget(self._ended)
        whole.addWidget(on_way)
        self._pair.setSpacing(theme.S16)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(theme.S16)
            self._pair.addLayout(side, 1)
        wishes = Card()
        wishes.column.addLayout(_head(_("What they look for"), self.edit))
        wishes.column.addWidget(self._wishes)
        self.edit.setAccessibleName(_("Edit what they look for"))
        homes = Card(_("Homes that may fit"))
        homes.column.addWidget(self._homes)
        homes.column.addWidget(self.more_homes, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(wishes)
        left.addWidget(homes)
        left.addStretch(1)
        right.addWidget(self.aids)
        right.addStretch(1)
        whole.addLayout(self._pair)

    def _connect(self) -> None:
        self.begin.clicked.connect(self._begin)
        self.edit.clicked.connect(self._edit)
        self.board.acted.connect(self._step)
        self.more_homes.clicked.connect(self._toggle_homes)
        self.more_ended.clicked.connect(self._toggle_ended)

    def _arrange(self) -> None:
        way = QBoxLayout.Direction
        beside = self.width() >= theme.px(_BESIDE)
        self._pair.setDirection(way.LeftToRight if beside else way.TopToBottom)

    # showing

    def _show(self, page: SearchPage) -> None:
        if page.facts.member_id != self._member_id:
            return
        if page != self._shown:
            self._shown = page
            self._build(page)
        self.show()

    def _build(self, page: SearchPage) -> None:
        asks = (*self.asks, *self.aids.asks)
        focused = next(((ask.form, ask.about) for ask in asks if ask.hasFocus()), None)
        self.asks = []
        clock, applications = self.context.clock, page.facts.applications
        on_way = [one for one in applications if one.stage is not Stage.ENDED]
        self.board.show_cards([application_card(one, clock) for one in on_way])
        self.board.setVisible(bool(on_way))
        self._first_step.setText(_first_step(page))
        self._first_step.setVisible(not on_way)
        self._show_notes(page)
        self._show_ended([one for one in applications if one.stage is Stage.ENDED])
        self._show_wishes(page)
        self._show_homes(page)
        self.aids.show_page(page)
        self._arrange()
        follow_layout(self)
        for ask in (*self.asks, *self.aids.asks):
            if (ask.form, ask.about) == focused:
                ask.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_notes(self, page: SearchPage) -> None:
        notes = emptied(self._notes)
        for day in page.last_days:
            notes.addWidget(NoteBox(housing_words.tone_of(day), housing_words.last_day(day)))
        self._notes.setVisible(bool(page.last_days))

    def _show_ended(self, ended: list[ApplicationRow]) -> None:
        rows = emptied(self._ended)
        count = len(ended)
        said = ngettext("Show {n} that ended", "Show {n} that ended", count).format(n=count)
        self.more_ended.setText(_("Hide what ended") if self._all_ended else said)
        self.more_ended.set_icon("up" if self._all_ended else "down")
        self.more_ended.setVisible(bool(ended))
        self._ended.setVisible(self._all_ended and bool(ended))
        for row in ended if self._all_ended else ():
            when = words.short_day(row.stage_on, self.context.clock.today())
            rows.addWidget(Strong(housing_words.soft(row.title)))
            rows.addWidget(Body(housing_words.dotted(when, row.ended_why)))
            about = [row.id, "reopened"]
            again = self.ask(_("Take up again"), "undo", "housing_step", about, row.title)
            rows.addWidget(buttons_row([again]))

    def _show_wishes(self, page: SearchPage) -> None:
        inside = emptied(self._wishes)
        facts, wish = page.facts, page.facts.preference
        self.edit.setVisible(wish is not None)
        if wish is None:
            inside.addWidget(
                Muted(
                    _(
                        "Nobody has asked yet. Where, how large, for how much, and what must be "
                        "there: homes are then held against it."
                    )
                )
            )
            text = _("Record what they look for")
            record = self.ask(text, "add", "housing_preference", self._member_id)
            inside.addWidget(buttons_row([record]))
        else:
            inside.addWidget(pairs(housing_words.wishes(wish)))
        inside.addWidget(Rule())
        inside.addWidget(pairs(_money(page)))
        if facts.income.unverified:
            amount = housing.money(facts.income.unverified)
            inside.addWidget(Small(_("{amount} of it is not verified.").format(amount=amount)))

    def _show_homes(self, page: SearchPage) -> None:
        inside = emptied(self._homes)
        shown = page.suggested if self._all_homes else page.suggested[:FIRST]
        for place, match in enumerate(shown):
            if place:
                inside.addWidget(Rule())
            unit = match.unit
            about = [self._member_id, unit.id]
            buttons = [
                self.ask(_("Try for it"), "add", "housing_application", about, unit.title),
                self.ask(_("What is known"), "home", "housing_unit", unit.id, unit.title),
            ]
            inside.addWidget(match_row(match, buttons))
        if not page.suggested:
            inside.addWidget(
                Muted(
                    _(
                        "The directory holds no free home that is not on the board. Homes that "
                        "you hear of help every member."
                    )
                )
            )
            add = self.ask(_("Add a home to the directory"), "add", "housing_unit", "")
            inside.addWidget(buttons_row([add]))
        rest = len(page.suggested) - FIRST
        self.more_homes.setVisible(rest > 0)
        said = ngettext("Show {n} more", "Show {n} more", max(rest, 1)).format(n=rest)
        self.more_homes.setText(_("Show fewer") if self._all_homes else said)
        self.more_homes.set_icon("up" if self._all_homes else "down")

    # acting

    @Slot()
    def _begin(self) -> None:
        self.context.ways.ask.emit("housing_application", self._member_id)

    @Slot()
    def _edit(self) -> None:
        self.context.ways.ask.emit("housing_preference", self._member_id)

    @Slot(str, str)
    def _step(self, application_id: str, step: str) -> None:
        if step == Step.MOVED_IN.slug:  # more follows from it than a step of the board
            self.context.ways.ask.emit("move_in", [self._member_id, application_id])
            return
        if step != "home":
            self.context.ways.ask.emit("housing_step", [application_id, step])
            return
        rows = self._shown.facts.applications if self._shown else ()
        unit = next((row.unit_id for row in rows if row.id == application_id), None)
        if unit:
            self.context.ways.ask.emit("housing_unit", unit)
        else:
            self.context.ways.notice.emit(
                _("This home is in words only, not in the directory."), None
            )

    @Slot()
    def _toggle_homes(self) -> None:
        self._all_homes = not self._all_homes
        self._build_again()

    @Slot()
    def _toggle_ended(self) -> None:
        self._all_ended = not self._all_ended
        self._build_again()

    def _build_again(self) -> None:
        if self._shown is not None:
            self._build(self._shown)


def _head(title: str, button: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.S12)
    row.addWidget(Heading(title, 3), 1)
    row.addWidget(button)
    return row


def _first_step(page: SearchPage) -> str:
    if page.facts.preference is None:
        return _(
            "Here stand the homes that this member tries for, from looking to moved in. "
            "Begin with what they look for."
        )
    return _(
        "Here stand the homes that this member tries for, from looking to moved in. "
        "Try for one that may fit, or for one that somebody told you of."
    )


def _money(page: SearchPage) -> list[tuple[str, str]]:
    facts = page.facts
    people = ngettext("{n} person", "{n} people", facts.household.people).format(
        n=facts.household.people
    )
    if facts.household.unsure:
        people = _("{people}; of {n} more nobody asked").format(
            people=people, n=facts.household.unsure
        )
    income = (
        housing_words.rent(facts.income.cents) if facts.income.known else _("nothing is recorded")
    )
    return [(_("Moving in"), people), (_("Income"), income)]
