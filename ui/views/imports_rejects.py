"""The rejected rows of a plan's file, given back to the plan: copied, or saved as a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.views.imports_review import ReviewPage
from ui.widgets.clipboard import copy_for_a_while


class RejectsOut(QObject):
    """Answers the menu of the review that hands rejected rows out."""

    def __init__(self, context: Context, review: ReviewPage, page: QWidget) -> None:
        """Belongs to the page, over which a place for the file is asked."""
        super().__init__(page)
        self._context, self._review, self._page = context, review, page
        review.rejects_asked.connect(self._hand_out)

    def _hand_out(self, how: str) -> None:
        shown = self._review.review
        if shown is None:
            return
        import_id = shown.id
        if how == "copy":
            self._context.tasks.run(
                lambda ws: _listed(ws, import_id),
                self._copy,
                owner=self,
                failed=self._context.show_refusal,
            )
        else:
            self._ask_where(import_id, cells=how == "save-cells")

    def _copy(self, text: str) -> None:
        copy_for_a_while(text)
        self._context.ways.notice.emit(_("Row numbers and reasons are copied for a minute."), None)

    def _ask_where(self, import_id: str, *, cells: bool) -> None:
        chooser = QFileDialog(self._page, _("Save the list of rejected rows"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("csv")
        chooser.selectFile("rejected-rows.csv")
        self._asked = (import_id, cells)
        chooser.fileSelected.connect(self.save_to)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def save_to(self, path: str) -> None:
        """Write the rejected rows that were asked for last to a file, and account for them."""
        import_id, cells = self._asked
        self._context.tasks.run(
            lambda ws: _saved(ws, import_id, Path(path), cells),
            self._tell,
            owner=self,
            failed=self._context.show_refusal,
        )

    def _tell(self, path: Path) -> None:
        self._context.ways.notice.emit(_("Saved as {name}").format(name=path.name), None)


def _listed(ws: Workspace, import_id: str) -> str:
    from navigator_app.services import rejected_rows

    return rejected_rows.text(rejected_rows.collect(ws, import_id))


def _saved(ws: Workspace, import_id: str, path: Path, cells: bool) -> Path:
    from navigator_app.services import rejected_rows  # the gate: only when rows are given out

    return rejected_rows.save(ws, import_id, path, cells=cells)
