"""Cards of people and places: each a column of rows with the next step beside every row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.i18n import _
from ui import theme
from ui.context import Context
from ui.models.housing_words import soft
from ui.widgets.card import Card, Rule
from ui.widgets.flow import FlowLayout
from ui.widgets.pill import StatusPill
from ui.widgets.search_parts import AskButton, column, emptied
from ui.widgets.text import Body, Heading, Muted, Small, Strong

Pill = tuple[str, str] | tuple[str, str, str]
SHOWN = 4
"""Rows of a long card shown at first."""


class PeopleCard(Card):
    """A card with a heading, a button that adds, and rows that are made anew."""

    def __init__(self, context: Context, title: str, adds: Sequence[AskButton]) -> None:
        """`adds` stand beside the heading."""
        super().__init__()
        self.context = context
        self.asks: list[AskButton] = []
        self.adds = list(adds)
        head = QWidget()
        flow = FlowLayout(head, theme.S12)
        flow.addWidget(Heading(title, 3))
        for button in adds:
            button.clicked.connect(self._asked)
            flow.addWidget(button)
        self.body = column(theme.S12)[0]
        self.column.addWidget(head)
        self.column.addWidget(self.body)
        self._whole = False
        self._rows: list[Callable[[], QWidget]] = []
        self._empty = ""

    def show_rows(self, rows: list[Callable[[], QWidget]], empty: str) -> None:
        """Show these rows, or a sentence where there are none; long lists begin short."""
        self._rows, self._empty = rows, empty
        self._build()

    def forget(self) -> None:
        """Another member: begin short again."""
        self._whole = False

    def row(
        self,
        title: str,
        lines: Sequence[str],
        pill: Pill | None,
        steps: Sequence[AskButton],
    ) -> QWidget:
        """What it is, how it stands, what is known of it, what can be done."""
        widget, inside = column(theme.S4)
        head = QWidget()
        beside = QHBoxLayout(head)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.S12)
        beside.addWidget(Strong(soft(title)), 1)
        if pill is not None:
            shown = StatusPill()
            shown.show_state(*pill)
            shown.setAccessibleName(f"{title}: {pill[1]}")
            beside.addWidget(shown, 0, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(head)
        for place, line in enumerate(one for one in lines if one):
            inside.addWidget(Body(line) if not place else Small(line))
        if steps:
            buttons = QWidget()
            flow = FlowLayout(buttons, theme.S4)
            for step in steps:
                step.clicked.connect(self._asked)
                self.asks.append(step)
                flow.addWidget(step)
            inside.addWidget(buttons)
        return widget

    def _build(self) -> None:
        self.asks = []
        inside: QVBoxLayout = emptied(self.body)
        shown = self._rows if self._whole else self._rows[:SHOWN]
        for place, make in enumerate(shown):
            if place:
                inside.addWidget(Rule())
            inside.addWidget(make())
        if not self._rows:
            inside.addWidget(Muted(self._empty))
        rest = len(self._rows) - SHOWN
        if rest > 0:
            text = _("Show fewer") if self._whole else _("Show {n} more").format(n=rest)
            more = AskButton(text, "up" if self._whole else "down", MORE, "")
            more.clicked.connect(self._asked)
            self.asks.append(more)
            inside.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _asked(self) -> None:
        button = self.sender()
        if not isinstance(button, AskButton):
            return
        if button.form == MORE:
            self._whole = not self._whole
            self._build()
        elif button.form.startswith(DO):
            self.act(button.form.removeprefix(DO), str(button.about))
        else:
            self.context.ways.ask.emit(button.form, button.about)

    def act(self, step: str, key: str) -> None:
        """Do something at once, without a form; overridden."""


MORE, DO = "show-more", "do:"
"""Buttons that open no form."""


def ask(text: str, icon: str, form: str, about: object, of: str = "") -> AskButton:
    """A button that opens a form, or with `do:` does something at once."""
    return AskButton(text, icon, form, about, of)


def later(make: Callable[..., QWidget], *about: object) -> Callable[[], QWidget]:
    """A row that is made when it is shown."""
    return partial(make, *about)
