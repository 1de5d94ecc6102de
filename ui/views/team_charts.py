"""The tab Charts of the page Team: draw a sample, read its charts, follow what was found."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.domain.review import Chart, Drawn, Finding, QuestionResult, Sample
from navigator_app.errors import InputRejected
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import (
    chart_review,
    chart_review_read,
    permissions,
    team_review_rules,
)
from navigator_app.services.support_plan import Saved
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.chart_review import undo_chart
from ui.dialogs.take_back import TakeBack
from ui.models import review_words
from ui.models.forecast_rows import TextTable
from ui.widgets.asking_dialog import choice_field
from ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.chart import Chart as Bars
from ui.widgets.fields import LabelledField
from ui.widgets.kept_form import SideBySide
from ui.widgets.listing import Listing
from ui.widgets.search_parts import buttons_row
from ui.widgets.team_tab import TeamTab
from ui.widgets.text import Muted, Small

ROWS = 6
SAMPLES = (N_("Drawn"), N_("How"), N_("Read"), N_("Seed"))
CHARTS = (N_("Member"), N_("Navigator"), N_("Weight"), N_("State"), N_("Findings"))
FINDINGS = (N_("Member"), N_("What was found"), N_("Who mends it"), N_("Until"))
RESULTS = (N_("Question"), N_("Month"), N_("Yes"), N_("No"), N_("Not applicable"))
FIRST_COUNT = "5"


class Seen(NamedTuple):
    """What the tab shows."""

    allowed: bool
    samples: list[Sample]
    sample: str
    charts: list[Chart]
    findings: list[Finding]
    results: list[QuestionResult]
    titles: dict[str, str]
    asked: int
    may_set: bool


NOTHING = Seen(False, [], "", [], [], [], {}, 0, False)


def _read(sample: str, ws: Workspace) -> Seen:
    findings = chart_review_read.findings(ws)
    if not permissions.may(ws, chart_review.ACTION):
        return NOTHING._replace(findings=findings)
    samples = chart_review.samples(ws)
    known = [one.id for one in samples]
    shown = sample if sample in known else known[0] if known else ""
    charts = chart_review.charts(ws, shown) if shown else []
    results = chart_review.results(ws)
    asked = team_review_rules.questions(ws)
    answered = {one.question for one in results} | {one.id for one in asked}
    titles = {
        one.id: _(one.title) for one in team_review_rules.every_question(ws) if one.id in answered
    }
    may_set = permissions.may(ws, "team-profiles")
    return Seen(True, samples, shown, charts, findings, results, titles, len(asked), may_set)


def _draw(how: str, count: int, ws: Workspace) -> tuple[Saved, str]:
    """What was drawn, and how many charts: fewer where there are no more."""
    saved = chart_review.draw(ws, how, count)
    drawn = len(chart_review.charts(ws, saved.id))
    said = ngettext("{n} chart was drawn.", "{n} charts were drawn.", drawn).format(n=drawn)
    return saved, said if drawn == count else _("{drawn} There are no more.").format(drawn=said)


def _again(sample: str, ws: Workspace) -> Drawn:
    return chart_review.again(ws, sample)


class TeamCharts(TeamTab):
    """Samples, the charts of one, findings that are open, and how questions were answered."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it; `load` fills it."""
        super().__init__(context, parent)
        self._seen = NOTHING
        self._sample = ""
        self._make_draw()
        self.samples, self._samples = self._table(_("Samples"), SAMPLES, (200, 150, 150))
        self.charts, self._charts = self._table(
            _("Charts of the sample"), CHARTS, (220, 180, 90, 150)
        )
        self.findings, self._findings = self._table(
            _("Findings to be settled"), FINDINGS, (190, 340, 160)
        )
        self.results, self._results = self._table(
            _("How the questions were answered"), RESULTS, (440, 100, 70, 70)
        )
        self.drawing, self.drawn = Bars(), Small("")
        self._buttons()
        self._assemble()
        self.drawing.moved.connect(self._tell)
        self.samples.moved.connect(self._other_sample)
        self.charts.acted.connect(self._act)
        self.findings.acted.connect(self._act_finding)

    def load(self) -> None:
        """Read it anew."""
        work = partial(_read, self._sample)
        self.context.tasks.run(work, self._show, owner=self, failed=self.context.show_refusal)

    def on_changes(self, changes: Changes) -> None:
        """Something was written: read again."""
        self.load()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes other row heights."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "draw_card"):
            self._fit()

    def _make_draw(self) -> None:
        self.how = choice_field({key: _(text) for key, text in review_words.HOWS.items()})
        self.count = QLineEdit(FIRST_COUNT)
        self.how_field = LabelledField(_("How"), self.how)
        self.count_field = LabelledField(_("How many charts"), self.count)
        self.draw = PrimaryButton(_("Draw a sample"), "team")
        self.risks = QuietButton(_("Weights by risk"), "settings")
        self.rules = QuietButton(_("What is asked and reviewed"), "settings")
        self.risks.clicked.connect(self._weigh)
        self.rules.clicked.connect(self._set_rules)

    def _table(
        self, name: str, columns: tuple[str, ...], widths: tuple[int, ...]
    ) -> tuple[Listing, TextTable]:
        model = TextTable(columns, parent=self)
        table = Listing(name)
        table.setModel(model)
        table.set_widths(*widths)
        return table, model

    def _buttons(self) -> None:
        self.again = PlainButton(_("Draw the same again"), "undo")
        self.read = PrimaryButton(_("Read the chart"), "text")
        self.add_finding = PlainButton(_("Write a finding"), "edit")
        self.settle = PlainButton(_("Settle the finding"), "check")
        self.said = Muted("")
        self.said.hide()
        self.draw.clicked.connect(self._draw)
        self.again.clicked.connect(self._draw_again)
        self.read.clicked.connect(self._read)
        self.add_finding.clicked.connect(self._find)
        self.settle.clicked.connect(self._settle)

    def _assemble(self) -> None:
        self.draw_card = Card(_("Draw charts for review"))
        never = Muted(_("Members with a running referral are drawn, never your own."))
        risk = Muted(_("By risk: charts with signs of danger or neglect are drawn more often."))
        beside = SideBySide([self.how_field, self.count_field])
        for part in (never, risk, beside, buttons_row([self.draw, self.risks, self.rules])):
            self.draw_card.column.addWidget(part)
        self.samples_card = Card(_("Samples"))
        for part in (self.samples, buttons_row([self.again]), self.said):
            self.samples_card.column.addWidget(part)
        self.charts_card = Card(_("Charts of the sample"))
        for part in (self.charts, buttons_row([self.read, self.add_finding])):
            self.charts_card.column.addWidget(part)
        self.findings_card = Card(_("Findings to be settled"))
        self.none = Muted(_("No finding waits."))
        for part in (self.none, self.findings, buttons_row([self.settle])):
            self.findings_card.column.addWidget(part)
        self.results_card = Card(_("How the questions were answered"))
        for part in (self.drawing, self.drawn, self.results):
            self.results_card.column.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S16)
        for card in (self.draw_card, self.samples_card, self.charts_card, self.findings_card,
                     self.results_card):  # fmt: skip
            whole.addWidget(card)
        for card in (self.samples_card, self.charts_card, self.results_card):
            card.hide()

    def _show(self, seen: Seen) -> None:
        self._seen, self._sample = seen, seen.sample
        titles = seen.titles
        self._samples.set_cells([review_words.sample_cells(one) for one in seen.samples])
        self._charts.set_cells([review_words.chart_cells(one, seen.asked) for one in seen.charts])
        self._findings.set_cells([review_words.finding_cells(one) for one in seen.findings])
        numbers = {key: place for place, key in enumerate(titles, start=1)}
        self._results.set_cells(
            [
                (f"{numbers[one.question]}. {titles[one.question]}", one.month, str(one.yes),
                 str(one.no), str(one.not_applicable))
                for one in seen.results
            ]
        )  # fmt: skip
        self.drawing.show_drawing(review_words.results_drawing(seen.results, list(titles)))
        self._tell()
        self.draw_card.setVisible(seen.allowed)
        for button in (self.risks, self.rules):
            button.setVisible(seen.may_set)
        self.samples_card.setVisible(bool(seen.samples))
        self.charts_card.setVisible(bool(seen.charts))
        self.results_card.setVisible(bool(seen.results))
        self.none.setVisible(not seen.findings)
        for part in (self.findings, self.settle):
            part.setVisible(bool(seen.findings))
        self._fit()
        place = next((n for n, one in enumerate(seen.samples) if one.id == seen.sample), -1)
        for table, row in ((self.samples, place), (self.charts, 0), (self.findings, 0)):
            model = table.model()
            current = table.currentIndex().row()
            wanted = row if table is self.samples or current < 0 else current
            if 0 <= wanted < model.rowCount():
                table.setCurrentIndex(model.index(wanted, 0))

    @Slot()
    def _tell(self, *_of_qt: Any) -> None:
        """The question in sight in words, and its answers."""
        titles = list(self._seen.titles.values())
        place = self.drawing.current()
        if 0 <= place < len(titles):
            self.drawn.setText(f"{titles[place]} {self.drawing.current_words()}")

    def _fit(self) -> None:
        for table in (self.samples, self.charts, self.findings, self.results):
            table.keep_height(min(max(table.model().rowCount(), 1), ROWS))

    @Slot(int)
    def _other_sample(self, place: int) -> None:
        if 0 <= place < len(self._seen.samples):
            chosen = self._seen.samples[place].id
            if chosen != self._sample:
                self._sample = chosen
                self.said.hide()
                self.load()

    @Slot()
    def _draw(self) -> None:
        self.count_field.show_error("")
        text = self.count.text().strip()
        if not (text.isascii() and text.isdecimal() and len(text) < 5):
            self.count_field.show_error(_("This is no whole number."))
            return
        work = partial(_draw, str(self.how.currentData()), int(text))
        self.context.tasks.run(work, self._drawn, owner=self, failed=self._refused)

    def _drawn(self, found: tuple[Saved, str]) -> None:
        saved, said = found
        self._sample = saved.id
        self.load()
        back = TakeBack(self.context, partial(undo_chart, saved))
        self.context.ways.notice.emit(said, (_("Undo"), back.undo))

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, InputRejected) and error.field == "count":
            self.count_field.show_error(str(error))
        else:
            self.context.show_refusal(error)

    @Slot()
    def _weigh(self) -> None:
        self.context.ways.ask.emit("team_risks", None)

    @Slot()
    def _set_rules(self) -> None:
        self.context.ways.ask.emit("team_review_rules", None)

    @Slot()
    def _draw_again(self) -> None:
        if self._sample:
            work = partial(_again, self._sample)
            failed = self.context.show_refusal
            self.context.tasks.run(work, self._told, owner=self, failed=failed)

    def _told(self, drawn: Drawn) -> None:
        self.said.show()
        self.said.setText(
            _("The seed draws the same charts.")
            if drawn.same
            else _("Charts came, went or weigh otherwise since: the seed draws others today.")
        )

    def _chart(self) -> Chart | None:
        place = self.charts.currentIndex().row()
        return self._seen.charts[place] if 0 <= place < len(self._seen.charts) else None

    @Slot(int)
    def _act(self, _place: int) -> None:
        self._read()

    @Slot()
    def _read(self) -> None:
        chart = self._chart()
        if chart is not None:
            self.context.ways.open_member.emit(chart.member_id)
            self.context.ways.ask.emit("chart_questions", chart.id)

    @Slot()
    def _find(self) -> None:
        chart = self._chart()
        if chart is not None:
            self.context.ways.ask.emit("chart_finding", chart.id)

    @Slot(int)
    def _act_finding(self, _place: int) -> None:
        self._settle()

    @Slot()
    def _settle(self) -> None:
        place = self.findings.currentIndex().row()
        if 0 <= place < len(self._seen.findings):
            self.context.ways.ask.emit("finding_settled", self._seen.findings[place].id)
