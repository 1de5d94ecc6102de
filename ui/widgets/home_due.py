"""What is late or falls due soon in a tenancy, each line with the one action that settles it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain.tenancy import DueDate, Kind
from navigator_app.i18n import _, ngettext
from navigator_app.services.tenancy import TenancyPage
from ui import theme
from ui.context import Context
from ui.models import tenancy_words, words
from ui.widgets.card import Rule
from ui.widgets.home_cards import HomeCard, beside
from ui.widgets.search_parts import AskButton, buttons_row, column, pill
from ui.widgets.text import Small, Strong

FIRST = 4
"""Lines before "Show more"."""


class DueCard(HomeCard):
    """The lines, the nearest day first."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Show the first few."""
        super().__init__(context, _("What is due"), parent)
        self.all_due = False
        self._page: TenancyPage | None = None

    def parts(self, page: TenancyPage) -> Sequence[QWidget]:
        """A line a date; more on asking."""
        self._page = page
        made: list[QWidget] = []
        for place, one in enumerate(page.due if self.all_due else page.due[:FIRST]):
            if place:
                made.append(Rule())
            made.append(self._line(one, page))
        rest = len(page.due) - FIRST
        if rest > 0:
            said = ngettext("Show {n} more", "Show {n} more", rest).format(n=rest)
            sign = "up" if self.all_due else "down"
            more = AskButton(_("Show fewer") if self.all_due else said, sign, "", "more")
            more.clicked.connect(self._toggle)
            self.asks.append(more)
            made.append(buttons_row([more]))
        return made

    def _line(self, one: DueDate, page: TenancyPage) -> QWidget:
        title = tenancy_words.due_title(one)
        said, inside = column(0)
        inside.addWidget(Strong(title))
        inside.addWidget(Small(tenancy_words.due_basis(one)))
        left = words.due_words(one.days_left)
        mark, room = column(0)
        mark.setMinimumWidth(theme.px(120))  # the words beside them begin in one line
        room.addWidget(pill(tenancy_words.due_tone(one), left, title))
        return beside(mark, said, self._act(one, page))

    def _act(self, one: DueDate, page: TenancyPage) -> QWidget | None:
        home = page.tenancy.id if page.tenancy else ""
        title = tenancy_words.due_title(one)
        if one.kind == "repayment":
            return self.ask(_("A part was paid"), "check", "repayment_paid", one.record_id, title)
        if one.kind == "recertification":
            return self.ask(_("Recertified"), "check", "tenancy_recertified", home, title)
        if one.kind == "visit":
            return self.ask(_("Record a visit"), "add", "tenancy_visit", home, title)
        if one.kind == "lease-end":
            return self.ask(_("Amend"), "edit", "tenancy_amend", home, title)
        if one.kind in (Kind.SIGN.slug, Kind.NOTICE.slug, Kind.DISPUTE.slug):
            return self.ask(_("Settled"), "check", "tenancy_settle", one.record_id, title)
        fault = next((row for row in page.events if row.id == one.record_id), None)
        if fault is None or not fault.faults:
            return None
        name = tenancy_words.check(fault.faults[0].item)
        about = [fault.faults[0].id, name]
        return self.ask(_("Mended"), "check", "tenancy_mended", about, name)

    @Slot()
    def _toggle(self) -> None:
        self.all_due = not self.all_due
        if self._page is not None:
            self.show_page(self._page)
