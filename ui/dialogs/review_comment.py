"""A comment beside a part of what is reviewed."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from navigator_app.domain.review import ReviewSheet
from navigator_app.i18n import _
from navigator_app.services import review_queue, review_queue_moves
from navigator_app.services.support_plan import Saved
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import review_words, words
from ui.views.team_review import undo
from ui.widgets.asking_dialog import note_field
from ui.widgets.kept_form import KeptDialog, Work, parts_of
from ui.widgets.text import Body


def _read(item_id: str, ws: Workspace) -> ReviewSheet:
    return review_queue.sheet(ws, item_id)


def _comment(item_id: str, place: str, text: str, ws: Workspace) -> Saved:
    return review_queue_moves.comment(ws, item_id, text, place)


class ReviewCommentDialog(KeptDialog):
    """What is said, and beside which words."""

    draft_key = "review_comment"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is [the item's id, the place in its text]."""
        parts = parts_of(about, 2)
        self._item, self._place = parts
        self._member = ""
        super().__init__(context, parts, _("Comment"), _("Comment"), parent)
        self.beside = Body("")
        self.add("comment", _("Your comment"), note_field())
        self.assemble([self.beside, *self.rows()], 560, 380)
        self.ask(partial(_read, self._item), self._show)

    def work(self) -> Work:
        """Keep it."""
        return partial(_comment, self._item, self._place, self.words("comment"))

    def _show(self, sheet: ReviewSheet) -> None:
        self._member = sheet.item.member_id
        part = next((one for one in sheet.parts if one.place == self._place), None)
        told = (review_words.kind(sheet.item), words.isolated(sheet.item.member),
                part.heading if part else "")  # fmt: skip
        self.whose.setText(" · ".join(one for one in told if one))
        self.beside.setText(part.text[:400] if part else "")
        self.beside.setVisible(bool(self.beside.text()))
        self.show_known()

    def _written(self, saved: Saved) -> None:
        back = TakeBack(self.context, partial(undo, saved, self._member))
        self.finish(saved.changes, _("Comment kept."), back)
