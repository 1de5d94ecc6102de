"""What a plan has not been told yet, and what it was told: each with the step that comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.plan_reports import (
    BUILT,
    CAPACITY,
    DISCONTINUATION,
    INQUIRY,
    LINE,
    NOT_ENGAGED,
    QUESTIONS,
    SENT,
    Owed,
    ReportRow,
)
from navigator_app.domain.records import Changes
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import plan_inquiries, plan_report_words, plan_reports
from navigator_app.services import plan_reports_due as due
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.plan_report_told import undo_report
from ui.dialogs.take_back import TakeBack
from ui.models import words
from ui.places import FormAt
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card, Rule
from ui.widgets.flow import FlowLayout
from ui.widgets.form_button import FormButton
from ui.widgets.pill import StatusPill
from ui.widgets.search_parts import Asking
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body, Heading, Muted, Small, Strong

FEW = 8
"""Reports shown before somebody asks for all."""

MAKE = {
    NOT_ENGAGED: N_("Make the update"),
    CAPACITY: N_("Make the notice"),
    DISCONTINUATION: N_("Make the notice"),
    QUESTIONS: N_("Make the file"),
}
"""The words of what makes each kind of report."""

SAVE, QUEUE, DROP, AGAIN, MORE = "save", "queue", "drop", "again", "more"


@dataclass(frozen=True, slots=True)
class _Read:
    plan: str
    owed: tuple[Owed, ...]
    rows: tuple[ReportRow, ...]


def _read(plan_key: str, ws: Workspace) -> _Read:
    rows = plan_reports.listing(ws, plan_key, limit=100)
    return _Read(plan_key, tuple(due.owed(ws, plan_key)), tuple(rows))


def _save(report_id: str, path: Path, ws: Workspace) -> Path:
    return plan_reports.save(ws, report_id, path)


def _queue(report_id: str, ws: Workspace) -> Written:
    return plan_reports.queue(ws, report_id)


def _drop(report_id: str, ws: Workspace) -> Written:
    return plan_reports.drop(ws, report_id)


def _again(report_id: str, how: str, ws: Workspace) -> Written:
    return plan_inquiries.ask_again(ws, report_id, how)


class ReportStep(QuietButton):
    """One step with one report."""

    def __init__(self, step: str, text: str, icon: str, row: ReportRow | None = None) -> None:
        """`row` is the report."""
        super().__init__(text, icon)
        self.step, self.row = step, row
        if row is not None:
            self.setAccessibleName(f"{text}: {plan_report_words.title(row)}")


class PlanReportsCard(Card, Asking):
    """The card; `show_plan` fills it, of all plans without a key.

    Signals:
        rebuilt(): its rows were made anew; the page puts its controls in order.
    """

    rebuilt = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__("", parent)
        self.context = context
        self.asks = []
        self.steps: list[ReportStep] = []
        self._plan = ""
        self._all = False
        self._saving = ""
        self._shown: _Read | None = None
        self._body: QWidget | None = None
        context.tasks.changed.connect(self._follow)

    def show_plan(self, plan_key: str = "") -> None:
        """Show a plan's, read anew."""
        if plan_key != self._plan:
            self._plan, self._all = plan_key, False
        failed = self.context.show_refusal
        self.context.tasks.run(partial(_read, plan_key), self._show, owner=self, failed=failed)

    @Slot(object)
    def _follow(self, changes: Changes) -> None:
        touched = changes.plans or changes.referrals or changes.files
        if touched and self.isVisible():
            self.show_plan(self._plan)

    def _show(self, found: _Read) -> None:
        if found.plan == self._plan and found != self._shown:
            self._shown = found
            self._build()

    def _build(self) -> None:
        assert self._shown is not None
        self.asks, self.steps = [], []
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S12)
        column.addWidget(self._head())
        if not self._shown.owed:
            column.addWidget(Muted(_("Every plan has been told what it asks for.")))
        for one in self._shown.owed:
            column.addWidget(self._owed(one))
        rows = self._shown.rows if self._all else self._shown.rows[:FEW]
        if rows:
            column.addWidget(Rule())
            column.addWidget(Heading(_("Told so far"), 3))
        for row in rows:
            column.addWidget(self._row(row))
        if len(rows) < len(self._shown.rows):
            more = self._step(MORE, _("Show all"), "down", None)
            column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        if self._body is not None:
            self.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self.column.addWidget(body)
        follow_layout(self)
        self.rebuilt.emit()

    def _head(self) -> QWidget:
        head = QWidget()
        flow = FlowLayout(head, theme.S12, last_at_end=True)
        flow.addWidget(Heading(_("Still to be told"), 3))
        about = [self._plan, "", ""]
        flow.addWidget(self.ask(_("Ask a plan"), "help", "plan_inquiry", about))
        return head

    def _owed(self, one: Owed) -> QWidget:
        box, column = _box()
        column.addWidget(Strong(f"{one.title} · {words.isolated(one.plan_name)}"))
        column.addWidget(Body(words.isolated(one.text)))
        if one.source:
            column.addWidget(Small(one.source))
        line = QWidget()
        flow = FlowLayout(line, theme.S8)
        if one.due is not None:
            pill = StatusPill()
            pill.show_state(*when_due(one.due, self.context.clock.today()))
            flow.addWidget(pill)
        name = f"{one.title}, {one.plan_name}"
        if one.kind == INQUIRY:
            text = _("Write the answer")
            flow.addWidget(self.ask(text, "check", "plan_report_answer", one.report_id, name))
        elif one.report_id:
            flow.addWidget(Muted(_("Made; send it below.")))
        else:
            about = [one.plan_key, one.kind, one.about_id, ""]
            flow.addWidget(self.ask(_(MAKE[one.kind]), "edit", "plan_report", about, name))
        column.addWidget(line)
        return box

    def _row(self, row: ReportRow) -> QWidget:
        box, column = _box()
        column.addWidget(
            Strong(f"{words.isolated(plan_report_words.title(row))} · {row.plan_name}")
        )
        told = [row.question, self._said(row), row.answer]
        for text in filter(None, told):
            column.addWidget(Body(words.isolated(text)))
        line = QWidget()
        flow = FlowLayout(line, theme.S8)
        pill = StatusPill()
        pill.show_state(_kind(row), plan_report_words.state(row))
        flow.addWidget(pill)
        for button in self._actions(row):
            flow.addWidget(button)
        column.addWidget(line)
        return box

    def _said(self, row: ReportRow) -> str:
        """When it went and how, by whom, whom it names."""
        parts = [plan_report_words.how(row)]
        if row.sent_at is not None:
            parts.insert(0, words.day(self.context.clock.to_local(row.sent_at).date()))
        if row.rows and row.kind == QUESTIONS:
            said = ngettext("{n} question", "{n} questions", row.rows)
            parts.append(said.format(n=f"{row.rows:,}"))
        elif row.rows:
            parts.append(ngettext("{n} member", "{n} members", row.rows).format(n=f"{row.rows:,}"))
        return "  ·  ".join([*filter(None, [*parts, words.isolated(row.by)])])

    def _actions(self, row: ReportRow) -> list[QWidget]:
        title = plan_report_words.title(row)
        found: list[QWidget] = []
        if row.name:
            found.append(self._step(SAVE, _("Save the file…"), "download", row))
        if row.kind == INQUIRY:
            found += self._question_actions(row, title)
        elif row.state == BUILT:
            if not row.on_its_way:
                found.append(self._step(QUEUE, _("Send with the next exchange"), "send", row))
            found.append(self.ask(_("It went"), "check", "plan_report_sent", row.id, title))
            found.append(self._step(DROP, _("Set aside"), "archive", row))
        elif row.state == SENT and not row.replaced_by and row.kind != QUESTIONS:
            about = [row.plan_key, row.kind, row.about_id, row.id]
            found.append(self.ask(_("Correct"), "edit", "plan_report", about, title))
            text = _("Write the answer")
            found.append(self.ask(text, "edit", "plan_report_answer", row.id, title))
        return found

    def _question_actions(self, row: ReportRow, title: str) -> list[QWidget]:
        found: list[QWidget] = []
        open_ = row.state in (BUILT, SENT) and not row.replaced_by
        if open_ and row.about == "referral":
            at = FormAt("plan_question", row.member_id, row.about_id)
            found.append(FormButton(self.context, at, title))
        if row.state == BUILT and not row.carried_by:
            found.append(self.ask(_("Asked by hand"), "check", "plan_report_sent", row.id, title))
            found.append(self._step(DROP, _("Set aside"), "archive", row))
        elif row.state == SENT and open_:
            again = _("Ask again in a file") if row.sent_how == LINE else _("Asked again")
            found.append(self._step(AGAIN, again, "refresh", row))
            text = _("Write the answer")
            found.append(self.ask(text, "edit", "plan_report_answer", row.id, title))
        return found

    def _step(self, step: str, text: str, icon: str, row: ReportRow | None) -> ReportStep:
        button = ReportStep(step, text, icon, row)
        button.clicked.connect(self._take)
        self.steps.append(button)
        return button

    @Slot()
    def _take(self) -> None:
        button = self.sender()
        if not isinstance(button, ReportStep):
            return
        row = button.row
        if row is None:
            self._all = True
            self._build()
        elif button.step == SAVE:
            self._choose_file(row)
        elif button.step == QUEUE:
            self._write(partial(_queue, row.id))
        elif button.step == DROP:
            self._write(partial(_drop, row.id))
        elif button.step == AGAIN:
            self._write(partial(_again, row.id, row.sent_how))

    def _write(self, work: Callable[[Workspace], Written]) -> None:
        failed = self.context.show_refusal
        self.context.tasks.run(work, self._written, owner=self, failed=failed)

    def _written(self, written: Written) -> None:
        self.context.tasks.announce(written.changes)
        back = TakeBack(self.context, partial(undo_report, written))
        self.context.ways.notice.emit(_("Done; it stands in the record."), (_("Undo"), back.undo))

    def _choose_file(self, row: ReportRow) -> None:
        self._saving = row.id
        chooser = QFileDialog(self, _("Save the file"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(row.name.rpartition(".")[2])
        chooser.selectFile(row.name)
        chooser.setWindowModality(Qt.WindowModality.WindowModal)
        chooser.fileSelected.connect(self.save_to)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    @Slot(str)
    def save_to(self, path: str) -> None:
        """Write the file of the report that was chosen there."""
        work = partial(_save, self._saving, Path(path))
        self.context.tasks.run(work, self._saved, owner=self, failed=self.context.show_refusal)

    def _saved(self, path: Path) -> None:
        said = _("Saved as {name}. Say so here once it went to the plan.").format(name=path.name)
        self.context.ways.notice.emit(said, None)


def _box() -> tuple[QWidget, QVBoxLayout]:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.S4)
    return box, column


def when_due(day: date, today: date) -> tuple[str, str, str]:
    """Kind, words and icon of a day by which a plan is to be told."""
    text = words.short_day(day, today)
    if day < today:
        return "danger", _("Overdue since {day}").format(day=text), "overdue"
    return "warning", _("By {day}").format(day=text), "time"


def _kind(row: ReportRow) -> str:
    if row.state == BUILT:
        return "warning"
    if row.kind == INQUIRY and row.state == SENT and not row.replaced_by:
        return "warning"
    return "good" if row.gone and not row.replaced_by else "neutral"
