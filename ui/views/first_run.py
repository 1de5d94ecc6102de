"""The first run: one calm page at a time, from nothing to an encrypted store with a plan."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from navigator_app.domain.records import PlanRow
from navigator_app.errors import InputRejected, NavigatorError
from navigator_app.services.workspace import Workspace
from ui import opening
from ui.context import Context
from ui.views.first_run_code import CodeStep
from ui.views.first_run_plan import PlanStep
from ui.views.first_run_steps import AgencyStep, PersonStep, SecretStep, Step, Welcome


class FirstRun(QWidget):
    """Walks through the pages and makes the store.

    Signals:
        finished(Opened): the store is open and everything is set up.
        chose_sample(str, Path): a sample store was made; its passphrase and its home.
    """

    finished = Signal(object)
    chose_sample = Signal(str, object)

    def __init__(self, context: Context, home: Path, parent: QWidget | None = None) -> None:
        """Build all pages; they are small."""
        super().__init__(parent)
        self.context, self.home = context, home
        self._opened: opening.Opened | None = None
        self.welcome = Welcome()
        self.agency = AgencyStep()
        self.person = PersonStep()
        self.secret = SecretStep()
        self.code = CodeStep()
        self.plan = PlanStep()
        self.stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.steps: list[Step] = [self.agency, self.person, self.secret, self.code, self.plan]
        for page in (self.welcome, *self.steps):
            self.stack.addWidget(page)
        self._connect()
        self.setFocusProxy(self.welcome)

    def _connect(self) -> None:
        self.welcome.set_up.clicked.connect(self._begin)
        self.welcome.look_around.clicked.connect(self._make_sample)
        for step in self.steps:
            step.back.connect(self._back)
        self.agency.done.connect(self._forward)
        self.person.done.connect(self._forward)
        self.secret.done.connect(self._create)
        self.code.done.connect(self._to_plan)
        self.plan.done.connect(self._add_plan)
        self.plan.skipped.connect(self._finish)

    @Slot()
    def _begin(self) -> None:
        self._show(self.agency)

    @Slot()
    def _forward(self) -> None:
        self._show(self.steps[self.steps.index(self._current()) + 1])

    @Slot()
    def _back(self) -> None:
        at = self.steps.index(self._current())
        if at:
            self._show(self.steps[at - 1])
        else:
            self.stack.setCurrentWidget(self.welcome)
            self.welcome.setFocus()

    def _current(self) -> Step:
        found = self.stack.currentWidget()
        assert isinstance(found, Step)
        return found

    def _show(self, step: Step) -> None:
        self.stack.setCurrentWidget(step)
        step.enter()

    @Slot()
    def _create(self) -> None:
        tasks, clock, home = self.context.tasks, self.context.clock, self.home
        agency, npi, phone = (f.text() for f in self.agency.lines())
        person, passphrase = self.person.name.text(), self.secret.passphrase.text()
        role = self.person.chosen_role()
        self.secret.set_working(True)

        def work() -> opening.Opened:
            from navigator_app.services import workspace

            ws, code = workspace.create(
                home, agency=agency, npi=npi, phone=phone, user=person, role=role,
                passphrase=passphrase, clock=clock,
            )  # fmt: skip
            tasks.workspace = ws
            return opening.facts(ws, code)

        tasks.run_closed(work, self._created, owner=self, failed=self._not_created)

    def _created(self, opened: opening.Opened) -> None:
        self._opened = opened
        self.secret.set_working(False)
        self.secret.forget()
        self.code.show_code(opened.recovery_code, opened.agency.name)
        self._show(self.code)

    def _not_created(self, error: BaseException) -> None:
        self.secret.set_working(False)
        if not isinstance(error, NavigatorError):
            return
        field = error.field if isinstance(error, InputRejected) else ""
        step = {"agency": self.agency, "npi": self.agency, "phone": self.agency,
                "user": self.person}.get(field, self.secret)  # fmt: skip
        self._show(step)
        step.show_refusal(field, str(error))

    @Slot()
    def _to_plan(self) -> None:
        self.code.forget()
        self.context.tasks.run(_choices, self._offer_plans, owner=self)

    def _offer_plans(self, choices: tuple[list[tuple[str, str]], list[tuple[str, str]]]) -> None:
        self.plan.offer(*choices)
        self._show(self.plan)

    @Slot()
    def _add_plan(self) -> None:
        chosen = self.plan.chosen()

        def work(ws: Workspace) -> PlanRow:
            from navigator_app.services import agency

            return agency.add_plan(ws, chosen.key, name=chosen.name, layout=chosen.layout,
                                   policy=chosen.policy)  # fmt: skip

        self.context.tasks.run(work, self._plan_added, owner=self, failed=self._plan_refused)

    def _plan_added(self, _plan: PlanRow) -> None:
        self._finish()

    def _plan_refused(self, error: BaseException) -> None:
        field = error.field if isinstance(error, InputRejected) else ""
        self.plan.show_refusal(field, str(error))

    @Slot()
    def _finish(self) -> None:
        if self._opened is not None:
            self.finished.emit(self._opened)

    @Slot()
    def _make_sample(self) -> None:
        import tempfile

        home = Path(tempfile.mkdtemp(prefix="navigator-sample-"))
        clock = self.context.clock
        self.welcome.set_working(True)

        def work() -> tuple[str, Path]:
            from ui.demo import make_sample

            return make_sample(home, clock), home

        self.context.tasks.run_closed(work, self._sample_made, owner=self, failed=self._no_sample)

    def _sample_made(self, made: tuple[str, Path]) -> None:
        self.chose_sample.emit(*made)

    def _no_sample(self, error: BaseException) -> None:
        self.welcome.set_working(False)
        self.welcome.error.show_error(str(error))


def _choices(ws: Workspace) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    from navigator_app.services import agency

    return agency.layout_choices(ws), agency.policy_choices()
