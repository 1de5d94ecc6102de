"""The days the office is closed, year by year; own days are added and removed here."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from navigator_app.domain.closures import ClosureRow, Origin
from navigator_app.domain.records import Changes
from navigator_app.i18n import _, ngettext
from navigator_app.services import agency, calendar_days, moves
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import words
from ui.widgets.asking_dialog import (
    AskingDialog,
    choice_field,
    choose,
    day_field,
    day_of,
    set_day,
)
from ui.widgets.buttons import QuietButton
from ui.widgets.fields import LabelledField, NumberField
from ui.widgets.text import Muted, Small, Strong

Plans = tuple[tuple[str, str], ...]  # key, name
Listed = tuple[int, str, tuple[ClosureRow, ...]]  # year, plan's key, days
CLOSED, OPEN = "closed", "open"


def _plans(ws: Workspace) -> Plans:
    return tuple((plan.key, plan.name) for plan in agency.plans(ws))


def _list(year: int, plan: str, ws: Workspace) -> Listed:
    return year, plan, tuple(calendar_days.closures(ws, year, plan))


def _add(
    day: date, name: str, closed: bool, plan: str, ws: Workspace
) -> tuple[ClosureRow, Changes, int]:
    row, changes = calendar_days.add(ws, day, name, closed=closed, plan=plan)
    return row, changes, moves.cases(ws)


def _remove(day_id: str, ws: Workspace) -> tuple[Changes, int]:
    return calendar_days.remove(ws, day_id), moves.cases(ws)


class RemoveButton(QuietButton):
    """Takes one day back; knows which."""

    def __init__(self, row: ClosureRow) -> None:
        """`row` is a day that the agency or a plan set."""
        super().__init__(_("Remove"), "delete")
        self.row = row
        name = _("Remove {day}, {name}").format(day=words.day(row.day), name=row.name)
        self.setAccessibleName(name)


class CalendarDaysDialog(AskingDialog):
    """Year and plan choose what is listed; below it a day is added for that plan."""

    draft_key = "calendar_days"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is a plan's key, or nothing for all plans."""
        super().__init__(context, _("Days the office is closed"), _("Add the day"), parent)
        self._wanted = str(about or "")
        self.removers: list[RemoveButton] = []
        self.rows: tuple[ClosureRow, ...] = ()
        today = context.clock.today()
        self.cancel_button.setText(_("Close"))
        self.whose.setText(_("Deadlines in business days skip them. Weekends are left out."))
        self.year, self.plan = NumberField(), choice_field({"": _("All plans")})
        self.year.setRange(calendar_days.YEARS[0], calendar_days.YEARS[-1])
        self.year.setValue(today.year)
        self.on, self.name = day_field(today), QLineEdit()
        self.kind = choice_field({CLOSED: _("Closed"), OPEN: _("Open after all")})
        self.list = QWidget()
        self._column = QVBoxLayout(self.list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S12)
        self.moved, self.show_moved = QWidget(), QuietButton(_("Show which and how"), "forward")
        self.moved_said = Strong("")
        self._assemble_fields()
        self.year.valueChanged.connect(self._look)
        self.plan.currentIndexChanged.connect(self._look)
        context.tasks.run(_plans, self._show_plans, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """A day that was named and not added; empty when none was."""
        if not self.name.text().strip():
            return {}
        return {
            "about": self.plan.currentData() or self._wanted,
            "year": self.year.value(),
            "day": day_of(self.on).isoformat(),
            "kind": self.kind.currentData(),
            "name": self.name.text(),
        }

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back."""
        year = payload.get("year")
        if isinstance(year, int):
            self.year.setValue(year)
        set_day(self.on, str(payload.get("day", "")))
        choose(self.kind, str(payload.get("kind", CLOSED)))
        self.name.setText(str(payload.get("name", "")))

    def save(self) -> None:
        """Add the day for the plan that is chosen."""
        plan = self.plan.currentData() or ""
        closed = self.kind.currentData() == CLOSED
        work = partial(_add, day_of(self.on), self.name.text(), closed, plan)
        self.write(work, self._added)

    def _assemble_fields(self) -> None:
        self.fields = {
            "year": LabelledField(_("Year"), self.year),
            "plan": LabelledField(_("For which plan"), self.plan),
            "day": LabelledField(_("Day to add"), self.on),
            "closed": LabelledField(_("That day the office is"), self.kind),
            "name": LabelledField(
                _("What the day is"), self.name,
                _("A day open after all keeps its name if this stays empty."),
            ),
        }  # fmt: skip
        parts: list[QWidget] = list(self.fields.values())
        beside = QVBoxLayout(self.moved)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.moved_said)
        beside.addWidget(self.show_moved, 0, Qt.AlignmentFlag.AlignLeft)
        self.moved.hide()
        self.show_moved.clicked.connect(self._open_moved)
        self.assemble([*parts[:2], self.list, self.moved, *parts[2:]], 640, 760)

    def _show_plans(self, plans: Plans) -> None:
        self.plan.blockSignals(True)
        for key, name in plans:
            self.plan.addItem(name, key)
        choose(self.plan, self._wanted)
        self.plan.blockSignals(False)
        self._look()

    @Slot()
    def _look(self) -> None:
        work = partial(_list, self.year.value(), self.plan.currentData() or "")
        self.context.tasks.run(work, self._show, owner=self, failed=self.refused)

    def _show(self, listed: Listed) -> None:
        year, plan, rows = listed
        if (year, plan) != (self.year.value(), self.plan.currentData() or ""):
            return  # another year or plan was chosen meanwhile
        self.rows, self.removers = rows, []
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        if not rows:
            self._column.addWidget(Muted(_("No closures that year.")))
        for row in rows:
            self._column.addWidget(self._line(row))
        before: QWidget = self.plan
        for button in (*self.removers, self.show_moved, self.on):
            QWidget.setTabOrder(before, button)
            before = button

    def _line(self, row: ClosureRow) -> QWidget:
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S4)
        text = _("{day}: {name}").format(day=words.long_day(row.day), name=row.name)
        column.addWidget(Muted(text) if row.overruled else Strong(text))
        column.addWidget(Small(self._source(row)))
        if row.id:
            button = RemoveButton(row)
            button.clicked.connect(self._remove_clicked)
            self.removers.append(button)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return line

    def _source(self, row: ClosureRow) -> str:
        """Where a day comes from, and what holds where two speak."""
        whose = {
            Origin.STATE: _("State calendar"),
            Origin.AGENCY: _("Your agency, for all plans"),
            Origin.PLAN: _("{plan} only").format(plan=self.plan.currentText()),
        }[row.origin]
        parts = [whose, _("Closed") if row.closed else _("Open after all")]
        if row.overruled:
            parts.append(_("does not count: another day here says otherwise"))
        return " · ".join(parts)

    @Slot()
    def _remove_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, RemoveButton):
            self.write(partial(_remove, button.row.id), self._removed)

    def _added(self, result: tuple[ClosureRow, Changes, int]) -> None:
        row, changes, cases = result
        self.name.clear()
        self.year.blockSignals(True)
        self.year.setValue(row.day.year)
        self.year.blockSignals(False)
        self._written(changes, _("{day} added").format(day=words.day(row.day)), cases)

    def _removed(self, result: tuple[Changes, int]) -> None:
        changes, cases = result
        self._written(changes, _("Day removed"), cases)

    def _written(self, changes: Changes, said: str, cases: int) -> None:
        """Stay open: a year has many days. Say what moved, and offer the list."""
        self.ready()
        self.on.setFocus(Qt.FocusReason.OtherFocusReason)
        self.context.tasks.announce(changes)
        text = _("{done}; no case has another date.").format(done=said)
        if cases:
            text = ngettext(
                "{done}; {n} case has other dates now.",
                "{done}; {n} cases have other dates now.",
                cases,
            ).format(done=said, n=cases)
        self.moved_said.setText(text)
        self.show_moved.setVisible(cases > 0)
        self.moved.show()
        self.context.ways.notice.emit(text, None)
        self._look()

    @Slot()
    def _open_moved(self) -> None:
        from ui.dialogs.rule_moves import RuleMovesDialog  # after a change of dates only

        RuleMovesDialog(self.context, None, self).open()
