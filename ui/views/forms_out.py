"""Numbered sheets that went out and are not home yet: each with its day, whose, and what became."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain import record_codes
from navigator_app.domain.form_rows import BY_HAND, DESTROYED, PrintedForm
from navigator_app.domain.records import Changes
from navigator_app.i18n import _, ngettext
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.models import words
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card, EmptyState
from ui.widgets.card_page import CardPage
from ui.widgets.flow import FlowLayout
from ui.widgets.pill import StatusPill
from ui.widgets.text import Small, Strong

_LATE_DAYS = 1
"""A day sheet comes home the day it went out: from the next day on it is late."""


@dataclass(frozen=True, slots=True)
class _Out:
    row: PrintedForm
    title: str


def _read(ws: Workspace) -> tuple[_Out, ...]:
    from navigator_app.services import form_reviews, print_records

    return tuple(_Out(row, form_reviews.title(row.kind)) for row in print_records.sheets_out(ws))


def _home(code: str, how: str, ws: Workspace) -> Changes:
    from navigator_app.services import print_records

    return print_records.returned(ws, code, how)


class HomeButton(QuietButton):
    """Says what became of one sheet; knows which."""

    def __init__(self, out: _Out, how: str, text: str, icon: str) -> None:
        """`how` is a way that a sheet comes home."""
        super().__init__(text, icon)
        self.code, self.how = out.row.code, how
        self.setAccessibleName(f"{text}: {out.title} {out.row.number}")


class FormSheetsView(View):
    """The page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        hint = _("Day sheets name people. Each has a number; it comes home, or is destroyed.")
        self.nothing = EmptyState(
            "good", _("Every sheet is home"),
            _("Sheets for the street stand here from the moment they are printed until they "
              "come back."),
        )  # fmt: skip
        self._page = CardPage(_("Sheets still out"), hint, self.nothing, self)
        self._shown: tuple[_Out, ...] | None = None
        self.buttons: dict[tuple[str, str], HomeButton] = {}

    def activate(self) -> None:
        """Read which are out."""
        self.context.tasks.run(_read, self._show, owner=self)

    def on_changes(self, changes: Changes) -> None:
        """A sheet may have been printed or come home."""
        if changes.files and self.isVisible():
            self.activate()

    def _show(self, found: tuple[_Out, ...]) -> None:
        if found == self._shown:
            return
        self._shown, self.buttons = found, {}
        self._page.show_cards(self._card(out) for out in found)

    def _card(self, out: _Out) -> Card:
        card, row = Card(), out.row
        clock = self.context.clock
        day = clock.to_local(datetime.fromisoformat(row.printed_at)).date()
        age = (clock.today() - day).days
        late = ngettext("out for {n} day", "out for {n} days", age).format(n=age)
        pill = StatusPill("warning", late) if age >= _LATE_DAYS else StatusPill("info", _("Today"))
        head = QWidget()
        flow = FlowLayout(head, theme.S8)
        flow.addWidget(pill)
        for how, text, icon in (
            (BY_HAND, _("It is home"), "check"),
            (DESTROYED, _("It was destroyed"), "delete"),
        ):
            button = HomeButton(out, how, text, icon)
            button.clicked.connect(self._came)
            self.buttons[row.code, how] = button
            flow.addWidget(button)
        title = _("{form}, number {n}").format(form=_(out.title), n=row.number)
        card.column.addWidget(Strong(title if row.number else _(out.title)))
        parts = (words.day(day), row.by, _("code {code}").format(code=record_codes.shown(row.code)))
        card.column.addWidget(Small(" · ".join(part for part in parts if part)))
        card.column.addWidget(head)
        return card

    @Slot()
    def _came(self) -> None:
        button = self.sender()
        if isinstance(button, HomeButton):
            work, failed = partial(_home, button.code, button.how), self.context.show_refusal
            self.context.tasks.run(work, self._written, owner=self, failed=failed)

    def _written(self, changes: Changes) -> None:
        self.context.tasks.announce(changes)
        self.context.ways.notice.emit(_("Noted; the sheet is off the list."), None)
