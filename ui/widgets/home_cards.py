"""The parts of a member's home: the tenancy, what is watched, what is paid back, visits, skills.

Each card is filled anew by `show_page`; `asks` are its buttons in reading order.
"""

from __future__ import annotations

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from navigator_app.domain import housing
from navigator_app.domain.tenancy import WATCHED, Kind, part_state
from navigator_app.domain.tenancy_rows import EventRow, PartRow, RepaymentRow, TenancyRow
from navigator_app.i18n import _, ngettext
from navigator_app.services import repayments, tenancy_choices
from navigator_app.services.tenancy import TenancyPage
from ui import theme
from ui.context import Context
from ui.models import housing_words, tenancy_words, words
from ui.widgets.card import Card, Rule
from ui.widgets.flow import FlowLayout
from ui.widgets.paid_bar import PaidBar
from ui.widgets.search_parts import AskButton, Asking, buttons_row, column, emptied, pairs, pill
from ui.widgets.text import Body, Heading, Muted, Small, Strong

_BESIDE = 680  # pixels at 100 %: narrower, the facts stand in one column
FIRST = 5
"""Rows of a list before "Show more"."""


class HomeCard(Card, Asking):
    """A card that asks for forms."""

    def __init__(self, context: Context, title: str = "", parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(title, parent)
        self.context = context
        self.asks: list[AskButton] = []
        self.body = column()[0]
        self.column.addWidget(self.body)

    def show_page(self, page: TenancyPage) -> None:
        """Fill it anew."""
        self.asks = []
        inside = emptied(self.body)
        for widget in self.parts(page):
            inside.addWidget(widget)

    def parts(self, page: TenancyPage) -> Sequence[QWidget]:
        """What stands in it; overridden."""
        raise NotImplementedError


class TenancyCard(HomeCard):
    """Where the member lives, since when, for how much; or lived, where it ended."""

    _halves: QBoxLayout | None = None

    def parts(self, page: TenancyPage) -> Sequence[QWidget]:
        """Address and days, the facts, what may be done."""
        home = page.tenancy
        if home is None:
            return []
        title = Heading(housing_words.soft(home.address), 2)
        made: list[QWidget] = [title, self._head(page, home), self._facts(page, home)]
        if home.ended is None:
            made.append(self._buttons(home))
        return made

    def _head(self, page: TenancyPage, home: TenancyRow) -> QWidget:
        head = QWidget()
        flow = FlowLayout(head, theme.S12)
        lives = home.ended is None
        flow.addWidget(pill("good" if lives else "refused", tenancy_words.housed(page.days)))
        for months in page.kept if lives else ():
            flow.addWidget(pill("accent", tenancy_words.kept(months)))
        if not lives:
            flow.addWidget(pill("neutral", _("Ended")))
        return head

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The facts in two columns where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _facts(self, page: TenancyPage, home: TenancyRow) -> QWidget:
        rows = tenancy_words.facts(page, home)
        half = (len(rows) + 1) // 2
        widget = QWidget()
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, widget)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(theme.S8)
        for part in (rows[:half], rows[half:]):
            if part:
                self._halves.addWidget(pairs(part), 1, Qt.AlignmentFlag.AlignTop)
        self._arrange()
        return widget

    def _arrange(self) -> None:
        if self._halves is None or not shiboken6.isValid(self._halves):
            return
        way = QBoxLayout.Direction
        beside = self.width() >= theme.px(_BESIDE)
        self._halves.setDirection(way.LeftToRight if beside else way.TopToBottom)

    def _buttons(self, home: TenancyRow) -> QWidget:
        return buttons_row(
            [
                self.ask(_("Amend"), "edit", "tenancy_amend", home.id, home.address),
                self.ask(_("Recertified"), "check", "tenancy_recertified", home.id, home.address),
                self.ask(_("End the tenancy"), "close", "tenancy_end", home.id, home.address),
            ]
        )


class WatchCard(HomeCard):
    """What may put the home at risk, until it is settled; then what was said and done."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Show the first few of what is past."""
        super().__init__(context, _("Tenancy watch"), parent)
        self.all_past = False

    def parts(self, page: TenancyPage) -> Sequence[QWidget]:
        """Open ones, gravest first, buttons to add, what is past."""
        home = page.tenancy
        if home is None:
            return []
        watched = {kind.slug for kind in WATCHED}
        grave = list(tenancy_words.SEVERITIES)
        open_ = [one for one in page.events if one.kind in watched and one.open]
        open_.sort(key=lambda one: (-grave.index(one.severity or grave[0]), one.due or one.on))
        made: list[QWidget] = []
        for place, row in enumerate(open_):
            if place:
                made.append(Rule())
            made.append(self._open(row, page))
        if not open_:
            made.append(Muted(_("Nothing is open. An early sign is best kept the day it is seen.")))
            made.append(Small(tenancy_choices.lists().bases["signs"].cited))
        if home.ended is None:
            made.append(self._adding(home))
        return made + self._past(page, watched)

    def _adding(self, home: TenancyRow) -> QWidget:
        buttons = []
        for kind in (Kind.SIGN, Kind.NOTICE, Kind.DISPUTE, Kind.LANDLORD):
            text, icon = tenancy_words.ASKS[kind]
            whom = home.landlord if kind is Kind.LANDLORD else ""
            buttons.append(self.ask(_(text), icon, "tenancy_event", [home.id, kind.slug, whom]))
        return buttons_row(buttons)

    def _open(self, row: EventRow, page: TenancyPage) -> QWidget:
        widget, inside = column(theme.S4)
        title = tenancy_words.what(row.kind, row.what)
        tone, grave = tenancy_words.SEVERITIES.get(row.severity, ("info", _("Watch")))
        head = QWidget()
        flow = FlowLayout(head, theme.S12)
        flow.addWidget(pill(tone, _(grave), title))
        name = Strong(title)
        flow.addWidget(name)
        inside.addWidget(head)
        by = tenancy_words.by_when(row, page.today)
        if by:
            inside.addWidget(_dated(by, late=row.due is not None and row.due < page.today))
        if row.note:
            inside.addWidget(Body(housing_words.soft(row.note)))
        kind = _(Kind.from_slug(row.kind).value)
        inside.addWidget(
            Small(housing_words.dotted(kind, tenancy_words.event_line(row, page.today)))
        )
        about = [row.tenancy_id, row.id, title]
        buttons = [
            self.ask(_("Settled"), "check", "tenancy_settle", row.id, title),
            self.ask(_("Agree on a repayment"), "add", "repayment", about, title),
        ]
        inside.addWidget(buttons_row(buttons if row.kind != Kind.DISPUTE.slug else buttons[:1]))
        return widget

    def _past(self, page: TenancyPage, watched: set[str]) -> list[QWidget]:
        told = {Kind.LANDLORD.slug, Kind.RECERTIFICATION.slug}
        rows = [
            one for one in page.events if one.kind in told or (one.kind in watched and not one.open)
        ]
        if not rows:
            return []
        made: list[QWidget] = [Rule(), Strong(_("What was said and done"))]
        shown = rows if self.all_past else rows[:FIRST]
        made += [_past_row(row, page) for row in shown]
        if len(rows) > FIRST:
            rest = len(rows) - FIRST
            said = ngettext("Show {n} more", "Show {n} more", rest).format(n=rest)
            more = AskButton(_("Show fewer") if self.all_past else said, "down", "", "")
            more.clicked.connect(self._toggle)
            self.asks.append(more)
            made.append(buttons_row([more]))
            self._page = page
        return made

    @Slot()
    def _toggle(self) -> None:
        self.all_past = not self.all_past
        self.show_page(self._page)


class RepaymentCard(HomeCard):
    """What is paid back: how far, what comes next, what was missed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(context, _("Repayment plans"), parent)

    def parts(self, page: TenancyPage) -> Sequence[QWidget]:
        """Each agreement, then a button for another."""
        made: list[QWidget] = []
        for place, plan in enumerate(page.plans):
            if place:
                made.append(Rule())
            made.append(self._plan(plan, page))
        if not page.plans:
            made.append(Muted(_("Nothing is paid back in parts.")))
        home = page.tenancy
        if home is not None and home.ended is None:
            about = [home.id, "", ""]
            made.append(
                buttons_row([self.ask(_("Agree on a repayment"), "add", "repayment", about)])
            )
        return made

    def _plan(self, plan: RepaymentRow, page: TenancyPage) -> QWidget:
        widget, inside = column(theme.S8)
        title = plan.reason or _("Repayment")
        inside.addWidget(Strong(housing_words.soft(title)))
        line = tenancy_words.plan_line(plan)
        inside.addWidget(PaidBar(plan.paid_cents, plan.owed_cents, f"{title}: {line}"))
        inside.addWidget(Body(line))
        if plan.ended is not None:
            inside.addWidget(Small(tenancy_words.plan_end(plan)))
            return widget
        for part in plan.parts:
            inside.addWidget(self._part(part, page))
        next_ = repayments.next_part(plan)
        buttons = []
        if next_ is not None:
            buttons.append(
                self.ask(_("A part was paid"), "check", "repayment_paid", next_.id, title)
            )
        buttons.append(self.ask(_("No longer holds"), "close", "repayment_end", plan.id, title))
        inside.addWidget(buttons_row(buttons))
        return widget

    def _part(self, part: PartRow, page: TenancyPage) -> QWidget:
        tone, text = tenancy_words.PARTS[part_state(part, page.today)]
        day = words.short_day(part.due, page.today)
        amount = housing.money(part.cents)
        said = housing_words.dotted(day, amount)
        if part.paid is not None:
            paid = housing.money(part.paid_cents or 0)
            when = words.short_day(part.paid, page.today)
            said = housing_words.dotted(
                day, amount, _("{paid} paid {day}").format(paid=paid, day=when)
            )
        return beside(pill(tone, _(text), f"{day}, {amount}"), Small(said))


class VisitsCard(HomeCard):
    """Visits to the home, and the faults that wait to be mended."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(context, _("Home visits"), parent)

    def parts(self, page: TenancyPage) -> Sequence[QWidget]:
        """The last visits; one with faults names each."""
        rows = [one for one in page.events if one.kind == Kind.VISIT.slug]
        shown = [one for place, one in enumerate(rows) if place < FIRST or one.faults]
        made: list[QWidget] = []
        for place, row in enumerate(shown):
            if place:
                made.append(Rule())
            made.append(self._visit(row, page))
        if not rows:
            made.append(Muted(_("Nobody has visited the home yet.")))
            made.append(Small(tenancy_choices.lists().bases["visits"].cited))
        home = page.tenancy
        if home is not None and home.ended is None:
            add = self.ask(_("Record a visit"), "add", "tenancy_visit", home.id)
            made.append(buttons_row([add]))
        return made

    def _visit(self, row: EventRow, page: TenancyPage) -> QWidget:
        widget, inside = column(theme.S4)
        inside.addWidget(Strong(tenancy_words.what(row.kind, row.what)))
        line = tenancy_words.event_line(row, page.today)
        inside.addWidget(Small(housing_words.dotted(line, tenancy_words.visit_line(row))))
        if row.note:
            inside.addWidget(Body(housing_words.soft(row.note)))
        if row.faults and row.due is not None:
            by = _("to be mended {when}").format(when=tenancy_words.by_when(row, page.today))
            inside.addWidget(_dated(by, late=row.due < page.today))
        for one in row.faults:
            name = tenancy_words.check(one.item)
            mend = self.ask(_("Mended"), "check", "tenancy_mended", [one.id, name], name)
            said = Body(housing_words.dotted(name, one.note))
            inside.addWidget(beside(pill("danger", _("Fault"), name), said, mend))
        return widget


class TrainingCard(HomeCard):
    """Skills that were trained, the latest first."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(context, _("Skills training"), parent)

    def parts(self, page: TenancyPage) -> Sequence[QWidget]:
        """A line a skill with how often, and what to train next."""
        rows = [one for one in page.events if one.kind == Kind.TRAINING.slug]
        by_skill: dict[str, list[EventRow]] = {}
        for row in rows:
            by_skill.setdefault(row.what, []).append(row)
        made: list[QWidget] = []
        for skill, times in by_skill.items():
            widget, inside = column(0)
            inside.addWidget(Strong(tenancy_words.what(Kind.TRAINING.slug, skill)))
            count = ngettext("{n} time", "{n} times", len(times)).format(n=len(times))
            last = _("last {day}").format(day=words.short_day(times[0].on, page.today))
            inside.addWidget(Small(housing_words.dotted(count, last)))
            made.append(widget)
        if not rows:
            made.append(Muted(_("Nothing is recorded yet: budgeting, the lease, rights, duties.")))
            made.append(Small(tenancy_choices.lists().bases["skills"].cited))
        home = page.tenancy
        if home is not None and home.ended is None:
            text, icon = tenancy_words.ASKS[Kind.TRAINING]
            about = [home.id, Kind.TRAINING.slug, ""]
            made.append(buttons_row([self.ask(_(text), icon, "tenancy_event", about)]))
        return made


def beside(mark: QWidget, said: QWidget, button: QWidget | None = None) -> QWidget:
    """A mark, what it says, and a button at the end."""
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.S8)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(said, 1, Qt.AlignmentFlag.AlignVCenter)
    if button is not None:
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
    return widget


def _dated(text: str, *, late: bool) -> QWidget:
    """A day by which something must be done; a late one carries a sign."""
    if not late:
        return Body(text)
    line = Body(f"\N{WARNING SIGN}\N{VARIATION SELECTOR-15} {text}")
    line.setAccessibleName(_("Late: {what}").format(what=text))
    return line


def _past_row(row: EventRow, page: TenancyPage) -> QWidget:
    widget, inside = column(0)
    title = tenancy_words.what(row.kind, row.what)
    inside.addWidget(Body(title))
    kind = _(Kind.from_slug(row.kind).value) if row.what else ""
    line = tenancy_words.event_line(row, page.today)
    inside.addWidget(Small(housing_words.dotted(kind, line)))
    for text in (row.note, row.outcome):
        if text:
            inside.addWidget(Small(housing_words.soft(text)))
    return widget
