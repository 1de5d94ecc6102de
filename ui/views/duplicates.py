"""Records that may be one person: a card a pair, with what speaks for it and against."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from navigator_app.domain.duplicates import Pair
from navigator_app.domain.records import Changes
from navigator_app.i18n import _, ngettext
from navigator_app.services import duplicates
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.dialogs.take_back import TakeBack
from ui.models import merge_words, words
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card, EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.page import Page
from ui.widgets.pill import StatusPill
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body, Muted, Small, Strong

_AT_ONCE = 20
"""Pairs shown before more are asked for."""


def _read(ws: Workspace) -> list[Pair]:
    return duplicates.suggestions(ws)


def _apart(pair: Pair, ws: Workspace) -> tuple[Pair, Changes]:
    return pair, duplicates.tell_apart(ws, pair.one.id, pair.other.id)


def _undo_apart(one: str, other: str, ws: Workspace) -> Changes:
    return duplicates.undo_apart(ws, one, other)


class PairButton(PlainButton):
    """One answer about one pair."""

    def __init__(self, text: str, icon: str, pair: Pair, act: str) -> None:
        """`act` is "look", "apart" or the id of a record to open."""
        super().__init__(text, icon)
        self.pair, self.act = pair, act
        self.setAccessibleName(_("{what}: {line}").format(what=text, line=pair.one.name))


class DuplicatesView(View):
    """The page; nobody is merged from here without looking at both records."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        self._pairs: list[Pair] = []
        self._shown = _AT_ONCE
        self._cards: QWidget | None = None
        self.buttons: list[PairButton] = []
        self.page = Page(
            _("Possible duplicates"),
            _("Records that may be one person. Twins and people of one household are two."),
        )
        self._count = Muted("")
        self._none = EmptyState(
            "good",
            _("No two records look like one person"),
            _("Names in any order and spelling, dates of birth, CINs and phones were compared."),
        )
        self.more = QuietButton(_("Show more"))
        self.page.column.addWidget(self._count)
        self.page.column.addWidget(self._none)
        self.page.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.page.column.addStretch(1)
        self._none.hide()
        self.more.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.page)
        self.more.clicked.connect(self._show_more)

    def activate(self) -> None:
        """Compare anew."""
        if not self._pairs:
            self._count.setText(_("Comparing the records…"))
        self.context.tasks.run(_read, self._show, owner=self, failed=self.context.show_refusal)

    def on_changes(self, changes: Changes) -> None:
        """Records may have become one, or two."""
        if changes.members and self.isVisible():
            self.activate()

    def _show(self, pairs: list[Pair]) -> None:
        self._pairs = pairs
        self._none.setVisible(not pairs)
        self._count.setVisible(bool(pairs))
        count = len(pairs)
        said = ngettext("{n} pair to look at", "{n} pairs to look at", count).format(n=count)
        self._count.setText(said)
        self._lay_out()

    def _lay_out(self) -> None:
        self.buttons = []
        cards = QWidget()
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S16)
        for pair in self._pairs[: self._shown]:
            column.addWidget(self._card(pair))
        if self._cards is not None:
            self.page.column.removeWidget(self._cards)
            self._cards.hide()
            self._cards.deleteLater()
        self._cards = cards
        self.page.column.insertWidget(3, cards)
        cards.setVisible(bool(self._pairs))
        self.more.setVisible(len(self._pairs) > self._shown)
        follow_layout(self)

    def _card(self, pair: Pair) -> QWidget:
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.S24)
        grid.setVerticalSpacing(theme.S4)
        for place, person in enumerate((pair.one, pair.other)):
            grid.addWidget(Strong(words.isolated(person.name)), 0, place)
            grid.addWidget(Body(merge_words.person_line(person)), 1, place)
            grid.setColumnStretch(place, 1)
        card.column.addLayout(grid)
        tone, text = merge_words.strength(pair)
        card.column.addWidget(StatusPill(tone, text), 0, Qt.AlignmentFlag.AlignLeft)
        for_it = " · ".join(reason.told(_, words.day) for reason in pair.likeness.reasons)
        card.column.addWidget(Body(for_it))
        if pair.likeness.doubts:
            doubts = " · ".join(doubt.told(_, words.day) for doubt in pair.likeness.doubts)
            card.column.addWidget(Small(_("Against it: {what}").format(what=doubts)))
        card.column.addWidget(self._answers(pair))
        return card

    def _answers(self, pair: Pair) -> QWidget:
        line = QWidget()
        flow = FlowLayout(line, theme.S8)
        for text, icon, act in (
            (_("Look at both…"), "search", "look"),
            (_("Two people"), "user", "apart"),
            (_("Open {name}").format(name=pair.one.name), "user", pair.one.id),
        ):
            button = PairButton(text, icon, pair, act)
            button.clicked.connect(self._answer)
            self.buttons.append(button)
            flow.addWidget(button)
        return line

    @Slot()
    def _answer(self) -> None:
        button = self.sender()
        if not isinstance(button, PairButton):
            return
        pair = button.pair
        if button.act == "look":
            kept, merged = _older_with_cin(pair)
            self.context.ways.ask.emit("merge_members", [kept, merged])
        elif button.act == "apart":
            self.context.tasks.run(
                partial(_apart, pair),
                self._told_apart,
                owner=self,
                failed=self.context.show_refusal,
            )
        else:
            self.context.ways.open_member.emit(button.act)

    def _told_apart(self, answer: tuple[Pair, Changes]) -> None:
        pair, changes = answer
        self.context.tasks.announce(changes)
        back = TakeBack(self.context, partial(_undo_apart, pair.one.id, pair.other.id))
        said = _("{one} and {other} are two people").format(
            one=pair.one.name, other=pair.other.name
        )
        self.context.ways.notice.emit(said, (_("Undo"), back.undo))

    @Slot()
    def _show_more(self) -> None:
        self._shown += _AT_ONCE
        self._lay_out()


def _older_with_cin(pair: Pair) -> tuple[str, str]:
    """The record that would stay: the one with a CIN, else the older one."""
    if pair.other.has_cin and not pair.one.has_cin:
        return pair.other.id, pair.one.id
    return pair.one.id, pair.other.id
