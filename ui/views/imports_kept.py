"""Deciding in a review between what was put right here and what the plan's file has."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import import_kept
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.views.imports_review import ReviewPage


def _accept(import_id: str, member_id: str, ws: Workspace) -> tuple[str, str, Changes]:
    return import_id, member_id, import_kept.accept(ws, import_id, member_id)


def _take_back(import_id: str, member_id: str, ws: Workspace) -> Changes:
    return import_kept.take_back(ws, import_id, member_id)


def _accepted(import_id: str, ws: Workspace) -> tuple[str, dict[str, str]]:
    return import_id, import_kept.accepted(ws, import_id)


class KeptValues(QObject):
    """Answers the buttons below a row of the review.

    Signals:
        stale(str): the review of this import does not show what stands any more.
    """

    stale = Signal(str)

    def __init__(self, context: Context, page: ReviewPage) -> None:
        """Belongs to the page."""
        super().__init__(page)
        self._context, self._page = context, page
        page.kept.taken.connect(self._take)
        page.kept.put_back.connect(self._put_back)

    def read(self) -> None:
        """Look which values of the plan were taken since the shown file came."""
        shown = self._page.review
        if shown is not None and shown.state == "staged":
            work = partial(_accepted, shown.id)
            failed = self._context.show_refusal
            self._context.tasks.run(work, self._show, owner=self, failed=failed)

    def _show(self, found: tuple[str, dict[str, str]]) -> None:
        import_id, accepted = found
        if self._page.review is not None and self._page.review.id == import_id:
            self._page.show_accepted(accepted)

    @Slot(str)
    def _take(self, member_id: str) -> None:
        shown = self._page.review
        if shown is not None:
            work = partial(_accept, shown.id, member_id)
            self._context.tasks.run(work, self._taken, owner=self, failed=self._refused)

    def _taken(self, answer: tuple[str, str, Changes]) -> None:
        import_id, member_id, changes = answer
        self._context.tasks.announce(changes)
        back = TakeBack(self._context, partial(_take_back, import_id, member_id))
        text = _("The plan’s value was taken; it can be put back until the file is taken in.")
        self._context.ways.notice.emit(text, (_("Undo"), back.undo))

    @Slot(str)
    def _put_back(self, member_id: str) -> None:
        shown = self._page.review
        if shown is not None:
            work = partial(_take_back, shown.id, member_id)
            self._context.tasks.run(work, self._back, owner=self, failed=self._refused)

    def _back(self, changes: Changes) -> None:
        self._context.tasks.announce(changes)
        self._context.ways.notice.emit(_("Undone; it stands as before."), None)

    def _refused(self, error: BaseException) -> None:
        self._context.show_refusal(error)
        if self._page.review is not None:
            self.stale.emit(self._page.review.id)
