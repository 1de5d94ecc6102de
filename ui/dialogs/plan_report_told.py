"""Two short forms about a report to a plan: it went by hand, and what the plan answered."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.plan_reports import INQUIRY, ReportRow
from navigator_app.domain.records import Changes
from navigator_app.errors import NotFound
from navigator_app.i18n import _
from navigator_app.services import plan_inquiries, plan_report_words, plan_reports, settle
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import KeptDialog, Work, iso, parts_of
from ui.widgets.text import Body


def hows() -> dict[str, str]:
    """The ways by which something goes by hand."""
    return {key: _(text) for key, text in plan_report_words.HOWS.items()}


def undo_report(written: Written, ws: Workspace) -> Changes:
    """Take back one step, on the store's thread."""
    return plan_reports.undo(ws, written)


def _read(report_id: str, ws: Workspace) -> ReportRow:
    return plan_reports.one(ws, report_id)


def _sent(report_id: str, how: str, on: date, ws: Workspace) -> Written:
    return plan_reports.sent(ws, report_id, how, on)


def _asked(report_id: str, referral_id: str, ws: Workspace) -> ReportRow | None:
    if report_id:
        return plan_reports.one(ws, report_id)
    return plan_inquiries.open_about(ws, referral_id)


def _answered(report_id: str, text: str, on: date, ws: Workspace) -> Written:
    return plan_reports.answered(ws, report_id, text, on)


def _happened(referral_id: str, on: date, ws: Workspace) -> Changes:
    return settle.happened(ws, referral_id, plan_inquiries.RULE, on)


class PlanReportSentDialog(KeptDialog):
    """How and when a report went by hand."""

    draft_key = "plan_report_sent"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the report's id."""
        self._id = str(about or "")
        super().__init__(context, self._id, _("It went to the plan"), _("Record"), parent)
        self.add("how", _("How it went"), choice_field(hows()))
        self.add("on", _("On which day"), DayField(context.clock.today()))
        said = Body(_("What left is written down for each member that it names."))
        self.assemble([*self.rows(("how", "on")), said], 560, 420)
        self.ask(partial(_read, self._id), self._show)

    def work(self) -> Work:
        """Write it."""
        return partial(_sent, self._id, self.words("how"), self.needed_day("on"))

    def _show(self, row: ReportRow) -> None:
        self.whose.setText(f"{words.isolated(row.plan_name)} · {plan_report_words.title(row)}")
        self.show_known({"on": iso(self.context.clock.today())})

    def _written(self, written: Written) -> None:
        back = TakeBack(self.context, partial(undo_report, written))
        self.finish(written.changes, _("Recorded that the plan has it."), back)


class PlanReportAnswerDialog(KeptDialog):
    """What the plan answered; of a question that was only dated, the day alone."""

    draft_key = "plan_report_answer"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the report's id, or an empty one with a referral's."""
        self._id, self._referral = parts_of(about, 2)
        super().__init__(
            context, parts_of(about, 2), _("What the plan answered"), _("Record"), parent
        )
        self.question = Body("")
        self.add("answer", _("Answer"), note_field())
        self.add("on", _("Answered on"), DayField(context.clock.today()))
        self.assemble([self.question, *self.rows()], 560, 480)
        self.question.hide()
        self.ask(partial(_asked, self._id, self._referral), self._show)

    def work(self) -> Work:
        """Write it."""
        on = self.needed_day("on")
        if not self._id:
            return partial(_happened, self._referral, on)
        return partial(_answered, self._id, self.words("answer"), on)

    def _show(self, row: ReportRow | None) -> None:
        if row is None and not self._referral:
            self.unknown(NotFound(_("Not found"), _("There is no such report.")))
            return
        if row is not None:
            self._id = row.id
            whose = f"{words.isolated(row.plan_name)} · {plan_report_words.title(row)}"
            self.whose.setText(whose)
            self.question.setText(words.isolated(row.question))
            self.question.setVisible(row.kind == INQUIRY)
        self.fields["answer"].setVisible(row is not None)
        self.show_known({"on": iso(self.context.clock.today())})

    def _written(self, written: Written | Changes) -> None:
        said = _("The plan’s answer is on record.")
        if isinstance(written, Changes):
            self.finish(written, said)
            return
        self.finish(written.changes, said, TakeBack(self.context, partial(undo_report, written)))
