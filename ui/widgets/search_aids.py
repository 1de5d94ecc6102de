"""What helps a search, beside the board: vouchers, coordinated entry, accommodations."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.housing_rows import AccommodationRow, SubsidyRow
from navigator_app.i18n import _
from navigator_app.services import housing_choices
from navigator_app.services.housing_search import SearchPage
from ui import theme
from ui.context import Context
from ui.models import housing_words, words
from ui.widgets.card import Card
from ui.widgets.search_parts import AskButton, Asking, buttons_row, column, emptied, pill
from ui.widgets.text import Body, Muted, Small, Strong


class SearchAids(QWidget, Asking):
    """Three cards; `asks` are their buttons in reading order."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.context = context
        self._member_id = ""
        self.asks: list[AskButton] = []
        self._vouchers, self._entry, self._requests = column()[0], column()[0], column()[0]
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S16)
        for title, body in (
            (_("Vouchers and subsidies"), self._vouchers),
            (_("Coordinated entry"), self._entry),
            (_("Reasonable accommodations"), self._requests),
        ):
            card = Card(title)
            card.column.addWidget(body)
            whole.addWidget(card)

    def show_page(self, page: SearchPage) -> None:
        """Show one member's."""
        self._member_id = page.facts.member_id
        self.asks = []
        self._show_vouchers(page)
        self._show_entry(page)
        self._show_requests(page)

    def _show_vouchers(self, page: SearchPage) -> None:
        inside = emptied(self._vouchers)
        for row in page.facts.subsidies:
            inside.addWidget(self._voucher(row))
        if not page.facts.subsidies:
            inside.addWidget(Muted(_("None is recorded. With its last day, it is told in time.")))
        about = [self._member_id, ""]
        add = self.ask(_("Add a voucher or subsidy"), "add", "subsidy", about)
        inside.addWidget(buttons_row([add]))

    def _voucher(self, row: SubsidyRow) -> QWidget:
        widget, inside = column(theme.S4)
        name, today = housing_words.subsidy_kind(row.kind), self.context.clock.today()
        tone, text = housing_words.SUBSIDY_STATES[row.state]
        inside.addWidget(Strong(name))
        inside.addWidget(pill(tone, _(text), name))
        amount = housing_words.rent(row.cents)
        facts = (amount, housing_words.bedrooms(row.bedrooms), row.issuer, row.number)
        if any(facts):
            inside.addWidget(Small(housing_words.dotted(*facts)))
        ends = housing_words.runout(row, today)
        if ends:
            inside.addWidget(Body(ends))
        about = [self._member_id, row.id]
        words_ = _("Extend or amend")
        inside.addWidget(buttons_row([self.ask(words_, "edit", "subsidy", about, name)]))
        return widget

    def _show_entry(self, page: SearchPage) -> None:
        inside = emptied(self._entry)
        lists, today = housing_choices.lists(), self.context.clock.today()
        for place, row in enumerate(page.facts.entries):
            text = housing_words.titled(lists.entry_statuses, row.status)
            when = words.short_day(row.on, today)
            details = housing_words.dotted(when, row.tool, row.score, row.matched_to, row.hmis_id)
            if not place:
                tone = housing_words.ENTRY_TONES.get(row.status, "neutral")
                inside.addWidget(pill(tone, text, _("Coordinated entry")))
                inside.addWidget(Small(details))
            else:
                inside.addWidget(Small(housing_words.dotted(text, details)))
        if not page.facts.entries:
            inside.addWidget(Muted(_("Nothing is recorded of an assessment or a match.")))
        text = _("Record where it stands")
        add = self.ask(text, "add", "coordinated_entry", self._member_id)
        inside.addWidget(buttons_row([add]))

    def _show_requests(self, page: SearchPage) -> None:
        inside = emptied(self._requests)
        for row in page.facts.accommodations:
            inside.addWidget(self._request(row))
        if not page.facts.accommodations:
            basis = housing_choices.lists().bases["search"]
            inside.addWidget(Muted(_("None was asked for. Helping to ask is part of the service.")))
            inside.addWidget(Small(basis.cited))
        about = [self._member_id, ""]
        add = self.ask(_("Record a request"), "add", "accommodation", about)
        inside.addWidget(buttons_row([add]))

    def _request(self, row: AccommodationRow) -> QWidget:
        widget, inside = column(theme.S4)
        today = self.context.clock.today()
        tone, text = housing_words.ANSWERS[row.answer]
        inside.addWidget(Strong(housing_words.soft(row.what)))
        inside.addWidget(pill(tone, _(text), row.what))
        asked = words.short_day(row.asked, today)
        facts = (_("asked {day}").format(day=asked) if asked else "", row.to_whom, row.about)
        inside.addWidget(Small(housing_words.dotted(*facts)))
        about = [self._member_id, row.id]
        text = _("Amend") if row.answer else _("Record the answer")
        inside.addWidget(buttons_row([self.ask(text, "edit", "accommodation", about, row.what)]))
        return widget
