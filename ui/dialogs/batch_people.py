"""Whom to put into a batch: found in the caseload, by when they end, or on the plan's lists."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QTimer, Slot
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget

from navigator_app.domain.batches import Candidate
from navigator_app.domain.records import CaseloadQuery, Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import batch_choose, batches
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import batch_words, words
from ui.models.batch_words import TAG_ROLE, TaggedTable
from ui.widgets.asking_dialog import choice_field
from ui.widgets.kept_form import KeptDialog, Work
from ui.widgets.listing import Listing
from ui.widgets.tag_delegate import TagDelegate
from ui.widgets.text import Small

ROWS = 7
LOOK_MS = 250
"""A moment after the last key, so that not every letter asks the store."""

_COLUMNS = (N_("Can go in"), N_("Member"), N_("Request"), N_("Ends"), N_("CIN"))
_ENDING, _LISTS, _CASELOAD = "ending", "lists", "caseload"
_DAYS = {"30": N_("within 30 days"), "60": N_("within 60 days"), "90": N_("within 90 days"),
         "180": N_("within half a year")}  # fmt: skip
_SINCE = {"7": N_("of the last 7 days"), "30": N_("of the last 30 days"),
          "365": N_("of the last year")}  # fmt: skip
_WHO = {"": N_("all members"), "unreached": N_("approved, not reached yet"),
        "overdue": N_("something overdue"), "coverage": N_("coverage in doubt")}  # fmt: skip


def _look(
    batch_id: str, source: str, which: str, text: str, ws: Workspace
) -> tuple[tuple[str, str, str], list[Candidate]]:
    if source == _ENDING:
        found = batch_choose.by_ending(ws, batch_id, int(which))
    elif source == _LISTS:
        since = ws.clock.today() - timedelta(days=int(which))
        found = batch_choose.by_prospects(ws, batch_id, since)
    else:
        found = batch_choose.by_caseload(ws, batch_id, CaseloadQuery(due=which, text=text))
    if source != _CASELOAD and text:
        plain = text.casefold()
        found = [one for one in found if plain in f"{one.name} {one.cin}".casefold()]
    return (source, which, text), found


def _add(batch_id: str, members: list[str], ws: Workspace) -> tuple[list[str], Changes]:
    here = {row.member_id for row in batches.sheet(ws, batch_id).rows}
    _count, changes = batches.add(ws, batch_id, members)
    return [one for one in members if one not in here], changes


def _remove(batch_id: str, members: list[str], ws: Workspace) -> Changes:
    return batches.remove(ws, batch_id, members)


class BatchPeopleDialog(KeptDialog):
    """Where to look, who was found; all that can go in are chosen until somebody chooses."""

    draft_key = "batch_people"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the batch's id."""
        super().__init__(context, str(about or ""), _("Put members in"), _("Put in"), parent)
        self._found: list[Candidate] = []
        self._asked: tuple[str, str, str] = ("", "", "")
        self.whose.setText(
            _("Nobody is sent by this: each is checked, and the whole is attested first.")
        )
        sources = {
            _CASELOAD: _("The caseload of this plan"),
            _ENDING: _("Authorizations that end"),
            _LISTS: _("The plan’s lists of prospects"),
        }
        self.add("source", _("Look in"), choice_field(sources))
        self.add("which", _("Which of them"), choice_field({}))
        self.add("text", _("Name or CIN (optional)"), QLineEdit())
        self.model = TaggedTable(_COLUMNS)
        self.model.setParent(self)
        self.table = Listing(_("Members found"))
        self.table.setModel(self.model)
        self.table.setItemDelegateForColumn(0, TagDelegate(TAG_ROLE, self.table))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.set_widths(150, 200, 100, 110, 110)
        self.table.keep_height(ROWS)
        self.count = Small("")
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(LOOK_MS)
        self._wait.timeout.connect(self.look)
        parts = [*self.rows(("source", "which")), self.table, self.count]
        self.assemble(parts, 760, 720)
        self.fields["source"].widget.currentIndexChanged.connect(self._turn)  # type: ignore[attr-defined]
        self.fields["which"].widget.currentIndexChanged.connect(self.look)  # type: ignore[attr-defined]
        self.fields["text"].widget.textChanged.connect(self._soon)  # type: ignore[attr-defined]
        self.table.selectionModel().selectionChanged.connect(self._say)
        self._turn()
        self.begin()

    def chosen(self) -> list[str]:
        """The members that would go in."""
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        return [one.member_id for at, one in enumerate(self._found) if at in rows
                and not one.why_not]  # fmt: skip

    def work(self) -> Work:
        """Put them in."""
        members = self.chosen()
        if not members:
            raise InputRejected("text", _("Nobody is chosen."), _("Look elsewhere, or close."))
        return partial(_add, str(self.about), members)

    @Slot()
    def look(self) -> None:
        """Find them."""
        self._wait.stop()
        asked = (self.words("source"), self.words("which"), self.words("text").strip())
        self._asked = asked
        work = partial(_look, str(self.about), *asked)
        self.context.tasks.run(work, self._show, owner=self, failed=self.refused)

    @Slot()
    def _soon(self) -> None:
        self._wait.start()

    @Slot()
    def _turn(self) -> None:
        """Other places to look ask otherwise."""
        offered = {_ENDING: _DAYS, _LISTS: _SINCE}.get(self.words("source"), _WHO)
        box = self.fields["which"].widget
        box.blockSignals(True)
        box.clear()  # type: ignore[attr-defined]
        for key, text in offered.items():
            box.addItem(_(text), key)  # type: ignore[attr-defined]
        box.blockSignals(False)
        self.look()

    def _show(self, answer: tuple[tuple[str, str, str], list[Candidate]]) -> None:
        asked, found = answer
        if asked != self._asked:
            return  # something else was asked for meanwhile
        self._found = found
        today = self.context.clock.today()
        self.model.show_rows(
            [
                (
                    "refused" if one.why_not else "good",
                    (
                        _("In another") if one.why_not else _("Yes"),
                        words.isolated(one.name),
                        batch_words.kind(one.kind),
                        words.short_day(one.ends_on, today) if one.ends_on else "",
                        one.cin,
                    ),
                )
                for one in found
            ]
        )
        self.table.selectAll()
        if found:
            self.table.selectionModel().setCurrentIndex(
                self.model.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        self._say()

    @Slot()
    def _say(self, *_of_qt: Any) -> None:
        count = len(self.chosen())
        if not self._found:
            self.count.setText(_("Nobody found."))
            return
        said = ngettext("{n} of {all} goes in.", "{n} of {all} go in.", count)
        hint = _("Ctrl and a click, or Ctrl and Space, leave one out.")
        self.count.setText(f"{said.format(n=count, all=len(self._found))} {hint}")

    def _written(self, result: tuple[list[str], Changes]) -> None:
        members, changes = result
        said = ngettext("Put {n} member in", "Put {n} members in", len(members))
        work = partial(_remove, str(self.about), members)
        back = TakeBack(self.context, work) if members else None
        self.finish(changes, said.format(n=len(members)), back)
