"""The Import page: choose a file, see what it would change, take it in or throw it away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes, ImportReview, PlanRow
from navigator_app.i18n import _, ngettext
from navigator_app.services import agency
from navigator_app.services import import_authorizations as service
from navigator_app.services.workspace import Workspace
from ui.context import Context, View
from ui.views.imports_kept import KeptValues
from ui.views.imports_reading import Reading
from ui.views.imports_rejects import RejectsOut
from ui.views.imports_review import ReviewPage, taken_in
from ui.views.imports_start import StartPage


class ImportsView(View):
    """The page; see the module."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build both halves and show the first."""
        super().__init__(context, parent)
        self.start = StartPage(context.clock)
        self.review = ReviewPage(context.tasks, context.clock)
        self.reading = Reading(context, self.start, self)
        self.rejects = RejectsOut(context, self.review, self)
        self._kept = KeptValues(context, self.review)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self._stack.addWidget(self.review)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()

    def _connect(self) -> None:
        self.start.file_chosen.connect(self.take_file)
        self.start.past_chosen.connect(self.show_import)
        self.start.stopped.connect(self.reading.stop)
        self.reading.begun.connect(self._show_reading)
        self.reading.staged.connect(self._show_review)
        self.review.left.connect(self.show_start)
        self.review.commit_asked.connect(self._commit)
        self.review.discard_asked.connect(self._discard)
        self.review.member_asked.connect(self.context.ways.open_member)
        self.review.today_asked.connect(self.context.ways.open_today)
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
            self.reading.restore_mapping(payload)
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

    def take_file(self, path: Path, plan: str | None = None) -> None:
        """Begin to read a file for a plan, "" for whichever it fits; None takes the chosen one."""
        self.reading.take(path, plan)

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

    # small parts

    def _show_standing(self, standing: tuple[list[PlanRow], list[ImportReview]]) -> None:
        plans, files = standing
        self.reading.use_plans(plans)
        self.start.show_plans(plans)
        self.start.show_files(files)

    def _show_reading(self) -> None:
        self._stack.setCurrentWidget(self.start)

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


def _standing(ws: Workspace) -> tuple[list[PlanRow], list[ImportReview]]:
    return agency.plans(ws), service.history(ws)
