"""The plan's answer to a deposit request, and the day each item was paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from navigator_app.domain import money
from navigator_app.domain.deposits import Item, Request
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import deposit_steps, deposits
from navigator_app.services.deposit_steps import Answer
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import deposit_words
from ui.widgets.asking_dialog import AskingDialog, choice_field, choose, day_field, day_of, set_day
from ui.widgets.fields import LabelledField
from ui.widgets.optional_day import OptionalDay
from ui.widgets.tab_order import follow_layout

_APPROVED, _DENIED = "approved", "denied"


def _read(request_id: str, ws: Workspace) -> tuple[Request, str]:
    known = deposits.request(ws, request_id)
    return known, deposits.desk(ws, known.member_id).member


def _answer(request_id: str, given: Answer, ws: Workspace) -> tuple[Request, Changes]:
    return deposit_steps.answer(ws, request_id, given)


def _pay(request_id: str, paid: dict[str, date | None], ws: Workspace) -> tuple[Request, Changes]:
    return deposit_steps.pay(ws, request_id, paid)


def _go_back(before: Request, ws: Workspace) -> Changes:
    return deposit_steps.go_back(ws, before)


class _OfRequest(AskingDialog):
    """What both forms share: the request, a field for each of its items, Undo."""

    said = ""

    def __init__(
        self, context: Context, title: str, about: object, parent: QWidget | None = None
    ) -> None:
        """`about` is the request's id."""
        super().__init__(context, title, _("Record"), parent)
        self._request_id = str(about)
        self._known: Request | None = None
        self._typed: dict[str, object] = {}
        self._start: dict[str, object] = {}
        self.rows = QWidget()
        column = QVBoxLayout(self.rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S16)

    def draft(self) -> dict[str, object]:
        """What was typed; empty when nothing."""
        if self._known is None or self._now() == self._start:
            return {}
        return {"about": self._request_id, **self._now()}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back, once the request is read."""
        self._typed = {key: value for key, value in payload.items() if key != "about"}
        self._put_back()

    def load(self, shown: Callable[[tuple[Request, str]], None]) -> None:
        """Read the request; `shown`, a method of the form, gets it with the member's name."""
        work = partial(_read, self._request_id)
        self.context.tasks.run(work, shown, owner=self, failed=self.refused)

    def refused(self, error: BaseException) -> None:
        """A refusal about an item stands at its field."""
        if isinstance(error, InputRejected) and self._known is not None:
            parts = error.field.split(".")
            if len(parts) == 3 and parts[1].isdecimal():
                key = self._known.items[int(parts[1])].id
                if key in self.fields:
                    error = InputRejected(key, error.message, error.next_step)
        super().refused(error)

    def show_request(self, known: Request, name: str, fields: dict[str, LabelledField]) -> None:
        """Show a request, and a field for each of its items from then on."""
        self._known = known
        self.whose.setText(f"{name} · {deposit_words.headline(known)}")
        column = self.rows.layout()
        for key, field in fields.items():
            self.fields[key] = field
            if column is not None:
                column.addWidget(field)
        follow_layout(self)
        self._start = self._now()
        self._put_back()

    def _now(self) -> dict[str, object]:
        return {}

    def _put_back(self) -> None:
        """Fill the fields from what was typed; overridden."""

    def _written(self, result: tuple[Request, Changes]) -> None:
        before, changes = result
        self.accept()
        self.context.tasks.announce(changes)
        undo = _("Undo"), TakeBack(self.context, partial(_go_back, before)).undo
        self.context.ways.notice.emit(_(self.said), undo)


class DepositAnswerDialog(_OfRequest):
    """Approved, with how much of each item, or denied and why."""

    draft_key = "deposit_answer"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the request's id."""
        super().__init__(context, _("Record the plan’s answer"), about, parent)
        self.said = _("The plan’s answer is recorded")
        self.choice = choice_field(
            {"": _("Choose the answer"), _APPROVED: _("Approved"), _DENIED: _("Denied")}
        )
        self.on = day_field(context.clock.today())
        self.number, self.why = QLineEdit(), QLineEdit()
        self.lines: dict[str, QLineEdit] = {}
        self.fields = {
            "approved": LabelledField(_("The plan’s answer"), self.choice),
            "decided_on": LabelledField(_("Decided on"), self.on),
            "number": LabelledField(_("Number (optional)"), self.number),
            "why": LabelledField(_("Why, in the plan’s words (optional)"), self.why),
        }
        first, decided, number, why = self.fields.values()
        self.assemble([first, decided, self.rows, number, why], 600, 720)
        self.choice.currentIndexChanged.connect(self._follow)
        self.load(self._show)

    def _show(self, result: tuple[Request, str]) -> None:
        known, name = result
        self.show_request(known, name, self.item_fields(known))

    def item_fields(self, known: Request) -> dict[str, LabelledField]:
        """How much of each item is approved; all of it to begin with."""
        fields = {}
        for item in known.items:
            self.lines[item.id] = QLineEdit(money.field(item.cents))
            fields[item.id] = LabelledField(_approved_of(item), self.lines[item.id])
            fields[item.id].hide()
        return fields

    @Slot()
    def save(self) -> None:
        """Record, or say at the field what is wrong."""
        if self._known is None:
            return
        chosen = str(self.choice.currentData() or "")
        if not chosen:
            self.show_error("approved", _("Choose the plan’s answer."))
            return
        cents: dict[str, int] = {}
        for key, line in self.lines.items() if chosen == _APPROVED else ():
            try:
                cents[key] = money.cents(line.text() or "0")
            except ValueError:
                self.show_error(key, _("Write an amount such as 1,250.00, or 0."))
                return
        given = Answer(
            chosen == _APPROVED, day_of(self.on), self.number.text(), self.why.text(), cents
        )
        self.write(partial(_answer, self._request_id, given), self._written)

    def _now(self) -> dict[str, object]:
        return {
            "answer": str(self.choice.currentData() or ""),
            "on": day_of(self.on).isoformat(),
            "number": self.number.text(),
            "why": self.why.text(),
            "cents": {key: line.text() for key, line in self.lines.items()},
        }

    def _put_back(self) -> None:
        if self._known is None or not self._typed:
            return
        choose(self.choice, str(self._typed.get("answer", "")))
        set_day(self.on, str(self._typed.get("on", "")))
        self.number.setText(str(self._typed.get("number", "")))
        self.why.setText(str(self._typed.get("why", "")))
        cents = self._typed.get("cents")
        for key, text in cents.items() if isinstance(cents, dict) else ():
            if key in self.lines:
                self.lines[key].setText(str(text))
        self._follow()

    @Slot()
    def _follow(self) -> None:
        self.fields["approved"].show_error("")
        approved = self.choice.currentData() == _APPROVED
        for key in self.lines:
            self.fields[key].setVisible(approved)


class DepositPaidDialog(_OfRequest):
    """On which day each approved item was paid."""

    draft_key = "deposit_paid"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the request's id."""
        super().__init__(context, _("Record payment"), about, parent)
        self.said = _("Payment recorded")
        self.days: dict[str, OptionalDay] = {}
        self.assemble([self.rows], 600, 560)
        self.load(self._show)

    def _show(self, result: tuple[Request, str]) -> None:
        known, name = result
        self.show_request(known, name, self.item_fields(known))

    def item_fields(self, known: Request) -> dict[str, LabelledField]:
        """A day for each item that was approved."""
        fields = {}
        for item in known.items:
            if item.approved_cents:
                day = OptionalDay(_("It was paid"), self.context.clock.today())
                day.choose(item.paid_on.isoformat() if item.paid_on else "")
                self.days[item.id] = day
                fields[item.id] = LabelledField(_paid_of(item), day)
        return fields

    @Slot()
    def save(self) -> None:
        """Record, or say at the field what is wrong."""
        if self._known is not None:
            paid = {key: day.day() for key, day in self.days.items()}
            self.write(partial(_pay, self._request_id, paid), self._written)

    def _now(self) -> dict[str, object]:
        return {"days": {key: day.text() for key, day in self.days.items()}}

    def _put_back(self) -> None:
        days = self._typed.get("days") if self._known is not None else None
        for key, text in days.items() if isinstance(days, dict) else ():
            if key in self.days:
                self.days[key].box.setChecked(False)
                self.days[key].choose(str(text))


def _approved_of(item: Item) -> str:
    return _("Approved for {item}, of {sum}").format(
        item=deposit_words.item_title(item), sum=deposit_words.amount(item)
    )


def _paid_of(item: Item) -> str:
    return _("{item}, {sum} approved").format(
        item=deposit_words.item_title(item), sum=money.dollars(item.approved_cents or 0)
    )
