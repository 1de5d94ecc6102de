"""Homes on their way, from looking to moved in: columns where there is room, else one list.

Each card has the likeliest next step as its button and the others in a menu. Arrow keys on a button
go from card to card; Enter does what the button says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from navigator_app.domain import housing
from navigator_app.domain.housing import Stage, Step
from navigator_app.domain.housing_rows import ApplicationRow
from navigator_app.i18n import N_, _
from navigator_app.runtime.clock import Clock
from ui import theme
from ui.models import housing_words, words
from ui.widgets.buttons import IconButton, PlainButton, QuietButton
from ui.widgets.flow import FlowLayout
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Small, Strong

COLUMNS: tuple[tuple[str, tuple[Stage, ...]], ...] = (
    (N_("Looking"), (Stage.LOOKING,)),
    (N_("Showing"), (Stage.SHOWING,)),
    (N_("Applied"), (Stage.APPLIED, Stage.DENIED, Stage.APPEALED)),
    (N_("Approved"), (Stage.APPROVED, Stage.LEASE)),
    (N_("Moved in"), (Stage.MOVED_IN,)),
)
"""Columns of the board; where one holds several stages, the card says which."""

_PLAIN = {stages[0] for _title, stages in COLUMNS}
_NARROW = 880  # pixels at 100 %: narrower, the stages stand one above the other
_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True, slots=True)
class BoardCard:
    """What a card shows; `about` is told to who listens. Without steps it has one button."""

    about: str
    title: str
    facts: str
    then: str
    stage: Stage
    button: str
    steps: tuple[Step, ...] = ()
    late: bool = False


def application_card(row: ApplicationRow, clock: Clock) -> BoardCard:
    """A card of one member's board."""
    steps = housing.steps(row.stage)
    facts = housing_words.dotted(housing_words.rent(row.rent_cents), row.place, row.landlord)
    since = _("since {day}").format(day=words.short_day(row.stage_on, clock.today()))
    late = row.next_on is not None and row.next_on < clock.today()
    return BoardCard(
        about=row.id,
        title=row.title,
        facts=facts or since,
        then=housing_words.next_line(row, clock),
        stage=row.stage,
        button=_(housing_words.STEP_ASKS[steps[0]]),
        steps=(*steps, Step.FEE, Step.NOTE),
        late=late,
    )


class HomeCard(QFrame):
    """One card.

    Signals:
        acted(str, str): the card's `about`, and the word of a step ("" for the button of a card
            without steps, "home" to amend the home).
    """

    acted = Signal(str, str)

    def __init__(self, card: BoardCard, parent: QWidget | None = None) -> None:
        """Show a card."""
        super().__init__(parent)
        self.card = card
        self.setProperty("role", "card")
        self.button = PlainButton(card.button) if card.steps else QuietButton(card.button, "right")
        self.more: IconButton | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S12, theme.S12, theme.S12, theme.S12)
        column.setSpacing(theme.S4)
        if card.stage not in _PLAIN:
            pill = StatusPill()
            pill.show_state(housing_words.STAGE_TONES[card.stage], _(card.stage.value))
            column.addWidget(pill)
        column.addWidget(Strong(housing_words.soft(card.title)))
        if card.facts:
            column.addWidget(Small(card.facts))
        if card.then:
            column.addWidget(self._then(card))
        column.addLayout(self._buttons())
        self.setAccessibleName(
            ". ".join(part for part in (card.title, _(card.stage.value), card.facts, card.then)
                      if part)
        )  # fmt: skip
        self.button.setAccessibleName(f"{card.button}: {card.title}")
        self.button.clicked.connect(self._act)

    def _then(self, card: BoardCard) -> QWidget:
        if not card.late:
            return Body(card.then)
        line = Body(f"\N{WARNING SIGN}\N{VARIATION SELECTOR-15} {card.then}")
        line.setAccessibleName(_("Late: {what}").format(what=card.then))
        return line

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, theme.S4, 0, 0)
        row.setSpacing(theme.S4)
        row.addWidget(self.button, int(bool(self.card.steps)))
        if not self.card.steps:
            row.addStretch(1)
        else:
            name = _("More for {home}").format(home=self.card.title)
            self.more = IconButton("more", name)
            self.more.clicked.connect(self._open_menu)
            row.addWidget(self.more)
        return row

    @Slot()
    def _act(self) -> None:
        first = self.card.steps[0].slug if self.card.steps else ""
        self.acted.emit(self.card.about, first)

    @Slot()
    def _open_menu(self) -> None:
        if self.more is not None:
            self.menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def menu(self) -> QMenu:
        """Everything that may happen to this home."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for step in self.card.steps:
            if step is Step.FEE:
                menu.addSeparator()
            menu.addAction(_(housing_words.STEP_ASKS[step])).setData(step.slug)
        menu.addAction(_("What is known of the home")).setData("home")
        menu.triggered.connect(self._chosen)
        return menu

    @Slot(QAction)
    def _chosen(self, action: QAction) -> None:
        self.acted.emit(self.card.about, str(action.data()))


class SearchBoard(QWidget):
    """The board.

    Signals:
        acted(str, str): as a card says.
    """

    acted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._shown: tuple[BoardCard, ...] | None = None
        self._lanes: list[tuple[QFrame, list[HomeCard]]] = []
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.S8)

    @property
    def cards(self) -> list[HomeCard]:
        """The cards from the first column to the last."""
        return [card for _lane, cards in self._lanes for card in cards]

    def show_cards(self, cards: Sequence[BoardCard]) -> None:
        """Show these; the focus stays on the card it was on, wherever that has gone."""
        if tuple(cards) == self._shown:
            return
        self._shown = tuple(cards)
        focused = next((one.card.about for one in self.cards if one.button.hasFocus()), "")
        self._clear()
        for title, stages in COLUMNS:
            self._add_lane(_(title), [card for card in cards if card.stage in stages])
        self._arrange()
        for one in self.cards:
            if one.card.about == focused:
                one.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys on a button go to the next card."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            move = _MOVES.get(Qt.Key(event.key()))
            if move is not None and self._move(watched, *move):
                return True
        return super().eventFilter(watched, event)

    def _clear(self) -> None:
        self._lanes = []
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _add_lane(self, title: str, cards: list[BoardCard]) -> None:
        lane = Lane(title, len(cards))
        made = []
        for card in cards:
            one = HomeCard(card, lane)
            one.acted.connect(self.acted)
            one.button.installEventFilter(self)
            if one.more is not None:
                one.more.installEventFilter(self)
            lane.column.addWidget(one)
            made.append(one)
        if not cards:
            none = Small(_("None yet"))
            none.setContentsMargins(theme.S4, 0, 0, 0)  # below the words of the heading
            lane.column.addWidget(none)
        lane.column.addStretch(1)
        self._lanes.append((lane, made))
        self._row.addWidget(lane, 1)

    def _arrange(self) -> None:
        beside = self.width() >= theme.px(_NARROW)
        way = QBoxLayout.Direction
        self._row.setDirection(way.LeftToRight if beside else way.TopToBottom)
        for place, (lane, cards) in enumerate(self._lanes):
            self._row.setStretch(place, int(beside))
            lane.setVisible(beside or bool(cards))

    def _move(self, watched: QObject, across: int, down: int) -> bool:
        column, row = next(
            (
                (x, y)
                for x, (_lane, cards) in enumerate(self._lanes)
                for y, card in enumerate(cards)
                if watched in (card.button, card.more)
            ),
            (-1, -1),
        )
        if column < 0:
            return False
        if across:
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                across = -across
            for cards in self._toward(column, across):
                cards[min(row, len(cards) - 1)].button.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            return True
        cards = self._lanes[column][1]
        if 0 <= row + down < len(cards):
            cards[row + down].button.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _toward(self, column: int, step: int) -> Iterator[list[HomeCard]]:
        """The next columns that hold cards."""
        while 0 <= (column := column + step) < len(self._lanes):
            if self._lanes[column][1]:
                yield self._lanes[column][1]


class Lane(QFrame):
    """A column with its title and how many cards it has."""

    def __init__(self, title: str, count: int, parent: QWidget | None = None) -> None:
        """Add cards to `column`."""
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.S4, theme.S8, theme.S4, theme.S4)
        self.column.setSpacing(theme.S8)
        head = QWidget()
        head.setContentsMargins(theme.S4, 0, theme.S4, 0)
        flow = FlowLayout(head, theme.S8)
        name = Strong(title)
        name.setWordWrap(False)
        flow.addWidget(name)
        number = Small(str(count))
        number.setWordWrap(False)
        flow.addWidget(number)
        self.column.addWidget(head)
        self.setAccessibleName(f"{title}: {count}")
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        if event.type() is QEvent.Type.StyleChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        sheet = f"Lane {{ background: {theme.css('sunken')}; border: none; border-radius: 8px; }}"
        if sheet != self.styleSheet():  # setting it sends StyleChange again
            self.setStyleSheet(sheet)
