"""What was done: a sign settled, a fault mended, a recertification made, a tenancy ended."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.tenancy_rows import EventRow, Made, TenancyRow
from navigator_app.i18n import _
from navigator_app.services import tenancy, tenancy_choices, tenancy_watch
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import housing_words, tenancy_words, words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import Work, parts_of
from ui.widgets.tenancy_dialog import TenancyDialog, listed


def _event(event_id: str, ws: Workspace) -> EventRow:
    return tenancy_watch.event(ws, event_id)


def _settle(event_id: str, on: date, outcome: str, ws: Workspace) -> Made:
    return tenancy_watch.settle(ws, event_id, on, outcome)


def _mended(item_id: str, on: date, ws: Workspace) -> Made:
    return tenancy_watch.mended(ws, item_id, on)


def _tenancy(tenancy_id: str, ws: Workspace) -> TenancyRow:
    return tenancy.one(ws, tenancy_id)


def _recertified(tenancy_id: str, on: date, then: date | None, note: str, ws: Workspace) -> Made:
    return tenancy_watch.recertified(ws, tenancy_id, on, then, note)


def _end(tenancy_id: str, on: date, why: str, to: str, note: str, ws: Workspace) -> Made:
    return tenancy.end(ws, tenancy_id, on, why, to, note)


class SettleDialog(TenancyDialog):
    """A sign, a dispute or a notice is settled."""

    draft_key = "tenancy_settle"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the event's id."""
        (self._event_id,) = parts_of(about, 1)
        super().__init__(context, self._event_id, _("Settled"), _("Save"), parent)
        today = context.clock.today()
        self.add("outcome", _("How it ended"), note_field(), _("What was agreed, paid or mended"))
        self.add("on", _("Day"), DayField(today))
        self.assemble(self.rows(), 520, 400)
        self.ask_whose(partial(_event, self._event_id), self._show)

    def work(self) -> Work:
        """Write it."""
        on = self.needed_day("on")
        return partial(_settle, self._event_id, on, self.words("outcome"))

    def _show(self, row: EventRow) -> None:
        what = tenancy_words.what(row.kind, row.what)
        self.whose.setText(housing_words.dotted(what, words.day(row.on)))

    def _written(self, made: Made) -> None:
        self.made(made, _("Settled"))


class MendedDialog(TenancyDialog):
    """A fault that a visit found is mended."""

    draft_key = "tenancy_mended"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is [id of the line of the visit's list, its words]."""
        self._item_id, what = parts_of(about, 2)
        super().__init__(context, [self._item_id, what], _("Fault mended"), _("Save"), parent)
        self.whose.setText(what)
        today = context.clock.today()
        self.add("on", _("Mended on"), DayField(today))
        self.assemble(self.rows(), 460, 300)
        self.put_back({"on": today.isoformat()})
        self.begin()

    def work(self) -> Work:
        """Write it."""
        on = self.needed_day("on")
        return partial(_mended, self._item_id, on)

    def _written(self, made: Made) -> None:
        self.made(made, _("Mended"))


class RecertifiedDialog(TenancyDialog):
    """The recertification is done, and the next one is set."""

    draft_key = "tenancy_recertified"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the tenancy's id."""
        (self._tenancy_id,) = parts_of(about, 1)
        super().__init__(context, self._tenancy_id, _("Recertified"), _("Save"), parent)
        basis = tenancy_choices.lists().bases["recertification"]
        self.whose.setText(basis.cited)
        today = context.clock.today()
        self.add("on", _("Done on"), DayField(today))
        self.add(
            "next_on", _("Next one by"), DayField(today, ahead=True),
            _("A year on to begin with; the day is the housing authority’s"),
        )  # fmt: skip
        self.add("note", _("Note"), note_field())
        self.assemble(self.rows(("on", "next_on")), 560, 460)
        self.ask(partial(_tenancy, self._tenancy_id), self._show)

    def work(self) -> Work:
        """Write it."""
        on, then = self.needed_day("on"), self.day("next_on")
        return partial(_recertified, self._tenancy_id, on, then, self.words("note"))

    def _show(self, row: TenancyRow) -> None:
        today = self.context.clock.today()
        then = tenancy_watch.next_recertification(row, today)
        self.show_known({"on": today.isoformat(), "next_on": then.isoformat()})

    def _written(self, made: Made) -> None:
        self.made(made, _("Recertified"))


class EndTenancyDialog(TenancyDialog):
    """The member left."""

    draft_key = "tenancy_end"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the tenancy's id."""
        (self._tenancy_id,) = parts_of(about, 1)
        super().__init__(context, self._tenancy_id, _("End the tenancy"), _("End it"), parent)
        today = context.clock.today()
        reasons = listed(tenancy_choices.lists().end_reasons, _("Choose the reason"))
        self.add("why", _("Why they left"), choice_field(reasons))
        self.add("on", _("Last day in the home"), DayField(today))
        self.add("to", _("Where to"), QLineEdit(), _("As far as somebody knows"))
        self.add("note", _("Note"), note_field())
        self.assemble(self.rows(("why", "on")), 600, 480)
        self.ask_whose(partial(_tenancy, self._tenancy_id), self._show)

    def work(self) -> Work:
        """Write it."""
        on = self.needed_day("on")
        told = self.words("why"), self.words("to"), self.words("note")
        return partial(_end, self._tenancy_id, on, *told)

    def _show(self, row: TenancyRow) -> None:
        self.whose.setText(housing_words.dotted(row.address, row.member))

    def _written(self, made: Made) -> None:
        self.made(made, _("The tenancy has ended"))
