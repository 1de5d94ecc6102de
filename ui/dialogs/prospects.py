"""A plan's list of prospects, typed or pasted: everybody on it is taken in at once, or nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.paths import OptIn
from navigator_app.domain.records import Changes, PlanRow
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected
from navigator_app.i18n import _, ngettext
from navigator_app.services import agency, batch_choose, prospects
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.widgets.asking_dialog import AskingDialog
from ui.widgets.day_field import DayField
from ui.widgets.fields import LabelledField
from ui.widgets.text import Small


def _plans(ws: Workspace) -> list[PlanRow]:
    return agency.plans(ws)


def _add(
    plan: str,
    service: Service,
    received: date,
    opt_in: OptIn,
    rows: Sequence[NewMember],
    ws: Workspace,
) -> tuple[list[str], Changes]:
    return prospects.add(
        ws, plan=plan, service=service, received=received, rows=rows, opt_in=opt_in
    )


def _add_to_batch(
    batch_id: str, received: date, opt_in: OptIn, rows: Sequence[NewMember], ws: Workspace
) -> tuple[int, Changes]:
    return batch_choose.take_in_prospects(ws, batch_id, rows, received=received, opt_in=opt_in)


class ProspectsDialog(AskingDialog):
    """Whose list, for what, received when, and its rows; of a batch, whose plan and service hold,
    everybody on it is put in as well."""

    draft_key = "prospects"

    def __init__(self, context: Context, about: object = None, parent: QWidget | None = None):
        """It is about nobody yet; `about` is the id of a batch, if any."""
        super().__init__(context, _("A plan’s list of prospects"), _("Take all in"), parent)
        self._kept_plan = ""
        self._batch_id = str(about or "")
        self.plan, self.service, self.order = QComboBox(), QComboBox(), QComboBox()
        for service in Service:
            self.service.addItem(_(service.value), service)
        self.order.addItem(_("The yes first, then the approval"), OptIn.BEFORE.value)
        self.order.addItem(_("Approved with the list, the yes afterwards"), OptIn.AFTER.value)
        self.received = DayField(context.clock.today())
        self.received.set_iso(context.clock.today().isoformat())
        self.rows = QPlainTextEdit()
        self.rows.setTabChangesFocus(True)
        self.rows.setMinimumHeight(theme.px(180))
        self.rows.setPlaceholderText(_("Nora Vale, 90000001A, 4/2/1975, (415) 555-0123"))
        self.count = Small("")
        self.fields = {
            "rows": LabelledField(
                _("One row a member"),
                self.rows,
                _(
                    "First and last name, CIN if known, date of birth, phone; parted by comma, "
                    "semicolon or tab, as a sheet gives them."
                ),
            ),
            "prospect_received_on": LabelledField(
                _("Prospects received on"),
                self.received,
                _("From this day the first outreach is counted."),
            ),
            "plan": LabelledField(_("Plan"), self.plan),
            "service": LabelledField(_("Service"), self.service),
            "order": LabelledField(_("When the member says yes"), self.order),
        }
        parts: list[QWidget] = list(self.fields.values())
        self.assemble([parts[0], self.count, *parts[1:]], 720, 780)
        self.whose.setText(_("Everybody on it is taken in and put into the batch."))
        self.whose.setVisible(bool(self._batch_id))
        for name in ("plan", "service"):
            self.fields[name].setVisible(not self._batch_id)
        self.rows.textChanged.connect(self._count_rows)
        context.tasks.run(_plans, self._show_plans, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """What was typed; empty when no row was."""
        if not self.rows.toPlainText().strip():
            return {}
        return {
            "rows": self.rows.toPlainText(),
            "received": self.received.iso(),
            "plan": self.plan.currentData() or self._kept_plan,
            "service": self.service.currentIndex(),
            "order": self.order.currentIndex(),
        }

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back."""
        self.rows.setPlainText(str(payload.get("rows", "")))
        self.received.set_iso(str(payload.get("received", "")))
        self._kept_plan = str(payload.get("plan", ""))
        self.plan.setCurrentIndex(max(0, self.plan.findData(self._kept_plan)))
        for combo, key in ((self.service, "service"), (self.order, "order")):
            place = payload.get(key)
            combo.setCurrentIndex(place if isinstance(place, int) else 0)

    def save(self) -> None:
        """Take everybody in, or say which row is wrong."""
        for field in self.fields.values():
            field.show_error("")
        try:
            rows = prospects.read(self.rows.toPlainText())
            received = date.fromisoformat(self.received.iso())
        except InputRejected as refused:
            self.refused(refused)
            return
        except ValueError:
            self.show_error("prospect_received_on", _("This is no date."))
            return
        order = OptIn(self.order.currentData())
        if self._batch_id:
            self.write(partial(_add_to_batch, self._batch_id, received, order, rows), self._put_in)
            return
        plan = self.plan.currentData()
        if not plan:
            self.show_error("plan", _("Add the plan first, under Settings."))
            return
        service = self.service.currentData()
        self.write(partial(_add, plan, service, received, order, rows), self._written)

    def _written(self, result: tuple[list[str], Changes]) -> None:
        ids, changes = result
        said = ngettext("Took in {n} member", "Took in {n} members", len(ids))
        self.finish(changes, said.format(n=len(ids)))

    def _put_in(self, result: tuple[int, Changes]) -> None:
        count, changes = result
        said = ngettext("Put {n} member in", "Put {n} members in", count)
        self.finish(changes, said.format(n=count))

    def _show_plans(self, plans: list[PlanRow]) -> None:
        for plan in plans:
            self.plan.addItem(plan.name, plan.key)
        self.plan.setCurrentIndex(max(0, self.plan.findData(self._kept_plan)))

    @Slot()
    def _count_rows(self) -> None:
        """Say how the rows are read, while they are typed."""
        try:
            rows = prospects.read(self.rows.toPlainText())
        except InputRejected as refused:
            self.count.setText(refused.message)
            return
        said = ngettext("{n} member read", "{n} members read", len(rows)).format(n=len(rows))
        if rows:
            last = rows[-1]
            said = _("{count}; the last: {name}, born {born}").format(
                count=said, name=f"{last.first_name} {last.last_name}", born=last.date_of_birth
            )
        self.count.setText(said)
