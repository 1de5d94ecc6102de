"""A batch begun, or what it asks for changed; and when batches go."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.batches import MONTHLY, WEEKLY, BatchRow, Window
from navigator_app.domain.records import Changes, PlanRow
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected
from navigator_app.i18n import N_, _
from navigator_app.services import agency, batches
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.widgets.asking_dialog import choice_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import KeptDialog, Work, iso

_WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"),
    N_("Sunday"),
)  # fmt: skip


def _read(batch_id: str, ws: Workspace) -> tuple[list[PlanRow], BatchRow | None]:
    return agency.plans(ws), batches.one(ws, batch_id) if batch_id else None


def _start(values: dict[str, Any], ws: Workspace) -> tuple[str, Changes]:
    return batches.start(ws, **values)


def _change(batch_id: str, values: dict[str, Any], ws: Workspace) -> tuple[str, Changes]:
    return batch_id, batches.change(ws, batch_id, **values)


class BatchStartDialog(KeptDialog):
    """Which plan, which service, which days, who will serve."""

    draft_key = "batch_start"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the id of a batch to change, or nothing for a new one."""
        self._batch_id = str(about or "")
        title = _("Change the batch") if self._batch_id else _("New batch")
        save = _("Save") if self._batch_id else _("Begin")
        super().__init__(context, self._batch_id, title, save, parent)
        today = context.clock.today()
        self.whose.setText(_("Members are put in afterwards; nothing goes before it is attested."))
        self._note = ""
        self.add("plan", _("Plan"), choice_field({}))
        self.add("service", _("Service"), choice_field({one.slug: _(one.value) for one in Service}))
        self.add("starts", _("First day asked for"), DayField(today, ahead=True))
        self.add("ends", _("Last day asked for"), DayField(today, ahead=True),
                 _("The same for all; leave both empty if the plan sets them."))  # fmt: skip
        self.add("subcontractor", _("Agency that will serve, if not yours"), QLineEdit())
        self.add("title", _("Name in lists (optional)"), QLineEdit())
        self.assemble(self.rows(("starts", "ends")), 620, 640)
        self.ask(partial(_read, self._batch_id), self._show)

    def work(self) -> Work:
        """Begin it, or change it."""
        values: dict[str, Any] = {
            "starts": self.day("starts"),
            "ends": self.day("ends"),
            "subcontractor": self.words("subcontractor"),
            "title": self.words("title"),
        }
        if self._batch_id:
            return partial(_change, self._batch_id, {**values, "note": self._note})
        if not self.words("plan"):
            raise InputRejected("plan", _("Add the plan first, under Settings."))
        service = Service.from_slug(self.words("service"))
        return partial(_start, {**values, "plan": self.words("plan"), "service": service})

    def _show(self, found: tuple[list[PlanRow], BatchRow | None]) -> None:
        plans, row = found
        box = self.fields["plan"].widget
        for plan in plans:
            box.addItem(plan.name, plan.key)  # type: ignore[attr-defined]
        if row is None:
            self.show_known()
            return
        self._note = row.note
        for key in ("plan", "service"):
            self.fields[key].widget.setEnabled(False)
        self.show_known(
            {
                "plan": row.plan,
                "service": row.service.slug,
                "starts": iso(row.starts_on),
                "ends": iso(row.ends_on),
                "subcontractor": row.subcontractor,
                "title": row.title,
            }
        )

    def _written(self, result: tuple[str, Changes]) -> None:
        key, changes = result
        self.finish(changes, _("The batch is changed.") if self._batch_id else _("Begun."))
        if not self._batch_id:
            self.context.ways.open_page.emit("batch", key)


def _read_days(ws: Workspace) -> list[tuple[str, str, Window | None]]:
    return [(plan.key, plan.name, batches.window(ws, plan.key)) for plan in agency.plans(ws)]


def _set_days(plan: str, own: Window | None, ws: Workspace) -> tuple[Window | None, Changes]:
    return batches.window(ws, plan), batches.set_window(ws, plan, own)


def _set_back(plan: str, own: Window | None, ws: Workspace) -> Changes:
    return batches.set_window(ws, plan, own)


class BatchDaysDialog(KeptDialog):
    """When a plan is sent batches, as agreed with it."""

    draft_key = "batch_days"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is a plan's key, or nothing."""
        super().__init__(context, str(about or ""), _("When batches go"), _("Save"), parent)
        self.whose.setText(_("Your agreement with the plan; no source gives a day."))
        self._known: Sequence[tuple[str, str, Window | None]] = ()
        when = {"": _("Not agreed")}
        when |= {
            f"{WEEKLY} {n}": _("Each {weekday}").format(weekday=_(name))
            for n, name in enumerate(_WEEKDAYS)
        }
        when |= {f"{MONTHLY} {n}": _("Day {n} of each month").format(n=n) for n in range(1, 32)}
        self.add("plan", _("Plan"), choice_field({}))
        self.add("window", _("When"), choice_field(when))
        self.assemble(self.rows(), 520, 400)
        self.fields["plan"].widget.currentIndexChanged.connect(self._follow)  # type: ignore[attr-defined]
        self.ask(_read_days, self._show)

    def work(self) -> Work:
        """Keep it."""
        if not self.words("plan"):
            raise InputRejected("plan", _("Add the plan first, under Settings."))
        every, _blank, day = self.words("window").partition(" ")
        return partial(_set_days, self.words("plan"), Window(every, int(day)) if every else None)

    def _show(self, found: list[tuple[str, str, Window | None]]) -> None:
        self._known = found
        box = self.fields["plan"].widget
        for key, name, _own in found:
            box.addItem(name, key)  # type: ignore[attr-defined]
        self.put_back({"plan": str(self.about)} if self.about else {})
        self._follow()
        self.show_known()

    def _follow(self) -> None:
        """Show what is kept of the plan chosen."""
        key = self.words("plan")
        own = next((own for plan, _name, own in self._known if plan == key), None)
        self.put_back({"window": f"{own.every} {own.day}" if own else ""})

    def _written(self, result: tuple[Window | None, Changes]) -> None:
        before, changes = result
        back = TakeBack(self.context, partial(_set_back, self.words("plan"), before))
        self.finish(changes, _("Kept."), back)
