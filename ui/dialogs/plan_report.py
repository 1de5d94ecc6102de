"""Making a report for a plan: who it names or what it says, as a file or a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.plan_reports import (
    CAPACITY,
    CSV,
    LETTER,
    NOT_ENGAGED,
    QUESTIONS,
    XLSX,
    Update,
)
from navigator_app.domain.records import Changes, PlanRow
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import (
    agency,
    capacity,
    discontinue,
    plan_questions,
    plan_report_build,
    plan_reports,
)
from navigator_app.services import plan_report_update as updates
from navigator_app.services import plan_report_words as said_of
from navigator_app.services.plan_report_build import Prepared
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import words
from ui.models.forecast_rows import TextTable
from ui.widgets.asking_dialog import choice_field
from ui.widgets.kept_form import KeptDialog, parts_of
from ui.widgets.listing import Listing
from ui.widgets.text import Body, Small

COLUMNS = (N_("Member"), N_("Received"), N_("Tried"), N_("Next"))
ASKED = (N_("Member"), N_("Question"), N_("Written"))
TABLED = (NOT_ENGAGED, QUESTIONS)
"""What is shown row by row before it is made."""
SHOWN = 500
"""Rows that the preview shows."""


@dataclass(frozen=True, slots=True)
class _Read:
    plan_name: str
    text: str
    source: str
    update: Update | None = None
    questions: tuple[tuple[str, ...], ...] = ()
    held: tuple[str, ...] = ()


def _read(plan_key: str, kind: str, about_id: str, replaces: str, ws: Workspace) -> _Read:
    plan = agency.plan(ws, plan_key)
    old = plan_reports.one(ws, replaces) if replaces else None
    about_id = about_id or (old.about_id if old else "")
    if kind == NOT_ENGAGED:
        found = updates.update(ws, plan_key)
        return _Read(plan.name, "", found.source, found)
    if kind == QUESTIONS:
        return _read_questions(plan, ws)
    if kind == CAPACITY:
        row = capacity.one(ws, about_id)
        text = _("{any} open slots for any member, {own} for your own, since {day}.").format(
            any=row.any_member, own=row.own_members, day=words.day(row.changed)
        )
        return _Read(plan.name, text, row.source)
    ending = discontinue.ending(ws, about_id)
    text = _("{service} ended {day}.").format(
        service=_(ending.service.value), day=words.day(ending.on)
    )
    return _Read(plan.name, text, "")


def _read_questions(plan: PlanRow, ws: Workspace) -> _Read:
    waiting, held = plan_questions.waiting_to_go(ws, plan)
    rule = plan_questions.rule_of(plan.policy, ws.clock.today())
    text = ngettext(
        "{count} question goes with this file.", "{count} questions go with this file.",
        len(waiting),
    ).format(count=f"{len(waiting):,}")  # fmt: skip
    rows = tuple(
        (
            words.isolated(one.member),
            words.isolated(one.question),
            words.day(ws.clock.to_local(one.created_at).date()),
        )
        for one in waiting
    )
    source = rule.cited if rule else ""
    return _Read(plan.name, text, source, questions=rows, held=tuple(held))


def _prepare(
    plan_key: str, kind: str, form: str, about_id: str, replaces: str, ws: Workspace
) -> Prepared:
    return plan_report_build.prepare(
        ws, plan_key, kind, form=form, about_id=about_id, replaces=replaces
    )


def _draw(prepared: Prepared) -> tuple[Prepared, bytes]:
    return prepared, plan_report_build.draw(prepared)


def _keep(prepared: Prepared, content: bytes, ws: Workspace) -> Written:
    return plan_report_build.keep(ws, prepared, content)


class PlanReportDialog(KeptDialog):
    """The form; what is made has not gone yet."""

    draft_key = "plan_report"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the plan's key, the kind, the record it is about, the report it replaces."""
        self._plan, self._kind, self._record, self._old = parts_of(about, 4)
        self._kind = self._kind or NOT_ENGAGED
        title = _("Correct what was sent") if self._old else _(said_of.KINDS[self._kind])
        super().__init__(context, parts_of(about, 4), title, _("Make it"), parent)
        self.told, self.source, self.more = Body(""), Small(""), Small("")
        asking = self._kind == QUESTIONS
        self._model = TextTable(ASKED if asking else COLUMNS, parent=self)
        self.table = Listing(
            _("Questions to the plan") if asking else _("Members who are not yet engaged")
        )
        self.table.setModel(self._model)
        self.table.set_widths(*((170, 400) if asking else (160, 115, 215)))
        self.table.keep_height(6)
        forms = {NOT_ENGAGED: (CSV, XLSX, LETTER), QUESTIONS: (CSV, XLSX)}.get(
            self._kind, (LETTER,)
        )
        kinds = {one: _(said_of.FORMS[one]) for one in forms}
        self.add("form", _("As"), choice_field(kinds))
        hint = Small(_("It stays here until you send it, and is accounted for then."))
        tabled = self._kind in TABLED
        parts = [self.told, self.source, self.table, self.more, *self.rows(), hint]
        self.assemble(parts, 900 if tabled else 600, 660 if tabled else 420)
        for part in (self.table, self.more):
            part.hide()
        self.fields["form"].setVisible(len(forms) > 1)
        self.ask(partial(_read, self._plan, self._kind, self._record, self._old), self._show)

    def save(self) -> None:
        """Gather on the store's thread, draw on the render thread, keep on the store's."""
        work = partial(
            _prepare, self._plan, self._kind, self.words("form"), self._record, self._old
        )
        self.write(work, self._prepared)

    def _prepared(self, prepared: Prepared) -> None:
        work = partial(_draw, prepared)
        self.context.tasks.draw(work, self._drawn, owner=self, failed=self.refused)

    def _drawn(self, drawn: tuple[Prepared, bytes]) -> None:
        work = partial(_keep, *drawn)
        self.context.tasks.run(work, self._written, owner=self, failed=self.refused)

    def _written(self, written: Written) -> None:
        back = TakeBack(self.context, partial(_aside, written.id), _("Set aside."))
        self.finish(written.changes, _("Made. It has not gone to the plan yet."), back)

    @Slot(object)
    def _show(self, read: _Read) -> None:
        self.whose.setText(words.isolated(read.plan_name))
        self.source.setText(read.source)
        self.source.setVisible(bool(read.source))
        if read.update is None:
            self.told.setText(read.text)
            self._show_rows(read.questions, read.held)
        else:
            self._show_update(read.update)
        self.show_known()
        self.save_button.setEnabled(self._kind not in TABLED or self._model.rowCount() > 0)

    def _show_update(self, found: Update) -> None:
        count = len(found.rows)
        text = ngettext(
            "{count} member is not yet engaged.", "{count} members are not yet engaged.", count
        )
        parts = [text.format(count=f"{count:,}")]
        if found.due is not None:
            parts.append(_("The plan waits for the first by {day}.").format(
                day=words.day(found.due)))  # fmt: skip
        self.told.setText(" ".join(parts))
        rows = [
            (
                words.isolated(row.member),
                words.day(row.received),
                updates.tries_words(row),
                row.next_step,
            )
            for row in found.rows
        ]
        self._show_rows(rows, found.left_out)

    def _show_rows(self, rows: Sequence[tuple[str, ...]], held: Sequence[str]) -> None:
        """The first rows of what it would hold, and why others stay back."""
        count = len(rows)
        self._model.set_cells(list(rows[:SHOWN]))
        self.table.keep_height(min(max(count, 3), 6))
        self.table.setVisible(count > 0)
        more = [_("The first {n} are shown.").format(n=SHOWN)] if count > SHOWN else []
        self.more.setText(" ".join([*more, *held]))
        self.more.setVisible(bool(self.more.text()))


def _aside(report_id: str, ws: Workspace) -> Changes:
    return plan_reports.drop(ws, report_id).changes
