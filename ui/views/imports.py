"""The Import page: choose a file, see what it would change, take it in or throw it away.

Reading happens on the transfer thread, comparing and keeping on the store thread; each step hands
its result to the next on the Qt thread. A turn number tells a stopped file's late answer apart.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes, ImportReview, PlanRow
from navigator_app.errors import FileRejected, NavigatorError
from navigator_app.i18n import _, ngettext
from navigator_app.services import agency
from navigator_app.services import import_authorizations as service
from navigator_app.services.workspace import Workspace
from ui.context import Context, View
from ui.views.imports_kept import KeptValues
from ui.views.imports_review import ReviewPage, taken_in
from ui.views.imports_start import StartPage
from ui.widgets.clipboard import copy_for_a_while

if TYPE_CHECKING:
    from navigator_app.services.map_layout import Layout, ParsedFile, UnknownLayout


class Stopped(NavigatorError):
    """The person stopped the reading; nothing was kept."""


class _Relay(QObject):
    """Carries progress from the store thread: the signal is queued to the Qt thread.

    Signals:
        advanced(tuple): rows done and rows in all.
    """

    advanced = Signal(object)


@dataclass(slots=True)
class _Job:
    """One file on its way in."""

    turn: int
    path: Path
    plan: str
    stop: threading.Event
    layouts: dict[str, list[Layout]]


class ImportsView(View):
    """The page; see the module."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build both halves and show the first."""
        super().__init__(context, parent)
        self._turn = 0
        self._job: _Job | None = None
        self._half_mapped: dict[str, object] = {}  # a wizard's choices, until its file is read
        self._plans: list[PlanRow] = []
        self._relay = _Relay(self)
        self.start = StartPage(context.clock)
        self.review = ReviewPage(context.tasks, context.clock)
        self._kept = KeptValues(context, self.review)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self._stack.addWidget(self.review)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()

    def _connect(self) -> None:
        self._relay.advanced.connect(self._advanced)
        self.start.file_chosen.connect(self.take_file)
        self.start.past_chosen.connect(self.show_import)
        self.start.stopped.connect(self.stop)
        self.review.left.connect(self.show_start)
        self.review.commit_asked.connect(self._commit)
        self.review.discard_asked.connect(self._discard)
        self.review.member_asked.connect(self.context.ways.open_member)
        self.review.today_asked.connect(self.context.ways.open_today)
        self.review.rejects_asked.connect(self._hand_out_rejects)
        self.review.same.asked.connect(self._ask_same)
        self._kept.stale.connect(self.show_import)

    # what the window asks

    def open(self, target: object) -> None:
        """Show an import by id; "" or None shows the file chooser."""
        self.show_import(str(target or ""))

    def activate(self) -> None:
        """Refresh plans and files."""
        self._run(_standing, self._show_standing)

    def on_changes(self, changes: Changes) -> None:
        """Refresh the lists when files or plans changed."""
        if (changes.files or changes.plans) and self.isVisible():
            self.activate()
            shown = self.review.review
            waits = shown is not None and shown.state == "staged" and self._stack.currentIndex()
            if shown is not None and waits and changes.members:  # somebody was put together
                self.show_import(shown.id)

    def draft(self) -> dict[str, object]:
        """The review in hand, so that unlocking comes back to it."""
        shown = self.review.review if self._stack.currentWidget() is self.review else None
        return {"import": shown.id} if shown is not None else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Back to the review, or to the file whose columns were being matched."""
        if payload.get("path"):
            self._half_mapped = payload
            self.take_file(Path(str(payload["path"])), str(payload.get("plan", "")))
        elif payload.get("import"):
            self.show_import(str(payload["import"]))

    def show_import(self, import_id: str) -> None:
        """Show the review of an import; "" shows the file chooser."""
        if not import_id:
            self.show_start()
            return
        self._run(lambda ws: service.review(ws, import_id), self._show_review)

    def show_start(self) -> None:
        """Back to choosing a file."""
        self._stack.setCurrentWidget(self.start)
        self.activate()

    # one file on its way in

    def take_file(self, path: Path, plan: str | None = None) -> None:
        """Begin to read a file for a plan, "" for whichever it fits; None takes the chosen one."""
        self._turn += 1
        self._stack.setCurrentWidget(self.start)
        self.start.show_reading(path.name)
        turn = self._turn
        plan = self.start.plan_key() if plan is None else plan

        def work(ws: Workspace) -> _Job:
            keys = [plan] if plan else [item.key for item in agency.plans(ws)]
            layouts = {key: service.layouts_for(ws, key) for key in keys}
            return _Job(turn, path, plan, threading.Event(), layouts)

        self._run(work, self._read, self._failed_for(turn))

    def stop(self) -> None:
        """Stop the file in hand; nothing of it is kept."""
        if self._job is not None:
            self._job.stop.set()
        self._over()

    def _read(self, job: _Job) -> None:
        if job.turn != self._turn:
            return
        self._job = job
        layouts: dict[str, Layout] = {}
        for mine in job.layouts.values():
            for layout in mine:
                layouts.setdefault(layout.key, layout)
        path, choices = job.path, list(layouts.values())
        self.context.tasks.transfer(
            lambda: service.read(path, choices),
            self._parsed,
            owner=self,
            failed=self._not_read,
        )

    def _parsed(self, parsed: ParsedFile) -> None:
        job = self._job
        if job is None or job.stop.is_set():
            return
        plan = job.plan or self._plan_of(parsed.layout, job)
        if not plan:
            self._over()
            self.context.show_refusal(_which_plan(parsed.layout))
            self.start.plan.setFocus()
            return
        self._stage(parsed, plan, job)

    def _plan_of(self, layout: str, job: _Job) -> str:
        own = [plan.key for plan in self._plans if plan.layout == layout]
        if not own:
            own = list(job.layouts) if len(job.layouts) == 1 else []
        return own[0] if len(own) == 1 else ""

    def _stage(self, parsed: ParsedFile, plan: str, job: _Job) -> None:
        relay, stop = self._relay, job.stop

        def progress(done: int, total: int) -> None:
            if stop.is_set():
                raise Stopped(_("Stopped"), _("Reading was stopped; nothing was kept."))
            if shiboken6.isValid(relay):
                relay.advanced.emit((done, total))

        self.context.tasks.run(
            lambda ws: service.stage(ws, parsed, plan, progress),
            self._staged,
            owner=self,
            failed=self._not_read,
        )

    def _advanced(self, progress: tuple[int, int]) -> None:
        self.start.reading.advance(*progress)

    def _staged(self, review: ImportReview) -> None:
        stopped = self._job is None or self._job.stop.is_set()
        self._over()
        self.context.tasks.announce(Changes(files=True))
        if not stopped:
            self._show_review(review)

    def _not_read(self, error: BaseException) -> None:
        job = self._job
        if job is None or job.stop.is_set() or isinstance(error, Stopped):
            return
        if isinstance(error, FileRejected) and hasattr(error, "samples"):
            self._over(keep_job=True)
            self._map_columns(cast("UnknownLayout", error), job)
            return
        self._over()
        self.context.show_refusal(error)

    def _failed_for(self, turn: int) -> Callable[[BaseException], object]:
        return self._failed if turn == self._turn else self.context.show_refusal

    def _failed(self, error: BaseException) -> None:
        self._over()
        self.context.show_refusal(error)

    def _over(self, *, keep_job: bool = False) -> None:
        self.start.show_reading("")
        if not keep_job:
            self._job = None

    # an unknown layout

    def _map_columns(self, error: UnknownLayout, job: _Job) -> None:
        # the wizard is needed once a plan: it is imported when it is
        from ui.dialogs.map_columns import MapColumns

        wizard = MapColumns(self.context, job.path, error, self._plans, job.plan, self)
        wizard.remembered.connect(self._mapped)
        if self._half_mapped.get("path") == str(job.path):
            wizard.restore_draft(self._half_mapped)
        self._half_mapped = {}
        wizard.open()

    def _mapped(self, plan: str) -> None:
        """The layout is the plan's own now: read the same file again."""
        job = self._job
        if job is None:
            return
        self.start.plan.setCurrentIndex(max(0, self.start.plan.findData(plan)))
        self.take_file(job.path)

    # the decision

    def _commit(self) -> None:
        shown = self.review.review
        if shown is not None:
            import_id = shown.id
            self.review.commit.setEnabled(False)
            self._run(lambda ws: service.commit(ws, import_id), self._committed, self._not_taken)

    def _committed(self, answer: tuple[ImportReview, Changes]) -> None:
        review, changes = answer
        self._show_review(review)
        if review.state == "staged":
            self.review.tell(
                _(
                    "Something changed here since this file was read, so it was compared again. "
                    "Look at the figures once more."
                ),
                "warning",
            )
            return
        self.context.tasks.announce(changes)
        count = taken_in(review)
        self.review.tell(
            ngettext("{n} row taken in.", "{n} rows taken in.", count).format(n=f"{count:,}")
            + " "
            + _("New referrals are due on Today until they are answered.")
        )
        self.review.today.setFocus()

    def _not_taken(self, error: BaseException) -> None:
        self.review.commit.setEnabled(True)
        self.context.show_refusal(error)

    def _discard(self) -> None:
        shown = self.review.review
        if shown is not None:
            import_id = shown.id
            self._run(lambda ws: service.discard(ws, import_id), self._discarded)

    def _discarded(self, changes: Changes) -> None:
        self.context.tasks.announce(changes)
        self.show_start()
        self.context.ways.notice.emit(
            _("The file was discarded. Nothing was taken in; it can be read again any time."), None
        )

    @Slot(str)
    def _ask_same(self, import_id: str) -> None:
        self.context.ways.ask.emit("same_person", import_id)

    # rejected rows for the plan

    def _hand_out_rejects(self, how: str) -> None:
        shown = self.review.review
        if shown is None:
            return
        import_id = shown.id
        if how == "copy":
            self._run(lambda ws: _listed(ws, import_id), self._copy_rejects)
        else:
            self._ask_where(import_id, cells=how == "save-cells")

    def _copy_rejects(self, text: str) -> None:
        copy_for_a_while(text)
        self.context.ways.notice.emit(_("Row numbers and reasons are copied for a minute."), None)

    def _ask_where(self, import_id: str, *, cells: bool) -> None:
        chooser = QFileDialog(self, _("Save the list of rejected rows"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("csv")
        chooser.selectFile("rejected-rows.csv")
        self._rejects = (import_id, cells)
        chooser.fileSelected.connect(self.save_rejects_to)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def save_rejects_to(self, path: str) -> None:
        """Write the rejected rows that were asked for last to a file, and account for them."""
        import_id, cells = self._rejects
        self._run(lambda ws: _saved(ws, import_id, Path(path), cells), self._rejects_saved)

    def _rejects_saved(self, path: Path) -> None:
        self.context.ways.notice.emit(_("Saved as {name}").format(name=path.name), None)

    # small parts

    def _show_standing(self, standing: tuple[list[PlanRow], list[ImportReview]]) -> None:
        self._plans, files = standing
        self.start.show_plans(self._plans)
        self.start.show_files(files)

    def _show_review(self, review: ImportReview) -> None:
        self.review.show_review(review)
        self._kept.read()
        self._stack.setCurrentWidget(self.review)
        self.review.table.setFocus()

    def _run(
        self,
        work: Callable[[Workspace], object],
        done: Callable[..., object],
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        self.context.tasks.run(work, done, owner=self, failed=failed or self.context.show_refusal)


def _listed(ws: Workspace, import_id: str) -> str:
    from navigator_app.services import rejected_rows

    return rejected_rows.text(rejected_rows.collect(ws, import_id))


def _saved(ws: Workspace, import_id: str, path: Path, cells: bool) -> Path:
    from navigator_app.services import rejected_rows  # the gate: only when rows are given out

    return rejected_rows.save(ws, import_id, path, cells=cells)


def _standing(ws: Workspace) -> tuple[list[PlanRow], list[ImportReview]]:
    return agency.plans(ws), service.history(ws)


def _which_plan(layout: str) -> NavigatorError:
    return NavigatorError(
        _("Which plan?"),
        _("More than one plan, or none, uses the layout “{layout}”.").format(layout=layout),
        _("Choose the plan that sent the file, then choose the file again."),
    )


def build(context: Context) -> View:
    """Make the page for the window."""
    return ImportsView(context)
