"""Part of the settings: the plans, each with the layout of its files and its rules."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from navigator_app.domain.records import Changes, PlanRow
from navigator_app.errors import InputRejected
from navigator_app.i18n import _, ngettext
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.views.first_run_plan import key_from
from ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.fields import LabelledField
from ui.widgets.flow import FlowLayout
from ui.widgets.pack_picker import JOIN, PackPicker
from ui.widgets.text import Muted, Strong
from ui.widgets.turning import Turning

USUAL = "toolkit-2025"
"""The rules of a plan of which nothing else is known."""

Choices = tuple[tuple[str, str], ...]


class PlansCard(Card):
    """A line for each plan, and one form to add or change one."""

    def __init__(self, context: Context) -> None:
        """Build the card; `show_plans` fills it."""
        super().__init__(_("Plans"))
        self.context = context
        self._editing = ""  # the key of the plan in the form, "" for a new one
        self._plans: dict[str, PlanRow] = {}
        self._lines = QWidget()
        self._lined = QVBoxLayout(self._lines)
        self._lined.setContentsMargins(0, 0, 0, 0)
        self._lined.setSpacing(theme.S12)
        self.add_button = PlainButton(_("Add a plan"), "add")
        self.rules_button = QuietButton(_("Which rules speak"), "shield")
        self.days_button = PlainButton(_("Days the office is closed"), "calendar")
        self.form = QWidget()
        self.name, self.layout_box = QLineEdit(), QComboBox()
        self.packs = PackPicker()
        self.policy_box = self.packs.first
        self.name_field = LabelledField(_("Name of the plan"), self.name)
        self.save_button = PrimaryButton(_("Save the plan"))
        self.cancel_button = QuietButton(_("Cancel"))
        self._assemble()
        self.add_button.clicked.connect(self.begin_new)
        self.days_button.clicked.connect(self._ask_days)
        self.rules_button.clicked.connect(self._open_rules)
        self.save_button.clicked.connect(self._save)
        self.name.returnPressed.connect(self._save)
        self.cancel_button.clicked.connect(self._close_form)

    def _assemble(self) -> None:
        form = QGridLayout(self.form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(theme.S16)
        form.addWidget(self.name_field, 0, 0, 1, 2)
        layout_field = LabelledField(_("Layout of its files"), self.layout_box)
        form.addWidget(layout_field, 1, 0, 1, 2)
        form.addWidget(self.packs, 2, 0, 1, 2)
        row = QHBoxLayout()
        row.setSpacing(theme.S8)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        form.addLayout(row, 3, 0, 1, 2)
        self.form.hide()
        self.column.addWidget(self._lines)
        self.column.addWidget(self.form)
        foot = QHBoxLayout()
        foot.setSpacing(theme.S8)
        foot.addWidget(self.add_button)
        foot.addWidget(self.rules_button)
        foot.addStretch(1)
        self.column.addLayout(foot)
        days = QHBoxLayout()
        days.addWidget(self.days_button)
        days.addStretch(1)
        self.column.addLayout(days)

    def show_plans(self, plans: tuple[PlanRow, ...], layouts: Choices, policies: Choices) -> None:
        """Show the plans; the form keeps what is typed in it."""
        if self.layout_box.count() != len(layouts):
            self.layout_box.clear()
            for key, words in layouts:
                self.layout_box.addItem(words, key)
        self.packs.set_choices(policies)
        while item := self._lined.takeAt(0):
            old = item.widget()
            if old is not None:
                old.deleteLater()
        self._plans = {plan.key: plan for plan in plans}
        names = dict((*layouts, *policies))
        if not plans:
            none = Muted(_("No plan yet. Add the first one that sends you files."))
            self._lined.addWidget(none)
        for plan in plans:
            rules = " + ".join(names.get(key, key) for key in plan.policy.split(JOIN))
            layout = names.get(plan.layout, plan.layout)
            words = rules if layout == plan.name else f"{layout} · {rules}"
            change = QuietButton(_("Change"), "edit")
            change.setAccessibleName(_("Change {plan}").format(plan=plan.name))
            change.setProperty("plan", plan.key)
            change.clicked.connect(self._change_clicked)
            files = QuietButton(_("Files"), "exchange")
            files.setToolTip(_("How files go to this plan and come from it"))
            files.setAccessibleName(_("How files go to {plan}").format(plan=plan.name))
            files.setProperty("plan", plan.key)
            files.clicked.connect(self._files_clicked)
            self._lined.addWidget(_line(plan.name, words, files, change))

    def begin_new(self) -> None:
        """Open the form for a plan that is not there yet."""
        self._editing = ""
        self.name.clear()
        self.packs.set_policy(USUAL)
        self._open_form()

    def begin_change(self, key: str) -> None:
        """Open the form for a plan."""
        plan = self._plans[key]
        self._editing = key
        self.name.setText(plan.name)
        self.layout_box.setCurrentIndex(max(0, self.layout_box.findData(plan.layout)))
        self.packs.set_policy(plan.policy)
        self._open_form()

    def _open_rules(self) -> None:
        self.context.ways.open_rules.emit("")

    def _ask_days(self) -> None:
        self.context.ways.ask.emit("calendar_days", "")

    def _change_clicked(self) -> None:
        self.begin_change(str(self.sender().property("plan")))

    def _files_clicked(self) -> None:
        self.context.ways.ask.emit("plan_connection", str(self.sender().property("plan")))

    def _free_key(self, name: str) -> str:
        """A key that no plan has yet, from the name's first word."""
        first = key_from(name)
        numbered = (f"{first}-{number}" for number in range(2, 100))
        return next((key for key in (first, *numbered) if key not in self._plans), first)

    def _open_form(self) -> None:
        self.name_field.show_error("")
        self.form.show()
        self.add_button.hide()
        self.name.setFocus()

    def _close_form(self) -> None:
        self.name.clear()
        self.form.hide()
        self.add_button.show()

    def _save(self) -> None:
        editing, name = self._editing, self.name.text().strip()
        layout, policy = str(self.layout_box.currentData()), self.packs.policy()
        key = editing or self._free_key(name)
        if not key_from(name):
            self.name_field.show_error(_("The plan needs a name."))
            return

        def work(ws: Workspace) -> int:
            from navigator_app.services import agency, moves

            if not editing:
                agency.add_plan(ws, key, name=name, layout=layout, policy=policy)
                return 0
            before = agency.plan(ws, key).policy
            agency.update_plan(ws, key, name=name, layout=layout, policy=policy)
            return moves.cases(ws) if policy != before else 0

        self.context.tasks.run(work, self._saved, owner=self, failed=self._refused)

    def _saved(self, cases: int) -> None:
        self._close_form()
        self.context.tasks.announce(Changes(plans=True))
        if cases:
            said = ngettext("{n} case has other dates now", "{n} cases have other dates now", cases)
            offer = (_("Show them"), self._show_moved)
            self.context.ways.notice.emit(said.format(n=cases), offer)

    def _show_moved(self) -> None:
        self.context.ways.ask.emit("rule_moves", None)

    def _refused(self, error: BaseException) -> None:
        self.name_field.show_error(str(error))
        if isinstance(error, InputRejected):
            self.name.setFocus()


def _line(name: str, words: str, *buttons: QuietButton) -> Turning:
    """A plan and what stands by it, its buttons at the right or below."""
    said, foot = QWidget(), QWidget()
    column, flow = QVBoxLayout(said), FlowLayout(foot, theme.S8)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Strong(name))
    column.addWidget(Muted(words))
    for button in buttons:
        flow.addWidget(button)
    return Turning(said, foot)
