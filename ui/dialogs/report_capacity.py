"""Report open slots alone, and say by when the plan must know."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QSpinBox, QWidget

from navigator_app.domain.business_days import Calendar
from navigator_app.domain.guard_rows import CapacityRow
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import agency, capacity
from navigator_app.services.capacity import MOST_SLOTS
from navigator_app.services.own_calendars import Calendars
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import capacity_words, words
from ui.widgets.asking_dialog import (
    AskingDialog,
    choice_field,
    choose,
    day_field,
    day_of,
    note_field,
    set_day,
)
from ui.widgets.fields import LabelledField
from ui.widgets.optional_day import OptionalDay
from ui.widgets.text import Small, Strong

Plans = tuple[tuple[str, str, str, Calendar], ...]  # key, name, policy, calendar


def _read(ws: Workspace) -> Plans:
    calendars = Calendars(ws.store)
    return tuple(
        (plan.key, plan.name, plan.policy, calendars.of(plan.id, plan.policy))
        for plan in agency.plans(ws)
    )


def _report(given: dict[str, Any], ws: Workspace) -> tuple[CapacityRow, Changes]:
    return capacity.report(ws, given.pop("changed_on"), **given)


class ReportCapacityDialog(AskingDialog):
    """Which plan, since when, how many slots, and whether the plan knows."""

    draft_key = "report_capacity"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is a plan's key, or nothing."""
        super().__init__(context, _("Report open slots"), _("Report"), parent)
        self._wanted = str(about or "")
        self._plans: Plans = ()
        today = context.clock.today()
        self.whose.setText(_("Plans refer by what you report. Each report stays on record."))
        self.plan, self.on = choice_field({"": _("Our own count, no plan")}), day_field(today)
        self.any, self.own, self.note = QSpinBox(), QSpinBox(), note_field()
        for box in (self.any, self.own):
            box.setRange(0, MOST_SLOTS)
        self.told = OptionalDay(_("The plan has been told"), today)
        self.due, self.rule = Strong(""), Small("")
        self.fields = {
            "plan": LabelledField(_("For which plan"), self.plan),
            "changed_on": LabelledField(_("Since which day"), self.on),
            "any_member": LabelledField(_("Open slots for any member"), self.any),
            "own_members": LabelledField(
                _("Open slots for members you refer yourselves"), self.own
            ),
            "told_on": LabelledField(_("Told to the plan"), self.told),
            "note": LabelledField(_("Note (optional, stays here)"), self.note),
        }
        parts: list[QWidget] = list(self.fields.values())
        self.assemble([*parts[:2], self.due, self.rule, *parts[2:]], 600, 760)
        self.plan.currentIndexChanged.connect(self._follow)
        self.on.dateChanged.connect(self._follow)
        context.tasks.run(_read, self._show_plans, owner=self, failed=self.refused)
        self._follow()

    def draft(self) -> dict[str, object]:
        """What was filled in; empty when nothing was."""
        if not (self.any.value() or self.own.value() or self.note.toPlainText()):
            return {}
        return {
            "about": self.plan.currentData() or self._wanted,
            "on": day_of(self.on).isoformat(),
            "any": self.any.value(),
            "own": self.own.value(),
            "told": self.told.text(),
            "note": self.note.toPlainText(),
        }

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back."""
        set_day(self.on, str(payload.get("on", "")))
        for key, box in (("any", self.any), ("own", self.own)):
            value = payload.get(key, 0)
            box.setValue(value if isinstance(value, int) else 0)
        self.told.choose(str(payload.get("told", "")))
        self.note.setPlainText(str(payload.get("note", "")))

    def save(self) -> None:
        """Report."""
        given = {
            "changed_on": day_of(self.on),
            "any_member": self.any.value(),
            "own_members": self.own.value(),
            "plan": self.plan.currentData() or "",
            "told_on": self.told.day() if self.plan.currentData() else None,
            "note": self.note.toPlainText(),
        }
        self.write(partial(_report, given), self._written)

    def _show_plans(self, plans: Plans) -> None:
        self._plans = plans
        for key, name, *_rest in plans:
            self.plan.addItem(name, key)
        if not self._wanted and len(plans) == 1:
            self._wanted = plans[0][0]
        choose(self.plan, self._wanted)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """The plan's clock, as it would run from that day."""
        key = self.plan.currentData()
        policy, calendar = next(
            ((one[2], one[3]) for one in self._plans if one[0] == key), ("", None)
        )
        self.fields["told_on"].setVisible(bool(key))
        said, source = capacity_words.clock(policy, calendar, day_of(self.on))
        self.due.setText(said)
        self.rule.setText(source)
        self.due.setVisible(bool(key))
        self.rule.setVisible(bool(key and source))

    def _written(self, result: tuple[CapacityRow, Changes]) -> None:
        row, changes = result
        said = _("Open slots reported")
        if row.told is None and row.due is not None:
            said = _("Open slots reported. Tell the plan by {day} ({source}).").format(
                day=words.day(row.due), source=row.source
            )
        self.finish(changes, said)


def _tell(report_id: str, day: date, ws: Workspace) -> tuple[CapacityRow, Changes]:
    return capacity.tell(ws, report_id, day)


def _one(report_id: str, ws: Workspace) -> CapacityRow:
    return capacity.one(ws, report_id)


class CapacityToldDialog(AskingDialog):
    """The day on which the plan heard of a report."""

    draft_key = "capacity_told"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the id of the report."""
        super().__init__(context, _("The plan has been told"), _("Record"), parent)
        self._report_id = str(about)
        self._today = context.clock.today()
        self.on = day_field(self._today)
        self.fields = {"told_on": LabelledField(_("Told on which day"), self.on)}
        self.assemble(list(self.fields.values()), 560, 360)
        work = partial(_one, self._report_id)
        context.tasks.run(work, self._show_report, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """Another day than today that was chosen."""
        day = day_of(self.on)
        return {"about": self._report_id, "on": day.isoformat()} if day != self._today else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back."""
        set_day(self.on, str(payload.get("on", "")))

    def save(self) -> None:
        """Record the day."""
        self.write(partial(_tell, self._report_id, day_of(self.on)), self._written)

    def _show_report(self, row: CapacityRow) -> None:
        self.whose.setText(capacity_words.line(row, row.plan))

    def _written(self, result: tuple[CapacityRow, Changes]) -> None:
        self.finish(result[1], _("Recorded that the plan was told"))
