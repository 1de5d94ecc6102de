"""The rules of a plan on a day: which speaks, from which document, and why the others yielded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes, PlanRow
from navigator_app.i18n import _
from navigator_app.services import agency, rulebook
from navigator_app.services.rulebook import RuleRow
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.models import rule_rows
from ui.models.forecast_rows import TextTable
from ui.models.rule_rows import RuleAsked
from ui.widgets.card import Card
from ui.widgets.day_field import DayField, read_day
from ui.widgets.facts import Facts
from ui.widgets.fields import LabelledField, SearchField
from ui.widgets.listing import Listing
from ui.widgets.page import Page
from ui.widgets.pill import StatusPill
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body, Heading, Muted, Strong

_ROWS = 12
_BESIDE = 900
"""From this width on, in pixels at 100 %, the detail stands beside the list."""


@dataclass(frozen=True, slots=True)
class _Shown:
    plans: list[PlanRow]
    plan: str
    on: date
    rows: list[RuleRow]


def _read(plan: str, on: date, ws: Workspace) -> _Shown:
    plans = agency.plans(ws)
    named = (one.key for one in plans if plan in (one.key, one.name))
    key = next(named, plans[0].key if plans else "")
    return _Shown(plans, key, on, rulebook.rules(ws, plan=key, on=on))


class RulesView(View):
    """The page. Opened at a plan's key or at a `RuleAsked`."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        self._plan, self._asked = "", RuleAsked()
        self._on = context.clock.today()
        self._all: list[RuleRow] = []
        self._rows: list[RuleRow] = []
        self._page = Page(
            _("Which rules speak"),
            _("For a plan on a day: each rule with its document, and what yielded to it."),
        )
        self.plan_box, self.day = QComboBox(), DayField(self._on)
        self.day.set_iso(self._on.isoformat())
        self.day_field = LabelledField(_("On the day"), self.day)
        self.search = SearchField(_("Find a rule"))
        self._lines = TextTable(rule_rows.COLUMNS, parent=self)
        self.lines = Listing(_("Rules of the plan"))
        self._missing = Muted(_("No rule fits."))
        self._absent = Muted(_("The rule of that line is not among those of this plan and day."))
        self.card = Card()
        self.title, self.pill = Heading("", 2), StatusPill("neutral", "")
        self.quote, self.facts = Body(""), Facts()
        self._over, self.yielded = Strong(_("Yielded")), Facts()
        self._assemble()
        self._connect()

    def open(self, target: object) -> None:
        """Show a plan, or the rule of a line."""
        asked = target if isinstance(target, RuleAsked) else RuleAsked(str(target or ""))
        self._plan, self._asked = asked.plan or self._plan, asked
        if asked.rule:
            self.search.show_text("")
            self._on = asked.on or self.context.clock.today()
            self.day.set_iso(self._on.isoformat())
            self.day_field.show_error("")

    def activate(self) -> None:
        """Read the rules anew."""
        work = partial(_read, self._plan, self._on)
        self.context.tasks.run(work, self._show, owner=self, failed=self.context.show_refusal)

    def on_changes(self, changes: Changes) -> None:
        """A plan may have other packs now."""
        if self.isVisible() and changes.plans:
            self.activate()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes other row heights."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_split"):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """List and detail side by side where both fit, else one below the other."""
        super().resizeEvent(event)
        self._fit()

    def _assemble(self) -> None:
        column = self._page.column
        self._choice = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._choice.setSpacing(theme.S12)
        self._choice.addWidget(LabelledField(_("Plan"), self.plan_box), 2)
        self._choice.addWidget(self.day_field, 1)
        self._choice.addWidget(LabelledField(_("Find a rule"), self.search), 2)
        column.addLayout(self._choice)
        column.addWidget(self._absent)
        self._absent.hide()
        self.lines.setModel(self._lines)
        left = QVBoxLayout()
        left.addWidget(self.lines)
        left.addWidget(self._missing)
        left.addStretch(1)
        self._missing.hide()
        inside = self.card.column
        inside.addWidget(self.title)
        inside.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.quote, self.facts, self._over, self.yielded):
            inside.addWidget(part)
        inside.addStretch(1)
        self.card.setAccessibleName(_("The rule in full"))
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(theme.S16)
        self._split.addLayout(left, 3)
        self._split.addWidget(self.card, 2)
        column.addLayout(self._split)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._page)
        self.first = self.lines
        self._fit()
        follow_layout(self)

    def _connect(self) -> None:
        self.plan_box.activated.connect(self._choose_plan)
        self.day.editingFinished.connect(self._choose_day)
        self.search.searched.connect(self._list)
        self.search.down_pressed.connect(self._into_list)
        self.lines.moved.connect(self._show_detail)
        self.lines.acted.connect(self._into_detail)

    def _fit(self) -> None:
        wide = self.width() >= theme.px(_BESIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        for layout in (self._split, self._choice):
            layout.setDirection(across if wide else down)
        self.lines.set_widths(290, 160, 120)
        self.lines.keep_height(_ROWS if wide else _ROWS // 2)

    # showing

    def _show(self, shown: _Shown) -> None:
        if shown.on != self._on:
            return  # another day was asked for meanwhile
        self._plan, self._all = shown.plan, shown.rows
        self.plan_box.clear()
        for plan in shown.plans:
            self.plan_box.addItem(plan.name, plan.key)
        if not shown.plans:
            self.plan_box.addItem(_("No plan yet"), "")
        self.plan_box.setCurrentIndex(max(0, self.plan_box.findData(shown.plan)))
        self._list()

    @Slot()
    def _list(self) -> None:
        before = self._current()
        self._rows = [row for row in self._all if rule_rows.found(row, self.search.text())]
        self._lines.set_cells([rule_rows.cells(row) for row in self._rows])
        self.lines.setVisible(bool(self._rows))
        self._missing.setVisible(not self._rows)
        wanted = self._place(self._asked.rule) if self._asked.rule else -1
        self._absent.setVisible(bool(self._asked.rule) and wanted < 0)
        self._asked = RuleAsked()
        if wanted < 0 and before is not None:
            wanted = self._place(before.rule.id)
        place = max(0, wanted)
        self.lines.setCurrentIndex(self._lines.index(place, 0))
        self._show_detail(place)

    def _current(self) -> RuleRow | None:
        place = self.lines.currentIndex().row()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _place(self, rule_id: str) -> int:
        """Where a rule stands, the version for the service that was asked about first."""
        places = [n for n, row in enumerate(self._rows) if row.rule.id == rule_id]
        service = self._asked.service
        exact = (n for n in places if service in self._rows[n].services)
        return next(exact, places[0] if places else -1)

    @Slot(int)
    def _show_detail(self, place: int) -> None:
        row = self._rows[place] if 0 <= place < len(self._rows) else None
        self.card.setVisible(row is not None)
        if row is None:
            return
        self.title.setText(_(row.rule.title))
        self.pill.show_state(*rule_rows.standing(row))
        self.quote.setText(_("“{text}”").format(text=row.rule.quote) if row.rule.quote else "")
        self.quote.setVisible(bool(row.rule.quote))
        self.facts.show_facts(rule_rows.detail(row))
        silent = rule_rows.yielded(row)
        self._over.setText(_("Yielded") if silent else _("Nothing yielded to it."))
        self._over.setVisible(row.speaks)
        self.yielded.show_facts(silent)
        self.yielded.setVisible(bool(silent))
        self.card.setAccessibleDescription(self.title.text())

    # acting

    @Slot()
    def _choose_plan(self) -> None:
        self._plan = str(self.plan_box.currentData() or "")
        self.activate()

    @Slot()
    def _choose_day(self) -> None:
        day = read_day(self.day.text(), self.context.clock.today())
        self.day_field.show_error("" if day else _("This is no day."))
        if day is not None and day != self._on:
            self._on = day
            self.activate()

    @Slot()
    def _into_list(self) -> None:
        self.lines.setFocus()

    @Slot(int)
    def _into_detail(self, _place: int) -> None:
        self._page.ensureWidgetVisible(self.card)
