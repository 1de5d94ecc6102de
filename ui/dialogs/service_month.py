"""A plan's month of services: what it holds, what nobody pays, and the file for whoever bills."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from navigator_app.domain.encounter_facts import Payable
from navigator_app.domain.records import PlanRow
from navigator_app.domain.service_rows import Effort
from navigator_app.i18n import _, ngettext
from navigator_app.services import agency, caseload, judge_again, part_2, service_month
from navigator_app.services.judge_again import Again
from navigator_app.services.service_month import MonthOfPlan
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import words
from ui.widgets.asking_dialog import AskingDialog, choice_field, choose
from ui.widgets.buttons import PlainButton
from ui.widgets.fields import LabelledField
from ui.widgets.month_figures import EffortLines
from ui.widgets.text import Body, Heading, Muted

MONTHS = 13
"""This month and a year before it."""


@dataclass(frozen=True, slots=True)
class _Begun:
    plans: list[PlanRow]
    chosen: str


def _begin(member_id: str, ws: Workspace) -> _Begun:
    chosen = caseload.member_page(ws, member_id).member.plan if member_id else ""
    return _Begun(agency.plans(ws), chosen)


def _read(plan: str, month: str, ws: Workspace) -> MonthOfPlan:
    return service_month.month_of_plan(ws, plan, month)


def _judge_again(plan: str, month: str, ws: Workspace) -> Again:
    return judge_again.month(ws, plan, month)


def _export(plan: str, month: str, out: Path, ws: Workspace) -> MonthOfPlan:
    return service_month.export(ws, plan, month, out)


class ServiceMonthDialog(AskingDialog):
    """Choose a plan and a month, read what it holds, save it as a table."""

    draft_key = "service_month"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` may name the member whose plan is shown first: {"member": id}."""
        super().__init__(context, _("A plan’s month of services"), _("Save as CSV"), parent)
        given = about if isinstance(about, dict) else {}
        self.plan, self.month = choice_field({}), choice_field(_months(context.clock.today()))
        self.lines, self.money = Body(""), Muted("")
        self.unpaid_title, self.unpaid = Heading(_("Work that nobody pays"), 3), EffortLines()
        self.again = PlainButton(_("Judge it anew"), "refresh")
        self.again.setToolTip(
            _("After an authorization that reaches back, or a look-up made since.")
        )
        self.none = Muted(_("All recorded work is paid, as far as is known."))
        self.fields = {
            "plan": LabelledField(_("Plan"), self.plan),
            "month": LabelledField(_("Month"), self.month),
        }
        self.whose.setText(
            _("One line for each member, day and code, and one for each outreach attempt.")
        )
        parts: list[QWidget] = [*self.fields.values(), self.lines, self.money]
        self.assemble([*parts, self.unpaid_title, self.unpaid, self.again, self.none], 640, 640)
        self.cancel_button.setText(_("Close"))
        self.save_button.setEnabled(False)
        self.again.hide()
        self.again.clicked.connect(self._ask_again)
        self.plan.currentIndexChanged.connect(self._load)
        self.month.currentIndexChanged.connect(self._load)
        work = partial(_begin, str(given.get("member") or ""))
        context.tasks.run(work, self._begun, owner=self, failed=self.refused)

    def save(self) -> None:
        """Ask where to."""
        if not self.save_button.isEnabled():
            return
        plan, month = self._chosen()
        chooser = QFileDialog(self, _("Save the month’s service lines"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("csv")
        chooser.selectFile(service_month.file_name(plan, month))
        chooser.setWindowModality(Qt.WindowModality.WindowModal)
        chooser.fileSelected.connect(self.save_to)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    @Slot(str)
    def save_to(self, path: str) -> None:
        """Write the file there."""
        self.write(partial(_export, *self._chosen(), Path(path)), self._saved)

    def _begun(self, begun: _Begun) -> None:
        with QSignalBlocker(self.plan):
            for plan in begun.plans:
                self.plan.addItem(plan.name, plan.key)
            choose(self.plan, begun.chosen)
        if begun.plans:
            self._load()
        else:
            self.lines.setText(_("There is no plan yet. Add one in Settings."))
            self._show_effort(())

    @Slot()
    def _load(self) -> None:
        work = partial(_read, *self._chosen())
        self.context.tasks.run(work, self._show, owner=self, failed=self.refused)

    def _chosen(self) -> tuple[str, str]:
        return str(self.plan.currentData() or ""), str(self.month.currentData())

    def _show(self, month: MonthOfPlan) -> None:
        if (month.plan, month.month) != self._chosen():
            return
        services = [one for one in month.lines if one.kind == "service"]
        attempts = len(month.lines) - len(services)
        first = ngettext("{n} service line", "{n} service lines", len(services))
        second = ngettext("{n} attempt", "{n} attempts", attempts)
        self.lines.setText(
            _("{services} and {attempts}.").format(
                services=first.format(n=len(services)), attempts=second.format(n=attempts)
            )
        )
        count = {kind: sum(one.payable is kind for one in services) for kind in Payable}
        self.money.setText(
            _(
                "{yes} can be billed, {no} cannot, {unknown} are not known. The file says which "
                "and why; it holds no notes and no prices."
            ).format(yes=count[Payable.YES], no=count[Payable.NO], unknown=count[Payable.UNKNOWN])
        )
        self._show_effort(month.effort)
        self.save_button.setEnabled(bool(month.lines))

    @Slot()
    def _ask_again(self) -> None:
        self.again.setEnabled(False)
        work = partial(_judge_again, *self._chosen())
        self.context.tasks.run(work, self._judged, owner=self, failed=self.refused)

    def _judged(self, again: Again) -> None:
        self.again.setEnabled(True)
        count = again.changed
        text = ngettext("{n} note has another verdict.", "{n} notes have another verdict.", count)
        self.context.ways.notice.emit(text.format(n=count), None)
        self.context.tasks.announce(again.changes)
        self._load()

    def _show_effort(self, effort: tuple[Effort, ...]) -> None:
        self.unpaid.show_effort(effort, names=True)
        self.none.setVisible(not effort)
        self.again.setVisible(any(one.notes for one in effort))

    def _saved(self, month: MonthOfPlan) -> None:
        self.ready()
        self.accept()
        name = month.file.replace("\\", "/").rpartition("/")[2]
        text = _("{name} is saved. It holds members' data: keep it where only you can read it.")
        told = [text.format(name=name), *part_2.left_out(range(month.left_out))]
        self.context.ways.notice.emit(" ".join(told), None)


def _months(today: date) -> dict[str, str]:
    """The months to choose from, this one first."""
    found = {}
    year, month = today.year, today.month
    for _n in range(MONTHS):
        first = date(year, month, 1)
        found[f"{first:%Y-%m}"] = f"{words.month_name(first)} {year}"
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found
