"""Paying back in parts: the agreement, a payment, and the end of one that no longer holds."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain import housing
from navigator_app.domain.engines import add_months
from navigator_app.domain.tenancy_rows import Made, RepaymentRow
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import repayments, tenancy_choices
from navigator_app.services.repayments import PlanDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.housing_unit import money_text
from ui.models import housing_words, tenancy_words, words
from ui.widgets.asking_dialog import note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import Work, parts_of
from ui.widgets.tenancy_dialog import TenancyDialog
from ui.widgets.text import Body, Small


def _agree(tenancy_id: str, draft: PlanDraft, ws: Workspace) -> Made:
    return repayments.agree(ws, tenancy_id, draft)


def _of_part(part_id: str, ws: Workspace) -> RepaymentRow:
    return repayments.of_part(ws, part_id)


def _one(plan_id: str, ws: Workspace) -> RepaymentRow:
    return repayments.one(ws, plan_id)


def _pay(part_id: str, on: date, cents: int | None, ws: Workspace) -> Made:
    return repayments.pay(ws, part_id, on, cents)


def _end(plan_id: str, on: date, why: str, ws: Workspace) -> Made:
    return repayments.end(ws, plan_id, on, why)


class RepaymentDialog(TenancyDialog):
    """An agreement: what is owed, in how many monthly parts, from when."""

    draft_key = "repayment"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is [tenancy's id, id of the event it answers, what is owed for]."""
        self._tenancy_id, self._event_id, reason = parts_of(about, 3)
        kept = [self._tenancy_id, self._event_id, reason]
        super().__init__(context, kept, _("Agree on a repayment"), _("Save"), parent)
        today = context.clock.today()
        self.whose.setText(_("What the member and the landlord agreed, in equal monthly parts."))
        self.add("reason", _("What is owed for"), QLineEdit(), _("Such as rent of October"))
        self.add("owed", _("How much is owed"), QLineEdit())
        self.add("parts", _("In how many parts"), QLineEdit())
        self.add("first", _("First part due"), DayField(today, ahead=True))
        self.add("agreed", _("Agreed on"), DayField(today))
        self.add("note", _("Note"), note_field())
        self.preview = Body("")
        parts = self.rows(("owed", "parts"), ("first", "agreed"))
        parts.insert(3, self.preview)
        parts.append(Small(tenancy_choices.lists().bases["disputes"].cited))
        self.assemble(parts, 600, 600)
        first = add_months(today.replace(day=1), 1)
        self.put_back(
            {"reason": reason, "parts": "3", "first": first.isoformat(),
             "agreed": today.isoformat()}
        )  # fmt: skip
        self.begin()
        for key in ("owed", "parts", "first"):
            field = self.fields[key].widget
            if isinstance(field, QLineEdit):
                field.textChanged.connect(self._look_ahead)
        self._look_ahead()

    def work(self) -> Work:
        """Write it."""
        owed = self.money("owed")
        draft = PlanDraft(
            owed_cents=owed,
            parts=repayments.spread(owed, self.number("parts"), self.day("first")),
            agreed=self.needed_day("agreed"),
            reason=self.words("reason"),
            event_id=self._event_id,
            note=self.words("note"),
        )
        return partial(_agree, self._tenancy_id, draft)

    @Slot()
    def _look_ahead(self) -> None:
        """Say what the parts come to, as soon as they can be made."""
        try:
            made = repayments.spread(self.money("owed"), self.number("parts"), self.day("first"))
        except InputRejected:
            self.preview.hide()
            return
        last, each = made[-1], housing.money(made[0][1])
        said = _("{each} a month, the last on {day}").format(each=each, day=words.day(last[0]))
        if last[1] != made[0][1]:
            said = _("{each} a month, the last {rest} on {day}").format(
                each=each, rest=housing.money(last[1]), day=words.day(last[0])
            )
        self.preview.setText(said)
        self.preview.show()

    def _written(self, made: Made) -> None:
        self.made(made, _("Repayment agreed"))


class PayDialog(TenancyDialog):
    """A part was paid."""

    draft_key = "repayment_paid"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the part's id."""
        (self._part_id,) = parts_of(about, 1)
        super().__init__(context, self._part_id, _("A part was paid"), _("Save"), parent)
        today = context.clock.today()
        self.add("cents", _("How much was paid"), QLineEdit(), _("More than the part pays ahead"))
        self.add("on", _("Paid on"), DayField(today))
        self.assemble(self.rows(("cents", "on")), 520, 360)
        self.ask(partial(_of_part, self._part_id), self._show)

    def work(self) -> Work:
        """Write it."""
        on, cents = self.needed_day("on"), self.money("cents")
        return partial(_pay, self._part_id, on, cents)

    def _show(self, plan: RepaymentRow) -> None:
        part = next(one for one in plan.parts if one.id == self._part_id)
        due = _("due {day}").format(day=words.day(part.due))
        self.whose.setText(housing_words.dotted(plan.reason, due, tenancy_words.plan_line(plan)))
        owed = money_text(max(0, part.cents - (part.paid_cents or 0)))
        self.show_known({"on": self.context.clock.today().isoformat(), "cents": owed})

    def _written(self, made: Made) -> None:
        self.made(made, _("Payment kept"))


class EndRepaymentDialog(TenancyDialog):
    """An agreement no longer holds."""

    draft_key = "repayment_end"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the agreement's id."""
        (self._plan_id,) = parts_of(about, 1)
        super().__init__(context, self._plan_id, _("End the repayment"), _("End it"), parent)
        today = context.clock.today()
        self.add("why", _("Why"), QLineEdit(), _("Broken, replaced by another, forgiven"))
        self.add("on", _("Day"), DayField(today))
        self.assemble(self.rows(("why", "on")), 520, 360)
        self.ask_whose(partial(_one, self._plan_id), self._show)

    def work(self) -> Work:
        """Write it."""
        on = self.needed_day("on")
        return partial(_end, self._plan_id, on, self.words("why"))

    def _show(self, plan: RepaymentRow) -> None:
        self.whose.setText(housing_words.dotted(plan.reason, tenancy_words.plan_line(plan)))

    def _written(self, made: Made) -> None:
        self.made(made, _("The repayment has ended"))
